/* mapper/impact.c: see the header. What changed between two versions is read once (store_diff), by code; rows then cost two look-ups each. */
#include "mapper/impact.h"
#include "base/i18n.h"
#include "base/map.h"
#include "base/text.h"
#include "mapper/impact_money.h"
#include "mapper/table.h"

#define ASK_EVERY 256 /* rows between two questions whether to stop */

const char *impact_word(enum impact_effect effect)
{
    static const char *const words[IMPACT_EFFECTS] = { "none", "conditions", "identity", "money", "breaks" };
    return words[effect];
}

enum impact_effect impact_of(enum change_class class)
{
    static const enum impact_effect effects[CHANGE_COUNT] = {
        [CHANGE_ADDED] = IMPACT_NONE,         [CHANGE_REVIVED] = IMPACT_NONE,           [CHANGE_RECODED] = IMPACT_BREAKS,
        [CHANGE_RETIRED] = IMPACT_BREAKS,     [CHANGE_RENAMED] = IMPACT_IDENTITY,       [CHANGE_PRICE] = IMPACT_MONEY,
        [CHANGE_PAY_CLASS] = IMPACT_MONEY,    [CHANGE_SELF_PAY] = IMPACT_MONEY,         [CHANGE_RESTRICTION] = IMPACT_CONDITIONS,
        [CHANGE_FORM_SPEC] = IMPACT_IDENTITY, [CHANGE_MAKER] = IMPACT_IDENTITY,         [CHANGE_DATES] = IMPACT_CONDITIONS,
        [CHANGE_SUCCESSOR] = IMPACT_CONDITIONS, [CHANGE_OTHER] = IMPACT_CONDITIONS,
    };
    return effects[class];
}

struct kept { /* one code that differs */
    unsigned classes;
    uint64_t fields;
    struct span successor;
};
struct side { /* one kind */
    struct impact_pair pair;
    bool used;
    struct map codes; /* to the number of its struct kept */
};
struct impact {
    struct store *s;
    struct impact_options options;
    const char *sheet;  /* of the table being read; NULL: none */
    struct buf sheet_name; /* of the last one, for the facts */
    struct side sides[KIND_COUNT];
    struct kept *kept;
    size_t n, cap;
    struct arena texts; /* of `kept` */
    struct arena row;   /* entries of the present row */
    struct text *text;
    struct values *values;
    struct headings *headings;
    struct impact_totals totals;
};

static int keep_change(struct impact *m, struct side *side, const struct change *c, struct error *err)
{
    if (!c->from)
        return 0; /* nobody can be mapped to it yet */
    if (m->n == m->cap) {
        size_t cap = m->cap ? m->cap * 2 : 256;
        struct kept *kept = realloc(m->kept, cap * sizeof *kept);
        if (!kept)
            return error_memory(err);
        m->kept = kept;
        m->cap = cap;
    }
    struct span successor = c->successor.p ? arena_copy(&m->texts, c->successor) : SPAN_NONE;
    if ((c->successor.p && !successor.p) || map_put(&side->codes, c->code, (uint32_t)m->n) < 0)
        return error_memory(err);
    m->kept[m->n++] = (struct kept){ c->classes, c->fields, successor };
    return 0;
}

struct reading {
    struct impact *m;
    struct side *side;
};
static int on_change(void *ctx, const struct change *c, struct error *err)
{
    struct reading *r = ctx;
    return keep_change(r->m, r->side, c, err);
}

struct impact *impact_new(struct store *s, const struct impact_pair *pairs, size_t n, const struct impact_options *options, struct error *err)
{
    struct impact *m = calloc(1, sizeof *m);
    if (!m) {
        error_memory(err);
        return NULL;
    }
    m->s = s;
    m->options = *options;
    arena_init(&m->texts);
    arena_init(&m->row);
    for (int k = 0; k < KIND_COUNT; k++)
        map_init(&m->sides[k].codes);
    bool good = (m->text = text_new(err)) && (m->values = values_new(options->share_dir, m->text, err)) &&
                (m->headings = headings_new(options->share_dir, options->columns_file, m->text, err));
    for (size_t i = 0; good && i < n; i++) {
        struct reading r = { m, &m->sides[pairs[i].from.kind] };
        r.side->pair = pairs[i];
        r.side->used = true;
        good = store_diff(s, &pairs[i].from, &pairs[i].to, on_change, &r, err) == 0;
    }
    if (good)
        return m;
    impact_free(m);
    return NULL;
}

void impact_free(struct impact *m)
{
    if (!m)
        return;
    headings_free(m->headings);
    values_free(m->values);
    text_free(m->text);
    for (int k = 0; k < KIND_COUNT; k++)
        map_release(&m->sides[k].codes);
    arena_release(&m->texts);
    arena_release(&m->row);
    buf_release(&m->sheet_name);
    free(m->kept);
    free(m);
}

static bool has_ended(const struct entry *e, date day)
{
    return e->inactive || (e->valid_to != DATE_NONE && e->valid_to < day);
}

/* Fills in where a code that breaks leads: as the change says, else as its entry says, if the new version has that. */
static int find_successor(struct impact *m, const struct side *side, struct impact_row *r, struct entry *found, struct error *err)
{
    struct span code = r->successor;
    for (size_t i = 0; !code.p && r->to && i < r->to->successor_count; i++) {
        const struct successor *s = &r->to->successors[i];
        if (s->type != SUCCESSOR_POSSIBLY && span_eq(s->old_code, r->from->text[ENTRY_CODE]))
            code = s->new_code;
    }
    if (!code.p)
        return 0;
    int got = store_entry(m->s, &side->pair.to, code, found, &m->row, err);
    r->successor = got > 0 ? found->text[ENTRY_CODE] : SPAN_NONE;
    r->successor_entry = got > 0 ? found : NULL;
    return got < 0 ? -1 : 0;
}

static void weigh(struct impact_row *r, date today, date day)
{
    r->ended = r->to && has_ended(r->to, day) && !has_ended(r->from, today);
    r->effect = !r->to || r->ended ? IMPACT_BREAKS : IMPACT_NONE;
    for (int k = 0; k < CHANGE_COUNT; k++) {
        enum impact_effect effect = r->classes & CHANGE_BIT(k) ? impact_of((enum change_class)k) : IMPACT_NONE;
        r->effect = effect > r->effect ? effect : r->effect;
    }
}

/* The row against one kind's versions. 1: its code is there, 0: not, -1. */
static int compare(struct impact *m, const struct side *side, const char *file, const struct row *row, impact_fn *on_row, void *ctx, struct error *err)
{
    struct entry from, to, successor;
    struct impact_row r = { .file = file, .sheet = m->sheet, .row = row, .kind = side->pair.from.kind, .from = &from };
    arena_clear(&m->row);
    int got = store_entry(m->s, &side->pair.from, row->catalog_code, &from, &m->row, err);
    if (got <= 0)
        return got;
    uint32_t change = map_get(&side->codes, row->catalog_code);
    if (change != MAP_NONE) {
        r.classes = m->kept[change].classes;
        r.fields = m->kept[change].fields;
        r.successor = m->kept[change].successor;
    }
    bool gone = r.classes & (CHANGE_BIT(CHANGE_RETIRED) | CHANGE_BIT(CHANGE_RECODED));
    if (!gone && (got = store_entry(m->s, &side->pair.to, row->catalog_code, &to, &m->row, err)) < 0)
        return -1;
    r.to = gone || got == 0 ? NULL : &to;
    weigh(&r, m->options.today, m->options.day);
    if (r.effect == IMPACT_BREAKS && find_successor(m, side, &r, &successor, err) < 0)
        return -1;
    impact_weigh_money(&r, &m->options, &r.money);
    m->totals.mapped++;
    m->totals.effects[r.effect]++;
    m->totals.over += r.money.over != AMOUNT_NONE;
    if (r.money.at_risk != AMOUNT_NONE) {
        m->totals.at_risk += r.money.at_risk;
        m->totals.at_risk_rows++;
    }
    return r.effect == IMPACT_NONE ? 1 : on_row(ctx, &r, err) < 0 ? -1 : 1;
}

static int one_row(struct impact *m, const char *file, const struct table_row *from, impact_fn *on_row, void *ctx, struct error *err)
{
    const struct row *row = &from->row;
    bool tried = false;
    m->totals.rows++;
    m->totals.ragged += from->ragged;
    if (from->ragged)
        return 0;
    if (!row->in_use || !row->catalog_code.p) {
        m->totals.out_of_use += !row->in_use;
        m->totals.not_mapped += row->in_use;
        return 0;
    }
    for (int k = 0; k < KIND_COUNT; k++) {
        if (!m->sides[k].used || (row->kinds && !(row->kinds & KIND_BIT(k))))
            continue;
        tried = true;
        int got = compare(m, &m->sides[k], file, row, on_row, ctx, err);
        if (got != 0)
            return got < 0 ? -1 : 0;
    }
    m->totals.unknown += tried;
    m->totals.other_kind += !tried;
    return 0;
}

static int read_rows(struct impact *m, struct table *t, const char *file, impact_fn *on_row, void *ctx, struct error *err)
{
    struct table_row row = { .offset = 0 };
    int got;
    for (uint64_t rows = 0; (got = table_next(t, &row, err)) > 0; rows++) {
        if (rows % ASK_EVERY == 0 && m->options.stopped && m->options.stopped(m->options.ctx))
            return error_set(err, ERROR_STOPPED, _("stopped"));
        if (one_row(m, file, &row, on_row, ctx, err) < 0)
            return -1;
    }
    return got;
}

int impact_table(struct impact *m, const char *path, impact_fn *on_row, void *ctx, struct impact_table_facts *facts, struct error *err)
{
    struct impact_totals before = m->totals;
    struct table_options options = { .encoding = m->options.encoding, .temp_dir = m->options.temp_dir, .hash = m->options.hash_tables,
                                     .kinds = m->options.kind >= 0 ? KIND_BIT(m->options.kind) : 0, .sheets = m->options.sheets };
    struct table *t = table_open(path, &options, m->headings, m->values, err);
    if (!t)
        return -1;
    m->sheet = table_sheet(t);
    int status = table_source_kept(t, &m->sheet_name, &facts->source, err);
    if (status == 0 && (table_missing(t) || table_doubled(t) || !(table_present(t) & COLUMN_BIT(COLUMN_CATALOG_CODE))))
        status = error_set(err, ERROR_INPUT, _("%s needs one column each of local_code, local_name and catalog_code; duima check says what its headings are taken for"),
                           table_title(t));
    else if (status == 0)
        status = read_rows(m, t, path, on_row, ctx, err);
    m->sheet = NULL;
    table_free(t);
    facts->rows = m->totals.rows - before.rows;
    facts->mapped = m->totals.mapped - before.mapped;
    facts->unchanged = m->totals.effects[IMPACT_NONE] - before.effects[IMPACT_NONE];
    return status < 0 ? -1 : 0;
}

const struct impact_totals *impact_totals(const struct impact *m)
{
    return &m->totals;
}
