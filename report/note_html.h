/* report/note_html.h: the parts of the HTML report; only note_html*.c include it.
 *
 * The page is report/html/page.html with its slots filled. What stands before the slot `data` is written by begin, the items go as JSON into script
 * elements that do not run (nothing of them is kept), and what is known at the end only — totals, tables, the texts that items refer to by number —
 * comes behind them. Kept in memory: the names of files, sheets, kinds, catalogs and fields, a few lines of HTML a table, a counter a rule. */
#ifndef REPORT_NOTE_HTML_H
#define REPORT_NOTE_HTML_H

#include "base/map.h"
#include "report/note.h"

struct html_names {          /* texts that items name by number, from 1 */
    struct map index;        /* by word */
    struct buf labels;       /* as JSON, one behind the other */
};

struct html {
    struct buf *out;         /* the report's */
    const struct note_run *run;
    const struct note_totals *totals; /* at the end; NULL before */
    size_t page_at;          /* where in the page we are */
    uint64_t items;
    int64_t *at_risk;        /* [run->rule_count] money of new notes, 1/10000 yuan */
    uint64_t *not_run_on;    /* [run->rule_count] tables on which it did not run */
    uint64_t table_count;
    struct html_names files, sheets, kinds, catalogs, fields;
    struct buf table_names, tables, not_run, unknown, unread; /* HTML of what was read, and what was not */
};

/* note_html_text.c: bytes of anybody as HTML and as JSON in a script element. What is not UTF-8 becomes U+FFFD. */
/* Between tags and in attributes. Controls and characters that change the direction of text are shown by their number: [U+202E]. */
void html_text(struct buf *out, struct span s);
void html_words(struct buf *out, const char *text); /* a text of ours */
/* In an element of its own, so that its direction changes nothing around it. */
void html_isolated(struct buf *out, struct span s);
/* As json_text, but nothing in it can end a script element or a line. */
void html_json(struct buf *out, struct span s);
/* What a rule is called: number and title of check's; of the other verbs the title, since their ids are words for machines. */
void html_rule(const struct html *h, struct buf *out, const struct note_rule *rule);
void html_count(struct buf *out, uint64_t n);                    /* "12,345" */
void html_money(struct buf *out, int64_t amount);                /* "1,234.50" */
/* <svg> of a bar, part/whole of its width. */
void html_bar(struct buf *out, const char *class, uint64_t part, uint64_t whole);

/* note_html_item.c */
void html_item(struct html *h, const struct note_item *item);
/* Everything that items refer to: a script element. */
void html_names_add(struct html *h);

/* note_html_page.c: appends the page from where it stands up to the slot, which is passed; NULL: to its end. */
void html_page_until(struct html *h, const char *slot);
void html_page_words(struct buf *out); /* ,"key":"text" for the script */

/* note_html_summary.c, note_html_basis.c: what stands in the slots of these names */
void html_tiles(struct html *h);
void html_charts(struct html *h);
void html_sheets(struct html *h);
void html_facts(struct html *h);
void html_checked(struct html *h);
void html_unread(struct html *h);
void html_table_read(struct html *h, const struct note_table *table); /* keeps its line for html_checked */
void html_table_unread(struct html *h, const char *file, const char *why); /* … for html_unread */
#endif
