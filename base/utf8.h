/* base/utf8.h: one step of strict UTF-8 decoding, inline, for the loops of text.c, decode.c and scanners.
 * Ordinary code uses utf8_next and utf8_is_valid of base/text.h. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

#define UTF8_REPLACEMENT 0xFFFDu

/* Counted while good UTF-8 goes by. */
struct utf8_seen {
    uint64_t multibyte;    /* characters above ASCII */
    uint64_t replacements; /* U+FFFD: bytes that were lost earlier */
    uint64_t nul;          /* NUL bytes */
};
/* Bytes of the longest valid beginning of p, whose characters are added to seen. Fast. */
size_t utf8_run(const unsigned char *p, size_t n, struct utf8_seen *seen);

/* What the 1 to n bytes at p begin with (n >= 1):
 *   > 0  a character of that many bytes, in *c;
 *   0    an unfinished one: all n bytes could go on to be a character;
 *   < 0  bytes that no character begins with; minus how many of them form the longest impossible beginning (Unicode's
 *        "maximal subpart"), at least one. */
static inline int utf8_step(const unsigned char *p, size_t n, uint32_t *c)
{
    unsigned lead = p[0];
    unsigned low = 0x80, high = 0xBF;
    int length;
    if (lead < 0x80) {
        *c = lead;
        return 1;
    }
    if (lead < 0xC2 || lead > 0xF4)
        return -1;
    if (lead < 0xE0) {
        length = 2;
        *c = lead & 0x1F;
    } else if (lead < 0xF0) {
        length = 3;
        *c = lead & 0x0F;
        if (lead == 0xE0)
            low = 0xA0; /* overlong */
        else if (lead == 0xED)
            high = 0x9F; /* surrogates */
    } else {
        length = 4;
        *c = lead & 0x07;
        if (lead == 0xF0)
            low = 0x90; /* overlong */
        else if (lead == 0xF4)
            high = 0x8F; /* above U+10FFFF */
    }
    for (int i = 1; i < length; i++) {
        if ((size_t)i >= n)
            return 0;
        if (p[i] < low || p[i] > high)
            return -i;
        *c = *c << 6 | (p[i] & 0x3Fu);
        low = 0x80;
        high = 0xBF;
    }
    return length;
}
#endif
