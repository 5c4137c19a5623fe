/* mapper/check_emit.c: see the header. */
#include "mapper/check_emit.h"
#include "base/i18n.h"

/* Counts the findings of a row that goes to the sink. */
static void count_row(struct check_summary *summary, const struct checked_row *row, bool mapped)
{
    bool with[SEVERITY_COUNT] = { false };
    for (size_t i = 0; i < row->count; i++) {
        summary->by_rule[row->findings[i].rule]++;
        summary->by_severity[row->findings[i].severity]++;
        with[row->findings[i].severity] = true;
    }
    for (int s = 0; s < SEVERITY_COUNT && !row->whole_table; s++)
        summary->rows_with[s] += with[s];
    if (mapped && (with[SEVERITY_ERROR] || with[SEVERITY_WARNING]))
        summary->clean--;
}

/* The findings just made, with no row of the table behind them. */
static int emit_whole(struct emit *emit, const struct span *cells, struct error *err)
{
    const struct findings *f = worker_report(emit->worker);
    if (f->count == 0)
        return 0;
    struct checked_row row = { .file = emit->path, .sheet = table_sheet(emit->table), .line = 1, .whole_table = true, .cells = cells,
                               .positions = table_positions(emit->table), .findings = f->items, .count = f->count };
    count_row(emit->summary, &row, false);
    return emit->sink->row(emit->sink->ctx, &row, err);
}

int emit_table(struct emit *emit, struct error *err)
{
    static const struct span no_cells[COLUMN_COUNT];
    return emit_whole(emit, no_cells, err);
}

int emit_extras(struct emit *emit, struct error *err)
{
    const struct table_row *row;
    int got;
    while ((got = sets_next_extra(emit->sets, &row, err)) > 0) {
        const struct span *cells = row->row.cells;
        struct rule_context *ctx = worker_start(emit->worker, cells[COLUMN_LOCAL_CODE], cells[COLUMN_CATALOG_CODE], err);
        sets_say_extra(emit->sets, ctx, row);
        if (ctx->failed || emit_whole(emit, cells, err) < 0)
            return -1;
    }
    return got;
}

/* Reads a row of the first pass again. */
static int read_again(struct emit *emit, uint64_t offset, uint32_t line, struct error *err)
{
    table_seek(emit->table, offset, line);
    int got = table_next(emit->table, &emit->again, err);
    if (got == 0)
        return error_set(err, ERROR_INPUT, _("%s changed while it was read"), table_title(emit->table));
    return got < 0 ? -1 : 0;
}

/* One row to the sink: what the spool has of it (if anything), and what the set rules say of it (if anything). */
static int emit_row(struct emit *emit, uint64_t offset, uint32_t line, struct spool_record *spooled, bool in_set, struct error *err)
{
    struct row *again = &emit->again.row;
    struct spool_record record = spooled ? *spooled : (struct spool_record){ .line = line };
    bool reads = in_set || !record.cells; /* the set rules want more than the cells */
    struct set_reading reading = { emit->table, worker_resolver(emit->worker), worker_text(emit->worker) };
    if (in_set && sets_prepare(emit->sets, &reading, err) < 0)
        return -1;
    if (reads && read_again(emit, offset, line, err) < 0)
        return -1;
    const struct span *cells = reads ? again->cells : record.cells;
    struct rule_context *ctx = worker_start(emit->worker, cells[COLUMN_LOCAL_CODE], reads ? again->catalog_code : record.catalog_code, err);
    if (in_set && !spooled)
        worker_compare_again(emit->worker, again, &record);
    if (in_set) {
        ctx->findings->catalog_code = record.catalog_code;
        if (sets_findings(emit->sets, ctx, record.entry, record.catalog_code, &emit->again, err) < 0)
            return -1;
    }
    if (spooled && worker_append(emit->worker, spooled->findings, spooled->count, err) < 0)
        return -1;
    if (ctx->failed)
        return -1;
    const struct findings *f = worker_report(emit->worker);
    if (f->count == 0)
        return 0;
    struct checked_row row = { .file = emit->path, .sheet = table_sheet(emit->table), .line = line, .cells = cells, .positions = table_positions(emit->table),
                               .catalog_code = record.catalog_code, .entry = record.entry, .kind = record.kind,
                               .kind_known = record.kind_known, .findings = f->items, .count = f->count };
    count_row(emit->summary, &row, record.mapped);
    return emit->sink->row(emit->sink->ctx, &row, err);
}

int emit_rows(struct emit *emit, struct error *err)
{
    const struct check_options *options = emit->options;
    struct spool_record spooled;
    if (spool_rewind(emit->spool, err) < 0)
        return -1;
    int got = spool_next(emit->spool, &spooled, err);
    while (got >= 0) {
        uint32_t line;
        uint64_t offset;
        bool set = sets_peek(emit->sets, &line, &offset);
        if (got == 0 && !set)
            return 0;
        bool from_spool = got > 0 && (!set || spooled.line <= line), from_set = set && (got == 0 || line <= spooled.line);
        if (from_spool) {
            line = spooled.line;
            offset = spooled.offset;
        }
        if (emit_row(emit, offset, line, from_spool ? &spooled : NULL, from_set, err) < 0)
            return -1;
        if (options->stopped && options->stopped(options->ctx))
            return error_set(err, ERROR_STOPPED, _("stopped"));
        if (from_set)
            sets_advance(emit->sets);
        if (from_spool)
            got = spool_next(emit->spool, &spooled, err);
    }
    return -1;
}
