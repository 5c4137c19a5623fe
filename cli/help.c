/* cli/help.c: what --help shows: usage, options from their rows, formats, examples. The examples are run by tests/cli/examples.pl, in a folder with the
 * sample catalogs and, as drugs.csv, the sample table. */
#include "cli/cli.h"
#include "base/i18n.h"
#include "base/text.h"
#include "report/formats.h"
#include "report/layout.h"

static const struct {
    const char *heading;
    const char *verbs; /* parted by blanks */
} groups[] = {
    { N_("Catalogs:"), "import profile list show find diff export" },
    { N_("What is in force:"), "publish withdraw drop" },
    { N_("Signed catalogs to hand out:"), "pack verify key" },
    { N_("A hospital's table:"), "check suggest impact coverage" },
    { N_("Help:"), "rules explain completions" },
};

static const struct {
    const char *verb, *what; /* N_() marked */
    const char *line;
} examples[] = {
    { "import", N_("take a catalog in and put it in force from a day"), "duima import --publish --effective 2026-07-01 sample-catalog-2026.2.xml" },
    { "import", N_("only look at what a document has, and how it differs from the version before it"), "duima import --dry-run sample-catalog-2026.2.xml" },
    { "profile", N_("which profile fits, and how it reads the first two records"), "duima profile test --records 2 sample-catalog-2026.2.xml" },
    { "profile", N_("a draft for a layout that nobody knows yet, for a person to finish"), "duima profile new -o mine.xml sample-catalog-2026.2.xml" },
    { "list", N_("all catalogs, and which version is in force"), "duima list" },
    { "list", N_("the drug catalog's history"), "duima list --events 430000/drug" },
    { "show", N_("an entry as it is in force"), "duima show XN02BEA012A001010190001" },
    { "show", N_("every version that changed it"), "duima show --history XN02BEA012A001010190001" },
    { "find", N_("by name"), "duima find 对乙酰氨基酚" },
    { "find", N_("by pinyin initials"), "duima find --kind drug amxl" },
    { "diff", N_("two versions of the drug catalog"), "duima diff 430000/drug@2026.1 430000/drug@2026.2" },
    { "diff", N_("how many codes changed between two days"), "duima diff --stat 2026-01-01 2026-07-01" },
    { "export", N_("a version as a document that import takes"), "duima export -o catalog.xml 430000@2026.2" },
    { "export", N_("the drugs as a table for a spreadsheet"), "duima export --format csv -o drugs-2026.csv 430000/drug@2026.2" },
    { "publish", N_("in force from the first of July, every kind of that label"), "duima publish --effective 2026-07-01 --reason \"second half of the year\" 430000@2026.2" },
    { "withdraw", N_("out of force; what was in force before is in force again"), "duima withdraw --reason \"wrong ceilings\" 430000@2026.2" },
    { "drop", N_("a staged version that nobody wants"), "duima drop 430000@2026.2" },
    { "pack", N_("a version, signed"), "duima pack 430000@2026.1 -o 2026.1.pack --key bureau.key --password-file password" },
    { "verify", N_("who signed it, and that nobody changed it"), "duima verify 2026.1.pack --pubkey bureau.key.pub" },
    { "key", N_("once for the bureau; keep the secret one, hand out bureau.key.pub"), "duima key new bureau.key --password-file password" },
    { "check", N_("against what is in force today, for a hospital of level 3"), "duima check --hospital-level 3 drugs.csv" },
    { "check", N_("errors of codes and strengths only, and how often each rule fired"), "duima check --select C,D302 --statistics drugs.csv" },
    { "check", N_("a workbook of what was found, beside the text"), "duima check --format text --format xlsx -o findings.xlsx drugs.csv" },
    { "check", N_("accept what is known, then show only what is new"), "duima check -q --write-baseline known.csv drugs.csv; duima check --baseline known.csv drugs.csv" },
    { "suggest", N_("codes for rows that have none, or a wrong one"), "duima suggest drugs.csv" },
    { "suggest", N_("the table again, with the safe ones filled in"), "duima suggest --apply -o filled.csv drugs.csv" },
    { "impact", N_("what breaks when the next version comes into force"), "duima impact --to 430000@2026.2 --fail-on never drugs.csv" },
    { "coverage", N_("the shares, and what lacks"), "duima coverage --list drugs.csv" },
    { "rules", N_("all of them"), "duima rules" },
    { "explain", N_("one of them, with an example"), "duima explain D302" },
    { "completions", N_("a file for ~/.bashrc to read: . ~/.duima.bash"), "duima completions bash >~/.duima.bash" },
};

static void add_formats(int width, struct buf *out)
{
    const struct note_format *f;
    buf_addf(out, "\n%s\n", _("Formats:"));
    for (size_t i = 0; (f = format_at(i)); i++) {
        buf_addf(out, "  %-9s ", f->name);
        layout_wrapped(out, span_of(_(f->what)), 12, 12, width);
        buf_addc(out, '\n');
    }
}

static void add_examples(const struct command *c, int width, struct buf *out)
{
    bool any = false;
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        if (strcmp(examples[i].verb, c->name) != 0)
            continue;
        if (!any)
            buf_addf(out, "\n%s\n", _("Examples:"));
        any = true;
        buf_adds(out, "  ");
        layout_wrapped(out, span_of(_(examples[i].what)), 2, 2, width);
        buf_addf(out, "\n    $ %s\n", examples[i].line); /* not wrapped: it is for copying */
    }
}

void command_help(const struct command *c, int width, struct buf *out)
{
    buf_addf(out, _("Usage: duima %s [OPTION…] %s"), c->name, *c->operands ? _(c->operands) : "");
    while (out->n > 0 && out->p[out->n - 1] == ' ')
        out->n--;
    buf_adds(out, "\n\n");
    layout_wrapped(out, span_of(_(c->summary)), 0, 0, width);
    buf_addc(out, '\n');
    args_help(c->options, NULL, width, out);
    args_help(options_global, c->options, width, out);
    if (command_takes_formats(c))
        add_formats(width, out);
    add_examples(c, width, out);
}

static bool has_word(const char *words, const char *word)
{
    size_t n = strlen(word);
    for (const char *at = strstr(words, word); at; at = strstr(at + 1, word))
        if ((at == words || at[-1] == ' ') && (at[n] == ' ' || !at[n]))
            return true;
    return false;
}

/* The group of a verb; one behind the last where nobody gave it one. */
static size_t group_of(const char *verb)
{
    size_t group = 0;
    while (group < sizeof groups / sizeof *groups && !has_word(groups[group].verbs, verb))
        group++;
    return group;
}

static void add_group(size_t group, int width, struct buf *out)
{
    bool any = false;
    for (size_t i = 0; i < command_count; i++) {
        if (group_of(commands[i].name) != group)
            continue;
        if (!any)
            buf_addf(out, "\n%s\n", group < sizeof groups / sizeof *groups ? _(groups[group].heading) : _("Others:"));
        any = true;
        buf_addf(out, "  %-11s ", commands[i].name);
        layout_wrapped(out, span_of(_(commands[i].summary)), 14, 14, width);
        buf_addc(out, '\n');
    }
}

void program_help(int width, struct buf *out)
{
    buf_adds(out, _("Usage: duima VERB [OPTION…] …\n"));
    buf_addc(out, '\n');
    layout_wrapped(out, span_of(_("Keeps the versions of reimbursement catalogs, and checks a hospital's item codes against the one in force.")),
                   0, 0, width);
    buf_addc(out, '\n');
    for (size_t group = 0; group <= sizeof groups / sizeof *groups; group++)
        add_group(group, width, out);
    args_help(options_global, NULL, width, out);
    buf_addf(out, "\n%s\n", _("duima VERB --help says what a verb takes, with examples; man duima tells the whole."));
}
