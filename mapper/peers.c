/* mapper/peers.c: hashes of the names of a view's entries, sorted. Knows no rule, and never says that two names agree. */
#include "mapper/peers.h"
#include "base/map.h"

#include <pthread.h>
#include <stdatomic.h>

/* It is built by all threads that need it before it is there, part by part: whoever comes helps, and the last one puts the parts together. */
#define PART 16384u /* entries */
struct part {
    uint64_t *items;
    size_t count, cap;
};

struct peers {
    const struct view *view;
    date day;
    uint64_t *items; /* hash << 32 | entry as counted over all kinds; ascending */
    size_t count;
    size_t first[KIND_COUNT + 1]; /* where each kind begins in that count */
    atomic_bool built;
    pthread_mutex_t lock; /* for what follows, and for setting `built` */
    pthread_cond_t ready; /* built or failed */
    struct part *parts;
    size_t part_count, taken, done;
    bool failed;
};

/* The hashes that one name has. */
struct hashes {
    uint32_t list[PEERS_KEYS];
    size_t n;
};

/* Hashes of texts met before: most names of a catalog come again and again, and brands too. */
#define MEMO 65536u
struct memo {
    uint32_t id; /* of the text; 0: free */
    struct hashes hashes;
};

struct builder { /* one thread's */
    const struct peers *p;
    struct part *part;
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
    pthread_mutex_init(&p->lock, NULL); /* plain ones: this cannot fail */
    pthread_cond_init(&p->ready, NULL);
    p->view = view;
    p->day = day;
    for (int kind = 0; kind < KIND_COUNT; kind++)
        p->first[kind + 1] = p->first[kind] + view_count(view, (enum kind)kind);
    return p;
}

static void free_parts(struct peers *p)
{
    for (size_t i = 0; i < p->part_count; i++)
        free(p->parts[i].items);
    free(p->parts);
    p->parts = NULL;
    p->part_count = 0;
}

void peers_free(struct peers *p)
{
    if (!p)
        return;
    pthread_mutex_destroy(&p->lock);
    pthread_cond_destroy(&p->ready);
    free_parts(p);
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
static int hashes_of_query(struct names *names, struct text *text, const struct name *name, struct arena *arena, struct hashes *h)
{
    note(h, name->core);
    note(h, name->key);
    note(h, name->plain);
    if (!span_eq(name->key, name->plain)) {
        struct name whole = { .key = SPAN_NONE };
        if (names_parse(names, text, name->key, arena, &whole) < 0)
            return -1;
        note(h, whole.core);
    }
    if (name->inner) {
        note(h, name->inner->core);
        note(h, name->inner->plain);
    }
    return 0;
}

/* ---- building ---- */

/* Of one entry each hash once. */
static int keep(struct part *p, uint32_t hash, uint32_t at)
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
        if (keep(b->part, h->list[i], at) < 0)
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

#define DIGIT 11 /* bits of the hash that are sorted by together */
#define BINS  (1u << DIGIT)

/* A stable pass of a radix sort over some bits. */
static void sort_pass(const uint64_t *from, uint64_t *to, size_t n, unsigned shift)
{
    uint32_t places[BINS] = { 0 }, sum = 0;
    for (size_t i = 0; i < n; i++)
        places[from[i] >> shift & (BINS - 1)]++;
    for (size_t b = 0; b < BINS; b++) {
        uint32_t here = places[b];
        places[b] = sum;
        sum += here;
    }
    for (size_t i = 0; i < n; i++)
        to[places[from[i] >> shift & (BINS - 1)]++] = from[i];
}

#define TOP 53 /* the uppermost eleven bits of the hash choose the bin, the others are sorted in it */

#define FEW 64 /* items that are sorted sooner by moving them */

static void sort_few(uint64_t *items, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        uint64_t one = items[i];
        size_t at = i;
        for (; at > 0 && items[at - 1] > one; at--)
            items[at] = items[at - 1];
        items[at] = one;
    }
}

static int sort_bins(uint64_t *items, const size_t begin[BINS + 1])
{
    size_t most = 0;
    for (size_t b = 0; b < BINS; b++)
        most = begin[b + 1] - begin[b] > most ? begin[b + 1] - begin[b] : most;
    uint64_t *work = malloc((most + 1) * sizeof *work);
    if (!work)
        return -1;
    for (size_t b = 0; b < BINS; b++) {
        size_t n = begin[b + 1] - begin[b];
        if (n < FEW) {
            sort_few(items + begin[b], n);
            continue;
        }
        sort_pass(items + begin[b], work, n, 32);
        sort_pass(work, items + begin[b], n, 32 + DIGIT - 1);
    }
    free(work);
    return 0;
}

/* Puts the parts together. The entries are in order already, so only the hashes need sorting; each part goes as soon as it is through, so that
 * there is never twice of everything. */
static int settle(struct peers *p)
{
    size_t begin[BINS + 1] = { 0 }, next[BINS];
    for (size_t i = 0; i < p->part_count; i++)
        for (size_t k = 0; k < p->parts[i].count; k++)
            begin[(p->parts[i].items[k] >> TOP) + 1]++;
    for (size_t b = 0; b < BINS; b++) {
        begin[b + 1] += begin[b];
        next[b] = begin[b];
    }
    p->count = begin[BINS];
    p->items = malloc((p->count + 1) * sizeof *p->items);
    if (!p->items)
        return -1;
    for (size_t i = 0; i < p->part_count; i++) {
        struct part *part = &p->parts[i];
        for (size_t k = 0; k < part->count; k++)
            p->items[next[part->items[k] >> TOP]++] = part->items[k];
        free(part->items);
        part->items = NULL;
    }
    free_parts(p);
    return sort_bins(p->items, begin);
}

static const struct view_entry *entry_at(const struct peers *p, size_t at)
{
    int kind = 0;
    while (at >= p->first[kind + 1])
        kind++;
    return view_at(p->view, (enum kind)kind, at - p->first[kind]);
}

static int make_part(struct builder *b, size_t number)
{
    size_t end = (number + 1) * PART < b->p->first[KIND_COUNT] ? (number + 1) * PART : b->p->first[KIND_COUNT];
    for (size_t at = number * PART; at < end; at++) {
        const struct view_entry *e = entry_at(b->p, at);
        if (entry_in_force(e, b->p->day) && add_entry(b, e, (uint32_t)at) < 0)
            return -1;
    }
    return 0;
}

/* Makes parts as long as there are any that nobody has taken. With the lock held, which it gives back meanwhile. */
static void help(struct peers *p, struct names *names, struct text *text)
{
    struct builder b = { .p = p, .names = names, .text = text, .arena = ARENA_INIT, .memo = calloc(MEMO, sizeof *b.memo) };
    p->failed |= !b.memo;
    while (p->taken < p->part_count && !p->failed) {
        size_t number = p->taken++;
        b.part = &p->parts[number];
        pthread_mutex_unlock(&p->lock);
        int status = make_part(&b, number);
        pthread_mutex_lock(&p->lock);
        p->failed |= status < 0;
        p->done++;
    }
    arena_release(&b.arena);
    free(b.memo);
}

/* With the lock held. */
static void build(struct peers *p, struct names *names, struct text *text)
{
    if (!p->parts) {
        p->part_count = p->first[KIND_COUNT] / PART + 1;
        p->parts = calloc(p->part_count, sizeof *p->parts);
        p->failed = !p->parts;
    }
    help(p, names, text);
    if (p->done == p->part_count && !p->failed) {
        p->failed = settle(p) < 0;
        p->built = !p->failed;
    }
    if (p->built || p->failed)
        pthread_cond_broadcast(&p->ready);
    while (!p->built && !p->failed)
        pthread_cond_wait(&p->ready, &p->lock);
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

static int need_built(struct peers *p, struct names *names, struct text *text)
{
    if (p->built)
        return 0;
    pthread_mutex_lock(&p->lock);
    if (!p->built && !p->failed)
        build(p, names, text);
    pthread_mutex_unlock(&p->lock);
    return p->built ? 0 : -1;
}

int peers_start(struct peers *p, struct names *names, struct text *text, struct span raw, struct peers_walk *out)
{
    struct arena arena = ARENA_INIT;
    struct name name = { .key = SPAN_NONE };
    *out = (struct peers_walk){ .peers = p };
    int status = raw.n > 0 ? names_parse(names, text, raw, &arena, &name) : 0;
    if (status == 0)
        status = peers_start_name(p, names, text, &name, out);
    arena_release(&arena);
    return status;
}

int peers_start_name(struct peers *p, struct names *names, struct text *text, const struct name *name, struct peers_walk *out)
{
    struct arena arena = ARENA_INIT;
    struct hashes h = { .n = 0 };
    *out = (struct peers_walk){ .peers = p };
    int status = need_built(p, names, text);
    if (status == 0)
        status = hashes_of_query(names, text, name, &arena, &h);
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
