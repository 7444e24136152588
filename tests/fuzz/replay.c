// SPDX-License-Identifier: GPL-3.0-or-later
/* Replays a corpus through a fuzz target, without a fuzzer: `replay_<target> FOLDER…`. Prints TAP. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
    MOST_BYTES = 8 << 20
};

/** True when the file could be read and its target came back. */
static int replay(const char *path, uint8_t *data)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return 0;
    }
    size_t size = fread(data, 1, MOST_BYTES, file);
    fclose(file);
    // a buffer of its own size, so that a sanitizer sees the first byte behind it
    uint8_t *exact = malloc(size + 1);
    memcpy(exact, data, size);
    LLVMFuzzerTestOneInput(exact, size);
    free(exact);
    return 1;
}

static int replay_folder(const char *folder, uint8_t *data, int number)
{
    struct dirent **list;
    int count = scandir(folder, &list, NULL, alphasort);
    for (int n = 0; n < count; n++) {
        char path[4096];
        snprintf(path, sizeof(path), "%s/%s", folder, list[n]->d_name);
        if (list[n]->d_name[0] != '.') {
            printf("%s %d - %s\n", replay(path, data) ? "ok" : "not ok", ++number, list[n]->d_name);
            fflush(stdout);
        }
        free(list[n]);
    }
    free(count < 0 ? NULL : list);
    return number;
}

int main(int argc, char **argv)
{
    uint8_t *data = malloc(MOST_BYTES);
    int number = 0;
    for (int a = 1; data != NULL && a < argc; a++) {
        number = replay_folder(argv[a], data, number);
    }
    free(data);
    printf("1..%d\n", number);
    return number > 0 ? 0 : 1;
}
