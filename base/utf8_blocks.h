/* base/utf8_blocks.h: UTF-8 of one to three bytes a character, 64 bytes at a time, with the vectors that the processor has. Private to base/utf8.c. */
#ifndef BASE_UTF8_BLOCKS_H
#define BASE_UTF8_BLOCKS_H

#include "base/utf8.h"

#include <stdbool.h>

#ifdef __SSE2__
#include <immintrin.h>

#define BLOCK 64

/* What the bytes of a block are, a bit each. */
struct classes {
    uint64_t high, follow, three, ef; /* above ASCII; 80 … BF; E1 and above; EF */
    bool nul, odd;                    /* some are NUL; some are C0, C1, E0, ED, F0 … FF: looked at one by one */
};

/* Compared as signed: 80 is the least, BF is -65, and ASCII is above them all. */
static inline struct classes classify(const unsigned char *p)
{
    struct classes k = { 0, 0, 0, 0, false, false };
    __m128i nul = _mm_setzero_si128(), odd = nul;
    for (int i = 0; i < BLOCK; i += 16) {
        const __m128i v = _mm_loadu_si128((const __m128i *)(const void *)(p + i));
        const __m128i e0_ed = _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8(-32)), _mm_cmpeq_epi8(v, _mm_set1_epi8(-19)));
        const __m128i c0_c1 = _mm_cmpeq_epi8(_mm_and_si128(v, _mm_set1_epi8(-2)), _mm_set1_epi8(-64));
        const __m128i from_f0 = _mm_cmpeq_epi8(_mm_max_epu8(v, _mm_set1_epi8(-16)), v);
        odd = _mm_or_si128(odd, _mm_or_si128(e0_ed, _mm_or_si128(c0_c1, from_f0)));
        nul = _mm_or_si128(nul, _mm_cmpeq_epi8(v, _mm_setzero_si128()));
        k.high |= (uint64_t)(uint32_t)_mm_movemask_epi8(v) << i;
        k.follow |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmplt_epi8(v, _mm_set1_epi8(-64))) << i;
        k.three |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpgt_epi8(v, _mm_set1_epi8(-33))) << i;
        k.ef |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(v, _mm_set1_epi8(-17))) << i;
    }
    k.three &= k.high;
    k.nul = _mm_movemask_epi8(nul) != 0;
    k.odd = _mm_movemask_epi8(odd) != 0;
    return k;
}

#define WIDE __attribute__((target("avx2,popcnt")))

/* The same by halves. */
static inline WIDE struct classes classify_wide(const unsigned char *p)
{
    struct classes k = { 0, 0, 0, 0, false, false };
    __m256i nul = _mm256_setzero_si256(), odd = nul;
    for (int i = 0; i < BLOCK; i += 32) {
        const __m256i v = _mm256_loadu_si256((const __m256i *)(const void *)(p + i));
        const __m256i e0_ed = _mm256_or_si256(_mm256_cmpeq_epi8(v, _mm256_set1_epi8(-32)), _mm256_cmpeq_epi8(v, _mm256_set1_epi8(-19)));
        const __m256i c0_c1 = _mm256_cmpeq_epi8(_mm256_and_si256(v, _mm256_set1_epi8(-2)), _mm256_set1_epi8(-64));
        const __m256i from_f0 = _mm256_cmpeq_epi8(_mm256_max_epu8(v, _mm256_set1_epi8(-16)), v);
        odd = _mm256_or_si256(odd, _mm256_or_si256(e0_ed, _mm256_or_si256(c0_c1, from_f0)));
        nul = _mm256_or_si256(nul, _mm256_cmpeq_epi8(v, _mm256_setzero_si256()));
        k.high |= (uint64_t)(uint32_t)_mm256_movemask_epi8(v) << i;
        k.follow |= (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpgt_epi8(_mm256_set1_epi8(-64), v)) << i;
        k.three |= (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpgt_epi8(v, _mm256_set1_epi8(-33))) << i;
        k.ef |= (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(v, _mm256_set1_epi8(-17))) << i;
    }
    k.three &= k.high;
    k.nul = _mm256_movemask_epi8(nul) != 0;
    k.odd = _mm256_movemask_epi8(odd) != 0;
    return k;
}

/* The bits of x: the plain instruction is not in every x86. */
static inline uint64_t count_bits(uint64_t x)
{
    x -= x >> 1 & 0x5555555555555555u;
    x = (x & 0x3333333333333333u) + (x >> 2 & 0x3333333333333333u);
    return ((x + (x >> 4)) & 0x0F0F0F0F0F0F0F0Fu) * 0x0101010101010101u >> 56;
}

static inline uint64_t replacements(const unsigned char *p, uint64_t ef)
{
    uint64_t count = 0;
    for (; ef; ef &= ef - 1) {
        const unsigned char *at = p + __builtin_ctzll(ef);
        count += at[1] == 0xBF && at[2] == 0xBD;
    }
    return count;
}

static inline uint64_t nuls(const unsigned char *p)
{
    uint64_t count = 0;
    for (int i = 0; i < BLOCK; i++)
        count += p[i] == 0;
    return count;
}

/* What a run of blocks knows between two of them. */
struct blocks {
    uint64_t due; /* following bytes that the block before still asks for, as bits of this one */
    struct utf8_seen seen;
};

/* The block at p, two bytes behind which may be looked at. false: it is not of usual characters only; nothing is counted. */
static inline bool take_block(const unsigned char *p, const struct classes *k, uint64_t *leads, struct blocks *b)
{
    const uint64_t lead = k->high & ~k->follow;
    if (k->odd || k->follow != (b->due | lead << 1 | k->three << 2))
        return false;
    b->due = lead >> 63 | (k->three >> 62 & 1) | (k->three >> 63) << 1;
    b->seen.nul += k->nul ? nuls(p) : 0;
    b->seen.replacements += k->ef ? replacements(p, k->ef) : 0;
    *leads = lead;
    return true;
}

static inline size_t blocks_plain(const unsigned char *p, size_t n, struct blocks *b)
{
    size_t at = 0;
    for (uint64_t leads; n - at >= BLOCK + 2; at += BLOCK) {
        const struct classes k = classify(p + at);
        if (!take_block(p + at, &k, &leads, b))
            break;
        b->seen.multibyte += count_bits(leads);
    }
    return at;
}

static WIDE size_t blocks_wide(const unsigned char *p, size_t n, struct blocks *b)
{
    size_t at = 0;
    for (uint64_t leads; n - at >= BLOCK + 2; at += BLOCK) {
        const struct classes k = classify_wide(p + at);
        if (!take_block(p + at, &k, &leads, b))
            break;
        b->seen.multibyte += (uint64_t)__builtin_popcountll(leads);
    }
    return at;
}

/* As utf8_run, but whole blocks only, of characters of one to three bytes as they are usual; ends in front of what is not, between
 * two characters. `wide`: AVX2 may be used, where the processor has it. */
static inline size_t run_blocks(const unsigned char *p, size_t n, struct utf8_seen *s, bool wide)
{
    struct blocks b = { 0, *s };
    if (n < BLOCK + 2)
        return 0;
    size_t at = wide && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("popcnt") ? blocks_wide(p, n, &b) : blocks_plain(p, n, &b);
    if (b.due) { /* back to the beginning of the unfinished character */
        size_t back = p[at - 1] >= 0xC0 ? 1 : 2;
        b.seen.multibyte--;
        b.seen.replacements -= p[at - back] == 0xEF && p[at - back + 1] == 0xBF && p[at - back + 2] == 0xBD;
        at -= back;
    }
    *s = b.seen;
    return at;
}
#else
#define BLOCK 0
static inline size_t run_blocks(const unsigned char *p, size_t n, struct utf8_seen *s, bool wide)
{
    (void)p, (void)n, (void)s, (void)wide;
    return 0;
}
#endif
#endif
