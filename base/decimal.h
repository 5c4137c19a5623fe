/* base/decimal.h: exact decimal numbers. Never binary floating point.
 *
 * Two forms: a fixed-point int64 in 1/10000 (money, ratios, pack quantities: AMOUNT_NONE is "not said"), and
 * struct decimal, value = m * 10^e, for amounts with any number of places. */
#ifndef BASE_DECIMAL_H
#define BASE_DECIMAL_H

#include "base/buf.h"
#include <stdint.h>

#define AMOUNT_NONE INT64_MIN
#define AMOUNT_SCALE 10000

enum decimal_status {
    DECIMAL_OK,
    DECIMAL_EMPTY,   /* nothing but blanks */
    DECIMAL_BAD,     /* not a number */
    DECIMAL_INEXACT, /* more places than the form holds, other than zeros */
    DECIMAL_RANGE,   /* too large */
};

/* Reads [+-]digits[.digits], also ".1348" and "5."; the whole span, trimmed; `point` is '.' or ','. No exponent, no
 * thousands marks. Result in 1/10000. */
enum decimal_status amount_parse(struct span s, char point, int64_t *out);
/* As amount_parse, but multiplied by num/den first (pence to yuan: 1, 100); inexact where a rest is left. */
enum decimal_status amount_parse_scaled(struct span s, char point, int64_t num, int64_t den, int64_t *out);
/* Shortest exact text: 186000 -> "18.6", 10000 -> "1", 1348 -> "0.1348". */
void amount_add(struct buf *b, int64_t amount);
/* At least `places` decimals: 186000, 2 -> "18.60". */
void amount_add_places(struct buf *b, int64_t amount, int places);
/* a/b rounded half up (away from zero) to `places` (0..4) decimals, a and b in 1/10000, b > 0; false on overflow. */
bool amount_div_round(int64_t a, int64_t b, int places, int64_t *out);
/* a*b in 1/10000, rounded half up; false on overflow. */
bool amount_mul(int64_t a, int64_t b, int64_t *out);

struct decimal {
    int64_t m; /* no trailing zeros unless m == 0 (then e == 0) */
    int e;
};
/* Unsigned digits[.digits], the whole span, no blanks, up to 18 significant digits. */
enum decimal_status decimal_parse(struct span s, struct decimal *out);
struct decimal decimal_of(int64_t value);
bool decimal_mul(struct decimal a, struct decimal b, struct decimal *out); /* false: overflow */
bool decimal_add(struct decimal a, struct decimal b, struct decimal *out);
struct decimal decimal_shift(struct decimal a, int places); /* a * 10^places */
int decimal_cmp(struct decimal a, struct decimal b);        /* exact for every pair */
/* a/b == c/d exactly, compared crosswise (b, d > 0). */
bool decimal_same_ratio(struct decimal a, struct decimal b, struct decimal c, struct decimal d);
void decimal_add_text(struct buf *b, struct decimal a); /* "0.25" */
#endif
