/* catalog/view_load.c: reading the version in force into memory.
 *
 * Most of the work is numbering texts. A field in which hardly anything repeats (approval numbers, local codes) is not searched for repeats: a
 * look-up that misses the cache for each entry would be the dearest thing here. */
#include "base/i18n.h"
#include "catalog/ahead.h"
#include "catalog/members.h"
#include "catalog/view_impl.h"

#define HASH_PART 0xffffffff00000000u /* of a slot; the rest is the number */
#define WORTH_THREAD 2000 /* entries */
#define WORTH_A_LOOK 131072 /* distinct texts after which a field must repeat to be searched */

struct numbering { /* texts of one domain -> numbers, while loading */
    uint64_t *slots; /* hash << 32 | number; 0: free */
    uint32_t mask, count, asked;
    bool off;
};

struct edge_numbers {
    enum kind kind;
    enum successor_type type;
    uint32_t old_code, new_code;
};

struct loader {
    struct view *v;
    struct view_kind *k;
    enum kind kind;
    struct numbering domains[ENTRY_TEXT_COUNT];
    uint32_t last[ENTRY_TEXT_COUNT]; /* number that the entry before had: neighbours are alike */
    struct entry_scratch scratch;
    uint64_t *hashes;                /* of the codes of the kind */
    size_t hash_cap;
    uint32_t *span_texts;            /* numbers that become v->spans */
    size_t span_count, span_cap;
    struct edge_numbers *edges;
    size_t edge_count, edge_cap;
};

/* Fields whose texts are of one sort share their numbers. Others stand for themselves. */
static const unsigned char domain_of[ENTRY_TEXT_COUNT] = {
    [ENTRY_NAME] = ENTRY_NAME, [ENTRY_GENERIC] = ENTRY_NAME, [ENTRY_BRAND] = ENTRY_BRAND, [ENTRY_FORM] = ENTRY_FORM,
    [ENTRY_SPEC] = ENTRY_SPEC, [ENTRY_PACK] = ENTRY_PACK, [ENTRY_DOSE_UNIT] = ENTRY_UNIT, [ENTRY_PACK_UNIT] = ENTRY_UNIT,
    [ENTRY_UNIT] = ENTRY_UNIT, [ENTRY_MANUFACTURER] = ENTRY_MANUFACTURER, [ENTRY_HOLDER] = ENTRY_MANUFACTURER,
    [ENTRY_REPACKER] = ENTRY_MANUFACTURER, [ENTRY_APPROVAL] = ENTRY_APPROVAL, [ENTRY_STANDARD_CODE] = ENTRY_STANDARD_CODE,
    [ENTRY_CATEGORY] = ENTRY_CATEGORY, [ENTRY_LIST_TYPE] = ENTRY_LIST_TYPE, [ENTRY_POLICY_CODE] = ENTRY_POLICY_CODE,
    [ENTRY_LOCAL_CODE] = ENTRY_LOCAL_CODE, [ENTRY_FLAGS] = ENTRY_FLAGS, [ENTRY_ADDON_OF] = ENTRY_ADDON_OF,
    [ENTRY_MODEL] = ENTRY_MODEL, [ENTRY_MATERIAL] = ENTRY_MATERIAL, [ENTRY_REGISTRATION] = ENTRY_REGISTRATION,
    [ENTRY_RESTRICTION] = ENTRY_RESTRICTION, [ENTRY_EXCLUSIONS] = ENTRY_EXCLUSIONS,
};

/* Room for `need` more items of `size`; the block may move. */
static int grow(void *block, size_t *cap, size_t count, size_t need, size_t size, struct error *err)
{
    if (count + need <= *cap)
        return 0;
    size_t want = count + need + count / 2 + 64;
    void *old, *p;
    memcpy(&old, block, sizeof old);
    if (want > SIZE_MAX / size || !(p = realloc(old, want * size)))
        return error_memory(err);
    memcpy(block, &p, sizeof p);
    *cap = want;
    return 0;
}

/* ---- texts ---- */

static int add_text(struct view *v, struct span s, uint32_t *number, struct error *err)
{
    size_t cap = v->text_cap;
    if (v->bytes_n + s.n > UINT32_MAX || v->text_count > UINT32_MAX - 3)
        return error_set(err, ERROR_STORE, _("the catalog in force has more text than fits in memory (4 GiB)"));
    if (grow(&v->bytes, &v->bytes_cap, v->bytes_n, s.n, 1, err) < 0 ||
        grow(&v->starts, &cap, v->text_count, 2, sizeof *v->starts, err) < 0)
        return -1;
    v->text_cap = cap > UINT32_MAX ? UINT32_MAX : (uint32_t)cap;
    if (v->text_count == 0) { /* number 0 */
        v->starts[0] = v->starts[1] = 0;
        v->text_count = 1;
    }
    if (s.n)
        memcpy(v->bytes + v->bytes_n, s.p, s.n);
    v->bytes_n += s.n;
    *number = v->text_count++;
    v->starts[v->text_count] = (uint32_t)v->bytes_n;
    return 0;
}

static int numbering_grow(struct numbering *d, struct error *err)
{
    if (d->count >= WORTH_A_LOOK && d->count > d->asked / 4 * 3) { /* hardly anything repeats */
        free(d->slots);
        *d = (struct numbering){ .off = true };
        return 0;
    }
    uint32_t size = d->slots ? (d->mask + 1) * 2 : 1024;
    uint64_t *slots = calloc(size, sizeof *slots);
    if (!slots)
        return error_memory(err);
    for (uint32_t i = 0; d->slots && i <= d->mask; i++)
        if (d->slots[i]) {
            uint32_t at = (uint32_t)(d->slots[i] >> 32) & (size - 1);
            while (slots[at])
                at = (at + 1) & (size - 1);
            slots[at] = d->slots[i];
        }
    free(d->slots);
    d->slots = slots;
    d->mask = size - 1;
    return 0;
}

static int number_of(struct loader *l, enum entry_text field, struct span s, uint64_t hash, uint32_t *number, struct error *err)
{
    struct view *v = l->v;
    struct numbering *d = &l->domains[domain_of[field]];
    if (!d->off && (!d->slots || d->count > d->mask / 2) && numbering_grow(d, err) < 0)
        return -1;
    if (d->off)
        return add_text(v, s, number, err);
    uint32_t at = (uint32_t)(hash >> 32) & d->mask;
    d->asked++;
    hash &= HASH_PART;
    for (; d->slots[at]; at = (at + 1) & d->mask)
        if ((d->slots[at] & HASH_PART) == hash && span_eq(text_number(v, (uint32_t)d->slots[at]), s))
            break;
    if (!d->slots[at]) {
        if (add_text(v, s, number, err) < 0)
            return -1;
        d->slots[at] = hash | *number;
        d->count++;
    }
    *number = (uint32_t)d->slots[at];
    return 0;
}

/* The texts of one entry that need a look-up. Each look-up is three cache misses one after the other (slot, start, bytes): done for all
 * of them step by step, they overlap. */
struct texts {
    enum entry_text fields[ENTRY_TEXT_COUNT];
    uint64_t hashes[ENTRY_TEXT_COUNT];
    uint32_t *numbers[ENTRY_TEXT_COUNT]; /* where the answers go */
    unsigned n;
};

static void fetch_ahead(const struct loader *l, const struct texts *t)
{
    uint32_t found[ENTRY_TEXT_COUNT];
    for (unsigned i = 0; i < t->n; i++) {
        const struct numbering *d = &l->domains[domain_of[t->fields[i]]];
        if (d->slots)
            __builtin_prefetch(&d->slots[(uint32_t)(t->hashes[i] >> 32) & d->mask]);
    }
    for (unsigned i = 0; i < t->n; i++) {
        const struct numbering *d = &l->domains[domain_of[t->fields[i]]];
        found[i] = d->slots ? (uint32_t)d->slots[(uint32_t)(t->hashes[i] >> 32) & d->mask] : 0;
        if (found[i])
            __builtin_prefetch(&l->v->starts[found[i]]);
    }
    for (unsigned i = 0; i < t->n; i++)
        if (found[i])
            __builtin_prefetch(l->v->bytes + l->v->starts[found[i]]);
}

/* Numbers of all texts of an entry that a view holds but the code, in order; *mask says which are there. */
static int number_texts(struct loader *l, const struct entry *e, uint32_t numbers[ENTRY_TEXT_COUNT], uint32_t *mask, struct error *err)
{
    struct texts t = { .n = 0 };
    unsigned n = 0;
    *mask = 0;
    for (unsigned f = ENTRY_CODE + 1; f < ENTRY_TEXT_COUNT; f++) {
        if (!e->text[f].p || f == ENTRY_CONTENT || f == ENTRY_NOTE)
            continue;
        *mask |= 1u << f;
        numbers[n] = l->last[f];
        if (!l->last[f] || !span_eq(text_number(l->v, l->last[f]), e->text[f])) {
            t.fields[t.n] = (enum entry_text)f;
            t.hashes[t.n] = hash_span(e->text[f]);
            t.numbers[t.n++] = &numbers[n];
        }
        n++;
    }
    fetch_ahead(l, &t);
    for (unsigned i = 0; i < t.n; i++) {
        if (number_of(l, t.fields[i], e->text[t.fields[i]], t.hashes[i], t.numbers[i], err) < 0)
            return -1;
        l->last[t.fields[i]] = *t.numbers[i];
    }
    return (int)n;
}

/* ---- what repeats ---- */

static int add_span(struct loader *l, uint32_t number, struct error *err)
{
    if (grow(&l->span_texts, &l->span_cap, l->span_count, 1, sizeof *l->span_texts, err) < 0)
        return -1;
    l->span_texts[l->span_count++] = number;
    return 0;
}

static int add_spans(struct loader *l, const struct span *texts, size_t n, struct error *err)
{
    for (size_t i = 0; i < n; i++) {
        uint32_t number;
        if (add_text(l->v, texts[i], &number, err) < 0 || add_span(l, number, err) < 0)
            return -1;
    }
    return 0;
}

static void put_two(uint32_t *p, int64_t value)
{
    p[0] = (uint32_t)(uint64_t)value;
    p[1] = (uint32_t)((uint64_t)value >> 32);
}

static int add_more(struct loader *l, const struct entry *e, uint32_t *more, struct error *err)
{
    struct view *v = l->v;
    *more = 0;
    if (!e->ceiling_count && !e->self_pay_count && !e->alias_count && !e->approval_count)
        return 0;
    if (e->ceiling_count > UINT16_MAX || e->self_pay_count > UINT16_MAX || e->alias_count > UINT16_MAX || e->approval_count > UINT16_MAX)
        return error_set(err, ERROR_STORE, _("the entry %.*s has too many aliases, approval numbers or prices"),
                         SPAN_ARG(e->text[ENTRY_CODE]));
    size_t need = 3 + 3 * (e->ceiling_count + e->self_pay_count) + e->approval_count;
    if (grow(&v->words, &v->words_cap, v->words_n, need + 1, sizeof *v->words, err) < 0)
        return -1;
    if (v->words_n == 0)
        v->words[v->words_n++] = 0; /* number 0: nothing */
    if (v->words_n > UINT32_MAX - need || l->span_count > UINT32_MAX - 2 * UINT16_MAX)
        return error_memory(err);
    *more = (uint32_t)v->words_n;
    uint32_t *p = v->words + v->words_n;
    *p++ = (uint32_t)(e->ceiling_count | e->self_pay_count << 16);
    *p++ = (uint32_t)(e->alias_count | e->approval_count << 16);
    *p++ = (uint32_t)l->span_count;
    for (size_t i = 0; i < e->ceiling_count; i++, p += 3) {
        const struct ceiling *c = &e->ceilings[i];
        p[0] = (uint32_t)c->type | (uint32_t)c->level << 8 | (uint32_t)c->ownership << 16;
        put_two(p + 1, c->yuan);
    }
    for (size_t i = 0; i < e->self_pay_count; i++, p += 3) {
        p[0] = 0;
        if (e->self_pays[i].scheme.p && add_text(v, e->self_pays[i].scheme, &p[0], err) < 0)
            return -1;
        put_two(p + 1, e->self_pays[i].share);
    }
    for (size_t i = 0; i < e->approval_count; i++)
        if (add_text(v, e->approvals[i], p++, err) < 0)
            return -1;
    v->words_n += need;
    return add_spans(l, e->aliases, e->alias_count, err);
}

static int add_edges(struct loader *l, const struct entry *e, struct error *err)
{
    if (grow(&l->edges, &l->edge_cap, l->edge_count, e->successor_count, sizeof *l->edges, err) < 0)
        return -1;
    for (size_t i = 0; i < e->successor_count; i++) {
        const struct successor *s = &e->successors[i];
        l->edges[l->edge_count].kind = l->kind;
        l->edges[l->edge_count].type = s->type;
        if (add_text(l->v, s->old_code, &l->edges[l->edge_count].old_code, err) < 0 ||
            add_text(l->v, s->new_code, &l->edges[l->edge_count].new_code, err) < 0)
            return -1;
        l->edge_count++;
    }
    return 0;
}

/* ---- entries ---- */

void view_fill(struct view_entry *out, const struct entry *e)
{
    put_two(out->pack_quantity, e->pack_quantity);
    out->valid_from = e->valid_from;
    out->valid_to = e->valid_to;
    out->kind = (unsigned char)e->kind;
    out->pay_class = e->pay_class;
    out->inactive = e->inactive;
    out->restricted = e->text[ENTRY_RESTRICTION].n || e->limit_level >= 0 || e->limit_age_min >= 0 || e->limit_age_max >= 0 ||
                      e->limit_sex == SEX_MALE || e->limit_sex == SEX_FEMALE || e->limit_visit == VISIT_INPATIENT ||
                      e->limit_visit == VISIT_OUTPATIENT || e->limit_approval > 0;
    out->limit_level = (signed char)(e->limit_level > 100 ? 100 : e->limit_level);
    out->limit_approval = (signed char)e->limit_approval;
    out->code_n = (uint16_t)e->text[ENTRY_CODE].n;
}

static size_t add_agreement(struct view_entry *head, const struct entry *e, uint32_t *numbers, size_t n)
{
    if (e->agreement_from != DATE_NONE) {
        head->mask |= HAS_AGREEMENT_FROM;
        numbers[n++] = (uint32_t)e->agreement_from;
    }
    if (e->agreement_to != DATE_NONE) {
        head->mask |= HAS_AGREEMENT_TO;
        numbers[n++] = (uint32_t)e->agreement_to;
    }
    return n;
}

static int add_entry(struct loader *l, const struct entry *e, struct error *err)
{
    struct view *v = l->v;
    struct view_entry head = { .index = v->total };
    uint32_t numbers[ENTRY_TEXT_COUNT + 2];
    int got = number_texts(l, e, numbers, &head.mask, err);
    if (got < 0)
        return -1;
    size_t n = (size_t)got;
    view_fill(&head, e);
    if (add_more(l, e, &head.more, err) < 0 || add_edges(l, e, err) < 0)
        return -1;
    n = add_agreement(&head, e, numbers, n);
    size_t fixed = sizeof head, need = (fixed + n * sizeof *numbers + head.code_n + 7) & ~(size_t)7;
    size_t cap = l->k->cap;
    if (grow(&v->entries, &v->entries_cap, v->entries_n, need, 1, err) < 0 ||
        grow(&l->k->at, &cap, l->k->count, 1, sizeof *l->k->at, err) < 0 ||
        grow(&l->hashes, &l->hash_cap, l->k->count, 1, sizeof *l->hashes, err) < 0)
        return -1;
    l->hashes[l->k->count] = hash_span(e->text[ENTRY_CODE]);
    l->k->cap = cap > UINT32_MAX ? UINT32_MAX : (uint32_t)cap;
    if (v->entries_n / 8 > UINT32_MAX || v->total >= UINT32_MAX - 1)
        return error_set(err, ERROR_STORE, _("the catalog in force has more entries than fit in memory"));
    char *p = v->entries + v->entries_n;
    memcpy(p, &head, fixed);
    memcpy(p + fixed, numbers, n * sizeof *numbers);
    memcpy(p + fixed + n * sizeof *numbers, e->text[ENTRY_CODE].p, head.code_n);
    l->k->at[l->k->count++] = (uint32_t)(v->entries_n / 8);
    v->entries_n += need;
    v->total++;
    return 0;
}

static int add_row(struct loader *l, struct span code, struct span name, struct span record, struct error *err)
{
    struct entry e;
    if (entry_join(l->kind, code, name, record, &e, &l->scratch, err) < 0)
        return -1;
    return add_entry(l, &e, err);
}

static int read_alone(struct loader *l, struct error *err)
{
    struct members m;
    if (members_start(&m, l->v->store, l->k->catalog, l->k->version.number, true, err) < 0)
        return -1;
    int got;
    while ((got = members_next(&m, err)) == 1)
        if ((got = add_row(l, m.code, m.name, m.record, err)) < 0)
            break;
    members_end(&m);
    return got;
}

/* While one thread asks the store, this one makes entries of the answers. */
static int read_ahead(struct loader *l, struct error *err)
{
    struct ahead *a = ahead_start(l->v->store, l->k->catalog, l->k->version.number, err);
    struct ahead_row row;
    int got = a ? 1 : -1;
    while (a && (got = ahead_next(a, &row, err)) == 1)
        if ((got = add_row(l, row.code, row.name, row.record, err)) < 0)
            break;
    ahead_end(a);
    return got;
}

static int read_entries(struct loader *l, unsigned jobs, struct error *err)
{
    return jobs > 1 && l->k->version.entries >= WORTH_THREAD ? read_ahead(l, err) : read_alone(l, err);
}

/* Gives back what a block grew too large. */
static size_t trim(void *block, size_t n, size_t size)
{
    void *old, *p;
    memcpy(&old, block, sizeof old);
    p = realloc(old, (n ? n : 1) * size);
    if (p)
        memcpy(block, &p, sizeof p);
    return n;
}

/* The blocks stand still now: numbers become spans. */
static int settle(struct loader *l, struct error *err)
{
    struct view *v = l->v;
    v->bytes_cap = trim(&v->bytes, v->bytes_n, 1);
    v->entries_cap = trim(&v->entries, v->entries_n, 1);
    v->words_cap = trim(&v->words, v->words_n, sizeof *v->words);
    v->text_cap = (uint32_t)trim(&v->starts, v->text_count + 1, sizeof *v->starts);
    for (int kind = 0; kind < KIND_COUNT; kind++)
        v->kinds[kind].cap = (uint32_t)trim(&v->kinds[kind].at, v->kinds[kind].count, sizeof *v->kinds[kind].at);
    v->spans = calloc(l->span_count + 1, sizeof *v->spans);
    v->edges = calloc(l->edge_count + 1, sizeof *v->edges);
    if (!v->spans || !v->edges)
        return error_memory(err);
    v->span_count = l->span_count;
    v->edge_count = l->edge_count;
    for (size_t i = 0; i < l->span_count; i++)
        v->spans[i] = text_number(v, l->span_texts[i]);
    for (size_t i = 0; i < l->edge_count; i++) {
        const struct edge_numbers *n = &l->edges[i];
        v->edges[i] = (struct edge){ n->kind, text_number(v, n->old_code), text_number(v, n->new_code), n->type };
    }
    return 0;
}

int view_load_entries(struct view *v, unsigned jobs, struct error *err)
{
    struct loader l = { .v = v, .scratch = ENTRY_SCRATCH_INIT };
    int result = 0;
    for (int kind = 0; result == 0 && kind < KIND_COUNT; kind++) {
        l.kind = (enum kind)kind;
        l.k = &v->kinds[kind];
        if (l.k->loaded)
            result = read_entries(&l, jobs, err);
        if (result == 0 && l.k->loaded)
            result = view_index_codes(l.k, l.hashes, err);
    }
    if (result == 0)
        result = settle(&l, err);
    for (int i = 0; i < ENTRY_TEXT_COUNT; i++)
        free(l.domains[i].slots);
    free(l.span_texts);
    free(l.edges);
    free(l.hashes);
    entry_scratch_release(&l.scratch);
    return result;
}
