/* tests/mapper/test-set-price.c: P603's median and M802 over random small tables, against a plain reading of spec/rules.md; and the order
 * of the keys. */
#include "mapper/set_key.h"
#include "tests/suite.h"
#include <string.h>

static unsigned seed;
static unsigned roll(unsigned below)
{
    seed = seed * 1103515245u + 12345u;
    return (seed >> 16) % below;
}

/* The price for one dose unit in 1/5040: every content up to 10 divides it. */
static int64_t fine_price(const struct set_key *k)
{
    return (int64_t)k->price.yuan * 5040 / k->price.units;
}

static int ascending(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* Twice the median of the rows on `code`; their number into *rows. */
static int64_t twice_median(const struct set_keys *k, uint32_t code, size_t *rows)
{
    int64_t prices[64];
    size_t n = 0;
    for (size_t i = 0; i < k->n; i++) {
        if (k->items[i].code == code && k->items[i].price.units && (k->items[i].place & KEY_COUNTS))
            prices[n++] = fine_price(&k->items[i]);
    }
    *rows = n;
    if (n == 0)
        return 0;
    qsort(prices, n, sizeof *prices, ascending);
    return prices[(n - 1) / 2] + prices[n / 2];
}

static bool is_outlier(const struct set_keys *k, size_t i)
{
    const struct set_key *key = &k->items[i];
    size_t rows;
    if (!(key->place & KEY_OWN) || !key->price.units || key->code == CODE_NONE)
        return false;
    int64_t twice = twice_median(k, key->code, &rows);
    return rows >= 5 && fine_price(key) * 10 * 2 < twice;
}

static bool stays(const struct set_keys *k, size_t i)
{
    return (k->items[i].place & KEY_CROWD) && k->items[i].price.units && k->items[i].code != CODE_NONE && !is_outlier(k, i);
}

/* Do two of the remaining rows on the code, of two local codes, differ by more than 20 % of the lower? */
static bool is_crowded(const struct set_keys *k, size_t row)
{
    if (!stays(k, row))
        return false;
    for (size_t i = 0; i < k->n; i++) {
        for (size_t j = 0; j < k->n; j++) {
            const struct set_key *a = &k->items[i], *b = &k->items[j];
            if (a->code == k->items[row].code && b->code == a->code && a->local != b->local && stays(k, i) && stays(k, j) &&
                (fine_price(b) - fine_price(a)) * 100 > 20 * fine_price(a))
                return true;
        }
    }
    return false;
}

static void fill(struct set_keys *k, size_t n)
{
    struct error err;
    unsigned wild = roll(3);
    for (size_t i = 0; i < n; i++) {
        struct set_key *key = set_keys_add(k, &err);
        ck_assert_ptr_nonnull(key);
        key->local = (uint64_t)roll(4) * UINT64_C(0x4000000100000000) + roll(2);
        key->code = roll(12) ? roll(3) : CODE_NONE;
        key->line = (uint32_t)i + 2;
        key->place = (uint64_t)i << KEY_FLAG_BITS;
        key->place |= roll(5) ? KEY_OWN | KEY_COUNTS : roll(2) ? KEY_OWN : 0;
        key->place |= roll(4) ? KEY_CROWD : 0;
        unsigned yuan = wild == 0 ? 100 + roll(30) : wild == 1 ? (roll(4) ? 100 + roll(5) : 1 + roll(20)) : 1 + roll(300);
        unsigned units = 1 + roll(10);
        if (roll(10))
            set_price_make(yuan * units / (roll(3) ? 1 : units), units, &key->price);
    }
}

static void check_round(size_t n)
{
    struct set_keys k;
    struct set_prices p;
    struct error err;
    set_keys_init(&k);
    set_prices_init(&p);
    fill(&k, n);
    ck_assert_int_eq(set_prices_compare(&p, &k, &err), 0);
    for (size_t i = 0; i < n; i++) {
        const struct set_key *key = &k.items[i];
        size_t rows;
        ck_assert_msg(is_outlier(&k, i) == ((key->place & KEY_OUTLIER) != 0), "P603: seed %u, row %zu", seed, i);
        ck_assert_msg(is_crowded(&k, i) == ((key->place & KEY_CROWDED) != 0), "M802: seed %u, row %zu", seed, i);
        ck_assert_uint_eq(set_key_offset(key), i);
        if (key->place & KEY_OUTLIER) {
            const struct set_median *m = set_prices_median(&p, key->code);
            ck_assert_ptr_nonnull(m);
            int64_t twice = twice_median(&k, key->code, &rows);
            ck_assert_uint_eq(m->rows, rows);
            ck_assert_int_eq(set_median_amount(m), (twice * 10000 + 5040) / (2 * 5040));
        }
        if (key->place & KEY_CROWDED) {
            const struct set_crowd *c = set_prices_crowd(&p, key->code);
            ck_assert_ptr_nonnull(c);
            ck_assert(stays(&k, c->low) && stays(&k, c->high) && k.items[c->low].code == key->code && k.items[c->high].code == key->code);
            ck_assert(k.items[c->low].local != k.items[c->high].local);
            ck_assert_int_gt(5 * fine_price(&k.items[c->high]), 6 * fine_price(&k.items[c->low]));
        }
    }
    set_prices_release(&p);
    set_keys_release(&k);
}

START_TEST(against_pairs)
{
    for (unsigned round = 0; round < 4000; round++) {
        seed = round;
        check_round(1 + round % 40);
    }
}
END_TEST

static struct set_price price(int64_t yuan, int64_t units)
{
    struct set_price p;
    ck_assert(set_price_make(yuan, units, &p));
    return p;
}

START_TEST(exact)
{
    /* 10.00 for 24 and 12.00 for 24: exactly 20 %, and no more */
    ck_assert_int_eq(set_price_cmp(price(120000, 240000), 5, price(100000, 240000), 6), 0);
    ck_assert_int_eq(set_price_cmp(price(120001, 240000), 5, price(100000, 240000), 6), 1);
    /* 1/10 of a median of 1/3 and 1/3, and 1/30 */
    struct set_median m = { 0, 5, price(10000, 30000), price(20000, 60000) };
    ck_assert(!set_median_above_ten(&m, price(10000, 300000)));
    ck_assert(set_median_above_ten(&m, price(9999, 300000)));
    ck_assert_int_eq(set_median_amount(&m), 3333);
    ck_assert_int_eq(set_price_amount(price(20000, 30000)), 6667);
    /* the largest numbers that fit */
    m.a = m.b = (struct set_price){ UINT32_MAX, 1 };
    ck_assert(set_median_above_ten(&m, (struct set_price){ UINT32_MAX, 11 }));
    ck_assert(!set_median_above_ten(&m, (struct set_price){ UINT32_MAX, 10 }));
}
END_TEST

START_TEST(too_large)
{
    struct set_price p;
    ck_assert(!set_price_make(0, 10000, &p));
    ck_assert_uint_eq(p.units, 0);
    ck_assert(!set_price_make(INT64_MIN, 10000, &p));
    ck_assert(!set_price_make(10000, INT64_MIN, &p));
    /* 1,200,000.50 yuan for one: in lowest terms */
    ck_assert(set_price_make(12000005000, 10000, &p));
    ck_assert_int_eq(set_price_cmp(p, 1, (struct set_price){ 2400001, 2 }, 1), 0);
    ck_assert_int_eq(set_price_amount(p), 12000005000);
    ck_assert(!set_price_make(12000005001, 70001, &p));
    ck_assert_uint_eq(p.units, 0);
}
END_TEST

START_TEST(order_by_local)
{
    for (seed = 1; seed < 300; seed += 7) {
        struct set_keys k;
        struct set_order o;
        struct error err;
        bool seen[200] = { false };
        set_keys_init(&k);
        for (size_t i = 0; i < 200; i++) {
            struct set_key *key = set_keys_add(&k, &err);
            ck_assert_ptr_nonnull(key);
            key->local = (uint64_t)roll(8) << 61 | roll(3); /* many agree in the high half only */
        }
        ck_assert_int_eq(set_order_by_local(&k, &o, &err), 0);
        ck_assert_uint_eq(o.n, 200);
        for (size_t i = 0, end; i < o.n; i = end) {
            end = set_order_local_end(&k, &o, i);
            for (size_t j = i; j < end; j++) {
                ck_assert(!seen[set_order_at(&o, j)]);
                seen[set_order_at(&o, j)] = true;
                ck_assert_uint_eq(k.items[set_order_at(&o, j)].local, k.items[set_order_at(&o, i)].local);
                ck_assert(j == i || set_order_at(&o, j - 1) < set_order_at(&o, j));
            }
            ck_assert(end == o.n || k.items[set_order_at(&o, end)].local > k.items[set_order_at(&o, i)].local);
        }
        set_order_release(&o);
        set_keys_release(&k);
    }
}
END_TEST

START_TEST(one_large_group)
{
    struct set_keys k;
    struct set_prices p;
    struct error err;
    set_keys_init(&k);
    set_prices_init(&p);
    for (size_t i = 0; i < 200000; i++) {
        struct set_key *key = set_keys_add(&k, &err);
        ck_assert_ptr_nonnull(key);
        key->local = i;
        key->place = KEY_OWN | KEY_COUNTS | KEY_CROWD;
        key->price = price(1000 + (int64_t)i % 7, 10);
    }
    k.items[77].price = price(100, 10);
    k.items[78].price = price(1300, 10);
    ck_assert_int_eq(set_prices_compare(&p, &k, &err), 0); /* in a moment: nothing is quadratic */
    ck_assert_uint_eq(k.items[77].place & (KEY_OUTLIER | KEY_CROWDED), KEY_OUTLIER);
    ck_assert_uint_eq(k.items[76].place & (KEY_OUTLIER | KEY_CROWDED), KEY_CROWDED);
    ck_assert_uint_eq(set_prices_crowd(&p, 0)->high, 78);
    set_prices_release(&p);
    set_keys_release(&k);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("set-price");
    TCase *tc = tcase_create("set-price");
    tcase_set_timeout(tc, 60);
    tcase_add_test(tc, against_pairs);
    tcase_add_test(tc, exact);
    tcase_add_test(tc, too_large);
    tcase_add_test(tc, order_by_local);
    tcase_add_test(tc, one_large_group);
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
