/* mapper/set_price.h: prices of rows on one catalog code, compared with each other: P603's median, M802. Numbers only: no text, no findings.
 *
 *     struct set_prices p;
 *     set_prices_init(&p);
 *     set_prices_compare(&p, &keys, &err);             // sets KEY_OUTLIER and KEY_CROWDED
 *     const struct set_median *m = set_prices_median(&p, key->code);
 *     set_prices_release(&p);
 *
 * P603 comes first, since a row that has it takes no part in M802. Both are exact: a price for one dose unit is a ratio. */
#ifndef MAPPER_SET_PRICE_H
#define MAPPER_SET_PRICE_H

#include "base/error.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct set_price {
    uint32_t yuan, units; /* yuan / units is the price of one; units 0: not known */
};
/* In lowest terms where it does not fit otherwise; false (and none): it does not fit at all, or is no price. */
bool set_price_make(int64_t yuan, int64_t units, struct set_price *out);
/* The sign of times_a × a - times_b × b; 0 < times <= 1000. */
int set_price_cmp(struct set_price a, uint32_t times_a, struct set_price b, uint32_t times_b);
/* Rounded half up to 1/10000. */
int64_t set_price_amount(struct set_price p);

#define MEDIAN_ROWS 5 /* a median of fewer rows says nothing */

struct set_median {
    uint32_t code, rows;
    struct set_price a, b; /* the middle two, the same one twice where their number is odd: the median is their mean */
};
/* p is below 1/10 of the median. */
bool set_median_above_ten(const struct set_median *m, struct set_price p);
int64_t set_median_amount(const struct set_median *m);

/* Rows on one code that differ too much: of all of them the cheapest and the dearest that are of two local codes. */
struct set_crowd {
    uint32_t code, low, high; /* low, high: numbers of keys */
};

struct set_keys;
struct set_prices {
    struct set_median *medians; /* by code; of codes with an outlier only */
    struct set_crowd *crowds;   /* by code */
    size_t median_count, median_cap, crowd_count, crowd_cap;
    struct set_price *room;
    size_t room_cap;
};
void set_prices_init(struct set_prices *p);
void set_prices_release(struct set_prices *p);
/* -1: memory. */
int set_prices_compare(struct set_prices *p, struct set_keys *keys, struct error *err);
const struct set_median *set_prices_median(const struct set_prices *p, uint32_t code);
const struct set_crowd *set_prices_crowd(const struct set_prices *p, uint32_t code);
#endif
