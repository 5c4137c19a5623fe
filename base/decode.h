/* base/decode.h: bytes in any encoding -> UTF-8, piece by piece, by ICU.
 *
 * Strict: the first byte sequence that is not text in the encoding is an error with its byte offset.
 * Lenient: each such sequence becomes U+FFFD and is counted (tables keep the row and mark the field).
 *
 *     struct decoder *d = decoder_new("gb2312", true, &err);
 *     decoder_feed(d, bytes, n, last, &utf8, &err);
 */
#ifndef BASE_DECODE_H
#define BASE_DECODE_H

#include "base/buf.h"
#include "base/utf8.h"
#include <stdint.h>

struct decoder;

/* The name under which an encoding is decoded: "GB18030" for gb2312, gbk, gb_2312-80, cp936, windows-936, gb18030; "UTF-8",
 * "UTF-16LE", "UTF-16BE", "windows-1251" …; NULL for one that ICU does not know. Static memory. */
const char *encoding_canonical(struct span name);
/* By byte order mark: "UTF-8", "UTF-16LE", "UTF-16BE", or NULL; *skip = bytes of the mark. */
const char *encoding_by_bom(struct span head, size_t *skip);

/* `encoding` as encoding_canonical gives it. NULL with err (ERROR_USAGE: unknown; ERROR_MEMORY). */
struct decoder *decoder_new(const char *encoding, bool strict, struct error *err);
void decoder_free(struct decoder *d);
/* Appends the text of n bytes to out; `last`: the input ends here (an unfinished sequence is then bad). Pieces may end at any byte.
 * 0, or -1 (ERROR_INPUT with offset and bytes in hex; ERROR_MEMORY). UTF-8 input is only checked and copied. */
int decoder_feed(struct decoder *d, const char *p, size_t n, bool last, struct buf *out, struct error *err);
/* How many of the next bytes stand for themselves, and need no decoder_feed: they count as fed. 0 where the encoding is not UTF-8, or a character is unfinished. */
size_t decoder_as_is(struct decoder *d, const char *p, size_t n);
/* The first byte fed is byte `offset` of the input (a byte order mark was left out). Before the first piece only. */
void decoder_start_at(struct decoder *d, uint64_t offset);
uint64_t decoder_bad_count(const struct decoder *d);
uint64_t decoder_bad_offset(const struct decoder *d); /* byte offset of the first bad sequence; UINT64_MAX: none */

/* base/decode_back.c: appends the bytes of a text in `encoding`, a name that ICU knows. 1; 0: it has no such characters; -1: memory. */
int text_encode(struct span text, const char *encoding, struct buf *out, struct error *err);

/* Streaming check "is all of this UTF-8?", for whole files (a GB18030 declaration over UTF-8 bytes is refused). */
struct utf8_check {
    unsigned char pending[4];
    unsigned pending_n;
    uint64_t bad_count; /* sequences that are not UTF-8 */
    struct utf8_seen seen;
};
void utf8_check_init(struct utf8_check *c);
void utf8_check_feed(struct utf8_check *c, const char *p, size_t n);
bool utf8_check_end(struct utf8_check *c); /* true: valid UTF-8 as a whole */
#endif
