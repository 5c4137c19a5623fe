/* cli/cmd_coverage.c: duima coverage: what of the hospital's drugs is in the catalog, and what of the catalog the hospital has, against the
 * shares of its agreement. mapper/coverage counts, report/coverage shows. */
#include "base/i18n.h"
#include "cli/placed.h"
#include "cli/table_verb.h"
#include "report/coverage.h"

const struct option_row options_coverage[] = {
    { OPTION_INSTITUTION, 0, "institution", N_("NAME"), N_("whose shares are asked for: hospital (if not said), specialist, pharmacy, or another of the file"),
      N_("Against what:") },
    { OPTION_THRESHOLDS, 0, "thresholds", N_("FILE"), N_("the shares of an agreement of one's own, in the form of share/coverage.tsv"), N_("Against what:") },
    { OPTION_CATEGORY, 0, "category", N_("LIST"), N_("only the catalog's drugs of these categories (beginnings, parted by commas) need be stocked"),
      N_("Against what:") },
    { OPTION_CATALOG, 0, "catalog", N_("REGION"), N_("the region whose catalogs count (else the store's only one)"), N_("Against what:") },
    { OPTION_AS_OF, 0, "as-of", N_("DATE"), N_("against what is in force on that day (else today)"), N_("Against what:") },
    { OPTION_KIND, 0, "kind", N_("KIND"), N_("rows that do not say their kind are drug, service, facility or consumable (else the code's entry says it)"),
      N_("How the table is read:") },
    { OPTION_ENCODING, 0, "encoding", N_("NAME"), N_("UTF-8, GB18030, GBK, UTF-16 … (else found by itself)"), N_("How the table is read:") },
    { OPTION_SHEET, 0, "sheet", N_("NAME"), N_("the sheet of a workbook, by its name or number (else the one with such headings)"), N_("How the table is read:") },
    { OPTION_COLUMNS, 0, "columns", N_("FILE"), N_("the hospital's own column headings, see duima-mapping(5)"), N_("How the table is read:") },
    { OPTION_LIST, 0, "list", NULL, N_("list what lacks: items that are not in the catalog, drugs that are not stocked"), N_("What is shown:") },
    { OPTION_FORMAT, 0, "format", N_("FORMAT"), format_help, N_("What is shown:") },
    { OPTION_OUTPUT, 'o', "output", N_("FILE"), N_("where the format before it goes (else standard output)"), N_("What is shown:") },
    { OPTION_RAW, 0, "raw", NULL, raw_help, N_("What is shown:") },
    { .name = NULL },
};

struct coverage_run {
    struct cli *cli;
    struct view *view;
    struct coverage *coverage;
    struct coverage_report_options report;
    struct placed placed[PLACED_FORMATS];
    const struct note_format *formats[PLACED_FORMATS];
    struct coverage_report *reports[PLACED_FORMATS];
    size_t output_count;
    bool hash_tables;
};

static int open_outputs(struct coverage_run *run, struct error *err)
{
    for (size_t i = 0; i < run->output_count; i++) {
        struct placed *p = &run->placed[i];
        struct coverage_report_options options = run->report;
        options.write = placed_write;
        options.ctx = p;
        options.color = placed_is_stdout(p) && run->cli->color;
        if (placed_open(p, err) < 0 || !(run->reports[i] = coverage_report_new(run->formats[i], &options, err)))
            return -1;
    }
    return 0;
}

static int end_outputs(struct coverage_run *run, struct error *err)
{
    for (size_t i = 0; i < run->output_count; i++)
        if (coverage_report_end(run->reports[i], run->coverage, err) < 0)
            return -1;
    for (size_t i = 0; i < run->output_count; i++) /* none appears where another could not be written to its end */
        if (placed_commit(&run->placed[i], err) < 0)
            return -1;
    return 0;
}

/* --- the run */

static void judge(struct coverage_run *run)
{
    for (enum coverage_measure m = 0; m < COVERAGE_MEASURES; m++)
        for (enum coverage_type t = 0; t < COVERAGE_TYPES; t++)
            if (coverage_judge(coverage_share(run->coverage, m, t)) == COVERAGE_BELOW)
                cli_raise(run->cli, EXIT_FINDINGS);
}

static int count_tables(struct coverage_run *run, const struct args *args, struct error *err)
{
    for (size_t i = 0; i < args->operand_count; i++) {
        struct coverage_table_facts facts;
        if (coverage_table(run->coverage, args->operands[i], &facts, err) < 0)
            return -1; /* a share of some of the tables would be wrong */
        for (size_t k = 0; k < run->output_count; k++)
            if (coverage_report_table(run->reports[k], args->operands[i], &facts, err) < 0)
                return -1;
    }
    uint64_t ragged = coverage_ragged(run->coverage);
    if (ragged > 0)
        cli_warn(run->cli, _("rows with more or fewer fields than the headings were not counted: %llu; duima check names them"), (unsigned long long)ragged);
    return 0;
}

static int run_coverage(struct coverage_run *run, const struct coverage_options *options, const struct args *args, struct error *err)
{
    run->coverage = coverage_new(run->view, options, err);
    int status = run->coverage ? open_outputs(run, err) : -1;
    if (status == 0)
        status = count_tables(run, args, err);
    if (status == 0) {
        coverage_finish(run->coverage);
        judge(run);
        status = end_outputs(run, err);
    }
    for (size_t i = 0; i < run->output_count; i++)
        coverage_report_free(run->reports[i]);
    coverage_free(run->coverage);
    return status;
}

/* Inside a read of the store. */
static int look(struct coverage_run *run, const struct check_options *table, const struct coverage_options *options, const char *region,
                const struct args *args, struct error *err)
{
    if (refuse_expired(run->cli, region, table->day, err) < 0)
        return -1;
    run->report.view = run->view = view_load(run->cli->store, table->region, table->day, KIND_BIT(KIND_COUNT) - 1, err);
    int status = run->view ? run_coverage(run, options, args, err) : -1;
    view_free(run->view);
    return status;
}

static int cover(struct coverage_run *run, const struct args *args, struct error *err)
{
    struct cli *cli = run->cli;
    struct check_options table;
    char region[17];
    const char *institution = args_value(args, OPTION_INSTITUTION);
    if (table_options(cli, args, &table, err) < 0 || placed_formats(cli, args, run->placed, run->formats, &run->output_count, &run->hash_tables, err) < 0 || table_region(cli, args, region, &table, err) < 0)
        return -1;
    run->report = (struct coverage_report_options){
        .institution = institution ? institution : "hospital", .day = table.day, .list = args_has(args, OPTION_LIST), .quiet = cli->quiet,
        .about = { cli->program, PACKAGE_VERSION, region, cli->temp_dir, args_has(args, OPTION_RAW), false },
    };
    struct coverage_options options = {
        .share_dir = table.share_dir, .temp_dir = table.temp_dir, .day = table.day, .kind = table.kind, .encoding = table.encoding,
        .columns_file = table.columns_file, .sheets = table.sheets, .thresholds = args_value(args, OPTION_THRESHOLDS), .institution = span_of(run->report.institution),
        .categories = span_of(args_value(args, OPTION_CATEGORY)), .hash_tables = run->hash_tables, .stopped = cli_stopped, .ctx = cli,
    };
    if (store_begin_read(cli->store, err) < 0)
        return -1;
    int status = look(run, &table, &options, region, args, err);
    store_end_read(cli->store);
    return status;
}

int cmd_coverage(struct cli *cli, const struct args *args, struct error *err)
{
    struct coverage_run *run = calloc(1, sizeof *run);
    if (!run)
        return error_memory(err);
    run->cli = cli;
    int status = cover(run, args, err);
    for (size_t i = 0; i < run->output_count; i++)
        placed_release(&run->placed[i]);
    free(run);
    return status;
}
