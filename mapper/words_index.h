/* mapper/words_index.h: which entries of a view have a name, by its key and by its core. For mapper/words.c. Hashes only: a hit is a
 * candidate, to be compared. Sixteen to 48 bytes for each different (name, generic) pair. */
#ifndef MAPPER_WORDS_INDEX_H
#define MAPPER_WORDS_INDEX_H

#include "catalog/view.h"
#include "mapper/name.h"

struct words_index;
#define WORDS_HITS 12
struct words_hits {
    enum kind kind[WORDS_HITS];
    size_t at[WORDS_HITS]; /* as view_at counts */
    size_t n;
};

/* Cheap: nothing is indexed yet. The view must outlive it. NULL with err. */
struct words_index *words_index_new(const struct view *view, struct error *err);
void words_index_free(struct words_index *x);
/* Entries that may have this name; at most WORDS_HITS. The first call builds the index under a lock, with the names and text of the calling
 * thread; after that nothing changes, and any number of threads may ask. -1: memory. */
int words_index_find(struct words_index *x, struct names *names, struct text *text, const struct name *name, struct words_hits *out);
#endif
