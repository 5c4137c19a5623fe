/* tests/report/test-report.c: reports from findings made by hand, without a store: the bytes that other programs rely on. */
#include "report/report.h"
#include "tests/suite.h"

static struct buf out;
static struct span cells[COLUMN_COUNT];
static uint32_t positions[COLUMN_COUNT];
static struct finding findings[2];
static struct checked_row row;
static struct error err;

static int take(void *ctx, const char *p, size_t n, struct error *e)
{
    (void)ctx;
    (void)e;
    buf_add(&out, p, n);
    return 0;
}

static int refuse(void *ctx, const char *p, size_t n, struct error *e)
{
    (void)ctx;
    (void)p;
    (void)n;
    return error_set(e, ERROR_STORE, "full");
}

static void setup(void)
{
    buf_init(&out);
    memset(cells, 0, sizeof cells);
    memset(positions, 0, sizeof positions);
    cells[COLUMN_LOCAL_CODE] = SPAN("Y\"1");
    cells[COLUMN_LOCAL_NAME] = SPAN("片\xFF");
    cells[COLUMN_CATALOG_CODE] = SPAN("X1");
    cells[COLUMN_SPEC] = SPAN("0.25g");
    positions[COLUMN_SPEC] = 7;
    findings[0] = (struct finding){ .rule = RULE_D302, .severity = SEVERITY_ERROR, .column = COLUMN_SPEC, .local = SPAN("0.25g"),
                                    .expected = SPAN("0.5g"), .message = SPAN("differs"), .fix_column = COLUMN_CATALOG_CODE,
                                    .fix_value = SPAN("X2"), .fix_safe = true, .fingerprint = 0x91c6 };
    findings[1] = (struct finding){ .rule = RULE_T105, .severity = SEVERITY_WARNING, .column = COLUMN_NONE, .message = SPAN("again"),
                                    .fix_column = COLUMN_NONE, .fingerprint = UINT64_MAX };
    row = (struct checked_row){ .file = "a.csv", .line = 12, .cells = cells, .positions = positions, .findings = findings, .count = 2 };
}
static void teardown(void) { buf_release(&out); }

static struct report *new_report(struct span format, struct report_options options)
{
    if (!options.write)
        options.write = take;
    struct report *r = report_new(format_named(format), &options, &err);
    ck_assert_ptr_nonnull(r);
    return r;
}

static void feed(struct report *r)
{
    ck_assert_int_eq(report_row(r, &row, NULL, &err), 0);
}

START_TEST(ndjson_bytes)
{
    struct report *r = new_report(SPAN("ndjson"), (struct report_options){ .width = 0 });
    feed(r);
    ck_assert_int_eq(report_end(r, &err), 0);
    report_free(r);
    ck_assert_str_eq(buf_str(&out),
                     "{\"rule\":\"D302\",\"slug\":\"strength-mismatch\",\"severity\":\"error\",\"file\":\"a.csv\",\"line\":12,\"column\":7,"
                     "\"field\":\"spec\",\"local_code\":\"Y\\\"1\",\"local_name\":\"片\xEF\xBF\xBD\",\"catalog_code\":\"X1\","
                     "\"local\":\"0.25g\",\"expected\":\"0.5g\",\"message\":\"differs\","
                     "\"fix\":{\"field\":\"catalog_code\",\"value\":\"X2\",\"safe\":true},\"fingerprint\":\"00000000000091c6\"}\n"
                     "{\"rule\":\"T105\",\"slug\":\"duplicate-row\",\"severity\":\"warning\",\"file\":\"a.csv\",\"line\":12,"
                     "\"local_code\":\"Y\\\"1\",\"local_name\":\"片\xEF\xBF\xBD\",\"catalog_code\":\"X1\","
                     "\"message\":\"again\",\"fingerprint\":\"ffffffffffffffff\"}\n");
}
END_TEST

START_TEST(ndjson_table_as_a_whole)
{
    findings[0] = (struct finding){ .rule = RULE_T106, .severity = SEVERITY_ERROR, .column = COLUMN_NONE, .message = SPAN("none"),
                                    .fix_column = COLUMN_NONE };
    row.whole_table = true;
    row.count = 1;
    row.line = 1;
    struct report *r = new_report(SPAN("ndjson"), (struct report_options){ .width = 0 });
    feed(r); /* a row of the bureau's copy (M807): it has codes, and no catalog */
    row.cells = (const struct span[COLUMN_COUNT]){ SPAN_NONE };
    feed(r);
    ck_assert_int_eq(report_end(r, &err), 0);
    report_free(r);
    const char *second = strchr(buf_str(&out), '\n');
    ck_assert_ptr_nonnull(strstr(buf_str(&out), "\"line\":1,\"local_code\":\"Y\\\"1\",\"local_name\":"));
    ck_assert_ptr_null(strstr(buf_str(&out), "\"catalog\""));
    ck_assert_str_eq(second + 1, "{\"rule\":\"T106\",\"slug\":\"nothing-mapped\",\"severity\":\"error\",\"file\":\"a.csv\",\"line\":1,"
                                 "\"message\":\"none\",\"fingerprint\":\"0000000000000000\"}\n");
}
END_TEST

START_TEST(rows_without_findings_are_not_shown)
{
    row.count = 0;
    static const char *const formats[] = { "text", "ndjson" };
    for (size_t i = 0; i < 2; i++) {
        struct report *r = new_report(span_of(formats[i]), (struct report_options){ .width = 0 });
        feed(r);
        ck_assert_int_eq(report_end(r, &err), 0);
        report_free(r);
    }
    ck_assert_uint_eq(out.n, 0);
}
END_TEST

START_TEST(a_write_error_ends_the_report)
{
    struct report *r = new_report(SPAN("ndjson"), (struct report_options){ .write = refuse });
    feed(r); /* waits in the buffer */
    ck_assert_int_eq(report_end(r, &err), -1);
    ck_assert_int_eq(err.code, ERROR_STORE);
    report_free(r);
}
END_TEST

START_TEST(much_is_written_on_the_way)
{
    struct report *r = new_report(SPAN("ndjson"), (struct report_options){ .width = 0 });
    for (int i = 0; i < 1000; i++)
        feed(r);
    ck_assert_uint_gt(out.n, 65536);
    report_free(r);
}
END_TEST

START_TEST(text_shows_what_stands_in_the_row)
{
    struct report *r = new_report(SPAN("text"), (struct report_options){ .width = 80 });
    feed(r);
    ck_assert_int_eq(report_end(r, &err), 0);
    report_free(r);
    ck_assert_str_eq(buf_str(&out), "a.csv:12  Y\"1  片\xEF\xBF\xBD → X1\n"
                                    "            specification\n"
                                    "  hospital  0.25g\n"
                                    "            ^^^^^\n"
                                    "  error    D302 strength-mismatch: differs\n"
                                    "           fix (safe): set catalog code to X2\n"
                                    "  warning  T105 duplicate-row: again\n\n");
}
END_TEST

START_TEST(no_such_format) { ck_assert_ptr_null(format_named(SPAN("sarife"))); }
END_TEST

int main(void)
{
    Suite *suite = suite_create("report");
    TCase *tests = tcase_create("report");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, ndjson_bytes);
    tcase_add_test(tests, ndjson_table_as_a_whole);
    tcase_add_test(tests, rows_without_findings_are_not_shown);
    tcase_add_test(tests, a_write_error_ends_the_report);
    tcase_add_test(tests, much_is_written_on_the_way);
    tcase_add_test(tests, text_shows_what_stands_in_the_row);
    tcase_add_test(tests, no_such_format);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
