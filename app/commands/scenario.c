// SPDX-License-Identifier: GPL-3.0-or-later
/* podplan scenario add, list, remove, adopt: named changes to the service, tried before they are made. */
#include "answer.h"
#include "commands.h"
#include "compare.h"
#include "idle.h"

#include <podplan/store.h>

#include <string.h>

/* What every command here begins with. */
struct shelf {
    struct pp_store *store;
    struct pp_scenario_list list;
};

static bool shelf_open(struct shelf *shelf, const char *db, struct pp_err *err)
{
    *shelf = (struct shelf){.store = pp_store_open(db, false, err)};
    return shelf->store != NULL && pp_store_load_scenarios(shelf->store, &shelf->list, err);
}

static void shelf_close(struct shelf *shelf)
{
    pp_arena_finish(&shelf->list.arena);
    pp_store_close(shelf->store);
}

static json_t *as_json(const struct pp_scenario *scenario)
{
    json_t *changes = json_array();
    for (int32_t i = 0; i < scenario->n_changes; i++) {
        struct pp_buf text = {0};
        pp_change_text(&scenario->changes[i], &text);
        json_array_append_new(changes, answer_text(pp_buf_text(&text)));
        pp_buf_finish(&text);
    }
    return json_pack("{s:s, s:o, s:o}", "name", scenario->name, "copied_from",
                     answer_text(scenario->copied_from), "changes", changes);
}

static void add_changes(const struct pp_scenario *scenario, struct pp_buf *out)
{
    for (int32_t i = 0; i < scenario->n_changes; i++) {
        pp_buf_add(out, "  ");
        pp_change_text(&scenario->changes[i], out);
        pp_buf_add(out, "\n");
    }
}

static void say(const struct pp_scenario *scenario, struct pp_buf *out)
{
    pp_buf_printf(out, "%s", scenario->name);
    if (scenario->copied_from != NULL) {
        pp_buf_printf(out, " (copied from %s)", scenario->copied_from);
    }
    pp_buf_add(out, "\n");
    add_changes(scenario, out);
}

/* ---- Adding ---- */

static bool add_change(struct pp_scenario *scenario, struct pp_change change,
                       struct pp_arena *arena, struct pp_err *err)
{
    if (scenario->n_changes == PP_SCENARIO_CHANGES) {
        return pp_fail(err, PP_E_USAGE, "a scenario has %d changes at most", PP_SCENARIO_CHANGES);
    }
    scenario->changes = pp_arena_grow(arena, scenario->changes, &scenario->changes_capacity,
                                      scenario->n_changes + 1, sizeof(change));
    scenario->changes[scenario->n_changes++] = change;
    return true;
}

/* The changes of the scenario that is copied, then those that were given. */
static bool fill(const struct request *request, struct shelf *shelf, struct pp_scenario *scenario,
                 struct pp_err *err)
{
    struct pp_arena *arena = &shelf->list.arena;
    if (request->copy != NULL) {
        const struct pp_scenario *from = compare_find(&shelf->list, request->copy, err);
        for (int32_t i = 0; from != NULL && i < from->n_changes; i++) {
            if (!add_change(scenario, from->changes[i], arena, err)) {
                return false;
            }
        }
        scenario->copied_from = from == NULL ? NULL : from->name;
        if (from == NULL) {
            return false;
        }
    }
    for (int i = 0; i < request->change.count; i++) {
        struct pp_change change;
        if (!pp_change_parse(request->change.items[i], arena, &change, err) ||
            !add_change(scenario, change, arena, err)) {
            return false;
        }
    }
    return true;
}

/* What can not be applied is refused now, not when it is forecast. */
static bool try_out(struct pp_store *store, const struct pp_scenario *scenario, struct pp_err *err)
{
    struct pp_service *service = pp_store_load_service(store, err);
    bool good = service != NULL && pp_scenario_apply(service, scenario, err);
    pp_service_destroy(service);
    return good;
}

static bool add(const struct request *request, struct shelf *shelf, struct answer *answer,
                struct pp_err *err)
{
    struct pp_scenario scenario = {.name = request->operands[0]};
    if (!pp_scenario_name(scenario.name, err)) {
        return false;
    }
    for (int32_t i = 0; i < shelf->list.count; i++) {
        if (strcmp(shelf->list.rows[i].name, scenario.name) == 0) {
            return pp_fail(err, PP_E_STATE,
                           "there is a scenario '%s' already; podplan scenario remove %s "
                           "makes room",
                           scenario.name, scenario.name);
        }
    }
    if (!fill(request, shelf, &scenario, err) || !try_out(shelf->store, &scenario, err) ||
        !idle_say(shelf->store, &scenario, PP_UNKNOWN, answer, err) ||
        !pp_store_save_scenario(shelf->store, &scenario, err)) {
        return false;
    }
    say(&scenario, &answer->text);
    json_object_set_new(answer->doc, "scenario", as_json(&scenario));
    return true;
}

/* ---- The others ---- */

static bool list_all(const struct request *request, struct shelf *shelf, struct answer *answer,
                     struct pp_err *err)
{
    (void)request;
    (void)err;
    json_t *list = json_array();
    for (int32_t i = 0; i < shelf->list.count; i++) {
        say(&shelf->list.rows[i], &answer->text);
        json_array_append_new(list, as_json(&shelf->list.rows[i]));
    }
    if (shelf->list.count == 0) {
        pp_buf_add(&answer->text, "There is no scenario.\n");
    }
    json_object_set_new(answer->doc, "scenarios", list);
    return true;
}

static bool remove_one(const struct request *request, struct shelf *shelf, struct answer *answer,
                       struct pp_err *err)
{
    const struct pp_scenario *scenario = compare_find(&shelf->list, request->operands[0], err);
    if (scenario == NULL || !pp_store_remove_scenario(shelf->store, scenario->name, err)) {
        return false;
    }
    pp_buf_printf(&answer->text, "Scenario %s is removed.\n", scenario->name);
    json_object_set_new(answer->doc, "scenario", as_json(scenario));
    return true;
}

static void say_rest(const struct pp_scenario *rest, int32_t dropped, struct answer *answer)
{
    struct pp_buf *out = &answer->text;
    pp_buf_printf(out, "Scenario %s, a copy of it or its pattern, had %d of these changes and has ",
                  rest->name, (int)dropped);
    pp_buf_add(out, rest->n_changes > 0 ? "these left:\n" : "none left");
    if (rest->n_changes == 0) {
        pp_buf_printf(out, "; podplan scenario remove %s forgets it.\n", rest->name);
    }
    add_changes(rest, out);
}

/* Who was copied from it, or it from them, loses the changes that are made; others are named. */
static bool settle_copies(struct shelf *shelf, int32_t adopted, struct answer *answer,
                          struct pp_err *err)
{
    struct pp_scenario *rows = shelf->list.rows;
    bool *kin = PP_NEW(&shelf->list.arena, bool, shelf->list.count), good = true;
    json_t *copies = json_array(), *others = json_array();
    pp_scenario_kin(rows, shelf->list.count, adopted, kin);
    for (int32_t i = 0; good && i < shelf->list.count; i++) {
        int32_t dropped = i == adopted ? 0 : pp_scenario_drop(&rows[i], &rows[adopted]);
        if (dropped > 0 && kin[i]) {
            good = pp_store_save_changes(shelf->store, &rows[i], err);
            say_rest(&rows[i], dropped, answer);
            json_array_append_new(copies, as_json(&rows[i]));
        } else if (dropped > 0) {
            json_array_append_new(others, json_string(rows[i].name));
            pp_buf_printf(&answer->notes,
                          "note: scenario %s has a change that the service now has already, and "
                          "would make it once more; podplan scenario remove %s forgets it\n",
                          rows[i].name, rows[i].name);
        }
    }
    json_object_set_new(answer->doc, "copies", copies);
    json_object_set_new(answer->doc, "others", others);
    return good;
}

/* The changes become those of the service, so that the scenario has nothing left to change. */
static bool adopt(const struct request *request, struct shelf *shelf, struct answer *answer,
                  struct pp_err *err)
{
    const struct pp_scenario *scenario = compare_find(&shelf->list, request->operands[0], err);
    struct pp_service *service = scenario == NULL ? NULL : pp_store_load_service(shelf->store, err);
    bool good = service != NULL && pp_scenario_apply(service, scenario, err) &&
                pp_store_save_service(shelf->store, service, err) &&
                pp_store_remove_scenario(shelf->store, scenario->name, err);
    if (good) {
        pp_buf_printf(&answer->text, "The service is now that of scenario %s:\n", scenario->name);
        for (int32_t i = 0; i < scenario->n_changes; i++) {
            pp_buf_add(&answer->text, "  ");
            pp_change_text(&scenario->changes[i], &answer->text);
            pp_buf_printf(&answer->text, "  %s\n", pp_change_kinds[scenario->changes[i].kind].help);
        }
        pp_buf_add(&answer->text, "It is no scenario any more. Plan again: podplan plan\n");
        json_object_set_new(answer->doc, "scenario", as_json(scenario));
        good = settle_copies(shelf, (int32_t)(scenario - shelf->list.rows), answer, err);
    }
    pp_service_destroy(service);
    return good;
}

static bool run(const struct request *request, struct answer *answer, struct pp_err *err,
                bool (*step)(const struct request *request, struct shelf *shelf,
                             struct answer *answer, struct pp_err *err))
{
    struct shelf shelf;
    bool done = shelf_open(&shelf, request->db, err) && step(request, &shelf, answer, err);
    shelf_close(&shelf);
    return done;
}

bool command_scenario_add(const struct request *request, struct answer *answer, struct pp_err *err)
{
    return run(request, answer, err, add);
}

bool command_scenario_list(const struct request *request, struct answer *answer, struct pp_err *err)
{
    return run(request, answer, err, list_all);
}

bool command_scenario_remove(const struct request *request, struct answer *answer,
                             struct pp_err *err)
{
    return run(request, answer, err, remove_one);
}

bool command_scenario_adopt(const struct request *request, struct answer *answer,
                            struct pp_err *err)
{
    return run(request, answer, err, adopt);
}
