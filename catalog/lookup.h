/* catalog/lookup.h: many codes looked up in one version together. A few are asked for one by one; many are met in one walk over the version, which
 * costs less than as many questions.
 *
 *     map_intern(&codes, SPAN("XN02BEA012A001010190001")); …
 *     store_lookup(s, &v, &codes, on_found, ctx, &err);     // inside store_begin_read … store_end_read
 */
#ifndef CATALOG_LOOKUP_H
#define CATALOG_LOOKUP_H

#include "base/map.h"
#include "catalog/store.h"

/* `which`: the number of the code in the map. The entry lives during the call. Return -1 to stop. */
typedef int found_fn(void *ctx, uint32_t which, const struct entry *e, struct error *err);
/* Calls on_found, in any order, once for each of the codes (a map that map_intern filled) that the version has to the letter. Nobody else may use the
 * store meanwhile. */
int store_lookup(struct store *s, const struct version_info *v, const struct map *codes, found_fn *on_found, void *ctx, struct error *err);
#endif
