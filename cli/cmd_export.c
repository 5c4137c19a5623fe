/* cli/cmd_export.c: duima export VERSION: a version as a native document, byte for byte the same whenever it is asked for, or as a table of csv. */
#include "cli/document.h"
#include "base/i18n.h"
#include "base/near.h"
#include "cli/placed.h"
#include "catalog/field.h"
#include "report/csv.h"

const struct option_row options_export[] = {
    { OPTION_FORMAT, 0, "format", N_("FORMAT"), N_("xml (if not said), the native catalog document, or csv"), N_("Options:") },
    { OPTION_OUTPUT, 'o', "output", N_("FILE"), N_("where it goes (else standard output)"), N_("Options:") },
    { OPTION_RAW, 0, "raw", NULL, N_("csv: leave texts that a spreadsheet takes for formulas as they are"), N_("Options:") },
    { .name = NULL },
};

#define ASK_EVERY 1024 /* entries between two questions whether to stop */

struct export_run {
    struct cli *cli;
    struct version_info versions[KIND_COUNT];
    size_t count;
    bool csv, raw;
    struct placed placed;
    struct buf out, field;
    uint64_t entries;
};

static int flush(struct export_run *run, size_t at_least, struct error *err)
{
    return sink_write(&run->out, at_least, placed_write, &run->placed, err);
}

/* The columns of the table: the kind, then the fields; names as SQL takes them (pay_class). */
static void csv_head(struct export_run *run)
{
    buf_adds(&run->out, "kind");
    for (enum entry_field f = 0; f < ENTRY_FIELD_COUNT; f++) {
        buf_addc(&run->out, ',');
        for (const char *p = entry_field_name(f); *p; p++)
            buf_addc(&run->out, *p == '-' ? '_' : *p);
    }
    buf_addc(&run->out, '\n');
}

static void csv_entry(struct export_run *run, const struct entry *e)
{
    buf_adds(&run->out, kind_word(e->kind));
    for (enum entry_field f = 0; f < ENTRY_FIELD_COUNT; f++) {
        buf_clear(&run->field);
        entry_field_add(e, f, " | ", &run->field);
        buf_addc(&run->out, ',');
        csv_cell(&run->out, buf_span(&run->field), run->raw);
    }
    buf_addc(&run->out, '\n');
    run->out.failed = run->out.failed || run->field.failed;
}

static int on_entry(void *ctx, const struct entry *e, struct error *err)
{
    struct export_run *run = ctx;
    if (run->entries++ % ASK_EVERY == 0 && cli_stopped(run->cli))
        return error_set(err, ERROR_STOPPED, _("stopped"));
    csv_entry(run, e);
    return flush(run, SINK_LONG, err);
}

static int write_csv(struct export_run *run, struct error *err)
{
    csv_head(run);
    for (size_t i = 0; i < run->count; i++)
        if (store_entries(run->cli->store, &run->versions[i], on_entry, run, err) < 0)
            return -1;
    return flush(run, 0, err);
}

static int read_options(struct export_run *run, const struct args *args, struct error *err)
{
    placed_one(run->cli, args, &run->placed);
    const char *format = run->placed.value;
    run->csv = format && strcmp(format, "csv") == 0;
    run->raw = args_has(args, OPTION_RAW);
    if (format && !run->csv && strcmp(format, "xml") != 0) {
        error_set(err, ERROR_USAGE, _("--format %s: there is %s"), format, "xml, csv");
        return near_hint(err, near_name(format, (const char *const[]){ "xml", "csv" }, 2));
    }
    return placed_check(&run->placed, 1, err) < 0 ? -1 : placed_open(&run->placed, err);
}

int cmd_export(struct cli *cli, const struct args *args, struct error *err)
{
    struct export_run run = { .cli = cli, .placed = { .file = { .fd = -1 } } };
    int status = read_options(&run, args, err);
    if (status == 0)
        status = store_begin_read(cli->store, err);
    if (status == 0) {
        status = named_versions(cli, args->operands[0], run.versions, &run.count, err);
        if (status == 0)
            status = run.csv ? write_csv(&run, err) : document_write(cli, run.versions, run.count, placed_write, &run.placed, err);
        store_end_read(cli->store);
    }
    if (status == 0)
        status = placed_commit(&run.placed, err);
    placed_release(&run.placed);
    buf_release(&run.out);
    buf_release(&run.field);
    return status;
}
