/* report/formats.h: what --format may name, for every verb that reads a hospital's table: text and ndjson, which each verb writes in its own way,
 * then the formats of notes. */
#ifndef REPORT_FORMATS_H
#define REPORT_FORMATS_H

#include "report/note.h"

extern const struct note_format format_text, format_ndjson; /* their ops are NULL */

/* In the order of --help; NULL behind the last. */
const struct note_format *format_at(size_t i);
const struct note_format *format_named(struct span name); /* NULL: there is none of that name */
#endif
