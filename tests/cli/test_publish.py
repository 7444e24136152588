# SPDX-License-Identifier: GPL-3.0-or-later
"""Publishing from outside: calendars change only when something has, the folder stays whole."""
import contextlib
import fcntl
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import time
import zipfile

from program import INPUT, PODPLAN, STATE, SYSTEM, TINY, USAGE, ProgramTest, rewrite


def events_of(text):
    """UID -> {property: value} of an .ics file."""
    found = {}
    unfolded = text.replace("\r\n ", "")
    for block in re.findall(r"BEGIN:VEVENT\r\n(.*?)END:VEVENT", unfolded, re.S):
        lines = dict(re.split(r"[;:]", line, maxsplit=1) for line in block.splitlines())
        found[lines["UID"]] = lines
    return found


class Publish(ProgramTest):
    def setUp(self):
        super().setUp()
        self.run_program("import", TINY)
        self.run_program("plan")
        self.out = self.path("out")

    def publish(self, **more):
        return self.answer("publish", "--out", self.out, **more)

    def events(self):
        """All events of all practitioners."""
        found = {}
        folder = os.path.join(self.out, "calendars")
        for name in os.listdir(folder):
            if name.startswith("practitioner-"):
                with open(os.path.join(folder, name), encoding="utf-8", newline="") as file:
                    found.update(events_of(file.read()))
        return found

    def times(self):
        return {name: os.stat(os.path.join(self.out, name)).st_mtime_ns
                for name in self.snapshot("out")}

    def test_everything_is_written(self):
        answer = self.publish()
        names = set(self.snapshot("out"))
        for name in ("report.html", "podplan.xlsx", "allocation.csv", "rota.csv", "training.csv",
                     "forecast.csv", "calendars/pod-red.ics", "calendars/practitioner-FP1.ics"):
            self.assertIn(name, names)
        self.assertEqual(set(answer["written"]), names - {".podplan-files"})
        self.assertEqual(answer["events"]["added"], len(self.events()))
        self.assertGreater(answer["events"]["added"], 0)

    def test_publishing_again_changes_nothing(self):
        self.publish()
        files, times, stored = self.snapshot("out"), self.times(), self.snapshot()
        answer = self.publish()
        self.assertEqual((answer["written"], answer["removed"]), ([], []))
        self.assertEqual(self.snapshot("out"), files)
        self.assertEqual(self.times(), times)
        self.assertEqual(self.snapshot(), stored)

    def test_a_workbook_of_the_first_day_of_all_clocks_has_no_other_time(self):
        folder = self.copy()
        rewrite(folder, "settings", lambda data: re.sub(rb"planned_on,[^\n\r]*",
                                                        b"planned_on,1970-01-01", data))
        self.run_program("import", folder)
        self.run_program("plan")
        self.publish()
        with zipfile.ZipFile(os.path.join(self.out, "podplan.xlsx")) as book:
            self.assertIn(b">1970-01-01T00:00:01Z<", book.read("docProps/core.xml"))

    def test_a_lost_file_comes_back_as_it_was(self):
        self.publish()
        files = self.snapshot("out")
        os.remove(os.path.join(self.out, "calendars", "practitioner-FP1.ics"))
        self.assertEqual(self.publish()["written"], ["calendars/practitioner-FP1.ics"])
        self.assertEqual(self.snapshot("out"), files)

    def test_a_visible_change_raises_sequence_and_stamp(self):
        self.publish()
        before = self.events()
        folder = self.copy()
        rewrite(folder, "shifts", lambda data: data.replace(b"Late duty", b"Evening duty"))
        self.run_program("import", folder)
        self.run_program("plan")
        answer = self.publish()
        after = self.events()
        changed = {uid for uid in before.keys() & after.keys() if before[uid] != after[uid]}
        self.assertEqual(answer["events"]["changed"], len(changed))
        self.assertGreater(len(changed), 0)
        for uid in before.keys() & after.keys():
            if uid in changed:
                self.assertIn("Evening duty", after[uid]["SUMMARY"])
                self.assertEqual(int(after[uid]["SEQUENCE"]), int(before[uid]["SEQUENCE"]) + 1)
                self.assertGreater(after[uid]["LAST-MODIFIED"], before[uid]["LAST-MODIFIED"])
                self.assertEqual(after[uid]["CREATED"], before[uid]["CREATED"])
            else:
                self.assertNotIn("duty, 12:00", after[uid]["SUMMARY"])

    def test_a_turn_that_goes_and_comes_back_rises_in_sequence(self):
        self.publish()
        before = self.events()
        folder = self.copy()
        rewrite(folder, "shifts", lambda data: data.replace(b"2026-02-02,\n",
                                                            b"2026-02-02,2026-02-08\n"))
        self.run_program("import", folder)
        self.run_program("rota")
        gone = self.publish()["events"]["removed"]
        self.assertGreater(gone, 0)
        self.run_program("import", TINY)
        self.run_program("rota")
        self.publish()
        after = self.events()
        back = [uid for uid in before.keys() & after.keys()
                if after[uid]["SEQUENCE"] != before[uid]["SEQUENCE"]]
        self.assertGreater(len(back), 0)
        for uid in back:
            self.assertEqual(after[uid]["SEQUENCE"], "1")
            self.assertGreater(after[uid]["LAST-MODIFIED"], before[uid]["LAST-MODIFIED"])

    def test_past_turns_stay_when_the_rota_moves_on(self):
        self.publish()
        before = self.events()
        folder = self.copy()
        rewrite(folder, "settings", lambda data: re.sub(rb"planned_on,[^\n\r]*",
                                                        b"planned_on,2026-02-09", data))
        self.run_program("import", folder)
        self.run_program("rota", "--from", "2026-02-09")
        self.publish()
        after = self.events()
        past = {uid for uid, event in before.items() if event["DTSTART"][-15:] < "20260209T000000"
                and event["CATEGORIES"] != "Training"}
        self.assertGreater(len(past), 3)
        for uid in past:
            self.assertEqual(after[uid], before[uid])
    def test_a_rota_of_later_weeks_leaves_those_before_it_in_the_calendars(self):
        self.publish()
        before = self.events()
        self.run_program("rota", "--from", "2026-02-16", "--weeks", "1")
        answer = self.publish()
        self.assertEqual((answer["events"]["removed"], answer["events"]["changed"]), (0, 0))
        after = self.events()
        self.assertLess(before.keys(), after.keys())
        self.run_program("rota", "--from", "2026-02-02", "--weeks", "1", "--changes", "0")
        self.assertEqual(self.publish()["events"]["removed"], 0)
        self.assertLess(before.keys(), self.events().keys())

    def test_calendars_hold_no_word_about_families(self):
        """Whatever is free to be written about families, children and needs is marked; and names."""
        folder = self.copy()
        marks = {"families": [(rb"\b(A[1-6])\b", rb"zq\1")], "children": [
                     (rb"\b(A[1-6])\b", rb"zq\1"), (rb"\b(c\d\d)\b", rb"zq\1")],
                 "needs": [(rb"\b(A[1-6])\b", rb"zq\1")],
                 "conflicts": [(rb"\b(A[1-6])\b", rb"zq\1"), (rb"neighbours", rb"zq neighbours")],
                 "leave": [(rb"annual", rb"sick")]}
        for table, changes in marks.items():
            for pattern, mark in changes:
                rewrite(folder, table, lambda data: re.sub(pattern, mark, data))
        for names in (b"", b"codes", b"names"):
            rewrite(folder, "pods", lambda data: b"pod,name,hub,patch,feed_names\n"
                    b"red,Pod Red,main,mill," + names + b"\n")
            self.run_program("import", folder, "--keep-names")
            self.run_program("plan")
            self.publish()
            calendars = {name: data for name, data in self.snapshot("out").items()
                         if name.endswith(".ics")}
            self.assertEqual(len(calendars), 9)
            for name, data in calendars.items():
                whole = data.replace(b"\r\n ", b"")
                self.assertIsNone(re.search(rb"(?i)zq|child|sick|neighbours|families|polish", whole),
                                  name)
                told = set(re.findall(rb"Ada Brook|Ben Carr|Cleo Dunn|Dev Ellis|Eve Flood", whole))
                if name.startswith("calendars/practitioner-"):
                    self.assertLessEqual(len(told), 1, name)  # one's own
                elif names == b"names" and name.startswith(("calendars/pod-", "calendars/hub-")):
                    self.assertGreater(len(told), 1, name)
                    self.assertNotIn(b"Eve Flood", told)  # of no pod
                elif names != b"names":
                    self.assertEqual(told, set(), name)
        self.assertNotIn("zq", self.rows_of_events())

    def test_names_of_all_kinds_arrive_as_they_are(self):
        names = ["Zoë O'Brien", "李 明; 明, 李", "فاطمة الزهراء", "Ann \"Nan\" <b>&amp;", "😀 " * 40]
        folder = self.copy()
        rewrite(folder, "pods", lambda data: b"pod,name,hub,patch,feed_names\n"
                b'red,"Pod, Red; \xe6\x9d\x8e",main,mill,names\n')
        for name, old in zip(names, ("Ada Brook", "Ben Carr", "Cleo Dunn", "Dev Ellis", "Eve Flood")):
            rewrite(folder, "practitioners", lambda data: data.replace(
                old.encode(), ('"' + name.replace('"', '""') + '"').encode()))
        rewrite(folder, "shifts", lambda data: data.replace(b"Late duty", b'"Late\nUID:x; duty"'))
        done = self.run_program("import", folder, "--keep-names", status=INPUT)
        self.assertIn(b"no printable UTF-8 text", done.stderr)
        rewrite(folder, "shifts", lambda data: data.replace(b"Late\n", b"Late\\n, "))
        self.run_program("import", folder, "--keep-names")
        self.run_program("plan")
        self.publish()
        with open(os.path.join(self.out, "calendars", "pod-red.ics"), encoding="utf-8",
                  newline="") as file:
            events = events_of(file.read()).values()
        said = {re.sub(r"\\([\\,;])", r"\1", event["SUMMARY"]) for event in events}
        who = {summary.split(": ")[0] for summary in said}
        self.assertEqual(who, {name.strip() for name in names[:4]})
        self.assertIn("Zoë O'Brien: Late/n, UID:x; duty, 12:00-20:00", said)
        for event in events:
            self.assertIn(event.get("LOCATION"), ("Pod\\, Red\\; 李", None))

    def rows_of_events(self):
        """Everything that the file keeps of published events and of their changes."""
        with contextlib.closing(sqlite3.connect(self.db)) as connection:
            return "".join(str(row) for table in ("events", "event_changes", "calendars")
                           for row in connection.execute(f"SELECT * FROM {table}"))

    def test_the_calendar_of_a_pod_says_who(self):
        self.publish()
        with open(os.path.join(self.out, "calendars", "pod-red.ics"), encoding="utf-8",
                  newline="") as file:
            pod = events_of(file.read())
        own = self.events()
        self.assertEqual(pod.keys() & own.keys(), set())
        for event in pod.values():
            self.assertRegex(event["SUMMARY"], r"^(Family practitioner FP|Pod manager PM)\d: ")

    def test_a_plan_older_than_the_data_is_said_to_be(self):
        self.assertTrue(self.publish()["current"])
        folder = self.copy()
        rewrite(folder, "children", lambda data: data.replace(b"c01,A1,CIN", b"c01,A1,CP"))
        self.run_program("import", folder)
        self.assertFalse(self.publish()["current"])
        self.assertIn("The data has changed", self.text("publish", "--out", self.out))

    def test_a_file_that_is_not_ours_stops_it_and_stays(self):
        os.mkdir(self.out)
        with open(os.path.join(self.out, "report.html"), "w", encoding="utf-8") as file:
            file.write("mine")
        done = self.run_program("publish", "--out", self.out, status=STATE)
        self.assertIn(b"was not written by podplan", done.stderr)
        self.assertEqual(self.snapshot("out"), {"report.html": b"mine"})

    def test_a_pipe_or_a_device_in_the_way_is_not_read(self):
        for place in ("report.html", ".podplan-files"):
            shutil.rmtree(self.out, ignore_errors=True)
            os.mkdir(self.out)
            os.mkfifo(os.path.join(self.out, place))
            done = self.run_program("publish", "--out", self.out,
                                    status=STATE if place == "report.html" else SYSTEM)
            self.assertIn(place.encode(), done.stderr)
            os.remove(os.path.join(self.out, place))
            os.symlink("/dev/zero", os.path.join(self.out, place))
            self.run_program("publish", "--out", self.out,
                             status=STATE if place == "report.html" else SYSTEM)

    def test_a_volunteer_who_takes_a_course_sees_it(self):
        folder = self.copy()
        rewrite(folder, "practitioners", lambda data: data + (
            "V1,Ines 李,fp,red,,0.2,volunteer,2024-01-08,,mill\n"
            "V2,Kez Ng,pm,red,,0.2,volunteer,2024-01-08,,mill\n").encode())
        self.run_program("import", folder)
        self.run_program("plan")
        answer = self.publish()
        for name in ("V1", "V2"):
            self.assertIn(f"calendars/practitioner-{name}.ics", answer["written"])
        with contextlib.closing(sqlite3.connect(self.db)) as connection:
            planned, = connection.execute(
                "SELECT count(*) FROM events WHERE practitioner LIKE 'V_' AND shared = 0").fetchone()
        self.assertGreater(planned, 0)
        self.assertEqual(answer["events"]["total"], len(self.events()))

    def test_what_is_no_longer_made_is_removed_and_nothing_else(self):
        self.publish()
        with open(os.path.join(self.out, "notes.txt"), "w", encoding="utf-8") as file:
            file.write("mine")
        folder = self.copy()
        for table in ("practitioners", "practitioner_skills", "leave", "reductions",
                      "requests"):
            rewrite(folder, table, lambda data: b"".join(
                line for line in data.splitlines(True) if b"FP3" not in line))
        self.run_program("import", folder)
        self.run_program("plan")
        self.assertEqual(self.publish()["removed"], ["calendars/practitioner-FP3.ics"])
        self.assertEqual(self.snapshot("out")["notes.txt"], b"mine")

    def test_a_manifest_that_leads_elsewhere_is_not_followed(self):
        self.publish()
        victim = self.path("victim.txt")
        with open(victim, "w", encoding="utf-8") as file:
            file.write("mine")
        with open(os.path.join(self.out, ".podplan-files"), "a", encoding="utf-8") as file:
            file.write(f"../victim.txt\n{victim}\ncalendars/../../victim.txt\n")
        self.publish()
        self.assertTrue(os.path.exists(victim))

    def test_one_publish_at_a_time(self):
        os.mkdir(self.out)
        lock = os.open(self.out, os.O_RDONLY)
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = self.run_program("publish", "--out", self.out, status=STATE)
        self.assertIn(b"another podplan is publishing", done.stderr)
        os.close(lock)
        self.publish()

    def test_keys_make_safe_file_names(self):
        folder = self.copy()
        for table in ("practitioners", "practitioner_skills", "leave", "families"):
            rewrite(folder, table, lambda data: data.replace(b"FP2", b"../F P/2"))
        self.run_program("import", folder)
        self.run_program("plan")
        self.publish()
        names = [name for name in self.snapshot("out") if "F_P_2" in name]
        self.assertEqual(len(names), 1)
        self.assertRegex(names[0], r"^calendars/practitioner-\.\._F_P_2-[0-9a-f]{8}\.ics$")

    def test_keys_that_differ_in_capitals_only_have_files_of_their_own(self):
        folder = self.copy()
        for table in ("practitioners", "practitioner_skills", "leave", "families"):
            rewrite(folder, table, lambda data: data.replace(b"FP2", b"fp1"))
        self.run_program("import", folder)
        self.run_program("plan")
        self.publish()
        names = [name for name in self.snapshot("out") if "practitioner-fp1" in name.lower()]
        self.assertEqual(len({name.lower() for name in names}), 2)
        for name in names:
            self.assertRegex(name, r"^calendars/practitioner-(FP|fp)1-[0-9a-f]{8}\.ics$")

    def test_a_key_that_looks_like_a_changed_one_takes_no_file_away(self):
        folder = self.copy()
        for table in ("practitioners", "practitioner_skills", "leave", "families"):
            rewrite(folder, table, lambda data: data.replace(b"FP2", b"F P"))
        self.run_program("import", folder)
        self.run_program("plan")
        count = len(self.publish()["written"])
        changed = [name for name in self.snapshot("out") if "practitioner-F_P-" in name][0]
        key = changed[len("calendars/practitioner-"):-len(".ics")].encode()
        for name in os.listdir(TINY):
            rewrite(folder, name[:-len(".csv")], lambda data: data.replace(b"FP1", key))
        self.run_program("import", folder)
        self.run_program("plan")
        self.publish()
        self.assertEqual(len(self.snapshot("out")), count + 1)

    def test_a_folder_that_can_not_be_written_is_told(self):
        with open(self.out, "w", encoding="utf-8") as file:
            file.write("a file")
        self.run_program("publish", "--out", self.out, status=SYSTEM)
        self.run_program("publish", "--out", self.path("no", "such", "parent"), status=SYSTEM)
        self.run_program("publish", status=USAGE)

    def test_a_kill_at_any_moment_leaves_whole_files(self):
        self.publish()
        whole = self.snapshot("out")
        chance = random.Random(5)
        for _ in range(12):
            for name in list(whole):
                if chance.random() < 0.5 and name != ".podplan-files":
                    os.remove(os.path.join(self.out, name))
            running = subprocess.Popen([PODPLAN, "--db", self.db, "publish", "--out", self.out],
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(chance.random() * 0.06)
            running.send_signal(signal.SIGKILL)
            running.wait()
            for name, data in self.snapshot("out").items():
                if not name.startswith(".podplan"):
                    self.assertEqual(data, whole[name], name)
            self.publish()
            self.assertEqual(self.snapshot("out"), whole)
