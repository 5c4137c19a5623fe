/* bench/pad.h: what the generator's parts share: numbers drawn from (seed, stream, index), and a pad that texts are built on.
 * Nothing is remembered between records, so any record can be made again at any time. */
#ifndef BENCH_PAD_H
#define BENCH_PAD_H

#include "base/span.h"
#include <stdint.h>

/* A number that depends on nothing but its arguments (splitmix64). */
static inline uint64_t draw(uint64_t seed, uint64_t stream, uint64_t index)
{
    uint64_t z = seed * 0x9e3779b97f4a7c15u + stream * 0xd1342543de82ef95u + index * 0xbf58476d1ce4e5b9u;

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

/* true for `millionths` of all indexes. */
static inline bool chance(uint64_t seed, uint64_t stream, uint64_t index, uint64_t millionths)
{
    return draw(seed, stream, index) % 1000000 < millionths;
}

struct pad {
    size_t n;
    bool full; /* something did not fit: a fault of the generator */
    char b[6144];
};

static inline void pad_bytes(struct pad *p, const char *s, size_t n)
{
    if (n > sizeof p->b - p->n) {
        p->full = true;
        return;
    }
    if (n > 0)
        memcpy(p->b + p->n, s, n);
    p->n += n;
}

static inline void pad_text(struct pad *p, const char *s) { pad_bytes(p, s, strlen(s)); }
static inline void pad_span(struct pad *p, struct span s) { pad_bytes(p, s.p, s.n); }
static inline struct span pad_from(const struct pad *p, size_t start) { return (struct span){ p->b + start, p->n - start }; }

/* At least `digits` digits, zeros in front. */
void pad_number(struct pad *p, uint64_t value, unsigned digits);
/* 1/10000: 186000, 2 -> "18.60"; 1348, 0 -> "0.1348". */
void pad_amount(struct pad *p, int64_t amount, unsigned places);
/* Micrograms as a strength: 250000 -> "0.25g", 5000 -> "5mg", 100 -> "100μg". */
void pad_strength(struct pad *p, uint64_t micrograms);
#endif
