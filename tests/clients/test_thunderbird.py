# SPDX-License-Identifier: GPL-3.0-or-later
"""Thunderbird, without a screen, subscribes to `podplan serve`: meson test --suite thunderbird.

It takes two minutes and 300 MB of packages, so it is no part of ./test, and is skipped where
Thunderbird is not installed.  Prints TAP.
"""
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest
import uuid

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "http"))

import server  # noqa: E402
from server import ServerTest, wait_until  # noqa: E402

REFRESH_SECONDS = 60  # the shortest that Thunderbird does
PREFERENCES = """
user_pref("calendar.registry.{id}.type", "ics");
user_pref("calendar.registry.{id}.uri", "{url}");
user_pref("calendar.registry.{id}.name", "rota");
user_pref("calendar.registry.{id}.cache.enabled", true);
user_pref("calendar.registry.{id}.readOnly", true);
user_pref("calendar.registry.{id}.refreshInterval", "1");
user_pref("calendar.list.sortOrder", "{id}");
user_pref("calendar.timezone.local", "Europe/London");
user_pref("app.update.enabled", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("mail.shell.checkDefaultClient", false);
user_pref("toolkit.telemetry.reportingpolicy.firstRun", false);
"""


def tearDownModule():
    server.forget_store()


class Thunderbird(ServerTest):
    def start(self, url):
        self.profile = self.path("profile")
        os.mkdir(self.profile)
        with open(os.path.join(self.profile, "user.js"), "w", encoding="utf-8") as file:
            file.write(PREFERENCES.format(id=uuid.uuid4(), url=url))
        process = subprocess.Popen(["thunderbird", "--headless", "--no-remote", "--profile", self.profile],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                   env={**os.environ, "HOME": self.folder})
        self.addCleanup(process.wait)
        self.addCleanup(process.terminate)

    def stored(self):
        """What stands in Thunderbird's own store: uid, title, begin, end."""
        copy = tempfile.mkdtemp(dir=self.folder)
        for name in os.listdir(os.path.join(self.profile, "calendar-data")):
            if name.startswith("cache.sqlite"):
                shutil.copy(os.path.join(self.profile, "calendar-data", name), copy)
        try:
            with sqlite3.connect(os.path.join(copy, "cache.sqlite")) as store:
                return sorted(store.execute("SELECT id, title, event_start / 1000000, event_end / 1000000 "
                                            "FROM cal_events"))
        except sqlite3.Error:
            return []

    def served(self, path):
        import readers  # needs python3-icalendar
        copy = self.path("feed.ics")
        with open(copy, "wb") as file:
            file.write(self.server.ask(path).body)
        return sorted((e.uid, e.summary, e.begin, e.end) for e in readers.by_python_icalendar(copy))

    def test_thunderbird_shows_the_rota_and_follows_it(self):
        if shutil.which("thunderbird") is None:
            self.skipTest("Thunderbird is not installed (apt-get install thunderbird)")
        _, path = self.feed("practitioner", "FP1")
        self.serve("--log")
        before = self.served(path)
        self.assertGreater(len(before), 3)
        self.start(self.server.where + path)
        wait_until(lambda: os.path.isdir(os.path.join(self.profile, "calendar-data")) and self.stored() == before, 60)
        self.assertEqual(self.stored(), before)
        self.sql("BEGIN; UPDATE events SET summary = 'O''Brien, Zoë; 李', sequence = sequence + 1, modified = modified "
                 f"+ 1 WHERE uid = '{before[0][0]}' AND shared = 0; UPDATE events SET body = '', sequence = sequence + "
                 f"1 WHERE uid = '{before[1][0]}' AND shared = 0; UPDATE calendars SET changed = changed + 1; COMMIT")
        time.sleep(0.5)
        after = self.served(path)
        self.assertEqual(len(after), len(before) - 1)
        wait_until(lambda: self.stored() == after, 2.5 * REFRESH_SECONDS)
        self.assertEqual(self.stored(), after)
        self.assertTrue(wait_until(lambda: re.search(r"feed=1 304", self.server.said()), 2.5 * REFRESH_SECONDS))


if __name__ == "__main__":
    unittest.main()
