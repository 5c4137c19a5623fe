/* report/suggestions.h: suggestions -> a format: text, ndjson, or one of notes.
 *
 *     struct suggestions *r = suggestions_new(format_named(SPAN("ndjson")), &options, &err);
 *     ... suggestions_row(r, row, &err) for each row; suggestions_table_end(r, file, &summary, &err) ...
 *     suggestions_end(r, &total, &err);
 *     suggestions_free(r);
 */
#ifndef REPORT_SUGGESTIONS_H
#define REPORT_SUGGESTIONS_H

#include "mapper/suggest.h"
#include "report/formats.h"
#include "report/note_about.h"

struct suggestions_options {
    write_fn *write;
    void *ctx;
    const struct view *view;
    bool color;
    int width;     /* columns of the terminal; 0: not known, 100 is used */
    bool quiet;    /* no summary */
    bool applying; /* what is safe is being filled in */
    date day;
    struct note_about about; /* for formats of notes */
};

struct suggestions;
/* Formats of notes write their beginning here. */
struct suggestions *suggestions_new(const struct note_format *format, const struct suggestions_options *options, struct error *err);
void suggestions_free(struct suggestions *r);
int suggestions_row(struct suggestions *r, const struct suggested_row *row, struct error *err);
int suggestions_table_end(struct suggestions *r, const char *file, const struct suggest_summary *summary, struct error *err);
/* Instead of suggestions_table_end: the table could not be read, in the words of an error. Rows of it may have been shown. */
int suggestions_unread(struct suggestions *r, const char *file, const char *why, struct error *err);
int suggestions_end(struct suggestions *r, const struct suggest_summary *total, struct error *err);
#endif
