// SPDX-License-Identifier: GPL-3.0-or-later
/* The one table of settings: names, defaults, ranges and meaning (settings.csv). */
#include "tables.h"

#define SETTING(member, kind, otherwise, ...)                                                      \
    {                                                                                              \
        .name = #member, .offset = offsetof(struct pp_settings, member), .type = (kind),           \
        .fallback = (otherwise), __VA_ARGS__                                                       \
    }

const struct pp_setting pp_settings_table[] = {
    SETTING(service_name, PP_T_TEXT, NULL, .help = "What the service is called."),
    SETTING(authority, PP_T_TEXT, "", .help = "The council it belongs to; blank: not shown."),
    SETTING(mail_program, PP_T_TEXT, "",
            .help = "The program of this machine that sends mail, compatible with sendmail, by its "
                    "absolute path, say /usr/sbin/sendmail; blank: no mail is sent."),
    SETTING(mail_from, PP_T_TEXT, "", .help = "The address that mail comes from."),
    SETTING(planned_on, PP_T_DATE, NULL,
            .help = "Today, as far as the plan is concerned; no clock is read."),
    SETTING(cases_from, PP_T_DATE, "",
            .help = "The day on which allocations take effect; blank: planned_on."),
    SETTING(rota_from, PP_T_DATE, "",
            .help =
                "The Monday on which the rota begins; blank: the first on or after cases_from."),
    SETTING(rota_weeks, PP_T_INT, "8", .least = 1, .most = PP_MAX_WEEKS,
            .help = "Weeks of the rota."),
    SETTING(forecast_months, PP_T_INT, "15", .least = 1, .most = PP_MAX_MONTHS,
            .help = "Months of the forecast."),
    SETTING(seed, PP_T_INT, "1", .least = 0, .most = INT32_MAX,
            .help = "Where chance begins; the same seed gives the same plan."),
    SETTING(allocation_rounds, PP_T_INT, "200", .least = 1, .most = SCHEMA_MANY,
            .help = "Effort of the allocation, in rounds."),
    SETTING(rota_rounds, PP_T_INT, "200", .least = 1, .most = SCHEMA_MANY,
            .help = "Effort of the rota, in rounds."),
    SETTING(full_week_minutes, PP_T_INT, "2220", .least = 60, .most = 10080,
            .help = "Contract of one full-time person, minutes a week; 2220 is 37 hours."),
    SETTING(unassessed_points, PP_T_MILLI, "", .least = 1, .most = SCHEMA_CHILD_POINTS,
            .help = "Points of an unassessed child; blank: the largest weight in force."),
    SETTING(visits_per_week, PP_T_MILLI, "1", .least = 0, .most = SCHEMA_VISITS,
            .help = "Visits to each family in a week; they make the travel minutes."),
    SETTING(rest_minutes, PP_T_INT, "660", .least = 0, .most = 1440,
            .help = "Rest between two duties, minutes; 660 is the 11 hours of the Regulations."),
    SETTING(week_average_minutes, PP_T_INT, "2880", .least = 60, .most = 10080,
            .help = "Most work in an average week, minutes; 2880 is the 48 hours of the "
                    "Regulations."),
    SETTING(reference_weeks, PP_T_INT, "17", .least = 1, .most = 52,
            .help = "Weeks over which the average is taken, those before the rota included."),
    SETTING(run_days, PP_T_INT, "6", .least = 1, .most = 31, .help = "Most days of duty in a row."),
    SETTING(evening_from, PP_T_TIME, "18:00",
            .help = "A duty that ends after this time is an evening."),
    SETTING(weekly_rest, PP_T_WORD, "24_in_7", .words = pp_weekly_rest_words,
            .help = "Rest without duty, standby and course: 24 hours in each week, or 48 hours in "
                    "each fortnight of the rota, in one or two periods."),
    SETTING(night_from, PP_T_TIME, "23:00", .least = 0, .most = PP_DAY_MINUTES - 1,
            .help = "A night begins; a duty with three hours of it is a night duty."),
    SETTING(night_to, PP_T_TIME, "06:00", .least = 0, .most = PP_DAY_MINUTES - 1,
            .help = "The night ends."),
    SETTING(night_average_minutes, PP_T_INT, "480", .least = 60, .most = 1440,
            .help = "Most work of those with night duties in each 24 hours on average, a day of "
                    "rest in each week left out, minutes; 480 is 8 hours."),
    SETTING(contract_band_percent, PP_T_INT, "", .least = 0, .most = 100,
            .help = "Hours may be so many per cent above or below the contract; blank: they may "
                    "be below it by any amount, and not above."),
    SETTING(evenings_apart_weeks, PP_T_INT, "0", .least = 0, .most = 8,
            .help = "Weeks without evening duties between two with some; 0: no matter."),
    SETTING(weekends_apart_weeks, PP_T_INT, "0", .least = 0, .most = 8,
            .help = "Weekends off between two with duties; 0: no matter."),
    SETTING(notice_days, PP_T_INT, "28", .least = 0, .most = 366,
            .help = "Days from planned_on in which a new rota leaves published turns as they are."),
    SETTING(swaps_need_approval, PP_T_INT, "1", .least = 0, .most = 1,
            .help = "1: a manager approves each swap of turns; 0: it holds once somebody "
                    "volunteers."),
    SETTING(leavers_percent, PP_T_MILLI, "100", .least = 0, .most = 1000 * 1000,
            .help = "Leavers to expect, per cent of what the history says; 90: retention improves "
                    "by a tenth."),
    SETTING(agency_notice_weeks, PP_T_INT, "4", .least = 0, .most = 52,
            .help = "Agency cover in the staffing plan is engaged for at least so many weeks; 4 is "
                    "the notice of the 2024 rules."),
    SETTING(on_cost_percent, PP_T_INT, "0", .least = 0, .most = 100,
            .help = "Per cent on top of agency cost, say VAT that is not reclaimed."),
    SETTING(agency_experience_years, PP_T_INT, "3", .least = 0, .most = 20,
            .help = "Years after `qualified` before an agency may send a social worker; 3 by the "
                    "2024 rules."),
    SETTING(agency_cool_off_months, PP_T_INT, "3", .least = 0, .most = 60,
            .help = "Months after `permanent_until` before an agency may send somebody; 3 by the "
                    "2024 rules."),
    SETTING(
        increment_month, PP_T_INT, "4", .least = 0, .most = 12,
        .help =
            "Month on whose first day pay goes up a point of the spine; who began less than six "
            "months before goes up on the day six months after they began. 0: it does not."),
};
const int32_t pp_n_settings = (int32_t)(sizeof(pp_settings_table) / sizeof(pp_settings_table[0]));
