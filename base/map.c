/* base/map.c: open addressing over an array of items in order of insertion. Nothing is ever removed. */
#include "base/map.h"

struct map_item {
    const char *key;
    size_t key_n;
    uint32_t value;
    uint64_t hash; /* growing need not hash again */
};

static inline uint64_t load64(const unsigned char *p)
{
    uint64_t v;
    memcpy(&v, p, 8);
    return v;
}

__extension__ typedef unsigned __int128 wide;

static inline uint64_t mix(uint64_t a, uint64_t b)
{
    wide m = (wide)a * b;
    return (uint64_t)m ^ (uint64_t)(m >> 64);
}

uint64_t hash_bytes(const void *bytes, size_t n)
{
    const uint64_t k0 = 0x9E3779B97F4A7C15u, k1 = 0xD6E8FEB86659FD93u;
    const unsigned char *p = bytes;
    uint64_t h = k1 ^ n;
    size_t left = n;
    for (; left > 8; left -= 8, p += 8)
        h = mix(h ^ load64(p), k0);
    uint64_t tail = 0;
    if (left)
        memcpy(&tail, p, left);
    h = mix(h ^ tail, k1);
    return mix(h ^ k0, h | 1) ^ h;
}

void map_init(struct map *m)
{
    *m = (struct map)MAP_INIT;
}

void map_release(struct map *m)
{
    free(m->items);
    free(m->slots);
    arena_release(&m->keys);
    *m = (struct map)MAP_INIT;
}

static uint64_t slot_of(uint64_t hash, uint32_t at) { return (hash & 0xFFFFFFFF00000000u) | (at + 1); }
static uint32_t number_in(uint64_t slot) { return (uint32_t)slot - 1; } /* MAP_NONE: empty */

/* Where key stands in slots, or the empty slot where it belongs. Requires slots. */
static uint32_t find_slot(const struct map *m, struct span key, uint64_t hash)
{
    for (uint32_t i = (uint32_t)hash & m->slot_mask;; i = (i + 1) & m->slot_mask) {
        uint64_t slot = m->slots[i];
        if (slot == 0)
            return i;
        if ((slot ^ hash) >> 32) /* another's, seen without a look at its item */
            continue;
        const struct map_item *item = &m->items[number_in(slot)];
        if (item->hash == hash && item->key_n == key.n && (key.n == 0 || memcmp(item->key, key.p, key.n) == 0))
            return i;
    }
}

/* Slots are at most half full. */
static bool grow_slots(struct map *m)
{
    uint32_t n = m->slots ? (m->slot_mask + 1) * 2 : 16;
    if (n == 0)
        return false;
    uint64_t *slots = calloc(n, sizeof *slots);
    if (!slots)
        return false;
    for (uint32_t at = 0; at < m->count; at++) {
        uint32_t i = (uint32_t)m->items[at].hash & (n - 1);
        while (slots[i])
            i = (i + 1) & (n - 1);
        slots[i] = slot_of(m->items[at].hash, at);
    }
    free(m->slots);
    m->slots = slots;
    m->slot_mask = n - 1;
    return true;
}

static bool make_room(struct map *m)
{
    if (!m->slots || m->count >= (m->slot_mask + 1) / 2)
        if (!grow_slots(m))
            return false;
    if (m->count < m->cap)
        return true;
    uint32_t cap = m->cap ? m->cap * 2 : 16;
    if (cap < m->cap)
        return false;
    struct map_item *items = realloc(m->items, (size_t)cap * sizeof *items);
    if (!items)
        return false;
    m->items = items;
    m->cap = cap;
    return true;
}

/* The index of key's item. -1 memory, 0 was there, 1 was added with that value. */
static int insert(struct map *m, struct span key, uint32_t value, uint32_t *at)
{
    if (!make_room(m))
        return -1;
    uint64_t hash = hash_span(key);
    uint32_t slot = find_slot(m, key, hash);
    if (m->slots[slot]) {
        *at = number_in(m->slots[slot]);
        return 0;
    }
    struct span copy = arena_copy(&m->keys, (struct span){ key.p ? key.p : "", key.n });
    if (!copy.p)
        return -1;
    *at = m->count++;
    m->items[*at] = (struct map_item){ .key = copy.p, .key_n = copy.n, .value = value, .hash = hash };
    m->slots[slot] = slot_of(hash, *at);
    return 1;
}

uint32_t map_get(const struct map *m, struct span key)
{
    if (!m->slots)
        return MAP_NONE;
    uint32_t at = number_in(m->slots[find_slot(m, key, hash_span(key))]);
    return at == MAP_NONE ? MAP_NONE : m->items[at].value;
}

int map_put(struct map *m, struct span key, uint32_t value)
{
    uint32_t at;
    int status = insert(m, key, value, &at);
    if (status == 0)
        m->items[at].value = value;
    return status;
}

uint32_t map_intern(struct map *m, struct span key)
{
    uint32_t at;
    if (insert(m, key, m->count, &at) < 0)
        return MAP_NONE;
    return m->items[at].value;
}

struct span map_key(const struct map *m, uint32_t i)
{
    return (struct span){ m->items[i].key, m->items[i].key_n };
}

uint32_t map_value(const struct map *m, uint32_t i)
{
    return m->items[i].value;
}
