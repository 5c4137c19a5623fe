/* mapper/grams.c: see the header. Building counts first and fills then, so that each list lies in one piece; searching adds up weights, the
 * rarest lists first, and stops opening lists when they are so common that they no longer tell names apart. */
#include "mapper/grams.h"
#include "base/map.h"

#include <stdlib.h>

#define UNITS_MOST 64u       /* of a name: the rest of a longer one is not looked at */
#define GRAMS_MOST (2 * UNITS_MOST)
#define POSTINGS_FIRST 20000u  /* read for every search … */
#define POSTINGS_MOST 250000u /* … and where nothing much alike was found by that */
#define ALIKE_ENOUGH 650u
#define SURE_LISTS 3u        /* read whatever their length */
#define NARROW 256u          /* candidates compared by edit distance */
#define BUCKETS 1024u

struct gram { /* a character, or two: the first in the upper half */
    uint32_t units; /* 0: free */
    uint32_t start; /* its list: postings[start] up to start + n */
    uint32_t n;
    uint32_t weight;
};

struct grams {
    struct gram *grams; /* open addressing */
    uint32_t mask, count;
    uint32_t *postings; /* documents, ascending in each list */
    uint16_t *units;    /* the names as UTF-16, one behind the other */
    uint32_t *starts;   /* of each document in units; one more than there are documents */
    uint32_t *weights;  /* of each document: the sum over its grams */
    size_t units_n, units_cap, docs, docs_cap, postings_n;
    struct map keys; /* while built: key -> document */
};

struct grams_search {
    uint32_t *score;   /* of each document; zero between searches */
    uint32_t *touched; /* the documents whose score is not */
    size_t n;
    uint32_t seen[BUCKETS];
};

/* ---- grams of a name ---- */

static size_t units_of(struct span key, uint16_t units[UNITS_MOST])
{
    size_t n = 0;
    for (size_t at = 0; at < key.n && n + 1 < UNITS_MOST;) {
        unsigned char c = (unsigned char)key.p[at];
        size_t len = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
        if (at + len > key.n)
            break;
        uint32_t u = len == 1 ? c : c & (0x7Fu >> len);
        for (size_t i = 1; i < len; i++)
            u = u << 6 | ((unsigned char)key.p[at + i] & 0x3Fu);
        at += len;
        if (u >= 0x10000) {
            units[n++] = (uint16_t)(0xD800u + ((u - 0x10000u) >> 10));
            u = 0xDC00u + ((u - 0x10000u) & 0x3FFu);
        }
        units[n++] = (uint16_t)(u ? u : 1);
    }
    return n;
}

/* Each once: a name is as short as a line, so looking back is cheap. */
static size_t grams_of(const uint16_t *units, size_t n, uint32_t out[GRAMS_MOST])
{
    size_t count = 0;
    for (size_t i = 0; i < 2 * n; i++) {
        uint32_t gram = i < n ? units[i] : i > n ? (uint32_t)units[i - n - 1] << 16 | units[i - n] : 0;
        bool twice = gram == 0;
        for (size_t k = 0; k < count && !twice; k++)
            twice = out[k] == gram;
        if (!twice)
            out[count++] = gram;
    }
    return count;
}

static uint32_t place_of(const struct grams *g, uint32_t units)
{
    uint32_t i = (units * 0x9E3779B1u) >> 7;
    i = (i ^ i >> 11) & g->mask;
    while (g->grams[i].units && g->grams[i].units != units)
        i = (i + 1) & g->mask;
    return i;
}

/* ---- building ---- */

struct grams *grams_new(void)
{
    struct grams *g = calloc(1, sizeof *g);
    if (g)
        map_init(&g->keys);
    return g;
}

void grams_free(struct grams *g)
{
    if (!g)
        return;
    map_release(&g->keys);
    free(g->grams);
    free(g->postings);
    free(g->units);
    free(g->starts);
    free(g->weights);
    free(g);
}

static bool room_for_one(struct grams *g)
{
    if (g->units_n + UNITS_MOST > g->units_cap) {
        size_t cap = g->units_cap ? g->units_cap * 2 : 4096;
        uint16_t *units = realloc(g->units, cap * sizeof *units);
        if (!units)
            return false;
        g->units = units;
        g->units_cap = cap;
    }
    if (g->docs + 2 > g->docs_cap) {
        size_t cap = g->docs_cap ? g->docs_cap * 2 : 1024;
        uint32_t *starts = realloc(g->starts, cap * sizeof *starts);
        if (!starts)
            return false;
        g->starts = starts;
        g->docs_cap = cap;
    }
    return true;
}

int grams_add(struct grams *g, struct span key, uint32_t *doc)
{
    *doc = UINT32_MAX;
    if (key.n == 0)
        return 0;
    if (!room_for_one(g))
        return -1;
    uint32_t before = g->keys.count, number = map_intern(&g->keys, key);
    if (number == MAP_NONE)
        return -1;
    *doc = number;
    if (number < before)
        return 0;
    g->starts[g->docs++] = (uint32_t)g->units_n;
    g->units_n += units_of(key, g->units + g->units_n);
    g->starts[g->docs] = (uint32_t)g->units_n;
    return 0;
}

static bool grow_grams(struct grams *g)
{
    struct gram *old = g->grams;
    uint32_t size = old ? g->mask + 1 : 0, bigger = size ? size * 2 : 16384;
    g->grams = calloc(bigger, sizeof *g->grams);
    if (!g->grams) {
        g->grams = old;
        return false;
    }
    g->mask = bigger - 1;
    for (uint32_t i = 0; i < size; i++)
        if (old[i].units)
            g->grams[place_of(g, old[i].units)] = old[i];
    free(old);
    return true;
}

static const uint16_t *doc_units(const struct grams *g, uint32_t doc, size_t *n)
{
    *n = g->starts[doc + 1] - g->starts[doc];
    return g->units + g->starts[doc];
}

/* First round: how long each list will be. */
static int count_lists(struct grams *g)
{
    uint32_t list[GRAMS_MOST];
    for (uint32_t doc = 0; doc < g->docs; doc++) {
        size_t units, n = 0;
        const uint16_t *name = doc_units(g, doc, &units);
        n = grams_of(name, units, list);
        for (size_t i = 0; i < n; i++) {
            if ((!g->grams || g->count * 2 > g->mask) && !grow_grams(g))
                return -1;
            struct gram *gram = &g->grams[place_of(g, list[i])];
            g->count += gram->units == 0;
            gram->units = list[i];
            gram->n++;
        }
        g->postings_n += n;
    }
    return 0;
}

/* log2(n / df) in 1/32. */
static uint32_t rarity(size_t n, uint32_t df)
{
    uint64_t x = ((uint64_t)n << 20) / df; /* 20 bits behind the point */
    uint32_t whole = 0;
    while (x >= (UINT64_C(2) << 20)) {
        x >>= 1;
        whole += 32;
    }
    uint32_t part = 0;
    for (uint32_t bit = 16; bit > 0; bit /= 2) {
        x = x * x >> 20;
        if (x >= (UINT64_C(2) << 20)) {
            x >>= 1;
            part += bit;
        }
    }
    return whole + part;
}

static void place_lists(struct grams *g)
{
    uint32_t at = 0;
    for (uint32_t i = 0; g->grams && i <= g->mask; i++) {
        struct gram *gram = &g->grams[i];
        if (!gram->units)
            continue;
        gram->start = at;
        at += gram->n;
        gram->weight = rarity(g->docs, gram->n) + 8;
        gram->n = 0;
    }
}

static void fill_lists(struct grams *g)
{
    uint32_t list[GRAMS_MOST];
    for (uint32_t doc = 0; doc < g->docs; doc++) {
        size_t units;
        const uint16_t *name = doc_units(g, doc, &units);
        size_t n = grams_of(name, units, list);
        g->weights[doc] = 0;
        for (size_t i = 0; i < n; i++) {
            struct gram *gram = &g->grams[place_of(g, list[i])];
            g->postings[gram->start + gram->n++] = doc;
            g->weights[doc] += gram->weight;
        }
    }
}

int grams_settle(struct grams *g)
{
    map_release(&g->keys);
    map_init(&g->keys);
    if (count_lists(g) < 0 || (g->docs > 0 && g->postings_n > UINT32_MAX))
        return -1;
    g->postings = malloc((g->postings_n + 1) * sizeof *g->postings);
    g->weights = malloc((g->docs + 1) * sizeof *g->weights);
    if (!g->postings || !g->weights)
        return -1;
    place_lists(g);
    fill_lists(g);
    return 0;
}

uint32_t grams_count(const struct grams *g)
{
    return (uint32_t)g->docs;
}

size_t grams_memory(const struct grams *g)
{
    return (g->grams ? (g->mask + 1) * sizeof *g->grams : 0) + g->postings_n * sizeof *g->postings + g->units_cap * sizeof *g->units +
           g->docs_cap * sizeof *g->starts + g->docs * sizeof *g->weights;
}

/* ---- searching ---- */

struct grams_search *grams_search_new(const struct grams *g)
{
    struct grams_search *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    s->score = calloc(g->docs + 1, sizeof *s->score);
    s->touched = malloc((g->docs + 1) * sizeof *s->touched);
    if (!s->score || !s->touched) {
        grams_search_free(s);
        return NULL;
    }
    return s;
}

void grams_search_free(struct grams_search *s)
{
    if (!s)
        return;
    free(s->score);
    free(s->touched);
    free(s);
}

static int rarest_first(const void *a, const void *b)
{
    const struct gram *const *x = a, *const *y = b;
    if ((*x)->n != (*y)->n)
        return (*x)->n < (*y)->n ? -1 : 1;
    return (*x)->units < (*y)->units ? -1 : 1;
}

static void add_list(const struct grams *g, struct grams_search *s, const struct gram *gram)
{
    const uint32_t *docs = g->postings + gram->start;
    for (uint32_t i = 0; i < gram->n; i++) {
        uint32_t doc = docs[i];
        if (s->score[doc] == 0)
            s->touched[s->n++] = doc;
        s->score[doc] += gram->weight;
    }
}

/* The lists of a name, rarest first; *whole: the weight of its grams, those that no name has among them. */
static size_t lists_of(const struct grams *g, const uint32_t *grams, size_t n, const struct gram *lists[GRAMS_MOST], uint32_t *whole)
{
    size_t count = 0;
    *whole = 0;
    for (size_t i = 0; i < n; i++) {
        const struct gram *gram = &g->grams[place_of(g, grams[i])];
        *whole += gram->units ? gram->weight : rarity(g->docs, 1) + 8;
        if (gram->units)
            lists[count++] = gram;
    }
    qsort(lists, count, sizeof *lists, rarest_first);
    return count;
}

struct pattern { /* for edit distances from one name: where each of its characters stands */
    const uint16_t *units;
    size_t n;
    uint16_t unit[UNITS_MOST];
    uint64_t at[UNITS_MOST];
    size_t different;
};

static void pattern_of(struct pattern *p, const uint16_t *units, size_t n)
{
    p->units = units;
    p->n = n;
    p->different = 0;
    for (size_t i = 0; i < n; i++) {
        size_t k = 0;
        while (k < p->different && p->unit[k] != units[i])
            k++;
        if (k == p->different) {
            p->unit[p->different++] = units[i];
            p->at[k] = 0;
        }
        p->at[k] |= UINT64_C(1) << i;
    }
}

/* Hyyrö's bit-parallel distance with transpositions (optimal string alignment). */
static uint32_t distance(const struct pattern *p, const uint16_t *units, size_t n)
{
    uint64_t vp = UINT64_MAX, vn = 0, d0 = 0, before = 0, top = UINT64_C(1) << (p->n - 1);
    uint32_t result = (uint32_t)p->n;
    for (size_t i = 0; i < n; i++) {
        uint64_t here = 0;
        for (size_t k = 0; k < p->different; k++)
            if (p->unit[k] == units[i])
                here = p->at[k];
        uint64_t swapped = ((~d0 & here) << 1) & before;
        d0 = ((((here & vp) + vp) ^ vp) | here | vn) | swapped;
        uint64_t hp = vn | ~(d0 | vp), hn = d0 & vp;
        result += (hp & top) != 0;
        result -= (hn & top) != 0;
        hp = hp << 1 | 1;
        hn <<= 1;
        vp = hn | ~(d0 | hp);
        vn = hp & d0;
        before = here;
    }
    return result;
}

/* What a document shares, less a part of what it has besides: a long name shares more, and is no better for it. Not below zero. */
static uint32_t promise_of(const struct grams *g, const struct grams_search *s, uint32_t doc)
{
    uint32_t score = s->score[doc], besides = (g->weights[doc] - score) / 4;
    return score > besides ? score - besides : 0;
}

/* The most promising documents, about NARROW of them; moved to the front of touched. */
static size_t narrow(const struct grams *g, struct grams_search *s, uint32_t whole)
{
    if (s->n <= NARROW)
        return s->n;
    memset(s->seen, 0, sizeof s->seen);
    uint32_t shift = 0;
    while (whole >> shift >= BUCKETS)
        shift++;
    for (size_t i = 0; i < s->n; i++)
        s->seen[promise_of(g, s, s->touched[i]) >> shift]++;
    uint32_t bucket = BUCKETS - 1, total = s->seen[bucket];
    while (bucket > 0 && total + s->seen[bucket - 1] <= NARROW)
        total += s->seen[--bucket];
    if (total == 0) /* more tie than are wanted: some of them */
        bucket -= bucket > 0;
    size_t kept = 0;
    for (size_t i = 0; i < s->n; i++) {
        uint32_t doc = s->touched[i];
        if (kept < 4 * NARROW && promise_of(g, s, doc) >> shift >= bucket) {
            s->touched[i] = s->touched[kept];
            s->touched[kept++] = doc;
        }
    }
    return kept;
}

static int best_first(const void *a, const void *b)
{
    const struct grams_hit *x = a, *y = b;
    if (x->alike != y->alike)
        return x->alike > y->alike ? -1 : 1;
    return x->doc < y->doc ? -1 : x->doc > y->doc;
}

static bool has_gram(const uint16_t *units, size_t n, uint32_t gram)
{
    for (size_t i = 0; i < n; i++)
        if (gram < 0x10000 ? units[i] == gram : i + 1 < n && ((uint32_t)units[i] << 16 | units[i + 1]) == gram)
            return true;
    return false;
}

/* How much of the name's weight the document has: what was added up, and what it shares of the lists that were not read. */
static uint32_t score_of(const struct grams *g, const struct grams_search *s, uint32_t doc, const struct gram *const *unread, size_t n)
{
    uint32_t score = s->score[doc];
    size_t units;
    const uint16_t *name = doc_units(g, doc, &units);
    for (size_t i = 0; i < n; i++)
        if (has_gram(name, units, unread[i]->units))
            score += unread[i]->weight;
    return score;
}

static struct grams_hit hit_of(const struct grams *g, uint32_t doc, const struct pattern *p, uint32_t shared, uint32_t whole)
{
    size_t n;
    const uint16_t *units = doc_units(g, doc, &n);
    uint32_t d = distance(p, units, n), longer = (uint32_t)(n > p->n ? n : p->n);
    uint32_t dice = 2 * shared * GRAMS_ONE / (whole + g->weights[doc]), kept = (longer - (d < longer ? d : longer)) * GRAMS_ONE / longer;
    return (struct grams_hit){ doc, d == 0 ? GRAMS_ONE : (dice + kept) / 2, d };
}

/* The best of what was met so far, into `found`; how many. */
static size_t rank(const struct grams *g, struct grams_search *s, const struct pattern *p, const struct gram *const *unread, size_t n,
                   uint32_t whole, struct grams_hit *found)
{
    size_t kept = narrow(g, s, whole);
    for (size_t i = 0; i < kept; i++)
        found[i] = hit_of(g, s->touched[i], p, score_of(g, s, s->touched[i], unread, n), whole);
    qsort(found, kept, sizeof *found, best_first);
    return kept;
}

size_t grams_find(const struct grams *g, struct grams_search *s, struct span key, struct grams_hit *hits, size_t most)
{
    static const size_t limits[] = { POSTINGS_FIRST, POSTINGS_MOST };
    uint16_t units[UNITS_MOST];
    uint32_t mine[GRAMS_MOST], whole;
    const struct gram *lists[GRAMS_MOST];
    struct grams_hit found[4 * NARROW];
    size_t n = units_of(key, units), read = 0, postings = 0, kept = 0;
    if (n == 0 || g->docs == 0)
        return 0;
    size_t count = lists_of(g, mine, grams_of(units, n, mine), lists, &whole);
    struct pattern p;
    pattern_of(&p, units, n);
    for (size_t round = 0; round < sizeof limits / sizeof *limits && (round == 0 || read < count); round++) {
        for (; read < count && (read < SURE_LISTS || postings + lists[read]->n <= limits[round]); read++) {
            add_list(g, s, lists[read]);
            postings += lists[read]->n;
        }
        kept = rank(g, s, &p, lists + read, count - read, whole, found);
        if (kept > 0 && found[0].alike >= ALIKE_ENOUGH)
            break;
    }
    for (size_t i = 0; i < s->n; i++)
        s->score[s->touched[i]] = 0;
    s->n = 0;
    n = kept < most ? kept : most;
    memcpy(hits, found, n * sizeof *hits);
    return n;
}
