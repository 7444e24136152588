// SPDX-License-Identifier: GPL-3.0-or-later
/* Places of calendars: addresses and paths, as they are stored and as they are shown. */
#include "fetch.h"

#include <podplan/limits.h>

#include <curl/curl.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

bool fetch_is_address(const char *place)
{
    const char *colon = strstr(place, "://");
    size_t length = colon == NULL ? 0 : (size_t)(colon - place);
    return length > 0 && strspn(place,
                                "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                "0123456789+-.") == length;
}

static bool begins(const char *text, const char *with)
{
    return strncasecmp(text, with, strlen(with)) == 0;
}

/* webcal is how calendars are linked, and https is how they are fetched. */
static const char *replace_scheme(const char *place, struct pp_buf *url)
{
    static const char *const others[] = {"webcals://", "webcal://"};
    for (size_t o = 0; o < sizeof(others) / sizeof(others[0]); o++) {
        if (begins(place, others[o])) {
            pp_buf_printf(url, "https://%s", place + strlen(others[o]));
            return pp_buf_text(url);
        }
    }
    pp_buf_add(url, place);
    return pp_buf_text(url);
}

static bool has_part(CURLU *handle, CURLUPart part)
{
    char *text = NULL;
    bool there = curl_url_get(handle, part, &text, 0) == CURLUE_OK;
    curl_free(text);
    return there;
}

/* The handle has a scheme that is fetched, a host, and nobody's password. */
static bool check_url(CURLU *handle, const char *shown, struct pp_err *err)
{
    char *scheme = NULL;
    curl_url_get(handle, CURLUPART_SCHEME, &scheme, 0);
    bool web = scheme != NULL && (strcmp(scheme, "http") == 0 || strcmp(scheme, "https") == 0);
    curl_free(scheme);
    if (!web) {
        return pp_fail(err, PP_E_USAGE,
                       "%s: calendars are fetched by http and https; please give such an address, "
                       "or a file",
                       shown);
    }
    if (has_part(handle, CURLUPART_USER) || has_part(handle, CURLUPART_PASSWORD)) {
        return pp_fail(err, PP_E_USAGE,
                       "%s: the address has a name or a password in it, which would be stored; "
                       "please take the secret address that the calendar offers for sharing",
                       shown);
    }
    return true;
}

static bool settle_address(const char *place, struct pp_buf *settled, struct pp_err *err)
{
    char shown[FETCH_SHOWN], *whole = NULL;
    struct pp_buf url = {0};
    CURLU *handle = curl_url();
    fetch_show(place, shown);
    bool good = strlen(place) <= PP_MAX_URL_BYTES && handle != NULL &&
                curl_url_set(handle, CURLUPART_URL, replace_scheme(place, &url),
                             CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK;
    if (!good) {
        pp_fail(err, PP_E_USAGE, "%s: this is no address, or is longer than %d bytes", shown,
                PP_MAX_URL_BYTES);
    }
    good = good && check_url(handle, shown, err);
    if (good) {
        curl_url_set(handle, CURLUPART_FRAGMENT, NULL, 0);
        good = curl_url_get(handle, CURLUPART_URL, &whole, 0) == CURLUE_OK ||
               pp_fail(err, PP_E_USAGE, "%s: this is no address", shown);
        pp_buf_add(settled, good ? whole : "");
    }
    curl_free(whole);
    curl_url_cleanup(handle);
    pp_buf_finish(&url);
    return good;
}

bool fetch_settle(const char *place, struct pp_buf *settled, struct pp_err *err)
{
    if (fetch_is_address(place)) {
        return settle_address(place, settled, err);
    }
    char *absolute = realpath(place, NULL);
    if (absolute == NULL) {
        return pp_fail(err, PP_E_INPUT, "%s: the file can't be read: %s", place, strerror(errno));
    }
    pp_buf_add(settled, absolute);
    free(absolute);
    return true;
}

const char *fetch_show(const char *place, char shown[FETCH_SHOWN])
{
    if (!fetch_is_address(place)) {
        snprintf(shown, FETCH_SHOWN, "%s", place);
        return shown;
    }
    const char *host = strstr(place, "://") + 3;
    size_t length = strcspn(host, "/?#");
    /* What stands before an @ is nobody's business either. */
    const char *at = memrchr(host, '@', length);
    const char *begin = at == NULL ? host : at + 1;
    snprintf(shown, FETCH_SHOWN, "%.*s%.*s%s", (int)(host - place), place,
             (int)(length - (size_t)(begin - host)), begin, host[length] == '\0' ? "" : "/…");
    return shown;
}
