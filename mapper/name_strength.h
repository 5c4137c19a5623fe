/* mapper/name_strength.h: strengths at the ends of names: 阿莫西林胶囊0.25g×24粒, 5%葡萄糖注射液. For mapper/name.c.
 *
 *     s.n = strength_cut(units, s);       // without the strength at its end
 *     size_t lead = strength_front(units, s);
 *
 * A number without a unit is never a strength, but for 0.25 and the like: 门冬胰岛素30, 右旋糖酐40, 羟乙基淀粉130/0.4 are names. */
#ifndef MAPPER_NAME_STRENGTH_H
#define MAPPER_NAME_STRENGTH_H

#include "mapper/unit.h"

/* Texts are folded. Is the whole of s an amount, with at least one unit: "0.25g×24片", "5%", "10ml:1g"? */
bool strength_is(const struct units *units, struct span s);
/* Amounts and other words, but no number without a unit: 500ml软袋; not 18aa, 30/70, 50r. */
bool strength_and_words(const struct units *units, struct span s);
/* Bytes of s without the strength at its end, and without 规格, 每片 in front of it. */
size_t strength_cut(const struct units *units, struct span s);
/* Bytes of the strength at the front; 0: none. */
size_t strength_front(const struct units *units, struct span s);
#endif
