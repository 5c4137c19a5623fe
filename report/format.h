/* report/format.h: what a format of a check is made of; only report/ includes it. */
#ifndef REPORT_FORMAT_H
#define REPORT_FORMAT_H

#include "report/report.h"

struct report {
    const struct note_format *format;
    const struct report_ops *ops;
    struct report_options options;
    struct buf out; /* what is not written yet */
    uint64_t rows;  /* checked_rows shown so far */
    size_t tables;
    struct check_summary total; /* counts of all tables; its texts are not kept */
    struct buf scratch;
    const struct acceptance *marks; /* of the row that `row` is called with; NULL: all are new */
    struct finding *rest;           /* of a row: what is new */
    size_t rest_cap;
    void *state;                    /* the format's own */
};

/* Each appends to r->out; report.c writes it out. Any may be NULL. `close` is called even where `open` failed. */
struct report_ops {
    int (*open)(struct report *r, struct error *err);
    int (*row)(struct report *r, const struct checked_row *row, struct error *err);
    int (*table_end)(struct report *r, const char *file, const struct check_summary *summary, struct error *err);
    int (*unread)(struct report *r, const char *file, const char *why, struct error *err);
    int (*end)(struct report *r, struct error *err);
    void (*close)(struct report *r);
};

extern const struct report_ops report_text, report_ndjson, report_notes;

/* report/summary.c */
void summary_table(struct report *r, const char *file, const struct check_summary *s);
void summary_total(struct report *r);
void summary_statistics(struct report *r);
#endif
