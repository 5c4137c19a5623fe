/* report/change_format.h: what a format of differences is made of; only the change_*.c files include it. */
#ifndef REPORT_CHANGE_FORMAT_H
#define REPORT_CHANGE_FORMAT_H

#include "report/change.h"

struct change_report {
    const struct change_format *format;
    struct change_options options;
    struct version_info from, to;
    uint64_t pairs;                 /* versions compared so far */
    uint64_t all;                   /* codes that differ */
    uint64_t classes[CHANGE_COUNT]; /* of the present pair */
    uint64_t fields[ENTRY_FIELD_COUNT];
    uint64_t codes, both;           /* … codes that differ, and those that both versions have */
    struct buf out;                 /* what is not written yet */
    struct buf text[2];             /* a field's text on either side */
};
struct change_ops { /* each appends to r->out; any may be NULL */
    void (*begin)(struct change_report *r);
    void (*one)(struct change_report *r, const struct change *c);
    void (*end)(struct change_report *r); /* of the present pair */
    void (*close)(struct change_report *r); /* of everything */
};
struct change_format {
    const char *name;
    const struct change_ops *ops;
};
extern const struct change_ops change_text, change_csv, change_ndjson, change_sql;

/* The field's text on either side into r->text. */
void change_texts(struct change_report *r, const struct change *c, enum entry_field f);
/* A text of an entry, which may be absent. */
struct span change_name(const struct entry *e, enum entry_text field);
#endif
