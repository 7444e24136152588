// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The one table of tables: every CSV file, its columns, their types, ranges,
 * words and meaning.
 *
 * It drives the CSV import, the builder's checks, the store's statements and
 * docs/data-format.md.  Adding a column is a member in service.h, a row here
 * and a migration of the store.
 */
#ifndef PODPLAN_SCHEMA_H
#define PODPLAN_SCHEMA_H

#include <podplan/buf.h>
#include <podplan/service.h>

#include <stddef.h>

/* How a cell is written in CSV, what C holds, what SQLite holds. */
enum pp_type {
    PP_T_KEY,   ///< reference number: const char *; TEXT
    PP_T_TEXT,  ///< free text: const char *, NULL when blank; TEXT
    PP_T_NAME,  ///< a person's name: dropped unless asked for; const char *; TEXT
    PP_T_REF,   ///< key of a row of `ref`: int32_t row; TEXT
    PP_T_RULE,  ///< name of a rule: int32_t index; TEXT
    PP_T_DATE,  ///< YYYY-MM-DD: pp_day; TEXT
    PP_T_TIME,  ///< HH:MM: pp_minute; TEXT
    PP_T_INT,   ///< whole number: int32_t; INTEGER
    PP_T_MILLI, ///< at most 3 decimals: int32_t thousandths; INTEGER
    PP_T_RATE,  ///< at most 6 decimals: int32_t millionths; INTEGER
    PP_T_MONEY, ///< pounds, at most 2 decimals: int64_t pence; INTEGER
    PP_T_WORD,  ///< one of `words`: int32_t position; TEXT
    PP_T_FY,    ///< financial year 2015/16: int32_t 2015; INTEGER
    PP_T_DAYS,  ///< "Mon-Fri", "Sat Sun", "daily": int32_t bits; INTEGER
};

struct pp_column {
    const char *name;
    size_t offset; ///< of the member in the row
    enum pp_type type;
    bool required;       ///< blank is a fault
    bool key;            ///< part of what makes a row unique
    int64_t least, most; ///< of the stored value; both 0: the type's own range
    enum pp_table_id ref;
    const char *const *words; ///< ends with NULL
    const char *help;         ///< unit, meaning, what blank means; one sentence
};

struct pp_table {
    const char *name; ///< of the file without .csv, and of the SQL table
    enum pp_table_id id;
    bool required;     ///< the file must be there and hold a row
    bool may_be_empty; ///< … or, of a required file, none
    size_t row_size, rows_offset, count_offset;
    const struct pp_column *columns;
    int32_t n_columns;
    const char *help;
};

/** The table with this id. */
const struct pp_table *pp_table(enum pp_table_id id);

/** The table with this name, NULL when there is none. */
const struct pp_table *pp_table_find(const char *name);

/** Column number by name, PP_NONE when there is none. */
int32_t pp_column_find(const struct pp_table *table, const char *name);

/** The rows of a table of a service, as bytes of `row_size`; and how many. */
void *pp_table_rows(const struct pp_service *service, const struct pp_table *table);
int32_t pp_table_count(const struct pp_service *service, const struct pp_table *table);

/** The key text of a row of a table whose first column is its key. */
const char *pp_row_key(const struct pp_service *service, enum pp_table_id table, int32_t row);

/** What people call a row: its `name` where it has one, else its key. */
const char *pp_row_name(const struct pp_service *service, enum pp_table_id table, int32_t row);

/** Appends a cell as CSV would write it (unquoted); nothing for a blank. */
void pp_cell_text(const struct pp_service *service, const struct pp_table *table, int32_t row,
                  int32_t column, struct pp_buf *out);

/** Appends a stored value of any type but key, text, name and reference as CSV would write it. */
void pp_value_text(enum pp_type type, const char *const *words, int64_t value, struct pp_buf *out);

/** The stored value of a cell that is no text; of a reference: the row, or PP_NONE. */
int64_t pp_cell_value(const struct pp_service *service, const struct pp_table *table, int32_t row,
                      int32_t column);

/** The word of an enumeration ("permanent", "CP"), "" for PP_UNKNOWN. */
const char *pp_word(const char *const *words, int32_t value);

/** Of enum pp_destination: "closed", "stepped down", … */
extern const char *const pp_destination_words[];

/** Of enum pp_range_line: "in_post", "vacancy", … */
extern const char *const pp_range_line_words[];

extern const char *const pp_contract_words[],
    *const pp_role_kind_words[],
        *const pp_status_words[],
            *const pp_complexity_words[],
                *const pp_skill_kind_words[],
                    *const pp_strength_words[],
                        *const pp_wish_words[],
                            *const pp_duty_kind_words[],
                                *const pp_turn_kind_words[],
                                    *const pp_block_words[],
                                        *const pp_shown_as_words[],
                                            *const pp_weekly_rest_words[],
                                                *const pp_feed_names_words[],
                                                    *const pp_pair_wish_words[],
                                                        *const pp_cover_kind_words[],
                                                            *const pp_funding_kind_words[],
                                                                *const pp_reason_words[],
                                                                    *const pp_paid_by_words[],
                                                                        *const pp_recruitment_stage_words
                                                                            [],
                                                                                *const
                                                                                    pp_leave_kind_words
                                                                                        [];

/** One setting of settings.csv, a file with the columns `name` and `value`. */
struct pp_setting {
    const char *name;
    size_t offset; ///< in struct pp_settings
    enum pp_type type;
    const char *fallback; ///< as CSV would write it; "": none, or derived; NULL: must be given
    int64_t least, most;
    const char *const *words; ///< of PP_T_WORD; ends with NULL
    const char *help;
};

extern const struct pp_setting pp_settings_table[];
extern const int32_t pp_n_settings;

/** Appends a setting as CSV would write it (unquoted); nothing for a blank. */
void pp_setting_text(const struct pp_settings *settings, const struct pp_setting *setting,
                     struct pp_buf *out);

/** Appends docs/data-format.md: every table, column, setting, limit, fault and warning. */
void pp_schema_words(struct pp_buf *out);

#endif
