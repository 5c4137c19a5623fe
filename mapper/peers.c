/* mapper/peers.c: hashes of the names of a view's entries, sorted. Knows no rule, and never says that two names agree. */
#include "mapper/peers.h"
#include "base/map.h"
#include <pthread.h>

struct peers {
    const struct view *view;
    date day;
    uint64_t *items; /* hash << 32 | entry as counted over all kinds; ascending */
    size_t count, cap;
    size_t first[KIND_COUNT + 1]; /* where each kind begins in that count */
    pthread_mutex_t lock;         /* held while built */
    bool built;                   /* read and written under the lock */
};

/* The hashes that one name has. */
struct hashes {
    uint32_t list[PEERS_KEYS];
    size_t n;
};

/* Hashes of texts met before: most names of a catalog come again and again. */
#define MEMO 8192u
struct memo {
    uint32_t id; /* of the text; 0: free */
    struct hashes hashes;
};

struct builder {
    struct peers *p;
    struct names *names;
    struct text *text;
    struct arena arena;
    struct memo *memo;
};

bool entry_in_force(const struct view_entry *entry, date day)
{
    date from = view_valid_from(entry), to = view_valid_to(entry);
    return !view_inactive(entry) && (from == DATE_NONE || from <= day) && (to == DATE_NONE || to >= day);
}

struct peers *peers_new(const struct view *view, date day, struct error *err)
{
    struct peers *p = calloc(1, sizeof *p);
    if (!p) {
        error_memory(err);
        return NULL;
    }
    if (pthread_mutex_init(&p->lock, NULL) != 0) {
        free(p);
        error_memory(err);
        return NULL;
    }
    p->view = view;
    p->day = day;
    return p;
}

void peers_free(struct peers *p)
{
    if (!p)
        return;
    pthread_mutex_destroy(&p->lock);
    free(p->items);
    free(p);
}

/* ---- the hashes of a name ---- */

static void note(struct hashes *h, struct span key)
{
    uint32_t hash = (uint32_t)(hash_span(key) >> 16);
    if (key.n == 0 || h->n == PEERS_KEYS)
        return;
    for (size_t i = 0; i < h->n; i++)
        if (h->list[i] == hash)
            return;
    h->list[h->n++] = hash;
}

/* An entry is kept by what is left of its name, and by its key too where a bracket makes that another: 甲(遮光)片 has the key of 甲遮光片 and
 * the core of 甲. */
static void hashes_of_entry(const struct name *name, struct hashes *h)
{
    note(h, name->core);
    if (!span_eq(name->key, name->plain)) {
        note(h, name->key);
        note(h, name->plain);
    }
    if (name->inner) {
        note(h, name->inner->core);
        note(h, name->inner->plain);
    }
}

/* What is looked for has all its keys, and those of its key without brackets. */
static int hashes_of_query(struct names *names, struct text *text, struct span raw, struct arena *arena, struct hashes *h)
{
    struct name name = { .key = SPAN_NONE }, whole = { .key = SPAN_NONE };
    if (names_parse(names, text, raw, arena, &name) < 0)
        return -1;
    note(h, name.core);
    note(h, name.key);
    note(h, name.plain);
    if (!span_eq(name.key, name.plain)) {
        if (names_parse(names, text, name.key, arena, &whole) < 0)
            return -1;
        note(h, whole.core);
    }
    if (name.inner) {
        note(h, name.inner->core);
        note(h, name.inner->plain);
    }
    return 0;
}

/* ---- building ---- */

/* Of one entry each hash once. */
static int keep(struct peers *p, uint32_t hash, uint32_t at)
{
    uint64_t item = (uint64_t)hash << 32 | at;
    for (size_t i = p->count; i > 0 && (uint32_t)p->items[i - 1] == at; i--)
        if (p->items[i - 1] == item)
            return 0;
    if (p->count == p->cap) {
        size_t cap = p->cap ? p->cap + p->cap / 2 : 1024;
        uint64_t *items = realloc(p->items, cap * sizeof *items);
        if (!items)
            return -1;
        p->items = items;
        p->cap = cap;
    }
    p->items[p->count++] = item;
    return 0;
}

static int add_text(struct builder *b, struct span text, uint32_t id, uint32_t at)
{
    struct memo *m = &b->memo[id % MEMO];
    struct hashes fresh = { .n = 0 };
    if (text.n == 0)
        return 0;
    bool numbered = id != 0 && id != VIEW_NO_NUMBER;
    const struct hashes *h = numbered && m->id == id ? &m->hashes : &fresh;
    if (h == &fresh) {
        struct name name = { .key = SPAN_NONE };
        arena_clear(&b->arena);
        if (names_parse(b->names, b->text, text, &b->arena, &name) < 0)
            return -1;
        hashes_of_entry(&name, &fresh);
        if (numbered)
            *m = (struct memo){ id, fresh };
    }
    for (size_t i = 0; i < h->n; i++)
        if (keep(b->p, h->list[i], at) < 0)
            return -1;
    return 0;
}

static int add_entry(struct builder *b, const struct view_entry *e, uint32_t at)
{
    static const enum entry_text fields[] = { ENTRY_NAME, ENTRY_GENERIC, ENTRY_BRAND };
    const struct view *view = b->p->view;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (add_text(b, view_text(view, e, fields[i]), view_text_id(view, e, fields[i]), at) < 0)
            return -1;
    const struct span *aliases;
    size_t n = view_aliases(view, e, &aliases);
    for (size_t i = 0; i < n; i++)
        if (add_text(b, aliases[i], 0, at) < 0)
            return -1;
    return 0;
}

static int by_value(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static void settle(struct peers *p)
{
    if (p->count == 0)
        return;
    qsort(p->items, p->count, sizeof *p->items, by_value);
    uint64_t *smaller = realloc(p->items, p->count * sizeof *smaller);
    if (smaller) {
        p->items = smaller;
        p->cap = p->count;
    }
}

static int build(struct peers *p, struct names *names, struct text *text)
{
    struct builder b = { .p = p, .names = names, .text = text, .arena = ARENA_INIT, .memo = calloc(MEMO, sizeof *b.memo) };
    int status = b.memo ? 0 : -1;
    size_t all = 0;
    p->count = 0;
    for (int kind = 0; kind < KIND_COUNT && status == 0; kind++) {
        size_t n = view_count(p->view, (enum kind)kind);
        p->first[kind] = all;
        for (size_t i = 0; i < n && status == 0; i++) {
            const struct view_entry *e = view_at(p->view, (enum kind)kind, i);
            if (entry_in_force(e, p->day))
                status = add_entry(&b, e, (uint32_t)(all + i));
        }
        all += n;
    }
    p->first[KIND_COUNT] = all;
    arena_release(&b.arena);
    free(b.memo);
    if (status == 0)
        settle(p);
    return status;
}

/* ---- asking ---- */

/* The first item that is not below `value`. */
static size_t lower_bound(const struct peers *p, uint64_t value)
{
    size_t low = 0, high = p->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (p->items[middle] < value)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

int peers_start(struct peers *p, struct names *names, struct text *text, struct span raw, struct peers_walk *out)
{
    *out = (struct peers_walk){ .peers = p };
    pthread_mutex_lock(&p->lock);
    if (!p->built)
        p->built = build(p, names, text) == 0;
    bool built = p->built;
    pthread_mutex_unlock(&p->lock);
    struct arena arena = ARENA_INIT;
    struct hashes h = { .n = 0 };
    int status = built && raw.n > 0 ? hashes_of_query(names, text, raw, &arena, &h) : built ? 0 : -1;
    arena_release(&arena);
    for (size_t i = 0; i < h.n && status == 0; i++) {
        uint64_t first = (uint64_t)h.list[i] << 32;
        size_t at = lower_bound(p, first), end = lower_bound(p, first | UINT32_MAX);
        if (at < end) {
            out->run[out->runs].at = at;
            out->run[out->runs++].end = end;
        }
    }
    return status;
}

static const struct view_entry *entry_at(const struct peers *p, size_t at)
{
    int kind = 0;
    while (at >= p->first[kind + 1])
        kind++;
    return view_at(p->view, (enum kind)kind, at - p->first[kind]);
}

const struct view_entry *peers_next(struct peers_walk *walk)
{
    uint32_t least = UINT32_MAX;
    const uint64_t *items = walk->peers->items;
    for (size_t i = 0; i < walk->runs; i++)
        if (walk->run[i].at < walk->run[i].end && (uint32_t)items[walk->run[i].at] < least)
            least = (uint32_t)items[walk->run[i].at];
    if (least == UINT32_MAX)
        return NULL;
    for (size_t i = 0; i < walk->runs; i++)
        if (walk->run[i].at < walk->run[i].end && (uint32_t)items[walk->run[i].at] == least)
            walk->run[i].at++;
    return entry_at(walk->peers, least);
}
