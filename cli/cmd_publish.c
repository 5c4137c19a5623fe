/* cli/cmd_publish.c: duima publish, withdraw and drop: what happens to a version. */
#include "cli/cli.h"
#include "base/i18n.h"
#include "cli/gates.h"

const struct option_row options_publish[] = {
    { OPTION_EFFECTIVE, 0, "effective", N_("DATE"), N_("the day from which it is in force (else the document's, else today)"), N_("Options:") },
    { OPTION_BY, 0, "by", N_("NAME"), N_("who publishes (else $DUIMA_USER, else the login name)"), N_("Options:") },
    { OPTION_REASON, 0, "reason", N_("TEXT"), N_("why; kept with the version"), N_("Options:") },
    { OPTION_ALLOW, 0, "allow", N_("CHECKS"), N_("publish although these checks fail, parted by commas; needs --reason"), N_("Options:") },
    { .name = NULL },
};
const struct option_row options_withdraw[] = {
    { OPTION_REASON, 0, "reason", N_("TEXT"), N_("why; must be given, and is kept with the version"), N_("Options:") },
    { OPTION_BY, 0, "by", N_("NAME"), N_("who withdraws (else $DUIMA_USER, else the login name)"), N_("Options:") },
    { .name = NULL },
};
const struct option_row options_drop[] = {
    { .name = NULL },
};

/* Where a name means several kinds, those of that status are meant; where none is, all, so that the store says why not. */
static void keep_status(enum version_status status, struct version_info v[KIND_COUNT], size_t *n)
{
    size_t with = 0;
    for (size_t i = 0; i < *n; i++)
        with += v[i].status == status;
    if (with == 0)
        return;
    size_t kept = 0;
    for (size_t i = 0; i < *n; i++)
        if (v[i].status == status)
            v[kept++] = v[i];
    *n = kept;
}

/* --effective, else the day that all the documents say, else today. */
static int effective_day(struct cli *cli, const struct args *args, const struct version_info *v, size_t n, date *out, struct error *err)
{
    *out = DATE_NONE;
    if (date_option(args, OPTION_EFFECTIVE, "effective", out, err) < 0)
        return -1;
    if (*out != DATE_NONE)
        return 0;
    for (size_t i = 1; i < n; i++)
        if (v[i].effective != v[0].effective)
            return error_set(err, ERROR_USAGE, _("the kinds of %s@%s were meant for different days: say one with --effective DATE"),
                             v[0].region, v[0].label);
    *out = v[0].effective != DATE_NONE ? v[0].effective : cli->today;
    return 0;
}

int cmd_publish(struct cli *cli, const struct args *args, struct error *err)
{
    struct version_info v[KIND_COUNT];
    size_t n;
    date effective;
    char day[DATE_TEXT];
    const char *by = args_value(args, OPTION_BY);
    struct act act = { span_of(by ? by : cli->who), span_of(cli->at), span_of(args_value(args, OPTION_REASON)), span_of(cli->program) };
    struct gate_options gates;
    if (gates_read(cli, args, &gates, err) < 0 || named_versions(cli, args->operands[0], v, &n, err) < 0)
        return -1;
    keep_status(VERSION_STAGED, v, &n);
    if (effective_day(cli, args, v, n, &effective, err) < 0)
        return -1;
    struct buf out = BUF_INIT; /* ready before it happens, so that nothing done is told as failed */
    for (size_t i = 0; i < n; i++)
        buf_addf(&out, _("%s/%s@%s: published, in force from %s; entries: %lld\n"), v[i].region, kind_word(v[i].kind), v[i].label,
                 date_text(effective, day), (long long)v[i].entries);
    int status = buf_check(&out, err);
    if (status == 0)
        status = store_publish(cli->store, v, n, effective, &act, &gates, err);
    if (status == 0)
        status = cli_print(cli, &out, err);
    buf_release(&out);
    return status;
}

/* Which version is in force in its place, or that none is. It is withdrawn by now, so a failure here is no failure of the verb. */
static void say_instead(struct cli *cli, const struct version_info *v, struct buf *out)
{
    struct version_info now;
    char day[DATE_TEXT];
    int found = store_in_force(cli->store, span_of(v->region), v->kind, cli->today, &now, NULL);
    buf_addf(out, _("%s/%s@%s: withdrawn; "), v->region, kind_word(v->kind), v->label);
    if (found < 0)
        buf_adds(out, _("what is in force now could not be read: duima list shows it\n"));
    else if (found)
        buf_addf(out, _("in force on %s: %s\n"), date_text(cli->today, day), now.label);
    else
        buf_addf(out, _("nothing is in force on %s\n"), date_text(cli->today, day));
}

#define WITHDRAWN_ROOM 4096 /* for a line of each kind: had before it happens */
int cmd_withdraw(struct cli *cli, const struct args *args, struct error *err)
{
    struct version_info v[KIND_COUNT];
    size_t n;
    const char *by = args_value(args, OPTION_BY), *reason = args_value(args, OPTION_REASON);
    struct act act = { span_of(by ? by : cli->who), span_of(cli->at), span_of(reason), span_of(cli->program) };
    if (!reason || span_trim(span_of(reason)).n == 0)
        return error_set(err, ERROR_USAGE, _("a version is withdrawn for a reason: say it with --reason TEXT"));
    if (named_versions(cli, args->operands[0], v, &n, err) < 0)
        return -1;
    keep_status(VERSION_PUBLISHED, v, &n);
    struct buf out = BUF_INIT;
    int status = buf_room(&out, WITHDRAWN_ROOM) ? store_withdraw(cli->store, v, n, &act, err) : error_memory(err);
    for (size_t i = 0; status == 0 && i < n; i++)
        say_instead(cli, &v[i], &out);
    if (status == 0)
        status = cli_print(cli, &out, err);
    buf_release(&out);
    return status;
}

int cmd_drop(struct cli *cli, const struct args *args, struct error *err)
{
    struct version_info v[KIND_COUNT];
    size_t n;
    if (named_versions(cli, args->operands[0], v, &n, err) < 0)
        return -1;
    keep_status(VERSION_STAGED, v, &n);
    struct buf out = BUF_INIT;
    for (size_t i = 0; i < n; i++)
        buf_addf(&out, _("%s/%s@%s: dropped\n"), v[i].region, kind_word(v[i].kind), v[i].label);
    int status = buf_check(&out, err);
    if (status == 0)
        status = store_drop(cli->store, v, n, err);
    if (status == 0)
        status = cli_print(cli, &out, err);
    buf_release(&out);
    return status;
}
