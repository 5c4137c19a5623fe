/* report/note_html_basis.c: what was checked, so that the report can be shown to others: tables with their SHA-256, catalog versions, the day, the
 * program, the rules that ran and those that did not, and why. */
#include "report/note_html.h"
#include "base/i18n.h"
#include "report/label.h"

/* A term and what it says, in a <dl>. */
static struct buf *term(struct html *h, const char *label)
{
    buf_adds(h->out, "<div><dt>");
    html_words(h->out, label);
    buf_adds(h->out, "</dt><dd>");
    return h->out;
}
static void term_end(struct html *h) { buf_adds(h->out, "</dd></div>\n"); }

static void version_name(struct buf *out, const struct version_info *v)
{
    struct buf name = BUF_INIT;
    version_add(&name, v);
    html_isolated(out, buf_span(&name));
    out->failed = out->failed || name.failed;
    buf_release(&name);
}

#define TABLES_NAMED 4 /* at the head; all of them stand further down */

void html_facts(struct html *h)
{
    const struct note_run *run = h->run;
    char day[DATE_TEXT];
    buf_adds(h->out, "<dl class=\"facts\">\n");
    if (h->table_count > 0) {
        buf_addspan(term(h, _("Table")), buf_span(&h->table_names));
        if (h->table_count > TABLES_NAMED) {
            buf_adds(h->out, " … +");
            html_count(h->out, h->table_count - TABLES_NAMED);
        }
        term_end(h);
    }
    buf_adds(term(h, _("Day")), date_text(run->day, day));
    term_end(h);
    if (run->region && *run->region) {
        html_isolated(term(h, _("Region")), span_of(run->region));
        term_end(h);
    }
    if (run->catalog_count > 0) {
        term(h, _("Catalogs"));
        for (size_t i = 0; i < run->catalog_count; i++) {
            buf_adds(h->out, i > 0 ? " <code>" : "<code>");
            version_name(h->out, run->catalogs[i].version);
            buf_adds(h->out, "</code>");
        }
        term_end(h);
    }
    if (run->hospital_level > 0) {
        buf_addf(term(h, _("Hospital level")), "%d", run->hospital_level);
        term_end(h);
    }
    if (run->scheme.n > 0) {
        html_isolated(term(h, _("Scheme")), run->scheme);
        term_end(h);
    }
    buf_adds(h->out, "</dl>\n");
}

static void cell(struct buf *out, const char *class, struct span s)
{
    buf_addf(out, class ? "<td class=\"%s\">" : "<td>", class);
    html_isolated(out, s);
    buf_adds(out, "</td>");
}
static void count_cell(struct buf *out, uint64_t n)
{
    buf_adds(out, "<td class=\"number\">");
    html_count(out, n);
    buf_adds(out, "</td>");
}

struct head {
    const char *label;
    bool number;
};
static void table_begin(struct buf *out, const char *caption, const struct head *heads, size_t n)
{
    buf_adds(out, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
    html_words(out, caption);
    buf_adds(out, "\"><table class=\"sheet\"><caption>");
    html_words(out, caption);
    buf_adds(out, "</caption><thead><tr>");
    for (size_t i = 0; i < n; i++) {
        buf_adds(out, heads[i].number ? "<th scope=\"col\" class=\"number\">" : "<th scope=\"col\">");
        html_words(out, heads[i].label);
        buf_adds(out, "</th>");
    }
    buf_adds(out, "</tr></thead><tbody>\n");
}
static void table_done(struct buf *out) { buf_adds(out, "</tbody></table></div>\n"); }

void html_rule(const struct html *h, struct buf *out, const struct note_rule *rule)
{
    if (strcmp(h->run->verb, "check") == 0) {
        buf_adds(out, "<code>");
        html_words(out, rule->id);
        buf_adds(out, "</code> ");
    }
    html_words(out, rule->title);
}

static void add_not_run(struct html *h, const struct note_table *t)
{
    for (size_t i = 0; i < t->not_run_count; i++) {
        const struct note_rule *rule = &h->run->rules[t->not_run[i].rule];
        h->not_run_on[t->not_run[i].rule]++;
        buf_adds(&h->not_run, "<tr><th scope=\"row\">");
        html_rule(h, &h->not_run, rule);
        buf_adds(&h->not_run, "</th>");
        cell(&h->not_run, NULL, span_of(t->not_run[i].why));
        cell(&h->not_run, "path", span_of(t->file));
        buf_adds(&h->not_run, "</tr>\n");
    }
}

static void add_unknown(struct html *h, const struct note_table *t)
{
    if (t->unknown_headings.n == 0)
        return;
    buf_adds(&h->unknown, "<p><span class=\"path\">");
    html_isolated(&h->unknown, span_of(t->file));
    buf_adds(&h->unknown, "</span> ");
    for (struct span rest = t->unknown_headings; rest.n > 0;) {
        size_t n = span_find(rest, SPAN("\n"));
        bool last = n == (size_t)-1;
        if (last)
            n = rest.n;
        buf_adds(&h->unknown, "<span class=\"chip\">");
        html_isolated(&h->unknown, (struct span){ rest.p, n });
        buf_adds(&h->unknown, "</span> ");
        rest = (struct span){ rest.p + n + !last, rest.n - n - !last };
    }
    buf_adds(&h->unknown, "</p>\n");
}

void html_table_read(struct html *h, const struct note_table *t)
{
    struct buf *out = &h->tables;
    if (h->table_count++ < TABLES_NAMED) {
        buf_adds(&h->table_names, h->table_count > 1 ? " · " : "");
        html_isolated(&h->table_names, span_of(t->file));
    }
    const char *separator = t->separator == '\t' ? "TAB" : (char[]){ t->separator, '\0' };
    buf_adds(out, "<tr><th scope=\"row\" class=\"path\">");
    html_isolated(out, span_of(t->file));
    buf_adds(out, "</th>");
    count_cell(out, t->rows);
    count_cell(out, t->mapped);
    count_cell(out, t->clean);
    for (size_t i = SEVERITY_COUNT; i-- > 0;)
        count_cell(out, t->by_severity[i]);
    count_cell(out, t->accepted);
    buf_adds(out, "<td class=\"fixed\">");
    html_words(out, t->encoding ? t->encoding : "");
    if (t->separator) {
        buf_adds(out, " <code>");
        html_words(out, separator);
        buf_adds(out, "</code>");
    }
    buf_adds(out, "</td>");
    if (t->bytes > 0)
        count_cell(out, t->bytes);
    else
        buf_adds(out, "<td></td>");
    cell(out, "hash", span_of(t->sha256));
    buf_adds(out, "</tr>\n");
    add_not_run(h, t);
    add_unknown(h, t);
}

void html_table_unread(struct html *h, const char *file, const char *why)
{
    buf_adds(&h->unread, "<li>");
    html_isolated(&h->unread, span_of(file));
    buf_adds(&h->unread, "<br>");
    html_isolated(&h->unread, span_of(why));
    buf_adds(&h->unread, "</li>\n");
}

void html_unread(struct html *h)
{
    if (h->unread.n == 0)
        return;
    buf_adds(h->out, "<div class=\"note unread\"><p>");
    html_words(h->out, _("Not everything was checked. These tables could not be read, or not to their end:"));
    buf_adds(h->out, "</p>\n<ul>\n");
    buf_addspan(h->out, buf_span(&h->unread));
    buf_adds(h->out, "</ul></div>\n");
}

static void tables(struct html *h)
{
    if (h->tables.n == 0)
        return;
    const struct head heads[] = { { _("Table"), false }, { _("Rows"), true }, { _("Mapped"), true }, { _("Clean"), true }, { _("Errors"), true }, { _("Warnings"), true }, { _("Notices"), true }, { _("Accepted"), true },
                                  { _("Encoding"), false }, { _("Bytes"), true }, { "SHA-256", false } };
    table_begin(h->out, _("Tables"), heads, sizeof heads / sizeof *heads);
    buf_addspan(h->out, buf_span(&h->tables));
    table_done(h->out);
}

static void catalog_row(struct html *h, const struct note_catalog *c)
{
    const struct version_info *v = c->version;
    struct buf *out = h->out;
    char day[DATE_TEXT];
    buf_adds(out, "<tr><th scope=\"row\"><code>");
    version_name(out, v);
    buf_adds(out, "</code></th><td class=\"fixed\">");
    html_words(out, kind_label(v->kind));
    buf_adds(out, "</td><td class=\"fixed\">");
    date from = v->in_force_from == DATE_NONE ? v->effective : v->in_force_from;
    html_words(out, date_text(from, day));
    buf_adds(out, "</td><td class=\"fixed\">");
    html_words(out, c->in_force ? _("now in force") : _("coming"));
    buf_adds(out, "</td>");
    count_cell(out, v->entries > 0 ? (uint64_t)v->entries : 0);
    cell(out, NULL, span_of(v->title));
    cell(out, "path", span_of(v->source));
    buf_adds(out, "<td class=\"hash\">");
    for (size_t i = 0; i < sizeof v->hash; i++)
        buf_addf(out, "%02x", v->hash[i]);
    buf_adds(out, "</td></tr>\n");
}

static void catalogs(struct html *h)
{
    if (h->run->catalog_count == 0)
        return;
    const struct head heads[] = { { _("Catalog"), false }, { _("Kind"), false }, { _("From"), false }, { _("Status"), false }, { _("Entries"), true }, { _("Catalog title"), false }, { _("Read from"), false }, { _("SHA-256 of its entries"), false } };
    table_begin(h->out, _("Catalog versions"), heads, sizeof heads / sizeof *heads);
    for (size_t i = 0; i < h->run->catalog_count; i++)
        catalog_row(h, &h->run->catalogs[i]);
    table_done(h->out);
}

enum rule_fate { RULE_RAN, RULE_HIDDEN, RULE_IDLE };

static enum rule_fate fate_of(const struct html *h, size_t rule)
{
    if (h->run->rule_off && h->run->rule_off[rule])
        return RULE_HIDDEN;
    return h->table_count > 0 && h->not_run_on[rule] >= h->table_count ? RULE_IDLE : RULE_RAN;
}

static void rule_chips(struct html *h, const char *heading, enum rule_fate fate)
{
    bool any = false;
    for (size_t i = 0; i < h->run->rule_count; i++) {
        if (fate_of(h, i) != fate)
            continue;
        if (!any) {
            buf_adds(h->out, "<h3>");
            html_words(h->out, heading);
            buf_adds(h->out, "</h3>\n<ul class=\"chips\">");
        }
        any = true;
        buf_adds(h->out, "<li class=\"chip\">");
        html_rule(h, h->out, &h->run->rules[i]);
        buf_adds(h->out, "</li> ");
    }
    if (any)
        buf_adds(h->out, "</ul>\n");
}

void html_checked(struct html *h)
{
    tables(h);
    catalogs(h);
    if (h->not_run.n > 0) {
        const struct head heads[] = { { _("Rule"), false }, { _("Why it did not run"), false }, { _("Table"), false } };
        table_begin(h->out, _("Rules not run"), heads, sizeof heads / sizeof *heads);
        buf_addspan(h->out, buf_span(&h->not_run));
        table_done(h->out);
    }
    if (strcmp(h->run->verb, "check") == 0) /* what the other verbs can say is no list of rules that ran */
        rule_chips(h, _("Rules run"), RULE_RAN);
    rule_chips(h, _("Rules hidden by the selection"), RULE_HIDDEN);
    if (h->unknown.n > 0) {
        buf_adds(h->out, "<h3>");
        html_words(h->out, _("Headings that nothing knows"));
        buf_adds(h->out, "</h3>\n");
        buf_addspan(h->out, buf_span(&h->unknown));
    }
    buf_adds(h->out, "<dl class=\"facts\">\n");
    html_words(term(h, _("Program")), h->run->program);
    term_end(h);
    buf_adds(h->out, "</dl>\n");
}
