/* tests/mapper/test-check.c: a check of small tables against a small store: one row that fires and one that passes for each
 * rule of codes, table, price, benefit and mapping; what silences what; order; counts. Names and drugs: test-rules-drug.c. */
#include "mapper/run.h"
#include "tests/io/files.h"
#include "tests/mapper/fixture.h"
#include "tests/suite.h"

static struct fixture *f;

/* Codes: P paracetamol, in force; B a box of ampoules; Q restricted, class B; G granules … */
#define P   "XN02BEA012A001010104467"
#define P2  "XN02BEA012A001020104467"
#define P3  "XN02BEA012A001030104467"
#define S   "XJ01CAA040E001010101234"
#define U   "XB05BBL086B002010100555"
#define R   "XA02BCA003A001010100321"
#define C   "XC08CAA188A001010100777"
#define Z   "ZA01AAK0120010100888"
#define T   "T000100020"
#define OLD "XN02BEA012A001010109999"
#define OLD2 "XN02BEA012A001020109999"
#define OLD3 "XN02BEA012A001030109999"
#define OLD4 "XN02BEA012A001040109999"
#define OLD5 "XN02BEA012A001050109999"
#define OLD6 "XN02BEA012A001060109999"
#define ENDED "XN02BEA012A001070109999"
#define STOPPED "XN02BEA012A001080109999"
#define SOON "XN02BEA012A001090109999"
#define NEXT "XN02BEA012A001100109999"
#define VISIT "001102000010000"
#define BED "001109000010000"
#define STENT "C0101010011303807555"

static const char *const first[] = {
    "drug code=" P " name=对乙酰氨基酚片 form=片剂 spec=0.5g from=2025-03-01",
    "drug code=" OLD " name=对乙酰氨基酚片 form=片剂 spec=0.5g replaced-by=" P,
    "drug code=" OLD2 " name=对乙酰氨基酚片",
    "drug code=" OLD3 " name=对乙酰氨基酚片 possibly=" P,
    "drug code=" OLD4 " name=对乙酰氨基酚片 replaced-by=" P " same-as=" P2,
    "drug code=" OLD5 " name=对乙酰氨基酚片 replaced-by=" OLD6,
    "drug code=" OLD6 " name=对乙酰氨基酚片 replaced-by=" OLD5,
    NULL,
};
static const char *const second[] = {
    "drug code=" P " list-type=101 name=对乙酰氨基酚片 generic=对乙酰氨基酚 form=片剂 spec=0.5g pack=0.5g×24片/盒 quantity=24 dose-unit=片 "
    "pack-unit=盒 unit=盒 pay-class=B self-pay=0.1 ceiling=18.60 payment=2000 from=2026-07-01 to=2026-12-31",
    "drug code=" P2 " name=对乙酰氨基酚片 form=片剂 spec=0.3g pay-class=A quantity=10 dose-unit=片 pack-unit=盒 unit=片 ceiling=0.50",
    "drug code=" P3 " name=对乙酰氨基酚片 form=片剂 spec=0.1g pay-class=C",
    "drug code=" S " name=阿莫西林胶囊 form=胶囊剂 spec=0.25g pay-class=A unit=瓶 ceiling=30",
    "drug code=" U " name=葡萄糖注射液 form=注射剂 spec=250ml:12.5g pay-class=A quantity=1 dose-unit=瓶 pack-unit=瓶 unit=瓶 "
    "ceiling:1=3 ceiling:2=4 ceiling:3=5",
    "drug code=" R " name=奥美拉唑肠溶片 form=肠溶片 spec=20mg pay-class=B restriction=限二线用药 self-pay:employee=0.1 self-pay:resident=0.2",
    "drug code=" Z " name=小儿感冒颗粒 form=颗粒剂 list-type=101 pay-class=A",
    "drug code=" T " name=黄芪 list-type=102 pay-class=A unit=kg ceiling=200",
    "drug code=" ENDED " name=对乙酰氨基酚片 to=2026-06-30 ceiling=1 pay-class=C unit=片",
    "drug code=" STOPPED " name=对乙酰氨基酚片 inactive=1",
    "drug code=" SOON " name=对乙酰氨基酚片 from=2027-01-01",
    "service code=" VISIT " list-type=201 name=普通门诊诊察费 unit=次 pay-class=A ceiling:1=4 ceiling:2=6 ceiling:3=10",
    "facility code=" BED " name=普通病房床位费 unit=床日 pay-class=A ceiling:1=15 ceiling:2=25 ceiling:3=38",
    "consumable code=" STENT " name=冠脉支架 unit=个 pay-class=B ceiling=798",
    NULL,
};
static const char *const third[] = { "drug code=" P " name=对乙酰氨基酚片", "drug code=" NEXT " name=对乙酰氨基酚片", NULL };

static void setup(void)
{
    f = fixture_new();
    fixture_version(f, "2026.1", "2026-01-01", false, first);
    fixture_version(f, "2026.2", "2026-07-01", false, second);
    fixture_version(f, "2027.1", "2027-01-01", false, third);
}

static void teardown(void)
{
    fixture_free(f);
}

struct c_case {
    const char *what, *table, *found;
};
static const struct c_case cases[] = {
#define H "local_code,local_name,catalog_code"
    { "C101, and what excuses it", H ",pay_class,in_use\nY1,a,,,\nY2,a,,甲,1\nY3,a,,自费,\nY4,a,,,0\nY5,对乙酰氨基酚片," P ",,\n",
      "2 C101 warning catalog_code\n3 C101 warning catalog_code\n" },
    { "C101 with reversed flag", H ",停用标志\nY1,a,,1\nY2,a,,0\nY5,对乙酰氨基酚片," P ",\n", "3 C101 warning catalog_code\n" },
    { "C102: too short, wrong letters; C103: well formed",
      H "\nY1,a,XN02BEA012A00101010446\nY2,a,XXXX\nY3,a,XJ09CAA040E001010101234\nY4,a,T999999999\nY5,a,T99999999\nY6,对乙酰氨基酚片," P "\n",
      "2 C102 error catalog_code XN02BEA012A00101010446>\n3 C102 error catalog_code XXXX>\n"
      "4 C103 error catalog_code XJ09CAA040E001010101234>\n5 C103 error catalog_code T999999999>\n6 C102 error catalog_code T99999999>\n" },
    { "C102 by kind: a service's code is no drug's", H ",kind\nY1,a,001102000019999,药品\nY2,a,001102000019999,诊疗\nY3,a,00110200001999,诊疗\n",
      "2 C102 error catalog_code 001102000019999>\n3 C103 error catalog_code 001102000019999>\n4 C102 error catalog_code 00110200001999>\n" },
    { "without a kind, a code is malformed only if it fits none", H "\nY1,a,001102000019999\nY2,a,00110200001999\n",
      "2 C103 error catalog_code 001102000019999>\n3 C102 error catalog_code 00110200001999>\n" },
    { "C104 by the entry's date and by a later version", H "\nY1,对乙酰氨基酚片," SOON "\nY2,对乙酰氨基酚片," NEXT "\n",
      "2 C104 error catalog_code " SOON ">\n3 C104 error catalog_code " NEXT ">\n" },
    { "C105: last day over, inactive; C111, P and B stay quiet", H ",price,unit,pay_class,valid_to\nY1,对乙酰氨基酚片," ENDED
      ",9,片,甲,2026-12-31\nY2,对乙酰氨基酚片," STOPPED ",1,,,\n",
      "2 C105 error catalog_code " ENDED ">\n3 C105 error catalog_code " STOPPED ">\n" },
    { "C106", H "\nY1,对乙酰氨基酚片," OLD2 "\n", "2 C106 error catalog_code " OLD2 ">\n" },
    { "C107: one end, possibly, several, a circle",
      H "\nY1,对乙酰氨基酚片," OLD "\nY2,对乙酰氨基酚片," OLD3 "\nY3,对乙酰氨基酚片," OLD4 "\nY4,对乙酰氨基酚片," OLD5 "\n",
      "2 C107 error catalog_code " OLD ">" P " safe=" P "\n3 C107 error catalog_code " OLD3 ">" P " unsafe=" P
      "\n4 C107 error catalog_code " OLD4 ">" P ", " P2 "\n5 C107 error catalog_code " OLD5 ">" OLD5 "\n" },
    { "C106: N compares with the entry as it was", H "\nY1,阿莫西林胶囊," OLD2 "\n",
      "2 C106 error catalog_code " OLD2 ">\n2 N201 error local_name 阿莫西林胶囊>对乙酰氨基酚片\n" },
    { "C108: case, width, blanks; the row is checked further",
      H ",pay_class\nY1,对乙酰氨基酚片,xn02bea012a001010104467,\nY2,对乙酰氨基酚片,ＸＮ02BEA012A001010104467,甲\nY3,对乙酰氨基酚片,XN02BEA012A001 010104467,乙\n",
      "2 C108 error catalog_code xn02bea012a001010104467>" P " safe=" P "\n3 B702 error pay_class 甲>B\n"
      "3 C108 error catalog_code ＸＮ02BEA012A001010104467>" P " safe=" P "\n4 C108 error catalog_code XN02BEA012A001 010104467>" P " safe=" P "\n" },
    { "C108 of a code that has ended", H "\nY1,对乙酰氨基酚片,xn02bea012a001020109999\n",
      "2 C106 error catalog_code " OLD2 ">\n2 C108 error catalog_code xn02bea012a001020109999>" OLD2 " safe=" OLD2 "\n" },
    { "C109: changed, missing, added, swapped; only where the name agrees",
      H "\nY1,阿莫西林胶囊,XJ01CAA040E001010101235\nY2,阿莫西林胶囊,XJ01CAA040E00101010123\nY3,阿莫西林胶囊,XJ01CAA040E0010101012344\n"
      "Y4,阿莫西林胶囊,XJ01CAA040E001010102134\nY5,布洛芬片,XJ01CAA040E001010101235\nY6,阿莫西林胶囊,xj01caa040e001010101235\n",
      "2 C109 error catalog_code XJ01CAA040E001010101235>" S " unsafe=" S "\n3 C109 error catalog_code XJ01CAA040E00101010123>" S " unsafe=" S
      "\n4 C109 error catalog_code XJ01CAA040E0010101012344>" S " unsafe=" S "\n5 C109 error catalog_code XJ01CAA040E001010102134>" S " unsafe=" S
      "\n6 C103 error catalog_code XJ01CAA040E001010101235>\n7 C109 error catalog_code xj01caa040e001010101235>" S " unsafe=" S "\n" },
    { "C109: several are named, without a fix", H "\nY1,对乙酰氨基酚片,XN02BEA012A001000104467\n",
      "2 C109 error catalog_code XN02BEA012A001000104467>" P ", " P2 ", " P3 "\n" },
    { "C110: kinds", H ",kind\nY1,普通门诊诊察费," VISIT ",药品\nY2,普通门诊诊察费," VISIT ",201\nY3,普通病房床位费," BED ",201\nY4,普通病房床位费," BED
      ",诊疗\nY5,冠脉支架," STENT ",105\nY6,普通病房床位费," BED ",3\nY7,冠脉支架," STENT ",301\n",
      "2 C110 error kind 药品>service\n5 C110 error kind 诊疗>facility\n" },
    { "C110: list types, where both say one", H ",list_type\nY1,对乙酰氨基酚片," P ",102\nY2,对乙酰氨基酚片," P ",101\nY3,对乙酰氨基酚片," P
      ",药品\nY4,阿莫西林胶囊," S ",104\nY5,黄芪," T ",101\nY6,黄芪," T ",102\n",
      "2 C110 error kind 102>101\n6 C110 error kind 101>102\n" },
    { "C110 silences N, P and B", H ",list_type,price,pay_class\nY1,阿莫西林胶囊," P ",102,99,甲\n", "2 C110 error kind 102>101\n" },
    { "C111: the earliest first day of any version, the last day of the entry",
      H ",valid_from,valid_to\nY1,对乙酰氨基酚片," P ",2025-03-01,2026-12-31\nY2,对乙酰氨基酚片," P ",2025-02-28,2027-01-01\nY3,对乙酰氨基酚片," P
      ",,2099-12-31\nY4,对乙酰氨基酚片," P2 ",2001-01-01,2098-01-01\nY5,对乙酰氨基酚片," P ",2026-08-01,\n",
      "3 C111 warning valid_to 2027-01-01>2026-12-31\n" },
    { "P601: box, tablet, the entry's unit is the box",
      H ",price,unit,factor\nY1,对乙酰氨基酚片," P ",18.60,盒,24\nY2,对乙酰氨基酚片," P ",18.61,盒,\nY3,对乙酰氨基酚片," P ",0.78,片,1\nY4,对乙酰氨基酚片," P
      ",0.79,片,1\nY5,对乙酰氨基酚片," P ",0.775,片,\nY6,对乙酰氨基酚片," P ",0.776,片,\nY7,对乙酰氨基酚片," P ",99,瓶,\nY8,对乙酰氨基酚片," P ",99,,\n",
      "3 P601 error price 18.61>18.60\n5 P601 error price 0.79>0.78\n7 P601 error price 0.776>0.775\n" },
    { "P601: the entry's unit is the tablet", H ",price,unit,factor\nY1,对乙酰氨基酚片," P2 ",5.00,盒,\nY2,对乙酰氨基酚片," P2 ",5.01,盒,10\nY3,对乙酰氨基酚片," P2
      ",0.5,片,\nY4,对乙酰氨基酚片," P2 ",0.6,片,\n",
      "3 P601 error price 5.01>5.00\n5 P601 error price 0.6>0.50\n" },
    { "P601: a unit that is neither pack nor dose: only the same word", H ",price,unit\nY1,阿莫西林胶囊," S ",31,瓶\nY2,阿莫西林胶囊," S ",31,盒\nY3,阿莫西林胶囊," S
      ",30,瓶\n",
      "2 P601 error price 31>30.00\n" },
    { "P601: services and the rest; without a level the highest", H ",price,unit\nY1,普通门诊诊察费," VISIT ",10,人次\nY2,普通门诊诊察费," VISIT
      ",10.01,人次\nY3,普通病房床位费," BED ",38.01,\nY4,冠脉支架," STENT ",798.0001,每个\nY5,葡萄糖注射液," U ",5.01,瓶\n",
      "3 P601 error price 10.01>10.00\n4 P601 error price 38.01>38.00\n5 P601 error price 798.0001>798.00\n6 P601 error price 5.01>5.00\n" },
    { "B701, a warning where restricted", H ",pay_class\nY1,对乙酰氨基酚片," P ",自费\nY2,奥美拉唑肠溶片," R ",丙\nY3,对乙酰氨基酚片," P3 ",C\n",
      "2 B701 error pay_class 自费>B\n3 B701 warning pay_class 丙>B\n" },
    { "B702", H ",pay_class\nY1,对乙酰氨基酚片," P ",甲\nY2,对乙酰氨基酚片," P2 ",02\nY3,对乙酰氨基酚片," P3 ",1\nY4,对乙酰氨基酚片," P ",2\n",
      "2 B702 error pay_class 甲>B\n3 B702 error pay_class 02>A\n4 B702 error pay_class 1>C\n" },
    { "B703; B701 silences it; without a scheme two shares are none",
      H ",pay_class,self_pay\nY1,对乙酰氨基酚片," P ",,0.2\nY2,对乙酰氨基酚片," P ",乙,10%\nY3,对乙酰氨基酚片," P ",自费,1\nY4,奥美拉唑肠溶片," R ",,0.5\n"
      "Y5,对乙酰氨基酚片," P3 ",,0.5\n",
      "2 B703 error self_pay 0.2>0.1\n4 B701 error pay_class 自费>B\n6 B703 error self_pay 0.5>1\n" },
    { "T102: the field is absent for all else, and raises no C101",
      H ",price,unit,valid_to,pay_class\nY1,对乙酰氨基酚片," P ",\"99,5\",盒,2026-02-30,丁\nY2,对乙酰氨基酚片," P ",\"￥1,234.50\",盒,2026/7/1,乙\n",
      "2 T102 error price 99,5>\n2 T102 error pay_class 丁>\n2 T102 error valid_to 2026-02-30>\n3 P603 warning price ￥1,234.50>18.60\n" },
    { "T104: not checked further", H "\nY1,a\nY2,a,,x\nY3,对乙酰氨基酚片," P "\n", "2 T104 error\n3 T104 error\n" },
    { "T105 names the first, silences M803", H ",price\nY1,对乙酰氨基酚片," P ",1\nY2,对乙酰氨基酚片," P ",1\nY1,对乙酰氨基酚片," P ",1\nY1,对乙酰氨基酚片," P
      ",2\nY1,对乙酰氨基酚片," P ",1\n",
      "2 M803 warning local_code Y1>\n4 T105 warning\n5 M803 warning local_code Y1>\n6 T105 warning\n" },
    { "T105 for rows out of use and without a code; to the letter", H ",in_use\nY1,a,,0\nY1,a,,0\nY1, a,,0\nY2,对乙酰氨基酚片," P ",\n", "3 T105 warning\n" },
    { "T106", H "\nY1,a,\nY2,b,\n", "1 T106 error catalog_code\n2 C101 warning catalog_code\n3 C101 warning catalog_code\n" },
    { "T106 without the column", "local_code,local_name\nY1,a\n", "1 T106 error catalog_code\n" },
    { "T106 of no rows", H "\n", "1 T106 error catalog_code\n" },
    { "out of use: only T rules", H ",in_use,price\nY1,布洛芬," P ",0,\"1,1\"\nY2,对乙酰氨基酚片,XXXX,N,\nY2,对乙酰氨基酚片," P ",Y,1\n", "2 T102 error price 1,1>\n" },
    { "M801 on every row of the group", H "\nY1,对乙酰氨基酚片," P "\nY2,阿莫西林胶囊," S "\nY1,对乙酰氨基酚片," P2 "\nY1,对乙酰氨基酚片," P3 "\n",
      "2 M801 error catalog_code " P ">\n4 M801 error catalog_code " P2 ">\n5 M801 error catalog_code " P3 ">\n" },
    { "M801: dates that do not overlap, and that do", H ",valid_from,valid_to\nY1,对乙酰氨基酚片," P2 ",,2026-06-30\nY1,对乙酰氨基酚片," P3 ",2026-07-01,\n"
      "Y2,对乙酰氨基酚片," P2 ",,2026-07-01\nY2,对乙酰氨基酚片," P3 ",2026-07-01,\n",
      "4 M801 error catalog_code " P2 ">\n5 M801 error catalog_code " P3 ">\n" },
    { "M801: a code in another spelling is the same code", H "\nY1,对乙酰氨基酚片," P "\nY1,对乙酰氨基酚片,xn02bea012a001010104467\n",
      "2 M803 warning local_code Y1>\n3 C108 error catalog_code xn02bea012a001010104467>" P " safe=" P "\n3 M803 warning local_code Y1>\n" },
    { "M801 with an unknown code too", H "\nY1,阿莫西林胶囊," S "\nY1,阿莫西林胶囊,XJ09CAA040E009010101234\n",
      "2 M801 error catalog_code " S ">\n3 C103 error catalog_code XJ09CAA040E009010101234>\n3 M801 error catalog_code XJ09CAA040E009010101234>\n" },
    { "M803: error where a hard field differs, else a warning", H ",spec,note\nY1,对乙酰氨基酚片," P ",0.5g,\nY1,对乙酰氨基酚片," P ",500mg,\nY2,对乙酰氨基酚片," P
      ",0.5g,a\nY2,对乙酰氨基酚片," P ",0.5g,b\nY3,对乙酰氨基酚片," P ",0.5g,\n",
      "2 M803 error local_code Y1>\n3 M803 error local_code Y1>\n4 M803 warning local_code Y2>\n5 M803 warning local_code Y2>\n" },
    { "no local code, no group", H "\n,对乙酰氨基酚片," P "\n,对乙酰氨基酚片," P2 "\n", "" },
    { "unmapped rows are in no group", H ",note\nY1,a,,1\nY1,a,,2\nY2,对乙酰氨基酚片," P ",\n", "2 C101 warning catalog_code\n3 C101 warning catalog_code\n" },
#undef H
};

START_TEST(one_case)
{
    const struct c_case *c = &cases[_i];
    const char *found = fixture_check(f, c->table);
    ck_assert_msg(strcmp(found, c->found) == 0, "%s:\n%sinstead of\n%s", c->what, found, c->found);
}
END_TEST

START_TEST(headings)
{
    ck_assert_str_eq(fixture_check(f, "院内编码,科室,科室,药房\nY1,a,b,c\n"), "1 T101 error local_name\n");
    ck_assert_str_eq(fixture_check(f, "院内编码,院内名称,单价,零售价\nY1,a,1,1\n"), "1 T101 error price\n");
    ck_assert_str_eq(fixture_check(f, "local_name,国家编码,医保编码\nY1,a\n"), "1 T101 error local_code\n");
    ck_assert_uint_eq(f->summary.rows, 0); /* nothing else runs */
    ck_assert_str_eq(fixture_check(f, "院内编码,院内名称,医保编码,科室,药房\nY1,对乙酰氨基酚片," P ",b,c\n"), "");
    ck_assert_str_eq(f->unknown, "科室\n药房");
}
END_TEST

static bool is_not_run(enum rule rule, enum column column)
{
    for (size_t i = 0; i < f->summary.not_run_count; i++) {
        if (f->summary.not_run[i].rule == rule && f->summary.not_run[i].column == column)
            return true;
    }
    return false;
}

START_TEST(not_run)
{
    fixture_check(f, "院内编码,院内名称,医保编码,规格,结束日期\nY1,对乙酰氨基酚片," P ",0.5g,\n");
    ck_assert(is_not_run(RULE_P601, COLUMN_PRICE));
    ck_assert(is_not_run(RULE_D304, COLUMN_FACTOR));
    ck_assert(is_not_run(RULE_B702, COLUMN_PAY_CLASS));
    ck_assert(!is_not_run(RULE_D302, COLUMN_SPEC));
    ck_assert(!is_not_run(RULE_C111, COLUMN_VALID_FROM));
    ck_assert(!is_not_run(RULE_C103, COLUMN_CATALOG_CODE));
    fixture_check(f, "院内编码,院内名称\nY1,对乙酰氨基酚片\n");
    ck_assert(is_not_run(RULE_C103, COLUMN_CATALOG_CODE));
    ck_assert(is_not_run(RULE_D302, COLUMN_CATALOG_CODE));
}
END_TEST

START_TEST(counts)
{
    fixture_check(f, "local_code,local_name,catalog_code,price,unit,in_use\nY1,对乙酰氨基酚片," P ",18,盒,\nY2,对乙酰氨基酚片," P ",19,盒,\nY3,a,,,,\nY4,a,,,,0\n"
                     "Y5,a\nY6,对乙酰氨基酚片," P ",19,瓶,1\nY7,普通门诊诊察费," VISIT ",1,次,1\n");
    ck_assert_uint_eq(f->summary.rows, 7);
    ck_assert_uint_eq(f->summary.mapped, 4);
    ck_assert_uint_eq(f->summary.out_of_use, 1);
    ck_assert_uint_eq(f->summary.clean, 3);
    ck_assert_uint_eq(f->summary.by_rule[RULE_P601], 1);
    ck_assert_uint_eq(f->summary.by_rule[RULE_C101], 1);
    ck_assert_uint_eq(f->summary.by_rule[RULE_T104], 1);
    ck_assert_uint_eq(f->summary.by_severity[SEVERITY_ERROR], 2);
    ck_assert_uint_eq(f->summary.by_severity[SEVERITY_WARNING], 1);
    ck_assert_uint_eq(f->summary.rows_with[SEVERITY_ERROR], 2);
    ck_assert_uint_eq(f->summary.unknown_content, 1);
    ck_assert_uint_eq(f->summary.kinds_seen, KIND_BIT(KIND_DRUG) | KIND_BIT(KIND_SERVICE));
    ck_assert_str_eq(f->summary.source.encoding, "UTF-8");
    ck_assert_int_eq(f->summary.source.separator, ',');
}
END_TEST

START_TEST(hospital_level)
{
    const char *table = "local_code,local_name,catalog_code,price\nY1,普通门诊诊察费," VISIT ",6\nY2,普通门诊诊察费," VISIT ",6.01\nY3,冠脉支架," STENT ",799\n";
    f->options.hospital_level = 2;
    ck_assert_str_eq(fixture_check(f, table), "3 P601 error price 6.01>6.00\n4 P601 error price 799>798.00\n");
    f->options.hospital_level = 1;
    ck_assert_str_eq(fixture_check(f, table),
                     "2 P601 error price 6>4.00\n3 P601 error price 6.01>4.00\n4 P601 error price 799>798.00\n");
}
END_TEST

START_TEST(scheme)
{
    const char *table = "local_code,local_name,catalog_code,self_pay\nY1,奥美拉唑肠溶片," R ",0.2\n";
    f->options.scheme = SPAN("resident");
    ck_assert_str_eq(fixture_check(f, table), "");
    f->options.scheme = SPAN("employee");
    ck_assert_str_eq(fixture_check(f, table), "2 B703 error self_pay 0.2>0.1\n");
}
END_TEST

START_TEST(default_kind)
{
    const char *table = "local_code,local_name,catalog_code,kind\nY1,a,001102000019999,\nY2,a,001102000019999,诊疗\n";
    f->options.kind = KIND_DRUG;
    ck_assert_str_eq(fixture_check(f, table),
                     "2 C102 error catalog_code 001102000019999>\n3 C103 error catalog_code 001102000019999>\n");
}
END_TEST

START_TEST(hiding_does_not_unsilence)
{
    const char *table = "local_code,local_name,catalog_code,pay_class,self_pay\nY1,对乙酰氨基酚片," P ",自费,1\nY1,对乙酰氨基酚片," P ",自费,1\n";
    ck_assert_str_eq(fixture_check(f, table), "2 B701 error pay_class 自费>B\n3 B701 error pay_class 自费>B\n3 T105 warning\n");
    f->options.rule_off[RULE_B701] = true;
    ck_assert_str_eq(fixture_check(f, table), "3 T105 warning\n");
    ck_assert_uint_eq(f->summary.by_rule[RULE_B701], 0);
    ck_assert_uint_eq(f->summary.clean, 1);
    f->options.rule_off[RULE_T105] = true;
    ck_assert_str_eq(fixture_check(f, table), "");
}
END_TEST

START_TEST(no_catalog_of_a_kind)
{
    struct fixture *only = fixture_new();
    fixture_version(only, "1", "2026-01-01", false, (const char *[]){ "drug code=" P " name=对乙酰氨基酚片", NULL });
    const char *found = fixture_check(only, "local_code,local_name,catalog_code,kind\nY1,a,001102000010000,诊疗\nY1,a,001102000010001,诊疗\n"
                                            "Y2,对乙酰氨基酚片," P ",药品\nY3,a,,301\nY4,a,001102000010000,\nY5,a," P ",诊疗\n");
    ck_assert_str_eq(found, "6 C103 error catalog_code 001102000010000>\n7 C110 error kind 诊疗>drug\n");
    ck_assert_uint_eq(only->summary.skipped_kind[KIND_SERVICE], 2);
    ck_assert_uint_eq(only->summary.skipped_kind[KIND_CONSUMABLE], 1);
    ck_assert_uint_eq(only->summary.skipped_kind[KIND_DRUG], 0);
    ck_assert_uint_eq(only->summary.mapped, 5);
    ck_assert_uint_eq(only->summary.clean, 1); /* skipped rows are not clean */
    fixture_free(only);
}
END_TEST

START_TEST(fragment)
{
    struct fixture *part = fixture_new();
    fixture_version(part, "1", "2026-01-01", true, (const char *[]){ "drug code=" P " name=对乙酰氨基酚片", NULL });
    ck_assert_str_eq(fixture_check(part, "local_code,local_name,catalog_code\nY1,a," S "\nY2,a,XX\n"),
                     "2 C103 info catalog_code " S ">\n3 C102 error catalog_code XX>\n");
    fixture_free(part);
}
END_TEST

START_TEST(foreign_codes_are_not_blamed)
{
    struct fixture *odb = fixture_new();
    fixture_version(odb, "1", "2026-01-01", false,
                    (const char *[]){ "drug code=00253146 name=ACETAMINOPHEN", "drug code=00253147 name=IBUPROFEN", "drug code=X1 name=b", NULL });
    ck_assert_str_eq(fixture_check(odb, "local_code,local_name,catalog_code\nY1,a,02531460\nY2,a,253146\nY3,a,X2\n"),
                     "2 C103 error catalog_code 02531460>\n3 C103 error catalog_code 253146>\n4 C103 error catalog_code X2>\n");
    fixture_free(odb);
}
END_TEST

/* A pattern is used where at least 99 of 100 codes of that letter fit it. */
START_TEST(ninety_nine_of_a_hundred)
{
    for (int wrong = 1; wrong <= 2; wrong++) {
        struct fixture *many = fixture_new();
        static char lines[100][80];
        const char *entries[101];
        for (int i = 0; i < 100; i++) {
            snprintf(lines[i], sizeof lines[i], i < wrong ? "drug code=X%02d name=a" : "drug code=XN02BEA012A0010101%05d name=a", i);
            entries[i] = lines[i];
        }
        entries[100] = NULL;
        fixture_version(many, "1", "2026-01-01", false, entries);
        const char *found = fixture_check(many, "local_code,local_name,catalog_code\nY1,b,XQ9\nY2,b,W\n");
        ck_assert_str_eq(found, wrong == 1 ? "2 C102 error catalog_code XQ9>\n3 C102 error catalog_code W>\n"
                                           : "2 C103 error catalog_code XQ9>\n3 C103 error catalog_code W>\n");
        fixture_free(many);
    }
}
END_TEST

START_TEST(bad_bytes)
{
    f->options.encoding = "UTF-8";
    const char *found = fixture_check_bytes(f, SPAN("local_code,local_name,catalog_code,x\nY1,\xB6\xD4,\xFF,\xFE\nY2,对乙酰氨基酚片," P ",\n"));
    ck_assert_msg(strncmp(found, "2 T103 error local_name ", 24) == 0, "%s", found);
    ck_assert_msg(strstr(found, "\n2 T103 error catalog_code ") && strstr(found, "\n2 T103 error ") && !strstr(found, "C101"), "%s", found);
    ck_assert_uint_eq(f->summary.by_rule[RULE_T103], 3);
}
END_TEST

START_TEST(line_ends_and_marks)
{
    ck_assert_str_eq(fixture_check(f, "\xEF\xBB\xBFlocal_code;local_name;catalog_code;note\r\nY1;\"a;b\";;\"x\r\ny\"\r\nY2;a;;\r\n\r\nY3;a;\r\n"),
                     "1 T106 error catalog_code\n2 C101 warning catalog_code\n4 C101 warning catalog_code\n6 T104 error\n");
    ck_assert_int_eq(f->summary.source.separator, ';');
}
END_TEST

static void many_rows(struct buf *table, int rows)
{
    buf_adds(table, "local_code,local_name,catalog_code,price,note\n");
    for (int i = 0; i < rows; i++)
        buf_addf(table, "Y%d,阿莫西林胶囊,%s,%d,%d\n", i % 5 ? i : 7, i % 3 ? S : "XJ09CAA040E009010101234", i % 7, i);
}

static uint64_t hash_of(const char *text)
{
    return hash64(span_of(text));
}

/* Enough findings to spill, the set rules' among them: the same bytes again, in line order. */
START_TEST(spilling)
{
    struct buf table = BUF_INIT;
    many_rows(&table, 60000);
    f->messages = true;
    const char *found = fixture_check_bytes(f, buf_span(&table));
    ck_assert_uint_gt(strlen(found), 5 << 20);
    uint64_t hash = hash_of(found);
    unsigned long last = 0;
    for (const char *p = found; *p; p = strchr(p, '\n') + 1) {
        unsigned long line = strtoul(p, NULL, 10);
        ck_assert_uint_ge(line, last);
        last = line;
    }
    ck_assert_uint_eq(f->summary.by_rule[RULE_C103], 20000);
    ck_assert_uint_eq(f->summary.by_rule[RULE_M801], 12001);
    ck_assert_uint_eq(f->summary.by_rule[RULE_M803], 12001);
    ck_assert_uint_eq(hash_of(fixture_check_bytes(f, buf_span(&table))), hash);
    buf_release(&table);
}
END_TEST

/* Fingerprints: not the line, not the file, not the version; the values. */
static uint64_t prints[4];
static int keep_print(void *ctx, const struct checked_row *row, struct error *err)
{
    size_t *n = ctx;
    (void)err;
    for (size_t i = 0; i < row->count && *n < 4; i++)
        prints[(*n)++] = row->findings[i].fingerprint;
    return 0;
}

static size_t fingerprints(const char *table)
{
    struct error err;
    size_t n = 0;
    fixture_check(f, table); /* loads the view */
    struct check *c = check_new(f->view, &f->options, &err);
    char path[256];
    struct finding_sink sink = { &n, keep_print };
    ck_assert_int_eq(check_table(c, file_of(span_of(table), path), &sink, &f->summary, &err), 0);
    unlink(path);
    check_free(c);
    return n;
}

START_TEST(fingerprint)
{
    ck_assert_uint_eq(fingerprints("local_code,local_name,catalog_code,pay_class\nY1,对乙酰氨基酚片," P ",甲\n"), 1);
    uint64_t print = prints[0];
    ck_assert_uint_eq(fingerprints("local_code,note,local_name,catalog_code,pay_class\n\nY1,x,对乙酰氨基酚片," P ",01\n"), 1);
    ck_assert_uint_eq(prints[0], print); /* 01 is 甲 */
    ck_assert_uint_eq(fingerprints("local_code,local_name,catalog_code,pay_class\nY2,对乙酰氨基酚片," P ",甲\n"), 1);
    ck_assert_uint_ne(prints[0], print);
    ck_assert_uint_eq(fingerprints("local_code,local_name,catalog_code,pay_class\nY1,对乙酰氨基酚片," P3 ",甲\n"), 1);
    ck_assert_uint_ne(prints[0], print);
}
END_TEST

/* Many codes together find what each finds alone; kinds without a catalog and absent codes find nothing. */
START_TEST(found_together)
{
    static const char *const codes[] = { P, "nothing", P2, "", VISIT, BED, STENT, S, "xn02bea012a001010104467", T, Z, P };
    fixture_check(f, "local_code,local_name,catalog_code\n"); /* loads the view */
    struct view_wish wishes[VIEW_MANY];
    size_t n = sizeof codes / sizeof *codes;
    for (int k = 0; k < KIND_COUNT; k++) {
        for (size_t i = 0; i < n; i++)
            wishes[i] = (struct view_wish){ (enum kind)k, span_of(codes[i]), NULL };
        wishes[1].code = SPAN_NONE;
        view_find_many(f->view, wishes, n, 1u << ENTRY_NAME | 1u << ENTRY_PACK);
        for (size_t i = 0; i < n; i++)
            ck_assert_ptr_eq(wishes[i].entry, view_find(f->view, (enum kind)k, wishes[i].code));
    }
    struct fixture *only = fixture_new();
    fixture_version(only, "1", "2026-01-01", false, (const char *[]){ "drug code=" P " name=a", NULL });
    fixture_check(only, "local_code,local_name,catalog_code\n");
    wishes[0] = (struct view_wish){ KIND_SERVICE, SPAN(P), NULL };
    wishes[1] = (struct view_wish){ KIND_DRUG, SPAN(P), NULL };
    view_find_many(only->view, wishes, 2, 0);
    ck_assert(!wishes[0].entry && wishes[1].entry);
    fixture_free(only);
}
END_TEST

/* What silences another rule runs before it, or in the same function. */
START_TEST(silencers_run_first)
{
    uint64_t rules[64], seen = 0;
    size_t n = run_order(rules, 64);
    ck_assert_uint_le(n, 64);
    for (size_t i = 0; i < n; i++) {
        for (int r = 0; r < RULE_COUNT; r++)
            ck_assert_msg(!(rules[i] & RULE_BIT(r)) || !(rule_info((enum rule)r)->silences & seen), "%s", rule_info((enum rule)r)->id);
        ck_assert(!(seen & rules[i]));
        seen |= rules[i];
    }
    for (int r = RULE_C110; r < RULE_M801; r++)
        ck_assert_msg(seen & RULE_BIT(r), "%s never runs", rule_info((enum rule)r)->id);
}
END_TEST

static int refuse(void *ctx, const struct checked_row *row, struct error *err)
{
    (void)ctx;
    (void)row;
    return error_set(err, ERROR_STORE, "enough");
}

static bool stop(void *ctx)
{
    (void)ctx;
    return true;
}

START_TEST(ends_early)
{
    struct error err;
    const char *table = "local_code,local_name,catalog_code\nY1,a,\n";
    fixture_check(f, table);
    char path[256];
    file_of(span_of(table), path);
    struct check *c = check_new(f->view, &f->options, &err);
    struct finding_sink sink = { NULL, refuse };
    ck_assert_int_eq(check_table(c, path, &sink, &f->summary, &err), -1);
    ck_assert_str_eq(err.text, "enough");
    check_free(c);
    f->options.stopped = stop;
    const char *found = fixture_check_file(f, path);
    ck_assert_msg(strstr(found, "ERROR"), "%s", found);
    unlink(path);
    ck_assert_msg(strncmp(fixture_check_file(f, "/nonexistent.csv"), "ERROR 2", 7) == 0, "%s", buf_str(&f->found));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("check");
    TCase *tc = tcase_create("check");
    tcase_set_timeout(tc, 60);
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_loop_test(tc, one_case, 0, (int)(sizeof cases / sizeof *cases));
    tcase_add_test(tc, headings);
    tcase_add_test(tc, not_run);
    tcase_add_test(tc, counts);
    tcase_add_test(tc, hospital_level);
    tcase_add_test(tc, scheme);
    tcase_add_test(tc, default_kind);
    tcase_add_test(tc, hiding_does_not_unsilence);
    tcase_add_test(tc, no_catalog_of_a_kind);
    tcase_add_test(tc, fragment);
    tcase_add_test(tc, foreign_codes_are_not_blamed);
    tcase_add_test(tc, ninety_nine_of_a_hundred);
    tcase_add_test(tc, bad_bytes);
    tcase_add_test(tc, line_ends_and_marks);
    tcase_add_test(tc, spilling);
    tcase_add_test(tc, fingerprint);
    tcase_add_test(tc, found_together);
    tcase_add_test(tc, silencers_run_first);
    tcase_add_test(tc, ends_early);
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
