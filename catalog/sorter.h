/* catalog/sorter.h: an external merge sort of packed entries by (kind, code, behind, rank, order of arrival). For this room only; knows no SQL.
 *
 * Items wait in one block of memory; a full block is sorted and written to a file without a name: first the keys of all its items,
 * then their bodies, so that a walk that needs no bodies reads a sixth of it. A walk merges the runs; it may be repeated.
 *
 *     sorter_add(s, &item, err);                     // any number
 *     sorter_rewind(s, err);
 *     while (sorter_next(s, &item, err) == 1)        // item's spans live until the next call
 *         sorter_body(s, &name, &record, err);       // where wanted
 */
#ifndef CATALOG_SORTER_H
#define CATALOG_SORTER_H

#include "catalog/entry.h"
#include "catalog/hash.h"

struct sorter;
struct sort_item {
    enum kind kind;
    struct span code;
    unsigned char hash[ROW_HASH_BYTES];
    uint32_t file, line;
    struct span rank; /* of equal codes the greatest (span_cmp_numbers) comes first; may be absent */
    bool behind;      /* … and those that are not behind come before those that are */
    /* sorter_add only */
    struct span name, record; /* name may be absent */
};

/* dir: where the file is made; memory: bytes of one run, 0: 32 MiB. */
struct sorter *sorter_new(const char *dir, size_t memory, struct error *err);
void sorter_free(struct sorter *s);
int sorter_add(struct sorter *s, const struct sort_item *item, struct error *err);
/* Half the memory is in use, and no run was written yet. */
bool sorter_half_full(const struct sorter *s);
/* The i-th item of the run in memory, in order of arrival, with its name and record; false: there is none. Before the walk. */
bool sorter_waiting(const struct sorter *s, size_t i, struct sort_item *out);
/* Forgets the run in memory. Before the walk. */
void sorter_forget(struct sorter *s);
/* Ends the adding. */
int sorter_rewind(struct sorter *s, struct error *err);
int sorter_next(struct sorter *s, struct sort_item *out, struct error *err); /* 1, 0, -1 */
int sorter_body(struct sorter *s, struct span *name, struct span *record, struct error *err);
#endif
