/* base/utf8.c: the small services of base/text.h and base/utf8.h that need no table: checking, counting, cutting, measuring UTF-8. */
#include "base/text.h"
#include "base/utf8.h"
#include "base/utf8_blocks.h"

/* Nonzero where one of the eight bytes is NUL or above ASCII (after a NUL also for others). */
static inline uint64_t not_plain(const unsigned char *p)
{
    uint64_t eight;
    memcpy(&eight, p, 8);
    return ((eight - 0x0101010101010101u) | eight) & 0x8080808080808080u;
}

size_t utf8_run(const unsigned char *p, size_t n, struct utf8_seen *seen)
{
    struct utf8_seen s = *seen;
    size_t at = 0, again = 0; /* again: from here on whole blocks are tried */
    while (at < n) {
        uint32_t c;
        if (at >= again) {
            at += run_blocks(p + at, n - at, &s, true);
            again = n - at > BLOCK ? at + BLOCK : n;
        }
        if (at < n && p[at] < 0x80) {
            while (n - at >= 8 && !not_plain(p + at))
                at += 8;
            for (; at < n && p[at] < 0x80; at++)
                s.nul += p[at] == 0;
            continue;
        }
        /* The common case: three bytes, but neither E0 nor ED, whose second byte needs a closer look. */
        while (n - at >= 3 && (p[at] & 0xF0) == 0xE0 && p[at] != 0xE0 && p[at] != 0xED && (p[at + 1] & 0xC0) == 0x80 &&
               (p[at + 2] & 0xC0) == 0x80) {
            s.multibyte++;
            s.replacements += p[at] == 0xEF && p[at + 1] == 0xBF && p[at + 2] == 0xBD;
            at += 3;
        }
        if (at == n || p[at] < 0x80)
            continue;
        int step = utf8_step(p + at, n - at, &c);
        if (step <= 0)
            break;
        s.multibyte++;
        at += (size_t)step;
    }
    *seen = s;
    return at;
}

size_t utf8_valid_prefix(struct span s)
{
    struct utf8_seen seen = { 0, 0, 0 };
    return utf8_run((const unsigned char *)s.p, s.n, &seen);
}

bool utf8_is_valid(struct span s)
{
    return utf8_valid_prefix(s) == s.n;
}

uint32_t utf8_next(struct span s, size_t *at)
{
    uint32_t c;
    int n = utf8_step((const unsigned char *)s.p + *at, s.n - *at, &c);
    *at += n > 0 ? (size_t)n : 1;
    return n > 0 ? c : UTF8_REPLACEMENT;
}

size_t utf8_count(struct span s)
{
    size_t count = 0;
    for (size_t at = 0; at < s.n; count++)
        utf8_next(s, &at);
    return count;
}

size_t utf8_first(struct span s, size_t chars)
{
    size_t at = 0;
    while (at < s.n && chars-- > 0)
        utf8_next(s, &at);
    return at;
}

bool utf8_is_han(uint32_t c)
{
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0x20000 && c <= 0x323AF) || c == 0x3005 || c == 0x3007;
}
