/* io/xml_attributes.h: a start tag's attributes, from libxml2's form to ours. Private to io/xml.c. */
#ifndef IO_XML_ATTRIBUTES_H
#define IO_XML_ATTRIBUTES_H

#include "base/buf.h"
#include "io/xml.h"

/* Without NOENT libxml2 hands out an '&' in an attribute value as "&#38;", for a tree builder to decode. Every '&' in a
 * value is such a one. There is room in *values. */
static inline struct span attribute_unescape(struct buf *values, struct span value)
{
    const struct span escape = SPAN("&#38;");
    char *begin = values->p + values->n, *to = begin;
    for (size_t at = 0; at < value.n;) {
        *to++ = value.p[at];
        at += span_starts((struct span){ value.p + at, value.n - at }, escape) ? escape.n : 1;
    }
    values->n += (size_t)(to - begin);
    return (struct span){ begin, (size_t)(to - begin) };
}

static inline bool attribute_is_escaped(struct span value) { return value.n && memchr(value.p, '&', value.n); }

/* n attributes into attrs; values that had to be changed are in *values. `five`: pointers for each (name, prefix, URI, value, end of the value).
 * -1: memory. */
static inline int attributes_take(struct xml_attr *attrs, struct buf *values, const unsigned char **five, int n)
{
    size_t escaped = 0;
    for (int i = 0; i < n; i++, five += 5) {
        struct span value = { (const char *)five[3], (size_t)(five[4] - five[3]) };
        attrs[i] = (struct xml_attr){ (const char *)five[0], (const char *)five[2], value };
        escaped += attribute_is_escaped(value) ? value.n : 0;
    }
    if (escaped == 0)
        return 0;
    buf_clear(values);
    if (!buf_room(values, escaped))
        return -1;
    for (int i = 0; i < n; i++)
        if (attribute_is_escaped(attrs[i].value))
            attrs[i].value = attribute_unescape(values, attrs[i].value);
    return 0;
}
#endif
