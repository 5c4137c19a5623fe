/* io/xml.h: XML events out of UTF-8 bytes: libxml2's SAX2 parser, locked down.
 *
 * Input must be UTF-8 already (io/xml_reader.h transcodes); the parser is told so, whatever the declaration says, and refuses
 * what is none unless it is told to trust. No entity is
 * expanded but the five predefined and character references; nothing is loaded; an internal subset that declares an entity is
 * refused, a bare DOCTYPE passes. Depth, attributes and the size of a start tag are capped; the size of text is the caller's to
 * cap. Text arrives in pieces, cut anywhere between two characters: append until the end event.
 *
 *     struct xml_parser *x = xml_new("drugs.xml", &events, ctx, &err);
 *     if (xml_parse(x, read_from_somewhere, ctx, &err) < 0) ...
 *     xml_free(x);
 *
 * A document was read whole only if xml_parse returned 0: events that came before an error are worth nothing.
 * Errors are ERROR_INPUT, "FILE:LINE:COLUMN: …"; ERROR_MEMORY; or what a callback returned. */
#ifndef IO_XML_H
#define IO_XML_H

#include "base/error.h"
#include "base/span.h"
#include <stdbool.h>
#include <stdint.h>

#define XML_DEPTH_MOST      100
#define XML_ATTRIBUTES_MOST 256
#define XML_TAG_MOST        ((size_t)256 << 10) /* bytes of a start tag */

struct xml_parser;

/* What XML calls white space. */
static inline bool xml_is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

/* Where the '<' of a tag stands: line and column (in characters) count from 1, offset (in bytes of the UTF-8 given) from 0.
 * Lines end with LF or CRLF. */
struct xml_place {
    uint32_t line, column;
    uint64_t offset;
};

/* Names: `name` is the local name, `uri` the namespace (NULL: none). Both are interned: the same string is the same pointer
 * during one parse, equal to xml_intern of it, so a caller compares pointers. Attribute values are valid during the call. */
struct xml_attr {
    const char *name, *uri;
    struct span value;
};

/* Each returns 0, or -1 with err to stop; that err is what xml_parse then returns. Any may be NULL. */
struct xml_events {
    /* Before everything: the time to xml_intern the names one waits for. */
    int (*begin)(void *ctx, struct xml_parser *x, struct error *err);
    int (*start)(void *ctx, const char *name, const char *uri, const struct xml_attr *attrs, size_t n, struct xml_place at,
                 struct error *err);
    /* Character data and CDATA of the innermost open element. Never empty. */
    int (*text)(void *ctx, struct span text, struct error *err);
    /* Without a place, which few want and each tag would pay for: xml_place_tag tells it. */
    int (*end)(void *ctx, const char *name, const char *uri, struct error *err);
};

/* `file` is for messages and copied; events and ctx must outlive the parser. `begin` is called from here. NULL with err. */
struct xml_parser *xml_new(const char *file, const struct xml_events *events, void *ctx, struct error *err);
void xml_free(struct xml_parser *x);

/* At most so many elements in each other, instead of XML_DEPTH_MOST. Before the first byte. */
void xml_limit_depth(struct xml_parser *x, unsigned most);

/* The bytes that come were made sure to be UTF-8, so that libxml2 need not look at those of a text (io/xml_feed.h), which is faster. Before the first byte. */
void xml_trust_utf8(struct xml_parser *x);

/* The pointer under which the parser hands out this name or URI; NULL: memory. Valid as long as the parser. */
const char *xml_intern(struct xml_parser *x, const char *name);

/* At most n of the bytes that come next, 1 at least: how many; 0: there are no more; -1 with err. Not asked again after either. Asked from within
 * xml_parse alone, and some way ahead of the events. */
typedef int64_t xml_bytes(void *ctx, char *to, size_t n, struct error *err);

/* Parses all that `bytes` gives; once. 0 only where the document was well-formed to the end of its root, nothing but blanks, comments and
 * instructions stood behind, and no allocation failed. Where `bytes` fails, what came before is parsed, and a fault in there is told instead. */
int xml_parse(struct xml_parser *x, xml_bytes *bytes, void *ctx, struct error *err);

/* Of the tag whose start or end is being told. */
struct xml_place xml_place_tag(struct xml_parser *x);
/* Where the parser is now, in or near what it tells: for messages of a callback about text. */
struct xml_place xml_place_now(const struct xml_parser *x);
/* After an error of `bytes`: the line on which those end that it gave before. 0: the error is another. */
uint32_t xml_line_ended(const struct xml_parser *x);
#endif
