/* cli/cmd_diff.c: duima diff FROM TO: which versions are meant, and where their differences go. What differs, catalog/diff.h knows. */
#include "cli/cli.h"
#include "base/i18n.h"
#include "cli/placed.h"
#include "report/change.h"

const struct option_row options_diff[] = {
    { OPTION_CATALOG, 0, "catalog", N_("CATALOG"), N_("REGION or REGION/KIND (else what the versions' names say, else the only region)"), N_("Options:") },
    { OPTION_STAT, 0, "stat", NULL, N_("only how many codes changed, by kind of change and by field"), N_("Options:") },
    { OPTION_CHANGES, 0, "changes", N_("LIST"), N_("show only these kinds of change, parted by commas (added,price,pay-class)"), N_("Options:") },
    { OPTION_FORMAT, 0, "format", N_("FORMAT"), N_("text (if not said), csv, ndjson or sql"), N_("Options:") },
    { OPTION_OUTPUT, 'o', "output", N_("FILE"), N_("where it goes (else standard output)"), N_("Options:") },
    { OPTION_EXIT_CODE, 0, "exit-code", NULL, N_("end with exit code 1 where there is a difference"), N_("Options:") },
    { OPTION_RAW, 0, "raw", NULL, N_("csv: leave texts that a spreadsheet takes for formulas as they are"), N_("Options:") },
    { .name = NULL },
};

struct side { /* FROM or TO */
    struct version_info versions[KIND_COUNT];
    bool has[KIND_COUNT];
};
struct diff_run {
    struct cli *cli;
    struct placed placed;
    struct change_options options;
    const struct change_format *format;
};

/* --changes: the words of change_word. */
static int read_changes(const char *list, unsigned *out, struct error *err)
{
    struct span rest = span_of(list);
    while (rest.n > 0) {
        const char *comma = memchr(rest.p, ',', rest.n);
        struct span one = span_trim((struct span){ rest.p, comma ? (size_t)(comma - rest.p) : rest.n });
        size_t used = comma ? (size_t)(comma - rest.p) + 1 : rest.n;
        enum change_class class = 0;
        while (class < CHANGE_COUNT && !span_is(one, change_word(class)))
            class++;
        if (class == CHANGE_COUNT) {
            struct buf all = BUF_INIT;
            for (enum change_class c = 0; c < CHANGE_COUNT; c++)
                buf_addf(&all, "%s%s", c ? _(", ") : "", change_word(c));
            error_set(err, ERROR_USAGE, _("--changes: there is no kind of change \"%.*s\"; there are %s"), SPAN_ARG(one), buf_str(&all));
            buf_release(&all);
            return -1;
        }
        *out |= CHANGE_BIT(class);
        rest.p += used;
        rest.n -= used;
    }
    return 0;
}

static int read_options(struct diff_run *run, const struct args *args, struct error *err)
{
    const char *changes = args_value(args, OPTION_CHANGES);
    placed_one(run->cli, args, &run->placed);
    run->format = change_format(span_of(run->placed.value ? run->placed.value : "text"));
    if (!run->format)
        return placed_no_format(&run->placed, change_format_name, err);
    if (changes && read_changes(changes, &run->options.classes, err) < 0)
        return -1;
    run->options.counts_only = args_has(args, OPTION_STAT);
    run->options.raw = args_has(args, OPTION_RAW);
    if (run->options.counts_only && run->format == change_format(SPAN("sql")))
        return error_set(err, ERROR_USAGE, _("--stat counts, and sql is made of changes: give one of them"));
    return placed_check(&run->placed, 1, err) < 0 ? -1 : placed_open(&run->placed, err);
}

/* The versions that a name means: a label; else, where it is a day, what is in force then. `catalog`: --catalog, or NULL. */
static int find_side(struct cli *cli, const char *text, const char *catalog, struct side *out, struct error *err)
{
    struct catalog_name name, where;
    date day = DATE_NONE;
    size_t found = 0;
    memset(out, 0, sizeof *out);
    if (catalog_name_read(cli, text, true, &name, err) < 0)
        return -1;
    if (catalog) {
        if (catalog_name_read(cli, catalog, false, &where, err) < 0)
            return -1;
        memcpy(name.region, where.region, sizeof name.region);
        name.kinds &= where.kinds;
    }
    for (int pass = 0; pass < 2 && found == 0; pass++) {
        if (pass == 1 && !date_parse_iso(span_of(name.label), &day))
            break;
        for (enum kind kind = 0; kind < KIND_COUNT; kind++) {
            if (!(name.kinds & KIND_BIT(kind)))
                continue;
            struct version_info *v = &out->versions[kind];
            int got = pass == 0 ? store_version(cli->store, span_of(name.region), kind, span_of(name.label), v, err)
                                : store_in_force(cli->store, span_of(name.region), kind, day, v, err);
            if (got < 0)
                return -1;
            out->has[kind] = got > 0;
            found += got > 0;
        }
    }
    if (found == 0 && day != DATE_NONE)
        return error_set(err, ERROR_CATALOG, _("no version is called \"%s\", and none of %s is in force on that day; duima list shows what there is"), text,
                         name.region);
    if (found == 0)
        return error_set(err, ERROR_REFUSED, _("there is no version \"%s\" in the store %s; duima list shows what there is"), text, buf_str(&cli->db));
    return 0;
}

/* Each kind that both sides have; the others are said. */
static int compare(struct diff_run *run, struct change_report *r, const struct side *from, const struct side *to, const struct args *args,
                   struct error *err)
{
    size_t pairs = 0;
    for (enum kind kind = 0; kind < KIND_COUNT; kind++) {
        if (from->has[kind] != to->has[kind])
            cli_say(run->cli, _("%s: only %s has it, so it is not compared"), kind_word(kind), args->operands[from->has[kind] ? 0 : 1]);
        if (!from->has[kind] || !to->has[kind])
            continue;
        pairs++;
        if (change_report_begin(r, &from->versions[kind], &to->versions[kind], err) < 0 ||
            store_diff(run->cli->store, &from->versions[kind], &to->versions[kind], change_report_one, r, err) < 0)
            return -1;
    }
    if (pairs == 0)
        return error_set(err, ERROR_REFUSED, _("%s and %s have no kind of catalog in common: nothing can be compared"), args->operands[0],
                         args->operands[1]);
    return change_report_end(r, err);
}

static int run_diff(struct diff_run *run, const struct args *args, struct error *err)
{
    struct side from, to;
    const char *catalog = args_value(args, OPTION_CATALOG);
    if (find_side(run->cli, args->operands[0], catalog, &from, err) < 0 || find_side(run->cli, args->operands[1], catalog, &to, err) < 0)
        return -1;
    bool terminal = placed_is_stdout(&run->placed);
    run->options.write = placed_write;
    run->options.ctx = &run->placed;
    run->options.color = run->cli->color && terminal;
    run->options.width = terminal ? run->cli->width : 0;
    struct change_report *r = change_report_new(run->format, &run->options, err);
    if (!r)
        return -1;
    int status = compare(run, r, &from, &to, args, err);
    if (status == 0)
        status = placed_commit(&run->placed, err);
    if (status == 0 && args_has(args, OPTION_EXIT_CODE) && change_report_count(r) > 0)
        cli_raise(run->cli, EXIT_FINDINGS);
    change_report_free(r);
    return status;
}

int cmd_diff(struct cli *cli, const struct args *args, struct error *err)
{
    struct diff_run run = { .cli = cli, .placed = { .file = { .fd = -1 } } };
    int status = read_options(&run, args, err);
    if (status == 0)
        status = store_begin_read(cli->store, err);
    if (status == 0) {
        status = run_diff(&run, args, err);
        store_end_read(cli->store);
    }
    placed_release(&run.placed);
    return status;
}
