/* report/change.h: the differences between two versions of a catalog -> a format: text for people, csv, ndjson and sql for programs.
 *
 *     struct change_report *r = change_report_new(change_format(SPAN("text")), &options, &err);
 *     change_report_begin(r, &from, &to, &err);                       // once a pair of versions
 *     store_diff(s, &from, &to, change_report_one, r, &err);
 *     change_report_end(r, &err); change_report_free(r);
 *
 * Formats are a contract with other programs (duima-diff(1)): members and columns are only ever added. */
#ifndef REPORT_CHANGE_H
#define REPORT_CHANGE_H

#include "catalog/diff.h"
#include "report/sink.h"

struct change_format;
const struct change_format *change_format(struct span name); /* NULL: there is none of that name */
const char *change_format_name(size_t i);                    /* the i-th one, NULL behind the last */

struct change_options {
    write_fn *write;
    void *ctx;
    bool color, raw;  /* raw: csv leaves texts that a spreadsheet takes for formulas as they are */
    bool counts_only; /* --stat: no codes, only how many of each class and field */
    int width;        /* 0: not known */
    unsigned classes; /* CHANGE_BITs: only changes of these are shown; 0: all */
};

struct change_report;
struct change_report *change_report_new(const struct change_format *format, const struct change_options *options, struct error *err);
void change_report_free(struct change_report *r);
int change_report_begin(struct change_report *r, const struct version_info *from, const struct version_info *to, struct error *err);
change_fn change_report_one; /* ctx: the report */
int change_report_end(struct change_report *r, struct error *err);
uint64_t change_report_count(const struct change_report *r); /* codes that differ, shown or not */
/* One change as the text format shows it, appended to out. width 0: not known. */
void change_text_add(struct buf *out, const struct change *c, bool color, int width);
/* A class in the reader's words. */
const char *change_label(enum change_class class);
#endif
