/* catalog/pack_chain.h: a signed pack that is imported must hold what it was signed for, and come behind the last one of its region that was taken in.
 * For stage_commit only. */
#ifndef CATALOG_PACK_CHAIN_H
#define CATALOG_PACK_CHAIN_H

#include "catalog/stage_impl.h"

/* Is what was staged what the pack was signed for? ERROR_CATALOG. Reads no store. */
int pack_content_check(const struct stage *g, const struct stage_meta *meta, struct error *err);
/* Does it come behind the last one? ERROR_CATALOG: an older one, the same one, or (unless meta->pack allows it) a gap. Inside a transaction.
 * *allowed: there is a gap, and it was allowed. */
int pack_chain_check(struct store *s, const struct stage_meta *meta, bool *allowed, struct error *err);
/* Notes that it was taken in, and the reason where a gap was allowed. import_id 0: it staged nothing. Inside the transaction of its versions. */
int pack_chain_add(struct store *s, const struct stage_meta *meta, bool allowed, int64_t import_id, struct error *err);
#endif
