// SPDX-License-Identifier: GPL-3.0-or-later
/* docs/rules.md: the table of rules as a page for those who set weights. */
#include <podplan/rules.h>

static void stage_words(struct pp_buf *out, enum pp_stage stage, bool hard)
{
    pp_buf_printf(out,
                  "\n### %s\n\n| rule | unit | %s | what it asks |\n| --- | --- | ---: | --- |\n",
                  hard ? "Hard" : "Soft", hard ? "price of one unit" : "weight of one unit");
    for (int32_t rule = 0; rule < pp_n_rules; rule++) {
        const struct pp_rule *r = &pp_rules[rule];
        if (r->stage == stage && r->hard == hard) {
            pp_buf_printf(out, "| `%s` | %s | %d | %s |\n", r->name, r->unit, r->weight, r->help);
        }
    }
}

static const char introduction[] =
    "# The rules\n\n"
    "This page is written from the table in `model/rules/rules.c`; `podplan check` judges by it.\n"
    "`rule_weights.csv` replaces any number below.\n\n"
    "A **hard** rule must hold. Its price is what breaking it by one unit is taken to cost, more\n"
    "than soft wishes are ever worth. Some things may have to be left undone: a family without a\n"
    "practitioner, a shift without a person. Breaking another hard rule instead is never cheaper,\n"
    "so what does not fit is left out, counted and named as a shortfall.\n\n"
    "A **soft** rule is a wish. Its weight is minutes of practitioner time a week for one unit,\n"
    "so that wishes can be held against each other: one handover (240) weighs as much as four\n"
    "hours a week on the road. Rules of the workforce stage count in pence; cover that is missing\n"
    "is dearer than money that is missing, so that children are looked after first.\n";

static const char definitions[] =
    "\n## How things are counted\n\n"
    "- **Fair level** (`balance`): the workload of all families over the capacity of all who may\n"
    "  hold cases on cases_from, at most 100 %. Workload is points when every role that holds\n"
    "  cases has a cap in points, else children. Being below the fair level counts like being\n"
    "  above it: ten per cent apart are 10 units, twenty are 40.\n"
    "- **Fair share** (`fair_duties`, `fair_evenings`, `fair_weekends`, `fair_nights`,\n"
    "  `fair_bank_holidays`, `fair_standby`): fairness over the year, as water finds its level.\n"
    "  Everybody is a vessel as wide as full-time equivalent x days in post, less the reductions\n"
    "  of those days (for standby only those that keep somebody from work), in the 52 weeks\n"
    "  before the rota (as far as anything is known of them) and in the rota. What they have\n"
    "  worked stands in it already: turns of earlier rotas with the swaps since,\n"
    "  `worked_turns.csv`, the opening balance of `ledger.csv`, which stands for a year in post.\n"
    "  The turns the rota needs are poured in, each shift into those who may cover it and as many\n"
    "  as they have dates for, so that the fullest is as low as can be, then the next. The share\n"
    "  is in whole turns: as many as fit under the lowest level at which they all do, where a\n"
    "  tenth of a turn does not matter. So newcomers begin at the level of their peers, not at\n"
    "  nothing, and nobody makes up for four weeks or more of leave at a stretch. An unknown\n"
    "  full-time equivalent has no share. Of turns above the share the first costs the weight,\n"
    "  the second twice, the third thrice: what can't be helped is spread.\n"
    "- **Contract** (`contract_hours`, `contract_least`): a full week x full-time equivalent for\n"
    "  every seven days of the rota in post and not on leave, less the reductions of those days.\n"
    "  contract_band_percent widens it either way. The least is also no more than the person's\n"
    "  share of the duty minutes that the shifts need, so nobody owes hours that nobody needs.\n"
    "- **Unmet need** (`unmet_need`): a need is met from the day on which a member of the\n"
    "  family's pod who may hold cases has the skill, by record or by a session of the plan. The\n"
    "  pod is that of the family's present practitioner if it is open then, else the nearest.\n"
    "- **Escalation** (`step_down`, `social_worker`): on cases_from, by the dates of the family. "
    "It\n"
    "  keeps the practitioner that the plan in force, else the data names, while that person "
    "holds\n"
    "  cases, is trained, holds the needed skills, has no conflict with it, and has room for all\n"
    "  escalated families that were with them. Its social worker is then somebody of a role of "
    "the\n"
    "  kind step-down, who holds no families of their own; the family counts in both caseloads.\n"
    "  With nobody to keep, its practitioner is of the kind social work, if anybody is; else it "
    "has\n"
    "  somebody beside all the same. Levels of step-down social workers are a matter of their "
    "own:\n"
    "  escalated families over their own capacity.\n"
    "- **Closing** (`destination`, `handover_pace`): a case leaves when its practitioner in the "
    "data\n"
    "  is of a pod that closes before cases_from. Weeks are counted from planned_on; the even "
    "pace\n"
    "  is the number of cases that go to somebody over the weeks from the first possible day to "
    "the\n"
    "  last, rounded up. A case that closes by then needs nobody.\n"
    "- **Handover** (`continuity`): against the plan in force, else against the data.\n"
    "- **Change** (`rota_change`): a turn of the plan in force, from planned_on on, that its\n"
    "  holder no longer has although the shift still runs.\n"
    "- **Notice** (`notice_kept`): a turn is a draft until it is published, and worked once its\n"
    "  date has passed. Published turns before planned_on + notice_days stay with whoever has\n"
    "  them, swaps included. A turn that leave, a course, the end of a post or any other hard\n"
    "  rule but cover makes impossible does not count, nor do people beyond what a shift needs.\n"
    "  Days that have passed are settled: what was worked is what was published, so nobody gets\n"
    "  more turns on them, a night that leads into leave stays, and of a standby by the week only\n"
    "  the dates ahead go together.\n"
    "- **Nights** (`night_average`): a duty with three hours or more of the settings' night makes\n"
    "  a night worker of whoever has one in the rota. All hours at work then count, courses\n"
    "  included, against night_average_minutes on six days of each week (Working Time Regulations\n"
    "  1998, 6).\n"
    "- **Court** (`before_court`): days of court_dates.csv and of leave for court.\n"
    "- **Evenings** (`family_evenings`): of the families that somebody has under the plan, the "
    "one\n"
    "  that wants most counts, by the days of the rota on which the person is in post and not on\n"
    "  leave; rounded down to whole duties.\n"
    "- **Pairs** (`pair_together`): a shift and date count where two or more are needed and both\n"
    "  may cover it, are in post, not on leave and not on a course.\n"
    "- **Rest** (`daily_rest`) is measured between real instants, so a night on which the clocks\n"
    "  change is as long as it is. Standby at home is no work; a course is, before it and after.\n"
    "- **What was worked before** (`one_duty`, `daily_rest`, `run_days`, `week_average`,\n"
    "  `evenings_by_turn`, `weekends_by_turn`, `standby_recovery`): turns of earlier rotas, as\n"
    "  published and swapped, and `worked_turns.csv`, up to 53 weeks back, go on in the rota; "
    "only\n"
    "  what the rota adds can break a rule.\n"
    "- **What was published of the days after** (`one_duty`, `daily_rest`, `run_days`): a rota of\n"
    "  some weeks leaves later ones as they are, and has to fit them.\n"
    "- **Average week** (`week_average`): over every reference_weeks that end on a Sunday of the\n"
    "  rota, courses, call-outs and `worked_hours.csv` included. A day of leave counts a seventh "
    "of the\n"
    "  contract's week. Weeks out of post do not count, nor weeks of which nothing is known: they\n"
    "  make the period shorter, as for somebody who has just come, and of such shorter periods "
    "only\n"
    "  the one that ends with the rota is looked at.\n";

void pp_rules_words(struct pp_buf *out)
{
    static const char *const titles[PP_STAGES] = {"Training", "Allocation", "Rota", "Workforce"};
    pp_buf_add(out, introduction);
    for (int stage = 0; stage < PP_STAGES; stage++) {
        pp_buf_printf(out, "\n## %s\n", titles[stage]);
        stage_words(out, (enum pp_stage)stage, true);
        stage_words(out, (enum pp_stage)stage, false);
    }
    pp_buf_add(out, definitions);
}
