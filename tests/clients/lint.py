# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks at the bytes of a calendar as strictly as the strictest client: lines, nesting, order, values.

    python3 lint.py FILE…      prints every fault with its line

It shares nothing with podplan.  Each fault carries the name of its rule; RULES has them all, and
test_lint.py has a calendar that breaks each.
"""
import collections
import datetime
import re
import sys
import zoneinfo

RULES = {
    "size": "a calendar is smaller than a million bytes",
    "crlf": "each line ends in CR LF, and CR and LF stand nowhere else",
    "blank": "no line is empty",
    "octets": "no line has more than 75 octets",
    "utf8": "each line is UTF-8 by itself, so no fold parts a character",
    "control": "no control character, byte order mark, direction mark or noncharacter",
    "syntax": "a line is a property",
    "nesting": "components begin and end in their places",
    "one calendar": "there is one calendar, and nothing after it",
    "head": "the calendar says what it is, in order, and nothing that makes clients ask back",
    "zone": "there is one time zone, the compact one of London, before all events",
    "twice": "no property is twice in a component",
    "unknown": "an event has no property that podplan does not publish",
    "order": "properties of an event are in their order",
    "missing": "an event has every property that clients need",
    "uid": "no two events have one uid, and none has a blank in it",
    "stamp": "stamps are UTC, real, and DTSTAMP is the last change",
    "time": "both ends are London time, or both UTC",
    "odd": "UTC where, and only where, an end lies in a clock change",
    "backwards": "an event ends after it begins",
    "sequence": "SEQUENCE is a number from 0",
    "text": "text is escaped, and nothing is that need not be",
    "word": "STATUS, TRANSP, busy status and colours are words that clients know and that agree",
    "sorted": "events are in the order of their begin",
}

Fault = collections.namedtuple("Fault", "line rule what")

LONDON = zoneinfo.ZoneInfo("Europe/London")
HEAD = (("VERSION", "2.0"), ("PRODID", r"-//podplan//[ -~]+//EN"), ("CALSCALE", "GREGORIAN"),
        ("NAME", ".*"), ("X-WR-CALNAME", ".*"), ("REFRESH-INTERVAL;VALUE=DURATION", "PT1H"),
        ("X-PUBLISHED-TTL", "PT1H"), ("X-WR-TIMEZONE", "Europe/London"), ("COLOR", "[a-z]+"))
MAY = {"NAME", "X-WR-CALNAME", "COLOR"}
ZONE = """TZID:Europe/London
X-LIC-LOCATION:Europe/London
BEGIN:DAYLIGHT
TZNAME:BST
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
DTSTART:19810329T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZNAME:GMT
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
DTSTART:19961027T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE""".split("\n")
EVENT = ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "LOCATION", "CATEGORIES", "COLOR",
         "STATUS", "TRANSP", "SEQUENCE", "CREATED", "LAST-MODIFIED", "X-MICROSOFT-CDO-BUSYSTATUS")
OPTIONAL = {"SUMMARY", "LOCATION", "CATEGORIES", "COLOR"}
FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff\ufffe\uffff]")


def check_file(path):
    with open(path, "rb") as file:
        check(file.read())


def check(data):
    """Raises AssertionError with the first faults."""
    found = faults(data)
    assert not found, "; ".join(f"line {f.line}: {f.rule}: {f.what}" for f in found[:3])


def faults(data):
    """Every fault of the bytes of a calendar; none: it is well."""
    linter = Linter()
    lines = linter.lines(data)
    if not linter.found:  # what follows would stumble over it
        linter.calendar(lines)
    return sorted(linter.found)


class Linter:
    def __init__(self):
        self.found = []

    def fault(self, line, rule, what):
        assert rule in RULES, rule
        self.found.append(Fault(line, rule, what))

    # ---- Bytes ----

    def lines(self, data):
        """The unfolded lines with the number at which each begins."""
        if len(data) >= 1000000:
            self.fault(1, "size", f"{len(data)} bytes")
        if not data.endswith(b"\r\n"):
            self.fault(data.count(b"\n") + 1, "crlf", "the last line has no end")
        unfolded = []
        for number, line in enumerate(data.removesuffix(b"\r\n").split(b"\r\n"), 1):
            self.physical(number, line)
            text = line.decode("utf-8", "replace")
            if text.startswith(" ") and unfolded:
                unfolded[-1] = (unfolded[-1][0], unfolded[-1][1] + text[1:])
            else:
                unfolded.append((number, text))
        return unfolded

    def physical(self, number, line):
        if b"\r" in line or b"\n" in line:
            self.fault(number, "crlf", "CR or LF by itself")
            return
        if not line.strip(b" "):
            self.fault(number, "blank", "nothing is on it")
        if len(line) > 75:
            self.fault(number, "octets", f"it has {len(line)}")
        try:
            match = FORBIDDEN.search(line.decode("utf-8"))
            if match:
                self.fault(number, "control", f"U+{ord(match[0]):04X}")
        except UnicodeDecodeError:
            self.fault(number, "utf8", repr(line[:40]))

    # ---- Components ----

    def calendar(self, lines):
        lines = collections.deque(lines)
        number, text = lines.popleft()
        if text != "BEGIN:VCALENDAR":
            self.fault(number, "nesting", f"'{text}' begins the file")
            return
        self.head(lines)
        events, zones = [], 0
        while lines and lines[0][1] != "END:VCALENDAR":
            number, text = lines.popleft()
            if text == "BEGIN:VTIMEZONE":
                zones += 1
                self.zone(number, lines, bool(events))
            elif text == "BEGIN:VEVENT":
                events.append((number, self.properties(lines)))
            else:
                self.fault(number, "nesting", f"'{text[:40]}' is out of place")
        if not lines:
            self.fault(number, "nesting", "the calendar is not ended")
        for number, text in list(lines)[1:2]:
            self.fault(number, "one calendar", f"'{text[:40]}' comes after its end")
        if zones != 1:
            self.fault(1, "zone", f"there are {zones}")
        self.events(events)

    def head(self, lines):
        number, said = 1, {}
        for name, value in HEAD:
            if lines and lines[0][1].startswith(name + ":"):
                number, text = lines.popleft()
                said[name] = text[len(name) + 1:]
                if not re.fullmatch(value, said[name]):
                    self.fault(number, "head", text[:60])
            elif name not in MAY:
                self.fault(number, "head", f"{name} is not there, or not in its place")
        if said.get("NAME") != said.get("X-WR-CALNAME"):
            self.fault(number, "head", "NAME and X-WR-CALNAME differ")
        while lines and not lines[0][1].startswith(("BEGIN:", "END:")):
            number, text = lines.popleft()
            self.fault(number, "head", f"'{text[:40]}' has no place here")

    def zone(self, number, lines, late):
        body = []
        while lines and len(body) < len(ZONE):
            body.append(lines.popleft()[1])
        if late or body != ZONE:
            self.fault(number, "zone", "it comes after an event" if late else "it is another one")

    def properties(self, lines):
        """Of one event: list of (line, name, parameters, value)."""
        found = []
        while lines and lines[0][1] != "END:VEVENT":
            number, text = lines.popleft()
            if text.startswith(("BEGIN:", "END:")):
                self.fault(number, "nesting", f"'{text[:40]}' inside an event")
                return found
            match = re.fullmatch(r"([A-Z][A-Z0-9-]*)((?:;[A-Z-]+=[^:;,\"]+)*):(.*)", text)
            if match:
                found.append((number, *match.groups()))
            else:
                self.fault(number, "syntax", text[:60])
        if lines:
            lines.popleft()
        return found

    # ---- Events ----

    def events(self, events):
        uids, last = {}, None
        for number, properties in events:
            values = self.event(number, properties)
            if values is None:
                continue
            uid = values["UID"]
            if uid in uids or not re.fullmatch(r"\S+", uid):
                self.fault(number, "uid", uid)
            uids[uid] = number
            begin = self.times(number, values)
            if begin is not None and last is not None and (begin, uid) < last:
                self.fault(number, "sorted", f"{uid} begins before the event above it")
            last = (begin, uid) if begin is not None else last

    def event(self, number, properties):
        """Its values by name; None when some are missing."""
        values, place = {}, -1
        for line, name, parameters, value in properties:
            if name not in EVENT:
                self.fault(line, "unknown", name)
                continue
            if name in values:
                self.fault(line, "twice", name)
            elif EVENT.index(name) < place:
                self.fault(line, "order", name)
            place = max(place, EVENT.index(name))
            values[name] = parameters + ":" + value if name in ("DTSTART", "DTEND") else value
            if parameters and name not in ("DTSTART", "DTEND"):
                self.fault(line, "syntax", f"{name} with {parameters}")
        missing = [name for name in EVENT if name not in values and name not in OPTIONAL]
        if missing:
            self.fault(number, "missing", ", ".join(missing))
            return None
        self.stamps(number, values)
        self.words(number, values)
        return values

    def stamps(self, number, values):
        read = {}
        for name in ("DTSTAMP", "CREATED", "LAST-MODIFIED"):
            read[name] = utc(values[name])
            if read[name] is None:
                self.fault(number, "stamp", f"{name}:{values[name]}")
        if None not in read.values() and not (
                read["CREATED"] <= read["LAST-MODIFIED"] == read["DTSTAMP"]):
            self.fault(number, "stamp", "DTSTAMP is not the last change, or CREATED is later")
        if not re.fullmatch(r"0|[1-9]\d{0,9}", values["SEQUENCE"]):
            self.fault(number, "sequence", values["SEQUENCE"])

    def words(self, number, values):
        for name in ("UID", "SUMMARY", "LOCATION", "CATEGORIES"):
            text = values.get(name)
            if text is not None and not re.fullmatch(r"(?:[^\\,;]|\\[\\,;n])+", text):
                self.fault(number, "text", f"{name}:{text[:60]}")
        busy = {"OPAQUE": "BUSY", "TRANSPARENT": "FREE"}.get(values["TRANSP"])
        known = (values["STATUS"] == "CONFIRMED" and busy == values["X-MICROSOFT-CDO-BUSYSTATUS"]
                 and re.fullmatch("[a-z]+", values.get("COLOR", "teal")))
        if not known:
            self.fault(number, "word", ", ".join(values.get(name, "") for name in (
                "STATUS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS", "COLOR")))

    def times(self, number, values):
        """The instant of the begin; None when it can't be told."""
        ends = [values["DTSTART"], values["DTEND"]]
        in_utc = [utc(end[1:]) for end in ends]
        clocks = [london(end) for end in ends]
        if None not in in_utc:
            if not any(is_odd(at.astimezone(LONDON)) or is_odd(at.replace(tzinfo=LONDON))
                       for at in in_utc):  # repeated, or skipped
                self.fault(number, "odd", "UTC, and no clock change is near")
        elif None not in clocks:
            in_utc = [at.astimezone(datetime.timezone.utc) for at in clocks]
            if any(is_odd(at) for at in clocks):
                self.fault(number, "odd", "London time inside a clock change")
        else:
            self.fault(number, "time", " ".join(ends))
            return None
        if in_utc[0] >= in_utc[1]:
            self.fault(number, "backwards", " ".join(ends))
        return in_utc[0]


def stamp(text):
    try:
        return datetime.datetime.strptime(text, "%Y%m%dT%H%M%S") if len(text) == 15 else None
    except ValueError:
        return None


def utc(text):
    at = stamp(text[:-1]) if text.endswith("Z") else None
    return at and at.replace(tzinfo=datetime.timezone.utc)


def london(text):
    zone = ";TZID=Europe/London:"
    at = stamp(text[len(zone):]) if text.startswith(zone) else None
    return at and at.replace(tzinfo=LONDON)


def is_odd(at):
    """A London clock time that is skipped or happens twice."""
    return at.replace(fold=0).utcoffset() != at.replace(fold=1).utcoffset()


def main():
    bad = False
    for path in sys.argv[1:]:
        with open(path, "rb") as file:
            for fault in faults(file.read()):
                bad = True
                print(f"{path}:{fault.line}: {fault.rule}: {fault.what}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
