/* tests/fuzz/fuzz-amount.c: any text as a specification, as a number, as a day. What is printed must be read back as the same. */
#include "base/date.h"
#include "mapper/amount.h"
#include "tests/fuzz/fuzz.h"

static struct text *text;
static struct units *units;

static void prepare(void)
{
    struct error err;
    if (units)
        return;
    text = text_new(&err);
    fuzz_need(text, &err);
    units = units_new(fuzz_share(), text, &err);
    fuzz_need(units, &err);
}

static void check_numbers(const struct amounts *a)
{
    fuzz_expect(a->ones <= AMOUNTS_MOST && a->parts <= AMOUNTS_MOST && a->totals <= AMOUNTS_MOST && a->concs <= AMOUNTS_MOST && a->counts <= COUNTS_MOST,
                "more amounts than there is room for");
    fuzz_expect(a->parts != 1, "a compound of one part");
    fuzz_expect(a->units >= 0 && a->packs >= 0 && a->doses >= 0, "a negative count");
    for (int i = 0; i < a->counts; i++)
        fuzz_expect(a->count[i].n >= 0, "a negative count");
}

static void check_quantities(const struct quantity *q, int n)
{
    for (int i = 0; i < n; i++)
        fuzz_expect(q[i].n.m >= 0 && q[i].per.m > 0, "an amount of %lld per %lld", (long long)q[i].n.m, (long long)q[i].per.m);
}

/* A text compared with itself, and two with each other both ways. */
static void check_compare(const struct amounts *a, const struct amounts *b)
{
    const struct amounts *as[] = { a }, *bs[] = { b };
    fuzz_expect(amounts_compare(a, as, 1).differs == DIFFERS_NOT, "a text differs from itself");
    fuzz_expect((amounts_compare(a, bs, 1).differs == DIFFERS_NOT) == (amounts_compare(b, as, 1).differs == DIFFERS_NOT),
                "two texts differ one way and not the other");
}

static void check_packs(const struct amounts *a, const struct unit *dose, const struct unit *pack)
{
    struct in_pack in;
    amounts_in_pack(a, dose, pack, &in);
    fuzz_expect(in.count <= IN_PACK_MOST, "more alternatives than there is room for");
    for (int i = 0; i < in.count; i++)
        fuzz_expect(in.n[i] > 0, "a pack of %lld", (long long)in.n[i]);
    fuzz_expect(in.count == 0 || in_pack_agree(&in, &in), "a pack that is not itself");
}

static void parse(struct span s, struct amounts *a, struct buf *said)
{
    struct buf folded = BUF_INIT;
    fuzz_expect(text_fold(text, s, &folded) == 0, "out of memory");
    amounts_parse(units, buf_span(&folded), a);
    check_numbers(a);
    check_quantities(a->one, a->ones);
    check_quantities(a->part, a->parts);
    check_quantities(a->total, a->totals);
    check_quantities(a->conc, a->concs);
    amounts_add_text(said, a);
    fuzz_expect(buf_check(said, NULL) == 0, "out of memory");
    buf_release(&folded);
}

static void check_amounts(struct span ours, struct span theirs)
{
    struct amounts a, b;
    struct buf said = BUF_INIT, other = BUF_INIT;
    parse(ours, &a, &said);
    parse(theirs, &b, &other);
    check_compare(&a, &b);
    check_packs(&a, NULL, NULL);
    check_packs(&a, units_find(units, SPAN("片")), units_find(units, SPAN("盒")));
    check_packs(&a, units_find(units, SPAN("支")), units_find(units, SPAN("瓶")));
    buf_release(&said);
    buf_release(&other);
}

/* A price: printed as short as can be, read again, the same; with a sign in front, the opposite. */
static void check_money(struct span s)
{
    int64_t amount, again;
    struct buf b = BUF_INIT;
    if (amount_parse(s, '.', &amount) == DECIMAL_OK) {
        amount_add(&b, amount);
        fuzz_expect(amount_parse(buf_span(&b), '.', &again) == DECIMAL_OK && again == amount, "%s is read back as another number", buf_str(&b));
        buf_clear(&b);
        amount_add_places(&b, amount, 2);
        fuzz_expect(amount_parse(buf_span(&b), '.', &again) == DECIMAL_OK && again == amount, "%s is read back as another number", buf_str(&b));
        buf_clear(&b);
        amount_add(&b, -amount);
        fuzz_expect(amount_parse(buf_span(&b), '.', &again) == DECIMAL_OK && again == -amount, "%s is read back as another number", buf_str(&b));
        fuzz_expect(amount_parse_scaled(s, '.', 1, 1, &again) == DECIMAL_OK && again == amount, "scaled by one it is another number");
        if (amount_parse_scaled(s, '.', 1, 100, &again) == DECIMAL_OK)
            fuzz_expect(again * 100 == amount, "a hundredth is none");
    }
    buf_release(&b);
}

static void check_decimal(struct span s, struct span other)
{
    struct decimal d, e, sum, back;
    struct buf b = BUF_INIT;
    if (decimal_parse(s, &d) != DECIMAL_OK)
        return;
    fuzz_expect(d.m >= 0 && (d.m == 0 ? d.e == 0 : d.m % 10 != 0), "a decimal that is not in its one form");
    decimal_add_text(&b, d);
    fuzz_expect(decimal_parse(buf_span(&b), &back) == DECIMAL_OK && back.m == d.m && back.e == d.e, "%s is read back as another number", buf_str(&b));
    if (decimal_parse(other, &e) == DECIMAL_OK) {
        fuzz_expect(decimal_cmp(d, e) == -decimal_cmp(e, d), "an order that is none");
        if (decimal_add(d, e, &sum))
            fuzz_expect(decimal_cmp(sum, d) >= 0 && decimal_cmp(sum, e) >= 0 && (e.m == 0) == (decimal_cmp(sum, d) == 0), "a sum below its parts");
        if (decimal_mul(d, e, &sum) && e.m != 0 && d.m != 0)
            fuzz_expect(decimal_same_ratio(sum, d, e, decimal_of(1)), "a product that cannot be divided");
    }
    buf_release(&b);
}

static void check_date(struct span s)
{
    static const char *const formats[] = { "%Y-%m-%d", "%d.%m.%Y", "%Y年%m月%d日", "%Y%m%d%H%M%S" };
    date d, again;
    char out[DATE_TEXT];
    if (date_parse_iso(s, &d))
        fuzz_expect(date_parse_loose(s, &again) && again == d, "a day of ISO that is no day");
    if (date_parse_loose(s, &d)) {
        fuzz_expect(date_is_valid(d / 10000, d / 100 % 100, d % 100), "%d is no day", (int)d);
        fuzz_expect(date_parse_iso(span_of(date_text(d, out)), &again) && again == d, "%s is read back as another day", out);
        again = date_add_days(d, 1);
        fuzz_expect(again == DATE_NONE || (again > d && date_add_days(again, -1) == d), "the day behind %s is none", out);
    }
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (date_parse_format(s, formats[i], &d))
            fuzz_expect(date_is_valid(d / 10000, d / 100 % 100, d % 100), "%d is no day", (int)d);
}

/* Two texts with a line feed between them. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    const char *p = (const char *)data, *cut = n ? memchr(p, '\n', n) : NULL;
    struct span one = { p, cut ? (size_t)(cut - p) : n }, two = cut ? (struct span){ cut + 1, n - one.n - 1 } : SPAN("");
    prepare();
    check_amounts(one, two);
    check_money(one);
    check_decimal(one, two);
    check_date(one);
    return 0;
}
