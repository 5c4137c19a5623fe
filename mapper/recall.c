/* mapper/recall.c: a direct-mapped table of comparisons. The local texts lie in a ring of bytes beside it; a slot whose text
 * the ring has overwritten answers no more. */
#include "mapper/recall.h"

#include <stdlib.h>

#define SLOTS 65536u           /* a power of two */
#define RING (4u << 20)        /* bytes of texts */
#define LONGEST 200u

struct slot { /* 32 bytes: two to a cache line, none across one */
    uint64_t hash;
    uint32_t id[RECALL_IDS];
    uint32_t at;   /* of the text in the ring */
    uint16_t lap;  /* round of the ring in which it was written; 0: free */
    uint8_t what, verdict, n;
};
_Static_assert(sizeof(struct slot) == 32, "a slot is half a cache line");

struct recall {
    struct slot slots[SLOTS]; /* first: aligned */
    uint32_t at;
    uint16_t lap;
    char ring[RING];
};

struct recall *recall_new(void)
{
    struct recall *r = aligned_alloc(64, (sizeof *r + 63) / 64 * 64);
    if (!r)
        return NULL;
    memset(r->slots, 0, sizeof r->slots);
    r->at = 0;
    r->lap = 1;
    return r;
}

void recall_free(struct recall *r)
{
    free(r);
}

static uint32_t slot_of(const struct recall_key *key)
{
    uint64_t h = key->hash ^ ((uint64_t)key->id[0] << 32 | key->id[1]) ^ (uint64_t)key->id[2] << 17 ^ (uint64_t)key->what << 56;
    h *= 0x9E3779B97F4A7C15u;
    return (uint32_t)(h >> 40) & (SLOTS - 1);
}

/* Is the text of this slot still in the ring? */
static bool is_held(const struct recall *r, const struct slot *s)
{
    return s->lap == r->lap || (s->lap + 1 == r->lap && s->at >= r->at);
}

int recall_get(const struct recall *r, const struct recall_key *key, struct span local)
{
    const struct slot *s = &r->slots[slot_of(key)];
    if (s->lap == 0 || s->hash != key->hash || s->what != key->what || s->n != local.n || memcmp(s->id, key->id, sizeof s->id) != 0 ||
        !is_held(r, s) || memcmp(r->ring + s->at, local.p, local.n) != 0)
        return RECALL_NONE;
    return s->verdict;
}

void recall_put(struct recall *r, const struct recall_key *key, struct span local, int verdict)
{
    if (local.n == 0 || local.n > LONGEST)
        return;
    if (r->at + local.n > RING) {
        r->at = 0;
        if (++r->lap == 0) { /* so many rounds that old laps would look new */
            memset(r->slots, 0, sizeof r->slots);
            r->lap = 1;
        }
    }
    struct slot *s = &r->slots[slot_of(key)];
    *s = (struct slot){ .hash = key->hash, .at = r->at, .lap = r->lap, .what = key->what, .verdict = (uint8_t)verdict, .n = (uint8_t)local.n };
    memcpy(s->id, key->id, sizeof s->id);
    memcpy(r->ring + r->at, local.p, local.n);
    r->at += (uint32_t)local.n;
}
