/* import/columns.h: text in columns without a heading, a line a record: lines through a profile's columns, out as flat records.
 *
 * The other tokeniser beside the walk along XML (extract.c), with the same messages. Lines end with LF or CRLF; those with nothing but
 * blanks are none. UTF-8, or GB18030 where the bytes are no UTF-8, or UTF-16 with a mark. Nothing is quoted. */
#ifndef IMPORT_COLUMNS_H
#define IMPORT_COLUMNS_H

#include "import/extract_run.h"

/* Reads the rest of a source that is no XML. The profile is the one given, or found by the first lines. 0 only where everything was read
 * and sent. */
int columns_read(struct extract *x, struct source *source, const struct xml_foreign *f, struct error *err);
#endif
