-- SPDX-License-Identifier: GPL-3.0-or-later
-- Rules of the rota: standby by the week, skills on a shift, pairs, call-outs, court dates.
ALTER TABLE shifts ADD COLUMN block TEXT; -- standby by the week; NULL: each date by itself
ALTER TABLE families ADD COLUMN evenings INTEGER; -- wanted in four weeks; NULL: no matter

CREATE TABLE shift_skills ( -- skills that some of those on a shift hold
    shift  TEXT NOT NULL REFERENCES shifts (shift),
    skill  TEXT NOT NULL REFERENCES skills (skill),
    needed INTEGER NOT NULL, -- people
    PRIMARY KEY (shift, skill)
) STRICT;

CREATE TABLE pairs ( -- who works together, and who never does
    one      TEXT NOT NULL REFERENCES practitioners (practitioner),
    other    TEXT NOT NULL REFERENCES practitioners (practitioner),
    wish     TEXT NOT NULL, -- together, apart
    strength TEXT,          -- needed, preferred; NULL: needed for apart, preferred for together
    PRIMARY KEY (one, other)
) STRICT;

CREATE TABLE call_outs ( -- calls during standby that took somebody out
    practitioner TEXT NOT NULL REFERENCES practitioners (practitioner),
    date         TEXT NOT NULL CHECK (date IS date(date)), -- on which it began
    "begin"      TEXT NOT NULL CHECK ("begin" GLOB '[0-2][0-9]:[0-5][0-9]'), -- London clock
    "end"        TEXT NOT NULL CHECK ("end" GLOB '[0-2][0-9]:[0-5][0-9]'), -- not after begin: next day
    PRIMARY KEY (practitioner, date, "begin")
) STRICT;

CREATE TABLE court_dates ( -- days in court; no family and no child is named
    practitioner TEXT NOT NULL REFERENCES practitioners (practitioner),
    date         TEXT NOT NULL CHECK (date IS date(date)),
    PRIMARY KEY (practitioner, date)
) STRICT;

-- History: what was worked before a rota begins, by plan or by import, and the ledger of turns.
CREATE TABLE worked_turns ( -- of rotas that podplan did not make
    practitioner TEXT NOT NULL REFERENCES practitioners (practitioner),
    date         TEXT NOT NULL CHECK (date IS date(date)), -- on which the shift began
    shift        TEXT NOT NULL REFERENCES shifts (shift),
    PRIMARY KEY (practitioner, date, shift)
) STRICT;

CREATE TABLE worked_hours ( -- hours beside the turns, say in another post
    practitioner TEXT NOT NULL REFERENCES practitioners (practitioner),
    week         TEXT NOT NULL CHECK (week IS date(week)), -- its Monday
    minutes      INTEGER NOT NULL,
    PRIMARY KEY (practitioner, week)
) STRICT;

CREATE TABLE ledger ( -- opening balances of the fair sharing of turns
    practitioner TEXT NOT NULL REFERENCES practitioners (practitioner),
    kind         TEXT NOT NULL, -- duty, evening, weekend, …
    turns        INTEGER NOT NULL,
    date         TEXT NOT NULL CHECK (date IS date(date)), -- the last day that is in it
    PRIMARY KEY (practitioner, kind)
) STRICT;

CREATE TABLE plan_worked ( -- turns before the rota, as they were worked
    plan         INTEGER NOT NULL REFERENCES plans (plan) ON DELETE CASCADE,
    position     INTEGER NOT NULL,
    date         TEXT NOT NULL CHECK (date IS date(date)), -- on which the shift began
    shift        TEXT NOT NULL,
    practitioner TEXT NOT NULL,
    PRIMARY KEY (plan, position)
) STRICT, WITHOUT ROWID;


---- Life after publishing ----

CREATE TABLE published_turns ( -- what people were told last, approved swaps included, for ever
    date         TEXT NOT NULL CHECK (date IS date(date)),
    shift        TEXT NOT NULL, -- key
    practitioner TEXT NOT NULL, -- key of who has it, and worked it once the date has passed
    PRIMARY KEY (date, shift, practitioner)
) STRICT, WITHOUT ROWID;

-- What was published before this version, as far as events remember it.
INSERT INTO published_turns (date, shift, practitioner)
    SELECT DISTINCT date, shift, practitioner FROM events
    WHERE body <> '' AND shift IN (SELECT shift FROM shifts);

ALTER TABLE plans ADD COLUMN frozen_before TEXT -- published turns of earlier dates had to stay
    CHECK (frozen_before IS date(frozen_before));

CREATE TABLE swaps ( -- turns that people give to each other
    swap         INTEGER PRIMARY KEY NOT NULL, -- rises with time
    kind         TEXT NOT NULL CHECK (kind IN ('ask', 'offer')),
    state        TEXT NOT NULL
                 CHECK (state IN ('open', 'taken', 'approved', 'refused', 'withdrawn', 'closed')),
    shift        TEXT NOT NULL, -- key; with the next two the turn that is given away
    date         TEXT NOT NULL CHECK (date IS date(date)),
    practitioner TEXT NOT NULL, -- key of who has it
    other        TEXT,          -- key of who is asked or has volunteered; NULL: nobody yet
    other_shift  TEXT,          -- key of the shift that comes back; NULL: none does
    other_date   TEXT CHECK (other_date IS date(other_date)),
    CHECK ((other_shift IS NULL) = (other_date IS NULL)),
    CHECK (other_shift IS NULL OR other IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX swaps_by_turn ON swaps (shift, date, practitioner)
    WHERE state IN ('open', 'taken');

CREATE TABLE swap_steps ( -- what happened to each swap
    swap         INTEGER NOT NULL REFERENCES swaps (swap),
    position     INTEGER NOT NULL, -- 1, 2, …
    state        TEXT NOT NULL,    -- that it came to
    practitioner TEXT,             -- key of who acted; NULL: nobody said
    day          TEXT NOT NULL CHECK (day IS date(day)), -- of planning
    made_at      TEXT NOT NULL,    -- UTC, RFC 3339
    made_by      TEXT NOT NULL,    -- the account that ran the command
    note         TEXT,             -- why it was closed
    PRIMARY KEY (swap, position)
) STRICT, WITHOUT ROWID;
