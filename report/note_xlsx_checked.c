/* report/note_xlsx_checked.c: the sheet that shows what was checked against what, by which rules: to be kept with the findings. */
#include "base/i18n.h"
#include "report/label.h"
#include "report/note_xlsx.h"

#define LABEL ((struct book_style){ .look = LOOK_LABEL })
#define VALUE ((struct book_style){ .look = LOOK_CODE })
#define HEAD ((struct book_style){ .look = LOOK_HEAD })

static void text_line(struct xlsx *x, const char *label, struct span value)
{
    if (span_is_empty(value))
        return;
    book_text(x->checked, x->checked_row, 0, span_of(label), LABEL);
    book_text(x->checked, x->checked_row++, 1, value, VALUE);
}

static void built_line(struct xlsx *x, const char *label, const struct buf *value)
{
    if (value->n == 0 && !value->failed)
        return;
    book_text(x->checked, x->checked_row, 0, span_of(label), LABEL);
    book_built(x->checked, x->checked_row++, 1, value, VALUE);
}

static void count_line(struct xlsx *x, const char *label, uint64_t n)
{
    book_text(x->checked, x->checked_row, 0, span_of(label), LABEL);
    book_count(x->checked, x->checked_row++, 1, n, (struct book_style){ .look = LOOK_FIGURE });
}

static void date_line(struct xlsx *x, const char *label, date day)
{
    char text[DATE_TEXT];
    text_line(x, label, span_of(date_text(day, text)));
}

static void section(struct xlsx *x, const char *title)
{
    x->checked_row++;
    book_text(x->checked, x->checked_row++, 0, span_of(title), (struct book_style){ .look = LOOK_SECTION });
}

static void add_hex(struct buf *out, const unsigned char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        buf_addf(out, "%02x", p[i]);
}

static void put_catalog(struct xlsx *x, const struct note_catalog *c)
{
    const struct version_info *v = c->version;
    struct buf b = BUF_INIT;
    section(x, c->in_force ? _("Catalog in force") : _("Coming catalog"));
    buf_addf(&b, "%s/%s@%s", v->region, kind_word(v->kind), v->label);
    built_line(x, _("catalog"), &b);
    text_line(x, _("kind"), span_of(kind_label(v->kind)));
    text_line(x, _("title"), span_of(v->title));
    text_line(x, _("publisher"), span_of(v->publisher));
    text_line(x, _("status"), span_of(status_label(v->status)));
    date_line(x, _("in force from"), v->in_force_from);
    date_line(x, _("effective (document)"), v->effective);
    date_line(x, _("expires"), v->expires);
    count_line(x, _("entries"), (uint64_t)v->entries);
    buf_clear(&b);
    add_hex(&b, v->hash, sizeof v->hash);
    built_line(x, _("SHA-256 of the entries"), &b);
    text_line(x, _("source"), span_of(v->source));
    text_line(x, _("imported"), span_of(v->at));
    buf_release(&b);
}

void xlsx_checked_begin(struct note_report *r)
{
    struct xlsx *x = r->state;
    const struct note_run *run = r->run;
    x->checked = book_sheet(x->book, span_of(_("What was checked")), BOOK_SMALL);
    book_width(x->checked, 0, 18, 32);
    book_width(x->checked, 1, 40, 70);
    book_width(x->checked, 2, 10, 12);
    book_width(x->checked, 3, 12, 30);
    book_text(x->checked, x->checked_row++, 0, span_of(_("What was checked")), (struct book_style){ .look = LOOK_TITLE });
    section(x, _("Run"));
    text_line(x, _("program"), span_of(run->program));
    text_line(x, _("verb"), span_of(run->verb));
    date_line(x, _("as of"), run->day);
    text_line(x, _("region"), span_of(run->region));
    text_line(x, _("hospital level"), run->hospital_level == 0 ? span_of(_("not said")) : SPAN_NONE);
    if (run->hospital_level != 0)
        count_line(x, _("hospital level"), (uint64_t)run->hospital_level);
    text_line(x, _("scheme"), run->scheme.p ? run->scheme : span_of(_("not said")));
    for (size_t i = 0; i < run->catalog_count; i++)
        put_catalog(x, &run->catalogs[i]);
}

static void put_form(struct xlsx *x, const struct note_table *t)
{
    text_line(x, _("encoding"), span_of(t->encoding));
    if (t->separator == 0)
        return;
    const char one[2] = { t->separator, '\0' };
    text_line(x, _("separator"), span_of(t->separator == '\t' ? _("TAB") : t->separator == ',' ? _("comma") : one));
}

void xlsx_checked_table(struct note_report *r, const struct note_table *t)
{
    struct xlsx *x = r->state;
    section(x, _("Table"));
    text_line(x, _("table"), span_of(t->file));
    text_line(x, "SHA-256", span_of(t->sha256));
    if (t->bytes > 0)
        count_line(x, _("bytes"), t->bytes);
    put_form(x, t);
    count_line(x, _("rows"), t->rows);
    count_line(x, xlsx_words(r->run->verb).mapped, t->mapped);
    count_line(x, xlsx_words(r->run->verb).clean, t->clean);
    for (int s = SEVERITY_COUNT - 1; s >= 0; s--)
        count_line(x, severity_label((enum severity)s), t->by_severity[s]);
    count_line(x, _("accepted"), t->accepted);
    text_line(x, _("headings not known"), t->unknown_headings);
    struct buf b = BUF_INIT;
    for (size_t i = 0; i < t->not_run_count; i++) {
        x->not_run[t->not_run[i].rule]++;
        buf_addf(&b, "%s%s: %s", i > 0 ? "\n" : "", r->run->rules[t->not_run[i].rule].id, t->not_run[i].why);
    }
    built_line(x, _("rules not run"), &b);
    buf_release(&b);
}

void xlsx_checked_unread(struct note_report *r, const char *file, const char *why)
{
    struct xlsx *x = r->state;
    section(x, _("Table that could not be read"));
    text_line(x, _("table"), span_of(file));
    book_text(x->checked, x->checked_row, 0, span_of(_("why")), LABEL);
    book_text(x->checked, x->checked_row++, 1, span_of(why), (struct book_style){ .look = LOOK_TEXT, .tint = TINT_ERROR });
}

static void put_rule(struct note_report *r, size_t i, const struct note_totals *totals)
{
    struct xlsx *x = r->state;
    const struct note_rule *rule = &r->run->rules[i];
    struct buf b = BUF_INIT;
    bool off = r->run->rule_off && r->run->rule_off[i];
    if (off)
        buf_adds(&b, _("not shown (--select, --ignore)"));
    else if (x->not_run[i] == 0)
        buf_adds(&b, _("run"));
    else if (x->not_run[i] >= totals->tables)
        buf_adds(&b, _("not run"));
    else
        buf_addf(&b, _("not run on %llu of %llu tables"), (unsigned long long)x->not_run[i], (unsigned long long)totals->tables);
    enum book_tint tint = off || x->not_run[i] > 0 ? TINT_WARNING : TINT_NONE;
    book_text(x->checked, x->checked_row, 0, span_of(rule->id), VALUE);
    book_text(x->checked, x->checked_row, 1, span_of(rule->title), VALUE);
    book_text(x->checked, x->checked_row, 2, span_of(severity_label(rule->severity)), VALUE);
    book_built(x->checked, x->checked_row++, 3, &b, (struct book_style){ .look = LOOK_TEXT, .tint = tint });
    buf_release(&b);
}

void xlsx_checked_end(struct note_report *r, const struct note_totals *totals)
{
    struct xlsx *x = r->state;
    section(x, _("Rules"));
    const char *const heads[] = { _("Rule"), _("Title"), _("Severity"), _("Run?") };
    for (uint16_t i = 0; i < 4; i++)
        book_text(x->checked, x->checked_row, i, span_of(heads[i]), HEAD);
    x->checked_row++;
    for (size_t i = 0; i < r->run->rule_count; i++)
        put_rule(r, i, totals);
    book_print(x->checked, false, 0, 0, x->checked_row);
}
