-- SPDX-License-Identifier: GPL-3.0-or-later
-- Step-down: an escalated family keeps its practitioner and gets a social worker beside them.
-- Closing: pods and cases have a last day, and every hand-over of a closing pod has a date.
ALTER TABLE pods ADD COLUMN closes_on TEXT -- last day on which its people hold cases
    CHECK (closes_on IS date(closes_on));
ALTER TABLE roles ADD COLUMN kind TEXT; -- family practice, early help, …; NULL: the first
ALTER TABLE families ADD COLUMN escalated_from TEXT -- NULL: not escalated
    CHECK (escalated_from IS date(escalated_from));
ALTER TABLE families ADD COLUMN escalated_to TEXT -- last day; NULL: until further notice
    CHECK (escalated_to IS date(escalated_to));
ALTER TABLE families ADD COLUMN social_worker TEXT -- who is beside the practitioner now
    REFERENCES practitioners (practitioner);
ALTER TABLE families ADD COLUMN closes_on TEXT -- last day of the case; NULL: it stays open
    CHECK (closes_on IS date(closes_on));

CREATE TABLE plan_social_workers ( -- who is beside each family that needs it
    plan          INTEGER NOT NULL REFERENCES plans (plan) ON DELETE CASCADE,
    position      INTEGER NOT NULL,
    family        TEXT NOT NULL,
    social_worker TEXT, -- NULL: nobody
    PRIMARY KEY (plan, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE plan_handovers ( -- what becomes of each case of a pod that closes
    plan     INTEGER NOT NULL REFERENCES plans (plan) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    date     TEXT NOT NULL CHECK (date IS date(date)),
    family   TEXT NOT NULL,
    kind     TEXT NOT NULL, -- closed, stepped down, stepped across, moved
    "from"   TEXT NOT NULL, -- the practitioner of the pod that closes
    "to"     TEXT,          -- who takes over; NULL: the case is closed
    PRIMARY KEY (plan, position)
) STRICT, WITHOUT ROWID;
