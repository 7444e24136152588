// SPDX-License-Identifier: GPL-3.0-or-later
/* podplan import: a folder becomes the service in the file, as a whole or not at all. */
#include "import.h"
#include "answer.h"
#include "commands.h"

#include <podplan/leave.h>
#include <podplan/rng.h>
#include <podplan/schema.h>
#include <podplan/store.h>

enum outcome {
    CHECKED, ///< a dry run
    UNCHANGED,
    STORED
};

/** "3 faults and 1 warning", and how many are not listed. */
static void count_faults(const struct pp_faults *faults, struct pp_buf *out)
{
    pp_buf_count(out, faults->n_faults, "fault", "faults");
    if (faults->n_warnings > 0) {
        pp_buf_add(out, " and ");
        pp_buf_count(out, faults->n_warnings, "warning", "warnings");
    }
    int32_t unlisted = faults->n_faults + faults->n_warnings - faults->count;
    if (unlisted > 0) {
        pp_buf_printf(out, " (%d of them not listed)", (int)unlisted);
    }
}

static void refuse_folder(const struct pp_faults *faults, const char *folder, struct answer *answer)
{
    pp_buf_printf(&answer->notes, "%s has ", folder);
    count_faults(faults, &answer->notes);
    pp_buf_add(&answer->notes, "; nothing was stored.\n");
    json_object_set_new(answer->doc, "stored", json_false());
    answer->status = EXIT_INPUT;
}

/** A hash of which row has which text in a column. */
static uint64_t hash_column(const struct pp_service *service, const struct pp_table *table,
                            int32_t column)
{
    uint64_t sum = 0; // a sum, because the order of rows carries no meaning
    struct pp_buf cell = {0};
    for (int32_t row = 0; row < pp_table_count(service, table); row++) {
        cell.length = 0;
        pp_cell_text(service, table, row, 0, &cell);
        pp_buf_add(&cell, " is ");
        pp_cell_text(service, table, row, column, &cell);
        sum += pp_hash(0, pp_buf_text(&cell), cell.length);
    }
    pp_buf_finish(&cell);
    return sum;
}

/** A hash of every name that was kept; names are no part of the input hash. */
static uint64_t hash_names(const struct pp_service *service)
{
    uint64_t sum = 0;
    for (int id = 0; id < PP_TABLE_COUNT; id++) {
        const struct pp_table *table = pp_table((enum pp_table_id)id);
        for (int32_t c = 0; c < table->n_columns; c++) {
            if (table->columns[c].type == PP_T_NAME) {
                sum += hash_column(service, table, c);
            }
        }
    }
    return sum;
}

/** Stores the service unless the file holds exactly this one already. */
static bool store_service(const char *db, const struct pp_service *service, enum outcome *outcome,
                          struct pp_err *err)
{
    struct pp_store *store = pp_store_open(db, true, err);
    if (store == NULL) {
        return false;
    }
    // Anything that keeps the old service from being read is cured by the new one.
    struct pp_service *stored = pp_store_load_import(store, NULL);
    bool same = stored != NULL && stored->input_hash == service->input_hash &&
                hash_names(stored) == hash_names(service);
    pp_service_destroy(stored);
    *outcome = same ? UNCHANGED : STORED;
    bool done = same || pp_store_save_service(store, service, err);
    pp_store_close(store);
    return done;
}

static void list_tables(const struct pp_service *service, struct answer *answer)
{
    json_t *tables = json_object();
    for (int id = 0; id < PP_TABLE_COUNT; id++) {
        const struct pp_table *table = pp_table((enum pp_table_id)id);
        int32_t rows = pp_table_count(service, table);
        json_object_set_new(tables, table->name, json_integer(rows));
        if (rows > 0) {
            pp_buf_printf(&answer->text, "  %-20s %6d\n", table->name, (int)rows);
        }
    }
    json_object_set_new(answer->doc, "tables", tables);
}

static void answer_service(const struct request *request, const struct pp_service *service,
                           enum outcome outcome, struct answer *answer)
{
    const char *folder = request->operands[0], *name = service->settings.service_name;
    struct pp_buf *text = &answer->text;
    if (outcome == UNCHANGED) {
        pp_buf_printf(text, "Nothing has changed: %s holds %s exactly as in %s.\n", request->db,
                      name, folder);
    } else {
        pp_buf_printf(text,
                      outcome == CHECKED ? "%s holds %s and has no fault; nothing was stored.\n\n"
                                         : "Imported %s: %s.\n\n",
                      folder, name);
        list_tables(service, answer);
    }
    json_object_set_new(answer->doc, "stored", json_boolean(outcome == STORED));
    json_object_set_new(answer->doc, "changed", json_boolean(outcome != UNCHANGED));
}

static bool import_sound(const struct request *request, const struct pp_service *service,
                         struct answer *answer, struct pp_err *err)
{
    enum outcome outcome = CHECKED;
    if (!request->dry_run && !store_service(request->db, service, &outcome, err)) {
        return false;
    }
    answer_service(request, service, outcome, answer);
    return true;
}

bool command_import(const struct request *request, struct answer *answer, struct pp_err *err)
{
    struct pp_faults faults = {0};
    const char *folder = request->operands[0];
    struct pp_service *service = import_folder(folder, request->keep_names, &faults, err);
    bool done = true;
    answer_faults(&faults, answer);
    if (service != NULL) {
        done = import_sound(request, service, answer, err);
    } else if (faults.n_faults > 0) {
        refuse_folder(&faults, folder, answer);
    } else {
        done = false;
    }
    pp_service_destroy(service);
    pp_faults_finish(&faults);
    return done;
}
