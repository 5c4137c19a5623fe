/* cli/cmd_impact.c: duima impact TABLE --to VERSION: which of the hospital's mapped rows break or change when that version comes into force. */
#include "base/i18n.h"
#include "cli/placed.h"
#include "cli/table_verb.h"
#include "report/impact.h"

const struct option_row options_impact[] = {
    { OPTION_TO, 0, "to", N_("VERSION"), N_("the version that comes into force: REGION@LABEL, or REGION/KIND@LABEL; must be given"), N_("Against what:") },
    { OPTION_FROM, 0, "from", N_("VERSION"), N_("the version before it (else what is in force)"), N_("Against what:") },
    { OPTION_AS_OF, 0, "as-of", N_("DATE"), N_("compared with what is in force on that day (else today)"), N_("Against what:") },
    { OPTION_EFFECTIVE, 0, "effective", N_("DATE"), N_("the day from which the version counts (else as it was published or is meant, else today)"),
      N_("Against what:") },
    { OPTION_HOSPITAL_LEVEL, 0, "hospital-level", N_("LEVEL"), N_("the hospital's level, 1, 2 or 3: its ceilings count"), N_("Against what:") },
    { OPTION_SCHEME, 0, "scheme", N_("NAME"), N_("the insurance scheme whose self-pay share counts, such as employee"), N_("Against what:") },
    { OPTION_KIND, 0, "kind", N_("KIND"), N_("rows that do not say their kind are drug, service, facility or consumable (else the code's entry says it)"),
      N_("How the table is read:") },
    { OPTION_ENCODING, 0, "encoding", N_("NAME"), N_("UTF-8, GB18030, GBK, UTF-16 … (else found by itself)"), N_("How the table is read:") },
    { OPTION_SHEET, 0, "sheet", N_("NAME"), N_("the sheet of a workbook, by its name or number (else the one with such headings)"), N_("How the table is read:") },
    { OPTION_COLUMNS, 0, "columns", N_("FILE"), N_("the hospital's own column headings, see duima-mapping(5)"), N_("How the table is read:") },
    { OPTION_LEAST, 0, "least", N_("EFFECT"), N_("show rows from this effect on: conditions (if not said), identity, money, breaks"), N_("What is shown:") },
    { OPTION_FAIL_ON, 0, "fail-on", N_("SEVERITY"), N_("exit code 1 from this severity on: error (if not said), warning, info, never"), N_("What is shown:") },
    { OPTION_FORMAT, 0, "format", N_("FORMAT"), format_help, N_("What is shown:") },
    { OPTION_OUTPUT, 'o', "output", N_("FILE"), N_("where the format before it goes (else standard output)"), N_("What is shown:") },
    { OPTION_RAW, 0, "raw", NULL, raw_help, N_("What is shown:") },
    { .name = NULL },
};

struct impact_run {
    struct cli *cli;
    struct impact_options options;
    struct impact_report_options report;
    struct impact_pair pairs[KIND_COUNT];
    size_t pair_count;
    unsigned fail_on; /* enum severity; SEVERITY_COUNT: never */
    struct placed placed[PLACED_FORMATS];
    const struct note_format *formats[PLACED_FORMATS];
    struct impact_report *reports[PLACED_FORMATS];
    size_t output_count;
    bool raw;
    date as_of;
};

static int read_least(const char *text, enum impact_effect *out, struct error *err)
{
    *out = IMPACT_CONDITIONS;
    for (int effect = IMPACT_CONDITIONS; text && effect <= IMPACT_BREAKS; effect++)
        if (strcmp(text, impact_word((enum impact_effect)effect)) == 0) {
            *out = (enum impact_effect)effect;
            return 0;
        }
    return text ? error_set(err, ERROR_USAGE, _("--least %s: it is conditions, identity, money or breaks"), text) : 0;
}

static int read_options(struct impact_run *run, const struct args *args, struct error *err)
{
    struct check_options table;
    if (!args_value(args, OPTION_TO))
        return error_set(err, ERROR_USAGE, _("duima impact needs --to VERSION: the version that comes into force; duima list shows what there is"));
    if (table_options(run->cli, args, &table, err) < 0 || hospital_level_option(args, &run->options.hospital_level, err) < 0 ||
        fail_on_option(args, &run->fail_on, err) < 0 || read_least(args_value(args, OPTION_LEAST), &run->report.least, err) < 0)
        return -1;
    run->as_of = run->options.today = table.day;
    run->options.share_dir = table.share_dir;
    run->options.temp_dir = table.temp_dir;
    run->options.kind = table.kind;
    run->options.encoding = table.encoding;
    run->options.columns_file = table.columns_file;
    run->options.sheets = table.sheets;
    run->options.scheme = span_of(args_value(args, OPTION_SCHEME));
    run->options.stopped = cli_stopped;
    run->options.ctx = run->cli;
    run->raw = args_has(args, OPTION_RAW);
    return placed_formats(run->cli, args, run->placed, run->formats, &run->output_count, &run->options.hash_tables, err);
}

/* What is compared with one version of --to: of --from the same kind, else what is in force and is not the version itself. 1, 0: nothing, -1. */
static int find_from(struct impact_run *run, const struct version_info *to, const struct version_info *from, size_t n, struct version_info *out,
                     struct error *err)
{
    for (size_t i = 0; i < n; i++)
        if (from[i].kind == to->kind) {
            *out = from[i];
            return 1;
        }
    return n > 0 ? 0 : store_in_force(run->cli->store, span_of(to->region), to->kind, run->as_of, out, err);
}

static int find_pairs(struct impact_run *run, const struct args *args, struct error *err)
{
    struct version_info to[KIND_COUNT], from[KIND_COUNT];
    const char *before = args_value(args, OPTION_FROM);
    size_t n, from_count = 0;
    char day[DATE_TEXT];
    if (named_versions(run->cli, args_value(args, OPTION_TO), to, &n, err) < 0 || (before && named_versions(run->cli, before, from, &from_count, err) < 0))
        return -1;
    for (size_t i = 0; i < n; i++) {
        struct impact_pair *pair = &run->pairs[run->pair_count];
        int got = find_from(run, &to[i], from, from_count, &pair->from, err);
        if (got < 0)
            return -1;
        if (got == 0)
            cli_say(run->cli, _("%s/%s@%s: no version before it to compare with, so rows of that kind do not count"), to[i].region,
                    kind_word(to[i].kind), to[i].label);
        if (got == 0)
            continue;
        pair->to = to[i];
        run->pair_count++;
    }
    if (run->pair_count == 0)
        return error_set(err, ERROR_CATALOG, _("nothing is in force on %s to compare %s with: say with --from VERSION"), date_text(run->as_of, day),
                         args_value(args, OPTION_TO));
    return 0;
}

/* --effective, else the day of the version, else today. */
static int find_day(struct impact_run *run, const struct args *args, struct error *err)
{
    const struct version_info *to = &run->pairs[0].to;
    run->options.day = to->in_force_from != DATE_NONE ? to->in_force_from : to->effective != DATE_NONE ? to->effective : run->cli->today;
    return date_option(args, OPTION_EFFECTIVE, "effective", &run->options.day, err);
}

static int show_row(void *ctx, const struct impact_row *row, struct error *err)
{
    struct impact_run *run = ctx;
    for (size_t i = 0; i < run->output_count; i++)
        if (impact_report_row(run->reports[i], row, err) < 0)
            return -1;
    return 0;
}

static int unread(struct impact_run *run, const char *path, struct error *err)
{
    struct error said = *err;
    cli_fail(run->cli, err);
    for (size_t i = 0; i < run->output_count; i++)
        if (impact_report_unread(run->reports[i], path, said.text, err) < 0)
            return -1;
    return 0;
}

static int read_tables(struct impact_run *run, struct impact *m, const struct args *args, struct error *err)
{
    for (size_t i = 0; i < args->operand_count; i++) {
        struct impact_table_facts facts;
        if (impact_table(m, args->operands[i], show_row, run, &facts, err) < 0) {
            if (err->code != ERROR_INPUT)
                return -1;
            if (unread(run, args->operands[i], err) < 0) /* the others are read all the same */
                return -1;
            continue;
        }
        for (size_t k = 0; k < run->output_count; k++)
            if (impact_report_table_end(run->reports[k], args->operands[i], &facts, err) < 0)
                return -1;
    }
    return 0;
}

static int open_outputs(struct impact_run *run, struct error *err)
{
    for (size_t i = 0; i < run->output_count; i++) {
        struct placed *p = &run->placed[i];
        bool terminal = placed_is_stdout(p);
        struct impact_report_options options = run->report;
        options.write = placed_write;
        options.ctx = p;
        options.color = terminal && run->cli->color;
        options.width = terminal ? run->cli->width : 0;
        if (placed_open(p, err) < 0 || !(run->reports[i] = impact_report_new(run->formats[i], &options, err)))
            return -1;
    }
    return 0;
}

static int end_outputs(struct impact_run *run, const struct impact_totals *totals, struct error *err)
{
    for (size_t i = 0; i < run->output_count; i++)
        if (impact_report_end(run->reports[i], totals, err) < 0)
            return -1;
    for (size_t i = 0; i < run->output_count; i++) /* none appears where another could not be written to its end */
        if (placed_commit(&run->placed[i], err) < 0)
            return -1;
    return 0;
}

static void note_exit_code(const struct impact_run *run, const struct impact_totals *t)
{
    for (int effect = IMPACT_CONDITIONS; effect <= IMPACT_BREAKS; effect++)
        if (t->effects[effect] > 0 && impact_severity((enum impact_effect)effect) >= run->fail_on)
            cli_raise(run->cli, EXIT_FINDINGS);
}

static int run_impact(struct impact_run *run, const struct args *args, struct error *err)
{
    if (find_pairs(run, args, err) < 0 || find_day(run, args, err) < 0)
        return -1;
    run->report.pairs = run->pairs;
    run->report.pair_count = run->pair_count;
    run->report.day = run->options.day;
    run->report.quiet = run->cli->quiet;
    run->report.hospital_level = run->options.hospital_level;
    run->report.scheme = run->options.scheme;
    run->report.about = (struct note_about){ run->cli->program, PACKAGE_VERSION, run->pairs[0].to.region, run->cli->temp_dir, run->raw, false };
    struct impact *m = impact_new(run->cli->store, run->pairs, run->pair_count, &run->options, err);
    int status = m ? open_outputs(run, err) : -1;
    if (status == 0)
        status = read_tables(run, m, args, err);
    if (status == 0)
        status = end_outputs(run, impact_totals(m), err);
    if (status == 0)
        note_exit_code(run, impact_totals(m));
    for (size_t i = 0; i < run->output_count; i++)
        impact_report_free(run->reports[i]);
    impact_free(m);
    return status;
}

int cmd_impact(struct cli *cli, const struct args *args, struct error *err)
{
    struct impact_run *run = calloc(1, sizeof *run);
    if (!run)
        return error_memory(err);
    run->cli = cli;
    int status = read_options(run, args, err);
    if (status == 0)
        status = store_begin_read(cli->store, err);
    if (status == 0) {
        status = run_impact(run, args, err);
        store_end_read(cli->store);
    }
    for (size_t i = 0; i < run->output_count; i++)
        placed_release(&run->placed[i]);
    free(run);
    return status;
}
