// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * One fetch: a file is read up to the limit, an address through libcurl with
 * everything switched off that a calendar does not need: other protocols,
 * proxies of the environment, compression (of which a little can unpack to a
 * lot), files of passwords.
 */
#include "fetch.h"

#include <podplan/limits.h>

#include <curl/curl.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    CONNECT_SECONDS = 10,
    SLOW_BYTES = 100, ///< a second; slower for SLOW_SECONDS is given up
    SLOW_SECONDS = 10,
    MOST_HEADERS = 64 << 10 ///< bytes
};

static const char AGENT[] = "podplan/" PODPLAN_VERSION " (calendar of leave)";
static const char BROWSER[] =
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 "
    "Firefox/128.0";

/* ---- Files ---- */

static bool read_all(int file, const char *path, struct pp_buf *body, struct pp_err *err)
{
    char chunk[65536];
    ssize_t got;
    while ((got = read(file, chunk, sizeof(chunk))) > 0) {
        pp_buf_addn(body, chunk, (size_t)got);
        if (body->length > PP_MAX_CALENDAR_BYTES) {
            return true; /* enough to say why it is refused */
        }
    }
    return got == 0 ||
           pp_fail(err, PP_E_SYSTEM, "%s: the file can't be read: %s", path, strerror(errno));
}

static bool read_file(const char *path, struct pp_buf *body, struct pp_err *err)
{
    struct stat about;
    /* Not blocking: nobody is to wait for whoever might write into a pipe. */
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (file < 0) {
        return pp_fail(err, PP_E_INPUT, "%s: the file can't be read: %s", path, strerror(errno));
    }
    bool good = (fstat(file, &about) == 0 && S_ISREG(about.st_mode)) ||
                pp_fail(err, PP_E_INPUT, "%s: this is no file", path);
    good = good && read_all(file, path, body, err);
    close(file);
    return good;
}

/* ---- Addresses ---- */

/* One transfer: what libcurl's functions leave behind. */
struct transfer {
    const struct fetch *fetch;
    struct fetched *fetched;
    CURL *handle;
    size_t header_bytes;
    bool refused; ///< an address of this network
    bool full;    ///< more came than is read of a body
    bool too_long;
    bool packed; ///< compressed, although nobody asked for that
};

static size_t take_body(char *bytes, size_t size, size_t count, void *user)
{
    struct transfer *t = user;
    pp_buf_addn(&t->fetched->body, bytes, size * count);
    /* What is there is enough to say why it is refused. */
    t->full = t->fetched->body.length > PP_MAX_CALENDAR_BYTES;
    return t->full ? 0 : size * count;
}

/* The value of a header of this name, trimmed, into `text`; "" when it is longer than that. */
static bool header_is(const char *line, size_t length, const char *name, char text[FETCH_TAG])
{
    size_t begin = strlen(name);
    if (length <= begin || line[begin] != ':' || strncasecmp(line, name, begin) != 0) {
        return false;
    }
    begin++;
    while (begin < length && (line[begin] == ' ' || line[begin] == '\t')) {
        begin++;
    }
    while (length > begin && strchr(" \t\r\n", line[length - 1]) != NULL) {
        length--;
    }
    bool fits = length - begin < FETCH_TAG;
    memcpy(text, line + begin, fits ? length - begin : 0);
    text[fits ? length - begin : 0] = '\0';
    return true;
}

static size_t take_header(char *bytes, size_t size, size_t count, void *user)
{
    struct transfer *t = user;
    size_t length = size * count;
    char text[FETCH_TAG];
    t->header_bytes += length;
    if (t->header_bytes > MOST_HEADERS) {
        t->too_long = true;
        return 0;
    }
    if (length > 5 && strncmp(bytes, "HTTP/", 5) == 0) {
        /* A new answer, say after a redirect: what the last one said is past. */
        t->fetched->etag[0] = t->fetched->last_modified[0] = '\0';
        t->fetched->body.length = 0;
        t->packed = false;
    } else if (header_is(bytes, length, "Content-Encoding", text)) {
        t->packed = strcasecmp(text, "identity") != 0;
    } else if (!header_is(bytes, length, "ETag", t->fetched->etag)) {
        header_is(bytes, length, "Last-Modified", t->fetched->last_modified);
    }
    return length;
}

/* Where the connection really goes, whatever the name said before. */
static curl_socket_t open_socket(void *user, curlsocktype purpose, struct curl_sockaddr *address)
{
    struct transfer *t = user;
    if (purpose != CURLSOCKTYPE_IPCXN ||
        (!t->fetch->allow_private && fetch_is_private(&address->addr))) {
        t->refused = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static struct curl_slist *conditions(const struct fetch *fetch)
{
    struct curl_slist *list = NULL;
    struct pp_buf line = {0};
    if (fetch->etag != NULL) {
        pp_buf_printf(&line, "If-None-Match: %s", fetch->etag);
        list = curl_slist_append(list, pp_buf_text(&line));
    }
    if (fetch->last_modified != NULL) {
        line.length = 0;
        pp_buf_printf(&line, "If-Modified-Since: %s", fetch->last_modified);
        list = curl_slist_append(list, pp_buf_text(&line));
    }
    pp_buf_finish(&line);
    return list;
}

static void set_where(CURL *handle, const struct fetch *fetch)
{
    bool secure = strncmp(fetch->place, "https:", 6) == 0;
    curl_easy_setopt(handle, CURLOPT_URL, fetch->place);
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    /* What began in secret does not go on in the open. */
    curl_easy_setopt(handle, CURLOPT_REDIR_PROTOCOLS_STR, secure ? "https" : "http,https");
    curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(handle, CURLOPT_MAXREDIRS, (long)PP_MAX_FETCH_REDIRECTS);
    curl_easy_setopt(handle, CURLOPT_PROXY, "");
    curl_easy_setopt(handle, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(handle, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(handle, CURLOPT_USERAGENT, fetch->as_browser ? BROWSER : AGENT);
}

static void set_limits(CURL *handle, const struct fetch *fetch)
{
    long seconds = fetch->seconds > 0 ? fetch->seconds : PP_MAX_FETCH_SECONDS;
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_TIMEOUT, seconds);
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT,
                     seconds < CONNECT_SECONDS ? seconds : (long)CONNECT_SECONDS);
    curl_easy_setopt(handle, CURLOPT_LOW_SPEED_LIMIT, (long)SLOW_BYTES);
    curl_easy_setopt(handle, CURLOPT_LOW_SPEED_TIME, (long)SLOW_SECONDS);
    curl_easy_setopt(handle, CURLOPT_MAXFILESIZE, (long)PP_MAX_CALENDAR_BYTES);
}

static void set_functions(CURL *handle, struct transfer *t)
{
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, t);
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, t);
    curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, t);
}

/* Words for what libcurl could not do. */
static bool fail_transfer(const struct transfer *t, CURLcode code, const char *shown,
                          struct pp_err *err)
{
    if (t->refused && code == CURLE_COULDNT_CONNECT) {
        return pp_fail(err, PP_E_INPUT,
                       "%s: the address leads to this machine or its own network, which calendars "
                       "may not; if that is meant, please say --allow-private",
                       shown);
    }
    if (t->too_long || code == CURLE_FILESIZE_EXCEEDED) {
        return pp_fail(err, PP_E_INPUT,
                       "%s: the answer has more than %d bytes; please share a shorter time, such "
                       "as one year",
                       shown, PP_MAX_CALENDAR_BYTES);
    }
    if (code == CURLE_UNSUPPORTED_PROTOCOL) {
        return pp_fail(err, PP_E_INPUT,
                       "%s: the server leads on to an address that is not to be followed (only "
                       "http and https are, and https to https only)",
                       shown);
    }
    if (code == CURLE_PARTIAL_FILE) {
        return pp_fail(err, PP_E_SYSTEM, "%s: the answer breaks off; please try again later",
                       shown);
    }
    if (code == CURLE_OPERATION_TIMEDOUT) {
        return pp_fail(err, PP_E_SYSTEM,
                       "%s: the server is too slow or does not answer; please try again later",
                       shown);
    }
    return pp_fail(err, PP_E_SYSTEM, "%s: the calendar can't be fetched: %s", shown,
                   curl_easy_strerror(code));
}

/* What the server said instead of a calendar. */
static bool check_status(struct transfer *t, const char *shown, struct pp_err *err)
{
    long status = 0;
    curl_easy_getinfo(t->handle, CURLINFO_RESPONSE_CODE, &status);
    bool conditional = t->fetch->etag != NULL || t->fetch->last_modified != NULL;
    if (status == 304 && conditional) {
        t->fetched->unchanged = true;
        return true;
    }
    if (status == 401 || status == 403) {
        return pp_fail(err, PP_E_INPUT,
                       "%s: the server wants a login or forbids this (status %ld); please take the "
                       "secret address that the calendar offers for sharing, or try --as-browser",
                       shown, status);
    }
    if (status == 404 || status == 410) {
        return pp_fail(
            err, PP_E_INPUT,
            "%s: there is no such calendar any more (status %ld); please ask for its new "
            "address",
            shown, status);
    }
    if (status != 200) {
        return pp_fail(err, PP_E_SYSTEM,
                       "%s: the server answers with status %ld; please try again later", shown,
                       status);
    }
    return !t->packed ||
           pp_fail(err, PP_E_INPUT,
                   "%s: the server sends compressed bytes, which nobody asked for; please take "
                   "another address",
                   shown);
}

static bool fetch_address(const struct fetch *fetch, struct fetched *fetched, struct pp_err *err)
{
    struct transfer t = {.fetch = fetch, .fetched = fetched, .handle = curl_easy_init()};
    char shown[FETCH_SHOWN];
    if (t.handle == NULL) {
        return pp_fail(err, PP_E_SYSTEM, "nothing can be fetched: libcurl does not start");
    }
    struct curl_slist *headers = conditions(fetch);
    set_where(t.handle, fetch);
    set_limits(t.handle, fetch);
    set_functions(t.handle, &t);
    curl_easy_setopt(t.handle, CURLOPT_HTTPHEADER, headers);
    CURLcode code = curl_easy_perform(t.handle);
    fetch_show(fetch->place, shown);
    bool good = code == CURLE_OK || t.full ? check_status(&t, shown, err)
                                           : fail_transfer(&t, code, shown, err);
    curl_slist_free_all(headers);
    curl_easy_cleanup(t.handle);
    return good;
}

int32_t fetch_seconds(double asked)
{
    return asked > 0 && asked < 1 ? 1 : (int32_t)asked;
}

bool fetch_run(const struct fetch *fetch, struct fetched *fetched, struct pp_err *err)
{
    *fetched = (struct fetched){0};
    return fetch_is_address(fetch->place) ? fetch_address(fetch, fetched, err)
                                          : read_file(fetch->place, &fetched->body, err);
}
