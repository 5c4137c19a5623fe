/* tests/mapper/test-values.c: every form of value that spec/mapping-table.md names, and what must not be read. */
#include "catalog/kind.h"
#include "mapper/values.h"
#include "tests/suite.h"

static struct text *text;
static struct values *values;

static void setup(void)
{
    struct error err;
    text = text_new(&err);
    ck_assert_ptr_nonnull(text);
    values = values_new(getenv("DUIMA_SHARE_DIR"), text, &err);
    ck_assert_msg(values != NULL, "%s", err.text);
}

static void teardown(void)
{
    values_free(values);
    text_free(text);
}

START_TEST(money)
{
    static const struct {
        const char *text;
        int64_t value;
        int places;
    } good[] = {
        { "18.60", 186000, 2 },      { "￥18.60", 186000, 2 },    { "¥18.6", 186000, 1 },      { "1,234.50", 12345000, 2 },
        { "￥1,234,567", 12345670000, 0 }, { "0", 0, 0 },         { "0.1348", 1348, 4 },       { ".5", 5000, 1 },
        { "１８．６０", 186000, 2 }, { "18.6元", 186000, 1 },     { "1，234.50", 12345000, 2 }, { "123,456.7", 1234567000, 1 },
        { "12.50000", 125000, 4 },
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        int64_t value = -1;
        int places = -1;
        ck_assert_msg(value_money(values, span_of(good[i].text), &value, &places), "%s", good[i].text);
        ck_assert_msg(value == good[i].value && places == good[i].places, "%s: %lld, %d", good[i].text, (long long)value, places);
    }
    static const char *const bad[] = { "12,5", "12,50", "1,23", "1,2345", "1,234567", "1234,567", ",5", "1.2.3", "-5", "-1,234", "面议", "12.50001",
                                       "1.234,50", "5元/盒", "￥", "1e3", "1 000", "12,", "1,,234", "99999999999999999999" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        int64_t value;
        int places;
        ck_assert_msg(!value_money(values, span_of(bad[i]), &value, &places), "%s", bad[i]);
    }
}
END_TEST

START_TEST(numbers)
{
    int64_t value;
    ck_assert(value_number(values, SPAN("24"), false, &value) && value == 240000);
    ck_assert(value_number(values, SPAN("1,000"), false, &value) && value == 10000000);
    ck_assert(value_number(values, SPAN("２４"), false, &value) && value == 240000);
    ck_assert(!value_number(values, SPAN("24片"), false, &value));
    ck_assert(!value_number(values, SPAN("-3"), false, &value));
    ck_assert(value_number(values, SPAN("-3"), true, &value) && value == -30000);
    ck_assert(!value_number(values, SPAN("￥3"), true, &value));
}
END_TEST

START_TEST(shares)
{
    static const struct {
        const char *text;
        int64_t value;
    } good[] = { { "0.1", 1000 }, { "10%", 1000 }, { "10％", 1000 }, { "0", 0 }, { "1", 10000 }, { "100%", 10000 }, { "12.5%", 1250 }, { "0.10", 1000 } };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        int64_t value = -1;
        ck_assert_msg(value_share(values, span_of(good[i].text), &value) && value == good[i].value, "%s: %lld", good[i].text, (long long)value);
    }
    static const char *const bad[] = { "10", "1.01", "101%", "-0.1", "一成", "0,1", "%", "12.345%" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        int64_t value;
        ck_assert_msg(!value_share(values, span_of(bad[i]), &value), "%s", bad[i]);
    }
}
END_TEST

START_TEST(dates)
{
    static const struct {
        const char *text;
        date value;
    } good[] = { { "2026-07-01", 20260701 }, { "20260701", 20260701 }, { "2026/7/1", 20260701 }, { "2026/07/01", 20260701 },
                 { "2026-07-01 12:00:00", 20260701 }, { "2024-02-29", 20240229 }, { "２０２６－０７－０１", 20260701 } };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        date value = -1;
        ck_assert_msg(value_date(values, span_of(good[i].text), &value) && value == good[i].value, "%s: %d", good[i].text, value);
    }
    static const char *const bad[] = { "2026-02-30", "2025-02-29", "2026-13-01", "2026-7", "01/07/2026", "长期", "0000-00-00", "202607011" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        date value;
        ck_assert_msg(!value_date(values, span_of(bad[i]), &value), "%s", bad[i]);
    }
}
END_TEST

START_TEST(kinds)
{
    const unsigned drug = KIND_BIT(KIND_DRUG), service = KIND_BIT(KIND_SERVICE), facility = KIND_BIT(KIND_FACILITY),
                   consumable = KIND_BIT(KIND_CONSUMABLE), any = drug | service | facility | consumable;
    const struct {
        const char *text;
        unsigned kinds;
        int list_type;
    } good[] = { { "drug", drug, 0 },       { "DRUG", drug, 0 },         { "101", drug, 101 },     { "102", drug, 102 },
                 { "103", drug, 103 },      { "104", drug, 104 },        { "106", drug, 106 },     { "201", service | facility, 201 },
                 { "301", consumable, 301 }, { "105", any, 105 },        { "1", drug, 0 },         { "2", service, 0 },
                 { "3", facility, 0 },      { "药品", drug, 0 },         { "诊疗", service, 0 },   { "服务设施", facility, 0 },
                 { "耗材", consumable, 0 }, { "service", service, 0 },   { "facility", facility, 0 }, { "consumable", consumable, 0 },
                 { "１０１", drug, 101 },   { "藥品", drug, 0 } };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        unsigned got = 0;
        int list_type = -1;
        for (int again = 0; again < 2; again++) /* the second time from memory */
            ck_assert_msg(value_kind(values, span_of(good[i].text), &got, &list_type), "%s", good[i].text);
        ck_assert_msg(got == good[i].kinds && list_type == good[i].list_type, "%s", good[i].text);
    }
    unsigned got;
    int list_type;
    ck_assert(!value_kind(values, SPAN("drgu"), &got, &list_type));
    ck_assert(!value_kind(values, SPAN("107"), &got, &list_type));
    ck_assert(!value_kind(values, SPAN("4"), &got, &list_type));
}
END_TEST

START_TEST(classes)
{
    static const struct {
        const char *text;
        char value;
    } good[] = { { "甲", 'A' }, { "乙", 'B' }, { "丙", 'C' }, { "A", 'A' }, { "b", 'B' }, { "C", 'C' }, { "01", 'A' }, { "02", 'B' },
                 { "03", 'C' }, { "1", 'A' }, { "2", 'B' }, { "3", 'C' }, { "自费", 'C' }, { "甲类", 'A' }, { "(乙)", 'B' }, { "（甲）", 'A' } };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        char value = 0;
        ck_assert_msg(value_pay_class(values, span_of(good[i].text), &value) && value == good[i].value, "%s", good[i].text);
    }
    char value;
    ck_assert(!value_pay_class(values, SPAN("丁"), &value));
    ck_assert(!value_pay_class(values, SPAN("04"), &value));
}
END_TEST

START_TEST(flags)
{
    bool yes;
    static const char *const yeses[] = { "1", "Y", "y", "是", "true", "Yes" }, *const noes[] = { "0", "N", "n", "否", "FALSE" };
    for (size_t i = 0; i < sizeof yeses / sizeof *yeses; i++) {
        ck_assert_msg(value_flag(values, span_of(yeses[i]), false, &yes) && yes, "%s", yeses[i]);
        ck_assert_msg(value_flag(values, span_of(yeses[i]), true, &yes) && !yes, "%s reversed", yeses[i]);
    }
    for (size_t i = 0; i < sizeof noes / sizeof *noes; i++) {
        ck_assert_msg(value_flag(values, span_of(noes[i]), false, &yes) && !yes, "%s", noes[i]);
        ck_assert_msg(value_flag(values, span_of(noes[i]), true, &yes) && yes, "%s reversed", noes[i]);
    }
    /* A word that says itself what it means is not reversed. */
    ck_assert(value_flag(values, SPAN("停用"), true, &yes) && !yes);
    ck_assert(value_flag(values, SPAN("启用"), true, &yes) && yes);
    ck_assert(!value_flag(values, SPAN("2"), false, &yes));
    ck_assert(!value_flag(values, SPAN("maybe"), false, &yes));
}
END_TEST

START_TEST(missing_share)
{
    struct error err = { .code = ERROR_NONE };
    ck_assert_ptr_null(values_new("/nonexistent", text, &err));
    ck_assert_int_eq(err.code, ERROR_USAGE);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("values");
    TCase *tc = tcase_create("values");
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, money);
    tcase_add_test(tc, numbers);
    tcase_add_test(tc, shares);
    tcase_add_test(tc, dates);
    tcase_add_test(tc, kinds);
    tcase_add_test(tc, classes);
    tcase_add_test(tc, flags);
    tcase_add_test(tc, missing_share);
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
