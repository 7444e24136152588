// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Scenarios: what would be if.  A scenario is a name and a list of changes to
 * the service as imported; each change is of a kind of the one table of kinds
 * below.  Nothing changes until a scenario is adopted.
 *
 * As text a change is its kind and then what the kind asks for, in this order:
 * a key, an amount, a date.  "posts sw 2 2024-09-01", "leavers -10".
 */
#ifndef PODPLAN_SCENARIO_H
#define PODPLAN_SCENARIO_H

#include <podplan/buf.h>
#include <podplan/schema.h>

enum {
    PP_SCENARIO_NAME = 32,   ///< bytes of a name at most
    PP_SCENARIO_CHANGES = 64 ///< changes of one scenario at most
};

struct pp_change {
    int32_t kind;        ///< row of pp_change_kinds
    const char *subject; ///< a key; NULL where the kind has none
    int64_t amount;      ///< thousandths: of FTE, or of a per cent
    pp_day date;         ///< PP_NO_DAY where the kind has none
};

struct pp_scenario {
    const char *name;
    const char *copied_from; ///< NULL: nothing
    struct pp_change *changes;
    int32_t n_changes, changes_capacity;
};

struct pp_change_kind {
    const char *name;
    const char *usage;   ///< "posts ROLE FTE DATE"
    const char *help;    ///< one sentence
    int32_t table;       ///< whose key it names; PP_NONE: none
    bool amount, date;   ///< whether it has one
    int64_t least, most; ///< of the amount
    /** Changes the rows of a service; keys are known to exist. False: it can't be done. */
    bool (*apply)(struct pp_service *service, const struct pp_change *change, struct pp_err *err);
};

extern const struct pp_change_kind pp_change_kinds[];
extern const int32_t pp_n_change_kinds;

/** Reads a change; its texts are owned by the arena.  PP_E_USAGE says what is wrong. */
bool pp_change_parse(const char *text, struct pp_arena *arena, struct pp_change *change,
                     struct pp_err *err);

/** Appends it as pp_change_parse reads it. */
void pp_change_text(const struct pp_change *change, struct pp_buf *out);

/** A name: letters, digits, hyphens and underscores. "baseline" is taken. */
bool pp_scenario_name(const char *name, struct pp_err *err);

/**
 * Marks in `kin` (length n) those of `all` that were copied from `all[of]`, it from them, or both
 * from the same, over any number of copies; not itself.
 */
void pp_scenario_kin(const struct pp_scenario *all, int32_t n, int32_t of, bool *kin);

/** Takes each change that `made` has out of the scenario, once for each time; says how many. */
int32_t pp_scenario_drop(struct pp_scenario *scenario, const struct pp_scenario *made);

/**
 * Changes a service of one's own (just loaded, not shared) and freezes it again.  False with
 * PP_E_STATE when a change names what is not there or does not fit; the service is then spoilt.
 */
bool pp_scenario_apply(struct pp_service *service, const struct pp_scenario *scenario,
                       struct pp_err *err);

#endif
