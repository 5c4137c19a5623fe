/* mapper/identity.h: which product is it? What a row says of itself, part by part, against an entry: by the same rule functions that
 * find mismatches, so that an entry agrees here exactly where a check would stay quiet (or say no more than an info).
 *
 *     unsigned said = identity_said(ctx, row);                              // bits of the parts that the row has
 *     struct identity id = identity_compare(ctx, row, entry, said);
 *     if (said & IDENTITY_BIT(IDENTITY_NAME) && id.agree == said) ...      // agrees in all that it says
 *
 * A part that the row says and the entry lacks neither agrees nor differs. `unsure` are those of the agreeing parts that no rule could
 * really compare: a form that nobody knows, amounts of different sorts. */
#ifndef MAPPER_IDENTITY_H
#define MAPPER_IDENTITY_H

#include "mapper/engine.h"

enum identity_part {
    IDENTITY_NAME,          /* N201, N202 */
    IDENTITY_FORM,          /* D301, D308 */
    IDENTITY_STRENGTH,      /* D302 */
    IDENTITY_PACK,          /* D303, D304 */
    IDENTITY_MAKER,         /* D305 */
    IDENTITY_APPROVAL,      /* D306; of a consumable the registration */
    IDENTITY_STANDARD_CODE, /* D307 */
    IDENTITY_PARTS
};
#define IDENTITY_BIT(part) (1u << (part))

struct identity {
    unsigned agree, differ; /* IDENTITY_BITs, of the parts asked for */
    unsigned unsure;        /* of agree */
};

/* What the row says. A dash says nothing, and neither does a specification without an amount. Fails into ctx. */
unsigned identity_said(struct rule_context *ctx, const struct row *row);
/* Compares all of `parts`. Adds no finding. Fails into ctx. */
struct identity identity_compare(struct rule_context *ctx, const struct row *row, const struct view_entry *entry, unsigned parts);
/* Does the entry agree in all of `parts`? Ends at the first that does not. Fails into ctx. */
bool identity_agrees(struct rule_context *ctx, const struct row *row, const struct view_entry *entry, unsigned parts);
/* Every part that a program needs before it may fill a code in: name, form, strength, pack, maker, approval number or 本位码. */
bool identity_is_whole(unsigned said);
#endif
