/* mapper/set_price.c: see the header. One group may be the whole table, so nothing here is quadratic. */
#include "mapper/set_price.h"
#include "mapper/set_key.h"
#include <stdlib.h>

__extension__ typedef __int128 wide; /* products of three prices' numbers */

static int64_t common(int64_t a, int64_t b)
{
    while (b != 0) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

bool set_price_make(int64_t yuan, int64_t units, struct set_price *out)
{
    *out = (struct set_price){ 0, 0 };
    if (yuan <= 0 || units <= 0)
        return false;
    if (yuan > UINT32_MAX || units > UINT32_MAX) {
        int64_t divisor = common(yuan, units);
        yuan /= divisor;
        units /= divisor;
    }
    if (yuan > UINT32_MAX || units > UINT32_MAX)
        return false;
    *out = (struct set_price){ (uint32_t)yuan, (uint32_t)units };
    return true;
}

int set_price_cmp(struct set_price a, uint32_t times_a, struct set_price b, uint32_t times_b)
{
    wide left = (wide)a.yuan * b.units * times_a, right = (wide)b.yuan * a.units * times_b;
    return left < right ? -1 : left > right;
}

int64_t set_price_amount(struct set_price p)
{
    return (int64_t)((2 * (wide)p.yuan * 10000 + p.units) / (2 * (wide)p.units));
}

/* The median as top / bottom. */
static void median_ratio(const struct set_median *m, wide *top, wide *bottom)
{
    *top = (wide)m->a.yuan * m->b.units + (wide)m->b.yuan * m->a.units;
    *bottom = 2 * (wide)m->a.units * m->b.units;
}

bool set_median_above_ten(const struct set_median *m, struct set_price p)
{
    wide top, bottom;
    median_ratio(m, &top, &bottom);
    return 10 * (wide)p.yuan * bottom < top * p.units;
}

int64_t set_median_amount(const struct set_median *m)
{
    wide top, bottom;
    median_ratio(m, &top, &bottom);
    return (int64_t)((2 * top * 10000 + bottom) / (2 * bottom));
}

void set_prices_init(struct set_prices *p)
{
    *p = (struct set_prices){ .medians = NULL };
}

void set_prices_release(struct set_prices *p)
{
    free(p->medians);
    free(p->crowds);
    free(p->room);
}

#define AHEAD 32 /* keys that are asked of memory before they are needed */

static int by_price(const void *a, const void *b)
{
    const struct set_price *x = a, *y = b;
    return set_price_cmp(*x, 1, *y, 1);
}

/* Room for n of `size` in *items. */
static int reserve(void **items, size_t *cap, size_t n, size_t size, struct error *err)
{
    if (n <= *cap)
        return 0;
    size_t more = n > *cap * 2 ? n : *cap * 2;
    void *now = realloc(*items, more * size);
    if (!now)
        return error_memory(err);
    *items = now;
    *cap = more;
    return 0;
}

/* The median of the rows that count, of the group from start to end; m->rows says how many they are. */
static int find_median(struct set_prices *p, const struct set_keys *keys, const struct set_order *o, size_t start, size_t end,
                       struct set_median *m, struct error *err)
{
    size_t n = 0;
    void *room = p->room;
    if (reserve(&room, &p->room_cap, end - start, sizeof *p->room, err) < 0)
        return -1;
    p->room = room;
    for (size_t i = start; i < end; i++) {
        const struct set_key *key = &keys->items[set_order_at(o, i)];
        if (key->place & KEY_COUNTS)
            p->room[n++] = key->price;
    }
    *m = (struct set_median){ .code = keys->items[set_order_at(o, start)].code, .rows = (uint32_t)n };
    if (n < MEDIAN_ROWS)
        return 0;
    qsort(p->room, n, sizeof *p->room, by_price);
    m->a = p->room[(n - 1) / 2];
    m->b = p->room[n / 2];
    return 0;
}

static int keep_median(struct set_prices *p, const struct set_median *m, struct error *err)
{
    void *medians = p->medians;
    if (reserve(&medians, &p->median_cap, p->median_count + 1, sizeof *p->medians, err) < 0)
        return -1;
    p->medians = medians;
    p->medians[p->median_count++] = *m;
    return 0;
}

/* P603 among the rows from start to end. */
static int find_outliers(struct set_prices *p, struct set_keys *keys, const struct set_order *o, size_t start, size_t end, struct error *err)
{
    struct set_median m;
    if (end - start < MEDIAN_ROWS)
        return 0;
    if (find_median(p, keys, o, start, end, &m, err) < 0)
        return -1;
    bool any = false;
    for (size_t i = start; i < end && m.rows >= MEDIAN_ROWS; i++) {
        struct set_key *key = &keys->items[set_order_at(o, i)];
        if (!(key->place & KEY_OWN) || !set_median_above_ten(&m, key->price))
            continue;
        key->place |= KEY_OUTLIER;
        any = true;
    }
    return any ? keep_median(p, &m, err) : 0;
}

static bool in_crowd(const struct set_key *key)
{
    return (key->place & (KEY_CROWD | KEY_OUTLIER)) == KEY_CROWD;
}

/* The cheapest (sign -1) or dearest (1) row of the crowd whose local code is not that of `but`; the first of equal ones. */
static uint32_t extreme(const struct set_keys *keys, const struct set_order *o, size_t start, size_t end, int sign, uint32_t but)
{
    uint32_t best = UINT32_MAX;
    for (size_t i = start; i < end; i++) {
        uint32_t at = set_order_at(o, i);
        const struct set_key *key = &keys->items[at];
        if (!in_crowd(key) || (but != UINT32_MAX && key->local == keys->items[but].local))
            continue;
        if (best == UINT32_MAX || set_price_cmp(key->price, 1, keys->items[best].price, 1) == sign)
            best = at;
    }
    return best;
}

static bool differ_much(const struct set_keys *keys, uint32_t low, uint32_t high)
{
    return low != UINT32_MAX && high != UINT32_MAX && set_price_cmp(keys->items[high].price, 5, keys->items[low].price, 6) > 0;
}

/* M802 among the rows from start to end. Of all pairs of two local codes, the one that differs most holds the cheapest row or the dearest. */
static int find_crowd(struct set_prices *p, struct set_keys *keys, const struct set_order *o, size_t start, size_t end, struct error *err)
{
    if (end - start < 2)
        return 0;
    uint32_t low = extreme(keys, o, start, end, -1, UINT32_MAX), high = low == UINT32_MAX ? low : extreme(keys, o, start, end, 1, low);
    if (!differ_much(keys, low, high)) {
        high = extreme(keys, o, start, end, 1, UINT32_MAX);
        low = high == UINT32_MAX ? high : extreme(keys, o, start, end, -1, high);
        if (!differ_much(keys, low, high))
            return 0;
    }
    void *crowds = p->crowds;
    if (reserve(&crowds, &p->crowd_cap, p->crowd_count + 1, sizeof *p->crowds, err) < 0)
        return -1;
    p->crowds = crowds;
    p->crowds[p->crowd_count++] = (struct set_crowd){ keys->items[low].code, low, high };
    for (size_t i = start; i < end; i++) {
        struct set_key *key = &keys->items[set_order_at(o, i)];
        if (in_crowd(key))
            key->place |= KEY_CROWDED;
    }
    return 0;
}

int set_prices_compare(struct set_prices *p, struct set_keys *keys, struct error *err)
{
    struct set_order o;
    if (set_order_by_code(keys, KEY_OWN | KEY_COUNTS | KEY_CROWD, &o, err) < 0)
        return -1;
    int status = 0;
    size_t fetched = 0;
    for (size_t i = 0, end; i < o.n && status == 0; i = end) {
        end = set_order_code_end(&o, i);
        for (; fetched < o.n && fetched < end + AHEAD; fetched++) /* keys lie as the rows do, anywhere */
            __builtin_prefetch(&keys->items[set_order_at(&o, fetched)]);
        status = find_outliers(p, keys, &o, i, end, err);
        if (status == 0)
            status = find_crowd(p, keys, &o, i, end, err);
    }
    set_order_release(&o);
    return status;
}

static int median_by_code(const void *a, const void *b)
{
    const struct set_median *x = a, *y = b;
    return (x->code > y->code) - (x->code < y->code);
}

const struct set_median *set_prices_median(const struct set_prices *p, uint32_t code)
{
    struct set_median m = { .code = code };
    return p->median_count ? bsearch(&m, p->medians, p->median_count, sizeof m, median_by_code) : NULL;
}

static int crowd_by_code(const void *a, const void *b)
{
    const struct set_crowd *x = a, *y = b;
    return (x->code > y->code) - (x->code < y->code);
}

const struct set_crowd *set_prices_crowd(const struct set_prices *p, uint32_t code)
{
    struct set_crowd c = { .code = code };
    return p->crowd_count ? bsearch(&c, p->crowds, p->crowd_count, sizeof c, crowd_by_code) : NULL;
}
