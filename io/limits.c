/* io/limits.c: see the header. */
#include "io/limits.h"
#include "base/i18n.h"
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

int limits_too_large(const struct read_limits *l, const char *name, struct error *err)
{
    char most[LIMIT_CHARS], more[LIMIT_CHARS];
    return error_set(err, ERROR_INPUT, _("%s: the file holds more than %s bytes, and no more are read; where that is meant, give --max-size %s"), name,
                     limit_bytes(l->size, most), limit_bytes(limit_more(l->size), more));
}

int limits_check(const struct read_limits *l, const char *name, uint64_t packed, uint64_t unpacked, struct error *err)
{
    if (unpacked > l->size)
        return limits_too_large(l, name, err);
    if (unpacked <= LIMIT_RATIO_FROM || unpacked / l->ratio <= packed)
        return 0;
    return error_set(err, ERROR_INPUT,
                     _("%s: the file unpacks to more than %llu times its size, as a zip bomb does; where that is meant, give --max-ratio %llu"), name,
                     (unsigned long long)l->ratio, (unsigned long long)limit_more(l->ratio));
}

int limits_too_deep(const struct read_limits *l, const char *file, unsigned line, unsigned column, const char *element, struct error *err)
{
    uint64_t more = limit_more(l->depth);
    if (l->depth == LIMIT_DEPTH_MOST)
        return error_set(err, ERROR_INPUT, _("%s:%u:%u: <%s> stands more than %u elements deep, which is not read"), file, line, column, element, l->depth);
    return error_set(err, ERROR_INPUT, _("%s:%u:%u: <%s> stands more than %u elements deep; where that is meant, give --max-depth %u"), file, line, column,
                     element, l->depth, (unsigned)(more < LIMIT_DEPTH_MOST ? more : LIMIT_DEPTH_MOST));
}
