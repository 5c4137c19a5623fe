/* report/report.h: findings -> a format. One format is one file here and one row in the format table.
 *
 * A report writes through the caller's `write` (report/ knows no streams).
 *
 *     struct report *r = report_new(report_format(SPAN("ndjson")), &options, &err);
 *     struct finding_sink sink = report_sink(r);
 *     ... check_table(c, path, &sink, &summary, &err); report_table_end(r, path, &summary, &err); ...
 *     report_end(r, &err); report_free(r);
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "mapper/check.h"

struct report_format {
    const char *name;     /* "text" */
    const char *what;     /* N_() marked, for --help */
    const struct report_ops *ops;
};
/* The format of that name, NULL where there is none; the i-th one, NULL behind the last. */
const struct report_format *report_format(struct span name);
const struct report_format *report_format_at(size_t i);

struct report_options {
    int (*write)(void *ctx, const char *p, size_t n, struct error *err);
    void *ctx;
    const struct view *view; /* entries and versions that findings speak of */
    bool color;
    int width;               /* columns of the terminal; 0: not known, 100 is used */
    bool statistics;         /* --statistics: counts by rule */
    bool quiet;              /* -q: no summary */
    bool summary_only;       /* text: no findings, only the summary and the statistics */
    int hospital_level;      /* as the check had it: which ceiling a row is shown against */
    struct span scheme;      /* as the check had it: which self-pay share */
    date day;                /* as of; for the summary */
};

struct report;
struct report *report_new(const struct report_format *format, const struct report_options *options, struct error *err);
void report_free(struct report *r);
struct finding_sink report_sink(struct report *r);
int report_table_end(struct report *r, const char *file, const struct check_summary *summary, struct error *err);
/* Counts that belong to no table (X001). */
void report_count(struct report *r, const struct check_summary *summary);
int report_end(struct report *r, struct error *err);
#endif
