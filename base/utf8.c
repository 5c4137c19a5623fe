/* base/utf8.c: the small services of base/text.h that need no table: checking, counting, cutting, measuring UTF-8. */
#include "base/text.h"
#include "base/utf8.h"

/* Bytes of ASCII that s begins with from `at`, counted in eights. */
static inline size_t skip_ascii(struct span s, size_t at)
{
    uint64_t eight;
    while (s.n - at >= 8) {
        memcpy(&eight, s.p + at, 8);
        if (eight & 0x8080808080808080u)
            break;
        at += 8;
    }
    return at;
}

size_t utf8_valid_prefix(struct span s)
{
    size_t at = 0;
    while (at < s.n) {
        uint32_t c;
        if ((unsigned char)s.p[at] < 0x80) {
            at = skip_ascii(s, at);
            while (at < s.n && (unsigned char)s.p[at] < 0x80)
                at++;
            continue;
        }
        int n = utf8_step((const unsigned char *)s.p + at, s.n - at, &c);
        if (n <= 0)
            return at;
        at += (size_t)n;
    }
    return at;
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
