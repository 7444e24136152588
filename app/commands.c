// SPDX-License-Identifier: GPL-3.0-or-later
/* The tables of commands and options: what help, docs and the argument reader are made from. */
#include "commands.h"

#include <podplan/limits.h>

#include <string.h>

#define MEMBER(name) offsetof(struct request, name)

/* clang-format off */
const struct option_row option_table[] = {
    {"db", "FILE", OPT_COMMON, OPTION_TEXT, MEMBER(db), 0, 0,
     "The file that holds the service and its plans; podplan.db when not given."},
    {"json", NULL, OPT_COMMON, OPTION_FLAG, MEMBER(json), 0, 0,
     "Answer with one JSON object on standard output, errors too."},
    {"help", NULL, OPT_COMMON, OPTION_FLAG, MEMBER(help), 0, 0,
     "Say what the command does and which options it takes."},
    {"keep-names", NULL, OPT_KEEP_NAMES, OPTION_FLAG, MEMBER(keep_names), 0, 0,
     "Keep the names of practitioners; without it, names are dropped and keys stay."},
    {"dry-run", NULL, OPT_DRY_RUN, OPTION_FLAG, MEMBER(dry_run), 0, 0,
     "Check the folder and store nothing."},
    {"from", "DATE", OPT_FROM, OPTION_DATE, MEMBER(from), 0, 0,
     "First day of the rota, a Monday; the setting rota_from when not given."},
    {"weeks", "N", OPT_WEEKS, OPTION_NUMBER, MEMBER(weeks), 1, PP_MAX_WEEKS,
     "Weeks of the rota; the setting rota_weeks when not given."},
    {"weeks", "N", OPT_AHEAD, OPTION_NUMBER, MEMBER(weeks), 1, PP_MAX_WEEKS,
     "Weeks to look ahead from planned_on; 12 when not given."},
    {"months", "N", OPT_MONTHS, OPTION_NUMBER, MEMBER(months), 1, PP_MAX_MONTHS,
     "Months of the forecast; the setting forecast_months when not given."},
    {"seed", "N", OPT_SEED, OPTION_NUMBER, MEMBER(seed), 0, INT32_MAX,
     "Decides ties; the setting seed when not given. Same data, settings and seed: same plan."},
    {"rounds", "N", OPT_ROUNDS, OPTION_NUMBER, MEMBER(rounds), 1, 1000000,
     "Effort of each solve; the service's settings when not given. More may give a better plan."},
    {"time", "SECONDS", OPT_TIME, OPTION_SECONDS, MEMBER(time), 0, 86400,
     "Longest time for each stage. A plan cut short by the clock can not be made again exactly."},
    {"gap", "PERCENT", OPT_SEARCH, OPTION_PERCENT, MEMBER(gap), 0, 100,
     "Stop allocation and rota once their cost is proved within so many per cent of the least."},
    {"threads", "N", OPT_SEARCH, OPTION_NUMBER, MEMBER(threads), 1, 16,
     "Threads of allocation and rota; two when not given. Up to two the plan is the same."},
    {"again", NULL, OPT_AGAIN, OPTION_FLAG, MEMBER(again), 0, 0,
     "Plan even if nothing has changed since the plan in force."},
    {"changes", "N", OPT_CHANGES, OPTION_NUMBER, MEMBER(changes), 0, 1000000,
     "Move N families at most. Who had nobody and gets somebody does not count."},
    {"pin", "FAMILY", OPT_CHANGES, OPTION_TEXTS, MEMBER(pins), 0, 0,
     "Keep this family with whom it has; FAMILY=PERSON gives it to that person. May be repeated."},
    {"without", "PERSON", OPT_CHANGES, OPTION_TEXTS, MEMBER(without), 0, 0,
     "Plan as if this person had left, or were away for long. May be repeated; needs --from."},
    {"from", "DATE", OPT_CHANGES, OPTION_DATE, MEMBER(gone_from), 0, 0,
     "The first day without those of --without."},
    {"dry-run", NULL, OPT_CHANGES, OPTION_FLAG, MEMBER(dry_run), 0, 0,
     "Show the plan and store nothing."},
    {"changes", "N", OPT_TURNS, OPTION_NUMBER, MEMBER(changes), 0, 1000000,
     "Change N turns at most. Who takes a turn over does not count again."},
    {"inside-notice", NULL, OPT_NOTICE, OPTION_FLAG, MEMBER(inside_notice), 0, 0,
     "Let published turns change that lie within the notice (setting notice_days)."},
    {"dry-run", NULL, OPT_TURNS, OPTION_FLAG, MEMBER(dry_run), 0, 0,
     "Show the plan and store nothing."},
    {"of", "PERSON", OPT_ASK, OPTION_TEXT, MEMBER(of), 0, 0, "Who is asked to take the turn."},
    {"for", "SHIFT", OPT_ASK, OPTION_TEXT, MEMBER(back), 0, 0,
     "The turn of theirs that comes back; without it nothing does."},
    {"on", "DATE", OPT_ASK, OPTION_DATE, MEMBER(on), 0, 0,
     "The date of the turn that comes back; the same date when not given."},
    {"by", "PERSON", OPT_BY, OPTION_TEXT, MEMBER(by), 0, 0, "Who does so; kept with the swap."},
    {"all", NULL, OPT_ALL, OPTION_FLAG, MEMBER(all), 0, 0, "List swaps that have ended, too."},
    {"all", NULL, OPT_ENDED, OPTION_FLAG, MEMBER(all), 0, 0, "List feeds that have ended, too."},
    {"name", "NAME", OPT_FEED, OPTION_TEXT, MEMBER(name), 0, 0,
     "What its owner calls the feed, such as phone."},
    {"for", "PERSON", OPT_FEED, OPTION_TEXT, MEMBER(back), 0, 0,
     "Whose feed of a pod, hub, tier or training it is: it ends when they leave."},
    {"base", "URL", OPT_BASE, OPTION_TEXT, MEMBER(base), 0, 0,
     "What stands before the path in the address that is shown, such as https://rota.example."},
    {"listen", "WHERE", OPT_SERVE, OPTION_TEXT, MEMBER(listen), 0, 0,
     "An address and a port, or unix:PATH; 127.0.0.1:8080 when not given. Port 0: any free one."},
    {"threads", "N", OPT_SERVE, OPTION_NUMBER, MEMBER(threads), 1, 64,
     "Threads that answer requests; two when not given."},
    {"trust-proxy", "NET", OPT_SERVE, OPTION_TEXTS, MEMBER(proxies), 0, 0,
     "An address or network whose X-Forwarded-For is believed. May be repeated."},
    {"log", NULL, OPT_SERVE, OPTION_FLAG, MEMBER(log), 0, 0,
     "Write a line for each request to standard error. Tokens do not stand in it."},
    {"rule", "NAME", OPT_RULE, OPTION_TEXT, MEMBER(rule), 0, 0,
     "Show this rule only, and list every breach of it."},
    {"since", "WHEN", OPT_SINCE, OPTION_TEXT, MEMBER(since), 0, 0,
     "A date, a time such as 2026-02-03T09:30Z, or hours before now such as 48h."},
    {"practitioner", "PERSON", OPT_SINCE, OPTION_TEXT, MEMBER(practitioner), 0, 0,
     "Changes of this person only."},
    {"mail", NULL, OPT_SINCE, OPTION_FLAG, MEMBER(mail), 0, 0,
     "Mail to everybody what changed for them and nobody has mailed yet."},
    {"forecast", "YEAR", OPT_YEAR, OPTION_NUMBER, MEMBER(year), 1990, 2100,
     "Forecast this year for every authority, as CSV, from the years before it alone."},
    {"scenario", "NAME", OPT_SCENARIO, OPTION_TEXT, MEMBER(scenario), 0, 0,
     "Forecast this scenario, compare it with that of --against, and store nothing."},
    {"against", "NAME", OPT_SCENARIO, OPTION_TEXT, MEMBER(against), 0, 0,
     "What to compare with; the service as imported (baseline) when not given."},
    {"csv", "FILE", OPT_SCENARIO, OPTION_TEXT, MEMBER(csv), 0, 0,
     "Also write the comparison by financial year into this CSV file."},
    {"out", "DIR", OPT_SCENARIO, OPTION_TEXT, MEMBER(out), 0, 0,
     "Also write the comparison into this folder: a page with charts, a workbook, CSV and JSON."},
    {"copy", "NAME", OPT_NEW_SCENARIO, OPTION_TEXT, MEMBER(copy), 0, 0,
     "Begin with the changes of this scenario."},
    {"change", "CHANGE", OPT_NEW_SCENARIO, OPTION_TEXTS, MEMBER(change), 0, 0,
     "A change, in quotes: \"posts ROLE FTE DATE\", \"close-team POD DATE\", \"end-agency DATE\", "
     "\"pay PERCENT DATE\", \"leavers PERCENT\", \"referrals PERCENT DATE\". May be repeated."},
    {"out", "DIR", OPT_OUT, OPTION_TEXT, MEMBER(out), 0, 0,
     "The folder to publish into; made when it is not there."},
    {"out", "DIR", OPT_BOOK, OPTION_TEXT, MEMBER(out), 0, 0,
     "Also write it into this folder: a workbook with formulas, CSV and JSON."},
    {"name", "NAME", OPT_LEAVE, OPTION_TEXT, MEMBER(name), 0, 0,
     "What people call the calendar; \"leave\" when not given."},
    {"kind", "KIND", OPT_LEAVE, OPTION_TEXT, MEMBER(kind), 0, 0,
     "What the leave is for, as in leave.csv; other when not given."},
    {"days-only", NULL, OPT_LEAVE, OPTION_FLAG, MEMBER(days_only), 0, 0,
     "All-day events count, events with times do not."},
    {"hours", "N", OPT_LEAVE, OPTION_NUMBER, MEMBER(hours), 1, 24,
     "Hours of a day that events with times take together to make it leave; 4 when not given."},
    {"free-too", NULL, OPT_LEAVE, OPTION_FLAG, MEMBER(free_too), 0, 0,
     "Events that are shown as free count, too."},
    {"words", "WORDS", OPT_LEAVE, OPTION_TEXT, MEMBER(words), 0, 0,
     "Only events with these words in their summary or category count."},
    {"division", "NAME", OPT_DIVISION, OPTION_TEXT, MEMBER(division), 0, 0,
     "england-and-wales (when not given), scotland or northern-ireland."},
    {"allow-private", NULL, OPT_FETCH, OPTION_FLAG, MEMBER(allow_private), 0, 0,
     "The address may lead to this machine or its own network."},
    {"as-browser", NULL, OPT_FETCH, OPTION_FLAG, MEMBER(as_browser), 0, 0,
     "Tell the server that this is a browser; some give nothing else a calendar."},
    {"time", "SECONDS", OPT_LOOK, OPTION_SECONDS, MEMBER(time), 0, 600,
     "Longest time to fetch one calendar; 30 when not given."},
    {"dry-run", NULL, OPT_LOOK, OPTION_FLAG, MEMBER(dry_run), 0, 0,
     "Show what would become of it and store nothing."},
};
/* clang-format on */
const int option_count = sizeof(option_table) / sizeof(option_table[0]);

#define OPT_SOLVE (OPT_SEED | OPT_ROUNDS | OPT_TIME)

#define JSON_FOLLOWED                                                                              \
    "followed  swaps that were closed or opened again because of the rota: swap, state, "          \
    "sentence\n"
#define JSON_PLAN                                                                                  \
    "plan  id, command, seed and input_hash of the plan in force\n"                                \
    "stored  true when this run stored a new plan\n"                                               \
    "stages  list of: stage, ran (in this run), status, cost, bound, rounds, seconds\n"            \
    "families  total, placed, unplaced\n"                                                          \
    "step_down  families escalated; accompanied by or across to a social worker\n"                 \
    "closing  cases of closing pods: closed, stepped_down, stepped_across, moved; last (date)\n"   \
    "caseloads  people, lowest and highest workload in per mille of capacity\n"                    \
    "rota  from, weeks, turns_needed, turns_filled; turns that are draft, published, worked\n"     \
    "training  seats, sessions, price in pence\n"                                                  \
    "years  list of: year, months, establishment, vacancy and unmet as averages in thousandths "   \
    "of FTE, cover_cost, total_cost and unpaid (by any stream) in pence\n"                         \
    "ranges  of the service, list of: month, months, line, p10, p50 and p90 of 10,000 paths\n"     \
    "staffing  the staffing plan, list of: month, role, starts, in_post, bank, agency, overtime, " \
    "unmet, surplus, "                                                                             \
    "cost\n"                                                                                       \
    "advice  what an earlier start saves in pence, with a sentence\n"                              \
    "savings  list of: cohort, outcome, gross, less and net in pence\n"                            \
    "shortfalls  list of: stage, rule, subject, from, to, amount, unit, sentence, remedy"

#define JSON_SWAP                                                                                  \
    JSON_FOLLOWED                                                                                  \
    "swap  swap (its number), kind, state, shift, date, practitioner, other, other_shift, "        \
    "other_date, and steps: list of state, practitioner, day, made_at, made_by, note\n"            \
    "minutes  that the rota costs more with it; null while nobody takes it"
#define JSON_SCENARIO "scenario  name, copied_from, changes"
#define JSON_NEW_PLAN "\nplan  id, command, seed and input_hash of the new plan, once approved"

#define JSON_FEED                                                                                  \
    "feed  feed (its number), scope, key, name, person (whose it is, or null), state (open, "      \
    "revoked, left, gone), created, last_used and ends: UTC, null: not\n"

const struct command command_table[] = {
    {"import", command_import, "FOLDER", 1, 1, OPT_KEEP_NAMES | OPT_DRY_RUN,
     "read a service from a folder of CSV files",
     "Reads every CSV file of the folder (docs/data-format.md says what they hold), checks cell by "
     "cell, row against row and the service as a whole, and replaces the service in the file. "
     "Plans are kept.\n"
     "It is all or nothing: every fault is listed with its file, line and column, and nothing is "
     "stored until there is none. Warnings are listed and do not stop it.",
     "changed  false when the file held exactly this service already\n"
     "stored  true when the service was stored\n"
     "tables  rows by table\n"
     "faults  list of: file, line, column, text\n"
     "warnings  the same for what does not stop the import"},
    {"check", command_check, NULL, 0, 0, OPT_RULE,
     "judge the data and the plan in force by the table of rules",
     "Checks the file, repeats the warnings about the data, and judges the plan in force by every "
     "rule, independently of the engines that made it.\n"
     "Exit status 7 means: a hard rule is broken and no shortfall of the plan says so. That can "
     "happen when the data has changed since the plan was made; plan again.",
     "warnings  list of: file, line, column, text\n"
     "plan  id, command, seed and input_hash; null when there is none\n"
     "current  true when the plan answers the data as it is now\n"
     "rules  list of: rule, stage, hard, outcome, unit, breaches, amount, "
     "cost\n"
     "breaches  with --rule: list of sentences"},
    {"plan", command_plan, NULL, 0, 0,
     OPT_SOLVE | OPT_SEARCH | OPT_FROM | OPT_WEEKS | OPT_MONTHS | OPT_AGAIN | OPT_NOTICE,
     "train, allocate, rota and forecast in the order that lets each respect the others",
     "Makes a whole plan and stores it in one piece: training first, because only trained people "
     "hold cases; then the families; then the rota, which respects courses and leave; then the "
     "forecast. The new plan stays close to the plan in force.\n"
     "Nothing is stored when the data, the settings and the seed are those of the plan in force "
     "(--again plans nevertheless).\n"
     "Ctrl-C once stops the search and keeps the best plan found; twice ends at once and stores "
     "nothing.",
     JSON_FOLLOWED JSON_PLAN},
    {"train", command_train, NULL, 0, 0, OPT_SOLVE, "plan who takes which course",
     "Replaces the training of the plan in force: core courses first, then each pod's own choice "
     "under its budget. The other stages stay as they are.",
     JSON_PLAN},
    {"allocate", command_allocate, NULL, 0, 0, OPT_SOLVE | OPT_SEARCH | OPT_CHANGES,
     "give every family a practitioner, every practitioner a consultant",
     "Replaces the allocation of the plan in force. Families stay with their practitioner unless "
     "a move is worth it. The other stages stay as they are. The answer says who moves, from whom "
     "to whom and why.\n"
     "--changes N lets N families move at most; 0 moves nobody and still places new families. When "
     "more have to move whatever else stays, it says how many, and stores nothing.\n"
     "--pin keeps a family where it is, or gives it to the practitioner named; what breaks a rule "
     "is refused with the rule.\n"
     "--without PERSON --from DATE shows the hand-overs that a leaver or a long absence forces. "
     "Everything is judged on DATE (or on cases_from when that is later). Only families that have "
     "to move do so, and others when they have to make room; with --changes N, up to N families. "
     "The data is not changed: write the end into practitioners.csv before the next plan.",
     JSON_PLAN
     "\n"
     "moves  list of: family, from, to, rule (that forces it, or null), pinned, before and "
     "after in minutes a week, sentence\n"
     "placed  the same for families that had nobody\n"
     "oversight  list of: practitioner, from, to: consultants that change\n"
     "warnings  list of sentences"},
    {"candidates", command_candidates, "FAMILY", 1, 1, 0,
     "rank every practitioner for a family, with the rule that forbids it",
     "Everybody who holds cases, with the workload without and with the family in per cent of "
     "capacity, and what it would cost in minutes of time a week: each soft rule by itself. Those "
     "who can not take it stand below, with the hard rule that forbids it. All other families stay "
     "where the plan in force has them; without a plan, where the data has them.",
     "plan  id, command, seed and input_hash of the plan in force; null when there is none\n"
     "family  its key\n"
     "practitioner  who has it now, or null\n"
     "load  families, children, points and unassessed\n"
     "candidates  list, best first, of: practitioner, possible, before and after in per mille of "
     "capacity, cost, continuity, travel, preferred_skill, language and balance in minutes a week, "
     "rule, sentence"},
    {"rota", command_rota, NULL, 0, 0,
     OPT_SOLVE | OPT_SEARCH | OPT_FROM | OPT_WEEKS | OPT_TURNS | OPT_NOTICE,
     "make the rota of duties and standby",
     "Replaces the rota of the plan in force. It respects leave, training, rest and requests, and "
     "shares evenings, weekends and standby fairly. The other stages stay as they are. The answer "
     "says which turns change hands, who is touched, and why.\n"
     "A turn is a draft until it is published, and worked once its date has passed. Published "
     "turns "
     "within the notice (setting notice_days, counted from planned_on) stay with whoever has them, "
     "unless --inside-notice is given; later ones change at the price of the rule rota_change. "
     "What "
     "leave, a course or the end of a post takes away is given to somebody else in any case, but "
     "for "
     "days that have passed: those stay as they were worked.\n"
     "--changes N changes N turns at most, say after sickness; 0 changes none and still fills what "
     "is open. When more have to change whatever else stays, it says how many, and stores nothing.",
     JSON_FOLLOWED JSON_PLAN
     "\n"
     "changes  list of: shift, date, from, to, rule (that takes the turn away, or null), minutes "
     "that the rota would cost more with the turn as it was, sentence\n"
     "filled  the same for turns that nobody had\n"
     "touched  list of: practitioner, gives_up and takes_on: lists of shift and date"},
    {"rota gaps", command_rota_gaps, NULL, 0, 0, OPT_AHEAD,
     "list open turns ahead, and who could take them at what cost",
     "Every shift that has fewer people than it needs from planned_on on, in the rota in force and "
     "in weeks that nobody has planned yet. Candidates are ranked: the shift's own pod, then its "
     "hub, the bank, and an agency last. Each has the minutes that the soft rules would cost more "
     "and the pence for hours beyond the contract, or the rate of cover_costs.csv. Who can not "
     "take "
     "it is listed with the first hard rule that forbids it. People of another pod of the hub may "
     "be lent, where nothing but the pod speaks against it. A standby by the week is judged and "
     "priced with all that is open of its week.",
     "plan  id, command, seed and input_hash of the plan in force\n"
     "gaps  list of: shift, date, missing (people), in_rota, elsewhere (people of other pods and "
     "hubs, who are not listed), and candidates: list of practitioner (null: somebody whom the "
     "data does not "
     "name), source, possible, lend, rule, minutes, pence (null: no rate is known), sentence"},
    {"rota ask", command_rota_ask, "PERSON SHIFT DATE", 3, 3, OPT_ASK,
     "ask somebody to take a published turn, perhaps for one of theirs",
     "PERSON asks another (--of) to take the turn SHIFT on DATE, and to give a turn back for it "
     "(--for, --on). The turns have to be published and ahead, and each is in one open swap at "
     "most. A swap that would break a hard rule is refused with the rule.\n"
     "A swap follows its turns: it stays when the times of the shift move, and is closed with the "
     "reason when a new rota gives one of them to somebody else, when the shift no longer runs, "
     "or when the day has passed.",
     JSON_SWAP},
    {"rota offer", command_rota_offer, "PERSON SHIFT DATE", 3, 3, 0,
     "offer a published turn to whoever takes it",
     "PERSON offers the turn SHIFT on DATE to everybody; podplan rota volunteer takes it.",
     JSON_SWAP},
    {"rota volunteer", command_rota_volunteer, "SWAP PERSON", 2, 2, 0,
     "take an offered turn, or say yes when asked",
     "PERSON takes the turn of the swap. It then waits for a manager to approve it; with the "
     "setting swaps_need_approval 0 the turns change hands at once.",
     JSON_SWAP JSON_NEW_PLAN},
    {"rota approve", command_rota_approve, "SWAP", 1, 1, OPT_BY,
     "approve a swap that somebody has taken",
     "The turns change hands, in a new plan and in what counts as published; the next publish "
     "brings it into the calendars. Whoever has a part in the swap can not approve it.",
     JSON_SWAP JSON_NEW_PLAN},
    {"rota refuse", command_rota_refuse, "SWAP", 1, 1, OPT_BY,
     "refuse a swap: a manager, or whoever is asked", "The turns stay where they are.", JSON_SWAP},
    {"rota withdraw", command_rota_withdraw, "SWAP", 1, 1, OPT_BY, "withdraw a swap",
     "The turns stay where they are, and can be in another swap.", JSON_SWAP},
    {"rota swaps", command_rota_swaps, NULL, 0, 0, OPT_ALL, "list the swaps that are open",
     "Each with its number, and with the rule that it would break by now, if any.",
     JSON_FOLLOWED
     "swaps  list of: as swap in rota ask; rule and sentence that stand in the way, minutes"},
    {"rota ledger", command_rota_ledger, NULL, 0, 0, 0,
     "who has had how many turns of each kind in the year, and what is fair",
     "For every kind of turn (duty, evening, weekend, night, bank holiday, standby) what each "
     "person "
     "has worked in the year before the rota, swaps included, what the plan in force adds, and "
     "what "
     "would be fair by its end. Those furthest above what is fair come first. History from before "
     "podplan comes from worked_turns.csv and ledger.csv (docs/data-format.md).",
     "plan  id, command, seed and input_hash of the plan in force\n"
     "from  first day of the year before the rota\n"
     "rota_from  first day of the rota\n"
     "rota_to  last day of the rota\n"
     "ledger  list, kind by kind, of: practitioner, kind, worked and planned turns, fair in "
     "thousandths of a turn by rota_to (null: they share none of this rota's), share: turns of "
     "this rota that are no more than fair\n"
     "current  true when the plan answers the data as it is now"},
    {"leave add", command_leave_add, "PERSON FILE|ADDRESS", 2, 2, OPT_LEAVE | OPT_FETCH | OPT_LOOK,
     "take somebody's leave from a calendar",
     "Reads a calendar (iCalendar, .ics), from a file or from an http, https or webcal address, "
     "and stores the days on which PERSON is away, beside leave.csv: an import of either loses "
     "nothing of the other, and a day that both have counts once.\n"
     "A day is leave when an all-day event covers it, or when events with times take --hours of "
     "it together. Events shown as free, or cancelled, don't count; recurrences, exceptions, "
     "moved dates and time zones do. Of the calendar only days are kept, from a year before the "
     "day of planning until 60 weeks after the rota begins: no summary and no place.\n"
     "The answer names the published turns that the leave takes away.\n"
     "An address may be a secret: it stands in the file of podplan and is never shown whole.",
     "source  source (its number), practitioner, name, place, kind, days_only, hours, free_too, "
     "words, fetched_at, from and to (days it was read for), failed_at, trouble, days\n"
     "days  list of: from, to\n"
     "left_out  events: free, cancelled, other (without the words); short_days\n"
     "hits  list of published turns that the leave takes away: practitioner, shift, date\n"
     "warnings  list of: place, line, text\n"
     "stored  false with --dry-run"},
    {"leave fetch", command_leave_fetch, "[SOURCE]", 0, 1, OPT_LOOK,
     "look for news in the calendars of leave",
     "Fetches and reads every source of leave again, or one. What it says now takes the place of "
     "what it said before; a source that can't be fetched or read keeps the days of its last good "
     "copy, is named on standard error, and decides the exit status once all others were "
     "looked at.",
     "sources  list of: source, practitioner, outcome (new, unchanged, failed), days, trouble\n"
     "hits  list of published turns that leave takes away: practitioner, shift, date\n"
     "warnings  list of: place, line, text"},
    {"leave list", command_leave_list, NULL, 0, 0, 0, "list the calendars that leave is taken from",
     "Each with its number, whose leave it holds, how many days, and since when it can't be read, "
     "if so.",
     "sources  list of: as source in leave add"},
    {"leave remove", command_leave_remove, "SOURCE", 1, 1, 0, "take no more leave from a calendar",
     "The source is forgotten, and the days that came from it.", "removed  its number"},
    {"holidays add", command_holidays_add, "[FILE|ADDRESS]", 0, 1,
     OPT_DIVISION | OPT_FETCH | OPT_LOOK, "add bank holidays to those of the data",
     "Without an operand: those of England and Wales from 2019 to 2028, which podplan brings "
     "along. With one: those of a file or address of GOV.UK, as JSON "
     "(https://www.gov.uk/bank-holidays.json) or as a calendar (.ics).\n"
     "They stand beside bank_holidays.csv, and an import keeps them. Nothing is added unasked.",
     "read  how many were read\n"
     "added  how many of them had not been added before\n"
     "last  the last of them\n"
     "stored  false with --dry-run"},
    {"holidays list", command_holidays_list, NULL, 0, 0, 0,
     "list the bank holidays, and say whether the rota goes beyond them",
     "Those of bank_holidays.csv and those that were added. A rota that goes on into a year of "
     "which none is known gets a warning, here and when it is planned.",
     "holidays  list of: date, name, from (import or added)\n"
     "last  the last that is known, or null\n"
     "rota_to  last day of the rota\n"
     "beyond  true when the rota goes on into a year of which none is known"},
    {"holidays clear", command_holidays_clear, NULL, 0, 0, 0,
     "forget the bank holidays that were added", "Those of bank_holidays.csv stay.",
     "removed  how many"},
    {"forecast", command_forecast, NULL, 0, 0, OPT_SOLVE | OPT_MONTHS | OPT_SCENARIO,
     "forecast posts, vacancies, cover and cost",
     "Replaces the forecast of the plan in force: by month and financial year, with what each "
     "funding stream pays. The other stages stay as they are.\n"
     "--scenario A --against B forecasts both with the same seed and says, by financial year and "
     "line, by how much they differ; the JSON answer then has scenario, against and comparison "
     "(list of: year, line, unit, scenario, against, difference) instead, and idle: the changes "
     "that change no figure of these months, why, and what to do (list of: scenario, change, "
     "sentence). Nothing is stored. "
     "With --out DIR the same stands there by month, role and line of cost, as comparison.html "
     "with "
     "charts, comparison.xlsx with formulas, comparison.json and CSV files.",
     JSON_PLAN},
    {"scenario add", command_scenario_add, "NAME", 1, 1, OPT_NEW_SCENARIO,
     "name a list of changes to the service, to be tried in forecasts",
     "The service itself stays as it is until the scenario is adopted. A change that does not fit "
     "the service is refused.\n"
     "posts ROLE FTE DATE: more posts from that day on. close-team POD DATE: its posts and "
     "contracts end. end-agency DATE: none is bought after that day. pay PERCENT DATE: every grade "
     "costs more from that day on; the year in which it begins, by the share of its days. leavers "
     "PERCENT: -10 is retention better by a tenth. "
     "referrals PERCENT DATE: from that month on.\n"
     "A change that changes no figure of the forecast is kept, and said.",
     JSON_SCENARIO "\nidle  changes without effect: list of scenario, change, sentence"},
    {"scenario list", command_scenario_list, NULL, 0, 0, 0, "list the scenarios",
     "Each with its changes.", "scenarios  list of: name, copied_from, changes"},
    {"scenario remove", command_scenario_remove, "NAME", 1, 1, 0, "forget a scenario",
     "The service stays as it is.", JSON_SCENARIO},
    {"scenario adopt", command_scenario_adopt, "NAME", 1, 1, 0,
     "make the changes of a scenario to the service",
     "The service becomes what the scenario says, as if it had been imported so; the plan in force "
     "stays until you plan again. The scenario is forgotten, because its changes are made; "
     "scenarios "
     "that were copied from it, or it from them, lose these changes, so that nothing is done "
     "twice. "
     "Others that have one of them are named.",
     JSON_SCENARIO
     "\ncopies  the copies that lost changes, with those they have left: list of name, "
     "copied_from, changes\nothers  names of scenarios that have a change that was made, and would "
     "make it once more"},
    {"reconcile", command_reconcile, "FOLDER|FILE...", 1, MAX_OPERANDS, OPT_BOOK,
     "work a costed table out again and name what does not agree",
     "Reads a table of costs that somebody states (docs/data-format.md, Costed tables): a folder "
     "with lines.csv, grade_costs.csv and totals.csv, or these files by name. Every line is worked "
     "out again in pence from posts, grades and dates, part years by months, and compared with the "
     "amount stated.\n"
     "It names by itself a line at the cost of another grade, or of another year, and which; a "
     "part "
     "year charged as a whole one, and how much is too much, or two of these together; lines that "
     "agree on other months than their dates; "
     "totals that are not the sum of their lines, and which lines make the difference; and what "
     "nothing explains. What rounding to pounds can do is listed apart and is no fault.\n"
     "No service is needed, and nothing is stored. With --out DIR a workbook shows how: each line "
     "as "
     "units x yearly cost x months / 12, sums, differences; a CSV file of each table and "
     "reconcile.json beside it.",
     "lines  list of: table, line, period, grade, fte, stated, reckoned (null: as stated, nothing "
     "says what it should be), by_dates and difference in pence, outcome (agrees, as stated, or "
     "the "
     "kind of finding)\n"
     "periods  list of: table, period, stated, reckoned and by_dates in pence, months (on which "
     "its lines agree against their dates, or null)\n"
     "findings  list of: kind (wrong_grade, full_year, other_year, by_days, other_months, "
     "total_differs, unexplained, line_rounding, total_rounding), fault (false for roundings), "
     "table, line, "
     "period, stated, "
     "reckoned and difference in pence, of_reckoned (a total less what its lines ought to be), "
     "fits (grades), lines (that make the difference), file_line, sentence\n"
     "faults  list of: file, line, column, text: why the table can't be read\n"
     "warnings  the same for what does not stop it"},
    {"publish", command_publish, NULL, 0, 0, OPT_OUT, "write calendars and reports into a folder",
     "Writes a calendar for each practitioner, pod and hub, each on-call tier and all training "
     "(calendars/practitioner-KEY.ics, pod-KEY.ics, hub-KEY.ics, tier-N.ics, training.ics), and "
     "the reports as CSV, one XLSX workbook and one HTML page. Calendars that others read call "
     "people by role and key, unless their pod agreed to names (feed_names in pods.csv); no "
     "calendar has a word about families.\n"
     "Files that would not change are left alone. Files of an earlier publish that are no longer "
     "made are removed. Files that podplan did not write are never touched.",
     "out  the folder\n"
     "plan  id, command, seed and input_hash of the plan in force\n"
     "written  list of files that are new or changed\n"
     "removed  list of files that are gone\n"
     "unchanged  how many files stayed as they were\n"
     "current  true when the plan answers the data as it is now\n" JSON_FOLLOWED
     "events  total, added, changed and removed calendar events\n"
     "narrowed  list of sentences on calendars that can not show everything"},
    {"feeds add", command_feeds_add, "SCOPE [KEY]", 1, 2, OPT_FEED | OPT_BASE,
     "make an address at which somebody subscribes to a calendar",
     "SCOPE is practitioner, pod, hub or tier with a KEY, or training without one. The address "
     "holds a secret of 256 bits, is shown once, and is kept as a hash only. Make one for every "
     "phone or program, so that each can be revoked by itself.\n"
     "A feed ends by itself on the day after the last day in post of the person whose it is, or "
     "when person, pod or hub are no longer in the service. It then shows an empty calendar for 30 "
     "days, so that clients drop its events, and is gone after that.",
     JSON_FEED "url  its address; without --base its path"},
    {"feeds list", command_feeds_list, NULL, 0, 0, OPT_ENDED, "list who may subscribe to what",
     "Each with its number, and when it was last used, to about a minute.",
     "feeds  list of: as feed in feeds add"},
    {"feeds rotate", command_feeds_rotate, "FEED", 1, 1, OPT_BASE, "give a feed a new address",
     "The old address is revoked; the new one is shown once.",
     JSON_FEED "url  its address; without --base its path\n"
               "revoked  number of the feed that had the old address"},
    {"feeds revoke", command_feeds_revoke, "FEED", 1, 1, 0, "end a feed",
     "It shows an empty calendar for 30 days, so that clients drop its events, and is gone then.",
     "revoked  its number"},
    {"serve", command_serve, NULL, 0, 0, OPT_SERVE, "serve calendars over HTTP",
     "Answers GET and HEAD of /feeds/TOKEN.ics (podplan feeds add makes tokens) and of /health, "
     "until SIGTERM or Ctrl-C. It shows what was published last, within a moment of podplan "
     "publish, and may run while others plan.\n"
     "It listens on this machine alone and speaks no TLS: put nginx or Caddy in front "
     "(docs/operations.md, deploy/). A socket that systemd hands over is taken instead of "
     "--listen.\n"
     "Calendar programs look for news hours apart, some once a day: what changes at short notice "
     "has to reach people in another way.",
     "listen  where it listened"},
    {"changes", command_changes, NULL, 0, 0, OPT_SINCE,
     "list what changed in published calendars, person by person, and mail it",
     "Subscribed calendars show changes hours later, some a day later. This lists what has been "
     "published since a time: turns and courses that are new, moved, changed or withdrawn, as they "
     "were and as they are. Changes of a turn that begins within 48 hours are marked.\n"
     "--mail sends everybody what changed for them through the program of the setting mail_program "
     "to the address in practitioners.csv (column email). Each change is mailed once; what the "
     "program did not take is kept for the next time, and exit status 5 says so.",
     "since  the time, UTC\n"
     "changes  list of: practitioner, what (added, moved, changed, removed), before and after: "
     "null "
     "or date, begin, end, summary, location; changed (UTC), soon, sentence\n"
     "mail  with --mail, list of: practitioner, mail (sent, failed, none), reason"},
    {"backtest", command_backtest, "FILE|FOLDER...", 1, MAX_OPERANDS, OPT_SEED | OPT_YEAR,
     "test yearly forecasts by authority on what really happened",
     "Reads the Department for Education's yearly files \"Children's social work workforce\" "
     "(indicators by local authority, CSV as published), in any order, or all in a folder. Of two "
     "files with the same authority and year, the one that reaches the later year counts. "
     "Authorities that share a service are one or apart as in the newest.\n"
     "From every year on, in post, vacancies, agency and leavers are forecast one and two years "
     "ahead from what was known by then, and compared with \"same as last year\" on the very same "
     "rows: error (the sum of errors over the sum of figures), their ratio, the difference with "
     "its 95% interval over resampled authorities, how often the 80% range held, and Winkler's "
     "score of the range over that of ranges pooled from past changes: below 1 is better.\n"
     "It also says which published rates do not follow from their parts by the national "
     "definitions.\n"
     "--forecast YEAR forecasts instead, as CSV: P10, P50 and P90 of every authority, at most two "
     "years after the last figures.\n"
     "Columns that must be there: time_period, geographic_level, region_name, new_la_code, "
     "la_name, "
     "inpost_fte. Figures that are used when there: starters_fte, leavers_fte, agency_fte, "
     "agency_cover_fte, vacancy_fte, case_holders_fte, cases, working_days_lost_fte, headcounts of "
     "the same, and the published rates. The names of the file of 2022 are known as well "
     "(social_worker_fte, leaver_fte). Cells without a figure hold z, x, c, u, k, :, .., -, ~ or "
     "nothing; low is 0.",
     "faults, warnings  lists of: file, line, column, text\n"
     "definitions  list of: name, formula, rows, and exceptions: list of name, year, printed, "
     "computed (per cent; cases)\n"
     "authorities  how many have figures of the last year\n"
     "backtests  list of: series, ahead, rows, baseline_error, error (per cent), ratio, low and "
     "high (95% interval of the difference), coverage and baseline_coverage (per cent), "
     "score_ratio, and years: the same by forecast year\n"
     "forecast  with --forecast: list of: code, authority, year, series, from (year), last, p10, "
     "p50, p90 (full-time equivalents); null where no figure is known to start from\n"
     "left_out  with --forecast: authorities without figures of the last year\n"
     "missing  sentences: series left out, because too few figures of them are there"},
    {"explain", command_explain, "family KEY, person KEY or shortfall [N]", 1, 2, 0,
     "say why: a family's practitioner, a person's load, a shortfall",
     "explain family KEY: who works with the family and why, and who else could or could not.\n"
     "explain person KEY: the load as a sum, against capacity and fair share; what one more place "
     "with them is worth, found by planning again.\n"
     "explain shortfall [N]: what does not fit, by how much, and what would close it; without a "
     "number also what one more post or place is worth, where that is most.",
     "family  family, practitioner, consultant, before, reason, load, costs, and candidates: "
     "as in the command candidates\n"
     "person  practitioner, consultant, capacity, load, workload, families, turns, seats, place: "
     "practitioner, role, pod, families, children, minutes, proved, sentence\n"
     "plan  id, command, seed and input_hash of the plan in force\n"
     "shortfalls  as in plan\n"
     "worth  list of what one more post or place is worth: as place in person"},
    {"help", command_help, "[COMMAND]", 0, 2, 0, "say what podplan does, or one command",
     "Without a command: the list of commands, the common options and the exit statuses.",
     "text  the help as text\n"
     "commands  list of: name, operands, help, details, options, json\n"
     "exits  list of: status, name, help"},
    {"version", command_version, NULL, 0, 0, 0, "say which version this is",
     "Prints the version of podplan.", "version  such as 0.1.0"},
};
const int command_count = sizeof(command_table) / sizeof(command_table[0]);

const struct command *command_find(const char *name)
{
    for (int c = 0; c < command_count; c++) {
        if (strcmp(command_table[c].name, name) == 0) {
            return &command_table[c];
        }
    }
    return NULL;
}

bool command_is_of(const struct command *command, const char *group)
{
    size_t length = strlen(group);
    return strncmp(command->name, group, length) == 0 && command->name[length] == ' ';
}

bool command_is_group(const char *name)
{
    bool any = false;
    for (int c = 0; c < command_count; c++) {
        any = any || command_is_of(&command_table[c], name);
    }
    return any;
}
