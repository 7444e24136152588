# SPDX-License-Identifier: GPL-3.0-or-later
"""What the mere passing of time does: windows move, leavers leave, revoked feeds end."""
import datetime
import os
import re
import unittest

import server
from server import ServerTest, email_time

ENDED = b"Rota (this subscription has ended)"
HOUR, DAY = 3600, 86400


def tearDownModule():
    server.forget_store()


class Clock(ServerTest):
    """The server's clock is ahead of the machine's by what stands in a file."""

    def setUp(self):
        super().setUp()
        if not os.environ.get("CLOCK"):
            self.skipTest("CLOCK names the clock to preload (meson test does)")
        self.set_clock(0)

    def set_clock(self, ahead):
        with open(self.path("clock.new"), "w", encoding="ascii") as file:
            file.write(f"{int(ahead)}\n")
        os.rename(self.path("clock.new"), self.path("clock"))

    def start(self):
        return self.serve(env={**os.environ, "LD_PRELOAD": os.environ["CLOCK"], "TEST_CLOCK": self.path("clock"),
                               "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"})

    def until(self, day, hour=0):
        """Seconds from now to an hour of UTC so many days ahead."""
        now = datetime.datetime.now(datetime.timezone.utc)
        then = datetime.datetime.combine(now.date() + datetime.timedelta(days=day), datetime.time(hour),
                                         datetime.timezone.utc)
        return (then - now).total_seconds()

    def test_the_window_moves_with_the_day_and_what_comes_in_sight_is_a_change(self):
        self.sql("UPDATE events SET date = date('now', '+400 days'), summary = 'Next year' "
                 "WHERE shared = 0 AND uid = (SELECT max(uid) FROM events "
                 "WHERE practitioner = 'FP1' AND shared = 0 AND body <> '')")
        _, path = self.feed("practitioner", "FP1")
        first = last = self.start().ask(path)
        self.assertNotIn(b"Next year", first.body)
        for day in (1, 20, 40, 60):
            self.set_clock(day * DAY)
            answer = self.assert_seen(path, lambda answer: (b"Next year" in answer.body) == (day >= 40))
            before, after = (email_time(a.headers["last-modified"]) for a in (last, answer))
            if answer.headers["etag"] == last.headers["etag"]:
                self.assertEqual(after, before)
            else:
                self.assertGreater(after, before)
                since = f"If-Modified-Since: {last.headers['last-modified']}"
                self.assertEqual(self.server.ask(path, since).status, 200)
            last = answer
        self.assertNotEqual(first.headers["etag"], last.headers["etag"])

    def test_a_leavers_feed_closes_on_the_midnight_after_the_last_day(self):
        last_day = (datetime.date.today() + datetime.timedelta(days=3)).isoformat()
        self.sql(f"UPDATE practitioners SET \"end\" = '{last_day}' WHERE practitioner = 'FP3'")
        _, path = self.feed("practitioner", "FP3")
        self.start()
        self.set_clock(self.until(3, 12))
        self.assert_seen(path, lambda answer: answer.status == 200)
        self.assertNotIn(ENDED, self.server.ask(path).body)
        self.set_clock(self.until(4, 1))
        self.assert_seen(path, lambda answer: ENDED in answer.body)
        self.set_clock(self.until(33, 12))
        self.assertEqual(self.server.ask(path).status, 200)
        self.set_clock(self.until(34, 12))
        self.assert_seen(path, lambda answer: answer.status == 404)

    def test_a_revoked_feed_ends_after_30_days(self):
        number, path = self.feed("practitioner", "FP1")
        self.run_program("feeds", "revoke", str(number))
        self.start()
        self.assertIn(ENDED, self.server.ask(path).body)
        self.set_clock(30 * DAY - HOUR)
        server.time.sleep(0.3)
        self.assertIn(ENDED, self.server.ask(path).body)
        self.set_clock(30 * DAY + HOUR)
        self.assert_seen(path, lambda answer: answer.status == 404)

    def test_without_its_file_the_last_good_copy_is_shown_for_an_hour(self):
        _, path = self.feed("practitioner", "FP1")
        good = self.start().ask(path)
        os.rename(self.db, self.path("away.db"))
        self.assertTrue(server.wait_until(lambda: self.server.ask("/health").status == 503))
        self.set_clock(HOUR - 60)
        server.time.sleep(0.3)
        self.assertEqual(self.server.ask(path).body, good.body)
        self.set_clock(HOUR + 60)
        answer = self.assert_seen(path, lambda answer: answer.status == 503)
        self.assertTrue(re.fullmatch(r"\d+", answer.headers["retry-after"]))
        os.rename(self.path("away.db"), self.db)
        self.assert_seen(path, lambda answer: answer.status == 200)

    def test_a_clock_that_is_set_back_stops_nothing(self):
        _, path = self.feed("pod", "red")
        number, ended = self.feed("practitioner", "FP1")
        self.sql("CREATE TABLE kept AS SELECT * FROM calendars; DELETE FROM calendars")
        self.start()
        wrong = "/feeds/" + "C" * 43 + ".ics"
        self.run_program("feeds", "revoke", str(number))
        self.assertEqual(self.server.ask(path).status, 503)
        self.assertEqual([self.server.ask(wrong).status for _ in range(130)][-1], 429)
        self.set_clock(-DAY)
        self.sql("INSERT INTO calendars SELECT * FROM kept; DROP TABLE kept")
        self.assert_seen(path, lambda answer: answer.status == 200)
        self.assert_seen(wrong, lambda answer: answer.status == 404)
        self.assertIn(ENDED, self.server.ask(ended).body)

    def test_who_was_wrong_too_often_is_heard_again(self):
        self.start()
        wrong = "/feeds/" + "B" * 43 + ".ics"
        self.assertEqual([self.server.ask(wrong).status for _ in range(130)][-1], 429)
        self.set_clock(200)
        self.assert_seen(wrong, lambda answer: answer.status == 404)


if __name__ == "__main__":
    unittest.main()
