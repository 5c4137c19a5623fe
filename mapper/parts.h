/* mapper/parts.h: several values in one field: 甲公司/乙公司, 国药准字H1;国药准字H2.
 *
 *     static const char *const signs[] = { ";", "；" };
 *     struct span rest = field, part;
 *     while (parts_next(&rest, signs, 2, &part)) ...          // trimmed; may be empty */
#ifndef MAPPER_PARTS_H
#define MAPPER_PARTS_H

#include "base/span.h"

/* Takes the next value, up to one of the n signs; false at the end. */
bool parts_next(struct span *rest, const char *const *signs, size_t n, struct span *out);
#endif
