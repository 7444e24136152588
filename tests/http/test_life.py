# SPDX-License-Identifier: GPL-3.0-or-later
"""The server while its file changes: publishing, killing, replacing, locking, restarting."""
import collections
import hashlib
import os
import re
import signal
import sqlite3
import subprocess
import threading
import time
import unittest

import server
from server import PODPLAN, ServerTest, wait_until

LOOK_SECONDS = 0.5  # within which a publish is seen; it is looked for every 50 ms


def tearDownModule():
    server.forget_store()


def is_whole(body):
    return (body.startswith(b"BEGIN:VCALENDAR\r\n") and body.endswith(b"END:VCALENDAR\r\n") and
            body.count(b"BEGIN:VEVENT") == body.count(b"END:VEVENT"))


class Watcher(threading.Thread):
    """Asks for feeds without a pause, until told to stop, and keeps what is wrong."""

    def __init__(self, served, paths):
        super().__init__(daemon=True)
        self.server, self.paths, self.stopping = served, paths, threading.Event()
        self.statuses, self.wrong = collections.Counter(), []
        self.seen = collections.defaultdict(set)
        self.modified = {}

    def run(self):
        while not self.stopping.is_set():
            for path in self.paths:
                self.look(path)

    def look(self, path):
        try:
            answer = self.server.ask(path)
        except OSError as error:
            self.statuses[type(error).__name__] += 1
            return
        self.statuses[answer.status] += 1
        if answer.status == 200:
            if not is_whole(answer.body) or len(answer.body) != int(answer.headers["content-length"]):
                self.wrong.append(answer)
            self.seen[path].add(hashlib.sha256(answer.body).hexdigest())
            modified = server.email_time(answer.headers["last-modified"])
            if modified < self.modified.get(path, 0):
                self.wrong.append(("went back", answer.headers))
            self.modified[path] = modified

    def finish(self):
        self.stopping.set()
        self.join(30)
        return self


class Life(ServerTest):
    def change_rota(self, person):
        """Other events in everybody's calendar: this person is on leave."""
        self.sql(f"DELETE FROM leave WHERE \"from\" = '{server.MONDAY}'; INSERT INTO leave (practitioner, \"from\", "
                 f"\"to\", kind) VALUES ('{person}', '{server.MONDAY}', date('{server.MONDAY}', '+13 days'), 'annual')")
        self.run_program("rota", "--from", server.MONDAY, "--inside-notice")
        self.run_program("publish", "--out", self.path("out"))

    def edit(self, words):
        """An edit of one person's events, as publish would leave it."""
        self.sql("BEGIN; UPDATE events SET summary = '%s', sequence = sequence + 1, modified = modified + 1 "
                 "WHERE practitioner = 'FP1' AND shared = 0; UPDATE calendars SET changed = changed + 1 "
                 "WHERE scope = 'practitioner' AND key = 'FP1'; COMMIT" % words)

    def test_a_publish_is_seen_at_once_and_only_by_those_whom_it_touches(self):
        _, one = self.feed("practitioner", "FP1")
        _, two = self.feed("practitioner", "FP2")
        before, other = self.serve().ask(one), self.server.ask(two)
        self.assertIn(b"BEGIN:VEVENT", before.body)
        self.edit("Another duty")
        time.sleep(LOOK_SECONDS)
        after = self.server.ask(one, f"If-None-Match: {before.headers['etag']}")
        self.assertEqual(after.status, 200)
        self.assertIn(b"Another duty", after.body)
        self.assertGreater(server.email_time(after.headers["last-modified"]),
                           server.email_time(before.headers["last-modified"]))
        self.assertEqual(self.server.ask(two).headers["etag"], other.headers["etag"])

    def test_publishing_while_everybody_asks_tears_nothing(self):
        paths = [self.feed(*what)[1] for what in (("practitioner", "FP1"), ("practitioner", "FP2"), ("pod", "red"))]
        self.serve()
        watcher = Watcher(self.server, paths)
        watcher.start()
        for person in ("FP1", "FP2", "FP1"):
            self.change_rota(person)
        time.sleep(LOOK_SECONDS)
        watcher.finish()
        self.assertGreaterEqual(len(watcher.seen[paths[0]]), 2)
        self.assertEqual(watcher.wrong, [])
        self.assertEqual(set(watcher.statuses), {200})
        with sqlite3.connect(self.db) as store:
            self.assertEqual(store.execute("PRAGMA integrity_check").fetchone()[0], "ok")

    def test_a_publish_that_is_killed_shows_the_old_or_the_new(self):
        paths = [self.feed(*what)[1] for what in (("practitioner", "FP1"), ("pod", "red"))]
        self.serve()
        watcher = Watcher(self.server, paths)
        watcher.start()
        for wait in (0.0, 0.005, 0.01, 0.02, 0.03, 0.05, 0.08):
            self.edit(f"Before {wait}")
            publish = subprocess.Popen([PODPLAN, "--db", self.db, "publish", "--out", self.path("out")],
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(wait)
            publish.kill()
            publish.wait()
        self.run_program("publish", "--out", self.path("out"))
        time.sleep(LOOK_SECONDS)
        watcher.finish()
        self.assertEqual(watcher.wrong, [])
        self.assertEqual(set(watcher.statuses), {200})
        with open(self.path("out", "calendars", "practitioner-FP1.ics"), "rb") as file:
            published = file.read()
        with sqlite3.connect(self.db) as store:
            planned_on = store.execute("SELECT value FROM settings WHERE name = 'planned_on'").fetchone()[0]
        events = set(re.findall(rb"UID:\S+", self.server.ask(paths[0]).body))
        self.assertTrue(events <= set(re.findall(rb"UID:\S+", published)), planned_on)

    def test_a_file_that_is_gone_leaves_the_last_good_calendars(self):
        _, asked = self.feed("practitioner", "FP1")
        _, fresh = self.feed("practitioner", "FP2")
        before = self.serve().ask(asked)
        os.rename(self.db, self.path("away.db"))
        self.assertTrue(wait_until(lambda: self.server.ask("/health").status == 503))
        self.assertEqual(self.server.ask(asked).body, before.body)
        answer = self.server.ask(fresh)  # never held: an error, or what the open file still says
        self.assertIn(answer.status, (200, 503))
        self.assertTrue(answer.status == 503 or is_whole(answer.body))
        os.rename(self.path("away.db"), self.db)
        self.assertTrue(wait_until(lambda: self.server.ask("/health").status == 200))
        self.assert_seen(fresh, lambda answer: answer.status == 200)
        self.assertEqual(self.server.stop(), 0)

    def test_another_file_in_its_place_is_another_truth(self):
        _, path = self.feed("practitioner", "FP1")
        server.copy_store(self.path("new.db"))
        new = self.answer("feeds", "add", "practitioner", "FP2", db=self.path("new.db"))["url"]
        before = self.serve().ask(path)
        for beside in ("-wal", "-shm"):  # whoever replaces a file does so without these
            if os.path.exists(self.db + beside):
                os.remove(self.db + beside)
        os.rename(self.path("new.db"), self.db)
        self.assert_seen(path, lambda answer: answer.status == 404)
        self.assertEqual(self.server.ask(new).status, 200)
        self.assertEqual(before.status, 200)

    def test_what_is_no_file_of_ours_is_not_served(self):
        _, path = self.feed("practitioner", "FP1")
        before = self.serve().ask(path)
        with open(self.path("bad.db"), "wb") as file:
            file.write(b"<html>Please log in</html>" * 100)
        os.rename(self.path("bad.db"), self.db)
        self.assertTrue(wait_until(lambda: self.server.ask("/health").status == 503))
        self.assertEqual(self.server.ask(path).body, before.body)  # no change of it was seen
        self.assertEqual(self.server.stop(), 0)

    def test_a_file_that_others_hold_is_waited_for_but_not_for_ever(self):
        _, path = self.feed("practitioner", "FP1")
        _, other = self.feed("practitioner", "FP2")
        self.serve()
        self.assertEqual(self.server.ask(path).status, 200)
        writer = sqlite3.connect(self.db, isolation_level=None)
        writer.execute("BEGIN IMMEDIATE")  # a long import: readers go on
        begun = time.monotonic()
        self.assertEqual(self.server.ask(path).status, 200)
        self.assertEqual(self.server.ask(other).status, 200)
        self.assertLess(time.monotonic() - begun, 2)
        writer.execute("ROLLBACK")
        writer.close()
        self.server.stop()

    def test_a_damaged_file_is_an_error_and_no_empty_calendar(self):
        _, path = self.feed("practitioner", "FP1")
        self.serve()
        self.sql("ALTER TABLE events RENAME TO lost")
        time.sleep(LOOK_SECONDS)
        answer = self.server.ask(path)
        self.assertEqual(answer.status, 503)
        self.assertIn("retry-after", answer.headers)
        self.sql("ALTER TABLE lost RENAME TO events")
        self.assert_seen(path, lambda answer: answer.status == 200)

    def test_a_restart_under_load_loses_open_connections_alone(self):
        _, path = self.feed("practitioner", "FP1")
        port = 0
        seen = set()
        for round_ in range(3):
            self.serve(listen=f"127.0.0.1:{port}")
            port = int(self.server.where.rsplit(":", 1)[1])
            watcher = Watcher(self.server, [path])
            watcher.start()
            time.sleep(0.3)
            self.assertEqual(self.server.stop(signal.SIGTERM if round_ else signal.SIGKILL), 0 if round_ else -9)
            watcher.finish()
            self.assertEqual(watcher.wrong, [])
            self.assertLessEqual(set(watcher.statuses), {200, None, "ConnectionRefusedError", "ConnectionResetError"})
            self.assertLessEqual(watcher.statuses[None], 2)  # open, or on its way in
            seen |= watcher.seen[path]
        self.assertEqual(len(seen), 1)

    def test_uses_outlive_a_restart(self):
        _, path = self.feed("practitioner", "FP1")
        self.serve().ask(path)
        self.server.stop()
        first = self.answer("feeds", "list")["feeds"][0]["last_used"]
        time.sleep(1.1)
        self.serve().ask(path)
        self.server.stop()
        self.assertGreater(self.answer("feeds", "list")["feeds"][0]["last_used"], first)


if __name__ == "__main__":
    unittest.main()
