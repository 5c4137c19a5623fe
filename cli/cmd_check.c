/* cli/cmd_check.c: duima check: options -> check -> reports. Decides nothing about a row: mapper/ does, report/ shows it. */
#include "cli/table_verb.h"
#include "base/i18n.h"
#include "base/near.h"
#include "cli/baseline_file.h"
#include "cli/placed.h"
#include "cli/rule_choice.h"
#include "cli/progress.h"
#include "mapper/rule.h"
#include "report/label.h"
#include "report/report.h"

const struct option_row options_check[] = {
    { OPTION_CATALOG, 0, "catalog", N_("REGION"), N_("the region whose catalogs count (else the store's only one)"), N_("Against what:") },
    { OPTION_AS_OF, 0, "as-of", N_("DATE"), N_("against what is in force on that day (else today)"), N_("Against what:") },
    { OPTION_HOSPITAL_LEVEL, 0, "hospital-level", N_("LEVEL"), N_("the hospital's level, 1, 2 or 3: its ceilings count"), N_("Against what:") },
    { OPTION_SCHEME, 0, "scheme", N_("NAME"), N_("the insurance scheme whose self-pay share counts, such as employee"), N_("Against what:") },
    { OPTION_PREVIOUS, 0, "previous", N_("TABLE"), N_("the table as it was before: local codes that were given another code, or another item (M804, M805)"),
      N_("Against what:") },
    { OPTION_CENTRE, 0, "centre", N_("TABLE"), N_("the bureau's copy of the table: where it differs (M807)"), N_("Against what:") },
    { OPTION_KIND, 0, "kind", N_("KIND"), N_("rows that do not say their kind are drug, service, facility or consumable (else the code's entry says it)"),
      N_("How the table is read:") },
    { OPTION_ENCODING, 0, "encoding", N_("NAME"), N_("UTF-8, GB18030, GBK, UTF-16 … (else found by itself)"), N_("How the table is read:") },
    { OPTION_SHEET, 0, "sheet", N_("NAME"), N_("the sheet of a workbook, by its name or number (else the one with such headings)"), N_("How the table is read:") },
    { OPTION_COLUMNS, 0, "columns", N_("FILE"), N_("the hospital's own column headings, see duima-mapping(5)"), N_("How the table is read:") },
    { OPTION_SELECT, 0, "select", N_("RULES"), N_("show only these: identifiers, names or groups, parted by commas (C,D302)"), N_("What is shown:") },
    { OPTION_IGNORE, 0, "ignore", N_("RULES"), N_("do not show these"), N_("What is shown:") },
    { OPTION_SEVERITY, 0, "severity", N_("RULES=SEVERITY"), N_("count these as error, warning or info, whatever they are else (D308=error)"),
      N_("What is shown:") },
    { OPTION_FAIL_ON, 0, "fail-on", N_("SEVERITY"), N_("exit code 1 from this severity on: error (if not said), warning, info, never"), N_("What is shown:") },
    { OPTION_FORMAT, 0, "format", N_("FORMAT"), format_help, N_("What is shown:") },
    { OPTION_OUTPUT, 'o', "output", N_("FILE"), N_("where the format before it goes (else standard output)"), N_("What is shown:") },
    { OPTION_RAW, 0, "raw", NULL, raw_help, N_("What is shown:") },
    { OPTION_BASELINE, 0, "baseline", N_("FILE"), N_("do not show what this file has, show only what is new (X001: what it need not have)"),
      N_("What is shown:") },
    { OPTION_WRITE_BASELINE, 0, "write-baseline", N_("FILE"), N_("write what was found into this file, for --baseline"), N_("What is shown:") },
    { OPTION_SUPPRESSIONS, 0, "suppressions", N_("FILE"), N_("do not show what this file accepts, by rule and local code, with a reason (X001: what it need not have)"),
      N_("What is shown:") },
    { OPTION_STATISTICS, 0, "statistics", NULL, N_("at the end, how often each rule fired"), N_("What is shown:") },
    { OPTION_JOBS, 0, "jobs", N_("NUMBER"), N_("check the rows with that many threads, 1 to 64 (else as many as there are processors); the findings are the same"),
      N_("How fast:") },
    { .name = NULL },
};

struct output { /* one --format with its -o */
    const struct note_format *format;
    struct placed *placed;
    struct report *report;
};

struct check_run {
    struct cli *cli;
    struct check_options options;
    char region[17];
    unsigned fail_on; /* enum severity, or FAIL_ON_NEVER */
    bool statistics, raw;
    struct placed placed[PLACED_FORMATS];
    struct output outputs[PLACED_FORMATS];
    size_t output_count;
    struct report *aside; /* the summary on standard error, where no text report goes to standard output */
    const char *table;    /* being read */
    uint64_t skipped[KIND_COUNT];
    const char *baseline_path, *write_path, *suppressions_path; /* NULL: not asked for */
    struct baseline *baseline, *found;      /* what is known; what is to be written */
    struct suppressions *suppressions;
    struct accepted accepted;               /* of the table being read: what the suppressions and the baseline hide */
    bool unread;                            /* a table could not be read */
};

/* --- options */

static int read_outputs(struct check_run *run, const struct args *args, struct error *err)
{
    const struct note_format *formats[PLACED_FORMATS];
    if (placed_formats(run->cli, args, run->placed, formats, &run->output_count, &run->options.hash_tables, err) < 0)
        return -1;
    for (size_t i = 0; i < run->output_count; i++) {
        run->outputs[i].placed = &run->placed[i];
        run->outputs[i].format = formats[i];
    }
    return 0;
}

/* No output may be another file that is read, or the store. */
static int check_outputs(const struct check_run *run, const struct args *args, struct error *err)
{
    const char *others[] = { args_value(args, OPTION_PREVIOUS), args_value(args, OPTION_CENTRE), run->baseline_path, run->suppressions_path };
    if (placed_spare(run->placed, run->output_count, others, sizeof others / sizeof *others, err) < 0)
        return -1;
    for (size_t k = 0; k < args->operand_count && run->write_path; k++)
        if (same_file(run->write_path, args->operands[k]))
            return error_set(err, ERROR_USAGE, _("--write-baseline %s would overwrite the table that is read: name another file"), run->write_path);
    if (run->write_path && run->suppressions_path && same_file(run->write_path, run->suppressions_path))
        return error_set(err, ERROR_USAGE, _("--write-baseline %s would overwrite the suppressions that are read: name another file"), run->write_path);
    if (run->write_path && same_file(run->write_path, buf_str(&run->cli->db)))
        return error_set(err, ERROR_USAGE, _("--write-baseline %s is the store itself: name another file"), run->write_path);
    return 0;
}

static int read_accepted(struct check_run *run, struct error *err)
{
    if (run->baseline_path && (!(run->baseline = baseline_new(err)) ||
                               baseline_read_file(run->baseline_path, run->cli->temp_dir, run->baseline, err) < 0))
        return -1;
    if (run->suppressions_path && (!(run->suppressions = suppressions_new(err)) ||
                                   suppressions_read_file(run->suppressions_path, run->cli->temp_dir, run->suppressions, err) < 0))
        return -1;
    if (run->write_path && !(run->found = baseline_new(err)))
        return -1;
    return 0;
}

/* --previous, --centre. */
static int read_other_tables(struct check_run *run, const struct args *args, struct error *err)
{
    struct check_options *o = &run->options;
    size_t standard = 0;
    o->previous = args_value(args, OPTION_PREVIOUS);
    o->centre = args_value(args, OPTION_CENTRE);
    if (o->centre && args->operand_count > 1)
        return error_set(err, ERROR_USAGE, _("--centre %s is the copy of one table, and several are to be checked: check them one by one, each with its "
                                             "own copy"), o->centre);
    for (size_t i = 0; i < args->operand_count; i++)
        standard += strcmp(args->operands[i], "-") == 0;
    standard += o->previous && strcmp(o->previous, "-") == 0;
    standard += o->centre && strcmp(o->centre, "-") == 0;
    return standard > 1 ? error_set(err, ERROR_USAGE, _("standard input (-) can be read only once")) : 0;
}

/* The cells that are looked at behind the check; 0: all. */
static uint64_t cells_shown(const struct check_run *run)
{
    uint64_t cells = ACCEPTED_CELLS;
    for (size_t i = 0; i < run->output_count; i++) {
        uint64_t shown = report_cells(run->outputs[i].format);
        if (!shown)
            return 0;
        cells |= shown;
    }
    return cells;
}

static int read_options(struct check_run *run, const struct args *args, struct error *err)
{
    struct cli *cli = run->cli;
    struct check_options *o = &run->options;
    if (table_options(cli, args, o, err) < 0 || read_other_tables(run, args, err) < 0)
        return -1;
    o->scheme = span_of(args_value(args, OPTION_SCHEME));
    run->baseline_path = args_value(args, OPTION_BASELINE);
    run->suppressions_path = args_value(args, OPTION_SUPPRESSIONS);
    run->write_path = args_value(args, OPTION_WRITE_BASELINE);
    run->statistics = args_has(args, OPTION_STATISTICS);
    run->raw = args_has(args, OPTION_RAW);
    if (jobs_option(args, &o->jobs, err) < 0)
        return -1;
    if (hospital_level_option(args, &o->hospital_level, err) < 0 || rule_selection(args, o->rule_off, err) < 0 || rule_severities(args, o->severities, err) < 0 || fail_on_option(args, &run->fail_on, err) < 0 || read_outputs(run, args, err) < 0 ||
        check_outputs(run, args, err) < 0 || read_accepted(run, err) < 0)
        return -1;
    o->cells = cells_shown(run);
    return table_region(cli, args, run->region, o, err);
}

/* --- reports */

static int write_aside(void *ctx, const char *p, size_t n, struct error *err)
{
    struct cli *cli = ctx;
    (void)err;
    cli_progress_end(cli);
    (void)!write_all(2, p, n); /* nowhere left to say it */
    return 0;
}

static struct report_options report_options_of(const struct check_run *run, const struct view *view)
{
    return (struct report_options){ .view = view, .statistics = run->statistics, .quiet = run->cli->quiet,
                                    .hospital_level = run->options.hospital_level, .scheme = run->options.scheme, .day = run->options.day,
                                    .about = { run->cli->program, PACKAGE_VERSION, run->region, run->cli->temp_dir, run->raw, run->baseline != NULL },
                                    .rule_off = run->options.rule_off };
}

static int open_reports(struct check_run *run, const struct view *view, struct error *err)
{
    bool text_shown = false;
    for (size_t i = 0; i < run->output_count; i++) {
        struct output *o = &run->outputs[i];
        struct report_options options = report_options_of(run, view);
        options.write = placed_write;
        options.ctx = o->placed;
        options.color = placed_is_stdout(o->placed) && run->cli->color;
        options.width = placed_is_stdout(o->placed) ? run->cli->width : 0;
        if (placed_open(o->placed, err) < 0)
            return -1;
        o->report = report_new(o->format, &options, err);
        if (!o->report)
            return -1;
        text_shown = text_shown || (placed_is_stdout(o->placed) && o->format == &format_text);
    }
    if (text_shown || (run->cli->quiet && !run->statistics))
        return 0;
    struct report_options options = report_options_of(run, view);
    options.write = write_aside;
    options.ctx = run->cli;
    options.width = run->cli->width;
    options.color = run->cli->color_messages;
    options.summary_only = true;
    run->aside = report_new(&format_text, &options, err);
    return run->aside ? 0 : -1;
}

static int show(struct check_run *run, const struct checked_row *row, const struct acceptance *marks, struct error *err)
{
    for (size_t i = 0; i < run->output_count; i++)
        if (report_row(run->outputs[i].report, row, marks, err) < 0)
            return -1;
    return 0;
}

static int show_row(void *ctx, const struct checked_row *row, struct error *err)
{
    return show(ctx, row, NULL, err);
}

static int on_row(void *ctx, const struct checked_row *row, struct error *err)
{
    struct check_run *run = ctx;
    bool accepting = run->baseline || run->suppressions;
    struct acceptance *marks = NULL;
    if (accepting) {
        if (accepted_start(&run->accepted, row, err) < 0)
            return -1;
        marks = run->accepted.marks;
        if (run->suppressions)
            suppressions_mark(run->suppressions, run->options.day, row, marks);
        if (run->baseline)
            baseline_mark(run->baseline, run->options.day, row, marks);
        accepted_count(&run->accepted, row);
    }
    if (run->found && baseline_add(run->found, row, marks, run->baseline, err) < 0)
        return -1;
    return show(run, row, marks, err);
}

static int end_table(struct check_run *run, const char *path, const struct check_summary *summary, struct error *err)
{
    for (size_t i = 0; i < run->output_count; i++)
        if (report_table_end(run->outputs[i].report, path, summary, err) < 0)
            return -1;
    return run->aside ? report_table_end(run->aside, path, summary, err) : 0;
}

static int end_reports(struct check_run *run, struct error *err)
{
    for (size_t i = 0; i < run->output_count; i++)
        if (report_end(run->outputs[i].report, err) < 0)
            return -1;
    for (size_t i = 0; i < run->output_count; i++) /* none appears where another could not be written to its end */
        if (placed_commit(run->outputs[i].placed, err) < 0)
            return -1;
    return run->aside ? report_end(run->aside, err) : 0;
}

static void release_reports(struct check_run *run)
{
    for (size_t i = 0; i < run->output_count; i++) {
        report_free(run->outputs[i].report);
        placed_release(&run->placed[i]);
    }
    report_free(run->aside);
}

/* --- the check */

static bool on_stopped(void *ctx) { return cli_stopped(((struct check_run *)ctx)->cli); }

static void on_progress(void *ctx, uint64_t bytes, uint64_t total, uint64_t rows)
{
    struct check_run *run = ctx;
    cli_progress(run->cli, &(struct progress_step){ run->table, NULL, PROGRESS_BYTES, bytes, total, rows });
}

static void note_summary(struct check_run *run, const struct check_summary *s)
{
    for (unsigned severity = run->fail_on; severity < SEVERITY_COUNT; severity++)
        if (s->by_severity[severity] > 0)
            cli_raise(run->cli, EXIT_FINDINGS);
    for (size_t i = 0; i < KIND_COUNT; i++)
        run->skipped[i] += s->skipped_kind[i];
}

/* Every table is checked, even where one before it could not be read. -1: nothing more can be done. */
static int check_tables(struct check_run *run, struct check *c, const struct args *args, struct error *err)
{
    struct finding_sink sink = { run, on_row };
    for (size_t i = 0; i < args->operand_count; i++) {
        struct check_summary summary;
        run->table = args->operands[i];
        if (check_table(c, run->table, &sink, &summary, err) < 0) {
            cli_progress_end(run->cli);
            if (err->code != ERROR_INPUT)
                return -1;
            cli_fail(run->cli, err);
            accepted_uncount(&run->accepted, &summary); /* nothing counts of it */
            run->unread = true;
            for (size_t k = 0; k < run->output_count; k++) {
                struct error said = *err;
                if (report_unread(run->outputs[k].report, run->table, said.text, err) < 0)
                    return -1;
            }
            continue;
        }
        cli_progress_end(run->cli);
        run->unread = run->unread || summary.rows == 0; /* nothing behind the headings was looked at */
        accepted_uncount(&run->accepted, &summary);
        note_summary(run, &summary);
        if (end_table(run, run->table, &summary, err) < 0)
            return -1;
    }
    return 0;
}

/* X001. Entries that nothing needed can be told only where everything was read. */
static int check_accepted(struct check_run *run, struct error *err)
{
    struct finding_sink sink = { run, show_row };
    struct check_summary summary = { .rows = 0 };
    bool all = !run->unread;
    for (size_t i = 0; i < KIND_COUNT; i++)
        all = all && run->skipped[i] == 0;
    if (!run->baseline && !run->suppressions)
        return 0;
    if (run->suppressions &&
        suppressions_stale(run->suppressions, run->suppressions_path, run->options.day, all, run->options.rule_off, &sink, &summary, err) < 0)
        return -1;
    if (run->baseline && baseline_stale(run->baseline, run->baseline_path, run->options.day, all, run->options.rule_off, &sink, &summary, err) < 0)
        return -1;
    for (size_t i = 0; i < run->output_count; i++)
        report_count(run->outputs[i].report, &summary);
    if (run->aside)
        report_count(run->aside, &summary);
    note_summary(run, &summary);
    return 0;
}

/* What was found becomes the new baseline; where a table could not be read, its findings would be missing. */
static int write_baseline(struct check_run *run, struct error *err)
{
    if (!run->found)
        return 0;
    if (run->unread) {
        cli_warn(run->cli, _("%s was not written, since not every table could be read"), run->write_path);
        return 0;
    }
    if (run->baseline && baseline_keep(run->found, run->baseline, run->options.rule_off, err) < 0)
        return -1;
    return baseline_write_file(run->write_path, run->found, err);
}

static int run_check(struct check_run *run, const struct args *args, struct error *err)
{
    if (refuse_expired(run->cli, run->region, run->options.day, err) < 0)
        return -1;
    struct view *view = view_load_jobs(run->cli->store, run->options.region, run->options.day, KIND_BIT(KIND_COUNT) - 1, run->options.jobs, err);
    if (!view)
        return -1;
    run->options.stopped = on_stopped;
    run->options.progress = on_progress;
    run->options.ctx = run;
    struct check *c = check_new(view, &run->options, err);
    int status = c ? open_reports(run, view, err) : -1;
    if (status == 0)
        status = check_tables(run, c, args, err);
    if (status == 0)
        status = check_accepted(run, err);
    if (status == 0)
        status = end_reports(run, err);
    if (status == 0)
        status = write_baseline(run, err);
    if (status == 0)
        say_skipped(run->cli, run->region, run->options.day, run->skipped);
    release_reports(run);
    check_free(c);
    view_free(view);
    return status;
}

int cmd_check(struct cli *cli, const struct args *args, struct error *err)
{
    struct check_run *run = calloc(1, sizeof *run);
    if (!run)
        return error_memory(err);
    run->cli = cli;
    int status = read_options(run, args, err);
    if (status == 0)
        status = store_begin_read(cli->store, err);
    if (status == 0) {
        status = run_check(run, args, err);
        store_end_read(cli->store);
    }
    baseline_free(run->baseline);
    baseline_free(run->found);
    suppressions_free(run->suppressions);
    accepted_release(&run->accepted);
    free(run);
    return status;
}
