/* mapper/check.c: one pass over the table, then the set rules, then everything in line order to the sink. See check.h.
 * Nothing here knows a rule; nothing here prints. */
#include "mapper/check.h"
#include "base/i18n.h"
#include "mapper/batch.h"
#include "mapper/findings.h"
#include "mapper/headings.h"
#include "mapper/peers.h"
#include "mapper/resolve.h"
#include "mapper/rules.h"
#include "mapper/run.h"
#include "mapper/sets.h"
#include "mapper/spool.h"
#include "mapper/table.h"
#include "mapper/words.h"

#define ASK_EVERY 128 /* batches between two questions whether to stop */

struct check {
    struct view *view;
    struct check_options options;
    struct text *text; /* the words' */
    struct values *values;
    struct headings *headings;
    struct resolver *resolver;
    struct words *words;
    struct peers *peers;
    struct arena arena;
    struct findings findings;
    struct rule_context ctx;
    struct buf unknown; /* headings, for the summary */
};

/* One table on its way. */
struct run {
    struct check *check;
    struct table *table;
    struct batch *batch;
    struct spool *spool;
    struct sets *sets;
    const struct finding_sink *sink;
    struct check_summary *summary;
    const char *path;
    uint64_t off;     /* RULE_BITs that are not reported */
    bool any_code, any_without;
    struct table_row again; /* a row read a second time */
    struct error *err;
};

struct check *check_new(struct view *view, const struct check_options *options, struct error *err)
{
    struct check *c = calloc(1, sizeof *c);
    if (!c) {
        error_memory(err);
        return NULL;
    }
    c->view = view;
    c->options = *options;
    arena_init(&c->arena);
    findings_init(&c->findings);
    buf_init(&c->unknown);
    buf_init(&c->ctx.scratch[0]);
    buf_init(&c->ctx.scratch[1]);
    if (hash_start(err) < 0 || !(c->words = words_new(options->share_dir, view, err)) || !(c->text = words_text(c->words)) ||
        !(c->peers = peers_new(view, options->day, err)) || !(c->values = values_new(options->share_dir, c->text, err)) ||
        !(c->headings = headings_new(options->share_dir, options->columns_file, c->text, err)) ||
        !(c->resolver = resolver_new(view, options->share_dir, c->text, err))) {
        check_free(c);
        return NULL;
    }
    c->ctx.view = view;
    c->ctx.options = &c->options;
    c->ctx.words = c->words;
    c->ctx.peers = c->peers;
    c->ctx.resolver = c->resolver;
    c->ctx.text = c->text;
    c->ctx.arena = &c->arena;
    c->ctx.findings = &c->findings;
    return c;
}

void check_free(struct check *c)
{
    if (!c)
        return;
    resolver_free(c->resolver);
    headings_free(c->headings);
    values_free(c->values);
    peers_free(c->peers);
    words_free(c->words);
    findings_release(&c->findings);
    arena_release(&c->arena);
    buf_release(&c->unknown);
    buf_release(&c->ctx.scratch[0]);
    buf_release(&c->ctx.scratch[1]);
    free(c);
}

const struct view *check_view(const struct check *c)
{
    return c->view;
}

/* A clean slate for one row (or for the table as a whole). */
static void start_row(struct run *run, struct span local_code, struct span catalog_code)
{
    struct rule_context *ctx = &run->check->ctx;
    if (run->check->findings.count > 0 || run->check->arena.total > 0)
        arena_clear(&run->check->arena);
    words_tidy(run->check->words);
    findings_start(&run->check->findings, local_code, catalog_code);
    ctx->silenced = 0;
    ctx->in_force = false;
    ctx->failed = false;
    ctx->err = run->err;
}

/* Drops the findings that the user hid; the rest sorted by rule. */
static void drop_hidden(struct run *run)
{
    struct findings *f = &run->check->findings;
    size_t kept = 0;
    for (size_t i = 0; i < f->count; i++) {
        if (!(run->off & RULE_BIT(f->items[i].rule)))
            f->items[kept++] = f->items[i];
    }
    f->count = kept;
    if (kept > 1)
        findings_sort(f);
}

static int spool_row(struct run *run, const struct table_row *from, const struct resolved *what, bool mapped)
{
    struct findings *f = &run->check->findings;
    drop_hidden(run);
    if (f->count == 0)
        return 0;
    struct spool_record record;
    memset(&record, 0, sizeof record);
    record.offset = from->offset;
    record.line = from->row.line;
    record.entry = what->entry;
    record.kind = what->kind;
    record.kind_known = what->kind_known;
    record.mapped = mapped;
    record.catalog_code = from->row.catalog_code;
    record.findings = f->items;
    record.count = f->count;
    return spool_add(run->spool, &record, run->err);
}

/* The first kind that the row may be of and that has no catalog, where it has none for any; KIND_COUNT: it can be checked. A row whose
 * code is another kind's can be checked too: that the kind is wrong (C110) is known without its catalog. */
static int kind_without_catalog(const struct run *run, const struct row *row)
{
    unsigned in_force = resolver_kinds(run->check->resolver);
    unsigned kinds = row->kinds ? row->kinds : in_force ? in_force : KIND_BIT(KIND_DRUG);
    if ((kinds & in_force) || (row->catalog_code.p && resolver_has(run->check->resolver, row->catalog_code)))
        return KIND_COUNT;
    int k = 0;
    while (!(kinds & KIND_BIT(k)))
        k++;
    return k;
}

/* The rows that are looked at at all: in use, not ragged, of a kind with a catalog. */
static void check_mapping(struct run *run, struct row *row, const struct view_entry *found, struct resolved *what)
{
    struct rule_context *ctx = &run->check->ctx;
    int skipped = kind_without_catalog(run, row);
    if (skipped < KIND_COUNT) {
        run->summary->skipped_kind[skipped]++;
        run->summary->kinds_seen |= KIND_BIT(skipped);
        return;
    }
    resolve_row(run->check->resolver, ctx, row, found, what);
    run->check->findings.catalog_code = row->catalog_code;
    if (what->kind_known)
        run->summary->kinds_seen |= KIND_BIT(what->kind);
    if (!what->entry || ctx->failed)
        return;
    ctx->in_force = what->in_force;
    run_rules(ctx, row, what->entry);
}

/* `found`: the entry with the row's code, where it was looked up before. */
static int check_row(struct run *run, struct table_row *from, const struct view_entry *found)
{
    struct check_summary *summary = run->summary;
    struct rule_context *ctx = &run->check->ctx;
    struct row *row = &from->row;
    struct resolved what = { .entry = NULL };
    bool mapped = false;
    summary->rows++;
    start_row(run, row->cells[COLUMN_LOCAL_CODE], row->cells[COLUMN_CATALOG_CODE]);
    if (from->ragged || from->fault_count > 0)
        rule_fields(ctx, run->table, from);
    if (!from->ragged) {
        bool has_code = row->catalog_code.p != NULL, skipped = row->in_use && kind_without_catalog(run, row) < KIND_COUNT;
        mapped = has_code && row->in_use;
        run->any_code |= has_code;
        run->any_without |= !has_code && !(row->marked & COLUMN_BIT(COLUMN_CATALOG_CODE));
        summary->mapped += mapped;
        mapped = mapped && !skipped; /* what was not checked is not clean */
        summary->clean += mapped;
        summary->out_of_use += !row->in_use;
        if (sets_add(run->sets, row->cells[COLUMN_LOCAL_CODE], from->offset, row->line, mapped, run->err) < 0)
            return -1;
        if (row->in_use)
            check_mapping(run, row, found, &what);
    }
    if (ctx->failed)
        return -1;
    return run->check->findings.count > 0 ? spool_row(run, from, &what, mapped) : 0;
}

static int ask(const struct run *run, uint64_t offset)
{
    const struct check_options *o = &run->check->options;
    if (o->progress)
        o->progress(o->ctx, offset, table_size(run->table), run->summary->rows);
    if (o->stopped && o->stopped(o->ctx))
        return error_set(run->err, ERROR_STOPPED, _("stopped"));
    return 0;
}

static int check_batch(struct run *run, size_t n)
{
    const struct view_entry *found[BATCH_ROWS];
    struct row *rows[BATCH_ROWS];
    for (size_t i = 0; i < n; i++)
        rows[i] = &batch_row(run->batch, i)->row;
    resolve_many(run->check->resolver, rows, found, n);
    for (size_t i = 0; i < n; i++) {
        if (check_row(run, batch_row(run->batch, i), found[i]) < 0)
            return -1;
    }
    return 0;
}

static int read_rows(struct run *run)
{
    int got;
    for (unsigned batches = 0; (got = batch_read(run->batch, run->table, run->err)) > 0; batches++) {
        if (batches % ASK_EVERY == 0 && ask(run, batch_row(run->batch, 0)->offset) < 0)
            return -1;
        if (check_batch(run, (size_t)got) < 0)
            return -1;
    }
    return got;
}

/* Counts the findings of a row that goes to the sink. */
static void count_row(struct run *run, const struct checked_row *row, bool mapped)
{
    bool with[SEVERITY_COUNT] = { false };
    for (size_t i = 0; i < row->count; i++) {
        run->summary->by_rule[row->findings[i].rule]++;
        run->summary->by_severity[row->findings[i].severity]++;
        with[row->findings[i].severity] = true;
    }
    for (int s = 0; s < SEVERITY_COUNT && !row->whole_table; s++)
        run->summary->rows_with[s] += with[s];
    if (mapped && (with[SEVERITY_ERROR] || with[SEVERITY_WARNING]))
        run->summary->clean--;
}

/* T101, T106: the findings just made, with no row behind them. */
static int emit_table_findings(struct run *run)
{
    static const struct span no_cells[COLUMN_COUNT];
    if (run->check->ctx.failed)
        return -1;
    drop_hidden(run);
    struct findings *f = &run->check->findings;
    if (f->count == 0)
        return 0;
    struct checked_row row = { .file = run->path, .line = 1, .whole_table = true, .cells = no_cells,
                               .positions = table_positions(run->table), .findings = f->items, .count = f->count };
    count_row(run, &row, false);
    return run->sink->row(run->sink->ctx, &row, run->err);
}

/* Reads a row of the first pass again. */
static int read_again(struct run *run, uint64_t offset, uint32_t line)
{
    table_seek(run->table, offset, line);
    int got = table_next(run->table, &run->again, run->err);
    if (got == 0)
        return error_set(run->err, ERROR_INPUT, _("%s changed while it was read"), table_name(run->table));
    return got < 0 ? -1 : 0;
}

/* The findings that set rules have for the row, and what it was compared with, where the first pass kept nothing of it. */
static void add_set_findings(struct run *run, struct spool_record *record, bool known)
{
    struct rule_context *ctx = &run->check->ctx;
    struct row *row = &run->again.row;
    if (!known) {
        struct resolved what = { .entry = NULL };
        ctx->silenced = UINT64_MAX; /* they were all said, or there were none */
        bool checked = row->in_use && kind_without_catalog(run, row) == KIND_COUNT;
        if (checked)
            resolve_row(run->check->resolver, ctx, row, NULL, &what);
        ctx->silenced = 0;
        *record = (struct spool_record){ .entry = what.entry, .kind = what.kind, .kind_known = what.kind_known,
                                         .mapped = checked && row->catalog_code.p, .catalog_code = row->catalog_code };
    }
    run->check->findings.catalog_code = record->catalog_code;
    sets_findings(run->sets, ctx, run->table, &run->again);
}

/* One row to the sink: what the spool has of it (if anything), and what the set rules say of it (if anything). */
static int emit_row(struct run *run, uint64_t offset, uint32_t line, struct spool_record *spooled, bool in_set)
{
    struct findings *f = &run->check->findings;
    struct spool_record record = spooled ? *spooled : (struct spool_record){ .line = line };
    if (read_again(run, offset, line) < 0)
        return -1;
    start_row(run, run->again.row.cells[COLUMN_LOCAL_CODE], run->again.row.catalog_code);
    if (in_set)
        add_set_findings(run, &record, spooled != NULL);
    if (spooled && findings_append(f, spooled->findings, spooled->count, run->err) < 0)
        return -1;
    if (run->check->ctx.failed)
        return -1;
    drop_hidden(run);
    if (f->count == 0)
        return 0;
    struct checked_row row = { .file = run->path, .line = line, .cells = run->again.row.cells, .positions = table_positions(run->table),
                               .catalog_code = record.catalog_code, .entry = record.entry, .kind = record.kind,
                               .kind_known = record.kind_known, .findings = f->items, .count = f->count };
    count_row(run, &row, record.mapped);
    return run->sink->row(run->sink->ctx, &row, run->err);
}

static int emit_rows(struct run *run)
{
    struct spool_record spooled;
    if (spool_rewind(run->spool, run->err) < 0)
        return -1;
    int got = spool_next(run->spool, &spooled, run->err);
    while (got >= 0) {
        uint32_t line;
        uint64_t offset;
        bool set = sets_peek(run->sets, &line, &offset);
        if (got == 0 && !set)
            return 0;
        bool from_spool = got > 0 && (!set || spooled.line <= line), from_set = set && (got == 0 || line <= spooled.line);
        if (from_spool) {
            line = spooled.line;
            offset = spooled.offset;
        }
        if (emit_row(run, offset, line, from_spool ? &spooled : NULL, from_set) < 0)
            return -1;
        if (run->check->options.stopped && run->check->options.stopped(run->check->options.ctx))
            return error_set(run->err, ERROR_STOPPED, _("stopped"));
        if (from_set)
            sets_advance(run->sets);
        if (from_spool)
            got = spool_next(run->spool, &spooled, run->err);
    }
    return -1;
}

/* "not run: no column X" for the rules whose columns the table lacks. */
static void note_not_run(struct check_summary *summary, uint64_t present, const struct check_options *options)
{
    if (options->kind >= 0)
        present |= COLUMN_BIT(COLUMN_KIND); /* --kind says what the column would */
    for (int r = 0; r < RULE_COUNT; r++) {
        const struct rule_info *info = rule_info((enum rule)r);
        size_t at = summary->not_run_count;
        for (const enum column *c = info->columns; *c != COLUMN_NONE; c++) {
            if (!(present & COLUMN_BIT(*c))) {
                summary->not_run[at].rule = (enum rule)r;
                summary->not_run[at++].column = *c;
            }
        }
        bool any = info->any_of[0] == COLUMN_NONE;
        for (const enum column *c = info->any_of; *c != COLUMN_NONE; c++)
            any = any || (present & COLUMN_BIT(*c));
        if (!any && at == summary->not_run_count) {
            summary->not_run[at].rule = (enum rule)r;
            summary->not_run[at++].column = info->any_of[0];
        }
        summary->not_run_count = at;
    }
}

static int run_table(struct run *run)
{
    struct rule_context *ctx = &run->check->ctx;
    start_row(run, SPAN_NONE, SPAN_NONE);
    rule_headings(ctx, run->table);
    if (run->check->findings.count > 0 || ctx->failed)
        return emit_table_findings(run);
    note_not_run(run->summary, table_present(run->table), &run->check->options);
    if (read_rows(run) < 0)
        return -1;
    run->summary->unknown_content = ctx->unknown_content;
    if (sets_compare(run->sets, run->table, run->check->resolver, run->err) < 0)
        return -1;
    start_row(run, SPAN_NONE, SPAN_NONE);
    if (!run->any_code && (run->any_without || run->summary->rows == 0))
        rule_nothing_mapped(ctx);
    if (emit_table_findings(run) < 0)
        return -1;
    return emit_rows(run);
}

static unsigned default_kinds(const struct check_options *options)
{
    return options->kind >= 0 && options->kind < KIND_COUNT ? KIND_BIT(options->kind) : 0;
}

static int open_run(struct run *run)
{
    struct check *c = run->check;
    struct table_options options = { c->options.encoding, c->options.temp_dir, default_kinds(&c->options) };
    run->table = table_open(run->path, &options, c->headings, c->values, run->err);
    if (!run->table)
        return -1;
    run->summary->encoding = table_encoding(run->table);
    run->summary->separator = table_separator(run->table);
    buf_clear(&c->unknown);
    buf_addspan(&c->unknown, table_unknown(run->table));
    run->summary->unknown_headings = buf_span(&c->unknown);
    if (buf_check(&c->unknown, run->err) < 0)
        return -1;
    run->batch = batch_new(run->err);
    if (!run->batch)
        return -1;
    run->spool = spool_new(c->options.temp_dir, 0, run->err);
    run->sets = run->spool ? sets_new(run->err) : NULL;
    return run->sets ? 0 : -1;
}

int check_table(struct check *c, const char *path, const struct finding_sink *sink, struct check_summary *summary, struct error *err)
{
    struct run run = { .check = c, .sink = sink, .summary = summary, .path = path, .err = err };
    memset(summary, 0, sizeof *summary);
    for (int r = 0; r < RULE_COUNT; r++)
        run.off |= c->options.rule_off[r] ? RULE_BIT(r) : 0;
    c->ctx.unknown_content = 0;
    resolver_clear(c->resolver);
    int status = open_run(&run);
    if (status == 0)
        status = run_table(&run);
    batch_free(run.batch);
    sets_free(run.sets);
    spool_free(run.spool);
    table_free(run.table);
    return status < 0 ? -1 : 0;
}
