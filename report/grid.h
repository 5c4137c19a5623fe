/* report/grid.h: the local item over the catalog entry, field by field, the ones that differ marked.
 *
 *              name            form  specification
 *   hospital   对乙酰氨基酚片  片剂  0.25g
 *   catalog    对乙酰氨基酚片  片剂  0.5g
 *                                    ^^^^^ */
#ifndef REPORT_GRID_H
#define REPORT_GRID_H

#include "report/format.h"

/* Appends the grid of a row, whole lines; nothing where there is nothing to show. */
void grid_add(struct report *r, const struct checked_row *row);
#endif
