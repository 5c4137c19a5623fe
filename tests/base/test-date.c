/* tests/base/test-date.c: days that exist and days that do not, every written form, arithmetic over centuries. */
#include "base/date.h"
#include "tests/suite.h"

START_TEST(validity)
{
    ck_assert(date_is_valid(2024, 2, 29) && date_is_valid(2000, 2, 29) && date_is_valid(1, 1, 1) && date_is_valid(9999, 12, 31));
    ck_assert(!date_is_valid(2023, 2, 29) && !date_is_valid(1900, 2, 29) && !date_is_valid(2026, 4, 31));
    ck_assert(!date_is_valid(0, 1, 1) && !date_is_valid(10000, 1, 1) && !date_is_valid(2026, 0, 1) && !date_is_valid(2026, 13, 1));
    ck_assert(!date_is_valid(2026, 1, 0) && !date_is_valid(2026, 1, 32));
}
END_TEST

START_TEST(iso)
{
    date d = 0;
    ck_assert(date_parse_iso(SPAN(" 2026-07-01\t"), &d));
    ck_assert_int_eq(d, 20260701);
    static const char *const bad[] = { "", "2026-7-1", "2026-07-01T00:00", "2026/07/01", "2026-02-30", "20260701", "0000-01-01",
                                       "2026-07-0a", "-026-07-01", "2026-07-011" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_msg(!date_parse_iso(span_of(bad[i]), &d), "%s", bad[i]);
    ck_assert_int_eq(d, 20260701);
}
END_TEST

START_TEST(loose)
{
    static const char *const good[] = {
        "2026-07-01", "2026-7-1", "20260701", "2026/7/1", "2026/07/01", "2026.7.1", "2026年7月1日", "2026年07月01日",
        "2026-07-01 12:00:00", "2026/7/1 0:00", "2026-07-01T12:00:00", "2026-07-01T12:00:00Z", "2026-07-01T12:00:00.123+08:00",
        " 2026-07-01\xE3\x80\x80", "20260701 08:30:00", "2026年7月1日 8:30",
    };
    static const char *const bad[] = { "", "2026", "2026-07", "2026-13-01", "2026-02-30", "260701", "2026-07-01x", "2026-07-01 25:00",
                                       "2026-07-01 12", "2026/7-1", "2026071", "01/07/2026", "2026-07-01 12:60", "2026年7月1",
                                       "2026-07-01T12:00:00+8", "202607011" };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        date d = 0;
        ck_assert_msg(date_parse_loose(span_of(good[i]), &d), "%s", good[i]);
        ck_assert_int_eq(d, 20260701);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        date d = 77;
        ck_assert_msg(!date_parse_loose(span_of(bad[i]), &d), "%s", bad[i]);
        ck_assert_int_eq(d, 77);
    }
}
END_TEST

START_TEST(by_format)
{
    date d = 0;
    ck_assert(date_parse_format(SPAN("01.07.2026"), "%d.%m.%Y", &d) && d == 20260701);
    ck_assert(date_parse_format(SPAN("7/1/2026 3:04:05"), "%m/%d/%Y %H:%M:%S", &d) && d == 20260701);
    ck_assert(date_parse_format(SPAN("20260701"), "%Y%m%d", &d) && d == 20260701);
    ck_assert(date_parse_format(SPAN("100%2026-7-1"), "100%%%Y-%m-%d", &d) && d == 20260701);
    ck_assert(!date_parse_format(SPAN("01.07.2026x"), "%d.%m.%Y", &d));
    ck_assert(!date_parse_format(SPAN("01.07"), "%d.%m", &d)); /* no year */
    ck_assert(!date_parse_format(SPAN("32.07.2026"), "%d.%m.%Y", &d));
    ck_assert(!date_parse_format(SPAN("01.07.2026"), "%d.%m.%Y%q", &d));
}
END_TEST

START_TEST(as_text)
{
    char out[DATE_TEXT];
    ck_assert_str_eq(date_text(20260701, out), "2026-07-01");
    ck_assert_str_eq(date_text(10101, out), "0001-01-01");
    ck_assert_str_eq(date_text(DATE_NONE, out), "");
}
END_TEST

START_TEST(arithmetic)
{
    ck_assert_int_eq(date_add_days(20260701, 1), 20260702);
    ck_assert_int_eq(date_add_days(20261231, 1), 20270101);
    ck_assert_int_eq(date_add_days(20240228, 1), 20240229);
    ck_assert_int_eq(date_add_days(20230228, 1), 20230301);
    ck_assert_int_eq(date_add_days(20260101, -1), 20251231);
    ck_assert_int_eq(date_add_days(20000101, 36525), 21000101);
    ck_assert_int_eq(date_add_days(DATE_NONE, 5), DATE_NONE);
    ck_assert_int_eq(date_add_days(99991231, 1), DATE_NONE);
    ck_assert_int_eq(date_add_days(10101, -1), DATE_NONE);
    ck_assert_int_eq(date_add_days(10101, 2147483647), DATE_NONE);
    /* Day by day from the first to the last: the calendar and the arithmetic agree. */
    date d = 10101;
    int n = 0;
    for (int y = 1; y <= 9999; y++)
        for (int m = 1; m <= 12; m++)
            for (int day = 1; day <= 31; day++) {
                if (!date_is_valid(y, m, day))
                    continue;
                if (d != y * 10000 + m * 100 + day)
                    ck_abort_msg("%d-%d-%d: %d", y, m, day, d);
                d = date_add_days(d, 1);
                n++;
            }
    ck_assert_int_eq(n, 3652059);
    ck_assert_int_eq(date_add_days(99991231, -3652058), 10101);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("base/date");
    TCase *all = tcase_create("all");
    tcase_set_timeout(all, 60);
    tcase_add_test(all, validity);
    tcase_add_test(all, iso);
    tcase_add_test(all, loose);
    tcase_add_test(all, by_format);
    tcase_add_test(all, as_text);
    tcase_add_test(all, arithmetic);
    suite_add_tcase(suite, all);
    return suite_run(suite);
}
