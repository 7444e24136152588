# SPDX-License-Identifier: GPL-3.0-or-later
"""Changes that feeds are too slow for: the list of each person, and mail of it, once."""
import os
import re
import time

from program import INPUT, STATE, SYSTEM, USAGE, ProgramTest, rewrite


class Told(ProgramTest):
    def setUp(self):
        super().setUp()
        self.service = self.copy()
        self.letters = self.path("letters")
        self.mailer = self.path("mailer")
        self.answer_mailer("cat")
        rewrite(self.service, "practitioners", self.with_addresses)
        rewrite(self.service, "settings", lambda data: data + (
            f"mail_program,{self.mailer}\nmail_from,rota@example.org\n").encode())
        self.publish()

    def answer_mailer(self, last):
        """The program that sends mail: keeps arguments and letter, then does `last`."""
        with open(self.mailer, "w", encoding="utf-8") as file:
            file.write(f'#!/bin/sh\n{{ echo "arguments: $*"; {last}; }} >>{self.letters}\n')
        os.chmod(self.mailer, 0o700)

    @staticmethod
    def with_addresses(data):
        """Everybody but FP3 has one."""
        head, *rows = data.decode().splitlines()
        return "\n".join([head + ",email"] + [
            row + ("," if row.startswith("FP3") else f",{row[:3].lower()}@example.org")
            for row in rows]).encode() + b"\n"

    def publish(self):
        self.run_program("import", self.service)
        self.run_program("plan")
        return self.answer("publish", "--out", self.path("out"))

    def rename(self, old, new):
        rewrite(self.service, "shifts", lambda data: data.replace(old, new))
        return self.publish()

    def changes(self, *more, **status):
        return self.answer("changes", "--since", "24h", *more, **status)

    def read_letters(self):
        if not os.path.exists(self.letters):
            return ""
        with open(self.letters, encoding="utf-8") as file:
            text = file.read()
        os.remove(self.letters)
        return text

    def test_the_first_publish_is_new_to_everybody(self):
        events = self.answer("publish", "--out", self.path("out"))["events"]
        changes = self.changes()["changes"]
        self.assertEqual(len(changes), events["total"])
        self.assertEqual({change["what"] for change in changes}, {"added"})
        self.assertEqual({change["before"] for change in changes if change["before"]}, set())

    def test_a_change_is_told_as_it_was_and_as_it_is(self):
        self.changes("--mail")
        self.rename(b"Late duty", b"Evening duty")
        time.sleep(1.1)  # the store counts whole seconds
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        self.rename(b"Evening duty", b"Dusk duty")
        changes = self.answer("changes", "--since", now, "--practitioner", "FP2")["changes"]
        self.assertGreater(len(changes), 0)
        for change in changes:
            self.assertEqual((change["practitioner"], change["what"]), ("FP2", "changed"))
            self.assertTrue(change["before"]["summary"].startswith("Evening duty"))
            self.assertTrue(change["after"]["summary"].startswith("Dusk duty"))
            self.assertIn("Evening duty, 12:00-20:00 -> Dusk duty", change["sentence"])

    def test_text_is_by_person(self):
        text = self.text("changes", "--since", "2026-01-01")
        self.assertRegex(text, r"(?m)^FP1\n  New: Wed 21 Jan 2026, Training: Working with alcohol "
                               r"misuse, 09:30-16:30$")
        self.assertIn("No published turn has changed since 2199-12-31T00:00:00Z.\n",
                      self.text("changes", "--since", "2199-12-31"))

    def test_since_when_and_of_whom_are_checked(self):
        for since in ("x", "", "2026-13-01", "48", "0h", "-3h", "9999h", "2026-01-01T", "h",
                      "2026-01-01T10:00", "2026-01-01T10:00:61Z", "2026-01-01T10:00:00Zx"):
            self.run_program("changes", "--since", since, status=USAGE)
        for since in ("2026-01-01", "48h", "2026-01-01T10:00Z", "2026-01-01T10:00:59Z"):
            self.run_program("changes", "--since", since)
        self.run_program("changes", status=USAGE)
        done = self.run_program("changes", "--since", "1h", "--practitioner", "FP9", status=USAGE)
        self.assertIn(b"did you mean", done.stderr)

    def test_each_change_is_mailed_once_to_whom_it_concerns(self):
        told = self.changes("--mail")["mail"]
        self.assertEqual({row["practitioner"]: row["mail"] for row in told},
                         {"FP1": "sent", "FP2": "sent", "FP3": "none", "PM1": "sent"})
        letters = self.read_letters()
        self.assertEqual(re.findall("^arguments: (.*)$", letters, re.M),
                         [f"-i -f rota@example.org -- {who}@example.org"
                          for who in ("fp1", "fp2", "pm1")])
        self.assertEqual(self.changes("--mail")["mail"],
                         [{"practitioner": "FP3", "mail": "none",
                           "reason": "the data has no mail address"}])
        self.assertEqual(self.read_letters(), "")
        self.rename(b"Late duty", b"Evening duty")
        self.changes("--mail")
        letters = self.read_letters()
        self.assertIn("Changed: Wed 4 Feb 2026, Late duty, 12:00-20:00 -> Evening duty", letters)
        self.assertNotIn("New:", letters)

    def test_what_the_program_does_not_take_is_kept_for_the_next_time(self):
        self.answer_mailer("cat >/dev/null; exit 75")
        answer = self.changes("--mail", status=SYSTEM)
        self.assertIn({"practitioner": "FP1", "mail": "failed", "reason":
                       f"{self.mailer} did not take the letter (exit status 75)"}, answer["mail"])
        self.answer_mailer("cat")
        self.read_letters()
        self.changes("--mail")
        self.assertIn("New: Tue 3 Feb 2026", self.read_letters())

    def test_mail_has_no_word_about_families(self):
        self.changes("--mail")
        self.assertIsNone(re.search(r"\b(A[1-6]|c\d\d|famil\w*|child\w*)\b", self.read_letters()))

    def test_without_a_program_nothing_is_mailed_and_the_list_is_there(self):
        rewrite(self.service, "settings", lambda data: re.sub(rb"mail_program,.*\n", b"", data))
        self.run_program("import", self.service)
        self.run_program("changes", "--since", "24h")
        done = self.run_program("changes", "--since", "24h", "--mail", status=STATE)
        self.assertIn(b"mail_program and mail_from are blank", done.stderr)

    def test_an_address_that_is_more_than_one_is_refused(self):
        for address in ("x", "-oX@example.org", "a@b,c@d", "a b@example.org", "a@b@c"):
            rewrite(self.service, "practitioners", lambda data: data.replace(
                b"fp1@example.org", f'"{address}"'.encode()))
            self.assertIn(b"is no mail address",
                          self.run_program("import", self.service, status=INPUT).stderr)
            rewrite(self.service, "practitioners", lambda data: data.replace(
                f'"{address}"'.encode(), b"fp1@example.org"))

    def test_addresses_are_in_no_calendar_and_no_report(self):
        for name, data in self.snapshot("out").items():
            self.assertNotIn(b"example.org", data, name)
