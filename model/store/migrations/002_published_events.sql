-- SPDX-License-Identifier: GPL-3.0-or-later
-- Calendar events as they were last published: whoever publishes next compares
-- with them, so that only what has changed gets a new SEQUENCE and LAST-MODIFIED.
CREATE TABLE events (
    uid          TEXT PRIMARY KEY NOT NULL, -- of the event, for ever the same
    practitioner TEXT NOT NULL,             -- key of whose calendar holds it
    shift        TEXT NOT NULL,             -- key of the shift; of the session, for training
    date         TEXT NOT NULL              -- on which it begins
                 CHECK (date IS date(date)),
    body         TEXT NOT NULL,             -- hash of everything a reader sees, hexadecimal
    sequence     INTEGER NOT NULL CHECK (sequence >= 0), -- changes so far
    created      INTEGER NOT NULL,          -- seconds since 1970-01-01T00:00:00Z
    modified     INTEGER NOT NULL           -- seconds since 1970-01-01T00:00:00Z
) STRICT;
