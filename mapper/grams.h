/* mapper/grams.h: an index of names by their characters and pairs of neighbouring characters: which names look like this one? Rare
 * characters count more than common ones (inverse document frequency), and what comes out best is compared once more by edit distance.
 *
 *     struct grams *g = grams_new();
 *     grams_add(g, key, &doc);                        // numbers 0, 1, 2 …; the same key again: the same number
 *     grams_settle(g);                                // nothing is added after this
 *     struct grams_hit hits[48];
 *     size_t n = grams_find(g, search, key, hits, 48);  // best first
 *
 * Keys are what text_key gives. Integers only; the same index and key give the same hits. After grams_settle the index is read-only
 * and may be shared; a struct grams_search belongs to one thread. Memory: about 4 bytes for each character and pair of each different
 * name, and 2 for each character; half as much again while it is built. */
#ifndef MAPPER_GRAMS_H
#define MAPPER_GRAMS_H

#include "base/span.h"
#include <stdint.h>

struct grams;
struct grams_search;

#define GRAMS_ONE 1000u /* a likeness of 1 */
#define GRAMS_HITS 64u

struct grams_hit {
    uint32_t doc;
    uint32_t alike;    /* 0 … GRAMS_ONE: shared weight, and edit distance, each over both lengths */
    uint32_t distance; /* edits between the two: a character changed, missing, added, or two neighbours swapped */
};

struct grams *grams_new(void); /* NULL: memory */
void grams_free(struct grams *g);
/* An empty key is no document: *doc is then UINT32_MAX. -1: memory. */
int grams_add(struct grams *g, struct span key, uint32_t *doc);
int grams_settle(struct grams *g); /* -1: memory */
uint32_t grams_count(const struct grams *g);
size_t grams_memory(const struct grams *g);

struct grams_search *grams_search_new(const struct grams *g); /* NULL: memory */
void grams_search_free(struct grams_search *s);
/* At most `most` hits (GRAMS_HITS at most), best first; how many. Equally good ones in order of their numbers. */
size_t grams_find(const struct grams *g, struct grams_search *s, struct span key, struct grams_hit *hits, size_t most);
#endif
