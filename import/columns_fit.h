/* import/columns_fit.h: which profile of columns do the first lines of a text show? */
#ifndef IMPORT_COLUMNS_FIT_H
#define IMPORT_COLUMNS_FIT_H

#include "import/extract_run.h"

/* Nothing but blanks. */
bool columns_is_blank(struct span line);
/* As many columns as the profile has, or one more that is empty: some programs put a separator behind each. */
static inline bool columns_width_fits(const struct profile *p, unsigned found, bool last_is_empty)
{
    return found == p->width || (found == p->width + 1 && last_is_empty);
}
/* The first of the first lines that fits some profile decides. 1: x->chosen says which, 0: more text is needed, -1: none fits, or several
 * (err). */
int columns_choose(struct extract *x, struct span text, bool at_end, struct error *err);
#endif
