/* mapper/recall.h: what came of comparing a local text with an entry's texts, so that the same comparison costs one look-up.
 * Fixed memory: a newer comparison takes an older one's place. Exact: a remembered one answers only for the very same bytes.
 *
 *     struct recall_key key = { hash_span(local), { spec id, pack id, 0 }, RULE_D302 };
 *     int verdict = recall_get(r, &key, local);            // RECALL_NONE: compare, then recall_put(r, &key, local, verdict)
 *
 * Texts of entries stand for themselves by view_text_id. */
#ifndef MAPPER_RECALL_H
#define MAPPER_RECALL_H

#include "base/span.h"
#include <stdint.h>

#define RECALL_NONE (-1)
#define RECALL_IDS 3

struct recall_key {
    uint64_t hash; /* of the local text */
    uint32_t id[RECALL_IDS];
    uint8_t what; /* which comparison */
};

struct recall;
struct recall *recall_new(void); /* NULL: memory */
void recall_free(struct recall *r);
int recall_get(const struct recall *r, const struct recall_key *key, struct span local);
/* verdict: 0 to 255. Does nothing for long texts. */
void recall_put(struct recall *r, const struct recall_key *key, struct span local, int verdict);
#endif
