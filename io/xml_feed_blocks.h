/* io/xml_feed_blocks.h: 64 bytes of a document at a glance, with the vectors that every x86-64 has. Private to io/xml_feed.c. */
#ifndef IO_XML_FEED_BLOCKS_H
#define IO_XML_FEED_BLOCKS_H

#include "io/xml_feed.h"

#ifdef __SSE2__
#include <immintrin.h>

#define BLOCK 64

/* A bit each: '<', '>', '"', ''', and what is beyond ASCII. */
struct block {
    uint64_t begins, ends, doubles, singles, high;
};

static inline __m128i block_at(const char *p) { return _mm_loadu_si128((const __m128i *)(const void *)p); }
static inline __m128i block_eq(__m128i v, char c) { return _mm_cmpeq_epi8(v, _mm_set1_epi8(c)); }
static inline uint64_t block_bits(__m128i v, int at) { return (uint64_t)(uint32_t)_mm_movemask_epi8(v) << at; }

/* The block at p, behind which two bytes may be looked at. false: it is one to be looked at byte by byte, because of a CR, a DEL, a '&', of EF BF, or because
 * something else than a tag begins. */
static inline bool block_look(struct block *b, const char *p)
{
    __m128i odd = _mm_setzero_si128();
    *b = (struct block){ 0, 0, 0, 0, 0 };
    for (int i = 0; i < BLOCK; i += 16) {
        const __m128i v = block_at(p + i), next = block_at(p + i + 1), begins = block_eq(v, '<');
        const __m128i no_tag = _mm_and_si128(begins, _mm_or_si128(block_eq(next, '!'), block_eq(next, '?')));
        const __m128i ef_bf = _mm_and_si128(block_eq(v, '\xEF'), block_eq(next, '\xBF'));
        const __m128i stops = _mm_or_si128(_mm_or_si128(block_eq(v, FEED_STAND_IN), block_eq(v, '\r')), block_eq(v, '&'));
        odd = _mm_or_si128(_mm_or_si128(odd, stops), _mm_or_si128(no_tag, ef_bf));
        b->begins |= block_bits(begins, i);
        b->ends |= block_bits(block_eq(v, '>'), i);
        b->doubles |= block_bits(block_eq(v, '"'), i);
        b->singles |= block_bits(block_eq(v, '\''), i);
        b->high |= block_bits(v, i);
    }
    return _mm_movemask_epi8(odd) == 0;
}

/* The bits from each first, third, fifth … of `bits` up to the one in front of the next. */
static inline uint64_t block_between(uint64_t bits)
{
    for (int shift = 1; shift < 64; shift *= 2)
        bits ^= bits << shift;
    return bits;
}

/* Stand-ins for the bytes `change` of p, which are some of those that are `high`. */
static inline void block_put(char *to, const char *p, uint64_t high, uint64_t change)
{
    const bool all = change == high;
    for (int i = 0; i < BLOCK; i += 16) {
        const __m128i v = block_at(p + i);
        _mm_storeu_si128((__m128i *)(void *)(to + i), all ? _mm_min_epu8(v, _mm_set1_epi8(FEED_STAND_IN)) : v);
    }
    for (uint64_t left = all ? 0 : change; left; left &= left - 1)
        to[__builtin_ctzll(left)] = FEED_STAND_IN;
}
#else
#define BLOCK 0
#endif
#endif
