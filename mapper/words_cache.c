/* mapper/words_cache.c: see the header. Open addressing over a growing block of items. */
#include "mapper/words_cache.h"
#include "base/map.h"

#include <stdlib.h>

static bool cache_grow(struct cache *c, uint32_t cap)
{
    uint32_t *slots = calloc((size_t)cap * 2, sizeof *slots);
    struct cache_item *items = slots ? realloc(c->items, (size_t)cap * sizeof *items) : NULL;
    if (!items) {
        free(slots);
        return false;
    }
    for (uint32_t at = 0; at < c->count; at++) {
        uint32_t i = (uint32_t)items[at].hash & (cap * 2 - 1);
        while (slots[i])
            i = (i + 1) & (cap * 2 - 1);
        slots[i] = at + 1;
    }
    free(c->slots);
    c->slots = slots;
    c->items = items;
    c->cap = cap;
    return true;
}

int cache_init(struct cache *c, uint32_t most, struct error *err)
{
    arena_init(&c->memory);
    c->most = most;
    return cache_grow(c, most) ? 0 : error_memory(err);
}

void cache_release(struct cache *c)
{
    free(c->slots);
    free(c->items);
    arena_release(&c->memory);
}

void cache_tidy(struct cache *c)
{
    if (c->count < c->most)
        return;
    memset(c->slots, 0, (size_t)c->cap * 2 * sizeof *c->slots);
    c->count = 0;
    arena_clear(&c->memory);
}

struct cache_item *cache_item(struct cache *c, struct span raw)
{
    uint64_t hash = hash_span(raw);
    if (c->count == c->cap && !cache_grow(c, c->cap * 2))
        return NULL;
    uint32_t mask = c->cap * 2 - 1, i = (uint32_t)hash & mask;
    for (; c->slots[i]; i = (i + 1) & mask) {
        struct cache_item *item = &c->items[c->slots[i] - 1];
        if (item->hash == hash && span_eq(item->raw, raw))
            return item;
    }
    struct span copy = arena_copy(&c->memory, (struct span){ raw.p ? raw.p : "", raw.n });
    if (!copy.p)
        return NULL;
    c->items[c->count] = (struct cache_item){ hash, copy, { NULL } };
    c->slots[i] = ++c->count;
    return &c->items[c->count - 1];
}
