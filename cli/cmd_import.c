/* cli/cmd_import.c: duima import: files -> staged versions, and what changed against the version before. */
#include "cli/cli.h"
#include "base/i18n.h"
#include "cli/gates.h"
#include "cli/import_pack.h"
#include "cli/progress.h"
#include "cli/read_limits.h"
#include "report/label.h"
#include "report/layout.h"

const struct option_row options_import[] = {
    { OPTION_PROFILE, 0, "profile", N_("NAME"), N_("the layout, by the name of a profile or its file (else found by the document)"),
      N_("What it is:") },
    { OPTION_REGION, 0, "region", N_("REGION"), N_("the region, where the document says none or another is meant"), N_("What it is:") },
    { OPTION_KIND, 0, "kind", N_("KIND"), N_("take only records of this kind: drug, service, facility or consumable"), N_("What it is:") },
    { OPTION_LABEL, 0, "label", N_("LABEL"), N_("the label of the version (else the document's)"), N_("What it is:") },
    { OPTION_EFFECTIVE, 0, "effective", N_("DATE"), N_("the day from which it is meant to be in force (else the document's)"),
      N_("What it is:") },
    { OPTION_DELTA, 0, "delta", NULL, N_("the files hold only what changed: put it on the newest version"), N_("What to do:") },
    { OPTION_ONTO, 0, "onto", N_("VERSION"), N_("the same, on this version: LABEL or REGION@LABEL"), N_("What to do:") },
    { OPTION_DRY_RUN, 0, "dry-run", NULL, N_("read and compare everything, keep nothing"), N_("What to do:") },
    { OPTION_SKIP_BAD, 0, "skip-bad", NULL, N_("leave bad records out instead of refusing the file"), N_("What to do:") },
    { OPTION_VALIDATE, 0, "validate", NULL, N_("hold a document of duima's own format against its schema; a fault refuses the file"), N_("What to do:") },
    { OPTION_XSD, 0, "xsd", N_("FILE"), N_("hold the document against this XML Schema; faults are warnings"), N_("What to do:") },
    { OPTION_REJECTS, 0, "rejects", N_("FILE"), N_("with --skip-bad: write the records left out to FILE"), N_("What to do:") },
    { OPTION_MAX_ERRORS, 0, "max-errors", N_("NUMBER"), N_("say at most so many faults of records, and look no further after as many bad ones (default 100; or all)"),
      N_("What to do:") },
    { OPTION_PUBLISH, 0, "publish", NULL, N_("put it in force at once: from --effective, else the document's day, else today"),
      N_("What to do:") },
    { OPTION_PUBKEY, 0, "pubkey", N_("KEY"), N_("the bureau's public key: its file, or the 56 characters themselves"), N_("A signed pack:") },
    { OPTION_ALLOW, 0, "allow", N_("gap"), N_("take it although it does not come behind the last one taken in; needs --reason"), N_("A signed pack:") },
    { OPTION_REASON, 0, "reason", N_("TEXT"), N_("why; kept with the pack"), N_("A signed pack:") },
    READ_LIMITS_ROWS(N_("Limits:")),
    { .name = NULL },
};

struct import_run {
    struct cli *cli;
    bool skip_bad, has_rejects;
    struct out_file rejects;
};

static int on_problem(void *ctx, bool is_error, const char *sentence, struct error *err)
{
    struct import_run *run = ctx;
    (void)err;
    if (is_error && !run->skip_bad)
        cli_error(run->cli, "%s", sentence);
    else if (is_error)
        cli_warn(run->cli, _("left out: %s"), sentence);
    else
        cli_warn(run->cli, "%s", sentence);
    return 0;
}

static int on_reject(void *ctx, const char *file, uint32_t line, struct span code, const char *why, struct span record, struct error *err)
{
    struct import_run *run = ctx;
    if (!run->has_rejects)
        return 0;
    struct buf text = BUF_INIT;
    (void)file; /* `why` is a whole sentence: it names file, line and code */
    (void)line;
    (void)code;
    buf_adds(&text, "# ");
    layout_plain(&text, span_of(why));
    buf_addc(&text, '\n');
    buf_addspan(&text, record);
    if (text.n > 0 && text.p[text.n - 1] != '\n')
        buf_addc(&text, '\n');
    int status = buf_check(&text, err);
    if (status == 0)
        status = out_file_write(&run->rejects, text.p, text.n, err);
    buf_release(&text);
    return status;
}

static int on_progress(void *ctx, const struct import_progress *p, struct error *err)
{
    static const char *const doing[] = { [IMPORT_SORTING] = N_("sorting"), [IMPORT_STORING] = N_("storing"), [IMPORT_SAVING] = N_("saving") };
    struct import_run *run = ctx;
    (void)err;
    struct progress_step step = { p->file, doing[p->phase] ? _(doing[p->phase]) : NULL,
                                  p->phase == IMPORT_READING ? PROGRESS_BYTES : PROGRESS_ENTRIES, p->done, p->total, p->records };
    cli_progress(run->cli, &step);
    return 0;
}

static bool on_stopped(void *ctx) { return cli_stopped(((struct import_run *)ctx)->cli); }

/* How many of each kind were not told, and where there were several warnings, how many of each. */
static void say_problems(struct cli *cli, const struct import_report *r)
{
    struct buf summary = BUF_INIT;
    int64_t all = 0;
    for (int kind = 0; kind < PROBLEM_TYPES; kind++) {
        long long n = r->problems[kind], more = n - r->told[kind];
        if (problem_is_error((enum problem)kind) && more > 0)
            cli_warn(cli, _("faults of records not shown: %lld; --max-errors all shows them"), more);
        if (problem_is_error((enum problem)kind) || n == 0)
            continue;
        if (more > 0 && kind != PROBLEM_VALUE)
            cli_warn(cli, _("%s: %lld more like these, not shown"), problem_title((enum problem)kind), more);
        buf_addf(&summary, "%s%s %lld", all ? _(", ") : "", problem_title((enum problem)kind), n);
        all += n;
    }
    if (all > 1 && !summary.failed)
        cli_say(cli, _("warnings: %lld (%s)"), (long long)all, buf_str(&summary));
    buf_release(&summary);
}

static int max_errors_option(const struct args *args, uint64_t *out, struct error *err)
{
    const char *text = args_value(args, OPTION_MAX_ERRORS);
    size_t n = text ? strspn(text, "0123456789") : 0;
    uint64_t most = 0;
    if (!text)
        return 0;
    if (strcmp(text, "all") == 0) {
        *out = UINT64_MAX;
        return 0;
    }
    for (size_t i = 0; i < n && i < 18; i++)
        most = most * 10 + (uint64_t)(text[i] - '0');
    if (text[n] || most == 0 || n > 18)
        return error_set(err, ERROR_USAGE, _("--max-errors %s: it is a number, 1 or more, or all"), text);
    *out = most;
    return 0;
}

static int read_onto(const struct args *args, struct import_options *o, struct error *err)
{
    char region[17];
    const char *text = args_value(args, OPTION_ONTO), *at = text ? strrchr(text, '@') : NULL;
    o->delta = text || args_has(args, OPTION_DELTA);
    o->onto = span_of(at ? at + 1 : text);
    o->onto_region = at ? (struct span){ text, (size_t)(at - text) } : SPAN_NONE;
    if (!text || (at && o->onto_region.n < sizeof region && o->onto.n && !memchr(text, '/', o->onto_region.n)) || (!at && o->onto.n))
        return 0;
    return error_set(err, ERROR_USAGE, _("--onto \"%s\": it is the label of a version, or REGION@LABEL"), text);
}

static int read_options(struct cli *cli, const struct args *args, struct import_options *o, struct error *err)
{
    char region[17];
    const char *text = args_value(args, OPTION_REGION);
    if (text && region_copy(text, region, err) < 0)
        return -1;
    o->region = span_of(text);
    o->label = span_of(args_value(args, OPTION_LABEL));
    if (o->label.p && (o->label.n == 0 || o->label.n > 64 || strpbrk(o->label.p, "@/ \t\n")))
        return error_set(err, ERROR_USAGE, _("--label \"%s\": 1 to 64 characters without blank, @ or /"), o->label.p);
    if (read_onto(args, o, err) < 0)
        return -1;
    o->share_dir = cli->share_dir;
    o->temp_dir = cli->temp_dir;
    o->profile = args_value(args, OPTION_PROFILE);
    o->dry_run = args_has(args, OPTION_DRY_RUN);
    o->skip_bad = args_has(args, OPTION_SKIP_BAD);
    o->publish = args_has(args, OPTION_PUBLISH);
    o->today = cli->today;
    o->act = (struct act){ span_of(cli->who), span_of(cli->at), SPAN_NONE, span_of(cli->program) };
    o->validate = args_has(args, OPTION_VALIDATE);
    o->xsd = args_value(args, OPTION_XSD);
    if (o->validate && o->skip_bad)
        return error_set(err, ERROR_USAGE, _("--validate takes a document whole or not at all, --skip-bad takes the good part of it: give one of them"));
    if (args_has(args, OPTION_REJECTS) && !o->skip_bad)
        return error_set(err, ERROR_USAGE, _("--rejects is for the records that --skip-bad leaves out: give both"));
    if (read_limits_option(args, &o->limits, err) < 0 || max_errors_option(args, &o->max_errors, err) < 0 ||
        date_option(args, OPTION_EFFECTIVE, "effective", &o->effective, err) < 0)
        return -1;
    return kind_option(args, &o->kind, err);
}

static int open_rejects(struct import_run *run, const struct args *args, struct error *err)
{
    const char *path = args_value(args, OPTION_REJECTS);
    if (!path)
        return 0;
    for (size_t i = 0; i < args->operand_count; i++)
        if (same_file(path, args->operands[i]))
            return error_set(err, ERROR_USAGE, _("--rejects %s would overwrite the file that is read: name another one"), path);
    if (same_file(path, buf_str(&run->cli->db)))
        return error_set(err, ERROR_USAGE, _("--rejects %s is the store itself: name another file"), path);
    if (out_file_open(&run->rejects, path, err) < 0)
        return -1;
    run->has_rejects = true;
    return 0;
}

static void say_version(struct buf *out, const struct import_report *r, const struct import_options *o, const struct stage_version *v)
{
    char day[DATE_TEXT];
    if (v->no_change) {
        buf_addf(out, _("%s/%s: no change: the content is that of %s (%s)\n"), v->version.region, kind_word(v->kind), v->version.label,
                 status_label(v->version.status));
        return;
    }
    buf_addf(out, _("%s/%s@%s: entries: %lld; "), v->version.region, kind_word(v->kind), v->version.label, (long long)v->entries);
    if (v->has_before)
        buf_addf(out, _("+%lld −%lld ~%lld against %s"), (long long)v->added, (long long)v->removed, (long long)v->changed, v->before.label);
    else
        buf_adds(out, _("the first version"));
    if (v->version.base[0])
        buf_addf(out, _("; changes put on %s"), v->version.base);
    if (o->dry_run)
        buf_adds(out, _("; tried only, nothing kept"));
    else if (r->published)
        buf_addf(out, _("; published, in force from %s"), date_text(r->effective, day));
    else
        buf_adds(out, _("; staged"));
    buf_addc(out, '\n');
}

/* What to do next, where something is still only staged. */
static void hint(struct cli *cli, const struct import_report *r, const struct import_options *o)
{
    const struct stage_version *staged = NULL;
    bool fresh = false;
    for (size_t i = 0; i < r->result.count; i++) {
        const struct stage_version *v = &r->result.versions[i];
        if (v->no_change && v->version.status == VERSION_STAGED)
            staged = v;
        fresh = fresh || !v->no_change;
    }
    if (o->dry_run)
        return;
    if (fresh && !r->published)
        cli_say(cli, _("what was staged is not in force yet; to put it in force: duima publish %s@%s"), r->region, r->label);
    else if (staged)
        cli_say(cli, _("version %s was staged before and is not in force; to put it in force: duima publish %s@%s"), staged->version.label,
                staged->version.region, staged->version.label);
}

/* `out` has room for it, so that nothing done is told as failed. */
#define RESULT_ROOM 8192
static int say_result(struct cli *cli, const struct import_report *r, const struct import_options *o, struct buf *out, struct error *err)
{
    for (size_t i = 0; i < r->result.count; i++)
        say_version(out, r, o, &r->result.versions[i]);
    if (r->superseded > 0)
        buf_addf(out, _("older records left out, since newer ones of their codes are there: %lld\n"), (long long)r->superseded);
    if (r->rejected > 0)
        buf_addf(out, _("bad records left out: %lld of %lld\n"), (long long)r->rejected, (long long)r->records);
    int status = cli_print(cli, out, err);
    if (status == 0)
        hint(cli, r, o);
    return status;
}

static int import_and_say(struct import_run *run, const struct args *args, struct import_options *o, const struct import_events *events,
                          struct error *err)
{
    struct cli *cli = run->cli;
    struct import_report report = { .records = 0 };
    struct import_pack pack;
    struct buf out = BUF_INIT;
    int status = import_pack_open(&pack, cli, args, o, err);
    if (status == 0 && !buf_room(&out, RESULT_ROOM))
        status = error_memory(err);
    if (status == 0)
        status = import_run(cli->store, (const char *const *)args->operands, args->operand_count, o, events, &report, err);
    import_pack_release(&pack);
    cli_progress_end(cli);
    say_problems(cli, &report);
    if (status < 0 && err->code == ERROR_STOPPED && cli_stopped(cli))
        cli_say(cli, _("stopped; nothing was changed"));
    if (status == 0 && run->has_rejects)
        status = out_file_commit(&run->rejects, err);
    if (status == 0 && report.rejected > 0)
        cli_raise(cli, EXIT_FINDINGS);
    if (status == 0)
        status = say_result(cli, &report, o, &out, err);
    buf_release(&out);
    return status;
}

int cmd_import(struct cli *cli, const struct args *args, struct error *err)
{
    struct import_options o = { .kind = -1 };
    struct import_run run = { .cli = cli, .rejects = { .fd = -1 } };
    struct import_events events = { &run, on_problem, on_reject, on_progress, on_stopped };
    struct gate_options gates = gates_told(cli);
    run.skip_bad = args_has(args, OPTION_SKIP_BAD);
    if (read_options(cli, args, &o, err) < 0 || open_rejects(&run, args, err) < 0)
        return -1;
    o.gates = &gates;
    int status = import_and_say(&run, args, &o, &events, err);
    out_file_release(&run.rejects);
    return status;
}
