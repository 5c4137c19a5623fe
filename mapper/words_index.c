/* mapper/words_index.c: the lazily built index of a view's names. */
#include "mapper/words_index.h"
#include "base/map.h"

#include <pthread.h>
#include <stdatomic.h>

struct item {
    uint32_t hash; /* 0: free */
    uint32_t at;   /* entry, counted over all kinds */
};

struct words_index {
    const struct view *view;
    pthread_mutex_t building;
    atomic_bool built;
    struct item *items; /* open addressing, one slot for each (name, entry) */
    size_t mask, count;
    size_t first[KIND_COUNT + 1]; /* where each kind begins in the count over all kinds */
};

struct builder {
    struct words_index *x;
    struct names *names;
    struct text *text;
    const struct view *view;
    struct arena arena;
    uint64_t *seen; /* (text, generic) pairs already in: an open set, 0 free */
    size_t seen_mask, seen_count;
};

static uint64_t mix(uint64_t a, uint64_t b)
{
    uint64_t both[2] = { a, b };
    uint64_t h = hash_bytes(both, sizeof both);
    return h ? h : 1;
}

static uint32_t name_hash(struct span key)
{
    uint32_t h = (uint32_t)(hash_span(key) >> 16);
    return h ? h : 1;
}

static bool grow_items(struct words_index *x)
{
    size_t n = x->items ? (x->mask + 1) * 2 : 1024;
    struct item *items = calloc(n, sizeof *items);
    if (!items)
        return false;
    for (size_t i = 0; x->items && i <= x->mask; i++) {
        if (!x->items[i].hash)
            continue;
        size_t k = x->items[i].hash & (n - 1);
        while (items[k].hash)
            k = (k + 1) & (n - 1);
        items[k] = x->items[i];
    }
    free(x->items);
    x->items = items;
    x->mask = n - 1;
    return true;
}

static bool put(struct words_index *x, struct span key, uint32_t at)
{
    if (key.n == 0)
        return true;
    if ((!x->items || x->count * 2 > x->mask) && !grow_items(x))
        return false;
    uint32_t hash = name_hash(key);
    size_t k = hash & x->mask;
    for (; x->items[k].hash; k = (k + 1) & x->mask)
        if (x->items[k].hash == hash && x->items[k].at == at)
            return true;
    x->items[k] = (struct item){ hash, at };
    x->count++;
    return true;
}

/* 1: new, 0: seen, -1: memory. */
static int see(struct builder *b, uint64_t pair)
{
    if (!b->seen || b->seen_count * 2 > b->seen_mask) {
        size_t n = b->seen ? (b->seen_mask + 1) * 2 : 1024;
        uint64_t *seen = calloc(n, sizeof *seen);
        if (!seen)
            return -1;
        for (size_t i = 0; b->seen && i <= b->seen_mask; i++) {
            size_t k = b->seen[i] & (n - 1);
            while (b->seen[i] && seen[k])
                k = (k + 1) & (n - 1);
            if (b->seen[i])
                seen[k] = b->seen[i];
        }
        free(b->seen);
        b->seen = seen;
        b->seen_mask = n - 1;
    }
    size_t k = pair & b->seen_mask;
    for (; b->seen[k]; k = (k + 1) & b->seen_mask)
        if (b->seen[k] == pair)
            return 0;
    b->seen[k] = pair;
    b->seen_count++;
    return 1;
}

static int add_name(struct builder *b, struct span text, uint64_t text_no, uint64_t generic, uint32_t at)
{
    if (text.n == 0)
        return 0;
    int fresh = see(b, mix(text_no, generic));
    if (fresh <= 0)
        return fresh;
    struct name name = { .key = SPAN_NONE };
    arena_clear(&b->arena);
    if (names_parse(b->names, b->text, text, &b->arena, &name) < 0)
        return -1;
    return put(b->x, name.key, at) && put(b->x, name.core, at) && put(b->x, name.plain, at) ? 0 : -1;
}

static int add_entry(struct builder *b, const struct view_entry *e, uint32_t at)
{
    static const enum entry_text fields[] = { ENTRY_NAME, ENTRY_GENERIC, ENTRY_BRAND };
    uint64_t generic = view_text_id(b->view, e, ENTRY_GENERIC);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (add_name(b, view_text(b->view, e, fields[i]), view_text_id(b->view, e, fields[i]), generic, at) < 0)
            return -1;
    const struct span *aliases;
    size_t n = view_aliases(b->view, e, &aliases);
    for (size_t i = 0; i < n; i++)
        if (add_name(b, aliases[i], hash_span(aliases[i]), generic, at) < 0)
            return -1;
    return 0;
}

struct words_index *words_index_new(const struct view *view, struct error *err)
{
    struct words_index *x = calloc(1, sizeof *x);
    if (!x) {
        error_memory(err);
        return NULL;
    }
    x->view = view;
    pthread_mutex_init(&x->building, NULL); /* a plain one: this cannot fail */
    return x;
}

void words_index_free(struct words_index *x)
{
    if (!x)
        return;
    pthread_mutex_destroy(&x->building);
    free(x->items);
    free(x);
}

static int build(struct words_index *x, struct names *names, struct text *text)
{
    struct builder b = { .x = x, .names = names, .text = text, .view = x->view, .arena = ARENA_INIT };
    bool failed = false;
    size_t all = 0;
    for (int kind = 0; kind < KIND_COUNT && !failed; kind++) {
        size_t n = view_count(x->view, (enum kind)kind);
        x->first[kind] = all;
        for (size_t i = 0; i < n && !failed; i++)
            failed = add_entry(&b, view_at(x->view, (enum kind)kind, i), (uint32_t)(all + i)) < 0;
        all += n;
    }
    x->first[KIND_COUNT] = all;
    arena_release(&b.arena);
    free(b.seen);
    return failed ? -1 : 0;
}

static int need_built(struct words_index *x, struct names *names, struct text *text)
{
    if (x->built)
        return 0;
    pthread_mutex_lock(&x->building);
    int result = x->built ? 0 : build(x, names, text);
    if (result == 0)
        x->built = true;
    pthread_mutex_unlock(&x->building);
    return result;
}

static void find_key(const struct words_index *x, struct span key, struct words_hits *out)
{
    if (!x->items || key.n == 0)
        return;
    uint32_t hash = name_hash(key);
    for (size_t k = hash & x->mask; x->items[k].hash && out->n < WORDS_HITS; k = (k + 1) & x->mask) {
        if (x->items[k].hash != hash)
            continue;
        size_t at = x->items[k].at;
        int kind = 0;
        while (at >= x->first[kind + 1])
            kind++;
        bool twice = false;
        for (size_t i = 0; i < out->n; i++)
            twice = twice || (out->at[i] == at - x->first[kind] && out->kind[i] == (enum kind)kind);
        if (twice)
            continue;
        out->kind[out->n] = (enum kind)kind;
        out->at[out->n++] = at - x->first[kind];
    }
}

int words_index_find(struct words_index *x, struct names *names, struct text *text, const struct name *name, struct words_hits *out)
{
    out->n = 0;
    if (need_built(x, names, text) < 0)
        return -1;
    find_key(x, name->key, out);
    find_key(x, name->plain, out);
    find_key(x, name->core, out);
    return 0;
}
