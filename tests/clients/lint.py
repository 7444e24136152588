# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks at the bytes of a calendar, as strictly as the strictest client: lines, nesting, order."""
import collections
import re


def check_file(path):
    with open(path, "rb") as file:
        check(file.read())


def check(data):
    """Raises AssertionError with the first fault."""
    assert data.endswith(b"\r\n"), "the last line does not end in CRLF"
    for number, line in enumerate(data[:-2].split(b"\r\n"), 1):
        assert 0 < len(line) <= 75, f"line {number} has {len(line)} octets"
        assert not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", line), f"line {number} has a control"
        line.decode("utf-8")  # no character is split between lines
    components = walk(data.decode("utf-8").replace("\r\n ", "").split("\r\n")[:-1])
    assert [name for name, _ in components][-1] == "VCALENDAR", "no calendar"
    events = [properties for name, properties in components if name == "VEVENT"]
    check_events(events)


def walk(lines):
    """Components in the order in which they end: (name, properties)."""
    stack, ended = [], []
    for line in lines:
        match = re.fullmatch(r"([A-Z0-9-]+)((?:;[^:]*)?):(.*)", line)
        assert match, f"no property: {line[:80]}"
        name, _, value = match.groups()
        if name == "BEGIN":
            assert (value == "VCALENDAR") == (not stack), f"{line} out of place"
            stack.append((value, {}))
        elif name == "END":
            assert stack and stack[-1][0] == value, f"{line} ends what was not begun"
            ended.append(stack.pop())
        else:
            assert stack, f"{line[:80]} outside the calendar"
            assert name not in stack[-1][1], f"{name} twice in one {stack[-1][0]}"
            stack[-1][1][name] = value
    assert not stack, f"{stack[-1][0]} is not ended"
    return ended


def check_events(events):
    uids = collections.Counter(event["UID"] for event in events)
    assert all(count == 1 for count in uids.values()), f"uids twice: {uids.most_common(3)}"
    for event in events:
        for name in ("DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "LAST-MODIFIED", "CREATED",
                     "STATUS", "TRANSP"):
            assert name in event, f"{event['UID']} has no {name}"
        assert event["DTSTAMP"] == event["LAST-MODIFIED"], f"{event['UID']}: DTSTAMP is no change"
        for gone in ("ATTENDEE", "ORGANIZER", "RRULE", "DURATION", "DESCRIPTION"):
            assert gone not in event, f"{event['UID']} has {gone}"
