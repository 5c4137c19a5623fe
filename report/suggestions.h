/* report/suggestions.h: suggestions -> a format. One format is one file here and one row in the format table, as with reports of findings.
 *
 *     struct suggestions *r = suggestions_new(suggestions_format(SPAN("ndjson")), &options, &err);
 *     ... suggestions_row(r, row, &err) for each row ...
 *     suggestions_end(r, &total, &err);
 *     suggestions_free(r);
 */
#ifndef REPORT_SUGGESTIONS_H
#define REPORT_SUGGESTIONS_H

#include "mapper/suggest.h"
#include "report/sink.h"

struct suggestions_format {
    const char *name; /* "text" */
    const struct suggestions_ops *ops;
};
/* The format of that name, NULL where there is none; the i-th one, NULL behind the last. */
const struct suggestions_format *suggestions_format(struct span name);
const struct suggestions_format *suggestions_format_at(size_t i);

struct suggestions_options {
    write_fn *write;
    void *ctx;
    const struct view *view;
    bool color;
    int width;     /* columns of the terminal; 0: not known, 100 is used */
    bool quiet;    /* no summary */
    bool applying; /* what is safe is being filled in */
};

struct suggestions;
struct suggestions *suggestions_new(const struct suggestions_format *format, const struct suggestions_options *options, struct error *err);
void suggestions_free(struct suggestions *r);
int suggestions_row(struct suggestions *r, const struct suggested_row *row, struct error *err);
int suggestions_end(struct suggestions *r, const struct suggest_summary *total, struct error *err);
#endif
