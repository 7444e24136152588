// SPDX-License-Identifier: GPL-3.0-or-later
/* Cases: split into texts, then into rows of plans. */
#include "case_file.h"

#include "service_fixture.h"
#include "test.h"

#include <podplan/buf.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Files ---- */

char *case_source(struct pp_arena *arena, const char *path)
{
    char *whole = pp_arena_printf(arena, "%s/%s", SOURCE_ROOT, path);
    FILE *file = fopen(whole, "rb");
    if (file == NULL) {
        return NULL;
    }
    struct pp_buf text = {0};
    char bytes[4096];
    size_t got;
    while ((got = fread(bytes, 1, sizeof(bytes), file)) > 0) {
        pp_buf_addn(&text, bytes, got);
    }
    fclose(file);
    char *copy = pp_arena_string(arena, pp_buf_text(&text));
    pp_buf_finish(&text);
    return copy;
}

/* What is being read: the texts of the case so far. */
struct reading {
    struct case_file *file;
    struct case_text *one; ///< NULL: still the common part
    struct pp_buf common, service, plan;
    bool in_plan; ///< the section is one of a plan
};

static const char *after(const char *line, const char *prefix)
{
    size_t length = strlen(prefix);
    return strncmp(line, prefix, length) == 0 ? line + length : NULL;
}

static void close_case(struct reading *r)
{
    if (r->one == NULL) {
        return;
    }
    struct pp_arena *arena = &r->file->arena;
    r->one->service =
        pp_arena_printf(arena, "%s%s", pp_buf_text(&r->common), pp_buf_text(&r->service));
    r->one->plan = pp_arena_string(arena, pp_buf_text(&r->plan));
    r->service.length = r->plan.length = 0;
    pp_buf_add(&r->service, "");
    pp_buf_add(&r->plan, "");
    if ((r->one->n_expected == 0) != r->one->nothing) {
        fail_msg("case '%s' expects neither nothing nor something", r->one->name);
    }
}

static void open_case(struct reading *r, const char *name)
{
    close_case(r);
    assert_true(r->file->n_cases < CASE_MOST);
    r->one = &r->file->cases[r->file->n_cases++];
    r->one->name = pp_arena_string(&r->file->arena, name);
    r->in_plan = false;
}

static void expect(struct reading *r, const char *what)
{
    assert_non_null(r->one);
    if (strcmp(what, "nothing") == 0) {
        r->one->nothing = true;
        return;
    }
    assert_true(r->one->n_expected < CASE_MOST);
    r->one->expected[r->one->n_expected++] = pp_arena_string(&r->file->arena, what);
}

static void read_line(struct reading *r, const char *line)
{
    const char *rest;
    if (line[0] == '#') {
        return;
    }
    if ((rest = after(line, "case: ")) != NULL) {
        open_case(r, rest);
        return;
    }
    if ((rest = after(line, "expect: ")) != NULL) {
        expect(r, rest);
        return;
    }
    if (line[0] == '[') {
        r->in_plan = after(line, "[plan.") != NULL || after(line, "[before.") != NULL;
    }
    struct pp_buf *to = r->in_plan ? &r->plan : r->one == NULL ? &r->common : &r->service;
    pp_buf_printf(to, "%s\n", line);
}

bool case_file_read(struct case_file *file, const char *rule)
{
    *file = (struct case_file){0};
    char *base = case_source(&file->arena, "tests/cases/base.service");
    assert_non_null(base);
    char path[256];
    snprintf(path, sizeof(path), "tests/cases/%s.case", rule);
    char *rest = case_source(&file->arena, path), *line;
    if (rest == NULL) {
        return false;
    }
    struct reading reading = {.file = file};
    pp_buf_add(&reading.common, base);
    while ((line = strsep(&rest, "\n")) != NULL) {
        read_line(&reading, line);
    }
    close_case(&reading);
    pp_buf_finish(&reading.common);
    pp_buf_finish(&reading.service);
    pp_buf_finish(&reading.plan);
    return true;
}

void case_file_finish(struct case_file *file)
{
    pp_arena_finish(&file->arena);
}

/* ---- Plans ---- */

enum {
    CELLS = 8
};

static int32_t row_of(const struct pp_service *service, enum pp_table_id table, const char *key)
{
    return key[0] == '\0' ? PP_NONE : fixture_row(service, table, key);
}

static void add_placement(struct pp_plan *plan, const struct pp_service *service, char **cell)
{
    int32_t families = service->n_families;
    if (plan->placements == NULL) {
        plan->placements = PP_NEW(&plan->arena, struct pp_placement, families);
        plan->n_placements = families;
        for (int32_t family = 0; family < families; family++) {
            plan->placements[family].practitioner = service->families[family].practitioner;
            plan->placements[family].rule = PP_NONE;
        }
    }
    struct pp_placement *placement =
        &plan->placements[fixture_row(service, PP_TABLE_families, cell[0])];
    placement->practitioner = row_of(service, PP_TABLE_practitioners, cell[1]);
    placement->reason = cell[2][0] == '\0' ? NULL : pp_arena_string(&plan->arena, cell[2]);
}

static void add_consultant(struct pp_plan *plan, const struct pp_service *service, char **cell)
{
    int32_t people = service->n_practitioners;
    if (plan->consultants == NULL) {
        plan->consultants = PP_NEW(&plan->arena, int32_t, people);
        plan->n_consultants = people;
        for (int32_t person = 0; person < people; person++) {
            plan->consultants[person] = service->practitioners[person].consultant;
        }
    }
    plan->consultants[fixture_row(service, PP_TABLE_practitioners, cell[0])] =
        row_of(service, PP_TABLE_practitioners, cell[1]);
}

static void add_social_worker(struct pp_plan *plan, const struct pp_service *service, char **cell)
{
    int32_t families = service->n_families;
    if (plan->social_workers == NULL) {
        plan->social_workers = PP_NEW(&plan->arena, int32_t, families);
        plan->n_social_workers = families;
        for (int32_t family = 0; family < families; family++) {
            plan->social_workers[family] = service->families[family].social_worker;
        }
    }
    plan->social_workers[fixture_row(service, PP_TABLE_families, cell[0])] =
        row_of(service, PP_TABLE_practitioners, cell[1]);
}

static void add_handover(struct pp_plan *plan, const struct pp_service *service, char **cell)
{
    int32_t to = row_of(service, PP_TABLE_practitioners, cell[3]);
    pp_plan_add_handover(plan, (struct pp_handover){
                                   .date = fixture_day(cell[0]),
                                   .family = fixture_row(service, PP_TABLE_families, cell[1]),
                                   .kind = to == PP_NONE ? PP_CASE_CLOSED : PP_MOVED_ON,
                                   .from = fixture_row(service, PP_TABLE_practitioners, cell[2]),
                                   .to = to,
                               });
}

static void add_turn(struct pp_plan *plan, const struct pp_service *service, char **cell)
{
    pp_plan_add_turn(plan,
                     (struct pp_turn){
                         .date = fixture_day(cell[0]),
                         .shift = fixture_row(service, PP_TABLE_shifts, cell[1]),
                         .practitioner = fixture_row(service, PP_TABLE_practitioners, cell[2]),
                     });
}

static void add_worked(struct pp_plan *plan, const struct pp_service *service, char **cell)
{
    pp_plan_add_worked(plan,
                       (struct pp_turn){
                           .date = fixture_day(cell[0]),
                           .shift = fixture_row(service, PP_TABLE_shifts, cell[1]),
                           .practitioner = fixture_row(service, PP_TABLE_practitioners, cell[2]),
                       });
}

/* What was published is frozen for the days of notice. */
static void add_published(struct pp_plan *plan, const struct pp_service *service, char **cell)
{
    plan->frozen_before = pp_notice_ends(service);
    pp_plan_add_published(plan,
                          (struct pp_turn){
                              .date = fixture_day(cell[0]),
                              .shift = fixture_row(service, PP_TABLE_shifts, cell[1]),
                              .practitioner = fixture_row(service, PP_TABLE_practitioners, cell[2]),
                          });
}

static void add_seat(struct pp_plan *plan, const struct pp_service *service, char **cell)
{
    pp_plan_add_seat(plan,
                     (struct pp_seat){
                         .session = fixture_row(service, PP_TABLE_sessions, cell[0]),
                         .practitioner = fixture_row(service, PP_TABLE_practitioners, cell[1]),
                     });
}

static void add_month(struct pp_plan *plan, const struct pp_service *service, char **cell)
{
    pp_plan_add_month(plan, (struct pp_month){
                                .month = fixture_day(cell[0]),
                                .role = row_of(service, PP_TABLE_roles, cell[1]),
                                .establishment = atoi(cell[2]),
                                .in_post = atoi(cell[3]),
                                .vacancy = atoi(cell[4]),
                                .bank = atoi(cell[5]),
                                .agency = atoi(cell[6]),
                                .unmet = atoi(cell[7]),
                                .needed = PP_UNKNOWN,
                            });
}

static void add_cost_line(struct pp_plan *plan, const struct pp_service *service, char **cell)
{
    pp_plan_add_cost_line(plan, (struct pp_cost_line){
                                    .month = fixture_day(cell[0]),
                                    .line = cell[1],
                                    .stream = row_of(service, PP_TABLE_streams, cell[2]),
                                    .amount = atoll(cell[3]),
                                });
}

static void add_stream_use(struct pp_plan *plan, const struct pp_service *service, char **cell)
{
    pp_plan_add_stream_use(plan, (struct pp_stream_use){
                                     .stream = fixture_row(service, PP_TABLE_streams, cell[0]),
                                     .spent = atoll(cell[1]),
                                     .lapsed = atoll(cell[2]),
                                 });
}

static void add_saving(struct pp_plan *plan, const struct pp_service *service, char **cell)
{
    for (int32_t i = 0; i < service->n_benefits; i++) {
        if (strcmp(service->benefits[i].outcome, cell[0]) == 0) {
            pp_plan_add_saving(
                plan, (struct pp_saving){i, atoll(cell[1]), atoll(cell[2]), atoll(cell[3])});
            return;
        }
    }
    fail_msg("no benefit %s", cell[0]);
}

static const struct section {
    const char *name, *header;
    void (*add)(struct pp_plan *plan, const struct pp_service *service, char **cell);
} sections[] = {
    {"placements]", "family,practitioner,reason", add_placement},
    {"consultants]", "practitioner,consultant", add_consultant},
    {"social_workers]", "family,social_worker", add_social_worker},
    {"handovers]", "date,family,from,to", add_handover},
    {"turns]", "date,shift,practitioner", add_turn},
    {"worked]", "date,shift,practitioner", add_worked},
    {"published]", "date,shift,practitioner", add_published},
    {"seats]", "session,practitioner", add_seat},
    {"months]", "month,role,establishment,in_post,vacancy,bank,agency,unmet", add_month},
    {"cost_lines]", "month,line,stream,amount", add_cost_line},
    {"stream_uses]", "stream,spent,lapsed", add_stream_use},
    {"savings]", "outcome,gross,less,net", add_saving},
};

static const struct section *find_section(const char *name)
{
    for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++) {
        if (strcmp(name, sections[i].name) == 0) {
            return &sections[i];
        }
    }
    fail_msg("a plan has no section [%s", name);
    return NULL;
}

static void add_row(const struct section *section, struct pp_plan *plan,
                    const struct pp_service *service, char *line)
{
    static char blank[] = "";
    char *cells[CELLS], *cell;
    int count = 0;
    while ((cell = strsep(&line, ",")) != NULL) {
        assert_true(count < CELLS);
        cells[count++] = cell;
    }
    while (count < CELLS) {
        cells[count++] = blank;
    }
    section->add(plan, service, cells);
}

static struct pp_plan *new_plan(const struct pp_service *service)
{
    struct pp_plan *plan = pp_plan_create();
    plan->rota_from = service->settings.rota_from;
    plan->rota_weeks = service->settings.rota_weeks;
    return plan;
}

struct pp_plan *case_plan(const struct case_text *one, const char *which,
                          const struct pp_service *service)
{
    char prefix[16];
    snprintf(prefix, sizeof(prefix), "[%s.", which);
    char *copy = strdup(one->plan), *rest = copy, *line;
    const struct section *section = NULL;
    bool header = false;
    struct pp_plan *plan = NULL;
    while ((line = strsep(&rest, "\n")) != NULL) {
        if (line[0] == '[') {
            const char *name = after(line, prefix);
            section = name == NULL ? NULL : find_section(name);
            header = true;
            plan = plan == NULL && section != NULL ? new_plan(service) : plan;
        } else if (section != NULL && header) {
            assert_string_equal(line, section->header);
            header = false;
        } else if (section != NULL && line[0] != '\0') {
            add_row(section, plan, service, line);
        }
    }
    free(copy);
    if (plan != NULL) {
        pp_plan_sort(plan, service);
    }
    return plan;
}
