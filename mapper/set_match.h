/* mapper/set_match.h: the rows of the table against those of another one, by local code: the table of before (M804, M805), the bureau's copy
 * (M807). Numbers only: hashes say which rows may have a finding; whoever reads the rows again decides.
 *
 *     n = match_tidy(rows, n);
 *     match_previous(&keys, &order, names, rows, n);         // sets KEY_BEFORE
 *     match_centre(&keys, &order, rows, n);                  // sets KEY_CENTRE, KEY_MORE, MATCH_EXTRA
 *
 * Of the other table's rows of one local code only the best count: those in use with a code, else those in use, else those out of use. */
#ifndef MAPPER_SET_MATCH_H
#define MAPPER_SET_MATCH_H

#include "mapper/set_key.h"

#define MATCH_OUT    1u /* out of use */
#define MATCH_RAGGED 2u /* nothing is known of its local code's rows */
#define MATCH_SEEN   4u /* the table has this local code on this catalog code */
#define MATCH_EXTRA  8u /* the table has no row of this local code; on the first row of each catalog code */

struct match_row {
    uint64_t local, offset;
    uint32_t line, code; /* as in struct set_key */
    uint32_t name;       /* hash of the local name */
    uint32_t flags;
};

/* Sorts by local code, catalog code, name, line, and leaves out what does not count; how many stay. */
size_t match_tidy(struct match_row *rows, size_t n);
/* The rows of that local code, in tidy rows: the first of them, and into *end behind the last. */
size_t match_find(const struct match_row *rows, size_t n, uint64_t local, size_t *end);
/* Is this the first of the rows from `start` (of its local code) on its catalog code? */
bool match_is_first(const struct match_row *rows, size_t start, size_t i);
/* KEY_BEFORE: the local code had another catalog code, or this one under another name. `names`: hashes of the local names, by key. */
void match_previous(struct set_keys *keys, const struct set_order *by_local, const uint32_t *names, const struct match_row *rows, size_t n);
/* KEY_CENTRE: the other table has the row not so. KEY_MORE, on the first row of a local code whose rows are all there: it has more of them. */
void match_centre(struct set_keys *keys, const struct set_order *by_local, struct match_row *rows, size_t n);
#endif
