/* mapper/words_cache.h: raw text -> what was parsed of it, for mapper/words.c. A full one is emptied by cache_tidy, between rows only.
 *
 *     struct cache_item *item = cache_item(&c, raw);      // NULL: memory
 *     if (!item->value) item->value = ... in &c.memory ... */
#ifndef MAPPER_WORDS_CACHE_H
#define MAPPER_WORDS_CACHE_H

#include "base/arena.h"
#include "base/error.h"
#include <stdint.h>

struct cache {
    uint32_t *slots; /* index in items + 1; 0: free */
    struct cache_item *items;
    uint32_t count, cap;  /* 2 * cap slots */
    uint32_t most;        /* emptied when it holds this many */
    struct arena memory;
};
struct cache_item {
    uint64_t hash;
    struct span raw;
    union {
        const void *value;
        struct name *name; /* in the cache of names, where the key comes first and the rest when it is asked for */
    };
};

/* `most` is a power of two. -1: memory. */
int cache_init(struct cache *c, uint32_t most, struct error *err);
void cache_release(struct cache *c);
void cache_tidy(struct cache *c);
/* The item of raw: a new one (value NULL) where it is met first. NULL: memory. Valid until the next call. */
struct cache_item *cache_item(struct cache *c, struct span raw);
#endif
