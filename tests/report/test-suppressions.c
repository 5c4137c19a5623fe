/* tests/report/test-suppressions.c: what a suppressions file accepts, refuses and has too much of, from findings made by hand. */
#include "report/baseline.h"
#include "report/suppressions.h"
#include "tests/suite.h"

static struct error err;
static struct span cells[COLUMN_COUNT];
static struct finding findings[3];
static struct checked_row row;
static struct accepted accepted;
static const bool nothing_off[RULE_COUNT] = { false };

static void setup(void)
{
    memset(cells, 0, sizeof cells);
    cells[COLUMN_LOCAL_CODE] = SPAN(" Y1 ");
    findings[0] = (struct finding){ .rule = RULE_D302, .severity = SEVERITY_ERROR, .fix_column = COLUMN_NONE, .fingerprint = 1 };
    findings[1] = (struct finding){ .rule = RULE_D305, .severity = SEVERITY_ERROR, .fix_column = COLUMN_NONE, .fingerprint = 2 };
    findings[2] = (struct finding){ .rule = RULE_N202, .severity = SEVERITY_INFO, .fix_column = COLUMN_NONE, .fingerprint = 3 };
    row = (struct checked_row){ .file = "a.csv", .line = 12, .cells = cells, .findings = findings, .count = 3 };
    accepted = (struct accepted){ .marks = NULL };
}

static void teardown(void) { accepted_release(&accepted); }

static struct suppressions *made(void)
{
    static const struct span heads[] = { { "reason", 6 }, { "local_code", 10 }, { " rule ", 6 }, { "expires", 7 }, { "owner", 5 } };
    struct suppressions *s = suppressions_new(&err);
    ck_assert_ptr_nonnull(s);
    ck_assert_int_eq(suppressions_heading(s, heads, 5, &err), 0);
    return s;
}

static int add(struct suppressions *s, uint32_t line, const char *rule, const char *code, const char *reason, const char *expires)
{
    const struct span parts[] = { span_of(reason), span_of(code), span_of(rule), span_of(expires), SPAN("Wang") };
    return suppressions_row(s, line, parts, 5, &err);
}

static void mark(struct suppressions *s, date day)
{
    ck_assert_int_eq(accepted_start(&accepted, &row, &err), 0);
    suppressions_mark(s, day, &row, accepted.marks);
}

START_TEST(by_rule_and_code)
{
    struct suppressions *s = made();
    ck_assert_int_eq(add(s, 2, "D302", "Y10", "another row", ""), 0);
    ck_assert_int_eq(add(s, 3, "strength-mismatch", "Y1", "sold out soon", "2026-07-01"), 0);
    ck_assert_int_eq(add(s, 4, "D", "Y1", "all of it", ""), 0);
    mark(s, 20260701);
    ck_assert_int_eq(accepted.marks[0].state, NOTE_SUPPRESSED);
    ck_assert(span_is(accepted.marks[0].reason, "sold out soon")); /* the first that fits */
    ck_assert(span_is(accepted.marks[0].owner, "Wang"));
    ck_assert_int_eq(accepted.marks[0].until, 20260701);
    ck_assert(span_is(accepted.marks[1].reason, "all of it"));
    ck_assert_int_eq(accepted.marks[1].until, DATE_NONE);
    ck_assert_int_eq(accepted.marks[2].state, NOTE_NEW);
    mark(s, 20260702);
    ck_assert(span_is(accepted.marks[0].reason, "all of it")); /* the first has expired */
    row.whole_table = true; /* what is about the table is no row's */
    mark(s, 20260701);
    ck_assert_int_eq(accepted.marks[0].state, NOTE_NEW);
    suppressions_free(s);
}
END_TEST

START_TEST(every_row)
{
    struct suppressions *s = made();
    ck_assert_int_eq(add(s, 2, "N202", "*", "names as the maker writes them", ""), 0);
    mark(s, 20260701);
    ck_assert_int_eq(accepted.marks[0].state, NOTE_NEW);
    ck_assert_int_eq(accepted.marks[2].state, NOTE_SUPPRESSED);
    cells[COLUMN_LOCAL_CODE] = SPAN_NONE;
    mark(s, 20260701);
    ck_assert_int_eq(accepted.marks[2].state, NOTE_SUPPRESSED);
    row.whole_table = true;
    row.cells = NULL;
    mark(s, 20260701);
    ck_assert_int_eq(accepted.marks[2].state, NOTE_SUPPRESSED);
    suppressions_free(s);
}
END_TEST

START_TEST(counted_apart)
{
    struct suppressions *s = made();
    struct check_summary summary = { .by_severity = { [SEVERITY_ERROR] = 2, [SEVERITY_INFO] = 1 }, .by_rule = { [RULE_D302] = 1, [RULE_D305] = 1, [RULE_N202] = 1 } };
    ck_assert_int_eq(add(s, 2, "D302", "Y1", "r", ""), 0);
    mark(s, 20260701);
    accepted.marks[2].state = NOTE_KNOWN;
    accepted_count(&accepted, &row);
    accepted_uncount(&accepted, &summary);
    ck_assert_uint_eq(summary.suppressed[SEVERITY_ERROR], 1);
    ck_assert_uint_eq(summary.suppressed[SEVERITY_INFO], 0);
    ck_assert_uint_eq(summary.known[SEVERITY_INFO], 1);
    ck_assert_uint_eq(summary.known[SEVERITY_ERROR], 0);
    ck_assert_uint_eq(summary.by_severity[SEVERITY_ERROR], 1);
    ck_assert_uint_eq(summary.by_rule[RULE_D302], 0);
    accepted_uncount(&accepted, &summary); /* nothing is left */
    ck_assert_uint_eq(summary.suppressed[SEVERITY_ERROR], 1);
    suppressions_free(s);
}
END_TEST

START_TEST(not_into_a_baseline)
{
    struct suppressions *s = made();
    struct baseline *b = baseline_new(&err);
    struct buf out = BUF_INIT;
    ck_assert_int_eq(add(s, 2, "D", "Y1", "r", ""), 0);
    mark(s, 20260701);
    ck_assert_int_eq(baseline_add(b, &row, accepted.marks, NULL, &err), 0);
    ck_assert_int_eq(baseline_print(b, &out, &err), 0);
    ck_assert_str_eq(buf_str(&out), "fingerprint,rule,local_code,local_name,reason,owner,expires\n0000000000000003,N202,Y1,,,,\n");
    buf_release(&out);
    baseline_free(b);
    suppressions_free(s);
}
END_TEST

START_TEST(rows_that_are_none)
{
    static const struct span no_reason[] = { { "rule", 4 }, { "local_code", 10 } };
    struct suppressions *s = made();
    ck_assert_int_eq(suppressions_heading(s, no_reason, 2, &err), -1);
    suppressions_free(s);
    s = made();
    ck_assert_int_eq(add(s, 2, "D999", "Y1", "r", ""), -1);
    ck_assert_int_eq(err.code, ERROR_USAGE);
    ck_assert_int_eq(add(s, 2, "D302", " ", "r", ""), -1);
    ck_assert_int_eq(add(s, 2, "D302", "Y1", "", ""), -1);
    ck_assert_int_eq(add(s, 2, "D302", "Y1", "r", "soon"), -1);
    ck_assert_int_eq(add(s, 2, "X001", "*", "r", ""), -1);
    ck_assert_int_eq(add(s, 2, "X", "*", "r", ""), -1);
    ck_assert_int_eq(suppressions_row(s, 3, no_reason, 0, &err), -1);
    suppressions_free(s);
}
END_TEST

static int note(void *ctx, const struct checked_row *r, struct error *e)
{
    (void)e;
    ck_assert_int_eq(r->findings[0].rule, RULE_X001);
    buf_addf(ctx, "%u:%.*s ", (unsigned)r->line, SPAN_ARG(r->cells[COLUMN_LOCAL_CODE]));
    return 0;
}

static const char *stale(struct suppressions *s, date day, bool unused, const bool *off, struct buf *out)
{
    struct finding_sink sink = { out, note };
    struct check_summary summary = { .rows = 0 };
    buf_clear(out);
    ck_assert_int_eq(suppressions_stale(s, "s.csv", day, unused, off, &sink, &summary, &err), 0);
    return buf_str(out);
}

START_TEST(what_is_stale)
{
    struct suppressions *s = made();
    struct buf out = BUF_INIT;
    bool off[RULE_COUNT] = { false };
    ck_assert_int_eq(add(s, 2, "D302", "Y1", "r", ""), 0);
    ck_assert_int_eq(add(s, 3, "D302", "Y1", "twice", ""), 0);
    ck_assert_int_eq(add(s, 4, "D302", "Y9", "gone", ""), 0);
    ck_assert_int_eq(add(s, 5, "P", "*", "gone", ""), 0);
    ck_assert_int_eq(add(s, 6, "N202", "Y1", "old", "2026-06-30"), 0);
    mark(s, 20260701);
    ck_assert_str_eq(stale(s, 20260701, true, nothing_off, &out), "3:Y1 4:Y9 5:* 6:Y1 ");
    ck_assert_str_eq(stale(s, 20260701, false, nothing_off, &out), "6:Y1 ");
    off[RULE_P601] = true; /* one rule of the group was not looked for */
    ck_assert_str_eq(stale(s, 20260701, true, off, &out), "3:Y1 4:Y9 6:Y1 ");
    off[RULE_X001] = true;
    ck_assert_str_eq(stale(s, 20260701, true, off, &out), "");
    buf_release(&out);
    suppressions_free(s);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("suppressions");
    TCase *t = tcase_create("suppressions");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, by_rule_and_code);
    tcase_add_test(t, every_row);
    tcase_add_test(t, counted_apart);
    tcase_add_test(t, not_into_a_baseline);
    tcase_add_test(t, rows_that_are_none);
    tcase_add_test(t, what_is_stale);
    suite_add_tcase(suite, t);
    return suite_run(suite);
}
