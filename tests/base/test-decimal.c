/* tests/base/test-decimal.c: exact numbers: forms that are read and that are not, rounding, and the edge of every range. */
#include "base/decimal.h"
#include "tests/suite.h"

static void expect_amount(const char *text, enum decimal_status status, int64_t amount)
{
    int64_t got = -77;
    ck_assert_msg(amount_parse(span_of(text), '.', &got) == status, "'%s'", text);
    if (status == DECIMAL_OK)
        ck_assert_msg(got == amount, "'%s': %lld", text, (long long)got);
    else
        ck_assert_int_eq(got, -77); /* untouched */
}

START_TEST(amounts)
{
    expect_amount("18.60", DECIMAL_OK, 186000);
    expect_amount(".1348", DECIMAL_OK, 1348);
    expect_amount("5.", DECIMAL_OK, 50000);
    expect_amount("  +0.1 ", DECIMAL_OK, 1000);
    expect_amount("-0.0001", DECIMAL_OK, -1);
    expect_amount("0", DECIMAL_OK, 0);
    expect_amount("-0", DECIMAL_OK, 0);
    expect_amount("00018", DECIMAL_OK, 180000);
    expect_amount("1.10000000000000000000000000000", DECIMAL_OK, 11000);
    expect_amount("000000000000000000000000000000000000000000000000001", DECIMAL_OK, 10000);
    expect_amount("922337203685477.5807", DECIMAL_OK, INT64_MAX);
    expect_amount("-922337203685477.5807", DECIMAL_OK, -INT64_MAX);
    expect_amount("922337203685477.5808", DECIMAL_RANGE, 0);
    expect_amount("-922337203685477.5808", DECIMAL_RANGE, 0); /* would be AMOUNT_NONE */
    expect_amount("99999999999999999999999999999999999999999999", DECIMAL_RANGE, 0);
    expect_amount("0.00001", DECIMAL_INEXACT, 0);
    expect_amount("1.23456", DECIMAL_INEXACT, 0);
    expect_amount("0.0000000000000000000000000000001", DECIMAL_INEXACT, 0);
    expect_amount("", DECIMAL_EMPTY, 0);
    expect_amount(" \t\xE3\x80\x80", DECIMAL_EMPTY, 0);
    static const char *const bad[] = { ".", "-", "+", "1e5", "1,5", "1 5", "1..2", "--1", "0x10", "１", "abc", "1.5元", "nan", "1-" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        expect_amount(bad[i], DECIMAL_BAD, 0);
    int64_t got;
    ck_assert_int_eq(amount_parse(SPAN("12,5"), ',', &got), DECIMAL_OK);
    ck_assert_int_eq(got, 125000);
    ck_assert_int_eq(amount_parse(SPAN("12.5"), ',', &got), DECIMAL_BAD);
    ck_assert_int_eq(amount_parse(SPAN_NONE, '.', &got), DECIMAL_EMPTY);
}
END_TEST

START_TEST(scaled)
{
    int64_t got;
    ck_assert_int_eq(amount_parse_scaled(SPAN("1234"), '.', 1, 100, &got), DECIMAL_OK);
    ck_assert_int_eq(got, 123400);
    ck_assert_int_eq(amount_parse_scaled(SPAN("1.23"), '.', 1, 100, &got), DECIMAL_OK);
    ck_assert_int_eq(got, 123);
    ck_assert_int_eq(amount_parse_scaled(SPAN("1.234"), '.', 1, 100, &got), DECIMAL_INEXACT);
    ck_assert_int_eq(amount_parse_scaled(SPAN("1"), '.', 1, 3, &got), DECIMAL_INEXACT);
    ck_assert_int_eq(amount_parse_scaled(SPAN("3"), '.', 1, 3, &got), DECIMAL_OK);
    ck_assert_int_eq(got, 10000);
    ck_assert_int_eq(amount_parse_scaled(SPAN("0.0000001"), '.', 1000, 1, &got), DECIMAL_OK);
    ck_assert_int_eq(got, 1);
    ck_assert_int_eq(amount_parse_scaled(SPAN("922337203685478"), '.', 10, 1, &got), DECIMAL_RANGE);
    ck_assert_int_eq(amount_parse_scaled(SPAN("9223372036854775807"), '.', INT64_MAX, 1, &got), DECIMAL_RANGE);
    ck_assert_int_eq(amount_parse_scaled(SPAN("9223372036854775807"), '.', 1, 10000, &got), DECIMAL_OK);
    ck_assert_int_eq(got, INT64_MAX);
}
END_TEST

static void expect_text(int64_t amount, int places, const char *text)
{
    struct buf b = BUF_INIT;
    if (places < 0)
        amount_add(&b, amount);
    else
        amount_add_places(&b, amount, places);
    ck_assert_str_eq(buf_str(&b), text);
    buf_release(&b);
}

START_TEST(amounts_as_text)
{
    expect_text(186000, -1, "18.6");
    expect_text(10000, -1, "1");
    expect_text(1348, -1, "0.1348");
    expect_text(-1, -1, "-0.0001");
    expect_text(0, -1, "0");
    expect_text(0, 2, "0.00");
    expect_text(186000, 2, "18.60");
    expect_text(186050, 2, "18.605");
    expect_text(10000, 6, "1.000000");
    expect_text(INT64_MAX, -1, "922337203685477.5807");
    expect_text(-INT64_MAX, -1, "-922337203685477.5807");
    expect_text(AMOUNT_NONE, -1, "");
    for (int64_t a = -30000; a <= 30000; a++) {
        struct buf b = BUF_INIT;
        int64_t back;
        amount_add(&b, a);
        ck_assert_int_eq(amount_parse(buf_span(&b), '.', &back), DECIMAL_OK);
        ck_assert_int_eq(back, a);
        buf_release(&b);
    }
}
END_TEST

START_TEST(division)
{
    int64_t got;
    ck_assert(amount_div_round(10000, 30000, 4, &got) && got == 3333);
    ck_assert(amount_div_round(20000, 30000, 4, &got) && got == 6667);
    ck_assert(amount_div_round(10000, 80000, 2, &got) && got == 1300);   /* 0.125 -> 0.13 */
    ck_assert(amount_div_round(-10000, 80000, 2, &got) && got == -1300); /* away from zero */
    ck_assert(amount_div_round(10000, 20000, 0, &got) && got == 10000);  /* 0.5 -> 1 */
    ck_assert(amount_div_round(4999, 10000, 0, &got) && got == 0);
    ck_assert(amount_div_round(INT64_MAX, 10000, 4, &got) && got == INT64_MAX);
    ck_assert(!amount_div_round(INT64_MAX, 1, 4, &got));
    ck_assert(!amount_div_round(1, 0, 4, &got));
    ck_assert(!amount_div_round(AMOUNT_NONE, 1, 4, &got));
    ck_assert(!amount_div_round(1, 1, 5, &got));
}
END_TEST

START_TEST(multiplication)
{
    int64_t got;
    ck_assert(amount_mul(15000, 20000, &got) && got == 30000);
    ck_assert(amount_mul(1, 5000, &got) && got == 1); /* 0.00005 -> 0.0001 */
    ck_assert(amount_mul(-1, 5000, &got) && got == -1);
    ck_assert(amount_mul(1, 4999, &got) && got == 0);
    ck_assert(amount_mul(INT64_MAX, 10000, &got) && got == INT64_MAX);
    ck_assert(!amount_mul(INT64_MAX, 10001, &got));
    ck_assert(!amount_mul(AMOUNT_NONE, 1, &got));
}
END_TEST

static struct decimal d(const char *text)
{
    struct decimal out = { -1, -1 };
    ck_assert_msg(decimal_parse(span_of(text), &out) == DECIMAL_OK, "'%s'", text);
    return out;
}

static void expect_decimal(struct decimal got, const char *text)
{
    struct buf b = BUF_INIT;
    decimal_add_text(&b, got);
    ck_assert_str_eq(buf_str(&b), text);
    buf_release(&b);
}

START_TEST(decimals)
{
    struct decimal out;
    static const char *const same[][2] = {
        { "0.25", "0.25" }, { "0.250", "0.25" }, { "10", "10" },   { "0", "0" },           { "0.00", "0" },
        { "007", "7" },     { "1200", "1200" },  { "0.001", "0.001" }, { "12.5", "12.5" },
        { "999999999999999999", "999999999999999999" }, { "0.999999999999999999", "0.999999999999999999" },
        { "100000000000000000000", "100000000000000000000" },
    };
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        expect_decimal(d(same[i][0]), same[i][1]);
    ck_assert_int_eq(decimal_parse(SPAN(""), &out), DECIMAL_EMPTY);
    ck_assert_int_eq(decimal_parse(SPAN("1234567890123456789"), &out), DECIMAL_RANGE);
    ck_assert_int_eq(decimal_parse(SPAN("12.34567890123456789"), &out), DECIMAL_RANGE);
    ck_assert_int_eq(decimal_parse(SPAN("0.0000000000000000001"), &out), DECIMAL_INEXACT);
    static const char *const bad[] = { " 1", "1 ", "-1", "+1", ".5", "5.", "1e3", "1,5", "x" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_msg(decimal_parse(span_of(bad[i]), &out) == DECIMAL_BAD, "'%s'", bad[i]);
    expect_decimal(decimal_of(-1500), "-1500");
    expect_decimal(decimal_of(INT64_MIN), "-9223372036854775807");
    expect_decimal(decimal_shift(d("0.25"), 3), "250");
    expect_decimal(decimal_shift(d("0.25"), -3), "0.00025");
    expect_decimal(decimal_shift(d("0"), 5), "0");
}
END_TEST

START_TEST(decimal_arithmetic)
{
    struct decimal out;
    ck_assert(decimal_mul(d("0.25"), d("4"), &out));
    expect_decimal(out, "1");
    ck_assert(decimal_mul(d("999999999"), d("999999999"), &out));
    expect_decimal(out, "999999998000000001");
    ck_assert(!decimal_mul(d("999999999999999999"), d("999999999999999999"), &out));
    ck_assert(decimal_mul(d("500000000000000000"), d("200000000000000000"), &out));
    expect_decimal(out, "100000000000000000000000000000000000");
    ck_assert(decimal_add(d("0.1"), d("0.2"), &out));
    expect_decimal(out, "0.3");
    ck_assert(decimal_add(d("999999999999999999"), d("1"), &out));
    expect_decimal(out, "1000000000000000000");
    ck_assert(!decimal_add(d("999999999999999999"), d("0.000001"), &out));
    ck_assert(decimal_add(d("0"), d("5"), &out));
    expect_decimal(out, "5");
}
END_TEST

START_TEST(decimal_order)
{
    const struct decimal far = decimal_shift(d("1"), 90000), near = decimal_shift(d("1"), -90000);
    ck_assert_int_eq(decimal_cmp(d("0.5"), d("0.50")), 0);
    ck_assert_int_lt(decimal_cmp(d("0.49999"), d("0.5")), 0);
    ck_assert_int_gt(decimal_cmp(d("10"), d("9.99")), 0);
    ck_assert_int_gt(decimal_cmp(far, d("999999999999999999")), 0);
    ck_assert_int_lt(decimal_cmp(near, d("0.000001")), 0);
    ck_assert_int_gt(decimal_cmp(near, d("0")), 0);
    ck_assert_int_lt(decimal_cmp(decimal_of(-1), near), 0);
    ck_assert_int_lt(decimal_cmp(decimal_shift(decimal_of(-1), 90000), decimal_of(-5)), 0);
    ck_assert(decimal_same_ratio(d("10"), d("0.1"), d("1000"), d("10")));
    ck_assert(!decimal_same_ratio(d("10"), d("0.1"), d("1000"), d("9.99")));
    ck_assert(decimal_same_ratio(d("999999999999999999"), d("3"), d("999999999999999999"), d("3")));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("base/decimal");
    TCase *all = tcase_create("all");
    tcase_add_test(all, amounts);
    tcase_add_test(all, scaled);
    tcase_add_test(all, amounts_as_text);
    tcase_add_test(all, division);
    tcase_add_test(all, multiplication);
    tcase_add_test(all, decimals);
    tcase_add_test(all, decimal_arithmetic);
    tcase_add_test(all, decimal_order);
    suite_add_tcase(suite, all);
    return suite_run(suite);
}
