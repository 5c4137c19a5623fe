/* cli/find_index.h: the search index of a version (catalog/finder.h), kept in a file between runs.
 *
 * Files lie in cli->cache_dir, named by the content of the version, so one never goes stale: the folder can be emptied at any time. The store is
 * not written. A small version is indexed anew each time; so is every version where the folder cannot be used. */
#ifndef CLI_FIND_INDEX_H
#define CLI_FIND_INDEX_H

#include "catalog/finder.h"
#include "cli/cli.h"

struct find_index {
    struct finder finder;
    struct buf built; /* made in this run … */
    void *map;        /* … or a file */
    size_t map_bytes;
    struct text *text; /* how it is folded */
    bool own_text;
};
/* *shared: a struct text for all indexes that must be made, itself made when the first one is (NULL before); the caller frees it, after the release. */
int find_index_open(struct find_index *x, struct cli *cli, const struct version_info *v, struct text **shared, struct error *err);
void find_index_release(struct find_index *x);
#endif
