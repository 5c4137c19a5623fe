/* report/coverage.h: coverage -> a format: text, ndjson, or one of notes.
 *
 *     struct coverage_report *r = coverage_report_new(format_named(SPAN("ndjson")), &options, &err);
 *     coverage_report_table(r, "drugs.csv", &facts, &err);      // each table that coverage_table read
 *     coverage_report_end(r, coverage, &err);                   // behind coverage_finish
 *     coverage_report_free(r);
 *
 * Members of ndjson are a contract with other programs (duima-coverage(1)): they are only ever added. */
#ifndef REPORT_COVERAGE_H
#define REPORT_COVERAGE_H

#include "mapper/coverage.h"
#include "report/formats.h"
#include "report/note_about.h"

struct coverage_report_options {
    write_fn *write;
    void *ctx;
    const struct view *view;
    const char *institution; /* whose shares are asked for */
    date day;
    bool list;               /* what lacks, too */
    bool color, quiet;
    struct note_about about; /* for formats of notes */
};
struct coverage_report;
/* Formats of notes write their beginning here. */
struct coverage_report *coverage_report_new(const struct note_format *format, const struct coverage_report_options *options, struct error *err);
void coverage_report_free(struct coverage_report *r);
int coverage_report_table(struct coverage_report *r, const char *file, const struct coverage_table_facts *facts, struct error *err);
int coverage_report_end(struct coverage_report *r, const struct coverage *c, struct error *err);
#endif
