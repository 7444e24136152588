# SPDX-License-Identifier: GPL-3.0-or-later
"""Subscribers who poll while a rota is made and published; `meson test --benchmark` has 5,000."""
import subprocess
import threading
import unittest

import load
import server
from server import PODPLAN, ServerTest


def tearDownModule():
    server.forget_store()


class Load(ServerTest):
    def test_no_subscriber_sees_an_error_or_half_a_calendar(self):
        what = [("practitioner", "FP1"), ("practitioner", "FP2"), ("practitioner", "FP3"), ("pod", "red")]
        paths = [self.feed(*what[n % len(what)])[1] for n in range(12)] * 25
        self.serve()
        stopping, failed = threading.Event(), []

        def plan_and_publish():
            for seed in range(1000):
                # who was there is away, and who was away is back
                self.sql(f"DELETE FROM leave WHERE \"from\" = '{server.MONDAY}'; INSERT INTO leave "
                         f"(practitioner, \"from\", \"to\", kind) VALUES ('FP{1 + seed % 2}', '{server.MONDAY}', "
                         f"date('{server.MONDAY}', '+13 days'), 'annual')")
                for command in (["rota", "--from", server.MONDAY, "--inside-notice", "--seed", str(seed)],
                                ["publish", "--out", self.path("out")]):
                    done = subprocess.run([PODPLAN, "--db", self.db, *command], capture_output=True, check=False)
                    failed.extend([done.stderr] * (done.returncode != 0))
                if stopping.is_set():
                    return

        planner = threading.Thread(target=plan_and_publish)
        planner.start()
        report = load.poll(int(self.server.where.rsplit(":", 1)[1]), paths, 4, polls=3)
        stopping.set()
        planner.join()
        self.assertEqual(failed, [])
        self.assertEqual(report.wrong, [])
        self.assertEqual(sum(report.statuses.values()), 3 * len(paths))
        self.assertLessEqual(set(report.statuses), {200, 304})
        self.assertGreater(report.changes, 0)
        self.assertLess(report.quantile(0.99), 1)  # 50 ms where nothing else runs: tests/bench


if __name__ == "__main__":
    unittest.main()
