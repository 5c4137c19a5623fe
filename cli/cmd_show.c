/* cli/cmd_show.c: duima show CODE: one entry with every field that it has, under its name. */
#include "cli/show_codes.h"
#include "cli/show_history.h"
#include "base/i18n.h"
#include "base/text.h"
#include "report/label.h"
#include "report/layout.h"
#include "report/shown.h"

const struct option_row options_show[] = {
    { OPTION_CATALOG, 0, "catalog", N_("CATALOG"), N_("REGION or REGION/KIND to look in (else the only region, every kind)"), N_("Options:") },
    { OPTION_AS_OF, 0, "as-of", N_("DATE"), N_("as it was in force on that day (else today)"), N_("Options:") },
    { OPTION_VERSION, 0, "version", N_("LABEL"), N_("as the version of that label has it, in force or not"), N_("Options:") },
    { OPTION_HISTORY, 0, "history", NULL, N_("every version that changed it, and where its successors lead"), N_("Options:") },
    { OPTION_CODES, 0, "codes", N_("FILE"), N_("instead of CODE: a line for each code of this list, one a line (- is standard input)"), N_("Options:") },
    { OPTION_FORMAT, 0, "format", N_("FORMAT"), N_("of --codes: csv (if not said) or ndjson"), N_("Options:") },
    { OPTION_OUTPUT, 'o', "output", N_("FILE"), N_("where --codes writes (else standard output)"), N_("Options:") },
    { OPTION_RAW, 0, "raw", NULL, N_("csv: leave texts that a spreadsheet takes for formulas as they are"), N_("Options:") },
    { .name = NULL },
};

struct sheet { /* lines of "label  value", aligned at the end */
    struct buf labels, values; /* one value a label, each ended by NUL */
};

static void add(struct sheet *s, const char *label, struct span value)
{
    if (value.n == 0)
        return;
    buf_adds(&s->labels, label);
    buf_addc(&s->labels, '\0');
    layout_plain(&s->values, value);
    buf_addc(&s->values, '\0');
}

static void add_buf(struct sheet *s, const char *label, struct buf *value)
{
    add(s, label, buf_span(value));
    s->values.failed = s->values.failed || value->failed;
    buf_clear(value);
}

static void add_date(struct sheet *s, const char *label, date d)
{
    char text[DATE_TEXT];
    add(s, label, span_of(date_text(d, text)));
}

static void add_list(struct sheet *s, const char *label, const struct span *items, size_t n)
{
    for (size_t i = 0; i < n; i++)
        add(s, label, items[i]);
}

static void add_ceilings(struct sheet *s, const struct entry *e, struct buf *text)
{
    for (size_t i = 0; i < e->ceiling_count; i++) {
        shown_ceiling(&e->ceilings[i], 2, text);
        add_buf(s, e->ceilings[i].type == CEILING_PAYMENT ? _("payment standard") : _("ceiling"), text);
    }
}

static void add_self_pays(struct sheet *s, const struct entry *e, struct buf *text)
{
    for (size_t i = 0; i < e->self_pay_count; i++) {
        shown_self_pay(&e->self_pays[i], 2, text);
        add_buf(s, _("self-pay share"), text);
    }
}

static void add_word(struct sheet *s, const char *label, const char *word)
{
    if (word)
        add(s, label, span_of(word));
}

static void add_number(struct sheet *s, const char *label, int number, struct buf *text)
{
    if (number >= 0) {
        buf_addf(text, "%d", number);
        add_buf(s, label, text);
    }
}

static void add_limits(struct sheet *s, const struct entry *e, struct buf *text)
{
    add_number(s, _("lowest hospital level"), e->limit_level, text);
    add_word(s, _("only for"), shown_sex(e->limit_sex));
    add_word(s, _("only for"), shown_visit(e->limit_visit));
    add_number(s, _("lowest age"), e->limit_age_min, text);
    add_number(s, _("highest age"), e->limit_age_max, text);
    add_word(s, _("prior approval"), shown_approval(e->limit_approval));
}

static void add_successors(struct sheet *s, const struct entry *e, struct buf *text)
{
    for (size_t i = 0; i < e->successor_count; i++) {
        const struct successor *x = &e->successors[i];
        bool ours = span_eq(x->old_code, e->text[ENTRY_CODE]);
        shown_successor(x, !ours, text);
        add_buf(s, ours ? _("replaced by") : _("replaces"), text);
    }
}

static void add_fields(struct sheet *s, const struct entry *e, struct buf *text)
{
    for (enum entry_text field = 0; field < ENTRY_TEXT_COUNT; field++) {
        add(s, entry_text_label(field), e->text[field]);
        if (field == ENTRY_BRAND)
            add_list(s, _("also called"), e->aliases, e->alias_count);
        if (field == ENTRY_APPROVAL)
            add_list(s, _("approval number"), e->approvals, e->approval_count);
        if (field == ENTRY_PACK && e->pack_quantity != AMOUNT_NONE) {
            amount_add(text, e->pack_quantity);
            add_buf(s, _("dose units in a pack"), text);
        }
    }
    add(s, _("pay class"), span_of(pay_class_label(e->pay_class)));
    add_self_pays(s, e, text);
    add_ceilings(s, e, text);
    add_limits(s, e, text);
    add_date(s, _("valid from"), e->valid_from);
    add_date(s, _("valid to"), e->valid_to);
    if (e->inactive)
        add(s, _("status"), span_of(_("inactive: closed whatever the dates")));
    add_date(s, _("agreement from"), e->agreement_from);
    add_date(s, _("agreement to"), e->agreement_to);
    add_successors(s, e, text);
}

/* The lines, values under one another and wrapped. */
static void print_sheet(const struct sheet *s, int width, struct buf *out)
{
    int column = 0;
    for (const char *label = s->labels.p; label && label < s->labels.p + s->labels.n; label += strlen(label) + 1) {
        int w = text_width(span_of(label));
        column = w > column ? w : column;
    }
    const char *value = s->values.p;
    for (const char *label = s->labels.p; label && label < s->labels.p + s->labels.n; label += strlen(label) + 1) {
        buf_adds(out, "  ");
        layout_padded(out, span_of(label), column + 2);
        layout_wrapped(out, span_of(value), column + 4, column + 4, width);
        buf_addc(out, '\n');
        value += strlen(value) + 1;
    }
}

static void print_entry(const struct cli *cli, const struct version_info *v, const struct entry *e, struct buf *out)
{
    struct sheet s = { BUF_INIT, BUF_INIT };
    struct buf text = BUF_INIT;
    version_heading(cli, v, out);
    add_fields(&s, e, &text);
    if (!s.labels.failed && !s.values.failed)
        print_sheet(&s, cli->width > 0 && cli->width < 100 ? cli->width : 100, out);
    out->failed = out->failed || s.labels.failed || s.values.failed || text.failed;
    buf_release(&text);
    buf_release(&s.labels);
    buf_release(&s.values);
}

static int show_code(struct cli *cli, const struct version_choice *choice, struct span code, struct buf *out, size_t *versions, struct error *err)
{
    struct arena memory = ARENA_INIT;
    int status = 0;
    for (enum kind kind = 0; kind < KIND_COUNT && status >= 0; kind++) {
        struct version_info v;
        struct entry e;
        status = version_choice_of(cli, choice, kind, &v, err);
        if (status <= 0)
            continue;
        *versions += 1;
        status = store_entry(cli->store, &v, code, &e, &memory, err);
        if (status > 0) {
            if (out->n > 0)
                buf_addc(out, '\n');
            print_entry(cli, &v, &e, out);
        }
    }
    arena_release(&memory);
    return status < 0 ? -1 : 0;
}

static int no_hit(struct cli *cli, const struct version_choice *c, const char *code, bool history, size_t versions, struct error *err)
{
    char text[DATE_TEXT];
    if (history)
        return error_set(err, ERROR_REFUSED, _("no version of %s has or had an entry with the code \"%s\""), c->name.region, code);
    if (versions == 0)
        return version_choice_none(cli, c, err);
    if (c->label)
        return error_set(err, ERROR_REFUSED, _("no entry with the code \"%s\" in version %s of %s"), code, c->label, c->name.region);
    return error_set(err, ERROR_REFUSED, _("no entry with the code \"%s\" in force in %s on %s"), code, c->name.region, date_text(c->day, text));
}

/* One CODE, or --codes and what goes with it. */
static int check_usage(const struct args *args, struct error *err)
{
    static const struct {
        enum option_id id;
        const char *name;
    } of_codes[] = { { OPTION_FORMAT, "format" }, { OPTION_OUTPUT, "output" }, { OPTION_RAW, "raw" } };
    bool codes = args_has(args, OPTION_CODES), history = args_has(args, OPTION_HISTORY);
    if (history && args_has(args, OPTION_VERSION))
        return error_set(err, ERROR_USAGE, _("--history goes through all versions, and --version names one: give one of them"));
    if (history && codes)
        return error_set(err, ERROR_USAGE, _("--history is of one CODE, and --codes names many: give one of them"));
    if (codes && args->operand_count > 0)
        return error_set(err, ERROR_USAGE, _("--codes names a list, and \"%s\" is a code: give one of them"), args->operands[0]);
    if (!codes && args->operand_count == 0)
        return error_set(err, ERROR_USAGE, _("duima show needs the CODE of an entry, or --codes FILE"));
    for (size_t i = 0; !codes && i < sizeof of_codes / sizeof *of_codes; i++) {
        const struct args_item *item = args_item(args, of_codes[i].id);
        if (item && !item->file) /* a .duimarc may say it for the runs that have --codes */
            return error_set(err, ERROR_USAGE, _("--%s is of --codes FILE: one entry is shown as text"), of_codes[i].name);
    }
    return 0;
}

int cmd_show(struct cli *cli, const struct args *args, struct error *err)
{
    struct version_choice choice;
    bool history = args_has(args, OPTION_HISTORY);
    if (check_usage(args, err) < 0 || version_choice_read(cli, args, &choice, err) < 0)
        return -1;
    if (args_has(args, OPTION_CODES))
        return show_codes(cli, args, &choice, err);
    struct span code = span_of(args->operands[0]);
    struct buf out = BUF_INIT;
    size_t versions = 0;
    int status = store_begin_read(cli->store, err);
    if (status == 0) {
        status = history ? show_history(cli, &choice, code, &out, err) : show_code(cli, &choice, code, &out, &versions, err);
        store_end_read(cli->store);
    }
    if (status == 0 && out.n == 0 && !out.failed)
        status = no_hit(cli, &choice, args->operands[0], history, versions, err);
    else if (status == 0)
        status = cli_print(cli, &out, err);
    buf_release(&out);
    return status;
}
