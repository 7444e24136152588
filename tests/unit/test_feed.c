// SPDX-License-Identifier: GPL-3.0-or-later
/* Calendars out of the store: what each shows, when it changed, and what an edit does to events. */
#include "feed_blocks.h"
#include "service_fixture.h"
#include "store_fixture.h"
#include "test.h"

#include "events.h"
#include "feed.h"
#include "migrate.h"

#include <podplan/limits.h>
#include <podplan/rng.h>
#include <podplan/schema.h>

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* A service, its file, and a plan whose turns change. */
struct world {
    struct pp_service *service;
    struct pp_store *store;
    struct pp_plan *plan;
    struct pp_turn gone; ///< a turn that was taken out and may come back
    bool is_gone;
};

static void begin(struct world *world)
{
    *world = (struct world){.service = fixture_small(), .store = store_open("a.db", true)};
    world->service->settings.planned_on = fixture_day("2020-01-02");
    world->plan = pp_plan_create();
    world->plan->rota_from = fixture_day("2020-01-02");
    world->plan->rota_weeks = 4;
}

static void finish(struct world *world)
{
    pp_plan_destroy(world->plan);
    pp_store_close(world->store);
    pp_service_destroy(world->service);
}

static struct pp_turn turn_of(const struct world *world, const char *date, const char *shift,
                              const char *person)
{
    return (struct pp_turn){.shift = fixture_row(world->service, PP_TABLE_shifts, shift),
                            .date = fixture_day(date),
                            .practitioner =
                                fixture_row(world->service, PP_TABLE_practitioners, person)};
}

static void add(struct world *world, const char *date, const char *shift, const char *person)
{
    pp_plan_add_turn(world->plan, turn_of(world, date, shift, person));
}

/* Publishes; returns how many of people's events are new, changed or removed. */
static int32_t publish(struct world *world)
{
    struct pp_event_list published = {0};
    struct events events;
    struct pp_err err = {0};
    store_assert(pp_store_load_events(world->store, &published, &err), &err);
    events_make(world->service, world->plan, &published, &events);
    struct pp_publication what = {.events = events.differs ? &events.list : NULL,
                                  .seen = &published,
                                  .feeds = events.feeds,
                                  .n_feeds = events.n_feeds};
    store_assert(pp_store_publish(world->store, world->service, NULL, &what, &err), &err);
    int32_t touched = events.added + events.changed + events.removed;
    events_finish(&events);
    pp_arena_finish(&published.arena);
    return touched;
}

static struct feed feed_on(const struct world *world, enum pp_feed_scope scope, const char *key,
                           const char *today)
{
    struct feed feed;
    struct pp_err err = {0};
    store_assert(feed_of(world->store, scope, key, fixture_day(today), &feed, &err), &err);
    return feed;
}

static void assert_shows(const struct world *world, enum pp_feed_scope scope, const char *key,
                         const char *const *summaries)
{
    struct feed feed = feed_on(world, scope, key, "2020-01-02");
    const char *at = pp_buf_text(&feed.text);
    int32_t count = 0;
    for (; summaries[count] != NULL; count++) {
        at = strstr(at, summaries[count]);
        if (at == NULL) {
            fail_msg("there is no \"%s\" in its place in\n%s", summaries[count],
                     pp_buf_text(&feed.text));
        }
    }
    assert_int_equal(feed.n_events, count);
    feed_finish(&feed);
}

TEST(each_calendar_shows_its_own_events)
{
    struct world world;
    begin(&world);
    world.service->pods[fixture_row(world.service, PP_TABLE_pods, "p2")].feed_names = PP_FEED_NAMES;
    add(&world, "2020-01-02", "p1-day", "ann");
    add(&world, "2020-01-03", "evening", "cat");
    add(&world, "2020-01-03", "first-call", "bob");
    add(&world, "2020-01-04", "second-call", "fay");
    publish(&world);
    assert_shows(&world, PP_FEED_PRACTITIONER, "ann",
                 (const char *[]){"SUMMARY:Pod 1 day\\, 09:00-17:00", NULL});
    assert_shows(&world, PP_FEED_PRACTITIONER, "dev", (const char *[]){NULL});
    assert_shows(&world, PP_FEED_POD, "p1",
                 (const char *[]){"SUMMARY:Family practitioner ann: Pod 1 day",
                                  "SUMMARY:Family practitioner bob: First on call", NULL});
    assert_shows(&world, PP_FEED_POD, "p2", (const char *[]){"SUMMARY:cat: Evening", NULL});
    assert_shows(&world, PP_FEED_HUB, "crewe",
                 (const char *[]){"ann: Pod 1 day", "cat: Evening", "bob: First on call", NULL});
    assert_shows(&world, PP_FEED_TIER, "1", (const char *[]){"bob: First on call", NULL});
    assert_shows(&world, PP_FEED_TIER, "2",
                 (const char *[]){"SUMMARY:Social work consultant fay: Second on call", NULL});
    assert_shows(&world, PP_FEED_TRAINING, NULL, (const char *[]){NULL});
    finish(&world);
}

TEST(a_duty_shows_as_busy_and_a_standby_as_free_unless_the_shift_says_otherwise)
{
    struct world world;
    static const char *const lines[] = {"TRANSP:OPAQUE", "TRANSP:TRANSPARENT", "TRANSP:TRANSPARENT",
                                        "TRANSP:OPAQUE"};
    begin(&world);
    add(&world, "2020-01-02", "p1-day", "ann");
    add(&world, "2020-01-03", "first-call", "ann");
    add(&world, "2020-01-06", "p2-day", "ann");
    add(&world, "2020-01-07", "second-call", "ann");
    world.service->shifts[fixture_row(world.service, PP_TABLE_shifts, "p2-day")].shown_as =
        PP_SHOWN_FREE;
    world.service->shifts[fixture_row(world.service, PP_TABLE_shifts, "second-call")].shown_as =
        PP_SHOWN_BUSY;
    publish(&world);
    struct feed feed = feed_on(&world, PP_FEED_PRACTITIONER, "ann", "2020-01-02");
    const char *at = pp_buf_text(&feed.text);
    for (size_t n = 0; n < sizeof(lines) / sizeof(lines[0]); n++) {
        at = strstr(at + 1, "TRANSP:");
        assert_memory_equal(at, lines[n], strlen(lines[n]));
    }
    feed_finish(&feed);
    finish(&world);
}

TEST(a_calendar_that_was_never_published_is_refused_and_not_empty)
{
    struct world world;
    struct feed feed;
    struct pp_err err = {0};
    begin(&world);
    pp_day today = fixture_day("2020-01-02");
    assert_false(feed_of(world.store, PP_FEED_PRACTITIONER, "ann", today, &feed, &err));
    store_assert_says(&err, PP_E_STATE, "no calendar was published for practitioner 'ann'");
    feed_finish(&feed);
    publish(&world);
    assert_true(feed_of(world.store, PP_FEED_PRACTITIONER, "ann", today, &feed, &err));
    feed_finish(&feed);
    assert_false(feed_of(world.store, PP_FEED_POD, "ann", today, &feed, &err));
    feed_finish(&feed);
    finish(&world);
}

TEST(what_an_earlier_version_did_not_keep_is_asked_for_and_not_left_out)
{
    struct world world;
    struct feed feed;
    struct pp_err err = {0};
    begin(&world);
    add(&world, "2020-01-02", "p1-day", "ann");
    publish(&world);
    store_run_sql("a.db", "UPDATE events SET summary = NULL");
    assert_false(
        feed_of(world.store, PP_FEED_PRACTITIONER, "ann", fixture_day("2020-01-02"), &feed, &err));
    store_assert_says(&err, PP_E_STATE, "please publish again");
    feed_finish(&feed);
    finish(&world);
}

/* ---- The window ---- */

/* As if everything had been published long before. */
static void publish_long_ago(void)
{
    store_run_sql("a.db", "UPDATE calendars SET changed = 1; UPDATE last_publish SET moved = 1");
}

static int64_t seconds_of(const char *date)
{
    return (int64_t)fixture_day(date) * 86400;
}

TEST(the_window_moves_with_the_day_and_says_when_it_did)
{
    struct world world;
    begin(&world);
    world.service->settings.planned_on = fixture_day("2020-12-31"); // the window is today's
    add(&world, "2020-01-10", "p1-day", "ann");
    publish(&world);
    publish_long_ago();
    static const struct {
        const char *today;
        int32_t events;
        const char *modified;
    } cases[] = {
        {"2019-01-08", 0, NULL},         {"2019-01-09", 1, "2019-01-09"},
        {"2019-01-10", 1, "2019-01-09"}, {"2020-02-10", 1, "2019-01-09"},
        {"2020-02-11", 0, "2020-02-11"}, {"2020-09-01", 0, "2020-02-11"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct feed feed = feed_on(&world, PP_FEED_PRACTITIONER, "ann", cases[i].today);
        assert_int_equal(feed.n_events, cases[i].events);
        assert_int_equal(feed.modified,
                         cases[i].modified == NULL ? 1 : seconds_of(cases[i].modified));
        assert_false(feed.narrowed);
        feed_finish(&feed);
    }
    finish(&world);
}

TEST(what_was_planned_long_ago_does_not_fade_away_until_somebody_publishes)
{
    struct world world;
    static const char *const today[] = {"2020-01-02", "2020-01-31", "2020-06-01", "2026-11-22"};
    begin(&world);
    add(&world, "2020-01-10", "p1-day", "ann");
    publish(&world);
    publish_long_ago();
    for (size_t i = 0; i < sizeof(today) / sizeof(today[0]); i++) {
        struct feed feed = feed_on(&world, PP_FEED_PRACTITIONER, "ann", today[i]);
        assert_int_equal(feed.n_events, 1);
        assert_int_equal(feed.modified, seconds_of("2019-01-09"));
        feed_finish(&feed);
    }
    world.service->settings.planned_on = fixture_day("2020-02-10"); // the last day to show it
    publish(&world);
    struct feed feed = feed_on(&world, PP_FEED_PRACTITIONER, "ann", "2026-11-22");
    assert_int_equal(feed.n_events, 1);
    assert_int_equal(feed.modified, seconds_of("2019-01-09"));
    feed_finish(&feed);
    world.service->settings.planned_on = fixture_day("2020-02-11");
    assert_int_equal(publish(&world), 0);
    feed = feed_on(&world, PP_FEED_PRACTITIONER, "ann", "2026-11-22");
    assert_int_equal(feed.n_events, 0);
    pp_instant gone = feed.modified;
    assert_true(gone > seconds_of("2026-01-01")); // the clock's time
    feed_finish(&feed);
    world.service->settings.planned_on = fixture_day("2020-02-10");
    publish(&world);
    feed = feed_on(&world, PP_FEED_PRACTITIONER, "ann", "2026-11-22");
    assert_int_equal(feed.n_events, 1);
    assert_true(feed.modified > gone);
    feed_finish(&feed);
    finish(&world);
}

/* So many events of one pod, from a date on, some on each day, with summaries of some length. */
static void put_events(struct world *world, int32_t count, int32_t each_day, int32_t length)
{
    struct pp_event_list list = {.count = count};
    struct pp_feed_name name = {PP_FEED_POD, "p1", "Rota of Pod 1"};
    struct pp_publication what = {.events = &list, .feeds = &name, .n_feeds = 1};
    struct pp_err err = {0};
    list.rows = PP_NEW(&list.arena, struct pp_event_row, count);
    char *summary = pp_arena_alloc(&list.arena, (size_t)length + 1, 1);
    memset(summary, 'x', (size_t)length);
    for (int32_t e = 0; e < count; e++) {
        list.rows[e] = (struct pp_event_row){
            .uid = pp_arena_printf(&list.arena, "%06d@podplan", e),
            .practitioner = "ann",
            .shift = "p1-day",
            .date = fixture_day("2019-12-10") + e / each_day,
            .body = "1",
            .shared = true,
            .pod = "p1",
            .begin = 540,
            .end = 1020,
            .summary = summary,
        };
    }
    store_assert(pp_store_publish(world->store, world->service, NULL, &what, &err), &err);
    pp_arena_finish(&list.arena);
}

static void assert_narrow(struct world *world, int32_t events, const char *first, const char *last)
{
    publish_long_ago();
    struct feed feed = feed_on(world, PP_FEED_POD, "p1", "2020-01-02");
    const char *text = pp_buf_text(&feed.text);
    assert_true(feed.narrowed);
    assert_true(feed.text.length < PP_MAX_FEED_BYTES);
    assert_true(feed.n_events <= PP_MAX_FEED_EVENTS);
    assert_int_equal(feed.n_events, events);
    assert_non_null(strstr(text, first));
    const char *end = NULL;
    for (const char *at = text; (at = strstr(at, "DTSTART;")) != NULL; at++) {
        end = at;
    }
    assert_memory_equal(end, last, strlen(last));
    assert_int_equal(feed.modified, seconds_of("2020-01-02"));
    feed_finish(&feed);
}

TEST(a_calendar_that_would_be_too_large_shows_whole_days_from_yesterday_on)
{
    struct world world;
    begin(&world);
    put_events(&world, 9 * 400, 9, 20); // 2,000 events are 222 days of 9
    assert_narrow(&world, 222 * 9, "DTSTART;TZID=Europe/London:20200101T090000",
                  "DTSTART;TZID=Europe/London:20200809T090000");
    put_events(&world, 2900, 2900, 20); // one day by itself, long past
    struct feed feed = feed_on(&world, PP_FEED_POD, "p1", "2020-01-02");
    assert_int_equal(feed.n_events, 0);
    feed_finish(&feed);
    feed = feed_on(&world, PP_FEED_POD, "p1", "2019-12-10");
    assert_int_equal(feed.n_events, PP_MAX_FEED_EVENTS);
    feed_finish(&feed);
    finish(&world);
}

TEST(whoever_publishes_is_told_which_calendars_end_early)
{
    struct world world;
    struct pp_err err = {0};
    struct pp_arena arena = {0};
    const struct pp_feed_name name = {PP_FEED_POD, "p1", "Rota of Pod 1"};
    begin(&world);
    put_events(&world, 9 * 400, 9, 20);
    struct feed_files files = {
        .service = world.service, .feeds = &name, .n_feeds = 1, .dir = ".", .arena = &arena};
    store_assert(feed_write_all(world.store, &files, &err), &err);
    assert_int_equal(files.n_narrowed, 1);
    assert_non_null(strstr(files.narrowed[0], "pod-p1.ics would be too large"));
    assert_non_null(strstr(files.narrowed[0], "ends on Sun 9 Aug 2020"));
    struct pp_buf written = store_read_file("pod-p1.ics");
    struct feed feed = feed_on(&world, PP_FEED_POD, "p1", "2020-01-02");
    assert_string_equal(pp_buf_text(&written), pp_buf_text(&feed.text));
    pp_buf_finish(&written);
    feed_finish(&feed);
    pp_arena_finish(&arena);
    finish(&world);
}

TEST(long_words_do_not_make_a_calendar_too_large)
{
    struct world world;
    begin(&world);
    put_events(&world, 1200, 4, 3000);
    struct feed feed = feed_on(&world, PP_FEED_POD, "p1", "2019-12-10");
    assert_true(feed.narrowed);
    assert_true(feed.text.length < PP_MAX_FEED_BYTES);
    assert_true(feed.n_events > 200 && feed.n_events % 4 == 0);
    feed_finish(&feed);
    finish(&world);
}

/* ---- Edits ---- */

enum {
    FEEDS = 10
};

static const struct {
    enum pp_feed_scope scope;
    const char *key;
} watched[FEEDS] = {
    {PP_FEED_PRACTITIONER, "ann"}, {PP_FEED_PRACTITIONER, "bob"}, {PP_FEED_PRACTITIONER, "cat"},
    {PP_FEED_PRACTITIONER, "dev"}, {PP_FEED_POD, "p1"},           {PP_FEED_POD, "p2"},
    {PP_FEED_HUB, "crewe"},        {PP_FEED_TIER, "1"},           {PP_FEED_TIER, "2"},
    {PP_FEED_TRAINING, ""},
};

struct shot {
    struct feed feeds[FEEDS];
};

static struct shot take(const struct world *world)
{
    struct shot shot;
    for (int f = 0; f < FEEDS; f++) {
        shot.feeds[f] = feed_on(world, watched[f].scope, watched[f].key, "2020-01-10");
    }
    return shot;
}

static void drop(struct shot *shot)
{
    for (int f = 0; f < FEEDS; f++) {
        feed_finish(&shot->feeds[f]);
    }
}

/* Takes a turn out, or gives back the one that was. */
static void toggle_turn(struct world *world, struct pp_rng *rng)
{
    if (world->is_gone) {
        pp_plan_add_turn(world->plan, world->gone);
    } else {
        int32_t turn = pp_rng_below(rng, world->plan->n_turns);
        world->gone = world->plan->turns[turn];
        world->plan->turns[turn] = world->plan->turns[--world->plan->n_turns];
    }
    world->is_gone = !world->is_gone;
}

/* One random turn that nobody has yet. */
static void add_random(struct world *world, struct pp_rng *rng)
{
    struct pp_turn turn = {.shift = pp_rng_below(rng, world->service->n_shifts),
                           .date = fixture_day("2020-01-02") + pp_rng_below(rng, 28),
                           .practitioner = pp_rng_below(rng, 4)};
    for (int32_t t = 0; t < world->plan->n_turns; t++) {
        if (memcmp(&world->plan->turns[t], &turn, sizeof(turn)) == 0) {
            return;
        }
    }
    if (world->is_gone && memcmp(&world->gone, &turn, sizeof(turn)) == 0) {
        return;
    }
    pp_plan_add_turn(world->plan, turn);
}

static void add_random_seat(struct world *world, struct pp_rng *rng)
{
    struct pp_seat seat = {.session = pp_rng_below(rng, world->service->n_sessions),
                           .practitioner = pp_rng_below(rng, 4)};
    for (int32_t s = 0; s < world->plan->n_seats; s++) {
        if (world->plan->seats[s].session == seat.session &&
            world->plan->seats[s].practitioner == seat.practitioner) {
            return;
        }
    }
    pp_plan_add_seat(world->plan, seat);
}

/* Changes one thing, as an import or a new plan would. */
static void edit(struct world *world, struct pp_rng *rng)
{
    static const char *const names[] = {"Early", "O'Brien; Zoë, 李", "Late\r\nATTENDEE:x", "\x01"};
    struct pp_service *service = world->service;
    struct pp_shift *shift = &service->shifts[pp_rng_below(rng, service->n_shifts)];
    struct pp_pod *pod = &service->pods[pp_rng_below(rng, service->n_pods)];
    switch (pp_rng_below(rng, 10)) {
    case 0:
        shift->name = names[pp_rng_below(rng, 4)];
        break;
    case 1:
        shift->begin = 15 * pp_rng_below(rng, 96);
        break;
    case 2:
        pod->name = names[pp_rng_below(rng, 2)];
        break;
    case 3:
        pod->feed_names = pp_rng_below(rng, 2);
        break;
    case 4:
        service->practitioners[pp_rng_below(rng, 4)].name = names[pp_rng_below(rng, 3)];
        break;
    case 5:
        service->practitioners[pp_rng_below(rng, 4)].pod = pp_rng_below(rng, 2);
        break;
    case 6:
        toggle_turn(world, rng);
        break;
    case 8:
        shift->shown_as = pp_rng_below(rng, 2);
        break;
    case 7:
        add_random_seat(world, rng);
        break;
    default:
        add_random(world, rng);
    }
    if (pp_rng_below(rng, 10) == 0) {
        service->settings.service_name = names[pp_rng_below(rng, 3)]; // nobody sees it
    }
}

/* A calendar before and after: the same bytes and time, or both have changed. */
static void assert_change_is_told(const struct feed *before, const struct feed *after)
{
    bool same = before->text.length == after->text.length &&
                memcmp(before->text.text, after->text.text, before->text.length) == 0;
    assert_true(after->modified >= before->modified);
    if (same != (before->modified == after->modified)) {
        fail_msg("%s, but the time of change %s", same ? "nothing changed" : "the bytes changed",
                 same ? "moved" : "did not move");
    }
    blocks_assert_edit(pp_buf_text(&before->text), pp_buf_text(&after->text));
}

TEST(any_edit_raises_the_events_it_changes_and_no_others)
{
    struct pp_rng rng = {2020};
    struct world world;
    begin(&world);
    for (int32_t s = 0; s < world.service->n_sessions; s++) {
        world.service->sessions[s].date = fixture_day("2020-01-06") + s;
    }
    for (int32_t n = 0; n < 40; n++) {
        add_random(&world, &rng);
    }
    publish(&world);
    struct shot before = take(&world);
    struct blocks_history history = {0};
    for (int round = 0; round < 160; round++) {
        if (round % 5 != 0) {
            edit(&world, &rng);
        }
        int32_t touched = publish(&world);
        assert_true(round % 5 != 0 || touched == 0);
        struct shot after = take(&world);
        for (int f = 0; f < FEEDS; f++) {
            assert_change_is_told(&before.feeds[f], &after.feeds[f]);
            blocks_remember(&history, pp_buf_text(&after.feeds[f].text));
        }
        drop(&before);
        before = after;
    }
    assert_true(history.back > 4); // events did go and come back
    drop(&before);
    blocks_forget(&history);
    finish(&world);
}

TEST(a_new_name_of_the_service_changes_no_event)
{
    struct world world;
    begin(&world);
    add(&world, "2020-01-02", "p1-day", "ann");
    publish(&world);
    struct feed before = feed_on(&world, PP_FEED_PRACTITIONER, "ann", "2020-01-02");
    world.service->settings.service_name = "Another name";
    assert_int_equal(publish(&world), 0);
    struct feed after = feed_on(&world, PP_FEED_PRACTITIONER, "ann", "2020-01-02");
    assert_string_equal(pp_buf_text(&before.text), pp_buf_text(&after.text));
    feed_finish(&before);
    feed_finish(&after);
    finish(&world);
}

TEST(events_of_an_earlier_version_keep_their_uid_and_rise_once)
{
    struct world world;
    struct pp_err err = {0};
    sqlite3 *db;
    assert_int_equal(sqlite3_open("a.db", &db), SQLITE_OK);
    struct pp_store old = {db, (char *)(uintptr_t) "a.db"};
    store_assert(migrate_to(&old, 4, &err), &err);
    sqlite3_close(db);
    store_run_sql("a.db",
                  "INSERT INTO shifts (shift, weekdays, begin, \"end\", break_minutes, needed,"
                  " kind) VALUES ('p1-day', 1, '09:00', '17:00', 0, 1, 'duty');"
                  "INSERT INTO events VALUES"
                  " ('u1', 'ann', 'p1-day', '2020-01-02', '00ff', 3, 1, 9),"
                  " ('u2', 'ann', 'p1-day', '2020-01-03', '', 7, 1, 9)"); // withdrawn
    begin(&world);
    add(&world, "2020-01-02", "p1-day", "ann");
    add(&world, "2020-01-03", "p1-day", "ann");
    assert_int_equal(publish(&world), 2);
    static const char *const prefixes[] = {"UID:", "UID:pod-"};
    for (int f = 0; f < 2; f++) {
        struct feed feed = feed_on(&world, f == 0 ? PP_FEED_PRACTITIONER : PP_FEED_POD,
                                   f == 0 ? "ann" : "p1", "2020-01-02");
        struct pp_arena arena = {0};
        const char *first =
            strstr(pp_buf_text(&feed.text), pp_arena_printf(&arena, "%su1\r", prefixes[f]));
        const char *second =
            strstr(pp_buf_text(&feed.text), pp_arena_printf(&arena, "%su2\r", prefixes[f]));
        assert_true(first != NULL && second != NULL);
        assert_memory_equal(strstr(first, "SEQUENCE:"), "SEQUENCE:4\r", 11);
        assert_memory_equal(strstr(second, "SEQUENCE:"), "SEQUENCE:8\r", 11);
        assert_int_equal(feed.n_events, 2);
        pp_arena_finish(&arena);
        feed_finish(&feed);
    }
    assert_int_equal(publish(&world), 0);
    finish(&world);
}

/* Makes the events of the plan on what was published before somebody else was quicker. */
static bool publish_late(struct world *world, const struct pp_event_list *seen, struct pp_err *err)
{
    struct events events;
    events_make(world->service, world->plan, seen, &events);
    struct pp_publication what = {.events = &events.list, .seen = seen};
    bool done = pp_store_publish(world->store, world->service, NULL, &what, err);
    events_finish(&events);
    return done;
}

TEST(whoever_publishes_on_what_is_no_longer_so_is_told)
{
    struct world world;
    begin(&world);
    add(&world, "2020-01-02", "p1-day", "ann");
    add(&world, "2020-01-03", "p1-day", "ann");
    publish(&world);
    for (int round = 0; round < 3; round++) {
        struct pp_event_list seen = {0};
        struct pp_err err = {0};
        store_assert(pp_store_load_events(world.store, &seen, &err), &err);
        if (round == 0) {
            world.plan->n_turns = 1; // one is withdrawn
        } else if (round == 1) {
            world.service->shifts[0].name = "Renamed";
        } else {
            add(&world, "2020-01-08", "p2-day", "dev");
        }
        publish(&world);
        assert_false(publish_late(&world, &seen, &err));
        store_assert_says(&err, PP_E_STATE, "somebody else has just published");
        pp_arena_finish(&seen.arena);
    }
    finish(&world);
}

/* ---- Readers while somebody publishes ---- */

/* Publishes the same turns under one name and another, until it is ended. */
static void publish_for_ever(struct world *world)
{
    static const char *const names[] = {"Early", "Late"};
    for (int round = 0;; round++) {
        for (int32_t s = 0; s < world->service->n_shifts; s++) {
            world->service->shifts[s].name = names[round % 2];
        }
        publish(world);
    }
}

static int32_t count_text(const char *text, const char *what)
{
    int32_t count = 0;
    for (; (text = strstr(text, what)) != NULL; text++) {
        count++;
    }
    return count;
}

TEST(a_calendar_is_of_one_publish_whenever_it_is_read)
{
    struct world world;
    struct pp_rng rng = {5};
    enum {
        READS = 150
    };
    int32_t seen[2] = {0};
    begin(&world);
    for (int32_t n = 0; n < 60; n++) {
        add_random(&world, &rng);
    }
    for (int32_t s = 0; s < world.service->n_shifts; s++) {
        world.service->shifts[s].name = "Early";
    }
    publish(&world);
    pp_store_close(world.store); // a connection must not cross a fork
    pid_t writer = fork();
    if (writer == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL); // however the test ends
        world.store = store_open("a.db", false);
        publish_for_ever(&world);
    }
    world.store = store_open("a.db", false);
    struct feed last = {0};
    for (int read = 0; read < READS || (read < 50 * READS && seen[1] == 0); read++) {
        struct feed feed = feed_on(&world, PP_FEED_HUB, "crewe", "2020-01-10");
        int32_t early = count_text(pp_buf_text(&feed.text), ": Early");
        int32_t late = count_text(pp_buf_text(&feed.text), ": Late");
        assert_true((early == feed.n_events && late == 0) || (late == feed.n_events && early == 0));
        assert_true(feed.n_events > 20 && feed.modified >= last.modified);
        if (feed.modified == last.modified) {
            assert_string_equal(pp_buf_text(&feed.text), pp_buf_text(&last.text));
        }
        seen[late > 0]++;
        feed_finish(&last);
        last = feed;
    }
    feed_finish(&last);
    kill(writer, SIGKILL); // in the midst of something
    waitpid(writer, NULL, 0);
    struct pp_err err = {0};
    store_assert(pp_store_check(world.store, &err), &err);
    assert_true(seen[0] > 0 && seen[1] > 0);
    finish(&world);
}

TEST(a_later_day_of_planning_lets_the_past_be)
{
    struct world world;
    begin(&world);
    add(&world, "2020-01-02", "p1-day", "ann");
    add(&world, "2020-01-20", "p1-day", "ann");
    publish(&world);
    struct shot before = take(&world);
    world.service->settings.planned_on = fixture_day("2020-01-09");
    assert_int_equal(publish(&world), 0);
    struct shot after = take(&world);
    for (int f = 0; f < FEEDS; f++) {
        assert_string_equal(pp_buf_text(&before.feeds[f].text), pp_buf_text(&after.feeds[f].text));
    }
    drop(&before);
    drop(&after);
    finish(&world);
}

/* ---- Changes that people are told of ---- */

TEST(what_changed_for_whom_is_noted)
{
    struct world world;
    begin(&world);
    add(&world, "2020-01-02", "p1-day", "ann");
    publish(&world);
    assert_int_equal(store_number(world.store,
                                  "SELECT count(*) FROM event_changes"
                                  " WHERE before_date IS NULL"),
                     1);
    world.service->shifts[0].name = "Renamed";
    publish(&world);
    publish(&world);
    world.plan->n_turns = 0;
    publish(&world);
    assert_int_equal(store_number(world.store,
                                  "SELECT count(*) FROM event_changes WHERE change = 2"
                                  " AND before_summary = 'Pod 1 day, 09:00-17:00'"
                                  " AND after_summary = 'Renamed, 09:00-17:00'"
                                  " AND practitioner = 'ann'"),
                     1);
    assert_int_equal(store_number(world.store,
                                  "SELECT count(*) FROM event_changes WHERE change = 3"
                                  " AND after_date IS NULL"),
                     1);
    assert_int_equal(store_number(world.store, "SELECT count(*) FROM event_changes"), 3);
    finish(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(each_calendar_shows_its_own_events),
        IN_FOLDER(a_duty_shows_as_busy_and_a_standby_as_free_unless_the_shift_says_otherwise),
        IN_FOLDER(a_calendar_that_was_never_published_is_refused_and_not_empty),
        IN_FOLDER(what_an_earlier_version_did_not_keep_is_asked_for_and_not_left_out),
        IN_FOLDER(the_window_moves_with_the_day_and_says_when_it_did),
        IN_FOLDER(what_was_planned_long_ago_does_not_fade_away_until_somebody_publishes),
        IN_FOLDER(a_calendar_that_would_be_too_large_shows_whole_days_from_yesterday_on),
        IN_FOLDER(whoever_publishes_is_told_which_calendars_end_early),
        IN_FOLDER(long_words_do_not_make_a_calendar_too_large),
        IN_FOLDER(any_edit_raises_the_events_it_changes_and_no_others),
        IN_FOLDER(a_new_name_of_the_service_changes_no_event),
        IN_FOLDER(events_of_an_earlier_version_keep_their_uid_and_rise_once),
        IN_FOLDER(whoever_publishes_on_what_is_no_longer_so_is_told),
        IN_FOLDER(a_calendar_is_of_one_publish_whenever_it_is_read),
        IN_FOLDER(a_later_day_of_planning_lets_the_past_be),
        IN_FOLDER(what_changed_for_whom_is_noted),
    };
    return cmocka_run_group_tests_name("feed", tests, NULL, NULL);
}
