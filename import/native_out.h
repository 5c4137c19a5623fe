/* import/native_out.h: an entry as an element of the native catalog document (spec: duima-catalog(5)). What it writes, the profile
 * `native` reads back to the same entry.
 *
 * The same entries in the same order give the same bytes. */
#ifndef IMPORT_NATIVE_OUT_H
#define IMPORT_NATIVE_OUT_H

#include "catalog/entry.h"
#include "io/xml_writer.h"

/* Appends <drug …>…</drug> (service, facility, consumable) to out, on one line, without a line feed at its end. -1: a text that XML cannot hold
 * (ERROR_REFUSED), or memory. */
int native_write_entry(const struct entry *e, struct buf *out, struct error *err);

/* A whole document, its entries added one by one. The buffer may be written out and emptied between calls.
 *
 *     struct xml_writer w;
 *     native_begin(&w, &head, &out);
 *     native_add(&w, &entry);                          // in order of kind, then code
 *     if (native_finish(&w, &err) < 0) ...             // the first fault of all these calls: as of native_write_entry
 *
 * Absent texts and days are left out; `fragment` stands only where it is true. */
struct native_head {
    struct span region, label, title, publisher;
    date effective, expires;
    bool fragment;
    int64_t count; /* of the entries that follow */
};
void native_begin(struct xml_writer *w, const struct native_head *head, struct buf *out);
void native_add(struct xml_writer *w, const struct entry *e);
int native_finish(struct xml_writer *w, struct error *err);
#endif
