/* io/xml_places.h: where in its document a parser stands. Private to io/xml.c. */
#ifndef IO_XML_PLACES_H
#define IO_XML_PLACES_H

#include "io/xml.h"
#include "io/xml_compat.h"
#include "io/xml_count.h"

/* The place of `p` in the parser's buffer; its line only where it does not stand behind the parser's own place. Columns are counted on from the
 * anchor, the place known last: libxml2 counts them in bytes here and in characters there. */
static inline struct xml_place place_after(const struct xml_place *anchor, const struct xml_compat_input *in, const char *p)
{
    uint64_t base = in->offset - (uint64_t)(in->cur - in->base);
    struct xml_place place = {
        .line = in->line - count_line_feeds(p, in->cur),
        .offset = in->offset - (uint64_t)(in->cur - p),
    };
    bool anchored = anchor->offset >= base && anchor->offset <= place.offset;
    const char *from = anchored ? in->base + (anchor->offset - base) : in->base;
    const char *line = memrchr(from, '\n', (size_t)(p - from));
    if (line)
        place.column = count_characters(line + 1, p) + 1;
    else if (anchored)
        place.column = anchor->column + count_characters(from, p);
    else
        place.column = in->column ? in->column : 1;
    return place;
}

#define NEAR 64 /* bytes that a line in front of a tag seldom exceeds */

/* The '<' of the tag in which libxml2 stands, or right behind; no other '<' can be between. Mostly it stands behind the name. NULL: there is none. */
static inline const char *tag_near(const struct xml_compat_input *in, const char *name)
{
    size_t n = name ? strlen(name) + 1 : 0;
    if (n && (size_t)(in->cur - in->base) > n && in->cur[-(ptrdiff_t)n] == '<')
        return in->cur - n;
    return memrchr(in->base, '<', (size_t)(in->cur - in->base));
}

/* Characters between the last line feed in front of p and p; false: it is not that near. */
static inline bool column_near(const char *base, const char *p, uint32_t *column)
{
    uint32_t n;
    if (p - base >= 8 && count_since_line_feed(p, &n)) {
        *column = n;
        return true;
    }
    const char *from = p - base > NEAR ? p - NEAR : base;
    for (n = 0; p > from && p[-1] != '\n'; n += ((unsigned char)*p & 0xC0) != 0x80)
        p--;
    *column = n;
    return p > from;
}
#endif
