/* catalog/gate.c: see the header. What one version differs in from the one that it takes over from is read once, by store_diff. */
#include "catalog/gate.h"
#include "base/i18n.h"
#include "base/map.h"
#include "base/text.h"
#include "catalog/diff.h"
#include "catalog/successor_graph.h"

#define NAMED           3  /* codes that a sentence names */
#define SHRUNK_PERCENT  90
#define CATEGORY_LEAST  20

const char *gate_word(enum gate gate)
{
    static const char *const words[GATE_COUNT] = {
#define X(name, word) word,
        GATES(X)
#undef X
    };
    return words[gate];
}

enum gate gate_by_word(struct span word)
{
    enum gate gate = 0;
    while (gate < GATE_COUNT && !span_is(word, gate_word(gate)))
        gate++;
    return gate;
}

/* What a gate found: how often, and the first few. */
struct found {
    uint64_t n;
    struct buf names;
};
struct inquiry {
    struct store *s;
    const struct version_info *v;
    date effective;
    const struct gate_options *o;
    struct version_info base, earlier; /* what it takes over from, and what that took over from */
    bool has_base, has_earlier;
    struct found found[GATE_COUNT];
    struct text *text;
    struct buf keys[2];
    struct map lost, gained; /* categories: how many entries went, how many came */
    struct arena memory;
    unsigned tripped;
};

/* Notes a code; its name is shown where it is one of the first. */
static void note(struct found *f, struct span code, struct span name)
{
    if (f->n++ >= NAMED)
        return;
    buf_addf(&f->names, "%s%.*s", f->n > 1 ? _(", ") : "", SPAN_ARG(code));
    if (name.n > 0)
        buf_addf(&f->names, _(" (%.*s)"), SPAN_ARG(name));
}

static int trip(struct inquiry *q, enum gate gate, const char *sentence, struct error *err)
{
    bool allowed = q->o->allowed & GATE_BIT(gate);
    q->tripped |= GATE_BIT(gate);
    return q->o->on_trip ? q->o->on_trip(q->o->ctx, gate, allowed, sentence, err) : 0;
}

static int tripf(struct inquiry *q, enum gate gate, struct error *err, const char *format, ...) __attribute__((format(printf, 4, 5)));
static int tripf(struct inquiry *q, enum gate gate, struct error *err, const char *format, ...)
{
    struct buf b = BUF_INIT;
    va_list args;
    va_start(args, format);
    buf_addfv(&b, format, args);
    va_end(args);
    int status = buf_check(&b, err) < 0 ? -1 : trip(q, gate, buf_str(&b), err);
    buf_release(&b);
    return status;
}

/* The one that is in force from `effective` on as yet, and the one before that. */
static int find_base(struct inquiry *q, struct error *err)
{
    struct span region = span_of(q->v->region);
    int got = store_in_force(q->s, region, q->v->kind, q->effective, &q->base, err);
    q->has_base = got > 0;
    if (got <= 0 || q->base.in_force_from == DATE_NONE)
        return got < 0 ? -1 : 0;
    got = store_in_force(q->s, region, q->v->kind, date_add_days(q->base.in_force_from, -1), &q->earlier, err);
    q->has_earlier = got > 0;
    return got < 0 ? -1 : 0;
}

static int ask_dates(struct inquiry *q, struct error *err)
{
    struct version_info now;
    char mine[DATE_TEXT], theirs[DATE_TEXT];
    int got = store_in_force(q->s, span_of(q->v->region), q->v->kind, q->o->today, &now, err);
    if (got <= 0 || now.in_force_from <= q->effective)
        return got < 0 ? -1 : 0;
    return tripf(q, GATE_BACKDATED, err, _("it would be in force from %s, which is before the version in force now, %s, began (%s)"),
                 date_text(q->effective, mine), now.label, date_text(now.in_force_from, theirs));
}

static int ask_size(struct inquiry *q, struct error *err)
{
    if (!q->has_base || q->v->entries * 100 >= q->base.entries * SHRUNK_PERCENT)
        return 0;
    return tripf(q, GATE_SHRUNK, err, _("it has %lld entries, fewer than %d %% of the %lld of %s, which it takes over from"),
                 (long long)q->v->entries, SHRUNK_PERCENT, (long long)q->base.entries, q->base.label);
}

/* ---- what differs ---- */

static int count_category(struct map *counts, const struct entry *e, struct error *err)
{
    struct span category = e->text[ENTRY_CATEGORY];
    uint32_t n = map_get(counts, category);
    if (category.n == 0)
        return 0;
    return map_put(counts, category, n == MAP_NONE ? 1 : n + 1) < 0 ? error_memory(err) : 0;
}

static int compare_generic(struct inquiry *q, const struct change *c, struct error *err)
{
    struct span was = c->from->text[ENTRY_GENERIC], is = c->to->text[ENTRY_GENERIC];
    if (was.n == 0 || is.n == 0)
        return 0;
    if (text_key(q->text, was, &q->keys[0]) < 0 || text_key(q->text, is, &q->keys[1]) < 0)
        return error_memory(err);
    if (!span_eq(buf_span(&q->keys[0]), buf_span(&q->keys[1])))
        note(&q->found[GATE_REUSED], c->code, is);
    return 0;
}

/* The successors that an entry names for itself, as one text. */
static void successors_of(const struct entry *e, struct buf *out)
{
    buf_clear(out);
    entry_field_add(e, ENTRY_FIELD_REPLACED_BY, "\037", out);
}

/* Away from a successor, and back to it: one of the two versions was wrong. */
static int compare_successors(struct inquiry *q, const struct change *c, struct error *err)
{
    struct entry old;
    if (!q->has_earlier || !(c->fields >> ENTRY_FIELD_REPLACED_BY & 1))
        return 0;
    arena_clear(&q->memory);
    int got = store_entry(q->s, &q->earlier, c->code, &old, &q->memory, err);
    if (got <= 0)
        return got;
    successors_of(&old, &q->keys[0]);
    successors_of(c->to, &q->keys[1]);
    if (buf_check(&q->keys[0], err) < 0 || buf_check(&q->keys[1], err) < 0)
        return -1;
    if (q->keys[0].n > 0 && span_eq(buf_span(&q->keys[0]), buf_span(&q->keys[1])))
        note(&q->found[GATE_FLIPPED], c->code, c->to->text[ENTRY_NAME]);
    return 0;
}

static int on_change(void *ctx, const struct change *c, struct error *err)
{
    struct inquiry *q = ctx;
    bool moved = !c->from || !c->to || (c->fields >> ENTRY_FIELD_CATEGORY & 1);
    if ((moved && c->from && count_category(&q->lost, c->from, err) < 0) || (moved && c->to && count_category(&q->gained, c->to, err) < 0))
        return -1;
    if (!c->from || !c->to)
        return 0;
    return compare_generic(q, c, err) < 0 ? -1 : compare_successors(q, c, err);
}

static int on_base_entry(void *ctx, const struct entry *e, struct error *err)
{
    return count_category(ctx, e, err);
}

/* A category is gone where all that the base had of it went, and nothing came. Only where enough went is the base counted. */
static int ask_categories(struct inquiry *q, struct error *err)
{
    struct map all = MAP_INIT;
    bool suspect = false;
    for (uint32_t i = 0; i < q->lost.count; i++)
        suspect = suspect || (map_value(&q->lost, i) >= CATEGORY_LEAST && map_get(&q->gained, map_key(&q->lost, i)) == MAP_NONE);
    if (!suspect)
        return 0;
    int status = store_entries(q->s, &q->base, on_base_entry, &all, err);
    for (uint32_t i = 0; status == 0 && i < q->lost.count; i++) {
        struct span category = map_key(&q->lost, i);
        if (map_value(&q->lost, i) >= CATEGORY_LEAST && map_get(&q->gained, category) == MAP_NONE &&
            map_get(&all, category) == map_value(&q->lost, i))
            note(&q->found[GATE_VANISHED], category, SPAN_NONE);
    }
    map_release(&all);
    return status;
}

/* ---- successors ---- */

static int on_missing(void *ctx, struct span code, struct span successor)
{
    note(&((struct inquiry *)ctx)->found[GATE_MISSING], code, successor);
    return 0;
}

static int on_circle(void *ctx, struct span code, struct span successor)
{
    note(&((struct inquiry *)ctx)->found[GATE_CIRCLE], code, successor);
    return 0;
}

static int ask_successors(struct inquiry *q, struct error *err)
{
    if (q->o->no_successors)
        return 0;
    struct successor_graph *g = q->o->successors;
    if (g)
        successor_graph_settle(g, q->s, q->v);
    else
        g = successor_graph_new(q->s, q->v, err);
    int status = g ? successor_graph_circles(g, on_circle, q, err) : -1;
    if (status == 0 && !q->v->fragment)
        status = successor_graph_missing(g, on_missing, q, err);
    if (g != q->o->successors)
        successor_graph_free(g);
    return status;
}

static int tell(struct inquiry *q, struct error *err)
{
    struct found *f = q->found;
#define TELL(gate, text)                                                                                                \
    if (f[gate].n > 0 && tripf(q, gate, err, text, (unsigned long long)f[gate].n, buf_str(&f[gate].names)) < 0)         \
        return -1;
    TELL(GATE_REUSED, _("codes with another generic name than before: %llu, such as %s: a code that means another drug now pays wrongly"))
    TELL(GATE_CIRCLE, _("successors lead in a circle: %llu, such as %s"))
    TELL(GATE_MISSING, _("successors that it does not have: %llu, such as %s"))
    TELL(GATE_VANISHED, _("categories of which no entry is left: %llu, such as %s"))
    TELL(GATE_FLIPPED, _("codes whose successor is again the one of the version before the last: %llu, such as %s"))
#undef TELL
    return 0;
}

static int ask_all(struct inquiry *q, struct error *err)
{
    if (find_base(q, err) < 0 || ask_dates(q, err) < 0 || ask_size(q, err) < 0)
        return -1;
    if (q->has_base) {
        q->text = text_new(err);
        if (!q->text || store_diff(q->s, &q->base, q->v, on_change, q, err) < 0 || ask_categories(q, err) < 0)
            return -1;
    }
    return ask_successors(q, err) < 0 ? -1 : tell(q, err);
}

/* "430000/drug@2026.2 is not published: shrunk, reused-code" */
static int refuse(const struct inquiry *q, struct error *err)
{
    struct buf words = BUF_INIT;
    for (enum gate gate = 0; gate < GATE_COUNT; gate++)
        if (q->tripped & ~q->o->allowed & GATE_BIT(gate))
            buf_addf(&words, "%s%s", words.n > 0 ? "," : "", gate_word(gate));
    error_set(err, ERROR_REFUSED,
              _("%s/%s@%s is not published, since checks failed: %s. Correct the version, or overrule them: --allow %s --reason TEXT"), q->v->region,
              kind_word(q->v->kind), q->v->label, buf_str(&words), buf_str(&words));
    buf_release(&words);
    return -1;
}

int store_gates(struct store *s, const struct version_info *v, date effective, const struct gate_options *o, unsigned *tripped, struct error *err)
{
    struct inquiry q = { .s = s, .v = v, .effective = effective, .o = o };
    map_init(&q.lost);
    map_init(&q.gained);
    arena_init(&q.memory);
    int status = ask_all(&q, err);
    if (status == 0 && (q.tripped & ~o->allowed))
        status = refuse(&q, err);
    *tripped = q.tripped;
    for (int i = 0; i < GATE_COUNT; i++)
        buf_release(&q.found[i].names);
    buf_release(&q.keys[0]);
    buf_release(&q.keys[1]);
    map_release(&q.lost);
    map_release(&q.gained);
    arena_release(&q.memory);
    text_free(q.text);
    return status;
}
