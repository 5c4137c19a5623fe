/* mapper/grams.c: see the header. Building counts first and fills then, so that each list lies in one piece; searching adds up weights, the
 * rarest lists first, and stops opening lists when they are so common that they no longer tell names apart. */
#include "mapper/grams.h"
#include "base/map.h"

#include <stdlib.h>

#define UNITS_MOST 64u       /* of a name: the rest of a longer one is not looked at */
#define GRAMS_MOST (2 * UNITS_MOST)
#define PAIR_RARE 2000u /* a pair that more names have tells too little */
#define POSTINGS_CHEAP 3000u
#define POSTINGS_MOST 400000u /* read for one search, but always SURE_LISTS */
#define SURE_LISTS 3u
#define NARROW 256u          /* candidates compared by edit distance */
#define BUCKETS 1024u
#define SAMPLE 1024u
#define UNITS_MANY 5u /* a name of so many shares more than one character with any that comes near it, */
#define LONG_LIST 1000u /* unless it is one that fewer names have than this */
#define SWAPPED_RARE 500u
#define AHEAD 8u /* names that are fetched before they are looked at */

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
    uint16_t *weights;  /* of each document: the sum over its grams */
    size_t units_n, units_cap, docs, docs_cap, postings_n;
    struct map keys; /* while built: key -> document */
};

/* Of a document: what it shares with the name. Together with its search, so that nothing need be wiped out between two. */
struct tally {
    uint16_t score, search;
};
struct grams_search {
    struct tally *docs;
    uint16_t search;
    uint32_t *touched;   /* the documents that share enough */
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

/* log2(n / df) in 1/16: at most 32 * 16, so that all grams of a name stay below 1 << 16. */
static uint32_t rarity(size_t n, uint32_t df)
{
    uint64_t x = ((uint64_t)n << 20) / df; /* 20 bits behind the point */
    uint32_t whole = 0;
    while (x >= (UINT64_C(2) << 20)) {
        x >>= 1;
        whole += 16;
    }
    uint32_t part = 0;
    for (uint32_t bit = 8; bit > 0; bit /= 2) {
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
        gram->weight = rarity(g->docs, gram->n) + 4;
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
        uint32_t weight = 0;
        for (size_t i = 0; i < n; i++) {
            struct gram *gram = &g->grams[place_of(g, list[i])];
            g->postings[gram->start + gram->n++] = doc;
            weight += gram->weight;
        }
        g->weights[doc] = (uint16_t)(weight < UINT16_MAX ? weight : UINT16_MAX);
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
    s->docs = calloc(g->docs + 1, sizeof *s->docs);
    s->touched = malloc((g->docs + 1) * sizeof *s->touched);
    if (!s->docs || !s->touched) {
        grams_search_free(s);
        return NULL;
    }
    return s;
}

void grams_search_free(struct grams_search *s)
{
    if (!s)
        return;
    free(s->docs);
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

/* A document is touched when its score first goes beyond `least`. */
static void add_list(const struct grams *g, struct grams_search *s, const struct gram *gram, uint32_t least)
{
    const uint32_t *docs = g->postings + gram->start;
    uint32_t *touched = s->touched;
    size_t n = s->n;
    for (uint32_t i = 0; i < gram->n; i++) {
        struct tally *doc = &s->docs[docs[i]];
        uint32_t before = doc->search == s->search ? doc->score : 0, score = before + gram->weight;
        touched[n] = docs[i];
        n += before <= least && score > least;
        *doc = (struct tally){ (uint16_t)score, s->search };
    }
    s->n = n;
}

/* The lists of a name, rarest first; *whole: the weight of its grams, those that no name has among them. */
static size_t lists_of(const struct grams *g, const uint32_t *grams, size_t n, const struct gram *lists[GRAMS_MOST], uint32_t *whole)
{
    size_t count = 0;
    *whole = 0;
    for (size_t i = 0; i < n; i++) {
        const struct gram *gram = &g->grams[place_of(g, grams[i])];
        *whole += gram->units ? gram->weight : rarity(g->docs, 1) + 4;
        if (gram->units)
            lists[count++] = gram;
    }
    qsort(lists, count, sizeof *lists, rarest_first);
    return count;
}

#define PATTERN_SLOTS 256u
struct pattern { /* of the name that is looked for: where each of its characters stands, and what they weigh */
    size_t n;
    uint16_t unit[PATTERN_SLOTS]; /* open addressing; 0: free */
    uint64_t at[PATTERN_SLOTS];   /* a bit a place */
    uint32_t single[UNITS_MOST], pair[UNITS_MOST]; /* weight of the character at a place, of it with the one before */
};

static size_t pattern_slot(const struct pattern *p, uint16_t unit)
{
    size_t k = (unit ^ unit >> 8) & (PATTERN_SLOTS - 1);
    while (p->unit[k] && p->unit[k] != unit)
        k = (k + 1) & (PATTERN_SLOTS - 1);
    return k;
}

static void pattern_of(const struct grams *g, struct pattern *p, const uint16_t *units, size_t n)
{
    memset(p, 0, sizeof *p);
    p->n = n;
    for (size_t i = 0; i < n; i++) {
        size_t k = pattern_slot(p, units[i]);
        p->unit[k] = units[i];
        p->at[k] |= UINT64_C(1) << i;
        p->single[i] = g->grams[place_of(g, units[i])].weight;
        p->pair[i] = i > 0 ? g->grams[place_of(g, (uint32_t)units[i - 1] << 16 | units[i])].weight : 0;
    }
}

/* The weight of a gram that stands at these places of the pattern, once. */
static inline uint32_t weigh(const uint32_t *weights, uint64_t places, uint64_t *seen)
{
    uint64_t first = places & (~places + 1);
    if (places == 0 || (*seen & first))
        return 0;
    *seen |= first;
    return weights[__builtin_ctzll(places)];
}

/* Hyyrö's bit-parallel distance with transpositions (optimal string alignment); *shared: the weight of the grams that both have. */
static uint32_t distance(const struct pattern *p, const uint16_t *units, size_t n, uint32_t *shared)
{
    uint64_t vp = UINT64_MAX, vn = 0, d0 = 0, before = 0, top = UINT64_C(1) << (p->n - 1), singles = 0, pairs = 0;
    uint32_t result = (uint32_t)p->n;
    *shared = 0;
    for (size_t i = 0; i < n; i++) {
        uint64_t here = p->at[pattern_slot(p, units[i])];
        *shared += weigh(p->single, here, &singles) + weigh(p->pair, before << 1 & here, &pairs);
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

/* What a document shares of what was read, less a part of what it weighs more than the name: a long name shares more, and is no better for it.
 * From 0 to `whole`. */
static uint32_t promise_of(const struct grams *g, const struct grams_search *s, uint32_t doc, uint32_t whole)
{
    uint32_t excess = g->weights[doc] > whole ? (g->weights[doc] - whole) / 4 : 0, score = s->docs[doc].score;
    uint32_t promise = score > excess ? score - excess : 0;
    return promise < whole ? promise : whole; /* with swapped pairs it may share more than there is */
}

/* What a document must promise to be among the NARROW most promising ones, about: counted on a part of them where there are many. */
static uint32_t threshold(const struct grams *g, struct grams_search *s, uint32_t whole)
{
    size_t step = s->n > SAMPLE ? s->n / SAMPLE : 1;
    uint32_t shift = 0, bucket = BUCKETS - 1, wanted = NARROW / (uint32_t)step + 1;
    while (whole >> shift >= BUCKETS)
        shift++;
    memset(s->seen, 0, sizeof s->seen);
    for (size_t i = 0; i < s->n; i += step)
        s->seen[promise_of(g, s, s->touched[i], whole) >> shift]++;
    uint32_t total = s->seen[bucket];
    while (bucket > 0 && total + s->seen[bucket - 1] <= wanted)
        total += s->seen[--bucket];
    if (total == 0) /* more tie than are wanted: some of them */
        bucket -= bucket > 0;
    return bucket << shift;
}

/* The most promising documents, about NARROW of them; moved to the front of touched. */
static size_t narrow(const struct grams *g, struct grams_search *s, uint32_t whole)
{
    if (s->n <= 2 * NARROW)
        return s->n;
    uint32_t least = threshold(g, s, whole);
    size_t kept = 0;
    for (size_t i = 0; i < s->n && kept < 4 * NARROW; i++) {
        uint32_t doc = s->touched[i];
        if (s->docs[doc].score < least || promise_of(g, s, doc, whole) < least)
            continue;
        s->touched[i] = s->touched[kept];
        s->touched[kept++] = doc;
    }
    return kept;
}

static struct grams_hit hit_of(const struct grams *g, uint32_t doc, const struct pattern *p, uint32_t weight, uint32_t whole)
{
    size_t n;
    uint32_t shared;
    const uint16_t *units = doc_units(g, doc, &n);
    uint32_t d = distance(p, units, n, &shared), longer = (uint32_t)(n > p->n ? n : p->n);
    uint32_t dice = 2 * shared * GRAMS_ONE / (whole + weight), kept = (longer - (d < longer ? d : longer)) * GRAMS_ONE / longer;
    return (struct grams_hit){ doc, d == 0 ? GRAMS_ONE : (dice + 3 * kept) / 4, d };
}

static bool is_better(const struct grams_hit *a, const struct grams_hit *b)
{
    return a->alike > b->alike || (a->alike == b->alike && a->doc < b->doc);
}

/* Keeps the `most` best, best first. */
static void keep_hit(struct grams_hit *hits, size_t *n, size_t most, struct grams_hit hit)
{
    if (*n == most && (most == 0 || !is_better(&hit, &hits[most - 1])))
        return;
    size_t at = *n < most ? (*n)++ : most - 1;
    for (; at > 0 && is_better(&hit, &hits[at - 1]); at--)
        hits[at] = hits[at - 1];
    hits[at] = hit;
}

/* A name on its way through the index. */
struct query {
    const struct grams *g;
    struct grams_search *s;
    const struct gram *lists[GRAMS_MOST]; /* rarest first */
    size_t count, read;  /* lists; those read */
    size_t singles, pairs; /* of the name, whose list was read, or that no name has */
    size_t postings;     /* read */
    uint32_t whole;      /* weight of all its grams */
    uint32_t least;      /* who shares no more than this is not looked at */
    struct pattern pattern;
};

static bool is_single(uint32_t gram)
{
    return gram < 0x10000;
}

/* Could a name so many edits away have none of what was read? An edit costs one character, and at most three pairs (where two characters are
 * swapped). Of a short name everything is read: too many others share a character with it. */
static bool may_miss(const struct query *q, size_t edits)
{
    return q->pattern.n < UNITS_MANY || (q->singles <= edits && q->pairs <= 3 * edits);
}

/* Reads lists, the rarest first, until no name so many edits away can be missed; and short ones, which tell names apart for little. */
static void read_lists(struct query *q, size_t edits)
{
    while (q->read < q->count) {
        const struct gram *list = q->lists[q->read];
        if (!may_miss(q, edits) && q->postings + list->n > POSTINGS_CHEAP)
            return;
        if (q->read >= SURE_LISTS && q->postings + list->n > POSTINGS_MOST)
            return;
        add_list(q->g, q->s, list, q->least);
        q->postings += list->n;
        q->singles += is_single(list->units);
        q->pairs += !is_single(list->units) && list->n <= PAIR_RARE;
        q->read++;
    }
}

/* Names that share one character with this one, and a common one at that, come nowhere near it, but they are most of what is met. */
static uint32_t least_of(const struct query *q, size_t units)
{
    for (size_t i = 0; i < q->count && units >= UNITS_MANY; i++)
        if (q->lists[i]->n > LONG_LIST)
            return q->lists[i]->weight;
    return 0;
}

/* Two neighbours swapped cost a short name all its pairs: so those that it would have if they were not are looked up too. */
static void add_swapped(struct query *q, const uint16_t *units, size_t n)
{
    const struct grams *g = q->g;
    for (size_t i = 1; i < n; i++) {
        const struct gram *gram = &g->grams[place_of(g, (uint32_t)units[i] << 16 | units[i - 1])];
        if (gram->units && gram->n <= SWAPPED_RARE && units[i] != units[i - 1])
            add_list(g, q->s, gram, q->least);
    }
}

static void start_search(const struct grams *g, struct grams_search *s)
{
    s->n = 0;
    if (++s->search != 0)
        return;
    memset(s->docs, 0, g->docs * sizeof *s->docs); /* what is left from 65,536 searches ago */
    s->search = 1;
}

/* The best of what was met so far; how many. */
static size_t rank(struct query *q, struct grams_hit *hits, size_t most)
{
    const struct grams *g = q->g;
    const uint32_t *docs = q->s->touched;
    size_t kept = narrow(g, q->s, q->whole), n = 0;
    for (size_t i = 0; i < kept; i++) {
        if (i + 2 * AHEAD < kept)
            __builtin_prefetch(&g->starts[docs[i + 2 * AHEAD]]);
        if (i + AHEAD < kept)
            __builtin_prefetch(&g->units[g->starts[docs[i + AHEAD]]]);
        keep_hit(hits, &n, most, hit_of(g, docs[i], &q->pattern, g->weights[docs[i]], q->whole));
    }
    return n;
}

size_t grams_find(const struct grams *g, struct grams_search *s, struct span key, struct grams_hit *hits, size_t most)
{
    static const uint32_t edits[] = { 1, 2, 4 }; /* where nothing is that close, further off */
    uint16_t units[UNITS_MOST];
    uint32_t mine[GRAMS_MOST];
    struct query q = { .g = g, .s = s };
    size_t n = units_of(key, units);
    if (n == 0 || g->docs == 0)
        return 0;
    size_t grams = grams_of(units, n, mine);
    q.count = lists_of(g, mine, grams, q.lists, &q.whole);
    for (size_t i = 0; i < grams; i++) {
        bool known = g->grams[place_of(g, mine[i])].units != 0;
        q.singles += is_single(mine[i]) && !known;
        q.pairs += !is_single(mine[i]) && !known;
    }
    pattern_of(g, &q.pattern, units, n);
    q.least = least_of(&q, n);
    start_search(g, s);
    add_swapped(&q, units, n);
    size_t before = 0, found = 0;
    for (size_t round = 0; round < sizeof edits / sizeof *edits; round++) {
        read_lists(&q, edits[round]);
        found = q.read > before ? rank(&q, hits, most) : found;
        before = q.read;
        if (found > 0 && hits[0].distance <= edits[round])
            break;
    }
    return found;
}
