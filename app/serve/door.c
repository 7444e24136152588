// SPDX-License-Identifier: GPL-3.0-or-later
/* The door: the rules of RFC 9112 (3, 5, 6.1, 6.3) in which proxies are known to differ. */
#include "door.h"

#include <podplan/limits.h>

#include <string.h>
#include <strings.h>

/** RFC 9110, 5.6.2: what a name may be made of. */
static bool is_token(const char *text, size_t size)
{
    static const char letters[] =
        "!#$%&'*+-.^_`|~0123456789"
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    return size > 0 && memchr(text, '\0', size) == NULL && strspn(text, letters) >= size;
}

/** No NUL, no line break, no other control character but the tab. */
static bool is_value(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)text[i];
        if ((c < ' ' && c != '\t') || c == 0x7f) {
            return false;
        }
    }
    return true;
}

static bool is_zero(const char *digits)
{
    return *digits != '\0' && strspn(digits, "0") == strlen(digits);
}

void door_field(struct door *door, const char *name, size_t name_size, const char *value,
                size_t value_size)
{
    door->fields++;
    if (!is_token(name, name_size) || !is_value(value, value_size)) {
        door->bad = true;
        return;
    }
    if (strcasecmp(name, "If-None-Match") == 0) {
        if (door->n_tags < DOOR_TAGS) {
            door->tags[door->n_tags++] = value;
        }
    } else if (strcasecmp(name, "If-Modified-Since") == 0) {
        door->since = value;
    } else if (strcasecmp(name, "X-Forwarded-For") == 0) {
        door->forwarded = value;
    } else if (strcasecmp(name, "Host") == 0) {
        door->hosts++;
    } else if (strcasecmp(name, "Content-Length") == 0) {
        door->lengths++;
        door->has_body = door->has_body || !is_zero(value);
    } else if (strcasecmp(name, "Authorization") == 0) {
        door->logins++;
    } else if (strcasecmp(name, "Transfer-Encoding") == 0) {
        door->bad = true; // nothing here takes a body
    }
}

enum door_status door_judge(const struct door *door, const char *method, const char *target,
                            const char *version)
{
    bool old = strcmp(version, "HTTP/1.0") == 0,
         asks = strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0;
    if (door->bad || door->hosts > 1 || door->lengths > 1 || door->logins > 1 ||
        !is_token(method, strlen(method)) || !is_value(target, strlen(target)) ||
        strchr(target, ' ') != NULL || (door->hosts == 0 && !old) || (asks && door->has_body)) {
        return DOOR_BAD;
    }
    if (!old && strcmp(version, "HTTP/1.1") != 0) {
        return DOOR_VERSION;
    }
    if (door->fields > PP_SERVE_HEADERS) {
        return DOOR_MANY_FIELDS;
    }
    if (door->target_size > PP_SERVE_URL_BYTES) {
        return DOOR_LONG_URL;
    }
    return asks ? DOOR_IN : DOOR_METHOD;
}

const char *door_path(const char *target, char *path, size_t size)
{
    const char *host = strstr(target, "://");
    if (target[0] != '/' && host != NULL) {
        target = host + 3 + strcspn(host + 3, "/?");
    }
    size_t length = strcspn(target, "?");
    if (length >= size) {
        length = 0;
    }
    memcpy(path, target, length);
    path[length] = '\0';
    return path;
}
