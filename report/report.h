/* report/report.h: findings of a check -> a format: text, ndjson, or one of notes.
 *
 * A report writes through the caller's `write` (report/ knows no streams).
 *
 *     struct report *r = report_new(format_named(SPAN("ndjson")), &options, &err);
 *     ... report_row(r, row, marks, &err) for each row; report_table_end(r, path, &summary, &err) ...
 *     report_end(r, &err); report_free(r);
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "report/accepted.h"
#include "report/formats.h"
#include "report/note_about.h"

struct report_options {
    write_fn *write;
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
    struct note_about about; /* for formats of notes; the others need none of it */
    const bool *rule_off;    /* [RULE_COUNT], hidden rules; NULL: none */
};

/* COLUMN_BITs of the cells of a row that the format shows; 0: it may show all. */
uint64_t report_cells(const struct note_format *format);

struct report;
/* Formats of notes write their beginning here. */
struct report *report_new(const struct note_format *format, const struct report_options *options, struct error *err);
void report_free(struct report *r);
/* `marks`: of each finding, whether and by whom it is accepted; NULL: all are new. A format that does not show what is accepted leaves it out. */
int report_row(struct report *r, const struct checked_row *row, const struct acceptance *marks, struct error *err);
int report_table_end(struct report *r, const char *file, const struct check_summary *summary, struct error *err);
/* Instead of report_table_end: the table could not be read, in the words of an error. Rows of it may have been shown. */
int report_unread(struct report *r, const char *file, const char *why, struct error *err);
/* Counts that belong to no table (X001). */
void report_count(struct report *r, const struct check_summary *summary);
int report_end(struct report *r, struct error *err);
#endif
