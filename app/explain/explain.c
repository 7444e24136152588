// SPDX-License-Identifier: GPL-3.0-or-later
/* What explanations share, and the shortest of them: shortfalls. */
#include "explain.h"

#include "answer.h"
#include "words.h"

#include <podplan/schema.h>

#include <stdlib.h>
#include <string.h>

int32_t explain_find(const struct pp_service *service, enum pp_table_id table, const char *what,
                     const char *key, struct pp_err *err)
{
    struct near near = {.word = key};
    for (int32_t row = 0; row < pp_table_count(service, pp_table(table)); row++) {
        const char *other = pp_row_key(service, table, row);
        if (strcmp(other, key) == 0) {
            return row;
        }
        near_offer(&near, other);
    }
    char words[NEAR_TEXT];
    pp_fail(err, PP_E_USAGE, "there is no %s '%s'%s", what, key, near_words(&near, words));
    return PP_NONE;
}

/** What compare_keys looks keys up in. */
struct keys_of {
    const struct pp_service *service;
    enum pp_table_id table;
};

static int compare_keys(const void *a, const void *b, void *user)
{
    const struct keys_of *keys = user;
    return strcmp(pp_row_key(keys->service, keys->table, *(const int32_t *)a),
                  pp_row_key(keys->service, keys->table, *(const int32_t *)b));
}

void explain_sort(const struct pp_service *service, enum pp_table_id table, int32_t *rows,
                  int32_t count)
{
    struct keys_of keys = {service, table};
    qsort_r(rows, (size_t)count, sizeof(rows[0]), compare_keys, &keys);
}

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void explain_sort_texts(const char **texts, int32_t count)
{
    qsort(texts, (size_t)count, sizeof(texts[0]), compare_texts);
}

void explain_load(struct pp_load load, struct pp_buf *out)
{
    pp_buf_count(out, load.children, "child", "children");
    pp_buf_add(out, ", ");
    pp_buf_milli(out, load.points);
    pp_buf_add(out, load.points == PP_FTE ? " point" : " points");
    if (load.unassessed > 0) {
        pp_buf_printf(out, " (%d unassessed, counted with the cautious weight)",
                      (int)load.unassessed);
    }
}

json_t *explain_load_json(struct pp_load load)
{
    return json_pack("{s:i, s:i, s:i, s:i}", "families", (int)load.families, "children",
                     (int)load.children, "points", (int)load.points, "unassessed",
                     (int)load.unassessed);
}

json_t *explain_key(const struct pp_service *service, enum pp_table_id table, int32_t row)
{
    return row == PP_NONE ? json_null() : answer_text(pp_row_key(service, table, row));
}

const char *explain_name(const struct pp_service *service, int32_t practitioner,
                         struct pp_arena *arena)
{
    const struct pp_practitioner *person = &service->practitioners[practitioner];
    return person->name == NULL
               ? person->practitioner
               : pp_arena_printf(arena, "%s (%s)", person->practitioner, person->name);
}

json_t *explain_worth_json(const struct explanation *e, const struct pp_worth *worth)
{
    return json_pack("{s:o, s:o, s:o, s:i, s:i, s:I, s:b, s:o}", "practitioner",
                     explain_key(e->service, PP_TABLE_practitioners, worth->practitioner), "role",
                     explain_key(e->service, PP_TABLE_roles, worth->role), "pod",
                     explain_key(e->service, PP_TABLE_pods, worth->pod), "families",
                     (int)worth->families, "children", (int)worth->children, "minutes",
                     (json_int_t)worth->minutes, "proved", (int)worth->proved, "sentence",
                     answer_text(worth->sentence));
}

/** What one more post or place would be worth, where that is most. */
static bool say_worth(const struct explanation *e, struct pp_err *err)
{
    struct pp_arena arena = {0};
    struct pp_worth *list;
    int32_t count;
    json_t *array = json_array();
    bool found = pp_allocation_worth_most(e->service, e->result->plan, e->result->record.seed,
                                          &arena, &list, &count, err);
    for (int32_t i = 0; i < count; i++) {
        pp_buf_add(&e->answer->text, i == 0 ? "\nWhat one more would be worth\n" : "");
        words_wrap(&e->answer->text, 2, 4, list[i].sentence);
        json_array_append_new(array, explain_worth_json(e, &list[i]));
    }
    json_object_set_new(e->answer->doc, "worth", array);
    pp_arena_finish(&arena);
    return found;
}

bool explain_shortfall(const struct explanation *e, const char *number, struct pp_err *err)
{
    const struct pp_plan *plan = e->result->plan;
    long first = 1, last = plan->n_shortfalls;
    if (number != NULL) {
        char *end = NULL;
        first = strtol(number, &end, 10);
        if (*end != '\0' || first < 1 || first > last) {
            return pp_fail(err, PP_E_USAGE, "there is no shortfall '%s'; the plan has %d", number,
                           (int)plan->n_shortfalls);
        }
        last = first;
    }
    for (long s = first; s <= last; s++) {
        answer_shortfall_words(plan, (int32_t)s - 1, &e->answer->text);
    }
    if (plan->n_shortfalls == 0) {
        pp_buf_add(&e->answer->text, "Everything fits; the plan has no shortfall.\n");
    }
    json_object_set_new(e->answer->doc, "shortfalls", answer_shortfalls(plan));
    return number != NULL || plan->placements == NULL || say_worth(e, err);
}
