/* report/format.h: what a format is made of; only report/ includes it. */
#ifndef REPORT_FORMAT_H
#define REPORT_FORMAT_H

#include "report/report.h"

struct report {
    const struct report_format *format;
    struct report_options options;
    struct buf out; /* what is not written yet */
    uint64_t rows;  /* checked_rows shown so far */
    size_t tables;
    struct check_summary total; /* counts of all tables; its texts are not kept */
    struct buf scratch;
};

/* Each appends to r->out; report.c writes it out. Any may be NULL. */
struct report_ops {
    int (*row)(struct report *r, const struct checked_row *row, struct error *err);
    int (*table_end)(struct report *r, const char *file, const struct check_summary *summary, struct error *err);
    int (*end)(struct report *r, struct error *err);
};

extern const struct report_ops report_text, report_ndjson;

/* report/summary.c */
void summary_table(struct report *r, const char *file, const struct check_summary *s);
void summary_total(struct report *r);
void summary_statistics(struct report *r);
#endif
