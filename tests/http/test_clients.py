# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs that people follow calendars with, subscribing to `podplan serve` over HTTP."""
import json
import os
import subprocess
import sys
import time
import unittest

import server
from server import ServerTest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "clients"))

import needs  # noqa: E402

needs.check()  # before anything that may not be installed is imported

import readers  # noqa: E402
from readers import Event  # noqa: E402


def tearDownModule():
    server.forget_store()


class Subscription:
    """vdirsyncer, which fetches the calendar, and khal, which shows it."""

    def __init__(self, url, home):
        self.home = home
        os.makedirs(os.path.join(home, "rota"))
        host, _, path = url.removeprefix("http://127.0.0.1:").partition("/")
        self._write("vdirsyncer.conf", readers.VDIRSYNCER.format(home=home, port=host, name=path))
        self._write("khal.conf", readers.KHAL.format(home=home))
        self._run("vdirsyncer", "-c", f"{home}/vdirsyncer.conf", "discover")

    def _write(self, name, text):
        with open(os.path.join(self.home, name), "w", encoding="utf-8") as file:
            file.write(text)

    def _run(self, *command, fine=(0,)):
        done = subprocess.run(command, input="y\n", text=True, capture_output=True, check=False,
                              env={**os.environ, "LC_ALL": "C.UTF-8", "HOME": self.home})
        if done.returncode not in fine:
            raise AssertionError(f"{command}: {done.stdout}{done.stderr}")
        return done.stdout

    def sync(self, *more, fine=(0,)):
        """What is listed after a sync."""
        self._run("vdirsyncer", "-c", f"{self.home}/vdirsyncer.conf", "sync", *more, fine=fine)
        year = server.TODAY.year
        out = self._run("khal", "--no-color", "-c", f"{self.home}/khal.conf", "list", "--once", "--day-format", "",
                        "--format", "{start-long}\t{end-long}\t{title}", f"{year - 1}-01-01", f"{year + 2}-12-31")
        rows = [line.split("\t") for line in out.splitlines() if line.strip()]
        return sorted(Event("", title, readers.stamp(begin), readers.stamp(end)) for begin, end, title in rows)


class Clients(ServerTest):
    def setUp(self):
        super().setUp()
        self.path_ = self.feed("practitioner", "FP1")[1]
        self.url = self.serve("--log").where + self.path_

    def published(self):
        """The events of the feed, by python-icalendar."""
        path = self.path("feed.ics")
        with open(path, "wb") as file:
            file.write(self.server.ask(self.path_).body)
        events = readers.by_python_icalendar(path)
        self.assertGreater(len(events), 3)
        return events

    def nameless(self):
        return sorted(event._replace(uid="") for event in self.published())

    def test_vdirsyncer_and_khal_follow_every_change(self):
        subscription = Subscription(self.url, self.path("home"))
        before = self.nameless()
        self.assertEqual(subscription.sync(), before)
        self.sql("BEGIN; UPDATE events SET summary = 'O''Brien, Zoë; 李', sequence = sequence + 1, modified = "
                 "modified + 1 WHERE uid = (SELECT max(uid) FROM events WHERE practitioner = 'FP1' AND shared = 0 "
                 "AND body <> '' AND date >= date('now', '-20 days')) AND shared = 0; UPDATE calendars SET changed = changed + 1; COMMIT")
        time.sleep(0.5)
        after = self.nameless()
        self.assertEqual(subscription.sync(), after)
        self.assertEqual(len(set(after) - set(before)), 1)
        self.assertIn("O'Brien, Zoë; 李", {event.summary for event in after})
        self.assertEqual(subscription.sync(), after)

    def test_a_revoked_feed_leaves_the_phone(self):
        subscription = Subscription(self.url, self.path("home"))
        self.assertGreater(len(subscription.sync()), 0)
        self.run_program("feeds", "revoke", "1")
        time.sleep(0.5)
        self.assertEqual(subscription.sync("--force-delete"), [])

    def test_an_error_takes_nothing_from_the_phone(self):
        subscription = Subscription(self.url, self.path("home"))
        before = subscription.sync()
        self.sql("ALTER TABLE events RENAME TO lost; UPDATE calendars SET changed = changed + 1")
        time.sleep(0.5)
        self.assertEqual(self.server.ask(self.path_).status, 503)
        self.assertEqual(subscription.sync(fine=(0, 1)), before)

    def test_node_ical_fetches_the_same_events(self):
        done = subprocess.run(["node", "from_url.mjs", self.url], cwd=readers.HERE, check=True, text=True,
                              capture_output=True, env={**os.environ, "TZ": "America/New_York"})
        self.assertEqual(sorted(Event(**event) for event in json.loads(done.stdout)), sorted(self.published()))


if __name__ == "__main__":
    unittest.main()
