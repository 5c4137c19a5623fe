/* tests/report/test-baseline.c: what a baseline hides, counts, keeps and calls stale, from findings made by hand. */
#include "report/baseline.h"
#include "tests/suite.h"

static struct error err;
static struct span cells[COLUMN_COUNT];
static struct finding findings[3];
static struct checked_row row;
static const bool nothing_off[RULE_COUNT] = { false };

static void setup(void)
{
    memset(cells, 0, sizeof cells);
    cells[COLUMN_LOCAL_CODE] = SPAN(" Y1 ");
    cells[COLUMN_LOCAL_NAME] = SPAN("=片,");
    findings[0] = (struct finding){ .rule = RULE_D302, .severity = SEVERITY_ERROR, .column = COLUMN_SPEC, .fix_column = COLUMN_NONE, .fingerprint = 0xab };
    findings[1] = (struct finding){ .rule = RULE_C105, .severity = SEVERITY_ERROR, .column = COLUMN_NONE, .fix_column = COLUMN_NONE, .fingerprint = 0xab };
    findings[2] = (struct finding){ .rule = RULE_N202, .severity = SEVERITY_INFO, .column = COLUMN_NONE, .fix_column = COLUMN_NONE, .fingerprint = 1 };
    row = (struct checked_row){ .file = "a.csv", .line = 12, .cells = cells, .findings = findings, .count = 3 };
}

static struct baseline *made(void)
{
    static const struct span heads[] = { { "rule", 4 }, { "expires", 7 }, { "fingerprint", 11 }, { "reason", 6 } };
    struct baseline *b = baseline_new(&err);
    ck_assert_ptr_nonnull(b);
    ck_assert_int_eq(baseline_heading(b, heads, 4, &err), 0);
    return b;
}

static int add(struct baseline *b, uint32_t line, const char *rule, const char *expires, const char *fingerprint, const char *reason)
{
    const struct span parts[] = { span_of(rule), span_of(expires), span_of(fingerprint), span_of(reason) };
    return baseline_row(b, line, parts, 4, &err);
}

START_TEST(hides_and_counts)
{
    struct baseline *b = made();
    struct accepted a = { .marks = NULL };
    struct check_summary summary = { .rows = 1 };
    ck_assert_int_eq(add(b, 2, "strength-mismatch", "2026-07-01", "00000000000000AB", "until then"), 0);
    ck_assert_int_eq(add(b, 3, "N202", "", "0000000000000001", ""), 0);
    ck_assert_int_eq(accepted_start(&a, &row, &err), 0);
    baseline_mark(b, 20260701, &row, a.marks); /* the last day counts */
    ck_assert_int_eq(a.marks[0].state, NOTE_KNOWN);
    ck_assert(span_is(a.marks[0].reason, "until then"));
    ck_assert_int_eq(a.marks[0].until, 20260701);
    ck_assert_int_eq(a.marks[1].state, NOTE_NEW); /* the same fingerprint under another rule is another finding */
    ck_assert_int_eq(a.marks[2].state, NOTE_KNOWN);
    accepted_count(&a, &row);
    summary.by_severity[SEVERITY_ERROR] = 2;
    summary.by_severity[SEVERITY_INFO] = summary.rows_with[SEVERITY_ERROR] = summary.rows_with[SEVERITY_INFO] = 1;
    summary.by_rule[RULE_D302] = summary.by_rule[RULE_C105] = summary.by_rule[RULE_N202] = 1;
    accepted_uncount(&a, &summary);
    ck_assert_uint_eq(summary.by_severity[SEVERITY_ERROR], 1);
    ck_assert_uint_eq(summary.by_severity[SEVERITY_INFO], 0);
    ck_assert_uint_eq(summary.rows_with[SEVERITY_ERROR], 1); /* C105 is still there */
    ck_assert_uint_eq(summary.rows_with[SEVERITY_INFO], 0);
    ck_assert_uint_eq(summary.known[SEVERITY_ERROR], 1);
    ck_assert_uint_eq(summary.by_rule[RULE_D302], 0);
    ck_assert_uint_eq(summary.by_rule[RULE_C105], 1);
    ck_assert_uint_eq(a.counts.by_rule[RULE_D302], 0); /* the next table begins anew */
    ck_assert_int_eq(accepted_start(&a, &row, &err), 0);
    baseline_mark(b, 20260702, &row, a.marks);
    ck_assert_int_eq(a.marks[0].state, NOTE_NEW);
    accepted_release(&a);
    baseline_free(b);
}
END_TEST

START_TEST(who_was_first)
{
    struct baseline *b = made();
    struct accepted a = { .marks = NULL };
    ck_assert_int_eq(add(b, 2, "D302", "", "00000000000000AB", "baseline"), 0);
    ck_assert_int_eq(accepted_start(&a, &row, &err), 0);
    a.marks[0] = (struct acceptance){ .state = NOTE_SUPPRESSED, .reason = SPAN("file") };
    baseline_mark(b, 20260701, &row, a.marks);
    ck_assert_int_eq(a.marks[0].state, NOTE_SUPPRESSED);
    ck_assert(span_is(a.marks[0].reason, "file"));
    accepted_release(&a);
    baseline_free(b);
}
END_TEST

START_TEST(rows_that_are_none)
{
    struct baseline *b = made();
    const struct span no_rule[] = { { "fingerprint", 11 } };
    ck_assert_int_eq(baseline_heading(b, no_rule, 1, &err), -1);
    baseline_free(b);
    b = made();
    ck_assert_int_eq(add(b, 2, "D302", "", "ab", ""), -1);
    ck_assert_int_eq(err.code, ERROR_USAGE);
    ck_assert_int_eq(add(b, 2, "D302", "", "00000000000000ag", ""), -1);
    ck_assert_int_eq(add(b, 2, "D999", "", "00000000000000ab", ""), -1);
    ck_assert_int_eq(add(b, 2, "D302", "2026-02-30", "00000000000000ab", ""), -1);
    ck_assert_int_eq(add(b, 2, "D302", "2026/12/31", "00000000000000ab", ""), 0);
    ck_assert_int_eq(baseline_row(b, 3, no_rule, 0, &err), -1);
    baseline_free(b);
}
END_TEST

START_TEST(written_again)
{
    struct baseline *before = made(), *after = baseline_new(&err);
    struct buf out = BUF_INIT;
    bool off[RULE_COUNT] = { false };
    ck_assert_int_eq(add(before, 2, "D302", "2026-12-31", "00000000000000ab", "sold \"out\""), 0);
    ck_assert_int_eq(add(before, 3, "P601", "", "0000000000000002", "hidden"), 0);
    ck_assert_int_eq(add(before, 4, "M801", "", "0000000000000003", "gone"), 0);
    ck_assert_int_eq(baseline_add(after, &row, NULL, before, &err), 0);
    ck_assert_int_eq(baseline_add(after, &row, NULL, before, &err), 0); /* each once */
    off[RULE_P601] = true;
    ck_assert_int_eq(baseline_keep(after, before, off, &err), 0);
    ck_assert_int_eq(baseline_print(after, &out, &err), 0);
    ck_assert_str_eq(buf_str(&out), "fingerprint,rule,local_code,local_name,reason,owner,expires\n"
                                    "00000000000000ab,C105,Y1,\"'=片,\",,,\n"
                                    "00000000000000ab,D302,Y1,\"'=片,\",\"sold \"\"out\"\"\",,2026-12-31\n"
                                    "0000000000000001,N202,Y1,\"'=片,\",,,\n"
                                    "0000000000000002,P601,,,hidden,,\n");
    buf_release(&out);
    baseline_free(before);
    baseline_free(after);
}
END_TEST

static int note(void *ctx, const struct checked_row *r, struct error *e)
{
    struct buf *out = ctx;
    (void)e;
    ck_assert_int_eq(r->findings[0].rule, RULE_X001);
    ck_assert_int_eq(r->findings[0].severity, SEVERITY_WARNING);
    ck_assert_uint_gt(r->findings[0].message.n, 0);
    buf_addf(out, "%s:%u ", r->file, (unsigned)r->line);
    return 0;
}

static const char *stale(struct baseline *b, date day, bool unused, const bool *off, struct buf *out)
{
    struct finding_sink sink = { out, note };
    struct check_summary summary = { .rows = 0 };
    buf_clear(out);
    ck_assert_int_eq(baseline_stale(b, "b.csv", day, unused, off, &sink, &summary, &err), 0);
    return buf_str(out);
}

START_TEST(what_is_stale)
{
    struct baseline *b = made();
    struct accepted a = { .marks = NULL };
    struct buf out = BUF_INIT;
    bool off[RULE_COUNT] = { false };
    ck_assert_int_eq(add(b, 2, "D302", "", "00000000000000ab", ""), 0);           /* used */
    ck_assert_int_eq(add(b, 3, "D302", "", "00000000000000ab", ""), 0);           /* twice */
    ck_assert_int_eq(add(b, 4, "C105", "2026-06-30", "00000000000000ab", ""), 0); /* expired */
    ck_assert_int_eq(add(b, 5, "P601", "", "0000000000000002", ""), 0);           /* unused */
    ck_assert_int_eq(accepted_start(&a, &row, &err), 0);
    baseline_mark(b, 20260701, &row, a.marks);
    accepted_release(&a);
    ck_assert_str_eq(stale(b, 20260701, true, nothing_off, &out), "b.csv:3 b.csv:4 b.csv:5 ");
    ck_assert_str_eq(stale(b, 20260701, false, nothing_off, &out), "b.csv:4 "); /* not everything was read */
    off[RULE_P601] = true;
    ck_assert_str_eq(stale(b, 20260701, true, off, &out), "b.csv:3 b.csv:4 ");
    off[RULE_X001] = true;
    ck_assert_str_eq(stale(b, 20260701, true, off, &out), "");
    buf_release(&out);
    baseline_free(b);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("baseline");
    TCase *tc = tcase_create("baseline");
    tcase_add_checked_fixture(tc, setup, NULL);
    tcase_add_test(tc, hides_and_counts);
    tcase_add_test(tc, who_was_first);
    tcase_add_test(tc, rows_that_are_none);
    tcase_add_test(tc, written_again);
    tcase_add_test(tc, what_is_stale);
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
