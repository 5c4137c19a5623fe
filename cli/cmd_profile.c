/* cli/cmd_profile.c: duima profile list, show, test, new: which layouts are known, which fits a document, a draft for one that nobody knows. */
#include "cli/profile_verb.h"
#include "base/i18n.h"
#include "base/near.h"
#include "base/text.h"
#include "catalog/field.h"
#include "cli/read_limits.h"
#include "report/json.h"
#include "report/label.h"

const struct option_row options_profile[] = {
    { OPTION_FORMAT, 0, "format", N_("FORMAT"), N_("text, or ndjson: one JSON object a profile"), N_("list:") },
    { OPTION_XML, 0, "xml", NULL, N_("the profile's file itself"), N_("show:") },
    { OPTION_PROFILE, 0, "profile", N_("NAME"), N_("read with this one, by its name or its file, whether it fits or not"), N_("test:") },
    { OPTION_RECORDS, 0, "records", N_("COUNT"), N_("so many of the first records (5 if not said)"), N_("test:") },
    { OPTION_OUTPUT, 'o', "output", N_("FILE"), N_("the draft goes there, and what was found is shown (else the draft is shown)"), N_("new:") },
    { OPTION_NAME, 0, "name", N_("NAME"), N_("the profile's name (else made of the document's)"), N_("new:") },
    { OPTION_KIND, 0, "kind", N_("KIND"), N_("what the records are: drug, service, facility or consumable (else guessed)"), N_("new:") },
    READ_LIMITS_ROWS(N_("test and new:")),
    { .name = NULL },
};

const char *profile_field_label(const char *field)
{
    for (enum entry_field f = 0; f < ENTRY_FIELD_COUNT; f++)
        if (strcmp(entry_field_name(f), field) == 0)
            return entry_field_label(f);
    return field;
}

unsigned profile_kinds(const struct profile *p)
{
    unsigned kinds = 0;
    for (size_t i = 0; i < p->record_count; i++)
        for (size_t k = 0; k < p->records[i].case_count; k++)
            kinds |= KIND_BIT(p->records[i].cases[k].kind);
    return kinds;
}

void profile_cell(struct layout_table *t, struct span s, int most)
{
    struct buf plain = BUF_INIT;
    layout_plain(&plain, s);
    struct span text = buf_span(&plain);
    if (most > 0 && text_width(text) > most) {
        plain.n = text_fit(text, most - 1);
        buf_adds(&plain, "…");
    }
    layout_table_cell(t, buf_span(&plain));
    t->text.failed = t->text.failed || plain.failed;
    buf_release(&plain);
}

int profile_room(const struct cli *cli, int others, int most)
{
    enum { LEAST = 16 };
    int room = cli->width - others;
    return cli->width == 0 || room > most ? most : room < LEAST ? LEAST : room;
}

void profile_heading(const struct cli *cli, struct buf *out, const char *text)
{
    layout_style(out, cli->color, STYLE_BOLD);
    layout_plain(out, span_of(text));
    layout_style_end(out, cli->color, STYLE_BOLD);
    buf_addc(out, '\n');
}

int profile_number(const struct args *args, enum option_id id, const char *name, uint64_t usual, uint64_t *out, struct error *err)
{
    const char *text = args_value(args, id);
    size_t n = text ? strlen(text) : 0;
    *out = text ? 0 : usual;
    for (size_t i = 0; i < n; i++) {
        if (text[i] < '0' || text[i] > '9' || n > 7)
            return error_set(err, ERROR_USAGE, _("--%s %s: it is a whole number"), name, text);
        *out = *out * 10 + (uint64_t)(text[i] - '0');
    }
    return text && n == 0 ? error_set(err, ERROR_USAGE, _("--%s %s: it is a whole number"), name, text) : 0;
}

/* ---- list ---- */

static void add_kinds(unsigned kinds, bool labels, const char *between, struct buf *out)
{
    const char *comma = "";
    for (enum kind kind = 0; kind < KIND_COUNT; kind++) {
        if (!(kinds & KIND_BIT(kind)))
            continue;
        buf_addf(out, "%s%s", comma, labels ? kind_label(kind) : kind_word(kind));
        comma = between;
    }
}

/* "datas/data1/row = 903" */
static void add_marker(const struct profile *p, struct buf *out)
{
    if (p->width > 0)
        buf_addf(out, _("columns: %u"), p->width);
    buf_addspan(out, p->mark);
    if (p->mark_is.p)
        buf_addf(out, " = %.*s", SPAN_ARG(p->mark_is));
}

static void list_text(const struct cli *cli, const struct profile_set *set, struct buf *out)
{
    static const char *const heads[] = { N_("profile"), N_("kinds"), N_("root element"), N_("marker"), N_("title") };
    struct layout_table t;
    struct buf cell = BUF_INIT;
    layout_table_init(&t, sizeof heads / sizeof *heads);
    for (size_t i = 0; i < t.columns; i++)
        layout_table_cell(&t, span_of(_(heads[i])));
    for (size_t i = 0; i < set->count; i++) {
        const struct profile *p = set->at[i];
        profile_cell(&t, p->name, 0);
        add_kinds(profile_kinds(p), true, _(", "), &cell);
        profile_cell(&t, buf_span(&cell), 0);
        profile_cell(&t, p->root.p ? p->root : SPAN(" "), 0);
        buf_clear(&cell);
        add_marker(p, &cell);
        profile_cell(&t, cell.n ? buf_span(&cell) : p->uri.p ? p->uri : SPAN(""), 44);
        profile_cell(&t, p->title, 0);
        buf_clear(&cell);
    }
    layout_table_print(&t, out, cli->color);
    layout_table_release(&t);
    out->failed = out->failed || cell.failed;
    buf_release(&cell);
}

static void list_object(const struct profile *p, struct buf *out)
{
    const char *comma = "";
    unsigned kinds = profile_kinds(p);
    buf_addc(out, '{');
    json_text_member(out, "name", p->name);
    json_text_member(out, "title", p->title);
    json_text_member(out, "root", p->root);
    if (p->width > 0)
        json_number_member(out, "columns", p->width);
    json_text_member(out, "namespace", p->uri);
    json_text_member(out, "marker", p->mark);
    json_text_member(out, "marker_is", p->mark_is);
    buf_adds(out, ",\"kinds\":[");
    for (enum kind kind = 0; kind < KIND_COUNT; kind++) {
        if (!(kinds & KIND_BIT(kind)))
            continue;
        buf_addf(out, "%s\"%s\"", comma, kind_word(kind));
        comma = ",";
    }
    buf_addc(out, ']');
    json_text_member(out, "file", p->file);
    buf_adds(out, "}\n");
}

static int profile_list(struct cli *cli, const struct args *args, struct error *err)
{
    struct profile_set set;
    struct buf out = BUF_INIT;
    bool ndjson;
    if (args->operand_count > 1)
        return error_set(err, ERROR_USAGE, _("duima profile list takes no more words"));
    if (text_or_ndjson(args, &ndjson, err) < 0 || profile_set_load(&set, cli->share_dir, NULL, err) < 0)
        return -1;
    for (size_t i = 0; ndjson && i < set.count; i++)
        list_object(set.at[i], &out);
    if (!ndjson)
        list_text(cli, &set, &out);
    int status = cli_print(cli, &out, err);
    if (status == 0 && !ndjson)
        cli_say(cli, _("they are files of %s/profiles; import --profile takes one from anywhere"), cli->share_dir);
    buf_release(&out);
    profile_set_release(&set);
    return status;
}

/* ---- the verb ---- */

/* An option that belongs to another word would be lost silently. */
static int check_options(const struct args *args, const char *word, struct error *err)
{
    static const struct {
        enum option_id id;
        const char *word, *name, *also; /* also: another word that takes it */
    } of[] = {
        { OPTION_FORMAT, "list", "format", NULL },       { OPTION_XML, "show", "xml", NULL },
        { OPTION_PROFILE, "test", "profile", NULL },     { OPTION_RECORDS, "test", "records", NULL },
        { OPTION_OUTPUT, "new", "output", NULL },        { OPTION_NAME, "new", "name", NULL },
        { OPTION_KIND, "new", "kind", NULL },            { OPTION_MAX_SIZE, "test", "max-size", "new" },
        { OPTION_MAX_RATIO, "test", "max-ratio", "new" }, { OPTION_MAX_TEXT, "test", "max-text", "new" },
        { OPTION_MAX_DEPTH, "test", "max-depth", "new" },
    };
    for (size_t i = 0; i < sizeof of / sizeof *of; i++) {
        const struct args_item *item = args_item(args, of[i].id);
        if (item && !item->file && strcmp(of[i].word, word) != 0 && (!of[i].also || strcmp(of[i].also, word) != 0))
            return of[i].also ? error_set(err, ERROR_USAGE, _("--%s is an option of duima profile %s and %s, not of duima profile %s"), of[i].name,
                                          of[i].word, of[i].also, word)
                              : error_set(err, ERROR_USAGE, _("--%s is an option of duima profile %s, not of duima profile %s"), of[i].name, of[i].word, word);
    }
    return 0;
}

int cmd_profile(struct cli *cli, const struct args *args, struct error *err)
{
    static const char *const words[] = { "list", "show", "test", "new" };
    static int (*const run[])(struct cli *cli, const struct args *args, struct error *err) = { profile_list, profile_show, profile_test, profile_new };
    const char *word = args->operands[0];
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(word, words[i]) == 0)
            return check_options(args, word, err) < 0 ? -1 : run[i](cli, args, err);
    error_set(err, ERROR_USAGE, _("duima profile %s: there are list, show, test and new"), word);
    return near_hint(err, near_name(word, words, sizeof words / sizeof *words));
}
