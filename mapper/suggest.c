/* mapper/suggest.c: see the header. Reads the table row by row, lets a check's worker say what is wrong, and ranks what the index finds for the
 * rows that want a suggestion. Compares only through the rules' own functions. */
#include "mapper/suggest.h"
#include "base/i18n.h"
#include "catalog/hash.h"
#include "mapper/codes.h"
#include "mapper/headings.h"
#include "mapper/history.h"
#include "mapper/identity.h"
#include "mapper/peers.h"
#include "mapper/resolve.h"
#include "mapper/rules.h"
#include "mapper/run.h"
#include "mapper/suggest_index.h"
#include "mapper/suggest_score.h"
#include "mapper/words.h"
#include "mapper/worker.h"

#define ALIKE_PEER 500 /* of what has the same core, where it turns out not to agree */
#define BRAND_LEAST 6   /* bytes of a brand that may stand inside a name: two characters */
#define ASK_EVERY 64 /* rows between two questions whether to stop */

/* Findings that ask for another code, whatever their severity, and those that do where they are errors. */
#define B(id) RULE_BIT(RULE_##id)
static const uint64_t ask_always = B(C101) | B(C102) | B(C103) | B(C104) | B(C105) | B(C106) | B(C107) | B(C108) | B(C109) | B(C110) | B(M808) |
                                   B(N201) | B(N203);
static const uint64_t ask_as_error = B(D301) | B(D302) | B(D303) | B(D305) | B(D306) | B(D307);

struct suggester {
    struct view *view;
    struct suggest_options options;
    struct peers *peers;
    struct history *history;
    struct codes *codes;
    struct worker_shared shared;
    struct worker *worker;
    struct headings *headings;
    struct suggest_index *index;
    struct suggest_facts *facts; /* of the candidates of a row */
    size_t cap;
    struct suggest_rank best[SUGGEST_TOP + 1];
    struct suggestion list[SUGGEST_TOP + 1];
    struct finding *why;
    size_t why_cap;
};

/* A table on its way. */
struct tour {
    struct suggester *s;
    struct table *table;
    const char *path;
    const struct suggest_sink *sink;
    struct suggest_summary *summary;
    struct error *err;
};

struct suggester *suggester_new(struct view *view, const struct suggest_options *options, struct error *err)
{
    struct suggester *s = calloc(1, sizeof *s);
    if (!s) {
        error_memory(err);
        return NULL;
    }
    s->view = view;
    s->options = *options;
    struct check_options *o = &s->options.check;
    if (hash_start(err) < 0 || !(s->peers = peers_new(view, o->day, err)) || !(s->history = history_new(view, err)) ||
        !(s->codes = codes_new(o->share_dir, view, err))) {
        suggester_free(s);
        return NULL;
    }
    s->shared = (struct worker_shared){ .view = view, .options = o, .peers = s->peers, .history = s->history, .codes = s->codes };
    if (!(s->worker = worker_new(&s->shared, err)) ||
        !(s->headings = headings_new(o->share_dir, o->columns_file, worker_text(s->worker), err)) ||
        !(s->index = suggest_index_new(view, worker_text(s->worker), o->day, err))) {
        suggester_free(s);
        return NULL;
    }
    return s;
}

void suggester_free(struct suggester *s)
{
    if (!s)
        return;
    suggest_index_free(s->index);
    headings_free(s->headings);
    worker_free(s->worker);
    codes_free(s->codes);
    history_free(s->history);
    peers_free(s->peers);
    free(s->facts);
    free(s->why);
    free(s);
}

size_t suggester_memory(const struct suggester *s)
{
    return suggest_index_memory(s->index);
}

/* ---- candidates ---- */

/* A name of the row into the search: without its brackets and strengths, and what a bracket has for a name by itself. */
static int search_name(struct suggester *s, struct rule_context *ctx, struct span text, uint32_t most)
{
    if (!text.p)
        return 0;
    const struct name *name = words_name(ctx->words, text);
    if (!name || suggest_index_name(s->index, name->plain, most) < 0)
        return -1;
    return name->inner ? suggest_index_name(s->index, name->inner->plain, most) : 0;
}

#define CALLED_LOCAL 1u
#define CALLED_GENERIC 2u

/* The entries that have the name but for a salt, a form word, a remark: those that look little like it too. */
static int search_peers(struct suggester *s, struct rule_context *ctx, struct span text, unsigned called)
{
    struct peers_walk walk;
    if (!text.p)
        return 0;
    if (peers_start(s->peers, words_names(ctx->words), ctx->text, text, &walk) < 0)
        return -1;
    for (const struct view_entry *e; (e = peers_next(&walk));)
        suggest_index_entry(s->index, e, ALIKE_PEER, called);
    return 0;
}

static int find_candidates(struct suggester *s, struct rule_context *ctx, const struct row *row, unsigned kinds,
                           const struct candidate **out, size_t *n)
{
    static const struct {
        enum column column;
        uint32_t most;
    } names[] = { { COLUMN_LOCAL_NAME, 1000 }, { COLUMN_GENERIC_NAME, 900 }, { COLUMN_CATALOG_NAME, 900 }, { COLUMN_BRAND_NAME, 800 } };
    static const enum column numbers[] = { COLUMN_APPROVAL_NO, COLUMN_STANDARD_CODE };
    words_tidy(ctx->words);
    suggest_index_start(s->index, kinds);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (search_name(s, ctx, row_value(row, names[i].column), names[i].most) < 0)
            return -1;
    if (search_peers(s, ctx, row_value(row, COLUMN_LOCAL_NAME), CALLED_LOCAL) < 0 ||
        search_peers(s, ctx, row_value(row, COLUMN_GENERIC_NAME), CALLED_GENERIC) < 0)
        return -1;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (suggest_index_number(s->index, row_value(row, numbers[i])) < 0)
            return -1;
    *n = suggest_index_end(s->index, out);
    return 0;
}

/* ---- facts ---- */

static void note(struct suggest_facts *f, enum suggest_part part, bool agrees)
{
    if (agrees)
        f->agree |= SUGGEST_BIT(part);
    else
        f->differ |= SUGGEST_BIT(part);
}

/* Does the entry's brand stand in the row's local name, or is it the row's brand? 1, 0, -1 memory. `ours` is absent where the row has no
 * brand of its own. */
static int brand_fits(struct rule_context *ctx, const struct name *local, struct span ours, struct span theirs)
{
    const struct name *brand = words_name(ctx->words, theirs), *own = ours.p && brand ? words_name(ctx->words, ours) : NULL;
    if (!brand || (ours.p && !own))
        return -1;
    if (own && span_eq(own->key, brand->key))
        return 1;
    if (local && !local->inner && span_eq(local->core, brand->core)) /* the brand alone: that the name agrees says it already */
        return 0;
    return brand->key.n >= BRAND_LEAST && local && local->key.n > brand->key.n && span_find(local->key, brand->key) != (size_t)-1;
}

/* NAME, VARIANT, GENERIC, BRAND. What was not found by its core, and has no brand in the name, cannot agree: that need not be asked. */
static int name_facts(struct rule_context *ctx, const struct row *row, const struct candidate *c, struct suggest_facts *f)
{
    struct span local = row_value(row, COLUMN_LOCAL_NAME), generic = row_value(row, COLUMN_GENERIC_NAME),
                ours = row_value(row, COLUMN_BRAND_NAME), theirs = view_text(ctx->view, c->entry, ENTRY_BRAND);
    const struct name *name = local.p && theirs.n > 0 ? words_name(ctx->words, local) : NULL;
    int brand = theirs.n > 0 ? brand_fits(ctx, name, ours, theirs) : 0;
    enum names_verdict verdict = NAMES_OTHER;
    if (brand < 0)
        return -1;
    if (theirs.n > 0 && (brand || ours.p))
        note(f, SUGGEST_BRAND, brand);
    if (local.p && (brand || (c->called & CALLED_LOCAL)) && words_name_verdict(ctx->words, local, ctx->view, c->entry, &verdict) < 0)
        return -1;
    if (local.p && verdict == NAMES_OTHER)
        f->differ |= SUGGEST_BIT(SUGGEST_NAME);
    else if (local.p)
        f->agree |= SUGGEST_BIT(verdict == NAMES_SAME ? SUGGEST_NAME : SUGGEST_VARIANT);
    verdict = NAMES_OTHER;
    if (generic.p && (c->called & CALLED_GENERIC) && words_name_verdict(ctx->words, generic, ctx->view, c->entry, &verdict) < 0)
        return -1;
    if (generic.p)
        note(f, SUGGEST_GENERIC, verdict != NAMES_OTHER);
    return 0;
}

static void identity_facts(const struct identity *id, struct suggest_facts *f)
{
    static const enum suggest_part parts[IDENTITY_PARTS] = {
        [IDENTITY_FORM] = SUGGEST_FORM,         [IDENTITY_STRENGTH] = SUGGEST_STRENGTH, [IDENTITY_PACK] = SUGGEST_PACK,
        [IDENTITY_MAKER] = SUGGEST_MAKER,       [IDENTITY_APPROVAL] = SUGGEST_APPROVAL, [IDENTITY_STANDARD_CODE] = SUGGEST_STANDARD_CODE,
    };
    for (int part = IDENTITY_NAME + 1; part < IDENTITY_PARTS; part++) {
        if (id->agree & ~id->unsure & IDENTITY_BIT(part))
            f->agree |= SUGGEST_BIT(parts[part]);
        if (id->differ & IDENTITY_BIT(part))
            f->differ |= SUGGEST_BIT(parts[part]);
    }
}

static void other_facts(struct rule_context *ctx, const struct row *row, const struct view_entry *e, struct suggest_facts *f)
{
    ctx->in_force = true;
    if (row_has(row, COLUMN_KIND))
        note(f, SUGGEST_KIND, !would_speak(ctx, row, e, B(C110)));
    if (row_has(row, COLUMN_PRICE) && view_ceiling(e, ctx->view, CEILING_PRICE, 0) != AMOUNT_NONE)
        note(f, SUGGEST_PRICE, !would_speak(ctx, row, e, B(P601)));
}

static int take_facts(struct suggester *s, struct rule_context *ctx, const struct row *row, const struct candidate *candidates, size_t n)
{
    if (n > s->cap) {
        struct suggest_facts *facts = realloc(s->facts, n * sizeof *facts);
        if (!facts)
            return -1;
        s->facts = facts;
        s->cap = n;
    }
    unsigned said = identity_said(ctx, row) & ~IDENTITY_BIT(IDENTITY_NAME);
    for (size_t i = 0; i < n; i++) {
        const struct view_entry *e = candidates[i].entry;
        bool current = row->catalog_code.p && span_eq(row->catalog_code, view_text(s->view, e, ENTRY_CODE));
        s->facts[i] = (struct suggest_facts){ .alike = candidates[i].alike, .tie = current ? 0 : view_index(s->view, e) + 1 };
        if (name_facts(ctx, row, &candidates[i], &s->facts[i]) < 0)
            return -1;
        struct identity id = identity_compare(ctx, row, e, said);
        identity_facts(&id, &s->facts[i]);
        other_facts(ctx, row, e, &s->facts[i]);
    }
    return ctx->failed ? -1 : 0;
}

/* ---- a row ---- */

static bool asks(const struct finding *f)
{
    uint64_t bit = RULE_BIT(f->rule);
    return (bit & ask_always) || ((bit & ask_as_error) && f->severity == SEVERITY_ERROR);
}

/* Copies the findings that ask for a suggestion, since comparing candidates may use the worker's. */
static int take_reasons(struct tour *t, const struct findings *findings, struct suggested_row *out)
{
    struct suggester *s = t->s;
    if (findings->count > s->why_cap) {
        struct finding *why = realloc(s->why, findings->count * sizeof *why);
        if (!why)
            return error_memory(t->err);
        s->why = why;
        s->why_cap = findings->count;
    }
    out->why = s->why;
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *f = &findings->items[i];
        if (!asks(f))
            continue;
        s->why[out->why_count++] = *f;
        if (f->fix_safe && f->fix_column == COLUMN_CATALOG_CODE)
            out->safe_code = f->fix_value;
    }
    return 0;
}

/* The i-th best as it is shown; what is safe comes first whatever its score. */
static void fill_list(struct suggester *s, const struct row *row, const struct candidate *candidates, size_t ranked, struct suggested_row *out)
{
    for (size_t i = 0; i < ranked && out->count < s->options.top; i++) {
        const struct suggest_facts *f = &s->facts[s->best[i].at];
        const struct view_entry *e = candidates[s->best[i].at].entry;
        struct span code = view_text(s->view, e, ENTRY_CODE);
        bool safe = out->safe_code.p && span_eq(code, out->safe_code);
        if (s->best[i].score < s->options.min_score && !safe)
            continue;
        s->list[out->count++] = (struct suggestion){ .entry = e, .score = s->best[i].score, .agree = f->agree, .differ = f->differ, .safe = safe,
                                                     .current = row->catalog_code.p && span_eq(code, row->catalog_code) };
    }
    out->list = s->list;
}

/* What is safe but was no candidate, or not among the best (a successor has another name), goes in front. */
static void put_safe_first(struct suggester *s, struct suggested_row *out)
{
    size_t at = 0;
    while (at < out->count && !s->list[at].safe)
        at++;
    struct suggestion safe = { .entry = NULL };
    if (at < out->count) {
        safe = s->list[at];
    } else {
        for (int k = 0; k < KIND_COUNT && !safe.entry; k++)
            safe.entry = view_find(s->view, (enum kind)k, out->safe_code);
        if (!safe.entry)
            return;
        safe.safe = true;
        safe.score = 999;
        out->count += out->count < s->options.top;
        at = out->count - 1;
    }
    memmove(s->list + 1, s->list, at * sizeof *s->list);
    s->list[0] = safe;
}

static int suggest_for(struct tour *t, struct rule_context *ctx, const struct table_row *from, const struct findings *findings)
{
    struct suggester *s = t->s;
    const struct row *row = &from->row;
    const struct candidate *candidates;
    size_t n = 0;
    unsigned in_force = resolver_kinds(worker_resolver(s->worker)), kinds = row->kinds & in_force;
    struct suggested_row out = { .file = t->path, .line = row->line, .cells = row->cells };
    if (take_reasons(t, findings, &out) < 0)
        return -1;
    if (find_candidates(s, ctx, row, kinds ? kinds : in_force, &candidates, &n) < 0 || take_facts(s, ctx, row, candidates, n) < 0)
        return error_memory(t->err);
    size_t ranked = suggest_rank(s->facts, n, s->best, s->options.top);
    fill_list(s, row, candidates, ranked, &out);
    if (out.safe_code.p)
        put_safe_first(s, &out);
    t->summary->wanting++;
    t->summary->helped += out.count > 0 && out.list[0].score >= SUGGEST_WORTH;
    t->summary->safe += out.safe_code.p != NULL;
    return t->sink->row(t->sink->ctx, &out, t->err);
}

/* A table without a column for codes: every row in use that is not self-paid. */
static bool lacks_code(const struct row *row)
{
    return !(row->present & COLUMN_BIT(COLUMN_CATALOG_CODE)) && row->in_use && row->pay_class != 'C';
}

static int one_row(struct tour *t, struct table_row *from)
{
    struct suggester *s = t->s;
    struct tally tally = { 0 };
    struct rule_context *ctx;
    const struct findings *findings = worker_row(s->worker, t->table, from, &tally, &ctx, t->err);
    t->summary->rows++;
    if (!findings)
        return -1;
    bool skipped = false, wanted = false;
    for (int k = 0; k < KIND_COUNT; k++) {
        t->summary->skipped_kind[k] += tally.skipped_kind[k];
        skipped = skipped || tally.skipped_kind[k] > 0;
    }
    for (size_t i = 0; i < findings->count; i++)
        wanted = wanted || asks(&findings->items[i]);
    if (from->ragged || skipped || !(wanted || lacks_code(&from->row)))
        return 0;
    return suggest_for(t, ctx, from, findings);
}

/* ---- a table ---- */

static int ask(const struct tour *t, uint64_t offset)
{
    const struct check_options *o = &t->s->options.check;
    if (o->progress)
        o->progress(o->ctx, offset, table_size(t->table), t->summary->rows);
    if (o->stopped && o->stopped(o->ctx))
        return error_set(t->err, ERROR_STOPPED, _("stopped"));
    return 0;
}

/* What T101 would say of the headings, as an error: there is nothing to suggest for. */
static int refuse_headings(struct tour *t)
{
    struct rule_context *ctx = worker_start(t->s->worker, SPAN_NONE, SPAN_NONE, t->err);
    rule_headings(ctx, t->table);
    if (ctx->failed)
        return -1;
    const struct findings *findings = worker_report(t->s->worker);
    if (findings->count == 0)
        return 0;
    return error_set(t->err, ERROR_INPUT, "%s: %.*s", t->path, SPAN_ARG(findings->items[0].message));
}

static int read_rows(struct tour *t)
{
    struct table_row row;
    memset(&row, 0, sizeof row);
    int got;
    if (refuse_headings(t) < 0)
        return -1;
    while ((got = table_next(t->table, &row, t->err)) > 0)
        if ((t->summary->rows % ASK_EVERY == 0 && ask(t, row.offset) < 0) || one_row(t, &row) < 0)
            return -1;
    return got;
}

int suggester_table(struct suggester *s, const char *path, const struct suggest_sink *sink, struct suggest_summary *summary, struct error *err)
{
    const struct check_options *o = &s->options.check;
    struct table_options options = { o->encoding, o->temp_dir, o->kind >= 0 && o->kind < KIND_COUNT ? KIND_BIT(o->kind) : 0 };
    struct tour t = { .s = s, .path = path, .sink = sink, .summary = summary, .err = err };
    memset(summary, 0, sizeof *summary);
    history_clear(s->history);
    t.table = table_open(path, &options, s->headings, worker_values(s->worker), err);
    if (!t.table)
        return -1;
    summary->encoding = table_encoding(t.table);
    summary->separator = table_separator(t.table);
    summary->code_position = table_positions(t.table)[COLUMN_CATALOG_CODE];
    summary->key_position = table_positions(t.table)[COLUMN_LOCAL_CODE];
    int status = read_rows(&t);
    table_free(t.table);
    return status < 0 ? -1 : 0;
}
