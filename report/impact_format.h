/* report/impact_format.h: what a format of impact is made of; only report/ includes it. */
#ifndef REPORT_IMPACT_FORMAT_H
#define REPORT_IMPACT_FORMAT_H

#include "report/impact.h"

struct impact_report {
    const struct note_format *format;
    const struct impact_ops *ops;
    struct impact_report_options options;
    struct buf out, line, text[2];
    bool began;
    void *state; /* the format's own */
};

/* Each appends to r->out; all but `row` may be NULL. `begin` comes before the first row, or the end; `close` even where `open` failed. */
struct impact_ops {
    int (*open)(struct impact_report *r, struct error *err);
    void (*begin)(struct impact_report *r);
    int (*row)(struct impact_report *r, const struct impact_row *row, struct error *err);
    int (*table_end)(struct impact_report *r, const char *file, const struct impact_table_facts *facts, struct error *err);
    int (*unread)(struct impact_report *r, const char *file, const char *why, struct error *err);
    int (*end)(struct impact_report *r, const struct impact_totals *totals, struct error *err);
    void (*close)(struct impact_report *r);
};
extern const struct impact_ops impact_text, impact_ndjson, impact_notes;

/* report/impact.c: the field on both sides into r->text; a side without the entry has nothing. */
void impact_field_texts(struct impact_report *r, const struct impact_row *row, enum entry_field f);
const char *impact_label(enum impact_effect effect); /* translated */

/* report/impact_text.c: sentences and differences, without a line end, appended to r->line. */
void impact_add_break(struct impact_report *r, const struct impact_row *row);
void impact_add_field(struct impact_report *r, const struct impact_row *row, enum entry_field f);
void impact_add_over(struct impact_report *r, const struct impact_row *row);
#endif
