/* cli/profile_test.c: duima profile test FILE…: which profile fits and why, the first records as they would be read, how often each field is
 * filled, and what is left out. Keeps nothing. */
#include "cli/profile_verb.h"
#include "base/i18n.h"
#include "base/text.h"
#include "cli/progress.h"
#include "cli/read_limits.h"
#include "cli/twice.h"
#include "import/fit.h"
#include "report/label.h"

#define VALUE_COLUMNS 48 /* of a value that is shown */
#define RECORDS_USUAL 5
#define PROBLEMS_MOST 20 /* wrong records whose faults are told */
#define UNUSED_MOST   30 /* places that are named */

struct test_run {
    struct cli *cli;
    const char *path;
    struct profile_set set;
    bool given; /* --profile */
    struct read_limits limits;
    struct twice twice;
    uint64_t records;
    struct survey survey;
    struct fit *fits;
    struct buf out, shown, work; /* shown: the records, until what stands before them is known */
    uint64_t told;
};

static const char *file_of(const struct test_run *run)
{
    return strcmp(run->path, "-") == 0 ? _("standard input") : run->path;
}

static int on_progress(void *ctx, uint64_t bytes, uint64_t total, uint64_t records, struct error *err)
{
    struct test_run *run = ctx;
    (void)err;
    struct progress_step step = { .what = file_of(run), .unit = PROGRESS_BYTES, .done = bytes, .total = total, .records = records };
    cli_progress(run->cli, &step);
    return 0;
}

static bool on_stopped(void *ctx) { return cli_stopped(((struct test_run *)ctx)->cli); }

static int on_problem(void *ctx, bool is_error, const char *sentence, struct error *err)
{
    struct test_run *run = ctx;
    (void)err;
    if (is_error)
        cli_error(run->cli, "%s", sentence);
    else
        cli_warn(run->cli, "%s", sentence);
    return 0;
}

/* ---- the records ---- */

/* "AKA065 = 1": where it stood, and what stood there where that reads otherwise. */
static void add_source(struct test_run *run, const struct fit_value *v)
{
    buf_clear(&run->work);
    if (!v->path.p) {
        buf_adds(&run->work, _("from the profile"));
        return;
    }
    buf_addspan(&run->work, v->path);
    if (v->found.p && !span_eq(v->found, v->read))
        buf_addf(&run->work, " = %.*s", SPAN_ARG(v->found));
}

static int on_record(void *ctx, const struct fit_record *r, struct error *err)
{
    struct test_run *run = ctx;
    struct layout_table t;
    struct buf head = BUF_INIT;
    buf_addf(&head, _("record %llu: %s %.*s, line %u%s"), (unsigned long long)++run->told, r->good ? kind_label(r->kind) : _("record"),
             SPAN_ARG(r->code.p ? r->code : SPAN("?")), r->line, r->good ? "" : _(", with errors"));
    buf_addc(&run->shown, '\n');
    profile_heading(run->cli, &run->shown, buf_str(&head));
    layout_table_init(&t, 4);
    layout_table_cell(&t, span_of(_("field")));
    layout_table_cell(&t, span_of(_("value")));
    layout_table_cell(&t, span_of(_("line")));
    layout_table_cell(&t, span_of(_("stood at")));
    t.right[2] = true;
    for (size_t i = 0; i < r->n; i++) {
        const struct fit_value *v = &r->values[i];
        buf_clear(&run->work);
        buf_adds(&run->work, profile_field_label(v->field));
        if (v->parts.p)
            buf_addf(&run->work, _(" (%.*s)"), SPAN_ARG(v->parts));
        layout_table_cell(&t, buf_span(&run->work));
        buf_clear(&run->work);
        buf_addf(&run->work, v->bad ? _("%.*s (does not fit)") : "%.*s", SPAN_ARG(v->read));
        profile_cell(&t, buf_span(&run->work), profile_room(run->cli, 65, VALUE_COLUMNS));
        if (v->line)
            layout_table_number(&t, v->line);
        else
            layout_table_cell(&t, SPAN(" "));
        add_source(run, v);
        profile_cell(&t, buf_span(&run->work), profile_room(run->cli, 65, VALUE_COLUMNS));
    }
    if (r->n > 0)
        layout_table_print(&t, &run->shown, run->cli->color);
    layout_table_release(&t);
    run->shown.failed = run->shown.failed || head.failed || run->work.failed;
    buf_release(&head);
    return buf_check(&run->shown, err);
}

/* ---- what is known at the end ---- */

static void fact(struct layout_table *t, const char *label, struct span value)
{
    layout_table_cell(t, span_of(label));
    profile_cell(t, value, 0);
}

static void fact_number(struct test_run *run, struct layout_table *t, const char *label, int64_t n)
{
    buf_clear(&run->work);
    buf_addf(&run->work, "%lld", (long long)n);
    fact(t, label, buf_span(&run->work));
}

static void fact_day(struct layout_table *t, const char *label, date day)
{
    char text[DATE_TEXT];
    if (day != DATE_NONE)
        fact(t, label, span_of(date_text(day, text)));
}

static void add_facts(struct test_run *run, const struct fit_result *r)
{
    struct layout_table t;
    layout_table_init(&t, 2);
    fact(&t, _("the document says"), SPAN(" "));
    fact(&t, _("region"), r->region.p ? r->region : span_of(_("nothing: import wants --region")));
    fact(&t, _("version"), r->label.p ? r->label : span_of(_("nothing: import wants --label")));
    if (r->title.p)
        fact(&t, _("title"), r->title);
    if (r->publisher.p)
        fact(&t, _("publisher"), r->publisher);
    fact_day(&t, _("effective"), r->effective);
    fact_day(&t, _("expires"), r->expires);
    if (r->fragment)
        fact(&t, _("fragment"), span_of(_("yes: a part of a catalog only")));
    if (r->count >= 0)
        fact_number(run, &t, _("records declared"), r->count);
    if (r->pages >= 0)
        fact_number(run, &t, _("pages declared"), r->pages);
    if (r->page >= 0)
        fact_number(run, &t, _("this is page"), r->page);
    buf_addc(&run->out, '\n');
    layout_table_print(&t, &run->out, run->cli->color);
    layout_table_release(&t);
}

/* "100 %", "<1 %": whole numbers, none of which lies. */
static void add_percent(struct buf *out, uint64_t part, uint64_t whole)
{
    uint64_t percent = whole ? part * 100 / whole : 0;
    if (part > 0 && percent == 0)
        buf_adds(out, "<1 %");
    else
        buf_addf(out, "%llu %%", (unsigned long long)percent);
}

static void add_tally(struct test_run *run, const struct fit_result *r)
{
    struct layout_table t;
    const char *comma = "";
    buf_addc(&run->out, '\n');
    buf_addf(&run->out, _("records: %llu"), (unsigned long long)(r->good + r->bad));
    buf_adds(&run->out, r->good > 0 ? _(" (") : "");
    for (enum kind kind = 0; kind < KIND_COUNT; kind++) {
        if (r->kinds[kind] == 0)
            continue;
        buf_addf(&run->out, "%s%s %llu", comma, kind_label(kind), (unsigned long long)r->kinds[kind]);
        comma = _(", ");
    }
    buf_adds(&run->out, r->good > 0 ? _(")") : "");
    if (r->bad > 0)
        buf_addf(&run->out, _(", with errors: %llu"), (unsigned long long)r->bad);
    if (r->twice > 0)
        buf_addf(&run->out, _(", with a code that stands twice: %llu"), (unsigned long long)r->twice);
    if (r->warnings > 0)
        buf_addf(&run->out, _(", warnings: %lld"), (long long)r->warnings);
    buf_addc(&run->out, '\n');
    if (r->good == 0)
        return;
    layout_table_init(&t, 4);
    layout_table_cell(&t, span_of(_("field")));
    layout_table_cell(&t, SPAN(" "));
    layout_table_cell(&t, span_of(_("filled")));
    layout_table_cell(&t, SPAN(" "));
    t.right[2] = t.right[3] = true;
    for (enum entry_field f = 0; f < ENTRY_FIELD_COUNT; f++) {
        if (r->fields[f] == 0)
            continue;
        bool same = label_is_word(entry_field_label(f), entry_field_name(f));
        layout_table_cell(&t, span_of(entry_field_label(f)));
        layout_table_cell(&t, same ? SPAN(" ") : span_of(entry_field_name(f)));
        layout_table_number(&t, (int64_t)r->fields[f]);
        buf_clear(&run->work);
        add_percent(&run->work, r->fields[f], r->good);
        layout_table_cell(&t, buf_span(&run->work));
    }
    layout_table_print(&t, &run->out, run->cli->color);
    layout_table_release(&t);
}

/* A value of a place, or of the first below it that has one. */
static struct span sample_of(const struct survey *s, uint32_t node)
{
    for (uint32_t i = node; i < s->count; i++) {
        uint32_t up = i;
        while (up != SURVEY_NONE && up > node)
            up = s->nodes[up].parent;
        if (up == node && s->nodes[i].sample_count > 0)
            return s->nodes[i].samples[0];
    }
    return SPAN("");
}

static int add_unused(struct test_run *run, const struct profile *p, struct error *err)
{
    struct fit_unused *list;
    size_t n;
    struct layout_table t;
    if (fit_unused(&run->survey, p, &list, &n, err) < 0)
        return -1;
    buf_addc(&run->out, '\n');
    if (n == 0)
        buf_adds(&run->out, _("every value of the document is used\n"));
    else
        buf_adds(&run->out, _("values that no rule of the profile uses:\n"));
    layout_table_init(&t, 3);
    layout_table_cell(&t, span_of(_("stands at")));
    layout_table_cell(&t, span_of(_("values")));
    layout_table_cell(&t, span_of(_("such as")));
    t.right[1] = true;
    for (size_t i = 0; i < n && i < UNUSED_MOST; i++) {
        buf_clear(&run->work);
        if (run->survey.width > 0)
            profile_column_name(p, survey_column(&run->survey, list[i].node), &run->work);
        else
            survey_path(&run->survey, 0, list[i].node, &run->work);
        buf_adds(&run->work, list[i].whole ? "/…" : "");
        profile_cell(&t, buf_span(&run->work), 0);
        layout_table_number(&t, (int64_t)list[i].values);
        profile_cell(&t, sample_of(&run->survey, list[i].node), profile_room(run->cli, 60, VALUE_COLUMNS));
    }
    if (n > 0)
        layout_table_print(&t, &run->out, run->cli->color);
    if (n > UNUSED_MOST)
        buf_addf(&run->out, _("and %zu more places\n"), n - UNUSED_MOST);
    layout_table_release(&t);
    if (run->survey.odd > 0)
        buf_addf(&run->out, _("lines with another number of columns than %u: %llu\n"), run->survey.width, (unsigned long long)run->survey.odd);
    if (run->survey.beyond > 0)
        buf_addf(&run->out, _("elements and attributes in more places than are told apart: %llu\n"), (unsigned long long)run->survey.beyond);
    free(list);
    return 0;
}

/* ---- one file ---- */

static void add_fits(struct test_run *run, size_t fitting)
{
    struct layout_table t;
    layout_table_init(&t, 3);
    layout_table_cell(&t, span_of(_("profile")));
    layout_table_cell(&t, span_of(_("fits")));
    layout_table_cell(&t, span_of(_("because")));
    size_t shown = run->set.count;
    while (shown > 1 && run->fits[shown - 1].how == FIT_FORM && run->fits[0].how != FIT_FORM)
        shown--;
    for (size_t i = 0; i < shown; i++) {
        buf_clear(&run->work);
        fit_why(&run->survey, &run->fits[i], &run->work);
        profile_cell(&t, run->fits[i].profile->name, 0);
        layout_table_cell(&t, span_of(i < fitting ? _("yes") : _("no")));
        profile_cell(&t, buf_span(&run->work), 0);
    }
    layout_table_print(&t, &run->out, run->cli->color);
    layout_table_release(&t);
    if (shown < run->set.count)
        buf_addf(&run->out, run->survey.width > 0 ? _("and %zu profiles of XML, which this is not\n") : _("and %zu profiles of text in columns, which this is not\n"),
                 run->set.count - shown);
}

static int read_with(struct test_run *run, const struct profile *p, struct error *err)
{
    struct cli *cli = run->cli;
    struct fit_options options = { .share_dir = cli->share_dir, .temp_dir = cli->temp_dir, .records = run->records, .problems = PROBLEMS_MOST,
                                   .limits = run->limits, .fd = run->twice.fd };
    struct fit_events events = { run, on_record, on_problem, on_progress, on_stopped };
    struct fit_result result;
    if (twice_again(&run->twice, err) < 0)
        return -1;
    int read = fit_read(run->path, p, &options, &events, &result, err);
    if (result.ended)
        add_facts(run, &result);
    buf_addspan(&run->out, buf_span(&run->shown));
    run->out.failed = run->out.failed || run->shown.failed;
    add_tally(run, &result);
    struct error ignored;
    int status = add_unused(run, p, read < 0 ? &ignored : err);
    if (result.bad > 0 || result.twice > 0)
        cli_raise(cli, EXIT_FINDINGS);
    fit_result_release(&result);
    return read < 0 ? -1 : status;
}

static const char *why_not(struct test_run *run)
{
    buf_clear(&run->work);
    fit_why(&run->survey, &run->fits[0], &run->work);
    return buf_str(&run->work);
}

/* None fits, or several do. */
static int no_one_fits(struct test_run *run, size_t fitting, struct error *err)
{
    buf_clear(&run->work);
    for (size_t i = 0; i < fitting; i++)
        buf_addf(&run->work, "%s%.*s", i ? ", " : "", SPAN_ARG(run->fits[i].profile->name));
    if (fitting > 1)
        return error_set(err, ERROR_INPUT, _("%s: several profiles fit: %s; choose one with --profile"), file_of(run), buf_str(&run->work));
    if (run->given && run->fits[0].how == FIT_FORM)
        return error_set(err, ERROR_INPUT, _("%s: the profile %.*s does not fit: %s"), file_of(run), SPAN_ARG(run->set.at[0]->name), why_not(run));
    if (run->given)
        return error_set(err, ERROR_INPUT, _("%s: the root element is <%.*s>, but the profile %.*s reads <%.*s>"), file_of(run),
                         SPAN_ARG(run->survey.nodes[0].name), SPAN_ARG(run->set.at[0]->name), SPAN_ARG(run->set.at[0]->root));
    return error_set(err, ERROR_INPUT, _("%s: no profile fits; duima profile new %s drafts one"), file_of(run), run->path);
}

static int test_file(struct test_run *run, struct error *err)
{
    struct survey_options options = { .ctx = run, .progress = on_progress, .stopped = on_stopped, .limits = run->limits };
    if (twice_open(&run->twice, run->cli, run->path, &run->limits, err) < 0)
        return -1;
    options.fd = run->twice.fd;
    if (survey_read(&run->survey, run->path, &options, err) < 0)
        return -1;
    profile_heading(run->cli, &run->out, file_of(run));
    if (run->survey.others > 0)
        cli_say(run->cli, _("%s holds more documents: %llu; only the first was looked at for what fits and what is left out"), file_of(run),
                (unsigned long long)run->survey.others);
    size_t fitting = fit_judge(&run->survey, &run->set, run->fits);
    add_fits(run, fitting);
    const struct profile *p = fitting == 1 || (run->given && run->fits[0].how < FIT_ROOT) ? run->fits[0].profile : NULL;
    return p ? read_with(run, p, err) : no_one_fits(run, fitting, err);
}

/* What was found is printed also where the document was bad in the end. */
static int test_and_print(struct test_run *run, struct error *err)
{
    struct error ignored;
    int status = test_file(run, err);
    cli_progress_end(run->cli);
    survey_release(&run->survey);
    twice_release(&run->twice);
    if (run->out.n > 0 && cli_print(run->cli, &run->out, status < 0 ? &ignored : err) < 0)
        status = -1;
    if (status < 0 && err->code != ERROR_STOPPED && err->code != ERROR_MEMORY) {
        cli_fail(run->cli, err); /* and on to the next file */
        status = 0;
    }
    buf_clear(&run->out);
    buf_clear(&run->shown);
    run->told = 0;
    return status;
}

int profile_test(struct cli *cli, const struct args *args, struct error *err)
{
    struct test_run run = { .cli = cli, .given = args_has(args, OPTION_PROFILE) };
    if (args->operand_count < 2)
        return error_set(err, ERROR_USAGE, _("duima profile test takes at least one file"));
    if (read_limits_option(args, &run.limits, err) < 0 || profile_number(args, OPTION_RECORDS, "records", RECORDS_USUAL, &run.records, err) < 0 ||
        profile_set_load(&run.set, cli->share_dir, args_value(args, OPTION_PROFILE), err) < 0)
        return -1;
    run.fits = calloc(run.set.count, sizeof *run.fits);
    int status = run.fits ? 0 : error_memory(err);
    for (size_t i = 1; status == 0 && i < args->operand_count; i++) {
        run.path = args->operands[i];
        if (i > 1)
            buf_addc(&run.out, '\n');
        status = test_and_print(&run, err);
    }
    free(run.fits);
    buf_release(&run.out);
    buf_release(&run.shown);
    buf_release(&run.work);
    profile_set_release(&run.set);
    return status;
}
