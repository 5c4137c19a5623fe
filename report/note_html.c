/* report/note_html.c: the HTML report, one file that needs nothing else: a summary, the items to look at, and what was checked. The page, its style
 * and its script are real files in report/html. Must never name anything outside the file. */
#include "report/note_html.h"
#include "base/i18n.h"
#include "report/note_formats.h"

static void names_of(struct html *h, struct html_names *list[5])
{
    list[0] = &h->files;
    list[1] = &h->sheets;
    list[2] = &h->kinds;
    list[3] = &h->catalogs;
    list[4] = &h->fields;
}

static int begin(struct note_report *r, struct error *err)
{
    struct html *h = calloc(1, sizeof *h);
    if (!h)
        return error_memory(err);
    struct html_names *list[5];
    names_of(h, list);
    for (size_t i = 0; i < 5; i++)
        map_init(&list[i]->index);
    r->state = h;
    h->out = &r->out;
    h->run = r->run;
    h->at_risk = calloc(r->run->rule_count + 1, sizeof *h->at_risk);
    h->not_run_on = calloc(r->run->rule_count + 1, sizeof *h->not_run_on);
    if (!h->at_risk || !h->not_run_on)
        return error_memory(err);
    html_page_until(h, "data");
    return 0;
}

static int item(struct note_report *r, const struct note_item *it, struct error *err)
{
    (void)err;
    html_item(r->state, it);
    return 0;
}

static int table_end(struct note_report *r, const struct note_table *table, struct error *err)
{
    struct html *h = r->state;
    html_table_read(h, table);
    if (buf_check(&h->tables, err) < 0 || buf_check(&h->not_run, err) < 0 || buf_check(&h->unknown, err) < 0)
        return -1;
    return buf_check(&h->table_names, err);
}

static int unread(struct note_report *r, const char *file, const char *why, struct error *err)
{
    struct html *h = r->state;
    html_table_unread(h, file, why);
    return buf_check(&h->unread, err);
}

static int end(struct note_report *r, const struct note_totals *totals, struct error *err)
{
    (void)err;
    struct html *h = r->state;
    h->totals = totals;
    if (h->items > 0)
        buf_adds(h->out, "]</script>\n");
    html_page_until(h, NULL);
    return 0;
}

static void release(struct note_report *r)
{
    struct html *h = r->state;
    if (!h)
        return;
    struct html_names *list[5];
    names_of(h, list);
    for (size_t i = 0; i < 5; i++) {
        map_release(&list[i]->index);
        buf_release(&list[i]->labels);
    }
    buf_release(&h->table_names);
    buf_release(&h->tables);
    buf_release(&h->not_run);
    buf_release(&h->unknown);
    buf_release(&h->unread);
    free(h->at_risk);
    free(h->not_run_on);
    free(h);
    r->state = NULL;
}

static const struct note_ops ops = { .begin = begin, .item = item, .table_end = table_end, .unread = unread, .end = end, .release = release };
const struct note_format note_html = {
    .name = "html", .what = N_("a page for the browser, with charts and filters, in one file"), .binary = false, .accepted = true, .ops = &ops,
};
