// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What a mistyped word was probably meant to be: the candidates at the least
 * edit distance (Levenshtein, letters without case), at most a third of the
 * word wrong.
 */
#include "words.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum {
    MOST_LETTERS = 64
};

static int least(int a, int b, int c)
{
    int least_of_two = a < b ? a : b;
    return least_of_two < c ? least_of_two : c;
}

static int edit_distance(const char *a, const char *b)
{
    size_t length = strlen(b);
    int row[MOST_LETTERS + 1];
    for (size_t j = 0; j <= length; j++) {
        row[j] = (int)j;
    }
    for (size_t i = 0; a[i] != '\0'; i++) {
        int diagonal = row[0];
        row[0] = (int)i + 1;
        for (size_t j = 0; j < length; j++) {
            int same = tolower((unsigned char)a[i]) == tolower((unsigned char)b[j]);
            int changed = diagonal + (same ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = least(changed, row[j] + 1, row[j + 1] + 1);
        }
    }
    return row[length];
}

void near_offer(struct near *near, const char *candidate)
{
    size_t letters = strlen(near->word);
    if (letters > MOST_LETTERS || strlen(candidate) > MOST_LETTERS) {
        return;
    }
    int distance = edit_distance(near->word, candidate);
    if (distance > 1 + (int)letters / 3) {
        return;
    }
    int at = near->count;
    while (at > 0 &&
           (near->distance[at - 1] > distance ||
            (near->distance[at - 1] == distance && strcmp(near->best[at - 1], candidate) > 0))) {
        at--;
    }
    if (at == NEAR_WORDS) {
        return;
    }
    int moved = (near->count < NEAR_WORDS ? near->count : NEAR_WORDS - 1) - at;
    memmove(near->best + at + 1, near->best + at, (size_t)moved * sizeof(near->best[0]));
    memmove(near->distance + at + 1, near->distance + at, (size_t)moved * sizeof(int));
    near->best[at] = candidate;
    near->distance[at] = distance;
    near->count = at + moved + 1;
}

const char *near_words(const struct near *near, char text[NEAR_TEXT])
{
    int length = 0;
    text[0] = '\0';
    for (int n = 0; n < near->count; n++) {
        const char *before = n == 0 ? " (did you mean " : n + 1 == near->count ? " or " : ", ";
        length +=
            snprintf(text + length, NEAR_TEXT - (size_t)length, "%s'%s'", before, near->best[n]);
    }
    if (near->count > 0) {
        snprintf(text + length, NEAR_TEXT - (size_t)length, "?)");
    }
    return text;
}
