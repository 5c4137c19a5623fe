/* cli/command.c: the verbs, one row each, and the options that all have. A verb that is not in the table does not exist. */
#include "cli/cli.h"
#include "base/i18n.h"
#include "base/near.h"

const struct option_row options_global[] = {
    { OPTION_DB, 0, "db", N_("FILE"),
      N_("the store of catalogs (else $DUIMA_DB, else $XDG_DATA_HOME/duima/duima.db, else ~/.local/share/duima/duima.db)"),
      N_("Everywhere:") },
    { OPTION_COLOR, 0, "color", N_("WHEN"), N_("colours: auto (on a terminal), always, never"), N_("Everywhere:") },
    { OPTION_LANG, 0, "lang", N_("LANG"), N_("language of what is said: zh or en (else the locale's)"), N_("Everywhere:") },
    { OPTION_SHARE_DIR, 0, "share-dir", N_("DIR"), N_("where profiles, column names and the other data files are"),
      N_("Everywhere:") },
    { OPTION_QUIET, 'q', "quiet", NULL, N_("no hints, no progress, no summary"), N_("Everywhere:") },
    { OPTION_NO_PAGER, 0, "no-pager", NULL, N_("long text on a terminal is not given to a pager"), N_("Everywhere:") },
    { OPTION_CONFIG, 0, "config", N_("FILE"), N_("take options from FILE and from no .duimarc, see duimarc(5)"), N_("Everywhere:") },
    { OPTION_NO_CONFIG, 0, "no-config", NULL, N_("take options from no file"), N_("Everywhere:") },
    { OPTION_SHOW_CONFIG, 0, "show-config", NULL, N_("show every option in force and where it comes from, and end"), N_("Everywhere:") },
    { OPTION_HELP, 'h', "help", NULL, N_("show this and end"), N_("Everywhere:") },
    { OPTION_VERSION_OF_PROGRAM, 0, "version", NULL, N_("show the version of the program and end"), N_("Everywhere:") },
    { .name = NULL },
};

const struct command commands[] = {
    { "import", N_("FILE…"), N_("read catalogs from XML and stage them as a new version"), NEED_CREATE, options_import, 1, SIZE_MAX,
      cmd_import, false },
    { "profile", N_("list | show NAME | test FILE… | new FILE"), N_("which layouts of XML are known, which one fits a document, a draft for one that is not known"),
      NEED_NONE, options_profile, 1, SIZE_MAX, cmd_profile, true },
    { "list", N_("[CATALOG]"), N_("catalogs and their versions, and when each is in force"), NEED_READ, options_list, 0, 1, cmd_list, true },
    { "show", N_("[CODE]"), N_("one entry, or many, as they are in force or as a version has them"), NEED_READ, options_show, 0, 1, cmd_show, true },
    { "find", N_("TEXT"), N_("entries by name, other name, code or pinyin initials, best first"), NEED_READ, options_find, 1, 1, cmd_find, true },
    { "publish", N_("VERSION"), N_("put a staged version in force from a day"), NEED_WRITE, options_publish, 1, 1, cmd_publish, false },
    { "withdraw", N_("VERSION"), N_("take a published version out of force, for a reason"), NEED_WRITE, options_withdraw, 1, 1,
      cmd_withdraw, false },
    { "diff", N_("FROM TO"), N_("what changed from one version to another, or from one day to another"), NEED_READ, options_diff, 2, 2,
      cmd_diff, true },
    { "export", N_("VERSION"), N_("write a version as a native catalog document, or as a table"), NEED_READ, options_export, 1, 1, cmd_export, false },
    { "pack", N_("VERSION"), N_("sign a published version and write it as one file to hand out"), NEED_READ, options_pack, 1, 1, cmd_pack, false },
    { "verify", N_("FILE"), N_("say what a pack is, and whether its signature holds"), NEED_NONE, options_verify, 1, 1, cmd_verify, false },
    { "key", N_("new FILE"), N_("make a pair of keys for signing packs"), NEED_NONE, options_key, 2, 2, cmd_key, false },
    { "drop", N_("VERSION"), N_("discard a staged version"), NEED_WRITE, options_drop, 1, 1, cmd_drop, false },
    { "check", N_("TABLE…"), N_("check a hospital's table against the catalogs in force"), NEED_READ, options_check, 1, SIZE_MAX,
      cmd_check, true },
    { "impact", N_("TABLE…"), N_("which of a hospital's mapped rows break or change when a version comes into force"), NEED_READ, options_impact, 1,
      SIZE_MAX, cmd_impact, true },
    { "coverage", N_("TABLE…"), N_("count how much of the catalog the hospital stocks, by type of drug"), NEED_READ, options_coverage, 1,
      SIZE_MAX, cmd_coverage, true },
    { "suggest", N_("TABLE…"), N_("for rows without a code, or with a wrong one: what they may be"), NEED_READ, options_suggest, 1, SIZE_MAX,
      cmd_suggest, true },
    { "rules", "", N_("list the rules"), NEED_NONE, options_rules, 0, 0, cmd_rules, true },
    { "explain", N_("RULE"), N_("one rule: why it matters, what fires it, what does not"), NEED_NONE, options_explain, 1, 1,
      cmd_explain, true },
    { "completions", N_("SHELL"), N_("print what makes bash, zsh or fish complete duima's words"), NEED_NONE, options_completions, 1, SIZE_MAX,
      cmd_completions, false },
};
const size_t command_count = sizeof commands / sizeof commands[0];

const struct command *command_find(const char *name, struct error *err)
{
    const char *names[sizeof commands / sizeof commands[0]];
    for (size_t i = 0; i < command_count; i++) {
        if (strcmp(name, commands[i].name) == 0)
            return &commands[i];
        names[i] = commands[i].name;
    }
    const char *meant = near_name(name, names, command_count);
    if (meant)
        error_set(err, ERROR_USAGE, _("there is no verb \"%s\"; did you mean \"%s\"?"), name, meant);
    else
        error_set(err, ERROR_USAGE, _("there is no verb \"%s\"; duima --help lists them"), name);
    return NULL;
}

const char format_help[] = N_("text (if not said), or another of the formats below; may be given several times, each with its own -o");

const char raw_help[] = N_("csv: for programs, without what spreadsheets need (a byte order mark, a ' before what looks like a formula)");

bool command_takes_formats(const struct command *c)
{
    for (const struct option_row *row = c->options; row->name; row++)
        if (row->help == format_help)
            return true;
    return false;
}

/* The first row, of the verb and then of all, that `is` says yes to. */
static const struct option_row *find_row(const struct command *c, bool (*is)(const struct option_row *row, const void *what), const void *what)
{
    for (const struct option_row *row = c ? c->options : NULL; row && row->name; row++)
        if (is(row, what))
            return row;
    for (const struct option_row *row = options_global; row->name; row++)
        if (is(row, what))
            return row;
    return NULL;
}

static bool is_name(const struct option_row *row, const void *name) { return strcmp(row->name, name) == 0; }
static bool is_letter(const struct option_row *row, const void *letter) { return row->letter && row->letter == *(const char *)letter; }
static bool is_id(const struct option_row *row, const void *id) { return row->id == *(const enum option_id *)id; }

const struct option_row *command_row(const struct command *c, const char *name) { return find_row(c, is_name, name); }
const struct option_row *command_row_of_letter(const struct command *c, char letter) { return find_row(c, is_letter, &letter); }
const struct option_row *command_row_of_id(const struct command *c, enum option_id id) { return find_row(c, is_id, &id); }
