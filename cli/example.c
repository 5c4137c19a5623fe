/* cli/example.c: what share/examples/RULE.example has, in words for a terminal: the catalog's entries, the rows on which the rule fires, the
 * rows on which it does not. The README beside the examples has their form; tests/cli/rule-examples.pl holds them to be true. Checks nothing. */
#include "cli/cli.h"
#include "base/i18n.h"
#include "base/share.h"
#include "base/text.h"
#include "mapper/rule.h"
#include "report/label.h"
#include "report/layout.h"
#include <unistd.h>

#define EXAMPLE_MOST ((size_t)64 << 10)
#define CELLS 32
#define TEXT_AT 12

struct example {
    struct buf *out;
    const char *path;
    int width;
    bool several;      /* versions: each is named */
    struct buf line;   /* one item, before it is wrapped */
    const char *label; /* what stands in front of it; NULL: blanks */
    struct span cells[CELLS], heads[CELLS];
    size_t cell_count, head_count;
    bool marked;       /* the file's lines have marks */
    struct error *err;
};

static int not_readable(struct example *x, struct span line)
{
    return error_set(x->err, ERROR_USAGE, _("%s: an example of a rule does not have this line: %.*s"), x->path, SPAN_ARG(line));
}

/* The piece of *rest up to `end`; *rest moves behind it. */
static struct span piece(struct span *rest, char end)
{
    const char *p = rest->n > 0 ? memchr(rest->p, end, rest->n) : NULL;
    struct span s = { rest->p, p ? (size_t)(p - rest->p) : rest->n };
    size_t step = p ? s.n + 1 : s.n;
    rest->p += step;
    rest->n -= step;
    return s;
}

static void show_item(struct example *x)
{
    if (x->line.n == 0)
        return;
    const char *label = x->label ? x->label : "";
    int used = text_width(span_of(label));
    buf_adds(x->out, label);
    int at = used + 2 > TEXT_AT ? used + 2 : TEXT_AT;
    layout_blanks(x->out, at - used);
    layout_wrapped(x->out, buf_span(&x->line), at, TEXT_AT, x->width);
    buf_addc(x->out, '\n');
    x->out->failed = x->out->failed || x->line.failed;
    buf_clear(&x->line);
    x->label = NULL;
}

static void add_part(struct example *x, const char *label, struct span value)
{
    buf_adds(&x->line, x->line.n > 0 ? _("; ") : "");
    buf_addf(&x->line, "%s %.*s", label, SPAN_ARG(value));
}

/* --- the catalog */

/* What a field of an entry is called; those that are no text of their own are here. */
static const char *field_label(struct span name, struct buf *scratch)
{
    static const struct {
        const char *name, *label;
    } others[] = {
        { "alias", N_("also called") },      { "quantity", N_("units a pack") },       { "pay-class", N_("pay class") },
        { "self-pay", N_("self-pay share") }, { "ceiling", N_("ceiling") },             { "payment", N_("payment standard") },
        { "from", N_("valid from") },        { "to", N_("valid to") },                 { "status", N_("status") },
        { "agreement-from", N_("agreement from") }, { "agreement-to", N_("agreement to") }, { "limit-level", N_("lowest hospital level") },
        { "limit-approval", N_("prior approval") }, { "replaced-by", N_("replaced by") },   { "same-as", N_("replaced by") },
        { "possibly", N_("possibly replaced by") }, { "replaces", N_("replaces") },
    };
    static const char *const texts[ENTRY_TEXT_COUNT] = {
#define F(name, column, element) element,
        ENTRY_TEXTS(F)
#undef F
    };
    struct span rest = name, base = piece(&rest, ':');
    const char *label = NULL;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (span_is(base, others[i].name))
            label = _(others[i].label);
    for (enum entry_text t = 0; t < ENTRY_TEXT_COUNT && !label; t++)
        if (span_is(base, texts[t]))
            label = entry_text_label(t);
    buf_clear(scratch);
    if (!label)
        buf_addspan(scratch, base);
    else if (rest.n == 0)
        buf_adds(scratch, label);
    else
        buf_addf(scratch, _("%s (%.*s)"), label, SPAN_ARG(rest));
    return buf_str(scratch);
}

/* "2026.1 2026-01-01 fragment" */
static void start_catalog(struct example *x, struct span head)
{
    struct span label = piece(&head, ' '), from = piece(&head, ' ');
    x->label = _("catalog:");
    if (x->several)
        buf_addf(&x->line, _("version %.*s, in force from %.*s"), SPAN_ARG(label), SPAN_ARG(from));
    if (span_is(head, "fragment"))
        buf_addf(&x->line, "%s%s", x->line.n > 0 ? _(", ") : "", _("a part of a catalog"));
    show_item(x);
}

static int catalog_line(struct example *x, struct span line)
{
    struct buf label = BUF_INIT;
    struct span rest = line, word = piece(&rest, ' ');
    enum kind kind;
    if (line.n > 2 && span_starts(line, SPAN("  ")) && x->line.n > 0) {
        rest = (struct span){ line.p + 2, line.n - 2 };
        word = piece(&rest, ' ');
        if (span_is(word, "name"))
            buf_addf(&x->line, " %.*s", SPAN_ARG(rest));
        else
            add_part(x, field_label(word, &label), rest);
    } else if (kind_parse(word, &kind) && rest.n > 0) {
        show_item(x);
        buf_addspan(&x->line, rest);
    } else {
        return not_readable(x, line);
    }
    x->line.failed = x->line.failed || label.failed;
    buf_release(&label);
    return 0;
}

/* --- tables */

/* Cells of one line: commas part them; one that begins with a quote goes to the next quote. */
static size_t split(struct span line, struct span cells[CELLS])
{
    size_t n = 0;
    for (bool more = true; more && n < CELLS;) {
        size_t at = 0;
        if (line.n > 0 && line.p[0] == '"')
            for (at = 1; at < line.n && line.p[at] != '"'; at++)
                continue;
        while (at < line.n && line.p[at] != ',')
            at++;
        struct span cell = { line.p, at };
        bool quoted = cell.n > 1 && cell.p[0] == '"' && cell.p[cell.n - 1] == '"';
        cells[n++] = quoted ? (struct span){ cell.p + 1, cell.n - 2 } : cell;
        more = at < line.n;
        line.p += more ? at + 1 : at;
        line.n -= more ? at + 1 : at;
    }
    return n;
}

static enum column column_of(struct span head)
{
    for (enum column c = 0; c < COLUMN_COUNT; c++)
        if (span_is(head, column_word(c)))
            return c;
    return COLUMN_NONE;
}

/* "Y1 name → code; specification 0.25g" */
static void add_row(struct example *x)
{
    struct span code = SPAN_NONE;
    bool has_code = false;
    for (size_t i = 0; i < x->cell_count; i++) {
        enum column c = column_of(x->heads[i]);
        if (c == COLUMN_LOCAL_CODE || c == COLUMN_LOCAL_NAME)
            buf_addf(&x->line, "%s%.*s", x->line.n > 0 ? " " : "", SPAN_ARG(x->cells[i]));
        if (c == COLUMN_CATALOG_CODE) {
            code = x->cells[i];
            has_code = true;
        }
    }
    if (code.n > 0)
        buf_addf(&x->line, " → %.*s", SPAN_ARG(code));
    else if (has_code)
        buf_addf(&x->line, "%s%s", _("; "), _("no catalog code"));
    for (size_t i = 0; i < x->cell_count; i++) {
        enum column c = column_of(x->heads[i]);
        if (x->cells[i].n > 0 && c != COLUMN_LOCAL_CODE && c != COLUMN_LOCAL_NAME && c != COLUMN_CATALOG_CODE)
            add_part(x, column_label(c), x->cells[i]);
    }
}

static bool canonical(const struct example *x)
{
    for (size_t i = 0; i < x->head_count; i++)
        if (column_of(x->heads[i]) == COLUMN_NONE)
            return false;
    return true;
}

/* `mark`: '!', '=', or a blank for what is not judged. The first line has the headings. */
static void table_line(struct example *x, char mark, struct span row)
{
    x->label = mark == '!' ? _("fires:") : mark == '=' ? _("passes:") : x->label;
    if (x->head_count == 0) {
        x->head_count = split(row, x->heads);
        if (mark == ' ')
            return;
        struct buf list = BUF_INIT;
        for (size_t i = 0; i < x->head_count; i++) {
            enum column c = column_of(x->heads[i]);
            buf_addf(&list, "%s", i > 0 ? _(", ") : "");
            buf_addspan(&list, c == COLUMN_NONE ? x->heads[i] : span_of(column_label(c)));
        }
        buf_addf(&x->line, _("a table with the columns %s"), buf_str(&list));
        x->line.failed = x->line.failed || list.failed;
        buf_release(&list);
    } else {
        x->cell_count = split(row, x->cells);
        if (x->cell_count == x->head_count && canonical(x))
            add_row(x);
        else
            buf_addspan(&x->line, row); /* of a ragged one nobody can say what its fields are */
    }
    show_item(x);
}

/* --- the file */

static int section_line(struct example *x, struct span section, struct span line)
{
    if (span_is(section, "catalog"))
        return catalog_line(x, line);
    if (span_is(section, "file") && !x->marked)
        table_line(x, ' ', line);
    else if (line.n > 2 && line.p[1] == ' ' && memchr("!= ", line.p[0], 3))
        table_line(x, line.p[0], (struct span){ line.p + 2, line.n - 2 });
    else
        return not_readable(x, line);
    return 0;
}

static int start_section(struct example *x, struct span line, struct span *section)
{
    struct span rest = { line.p + 4, line.n - 4 };
    show_item(x);
    x->head_count = 0;
    *section = piece(&rest, ' ');
    if (span_is(*section, "catalog")) {
        start_catalog(x, rest);
    } else if (span_is(*section, "file")) {
        struct span name = piece(&rest, ' ');
        x->marked = span_is(rest, "marked");
        buf_addf(&x->line, _("the file %.*s has:"), SPAN_ARG(name));
        x->label = _("besides:");
        show_item(x);
    } else if (span_is(*section, "table")) {
        if (rest.n > 0) {
            buf_addf(&x->line, "duima check %.*s", SPAN_ARG(rest));
            x->label = _("checked by:");
            show_item(x);
        }
    } else {
        return not_readable(x, line);
    }
    return 0;
}

static int show(struct example *x, struct span text)
{
    struct span section = SPAN_NONE;
    size_t first = span_find(text, SPAN("--- catalog "));
    struct span behind = first == (size_t)-1 ? SPAN_NONE : (struct span){ text.p + first + 4, text.n - first - 4 };
    x->several = behind.n > 0 && span_find(behind, SPAN("--- catalog ")) != (size_t)-1;
    while (text.n > 0) {
        struct span line = piece(&text, '\n');
        if (span_starts(line, SPAN("--- "))) {
            if (start_section(x, line, &section) < 0)
                return -1;
        } else if (section.n > 0 && section_line(x, section, line) < 0) {
            return -1;
        }
    }
    show_item(x);
    return 0;
}

int example_add(struct cli *cli, enum rule rule, int width, struct buf *out, struct error *err)
{
    struct buf path = BUF_INIT, name = BUF_INIT, text = BUF_INIT;
    buf_addf(&name, "examples/%s.example", rule_info(rule)->id);
    int status = share_path(cli->share_dir, buf_str(&name), &path, err);
    if (status == 0 && access(buf_str(&path), F_OK) == 0) { /* the prose stands by itself */
        status = file_read(buf_str(&path), EXAMPLE_MOST, ERROR_USAGE, &text, err);
        if (status == 0) {
            struct example x = { .out = out, .path = buf_str(&path), .width = width, .err = err };
            buf_addf(out, "\n%s\n", _("Example"));
            status = show(&x, buf_span(&text));
            buf_release(&x.line);
        }
    }
    buf_release(&path);
    buf_release(&name);
    buf_release(&text);
    return status;
}
