/* io/xml_count.h: characters and lines of a piece of UTF-8. Private to io/xml_places.h. */
#ifndef IO_XML_COUNT_H
#define IO_XML_COUNT_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* All bytes but those that continue a character, eight at a time. */
static inline uint32_t count_characters(const char *from, const char *to)
{
    uint32_t n = (uint32_t)(to - from);
    uint64_t eight;
    for (; to - from >= 8; from += 8) {
        memcpy(&eight, from, 8);
        n -= (uint32_t)((((eight >> 7) & ~(eight >> 6) & 0x0101010101010101u) * 0x0101010101010101u) >> 56);
    }
    for (; from < to; from++)
        n -= ((unsigned char)*from & 0xC0) == 0x80;
    return n;
}

/* Characters between the line feed that one of the eight bytes in front of p is, and p. false: none is, or not all of them are ASCII. */
static inline bool count_since_line_feed(const char *p, uint32_t *n)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    const uint64_t low = 0x7F7F7F7F7F7F7F7Fu;
    uint64_t eight;
    memcpy(&eight, p - 8, 8);
    uint64_t other = eight ^ 0x0A0A0A0A0A0A0A0Au;          /* NUL where there is a line feed */
    uint64_t here = ~(((other & low) + low) | other | low); /* the high bit of each such byte */
    if (here == 0 || (eight & ~low) != 0)
        return false;
    *n = (uint32_t)__builtin_clzll(here) / 8;
    return true;
#else
    (void)p, (void)n;
    return false;
#endif
}

static inline uint32_t count_line_feeds(const char *from, const char *to)
{
    uint32_t n = 0;
    while (from < to && (from = memchr(from, '\n', (size_t)(to - from))) != NULL) {
        n++;
        from++;
    }
    return n;
}
#endif
