// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Columns and codes of the yearly files.
 *
 * The files of 2022 and of 2023 call the same columns by different names; the
 * table has both.  The codes are those of the statistics' data guidance.
 */
#include "yearly_columns.h"

#include "words.h"
#include "yearly.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    NAMES = 2,
    LARGEST = 2000000,
    THOUSANDTHS = 1000
};

struct field_row {
    const char *names[NAMES];
    bool required;
};

/* clang-format off */
static const struct field_row field_table[] = {
    [FIELD_YEAR] = {{"time_period"}, true},
    [FIELD_LEVEL] = {{"geographic_level"}, true},
    [FIELD_REGION] = {{"region_name"}, true},
    [FIELD_CODE] = {{"new_la_code"}, true},
    [FIELD_NAME] = {{"la_name"}, true},
    [FIELD_PARTS + PP_PART_IN_POST] = {{"inpost_fte", "social_worker_fte"}, true},
    [FIELD_PARTS + PP_PART_STARTERS] = {{"starters_fte", "starter_fte"}, false},
    [FIELD_PARTS + PP_PART_LEAVERS] = {{"leavers_fte", "leaver_fte"}, false},
    [FIELD_PARTS + PP_PART_AGENCY] = {{"agency_fte"}, false},
    [FIELD_PARTS + PP_PART_AGENCY_COVER] = {{"agency_cover_fte"}, false},
    [FIELD_PARTS + PP_PART_VACANCIES] = {{"vacancy_fte"}, false},
    [FIELD_PARTS + PP_PART_CASE_HOLDERS] = {{"case_holders_fte"}, false},
    [FIELD_PARTS + PP_PART_CASES] = {{"cases"}, false},
    [FIELD_PARTS + PP_PART_DAYS_LOST] = {{"working_days_lost_fte"}, false},
    [FIELD_PARTS + PP_PART_HEADS_IN_POST] =
        {{"inpost_headcount", "social_worker_headcount"}, false},
    [FIELD_PARTS + PP_PART_HEADS_LEAVERS] = {{"leavers_headcount", "leaver_headcount"}, false},
    [FIELD_PARTS + PP_PART_HEADS_AGENCY] = {{"agency_headcount"}, false},
    // in the order of pp_indicators
    [FIELD_INDICATORS] = {{"turnover_rate_fte", "turnover_rate_fte_%"}, false},
    {{"turnover_rate_headcount", "turnover_rate_headcount_%"}, false},
    {{"agency_rate_fte", "agency_worker_rate_fte_%"}, false},
    {{"agency_rate_headcount", "agency_worker_rate_headcount_%"}, false},
    {{"agency_cover_rate_fte", "agency_cover_rate_fte_%"}, false},
    {{"vacancy_rate_fte", "vacancy_rate_fte_%"}, false},
    {{"vacancy_agency_cover_rate_fte", "vacancy_agency_cover_rate_fte_%"}, false},
    {{"caseload_fte"}, false},
    {{"absence_rate_fte", "absence_rate_fte_%"}, false},
};
/* clang-format on */
enum {
    N_FIELDS = sizeof(field_table) / sizeof(field_table[0])
};

const char yearly_codes[] = "z, x, c, u, k, :, .., -, ~ or nothing";

static const char *const unknown_codes[] = {"z", "x", "c", "u", "k", ":", "..", "-", "~", ""};

const char *yearly_field_name(int32_t field)
{
    return field_table[field].names[0];
}

static int32_t find_field(const char *name)
{
    for (int32_t f = 0; f < N_FIELDS; f++) {
        for (int n = 0; n < NAMES && field_table[f].names[n] != NULL; n++) {
            if (strcmp(field_table[f].names[n], name) == 0) {
                return f;
            }
        }
    }
    return PP_NONE;
}

static bool place_cells(const struct record *record, const char *file, struct pp_faults *faults,
                        struct yearly_header *header)
{
    bool sound = true;
    for (int32_t cell = 0; cell < record->n_cells; cell++) {
        int32_t field = find_field(record->cells[cell]);
        if (field != PP_NONE && header->cell_of[field] != PP_NONE) {
            pp_faults_add(faults, false, file, record->line, record->cells[cell],
                          "the header names this column twice, in cells %d and %d",
                          (int)header->cell_of[field] + 1, (int)cell + 1);
            sound = false;
        } else if (field != PP_NONE) {
            header->cell_of[field] = cell;
        }
    }
    return sound;
}

bool yearly_header_read(const struct record *record, const char *file, struct pp_faults *faults,
                        struct yearly_header *header)
{
    for (int32_t f = 0; f < MAX_FIELDS; f++) {
        header->cell_of[f] = PP_NONE;
    }
    header->n_cells = record->n_cells;
    if (record->n_cells > PP_MAX_COLUMNS) {
        pp_faults_add(faults, false, file, record->line, NULL,
                      "the header has %d columns; the most is %d", (int)record->n_cells,
                      (int)PP_MAX_COLUMNS);
        return false;
    }
    bool sound = place_cells(record, file, faults, header);
    for (int32_t f = 0; f < N_FIELDS; f++) {
        if (field_table[f].required && header->cell_of[f] == PP_NONE) {
            pp_faults_add(faults, false, file, record->line, yearly_field_name(f),
                          "the header lacks this column, which is required; take the file of "
                          "indicators by local authority as it is published");
            sound = false;
        }
    }
    return sound;
}

static bool is_code(const char *text)
{
    for (size_t c = 0; c < sizeof(unknown_codes) / sizeof(unknown_codes[0]); c++) {
        if (strcmp(text, unknown_codes[c]) == 0) {
            return true;
        }
    }
    return false;
}

static bool refuse(const char *text, const char *file, int32_t line, int32_t field,
                   struct pp_faults *faults, const char *why)
{
    struct pp_buf shown = {0};
    words_clean(&shown, text, strlen(text));
    pp_faults_add(faults, false, file, line, yearly_field_name(field),
                  "'%s' %s; allowed are numbers from 0 to %d, low (rounds to 0), and %s for a "
                  "figure that is not there",
                  pp_buf_text(&shown), why, (int)LARGEST, yearly_codes);
    pp_buf_finish(&shown);
    return false;
}

bool yearly_figure_read(const char *text, const char *file, int32_t line, int32_t field,
                        struct pp_faults *faults, int32_t *thousandths)
{
    *thousandths = PP_UNKNOWN;
    if (is_code(text)) {
        return true;
    }
    if (strcmp(text, "low") == 0) {
        *thousandths = 0;
        return true;
    }
    char *end = NULL;
    bool plain = strspn(text, "0123456789.-") == strlen(text);
    double value = strtod(text, &end);
    if (!plain || end == text || *end != '\0') {
        return refuse(text, file, line, field, faults, "is not a number");
    }
    if (value < 0) {
        return refuse(text, file, line, field, faults, "is negative");
    }
    if (value > LARGEST) {
        return refuse(text, file, line, field, faults, "is too large");
    }
    *thousandths = (int32_t)lround(value * THOUSANDTHS);
    return true;
}
