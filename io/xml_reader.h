/* io/xml_reader.h: a whole XML document from a source: finds the encoding, transcodes strictly to UTF-8, parses.
 *
 *     struct xml_read_options o = { .chunk = 0 };
 *     struct xml_read_result r;
 *     if (xml_read(src, &o, &events, ctx, &r, &err) < 0) ...
 *
 * Encoding: a byte order mark, else UTF-16 by its shape, else what the XML declaration names (gb2312, gbk, cp936 are GB18030),
 * else UTF-8. A declaration that the bytes contradict is an error that says so: a byte order mark of another encoding; a
 * multi-byte or single-byte encoding over a file that is UTF-8 from end to end; UTF-8 over bytes that are not. A byte sequence
 * that is no text in the encoding is an error with its byte offset in the file and its line. NUL is refused. What is no XML
 * at all (empty, a workbook, a table, HTML …) is refused with a sentence that says what it looks like.
 * Everything in io/xml.h holds. Which encoding a document really is may be known only at its end: nothing counts before 0 is
 * returned. */
#ifndef IO_XML_READER_H
#define IO_XML_READER_H

#include "io/source.h"
#include "io/xml_check.h"

/* Text that is no XML, and what was read of it. */
struct xml_foreign {
    struct span head;
    bool at_end;     /* there is no more */
    size_t chunk;    /* as in the options */
    uint64_t *bytes; /* read so far; counts on */
};

struct xml_read_options {
    size_t chunk;         /* bytes read and fed at a time; 0: default (64 KiB). For tests: 1 */
    unsigned depth;       /* at most so many elements in each other; 0: XML_DEPTH_MOST */
    bool as_is;           /* without xml_trust_utf8: for tests that hold one against the other */
    const char *encoding; /* given by the user: wins over everything; NULL: found */
    const struct xml_check *checks; /* schemas to hold it against, XML_CHECKS_MOST at most */
    size_t check_count;
    void *ctx;            /* of those below, any of which may be NULL */
    /* Every byte of the source, once and in order, before it is parsed (for a digest). Not complete after an error. */
    int (*tap)(void *ctx, const char *p, size_t n, struct error *err);
    /* After each piece; total 0: not known. -1 with err stops. */
    int (*progress)(void *ctx, uint64_t done, uint64_t total, struct error *err);
    /* Asked in place of an error about text that is no XML: reads on from src by itself (its bytes do not go by the tap) to the end. */
    int (*foreign)(void *ctx, struct source *src, const struct xml_foreign *f, struct error *err);
};

struct xml_read_result {
    uint64_t bytes;       /* of the source */
    const char *encoding; /* as it was read; static memory */
};

/* Reads src to its end; it is not freed. `result` may be NULL; it is filled on success. */
int xml_read(struct source *src, const struct xml_read_options *options, const struct xml_events *events, void *ctx,
             struct xml_read_result *result, struct error *err);

/* The encoding that an XML declaration at the beginning of `head` (ASCII-compatible) names; absent: no such declaration. */
struct span xml_declared_encoding(struct span head);
#endif
