-- SPDX-License-Identifier: GPL-3.0-or-later
-- Rotas in the calendars people already use: feeds go out, leave comes in.

---- Out: what calendars show ----

ALTER TABLE pods ADD COLUMN feed_names TEXT; -- codes, names; NULL: codes
ALTER TABLE shifts ADD COLUMN shown_as TEXT; -- busy, free; NULL: by kind
ALTER TABLE practitioners ADD COLUMN email TEXT; -- where changes are mailed to; NULL: nowhere

-- An event as readers see it, so that a calendar is made from here and from nothing else.
ALTER TABLE events RENAME TO events_before;
CREATE TABLE events (
    uid          TEXT NOT NULL, -- for ever the same; one shared event goes with each own one
    shared       INTEGER NOT NULL CHECK (shared IN (0, 1)), -- 0: in the person's own calendar
    practitioner TEXT NOT NULL, -- key
    shift        TEXT NOT NULL, -- key of the shift; of the session, for training
    date         TEXT NOT NULL CHECK (date IS date(date)), -- on which it begins
    kind         TEXT NOT NULL CHECK (kind IN ('duty', 'standby', 'training')),
    pod          TEXT,          -- key of whose work it is; NULL: no pod's
    hub          TEXT,          -- key of the hub; NULL: none's
    tier         TEXT,          -- the on-call tier of a standby
    busy         INTEGER NOT NULL CHECK (busy IN (0, 1)), -- 0: shown as free
    "begin"      INTEGER NOT NULL CHECK ("begin" >= 0), -- minutes of the day, London clock
    "end"        INTEGER NOT NULL CHECK ("end" >= 0),   -- may be above 1440: the next day
    summary      TEXT,          -- NULL: published by a version that did not keep it
    location     TEXT,          -- name of a pod or hub; NULL: none
    body         TEXT NOT NULL, -- hash of all that is seen; '': withdrawn, remembered for its sequence
    sequence     INTEGER NOT NULL CHECK (sequence >= 0), -- changes so far
    created      INTEGER NOT NULL, -- seconds since 1970-01-01T00:00:00Z, as are these:
    modified     INTEGER NOT NULL,
    PRIMARY KEY (uid, shared)
) STRICT, WITHOUT ROWID;

INSERT INTO events
    SELECT uid, side.shared, practitioner, e.shift, e.date,
        CASE WHEN s.kind IS NULL THEN 'training' ELSE s.kind END, NULL, NULL, NULL, 1, 0, 0, NULL, NULL,
        body, sequence, created, modified
    FROM events_before AS e LEFT JOIN shifts AS s USING (shift),
        (SELECT 0 AS shared UNION ALL SELECT 1) AS side;
DROP TABLE events_before;

CREATE INDEX events_of_practitioner ON events (practitioner, date, "begin", uid)
    WHERE shared = 0 AND body <> '';
CREATE INDEX events_of_pod ON events (pod, date, "begin", uid) WHERE shared = 1 AND body <> '';
CREATE INDEX events_of_hub ON events (hub, date, "begin", uid) WHERE shared = 1 AND body <> '';
CREATE INDEX events_of_tier ON events (tier, date, "begin", uid) WHERE shared = 1 AND body <> '';
CREATE INDEX events_of_training ON events (date, "begin", uid)
    WHERE shared = 1 AND body <> '' AND kind = 'training';

CREATE TABLE calendars ( -- that were ever published; a calendar that has emptied stays
    scope   TEXT NOT NULL CHECK (scope IN ('practitioner', 'pod', 'hub', 'tier', 'training')),
    key     TEXT NOT NULL, -- of the practitioner, pod or hub; the tier; '' for training
    name    TEXT NOT NULL, -- what people call it
    changed INTEGER NOT NULL, -- seconds since 1970-01-01T00:00:00Z; never goes back
    PRIMARY KEY (scope, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE last_publish ( -- at most one row
    one        INTEGER PRIMARY KEY NOT NULL CHECK (one = 1),
    planned_on TEXT NOT NULL CHECK (planned_on IS date(planned_on)), -- calendars reach back from it
    moved      INTEGER NOT NULL -- when it changed last, seconds since 1970-01-01T00:00:00Z
) STRICT;

CREATE TABLE event_changes ( -- in people's own calendars, for those who can't wait for a feed
    change          INTEGER PRIMARY KEY NOT NULL, -- rises with time
    changed         INTEGER NOT NULL, -- seconds since 1970-01-01T00:00:00Z
    practitioner    TEXT NOT NULL, -- key
    uid             TEXT NOT NULL, -- of the event
    kind            TEXT NOT NULL, -- duty, standby, training
    before_date     TEXT CHECK (before_date IS date(before_date)), -- NULL: it is new
    before_begin    INTEGER,
    before_end      INTEGER,
    before_summary  TEXT,
    before_location TEXT,
    after_date      TEXT CHECK (after_date IS date(after_date)), -- NULL: it was withdrawn
    after_begin     INTEGER,
    after_end       INTEGER,
    after_summary   TEXT,
    after_location  TEXT,
    told            INTEGER -- when by mail, seconds since 1970-01-01T00:00:00Z; NULL: not yet
) STRICT;
CREATE INDEX event_changes_by_time ON event_changes (changed);

---- Out: who may subscribe ----

CREATE TABLE feeds ( -- a calendar at a secret address; the secret itself is nowhere
    feed      INTEGER PRIMARY KEY NOT NULL, -- rises with time
    scope     TEXT NOT NULL CHECK (scope IN ('practitioner', 'pod', 'hub', 'tier', 'training')),
    key       TEXT NOT NULL, -- of the practitioner, pod or hub; the tier; '' for training
    name      TEXT NOT NULL, -- what its owner calls it
    person    TEXT,          -- key of the practitioner whose it is; NULL: nobody's
    hash      BLOB NOT NULL UNIQUE CHECK (length(hash) = 32), -- BLAKE2b of the token
    created   INTEGER NOT NULL, -- seconds since 1970-01-01T00:00:00Z, as are these:
    last_used INTEGER,          -- to about a minute; NULL: never
    revoked   INTEGER,          -- NULL: it is not
    gone      INTEGER           -- since when person, pod or hub are not in the service
) STRICT;

---- In: leave and bank holidays from calendars, beside leave.csv and bank_holidays.csv ----

CREATE TABLE leave_sources ( -- calendars that hold somebody's leave
    source        INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    practitioner  TEXT NOT NULL, -- key; it stays while the person is not in the service
    place         TEXT NOT NULL, -- path of a file, or an address, which may be a secret
    name          TEXT NOT NULL, -- what people call it
    kind          TEXT NOT NULL, -- annual, sick, …: all that is known of what the leave is for
    days_only     INTEGER NOT NULL CHECK (days_only IN (0, 1)), -- 1: events with times don't count
    hours         INTEGER NOT NULL CHECK (hours BETWEEN 1 AND 24), -- of events that make a day leave
    free_too      INTEGER NOT NULL CHECK (free_too IN (0, 1)), -- 1: events shown as free count
    words         TEXT,          -- that an event's summary or category has; NULL: all events count
    allow_private INTEGER NOT NULL CHECK (allow_private IN (0, 1)), -- 1: addresses of this network
    as_browser    INTEGER NOT NULL CHECK (as_browser IN (0, 1)), -- 1: fetched as a browser would
    etag          TEXT,          -- of the last good copy, as the server gave it
    last_modified TEXT,          -- likewise
    hash          TEXT,          -- of the bytes of the last good copy, hexadecimal
    fetched_at    TEXT NOT NULL, -- when it was last read, or known not to have changed; UTC, RFC 3339
    "from"        TEXT NOT NULL CHECK ("from" IS date("from")), -- days for which it was read
    "to"          TEXT NOT NULL CHECK ("to" IS date("to")),
    failed_at     TEXT,          -- when it last failed since then; NULL: it has not
    trouble       TEXT           -- why
) STRICT;

CREATE TABLE leave_fetched ( -- days of leave of the last good copies; nothing else of them is kept
    source INTEGER NOT NULL REFERENCES leave_sources (source) ON DELETE CASCADE,
    "from" TEXT NOT NULL CHECK ("from" IS date("from")),
    "to"   TEXT NOT NULL CHECK ("to" IS date("to")), -- included
    PRIMARY KEY (source, "from")
) STRICT, WITHOUT ROWID;

CREATE TABLE holidays_added ( -- bank holidays beside those of bank_holidays.csv
    date TEXT PRIMARY KEY NOT NULL CHECK (date IS date(date)),
    name TEXT
) STRICT;
