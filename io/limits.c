/* io/limits.c: see the header. */
#include "io/limits.h"
#include <stdio.h>

const char *limit_bytes(uint64_t bytes, char out[LIMIT_CHARS])
{
    static const char units[] = { 'K', 'M', 'G', 'T' };
    size_t unit = 0;
    while (unit < sizeof units && bytes && bytes % 1024 == 0) {
        bytes /= 1024;
        unit++;
    }
    if (unit)
        snprintf(out, LIMIT_CHARS, "%llu%c", (unsigned long long)bytes, units[unit - 1]);
    else
        snprintf(out, LIMIT_CHARS, "%llu", (unsigned long long)bytes);
    return out;
}

uint64_t limit_more(uint64_t bytes)
{
    uint64_t more = 1;
    while (more <= bytes && more < UINT64_C(1) << 62)
        more *= 2;
    return more;
}
