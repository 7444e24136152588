# SPDX-License-Identifier: GPL-3.0-or-later
"""From outside: money and posts that contradict themselves are refused or pointed out, in words."""
import os
import subprocess

from program import CREWE, DONE, INPUT, PODPLAN, TINY, ProgramTest, rewrite


class MoneyFaults(ProgramTest):
    def told(self, table, old, new, status=INPUT):
        """What an import says of the service with one text of a file replaced."""
        folder = self.copy(TINY, name=f"service-{len(os.listdir(self.folder))}")

        def change(data):
            self.assertIn(old.encode(), data)
            return data.replace(old.encode(), new.encode())
        rewrite(folder, table, change)
        done = self.run_program("import", "--dry-run", folder, status=status)
        return done.stderr.decode()

    def test_a_file_that_is_empty_or_only_a_heading_is_an_answer_in_words(self):
        for table in sorted(name[:-4] for name in os.listdir(CREWE) if name.endswith(".csv")):
            for lines in (0, 1):
                with self.subTest(table=table, lines=lines):
                    folder = self.copy(CREWE, name=f"{table}-{lines}")
                    rewrite(folder, table, lambda data, n=lines: b"".join(data.splitlines(True)[:n]))
                    done = subprocess.run([PODPLAN, "--db", self.db, "import", "--dry-run", folder],
                                          capture_output=True, timeout=60, check=False)
                    self.assertIn(done.returncode, (INPUT,) if lines == 0 else (DONE, INPUT))
                    if lines == 0:
                        self.assertIn(f"{table}.csv: the file is empty", done.stderr.decode())

    def test_negative_posts(self):
        text = self.told("posts", "P1,fp,red,,1,", "P1,fp,red,,-1,")
        self.assertIn("posts.csv:2: fte: '-1' is outside the range; allowed: 0.001 to 1000", text)

    def test_a_post_or_a_cost_that_ends_before_it_starts(self):
        text = self.told("posts", "P1,fp,red,,1,2024-01-01,,", "P1,fp,red,,1,2024-01-01,2023-12-31,")
        self.assertIn("posts.csv:2: end: 2023-12-31 is before start, 2024-01-01", text)
        text = self.told("costs", "2025-04-01,2026-03-31", "2026-04-01,2026-03-31")
        self.assertIn("costs.csv:2: to: 2026-03-31 is before from, 2026-04-01", text)

    def test_an_instalment_outside_the_year_of_its_stream(self):
        text = self.told("instalments", "2026-01-05", "2026-04-01")
        self.assertIn("instalments.csv:2: date: 2026-04-01 is outside the financial year 2025/26 "
                      "of 'core'", text)

    def test_instalments_and_amount_that_contradict_each_other(self):
        text = self.told("instalments", "400000", "400001")
        self.assertIn("streams.csv:2: amount: the instalments of 'core' add up to 400001, more "
                      "than its 400000", text)
        text = self.told("instalments", "400000", "300000", status=0)
        self.assertIn("streams.csv:2: amount: warning: the instalments of 'core' add up to 300000 "
                      "of its 400000; the rest has no date", text)

    def test_a_stream_that_is_to_pay_more_than_it_has(self):
        text = self.told("costs", ",6000,core", ",600000,core", status=0)
        self.assertIn("streams.csv:2: amount: warning: the posts and costs that 'core' is to pay "
                      "come to 641620 in 2025/26, more than its 400000", text)

    def test_a_budget_given_twice(self):
        text = self.told("budgets", "red,2025/26,400\n", "red,2025/26,400\nred,2025/26,500\n")
        self.assertIn("budgets.csv:3: 'red 2025/26' is in line 2 already", text)

    def test_a_month_and_a_year_missing_from_the_history(self):
        text = self.told("demand", "2026-02-01", "2026-04-01")
        self.assertIn("demand.csv:2: month: the months 2026-02-01 to 2026-03-01 are missing between "
                      "2026-01-01 and 2026-04-01; add their rows", text)
        text = self.told("workforce_history", "2024,5,", "2023,5,")
        self.assertIn("year: '2024' is missing between '2023' and '2025'; add its row, with blank "
                      "figures where they are not known", text)

    def test_several_months_and_the_month_of_today_missing(self):
        rows = "month,referrals,repeat_rate\n"
        folder = self.copy(TINY, name="gaps")
        rewrite(folder, "demand", lambda data: (
            rows + "2026-02-01,9,\n2026-06-01,9,\n2026-07-01,9,\n2026-09-01,9,\n").encode())
        text = self.run_program("import", "--dry-run", folder, status=INPUT).stderr.decode()
        for words in ("demand.csv:2: month: the months 2026-03-01 to 2026-05-01 are missing between "
                      "2026-02-01 and 2026-06-01; add their rows",
                      "demand.csv:4: month: the month 2026-08-01 is missing",
                      "demand.csv:2: month: warning: the month of planned_on, 2026-01-01, is missing"):
            self.assertIn(words, text)
        text = self.told("workforce_history", "2024,5,", "2021,5,")
        self.assertIn("'2022' to '2024' are missing between '2021' and '2025'; add their rows", text)

    def test_a_month_given_by_another_day_is_not_missing(self):
        text = self.told("demand", "2026-02-01", "2026-02-15")
        self.assertIn("demand.csv:3: month: 2026-02-15 is not the first day of a month; write "
                      "2026-02-01", text)
        self.assertNotIn("missing", text)
        text = self.told("demand", "2026-01-01", "2026-01-31")
        self.assertIn("demand.csv:2: month: 2026-01-31 is not the first day", text)
        self.assertNotIn("missing", text)
        text = self.told("demand", "2026-02-01", "2026-03-31")
        self.assertIn("demand.csv:2: month: the month 2026-02-01 is missing between 2026-01-01 and "
                      "2026-03-01", text)

    def test_every_fault_says_what_to_do(self):
        for table, old, new, remedy in (
                ("posts", "P1,fp,red,,1,2024-01-01,,", "P1,fp,red,,1,2024-01-01,2023-12-31,",
                 "correct one of the two days"),
                ("instalments", "400000", "400001", "correct the amount, or the rows of instalments"),
                ("budgets", "red,2025/26,400\n", "red,2025/26,400\nred,2025/26,500\n",
                 "keep one of the two rows"),
                ("roles", "swc,Consultant,10,", "swc,Consultant,,", "give the role a grade"),
                ("posts", "P1,fp,red,,1,", "P1,fp,red,,-0.5,", "allowed: 0.001 to 1000")):
            self.assertIn(remedy, self.told(table, old, new))

    def test_a_role_without_a_grade(self):
        text = self.told("roles", "swc,Consultant,10,", "swc,Consultant,,")
        self.assertIn("roles.csv:4: grade: is blank, and 1 of posts.csv of the role 'swc' has none "
                      "either (posts.csv:6); give the role a grade, so that they can be costed", text)

    def test_the_same_money_twice(self):
        text = self.told("streams", "core-2,Anyshire,council cash,2026/27,400000",
                         "core-2,Anyshire,council cash,2025/26,300000", status=0)
        self.assertIn("streams.csv:3: source: warning: 'Anyshire' gives council cash for 2025/26 in "
                      "line 2 already, as 'core'; both are counted", text)

    def test_a_stream_that_ends_before_it_starts(self):
        def dated(days):
            return self.told("streams", "amount\ncore,Anyshire,council cash,2025/26,400000\n",
                             "amount,start,end\n"
                             f"core,Anyshire,council cash,2025/26,400000,{days}\n")
        self.assertIn("streams.csv:2: end: 2025-05-31 is before start, 2025-09-01",
                      dated("2025-09-01,2025-05-31"))
        self.assertIn("streams.csv:2: end: 2026-04-01 is outside the financial year 2025/26 of "
                      "'core'; give each year its own row", dated("2025-09-01,2026-04-01"))

    def test_a_grade_that_is_not_there(self):
        text = self.told("roles", "swc,Consultant,10,", "swc,Consultant,11,")
        self.assertIn("roles.csv:4: grade: '11' is not in grades.csv", text)
