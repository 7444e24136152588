# SPDX-License-Identifier: GPL-3.0-or-later
"""The linter passes what is well and finds each fault that is put into it."""
import unittest

import lint

HEAD = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//podplan//podplan rota//EN
CALSCALE:GREGORIAN
NAME:Rota\\, red
X-WR-CALNAME:Rota\\, red
REFRESH-INTERVAL;VALUE=DURATION:PT1H
X-PUBLISHED-TTL:PT1H
X-WR-TIMEZONE:Europe/London
COLOR:teal
"""
ZONE = "BEGIN:VTIMEZONE\n" + "\n".join(lint.ZONE) + "\n"
EVENT = """BEGIN:VEVENT
UID:a@podplan
DTSTAMP:20260105T000000Z
DTSTART;TZID=Europe/London:20261024T200000
DTEND;TZID=Europe/London:20261025T080000
SUMMARY:O'Brien\\; Zoë\\, 李 is on call
LOCATION:Red
CATEGORIES:On call
COLOR:teal
STATUS:CONFIRMED
TRANSP:TRANSPARENT
SEQUENCE:3
CREATED:20260101T000000Z
LAST-MODIFIED:20260105T000000Z
X-MICROSOFT-CDO-BUSYSTATUS:FREE
END:VEVENT
"""
ODD = (EVENT.replace("a@podplan", "b@podplan")
       .replace(";TZID=Europe/London:20261024T200000", ":20261025T003000Z")
       .replace(";TZID=Europe/London:20261025T080000", ":20261025T080000Z"))
END = "END:VCALENDAR\n"
GOOD = HEAD + ZONE + EVENT + ODD + END


def swap(old, new, count=-1):
    """The good calendar with one thing changed."""
    assert old in GOOD, old
    return GOOD.replace(old, new, count).replace("\n", "\r\n").encode()


TWO = "UID:a@podplan\n"
FAULTS = [
    ("size", swap("END:VCALENDAR\n", "X" * 60 + "\n" + (" " + "y" * 70 + "\n") * 14000)),
    ("crlf", GOOD.encode()),
    ("crlf", swap("Red", "R\red")),
    ("crlf", swap("END:VCALENDAR\n", "END:VCALENDAR")),
    ("blank", swap("LOCATION:Red\n", "LOCATION:Red\n\n")),
    ("octets", swap("LOCATION:Red", "LOCATION:" + "x" * 67)),
    ("utf8", swap("LOCATION:Red", "LOCATION:Zo\u00eb").replace(b"Zo\xc3\xab\r\n", b"Zo\xc3\r\n \xab\r\n")),
    ("utf8", swap("LOCATION:Red", "LOCATION:R@d").replace(b"R@d", b"R\xff")),
    ("control", swap("LOCATION:Red", "LOCATION:R\ted")),
    ("control", swap("LOCATION:Red", "LOCATION:R\x07ed")),
    ("control", swap("LOCATION:Red", "LOCATION:R\u202eed")),
    ("control", swap("BEGIN:VCALENDAR", "\ufeffBEGIN:VCALENDAR")),
    ("control", swap("LOCATION:Red", "LOCATION:R\u0085ed")),
    ("syntax", swap("LOCATION:Red", "LOCATION")),
    ("syntax", swap("LOCATION:Red", "location:Red")),
    ("syntax", swap("LOCATION:Red", "LOCATION;X=1:Red")),
    ("nesting", swap("BEGIN:VCALENDAR\n", "")),
    ("nesting", swap("END:VEVENT\n", "", 1)),
    ("nesting", swap("END:VCALENDAR\n", "")),
    ("nesting", swap("SEQUENCE:3\n", "SEQUENCE:3\nBEGIN:VALARM\nEND:VALARM\n", 1)),
    ("nesting", swap(EVENT, EVENT + "BEGIN:VTODO\nEND:VTODO\n")),
    ("one calendar", swap(END, END + "BEGIN:VCALENDAR\nEND:VCALENDAR\n")),
    ("head", swap("VERSION:2.0\n", "")),
    ("head", swap("CALSCALE:GREGORIAN\n", "CALSCALE:JULIAN\n")),
    ("head", swap("NAME:Rota", "NAME:Rote", 1)),
    ("head", swap("COLOR:teal\nBEGIN", "COLOR:teal\nMETHOD:PUBLISH\nBEGIN")),
    ("head", swap("PT1H", "PT2H", 1)),
    ("zone", swap(ZONE, "")),
    ("zone", swap(ZONE, ZONE + ZONE)),
    ("zone", swap("TZNAME:BST", "TZNAME:BDST")),
    ("zone", swap(ZONE + EVENT, EVENT + ZONE)),
    ("twice", swap("SEQUENCE:3\n", "SEQUENCE:3\nSEQUENCE:3\n", 1)),
    ("unknown", swap("SEQUENCE:3\n", "SEQUENCE:3\nATTENDEE:mailto:a\n", 1)),
    ("unknown", swap("SEQUENCE:3\n", "SEQUENCE:3\nDESCRIPTION:family\n", 1)),
    ("unknown", swap("SEQUENCE:3\n", "SEQUENCE:3\nRRULE:FREQ=DAILY\n", 1)),
    ("order", swap("STATUS:CONFIRMED\nTRANSP:TRANSPARENT\n", "TRANSP:TRANSPARENT\nSTATUS:CONFIRMED\n")),
    ("missing", swap("SEQUENCE:3\n", "")),
    ("missing", swap("UID:b@podplan\n", "")),
    ("uid", swap("UID:b@podplan", "UID:a@podplan")),
    ("uid", swap("UID:b@podplan", "UID:b podplan")),
    ("stamp", swap("DTSTAMP:20260105T000000Z", "DTSTAMP:20260105T000000")),
    ("stamp", swap("DTSTAMP:20260105T000000Z", "DTSTAMP:20260106T000000Z")),
    ("stamp", swap("CREATED:20260101", "CREATED:20261301")),
    ("stamp", swap("CREATED:20260101", "CREATED:20260201")),
    ("time", swap("DTSTART;TZID=Europe/London:20261024T200000", "DTSTART:20261024T200000")),
    ("time", swap("DTSTART;TZID=Europe/London:20261024T200000", "DTSTART:20261024T190000Z")),
    ("time", swap("DTSTART;TZID=Europe/London:2026", "DTSTART;TZID=GMT Standard Time:2026")),
    ("time", swap("DTSTART;TZID=Europe/London:20261024T200000", "DTSTART;VALUE=DATE:20261024")),
    ("odd", swap("DTEND;TZID=Europe/London:20261025T080000", "DTEND;TZID=Europe/London:20261025T013000")),
    ("odd", swap("DTEND;TZID=Europe/London:20261025T080000", "DTEND;TZID=Europe/London:20270328T013000")),
    ("odd", swap("DTSTART:20261025T003000Z", "DTSTART:20261025T023000Z")),
    ("backwards", swap("DTEND;TZID=Europe/London:20261025T080000", "DTEND;TZID=Europe/London:20261024T200000")),
    ("sequence", swap("SEQUENCE:3", "SEQUENCE:-3")),
    ("sequence", swap("SEQUENCE:3", "SEQUENCE:03")),
    ("text", swap("On call", "On, call")),
    ("text", swap("On call", "On\\ call")),
    ("text", swap("LOCATION:Red", "LOCATION:")),
    ("word", swap("STATUS:CONFIRMED", "STATUS:MAYBE")),
    ("word", swap("TRANSP:TRANSPARENT", "TRANSP:OPAQUE")),
    ("word", swap("CATEGORIES:On call\nCOLOR:teal", "CATEGORIES:On call\nCOLOR:#008080")),
    ("sorted", swap(EVENT + ODD, ODD + EVENT)),
]


class Lint(unittest.TestCase):
    def test_a_good_calendar_has_no_fault(self):
        for text in (GOOD, HEAD + ZONE + END):
            self.assertEqual(lint.faults(text.replace("\n", "\r\n").encode()), [])

    def test_folded_lines_are_read_as_one(self):
        data = swap("LOCATION:Red", "LOCA\n TION:Re\n d\\\n , " + "x" * 40)
        self.assertEqual(lint.faults(data), [])

    def test_each_fault_is_found_by_its_rule(self):
        for rule, data in FAULTS:
            with self.subTest(rule=rule, data=data[:2000]):
                self.assertIn(rule, {fault.rule for fault in lint.faults(data)})
                with self.assertRaises(AssertionError):
                    lint.check(data)

    def test_every_rule_has_a_fault(self):
        self.assertEqual({rule for rule, _ in FAULTS}, set(lint.RULES))

    def test_bytes_that_are_no_calendar_are_faults_and_no_crash(self):
        for data in (b"", b"\r\n", b"\x00", b"<html>\r\n", b"BEGIN:VCALENDAR\r\n",
                     b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", bytes(range(256))):
            self.assertNotEqual(lint.faults(data), [])


if __name__ == "__main__":
    unittest.main()
