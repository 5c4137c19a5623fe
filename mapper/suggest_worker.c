/* mapper/suggest_worker.c: see the header. Lets a check's worker say what is wrong with a row, and ranks what the index finds for the rows that
 * want a suggestion. Compares only through the rules' own functions. */
#include "mapper/suggest_worker.h"
#include "mapper/identity.h"
#include "mapper/peers.h"
#include "mapper/resolve.h"
#include "mapper/rules.h"
#include "mapper/run.h"
#include "mapper/suggest_score.h"
#include "mapper/words.h"

#define ALIKE_PEER 500 /* of what has the same core, where it turns out not to agree */
#define BRAND_LEAST 6   /* bytes of a brand that may stand inside a name: two characters */

/* Findings that ask for another code, whatever their severity, and those that do where they are errors. */
#define B(id) RULE_BIT(RULE_##id)
static const uint64_t ask_always = B(C101) | B(C102) | B(C103) | B(C104) | B(C105) | B(C106) | B(C107) | B(C108) | B(C109) | B(C110) | B(M808) |
                                   B(N201) | B(N203);
static const uint64_t ask_as_error = B(D301) | B(D302) | B(D303) | B(D305) | B(D306) | B(D307);

struct suggest_worker {
    const struct suggest_shared *shared;
    struct worker *checker;
    struct suggest_search *search;
    struct table_row row;
    struct suggest_facts *facts; /* of the candidates of the row */
    size_t cap;
    struct suggest_rank best[SUGGEST_TOP + 1];
    struct suggestion list[SUGGEST_TOP + 1];
    struct finding *why;
    size_t why_cap;
};

struct suggest_worker *suggest_worker_new(const struct suggest_shared *shared, struct error *err)
{
    struct suggest_worker *w = calloc(1, sizeof *w);
    if (!w) {
        error_memory(err);
        return NULL;
    }
    w->shared = shared;
    if (!(w->checker = worker_new(&shared->check, err)) ||
        !(w->search = suggest_search_new(shared->index, worker_text(w->checker), err))) {
        suggest_worker_free(w);
        return NULL;
    }
    return w;
}

void suggest_worker_free(struct suggest_worker *w)
{
    if (!w)
        return;
    suggest_search_free(w->search);
    worker_free(w->checker);
    free(w->facts);
    free(w->why);
    free(w);
}

struct worker *suggest_worker_checker(struct suggest_worker *w)
{
    return w->checker;
}

/* ---- candidates ---- */

/* A name of the row into the search: without its brackets and strengths, and what a bracket has for a name by itself. */
static int search_name(struct suggest_worker *w, struct rule_context *ctx, struct span text, uint32_t most)
{
    if (!text.p)
        return 0;
    const struct name *name = words_name(ctx->words, text);
    if (!name || suggest_search_name(w->search, name->plain, most) < 0)
        return -1;
    return name->inner ? suggest_search_name(w->search, name->inner->plain, most) : 0;
}

#define CALLED_LOCAL 1u
#define CALLED_GENERIC 2u

/* The entries that have the name but for a salt, a form word, a remark: those that look little like it too. */
static int search_peers(struct suggest_worker *w, struct rule_context *ctx, struct span text, unsigned called)
{
    struct peers_walk walk;
    if (!text.p)
        return 0;
    if (peers_start(w->shared->check.peers, words_names(ctx->words), ctx->text, text, &walk) < 0)
        return -1;
    for (const struct view_entry *e; (e = peers_next(&walk));)
        suggest_search_entry(w->search, e, ALIKE_PEER, called);
    return 0;
}

static int find_candidates(struct suggest_worker *w, struct rule_context *ctx, const struct row *row, unsigned kinds,
                           const struct candidate **out, size_t *n)
{
    static const struct {
        enum column column;
        uint32_t most;
    } names[] = { { COLUMN_LOCAL_NAME, 1000 }, { COLUMN_GENERIC_NAME, 900 }, { COLUMN_CATALOG_NAME, 900 }, { COLUMN_BRAND_NAME, 800 } };
    static const enum column numbers[] = { COLUMN_APPROVAL_NO, COLUMN_STANDARD_CODE };
    words_tidy(ctx->words);
    suggest_search_start(w->search, kinds);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (search_name(w, ctx, row_value(row, names[i].column), names[i].most) < 0)
            return -1;
    if (search_peers(w, ctx, row_value(row, COLUMN_LOCAL_NAME), CALLED_LOCAL) < 0 ||
        search_peers(w, ctx, row_value(row, COLUMN_GENERIC_NAME), CALLED_GENERIC) < 0)
        return -1;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (suggest_search_number(w->search, row_value(row, numbers[i])) < 0)
            return -1;
    *n = suggest_search_end(w->search, out);
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

static int take_facts(struct suggest_worker *w, struct rule_context *ctx, const struct row *row, const struct candidate *candidates, size_t n)
{
    if (n > w->cap) {
        struct suggest_facts *facts = realloc(w->facts, n * sizeof *facts);
        if (!facts)
            return -1;
        w->facts = facts;
        w->cap = n;
    }
    unsigned said = identity_said(ctx, row) & ~IDENTITY_BIT(IDENTITY_NAME);
    for (size_t i = 0; i < n; i++) {
        const struct view_entry *e = candidates[i].entry;
        bool current = row->catalog_code.p && span_eq(row->catalog_code, view_text(w->shared->check.view, e, ENTRY_CODE));
        w->facts[i] = (struct suggest_facts){ .alike = candidates[i].alike, .tie = current ? 0 : view_index(w->shared->check.view, e) + 1 };
        if (name_facts(ctx, row, &candidates[i], &w->facts[i]) < 0)
            return -1;
        struct identity id = identity_compare(ctx, row, e, said);
        identity_facts(&id, &w->facts[i]);
        other_facts(ctx, row, e, &w->facts[i]);
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
static int take_reasons(struct suggest_worker *w, const struct findings *findings, struct suggested_row *out)
{
    if (findings->count > w->why_cap) {
        struct finding *why = realloc(w->why, findings->count * sizeof *why);
        if (!why)
            return -1;
        w->why = why;
        w->why_cap = findings->count;
    }
    out->why = w->why;
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *f = &findings->items[i];
        if (!asks(f))
            continue;
        w->why[out->why_count++] = *f;
        if (f->fix_safe && f->fix_column == COLUMN_CATALOG_CODE)
            out->safe_code = f->fix_value;
    }
    return 0;
}

/* The i-th best as it is shown; what is safe comes first whatever its score. */
static void fill_list(struct suggest_worker *w, const struct row *row, const struct candidate *candidates, size_t ranked, struct suggested_row *out)
{
    for (size_t i = 0; i < ranked && out->count < w->shared->top; i++) {
        const struct suggest_facts *f = &w->facts[w->best[i].at];
        const struct view_entry *e = candidates[w->best[i].at].entry;
        struct span code = view_text(w->shared->check.view, e, ENTRY_CODE);
        bool safe = out->safe_code.p && span_eq(code, out->safe_code);
        if (w->best[i].score < w->shared->min_score && !safe)
            continue;
        w->list[out->count++] = (struct suggestion){ .entry = e, .score = w->best[i].score, .agree = f->agree, .differ = f->differ, .safe = safe,
                                                     .current = row->catalog_code.p && span_eq(code, row->catalog_code) };
    }
    out->list = w->list;
}

/* What is safe but was no candidate, or not among the best (a successor has another name), goes in front. */
static void put_safe_first(struct suggest_worker *w, struct suggested_row *out)
{
    size_t at = 0;
    while (at < out->count && !w->list[at].safe)
        at++;
    struct suggestion safe = { .entry = NULL };
    if (at < out->count) {
        safe = w->list[at];
    } else {
        for (int k = 0; k < KIND_COUNT && !safe.entry; k++)
            safe.entry = view_find(w->shared->check.view, (enum kind)k, out->safe_code);
        if (!safe.entry)
            return;
        safe.safe = true;
        safe.score = 999;
        out->count += out->count < w->shared->top;
        at = out->count - 1;
    }
    memmove(w->list + 1, w->list, at * sizeof *w->list);
    w->list[0] = safe;
}

static bool keep_text(struct arena *memory, struct span *text)
{
    if (!text->p)
        return true;
    *text = arena_copy(memory, *text);
    return text->p != NULL;
}

/* Copies the row into the outcome, with everything that it points at. */
static int keep_row(struct outcome *out, struct suggested_row row)
{
    struct span *cells = arena_alloc(&out->memory, COLUMN_COUNT * sizeof *cells);
    struct finding *why = arena_alloc(&out->memory, (row.why_count + 1) * sizeof *why);
    struct suggestion *list = arena_alloc(&out->memory, (row.count + 1) * sizeof *list);
    if (!cells || !why || !list)
        return -1;
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        cells[i] = row.cells[i];
        if (!keep_text(&out->memory, &cells[i]))
            return -1;
    }
    for (size_t i = 0; i < row.why_count; i++) {
        why[i] = row.why[i];
        struct span *texts[] = { &why[i].local, &why[i].expected, &why[i].message, &why[i].fix_value };
        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
            if (!keep_text(&out->memory, texts[k]))
                return -1;
    }
    if (row.count > 0)
        memcpy(list, row.list, row.count * sizeof *list);
    if (!keep_text(&out->memory, &row.safe_code))
        return -1;
    row.cells = cells;
    row.why = why;
    row.list = list;
    buf_add(&out->spooled, &row, sizeof row);
    return out->spooled.failed ? -1 : 0;
}

static int suggest_for(struct suggest_worker *w, struct rule_context *ctx, const struct row *row, const struct findings *findings, struct outcome *out)
{
    const struct candidate *candidates;
    size_t n = 0;
    unsigned in_force = resolver_kinds(worker_resolver(w->checker)), kinds = row->kinds & in_force;
    struct suggested_row made = { .line = row->line, .cells = row->cells };
    if (take_reasons(w, findings, &made) < 0 || find_candidates(w, ctx, row, kinds ? kinds : in_force, &candidates, &n) < 0 ||
        take_facts(w, ctx, row, candidates, n) < 0)
        return -1;
    size_t ranked = suggest_rank(w->facts, n, w->best, w->shared->top);
    fill_list(w, row, candidates, ranked, &made);
    if (made.safe_code.p)
        put_safe_first(w, &made);
    return keep_row(out, made);
}

/* A table without a column for codes: every row in use that is not self-paid. */
static bool lacks_code(const struct row *row)
{
    return !(row->present & COLUMN_BIT(COLUMN_CATALOG_CODE)) && row->in_use && row->pay_class != 'C';
}

int suggest_worker_batch(struct suggest_worker *w, struct table *table, struct outcome *out)
{
    struct table_row *from = &w->row;
    struct tally tally = { .rows = 1 };
    struct rule_context *ctx;
    int got = table_next(table, from, &out->err);
    if (got <= 0)
        return got;
    const struct findings *findings = worker_row(w->checker, table, from, &tally, &ctx, &out->err);
    if (!findings)
        return -1;
    bool skipped = false, wanted = false;
    for (int k = 0; k < KIND_COUNT; k++)
        skipped = skipped || tally.skipped_kind[k] > 0;
    for (size_t i = 0; i < findings->count; i++)
        wanted = wanted || asks(&findings->items[i]);
    tally_add(&out->tally, &tally);
    if (from->ragged || skipped || !(wanted || lacks_code(&from->row)))
        return 1;
    if (suggest_for(w, ctx, &from->row, findings, out) == 0)
        return 1;
    return out->err.code == ERROR_NONE ? error_memory(&out->err) : -1;
}
