/* base/decimal.c: exact decimals. Every step is checked for overflow; wider products use 128 bits. No floating point. */
#include "base/decimal.h"
#include "base/ascii.h"

__extension__ typedef __int128 wide;

#define DIGITS_MOST 18 /* 10^18 fits int64 */
#define ZEROS_MOST  99 /* at the end of a whole number */

/* A written number taken apart: sign, and the digits before and behind the point. */
struct written {
    bool negative;
    struct span whole, places;
};

static enum decimal_status take_apart(struct span s, char point, struct written *w)
{
    size_t at = 0;
    *w = (struct written){ false, SPAN_NONE, SPAN_NONE };
    if (at < s.n && (s.p[at] == '+' || s.p[at] == '-'))
        w->negative = s.p[at++] == '-';
    w->whole.p = s.p + at;
    while (at < s.n && ascii_is_digit(s.p[at]))
        at++;
    w->whole.n = (size_t)(s.p + at - w->whole.p);
    if (at < s.n && s.p[at] == point) {
        w->places.p = s.p + ++at;
        while (at < s.n && ascii_is_digit(s.p[at]))
            at++;
        w->places.n = (size_t)(s.p + at - w->places.p);
    }
    return at == s.n && w->whole.n + w->places.n > 0 ? DECIMAL_OK : DECIMAL_BAD;
}

/* Appends digits to *value, which stays below `most`. */
static bool push_digits(wide *value, struct span digits, wide most)
{
    for (size_t i = 0; i < digits.n; i++) {
        *value = *value * 10 + (digits.p[i] - '0');
        if (*value > most)
            return false;
    }
    return true;
}

static struct span drop_trailing_zeros(struct span digits)
{
    while (digits.n && digits.p[digits.n - 1] == '0')
        digits.n--;
    return digits;
}

enum decimal_status amount_parse_scaled(struct span s, char point, int64_t num, int64_t den, int64_t *out)
{
    struct written w;
    s = span_trim(s);
    if (s.n == 0)
        return DECIMAL_EMPTY;
    enum decimal_status status = take_apart(s, point, &w);
    if (status != DECIMAL_OK)
        return status;
    w.places = drop_trailing_zeros(w.places);
    if (w.places.n > DIGITS_MOST)
        return DECIMAL_INEXACT;

    /* value = digits / 10^places; the amount is value * SCALE * num / den. digits <= 10^37, so one more factor of ten
     * each way still fits 127 bits when num is small: checked by the builtin. */
    const wide most = (wide)INT64_MAX * 1000000000000000000;
    wide value = 0, over = den, product;
    if (!push_digits(&value, w.whole, most) || !push_digits(&value, w.places, most))
        return DECIMAL_RANGE;
    for (size_t i = 0; i < w.places.n; i++)
        over *= 10; /* |den| < 2^63, 10^18 < 2^60 */
    if (__builtin_mul_overflow(value, (wide)AMOUNT_SCALE, &product) ||
        __builtin_mul_overflow(product, (wide)num, &product))
        return DECIMAL_RANGE;
    if (den <= 0 || product % over != 0)
        return DECIMAL_INEXACT;
    product /= over;
    if (w.negative)
        product = -product;
    if (product > INT64_MAX || product <= INT64_MIN)
        return DECIMAL_RANGE;
    *out = (int64_t)product;
    return DECIMAL_OK;
}

enum decimal_status amount_parse(struct span s, char point, int64_t *out)
{
    return amount_parse_scaled(s, point, 1, 1, out);
}

void amount_add_places(struct buf *b, int64_t amount, int places)
{
    if (amount == AMOUNT_NONE)
        return;
    uint64_t size = amount < 0 ? (uint64_t)-amount : (uint64_t)amount;
    unsigned rest = (unsigned)(size % AMOUNT_SCALE);
    if (amount < 0)
        buf_addc(b, '-');
    char digits[24];
    size_t at = sizeof digits;
    uint64_t whole = size / AMOUNT_SCALE;
    do
        digits[--at] = (char)('0' + whole % 10);
    while ((whole /= 10) > 0);
    buf_add(b, digits + at, sizeof digits - at);
    for (int i = 4; i-- > 0; rest /= 10)
        digits[i] = (char)('0' + rest % 10);
    int n = 4;
    while (n > 0 && n > places && digits[n - 1] == '0')
        n--;
    if (n == 0 && places <= 0)
        return;
    buf_addc(b, '.');
    buf_add(b, digits, (size_t)n);
    for (; n < places; n++)
        buf_addc(b, '0');
}

void amount_add(struct buf *b, int64_t amount)
{
    amount_add_places(b, amount, 0);
}

/* n/d rounded half away from zero, d > 0. */
static wide divide_round(wide n, wide d)
{
    wide q = n / d, rest = n % d;
    if (rest < 0)
        rest = -rest;
    if (rest >= d - rest)
        q += n < 0 ? -1 : 1;
    return q;
}

static bool narrow(wide v, int64_t *out)
{
    if (v > INT64_MAX || v <= INT64_MIN) /* INT64_MIN is AMOUNT_NONE */
        return false;
    *out = (int64_t)v;
    return true;
}

bool amount_div_round(int64_t a, int64_t b, int places, int64_t *out)
{
    if (a == AMOUNT_NONE || b <= 0 || places < 0 || places > 4)
        return false;
    wide unit = AMOUNT_SCALE, step = 1;
    for (int i = places; i < 4; i++) {
        unit /= 10;
        step *= 10;
    }
    return narrow(divide_round((wide)a * unit, b) * step, out);
}

bool amount_mul(int64_t a, int64_t b, int64_t *out)
{
    if (a == AMOUNT_NONE || b == AMOUNT_NONE)
        return false;
    return narrow(divide_round((wide)a * b, AMOUNT_SCALE), out);
}

/* ---- m * 10^e ---- */

static struct decimal normal(int64_t m, int e)
{
    if (m == 0)
        return (struct decimal){ 0, 0 };
    while (m % 10 == 0) {
        m /= 10;
        e++;
    }
    return (struct decimal){ m, e };
}

/* As normal, from a wide value: false where 63 bits do not hold it. */
static bool normal_wide(wide m, int e, struct decimal *out)
{
    if (m == 0) {
        *out = (struct decimal){ 0, 0 };
        return true;
    }
    while (m % 10 == 0) {
        m /= 10;
        e++;
    }
    if (m > INT64_MAX || m < -INT64_MAX)
        return false;
    *out = (struct decimal){ (int64_t)m, e };
    return true;
}

enum decimal_status decimal_parse(struct span s, struct decimal *out)
{
    struct written w;
    if (s.n == 0)
        return DECIMAL_EMPTY;
    if (!ascii_is_digit(s.p[0]) || !ascii_is_digit(s.p[s.n - 1]) || take_apart(s, '.', &w) != DECIMAL_OK)
        return DECIMAL_BAD;
    while (w.whole.n && w.whole.p[0] == '0') {
        w.whole.p++;
        w.whole.n--;
    }
    w.places = drop_trailing_zeros(w.places);
    if (w.places.n > DIGITS_MOST)
        return DECIMAL_INEXACT;
    wide value = 0;
    const wide most = 999999999999999999;
    int e = -(int)w.places.n;
    if (w.places.n == 0) {
        struct span head = drop_trailing_zeros(w.whole);
        if (w.whole.n - head.n > ZEROS_MOST)
            return DECIMAL_RANGE;
        e = (int)(w.whole.n - head.n);
        w.whole = head;
    }
    if (!push_digits(&value, w.whole, most) || !push_digits(&value, w.places, most))
        return DECIMAL_RANGE;
    *out = normal((int64_t)value, e);
    return DECIMAL_OK;
}

struct decimal decimal_of(int64_t value)
{
    if (value == INT64_MIN) /* -INT64_MIN has no int64; no caller counts that far */
        value = -INT64_MAX;
    return normal(value, 0);
}

static bool add_exponents(int a, int b, int *out)
{
    return !__builtin_add_overflow(a, b, out) && *out > -100000 && *out < 100000;
}

bool decimal_mul(struct decimal a, struct decimal b, struct decimal *out)
{
    int e;
    return add_exponents(a.e, b.e, &e) && normal_wide((wide)a.m * b.m, e, out);
}

/* a * 10^(a.e - e) as a whole number, e <= a.e. */
static bool widen(struct decimal a, int e, wide *out)
{
    wide v = a.m;
    if (v != 0 && a.e - e > 37)
        return false;
    for (int i = e; i < a.e && v != 0; i++)
        if (__builtin_mul_overflow(v, (wide)10, &v))
            return false;
    *out = v;
    return true;
}

bool decimal_add(struct decimal a, struct decimal b, struct decimal *out)
{
    if (a.m == 0 || b.m == 0) {
        *out = a.m == 0 ? b : a;
        return true;
    }
    int e = a.e < b.e ? a.e : b.e;
    wide x, y, sum;
    return widen(a, e, &x) && widen(b, e, &y) && !__builtin_add_overflow(x, y, &sum) && normal_wide(sum, e, out);
}

struct decimal decimal_shift(struct decimal a, int places)
{
    if (a.m != 0)
        a.e += places;
    return a;
}

static int sign(wide v)
{
    return (v > 0) - (v < 0);
}

/* Compares m1*10^e1 with m2*10^e2 for any exponents. */
static int compare_wide(wide m1, int e1, wide m2, int e2)
{
    int s1 = sign(m1), s2 = sign(m2);
    if (s1 != s2 || s1 == 0)
        return (s1 > s2) - (s1 < s2);
    /* Same sign: bring both to the smaller exponent. The one that overflows 127 bits is the one further from zero. */
    for (; e1 > e2; e1--)
        if (__builtin_mul_overflow(m1, (wide)10, &m1))
            return s1;
    for (; e2 > e1; e2--)
        if (__builtin_mul_overflow(m2, (wide)10, &m2))
            return -s1;
    return (m1 > m2) - (m1 < m2);
}

int decimal_cmp(struct decimal a, struct decimal b)
{
    return compare_wide(a.m, a.e, b.m, b.e);
}

bool decimal_same_ratio(struct decimal a, struct decimal b, struct decimal c, struct decimal d)
{
    return compare_wide((wide)a.m * d.m, a.e + d.e, (wide)c.m * b.m, c.e + b.e) == 0;
}

void decimal_add_text(struct buf *b, struct decimal a)
{
    uint64_t size = a.m < 0 ? (uint64_t)-(a.m + 1) + 1 : (uint64_t)a.m;
    char digits[24];
    int n = snprintf(digits, sizeof digits, "%llu", (unsigned long long)size);
    if (a.m < 0)
        buf_addc(b, '-');
    if (a.e >= 0) {
        buf_add(b, digits, (size_t)n);
        for (int i = 0; i < a.e; i++)
            buf_addc(b, '0');
        return;
    }
    int whole = n + a.e; /* digits before the point */
    if (whole <= 0)
        buf_adds(b, "0.");
    for (int i = whole; i < 0; i++)
        buf_addc(b, '0');
    for (int i = 0; i < n; i++) {
        if (i == whole && whole > 0)
            buf_addc(b, '.');
        buf_addc(b, digits[i]);
    }
}
