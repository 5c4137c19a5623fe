/* import/native_out.h: an entry as an element of the native catalog document (spec: duima-catalog(5)). What it writes, the profile
 * `native` reads back to the same entry. */
#ifndef IMPORT_NATIVE_OUT_H
#define IMPORT_NATIVE_OUT_H

#include "catalog/entry.h"

/* Appends <drug …>…</drug> (service, facility, consumable) to out, on one line, without a line feed at its end. -1: a text that XML cannot hold
 * (ERROR_REFUSED), or memory. */
int native_write_entry(const struct entry *e, struct buf *out, struct error *err);
#endif
