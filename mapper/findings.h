/* mapper/findings.h: the findings of one row while its rules run: what stands, what is silenced, fingerprints. Used by the engine
 * and the spool; rule functions see finding_add() only. */
#ifndef MAPPER_FINDINGS_H
#define MAPPER_FINDINGS_H

#include "mapper/engine.h"

struct findings {
    struct finding *items;
    size_t count, cap;
    struct span local_code, catalog_code; /* for fingerprints */
    struct buf text, key;
    struct finding *last; /* for finding_fix */
};
void findings_init(struct findings *f);
void findings_release(struct findings *f);
/* Forgets the last row's. The spans live as long as the row. */
void findings_start(struct findings *f, struct span local_code, struct span catalog_code);
/* Adds findings that were made before; their spans must live as long as the row. */
int findings_append(struct findings *f, const struct finding *items, size_t n, struct error *err);
/* Sorts by rule identifier; several of one rule stay in the order of their finding. */
void findings_sort(struct findings *f);
/* Over rule, local code, catalog code and the values compared. */
uint64_t finding_fingerprint(struct findings *f, enum rule rule, struct span local_key, struct span expected_key);
#endif
