/* mapper/suggest_index.c: see the header. */
#include "mapper/suggest_index.h"
#include "base/map.h"
#include "mapper/grams.h"
#include "mapper/peers.h"

#include <pthread.h>

#define NAMES_OF_ROW 8u
#define HITS 24u            /* of each; names that only differ in a salt or a form come from elsewhere */
#define ENTRIES_MOST 4096u  /* candidates of a row; those of its best names come first */
#define WORTH 250u          /* a name less alike than this is no candidate … */
#define BEHIND 450u         /* … and neither is one this far behind the best … */
#define ENTRIES_ENOUGH 300u /* … or, where there are so many entries already, */
#define BEHIND_MANY 100u    /* this far */

struct number { /* open addressing; one number may have many entries */
    uint32_t hash; /* 0: free */
    uint32_t at;
};

struct suggest_index {
    const struct view *view;
    struct text *text;
    date day;
    struct grams *grams;
    uint32_t *starts;  /* of each name's entries in `entries`; one more than there are names */
    uint32_t *entries; /* counted over all kinds */
    size_t pairs;
    size_t first[KIND_COUNT + 1]; /* where each kind begins in that count */
    struct number *numbers;       /* NULL: not built yet; under the lock, until it is */
    size_t number_mask, number_count;
    pthread_mutex_t lock;
    struct buf key;
};

struct suggest_search {
    struct suggest_index *index;
    struct text *text;
    struct grams_search *grams;
    struct buf key;
    /* of the row */
    struct grams_hit hits[NAMES_OF_ROW * HITS];
    size_t hit_count;
    unsigned kinds;
    uint32_t *slot; /* of each entry: its place in candidates plus one, or 0 */
    struct candidate candidates[ENTRIES_MOST];
    uint32_t at[ENTRIES_MOST];
    size_t count;
};

static const struct view_entry *entry_of(const struct suggest_index *x, uint32_t at)
{
    int kind = 0;
    while (at >= x->first[kind + 1])
        kind++;
    return view_at(x->view, (enum kind)kind, at - x->first[kind]);
}

/* ---- building ---- */

struct pair {
    uint32_t doc, at;
};
struct building {
    struct suggest_index *x;
    struct pair *pairs;
    size_t n, cap;
    uint32_t *docs; /* of a text's number, plus one; 0: not met */
};

static int keep(struct building *b, uint32_t doc, uint32_t at)
{
    for (size_t i = b->n; i > 0 && b->pairs[i - 1].at == at; i--)
        if (b->pairs[i - 1].doc == doc)
            return 0;
    if (b->n == b->cap) {
        size_t cap = b->cap ? b->cap + b->cap / 2 : 4096;
        struct pair *pairs = realloc(b->pairs, cap * sizeof *pairs);
        if (!pairs)
            return -1;
        b->pairs = pairs;
        b->cap = cap;
    }
    b->pairs[b->n++] = (struct pair){ doc, at };
    return 0;
}

static int add_name(struct building *b, struct span text, uint32_t id, uint32_t at)
{
    struct suggest_index *x = b->x;
    bool numbered = id != 0 && id != VIEW_NO_NUMBER;
    uint32_t doc;
    if (text.n == 0)
        return 0;
    if (numbered && b->docs[id])
        return keep(b, b->docs[id] - 1, at);
    if (text_key(x->text, text, &x->key) < 0 || grams_add(x->grams, buf_span(&x->key), &doc) < 0)
        return -1;
    if (doc == UINT32_MAX) /* nothing but signs */
        return 0;
    if (numbered)
        b->docs[id] = doc + 1;
    return keep(b, doc, at);
}

static int add_entry(struct building *b, const struct view_entry *e, uint32_t at)
{
    static const enum entry_text fields[] = { ENTRY_NAME, ENTRY_GENERIC, ENTRY_BRAND };
    const struct view *view = b->x->view;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (add_name(b, view_text(view, e, fields[i]), view_text_id(view, e, fields[i]), at) < 0)
            return -1;
    const struct span *aliases;
    size_t n = view_aliases(view, e, &aliases);
    for (size_t i = 0; i < n; i++)
        if (add_name(b, aliases[i], 0, at) < 0)
            return -1;
    return 0;
}

static int add_entries(struct building *b)
{
    struct suggest_index *x = b->x;
    size_t all = 0;
    for (int kind = 0; kind < KIND_COUNT; kind++) {
        size_t n = view_count(x->view, (enum kind)kind);
        x->first[kind] = all;
        for (size_t i = 0; i < n; i++) {
            const struct view_entry *e = view_at(x->view, (enum kind)kind, i);
            if (entry_in_force(e, x->day) && add_entry(b, e, (uint32_t)(all + i)) < 0)
                return -1;
        }
        all += n;
    }
    x->first[KIND_COUNT] = all;
    return 0;
}

/* The entries of each name in one piece. */
static int settle(struct building *b)
{
    struct suggest_index *x = b->x;
    if (grams_settle(x->grams) < 0)
        return -1;
    uint32_t docs = grams_count(x->grams);
    x->starts = calloc((size_t)docs + 2, sizeof *x->starts);
    x->entries = malloc((b->n + 1) * sizeof *x->entries);
    if (!x->starts || !x->entries)
        return -1;
    for (size_t i = 0; i < b->n; i++)
        x->starts[b->pairs[i].doc + 2]++;
    for (uint32_t doc = 0; doc < docs; doc++)
        x->starts[doc + 2] += x->starts[doc + 1];
    for (size_t i = 0; i < b->n; i++)
        x->entries[x->starts[b->pairs[i].doc + 1]++] = b->pairs[i].at;
    x->pairs = b->n;
    return 0;
}

struct suggest_index *suggest_index_new(const struct view *view, struct text *text, date day, struct error *err)
{
    struct suggest_index *x = calloc(1, sizeof *x);
    struct building b = { .x = x };
    int status = -1;
    if (x) {
        x->view = view;
        x->text = text;
        x->day = day;
        buf_init(&x->key);
        pthread_mutex_init(&x->lock, NULL); /* a plain one: this cannot fail */
        x->grams = grams_new();
        b.docs = calloc((size_t)view_text_ids(view) + 1, sizeof *b.docs);
        if (x->grams && b.docs && add_entries(&b) == 0)
            status = settle(&b);
    }
    free(b.docs);
    free(b.pairs);
    if (status == 0)
        return x;
    suggest_index_free(x);
    error_memory(err);
    return NULL;
}

void suggest_index_free(struct suggest_index *x)
{
    if (!x)
        return;
    grams_free(x->grams);
    buf_release(&x->key);
    pthread_mutex_destroy(&x->lock);
    free(x->starts);
    free(x->entries);
    free(x->numbers);
    free(x);
}

size_t suggest_index_memory(const struct suggest_index *x)
{
    size_t docs = grams_count(x->grams);
    return sizeof *x + grams_memory(x->grams) + (docs + 2) * sizeof *x->starts + x->pairs * sizeof *x->entries +
           (x->numbers ? (x->number_mask + 1) * sizeof *x->numbers : 0);
}

/* ---- numbers ---- */

/* The next run of letters and digits that has at least eight characters, in capitals; SPAN_NONE at the end. 国药准字 is no letter here. */
static struct span next_number(struct span folded, size_t *at)
{
    while (*at < folded.n) {
        size_t start = *at;
        while (*at < folded.n && ((folded.p[*at] >= 'A' && folded.p[*at] <= 'Z') || (folded.p[*at] >= '0' && folded.p[*at] <= '9')))
            ++*at;
        if (*at - start >= 8)
            return (struct span){ folded.p + start, *at - start };
        ++*at;
    }
    return SPAN_NONE;
}

static uint32_t number_hash(struct span number)
{
    uint32_t h = (uint32_t)(hash_span(number) >> 16);
    return h ? h : 1;
}

static void put_number(struct suggest_index *x, struct span number, uint32_t at)
{
    uint32_t hash = number_hash(number);
    size_t k = hash & x->number_mask;
    for (; x->numbers[k].hash; k = (k + 1) & x->number_mask)
        if (x->numbers[k].hash == hash && x->numbers[k].at == at)
            return;
    x->numbers[k] = (struct number){ hash, at };
    x->number_count++;
}

static int number_field(struct suggest_index *x, struct text *text, struct span field, uint32_t at, bool count_only)
{
    size_t from = 0;
    if (field.n == 0)
        return 0;
    if (text_fold_code(text, field, &x->key) < 0)
        return -1;
    for (struct span n; (n = next_number(buf_span(&x->key), &from)).p;) {
        if (count_only)
            x->number_count++;
        else
            put_number(x, n, at);
    }
    return 0;
}

static int number_entries(struct suggest_index *x, struct text *text, bool count_only)
{
    for (uint32_t at = 0; at < x->first[KIND_COUNT]; at++) {
        const struct view_entry *e = entry_of(x, at);
        if (!entry_in_force(e, x->day))
            continue;
        for (size_t i = 0, n = view_approvals(x->view, e); i < n; i++)
            if (number_field(x, text, view_approval(x->view, e, i), at, count_only) < 0)
                return -1;
        if (number_field(x, text, view_text(x->view, e, ENTRY_STANDARD_CODE), at, count_only) < 0)
            return -1;
    }
    return 0;
}

static int build_numbers(struct suggest_index *x, struct text *text)
{
    x->number_count = 0;
    if (number_entries(x, text, true) < 0)
        return -1;
    size_t size = 1024;
    while (size < x->number_count * 2)
        size *= 2;
    x->numbers = calloc(size, sizeof *x->numbers);
    if (!x->numbers)
        return -1;
    x->number_mask = size - 1;
    x->number_count = 0;
    return number_entries(x, text, false);
}

/* Built when the first row has a number: most tables without codes have none. */
static int need_numbers(struct suggest_index *x, struct text *text)
{
    pthread_mutex_lock(&x->lock);
    int status = x->numbers ? 0 : build_numbers(x, text);
    pthread_mutex_unlock(&x->lock);
    return status;
}

/* ---- a search ---- */

struct suggest_search *suggest_search_new(struct suggest_index *index, struct text *text, struct error *err)
{
    struct suggest_search *s = calloc(1, sizeof *s);
    if (!s) {
        error_memory(err);
        return NULL;
    }
    s->index = index;
    s->text = text;
    buf_init(&s->key);
    s->grams = grams_search_new(index->grams);
    s->slot = calloc(index->first[KIND_COUNT] + 1, sizeof *s->slot);
    if (s->grams && s->slot)
        return s;
    suggest_search_free(s);
    error_memory(err);
    return NULL;
}

void suggest_search_free(struct suggest_search *s)
{
    if (!s)
        return;
    grams_search_free(s->grams);
    buf_release(&s->key);
    free(s->slot);
    free(s);
}

size_t suggest_search_memory(const struct suggest_index *x)
{
    return sizeof(struct suggest_search) + x->first[KIND_COUNT] * sizeof(uint32_t) + grams_count(x->grams) * 2 * sizeof(uint32_t);
}

/* ---- a row ---- */

void suggest_search_start(struct suggest_search *s, unsigned kinds)
{
    for (size_t i = 0; i < s->count; i++)
        s->slot[s->at[i]] = 0;
    s->count = 0;
    s->hit_count = 0;
    s->kinds = kinds;
}

int suggest_search_name(struct suggest_search *s, struct span key, uint32_t most)
{
    struct grams_hit *hits = s->hits + s->hit_count;
    if (s->hit_count + HITS > NAMES_OF_ROW * HITS)
        return 0;
    size_t n = grams_find(s->index->grams, s->grams, key, hits, HITS);
    for (size_t i = 0; i < n; i++)
        hits[i].alike = hits[i].alike * most / GRAMS_ONE;
    s->hit_count += n;
    return 0;
}

/* false: there is no room for more. */
static bool add_candidate(struct suggest_search *s, uint32_t at, uint32_t alike, unsigned called)
{
    if (s->slot[at]) {
        struct candidate *c = &s->candidates[s->slot[at] - 1];
        c->alike = c->alike > alike ? c->alike : alike;
        c->called |= called;
        return true;
    }
    if (s->count == ENTRIES_MOST)
        return false;
    const struct view_entry *e = entry_of(s->index, at);
    if (!(s->kinds & KIND_BIT(view_kind(e))))
        return true;
    s->at[s->count] = at;
    s->candidates[s->count++] = (struct candidate){ e, alike, called };
    s->slot[at] = (uint32_t)s->count;
    return true;
}

void suggest_search_entry(struct suggest_search *s, const struct view_entry *entry, uint32_t alike, unsigned called)
{
    add_candidate(s, view_index(s->index->view, entry), alike, called); /* the view counts as this does: kind by kind, by code */
}

int suggest_search_number(struct suggest_search *s, struct span field)
{
    size_t from = 0;
    if (field.n == 0)
        return 0;
    if (need_numbers(s->index, s->text) < 0 || text_fold_code(s->text, field, &s->key) < 0)
        return -1;
    for (struct span n; (n = next_number(buf_span(&s->key), &from)).p;) {
        uint32_t hash = number_hash(n);
        for (size_t k = hash & s->index->number_mask; s->index->numbers[k].hash; k = (k + 1) & s->index->number_mask)
            if (s->index->numbers[k].hash == hash)
                add_candidate(s, s->index->numbers[k].at, 0, 0);
    }
    return 0;
}

static int best_first(const void *a, const void *b)
{
    const struct grams_hit *p = a, *q = b;
    if (p->alike != q->alike)
        return p->alike > q->alike ? -1 : 1;
    return p->doc < q->doc ? -1 : p->doc > q->doc;
}

size_t suggest_search_end(struct suggest_search *s, const struct candidate **out)
{
    qsort(s->hits, s->hit_count, sizeof *s->hits, best_first);
    for (size_t i = 0; i < s->hit_count; i++) {
        const struct grams_hit *hit = &s->hits[i];
        uint32_t behind = s->count < ENTRIES_ENOUGH ? BEHIND : BEHIND_MANY;
        if (hit->alike < WORTH || hit->alike + behind < s->hits[0].alike)
            break;
        for (uint32_t k = s->index->starts[hit->doc]; k < s->index->starts[hit->doc + 1]; k++)
            if (!add_candidate(s, s->index->entries[k], hit->alike, 0))
                break;
    }
    *out = s->candidates;
    return s->count;
}
