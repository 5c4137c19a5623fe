/* tests/report/test-note.c: notes made by hand through the formats json and csv, what the adapters share, and what of a check becomes of accepted
 * findings: the bytes that other programs rely on. */
#include "mapper/rule.h"
#include "report/formats.h"
#include "report/note_build.h"
#include "report/report.h"
#include "tests/suite.h"

static struct buf out;
static struct error err;
static const struct note_rule rules[] = {
    { "x-one", "one", SEVERITY_ERROR, "first", "help", "do it" },
    { "x-two", "two", SEVERITY_INFO, "second", "", "" },
};
static const bool hidden[] = { false, true };
static struct version_info version;
static struct note_catalog catalog;
static struct note_run run;
static struct note_about about;

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
    version = (struct version_info){ .kind = KIND_DRUG, .number = 2, .region = "R", .label = "a\"b", .entries = 3 };
    catalog = (struct note_catalog){ .version = &version, .in_force = true };
    run = (struct note_run){ .verb = "check", .program = "duima 9", .version = "9", .day = 20260701, .region = "R", .catalogs = &catalog,
                             .catalog_count = 1, .rules = rules, .rule_off = hidden, .rule_count = 2 };
    about = (struct note_about){ .program = "duima 9", .version = "9", .region = "R" };
}
static void teardown(void) { buf_release(&out); }

static struct note_build opened(const char *format, write_fn *write)
{
    struct note_build b = { .report = NULL };
    ck_assert_int_eq(note_build_open(&b, format_named(span_of(format)), &run, write, NULL, &about, &err), 0);
    return b;
}

static void add_two(struct note_build *b, const char *file)
{
    struct note_item item = { .file = file, .line = 12, .kind = "drug", .local_code = SPAN("=Y\"1"), .local_name = SPAN("片\xFF\n二"), .catalog = "R/drug@2" };
    struct note *n = note_build_add(b, 0, SEVERITY_ERROR);
    n->field = "spec";
    n->position = 7;
    n->local = SPAN("0.25g");
    n->expected = SPAN("0.5g");
    n->message = note_build_textf(b, "%s, differs", "it");
    n->fix_field = "catalog_code";
    n->fix_value = SPAN("X2");
    n->at_risk = 12345;
    n->score = 973;
    n->fingerprint = 0x91c6;
    n = note_build_add(b, 1, SEVERITY_INFO);
    n->message = SPAN("again");
    n->state = NOTE_KNOWN;
    n->reason = SPAN("sold, out");
    n->owner = SPAN("-王");
    n->until = 20261231;
    n->fingerprint = UINT64_MAX;
    ck_assert_int_eq(note_build_item(b, &item, &err), 0);
}

static void end_all(struct note_build *b, const char *file)
{
    static const struct note_not_run not_run[] = { { 1, "no column price" } };
    struct note_table table = { .file = file, .sha256 = "ab", .bytes = 5, .encoding = "UTF-8", .separator = '\t', .rows = 4, .mapped = 3, .clean = 2,
                                .unknown_headings = SPAN("a\nb"), .not_run = not_run, .not_run_count = 1 };
    ck_assert_int_eq(note_build_table_end(b, &table, &err), 0);
    note_figures_lines(&b->figures, "rows", "Rows", (const struct note_line[]){ { "all", "all", 4 } }, 1);
    ck_assert_int_eq(note_build_end(b, &err), 0);
    note_build_release(b);
}

START_TEST(json_bytes)
{
    struct note_build b = opened("json", take);
    add_two(&b, "a.csv");
    end_all(&b, "a.csv");
    ck_assert_str_eq(buf_str(&out),
        "{\"schema\":1,\"program\":\"duima 9\",\"version\":\"9\",\"verb\":\"check\",\"day\":\"2026-07-01\",\"region\":\"R\",\n\"catalogs\":[\n"
        "{\"catalog\":\"R/drug@a\\\"b\",\"kind\":\"drug\",\"label\":\"a\\\"b\",\"number\":2,\"in_force\":true,\"entries\":3,"
        "\"hash\":\"0000000000000000000000000000000000000000000000000000000000000000\"}],\n\"findings\":[\n"
        "{\"rule\":\"x-one\",\"slug\":\"one\",\"severity\":\"error\",\"file\":\"a.csv\",\"line\":12,\"column\":7,\"field\":\"spec\",\"kind\":\"drug\","
        "\"local_code\":\"=Y\\\"1\",\"local_name\":\"片\xEF\xBF\xBD\\n二\",\"catalog\":\"R/drug@2\",\"local\":\"0.25g\",\"expected\":\"0.5g\","
        "\"message\":\"it, differs\",\"fix\":{\"field\":\"catalog_code\",\"value\":\"X2\",\"safe\":false},\"score\":0.973,\"at_risk\":\"1.2345\","
        "\"fingerprint\":\"00000000000091c6\"},\n"
        "{\"rule\":\"x-two\",\"slug\":\"two\",\"severity\":\"info\",\"file\":\"a.csv\",\"line\":12,\"kind\":\"drug\",\"local_code\":\"=Y\\\"1\","
        "\"local_name\":\"片\xEF\xBF\xBD\\n二\",\"catalog\":\"R/drug@2\",\"message\":\"again\",\"state\":\"known\",\"reason\":\"sold, out\","
        "\"owner\":\"-王\",\"until\":\"2026-12-31\",\"fingerprint\":\"ffffffffffffffff\"}],\n\"tables\":[\n"
        "{\"file\":\"a.csv\",\"sha256\":\"ab\",\"bytes\":5,\"encoding\":\"UTF-8\",\"separator\":\"\\t\",\"rows\":4,\"mapped\":3,\"clean\":2,"
        "\"errors\":1,\"warnings\":0,\"infos\":1,\"accepted\":0,\"unknown_headings\":[\"a\",\"b\"],"
        "\"not_run\":[{\"rule\":\"x-two\",\"why\":\"no column price\"}]}],\n\"rules\":[\n"
        "{\"id\":\"x-one\",\"slug\":\"one\",\"severity\":\"error\",\"title\":\"first\",\"todo\":\"do it\",\"findings\":1},\n"
        "{\"id\":\"x-two\",\"slug\":\"two\",\"severity\":\"info\",\"title\":\"second\",\"hidden\":true,\"findings\":1}],\n"
        "\"totals\":{\"tables\":1,\"rows\":4,\"mapped\":3,\"clean\":2,\"errors\":1,\"warnings\":0,\"infos\":1,\"accepted\":0},\n\"sheets\":[\n"
        "{\"id\":\"rows\",\"title\":\"Rows\",\"columns\":[{\"key\":\"id\"},{\"key\":\"what\",\"label\":\"what it is\"},"
        "{\"key\":\"rows\",\"label\":\"rows\"}],\"rows\":[\n{\"id\":\"all\",\"what\":\"all\",\"rows\":4}]}]}\n");
}
END_TEST

START_TEST(csv_lines)
{
    struct note_build b = opened("csv", take);
    add_two(&b, NULL); /* a line that begins with empty cells keeps them */
    end_all(&b, "a.csv");
    const char *second = strchr(buf_str(&out), '\n') + 1;
    ck_assert_int_eq(strncmp(buf_str(&out), "\xEF\xBB\xBF" "file,sheet,line,", 19), 0);
    ck_assert_str_eq(second, ",,12,drug,\"'=Y\"\"1\",\"片\xEF\xBF\xBD\n二\",,,R/drug@2,x-one,one,error,spec,0.25g,0.5g,\"it, differs\",do it,catalog_code,X2,no,"
                             "0.973,1.2345,new,,,,00000000000091c6\n"
                             ",,12,drug,\"'=Y\"\"1\",\"片\xEF\xBF\xBD\n二\",,,R/drug@2,x-two,two,info,,,,again,,,,,,,known,\"sold, out\",\"'-王\",2026-12-31,"
                             "ffffffffffffffff\n");
    buf_clear(&out);
    about.raw = true;
    b = opened("csv", take);
    add_two(&b, "a.csv");
    end_all(&b, "a.csv");
    ck_assert_int_eq(strncmp(buf_str(&out), "file,sheet,line,", 16), 0);
    ck_assert_ptr_nonnull(strstr(buf_str(&out), "\na.csv,,12,drug,\"=Y\"\"1\","));
}
END_TEST

START_TEST(nothing_found)
{
    struct note_build b = opened("json", take);
    ck_assert_int_eq(note_build_end(&b, &err), 0);
    note_build_release(&b);
    ck_assert_ptr_nonnull(strstr(buf_str(&out), "\"findings\":[],\n\"tables\":[],\n"));
    ck_assert_ptr_nonnull(strstr(buf_str(&out), "\"sheets\":[]}\n"));
}
END_TEST

START_TEST(written_on_the_way)
{
    struct note_build b = opened("csv", take);
    for (int i = 0; i < 2000; i++)
        add_two(&b, "a.csv");
    ck_assert_uint_gt(out.n, SINK_LONG);
    note_build_release(&b);
    b = opened("csv", refuse);
    add_two(&b, "a.csv"); /* waits in the buffer */
    ck_assert_int_eq(note_build_end(&b, &err), -1);
    ck_assert_int_eq(err.code, ERROR_STORE);
    note_build_release(&b);
}
END_TEST

/* What was found in a table that broke off does not count in the next one. */
START_TEST(counts_by_table)
{
    struct note_build b = opened("json", take);
    add_two(&b, "broken.csv");
    ck_assert_int_eq(note_build_unread(&b, "broken.csv", "it is broken", &err), 0);
    add_two(&b, "a.csv");
    end_all(&b, "a.csv");
    ck_assert_ptr_nonnull(strstr(buf_str(&out), "\"clean\":2,\"errors\":1,"));
    ck_assert_ptr_nonnull(strstr(buf_str(&out), "{\"file\":\"broken.csv\",\"unread\":\"it is broken\"}"));
    ck_assert_ptr_nonnull(strstr(buf_str(&out), "\"totals\":{\"tables\":1,\"rows\":4,\"mapped\":3,\"clean\":2,\"errors\":2,"));
}
END_TEST

START_TEST(fingerprints)
{
    struct note_build b = opened("json", take);
    const struct span parts[] = { SPAN("ab"), SPAN("c") }, other[] = { SPAN("a"), SPAN("bc") }, empty[] = { SPAN("ab"), SPAN("") },
                      absent[] = { SPAN("ab"), SPAN_NONE };
    uint64_t one = note_build_fingerprint(&b, 0, parts, 2);
    ck_assert_uint_eq(one, note_build_fingerprint(&b, 0, parts, 2));
    ck_assert_uint_ne(one, note_build_fingerprint(&b, 1, parts, 2));
    ck_assert_uint_ne(one, note_build_fingerprint(&b, 0, other, 2));
    ck_assert_uint_ne(note_build_fingerprint(&b, 0, empty, 2), note_build_fingerprint(&b, 0, absent, 2));
    note_build_release(&b);
}
END_TEST

static int see_sheets(struct note_report *r, const struct note_totals *t, struct error *e)
{
    (void)e;
    for (size_t i = 0; i < t->sheet_count; i++)
        for (size_t c = 0; c < t->sheets[i].column_count; c++)
            buf_addf(&r->out, "%s=%.*s ", t->sheets[i].columns[c].key, SPAN_ARG(t->sheets[i].cells[c]));
    return 0;
}

/* Columns without a label are for machines: formats for people do not get them. */
START_TEST(columns_for_machines)
{
    static const struct note_ops ops = { .end = see_sheets };
    static const struct note_format people = { .name = "people", .ops = &ops }, machine = { .name = "machine", .machine = true, .ops = &ops };
    const struct note_format *formats[] = { &people, &machine };
    for (size_t i = 0; i < 2; i++) {
        struct note_build b = { .report = NULL };
        ck_assert_int_eq(note_build_open(&b, formats[i], &run, take, NULL, &about, &err), 0);
        note_figures_lines(&b.figures, "rows", "Rows", (const struct note_line[]){ { "all", "everything", 4 } }, 1);
        ck_assert_int_eq(note_build_end(&b, &err), 0);
        note_build_release(&b);
    }
    ck_assert_str_eq(buf_str(&out), "what=everything rows=4 id=all what=everything rows=4 ");
}
END_TEST

START_TEST(formats_in_order)
{
    const struct note_format *f;
    ck_assert_ptr_eq(format_at(0), &format_text);
    ck_assert_ptr_eq(format_at(1), &format_ndjson);
    for (size_t i = 0; (f = format_at(i)); i++) {
        ck_assert_ptr_eq(format_named(span_of(f->name)), f);
        ck_assert(f->what && *f->what);
        ck_assert_int_eq(f->ops != NULL, i >= 2);
    }
    ck_assert_ptr_null(format_named(SPAN("js")));
    ck_assert_ptr_null(format_named(SPAN("")));
}
END_TEST

/* ---- a check ---- */

static void check_in(const char *format, const struct acceptance *marks)
{
    static const struct span cells[COLUMN_COUNT] = { [COLUMN_LOCAL_CODE] = { " Y1 ", 4 }, [COLUMN_SPEC] = { "0.25g", 5 } };
    struct finding findings[] = {
        { .rule = RULE_D302, .severity = SEVERITY_ERROR, .column = COLUMN_SPEC, .message = SPAN("differs"), .fix_column = COLUMN_NONE, .at_risk = AMOUNT_NONE, .fingerprint = 1 },
        { .rule = RULE_P601, .severity = SEVERITY_ERROR, .column = COLUMN_PRICE, .message = SPAN("dear"), .fix_column = COLUMN_NONE, .at_risk = 500000, .fingerprint = 2 },
    };
    struct checked_row row = { .file = "a.csv", .line = 2, .cells = cells, .findings = findings, .count = 2 };
    struct check_summary summary = { .rows = 1, .mapped = 1, .by_severity = { [SEVERITY_ERROR] = 1 }, .known = { [SEVERITY_ERROR] = 1 } };
    struct report_options options = { .write = take, .day = 20260701, .about = about };
    summary.by_rule[RULE_P601] = 1;
    buf_clear(&out);
    struct report *r = report_new(format_named(span_of(format)), &options, &err);
    ck_assert_ptr_nonnull(r);
    ck_assert_int_eq(report_row(r, &row, marks, &err), 0);
    ck_assert_int_eq(report_table_end(r, "a.csv", &summary, &err), 0);
    ck_assert_int_eq(report_end(r, &err), 0);
    report_free(r);
    buf_str(&out);
}

START_TEST(accepted_findings)
{
    const struct acceptance marks[] = { { NOTE_KNOWN, SPAN("sold out"), SPAN_NONE, DATE_NONE }, { .state = NOTE_NEW } };
    check_in("json", marks);
    ck_assert_ptr_nonnull(strstr(out.p, "\"rule\":\"D302\",\"slug\":\"strength-mismatch\",\"severity\":\"error\",\"file\":\"a.csv\",\"line\":2,\"field\":\"spec\","
                                        "\"local_code\":\"Y1\",\"message\":\"differs\",\"state\":\"known\",\"reason\":\"sold out\",\"fingerprint\""));
    ck_assert_ptr_nonnull(strstr(out.p, "\"message\":\"dear\",\"at_risk\":\"50.00\",\"fingerprint\""));
    ck_assert_ptr_nonnull(strstr(out.p, "{\"rule\":\"P601\",\"title\":\"the price is above the ceiling\",\"findings\":1,\"yuan\":50.00}"));
    ck_assert_ptr_nonnull(strstr(out.p, "\"errors\":1,\"warnings\":0,\"infos\":0,\"accepted\":1"));
    check_in("ndjson", marks); /* does not show them */
    ck_assert_ptr_null(strstr(out.p, "D302"));
    ck_assert_ptr_nonnull(strstr(out.p, "P601"));
    check_in("ndjson", NULL);
    ck_assert_ptr_nonnull(strstr(out.p, "D302"));
}
END_TEST

/* What was accepted costs nothing in the figures. */
START_TEST(accepted_risk)
{
    const struct acceptance marks[] = { { .state = NOTE_NEW }, { .state = NOTE_SUPPRESSED } };
    check_in("json", marks);
    ck_assert_ptr_nonnull(strstr(out.p, "\"at_risk\":\"50.00\",\"state\":\"suppressed\""));
    ck_assert_ptr_nonnull(strstr(out.p, "\"sheets\":[]"));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("note");
    TCase *tc = tcase_create("note");
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, json_bytes);
    tcase_add_test(tc, csv_lines);
    tcase_add_test(tc, nothing_found);
    tcase_add_test(tc, written_on_the_way);
    tcase_add_test(tc, counts_by_table);
    tcase_add_test(tc, fingerprints);
    tcase_add_test(tc, columns_for_machines);
    tcase_add_test(tc, formats_in_order);
    tcase_add_test(tc, accepted_findings);
    tcase_add_test(tc, accepted_risk);
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
