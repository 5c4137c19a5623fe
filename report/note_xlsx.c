/* report/note_xlsx.c: format xlsx: a workbook for people who work in one. Notes become rows as they come; the counting sheets are written at the end. */
#include "report/note_xlsx.h"
#include "base/i18n.h"
#include "report/note_formats.h"

#define CHECK_EVERY 4096 /* rows between two looks at whether the disk is full */

enum book_tint xlsx_tint(enum severity severity)
{
    static const enum book_tint tints[SEVERITY_COUNT] = { [SEVERITY_INFO] = TINT_INFO, [SEVERITY_WARNING] = TINT_WARNING, [SEVERITY_ERROR] = TINT_ERROR };
    return tints[severity];
}

struct xlsx_words xlsx_words(const char *verb)
{
    static const struct xlsx_words verbs[] = {
        { "check", N_("Check of the hospital's codes"), N_("Findings"), N_("In the table"), N_("In the catalog"), N_("rows with a catalog code"),
          N_("rows with a code, without error or warning") },
        { "suggest", N_("Suggested codes"), N_("Suggestions"), N_("In the table"), N_("In the catalog"), N_("rows that ask for nothing"),
          N_("rows that ask for nothing") },
        { "impact", N_("What the coming catalog changes"), N_("Changes"), N_("Now"), N_("Then"), N_("rows that are compared"), N_("rows that do not change") },
        { "coverage", N_("Stocking of the catalog"), N_("What lacks"), N_("Is"), N_("Should be"), N_("the table's drugs"),
          N_("the table's drugs that are in the catalog") },
    };
    struct xlsx_words w = verbs[0];
    for (size_t i = 1; i < sizeof verbs / sizeof *verbs; i++)
        if (strcmp(verbs[i].verb, verb) == 0)
            w = verbs[i];
    return (struct xlsx_words){ w.verb, _(w.title), _(w.list), _(w.local), _(w.expected), _(w.mapped), _(w.clean) };
}

static int begin(struct note_report *r, struct error *err)
{
    const struct note_run *run = r->run;
    struct xlsx *x = calloc(1, sizeof *x);
    r->state = x;
    if (x) {
        x->risk = calloc(run->rule_count + 1, sizeof *x->risk);
        x->accepted_by_rule = calloc(run->rule_count + 1, sizeof *x->accepted_by_rule);
        x->not_run = calloc(run->rule_count + 1, sizeof *x->not_run);
        x->order = calloc(run->rule_count + 1, sizeof *x->order);
        x->colors = calloc(run->rule_count + 1, sizeof *x->colors);
    }
    if (!x || !x->risk || !x->accepted_by_rule || !x->not_run || !x->order || !x->colors)
        return error_memory(err);
    for (size_t i = 0; i < run->rule_count; i++)
        x->risk[i] = AMOUNT_NONE;
    x->risk_all = AMOUNT_NONE;
    x->rows_a_sheet = BOOK_ROWS;
    x->accepted.accepted = true;
    x->about = (struct book_about){ .title = run->verb, .program = run->program, .day = run->day, .temp_dir = r->temp_dir };
    x->book = book_new(&x->about, err);
    if (!x->book)
        return -1;
    x->summary = book_sheet(x->book, span_of(_("Summary")), BOOK_SMALL);
    xlsx_list_begin(r, &x->findings);
    xlsx_checked_begin(r);
    return book_check(x->book, err);
}

static void add(int64_t *sum, int64_t amount)
{
    if (amount == AMOUNT_NONE)
        return;
    if (*sum == AMOUNT_NONE)
        *sum = 0;
    if (__builtin_add_overflow(*sum, amount, sum))
        *sum = INT64_MAX;
}

static int item(struct note_report *r, const struct note_item *item, struct error *err)
{
    struct xlsx *x = r->state;
    int64_t dearest = AMOUNT_NONE;
    for (size_t i = 0; i < item->count; i++) {
        const struct note *n = &item->notes[i];
        if (n->state != NOTE_NEW)
            x->accepted_by_rule[n->rule]++;
        else {
            add(&x->risk[n->rule], n->at_risk);
            dearest = n->at_risk > dearest ? n->at_risk : dearest; /* AMOUNT_NONE is the least */
        }
    }
    add(&x->risk_all, dearest);
    uint32_t before = x->findings.row / CHECK_EVERY;
    xlsx_list_item(r, &x->findings, item);
    xlsx_list_item(r, &x->accepted, item);
    return x->findings.row / CHECK_EVERY == before ? 0 : book_check(x->book, err);
}

static int table_end(struct note_report *r, const struct note_table *table, struct error *err)
{
    struct xlsx *x = r->state;
    xlsx_checked_table(r, table);
    return book_check(x->book, err);
}

static int unread(struct note_report *r, const char *file, const char *why, struct error *err)
{
    struct xlsx *x = r->state;
    x->unread++;
    xlsx_checked_unread(r, file, why);
    return book_check(x->book, err);
}

static int end(struct note_report *r, const struct note_totals *totals, struct error *err)
{
    struct xlsx *x = r->state;
    xlsx_list_end(r, &x->findings);
    xlsx_list_end(r, &x->accepted);
    xlsx_checked_end(r, totals);
    xlsx_summary(r, totals);
    for (size_t i = 0; i < totals->sheet_count; i++)
        xlsx_figures(r, &totals->sheets[i]);
    return book_finish(x->book, r->write, r->ctx, err); /* past r->out: it may be hundreds of megabytes */
}

static void release(struct note_report *r)
{
    struct xlsx *x = r->state;
    if (!x)
        return;
    book_free(x->book);
    free(x->risk);
    free(x->accepted_by_rule);
    free(x->not_run);
    free(x->order);
    free(x->colors);
    free(x);
}

static const struct note_ops ops = { .begin = begin, .item = item, .table_end = table_end, .unread = unread, .end = end, .release = release };
const struct note_format note_xlsx = { .name = "xlsx", .what = N_("a workbook for Excel, WPS and LibreOffice"), .binary = true, .accepted = true, .ops = &ops };
