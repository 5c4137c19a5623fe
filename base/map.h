/* base/map.h: a hash map from byte strings to 32-bit numbers, and the hash itself.
 * Keys are copied. Iteration order is insertion order, so output made from it is stable. */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/arena.h"
#include <stdint.h>

/* A fast 64-bit hash for tables in memory. The value may differ between machines and releases: never store or print it. */
uint64_t hash_bytes(const void *p, size_t n);
static inline uint64_t hash_span(struct span s) { return hash_bytes(s.p, s.n); }

struct map {
    struct map_item *items; /* in order of insertion */
    uint32_t count, cap;
    uint64_t *slots; /* of each item: high half of its hash, then its number + 1; 0: empty */
    uint32_t slot_mask;
    struct arena keys;
};
#define MAP_INIT { NULL, 0, 0, NULL, 0, ARENA_INIT }
#define MAP_NONE UINT32_MAX

void map_init(struct map *m);
void map_release(struct map *m);
/* The value of key, or MAP_NONE. */
uint32_t map_get(const struct map *m, struct span key);
/* Sets key to value. 1: new, 0: was there (value replaced), -1: out of memory. value must not be MAP_NONE. */
int map_put(struct map *m, struct span key, uint32_t value);
/* The insertion number of key (0, 1, 2 …), adding it with that value where it is new; MAP_NONE: out of memory. */
uint32_t map_intern(struct map *m, struct span key);
/* Key and value of the i-th inserted pair, i < m->count. */
struct span map_key(const struct map *m, uint32_t i);
uint32_t map_value(const struct map *m, uint32_t i);
#endif
