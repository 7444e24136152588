# SPDX-License-Identifier: GPL-3.0-or-later
"""Calendars that mean harm, or are none: each costs seconds and one sentence with its line."""
import random
import time
import unittest

from reader import ReaderTest, calendar, event

HEAD = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
END = b"END:VCALENDAR\r\n"
PATIENCE = 30  # seconds: far above the limits, far below for ever


class Hostile(ReaderTest):
    def setUp(self):
        self.began = time.monotonic()

    def tearDown(self):
        self.assertLess(time.monotonic() - self.began, PATIENCE * 3)

    def refused(self, data, *words):
        before = time.monotonic()
        message = super().refused(data, *words)
        self.assertLess(time.monotonic() - before, PATIENCE)
        self.assertEqual(message.count("\n"), 1)
        return message

    # ---- What libical hangs or dies of ----

    def test_rules_within_the_day(self):
        for frequency in ("SECONDLY", "MINUTELY", "HOURLY"):
            rule = f"FREQ={frequency};BYMONTH=2;BYMONTHDAY=30"
            self.refused(calendar(event(f"RRULE:{rule}")), "test.ics:7: ", rule,
                         "it repeats within the day", "Please take this event out")

    def test_rules_that_never_come_about(self):
        for rule in ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31",
                     "FREQ=YEARLY;BYMONTH=4,6,9,11;BYMONTHDAY=31",
                     "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=-30"):
            self.refused(calendar(event(f"RRULE:{rule}")), "test.ics:7: ", rule,
                         "never comes about")
        rows = self.read(event("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
                               start="DTSTART;VALUE=DATE:20240229"),
                         first="2025-01-01", last="2032-12-31")
        self.assertEqual([row.first for row in rows], ["2028-02-29", "2032-02-29"])

    def test_rules_whose_emptiness_nobody_sees_ahead_end_nevertheless(self):
        for rule in ("FREQ=MONTHLY;BYDAY=1TH;BYSETPOS=2", "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6",
                     "FREQ=YEARLY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=29",
                     "FREQ=DAILY;BYYEARDAY=366;BYMONTH=1"):
            rows = self.read(event(f"RRULE:{rule}", start="DTSTART:20250101T090000"))
            self.assertEqual(rows, [], rule)

    def test_numbers_beyond_reason(self):
        for rule in ("FREQ=DAILY;COUNT=1000000000", "FREQ=DAILY;COUNT=99999999999999999999",
                     "FREQ=DAILY;INTERVAL=100000", "FREQ=YEARLY;INTERVAL=101",
                     "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;COUNT=-1", "FREQ=DAILY;BYMONTH=13",
                     "FREQ=DAILY;BYDAY=54MO", "FREQ=DAILY;BYDAY=", "FREQ=DAILY;BYDAY=MO,",
                     "FREQ=DAILY;BYHOUR=" + ",".join(str(n) for n in range(24)) + ";BYMINUTE=0,30",
                     "BYDAY=MO", "FREQ=DAILY;FREQ=DAILY", "FREQ=FORTNIGHTLY", "DAILY", "",
                     "FREQ=DAILY;UNTIL=tomorrow", "FREQ=DAILY;COUNT=1;UNTIL=20270101",
                     "FREQ=DAILY;BYEASTER=0", "FREQ=YEARLY;RSCALE=CHINESE",
                     "FREQ=MONTHLY;SKIP=FORWARD", "FREQ=DAILY;X" * 500):
            self.refused(calendar(event(f"RRULE:{rule}")), "test.ics:7: the rule '")

    def test_a_line_of_5_mb(self):
        self.refused(HEAD + b"BEGIN:VEVENT\r\nSUMMARY:" + b"x" * 5000000,
                     "test.ics:4: the line is longer than 65536 bytes")
        folded = b"\r\n ".join([b"x" * 70] * 60000)
        self.refused(HEAD + b"BEGIN:VEVENT\r\nSUMMARY:" + folded,
                     "test.ics:4: the line is longer than 65536 bytes")

    def test_300000_exceptions(self):
        one = b"20260601T090000"
        self.refused(HEAD + b"BEGIN:VEVENT\r\nEXDATE:" + b",".join([one] * 300000), "test.ics:4: ")
        self.refused(HEAD + b"BEGIN:VEVENT\r\n" + (b"EXDATE:" + one + b"\r\n") * 200000,
                     "test.ics:5004: the event has more than 5000 values of EXDATE")
        self.refused(HEAD + b"BEGIN:VEVENT\r\n" + (b"RDATE:" + one + b"\r\n") * 200000,
                     "more than 5000 values of RDATE")

    def test_a_million_components_inside_each_other(self):
        for name in (b"A", b"VEVENT", b"VCALENDAR"):
            line = b"BEGIN:" + name + b"\n"
            self.refused(HEAD + line * min(1000000, 5000000 // len(line)),
                         "is inside 8 others, which no calendar needs")

    def test_500000_lines_of_garbage(self):
        self.refused(HEAD + b"garbage\r\n" * 500000 + END,
                     "test.ics:103: more than 100 lines can't be read")

    def test_100_lines_of_garbage_are_named_and_the_rest_is_read(self):
        data = calendar([b"garbage".decode()] * 100, event())
        self.assertEqual(len(self.read_bytes(data)), 1)
        notes = self.notes(data)
        self.assertEqual([line for line, _ in notes], list(range(4, 104)))
        self.assertNotIn("garbage", notes[0][1])  # it may be a piece of something private

    # ---- Too much ----

    def test_too_many_events(self):
        lines = b"BEGIN:VEVENT\r\nDTSTART:20260601T090000\r\nEND:VEVENT\r\n"
        self.refused(HEAD + lines * 20001 + END, "test.ics:60003: ", "more than 20000 events")
        self.assertEqual(len(self.read_bytes(HEAD + lines * 20000 + END)), 5000)

    def test_too_many_bytes(self):
        lines = b"BEGIN:VEVENT\r\nDTSTART:20260601T090000\r\nSUMMARY:%s\r\nEND:VEVENT\r\n"
        whole = HEAD + lines % (b"x" * 60000) * 100 + END
        self.refused(whole, "test.ics:353: ", "the calendar goes on after 5242880 bytes")
        self.refused(HEAD + b"\r\n" * (5 << 20) + END, "goes on after 5242880 bytes")
        self.refused(HEAD + b" " * (50 << 20) + END, "test.ics:2: the line is longer than 65536")
        self.refused(b"BEGIN:VCALENDAR\n" * 1000000, "test.ics:9: BEGIN:VCALENDAR is inside 8")

    def test_too_many_occurrences_are_cut_and_named(self):
        data = calendar(*(event("RRULE:FREQ=DAILY", uid=str(n)) for n in range(40)))
        rows = self.read_bytes(data)
        self.assertEqual(len(rows), 5000)
        last = rows[-1].first
        self.assertEqual(len([row for row in rows if row.first < last]) % 40, 0)
        self.assertIn("more than 5000 occurrences; those before 2026-06-01 or after " + last,
                      self.notes(data)[0][1])

    def test_what_is_over_is_cut_first(self):
        data = calendar(*(event("RRULE:FREQ=DAILY", uid=str(n), start="DTSTART:20260101T090000")
                          for n in range(20)))
        rows = self.read_bytes(data, "today=2026-06-01")
        self.assertEqual(len(rows), 5000)
        ahead = [row for row in rows if row.first >= "2026-06-01"]
        self.assertEqual(len(ahead), 20 * (30 + 31 + 31 + 30 + 31 + 30 + 31))

    def test_too_much_work_is_stopped_with_the_line_where_it_was(self):
        lines = b"BEGIN:VEVENT\r\nUID:%d\r\nDTSTART:19000101T090000\r\n" \
                b"RRULE:FREQ=DAILY;COUNT=50000\r\nEND:VEVENT\r\n"
        data = HEAD + b"".join(lines % n for n in range(19999)) + END
        self.refused(data, "the event that begins here takes too long to read")

    def test_too_many_zones(self):
        zone = ["BEGIN:VTIMEZONE", "TZID:a", "END:VTIMEZONE"]
        self.refused(calendar(*[zone] * 201), "more than 200 time zones")
        names = [event(uid=str(n), start=f"DTSTART;TZID=Zone {n}:20260601T090000")
                 for n in range(2000)]
        self.assertEqual(len(self.read(*names)), 2000)

    # ---- What is no calendar ----

    def test_what_is_no_calendar_is_said_with_how_it_begins(self):
        for data, words in ((b"", "it is empty"), (b" \r\n\t\n", "it is empty"),
                            (b"<!DOCTYPE html>\n<html><title>Sign in", "a web page, perhaps one "
                             "to log in"),
                            (b"\n\n<HTML>", "a web page"), (b'{"error": 404}', "it is JSON"),
                            (b"\x1f\x8b\x08\0\0", "compressed (gzip)"), (b"PK\x03\x04", "ZIP"),
                            (b"%PDF-1.7", "a PDF"), (b"\xff\xfeB\0E\0", "UTF-16"),
                            (b"BEGIN:VCARD\r\n", "an address book"),
                            (b"Not found", "begins with 'Not found'"),
                            (b"\0\1\2", "begins with '???'")):
            self.refused(data, "test.ics: ", words)

    def test_what_breaks_off_is_said_wherever_it_does(self):
        whole = calendar(event("SUMMARY:x"))
        for length in range(17, len(whole) - 2):
            message = self.refused(whole[:length], "test.ics:")
            self.assertIn("breaks off", message, whole[:length][-30:])

    def test_ends_that_belong_to_nothing(self):
        self.refused(HEAD + b"END:VEVENT\r\n" + END, "test.ics:3: END:VEVENT stands where")
        self.refused(HEAD + END + b"END:VEVENT\r\n" + END, "test.ics:4: END:VEVENT ends what never")

    # ---- Odd but sound ----

    def test_marks_and_bare_newlines_and_capitals_are_fine(self):
        data = calendar(event("SUMMARY:long\r\n er"))
        for change in (data, b"\xef\xbb\xbf" + data, data.replace(b"\r\n", b"\n"),
                       b"\r\n" + data, data + b"\r\n\r\n", data.rstrip(),
                       data.replace(b"VEVENT", b"vevent").replace(b"DTSTART", b"dtstart"),
                       data.replace(b"\r\n ", b"\r\n\t"), data + data.replace(b"one", b"two")):
            rows = self.read_bytes(change)
            self.assertEqual({row.summary for row in rows}, {"longer"})
            self.assertEqual(self.notes(change), [])

    def test_a_character_may_be_folded_apart(self):
        data = calendar(event("SUMMARY:Zo\u00eb")).replace(b"\xc3\xab", b"\xc3\r\n \xab")
        self.assertEqual(self.read_bytes(data)[0].summary, "Zo\u00eb")
        self.assertEqual(self.notes(data), [])

    def test_bytes_that_are_no_text_are_named_and_replaced(self):
        for byte, words in ((b"\0", "control character \\x00"), (b"\x07", "\\x07"),
                            (b"\xff", "the byte \\xFF, which is no UTF-8"),
                            (b"\xc3", "no UTF-8"), (b"\r.", "\\x0D")):
            data = calendar(event("SUMMARY:a@b")).replace(b"@", byte)
            self.assertTrue(self.read_bytes(data)[0].summary.startswith("a?"))
            (line, text), = self.notes(data)
            self.assertEqual(line, 7)
            self.assertIn(words, text)

    def test_a_file_in_another_encoding_is_read_all_the_same(self):
        data = calendar(*(event("SUMMARY:Zo@", uid=str(n)) for n in range(300)))
        data = data.replace(b"@", "ë".encode("cp1252"))
        self.assertEqual(len(self.read_bytes(data)), 300)
        notes = self.notes(data)
        self.assertEqual(len(notes), 101)
        self.assertEqual(notes[0], (0, "200 more lines hold bytes that are no UTF-8 text"))

    def test_dates_that_are_none(self):
        for value in ("20261301T000000", "20260230", "2026-10-01", "20260101T250000",
                      "18991231", "22000101", "20260101T0900", "0", "x" * 60000):
            data = calendar(event(start=f"DTSTART:{value}"), event(uid="two"))
            self.assertEqual([row.line for row in self.read_bytes(data)], [8])
            (line, text), = self.notes(data)
            self.assertEqual(line, 6)
            self.assertIn("the event is left out. Please correct it", text)

    # ---- Anything at all ----

    def test_random_damage_is_read_or_refused(self):
        whole = calendar(event("RRULE:FREQ=WEEKLY;BYDAY=MO,WE", "EXDATE:20260608T090000"),
                         event("RECURRENCE-ID:20260603T090000", "DURATION:PT1H"),
                         event("RDATE;VALUE=PERIOD:20260605T090000Z/PT2H", uid="two"))
        dice = random.Random(1)
        for _ in range(150):
            data = bytearray(whole)
            for _ in range(dice.randint(1, 8)):
                where = dice.randrange(len(data))
                what = dice.choice([b"", b":", b";", b"\n", b"9", b"\xff", b"T", b",", b"="])
                data[where:where + dice.randint(0, 3)] = what
            status = 3 if b"BEGIN:VCALENDAR" not in bytes(data)[:20] else None
            self.either(bytes(data), status)

    def either(self, data, status):
        for wanted in ((0, 3) if status is None else (status,)):
            try:
                done = self.run_reader(data, status=wanted)
            except AssertionError:
                continue
            self.assertNotIn(b"nonsense", done.stderr, data)
            self.assertNotIn(b"breaks its reader", done.stderr, data)
            return
        self.fail(repr(data))


if __name__ == "__main__":
    unittest.main()
