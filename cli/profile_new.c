/* cli/profile_new.c: duima profile new FILE: a draft of a profile for a document that no profile fits. */
#include "cli/profile_verb.h"
#include "base/i18n.h"
#include "base/text.h"
#include "cli/progress.h"
#include "cli/read_limits.h"
#include "import/draft.h"
#include "import/fit.h"
#include "report/label.h"
#include <unistd.h>

#define SAMPLE_COLUMNS 24 /* of each value that is shown */

struct new_run {
    struct cli *cli;
    const char *path, *shown, *to; /* shown: the path for messages */
    struct buf out, work;
};

static int on_progress(void *ctx, uint64_t bytes, uint64_t total, uint64_t records, struct error *err)
{
    struct new_run *run = ctx;
    (void)err;
    struct progress_step step = { .what = run->shown, .unit = PROGRESS_BYTES, .done = bytes, .total = total, .records = records };
    cli_progress(run->cli, &step);
    return 0;
}

static bool on_stopped(void *ctx) { return cli_stopped(((struct new_run *)ctx)->cli); }

static int read_options(const struct cli *cli, const struct args *args, struct draft_options *o, struct new_run *run, struct error *err)
{
    (void)cli;
    if (args->operand_count != 2)
        return error_set(err, ERROR_USAGE, _("duima profile new takes one file"));
    run->path = args->operands[1];
    run->shown = o->file = strcmp(run->path, "-") == 0 ? _("standard input") : run->path;
    run->to = args_value(args, OPTION_OUTPUT);
    o->name = args_value(args, OPTION_NAME);
    for (const char *p = o->name; p && *p; p++)
        if (!strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-", *p))
            return error_set(err, ERROR_USAGE, _("--name %s: letters A to Z, digits and - make a profile's name"), o->name);
    if (o->name && !*o->name)
        return error_set(err, ERROR_USAGE, _("--name is empty"));
    if (run->to && access(run->to, F_OK) == 0)
        return error_set(err, ERROR_USAGE, _("%s is there already, and a draft never overwrites what somebody may have finished: name another file"), run->to);
    return kind_option(args, &o->kind, err);
}

/* ---- what was found, for people ---- */

static void add_samples(struct layout_table *t, struct buf *work, const struct survey_node *n, int most)
{
    buf_clear(work);
    for (size_t i = 0; i < n->sample_count; i++) {
        struct buf one = BUF_INIT;
        layout_plain(&one, n->samples[i]);
        size_t fit = text_fit(buf_span(&one), SAMPLE_COLUMNS);
        buf_addf(work, "%s%.*s%s", i ? _(", ") : "", (int)fit, one.p ? one.p : "", fit < one.n ? "…" : "");
        buf_release(&one);
    }
    profile_cell(t, buf_span(work), most);
}

static void add_row(struct new_run *run, struct layout_table *t, const struct draft *d, const struct draft_record *r, const struct draft_field *f)
{
    const struct survey_node *n = f->node == SURVEY_NONE ? NULL : &d->survey->nodes[f->node];
    uint64_t percent = r->count ? f->filled * 100 / r->count : 0;
    buf_clear(&run->work);
    if (f->field && f->sure != DRAFT_UNSURE)
        buf_addf(&run->work, "%s", f->field);
    else if (f->field)
        buf_addf(&run->work, "(%s)", f->field);
    if (f->kind >= 0)
        buf_addf(&run->work, " [%s]", kind_label((enum kind)f->kind));
    profile_cell(t, run->work.n ? buf_span(&run->work) : SPAN(" "), 0);
    layout_table_cell(t, span_of(draft_sure_text(f->sure)));
    buf_clear(&run->work);
    if (n && span_is(f->path, ".")) /* of a group: where the group stands */
        survey_path(d->survey, r->node, f->node, &run->work);
    profile_cell(t, run->work.n ? buf_span(&run->work) : f->path, 44);
    buf_clear(&run->work);
    buf_addf(&run->work, f->filled > 0 && percent == 0 ? "<1 %%" : "%llu %%", (unsigned long long)percent);
    layout_table_cell(t, n ? buf_span(&run->work) : SPAN(" "));
    buf_clear(&run->work);
    if (n)
        buf_addf(&run->work, "%s%llu", n->distinct >= 256 ? "≈" : "", (unsigned long long)n->distinct);
    layout_table_cell(t, n ? buf_span(&run->work) : SPAN(" "));
    buf_clear(&run->work);
    if (n && n->filled > 0)
        buf_addf(&run->work, n->shortest == n->longest ? "%u" : "%u–%u", n->shortest, n->longest);
    layout_table_cell(t, run->work.n ? buf_span(&run->work) : SPAN(" "));
    profile_cell(t, n ? span_of(survey_look_text(n)) : SPAN(" "), 0);
    if (n)
        add_samples(t, &run->work, n, profile_room(run->cli, 100, 3 * SAMPLE_COLUMNS));
    else
        layout_table_cell(t, SPAN(" "));
}

static void add_record(struct new_run *run, const struct draft *d, const struct draft_record *r)
{
    static const char *const heads[] = { N_("field"), N_("how sure"), N_("stands at"), N_("filled"), N_("different"), N_("length"), N_("looks like"), N_("such as") };
    struct layout_table t;
    buf_clear(&run->work);
    if (d->survey->width > 0)
        buf_addf(&run->work, _("records: the lines, %llu of them, columns: %u"), (unsigned long long)r->count, d->survey->width);
    else
        buf_addf(&run->work, _("records: %.*s, %llu of them"), SPAN_ARG(r->path), (unsigned long long)r->count);
    profile_heading(run->cli, &run->out, buf_str(&run->work));
    layout_table_init(&t, sizeof heads / sizeof *heads);
    t.right[3] = t.right[4] = t.right[5] = true;
    for (size_t i = 0; i < t.columns; i++)
        layout_table_cell(&t, span_of(_(heads[i])));
    for (size_t i = 0; i < r->n; i++)
        add_row(run, &t, d, r, &r->fields[i]);
    layout_table_print(&t, &run->out, run->cli->color);
    layout_table_release(&t);
    buf_addc(&run->out, '\n');
}

static void add_document(struct new_run *run, const struct draft *d)
{
    struct layout_table t;
    layout_table_init(&t, 4);
    layout_table_cell(&t, span_of(_("of the document")));
    layout_table_cell(&t, span_of(_("how sure")));
    layout_table_cell(&t, span_of(_("stands at")));
    layout_table_cell(&t, span_of(_("such as")));
    for (size_t i = 0; i < d->document_count; i++) {
        const struct draft_field *f = &d->document[i];
        layout_table_cell(&t, span_of(f->field));
        layout_table_cell(&t, span_of(draft_sure_text(f->sure)));
        profile_cell(&t, f->node == SURVEY_NONE ? SPAN(" ") : f->path, 44);
        if (f->node == SURVEY_NONE)
            layout_table_cell(&t, SPAN(" "));
        else
            add_samples(&t, &run->work, &d->survey->nodes[f->node], profile_room(run->cli, 60, 3 * SAMPLE_COLUMNS));
    }
    layout_table_print(&t, &run->out, run->cli->color);
    layout_table_release(&t);
    buf_addc(&run->out, '\n');
}

static void add_todo(struct new_run *run, const struct draft *d)
{
    int width = run->cli->width > 0 && run->cli->width < 100 ? run->cli->width : 100;
    profile_heading(run->cli, &run->out, _("to do:"));
    for (size_t i = 0; i < d->todo_count; i++) {
        buf_addf(&run->out, " %2zu. ", i + 1);
        layout_wrapped(&run->out, span_of(d->todo[i]), 5, 5, width);
        buf_addc(&run->out, '\n');
    }
}

static int save(const char *to, const struct buf *xml, struct error *err)
{
    struct out_file file = { .fd = -1 };
    int status = out_file_open(&file, to, err);
    if (status == 0)
        status = out_file_write(&file, xml->p, xml->n, err);
    if (status == 0)
        status = out_file_commit(&file, err);
    out_file_release(&file);
    return status;
}

/* A draft for what is known already helps nobody: said, and made all the same. */
static void say_known(struct new_run *run, const struct survey *s)
{
    struct profile_set set;
    struct error ignored;
    if (profile_set_load(&set, run->cli->share_dir, NULL, &ignored) < 0)
        return;
    struct fit *fits = calloc(set.count, sizeof *fits);
    size_t n = fits ? fit_judge(s, &set, fits) : 0;
    for (size_t i = 0; i < n; i++)
        cli_say(run->cli, _("the profile %.*s fits %s already"), SPAN_ARG(fits[i].profile->name), run->shown);
    free(fits);
    profile_set_release(&set);
}

static int draft_and_print(struct new_run *run, const struct survey *s, const struct draft_options *o, struct error *err)
{
    struct cli *cli = run->cli;
    struct buf xml = BUF_INIT;
    struct draft *d = draft_new(s, o, err);
    int status = d ? draft_write(d, &xml, err) : -1;
    if (status == 0 && run->to) {
        status = save(run->to, &xml, err);
        for (size_t i = 0; i < d->record_count; i++)
            add_record(run, d, &d->records[i]);
        add_document(run, d);
        add_todo(run, d);
        if (status == 0)
            status = cli_print(cli, &run->out, err);
        if (status == 0)
            cli_say(cli, _("the draft is %s; next: duima profile test --profile %s %s"), run->to, run->to, run->path);
    } else if (status == 0)
        status = cli_print(cli, &xml, err);
    buf_release(&xml);
    draft_free(d);
    return status;
}

int profile_new(struct cli *cli, const struct args *args, struct error *err)
{
    struct new_run run = { .cli = cli };
    struct draft_options o = { .share_dir = cli->share_dir, .kind = -1 };
    struct survey survey;
    struct survey_options options = { .ctx = &run, .progress = on_progress, .stopped = on_stopped };
    if (read_options(cli, args, &o, &run, err) < 0 || read_limits_option(args, &options.limits, err) < 0)
        return -1;
    int status = survey_read(&survey, run.path, &options, err);
    cli_progress_end(cli);
    if (status == 0 && survey.others > 0)
        cli_say(cli, _("%s holds more documents: %llu; only the first was looked at"), run.shown, (unsigned long long)survey.others);
    if (status == 0)
        say_known(&run, &survey);
    if (status == 0)
        status = draft_and_print(&run, &survey, &o, err);
    survey_release(&survey);
    buf_release(&run.out);
    buf_release(&run.work);
    return status;
}
