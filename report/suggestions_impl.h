/* report/suggestions_impl.h: what a format of suggestions is made of; only report/suggestions*.c includes it. */
#ifndef REPORT_SUGGESTIONS_IMPL_H
#define REPORT_SUGGESTIONS_IMPL_H

#include "report/suggestions.h"

struct suggestions {
    const struct note_format *format;
    const struct suggestions_ops *ops;
    void *state;    /* the format's own */
    struct suggestions_options options;
    struct buf out; /* what is not written yet */
    struct buf scratch;
    const char *labels[2][SUGGEST_PART_COUNT]; /* of the reasons, translated once: differs, agrees; NULL: none is said */
    const char *sign;                          /* between two of them */
};
/* "maker-same", "maker-differs": for machines. */
const char *suggest_reason_word(enum suggest_part part, bool agrees);
/* Appends the labels of all reasons to r->scratch, what agrees first: "同名 同规格 厂家不同". */
void suggest_reasons(struct suggestions *r, const struct suggestion *s);
/* Appends to r->scratch, behind the reasons, that the row has this code now, and what a program may do with it. */
void suggest_remarks(struct suggestions *r, const struct suggestion *s);
/* Each appends to r->out; all but `row` may be NULL. `close` is called even where `open` failed. */
struct suggestions_ops {
    int (*open)(struct suggestions *r, struct error *err);
    int (*row)(struct suggestions *r, const struct suggested_row *row, struct error *err);
    int (*table_end)(struct suggestions *r, const char *file, const struct suggest_summary *summary, struct error *err);
    int (*unread)(struct suggestions *r, const char *file, const char *why, struct error *err);
    int (*end)(struct suggestions *r, const struct suggest_summary *total, struct error *err);
    void (*close)(struct suggestions *r);
};
extern const struct suggestions_ops suggestions_text, suggestions_ndjson, suggestions_notes;
#endif
