/* mapper/set_key.c: see the header. A radix sort over 32 bits; the few keys that agree in these and differ in the others are put right
 * afterwards. */
#include "mapper/set_key.h"
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

_Static_assert(sizeof(struct set_key) == 32, "a row leaves 32 bytes");

void set_keys_init(struct set_keys *k)
{
    *k = (struct set_keys){ NULL, 0, 0 };
}

void set_keys_release(struct set_keys *k)
{
    free(k->items);
}

struct set_key *set_keys_add(struct set_keys *k, struct error *err)
{
    if (k->n == k->cap) {
        size_t cap = k->cap ? k->cap + k->cap / 2 : 1024;
        struct set_key *items = realloc(k->items, cap * sizeof *items);
        if (!items) {
            error_memory(err);
            return NULL;
        }
        k->items = items;
        k->cap = cap;
    }
    struct set_key *key = &k->items[k->n++];
    memset(key, 0, sizeof *key);
    return key;
}

void set_order_release(struct set_order *o)
{
    free(o->items);
    free(o->spare);
}

#define DIGIT 11 /* bits a pass; three passes sort 32 bits */
#define BINS  (1u << DIGIT)

static void sort_pass(const uint64_t *from, uint64_t *to, size_t n, unsigned shift)
{
    size_t places[BINS] = { 0 };
    for (size_t i = 0; i < n; i++)
        places[from[i] >> shift & (BINS - 1)]++;
    size_t sum = 0;
    for (size_t b = 0; b < BINS; b++) {
        size_t here = places[b];
        places[b] = sum;
        sum += here;
    }
    for (size_t i = 0; i < n; i++)
        to[places[from[i] >> shift & (BINS - 1)]++] = from[i];
}

/* Sorts by the high 32 bits; equal ones stay as they stood. */
static void sort(struct set_order *o)
{
    sort_pass(o->items, o->spare, o->n, 32);
    sort_pass(o->spare, o->items, o->n, 32 + DIGIT);
    sort_pass(o->items, o->spare, o->n, 32 + 2 * DIGIT);
    uint64_t *sorted = o->spare;
    o->spare = o->items;
    o->items = sorted;
}

static int start(struct set_order *o, size_t n, struct error *err)
{
    *o = (struct set_order){ calloc(n + 1, sizeof *o->items), malloc((n + 1) * sizeof *o->spare), 0 };
    if (o->items && o->spare)
        return 0;
    set_order_release(o);
    *o = (struct set_order){ NULL, NULL, 0 };
    return error_memory(err);
}

/* A key among those whose hashes agree in half. */
struct half {
    uint64_t local, item;
};

static int by_local(const void *a, const void *b)
{
    const struct half *x = a, *y = b;
    if (x->local != y->local)
        return x->local < y->local ? -1 : 1;
    return (x->item > y->item) - (x->item < y->item);
}

static int part(const struct set_keys *k, uint64_t *items, size_t n, struct error *err)
{
    struct half *halves = malloc(n * sizeof *halves);
    if (!halves)
        return error_memory(err);
    for (size_t i = 0; i < n; i++)
        halves[i] = (struct half){ k->items[(uint32_t)items[i]].local, items[i] };
    qsort(halves, n, sizeof *halves, by_local);
    for (size_t i = 0; i < n; i++)
        items[i] = halves[i].item;
    free(halves);
    return 0;
}

int set_order_by_local(const struct set_keys *k, struct set_order *o, struct error *err)
{
    if (start(o, k->n, err) < 0)
        return -1;
    o->n = k->n;
    for (size_t i = 0; i < k->n; i++)
        o->items[i] = (k->items[i].local & 0xffffffff00000000u) | i;
    sort(o);
    for (size_t i = 0, end; i < o->n; i = end) {
        bool mixed = false;
        for (end = i + 1; end < o->n && o->items[end] >> 32 == o->items[i] >> 32; end++)
            mixed = mixed || k->items[set_order_at(o, end)].local != k->items[set_order_at(o, i)].local;
        if (mixed && part(k, o->items + i, end - i, err) < 0) {
            set_order_release(o);
            *o = (struct set_order){ NULL, NULL, 0 };
            return -1;
        }
    }
    return 0;
}

static bool is_wanted(const struct set_key *key, unsigned flags)
{
    return (key->place & flags) && key->code != CODE_NONE && key->price.units != 0;
}

int set_order_by_code(const struct set_keys *k, unsigned flags, struct set_order *o, struct error *err)
{
    size_t n = 0;
    for (size_t i = 0; i < k->n; i++)
        n += is_wanted(&k->items[i], flags);
    if (start(o, n, err) < 0)
        return -1;
    for (size_t i = 0; i < k->n; i++) {
        if (is_wanted(&k->items[i], flags))
            o->items[o->n++] = (uint64_t)k->items[i].code << 32 | i;
    }
    sort(o);
    return 0;
}

size_t set_order_local_end(const struct set_keys *k, const struct set_order *o, size_t i)
{
    size_t end = i + 1; /* most groups end where the half beside the number does: then no key is touched */
    while (end < o->n && o->items[end] >> 32 == o->items[i] >> 32 &&
           k->items[set_order_at(o, end)].local == k->items[set_order_at(o, i)].local)
        end++;
    return end;
}

size_t set_order_code_end(const struct set_order *o, size_t i)
{
    size_t end = i + 1;
    while (end < o->n && o->items[end] >> 32 == o->items[i] >> 32)
        end++;
    return end;
}
