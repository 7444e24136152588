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

---- Establishment and pay ----

ALTER TABLE practitioners ADD COLUMN retires TEXT -- last day expected; NULL: nobody said
    CHECK (retires IS date(retires));
ALTER TABLE practitioners ADD COLUMN point INTEGER; -- of the grade's spine; NULL: the grade's cost
ALTER TABLE practitioners ADD COLUMN qualified TEXT -- as a social worker; NULL: not asked
    CHECK (qualified IS date(qualified));
ALTER TABLE practitioners ADD COLUMN permanent_until TEXT -- in an earlier post; NULL: none
    CHECK (permanent_until IS date(permanent_until));
ALTER TABLE streams ADD COLUMN start TEXT -- first day it pays for; NULL: the year's first
    CHECK (start IS date(start));
ALTER TABLE streams ADD COLUMN "end" TEXT -- last day it pays for; NULL: the year's last
    CHECK ("end" IS date("end"));

CREATE TABLE spine_points ( -- what people cost by point of their grade
    grade          TEXT NOT NULL REFERENCES grades (grade),
    point          INTEGER NOT NULL,
    financial_year INTEGER NOT NULL, -- from this one on
    yearly_cost    INTEGER NOT NULL, -- pence, with on-costs
    PRIMARY KEY (grade, point, financial_year)
) STRICT;

CREATE TABLE moves ( -- within the service, after planned_on
    practitioner TEXT NOT NULL REFERENCES practitioners (practitioner),
    date         TEXT NOT NULL CHECK (date IS date(date)), -- first day in the new role
    role         TEXT NOT NULL REFERENCES roles (role),
    pod          TEXT REFERENCES pods (pod),
    PRIMARY KEY (practitioner, date)
) STRICT;

CREATE TABLE secondments ( -- out of the service; the post is kept
    practitioner    TEXT NOT NULL REFERENCES practitioners (practitioner),
    "from"          TEXT NOT NULL CHECK ("from" IS date("from")),
    "to"            TEXT NOT NULL CHECK ("to" IS date("to")), -- included
    paid_by         TEXT, -- service, host; NULL: service
    backfill_to     TEXT CHECK (backfill_to IS date(backfill_to)), -- NULL: not backfilled
    backfill_stream TEXT REFERENCES streams (stream), -- NULL: as the posts of the role
    PRIMARY KEY (practitioner, "from")
) STRICT;

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

---- Cover ----

ALTER TABLE cover_costs ADD COLUMN until TEXT CHECK (until IS date(until)); -- NULL: no end
