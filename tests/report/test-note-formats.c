/* tests/report/test-note-formats.c: the formats for CI, from notes made by hand: texts that would break a format, notes that are accepted, that
 * occur twice, that belong to no table. With a folder as its argument it writes what each format makes of them there, as FORMAT.out, for
 * tests/report/formats.t to hold against the formats' schemas. */
#include "report/note.h"
#include "tests/suite.h"
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAME_RULE, CODE_RULE, PRICE_RULE, LOST_RULE, HIDDEN_RULE, RULES };
static const struct note_rule rules[RULES] = {
    { "D302", "strength-mismatch", SEVERITY_ERROR, "the strength differs", "First <paragraph>.\n\nSecond & last.", "find the code of this strength" },
    { "C103", "unknown-code", SEVERITY_ERROR, "no such code", "It is not there.", "" },
    { "P604", "no-price", SEVERITY_INFO, "no price", "It has no price.", NULL },
    { "coverage-lost", "lost", SEVERITY_WARNING, "not stocked", "It is not stocked.", "" },
    { "M801", "mapped-twice", SEVERITY_ERROR, "mapped twice", "Twice.", "" },
};
static const bool off[RULES] = { [HIDDEN_RULE] = true };
static struct version_info version = { .kind = KIND_DRUG, .region = "430000", .label = "2026.2", .in_force_from = 20260701, .entries = 7 };
static const struct note_catalog catalog = { &version, true };
static struct note_run run;
static struct buf out;
static struct error err;

static int take(void *ctx, const char *p, size_t n, struct error *e)
{
    (void)e;
    buf_add(ctx, p, n);
    return 0;
}

static void setup(void)
{
    run = (struct note_run){ .verb = "check", .program = "duima 0.1.0", .version = "0.1.0", .day = 20261101, .region = "430000", .catalogs = &catalog,
                             .catalog_count = 1, .rules = rules, .rule_off = off, .rule_count = RULES };
    buf_init(&out);
}

static void teardown(void) { buf_release(&out); }

static struct note note_of(size_t rule, const char *message, uint64_t fingerprint)
{
    return (struct note){ .rule = rule, .severity = rules[rule].severity, .message = span_of(message), .fingerprint = fingerprint,
                          .at_risk = AMOUNT_NONE };
}

#define NASTY "\x01\x1B[31m\"<&>'%0A::set-env name=x::y\r\n::error::gotcha\xFF\xED\xA0\x80\xEF\xBF\xBE ]]> \xC2\x9B"

static struct note_report *begin(const char *format)
{
    struct note_report *r = note_report_new(note_format(span_of(format)), &run, take, &out, NULL, false, &err);
    ck_assert_ptr_nonnull(r);
    ck_assert_int_eq(note_report_begin(r, &err), 0);
    return r;
}

static void give(struct note_report *r, struct note_item item, const struct note *notes, size_t count)
{
    item.notes = notes;
    item.count = count;
    ck_assert_int_eq(note_report_item(r, &item, &err), 0);
}

static void first_table(struct note_report *r, const char *file)
{
    struct note_item row = { .file = file, .line = 12, .kind = "drug", .local_code = SPAN(" Y1 "), .local_name = SPAN("对乙酰氨基酚片"),
                             .catalog_code = SPAN("XN02"), .catalog_name = SPAN("对乙酰氨基酚片"), .catalog = "430000/drug@2026.2" };
    struct note notes[3] = { note_of(NAME_RULE, "0.25g here, 0.5g there", 0xAB), note_of(PRICE_RULE, "no price here", 1),
                             note_of(CODE_RULE, "gone", 2) };
    notes[0].field = "spec";
    notes[0].label = "specification";
    notes[0].position = 7;
    notes[0].local = SPAN("0.25g");
    notes[0].expected = SPAN("0.5g");
    notes[0].fix_field = "catalog_code";
    notes[0].fix_value = SPAN("XN03");
    notes[0].at_risk = 1234500;
    notes[2].state = NOTE_KNOWN;
    notes[2].reason = SPAN("sold <out>");
    notes[2].owner = SPAN("王");
    notes[2].until = 20261231;
    bool accepted = r->format->accepted;
    give(r, row, notes, accepted ? 3 : 2);
    row.line = 13; /* the same again */
    give(r, row, notes, 1);
}

static void nasty_row(struct note_report *r, const char *file)
{
    struct note_item row = { .file = file, .line = 3, .local_code = SPAN(NASTY), .local_name = SPAN(NASTY), .catalog_code = SPAN(NASTY) };
    struct note note = note_of(NAME_RULE, NASTY, UINT64_MAX);
    note.field = "spec";
    note.label = NASTY;
    note.local = note.expected = note.fix_value = SPAN(NASTY);
    note.fix_field = "spec";
    note.score = 1000;
    give(r, row, &note, 1);
    row = (struct note_item){ .file = file, .line = 1, .whole_table = true };
    note = note_of(CODE_RULE, "nothing is mapped", 9);
    note.state = NOTE_SUPPRESSED;
    note.reason = SPAN(NASTY);
    if (r->format->accepted)
        give(r, row, &note, 1);
}

static void end_table(struct note_report *r, const char *file, const char *encoding)
{
    const struct note_not_run not_run[] = { { PRICE_RULE, "no column price" } };
    struct note_table table = { .file = file, .sha256 = "00000000000000000000000000000000000000000000000000000000000000ab", .bytes = 99,
                                .sheet = strcmp(encoding, "XLSX") == 0 ? "药品" : NULL, .encoding = encoding, .separator = ',', .rows = 5, .mapped = 4, .clean = 2, .unknown_headings = SPAN("甲\n乙"),
                                .not_run = not_run, .not_run_count = strcmp(encoding, "XLSX") == 0 };
    ck_assert_int_eq(note_report_table_end(r, &table, &err), 0);
}

#define ODD_FILE "./tables/药 品,a:b%.csv"

/* Everything, in a format. */
static const char *write_all(const char *format)
{
    buf_clear(&out);
    struct note_report *r = begin(format);
    first_table(r, ODD_FILE);
    nasty_row(r, ODD_FILE);
    end_table(r, ODD_FILE, "GB18030");
    struct note sheet_note = note_of(CODE_RULE, "no such code", 5);
    give(r, (struct note_item){ .file = "/srv/b.xlsx", .line = 4, .sheet = "药品", .local_code = SPAN("Y9") }, &sheet_note, 1);
    end_table(r, "/srv/b.xlsx", "XLSX");
    struct note torn = note_of(CODE_RULE, "no such code either", 8);
    give(r, (struct note_item){ .file = "./torn.csv", .line = 2, .local_code = SPAN("Y8") }, &torn, 1);
    ck_assert_int_eq(note_report_unread(r, "./torn.csv", "torn.csv, line 3: a quote is not closed: " NASTY, &err), 0);
    struct note lost[2] = { note_of(LOST_RULE, "the hospital does not stock it", 6), note_of(LOST_RULE, "the entry is not needed", 7) };
    give(r, (struct note_item){ .catalog_code = SPAN("XA01"), .catalog_name = SPAN("阿司匹林肠溶片"), .catalog = "430000/drug@2026.2" }, lost, 1);
    give(r, (struct note_item){ .file = "accepted.csv", .line = 2, .local_code = SPAN("Y7") }, lost + 1, 1);
    const uint64_t by_rule[RULES] = { 2, 1, 1, 2, 0 };
    const struct note_totals totals = { .tables = 2, .rows = 10, .mapped = 8, .clean = 4, .by_severity = { 1, 2, 4 }, .accepted = 2, .by_rule = by_rule };
    ck_assert_int_eq(note_report_end(r, &totals, &err), 0);
    note_report_free(r);
    return buf_str(&out);
}

static void has(const char *text, const char *part)
{
    if (!strstr(text, part))
        ck_abort_msg("not there: %s\n%s", part, text);
}

static void lacks(const char *text, const char *part)
{
    if (strstr(text, part))
        ck_abort_msg("is there: %s\n%s", part, text);
}

static size_t count_of(const char *text, const char *part)
{
    size_t n = 0;
    for (const char *at = strstr(text, part); at; at = strstr(at + 1, part))
        n++;
    return n;
}

/* Neither of these may come out of any format. */
static void is_clean(const char *text)
{
    for (const char *p = text; *p; p++)
        ck_assert_msg((unsigned char)*p >= 0x20 || *p == '\n', "a control character: %02x", (unsigned)(unsigned char)*p);
    lacks(text, "\xFF");
    lacks(text, "\xED\xA0\x80");
}

START_TEST(github)
{
    const char *text = write_all("github");
    has(text, "::error file=tables/药 品%2Ca%3Ab%25.csv,line=12,title=D302 strength-mismatch::Y1 对乙酰氨基酚片: 0.25g here, 0.5g there\n");
    has(text, "::notice file=tables/药 品%2Ca%3Ab%25.csv,line=12,title=P604 no-price::Y1 对乙酰氨基酚片: no price here\n");
    has(text, "::warning title=coverage-lost::XA01 阿司匹林肠溶片: the hospital does not stock it\n");
    has(text, "::warning file=accepted.csv,line=2,title=coverage-lost::Y7: the entry is not needed\n");
    has(text, "::error file=/srv/b.xlsx,line=4,title=C103 unknown-code::sheet 药品, row 4: Y9: no such code\n");
    has(text, "%250A::set-env name=x::y  ::error::gotcha\xEF\xBF\xBD");
    has(text, "::error file=torn.csv,title=the table could not be read::torn.csv, line 3: a quote is not closed: \xEF\xBF\xBD");
    has(text, "duima check: tables: 2; rows: 10; errors: 4; warnings: 2; infos: 1; accepted: 2\n");
    is_clean(text);
    lacks(text, "\xC2\x9B");
    ck_assert_uint_eq(count_of(text, "\n"), 10); /* a line each: nothing in a name began another one */
}
END_TEST

START_TEST(gitlab)
{
    const char *text = write_all("gitlab");
    has(text, "{\"description\":\"Y1 对乙酰氨基酚片: 0.25g here, 0.5g there\",\"check_name\":\"D302\",\"fingerprint\":\"00000000000000ab\","
              "\"severity\":\"major\",\"location\":{\"path\":\"tables/药 品,a:b%.csv\",\"lines\":{\"begin\":12}}},\n");
    has(text, "\"fingerprint\":\"00000000000000ab-2\","); /* GitLab drops what it has seen */
    has(text, "\"severity\":\"info\"");
    has(text, "\"severity\":\"minor\",\"location\":{\"path\":\"tables/药 品,a:b%.csv\",\"lines\":{\"begin\":1}}"); /* of no table */
    has(text, "\"check_name\":\"unread\",\"fingerprint\":\"");
    has(text, "\"severity\":\"blocker\",\"location\":{\"path\":\"torn.csv\"");
    has(text, "\"path\":\"accepted.csv\",\"lines\":{\"begin\":2}");
    is_clean(text);
    struct note_totals totals = { .tables = 0 };
    buf_clear(&out);
    struct note_report *r = begin("gitlab");
    ck_assert_int_eq(note_report_end(r, &totals, &err), 0);
    note_report_free(r);
    ck_assert_str_eq(buf_str(&out), "[]\n");
}
END_TEST

START_TEST(junit)
{
    const char *text = write_all("junit");
    has(text, "<testsuites name=\"duima check\" tests=\"13\" failures=\"7\" errors=\"1\" skipped=\"3\">\n");
    has(text, "<testsuite name=\"tables/药 品,a:b%.csv\" tests=\"6\" failures=\"3\" errors=\"0\" skipped=\"2\">\n");
    has(text, "<testsuite name=\"torn.csv\" tests=\"2\" failures=\"1\" errors=\"1\" skipped=\"0\">\n");
    has(text, "<testcase classname=\"torn.csv.unread\" name=\"the table could not be read\" file=\"torn.csv\">\n      <error message=\"torn.csv, line 3:");
    has(text, "<testsuite name=\"duima check\" tests=\"2\" failures=\"2\" errors=\"0\" skipped=\"0\">\n");
    has(text, "    <testcase classname=\"tables/药 品,a:b%.csv.D302 strength-mismatch\" name=\"Y1 对乙酰氨基酚片 spec\" file=\"tables/药 品,a:b%.csv\" line=\"12\">\n"
              "      <failure message=\"0.25g here, 0.5g there\" type=\"error\">0.25g here, 0.5g there\ntables/药 品,a:b%.csv:12\ncatalog code: XN02\n"
              "field: specification\nfound: 0.25g\nexpected: 0.5g\nmoney at risk, yuan: 123.45\nwhat to do: find the code of this strength</failure>\n");
    has(text, "name=\"Y1 对乙酰氨基酚片 spec (2)\"");
    has(text, "<system-out>no price here\n");
    has(text, "<skipped message=\"known and accepted by the baseline: sold &lt;out&gt;; 王; until 2026-12-31\">known and accepted by the baseline: sold "
              "&lt;out&gt;; 王; until 2026-12-31\ngone\n");
    has(text, "<skipped message=\"accepted by the suppressions file: ");
    has(text, "<testcase classname=\"/srv/b.xlsx 药品.P604 no-price\" name=\"not run\">\n      <skipped message=\"no column price\">no column price</skipped>");
    has(text, "<testcase classname=\"/srv/b.xlsx 药品.D302 strength-mismatch\" name=\"nothing found\"/>\n");
    has(text, "<testcase classname=\"/srv/b.xlsx 药品.C103 unknown-code\" name=\"Y9\" file=\"/srv/b.xlsx\" line=\"4\">");
    lacks(text, "coverage-lost\" name=\"nothing found\""); /* it found something, if of no table */
    lacks(text, "M801");
    has(text, "<property name=\"catalog\" value=\"430000/drug@2026.2\"/>");
    lacks(text, " ]]> ");
    is_clean(text);
}
END_TEST

START_TEST(junit_counts)
{
    const char *text = write_all("junit");
    ck_assert_uint_eq(count_of(text, "<testcase "), 13);
    ck_assert_uint_eq(count_of(text, "<failure "), 7);
    ck_assert_uint_eq(count_of(text, "<skipped "), 3);
}
END_TEST

/* More than fits one read of the temporary file. */
START_TEST(junit_is_long)
{
    struct note_report *r = begin("junit");
    const struct note_totals totals = { .tables = 1 };
    for (unsigned i = 0; i < 5000; i++) {
        char code[16];
        snprintf(code, sizeof code, "Y%u", i);
        struct note note = note_of(CODE_RULE, "no such code", i);
        give(r, (struct note_item){ .file = "a.csv", .line = i, .local_code = span_of(code) }, &note, 1);
    }
    end_table(r, "a.csv", "UTF-8");
    ck_assert_int_eq(note_report_end(r, &totals, &err), 0);
    note_report_free(r);
    ck_assert_uint_eq(count_of(buf_str(&out), "<failure "), 5000);
    has(buf_str(&out), "name=\"Y4999\"");
    has(buf_str(&out), "tests=\"5003\" failures=\"5000\"");
}
END_TEST

START_TEST(sarif)
{
    const char *text = write_all("sarif");
    has(text, "{\"id\":\"D302\",\"name\":\"StrengthMismatch\",\"shortDescription\":{\"text\":\"the strength differs\"},\"fullDescription\":{\"text\":"
              "\"First <paragraph>.\"},\"help\":{\"text\":\"First <paragraph>.\\n\\nSecond & last.\\n\\nfind the code of this strength\"},"
              "\"defaultConfiguration\":{\"level\":\"error\"}}");
    has(text, "\"defaultConfiguration\":{\"level\":\"error\",\"enabled\":false}}");
    has(text, "\"automationDetails\":{\"id\":\"duima/check/430000/\"}");
    has(text, "{\"ruleId\":\"D302\",\"ruleIndex\":0,\"level\":\"error\",\"message\":{\"text\":\"Y1 对乙酰氨基酚片: 0.25g here, 0.5g there\"},\"locations\":"
              "[{\"physicalLocation\":{\"artifactLocation\":{\"uri\":\"tables/%E8%8D%AF%20%E5%93%81%2Ca%3Ab%25.csv\",\"index\":0},\"region\":"
              "{\"startLine\":12}}}],\"partialFingerprints\":{\"duima/v1\":\"00000000000000ab\",\"primaryLocationLineHash\":\"00000000000000ab:1\"},"
              "\"properties\":{\"severity\":\"error\",\"column\":7,\"field\":\"spec\"");
    has(text, "\"primaryLocationLineHash\":\"00000000000000ab:2\"");
    has(text, "\"fix\":{\"field\":\"catalog_code\",\"value\":\"XN03\",\"safe\":false},\"at_risk\":\"123.45\"}");
    has(text, "\"suppressions\":[{\"kind\":\"external\",\"status\":\"accepted\",\"justification\":\"sold <out>\",\"properties\":{\"owner\":\"王\","
              "\"until\":\"2026-12-31\"}}]");
    has(text, "\"uri\":\"file:///srv/b.xlsx\",\"index\":1}}}]"); /* a row of a workbook is no line */
    has(text, "\"sheet\":\"药品\",\"line\":4");
    has(text, "\"message\":{\"text\":\"P604 did not run: no column price\"},\"locations\":[{\"physicalLocation\":{\"artifactLocation\":"
              "{\"uri\":\"file:///srv/b.xlsx\",\"index\":1}}}],\"associatedRule\":{\"id\":\"P604\",\"index\":2}}");
    has(text, "nothing knows their headings: 甲, 乙\"");
    has(text, "\"encoding\":\"GB18030\",\"hashes\":{\"sha-256\":\"0");
    has(text, "{\"executionSuccessful\":false,\"toolExecutionNotifications\":[\n{\"level\":\"error\",\"message\":{\"text\":\"torn.csv, line 3:");
    has(text, "\"score\":1.000");
    lacks(text, "baselineState");
    is_clean(text);
}
END_TEST

START_TEST(sarif_against_a_baseline)
{
    run.baseline = true;
    const char *text = write_all("sarif");
    ck_assert_uint_eq(count_of(text, "\"baselineState\":\"new\""), 8);
    ck_assert_uint_eq(count_of(text, "\"baselineState\":\"unchanged\""), 2);
}
END_TEST

static int full(void *ctx, const char *p, size_t n, struct error *e)
{
    (void)ctx;
    (void)p;
    (void)n;
    return error_set(e, ERROR_STORE, "full");
}

/* What cannot be written is said, and nothing is lost of memory. */
START_TEST(cannot_be_written)
{
    static const char *const names[] = { "sarif", "junit", "github", "gitlab" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct note_report *r = note_report_new(note_format(span_of(names[i])), &run, full, NULL, NULL, false, &err);
        const struct note_totals totals = { .tables = 1 };
        ck_assert_int_eq(note_report_begin(r, &err), 0);
        first_table(r, "a.csv");
        ck_assert_int_eq(note_report_end(r, &totals, &err), -1);
        ck_assert_str_eq(err.text, "full");
        note_report_free(r);
    }
    struct note_report *r = note_report_new(note_format(SPAN("junit")), &run, take, &out, "/no/such/folder", false, &err);
    const struct note_totals totals = { .tables = 1 };
    ck_assert_int_eq(note_report_begin(r, &err), 0);
    first_table(r, "a.csv");
    ck_assert_int_eq(note_report_end(r, &totals, &err), -1);
    ck_assert_ptr_nonnull(strstr(err.text, "/no/such/folder"));
    note_report_free(r);
}
END_TEST

static const char *folder; /* the argument */

START_TEST(written)
{
    static const char *const names[] = { "sarif", "junit", "github", "gitlab" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[1024];
        run.baseline = i == 0;
        write_all(names[i]);
        snprintf(path, sizeof path, "%s/%s.out", folder, names[i]);
        int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
        ck_assert_int_ge(fd, 0);
        ck_assert_int_eq(write(fd, out.p, out.n), (ssize_t)out.n);
        ck_assert_int_eq(close(fd), 0);
    }
}
END_TEST

static void add_tests(TCase *cases)
{
    tcase_add_test(cases, github);
    tcase_add_test(cases, gitlab);
    tcase_add_test(cases, junit);
    tcase_add_test(cases, junit_counts);
    tcase_add_test(cases, junit_is_long);
    tcase_add_test(cases, sarif);
    tcase_add_test(cases, sarif_against_a_baseline);
    tcase_add_test(cases, cannot_be_written);
}

int main(int argc, char **argv)
{
    Suite *suite = suite_create("formats for CI");
    TCase *cases = tcase_create("formats");
    tcase_add_checked_fixture(cases, setup, teardown);
    folder = argc > 1 ? argv[1] : NULL;
    if (folder)
        tcase_add_test(cases, written);
    else
        add_tests(cases);
    suite_add_tcase(suite, cases);
    return suite_run(suite);
}
