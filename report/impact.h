/* report/impact.h: what a coming version does to a hospital's rows -> a format: text, ndjson, or one of notes.
 *
 *     struct impact_report *r = impact_report_new(format_named(SPAN("ndjson")), &options, &err);
 *     … impact_report_row(r, row, &err) for each row; impact_report_table_end(r, path, &facts, &err) …
 *     impact_report_end(r, impact_totals(m), &err); impact_report_free(r);
 *
 * Members of ndjson are a contract with other programs (duima-impact(1)): they are only ever added. */
#ifndef REPORT_IMPACT_H
#define REPORT_IMPACT_H

#include "mapper/impact.h"
#include "mapper/finding.h"
#include "report/formats.h"
#include "report/note_about.h"

struct impact_report_options {
    write_fn *write;
    void *ctx;
    const struct impact_pair *pairs; /* for titles */
    size_t pair_count;
    date day;
    bool color, quiet;
    int width;                   /* 0: not known */
    enum impact_effect least;    /* rows of lesser effects are counted and not shown */
    int hospital_level;          /* 0: not said */
    struct span scheme;          /* absent: none */
    struct note_about about;     /* for formats of notes */
};
struct impact_report;
/* Formats of notes write their beginning here. */
struct impact_report *impact_report_new(const struct note_format *format, const struct impact_report_options *options, struct error *err);
void impact_report_free(struct impact_report *r);
int impact_report_row(struct impact_report *r, const struct impact_row *row, struct error *err);
int impact_report_table_end(struct impact_report *r, const char *file, const struct impact_table_facts *facts, struct error *err);
/* Instead of impact_report_table_end: the table could not be read, in the words of an error. Rows of it may have been shown. */
int impact_report_unread(struct impact_report *r, const char *file, const char *why, struct error *err);
int impact_report_end(struct impact_report *r, const struct impact_totals *totals, struct error *err);
/* How grave an effect is: breaks an error, money and identity a warning, conditions a remark. */
enum severity impact_severity(enum impact_effect effect);
#endif
