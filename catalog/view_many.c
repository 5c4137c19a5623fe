/* catalog/view_many.c: looking many codes up together. One look-up waits for memory some fifteen times, one time after another:
 * the slot, the entry, then each of its texts. Taken step by step for all, the waits overlap. Finds what view_find finds. */
#include "catalog/view_impl.h"

/* One wish on its way. */
struct way {
    uint64_t hash;
    const struct view_entry *entry; /* what the slot points at: very likely the one */
};

static void ask_slot(const struct view *v, const struct view_wish *wish, struct way *way)
{
    const struct view_kind *k = &v->kinds[wish->kind];
    if (!k->loaded)
        return;
    way->hash = hash_span(wish->code);
    __builtin_prefetch(&k->codes.slots[(uint32_t)way->hash & k->codes.mask]);
}

/* The first slot with the hash's tag; asks for its entry. */
static void ask_entry(const struct view *v, const struct view_wish *wish, struct way *way)
{
    const struct view_kind *k = &v->kinds[wish->kind];
    way->entry = NULL;
    if (!k->loaded)
        return;
    uint32_t at = (uint32_t)way->hash & k->codes.mask;
    struct slot s = k->codes.slots[at];
    while (s.place && s.tag != (uint32_t)(way->hash >> 32)) {
        at = (at + 1) & k->codes.mask;
        s = k->codes.slots[at];
    }
    if (!s.place)
        return;
    way->entry = entry_in(v, s.place);
    const char *p = (const char *)way->entry;
    __builtin_prefetch(p);
    __builtin_prefetch(p + 64);
    __builtin_prefetch(p + 128);
}

/* The entry has come: is it the one? Asks where its texts are. */
static void ask_texts(const struct view *v, struct view_wish *wish, const struct way *way, uint32_t fields)
{
    wish->entry = NULL;
    if (!way->entry)
        return;
    wish->entry = span_eq(view_code(way->entry), wish->code) ? way->entry : view_find(v, wish->kind, wish->code);
    if (!wish->entry)
        return;
    const struct view_entry *e = wish->entry;
    const uint32_t *number = texts_of(e);
    for (uint32_t rest = e->mask; rest; rest &= rest - 1, number++) {
        if (rest & -rest & fields)
            __builtin_prefetch(&v->starts[*number]);
    }
    if (e->more)
        __builtin_prefetch(&v->words[e->more]);
}

/* Reads a byte for nothing but its coming nearer. The processor gives a prefetch up where the page is not at hand, and of the texts nearly none
 * is; loads that do not depend on each other overlap as well. */
static inline void touch(const void *p)
{
    (void)*(const volatile char *)p;
}

static void ask_bytes(const struct view *v, const struct view_wish *wish, uint32_t fields)
{
    const struct view_entry *e = wish->entry;
    if (!e)
        return;
    const uint32_t *number = texts_of(e);
    for (uint32_t rest = e->mask; rest; rest &= rest - 1, number++) {
        if (!(rest & -rest & fields))
            continue;
        uint32_t begin = v->starts[*number], end = v->starts[*number + 1];
        if (begin == end)
            continue;
        touch(v->bytes + begin);
        if ((begin ^ (end - 1)) >= 64) /* it may lie across two lines */
            touch(v->bytes + end - 1);
    }
}

void view_find_many(const struct view *v, struct view_wish *wishes, size_t n, uint32_t fields)
{
    struct way ways[VIEW_MANY];
    for (size_t i = 0; i < n; i++)
        ask_slot(v, &wishes[i], &ways[i]);
    for (size_t i = 0; i < n; i++)
        ask_entry(v, &wishes[i], &ways[i]);
    for (size_t i = 0; i < n; i++)
        ask_texts(v, &wishes[i], &ways[i], fields);
    for (size_t i = 0; i < n; i++)
        ask_bytes(v, &wishes[i], fields);
}
