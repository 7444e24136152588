# SPDX-License-Identifier: GPL-3.0-or-later
"""Bank holidays that podplan brings along, and those of GOV.UK's files in each of their shapes."""
import datetime
import json
import os
import unittest

from calendar_server import CalendarServer
from program import DONE, INPUT, USAGE, ProgramTest, rewrite

EVENTS = [{"title": "Boxing Day", "date": "2026-12-28", "notes": "Substitute day",
           "bunting": True},
          {"title": "Christmas Day", "date": "2026-12-25", "notes": "", "bunting": True}]
NAMES = {"2026-12-25": "Christmas Day", "2026-12-28": "Boxing Day (substitute day)"}

# As GOV.UK's renderer writes it: the end first, and shown as free.
GOV_UK_ICS = "\r\n".join([
    "BEGIN:VCALENDAR", "VERSION:2.0", "METHOD:PUBLISH", "PRODID:-//uk.gov/GOVUK calendars//EN",
    "CALSCALE:GREGORIAN",
    *[line for date, after, name in (("20261225", "20261226", "Christmas Day"),
                                     ("20261228", "20261229", "Boxing Day"))
      for line in ("BEGIN:VEVENT", f"DTEND;VALUE=DATE:{after}", f"DTSTART;VALUE=DATE:{date}",
                   f"SUMMARY:{name}", f"UID:ca6af7456b0088abad9a69f9f620f5ac-{date}@gov.uk",
                   "SEQUENCE:0", "DTSTAMP:20251124T000000Z", "TRANSP:TRANSPARENT", "END:VEVENT")],
    "END:VCALENDAR", ""]).encode()


def easter_sunday(year):
    """By the anonymous Gregorian algorithm (Meeus, Jones, Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return datetime.date(year, month, day + 1)


class Holidays(ProgramTest):
    def setUp(self):
        super().setUp()
        self.service = self.copy()
        rewrite(self.service, "bank_holidays", lambda _: b"date,name\n2026-04-03,Good Friday\n")
        self.run_program("import", self.service)

    def write(self, data, name="holidays"):
        path = self.path(name)
        with open(path, "wb") as file:
            file.write(data if isinstance(data, bytes) else json.dumps(data).encode())
        return path

    def added(self):
        return {row["date"]: row["name"] for row in self.answer("holidays", "list")["holidays"]
                if row["from"] == "added"}

    def test_those_of_england_and_wales_come_along_until_2028(self):
        answer = self.answer("holidays", "add")
        self.assertEqual((answer["last"], answer["stored"]), ("2028-12-26", True))
        dates = {**self.added(), "2026-04-03": "Good Friday"}
        for year in range(2019, 2029):
            sunday = easter_sunday(year)
            self.assertEqual(dates[str(sunday - datetime.timedelta(2))], "Good Friday")
            self.assertEqual(dates[str(sunday + datetime.timedelta(1))], "Easter Monday")
            of_year = [date for date in dates if date.startswith(str(year))]
            self.assertIn(len(of_year), (8, 9, 10))
        for date in dates:
            weekday = datetime.date.fromisoformat(date).weekday()
            self.assertLess(weekday, 5, f"{date} is no working day to begin with")
        self.assertEqual(dates["2026-12-28"], "Boxing Day (substitute day)")

    def test_an_import_keeps_them_and_the_rota_knows_them(self):
        self.run_program("holidays", "add")
        count = len(self.added())
        self.assertFalse(self.answer("import", self.service)["changed"])
        self.assertEqual(len(self.added()), count)
        self.assertEqual(self.answer("holidays", "clear")["removed"], count + 1)
        self.assertEqual(self.added(), {})

    def test_every_shape_of_gov_uk_is_read(self):
        source = {"divisions": {"common.nations.england-and-wales_slug": {"2026": [
            {"title": "bank_holidays.boxing_day", "date": "28/12/2026",
             "notes": "common.substitute_day"},
            {"title": "bank_holidays.christmas", "date": "25/12/2026", "notes": ""}]}}}
        division = {"division": "england-and-wales", "events": EVENTS}
        for data, names in (({"england-and-wales": division, "scotland": {}}, NAMES),
                            (division, NAMES),
                            (source, {"2026-12-25": "Christmas",
                                      "2026-12-28": "Boxing day (substitute day)"}),
                            (GOV_UK_ICS, {"2026-12-25": "Christmas Day",
                                          "2026-12-28": "Boxing Day"})):
            self.run_program("holidays", "clear")
            self.assertEqual(self.answer("holidays", "add", self.write(data))["added"], 2)
            self.assertEqual(self.added(), names)

    def test_a_calendar_is_read_of_all_its_years_whenever_the_service_is_planned(self):
        years = b"".join(b"BEGIN:VEVENT\r\nUID:%d@gov.uk\r\nDTSTART;VALUE=DATE:%d1225\r\nSUMMARY:Christmas "
                         b"Day\r\nEND:VEVENT\r\n" % (year, year) for year in (2012, 2019, 2028, 2041))
        path = self.write(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + years + b"END:VCALENDAR\r\n")
        self.run_program("holidays", "add", path)
        self.assertEqual(sorted(self.added()),
                         ["2012-12-25", "2019-12-25", "2028-12-25", "2041-12-25"])
        daily = GOV_UK_ICS.replace(b"SEQUENCE:0", b"RRULE:FREQ=DAILY", 1)
        self.assertIn("more than 2000", self.run_program(
            "holidays", "add", self.write(daily), status=INPUT).stderr.decode())

    def test_they_come_from_servers_too(self):
        server = CalendarServer(GOV_UK_ICS)
        self.addCleanup(server.close)
        self.run_program("holidays", "add", server.url("good"), status=INPUT)
        self.run_program("holidays", "add", server.url("good"), "--allow-private")
        self.assertEqual(len(self.added()), 2)

    def test_another_division(self):
        data = {"scotland": {"division": "scotland", "events": EVENTS[:1]}}
        path = self.write(data)
        self.assertIn("nothing of england-and-wales",
                      self.run_program("holidays", "add", path, status=INPUT).stderr.decode())
        self.run_program("holidays", "add", path, "--division", "scotland")
        self.assertEqual(len(self.added()), 1)
        self.run_program("holidays", "add", "--division", "scotland", status=USAGE)
        self.run_program("holidays", "add", path, "--division", "mars", status=USAGE)

    def test_what_is_none_is_refused_and_stores_nothing(self):
        for data, words in ((b"{", "no sound JSON"), ({}, "nothing of england-and-wales"),
                            ([], "begins with '[]'"), (b"<html>", "a web page"),
                            ({"england-and-wales": {"events": []}}, "no bank holiday in it"),
                            ({"england-and-wales": {"events": [1]}}, "bank holiday 1 has the date"),
                            ({"england-and-wales": {"events": [{"date": "2026-02-30"}]}},
                             "bank holiday 1 has the date '2026-02-30'"),
                            (b'{"a":' * 100000, "no sound JSON"),
                            (b" " * (6 << 20), "more than 5242880 bytes")):
            done = self.run_program("holidays", "add", self.write(data), status=INPUT)
            self.assertIn(words, done.stderr.decode())
        self.assertEqual(self.added(), {})
        self.run_program("holidays", "add", os.path.join(self.folder, "none"), status=INPUT)

    def test_names_from_outside_are_one_line_of_text(self):
        events = [{"title": "O'Brien's\n\x1b[31m 李 " + "x" * 500, "date": "2026-12-25"}]
        self.run_program("holidays", "add", self.write({"england-and-wales": {"events": events}}))
        name = self.added()["2026-12-25"]
        self.assertTrue(name.startswith("O'Brien's  [31m 李 x"), name)
        self.assertLess(len(name.encode()), 128)

    def test_a_dry_run_stores_nothing(self):
        self.assertFalse(self.answer("holidays", "add", "--dry-run")["stored"])
        self.assertEqual(self.added(), {})

    def test_a_rota_beyond_the_last_known_year_gets_a_warning(self):
        words = "no bank holiday of 2027 is known; podplan holidays add"
        rota = ("rota", "--weeks", "53", "--time", "2", "--dry-run")
        self.assertIn(words, self.run_program(*rota).stderr.decode())
        self.assertNotIn(words, self.run_program("rota", "--dry-run").stderr.decode())
        self.assertFalse(self.answer("holidays", "list")["beyond"])
        self.run_program("holidays", "add")
        self.assertNotIn(words, self.run_program(*rota).stderr.decode())

        def far(data):
            lines = [line for line in data.decode().splitlines() if not line.startswith("rota_")
                     and not line.startswith("planned_on")]
            return "\n".join([*lines, "planned_on,2028-12-04", "rota_from,2028-12-04",
                              "rota_weeks,8", ""]).encode()
        rewrite(self.service, "settings", far)
        self.assertIn("no bank holiday of 2029 is given",
                      self.run_program("import", self.service).stderr.decode())
        answer = self.answer("holidays", "list")
        self.assertEqual((answer["beyond"], answer["last"]), (True, "2028-12-26"))
        self.assertIn("no bank holiday of 2029 is known",
                      self.run_program("holidays", "list", status=DONE).stderr.decode())


if __name__ == "__main__":
    unittest.main()
