/* mapper/limits.h: share/limits.tsv: how far a price may lie above the purchase price (P602), by list type.
 *
 *     int64_t most = limits_markup(limits, 101);      // 10000: not above it; AMOUNT_NONE: no limit */
#ifndef MAPPER_LIMITS_H
#define MAPPER_LIMITS_H

#include "base/decimal.h"
#include "base/error.h"

#define LIST_TYPES_MOST 1000 /* list types are numbers below it */

struct limits;
/* Reads SHARE_DIR/limits.tsv. NULL with err. The caller frees it. */
struct limits *limits_new(const char *share_dir, struct error *err);
void limits_free(struct limits *l);
/* The most that price ÷ purchase price may be, in 1/10000; AMOUNT_NONE: off, or a list type that the file does not name. */
int64_t limits_markup(const struct limits *l, int list_type);
#endif
