/* report/coverage_format.h: what a format of coverage is made of; only report/ includes it. */
#ifndef REPORT_COVERAGE_FORMAT_H
#define REPORT_COVERAGE_FORMAT_H

#include "report/coverage.h"

struct coverage_report {
    const struct note_format *format;
    const struct coverage_ops *ops;
    struct coverage_report_options options;
    const struct coverage *coverage; /* at the end */
    struct buf out;
    void *state; /* the format's own */
};

/* `end` appends to r->out, or writes; all but `end` may be NULL. `close` is called even where `open` failed. */
struct coverage_ops {
    int (*open)(struct coverage_report *r, struct error *err);
    int (*table)(struct coverage_report *r, const char *file, const struct coverage_table_facts *facts, struct error *err);
    int (*end)(struct coverage_report *r, struct error *err);
    void (*close)(struct coverage_report *r);
};
extern const struct coverage_ops coverage_text, coverage_ndjson, coverage_notes;

/* Translated; for machines, coverage_type_word and this. */
const char *coverage_type_label(enum coverage_type type);
const char *coverage_reason_label(enum coverage_reason reason);
const char *coverage_verdict_label(enum coverage_verdict verdict); /* "" where nothing is asked */
const char *coverage_reason_word(enum coverage_reason reason);
/* In 1/10000, rounded down: 84.999 % is not 85 %. AMOUNT_NONE: of nothing. */
int64_t coverage_share_value(const struct coverage_share *s);
/* Appends "84.99 %", "–" for AMOUNT_NONE. */
void coverage_add_percent(struct buf *out, int64_t share);
/* Is there anything to say of this share? */
bool coverage_is_said(const struct coverage_share *s, enum coverage_type type);
#endif
