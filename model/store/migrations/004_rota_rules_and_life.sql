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
