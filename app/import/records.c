// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * CSV records with their lines, by libcsv.
 *
 * The parser is fed one physical line at a time, so that the line of every
 * record and cell is known.  A fault drops its record.  When a quote is never
 * closed (or closes far away, at the opening quote of a later cell), reading
 * starts afresh behind the line where it was opened.  A record is at most
 * PP_MAX_LINE_BYTES long, so starting afresh can not take long.
 */
#include "records.h"

#include <podplan/text.h>

#include <csv.h>
#include <string.h>

/** A physical line of the file. */
struct place {
    int32_t line; ///< 1 is the first
    size_t next;  ///< where the line behind it begins
};

struct reader {
    const char *file;
    struct pp_faults *faults;
    bool (*take)(void *user, const struct record *record);
    void *user;

    struct csv_parser parser;
    struct place here;    ///< the line being fed
    struct place cell_at; ///< where the cell in progress begins
    bool in_record, bad;  ///< a record is in progress; it has a fault
    bool begun, finished; ///< the header was handed out; nothing more is wanted
    size_t record_bytes;  ///< fed so far for the record in progress
    struct record record; ///< in progress
    struct pp_buf text;   ///< its cells, each with its NUL
    size_t starts[PP_MAX_COLUMNS];
};

/** Records a fault at `line`; without a header the rest of the file means nothing. */
#define FAULT(r, line, ...)                                                                        \
    do {                                                                                           \
        pp_faults_add((r)->faults, false, (r)->file, (line), __VA_ARGS__);                         \
        (r)->finished |= !(r)->begun;                                                              \
    } while (0)

static void take_cell(void *data, size_t length, void *user)
{
    struct reader *r = user;
    int32_t cell = r->record.n_cells++;
    r->cell_at = r->here;
    if (length > PP_MAX_CELL_BYTES) {
        r->bad = true;
        FAULT(r, r->record.line, NULL, "cell %d is %zu bytes long; the most is %d", (int)cell + 1,
              length, (int)PP_MAX_CELL_BYTES);
    } else if (cell < PP_MAX_COLUMNS) {
        r->starts[cell] = r->text.length;
        pp_buf_addn(&r->text, data, length);
        pp_buf_addn(&r->text, "", 1);
    }
}

static void take_record(int end, void *user)
{
    (void)end;
    struct reader *r = user;
    if (!r->bad && !r->finished) {
        int32_t kept = r->record.n_cells < PP_MAX_COLUMNS ? r->record.n_cells : PP_MAX_COLUMNS;
        for (int32_t cell = 0; cell < kept; cell++) {
            r->record.cells[cell] = r->text.text + r->starts[cell];
        }
        r->begun = true;
        r->finished = !r->take(r->user, &r->record);
    }
    r->in_record = false;
}

static void begin_record(struct reader *r)
{
    r->in_record = true;
    r->bad = false;
    r->record_bytes = 0;
    r->record.line = r->here.line;
    r->record.n_cells = 0;
    r->text.length = 0;
    r->cell_at = r->here;
}

/** Forgets the record in progress; the next line begins a new one. */
static void start_afresh(struct reader *r)
{
    csv_free(&r->parser);
    csv_init(&r->parser, CSV_STRICT | CSV_STRICT_FINI);
    r->in_record = false;
}

/** A quote that swallows what follows: told where it opens, and read again from behind there. */
static void leave_quote(struct reader *r, const char *what)
{
    FAULT(r, r->cell_at.line, NULL, "the quote (\") that opens cell %d %s",
          (int)r->record.n_cells + 1, what);
    r->here = r->cell_at;
    start_afresh(r);
}

static void tell_misplaced_quote(struct reader *r)
{
    if (r->parser.quoted && r->cell_at.line < r->here.line) {
        leave_quote(r,
                    "is not closed where the cell ends; a quote inside a quoted cell is written "
                    "twice (\"\")");
        return;
    }
    FAULT(r, r->here.line, NULL,
          r->parser.quoted
              ? "cell %d goes on after its closing quote; a quote inside a quoted cell is written "
                "twice (\"\")"
              : "cell %d has a quote (\") inside; put the whole cell in quotes and write the quote "
                "twice",
          (int)r->record.n_cells + 1);
    start_afresh(r);
}

/** NUL and bytes that are not UTF-8. */
static void check_bytes(struct reader *r, const char *bytes, size_t length)
{
    const char *nul = memchr(bytes, '\0', length);
    size_t sound = pp_utf8_sound(bytes, length);
    if (nul != NULL) {
        FAULT(r, r->here.line, NULL,
              "there is a NUL byte (byte %zu of the line); only text is allowed",
              (size_t)(nul - bytes) + 1);
    } else if (sound < length) {
        FAULT(r, r->here.line, NULL,
              "byte %zu of the line (0x%02X) is not UTF-8; save the file as CSV UTF-8", sound + 1,
              (unsigned char)bytes[sound]);
    }
    r->bad |= nul != NULL || sound < length;
}

static bool is_blank(const char *bytes, size_t length)
{
    for (size_t at = 0; at < length; at++) {
        if (strchr(" \t\r\n", bytes[at]) == NULL || bytes[at] == '\0') {
            return false;
        }
    }
    return true;
}

static void feed_line(struct reader *r, const char *bytes, size_t length)
{
    if (!r->in_record && is_blank(bytes, length)) {
        return;
    }
    if (!r->in_record && length > PP_MAX_LINE_BYTES) {
        FAULT(r, r->here.line, NULL, "the line is %zu bytes long; the most is %d", length,
              (int)PP_MAX_LINE_BYTES);
        return;
    }
    if (!r->in_record) {
        begin_record(r);
    }
    r->record_bytes += length;
    if (r->record_bytes > PP_MAX_LINE_BYTES) {
        leave_quote(r, "is never closed: the record would be longer than 65536 bytes");
        return;
    }
    check_bytes(r, bytes, length);
    if (csv_parse(&r->parser, bytes, length, take_cell, take_record, r) < length) {
        tell_misplaced_quote(r);
    }
}

/** Where the line that begins at `at` ends, its LF, CRLF or CR included. */
static size_t line_end(const char *bytes, size_t length, size_t at)
{
    while (at < length && bytes[at] != '\n' && bytes[at] != '\r') {
        at++;
    }
    bool crlf = at + 1 < length && bytes[at] == '\r' && bytes[at + 1] == '\n';
    return at + (crlf ? 2 : at < length ? 1 : 0);
}

void records_read(const char *bytes, size_t length, const char *file, struct pp_faults *faults,
                  bool (*take)(void *user, const struct record *record), void *user)
{
    struct reader r = {.file = file, .faults = faults, .take = take, .user = user};
    csv_init(&r.parser, CSV_STRICT | CSV_STRICT_FINI);
    while (!r.finished && (r.here.next < length || r.in_record)) {
        size_t at = r.here.next;
        if (at < length) {
            r.here = (struct place){r.here.line + 1, line_end(bytes, length, at)};
            feed_line(&r, bytes + at, r.here.next - at);
        } else if (csv_fini(&r.parser, take_cell, take_record, &r) != 0) {
            leave_quote(&r, "is never closed");
        }
    }
    csv_free(&r.parser);
    pp_buf_finish(&r.text);
}
