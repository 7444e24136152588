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

void pp_rules_words(struct pp_buf *out)
{
    pp_buf_add(
        out,
        "# The rules\n\n"
        "This page is written from the table in `model/rules/rules.c`; `podplan check` judges by "
        "it.\n\n"
        "A **hard** rule must hold. Its price is what breaking it by one unit is taken to cost: "
        "more than any\nsum of soft wishes is likely to be worth. What does not fit is left out "
        "and named as a shortfall, because\nbreaking any other rule of the stage is dearer.\n\n"
        "A **soft** rule is a wish. Its weight is minutes of practitioner time a week for one "
        "unit, so that wishes\ncan be held against each other: one handover (240) weighs as much "
        "as four hours on the road.\n\n"
        "Rules of the workforce stage count in pence. `rule_weights.csv` replaces any number "
        "below.\n");
    static const char *const titles[PP_STAGES] = {"Training", "Allocation", "Rota", "Workforce"};
    for (int stage = 0; stage < PP_STAGES; stage++) {
        pp_buf_printf(out, "\n## %s\n", titles[stage]);
        stage_words(out, (enum pp_stage)stage, true);
        stage_words(out, (enum pp_stage)stage, false);
    }
}
