/* mapper/worker.c: see the header. */
#include "mapper/worker.h"
#include "base/map.h"
#include "mapper/batch.h"
#include "mapper/limits.h"
#include "mapper/resolve.h"
#include "mapper/rules.h"
#include "mapper/run.h"
#include "mapper/words.h"

struct worker {
    struct text *text; /* the words' */
    struct values *values;
    struct resolver *resolver;
    struct words *words;
    struct limits *limits;
    struct arena arena;
    struct findings findings;
    struct rule_context ctx;
    struct batch *batch;
    uint64_t off;   /* RULE_BITs that are not reported */
    uint64_t cells; /* COLUMN_BITs of the cells that are kept with findings */
};

struct worker *worker_new(const struct worker_shared *shared, struct error *err)
{
    const char *share_dir = shared->options->share_dir;
    struct view *view = shared->view;
    struct worker *w = calloc(1, sizeof *w);
    if (!w) {
        error_memory(err);
        return NULL;
    }
    arena_init(&w->arena);
    findings_init(&w->findings);
    buf_init(&w->ctx.scratch[0]);
    buf_init(&w->ctx.scratch[1]);
    struct text *text = shared->text ? text_copy(shared->text, err) : text_new(err);
    if (!(w->words = words_new_with(share_dir, view, text, err)) || !(w->limits = limits_new(share_dir, err)) || !(w->text = words_text(w->words)) ||
        !(w->values = values_new(share_dir, w->text, err)) ||
        !(w->resolver = resolver_new(view, shared->history, shared->codes, w->text, err)) || !(w->batch = batch_new(err))) {
        worker_free(w);
        return NULL;
    }
    w->off = shared->off;
    w->cells = shared->options->cells ? shared->options->cells | COLUMN_BIT(COLUMN_LOCAL_CODE) : UINT64_MAX;
    w->ctx.view = view;
    w->ctx.options = shared->options;
    w->ctx.words = w->words;
    w->ctx.limits = w->limits;
    w->ctx.peers = shared->peers;
    w->ctx.resolver = w->resolver;
    w->ctx.text = w->text;
    w->ctx.arena = &w->arena;
    w->ctx.findings = &w->findings;
    return w;
}

void worker_free(struct worker *w)
{
    if (!w)
        return;
    batch_free(w->batch);
    resolver_free(w->resolver);
    values_free(w->values);
    limits_free(w->limits);
    words_free(w->words);
    findings_release(&w->findings);
    arena_release(&w->arena);
    buf_release(&w->ctx.scratch[0]);
    buf_release(&w->ctx.scratch[1]);
    free(w);
}

struct values *worker_values(struct worker *w) { return w->values; }
struct text *worker_text(struct worker *w) { return w->text; }
struct resolver *worker_resolver(struct worker *w) { return w->resolver; }

/* ---- the findings of one row ---- */

struct rule_context *worker_start(struct worker *w, struct span local_code, struct span catalog_code, struct error *err)
{
    struct rule_context *ctx = &w->ctx;
    if (w->findings.count > 0 || w->arena.total > 0)
        arena_clear(&w->arena);
    words_tidy(w->words);
    findings_start(&w->findings, local_code, catalog_code);
    ctx->silenced = 0;
    ctx->in_force = false;
    ctx->failed = false;
    ctx->err = err;
    ctx->facts = &ctx->no_facts;
    ctx->role.entry = ctx->own_role.entry = NULL;
    return ctx;
}

const struct findings *worker_report(struct worker *w)
{
    struct findings *f = &w->findings;
    size_t kept = 0;
    for (size_t i = 0; i < f->count; i++) {
        signed char severity = w->ctx.options->severities[f->items[i].rule];
        if (w->off & RULE_BIT(f->items[i].rule))
            continue;
        f->items[kept] = f->items[i];
        if (severity > 0)
            f->items[kept].severity = (enum severity)(severity - 1);
        kept++;
    }
    f->count = kept;
    if (kept > 1)
        findings_sort(f);
    return f;
}

int worker_append(struct worker *w, const struct finding *items, size_t n, struct error *err)
{
    for (size_t i = 0; i < n; i++) {
        if (!(w->ctx.silenced & RULE_BIT(items[i].rule)) && findings_append(&w->findings, &items[i], 1, err) < 0)
            return -1;
    }
    return 0;
}

/* ---- one row ---- */

/* The first kind that the row may be of and that has no catalog, where it has none for any; KIND_COUNT: it can be checked. A row whose
 * code is another kind's can be checked too: that the kind is wrong (C110) is known without its catalog. */
static int kind_without_catalog(const struct worker *w, const struct row *row)
{
    unsigned in_force = resolver_kinds(w->resolver);
    unsigned kinds = row->kinds ? row->kinds : in_force ? in_force : KIND_BIT(KIND_DRUG);
    if ((kinds & in_force) || (row->catalog_code.p && resolver_has(w->resolver, row->catalog_code)))
        return KIND_COUNT;
    int k = 0;
    while (!(kinds & KIND_BIT(k)))
        k++;
    return k;
}

/* The rows that are looked at at all: in use, not ragged, of a kind with a catalog. */
static void check_mapping(struct worker *w, struct row *row, const struct view_entry *found, struct resolved *what, struct tally *tally)
{
    struct rule_context *ctx = &w->ctx;
    resolve_row(w->resolver, ctx, row, found, what);
    w->findings.catalog_code = row->catalog_code;
    if (what->kind_known)
        tally->kinds_seen |= KIND_BIT(what->kind);
    if (what->entry && view_index(ctx->view, what->entry) != UINT32_MAX) /* the others have their number below */
        ctx->facts->code = view_index(ctx->view, what->entry);
    if (!what->entry || ctx->failed)
        return;
    ctx->in_force = what->in_force;
    run_rules(ctx, row, what->entry);
}

/* Counts the row, and checks what it is mapped to. */
static void check_whole_row(struct worker *w, struct table_row *from, const struct view_entry *found, struct resolved *what,
                            struct tally *tally)
{
    struct row *row = &from->row;
    struct row_facts *facts = w->ctx.facts;
    bool has_code = row->catalog_code.p != NULL;
    int skipped = row->in_use ? kind_without_catalog(w, row) : KIND_COUNT;
    tally->any_code |= has_code;
    tally->any_without |= !has_code && !(row->marked & COLUMN_BIT(COLUMN_CATALOG_CODE));
    tally->mapped += has_code && row->in_use;
    tally->out_of_use += !row->in_use;
    facts->checked = row->in_use && skipped == KIND_COUNT;
    facts->mapped = has_code && facts->checked; /* what was not checked is not clean */
    tally->clean += facts->mapped;
    if (skipped < KIND_COUNT) {
        tally->skipped_kind[skipped]++;
        tally->kinds_seen |= KIND_BIT(skipped);
    } else if (row->in_use) {
        check_mapping(w, row, found, what, tally);
    }
    if (facts->code == ROW_NO_CODE && row->catalog_code.p)
        facts->code = resolve_number(w->resolver, row->catalog_code);
    if (facts->mapped && !w->ctx.failed)
        rule_verified(&w->ctx, row);
}

static void note_findings(const struct findings *f, struct row_facts *facts)
{
    for (size_t i = 0; i < f->count; i++) {
        facts->found |= RULE_BIT(f->items[i].rule);
        facts->errors |= f->items[i].severity == SEVERITY_ERROR ? RULE_BIT(f->items[i].rule) : 0;
    }
}

static int spool_row(struct worker *w, const struct table_row *from, const struct resolved *what, struct outcome *out)
{
    const struct findings *f = worker_report(w);
    if (f->count == 0)
        return 0;
    struct spool_record record = { .offset = from->offset };
    record.line = from->row.line;
    record.entry = what->entry;
    record.kind = what->kind;
    record.kind_known = what->kind_known;
    record.mapped = w->ctx.facts->mapped;
    record.catalog_code = from->row.catalog_code;
    record.present = from->row.present & w->cells;
    record.cells = from->row.cells;
    record.findings = f->items;
    record.count = f->count;
    return spool_pack(&out->spooled, &record, &out->err);
}

static struct row_facts *start_facts(struct outcome *out, const struct table_row *from)
{
    struct row_facts *facts = outcome_row(out);
    if (!facts) {
        error_memory(&out->err);
        return NULL;
    }
    facts->local = hash_span(from->row.cells[COLUMN_LOCAL_CODE]);
    facts->offset = from->offset;
    facts->line = from->row.line;
    facts->name = (uint32_t)(hash_span(from->row.cells[COLUMN_LOCAL_NAME]) >> 32);
    facts->code = facts->base = ROW_NO_CODE;
    facts->price = facts->content = AMOUNT_NONE;
    facts->ragged = from->ragged;
    return facts;
}

/* `found`: the entry with the row's code, where it was looked up before. */
static int check_row(struct worker *w, const struct table *table, struct table_row *from, const struct view_entry *found, struct outcome *out)
{
    struct row *row = &from->row;
    struct resolved what = { .entry = NULL };
    struct rule_context *ctx = worker_start(w, row->cells[COLUMN_LOCAL_CODE], row->cells[COLUMN_CATALOG_CODE], &out->err);
    out->tally.rows++;
    if (!(ctx->facts = start_facts(out, from)))
        return -1;
    if (from->ragged || from->fault_count > 0)
        rule_fields(ctx, table, from);
    if (!from->ragged)
        check_whole_row(w, from, found, &what, &out->tally);
    if (ctx->failed)
        return -1;
    if (w->findings.count == 0)
        return 0;
    note_findings(&w->findings, ctx->facts);
    return spool_row(w, from, &what, out);
}

const struct findings *worker_row(struct worker *w, const struct table *table, struct table_row *from, struct tally *tally,
                                  struct rule_context **ctx, struct error *err)
{
    struct resolved what = { .entry = NULL };
    *ctx = worker_start(w, from->row.cells[COLUMN_LOCAL_CODE], from->row.cells[COLUMN_CATALOG_CODE], err);
    if (from->ragged || from->fault_count > 0)
        rule_fields(*ctx, table, from);
    if (!from->ragged)
        check_whole_row(w, from, NULL, &what, tally);
    return (*ctx)->failed ? NULL : worker_report(w);
}

int worker_batch(struct worker *w, struct table *table, struct outcome *out)
{
    const struct view_entry *found[BATCH_ROWS];
    struct row *rows[BATCH_ROWS];
    int n = batch_read(w->batch, table, &out->err);
    for (int i = 0; i < n; i++)
        rows[i] = &batch_row(w->batch, (size_t)i)->row;
    if (n <= 0)
        return n;
    resolve_many(w->resolver, rows, found, (size_t)n);
    w->ctx.unknown_content = 0;
    for (int i = 0; i < n; i++) {
        if (check_row(w, table, batch_row(w->batch, (size_t)i), found[i], out) < 0)
            return -1;
    }
    out->tally.unknown_content += w->ctx.unknown_content;
    return 1;
}

void worker_compare_again(struct worker *w, struct row *row, struct spool_record *out)
{
    struct resolved what = { .entry = NULL };
    bool checked = row->in_use && kind_without_catalog(w, row) == KIND_COUNT;
    w->ctx.silenced = UINT64_MAX; /* they were all said, or there were none */
    if (checked)
        resolve_row(w->resolver, &w->ctx, row, NULL, &what);
    w->ctx.silenced = 0;
    *out = (struct spool_record){ .line = row->line, .entry = what.entry, .kind = what.kind, .kind_known = what.kind_known,
                                  .mapped = checked && row->catalog_code.p, .catalog_code = row->catalog_code };
}
