// SPDX-License-Identifier: GPL-3.0-or-later
/* The table of checks, and what they share. */
#include "checks.h"

#include <stdarg.h>

const struct check checks_table[] = {
    {0},
};
const int32_t checks_count = 0;

bool checks_sound(const struct checks_case *c, enum pp_table_id table, int32_t row)
{
    return !c->rows[table].unsound[row];
}

void checks_run(const struct pp_service *service, const struct checks_rows *rows,
                struct pp_faults *faults)
{
    for (int32_t i = 0; i < checks_count; i++) {
        struct checks_case c = {service, rows, faults, &checks_table[i]};
        checks_table[i].run(&c);
    }
}
