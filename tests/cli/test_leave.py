# SPDX-License-Identifier: GPL-3.0-or-later
"""Leave from calendars: from files and from servers, kind and unkind."""
import os
import re
import shutil
import socket
import subprocess
import time
import unittest
import urllib.request

from calendar_server import CalendarServer, calendar
from program import DONE, INPUT, STATE, SYSTEM, USAGE, ProgramTest

TWO_WEEKS = calendar(("a", "20260203", "20260207"), ("b", "20260210", "20260211"))
RUNS = [{"from": "2026-02-03", "to": "2026-02-06"}, {"from": "2026-02-10", "to": "2026-02-10"}]


class Leave(ProgramTest):
    def setUp(self):
        super().setUp()
        self.service = self.copy()
        self.run_program("import", self.service)

    def write(self, data, name="leave.ics"):
        path = self.path(name)
        with open(path, "wb") as file:
            file.write(data)
        return path

    def sources(self):
        return self.answer("leave", "list")["sources"]

    def leave_in_file(self):
        """Rows of the tables of leave, as they are stored."""
        done = subprocess.run(["sqlite3", self.db, 'SELECT "from", "to" FROM leave_fetched'],
                              capture_output=True, check=True)
        return done.stdout.decode().split()


class Files(Leave):
    def test_days_become_leave_and_nothing_else_is_kept(self):
        answer = self.answer("leave", "add", "FP1", self.write(TWO_WEEKS))
        self.assertEqual((answer["days"], answer["stored"]), (RUNS, True))
        self.assertEqual(answer["source"]["days"], 5)
        self.assertEqual(self.leave_in_file(), ["2026-02-03|2026-02-06", "2026-02-10|2026-02-10"])
        for data in self.snapshot().values():
            self.assertNotIn(b"Wedding", data)
            self.assertNotIn(b"O'Brien", data)

    def test_a_dry_run_shows_and_stores_nothing(self):
        before = self.snapshot()
        answer = self.answer("leave", "add", "FP1", self.write(TWO_WEEKS), "--dry-run")
        self.assertEqual((answer["days"], answer["stored"]), (RUNS, False))
        self.assertEqual(self.snapshot(), before)

    def test_a_calendar_of_other_years_is_told_which_days_are_read(self):
        text = self.text("leave", "add", "FP1", self.write(TWO_WEEKS.replace(b"2026", b"2036")))
        self.assertRegex(text, r"0 days of leave from \w+ \d+ \w+ 2024\nto \w+ \d+ \w+ 2027, the days")

    def test_the_rota_respects_it_and_an_import_does_not_lose_it(self):
        self.run_program("leave", "add", "FP1", self.write(TWO_WEEKS))
        self.assertFalse(self.answer("import", self.service)["changed"])
        self.assertEqual(len(self.sources()), 1)
        self.run_program("plan")
        self.run_program("check")
        self.run_program("publish", "--out", self.path("out"))
        with open(self.path("out", "rota.csv"), encoding="utf-8") as file:
            theirs = {line.split(",")[0] for line in file if ",FP1" in line}
        self.assertTrue(theirs)
        self.assertFalse(theirs & {"2026-02-03", "2026-02-04", "2026-02-05", "2026-02-06",
                                   "2026-02-10"})

    def test_published_turns_that_it_takes_away_are_named(self):
        self.run_program("plan")
        self.run_program("publish", "--out", self.path("out"))
        hits = self.answer("leave", "add", "FP1", self.write(TWO_WEEKS))["hits"]
        self.assertTrue(hits)
        done = self.run_program("check", "--rule", "on_leave", "--json", status=7)
        self.assertEqual(done.stdout.count(b"FP1 has "), len(hits))
        for hit in hits:
            self.assertEqual(hit["practitioner"], "FP1")
        answer = self.answer("rota", "--changes", str(len(hits)))
        self.assertEqual(sorted((row["date"], row["shift"]) for row in answer["changes"]),
                         sorted((hit["date"], hit["shift"]) for hit in hits))
        self.run_program("check")

    def test_a_new_file_takes_the_place_of_the_old(self):
        path = self.write(TWO_WEEKS)
        self.run_program("leave", "add", "FP1", path)
        self.assertEqual(self.answer("leave", "fetch")["sources"][0]["outcome"], "unchanged")
        self.write(calendar(("a", "20260204", "20260205")))
        answer = self.answer("leave", "fetch")["sources"][0]
        self.assertEqual((answer["outcome"], answer["days"]), ("new", 1))
        self.assertEqual(self.leave_in_file(), ["2026-02-04|2026-02-04"])

    def test_past_days_that_a_calendar_no_longer_shows_stay_unless_it_goes_back_that_far(self):
        past, old = ("p", "20251201", "20251203"), ("o", "20251101", "20251102")
        ahead = ("a", "20260203", "20260204")  # the day of planning is 5 January
        self.write(calendar(past, ahead))
        self.run_program("leave", "add", "FP1", self.path("leave.ics"))
        self.write(calendar(ahead))
        self.assertEqual(self.answer("leave", "fetch")["sources"][0]["days"], 3)
        self.assertEqual(self.leave_in_file(), ["2025-12-01|2025-12-02", "2026-02-03|2026-02-03"])
        self.write(calendar(old, ahead))
        self.run_program("leave", "fetch")
        self.assertEqual(self.leave_in_file(), ["2025-11-01|2025-11-01", "2026-02-03|2026-02-03"])
        self.write(calendar())
        self.run_program("leave", "fetch")
        self.assertEqual(self.leave_in_file(), ["2025-11-01|2025-11-01"])

    def test_what_can_not_be_read_keeps_the_last_good_copy(self):
        path = self.write(TWO_WEEKS)
        self.run_program("leave", "add", "FP1", path)
        for bad in (b"", b"<html>", TWO_WEEKS[:-20],
                    TWO_WEEKS.replace(b"UID:a", b"RRULE:FREQ=MINUTELY")):
            self.write(bad)
            done = self.run_program("leave", "fetch", status=INPUT)
            self.assertIn("the 5 days of FP1's last good copy", done.stderr.decode())
            self.assertEqual(len(self.leave_in_file()), 2)
            self.assertIn(path, self.sources()[0]["trouble"])
        os.remove(path)
        self.run_program("leave", "fetch", status=INPUT)
        self.write(TWO_WEEKS)
        self.run_program("leave", "fetch")
        self.assertIsNone(self.sources()[0]["trouble"])

    def test_trouble_of_one_source_is_none_of_the_others(self):
        first, second = self.write(TWO_WEEKS, "1.ics"), self.write(TWO_WEEKS, "2.ics")
        self.run_program("leave", "add", "FP1", first)
        self.run_program("leave", "add", "FP2", second)
        os.remove(first)
        self.write(calendar(("a", "20260204", "20260205")), "2.ics")
        done = self.run_program("leave", "fetch", "--json", status=INPUT)
        self.assertRegex(done.stdout.decode(), '"outcome": "failed"[^}]*}[^}]*"outcome": "new"')
        self.run_program("leave", "fetch", "2")
        self.run_program("leave", "remove", "1")
        self.assertEqual([source["source"] for source in self.sources()], [2])

    def test_what_counts_can_be_chosen(self):
        data = calendar(["UID:a", "DTSTART:20260203T090000", "DTEND:20260203T130000"],
                        ["UID:b", "DTSTART:20260204T090000", "DTEND:20260204T110000"],
                        ["UID:c", "DTSTART;VALUE=DATE:20260205", "TRANSP:TRANSPARENT"],
                        ["UID:d", "DTSTART;VALUE=DATE:20260206", "SUMMARY:Leave"],
                        ["UID:e", "DTSTART;VALUE=DATE:20260207", "STATUS:CANCELLED"])
        path = self.write(data)

        def days(*options):
            answer = self.answer("leave", "add", "FP1", path, "--dry-run", *options)
            return [int(run["from"][-2:]) for run in answer["days"]
                    for _ in range(1)], answer["left_out"]
        self.assertEqual(days(), ([3, 6], {"free": 1, "cancelled": 1, "other": 0,
                                           "short_days": 1}))
        self.assertEqual(days("--hours", "2")[0], [3, 6])  # 3 and 4 February are one run
        self.assertEqual(days("--days-only")[0], [6])
        self.assertEqual(days("--free-too")[0], [3, 5])
        self.assertEqual(days("--words", "leave")[0], [6])
        answer = self.answer("leave", "add", "FP1", path, "--kind", "study", "--name", "Zoë")
        self.assertEqual((answer["source"]["kind"], answer["source"]["name"]), ("study", "Zoë"))

    def test_answers_have_the_members_that_help_lists(self):
        documented = {command["name"]: {line.split("  ")[0] for line in command["json"].split("\n")}
                      for command in self.answer("help")["commands"]}
        path = self.write(TWO_WEEKS)
        for args in (("leave", "add", "FP1", path), ("leave", "fetch"), ("leave", "list"),
                     ("leave", "remove", "1"), ("holidays", "add"), ("holidays", "list"),
                     ("holidays", "clear")):
            self.assertEqual(set(self.answer(*args)) - {"command", "ok", "exit"},
                             documented[" ".join(args[:2])], args)

    def test_requests_that_make_no_sense(self):
        path = self.write(TWO_WEEKS)
        for args, status, words in (
                (("FP9", path), USAGE, "there is no practitioner 'FP9' (did you mean"),
                (("FP1", self.path("none.ics")), INPUT, "can't be read"),
                (("FP1", self.folder), INPUT, "this is no file"),
                (("FP1", "/dev/zero"), INPUT, "this is no file"),
                (("FP1", path, "--kind", "holiday"), USAGE, "--kind takes annual"),
                (("FP1", path, "--hours", "25"), USAGE, "--hours"),
                (("FP1", path, "--name", "a\nb"), USAGE, "on one line"),
                (("FP1", "ftp://h/s3cret"), USAGE, "by http and https"),
                (("FP1", "file:///etc/passwd"), USAGE, "by http and https"),
                (("FP1", "https://ann:s3cret@h/"), USAGE, "a name or a password")):
            done = self.run_program("leave", "add", *args, status=status)
            self.assertIn(words, done.stderr.decode())
            self.assertNotIn("s3cret", done.stderr.decode())
        self.run_program("leave", "add", "FP1", path)
        self.assertIn("source 1", self.run_program("leave", "add", "FP1", path,
                                                   status=STATE).stderr.decode())
        for args in (("remove", "7"), ("remove", "x"), ("fetch", "7"), ("fetch", "0")):
            self.run_program("leave", *args, status=USAGE)

    def test_a_pipe_is_no_file(self):
        os.mkfifo(self.path("pipe"))
        self.run_program("leave", "add", "FP1", self.path("pipe"), status=INPUT)

    def test_doubts_are_named_with_their_line(self):
        path = self.write(TWO_WEEKS.replace(b"DTSTART;VALUE=DATE:20260210",
                                            b"DTSTART;TZID=Mars/Base:20260210T000000"))
        done = self.run_program("leave", "add", "FP1", path)
        self.assertIn(f"{path}:10: warning: the time zone 'Mars/Base' is not known",
                      done.stderr.decode())


class Servers(Leave):
    def setUp(self):
        super().setUp()
        self.server = CalendarServer(TWO_WEEKS)
        self.addCleanup(self.server.close)

    def add(self, path, *options, status=DONE, **more):
        return self.run_program("leave", "add", "FP1", self.server.url(path), "--allow-private",
                                "--json", *options, status=status, **more)

    def refused(self, path, words, *options, status=SYSTEM):
        done = self.run_program("leave", "add", "FP1", self.server.url(path), "--allow-private",
                                *options, status=status)
        message = done.stderr.decode()
        self.assertIn(words, message)
        self.assertIn(self.server.url("…"), message)
        self.assertNotIn("s3cret", message + done.stdout.decode())
        self.assertEqual(self.sources(), [])

    def test_a_calendar_is_fetched_and_then_only_asked_for_news(self):
        self.add("good/s3cret.ics")
        self.assertEqual(len(self.leave_in_file()), 2)
        self.assertEqual(self.answer("leave", "fetch")["sources"][0]["outcome"], "unchanged")
        first, second = (headers for _, headers in self.server.server.seen)
        self.assertNotIn("If-None-Match", first)
        self.assertIn("If-None-Match", second)
        self.assertEqual(second["If-Modified-Since"], "Mon, 02 Feb 2026 10:00:00 GMT")
        self.assertTrue(first["User-Agent"].startswith("podplan/"))
        self.assertNotIn("Accept-Encoding", first)
        self.assertEqual(len(self.leave_in_file()), 2)
        self.server.server.body = calendar(("a", "20260204", "20260205"))
        self.assertEqual(self.answer("leave", "fetch")["sources"][0]["outcome"], "new")
        self.assertEqual(self.leave_in_file(), ["2026-02-04|2026-02-04"])

    def test_other_days_are_not_read_from_a_copy_that_nobody_kept(self):
        self.add("good")
        self.run_program("import", self.shifted())
        self.answer("leave", "fetch")
        self.assertNotIn("If-None-Match", self.server.server.seen[-1][1])

    def shifted(self):
        """The service, planned a day later."""
        folder = self.copy(name="later")
        path = os.path.join(folder, "settings.csv")
        with open(path, encoding="utf-8") as file:
            text = file.read()
        os.remove(path)
        with open(path, "w", encoding="utf-8") as file:
            file.write(re.sub(r"planned_on,.*", "planned_on,2026-01-20", text))
        return folder

    def test_addresses_of_this_network_are_refused_unless_allowed(self):
        port = self.server.server.server_port
        for host in ("127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "[::1]", "0.0.0.0",
                     "[::ffff:127.0.0.1]", "[::ffff:7f00:1]"):
            done = self.run_program("leave", "add", "FP1", f"http://{host}:{port}/good/s3cret",
                                    status=INPUT)
            self.assertIn("leads to this machine or its own network", done.stderr.decode(), host)
            self.assertIn("--allow-private", done.stderr.decode())
            self.assertNotIn("s3cret", done.stderr.decode())
        self.assertEqual(self.server.server.seen, [])

    def test_a_name_that_leads_home_is_refused_too(self):
        try:
            name = socket.gethostname()
            address = socket.gethostbyname(name)
        except OSError:
            self.skipTest("this machine does not know its own name")
        if not address.startswith(("127.", "10.", "172.", "192.168.")):
            self.skipTest("this machine has an address of the Internet")
        port = self.server.server.server_port
        self.run_program("leave", "add", "FP1", f"http://{name}:{port}/good", status=INPUT)
        self.assertEqual(self.server.server.seen, [])

    def test_redirects_are_followed_to_the_web_only_and_not_for_ever(self):
        self.refused("file/s3cret", "is not to be followed", status=INPUT)
        self.refused("gopher/s3cret", "is not to be followed", status=INPUT)
        self.refused("hops/6/s3cret", "can't be fetched")
        self.add("hops/5/s3cret")

    def test_answers_that_are_no_calendar(self):
        for path, words, status in (
                ("login/s3cret", "a web page, perhaps one to log in", INPUT),
                ("private/s3cret", "wants a login or forbids this (status 401)", INPUT),
                ("none/s3cret", "there is no such calendar any more (status 404)", INPUT),
                ("gone/s3cret", "(status 410)", INPUT), ("broken/s3cret", "status 500", SYSTEM),
                ("short/s3cret", "breaks off", SYSTEM), ("cut/s3cret", "breaks off", INPUT),
                ("zip/s3cret", "compressed (gzip)", INPUT),
                ("bomb/s3cret", "which nobody asked for", INPUT),
                ("big/s3cret", "more than 5242880 bytes", INPUT),
                ("endless/s3cret", "begins with 'xxx", INPUT),
                ("headers/s3cret", "", INPUT)):
            self.refused(path, words, status=status)

    def test_a_slow_server_is_given_up(self):
        began = time.monotonic()
        self.refused("slow/s3cret", "too slow", "--time", "2")
        self.assertLess(time.monotonic() - began, 20)

    def test_nobody_there(self):
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            url = f"http://127.0.0.1:{unused.getsockname()[1]}/s3cret"
            done = self.run_program("leave", "add", "FP1", url, "--allow-private", status=SYSTEM)
        self.assertIn("can't be fetched", done.stderr.decode())
        self.assertNotIn("s3cret", done.stderr.decode())

    @unittest.skipIf(shutil.which("openssl") is None, "openssl is not installed")
    def test_a_server_that_can_not_prove_its_name_is_not_believed(self):
        pem = self.path("server.pem")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", pem,
                        "-out", self.path("certificate.pem"), "-days", "2", "-subj",
                        "/CN=127.0.0.1"], check=True, capture_output=True)
        with open(pem, "ab") as whole, open(self.path("certificate.pem"), "rb") as certificate:
            whole.write(certificate.read())
        server = CalendarServer(TWO_WEEKS, pem)
        self.addCleanup(server.close)
        for url in (server.url("good/s3cret"),
                    server.url("good/s3cret").replace("https://", "webcal://")):
            done = self.run_program("leave", "add", "FP1", url, "--allow-private", status=SYSTEM)
            self.assertIn("certificate", done.stderr.decode())
            self.assertNotIn("s3cret", done.stderr.decode())
        self.assertEqual(server.server.seen, [])

    def test_some_want_a_browser(self):
        self.refused("picky/s3cret", "try --as-browser", status=INPUT)
        self.add("picky/s3cret", "--as-browser")
        self.assertEqual(self.answer("leave", "fetch")["sources"][0]["outcome"], "unchanged")

    def test_proxies_of_the_environment_are_ignored(self):
        env = {**os.environ, "http_proxy": "http://127.0.0.1:9", "ALL_PROXY": "http://127.0.0.1:9",
               "HTTP_PROXY": "http://127.0.0.1:9"}
        self.add("good", env=env)

    def test_a_failure_keeps_the_last_good_copy_and_says_since_when(self):
        self.add("good/s3cret")
        self.server.server.body = b"<html>down</html>"
        done = self.run_program("leave", "fetch", status=INPUT)
        self.assertIn("the 5 days of FP1's last good copy, of 20", done.stderr.decode())
        self.assertEqual(len(self.leave_in_file()), 2)
        source, = self.sources()
        self.assertIn("a web page", source["trouble"])
        self.assertLessEqual(source["fetched_at"], source["failed_at"])
        self.assertNotIn("s3cret", self.text("leave", "list"))
        self.assertNotIn("s3cret", str(source))


@unittest.skipIf(shutil.which("radicale") is None, "radicale is not installed")
class Radicale(Leave):
    """A calendar server that knows nothing of ours: leave as its users enter it."""

    def setUp(self):
        super().setUp()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process = subprocess.Popen(
            ["radicale", "--server-hosts", f"127.0.0.1:{self.port}", "--auth-type", "none",
             "--storage-filesystem-folder", self.path("radicale"), "--rights-type", "from_file",
             "--rights-file", self.write(b"[all]\nuser: .*\ncollection: .*\npermissions: RrWw\n",
                                         "rights"), "--logging-level", "error"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(self.stop)
        self.request("MKCOL", "ann/")
        self.request("MKCOL", "ann/leave/",
                     b'<?xml version="1.0"?><mkcol xmlns="DAV:" xmlns:c='
                     b'"urn:ietf:params:xml:ns:caldav"><set><prop><resourcetype><collection/>'
                     b'<c:calendar/></resourcetype></prop></set></mkcol>')

    def stop(self):
        self.process.terminate()
        self.process.wait(30)

    def request(self, method, path, body=None):
        """Waits for the server to come up."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/{path}", data=body,
                                         method=method)
        for _ in range(100):
            try:
                with urllib.request.urlopen(request, timeout=10) as answer:
                    return answer.read()
            except urllib.error.HTTPError:
                raise
            except OSError:
                time.sleep(.1)
        return self.fail("radicale does not answer")

    def put(self, uid, *lines):
        self.request("PUT", f"ann/leave/{uid}.ics", calendar([f"UID:{uid}", *lines]))

    def test_leave_of_a_calendar_server_is_followed(self):
        self.put("one", "DTSTART;VALUE=DATE:20260203", "DTEND;VALUE=DATE:20260205",
                 "SUMMARY:Zoë’s 李")
        self.put("two", "DTSTART;TZID=Europe/London:20260209T090000", "DURATION:PT8H",
                 "RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE;TZID=Europe/London:20260216T090000")
        answer = self.answer("leave", "add", "FP1", "--allow-private",
                             f"http://127.0.0.1:{self.port}/ann/leave/")
        self.assertEqual(answer["days"], [{"from": "2026-02-03", "to": "2026-02-04"},
                                          {"from": "2026-02-09", "to": "2026-02-09"},
                                          {"from": "2026-02-23", "to": "2026-02-23"}])
        self.assertEqual(self.answer("leave", "fetch")["sources"][0]["outcome"], "unchanged")
        self.request("DELETE", "ann/leave/one.ics")
        answer = self.answer("leave", "fetch")["sources"][0]
        self.assertEqual((answer["outcome"], answer["days"]), ("new", 2))


if __name__ == "__main__":
    unittest.main()
