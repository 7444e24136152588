-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 1: the service as last imported, and every plan made of any import.
--
-- Units: fte, points and all that is counted in them in thousandths; money in
-- pence; rates in millionths; a financial year by the calendar year in which it
-- begins; dates YYYY-MM-DD; times HH:MM, 24:00 included.  NULL is what was left
-- blank.  The ranges and words of columns are checked by the builder each time
-- the service is read.

---- The service: one table for each CSV file, one column for each of its columns ----

CREATE TABLE settings ( -- settings.csv
    name  TEXT PRIMARY KEY NOT NULL, -- of the setting
    value TEXT NOT NULL              -- as settings.csv writes it; a blank has no row
) STRICT;

CREATE TABLE hubs ( -- the places from which the service works
    hub  TEXT PRIMARY KEY NOT NULL, -- reference
    name TEXT                       -- what people call it
) STRICT;

CREATE TABLE patches ( -- neighbourhoods in which families live
    patch TEXT PRIMARY KEY NOT NULL,           -- reference
    name  TEXT,                                -- what people call it
    hub   TEXT NOT NULL REFERENCES hubs (hub)  -- that serves it
) STRICT;

CREATE TABLE travel ( -- between patches
    from_patch TEXT NOT NULL REFERENCES patches (patch),
    to_patch   TEXT NOT NULL REFERENCES patches (patch),
    minutes    INTEGER NOT NULL, -- one way; the way back is the same without its own row
    PRIMARY KEY (from_patch, to_patch)
) STRICT;

CREATE TABLE pods ( -- teams
    pod   TEXT PRIMARY KEY NOT NULL,           -- reference
    name  TEXT,                                -- what people call it
    hub   TEXT NOT NULL REFERENCES hubs (hub), -- it belongs to
    patch TEXT REFERENCES patches (patch)      -- where it is based
) STRICT;

CREATE TABLE grades ( -- of pay
    grade TEXT PRIMARY KEY NOT NULL, -- reference
    name  TEXT                       -- what people call it
) STRICT;

CREATE TABLE grade_costs ( -- what a post costs
    grade          TEXT NOT NULL REFERENCES grades (grade),
    financial_year INTEGER NOT NULL, -- in force from this one on, until a later row
    yearly_cost    INTEGER NOT NULL, -- pence, one full-time post with on-costs
    PRIMARY KEY (grade, financial_year)
) STRICT;

CREATE TABLE roles ( -- what people do, and how much one of them may hold
    role         TEXT PRIMARY KEY NOT NULL,      -- reference
    name         TEXT,                           -- what people call it
    grade        TEXT REFERENCES grades (grade), -- that pays a post of this role
    family_cap   INTEGER, -- most families of a full-time person; NULL: holds no cases
    child_cap    INTEGER, -- most children of a full-time person
    point_cap    INTEGER, -- most points, thousandths; NULL: not capped
    span         INTEGER, -- practitioners it may oversee; NULL: none
    on_call_tier INTEGER  -- 1 answers first, 2 backs up; NULL: never on call
) STRICT;

CREATE TABLE practitioners ( -- everybody who works in the service
    practitioner TEXT PRIMARY KEY NOT NULL,          -- reference
    name         TEXT,                               -- NULL unless the user asked to keep names
    role         TEXT NOT NULL REFERENCES roles (role),
    pod          TEXT REFERENCES pods (pod),         -- NULL: the service as a whole
    consultant   TEXT REFERENCES practitioners (practitioner) -- who oversees; NULL: plan chooses
                 DEFERRABLE INITIALLY DEFERRED, -- who oversees may stand further down
    fte          INTEGER,                            -- thousandths; NULL: unknown
    contract     TEXT NOT NULL,                      -- permanent, agency, …
    start        TEXT NOT NULL CHECK (start IS date(start)),  -- first day in post
    "end"        TEXT CHECK ("end" IS date("end")),           -- last day in post; NULL: open
    home_patch   TEXT REFERENCES patches (patch)     -- where they set out from
) STRICT;
-- Without it, replacing the service looks through everybody for each person.
CREATE INDEX practitioners_by_consultant ON practitioners (consultant);

CREATE TABLE skills ( -- what people can be able to do
    skill TEXT PRIMARY KEY NOT NULL, -- reference
    name  TEXT,                      -- what people call it
    kind  TEXT NOT NULL              -- practice, language, qualification
) STRICT;

CREATE TABLE practitioner_skills ( -- who holds which skill
    practitioner TEXT NOT NULL REFERENCES practitioners (practitioner),
    skill        TEXT NOT NULL REFERENCES skills (skill),
    expiry       TEXT CHECK (expiry IS date(expiry)), -- last valid day; NULL: for good
    PRIMARY KEY (practitioner, skill)
) STRICT;

CREATE TABLE reductions ( -- of what a person can hold; those of one day add up
    practitioner TEXT NOT NULL REFERENCES practitioners (practitioner),
    "from"       TEXT NOT NULL CHECK ("from" IS date("from")), -- first day
    "to"         TEXT CHECK ("to" IS date("to")),              -- last day; NULL: open
    percent      INTEGER NOT NULL,                             -- of the capacity that is lost
    reason       TEXT NOT NULL,                                -- newly qualified, sickness, …
    PRIMARY KEY (practitioner, "from", reason)
) STRICT;

CREATE TABLE families ( -- whole families, by reference, never by name
    family       TEXT PRIMARY KEY NOT NULL,                      -- reference
    patch        TEXT NOT NULL REFERENCES patches (patch),       -- where they live
    language     TEXT REFERENCES skills (skill),                 -- NULL: English
    practitioner TEXT REFERENCES practitioners (practitioner),   -- who works with them now
    since        TEXT CHECK (since IS date(since))               -- since when
) STRICT;

CREATE TABLE needs ( -- skills that families need in their practitioner
    family   TEXT NOT NULL REFERENCES families (family),
    skill    TEXT NOT NULL REFERENCES skills (skill),
    strength TEXT NOT NULL, -- needed, preferred
    PRIMARY KEY (family, skill)
) STRICT;

CREATE TABLE children ( -- by reference, never by name
    child      TEXT PRIMARY KEY NOT NULL,                -- reference
    family     TEXT NOT NULL REFERENCES families (family),
    status     TEXT, -- early help, CIN, CP, …; NULL: unassessed
    complexity TEXT  -- low, medium, high; NULL: unassessed
) STRICT;

CREATE TABLE weights ( -- what a child weighs in a caseload
    status     TEXT NOT NULL,
    complexity TEXT NOT NULL,
    start      TEXT NOT NULL CHECK (start IS date(start)), -- in force until a later row
    points     INTEGER NOT NULL,                           -- thousandths
    PRIMARY KEY (status, complexity, start)
) STRICT;

CREATE TABLE conflicts ( -- who must never work with which family
    family       TEXT NOT NULL REFERENCES families (family),
    practitioner TEXT NOT NULL REFERENCES practitioners (practitioner),
    reason       TEXT, -- in general words
    PRIMARY KEY (family, practitioner)
) STRICT;

CREATE TABLE shifts ( -- duties and standbys that the rota must cover
    shift         TEXT PRIMARY KEY NOT NULL, -- reference
    name          TEXT,                      -- what people call it
    weekdays      INTEGER NOT NULL,          -- bit 0 Monday … bit 6 Sunday
    "begin"       TEXT NOT NULL CHECK ("begin" GLOB '[0-2][0-9]:[0-5][0-9]'), -- London clock
    "end"         TEXT NOT NULL CHECK ("end" GLOB '[0-2][0-9]:[0-5][0-9]'), -- not after begin: next day
    break_minutes INTEGER NOT NULL,          -- unpaid, inside the shift
    pod           TEXT REFERENCES pods (pod),     -- that covers it
    hub           TEXT REFERENCES hubs (hub),     -- that covers it; both NULL: everybody
    role          TEXT REFERENCES roles (role),   -- only for this role
    skill         TEXT REFERENCES skills (skill), -- only for those who hold it
    needed        INTEGER NOT NULL,          -- people
    kind          TEXT NOT NULL,             -- duty, standby
    tier          INTEGER,                   -- standby: the on-call tier it asks for
    "from"        TEXT CHECK ("from" IS date("from")), -- first date it runs
    "to"          TEXT CHECK ("to" IS date("to"))      -- last date it runs
) STRICT;

CREATE TABLE bank_holidays ( -- public holidays
    date TEXT PRIMARY KEY NOT NULL CHECK (date IS date(date)),
    name TEXT
) STRICT;

CREATE TABLE leave ( -- granted; the rota respects it
    practitioner TEXT NOT NULL REFERENCES practitioners (practitioner),
    "from"       TEXT NOT NULL CHECK ("from" IS date("from")), -- first day away
    "to"         TEXT NOT NULL CHECK ("to" IS date("to")),     -- last day away
    kind         TEXT NOT NULL,                                -- annual, sick, study, …
    PRIMARY KEY (practitioner, "from")
) STRICT;

CREATE TABLE requests ( -- what people would like
    practitioner TEXT NOT NULL REFERENCES practitioners (practitioner),
    date         TEXT NOT NULL CHECK (date IS date(date)),
    shift        TEXT REFERENCES shifts (shift), -- NULL: any duty of that day
    wish         TEXT NOT NULL,                  -- wanted, avoid
    minutes      INTEGER,                        -- what it is worth; NULL: the rule's weight
    UNIQUE (practitioner, date, shift)
) STRICT;

CREATE TABLE courses ( -- what can be learned
    course          TEXT PRIMARY KEY NOT NULL,              -- reference
    name            TEXT,                                   -- what people call it
    skill           TEXT NOT NULL REFERENCES skills (skill), -- what it teaches
    validity_months INTEGER,                                -- NULL: for good
    price           INTEGER NOT NULL                        -- pence a seat
) STRICT;

CREATE TABLE sessions ( -- when the courses are held
    session TEXT PRIMARY KEY NOT NULL,                       -- reference
    course  TEXT NOT NULL REFERENCES courses (course),
    date    TEXT NOT NULL CHECK (date IS date(date)),
    "begin" TEXT NOT NULL CHECK ("begin" GLOB '[0-2][0-9]:[0-5][0-9]'), -- London clock
    "end"   TEXT NOT NULL CHECK ("end" GLOB '[0-2][0-9]:[0-5][0-9]'),   -- London clock
    places  INTEGER NOT NULL
) STRICT;

CREATE TABLE core_training ( -- courses before a person of the role holds cases
    role   TEXT NOT NULL REFERENCES roles (role),
    course TEXT NOT NULL REFERENCES courses (course),
    PRIMARY KEY (role, course)
) STRICT;

CREATE TABLE budgets ( -- each pod's own, for training
    pod            TEXT NOT NULL REFERENCES pods (pod),
    financial_year INTEGER NOT NULL,
    amount         INTEGER NOT NULL, -- pence
    PRIMARY KEY (pod, financial_year)
) STRICT;

CREATE TABLE streams ( -- funding, one row for each financial year
    stream         TEXT PRIMARY KEY NOT NULL, -- reference
    source         TEXT NOT NULL,             -- who gives the money
    kind           TEXT NOT NULL,             -- grant, council cash, matched, in kind
    financial_year INTEGER NOT NULL,          -- it lapses at this year's end
    amount         INTEGER NOT NULL           -- pence
) STRICT;

CREATE TABLE instalments ( -- when streams are paid
    stream TEXT NOT NULL REFERENCES streams (stream),
    date   TEXT NOT NULL CHECK (date IS date(date)),
    amount INTEGER NOT NULL, -- pence
    PRIMARY KEY (stream, date)
) STRICT;

CREATE TABLE posts ( -- the establishment
    post   TEXT PRIMARY KEY NOT NULL,                       -- reference
    role   TEXT NOT NULL REFERENCES roles (role),
    pod    TEXT REFERENCES pods (pod),                      -- NULL: the service as a whole
    grade  TEXT REFERENCES grades (grade),                  -- NULL: the role's
    fte    INTEGER NOT NULL,                                -- thousandths
    start  TEXT NOT NULL CHECK (start IS date(start)),      -- first day of the post
    "end"  TEXT CHECK ("end" IS date("end")),               -- last day; NULL: permanent
    stream TEXT REFERENCES streams (stream)                 -- meant to pay for it
) STRICT;

CREATE TABLE cover_costs ( -- what bank and agency cover costs
    role         TEXT NOT NULL REFERENCES roles (role),
    kind         TEXT NOT NULL,    -- bank, agency
    weekly_cost  INTEGER NOT NULL, -- pence, one full-time equivalent
    notice_weeks INTEGER NOT NULL, -- paid after notice is given
    most         INTEGER,          -- thousandths of FTE at a time; NULL: any
    PRIMARY KEY (role, kind)
) STRICT;

CREATE TABLE costs ( -- everything that is not staff
    line   TEXT NOT NULL,                                -- of the budget
    "from" TEXT NOT NULL CHECK ("from" IS date("from")), -- spread evenly from this day
    "to"   TEXT NOT NULL CHECK ("to" IS date("to")),     -- to this one
    amount INTEGER NOT NULL,                             -- pence
    stream TEXT REFERENCES streams (stream),             -- meant to pay for it
    UNIQUE (line, "from", stream)
) STRICT;

CREATE TABLE workforce_history ( -- the workforce of past years; thousandths of FTE
    year         INTEGER PRIMARY KEY NOT NULL, -- at 30 September
    in_post      INTEGER,
    starters     INTEGER, -- within the year
    leavers      INTEGER, -- within the year
    agency       INTEGER,
    vacancy      INTEGER,
    case_holders INTEGER,
    cases        INTEGER, -- whole cases
    source       TEXT     -- where the figures were published
) STRICT;

CREATE TABLE demand ( -- referrals, month by month
    month       TEXT PRIMARY KEY NOT NULL CHECK (month IS date(month)), -- its first day
    referrals   INTEGER NOT NULL, -- children
    repeat_rate INTEGER           -- millionths of them who were referred before
) STRICT;

CREATE TABLE transitions ( -- how children move between statuses
    from_status  TEXT NOT NULL,
    to_status    TEXT NOT NULL,
    monthly_rate INTEGER NOT NULL, -- millionths
    PRIMARY KEY (from_status, to_status)
) STRICT;

CREATE TABLE unit_costs ( -- what a child's case costs
    status      TEXT PRIMARY KEY NOT NULL,
    weekly_cost INTEGER NOT NULL, -- pence, one child
    source      TEXT              -- where the figure was published
) STRICT;

CREATE TABLE benefits ( -- value for money: what better outcomes save
    cohort      TEXT NOT NULL,    -- whose children
    outcome     TEXT NOT NULL,    -- what is achieved
    cases       INTEGER NOT NULL, -- children in a year
    from_status TEXT NOT NULL,    -- that they would have had
    to_status   TEXT,             -- that they have instead; NULL: the case is avoided
    weeks       INTEGER NOT NULL, -- for which the difference holds
    PRIMARY KEY (cohort, outcome)
) STRICT;

CREATE TABLE rule_weights ( -- prices that differ from those of the rule table
    rule   TEXT PRIMARY KEY NOT NULL, -- name of the rule
    weight INTEGER NOT NULL           -- minutes a week a unit; pence for rules about money
) STRICT;

CREATE TABLE imports ( -- every service that was stored here; the last one is the one above
    import     INTEGER PRIMARY KEY NOT NULL, -- rises with time
    made_at    TEXT NOT NULL,                -- UTC, RFC 3339
    made_by    TEXT NOT NULL,                -- the account that ran the command
    input_hash TEXT NOT NULL CHECK (length(input_hash) = 16), -- of every cell, hexadecimal
    row_count  INTEGER NOT NULL              -- of all tables together
) STRICT;

---- Plans.  They name rows of the service by key and outlive the service they answer, ----
---- so their keys are no foreign keys.  `position` is the place in the plan's order.  ----

CREATE TABLE plans (
    plan       INTEGER PRIMARY KEY NOT NULL, -- rises with time
    made_at    TEXT NOT NULL,                -- UTC, RFC 3339
    made_by    TEXT NOT NULL,                -- the account that ran the command
    command    TEXT NOT NULL,                -- plan, allocate, rota, …
    input_hash TEXT NOT NULL CHECK (length(input_hash) = 16), -- of the service it answers
    seed       TEXT NOT NULL,                -- 64 bits, decimal
    settings   TEXT NOT NULL CHECK (settings GLOB '{*}'), -- JSON: rounds, weeks, months
    rota_from  TEXT CHECK (rota_from IS date(rota_from)),  -- first Monday of the rota
    rota_weeks INTEGER NOT NULL
) STRICT;

CREATE TABLE plan_stages ( -- how each stage ended
    plan    INTEGER NOT NULL REFERENCES plans (plan) ON DELETE CASCADE,
    stage   TEXT NOT NULL CHECK (stage IN ('training', 'allocation', 'rota', 'workforce')),
    status  TEXT NOT NULL
            CHECK (status IN ('not_run', 'optimal', 'feasible', 'shortfall', 'stopped')),
    cost    INTEGER NOT NULL, -- soft cost plus the price of shortfalls
    bound   INTEGER NOT NULL, -- proved: no answer costs less
    rounds  INTEGER NOT NULL,
    seconds REAL NOT NULL,    -- of wall clock
    PRIMARY KEY (plan, stage)
) STRICT, WITHOUT ROWID;

CREATE TABLE plan_placements ( -- where each family is
    plan         INTEGER NOT NULL REFERENCES plans (plan) ON DELETE CASCADE,
    position     INTEGER NOT NULL,
    family       TEXT NOT NULL,
    practitioner TEXT, -- NULL: unplaced
    rule         TEXT, -- unplaced: what stands in the way
    reason       TEXT, -- unplaced: the same in one sentence
    PRIMARY KEY (plan, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE plan_consultants ( -- who oversees whom
    plan         INTEGER NOT NULL REFERENCES plans (plan) ON DELETE CASCADE,
    position     INTEGER NOT NULL,
    practitioner TEXT NOT NULL,
    consultant   TEXT, -- NULL: nobody
    PRIMARY KEY (plan, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE plan_turns ( -- who is on which shift
    plan         INTEGER NOT NULL REFERENCES plans (plan) ON DELETE CASCADE,
    position     INTEGER NOT NULL,
    date         TEXT NOT NULL CHECK (date IS date(date)), -- on which the shift begins
    shift        TEXT NOT NULL,
    practitioner TEXT NOT NULL,
    PRIMARY KEY (plan, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE plan_seats ( -- who takes which course
    plan         INTEGER NOT NULL REFERENCES plans (plan) ON DELETE CASCADE,
    position     INTEGER NOT NULL,
    session      TEXT NOT NULL,
    practitioner TEXT NOT NULL,
    PRIMARY KEY (plan, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE plan_months ( -- the workforce ahead; thousandths of FTE
    plan          INTEGER NOT NULL REFERENCES plans (plan) ON DELETE CASCADE,
    position      INTEGER NOT NULL,
    month         TEXT NOT NULL CHECK (month IS date(month)), -- its first day
    role          TEXT,             -- NULL: the service as a whole
    establishment INTEGER NOT NULL, -- posts agreed
    in_post       INTEGER NOT NULL,
    vacancy       INTEGER NOT NULL,
    bank          INTEGER NOT NULL, -- covered by bank workers
    agency        INTEGER NOT NULL, -- covered by agency workers
    unmet         INTEGER NOT NULL, -- covered by nobody
    needed        INTEGER,          -- that the caseload asks for; NULL: holds no cases
    PRIMARY KEY (plan, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE plan_cost_lines ( -- money of one line in one month
    plan     INTEGER NOT NULL REFERENCES plans (plan) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    month    TEXT NOT NULL CHECK (month IS date(month)), -- its first day
    line     TEXT NOT NULL,    -- "staff: Family practitioner", "agency", "travel", …
    stream   TEXT,             -- what pays for it; NULL: nothing does
    amount   INTEGER NOT NULL, -- pence
    PRIMARY KEY (plan, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE plan_stream_uses ( -- what becomes of each funding stream
    plan     INTEGER NOT NULL REFERENCES plans (plan) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    stream   TEXT NOT NULL,
    spent    INTEGER NOT NULL, -- pence
    lapsed   INTEGER NOT NULL, -- pence
    PRIMARY KEY (plan, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE plan_savings ( -- lines of the value-for-money table
    plan     INTEGER NOT NULL REFERENCES plans (plan) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    cohort   TEXT NOT NULL,
    outcome  TEXT NOT NULL,
    gross    INTEGER NOT NULL, -- pence: cases x weekly cost before x weeks
    less     INTEGER NOT NULL, -- pence: cases x weekly cost after x weeks
    net      INTEGER NOT NULL, -- pence
    PRIMARY KEY (plan, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE plan_shortfalls ( -- what does not fit, and what would close it
    plan     INTEGER NOT NULL REFERENCES plans (plan) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    stage    TEXT NOT NULL CHECK (stage IN ('training', 'allocation', 'rota', 'workforce')),
    rule     TEXT NOT NULL,    -- name of the rule that is relaxed
    subject  TEXT,             -- key of the pod, family, shift, role or stream concerned
    "from"   TEXT CHECK ("from" IS date("from")), -- NULL: not dated
    "to"     TEXT CHECK ("to" IS date("to")),
    amount   INTEGER NOT NULL, -- by how much, in `unit`
    unit     TEXT NOT NULL,
    sentence TEXT NOT NULL,    -- what does not fit
    remedy   TEXT,             -- what closes it; NULL: none known
    PRIMARY KEY (plan, position)
) STRICT, WITHOUT ROWID;
