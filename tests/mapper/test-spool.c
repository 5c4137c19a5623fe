/* tests/mapper/test-spool.c: findings come back as they went in, from memory and from the file. */
#include "mapper/spool.h"
#include "mapper/row.h"
#include "tests/io/files.h"
#include "tests/suite.h"

static void fill(struct spool *s, int rows)
{
    struct error err;
    char text[64];
    for (int i = 0; i < rows; i++) {
        struct finding two[2];
        memset(two, 0, sizeof two);
        size_t n = (size_t)snprintf(text, sizeof text, "message %d", i);
        two[0].rule = RULE_P601;
        two[0].message = (struct span){ text, n };
        two[0].local = SPAN("");
        two[0].fix_column = COLUMN_NONE;
        two[0].fingerprint = (uint64_t)i * 7;
        two[0].at_risk = i % 5 ? AMOUNT_NONE : (int64_t)i << 40;
        two[1] = two[0];
        two[1].rule = RULE_B702;
        two[1].expected = (struct span){ text + 8, n - 8 };
        struct spool_record r;
        memset(&r, 0, sizeof r);
        r.offset = (uint64_t)i << 33;
        r.line = (uint32_t)i + 2;
        r.catalog_code = SPAN("X1");
        r.findings = two;
        r.count = 1 + (size_t)i % 2;
        ck_assert_int_eq(spool_add(s, &r, &err), 0);
    }
}

static void expect(struct spool *s, int rows)
{
    struct error err;
    struct spool_record r;
    char text[64];
    ck_assert_int_eq(spool_rewind(s, &err), 0);
    for (int i = 0; i < rows; i++) {
        ck_assert_int_eq(spool_next(s, &r, &err), 1);
        snprintf(text, sizeof text, "message %d", i);
        ck_assert_uint_eq(r.line, (uint32_t)i + 2);
        ck_assert(r.offset == (uint64_t)i << 33);
        ck_assert(span_is(r.catalog_code, "X1"));
        ck_assert_uint_eq(r.count, 1 + (size_t)i % 2);
        ck_assert_int_eq(r.findings[0].rule, RULE_P601);
        ck_assert(span_is(r.findings[0].message, text));
        ck_assert(r.findings[0].local.p && r.findings[0].local.n == 0); /* empty stays empty … */
        ck_assert_ptr_null(r.findings[0].expected.p);                   /* … and absent absent */
        ck_assert(r.findings[0].fingerprint == (uint64_t)i * 7);
        ck_assert(r.findings[0].at_risk == (i % 5 ? AMOUNT_NONE : (int64_t)i << 40));
        if (r.count == 2)
            ck_assert(span_is(r.findings[1].expected, text + 8) && r.findings[1].rule == RULE_B702);
    }
    ck_assert_int_eq(spool_next(s, &r, &err), 0);
}

START_TEST(round_trip)
{
    static const size_t memories[] = { 0, 1, 300, 100000 };
    struct error err;
    for (size_t i = 0; i < sizeof memories / sizeof *memories; i++) {
        for (int rows = 0; rows < 3000; rows = rows * 3 + 1) {
            struct spool *s = spool_new(temp_dir(), memories[i], &err);
            ck_assert_ptr_nonnull(s);
            fill(s, rows);
            expect(s, rows);
            spool_free(s);
        }
    }
}
END_TEST

/* Cells come back where they were present: absent ones absent, empty ones empty, long ones whole; and none of the record before. */
START_TEST(cells)
{
    struct error err;
    struct spool *s = spool_new(temp_dir(), 1, &err);
    struct span in[COLUMN_COUNT] = { [COLUMN_LOCAL_CODE] = SPAN("Y1"), [COLUMN_SPEC] = SPAN(""), [COLUMN_NOTE] = SPAN_NONE };
    char *text = malloc(70000);
    memset(text, 'n', 70000);
    for (size_t n = 250; n < 260; n++) {
        in[COLUMN_LOCAL_NAME] = (struct span){ text, n == 259 ? 70000 : n };
        struct spool_record r = { .line = (uint32_t)n, .cells = in, .kind = KIND_SERVICE, .mapped = n % 2 == 0 };
        r.present = n % 3 == 0 ? COLUMN_BIT(COLUMN_LOCAL_CODE)
                               : COLUMN_BIT(COLUMN_LOCAL_CODE) | COLUMN_BIT(COLUMN_LOCAL_NAME) | COLUMN_BIT(COLUMN_SPEC) | COLUMN_BIT(COLUMN_NOTE);
        ck_assert_int_eq(spool_add(s, &r, &err), 0);
    }
    ck_assert_int_eq(spool_rewind(s, &err), 0);
    for (size_t n = 250; n < 260; n++) {
        struct spool_record r;
        ck_assert_int_eq(spool_next(s, &r, &err), 1);
        ck_assert(r.kind == KIND_SERVICE && !r.kind_known && r.mapped == (n % 2 == 0) && r.line == n);
        ck_assert(span_is(r.cells[COLUMN_LOCAL_CODE], "Y1"));
        ck_assert_ptr_null(r.catalog_code.p);
        ck_assert_ptr_null(r.cells[COLUMN_NOTE].p);
        if (n % 3 == 0) {
            ck_assert_ptr_null(r.cells[COLUMN_LOCAL_NAME].p);
            ck_assert_ptr_null(r.cells[COLUMN_SPEC].p);
            continue;
        }
        ck_assert(r.cells[COLUMN_SPEC].p && r.cells[COLUMN_SPEC].n == 0);
        ck_assert_uint_eq(r.cells[COLUMN_LOCAL_NAME].n, n == 259 ? 70000 : n);
        ck_assert_int_eq(memcmp(r.cells[COLUMN_LOCAL_NAME].p, text, r.cells[COLUMN_LOCAL_NAME].n), 0);
    }
    free(text);
    spool_free(s);
}
END_TEST

START_TEST(no_place)
{
    struct error err = { .code = ERROR_NONE };
    struct spool *s = spool_new("/nonexistent", 1, &err);
    struct spool_record r;
    memset(&r, 0, sizeof r);
    ck_assert_int_eq(spool_add(s, &r, &err), -1);
    ck_assert_int_eq(err.code, ERROR_STORE);
    ck_assert_msg(strstr(err.text, "/nonexistent") != NULL, "%s", err.text);
    spool_free(s);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("spool");
    TCase *tc = tcase_create("spool");
    tcase_add_test(tc, round_trip);
    tcase_add_test(tc, cells);
    tcase_add_test(tc, no_place);
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
