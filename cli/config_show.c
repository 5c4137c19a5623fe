/* cli/config_show.c: --show-config: every option that a run would have, and where it comes from. */
#include "cli/config.h"
#include "base/i18n.h"
#include "report/layout.h"

static const char *set_variable(const char *name)
{
    const char *value = getenv(name);
    return value && *value ? name : NULL;
}

/* What counts where neither the command line nor a file gives it: its value into `value`, and the variable that says so, or NULL. */
static const char *usual_of(const struct cli *cli, const struct command *command, enum option_id id, struct buf *value)
{
    const char *usual = option_info(id)->usual, *variable = NULL;
    char day[DATE_TEXT];
    if (id == OPTION_DB) {
        usual = cli->db.n ? cli->db.p : NULL;
        variable = set_variable("DUIMA_DB");
    } else if (id == OPTION_SHARE_DIR) {
        usual = cli->share_dir;
        variable = set_variable("DUIMA_SHARE_DIR");
    } else if (id == OPTION_COLOR && set_variable("NO_COLOR")) {
        usual = "never";
        variable = "NO_COLOR";
    } else if (id == OPTION_COLOR && set_variable("CLICOLOR_FORCE") && strcmp(getenv("CLICOLOR_FORCE"), "0") != 0) {
        usual = "always";
        variable = "CLICOLOR_FORCE";
    } else if (id == OPTION_COLOR && set_variable("CLICOLOR") && strcmp(getenv("CLICOLOR"), "0") == 0) {
        usual = "never";
        variable = "CLICOLOR";
    } else if (id == OPTION_LANG) {
        const char *language = getenv("LANGUAGE"); /* as cli/lang.c sets it */
        usual = language && strncmp(language, "zh", 2) == 0 ? "zh" : "en";
    } else if (id == OPTION_AS_OF) {
        usual = date_text(cli->today, day);
        variable = set_variable("SOURCE_DATE_EPOCH");
    } else if (id == OPTION_BY) {
        usual = variable = set_variable("DUIMA_USER");
        usual = usual ? getenv(usual) : NULL;
    } else if (id == OPTION_FORMAT && command) {
        usual = strcmp(command->name, "export") == 0 ? "xml" : "text";
    }
    buf_adds(value, usual ? usual : "");
    return variable;
}

static void add_unsaid(struct layout_table *t, const struct cli *cli, const struct command *command, const struct option_row *row)
{
    struct buf value = BUF_INIT, from = BUF_INIT;
    const char *variable = usual_of(cli, command, row->id, &value);
    buf_addf(&from, variable ? "$%s" : "%s", variable ? variable : value.n ? _("default") : _("not given"));
    layout_table_cell(t, span_of(row->name));
    layout_table_cell(t, buf_span(&value));
    layout_table_cell(t, buf_span(&from));
    t->text.failed = t->text.failed || value.failed || from.failed;
    buf_release(&value);
    buf_release(&from);
}

static void add_item(struct layout_table *t, const struct option_row *row, const struct args_item *item)
{
    struct buf from = BUF_INIT;
    if (item->file)
        buf_addf(&from, _("%s, line %u"), item->file, item->line);
    else
        buf_adds(&from, _("command line"));
    layout_table_cell(t, span_of(row->name));
    layout_table_cell(t, span_of(item->value ? item->value : "yes"));
    layout_table_cell(t, buf_span(&from));
    t->text.failed = t->text.failed || from.failed;
    buf_release(&from);
}

/* A variable beats a file (see environment.c), so a file's line for it is not in force. */
static bool in_force(const struct args_item *item)
{
    return !item->file || !((item->id == OPTION_DB && set_variable("DUIMA_DB")) || (item->id == OPTION_SHARE_DIR && set_variable("DUIMA_SHARE_DIR")));
}

/* Of options that may be given several times everything counts, of others the last. */
static bool counts(const struct args *args, const struct args_item *item)
{
    static const enum option_id several[] = { OPTION_SELECT, OPTION_IGNORE, OPTION_SEVERITY, OPTION_FORMAT, OPTION_OUTPUT, OPTION_APPLY, OPTION_ALLOW };
    for (size_t i = 0; i < sizeof several / sizeof *several; i++)
        if (item->id == several[i])
            return true;
    return item == args_item(args, item->id) && in_force(item);
}

static void add_rows(struct layout_table *t, const struct config *c, const struct cli *cli, const struct command *command, const struct option_row *rows,
                     const struct args *args)
{
    static const enum option_id not_settings[] = { OPTION_CONFIG, OPTION_NO_CONFIG, OPTION_SHOW_CONFIG, OPTION_HELP, OPTION_VERSION_OF_PROGRAM };
    for (; rows && rows->name; rows++) {
        bool skip = false, said = false;
        for (size_t i = 0; i < sizeof not_settings / sizeof *not_settings; i++)
            skip = skip || rows->id == not_settings[i];
        for (size_t i = 0; i < args->count && !skip; i++) {
            if (args->items[i].id != rows->id || !counts(args, &args->items[i]))
                continue;
            add_item(t, rows, &args->items[i]);
            said = true;
        }
        for (size_t i = 0; i < c->negated_count && !skip && !said; i++) {
            if (c->negated[i].id != rows->id)
                continue;
            add_item(t, rows, &c->negated[i]);
            said = true;
        }
        if (!skip && !said)
            add_unsaid(t, cli, command, rows);
    }
}

void config_show(const struct config *c, const struct cli *cli, const struct command *command, const struct args *args, struct buf *out)
{
    struct layout_table t;
    bool any = false;
    for (size_t i = 0; i < sizeof c->files / sizeof *c->files; i++) {
        if (!c->files[i])
            continue;
        struct buf line = BUF_INIT;
        buf_addf(&line, _("read: %s"), c->files[i]);
        layout_plain(out, buf_span(&line));
        buf_addc(out, '\n');
        out->failed = out->failed || line.failed;
        buf_release(&line);
        any = true;
    }
    if (!any)
        buf_addf(out, "%s\n", _("no file of options was read"));
    layout_table_init(&t, 3);
    layout_table_cell(&t, span_of(_("option")));
    layout_table_cell(&t, span_of(_("value")));
    layout_table_cell(&t, span_of(_("from")));
    if (command)
        add_rows(&t, c, cli, command, command->options, args);
    add_rows(&t, c, cli, command, options_global, args);
    layout_table_print(&t, out, cli->color);
    layout_table_release(&t);
}
