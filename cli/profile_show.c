/* cli/profile_show.c: duima profile show NAME: what a profile reads from where, as a table; or its file. */
#include "cli/profile_verb.h"
#include "base/i18n.h"
#include "base/share.h"
#include "report/label.h"

#define FILE_MOST ((size_t)1 << 20)

static void add_paths(const struct profile *p, const struct origin *from, struct buf *out)
{
    if (from->constant.p) {
        buf_addf(out, "\"%.*s\"", SPAN_ARG(from->constant));
        return;
    }
    for (size_t i = 0; i < from->count; i++) {
        const struct slot *slot = &p->slots[from->slots[i]];
        buf_addf(out, "%s%.*s", i ? " | " : "", SPAN_ARG(slot->path));
        for (size_t k = 0; slot->column > 0 && k < p->column_count; k++)
            if (p->columns[k].number == slot->column && p->columns[k].title.p)
                buf_addf(out, " %.*s", SPAN_ARG(p->columns[k].title));
    }
}

/* "AKC224 = 1 2" */
static void add_condition(const struct profile *p, const struct condition *when, struct buf *out)
{
    add_paths(p, &when->from, out);
    if (when->is.p)
        buf_addf(out, " = %.*s", SPAN_ARG(when->is));
}

static void add_note(struct buf *out, const char *name, struct span value)
{
    buf_addf(out, "%s%s", out->n ? "; " : "", name);
    if (value.p)
        buf_addf(out, " \"%.*s\"", SPAN_ARG(value));
}

/* How its text is read, in the words of the profile's own attributes. */
static void add_reading(const struct profile *p, const struct reading *r, struct buf *out)
{
    if (r->rewrite_count > 0)
        add_note(out, "rewrite", SPAN_NONE);
    for (size_t i = 0; i < r->absent_count; i++)
        add_note(out, "absent", r->absent[i]);
    if (r->table >= 0)
        add_note(out, "table", p->tables[r->table].id);
    if (r->map_count > 0)
        add_note(out, "map", SPAN_NONE);
    for (size_t i = 0; i < r->map_count; i++)
        buf_addf(out, " %.*s=%.*s", SPAN_ARG(r->map[i].from), SPAN_ARG(r->map[i].to));
    if (r->other != OTHER_ERROR)
        add_note(out, r->other == OTHER_KEEP ? "other keep" : "other none", SPAN_NONE);
    if (r->date != DATE_ISO)
        add_note(out, "date", r->date == DATE_LOOSE ? SPAN("any") : r->date_pattern);
    if (r->point == ',')
        add_note(out, "decimal", SPAN(","));
    if (r->numerator != 1 || r->denominator != 1) {
        add_note(out, "scale", SPAN_NONE);
        buf_addf(out, " %lld/%lld", (long long)r->numerator, (long long)r->denominator);
    }
    if (r->joined)
        add_note(out, "join", r->join);
    if (r->fallback.p)
        add_note(out, "default", r->fallback);
    if (r->warn)
        add_note(out, "on-bad warn", SPAN_NONE);
}

static void add_parts(const struct profile *p, const struct profile_field *f, struct buf *out)
{
    if (f->all)
        add_note(out, "take all", SPAN_NONE);
    if (f->once)
        add_note(out, "once", SPAN_NONE);
    if (f->when.from.count > 0) {
        add_note(out, "if ", SPAN_NONE);
        add_condition(p, &f->when, out);
    }
    for (int i = 0; i < PART_COUNT; i++) {
        const struct origin *part = &f->parts[i];
        if (part->constant.p)
            add_note(out, part_name((enum part)i), part->constant);
        else if (part->count > 0)
            add_note(out, part_name((enum part)i), p->slots[part->slots[0]].path);
    }
    for (size_t i = 0; i < f->from.count; i++) {
        if (p->slots[f->from.slots[i]].role != ROLE_LATE_VALUE)
            continue;
        add_note(out, "late", SPAN_NONE);
        break;
    }
}

/* "drug, service": the kinds for which a field counts; nothing where it is all of the record's. */
static void add_kinds(const struct profile_record *r, const struct profile_field *f, struct buf *out)
{
    size_t n = 0;
    for (size_t i = 0; i < r->case_count; i++)
        n += f->cases >> i & 1;
    for (size_t i = 0; n < r->case_count && i < r->case_count; i++)
        if (f->cases >> i & 1)
            buf_addf(out, "%s%s", out->n ? _(", ") : "", kind_label(r->cases[i].kind));
}

static bool stands_before(const struct profile_record *r, size_t upto, const struct profile_field *f)
{
    for (size_t i = 0; i < upto; i++)
        for (size_t k = 0; k < r->cases[i].field_count; k++)
            if (r->cases[i].fields[k] == f)
                return true;
    return false;
}

static void add_row(struct layout_table *t, const char *field, const char *label, struct buf *from, struct buf *how, struct buf *kinds)
{
    layout_table_cell(t, span_of(field));
    if (label)
        layout_table_cell(t, span_of(label));
    profile_cell(t, buf_span(from), 0);
    profile_cell(t, buf_span(how), 0);
    if (kinds)
        layout_table_cell(t, buf_span(kinds));
    t->text.failed = t->text.failed || from->failed || how->failed || (kinds && kinds->failed);
    buf_clear(from);
    buf_clear(how);
    if (kinds)
        buf_clear(kinds);
}

static void add_record(const struct cli *cli, const struct profile *p, const struct profile_record *r, struct buf *out)
{
    static const char *const heads[] = { N_("field"), N_("meaning"), N_("stands at"), N_("how it is read"), N_("only") };
    struct layout_table t;
    struct buf from = BUF_INIT, how = BUF_INIT, kinds = BUF_INIT;
    layout_table_init(&t, r->case_count > 1 ? 5 : 4);
    for (size_t i = 0; i < t.columns; i++)
        layout_table_cell(&t, span_of(_(heads[i])));
    for (size_t i = 0; i < r->case_count; i++) {
        for (size_t k = 0; k < r->cases[i].field_count; k++) {
            const struct profile_field *f = r->cases[i].fields[k];
            if (stands_before(r, i, f))
                continue;
            add_paths(p, &f->from, &from);
            add_parts(p, f, &how);
            add_reading(p, &f->reading, &how);
            add_kinds(r, f, &kinds);
            add_row(&t, f->target->name, profile_field_label(f->target->name), &from, &how, t.columns == 5 ? &kinds : NULL);
            buf_clear(&kinds);
        }
    }
    layout_table_print(&t, out, cli->color);
    layout_table_release(&t);
    buf_release(&from);
    buf_release(&how);
    buf_release(&kinds);
}

/* "records: PAGE/OUTROW", and which of them are which kind. */
static void add_records(const struct cli *cli, const struct profile *p, struct buf *out)
{
    for (size_t i = 0; i < p->record_count; i++) {
        const struct profile_record *r = &p->records[i];
        struct buf line = BUF_INIT;
        buf_adds(&line, p->width > 0 ? _("records: the lines") : _("records: "));
        for (size_t k = 0; k < r->path.count; k++)
            buf_addf(&line, "%s%.*s", k ? " | " : "", SPAN_ARG(r->path.paths[k].text));
        buf_addc(out, '\n');
        profile_heading(cli, out, buf_str(&line));
        buf_release(&line);
        for (size_t k = 0; k < r->case_count; k++) {
            const struct record_case *c = &r->cases[k];
            if (c->when.from.count == 0)
                buf_addf(out, _("  each is a %s"), kind_label(c->kind));
            else {
                buf_addf(out, _("  a %s where there is "), kind_label(c->kind));
                add_condition(p, &c->when, out);
            }
            if (c->path >= 0)
                buf_addf(out, " (%.*s)", SPAN_ARG(r->path.paths[c->path].text));
            buf_addc(out, '\n');
        }
        add_record(cli, p, r, out);
    }
}

static void add_document(const struct cli *cli, const struct profile *p, struct buf *out)
{
    static const char *const names[] = { "region", "version", "effective", "expires", "title", "publisher", "fragment", "count", "pages", "page" };
    static const char *const heads[] = { N_("of the document"), N_("stands at"), N_("how it is read") };
    struct layout_table t;
    struct buf from = BUF_INIT, how = BUF_INIT;
    bool any = false;
    layout_table_init(&t, 3);
    for (size_t i = 0; i < t.columns; i++)
        layout_table_cell(&t, span_of(_(heads[i])));
    for (int i = 0; i < DOCUMENT_FIELD_COUNT; i++) {
        const struct document_source *d = &p->document[i];
        if (!d->present)
            continue;
        any = true;
        add_paths(p, &d->from, &from);
        if (i < DOCUMENT_COUNT)
            add_reading(p, &d->reading, &how);
        add_row(&t, names[i], NULL, &from, &how, NULL);
    }
    if (any) {
        buf_addc(out, '\n');
        layout_table_print(&t, out, cli->color);
    }
    layout_table_release(&t);
    buf_release(&from);
    buf_release(&how);
    if (!p->document[DOCUMENT_REGION].present || !p->document[DOCUMENT_VERSION].present)
        buf_addf(out, "%s\n", p->document[DOCUMENT_REGION].present ? _("no version in it: import wants --label")
                              : p->document[DOCUMENT_VERSION].present ? _("no region in it: import wants --region")
                                                                      : _("neither region nor version in it: import wants --region and --label"));
}

static void add_root(const struct profile *p, struct buf *out)
{
    buf_addf(out, _("\nreads documents with the root element <%.*s>"), SPAN_ARG(p->root));
    if (p->uri.p && !span_is(p->uri, "*"))
        buf_addf(out, _(" in the namespace %.*s"), SPAN_ARG(p->uri));
    if (p->mark.p)
        buf_addf(out, _(", which have %.*s"), SPAN_ARG(p->mark));
    if (p->mark_is.p)
        buf_addf(out, " = %.*s", SPAN_ARG(p->mark_is));
    buf_addc(out, '\n');
}

static void show_table(const struct cli *cli, const struct profile *p, struct buf *out)
{
    layout_style(out, cli->color, STYLE_BOLD);
    buf_addspan(out, p->name);
    layout_style_end(out, cli->color, STYLE_BOLD);
    buf_adds(out, "  ");
    layout_plain(out, p->title);
    if (p->width > 0)
        buf_addf(out, _("\nreads text without a heading, a line a record, of so many columns: %u\n"), p->width);
    else
        add_root(p, out);
    for (size_t i = 0; i < p->requirement_count; i++)
        buf_addf(out, _("requires %.*s\n"), SPAN_ARG(p->requirements[i].path));
    add_document(cli, p, out);
    for (size_t i = 0; i < p->table_count; i++)
        buf_addf(out, _("look-up table in the document: %.*s\n"), SPAN_ARG(p->tables[i].id));
    add_records(cli, p, out);
}

int profile_show(struct cli *cli, const struct args *args, struct error *err)
{
    struct profile_set set;
    struct buf out = BUF_INIT;
    if (args->operand_count != 2)
        return error_set(err, ERROR_USAGE, _("duima profile show takes one profile, by its name or its file"));
    if (profile_set_load(&set, cli->share_dir, args->operands[1], err) < 0)
        return -1;
    int status = 0;
    if (args_has(args, OPTION_XML))
        status = file_read(set.at[0]->file.p, FILE_MOST, ERROR_USAGE, &out, err);
    else
        show_table(cli, set.at[0], &out);
    if (status == 0)
        status = cli_print(cli, &out, err);
    buf_release(&out);
    profile_set_release(&set);
    return status;
}
