// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Every limit of the program, in one place; docs/data-format.md repeats them
 * for users.  Data beyond a limit is refused with a message where it enters.
 */
#ifndef PODPLAN_LIMITS_H
#define PODPLAN_LIMITS_H

enum {
    PP_MAX_FILE_BYTES = 64 << 20,     ///< one CSV file
    PP_MAX_LINE_BYTES = 64 << 10,     ///< one CSV record
    PP_MAX_CELL_BYTES = 4 << 10,      ///< one CSV cell
    PP_MAX_ROWS = 200000,             ///< rows of one table
    PP_MAX_PATCHES = 2000,            ///< patches, because minutes between them are a matrix
    PP_MAX_KEY_BYTES = 64,            ///< a reference such as a family's
    PP_MAX_COLUMNS = 64,              ///< columns of one CSV file, known or not
    PP_MAX_FAULTS = 1000,             ///< faults reported in one run; the rest are counted
    PP_MAX_WEEKS = 53,                ///< weeks of one rota
    PP_MAX_MONTHS = 120,              ///< months of one forecast
    PP_MAX_MONEY_POUNDS = 1000000000, ///< one amount, either sign
    /* A calendar shows the days up to AHEAD after the day it is made for, from PAST before that day
     * or before the day of planning of the last publish, whichever is earlier.  When these hold too
     * many events, what is past goes first, but for the day before; then whole days at the far end
     * go, and of a single day that is too much the last events. */
    PP_FEED_PAST_DAYS = 31,
    PP_FEED_AHEAD_DAYS = 366,
    PP_MAX_FEED_EVENTS = 2000,   ///< of one calendar
    PP_MAX_FEED_BYTES = 1000000, ///< clients refuse larger ones
};

/* Of podplan serve; docs/operations.md repeats them. */
enum {
    PP_FEED_EMPTY_DAYS = 30, ///< days for which a feed that has ended shows an empty calendar
    PP_MAX_FEED_NAME = 64,   ///< bytes of what its owner calls a feed
    PP_MAX_FEEDS = 100000,   ///< of one file
    PP_SERVE_CONNECTIONS = 4096,
    PP_SERVE_PER_ADDRESS = 512,       ///< connections of one client
    PP_SERVE_MEMORY_BYTES = 16 << 10, ///< of one connection: a request's line and headers
    PP_SERVE_HEADERS = 64,            ///< fields of one request
    PP_SERVE_URL_BYTES = 512,
    PP_SERVE_HEADER_SECONDS = 8,      ///< until a request's headers are there as a whole
    PP_SERVE_ANSWER_SECONDS = 60,     ///< until an answer is sent as a whole
    PP_SERVE_IDLE_SECONDS = 75,       ///< between requests of a proxy that is trusted
    PP_SERVE_WRONG = 100,             ///< wrong addresses from one client, then 429
    PP_SERVE_WRONG_SECONDS = 1,       ///< until one more is let through
    PP_SERVE_CLIENTS = 4096,          ///< clients whose wrong addresses are counted
    PP_SERVE_CACHE_BYTES = 256 << 20, ///< of calendars held ready
    PP_SERVE_LOOK_MILLISECONDS = 50,  ///< between looks at the file
    PP_SERVE_USES_SECONDS = 60,       ///< between notes of when feeds were used
    PP_SERVE_KEEP_SECONDS = 3600,     ///< what is held ready is shown while the file can't be read
    PP_SERVE_RETRY_SECONDS = 30,      ///< when to come back after an error
    PP_SERVE_STOP_SECONDS = 10,       ///< to finish what was begun when told to stop
    PP_SERVE_PROXIES = 64,            ///< networks of --trust-proxy
};

/* Of calendars that are read. */
enum {
    PP_MAX_CALENDAR_BYTES = 5 << 20,    ///< one file or answer
    PP_MAX_CALENDAR_LINE = 64 << 10,    ///< bytes of one line, its continuations included
    PP_MAX_CALENDAR_DEPTH = 8,          ///< components inside each other
    PP_MAX_CALENDAR_EVENTS = 20000,     ///< events in one file
    PP_MAX_CALENDAR_ZONES = 200,        ///< time zones that one file defines, or names
    PP_MAX_CALENDAR_VALUES = 5000,      ///< EXDATEs of one event; RDATEs too
    PP_MAX_CALENDAR_FAULTS = 100,       ///< lines that can't be read before the file is refused
    PP_MAX_CALENDAR_COUNT = 50000,      ///< COUNT of a rule
    PP_MAX_CALENDAR_INTERVAL = 1000,    ///< INTERVAL of a rule, in days, weeks or months
    PP_MAX_CALENDAR_YEARS = 100,        ///< INTERVAL of a rule, in years
    PP_MAX_CALENDAR_TIMES = 24,         ///< times of one day that a rule names
    PP_MAX_CALENDAR_DAYS = 3660,        ///< days that one event lasts
    PP_MAX_CALENDAR_INSTANCES = 5000,   ///< occurrences read from one file
    PP_MAX_CALENDAR_CPU_SECONDS = 5,    ///< of processor time to read one file
    PP_MAX_CALENDAR_SECONDS = 10,       ///< of anybody's time to read one file
    PP_MAX_CALENDAR_MEMORY = 512 << 20, ///< bytes of memory to read one file
    PP_MAX_FETCH_SECONDS = 30,          ///< to fetch one calendar, unless asked otherwise
    PP_MAX_FETCH_REDIRECTS = 5,         ///< from one address to the next
    PP_MAX_URL_BYTES = 2000,            ///< one address
};

#endif
