/* io/xml_places.h: where in its document a parser stands. Private to io/xml.c. */
#ifndef IO_XML_PLACES_H
#define IO_XML_PLACES_H

#include "io/xml.h"
#include "io/xml_compat.h"
#include "io/xml_count.h"

/* The place of `p`, counted from one that is known, which stands at `from`. Where p is in front of it, and its line begins in front of all that is held, the column
 * counts from what is. */
static inline struct xml_place place_from(const struct xml_place *known, const char *from, const struct xml_compat_input *in, const char *p)
{
    const bool ahead = p >= from;
    const uint32_t lines = ahead ? count_line_feeds(from, p) : count_line_feeds(p, from);
    struct xml_place place = {
        .line = ahead ? known->line + lines : known->line - lines,
        .offset = in->offset - (uint64_t)(in->cur - p),
    };
    const char *begin = ahead && lines == 0 ? NULL : memrchr(ahead ? from : in->base, '\n', (size_t)(p - (ahead ? from : in->base)));
    if (begin)
        place.column = count_characters(begin + 1, p) + 1;
    else if (lines == 0)
        place.column = ahead ? known->column + count_characters(from, p) : known->column - count_characters(p, from);
    else
        place.column = count_characters(in->base, p) + 1;
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
