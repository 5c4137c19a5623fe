/* report/note_xlsx.h: the sheets of format xlsx, for its own files and its tests. In order: summary; findings (and more of them where one sheet is full); what was
 * checked; accepted findings, if any; the verb's own figures. */
#ifndef REPORT_NOTE_XLSX_H
#define REPORT_NOTE_XLSX_H

#include "report/book.h"
#include "report/note.h"

struct xlsx_list { /* findings, one a row */
    struct book_sheet *sheet; /* NULL: none yet */
    uint32_t row;             /* the next one */
    unsigned sheets;
    bool accepted;
};
struct xlsx {
    struct book *book;
    struct book_about about;
    uint32_t rows_a_sheet;    /* BOOK_ROWS; tests have less */
    struct book_sheet *summary, *checked;
    uint32_t checked_row;     /* the next one */
    struct xlsx_list findings, accepted;
    int64_t *risk;            /* [rule_count], AMOUNT_NONE: none is known */
    int64_t risk_all;         /* an item counts once, with its dearest finding */
    unsigned unread;          /* tables that could not be read */
    uint64_t *accepted_by_rule, *not_run; /* [rule_count]; tables */
    size_t *order;            /* [rule_count], room to sort them */
    enum book_tint *colors;   /* [rule_count], of their bars */
};

/* note_xlsx_list.c */
void xlsx_list_item(struct note_report *r, struct xlsx_list *list, const struct note_item *item);
void xlsx_list_begin(struct note_report *r, struct xlsx_list *list);
void xlsx_list_end(struct note_report *r, struct xlsx_list *list);
/* note_xlsx_checked.c */
void xlsx_checked_begin(struct note_report *r);
void xlsx_checked_table(struct note_report *r, const struct note_table *table);
void xlsx_checked_unread(struct note_report *r, const char *file, const char *why);
void xlsx_checked_end(struct note_report *r, const struct note_totals *totals);
/* note_xlsx_summary.c */
void xlsx_summary(struct note_report *r, const struct note_totals *totals);
void xlsx_figures(struct note_report *r, const struct note_sheet *figures);

/* What a verb's sheets are called: translated. */
struct xlsx_words {
    const char *verb;
    const char *title, *list;     /* above the summary; of the sheet of findings */
    const char *local, *expected; /* the two values of a finding */
    const char *mapped, *clean;   /* what these count of a table's rows */
};
struct xlsx_words xlsx_words(const char *verb);
enum book_tint xlsx_tint(enum severity severity);
#endif
