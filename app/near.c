// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What a mistyped word was probably meant to be: the candidates at the least
 * edit distance (Levenshtein, letters without case), at most a third of the
 * word wrong.
 */
#include "words.h"

#include <podplan/text.h>

#include <stdio.h>
#include <string.h>

void near_offer(struct near *near, const char *candidate)
{
    int far = 2 + (int)strlen(near->word) / 3;
    int distance = pp_edit_distance(near->word, candidate, far);
    if (distance == far) {
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
