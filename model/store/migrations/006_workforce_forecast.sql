-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 6: the workforce forecast with its ranges.

---- Simulation ----

CREATE TABLE pipeline ( -- people and posts on their way into work
    candidate TEXT PRIMARY KEY NOT NULL,                     -- reference
    role      TEXT NOT NULL REFERENCES roles (role),
    fte       INTEGER NOT NULL,                              -- thousandths
    stage     TEXT NOT NULL,                                 -- approved, advertised, …
    since     TEXT NOT NULL CHECK (since IS date(since)),    -- in that stage
    vetted_on TEXT CHECK (vetted_on IS date(vetted_on))      -- NULL: not yet checked
) STRICT;

CREATE TABLE lead_times ( -- how long the stages of recruitment take
    stage   TEXT PRIMARY KEY NOT NULL, -- approved, advertised, …
    least   INTEGER NOT NULL,          -- days
    typical INTEGER NOT NULL,          -- days
    most    INTEGER NOT NULL           -- days
) STRICT;

CREATE TABLE plan_ranges ( -- where lines of the forecast may lie
    plan     INTEGER NOT NULL REFERENCES plans (plan) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    month    TEXT NOT NULL CHECK (month IS date(month)), -- its first day
    months   INTEGER NOT NULL, -- 1, or those of a financial year from that month on
    role     TEXT,             -- NULL: the service as a whole
    line     TEXT NOT NULL,    -- in_post, vacancy, …
    p10      INTEGER NOT NULL, -- thousandths of FTE, or pence
    p50      INTEGER NOT NULL,
    p90      INTEGER NOT NULL,
    PRIMARY KEY (plan, position)
) STRICT, WITHOUT ROWID;

---- Staffing plan ----

CREATE TABLE recruitment ( -- what recruiting costs
    role          TEXT PRIMARY KEY NOT NULL REFERENCES roles (role),
    recruit_cost  INTEGER NOT NULL, -- pence, each full-time starter
    training_cost INTEGER NOT NULL, -- pence, each full-time starter
    most          INTEGER           -- thousandths of FTE in a month; NULL: any
) STRICT;

CREATE TABLE agency_caps ( -- price caps
    role       TEXT PRIMARY KEY NOT NULL REFERENCES roles (role),
    weekly_cap INTEGER NOT NULL -- pence, one full-time equivalent
) STRICT;

CREATE TABLE plan_staffing ( -- whom to start and what to buy, at least cost; thousandths of FTE
    plan     INTEGER NOT NULL REFERENCES plans (plan) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    month    TEXT NOT NULL CHECK (month IS date(month)), -- its first day
    role     TEXT,             -- NULL: gone since
    starts   INTEGER NOT NULL, -- that begin in the month
    in_post  INTEGER NOT NULL,
    bank     INTEGER NOT NULL,
    agency   INTEGER NOT NULL,
    unmet    INTEGER NOT NULL,
    cost     INTEGER NOT NULL, -- pence of posts, cover, recruitment and training
    PRIMARY KEY (plan, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE plan_advice ( -- what an earlier start is worth, found by solving again
    plan     INTEGER NOT NULL REFERENCES plans (plan) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    role     TEXT,             -- NULL: gone since
    saved    INTEGER NOT NULL, -- pence; negative: it costs more
    sentence TEXT NOT NULL,
    PRIMARY KEY (plan, position)
) STRICT, WITHOUT ROWID;

---- Scenarios ----

CREATE TABLE scenarios ( -- what would be if
    scenario    TEXT PRIMARY KEY NOT NULL, -- its name
    copied_from TEXT,                      -- name of another; NULL: none
    made_at     TEXT NOT NULL,             -- UTC, RFC 3339
    made_by     TEXT NOT NULL              -- the account that ran the command
) STRICT;

CREATE TABLE scenario_changes ( -- to the service as imported
    scenario TEXT NOT NULL REFERENCES scenarios (scenario) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    change   TEXT NOT NULL, -- kind, key, amount, date: "posts sw 2 2024-09-01"
    PRIMARY KEY (scenario, position)
) STRICT, WITHOUT ROWID;
