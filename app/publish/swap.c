// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Replacing the files of a folder, in this order:
 *
 *   1. refuse if a file that is not ours stands where one of ours must go;
 *   2. write the manifest with the old and the new names;
 *   3. rename each new file over its place, unless it is there byte for byte;
 *   4. remove our files that are no longer made;
 *   5. write the manifest with the new names.
 *
 * A process that is killed anywhere leaves whole files and a manifest that
 * covers them; the next run ends what was begun.
 */
#include "swap.h"

#include "folder.h"
#include "paths.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char manifest_name[] = ".podplan-files";
static const char fresh_name[] = ".podplan-new";

static bool fail(const char *path, const char *what, struct pp_err *err)
{
    return pp_fail(err, PP_E_SYSTEM, "%s can't be %s: %s", path, what, strerror(errno));
}

static const char *join(struct swap *swap, const char *folder, const char *name)
{
    return pp_arena_printf(&swap->arena, "%s/%s", folder, name);
}

static bool lock_target(struct swap *swap, struct pp_err *err)
{
    swap->lock = folder_make(swap->out, err) ? folder_lock(swap->out, "publishing into", err) : -1;
    return swap->lock >= 0;
}

bool swap_begin(struct swap *swap, const char *out, struct pp_err *err)
{
    *swap = (struct swap){.lock = -1};
    swap->out = pp_arena_string(&swap->arena, out);
    swap->fresh = join(swap, out, fresh_name);
    if (lock_target(swap, err)) {
        paths_remove_tree(swap->fresh); // of a run that was killed
        if (mkdir(swap->fresh, 0777) == 0) {
            return true;
        }
        fail(swap->fresh, "made", err);
    }
    if (swap->lock >= 0) {
        close(swap->lock);
    }
    pp_arena_finish(&swap->arena);
    return false;
}

static bool write_manifest(struct swap *swap, const struct path_list *list, struct pp_err *err)
{
    struct pp_buf text = {0};
    for (int32_t p = 0; p < list->count; p++) {
        pp_buf_printf(&text, "%s\n", list->paths[p]);
    }
    const char *place = join(swap, swap->out, manifest_name);
    const char *fresh = join(swap, swap->out, ".podplan-files.new");
    bool same = paths_holds(place, &text);
    bool done = same || (paths_write(fresh, &text) && rename(fresh, place) == 0) ||
                fail(place, "written", err);
    pp_buf_finish(&text);
    return done;
}

/** A file that is in the way and not ours. */
static bool refuse_foreign(struct swap *swap, const struct path_list *fresh,
                           const struct path_list *ours, struct pp_err *err)
{
    for (int32_t p = 0; p < fresh->count; p++) {
        const char *place = join(swap, swap->out, fresh->paths[p]);
        const char *made = join(swap, swap->fresh, fresh->paths[p]);
        struct stat about;
        if (lstat(place, &about) == 0 && !paths_contains(ours, fresh->paths[p]) &&
            !paths_same_file(place, made)) {
            return pp_fail(err, PP_E_STATE,
                           "%s is there already and was not written by podplan; nothing was "
                           "published. Move it away or choose another folder",
                           place);
        }
    }
    return true;
}

/** The folder that a file goes into. */
static bool make_parent(struct swap *swap, const char *path, struct pp_err *err)
{
    const char *slash = strrchr(path, '/');
    if (slash == NULL) {
        return true;
    }
    const char *parent =
        pp_arena_printf(&swap->arena, "%s/%.*s", swap->out, (int)(slash - path), path);
    return folder_make(parent, err);
}

static bool place_files(struct swap *swap, const struct path_list *fresh, struct pp_err *err)
{
    for (int32_t p = 0; p < fresh->count; p++) {
        const char *place = join(swap, swap->out, fresh->paths[p]);
        const char *made = join(swap, swap->fresh, fresh->paths[p]);
        if (paths_same_file(place, made)) {
            swap->unchanged++;
            continue;
        }
        if (!make_parent(swap, fresh->paths[p], err)) {
            return false;
        }
        if (!paths_sync(made) || rename(made, place) != 0) {
            return fail(place, "written", err);
        }
        paths_add(&swap->written, &swap->arena, fresh->paths[p]);
    }
    return true;
}

static bool remove_stale(struct swap *swap, const struct path_list *fresh,
                         const struct path_list *ours, struct pp_err *err)
{
    for (int32_t p = 0; p < ours->count; p++) {
        const char *place = join(swap, swap->out, ours->paths[p]);
        if (paths_contains(fresh, ours->paths[p])) {
            continue;
        }
        if (unlink(place) == 0) {
            paths_add(&swap->removed, &swap->arena, ours->paths[p]);
        } else if (errno != ENOENT) {
            return fail(place, "removed", err);
        }
    }
    return true;
}

bool swap_commit(struct swap *swap, struct pp_err *err)
{
    struct path_list fresh = {0}, ours = {0}, both = {0};
    if (!paths_list_tree(swap->fresh, &fresh, &swap->arena)) {
        return fail(swap->fresh, "listed", err);
    }
    if (!paths_read_list(join(swap, swap->out, manifest_name), &ours, &swap->arena)) {
        return fail(join(swap, swap->out, manifest_name), "read", err);
    }
    paths_unite(&fresh, &ours, &both, &swap->arena);
    return refuse_foreign(swap, &fresh, &ours, err) && write_manifest(swap, &both, err) &&
           place_files(swap, &fresh, err) && remove_stale(swap, &fresh, &ours, err) &&
           write_manifest(swap, &fresh, err);
}

void swap_finish(struct swap *swap)
{
    paths_remove_tree(swap->fresh);
    close(swap->lock);
    pp_arena_finish(&swap->arena);
    *swap = (struct swap){.lock = -1};
}
