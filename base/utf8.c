/* base/utf8.c: the small services of base/text.h and base/utf8.h that need no table: checking, counting, cutting, measuring UTF-8. */
#include "base/text.h"
#include "base/utf8.h"
#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* Nonzero where one of the eight bytes is NUL or above ASCII (after a NUL also for others). */
static inline uint64_t not_plain(const unsigned char *p)
{
    uint64_t eight;
    memcpy(&eight, p, 8);
    return ((eight - 0x0101010101010101u) | eight) & 0x8080808080808080u;
}

#ifdef __SSE2__
#define BLOCK 64

/* What the 64 bytes of a block are, a bit each. */
struct classes {
    uint64_t nul, ef, follow; /* follow: 80 … BF */
    uint64_t two, three;      /* first bytes: C2 … DF; E1 … EF but ED */
    uint64_t other;           /* anything else above ASCII: looked at one by one */
};

static inline struct classes classify(const unsigned char *p)
{
    uint64_t high = 0, follow = 0, c2 = 0, e0 = 0, f0 = 0, nul = 0, ef = 0, odd = 0;
    for (int i = 0; i < 4; i++) { /* compared as signed: 80 is the least, BF is -65, and ASCII is above them all */
        __m128i v = _mm_loadu_si128((const __m128i *)(const void *)(p + 16 * i));
        __m128i is_odd = _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8(-32)), _mm_cmpeq_epi8(v, _mm_set1_epi8(-19)));
        high |= (uint64_t)(uint32_t)_mm_movemask_epi8(v) << (16 * i);
        follow |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmplt_epi8(v, _mm_set1_epi8(-64))) << (16 * i);
        c2 |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpgt_epi8(v, _mm_set1_epi8(-63))) << (16 * i);
        e0 |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpgt_epi8(v, _mm_set1_epi8(-33))) << (16 * i);
        f0 |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpgt_epi8(v, _mm_set1_epi8(-17))) << (16 * i);
        nul |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(v, _mm_setzero_si128())) << (16 * i);
        ef |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(v, _mm_set1_epi8(-17))) << (16 * i);
        odd |= (uint64_t)(uint32_t)_mm_movemask_epi8(is_odd) << (16 * i); /* E0, ED */
    }
    struct classes k = { nul, ef, follow, c2 & ~e0 & high, e0 & ~f0 & ~odd & high, 0 };
    k.other = high & ~(follow | k.two | k.three);
    return k;
}

/* The bits of x: the plain instruction is not in every x86. */
static inline uint64_t count_bits(uint64_t x)
{
    x -= x >> 1 & 0x5555555555555555u;
    x = (x & 0x3333333333333333u) + (x >> 2 & 0x3333333333333333u);
    return ((x + (x >> 4)) & 0x0F0F0F0F0F0F0F0Fu) * 0x0101010101010101u >> 56;
}

static uint64_t replacements(const unsigned char *p, uint64_t ef)
{
    uint64_t count = 0;
    for (; ef; ef &= ef - 1) {
        const unsigned char *at = p + __builtin_ctzll(ef);
        count += at[1] == 0xBF && at[2] == 0xBD;
    }
    return count;
}

/* As utf8_run, but whole blocks only, of characters of one to three bytes as they are usual; ends in front of what is not, between
 * two characters. */
static size_t run_blocks(const unsigned char *p, size_t n, struct utf8_seen *s)
{
    size_t at = 0;
    uint64_t due = 0; /* following bytes that the block before still asks for, as bits of this one */
    while (n - at >= BLOCK + 2) {
        struct classes k = classify(p + at);
        if (k.other || k.follow != (due | (k.two | k.three) << 1 | k.three << 2))
            break;
        s->nul += k.nul ? count_bits(k.nul) : 0;
        s->multibyte += count_bits(k.two | k.three);
        if (k.ef)
            s->replacements += replacements(p + at, k.ef);
        due = (k.two | k.three) >> 63 | (k.three >> 62 & 1) | (k.three >> 63) << 1;
        at += BLOCK;
    }
    if (due) { /* back to the beginning of the unfinished character */
        size_t back = p[at - 1] >= 0xC0 ? 1 : 2;
        s->multibyte--;
        s->replacements -= p[at - back] == 0xEF && p[at - back + 1] == 0xBF && p[at - back + 2] == 0xBD;
        at -= back;
    }
    return at;
}
#else
#define BLOCK 0
static size_t run_blocks(const unsigned char *p, size_t n, struct utf8_seen *s)
{
    (void)p;
    (void)n;
    (void)s;
    return 0;
}
#endif

size_t utf8_run(const unsigned char *p, size_t n, struct utf8_seen *seen)
{
    struct utf8_seen s = *seen;
    size_t at = 0, again = 0; /* again: from here on whole blocks are tried */
    while (at < n) {
        uint32_t c;
        if (at >= again) {
            at += run_blocks(p + at, n - at, &s);
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
