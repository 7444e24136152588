# SPDX-License-Identifier: GPL-3.0-or-later
"""Feeds over HTTP: what an answer carries, tokens from their first day to their last."""
import datetime
import email.utils
import re
import shutil
import time
import unittest

import server
from server import ServerTest, wait_until

ENDED = "Rota (this subscription has ended)"
DAY = 86400


def tearDownModule():
    server.forget_store()


class Feeds(ServerTest):
    def test_a_feed_carries_everything_that_clients_want(self):
        _, path = self.feed()
        answer = self.serve().ask(path)
        self.assertEqual(answer.status, 200)
        self.assertEqual(answer.headers["content-type"], "text/calendar; charset=utf-8")
        self.assertEqual(answer.headers["cache-control"], "private, no-cache")
        self.assertEqual(answer.headers["referrer-policy"], "no-referrer")
        self.assertEqual(answer.headers["x-robots-tag"], "noindex")
        self.assertEqual(answer.headers["x-content-type-options"], "nosniff")
        self.assertEqual(int(answer.headers["content-length"]), len(answer.body))
        self.assertNotIn("transfer-encoding", answer.headers)
        self.assertRegex(answer.headers["etag"], r'^"[0-9a-f]{32}"$')
        self.assertTrue(answer.body.startswith(b"BEGIN:VCALENDAR\r\n"))
        self.assertTrue(answer.body.endswith(b"END:VCALENDAR\r\n"))
        modified = email.utils.parsedate_to_datetime(answer.headers["last-modified"])
        self.assertLessEqual(modified, datetime.datetime.now(datetime.timezone.utc))

    def test_head_is_get_without_its_body(self):
        _, path = self.feed()
        self.serve()
        for target in (path, "/health", "/feeds/none.ics"):
            get, head = (self.server.ask(target, method=method) for method in ("GET", "HEAD"))
            self.assertEqual(head.body, b"")
            for answer in (get, head):
                answer.headers.pop("date")
            self.assertEqual((head.status, head.headers), (get.status, get.headers))

    def test_what_the_client_has_is_not_sent_again(self):
        _, path = self.feed()
        first = self.serve().ask(path)
        tag, date = first.headers["etag"], first.headers["last-modified"]
        rfc850 = email.utils.parsedate_to_datetime(date).strftime("%A, %d-%b-%y %H:%M:%S GMT")
        asctime = email.utils.parsedate_to_datetime(date).strftime("%a %b %e %H:%M:%S %Y")
        for fields in ([f"If-None-Match: {tag}"], [f"If-None-Match: W/{tag}"],
                       ["If-None-Match: *"], [f'If-None-Match: "a", W/"b,c" , {tag}'],
                       ['If-None-Match: "a"', f"If-None-Match: {tag}"],
                       [f"If-Modified-Since: {date}"], [f"If-Modified-Since: {rfc850}"],
                       [f"If-Modified-Since: {asctime}"],
                       [f"If-None-Match: {tag}", "If-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT"]):
            for method in ("GET", "HEAD"):
                answer = self.server.ask(path, *fields, method=method)
                self.assertEqual((answer.status, answer.body), (304, b""), fields)
                for name in ("etag", "last-modified", "cache-control"):
                    self.assertEqual(answer.headers[name], first.headers[name])

    def test_what_the_client_has_not_is_sent(self):
        _, path = self.feed()
        first = self.serve().ask(path)
        tag, date = first.headers["etag"], first.headers["last-modified"]
        for fields in (['If-None-Match: "other"', f"If-Modified-Since: {date}"],
                       ["If-None-Match:"], [f"If-None-Match: {tag[:-1]}"],
                       [f"If-None-Match: {tag[1:-1]}"], [f"If-None-Match: x{tag}"],
                       ["If-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT"],
                       ["If-Modified-Since: yesterday"], ["If-Modified-Since: " + "9" * 500],
                       ["If-Modified-Since: Mon, 31 Feb 2050 00:00:00 GMT"]):
            answer = self.server.ask(path, *fields)
            self.assertEqual((answer.status, answer.body), (200, first.body), fields)

    def test_every_scope_has_feeds_of_its_own(self):
        self.serve()
        for what in (("practitioner", "FP1"), ("pod", "red"), ("hub", "main"), ("tier", "1"),
                     ("training",)):
            _, path = self.feed(*what)
            answer = self.assert_seen(path, lambda answer: answer.status != 404)
            self.assertEqual(answer.status, 200, what)
            self.assertIn(b"NAME:", answer.body)

    def test_a_calendar_that_was_never_published_is_no_empty_one(self):
        _, path = self.feed("tier", "1")
        self.sql("DELETE FROM calendars WHERE scope = 'tier'")
        answer = self.serve().ask(path)
        self.assertEqual(answer.status, 503)
        self.assertGreater(int(answer.headers["retry-after"]), 0)
        self.assertNotIn(b"VCALENDAR", answer.body)
        self.assertIn("a calendar can't be made", self.server.said())

    def test_connections_are_kept(self):
        _, path = self.feed()
        request = f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n".encode()
        last = f"GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode()
        raw = self.serve().send(request * 3 + last)
        self.assertEqual(raw.count(b"HTTP/1.1 200 OK"), 4)
        self.assertEqual(raw.count(b"END:VCALENDAR"), 4)


class Tokens(ServerTest):
    def test_a_token_has_256_bits_and_stands_nowhere(self):
        number, path = self.feed()
        token = re.fullmatch(r"/feeds/([A-Za-z0-9_-]{43})\.ics", path)[1]
        self.assertLessEqual(len(path), 100)
        server_ = self.serve("--log")
        self.assertEqual(server_.ask(path).status, 200)
        self.assertEqual(server_.ask(path + "?utm=1").status, 200)
        self.assertEqual(server_.ask(path[:-5] + "x.ics").status, 404)
        self.assertEqual(server_.stop(), 0)
        self.assertIn(f"feed={number} 200", server_.said())
        self.assertNotIn(token[:8], server_.said())
        self.assertNotIn(token[:8], self.text("feeds", "list", "--all"))
        self.assertNotIn(token[:8], self.run_program("feeds", "list", "--json").stdout.decode())
        for name, data in self.snapshot().items():
            self.assertNotIn(token.encode(), data, name)

    def test_all_wrong_addresses_are_answered_alike(self):
        number, path = self.feed()
        self.run_program("feeds", "revoke", str(number))
        self.sql(f"UPDATE feeds SET revoked = revoked - {31 * DAY}")
        self.serve()
        answers = set()
        for wrong in (path, "/", "/feeds/", "/feeds/.ics", path[:-4], path + "x", path.upper(),
                      "/feeds/" + "A" * 43 + ".ics", "/feeds/" + "A" * 42 + ".ics", "/Feeds" + path[6:],
                      "/feeds/../etc/passwd", "/feeds/%41.ics", "/feeds" + path, path.replace("/", "//", 1)):
            answer = self.server.ask(wrong)
            answer.headers.pop("date")
            answers.add((answer.status, answer.body, tuple(answer.headers.items())))
        self.assertEqual([answer[0] for answer in answers], [404])

    def test_a_revoked_feed_is_empty_for_30_days_and_then_gone(self):
        number, path = self.feed()
        full = self.serve().ask(path)
        self.run_program("feeds", "revoke", str(number))
        empty = self.assert_seen(path, lambda answer: ENDED.encode() in answer.body)
        self.assertEqual(empty.status, 200)
        self.assertNotIn(b"VEVENT", empty.body)
        self.assertNotEqual(empty.headers["etag"], full.headers["etag"])
        self.assertGreaterEqual(email.utils.parsedate_to_datetime(empty.headers["last-modified"]),
                                email.utils.parsedate_to_datetime(full.headers["last-modified"]))
        again = self.server.ask(path, f"If-None-Match: {empty.headers['etag']}")
        self.assertEqual(again.status, 304)
        self.sql(f"UPDATE feeds SET revoked = revoked - {30 * DAY - 60}")
        time.sleep(0.5)
        self.assertEqual(self.server.ask(path).headers["etag"], empty.headers["etag"])
        self.sql("UPDATE feeds SET revoked = revoked - 120")
        self.assert_seen(path, lambda answer: answer.status == 404)
        self.run_program("feeds", "revoke", str(number), status=server.program.STATE)

    def test_a_rotated_feed_has_a_new_address(self):
        number, old = self.feed("practitioner", "FP1", "--name", "phone")
        answer = self.answer("feeds", "rotate", str(number))
        self.assertEqual(answer["revoked"], number)
        self.assertEqual(answer["feed"]["name"], "phone")
        self.serve()
        self.assertIn(ENDED.encode(), self.server.ask(old).body)
        self.assertIn(b"FP1", self.server.ask(answer["url"]).body + b"FP1")
        self.assertNotIn(ENDED.encode(), self.server.ask(answer["url"]).body)

    def test_a_leavers_feeds_close_themselves(self):
        _, own = self.feed("practitioner", "FP3")
        _, shared = self.feed("pod", "red", "--for", "FP3")
        _, other = self.feed("pod", "red")
        self.serve()
        self.assertNotIn(ENDED.encode(), self.server.ask(own).body)
        self.sql("UPDATE practitioners SET \"end\" = '2025-01-01' WHERE practitioner = 'FP3'")
        for path in (own, shared):  # more than 30 days ago
            self.assert_seen(path, lambda answer: answer.status == 404)
        self.sql("UPDATE practitioners SET \"end\" = date('now', '-2 days') WHERE practitioner = 'FP3'")
        for path in (own, shared):
            self.assert_seen(path, lambda answer: ENDED.encode() in answer.body)
        self.assertNotIn(ENDED.encode(), self.server.ask(other).body)

    def test_who_is_gone_from_the_service_has_no_feed(self):
        _, path = self.feed("practitioner", "FP2")
        self.serve()
        self.assertNotIn(ENDED.encode(), self.server.ask(path).body)
        folder = self.copy()
        for table in ("practitioners", "practitioner_skills", "families", "leave", "requests",
                      "reductions", "conflicts"):
            server.program.rewrite(folder, table, lambda data: data.replace(b"FP2", b"FP9"))
        self.run_program("import", folder)
        self.assert_seen(path, lambda answer: ENDED.encode() in answer.body)
        states = [feed["state"] for feed in self.answer("feeds", "list", "--all")["feeds"]]
        self.assertEqual(states, ["gone"])

    def test_when_a_feed_was_used_is_noted_off_the_requests_path(self):
        number, path = self.feed()
        self.serve().ask(path)
        self.assertIsNone(self.answer("feeds", "list")["feeds"][0]["last_used"])
        self.server.stop()
        used = self.answer("feeds", "list")["feeds"][0]
        self.assertEqual(used["feed"], number)
        self.assertRegex(used["last_used"], r"^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$")

    def test_many_wrong_addresses_make_a_client_wait_but_not_its_right_ones(self):
        _, path = self.feed()
        self.serve()
        statuses = [self.server.ask("/feeds/" + "B" * 43 + ".ics").status for _ in range(130)]
        self.assertEqual(statuses[:100], [404] * 100)
        self.assertEqual(statuses[-1], 429)
        self.assertEqual(self.server.ask(path).status, 200)

    def test_a_trusted_proxy_says_who_asks(self):
        _, path = self.feed()
        self.serve("--trust-proxy", "127.0.0.0/8", "--log")
        wrong = "/feeds/" + "B" * 43 + ".ics"
        noisy = [self.server.ask(wrong, "X-Forwarded-For: 10.9.9.9, 192.0.2.7").status for _ in range(130)]
        self.assertEqual(noisy[-1], 429)
        self.assertEqual(self.server.ask(wrong, "X-Forwarded-For: 192.0.2.8").status, 404)
        self.assertEqual(self.server.ask(path, "X-Forwarded-For: 192.0.2.7").status, 200)
        self.assertTrue(wait_until(lambda: " 192.0.2.7 GET feed=1 200" in self.server.said()))

    def test_nobody_else_says_who_asks(self):
        self.serve("--log")
        self.server.ask("/health", "X-Forwarded-For: 192.0.2.7")
        self.server.stop()
        self.assertIn(" 127.0.0.1 GET", self.server.said())
        self.assertNotIn("192.0.2.7", self.server.said())


class Commands(ServerTest):
    def test_wrong_requests_are_refused_in_words(self):
        usage, given = server.program.USAGE, server.program.INPUT
        for status, words, args in (
                (usage, "not of 'team'", ["add", "team", "red"]),
                (usage, "needs a key", ["add", "pod"]),
                (usage, "without a key", ["add", "training", "x"]),
                (given, "no practitioner 'nobody'", ["add", "practitioner", "nobody"]),
                (given, "no practitioner 'nobody'", ["add", "pod", "red", "--for", "nobody"]),
                (given, "no pod 'blue'", ["add", "pod", "blue", "--for", "FP1"]),
                (given, "no tier '9'", ["add", "tier", "9"]),
                (usage, "for FP1 alone", ["add", "practitioner", "FP1", "--for", "FP2"]),
                (usage, "up to 64 bytes", ["add", "training", "--name", "x" * 65]),
                (usage, "such as https://rota.example", ["add", "training", "--base", "rota.example"]),
                (usage, "not 'http://a\"b'", ["add", "training", "--base", 'http://a"b']),
                (usage, "not 'https://'", ["rotate", "1", "--base", "https://"]),
                (usage, "by its number", ["rotate", "phone"]),
                (server.program.STATE, "no feed 77", ["revoke", "77"])):
            done = self.run_program("feeds", *args, status=status)
            self.assertIn(words, done.stderr.decode())

    def test_an_address_can_be_shown_as_a_whole(self):
        answer = self.answer("feeds", "add", "pod", "red", "--for", "FP1", "--name", "wall", "--base",
                             "https://rota.example/")
        self.assertRegex(answer["url"], r"^https://rota\.example/feeds/[\w-]{43}\.ics$")
        self.assertEqual(answer["feed"]["person"], "FP1")

    def test_without_a_file_nothing_is_served(self):
        shutil.move(self.db, self.path("away.db"))
        self.run_program("serve", "--listen", "127.0.0.1:0", status=server.program.STATE)
        self.run_program("serve", "--listen", "somewhere", db=self.path("away.db"),
                         status=server.program.USAGE)
        self.run_program("serve", "--trust-proxy", "10.0.0.0/40", db=self.path("away.db"),
                         status=server.program.USAGE)


if __name__ == "__main__":
    unittest.main()
