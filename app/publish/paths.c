// SPDX-License-Identifier: GPL-3.0-or-later
/* Files and lists of relative paths. */
#include "paths.h"

#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void paths_add(struct path_list *list, struct pp_arena *arena, const char *path)
{
    list->paths =
        pp_arena_grow(arena, list->paths, &list->capacity, list->count + 1, sizeof(list->paths[0]));
    list->paths[list->count++] = pp_arena_string(arena, path);
}

static void sort(struct path_list *list)
{
    if (list->count > 0) {
        qsort(list->paths, (size_t)list->count, sizeof(list->paths[0]), by_text);
    }
}

bool paths_contains(const struct path_list *list, const char *path)
{
    return list->count > 0 &&
           bsearch(&path, list->paths, (size_t)list->count, sizeof(path), by_text) != NULL;
}

void paths_unite(const struct path_list *a, const struct path_list *b, struct path_list *both,
                 struct pp_arena *arena)
{
    for (int32_t p = 0; p < a->count; p++) {
        paths_add(both, arena, a->paths[p]);
    }
    for (int32_t p = 0; p < b->count; p++) {
        if (!paths_contains(a, b->paths[p])) {
            paths_add(both, arena, b->paths[p]);
        }
    }
    sort(both);
}

static FTS *open_tree(const char *folder, struct pp_arena *arena)
{
    char *const roots[] = {pp_arena_string(arena, folder), NULL};
    return fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
}

bool paths_list_tree(const char *folder, struct path_list *list, struct pp_arena *arena)
{
    FTS *tree = open_tree(folder, arena);
    if (tree == NULL) {
        return false;
    }
    bool sound = true;
    for (FTSENT *entry; (entry = fts_read(tree)) != NULL;) {
        sound = sound && entry->fts_info != FTS_ERR && entry->fts_info != FTS_DNR;
        if (entry->fts_info == FTS_F) {
            paths_add(list, arena, entry->fts_path + strlen(folder) + 1);
        }
    }
    fts_close(tree);
    sort(list);
    return sound;
}

void paths_remove_tree(const char *folder)
{
    struct pp_arena arena = {0};
    FTS *tree = open_tree(folder, &arena);
    if (tree != NULL) {
        for (FTSENT *entry; (entry = fts_read(tree)) != NULL;) {
            if (entry->fts_info != FTS_D) {
                remove(entry->fts_path);
            }
        }
        fts_close(tree);
    }
    pp_arena_finish(&arena);
}

/** Opens an ordinary file: a pipe would wait for ever, a device may never end. */
static FILE *open_ordinary(const char *file)
{
    struct stat about;
    int descriptor = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) {
        return NULL;
    }
    if (fstat(descriptor, &about) != 0 || !S_ISREG(about.st_mode)) {
        close(descriptor);
        errno = EINVAL;
        return NULL;
    }
    return fdopen(descriptor, "rb");
}

/** Reads a file whole. */
static bool read_file(const char *file, struct pp_buf *out)
{
    FILE *stream = open_ordinary(file);
    if (stream == NULL) {
        return false;
    }
    char part[1 << 14];
    size_t got;
    while ((got = fread(part, 1, sizeof(part), stream)) > 0) {
        pp_buf_addn(out, part, got);
    }
    bool sound = ferror(stream) == 0;
    fclose(stream);
    return sound;
}

/** A path that stays inside and is not hidden. */
static bool is_ours(const char *path)
{
    return path[0] != '\0' && path[0] != '/' && path[0] != '.' && strstr(path, "/.") == NULL;
}

bool paths_read_list(const char *file, struct path_list *list, struct pp_arena *arena)
{
    struct pp_buf text = {0};
    bool sound = read_file(file, &text) || errno == ENOENT;
    char *rest = pp_arena_string(arena, pp_buf_text(&text));
    for (char *line; sound && (line = strsep(&rest, "\n")) != NULL;) {
        if (is_ours(line)) {
            paths_add(list, arena, line);
        }
    }
    pp_buf_finish(&text);
    sort(list);
    return sound;
}

bool paths_holds(const char *file, const struct pp_buf *text)
{
    struct pp_buf there = {0};
    bool same = read_file(file, &there) && there.length == text->length &&
                memcmp(pp_buf_text(&there), pp_buf_text(text), text->length) == 0;
    pp_buf_finish(&there);
    return same;
}

bool paths_same_file(const char *one, const char *two)
{
    struct pp_buf text = {0};
    bool same = read_file(one, &text) && paths_holds(two, &text);
    pp_buf_finish(&text);
    return same;
}

bool paths_write(const char *file, const struct pp_buf *text)
{
    FILE *stream = fopen(file, "wbe");
    if (stream == NULL) {
        return false;
    }
    bool sound = fwrite(pp_buf_text(text), 1, text->length, stream) == text->length &&
                 fflush(stream) == 0 && fsync(fileno(stream)) == 0;
    return fclose(stream) == 0 && sound;
}

bool paths_sync(const char *file)
{
    int descriptor = open(file, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        return false;
    }
    bool sound = fsync(descriptor) == 0;
    return close(descriptor) == 0 && sound;
}
