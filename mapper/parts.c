/* mapper/parts.c: see the header. */
#include "mapper/parts.h"

bool parts_next(struct span *rest, const char *const *signs, size_t n, struct span *out)
{
    if (rest->n == 0)
        return false;
    size_t end = rest->n, skip = 0;
    for (size_t i = 0; i < n; i++) {
        size_t at = span_find(*rest, span_of(signs[i]));
        if (at != (size_t)-1 && at < end) {
            end = at;
            skip = strlen(signs[i]);
        }
    }
    *out = span_trim((struct span){ rest->p, end });
    *rest = (struct span){ rest->p + end + skip, rest->n - end - skip };
    return true;
}
