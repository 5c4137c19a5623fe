/* catalog/view.c: a view's life, and the fields of its entries. */
#include "catalog/view_impl.h"

struct view *view_load(struct store *s, struct span region, date day, unsigned kinds, struct error *err)
{
    return view_load_jobs(s, region, day, kinds, 1, err);
}

struct view *view_load_jobs(struct store *s, struct span region, date day, unsigned kinds, unsigned jobs, struct error *err)
{
    struct view *v = calloc(1, sizeof *v);
    if (!v) {
        error_memory(err);
        return NULL;
    }
    v->store = s;
    v->day = day;
    arena_init(&v->past);
    pthread_mutex_init(&v->locks.making, NULL); /* plain ones: this cannot fail */
    pthread_mutex_init(&v->locks.asking, NULL);
    pthread_mutex_init(&v->locks.folding, NULL);
    if (region.n < sizeof v->region && region.n)
        memcpy(v->region, region.p, region.n);
    int result = 0;
    for (int kind = 0; result >= 0 && kind < KIND_COUNT; kind++) {
        struct view_kind *k = &v->kinds[kind];
        if (!(kinds & KIND_BIT(kind)))
            continue;
        result = db_catalog(s, region, (enum kind)kind, &k->catalog, NULL, err);
        if (result == 1)
            result = store_in_force(s, region, (enum kind)kind, day, &k->version, err);
        k->loaded = result == 1;
    }
    if (result >= 0 && view_load_entries(v, jobs, err) == 0)
        return v;
    view_free(v);
    return NULL;
}

void view_free(struct view *v)
{
    if (!v)
        return;
    for (int kind = 0; kind < KIND_COUNT; kind++) {
        struct view_kind *k = &v->kinds[kind];
        free(k->at);
        code_index_release(&k->codes);
        code_index_release(&k->folded);
        free(k->sieve);
        free(k->alphabet);
        free(k->published);
    }
    free(v->bytes);
    free(v->starts);
    free(v->entries);
    free(v->words);
    free(v->spans);
    free(v->edges);
    text_free(v->text);
    arena_release(&v->past);
    pthread_mutex_destroy(&v->locks.making);
    pthread_mutex_destroy(&v->locks.asking);
    pthread_mutex_destroy(&v->locks.folding);
    free(v);
}

size_t view_memory(const struct view *v)
{
    size_t n = sizeof *v + v->bytes_cap + v->text_cap * sizeof *v->starts + v->entries_cap + v->words_cap * sizeof *v->words +
               v->span_count * sizeof *v->spans + v->edge_count * sizeof *v->edges + v->past.total;
    for (int kind = 0; kind < KIND_COUNT; kind++) {
        const struct view_kind *k = &v->kinds[kind];
        n += k->cap * sizeof *k->at;
        n += k->codes.slots ? ((size_t)k->codes.mask + 1) * sizeof(struct slot) : 0;
        n += k->sieve ? (size_t)k->codes.mask + 1 : 0;
        n += k->folded.slots ? ((size_t)k->folded.mask + 1) * sizeof(struct slot) : 0;
    }
    return n;
}

const struct version_info *view_version(const struct view *v, enum kind kind)
{
    return v->kinds[kind].loaded ? &v->kinds[kind].version : NULL;
}

size_t view_count(const struct view *v, enum kind kind) { return v->kinds[kind].count; }

const struct view_entry *view_at(const struct view *v, enum kind kind, size_t i)
{
    return entry_at(v, &v->kinds[kind], (uint32_t)i);
}

/* ---- texts ---- */

struct span view_code(const struct view_entry *e)
{
    return (struct span){ (const char *)(texts_of(e) + mask_count(e->mask)), e->code_n };
}

struct span view_text(const struct view *v, const struct view_entry *e, enum entry_text field)
{
    if (is_past(e))
        return field == ENTRY_CONTENT || field == ENTRY_NOTE ? SPAN_NONE : past_of(e)->e.text[field];
    if (field == ENTRY_CODE)
        return view_code(e);
    uint32_t bit = 1u << field;
    return e->mask & bit ? text_number(v, texts_of(e)[mask_count(e->mask & (bit - 1))]) : SPAN_NONE;
}

uint32_t view_text_id(const struct view *v, const struct view_entry *e, enum entry_text field)
{
    if (is_past(e))
        return field != ENTRY_CODE && view_text(v, e, field).p ? VIEW_NO_NUMBER : 0;
    uint32_t bit = 1u << field;
    return e->mask & bit ? texts_of(e)[mask_count(e->mask & (bit - 1))] : 0;
}

uint32_t view_text_ids(const struct view *v) { return v->text_count ? v->text_count : 1; }

uint32_t view_index(const struct view *v, const struct view_entry *e)
{
    (void)v;
    return e->index;
}

/* ---- numbers ---- */

enum kind view_kind(const struct view_entry *e) { return (enum kind)e->kind; }
int64_t view_pack_quantity(const struct view_entry *e) { return two_words(e->pack_quantity); }
char view_pay_class(const struct view_entry *e) { return e->pay_class; }
bool view_inactive(const struct view_entry *e) { return e->inactive; }
date view_valid_from(const struct view_entry *e) { return e->valid_from; }
date view_valid_to(const struct view_entry *e) { return e->valid_to; }
static date agreement(const struct view_entry *e, uint32_t bit)
{
    return e->mask & bit ? (date)texts_of(e)[mask_count(e->mask & (bit - 1))] : DATE_NONE;
}
date view_agreement_from(const struct view_entry *e)
{
    return is_past(e) ? past_of(e)->e.agreement_from : agreement(e, HAS_AGREEMENT_FROM);
}
date view_agreement_to(const struct view_entry *e)
{
    return is_past(e) ? past_of(e)->e.agreement_to : agreement(e, HAS_AGREEMENT_TO);
}
bool view_restricted(const struct view_entry *e) { return e->restricted; }
int view_limit_level(const struct view_entry *e) { return e->limit_level; }
int view_limit_approval(const struct view_entry *e) { return e->limit_approval; }

/* ---- what repeats ---- */

struct more view_more(const struct view *v, const struct view_entry *e)
{
    if (!e->more)
        return (struct more){ 0 };
    const uint32_t *p = v->words + e->more;
    struct more m = { p[0] & 0xffff, p[0] >> 16, p[1] & 0xffff, p[1] >> 16, p + 3, NULL, p[2] };
    m.self_pay = m.ceiling + (size_t)3 * m.ceilings;
    return m;
}

#define LEVELS 3 /* of hospitals; ceilings of other levels count for no hospital */

/* The highest ceilings seen so far: [0] of those for every level, [n] of those for level n only. */
struct highest {
    int64_t of[LEVELS + 1];
};

static void see_ceiling(struct highest *h, int level, int64_t yuan)
{
    if (level >= 0 && level <= LEVELS && yuan > h->of[level])
        h->of[level] = yuan;
}

/* A level without its own uses the one for all. */
static int64_t ceiling_of(const struct highest *h, int level)
{
    return level > 0 && level <= LEVELS && h->of[level] != AMOUNT_NONE ? h->of[level] : h->of[0];
}

int64_t view_ceiling(const struct view_entry *e, const struct view *v, enum ceiling_type type, int level)
{
    struct highest h = { { AMOUNT_NONE, AMOUNT_NONE, AMOUNT_NONE, AMOUNT_NONE } };
    if (is_past(e)) {
        const struct entry *past = &past_of(e)->e;
        for (size_t i = 0; i < past->ceiling_count; i++)
            if (past->ceilings[i].type == type)
                see_ceiling(&h, past->ceilings[i].level, past->ceilings[i].yuan);
    } else {
        struct more m = view_more(v, e);
        for (const uint32_t *p = m.ceiling; p < m.self_pay; p += 3)
            if ((p[0] & 0xff) == (uint32_t)type)
                see_ceiling(&h, (int)(p[0] >> 8 & 0xff), two_words(p + 1));
    }
    if (level > 0)
        return ceiling_of(&h, level);
    int64_t most = AMOUNT_NONE;
    for (int l = 1; l <= LEVELS; l++)
        most = ceiling_of(&h, l) > most ? ceiling_of(&h, l) : most;
    return most;
}

static struct self_pay self_pay_at(const struct view *v, const struct view_entry *e, const struct more *m, size_t i)
{
    if (is_past(e))
        return past_of(e)->e.self_pays[i];
    const uint32_t *p = m->self_pay + 3 * i;
    return (struct self_pay){ p[0] ? text_number(v, p[0]) : SPAN_NONE, two_words(p + 1) };
}

int64_t view_self_pay(const struct view *v, const struct view_entry *e, struct span scheme)
{
    if (e->pay_class == 'C')
        return AMOUNT_SCALE;
    struct more m = is_past(e) ? (struct more){ 0 } : view_more(v, e);
    size_t n = is_past(e) ? past_of(e)->e.self_pay_count : m.self_pays;
    int64_t plain = AMOUNT_NONE, only = AMOUNT_NONE;
    for (size_t i = 0; i < n; i++) {
        struct self_pay s = self_pay_at(v, e, &m, i);
        if (s.scheme.p && scheme.p && span_eq(s.scheme, scheme))
            return s.share;
        if (!s.scheme.n)
            plain = s.share;
        only = n == 1 ? s.share : AMOUNT_NONE;
    }
    return plain != AMOUNT_NONE ? plain : only;
}

size_t view_aliases(const struct view *v, const struct view_entry *e, const struct span **out)
{
    if (is_past(e)) {
        *out = past_of(e)->e.aliases;
        return past_of(e)->e.alias_count;
    }
    struct more m = view_more(v, e);
    *out = v->spans + m.spans;
    return m.aliases;
}

size_t view_approvals(const struct view *v, const struct view_entry *e)
{
    bool first = (e->mask & 1u << ENTRY_APPROVAL) != 0;
    return is_past(e) ? past_of(e)->approval_count : view_more(v, e).approvals + first;
}

struct span view_approval(const struct view *v, const struct view_entry *e, size_t i)
{
    bool first = (e->mask & 1u << ENTRY_APPROVAL) != 0;
    if (is_past(e))
        return past_of(e)->approvals[i];
    if (first && i == 0)
        return view_text(v, e, ENTRY_APPROVAL);
    struct more m = view_more(v, e);
    return text_number(v, m.self_pay[(size_t)3 * m.self_pays + i - first]);
}
