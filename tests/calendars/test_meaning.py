# SPDX-License-Identifier: GPL-3.0-or-later
"""What events mean: days and times, zones, clock changes, exceptions, overrides, what is left out."""
import datetime
import os
import random
import unittest
import zoneinfo

from reader import ReaderTest, calendar, event

UTC = datetime.timezone.utc


def at(text):
    """Seconds of "2026-10-25 00:30" in UTC."""
    return int(datetime.datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def zone(tzid, *observances):
    """A VTIMEZONE; an observance is (kind, start, from, to, rule or "")."""
    lines = ["BEGIN:VTIMEZONE", f"TZID:{tzid}"]
    for kind, start, before, after, rule in observances:
        lines += [f"BEGIN:{kind}", f"DTSTART:{start}", f"TZOFFSETFROM:{before}",
                  f"TZOFFSETTO:{after}", *([f"RRULE:{rule}"] if rule else []), f"END:{kind}"]
    return [*lines, "END:VTIMEZONE"]


class Times(ReaderTest):
    def one(self, *lines, **how):
        rows = self.read(event(*lines, **how))
        self.assertEqual(len(rows), 1, rows)
        return rows[0]

    def days(self, *lines, **how):
        row = self.one(*lines, **how)
        return row.first, row.last, row.all_day

    def span(self, *lines, **how):
        row = self.one(*lines, **how)
        return row.begin, row.end

    def test_days_end_before_their_end(self):
        start = "DTSTART;VALUE=DATE:20260601"
        self.assertEqual(self.days("DTEND;VALUE=DATE:20260604", start=start),
                         ("2026-06-01", "2026-06-03", True))
        self.assertEqual(self.days(start=start), ("2026-06-01", "2026-06-01", True))
        self.assertEqual(self.days("DTEND;VALUE=DATE:20260601", start=start),
                         ("2026-06-01", "2026-06-01", True))
        self.assertEqual(self.days("DURATION:P1W", start=start),
                         ("2026-06-01", "2026-06-07", True))
        self.assertEqual(self.days(start="DTSTART:20260601"), ("2026-06-01", "2026-06-01", True))

    def test_the_end_may_stand_before_the_start(self):
        row = self.one("DTEND;VALUE=DATE:20260604", "DTSTART;VALUE=DATE:20260601", start=None)
        self.assertEqual((row.first, row.last), ("2026-06-01", "2026-06-03"))

    def test_blanks_behind_a_value_mean_nothing(self):
        rows = self.read(event("DTEND:20260601T100000\t", "RRULE:FREQ=DAILY;COUNT=2 ", "TRANSP:OPAQUE ",
                               start="DTSTART;TZID=Europe/London:20260601T090000  "))
        self.assertEqual([row.begin for row in rows], [at("2026-06-01 08:00"), at("2026-06-02 08:00")])

    def test_times_have_an_end_a_duration_or_neither(self):
        begin = at("2026-06-01 08:00")
        self.assertEqual(self.span("DTEND:20260601T170000"), (begin, at("2026-06-01 16:00")))
        self.assertEqual(self.span("DURATION:PT1H30M"), (begin, begin + 5400))
        self.assertEqual(self.span(), (begin, begin))
        self.assertEqual(self.span("DTEND:20260601T170000Z"), (begin, at("2026-06-01 17:00")))

    def test_a_time_until_midnight_does_not_touch_the_next_day(self):
        self.assertEqual(self.days("DTEND:20260602T000000"), ("2026-06-01", "2026-06-01", False))
        self.assertEqual(self.days("DTEND:20260602T000100"), ("2026-06-01", "2026-06-02", False))

    def test_a_duration_of_days_is_by_the_clock_and_one_of_hours_is_not(self):
        start = "DTSTART;TZID=Europe/London:20261024T120000"
        self.assertEqual(self.span("DURATION:P1D", start=start)[1], at("2026-10-25 12:00"))
        self.assertEqual(self.span("DURATION:PT24H", start=start)[1], at("2026-10-25 11:00"))

    def test_what_ends_before_it_begins_is_left_out_and_said(self):
        for lines in (("DTEND:20260601T080000",), ("DURATION:-PT1H",),
                      ("DTEND:20460601T080000",)):
            notes = self.notes(calendar(event(*lines)))
            self.assertEqual([line for line, _ in notes], [4])
            self.assertIn("is left out", notes[0][1])
            self.assertEqual(self.read(event(*lines)), [])

    def test_a_period_that_ends_before_it_begins_is_left_out_and_said(self):
        for period in ("20260606T090000Z/20260603T120000Z", "20260606T090000Z/-PT2H",
                       "20260606T090000Z/20460603T120000Z"):
            data = calendar(event(f"RDATE;VALUE=PERIOD:{period}"))
            self.assertEqual([row.first for row in self.read_bytes(data)], ["2026-06-01"])
            self.assertIn("a period of RDATE ends before it begins", self.notes(data)[0][1])

    def test_clock_changes_by_rfc_5545(self):
        for tzid in ("Europe/London", "GMT Standard Time",
                     "/freeassociation.sourceforge.net/Europe/London"):
            for wall, utc in (("20261025T013000", "2026-10-25 00:30"),
                              ("20261025T005900", "2026-10-24 23:59"),
                              ("20261025T020000", "2026-10-25 02:00")):
                self.assertEqual(self.span(start=f"DTSTART;TZID={tzid}:{wall}")[0], at(utc), wall)
        rows = self.read(event(start="DTSTART;TZID=Europe/London:20270328T013000"),
                         first="2027-03-01", last="2027-04-01")
        self.assertEqual(rows[0].begin, at("2027-03-28 01:30"))

    def test_nights_over_a_clock_change_have_their_real_length(self):
        begin, end = self.span("DTEND;TZID=Europe/London:20261025T070000",
                               start="DTSTART;TZID=Europe/London:20261024T210000")
        self.assertEqual((begin, end), (at("2026-10-24 20:00"), at("2026-10-25 07:00")))

    def test_only_days_that_are_wanted_are_shown(self):
        weekly = event("RRULE:FREQ=WEEKLY", start="DTSTART;VALUE=DATE:19700105")
        rows = self.read(weekly, first="2026-06-01", last="2026-06-14")
        self.assertEqual([row.first for row in rows], ["2026-06-01", "2026-06-08"])
        month = event("DTEND;VALUE=DATE:20260701", start="DTSTART;VALUE=DATE:20260501")
        rows = self.read(month, first="2026-06-10", last="2026-06-11")
        self.assertEqual([(row.first, row.last) for row in rows], [("2026-05-01", "2026-06-30")])


class Zones(ReaderTest):
    def instants(self, tzid, walls, *zones):
        rows = self.read(*zones, *(event(f"SUMMARY:{n}", uid=str(n),
                                         start=f"DTSTART;TZID={tzid}:{wall:%Y%m%dT%H%M%S}")
                                   for n, wall in enumerate(walls)),
                         first="2024-01-01", last="2030-12-31")
        found = {int(row.summary): row.begin for row in rows}
        return [found[n] for n in range(len(walls))]

    def walls(self, seed):
        dice = random.Random(seed)
        return [datetime.datetime(dice.randint(2025, 2029), dice.randint(1, 12),
                                  dice.randint(1, 28), dice.randint(0, 23), dice.randint(0, 59))
                for _ in range(30)] + [datetime.datetime(2026, 3, 29, hour, 30) for hour in range(5)]

    def test_iana_zones(self):
        for name in ("Europe/Dublin", "America/Los_Angeles", "Asia/Karachi", "Australia/Sydney",
                     "Africa/Cairo", "Pacific/Chatham", "Etc/UTC", "GB", "America/St_Johns"):
            there = zoneinfo.ZoneInfo(name)
            walls = self.walls(name)
            self.assertEqual(self.instants(name, walls),
                             [int(wall.replace(tzinfo=there).timestamp()) for wall in walls], name)

    def test_windows_names(self):
        for windows, name in (("GMT Standard Time", "Europe/London"),
                              ("W. Europe Standard Time", "Europe/Berlin"),
                              ("Pacific Standard Time", "America/Los_Angeles"),
                              ("India Standard Time", "Asia/Kolkata"),
                              ("Greenwich Standard Time", "Atlantic/Reykjavik")):
            there = zoneinfo.ZoneInfo(name)
            walls = self.walls(windows)
            self.assertEqual(self.instants(windows, walls),
                             [int(wall.replace(tzinfo=there).timestamp()) for wall in walls],
                             windows)

    def test_every_windows_name_is_a_zone_of_this_machine(self):
        source = os.path.join(os.path.dirname(__file__), "..", "..", "calendars",
                              "zone_windows.c")
        with open(source, encoding="utf-8") as file:
            rows = [line.strip()[2:-3].split('", "') for line in file
                    if line.startswith('    {"')]
        self.assertGreater(len(rows), 139)
        self.assertEqual([name for name, _ in rows], sorted(name for name, _ in rows))
        events = [event(f"SUMMARY:{n}", uid=str(n),
                        start=f'DTSTART;TZID="{name}":20260701T120000')
                  for n, (name, _) in enumerate(rows)]
        data = calendar(*events)
        self.assertEqual(self.notes(data), [])
        noon = datetime.datetime(2026, 7, 1, 12)
        found = {int(row.summary): row.begin for row in self.read_bytes(data)}
        for n, (name, iana) in enumerate(rows):
            there = noon.replace(tzinfo=zoneinfo.ZoneInfo(iana))
            self.assertEqual(found[n], int(there.timestamp()), name)

    def test_a_definition_counts_when_the_name_says_nothing(self):
        eastern = [("DAYLIGHT", "20070311T020000", "-0500", "-0400",
                    "FREQ=YEARLY;BYMONTH=3;BYDAY=2SU"),
                   ("STANDARD", "20071104T020000", "-0400", "-0500",
                    "FREQ=YEARLY;BYMONTH=11;BYDAY=1SU")]
        there = zoneinfo.ZoneInfo("America/New_York")
        walls = self.walls(1)
        wanted = [int(wall.replace(tzinfo=there).timestamp()) for wall in walls]
        self.assertEqual(self.instants("Our own", walls, zone("Our own", *eastern)), wanted)
        old = [("DAYLIGHT", "16010101T020000", "-0500", "-0400",
                "FREQ=YEARLY;INTERVAL=1;BYDAY=2SU;BYMONTH=3"),
               ("STANDARD", "16010101T020000", "-0400", "-0500",
                "FREQ=YEARLY;INTERVAL=1;BYDAY=1SU;BYMONTH=11")]
        self.assertEqual(self.instants("Customized", walls, zone("Customized", *old)), wanted)

    def test_an_iana_name_beats_the_definition(self):
        wrong = zone("Europe/Paris", ("STANDARD", "19700101T000000", "+0900", "+0900", ""))
        self.assertEqual(self.instants("Europe/Paris", [datetime.datetime(2026, 6, 1, 9)], wrong),
                         [at("2026-06-01 07:00")])

    def test_an_unknown_zone_is_london_and_is_named_once(self):
        start = "DTSTART;TZID=Nowhere/Bad:20260601T090000"
        data = calendar(event(start=start), event(uid="two", start=start))
        self.assertEqual([row.begin for row in self.read_bytes(data)], [at("2026-06-01 08:00")] * 2)
        notes = self.notes(data)
        self.assertEqual([line for line, _ in notes], [4])
        self.assertIn("'Nowhere/Bad' is not known", notes[0][1])

    def test_no_name_leaves_the_folder_of_zones(self):
        for name in ("../../../etc/passwd", "/etc/passwd", "zone.tab", ".", "Europe"):
            notes = self.notes(calendar(event(start=f'DTSTART;TZID="{name}":20260601T090000')))
            self.assertEqual(len(notes), 1, name)


class Exceptions(ReaderTest):
    weekly = ("RRULE:FREQ=WEEKLY;COUNT=4", "DURATION:PT1H")

    def begins(self, *components, **how):
        return [datetime.datetime.fromtimestamp(row.begin, UTC).strftime("%m-%d %H:%M")
                for row in self.read(*components, **how)]

    def test_exdates_in_any_zone_or_as_dates(self):
        for exdate in ("EXDATE:20260608T090000", "EXDATE:20260608T080000Z",
                       "EXDATE;TZID=Europe/Paris:20260608T100000", "EXDATE;VALUE=DATE:20260608"):
            self.assertEqual(self.begins(event(*self.weekly, exdate)),
                             ["06-01 08:00", "06-15 08:00", "06-22 08:00"], exdate)

    def test_rdates_add_and_may_be_periods(self):
        rows = self.read(event("DURATION:PT1H", "RDATE:20260603T090000,20260601T090000",
                               "RDATE;VALUE=PERIOD:20260605T090000Z/PT2H,"
                               "20260606T090000Z/20260606T120000Z"))
        self.assertEqual([(row.last, row.end - row.begin) for row in rows],
                         [("2026-06-01", 3600), ("2026-06-03", 3600), ("2026-06-05", 7200),
                          ("2026-06-06", 10800)])

    def test_one_is_moved_one_is_cancelled_one_is_shown_as_free(self):
        master = event(*self.weekly)
        moved = event("RECURRENCE-ID:20260608T080000Z", "DURATION:PT1H",
                      start="DTSTART:20260609T140000")
        cancelled = event("RECURRENCE-ID;TZID=Europe/London:20260615T090000", "STATUS:CANCELLED")
        free = event("RECURRENCE-ID:20260622T090000", "TRANSP:TRANSPARENT",
                     start="DTSTART:20260622T090000")
        for components in ((master, moved, cancelled, free), (free, cancelled, moved, master)):
            self.assertEqual(self.begins(*components), ["06-01 08:00", "06-09 13:00"])

    def test_days_are_matched_by_their_date(self):
        master = event("RRULE:FREQ=DAILY;COUNT=3", start="DTSTART;VALUE=DATE:20260601")
        for written in ("RECURRENCE-ID;VALUE=DATE:20260602", "RECURRENCE-ID:20260602T000000Z"):
            gone = event(written, "STATUS:CANCELLED", start="DTSTART;VALUE=DATE:20260602")
            self.assertEqual([row.first for row in self.read(master, gone)],
                             ["2026-06-01", "2026-06-03"], written)

    def test_the_newer_version_counts(self):
        old = event("SEQUENCE:1")
        new = event("SEQUENCE:2", start="DTSTART:20260602T090000")
        gone = event("SEQUENCE:3", "STATUS:CANCELLED")
        self.assertEqual(self.begins(old, new), ["06-02 08:00"])
        self.assertEqual(self.begins(new, old), ["06-02 08:00"])
        self.assertEqual(self.begins(gone, old, new), [])
        self.assertEqual(len(self.begins(old, event("SEQUENCE:1", start="DTSTART:20260603T090000"))),
                         2)

    def test_until_is_included_in_its_own_form(self):
        for until, count in (("20260615T080000Z", 3), ("20260615T075959Z", 2), ("20260615", 3),
                             ("20260614", 2), ("20260615T090000", 3)):
            self.assertEqual(len(self.begins(event(f"RRULE:FREQ=WEEKLY;UNTIL={until}"))), count,
                             until)

    def test_exrule_takes_away(self):
        self.assertEqual(len(self.begins(event("RRULE:FREQ=DAILY;COUNT=14",
                                               "EXRULE:FREQ=DAILY;BYDAY=SA,SU"))), 10)

    def test_what_is_free_or_cancelled_is_left_out_and_counted(self):
        data = calendar(event("TRANSP:TRANSPARENT"), event("STATUS:CANCELLED", uid="two"),
                        event("STATUS:TENTATIVE", uid="three"))
        done = self.run_reader(data)
        self.assertEqual(len(done.stdout.splitlines()), 1)
        self.assertIn(b"events 3 free 1 cancelled 1", done.stderr)
        self.assertEqual(len(self.read_bytes(data, "free")), 2)

    def test_a_calendar_sent_to_cancel_cancels(self):
        data = calendar(event()).replace(b"VERSION", b"METHOD:CANCEL\r\nVERSION", 1)
        self.assertEqual(self.read_bytes(data), [])

    def test_words_choose(self):
        data = calendar(event("SUMMARY:Annual LEAVE (Zoë)"),
                        event("SUMMARY:Meeting", "CATEGORIES:Work,Leave", uid="two"),
                        event("SUMMARY:Meeting", uid="three"))
        self.assertEqual(len(self.read_bytes(data, "leave")), 2)
        self.assertEqual([row.summary for row in self.read_bytes(data, "zoë")],
                         ["Annual LEAVE (Zoë)"])

    def test_names_stay_whole(self):
        for name in ("O'Brien", "Zoë", "李", "a\\, b\\; c"):
            plain = name.replace("\\", "")
            self.assertEqual(self.read(event(f"SUMMARY:{name}"))[0].summary, plain)
        long = self.read(event("SUMMARY:" + "李" * 200))[0].summary
        self.assertEqual(long, "李" * 42)


if __name__ == "__main__":
    unittest.main()
