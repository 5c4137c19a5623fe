/* tests/io/test-sheet-value.c: numbers, days and references of workbooks, as text. */
#include "io/sheet_value.h"
#include "tests/suite.h"

static const struct {
    const char *written, *text;
    bool lost;
} numbers[] = {
    { "0.30000000000000004", "0.3", false },
    { "4.0999999999999996", "4.1", false },
    { "3.5000000000000003E-2", "0.035", false },
    { "18.6", "18.6", false },
    { "-12.50", "-12.5", false },
    { "0", "0", false },
    { "-0.0", "0", false },
    { "00012", "12", false },
    { "1E3", "1000", false },
    { "1e-3", "0.001", false },
    { "+7", "7", false },
    { " 7\n", "7", false },
    { ".5", "0.5", false },
    { "5.", "5", false },
    { "110200001000000", "110200001000000", false },
    { "1.10200001E+14", "110200001000000", false },
    { "999999999999999", "999999999999999", false },
    { "999999999999999.9", "1000000000000000", false },
    { "1E15", "1000000000000000", true },
    { "1234567890123456", "1234567890123460", true },
    { "12345678901234567890", "12345678901234600000", true },
    { "9.9999999999999995", "10", false },
    { "0.1234567890123456", "0.123456789012346", false },
    { "1E+400", "1E+400", true },
    { "1E-400", "1E-400", false },
    { "1E+99999999999999999999", "1E+99999999999999999999", true },
    { "0.00000000000000000000000000000000000000000000000001", "0.00000000000000000000000000000000000000000000000001", false },
};

START_TEST(number)
{
    struct buf out = BUF_INIT;
    bool lost;
    ck_assert(sheet_number(span_of(numbers[_i].written), &out, &lost));
    ck_assert_str_eq(buf_str(&out), numbers[_i].text);
    ck_assert_msg(lost == numbers[_i].lost, "%s: lost is %d", numbers[_i].written, lost);
    buf_release(&out);
}
END_TEST

START_TEST(no_number)
{
    static const char *const texts[] = { "", " ", "-", ".", "E5", "1E", "1E+", "1,5", "0x10", "1.2.3", "NaN", "inf", "1 2", "1E5.5", "一" };
    struct buf out = BUF_INIT;
    bool lost;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        ck_assert_msg(!sheet_number(span_of(texts[i]), &out, &lost), "%s", texts[i]);
    ck_assert_uint_eq(out.n, 0);
    buf_release(&out);
}
END_TEST

/* Rounding to 15 digits, held against arithmetic on whole numbers. */
START_TEST(rounding)
{
    uint64_t seed = 1;
    for (int i = 0; i < 20000; i++) {
        char written[40], want[40];
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        uint64_t n = 100000000000000000u + (seed >> 8) % 900000000000000000u; /* 18 digits */
        uint64_t kept = (n + 500) / 1000 * 1000;
        int places = (int)(seed >> 3) % 18;
        snprintf(written, sizeof written, "%llu", (unsigned long long)n);
        snprintf(want, sizeof want, "%llu", (unsigned long long)kept);
        size_t digits = strlen(want), point = digits - (size_t)places;
        if (places > 0) { /* a point among them, and no zeros behind it */
            memmove(want + point + 1, want + point, (size_t)places + 1);
            want[point] = '.';
            for (size_t end = strlen(want); want[end - 1] == '0' || want[end - 1] == '.'; end--) {
                bool was_point = want[end - 1] == '.';
                want[end - 1] = '\0';
                if (was_point)
                    break;
            }
            size_t at = strlen(written) - (size_t)places;
            memmove(written + at + 1, written + at, (size_t)places + 1);
            written[at] = '.';
        }
        struct buf out = BUF_INIT;
        bool lost;
        ck_assert(sheet_number(span_of(written), &out, &lost));
        ck_assert_msg(strcmp(buf_str(&out), want) == 0, "%s: %s, not %s", written, buf_str(&out), want);
        buf_release(&out);
    }
}
END_TEST

static const struct {
    const char *written;
    enum sheet_format format;
    bool from_1904;
    const char *text; /* NULL: no day */
} days[] = {
    { "1", SHEET_DATE, false, "1900-01-01" },
    { "59", SHEET_DATE, false, "1900-02-28" },
    { "60", SHEET_DATE, false, "1900-02-29" },
    { "61", SHEET_DATE, false, "1900-03-01" },
    { "46204", SHEET_DATE, false, "2026-07-01" },
    { "44742", SHEET_DATE, true, "2026-07-01" },
    { "0", SHEET_DATE, true, "1904-01-01" },
    { "0", SHEET_DATE, false, NULL },
    { "-1", SHEET_DATE, false, NULL },
    { "2958465", SHEET_DATE, false, "9999-12-31" },
    { "2958466", SHEET_DATE, false, NULL },
    { "20260701", SHEET_DATE, false, NULL },
    { "4.6204E4", SHEET_DATE, false, "2026-07-01" },
    { "46204.5", SHEET_DATE, false, "2026-07-01" },
    { "46204.5", SHEET_DATETIME, false, "2026-07-01 12:00:00" },
    { "46204", SHEET_DATETIME, false, "2026-07-01" },
    { "46204.354166666664", SHEET_DATETIME, false, "2026-07-01 08:30:00" },
    { "46204.999999999", SHEET_DATETIME, false, "2026-07-02" },
    { "0.354166666666667", SHEET_TIME, false, "08:30:00" },
    { "3.5416666666666669E-1", SHEET_TIME, false, "08:30:00" },
    { "0", SHEET_TIME, false, "00:00:00" },
    { "1.5E-5", SHEET_TIME, false, "00:00:01" },
    { "1E-300", SHEET_TIME, false, "00:00:00" },
    { "abc", SHEET_DATE, false, NULL },
    { "", SHEET_DATE, false, NULL },
};

START_TEST(day)
{
    struct buf out = BUF_INIT;
    bool is = sheet_day(span_of(days[_i].written), days[_i].format, days[_i].from_1904, &out);
    ck_assert_msg(is == (days[_i].text != NULL), "%s", days[_i].written);
    ck_assert_str_eq(buf_str(&out), days[_i].text ? days[_i].text : "");
    buf_release(&out);
}
END_TEST

static const struct {
    const char *code;
    enum sheet_format format;
    int zeros;
} codes[] = {
    { "General", SHEET_PLAIN, 0 },
    { "G/通用格式", SHEET_PLAIN, 0 },
    { "@", SHEET_PLAIN, 0 },
    { "0.00", SHEET_PLAIN, 0 },
    { "0", SHEET_PLAIN, 0 },
    { "000000", SHEET_PLAIN, 6 },
    { "#,##0.00;[Red]-#,##0.00", SHEET_PLAIN, 0 },
    { "0.00E+00", SHEET_PLAIN, 0 },
    { "yyyy-mm-dd", SHEET_DATE, 0 },
    { "YYYY/M/D", SHEET_DATE, 0 },
    { "yyyy\"年\"m\"月\"d\"日\";@", SHEET_DATE, 0 },
    { "[$-804]yyyy\"年\"m\"月\"", SHEET_DATE, 0 },
    { "[$-F800]dddd, mmmm dd, yyyy", SHEET_DATE, 0 },
    { "m/d", SHEET_DATE, 0 },
    { "mmm", SHEET_DATE, 0 },
    { "h:mm", SHEET_TIME, 0 },
    { "[h]:mm:ss", SHEET_TIME, 0 },
    { "mm:ss.0", SHEET_TIME, 0 },
    { "yyyy-mm-dd hh:mm", SHEET_DATETIME, 0 },
    { "上午/下午h\"时\"mm\"分\"", SHEET_TIME, 0 },
    { "h:mm AM/PM", SHEET_TIME, 0 },
    { "0\"days\"", SHEET_PLAIN, 0 },
    { "\"yyyy", SHEET_PLAIN, 0 },
    { "0\\d", SHEET_PLAIN, 0 },
    { "0_d", SHEET_PLAIN, 0 },
    { "0\\", SHEET_PLAIN, 0 },
    { "[Red]0", SHEET_PLAIN, 0 },
    { "[", SHEET_PLAIN, 0 },
    { "", SHEET_PLAIN, 0 },
    { "0;yyyy", SHEET_PLAIN, 0 },
    { "¥#,##0.00", SHEET_PLAIN, 0 },
};

START_TEST(format)
{
    struct sheet_style style = sheet_style_of(span_of(codes[_i].code));
    ck_assert_msg(style.format == codes[_i].format && style.zeros == codes[_i].zeros, "%s: %d, %d", codes[_i].code, style.format, style.zeros);
}
END_TEST

START_TEST(builtin)
{
    ck_assert_int_eq(sheet_style_builtin(0).format, SHEET_PLAIN);
    ck_assert_int_eq(sheet_style_builtin(11).format, SHEET_PLAIN);
    ck_assert_int_eq(sheet_style_builtin(14).format, SHEET_DATE);
    ck_assert_int_eq(sheet_style_builtin(20).format, SHEET_TIME);
    ck_assert_int_eq(sheet_style_builtin(22).format, SHEET_DATETIME);
    ck_assert_int_eq(sheet_style_builtin(31).format, SHEET_DATE);
    ck_assert_int_eq(sheet_style_builtin(49).format, SHEET_PLAIN);
    ck_assert_int_eq(sheet_style_builtin(58).format, SHEET_DATE);
    ck_assert_int_eq(sheet_style_builtin(4000000000u).format, SHEET_PLAIN);
}
END_TEST

START_TEST(reference)
{
    static const struct {
        const char *text;
        uint32_t row, column; /* row 0: none */
    } all[] = {
        { "A1", 1, 0 }, { "Z9", 9, 25 }, { "AA10", 10, 26 }, { "XFD1048576", 1048576, 16383 }, { "XFE1", 0, 0 }, { "A1048577", 0, 0 }, { "ZZZZ1", 0, 0 },
        { "A0", 0, 0 }, { "A", 0, 0 }, { "1", 0, 0 }, { "", 0, 0 }, { "a1", 0, 0 }, { "A1B", 0, 0 }, { "A-1", 0, 0 }, { "$A$1", 0, 0 },
        { "A9999999999999999999", 0, 0 },
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        uint32_t row, column;
        bool is = sheet_reference(span_of(all[i].text), &row, &column);
        ck_assert_msg(is == (all[i].row > 0), "%s", all[i].text);
        ck_assert(!is || (row == all[i].row && column == all[i].column));
    }
}
END_TEST

int main(void)
{
    Suite *s = suite_create("sheet_value");
    TCase *tcase = tcase_create("sheet_value");
    tcase_add_loop_test(tcase, number, 0, (int)(sizeof numbers / sizeof *numbers));
    tcase_add_test(tcase, no_number);
    tcase_add_test(tcase, rounding);
    tcase_add_loop_test(tcase, day, 0, (int)(sizeof days / sizeof *days));
    tcase_add_loop_test(tcase, format, 0, (int)(sizeof codes / sizeof *codes));
    tcase_add_test(tcase, builtin);
    tcase_add_test(tcase, reference);
    suite_add_tcase(s, tcase);
    return suite_run(s);
}
