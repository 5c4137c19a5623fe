/* report/csv.h: cells of CSV (RFC 4180) that a spreadsheet reads as what they are. */
#ifndef REPORT_CSV_H
#define REPORT_CSV_H

#include "base/buf.h"

/* Appends one cell, quoted where it must be. A text that a spreadsheet would run as a formula (it begins with = + - @ TAB CR, or their
 * full-width forms, and is no number) gets a ' before it, unless `raw`. */
void csv_cell(struct buf *out, struct span s, bool raw);
/* The same with a comma before it where it is not the first of its line (`out` is empty or ends with a line feed). */
void csv_next(struct buf *out, struct span s, bool raw);
#endif
