/* io/xml_count.h: characters and lines of a piece of UTF-8. Private to io/xml.c. */
#ifndef IO_XML_COUNT_H
#define IO_XML_COUNT_H

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
