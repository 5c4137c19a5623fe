/* report/sides.h: what a row has and what the catalog has, side by side, as reports of a check show it. */
#ifndef REPORT_SIDES_H
#define REPORT_SIDES_H

#include "mapper/check.h"
#include "report/label.h"

/* Is a finding of the row about this column? */
bool side_concerned(const struct checked_row *row, enum column column);
/* Does it say who the item is: name, form, specification, pack, maker? */
bool side_identity(enum column column);
/* Appends the catalog's side; nothing where it has none. A ceiling is the one that was compared, in the row's own unit. */
void side_catalog(const struct label_context *c, const struct checked_row *row, enum column column, struct buf *out);
#endif
