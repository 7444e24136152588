// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Short codes for the shifts of a grid: "Pod North early" is E in Pod North's
 * grid, "Crewe weekend late" is WL.
 *
 * Words that only repeat the pod's or hub's name are left out; what remains
 * gives its initials, and more letters of its last word where two names would
 * share a code.  Standby is shown by its tier.
 */
#include "html.h"

#include <podplan/schema.h>

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum {
    MOST_LETTERS = CODE_BYTES - 1
};

/* True when `word` (of `length` bytes) is a word of `name`, whatever its case. */
static bool repeats(const char *name, const char *word, size_t length)
{
    while (name != NULL && *name != '\0') {
        size_t end = strcspn(name, " ");
        if (end == length && strncasecmp(name, word, length) == 0) {
            return true;
        }
        name += end + strspn(name + end, " ");
    }
    return false;
}

void shift_short_name(const struct pp_service *service, int32_t shift, struct pp_buf *out)
{
    const struct pp_shift *row = &service->shifts[shift];
    const char *name = pp_row_name(service, PP_TABLE_shifts, shift);
    const char *pod = row->pod == PP_NONE ? NULL : pp_row_name(service, PP_TABLE_pods, row->pod);
    const char *hub = row->hub == PP_NONE ? NULL : pp_row_name(service, PP_TABLE_hubs, row->hub);
    for (const char *word = name; *word != '\0';) {
        size_t length = strcspn(word, " ");
        if (!repeats(pod, word, length) && !repeats(hub, word, length)) {
            pp_buf_add(out, out->length > 0 ? " " : "");
            pp_buf_addn(out, word, length);
        }
        word += length + strspn(word + length, " ");
    }
    if (out->length == 0) {
        pp_buf_add(out, name);
    }
    out->text[0] = (char)toupper((unsigned char)out->text[0]);
}

/* Bytes of the UTF-8 letter that begins here. */
static size_t letter_bytes(const char *at)
{
    size_t bytes = *at == '\0' ? 0 : 1;
    while (bytes > 0 && ((unsigned char)at[bytes] & 0xC0) == 0x80) {
        bytes++;
    }
    return bytes;
}

/* Puts a letter behind the code, if it still fits as a whole. */
static size_t add_letter(const char *letter, char code[CODE_BYTES], size_t at)
{
    size_t bytes = letter_bytes(letter);
    if (at + bytes <= MOST_LETTERS) {
        memcpy(code + at, letter, bytes);
        at += bytes;
    }
    code[at] = '\0';
    return at;
}

/* Initials of all words, with `letters` letters of the last one. */
static void initials(const char *name, size_t letters, char code[CODE_BYTES])
{
    size_t at = 0;
    const char *last = strrchr(name, ' ');
    last = last == NULL ? name : last + 1;
    for (const char *word = name; word < last && at < MOST_LETTERS - 1;) {
        size_t initial = at;
        at = add_letter(word, code, at);
        code[initial] = (char)toupper((unsigned char)code[initial]);
        word += strcspn(word, " ");
        word += strspn(word, " ");
    }
    size_t first = at;
    for (size_t letter = 0; letter < letters; letter++) {
        at = add_letter(last, code, at);
        last += letter_bytes(last);
    }
    code[first] = (char)toupper((unsigned char)code[first]);
}

/* True when another duty with another short name has this code at this number of letters. */
static bool is_shared(const struct pp_service *service, const char *name, size_t letters,
                      const char *code)
{
    bool shared = false;
    for (int32_t s = 0; s < service->n_shifts && !shared; s++) {
        struct pp_buf other = {0};
        char other_code[CODE_BYTES];
        shift_short_name(service, s, &other);
        initials(pp_buf_text(&other), letters, other_code);
        shared = service->shifts[s].kind == PP_DUTY && strcmp(other_code, code) == 0 &&
                 strcasecmp(pp_buf_text(&other), name) != 0;
        pp_buf_finish(&other);
    }
    return shared;
}

void shift_code(const struct pp_service *service, int32_t shift, char code[CODE_BYTES])
{
    if (service->shifts[shift].kind == PP_STANDBY) {
        snprintf(code, CODE_BYTES, "%d", service->shifts[shift].tier % 1000);
        return;
    }
    struct pp_buf name = {0};
    shift_short_name(service, shift, &name);
    size_t letters = 1;
    initials(pp_buf_text(&name), letters, code);
    while (letters < 4 && is_shared(service, pp_buf_text(&name), letters, code)) {
        initials(pp_buf_text(&name), ++letters, code);
    }
    pp_buf_finish(&name);
}
