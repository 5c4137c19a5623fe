/* cli/cmd_coverage.c: duima coverage: what of the hospital's drugs is in the catalog, and what of the catalog the hospital has, against the
 * shares of its agreement. mapper/coverage counts; this shows. */
#include "base/i18n.h"
#include "cli/table_verb.h"
#include "mapper/coverage.h"
#include "report/json.h"
#include "report/label.h"
#include "report/layout.h"

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
    { OPTION_FORMAT, 0, "format", N_("FORMAT"), N_("text (if not said) or ndjson"), N_("What is shown:") },
    { .name = NULL },
};

struct coverage_run {
    struct cli *cli;
    struct view *view;
    struct coverage *coverage;
    const char *institution;
    date day;
    bool list, ndjson, below;
    struct buf out;
};

static const char *type_label(enum coverage_type type)
{
    static const char *const labels[COVERAGE_TYPES] = {
        [COVERAGE_WESTERN] = N_("western drugs"),   [COVERAGE_PATENT] = N_("patent medicines"),
        [COVERAGE_HERBAL] = N_("herbal pieces"),    [COVERAGE_PREPARATION] = N_("hospital preparations"),
        [COVERAGE_ETHNIC] = N_("ethnic drugs"),     [COVERAGE_UNTOLD] = N_("type not told"),
        [COVERAGE_OTC] = N_("without prescription"), [COVERAGE_ALL] = N_("all"),
    };
    return _(labels[type]);
}

static const char *reason_label(enum coverage_reason reason)
{
    static const char *const labels[] = {
        [COVERAGE_IN] = N_("in the catalog"),       [COVERAGE_SELF_PAID] = N_("self-paid"),
        [COVERAGE_NOT_IN_FORCE] = N_("code not in force"), [COVERAGE_UNKNOWN_CODE] = N_("code not in the catalog in force"),
        [COVERAGE_NO_CODE] = N_("no catalog code"),
    };
    return _(labels[reason]);
}

static const char *reason_word(enum coverage_reason reason)
{
    static const char *const words[] = { [COVERAGE_IN] = "in", [COVERAGE_SELF_PAID] = "self-paid", [COVERAGE_NOT_IN_FORCE] = "not-in-force",
                                         [COVERAGE_UNKNOWN_CODE] = "unknown-code", [COVERAGE_NO_CODE] = "no-code" };
    return words[reason];
}

/* In 1/10000, rounded down: 84.999 % is not 85 %. */
static int64_t share_of(const struct coverage_share *s)
{
    return s->all > 0 ? (int64_t)(s->with * (uint64_t)AMOUNT_SCALE / s->all) : AMOUNT_NONE;
}

static void percent_cell(struct layout_table *t, int64_t share)
{
    struct buf text = BUF_INIT;
    if (share == AMOUNT_NONE)
        buf_adds(&text, "–");
    else
        buf_addf(&text, "%d.%02d %%", (int)(share / 100), (int)(share % 100));
    layout_table_cell(t, buf_span(&text));
    t->text.failed = t->text.failed || text.failed;
    buf_release(&text);
}

/* --- for people */

static void add_measure(struct coverage_run *run, enum coverage_measure measure)
{
    static const char *const verdicts[] = { [COVERAGE_NOT_ASKED] = "", [COVERAGE_MET] = N_("met"), [COVERAGE_BELOW] = N_("too low") };
    struct layout_table t;
    layout_table_init(&t, 6);
    t.right[1] = t.right[2] = t.right[3] = t.right[4] = true;
    layout_table_cell(&t, span_of(_("type")));
    layout_table_cell(&t, span_of(measure == COVERAGE_ITEMS ? _("the hospital's") : _("the catalog's")));
    layout_table_cell(&t, span_of(measure == COVERAGE_ITEMS ? _("in the catalog") : _("stocked")));
    layout_table_cell(&t, span_of(_("share")));
    layout_table_cell(&t, span_of(_("at least")));
    layout_table_cell(&t, SPAN(" "));
    for (enum coverage_type type = 0; type < COVERAGE_TYPES; type++) {
        const struct coverage_share *s = coverage_share(run->coverage, measure, type);
        if (s->all == 0 && s->least == AMOUNT_NONE && type != COVERAGE_ALL)
            continue;
        const char *verdict = verdicts[coverage_judge(s)];
        layout_table_cell(&t, span_of(type_label(type)));
        layout_table_number(&t, (int64_t)s->all);
        layout_table_number(&t, (int64_t)s->with);
        percent_cell(&t, share_of(s));
        if (s->least == AMOUNT_NONE)
            layout_table_cell(&t, SPAN(""));
        else
            percent_cell(&t, s->least);
        layout_table_cell(&t, *verdict ? span_of(_(verdict)) : SPAN(""));
    }
    layout_table_print(&t, &run->out, run->cli->color);
    layout_table_release(&t);
    buf_addc(&run->out, '\n');
}

static void add_title(struct coverage_run *run, const char *text)
{
    layout_style(&run->out, run->cli->color, STYLE_BOLD);
    buf_adds(&run->out, text);
    layout_style_end(&run->out, run->cli->color, STYLE_BOLD);
    buf_addc(&run->out, '\n');
}

static void list_items(struct coverage_run *run)
{
    struct layout_table t;
    struct buf place = BUF_INIT;
    const struct coverage_item *item;
    layout_table_init(&t, 5);
    static const char *const heads[] = { N_("row"), N_("local code"), N_("name"), N_("type"), N_("why") };
    for (size_t i = 0; i < t.columns; i++)
        layout_table_cell(&t, span_of(_(heads[i])));
    for (size_t i = 0; (item = coverage_item_at(run->coverage, i)); i++) {
        if (item->reason == COVERAGE_IN)
            continue;
        buf_clear(&place);
        layout_file(&place, item->file, item->sheet);
        buf_addf(&place, ":%u", (unsigned)item->line);
        layout_table_cell(&t, buf_span(&place));
        layout_table_cell(&t, item->local_code);
        layout_table_cell(&t, item->local_name);
        layout_table_cell(&t, span_of(type_label(item->type)));
        buf_clear(&place);
        buf_adds(&place, reason_label(item->reason));
        if (item->catalog_code.n > 0)
            buf_addf(&place, " %.*s", SPAN_ARG(item->catalog_code));
        layout_table_cell(&t, buf_span(&place));
    }
    add_title(run, _("The hospital's drugs that are not in the catalog"));
    layout_table_print(&t, &run->out, run->cli->color);
    buf_addc(&run->out, '\n');
    run->out.failed = run->out.failed || place.failed;
    layout_table_release(&t);
    buf_release(&place);
}

static void list_drugs(struct coverage_run *run)
{
    struct layout_table t;
    const struct coverage_drug *drug;
    layout_table_init(&t, 5);
    t.right[4] = true;
    static const char *const heads[] = { N_("policy code, or code"), N_("name"), N_("form"), N_("type"), N_("codes") };
    for (size_t i = 0; i < t.columns; i++)
        layout_table_cell(&t, span_of(_(heads[i])));
    for (enum coverage_type type = 0; type < COVERAGE_TYPES; type++) {
        for (size_t i = 0; (drug = coverage_drug_at(run->coverage, i)); i++) {
            if (drug->stocked || drug->type != type)
                continue;
            struct span policy = view_text(run->view, drug->entry, ENTRY_POLICY_CODE), generic = view_text(run->view, drug->entry, ENTRY_GENERIC);
            layout_table_cell(&t, policy.n > 0 ? policy : view_text(run->view, drug->entry, ENTRY_CODE));
            layout_table_cell(&t, generic.n > 0 ? generic : view_text(run->view, drug->entry, ENTRY_NAME));
            layout_table_cell(&t, view_text(run->view, drug->entry, ENTRY_FORM));
            layout_table_cell(&t, span_of(type_label(type)));
            layout_table_number(&t, drug->entries);
        }
    }
    add_title(run, _("The catalog's drugs that the hospital does not have"));
    layout_table_print(&t, &run->out, run->cli->color);
    buf_addc(&run->out, '\n');
    layout_table_release(&t);
}

static void add_text(struct coverage_run *run)
{
    const struct version_info *v = view_version(run->view, KIND_DRUG);
    struct buf title = BUF_INIT;
    char day[DATE_TEXT];
    buf_addf(&title, _("Coverage as of %s, against %s/%s@%s; shares asked of: %s"), date_text(run->day, day), v->region, kind_word(KIND_DRUG), v->label,
             run->institution);
    add_title(run, buf_str(&title));
    buf_release(&title);
    buf_addf(&run->out, "\n%s\n", _("The hospital's drugs that are in the catalog"));
    add_measure(run, COVERAGE_ITEMS);
    buf_addf(&run->out, "%s\n", _("The catalog's drugs that the hospital has, counted by policy code, else by generic name and class of form"));
    add_measure(run, COVERAGE_STOCKED);
    if (run->list) {
        list_items(run);
        list_drugs(run);
    }
    if (v->fragment && !run->cli->quiet)
        buf_addf(&run->out, "%s\n", _("The catalog is a part only: the shares are of that part."));
}

/* --- for programs */

static void share_member(struct buf *out, const char *name, int64_t share)
{
    struct buf text = BUF_INIT;
    if (share == AMOUNT_NONE)
        return;
    amount_add_places(&text, share, 4);
    json_text_member(out, name, buf_span(&text));
    out->failed = out->failed || text.failed;
    buf_release(&text);
}

static void add_share_object(struct coverage_run *run, enum coverage_measure measure, enum coverage_type type)
{
    const struct coverage_share *s = coverage_share(run->coverage, measure, type);
    struct buf *out = &run->out;
    if (s->all == 0 && s->least == AMOUNT_NONE && type != COVERAGE_ALL)
        return;
    buf_addc(out, '{');
    json_text_member(out, "measure", span_of(coverage_measure_word(measure)));
    json_text_member(out, "type", span_of(coverage_type_word(type)));
    json_number_member(out, "all", s->all);
    json_number_member(out, "with", s->with);
    share_member(out, "share", share_of(s));
    share_member(out, "least", s->least);
    if (coverage_judge(s) != COVERAGE_NOT_ASKED)
        json_bool_member(out, "met", coverage_judge(s) == COVERAGE_MET);
    buf_adds(out, "}\n");
}

static void add_lacking_objects(struct coverage_run *run)
{
    struct buf *out = &run->out;
    const struct coverage_item *item;
    const struct coverage_drug *drug;
    for (size_t i = 0; (item = coverage_item_at(run->coverage, i)); i++) {
        if (item->reason == COVERAGE_IN)
            continue;
        buf_addc(out, '{');
        json_text_member(out, "lacks", SPAN("item"));
        json_text_member(out, "type", span_of(coverage_type_word(item->type)));
        json_text_member(out, "file", item->file);
        json_text_member(out, "sheet", span_of(item->sheet));
        json_number_member(out, "line", item->line);
        json_text_member(out, "local_code", item->local_code);
        json_text_member(out, "local_name", item->local_name);
        json_text_member(out, "catalog_code", item->catalog_code);
        json_text_member(out, "reason", span_of(reason_word(item->reason)));
        buf_adds(out, "}\n");
    }
    for (size_t i = 0; (drug = coverage_drug_at(run->coverage, i)); i++) {
        if (drug->stocked)
            continue;
        buf_addc(out, '{');
        json_text_member(out, "lacks", SPAN("drug"));
        json_text_member(out, "type", span_of(coverage_type_word(drug->type)));
        json_text_member(out, "policy_code", view_text(run->view, drug->entry, ENTRY_POLICY_CODE));
        json_text_member(out, "catalog_code", view_text(run->view, drug->entry, ENTRY_CODE));
        json_text_member(out, "name", view_text(run->view, drug->entry, ENTRY_NAME));
        json_text_member(out, "form", view_text(run->view, drug->entry, ENTRY_FORM));
        json_number_member(out, "codes", drug->entries);
        buf_adds(out, "}\n");
    }
}

static void add_ndjson(struct coverage_run *run)
{
    for (enum coverage_measure m = 0; m < COVERAGE_MEASURES; m++)
        for (enum coverage_type t = 0; t < COVERAGE_TYPES; t++)
            add_share_object(run, m, t);
    if (run->list)
        add_lacking_objects(run);
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
    for (size_t i = 0; i < args->operand_count; i++)
        if (coverage_table(run->coverage, args->operands[i], err) < 0)
            return -1; /* a share of some of the tables would be wrong */
    uint64_t ragged = coverage_ragged(run->coverage);
    if (ragged > 0)
        cli_warn(run->cli, _("rows with more or fewer fields than the headings were not counted: %llu; duima check names them"), (unsigned long long)ragged);
    return 0;
}

static int run_coverage(struct coverage_run *run, const struct coverage_options *options, const struct args *args, struct error *err)
{
    run->coverage = coverage_new(run->view, options, err);
    int status = run->coverage ? count_tables(run, args, err) : -1;
    if (status == 0) {
        coverage_finish(run->coverage);
        judge(run);
        if (run->ndjson)
            add_ndjson(run);
        else
            add_text(run);
        status = cli_print(run->cli, &run->out, err);
    }
    coverage_free(run->coverage);
    return status;
}

static int read_format(const struct args *args, bool *ndjson, struct error *err)
{
    const char *format = args_value(args, OPTION_FORMAT);
    *ndjson = format && strcmp(format, "ndjson") == 0;
    return !format || *ndjson || strcmp(format, "text") == 0 ? 0 : error_set(err, ERROR_USAGE, _("--format %s: there is %s"), format, "text, ndjson");
}

int cmd_coverage(struct cli *cli, const struct args *args, struct error *err)
{
    struct coverage_run run = { .cli = cli, .list = args_has(args, OPTION_LIST) };
    struct check_options table;
    char region[17];
    const char *institution = args_value(args, OPTION_INSTITUTION);
    run.institution = institution ? institution : "hospital";
    if (table_options(cli, args, &table, err) < 0 || read_format(args, &run.ndjson, err) < 0 || table_region(cli, args, region, &table, err) < 0)
        return -1;
    run.day = table.day;
    struct coverage_options options = {
        .share_dir = table.share_dir, .temp_dir = table.temp_dir, .day = table.day, .kind = table.kind, .encoding = table.encoding,
        .columns_file = table.columns_file, .sheets = table.sheets, .thresholds = args_value(args, OPTION_THRESHOLDS), .institution = span_of(run.institution),
        .categories = span_of(args_value(args, OPTION_CATEGORY)), .stopped = cli_stopped, .ctx = cli,
    };
    if (store_begin_read(cli->store, err) < 0)
        return -1;
    int status = refuse_expired(cli, region, table.day, err);
    if (status == 0) {
        run.view = view_load(cli->store, table.region, table.day, KIND_BIT(KIND_COUNT) - 1, err);
        status = run.view ? run_coverage(&run, &options, args, err) : -1;
        view_free(run.view);
    }
    store_end_read(cli->store);
    buf_release(&run.out);
    return status;
}
