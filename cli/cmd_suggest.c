/* cli/cmd_suggest.c: duima suggest: options -> suggestions -> formats, and the table again with what is safe filled in. Decides nothing about a
 * row: mapper/ does, report/ shows it, io/table_patch or io/sheet_xlsx_patch writes the table. */
#include "cli/table_verb.h"
#include "base/i18n.h"
#include "cli/placed.h"
#include "cli/progress.h"
#include "io/sheet_xlsx_patch.h"
#include "mapper/suggest.h"
#include "report/suggestions.h"

const struct option_row options_suggest[] = {
    { OPTION_CATALOG, 0, "catalog", N_("REGION"), N_("the region whose catalogs count (else the store's only one)"), N_("Against what:") },
    { OPTION_AS_OF, 0, "as-of", N_("DATE"), N_("against what is in force on that day (else today)"), N_("Against what:") },
    { OPTION_KIND, 0, "kind", N_("KIND"), N_("rows that do not say their kind are drug, service, facility or consumable (else any)"),
      N_("How the table is read:") },
    { OPTION_ENCODING, 0, "encoding", N_("NAME"), N_("UTF-8, GB18030, GBK, UTF-16 … (else found by itself)"), N_("How the table is read:") },
    { OPTION_SHEET, 0, "sheet", N_("NAME"), N_("the sheet of a workbook, by its name or number (else the one with such headings)"), N_("How the table is read:") },
    { OPTION_COLUMNS, 0, "columns", N_("FILE"), N_("the hospital's own column headings, see duima-mapping(5)"), N_("How the table is read:") },
    { OPTION_TOP, 0, "top", N_("NUMBER"), N_("at most so many suggestions a row (5, if not said)"), N_("What is shown:") },
    { OPTION_MIN_SCORE, 0, "min-score", N_("SCORE"), N_("none below this, from 0 (if not said) to 1"), N_("What is shown:") },
    { OPTION_FORMAT, 0, "format", N_("FORMAT"), format_help, N_("What is shown:") },
    { OPTION_APPLY, 0, "apply", NULL, N_("write the table again, with the safe codes filled in, to the -o behind it"), N_("What is shown:") },
    { OPTION_OUTPUT, 'o', "output", N_("FILE"), N_("where the format, or the table, before it goes (a format: else standard output)"), N_("What is shown:") },
    { OPTION_RAW, 0, "raw", NULL, raw_help, N_("What is shown:") },
    { OPTION_JOBS, 0, "jobs", N_("NUMBER"), N_("look at the rows with that many threads, 1 to 64 (else as many as there are processors); the output is the same"),
      N_("How fast:") },
    { .name = NULL },
};

#define TOP_USUAL 5

struct output { /* a format */
    const struct note_format *format;
    struct placed *placed;
    struct suggestions *report;
};

struct suggest_run {
    struct cli *cli;
    struct suggest_options options;
    char region[17];
    struct placed placed[PLACED_FORMATS];
    size_t placed_count;
    struct output outputs[PLACED_FORMATS];
    size_t output_count;
    bool raw;
    struct placed *apply; /* the file that --apply writes; NULL: it was not given */
    const char *table; /* being read */
    const char *sheet; /* of the rows that are filled in; NULL: no workbook's */
    struct patch_cell *cells; /* what is filled in */
    size_t cell_count, cell_cap;
    struct arena memory;
    struct suggest_summary total;
};

/* ---- options ---- */

static int read_top(const struct args *args, size_t *out, struct error *err)
{
    const char *text = args_value(args, OPTION_TOP);
    int64_t n;
    *out = TOP_USUAL;
    if (!text)
        return 0;
    if (amount_parse(span_of(text), '.', &n) != DECIMAL_OK || n % AMOUNT_SCALE != 0 || n < AMOUNT_SCALE || n > SUGGEST_TOP * AMOUNT_SCALE)
        return error_set(err, ERROR_USAGE, _("--top %s: it is a whole number from 1 to %d"), text, SUGGEST_TOP);
    *out = (size_t)(n / AMOUNT_SCALE);
    return 0;
}

static int read_min_score(const struct args *args, uint32_t *out, struct error *err)
{
    const char *text = args_value(args, OPTION_MIN_SCORE);
    int64_t n;
    *out = 0;
    if (!text)
        return 0;
    if (amount_parse(span_of(text), '.', &n) != DECIMAL_OK || n < 0 || n > AMOUNT_SCALE)
        return error_set(err, ERROR_USAGE, _("--min-score %s: it is a number from 0 to 1, such as 0.5"), text);
    *out = (uint32_t)((n + 9) / 10); /* scores are in 1/1000 */
    return 0;
}

static int add_output(struct suggest_run *run, struct placed *placed, struct error *err)
{
    struct output *o = &run->outputs[run->output_count];
    if (placed_format(placed, &o->format, err) < 0)
        return -1;
    run->options.check.hash_tables = run->options.check.hash_tables || o->format->ops;
    o->placed = placed;
    run->output_count++;
    return 0;
}

static int read_outputs(struct suggest_run *run, const struct args *args, struct error *err)
{
    static const enum option_id kinds[] = { OPTION_FORMAT, OPTION_APPLY };
    if (placed_read(run->cli, args, kinds, 2, run->placed, PLACED_FORMATS, &run->placed_count, err) < 0 ||
        placed_spare(run->placed, run->placed_count, (const char *const *)args->operands, args->operand_count, err) < 0 ||
        placed_check(run->placed, run->placed_count, err) < 0)
        return -1;
    for (size_t i = 0; i < run->placed_count; i++) {
        struct placed *p = &run->placed[i];
        if (p->option == OPTION_FORMAT) {
            if (add_output(run, p, err) < 0)
                return -1;
            continue;
        }
        if (run->apply)
            return error_set(err, ERROR_USAGE, _("--apply is given twice"));
        if (placed_is_stdout(p))
            return error_set(err, ERROR_USAGE, _("--apply writes a new table: name its file with -o FILE behind it"));
        run->apply = p;
    }
    if (run->apply && (args->operand_count > 1 || strcmp(args->operands[0], "-") == 0))
        return error_set(err, ERROR_USAGE, _("--apply takes one table, and not standard input"));
    return 0;
}

static int read_options(struct suggest_run *run, const struct args *args, struct error *err)
{
    struct suggest_options *o = &run->options;
    run->raw = args_has(args, OPTION_RAW);
    if (table_options(run->cli, args, &o->check, err) < 0 || read_top(args, &o->top, err) < 0 ||
        read_min_score(args, &o->min_score, err) < 0 || jobs_option(args, &o->check.jobs, err) < 0 || read_outputs(run, args, err) < 0)
        return -1;
    return table_region(run->cli, args, run->region, &o->check, err);
}

/* ---- what is shown ---- */

static int open_outputs(struct suggest_run *run, const struct view *view, struct error *err)
{
    for (size_t i = 0; i < run->output_count; i++) {
        struct output *o = &run->outputs[i];
        bool terminal = placed_is_stdout(o->placed);
        struct suggestions_options options = { .write = placed_write, .ctx = o->placed, .view = view, .color = terminal && run->cli->color,
                                               .width = terminal ? run->cli->width : 0, .quiet = run->cli->quiet,
                                               .applying = run->apply != NULL, .day = run->options.check.day,
                                               .about = { run->cli->program, PACKAGE_VERSION, run->region, run->cli->temp_dir, run->raw, false } };
        if (placed_open(o->placed, err) < 0)
            return -1;
        o->report = suggestions_new(o->format, &options, err);
        if (!o->report)
            return -1;
    }
    return 0;
}

static int end_outputs(struct suggest_run *run, struct error *err)
{
    for (size_t i = 0; i < run->output_count; i++)
        if (suggestions_end(run->outputs[i].report, &run->total, err) < 0)
            return -1;
    for (size_t i = 0; i < run->output_count; i++) /* none appears where another could not be written to its end */
        if (placed_commit(run->outputs[i].placed, err) < 0)
            return -1;
    return 0;
}

/* ---- what is filled in ---- */

static bool is_ascii(struct span s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80)
            return false;
    return true;
}

static int keep_cell(struct suggest_run *run, const struct suggested_row *row, struct error *err)
{
    if (run->cell_count == run->cell_cap) {
        size_t cap = run->cell_cap ? run->cell_cap * 2 : 256;
        struct patch_cell *cells = realloc(run->cells, cap * sizeof *cells);
        if (!cells)
            return error_memory(err);
        run->cells = cells;
        run->cell_cap = cap;
    }
    struct span texts[3] = { span_trim(row->cells[COLUMN_LOCAL_CODE]), span_trim(row->cells[COLUMN_CATALOG_CODE]), row->safe_code };
    for (size_t i = 0; i < 3; i++) {
        texts[i] = arena_copy(&run->memory, texts[i].p ? texts[i] : SPAN(""));
        if (!texts[i].p)
            return error_memory(err);
    }
    if (row->sheet && !run->sheet) {
        run->sheet = arena_copy(&run->memory, span_of(row->sheet)).p;
        if (!run->sheet)
            return error_memory(err);
    }
    run->cells[run->cell_count++] = (struct patch_cell){ .line = row->line, .key = texts[0], .old = texts[1], .text = texts[2] };
    return 0;
}

static int on_row(void *ctx, const struct suggested_row *row, struct error *err)
{
    struct suggest_run *run = ctx;
    for (size_t i = 0; i < run->output_count; i++)
        if (suggestions_row(run->outputs[i].report, row, err) < 0)
            return -1;
    if (!run->apply || !row->safe_code.p)
        return 0;
    if (is_ascii(row->safe_code))
        return keep_cell(run, row, err);
    cli_progress_end(run->cli);
    cli_warn(run->cli, _("%s, line %u: the code %.*s has characters that duima does not write; fill it in by hand"), run->table,
             (unsigned)row->line, SPAN_ARG(row->safe_code));
    return 0;
}

/* The new table, into the file that is open. */
static int write_table(struct suggest_run *run, uint32_t key_position, struct error *err)
{
    const struct suggest_summary *s = &run->total;
    struct table_patch patch = { .path = run->table, .encoding = s->source.encoding, .separator = s->source.separator, .position = s->code_position,
                                 .key_position = key_position, .cells = run->cells, .count = run->cell_count,
                                 .write = placed_write, .ctx = run->apply };
    struct xlsx_patch book = { .path = run->table, .sheet = run->sheet, .position = s->code_position, .key_position = key_position, .cells = run->cells,
                               .count = run->cell_count, .write = placed_write, .ctx = run->apply, .stopped = cli_stopped, .stopped_ctx = run->cli, .in_child = true };
    return s->source.separator ? table_patch_write(&patch, err) : xlsx_patch_write(&book, err);
}

static int can_apply(const struct suggest_run *run, struct error *err)
{
    const struct table_source *source = &run->total.source;
    if (run->total.code_position == 0)
        return error_set(err, ERROR_INPUT, _("%s has no column for catalog codes to fill in; add one with the heading catalog_code"), run->table);
    if (!source->separator && strcmp(source->encoding, "XLSX") != 0)
        return error_set(err, ERROR_INPUT, _("%s: duima does not write workbooks of this sort (%s); save it as XLSX or CSV (UTF-8) first"), run->table,
                         source->encoding);
    if (source->separator && !table_patch_can(source->encoding))
        return error_set(err, ERROR_INPUT, _("%s: duima does not write tables in %s; save it as UTF-8 or GB18030 first"), run->table, source->encoding);
    return 0;
}

static int apply(struct suggest_run *run, uint32_t key_position, struct error *err)
{
    int status = can_apply(run, err);
    if (status == 0)
        status = placed_open(run->apply, err);
    if (status == 0)
        status = write_table(run, key_position, err);
    if (status == 0)
        status = placed_commit(run->apply, err);
    if (status == 0)
        cli_say(run->cli, _("%s: codes filled in: %zu"), run->apply->path, run->cell_count);
    return status;
}

/* ---- the run ---- */

static bool on_stopped(void *ctx) { return cli_stopped(((struct suggest_run *)ctx)->cli); }

static void on_progress(void *ctx, uint64_t bytes, uint64_t total, uint64_t rows)
{
    struct suggest_run *run = ctx;
    cli_progress(run->cli, &(struct progress_step){ run->table, NULL, PROGRESS_BYTES, bytes, total, rows });
}

static void add_summary(struct suggest_summary *total, const struct suggest_summary *s)
{
    total->rows += s->rows;
    total->wanting += s->wanting;
    total->helped += s->helped;
    total->safe += s->safe;
    for (size_t i = 0; i < KIND_COUNT; i++)
        total->skipped_kind[i] += s->skipped_kind[i];
    total->source = s->source;
    total->code_position = s->code_position;
    total->key_position = s->key_position;
}

static int unread(struct suggest_run *run, struct error *err)
{
    struct error said = *err;
    cli_fail(run->cli, err);
    for (size_t i = 0; i < run->output_count; i++)
        if (suggestions_unread(run->outputs[i].report, run->table, said.text, err) < 0)
            return -1;
    return 0;
}

/* Every table is looked at, even where one before it could not be read. -1: nothing more can be done. */
static int read_tables(struct suggest_run *run, struct suggester *s, const struct args *args, struct error *err)
{
    struct suggest_sink sink = { run, on_row };
    for (size_t i = 0; i < args->operand_count; i++) {
        struct suggest_summary summary;
        run->table = args->operands[i];
        int status = suggester_table(s, run->table, &sink, &summary, err);
        cli_progress_end(run->cli);
        if (status < 0 && (err->code != ERROR_INPUT || run->apply))
            return -1;
        if (status < 0) {
            if (unread(run, err) < 0)
                return -1;
            continue;
        }
        add_summary(&run->total, &summary);
        for (size_t k = 0; k < run->output_count; k++)
            if (suggestions_table_end(run->outputs[k].report, run->table, &summary, err) < 0)
                return -1;
    }
    return 0;
}

static int run_suggest(struct suggest_run *run, const struct args *args, struct error *err)
{
    struct check_options *o = &run->options.check;
    if (refuse_expired(run->cli, run->region, o->day, err) < 0)
        return -1;
    struct view *view = view_load_jobs(run->cli->store, o->region, o->day, KIND_BIT(KIND_COUNT) - 1, o->jobs, err);
    if (!view)
        return -1;
    o->stopped = on_stopped;
    o->progress = on_progress;
    o->ctx = run;
    struct suggester *s = suggester_new(view, &run->options, err);
    int status = s ? open_outputs(run, view, err) : -1;
    if (status == 0)
        status = read_tables(run, s, args, err);
    if (status == 0)
        status = end_outputs(run, err);
    if (status == 0 && run->apply)
        status = apply(run, run->total.key_position, err);
    if (status == 0)
        say_skipped(run->cli, run->region, o->day, run->total.skipped_kind);
    if (status == 0 && run->total.wanting > 0 && run->total.helped == 0)
        cli_raise(run->cli, EXIT_FINDINGS);
    suggester_free(s);
    view_free(view);
    return status;
}

int cmd_suggest(struct cli *cli, const struct args *args, struct error *err)
{
    struct suggest_run *run = calloc(1, sizeof *run);
    if (!run)
        return error_memory(err);
    run->cli = cli;
    arena_init(&run->memory);
    int status = read_options(run, args, err);
    if (status == 0)
        status = store_begin_read(cli->store, err);
    if (status == 0) {
        status = run_suggest(run, args, err);
        store_end_read(cli->store);
    }
    for (size_t i = 0; i < run->output_count; i++)
        suggestions_free(run->outputs[i].report);
    for (size_t i = 0; i < run->placed_count; i++)
        placed_release(&run->placed[i]);
    arena_release(&run->memory);
    free(run->cells);
    free(run);
    return status;
}
