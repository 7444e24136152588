#include "changes.h"
bool changes_solve(struct engine *engine, struct outcome *outcome, struct pp_err *err)
{
    struct terms terms = {0};
    return run_search(engine, &terms, 1, outcome, err);
}
