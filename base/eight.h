/* base/eight.h: bytes as a number, to look at eight of them in one step; in the machine's own order. */
#ifndef BASE_EIGHT_H
#define BASE_EIGHT_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline uint64_t eight_at(const char *p)
{
    uint64_t eight;
    memcpy(&eight, p, sizeof eight);
    return eight;
}

/* n bytes, 4 to 8, as eight: those in the middle may be there twice, so that nothing behind them is looked at. */
static inline uint64_t few_at(const char *p, size_t n)
{
    uint32_t first, last;
    memcpy(&first, p, sizeof first);
    memcpy(&last, p + n - sizeof last, sizeof last);
    return (uint64_t)first << 32 | last;
}
#endif
