/* catalog/lineage.h: one code through all the versions of its catalog: when it came, what changed, when it went and came back.
 *
 *     store_lineage(s, SPAN("430000"), KIND_DRUG, code, on_version, ctx, &err);     // inside store_begin_read … store_end_read
 */
#ifndef CATALOG_LINEAGE_H
#define CATALOG_LINEAGE_H

#include "catalog/diff.h"

/* Calls on_change for each version, by number and whatever its status, that has the code otherwise than the version with the number before it
 * (which may have been withdrawn since; dropped ones are as if they had never been). In the change, classes says ADDED where no version before had the
 * code, REVIVED where one had, RETIRED where it is gone; else which fields differ. Everything lives during the call. Return -1 to stop. */
typedef int lineage_fn(void *ctx, const struct version_info *v, const struct change *c, struct error *err);
int store_lineage(struct store *s, struct span region, enum kind kind, struct span code, lineage_fn *on_change, void *ctx, struct error *err);
#endif
