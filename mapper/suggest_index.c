/* mapper/suggest_index.c: see the header. */
#include "mapper/suggest_index.h"
#include "base/map.h"
#include "mapper/grams.h"
#include "mapper/peers.h"

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
    struct grams_search *search;
    uint32_t *starts;  /* of each name's entries in `entries`; one more than there are names */
    uint32_t *entries; /* counted over all kinds */
    size_t pairs;
    size_t first[KIND_COUNT + 1]; /* where each kind begins in that count */
    struct number *numbers;       /* NULL: not built yet */
    size_t number_mask, number_count;
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
    x->slot = calloc(x->first[KIND_COUNT] + 1, sizeof *x->slot);
    x->search = grams_search_new(x->grams);
    if (!x->starts || !x->entries || !x->slot || !x->search)
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
    grams_search_free(x->search);
    grams_free(x->grams);
    buf_release(&x->key);
    free(x->starts);
    free(x->entries);
    free(x->slot);
    free(x->numbers);
    free(x);
}

size_t suggest_index_memory(const struct suggest_index *x)
{
    size_t docs = grams_count(x->grams);
    return sizeof *x + grams_memory(x->grams) + (docs + 2) * sizeof *x->starts + x->pairs * sizeof *x->entries +
           x->first[KIND_COUNT] * sizeof *x->slot + docs * 2 * sizeof(uint32_t) + (x->numbers ? (x->number_mask + 1) * sizeof *x->numbers : 0);
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

static int number_field(struct suggest_index *x, struct span field, uint32_t at, bool count_only)
{
    size_t from = 0;
    if (field.n == 0)
        return 0;
    if (text_fold_code(x->text, field, &x->key) < 0)
        return -1;
    for (struct span n; (n = next_number(buf_span(&x->key), &from)).p;) {
        if (count_only)
            x->number_count++;
        else
            put_number(x, n, at);
    }
    return 0;
}

static int number_entries(struct suggest_index *x, bool count_only)
{
    for (uint32_t at = 0; at < x->first[KIND_COUNT]; at++) {
        const struct view_entry *e = entry_of(x, at);
        if (!entry_in_force(e, x->day))
            continue;
        for (size_t i = 0, n = view_approvals(x->view, e); i < n; i++)
            if (number_field(x, view_approval(x->view, e, i), at, count_only) < 0)
                return -1;
        if (number_field(x, view_text(x->view, e, ENTRY_STANDARD_CODE), at, count_only) < 0)
            return -1;
    }
    return 0;
}

static int build_numbers(struct suggest_index *x)
{
    x->number_count = 0;
    if (number_entries(x, true) < 0)
        return -1;
    size_t size = 1024;
    while (size < x->number_count * 2)
        size *= 2;
    x->numbers = calloc(size, sizeof *x->numbers);
    if (!x->numbers)
        return -1;
    x->number_mask = size - 1;
    x->number_count = 0;
    return number_entries(x, false);
}

/* ---- a row ---- */

void suggest_index_start(struct suggest_index *x, unsigned kinds)
{
    for (size_t i = 0; i < x->count; i++)
        x->slot[x->at[i]] = 0;
    x->count = 0;
    x->hit_count = 0;
    x->kinds = kinds;
}

int suggest_index_name(struct suggest_index *x, struct span key, uint32_t most)
{
    struct grams_hit *hits = x->hits + x->hit_count;
    if (x->hit_count + HITS > NAMES_OF_ROW * HITS)
        return 0;
    size_t n = grams_find(x->grams, x->search, key, hits, HITS);
    for (size_t i = 0; i < n; i++)
        hits[i].alike = hits[i].alike * most / GRAMS_ONE;
    x->hit_count += n;
    return 0;
}

/* false: there is no room for more. */
static bool add_candidate(struct suggest_index *x, uint32_t at, uint32_t alike, unsigned called)
{
    if (x->slot[at]) {
        struct candidate *c = &x->candidates[x->slot[at] - 1];
        c->alike = c->alike > alike ? c->alike : alike;
        c->called |= called;
        return true;
    }
    if (x->count == ENTRIES_MOST)
        return false;
    const struct view_entry *e = entry_of(x, at);
    if (!(x->kinds & KIND_BIT(view_kind(e))))
        return true;
    x->at[x->count] = at;
    x->candidates[x->count++] = (struct candidate){ e, alike, called };
    x->slot[at] = (uint32_t)x->count;
    return true;
}

void suggest_index_entry(struct suggest_index *x, const struct view_entry *entry, uint32_t alike, unsigned called)
{
    add_candidate(x, view_index(x->view, entry), alike, called); /* the view counts as this does: kind by kind, by code */
}

int suggest_index_number(struct suggest_index *x, struct span field)
{
    size_t from = 0;
    if (field.n == 0)
        return 0;
    if ((!x->numbers && build_numbers(x) < 0) || text_fold_code(x->text, field, &x->key) < 0)
        return -1;
    for (struct span n; (n = next_number(buf_span(&x->key), &from)).p;) {
        uint32_t hash = number_hash(n);
        for (size_t k = hash & x->number_mask; x->numbers[k].hash; k = (k + 1) & x->number_mask)
            if (x->numbers[k].hash == hash)
                add_candidate(x, x->numbers[k].at, 0, 0);
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

size_t suggest_index_end(struct suggest_index *x, const struct candidate **out)
{
    qsort(x->hits, x->hit_count, sizeof *x->hits, best_first);
    for (size_t i = 0; i < x->hit_count; i++) {
        const struct grams_hit *hit = &x->hits[i];
        uint32_t behind = x->count < ENTRIES_ENOUGH ? BEHIND : BEHIND_MANY;
        if (hit->alike < WORTH || hit->alike + behind < x->hits[0].alike)
            break;
        for (uint32_t k = x->starts[hit->doc]; k < x->starts[hit->doc + 1]; k++)
            if (!add_candidate(x, x->entries[k], hit->alike, 0))
                break;
    }
    *out = x->candidates;
    return x->count;
}
