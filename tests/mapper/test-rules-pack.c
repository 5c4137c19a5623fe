/* tests/mapper/test-rules-pack.c: D302, D303 and D304 on rows with all of specification, pack, unit and factor; which other entry has the row's
 * pack; what is silent. What single texts say is in amounts.tsv, strengths.tsv and packs.tsv. */
#include "tests/mapper/fixture.h"
#include "tests/suite.h"

#define A "XN02BEA012A001010104467" /* 24 tablets in a box; the packs of its maker: B 12, inactive C 36, and over D 48 */
#define B "XN02BEA012A001010204467"
#define C "XN02BEA012A001010304467"
#define D "XN02BEA012A001010404467"
#define E "XN02BEA012A001010599999" /* 100, another maker's */
#define F "XN02BEA012A001020604467" /* 60, another strength */
#define G "XN02BEA012A002010704467" /* 72, another form */
#define H "XN02BEA012A001010804467" /* 96 twice, the second written otherwise */
#define I "XN02BEA012A001010904467"
#define J "XB05BBL086B002010100555" /* ampoules, ten in a box */
#define K "XB05XAL193B002010200555" /* one bottle */
#define L "ZA01BAX0012020100333"    /* bags of 30 pills, ten in a box */
#define M "XD07ACA001F001010100444" /* an ointment */
#define N "XR03BAB001L020010100666" /* a spray, quantity in actuations */
#define O "XM01AEB008X009010190006" /* nothing but a pack text */
#define P "XA11GAW027A001010190007" /* nothing at all */

static const char *const entries[] = {
    "drug code=" A " name=对乙酰氨基酚片 form=片剂 spec=0.5g pack=0.5g×24片/盒 quantity=24 dose-unit=片 pack-unit=盒 manufacturer=湖南某康制药有限公司",
    "drug code=" B " name=对乙酰氨基酚片 form=片剂 spec=500mg pack=12片/盒 quantity=12 dose-unit=片 pack-unit=盒 manufacturer=湖南某康制药",
    "drug code=" C " name=对乙酰氨基酚片 form=片剂 spec=0.5g quantity=36 dose-unit=片 pack-unit=盒 manufacturer=湖南某康制药有限公司 inactive=1",
    "drug code=" D " name=对乙酰氨基酚片 form=片剂 spec=0.5g quantity=48 dose-unit=片 pack-unit=盒 manufacturer=湖南某康制药有限公司 to=2026-06-30",
    "drug code=" E " name=对乙酰氨基酚片 form=片剂 spec=0.5g quantity=100 dose-unit=片 pack-unit=盒 manufacturer=山东某信制药有限公司",
    "drug code=" F " name=对乙酰氨基酚片 form=片剂 spec=0.3g quantity=60 dose-unit=片 pack-unit=盒 manufacturer=湖南某康制药有限公司",
    "drug code=" G " name=对乙酰氨基酚片 form=分散片 spec=0.5g quantity=72 dose-unit=片 pack-unit=盒 manufacturer=湖南某康制药有限公司",
    "drug code=" H " name=对乙酰氨基酚片 form=片剂 spec=0.5g quantity=96 dose-unit=片 pack-unit=盒 manufacturer=湖南某康制药有限公司",
    "drug code=" I " name=对乙酰氨基酚片 form=片剂 spec=0.5g pack=0.5g×12片×8板/盒 dose-unit=片 pack-unit=盒 manufacturer=湖南某康制药有限公司",
    "drug code=" J " name=葡萄糖注射液 form=注射液 spec=20ml:10g pack=20ml:10g×10支/盒 quantity=10 dose-unit=支 pack-unit=盒",
    "drug code=" K " name=氯化钠注射液 form=注射液 spec=100ml:0.9g pack=100ml:0.9g/瓶 quantity=1 dose-unit=瓶 pack-unit=瓶",
    "drug code=" L " name=六味地黄丸 form=水蜜丸 spec=30丸/袋(6g) quantity=10 dose-unit=袋 pack-unit=盒",
    "drug code=" M " name=糠酸莫米松乳膏 form=乳膏剂 spec=10g:10mg(0.1%) quantity=1 dose-unit=支 pack-unit=支",
    "drug code=" N " name=硫酸沙丁胺醇气雾剂 form=气雾剂 spec=100μg/揿 quantity=200 dose-unit=揿 pack-unit=瓶",
    "drug code=" O " name=布洛芬混悬液 form=口服混悬剂 spec=100ml:2g pack=100ml:2g×2瓶/盒",
    "drug code=" P " name=维生素C片 form=片剂",
    NULL,
};

static struct fixture *f;

static void start(void)
{
    f = fixture_new();
    fixture_version(f, "2026.1", "2026-01-01", false, entries);
}

static void stop(void)
{
    fixture_free(f);
}

static const struct {
    const char *code, *spec, *pack, *unit, *factor, *found; /* "RULE severity column", and behind a blank the fix */
} rows[] = {
    /* the same pack, however it is said */
    { A, "0.5g", "0.5g×24片/盒", "盒", "24", "" },
    { A, "500mg×24片", "", "盒", "24", "" },
    { A, "0.5g", "12片×2板/盒", "盒", "24", "" },
    { A, "0.5g", "24粒", "盒", "24", "" },
    { A, "0.5g×12片×2板/盒×200盒/箱", "", "盒", "", "" },
    { A, "0.5g*24", "", "片", "1", "" },
    { A, "0.5g", "12片/板", "盒", "", "" },
    { A, "0.5g", "1盒", "盒", "", "" },
    { A, "0.5g×1片", "0.5g×24片/盒", "盒", "", "" },
    { A, "0.5g×1片", "", "片", "1", "" },
    /* another, and whether an entry has it */
    { A, "0.5g", "0.5g×12片/盒", "盒", "24", "D303 error pack " B },
    { A, "0.5g×12片", "", "", "", "D303 error spec " B },
    { A, "0.5g", "0.5g×36片/盒", "盒", "24", "D303 warning pack" },
    { A, "0.5g", "0.5g×48片/盒", "盒", "24", "D303 warning pack" },
    { A, "0.5g", "0.5g×100片/盒", "盒", "24", "D303 warning pack" },
    { A, "0.5g", "0.5g×60片/盒", "盒", "24", "D303 warning pack" },
    { A, "0.5g", "0.5g×72片/盒", "盒", "24", "D303 warning pack" },
    { A, "0.5g", "0.5g×96片/盒", "盒", "24", "D303 error pack " H },
    { A, "0.5g", "0.5g×1片", "盒", "", "D303 warning pack" },
    { B, "0.5g", "0.5g×24片", "盒", "", "D303 error pack " A },
    /* the factor says it, and silences the pack */
    { A, "0.5g", "0.5g×12片/盒", "盒", "12", "D304 error factor" },
    { A, "0.5g", "0.5g×24片/盒", "盒", "1", "D304 error factor" },
    { A, "0.5g", "0.5g×24片/盒", "片", "1", "" },
    { A, "0.5g", "0.5g×24片/盒", "片", "24", "" },
    { A, "0.5g", "0.5g×24片/盒", "片", "12", "D304 error factor" },
    { A, "0.5g", "", "", "1", "D304 error factor" },
    /* strength and pack are two facts */
    { A, "0.3g", "0.3g×24片/盒", "盒", "24", "D302 error spec" },
    { A, "0.5g", "0.3g×24片/盒", "盒", "24", "D302 error pack" },
    { A, "0.3g×36片", "", "盒", "24", "D302 error spec;D303 warning spec" },
    { F, "0.5g", "", "盒", "60", "D302 error spec" },
    /* ampoules, bottles */
    { J, "20ml:10g", "10支/盒", "盒", "10", "" },
    { J, "20ml:10g×1支", "", "支", "1", "" },
    { J, "20ml:10g", "20ml:10g×1支", "支", "1", "" },
    { J, "20ml:10g", "1支/盒", "支", "1", "D303 warning pack" },
    { J, "20ml*10g*10", "", "支", "1", "" },
    { J, "50% 20ml", "20ml/支", "支", "1", "" },
    { J, "20ml:10g", "5支/盒", "盒", "10", "D303 warning pack" },
    { J, "10ml:5g", "10支/盒", "盒", "10", "D302 error spec" },
    { J, "20ml:5g", "", "盒", "10", "D302 error spec" },
    { J, "25%", "", "盒", "10", "D302 error spec" },
    { J, "10g/20ml", "", "支", "1", "" },
    { J, "5g/10ml", "", "支", "1", "D302 error spec" }, /* an ampoule of 10 ml */
    { J, "2.5g/5ml", "10支/盒", "盒", "10", "D302 error spec" },
    { J, "0.5g/ml", "", "支", "1", "" },
    { O, "100mg/5ml", "2瓶/盒", "盒", "2", "" }, /* a syrup, by the spoon */
    { O, "200mg/10ml", "", "盒", "2", "" },
    { O, "50mg/5ml", "", "盒", "2", "D302 error spec" },
    { K, "0.9% 100ml", "100ml/瓶", "瓶", "1", "" },
    { K, "0.9%", "100ml×1瓶", "瓶", "1", "" },
    { K, "100ml:0.9g", "100ml×40瓶/箱", "瓶", "1", "" },
    { K, "9mg/ml", "", "瓶", "", "" },
    { K, "0.9% 250ml", "", "瓶", "1", "D302 error spec" },
    { K, "0.9%", "250ml/瓶", "瓶", "1", "D302 error pack" },
    { K, "100ml:0.9g", "", "瓶", "2", "D304 error factor" },
    /* bags of pills, ointments, sprays */
    { L, "30丸/袋", "30丸/袋×10袋/盒", "盒", "10", "" },
    { L, "30丸/袋×9袋/盒", "", "盒", "10", "D303 warning spec" },
    { L, "每袋装6g", "10袋", "袋", "1", "" },
    { L, "每袋装9g", "10袋", "袋", "1", "D302 error spec" },
    { M, "10g:0.01g", "10g×1支", "支", "1", "" },
    { M, "0.1% 10g", "", "支", "1", "" },
    { M, "10g(0.1%)", "", "支", "1", "" },
    { M, "0.1% 5g", "", "支", "1", "D302 error spec" },
    { M, "0.05%", "", "支", "1", "D302 error spec" },
    { N, "100μg×200揿", "200揿/瓶", "瓶", "200", "" },
    { N, "100μg/揿", "120揿/瓶", "瓶", "200", "D303 warning pack" },
    { N, "50μg×200揿", "", "瓶", "200", "D302 error spec" },
    /* nothing said, nothing found */
    { O, "100ml:2g", "2瓶/盒", "盒", "2", "" },
    { O, "100ml:2g", "1瓶/盒", "盒", "1", "D303 warning pack" },
    { P, "0.1g", "0.1g×100片/瓶", "瓶", "100", "" },
    { A, "无", "/", "盒", "24", "" },
    { A, "", "", "", "", "" },
};

static void one_row(int i)
{
    char table[1024], got[600] = "";
    static const struct { const char *code, *name; } called[] = {
        { J, "葡萄糖注射液" }, { K, "氯化钠注射液" }, { L, "六味地黄丸" }, { M, "糠酸莫米松乳膏" }, { N, "硫酸沙丁胺醇气雾剂" },
        { O, "布洛芬混悬液" }, { P, "维生素C片" } };
    const char *name = "对乙酰氨基酚片";
    for (size_t k = 0; k < sizeof called / sizeof *called; k++)
        if (strcmp(called[k].code, rows[i].code) == 0)
            name = called[k].name;
    snprintf(table, sizeof table, "local_code,local_name,catalog_code,spec,pack,unit,factor\nY1,%s,%s,\"%s\",\"%s\",%s,%s\n", name, rows[i].code,
             rows[i].spec, rows[i].pack, rows[i].unit, rows[i].factor);
    struct span found = span_of(fixture_check(f, table));
    size_t n = 0;
    while (found.n > 0) { /* "2 D303 error pack local>expected unsafe=CODE": its words 2 to 4, and the code */
        const char *end = memchr(found.p, '\n', found.n);
        struct span line = { found.p, (size_t)(end - found.p) };
        size_t words = 0, from = 0, to = 0;
        for (; to < line.n && words < 4; to++)
            if (line.p[to] == ' ' && ++words == 1)
                from = to + 1;
        size_t fix = span_find(line, SPAN(" unsafe="));
        n += (size_t)snprintf(got + n, sizeof got - n, "%s%.*s", n ? ";" : "", (int)(to - from - 1), line.p + from);
        if (fix != (size_t)-1)
            n += (size_t)snprintf(got + n, sizeof got - n, " %.*s", (int)(line.n - fix - 8), line.p + fix + 8);
        found.p += line.n + 1;
        found.n -= line.n + 1;
    }
    ck_assert_msg(strcmp(got, rows[i].found) == 0, "row %d, “%s” “%s” %s %s on %s: “%s”, not “%s”", i, rows[i].spec, rows[i].pack, rows[i].unit,
                  rows[i].factor, rows[i].code, got, rows[i].found);
}

START_TEST(test_rows)
{
    one_row(_i);
}
END_TEST

/* On a code of an earlier version N and D are compared with what it last was; the other pack is looked for in what is in force. */
START_TEST(test_past)
{
    static const char *const later[] = {
        "drug code=" B " name=对乙酰氨基酚片 form=片剂 spec=500mg pack=12片/盒 quantity=12 dose-unit=片 pack-unit=盒 manufacturer=湖南某康制药", NULL };
    fixture_version(f, "2026.2", "2026-05-01", false, later);
    const char *found = fixture_check(f, "local_code,local_name,catalog_code,spec,pack\nY1,对乙酰氨基酚片," A ",0.5g,0.5g×12片/盒\n");
    ck_assert_msg(strstr(found, "C106 error") && strstr(found, "D303 error pack 0.5g×12片/盒>0.5g×24片/盒 unsafe=" B), "%s", found);
}
END_TEST

START_TEST(test_messages)
{
    f->messages = true;
    const char *found = fixture_check(f, "local_code,local_name,catalog_code,spec,pack\nY1,对乙酰氨基酚片," A ",0.5g,0.5g×12片/盒\n");
    ck_assert_msg(strstr(found, "a pack holds 12 here (“0.5g×12片/盒”) and 24 in the catalog, which has this maker's packs of 12 under " B), "%s", found);
    found = fixture_check(f, "local_code,local_name,catalog_code,spec,pack\nY1,布洛芬混悬液," O ",100ml:2g,3瓶/盒\n");
    ck_assert_msg(strstr(found, "a pack holds 3 here (“3瓶/盒”) and 2 in the catalog: find"), "%s", found);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("rules-pack");
    TCase *t = tcase_create("rules-pack");
    tcase_add_checked_fixture(t, start, stop);
    tcase_set_timeout(t, 60);
    tcase_add_loop_test(t, test_rows, 0, (int)(sizeof rows / sizeof *rows));
    tcase_add_test(t, test_past);
    tcase_add_test(t, test_messages);
    suite_add_tcase(suite, t);
    return suite_run(suite);
}
