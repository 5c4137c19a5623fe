/* tests/mapper/test-rules-drug.c: N201-N203, D301, D302, D304-D306, D308 on small tables: what fires, how gravely, and what is left alone. */
#include "tests/mapper/fixture.h"
#include "tests/suite.h"

#define A "XN02BEA012A001010104467" /* 对乙酰氨基酚片 */
#define B "XJ01MAZ004A001010101234" /* 左氧氟沙星片 */
#define C "XJ01MAY003A001010101234" /* 氧氟沙星片 */
#define D "XC08CAA188A001010100777" /* 苯磺酸氨氯地平片 */
#define E "XB05BBL086B002010100555" /* 葡萄糖注射液 */
#define G "XB05XAL193B002010200555" /* 氯化钠注射液 */
#define H "XA10ABM067B001010100111" /* 门冬胰岛素30注射液 */
#define K "XB03AAL221A001010100222" /* 硫酸亚铁片 */
#define Z "ZD03AAA0043010190084"    /* 艾附暖宫丸 */
#define Y "ZA09BAF0111010100333"    /* 妇康片 */
#define T "T000100020"              /* 甘草 */
#define O "02240331"                /* a foreign catalog's */
#define V "001102000010000"         /* a service */
#define V2 "001102000010001"

static const char *const entries[] = {
    "drug code=" A " name=对乙酰氨基酚片 generic=对乙酰氨基酚 brand=必痛宁 alias=扑热息痛片 form=薄膜衣片 spec=0.5g pack=0.5g×24片/盒 quantity=24 "
    "dose-unit=片 pack-unit=盒 manufacturer=湖南某康制药有限公司 holder=北京安泰药业股份有限公司 repacker=广州分装药业有限公司 "
    "approval=国药准字H20013062 approval=国药准字H20013063",
    "drug code=" B " name=左氧氟沙星片 generic=左氧氟沙星 brand=可威宁 form=片剂 spec=0.1g",
    "drug code=" C " name=氧氟沙星片 generic=氧氟沙星 form=片剂 spec=0.1g approval=国药准字H10930001;国药准字H10930002",
    "drug code=" D " name=苯磺酸氨氯地平片 generic=氨氯地平 form=片剂 spec=5mg quantity=7 pack-unit=盒 manufacturer=石药集团欧意药业有限公司",
    "drug code=" E " name=葡萄糖注射液 generic=葡萄糖 form=注射液 spec=250ml:12.5g",
    "drug code=" G " name=氯化钠注射液 generic=氯化钠 form=注射液 spec=100ml:0.9g pack=100ml:0.9g/瓶",
    "drug code=" H " name=门冬胰岛素30注射液 generic=门冬胰岛素30 form=注射剂 spec=3ml:300单位",
    "drug code=" K " name=硫酸亚铁片 form=片剂 spec=0.3g quantity=100 unit=瓶",
    "drug code=" Z " name=艾附暖宫丸 form=大蜜丸 spec=每丸重9g quantity=10 dose-unit=丸 pack-unit=盒 manufacturer=陕西步长制药有限公司",
    "drug code=" Y " name=妇康片 form=薄膜衣片 spec=每片重0.3g",
    "drug code=" T " name=甘草 list-type=102",
    "drug code=" O " name=Apo-Metformin generic=METFORMIN form=Tab spec=500mg manufacturer=Apotex",
    "service code=" V " name=普通门诊诊察费 unit=次 pay-class=A",
    "service code=" V2 " name=普通门诊诊察费(二甲) unit=次 pay-class=A",
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

struct rule_case {
    const char *column, *value, *code, *more; /* a column with a value, and "NAME=VALUE" of a second column, or NULL */
    const char *found;                        /* "RULE severity column", or "" */
};

/* Checks one row: local_code, catalog_code, the column, and perhaps another. */
static void check_one(const struct rule_case *c)
{
    char table[1024], expected[600], other[100] = "";
    const char *more = "";
    if (c->more) {
        more = strchr(c->more, '=') + 1;
        snprintf(other, sizeof other, "%.*s", (int)(more - 1 - c->more), c->more);
    }
    snprintf(table, sizeof table, "local_code,catalog_code,%s%s%s\nY1,%s,\"%s\"%s%s\n", c->column, c->more ? "," : "", other, c->code,
             c->value, c->more ? "," : "", more);
    const char *found = fixture_check(f, table);
    /* local_name is a required column; where the case has none, T101 would be all that is found. */
    snprintf(expected, sizeof expected, "%s", c->found);
    size_t n = strlen(expected);
    if (n == 0)
        ck_assert_msg(found[0] == '\0', "%s %s on %s: %s", c->column, c->value, c->code, found);
    else
        ck_assert_msg(strncmp(found, "2 ", 2) == 0 && strncmp(found + 2, expected, n) == 0 && strchr(found, '\n')[1] == '\0',
                      "%s %s on %s: %s instead of %s", c->column, c->value, c->code, found, expected);
}

static const struct rule_case names[] = {
    { "local_name", "对乙酰氨基酚片", A, NULL, "" },
    { "local_name", "對乙酰氨基酚 片", A, NULL, "" },
    { "local_name", "（甲）对乙酰氨基酚片", A, NULL, "" },
    { "local_name", "对乙酰氨基酚", A, NULL, "" },
    { "local_name", "必痛宁", A, NULL, "" },
    { "local_name", "扑热息痛片", A, NULL, "" },
    { "local_name", "必痛宁对乙酰氨基酚片", A, NULL, "N202 info local_name" },
    { "local_name", "对乙酰氨基酚片(必痛宁)", A, NULL, "N202 info local_name" },
    { "local_name", "必痛宁 对乙酰氨基酚片(0.5g*24片)", A, NULL, "N202 info local_name" },
    { "local_name", "对乙酰氨基酚片 必痛宁 0.5g", A, NULL, "N202 info local_name" },
    { "local_name", "对乙酰氨基酚片0.5g", A, NULL, "N202 info local_name" },
    { "local_name", "对乙酰氨基酚胶囊", A, NULL, "N202 info local_name" },
    { "local_name", "布洛芬片", A, NULL, "N201 error local_name" },
    { "local_name", "小儿对乙酰氨基酚片", A, NULL, "N201 error local_name" },
    { "local_name", "左氧氟沙星片", C, NULL, "N201 error local_name" },
    { "local_name", "氧氟沙星片", B, NULL, "N201 error local_name" },
    { "local_name", "盐酸左氧氟沙星片", B, NULL, "N202 info local_name" },
    { "local_name", "氨氯地平片", D, NULL, "N202 info local_name" },
    { "local_name", "马来酸氨氯地平片", D, NULL, "N201 error local_name" },
    { "local_name", "某某平(马来酸氨氯地平片)", D, NULL, "N201 error local_name" },
    { "local_name", "某某平(苯磺酸氨氯地平片)", D, NULL, "N202 info local_name" },
    { "local_name", "苯磺酸左旋氨氯地平片", D, NULL, "N201 error local_name" },
    { "local_name", "10%葡萄糖注射液", E, NULL, "N202 info local_name" },
    { "local_name", "葡萄糖氯化钠注射液", E, NULL, "N201 error local_name" },
    { "local_name", "氯化钾注射液", G, NULL, "N201 error local_name" },
    { "local_name", "门冬胰岛素注射液", H, NULL, "N201 error local_name" },
    { "local_name", "门冬胰岛素30", H, NULL, "" },
    { "local_name", "门冬胰岛素30 3ml:300单位", H, NULL, "N202 info local_name" },
    { "local_name", "门冬胰岛素50 3ml:300单位", H, NULL, "N201 error local_name" },
    { "local_name", "琥珀酸亚铁片", K, NULL, "N201 error local_name" },
    { "local_name", "艾附暖宫丸", Z, NULL, "" },
    { "local_name", "艾附暖宫胶囊", Z, NULL, "N201 error local_name" },
    { "local_name", "艾附暖宫丸(大蜜丸)", Z, NULL, "N202 info local_name" },
    { "local_name", "妇康丸", Y, NULL, "N201 error local_name" },
    { "local_name", "炙甘草", T, NULL, "N201 warning local_name" },
    { "local_name", "甘草霜", T, NULL, "N201 warning local_name" },
    { "local_name", "甘草(炙)", T, NULL, "N201 warning local_name" },
    { "local_name", "METFORMIN HCL", O, NULL, "N202 info local_name" },
    { "local_name", "apo metformin", O, NULL, "" },
    { "local_name", "Glyburide", O, NULL, "N201 warning local_name" },
    { "local_name", "普通门诊诊察费(主任医师)", V, NULL, "N202 info local_name" },
    { "local_name", "普通门诊诊察费(三甲)", V2, NULL, "N201 warning local_name" },
    { "local_name", "急诊诊察费", V, NULL, "N201 warning local_name" },
    /* with the generic name */
    { "local_name", "某某宁", A, "generic_name=对乙酰氨基酚", "" },
    { "local_name", "可威宁", A, "generic_name=对乙酰氨基酚", "N201 error local_name" },
    { "local_name", "可威宁", B, "generic_name=左氧氟沙星", "" },
    { "local_name", "左氧氟沙星片", C, "generic_name=氧氟沙星", "N201 error local_name" },
    { "local_name", "对乙酰氨基酚片", A, "generic_name=布洛芬", "N201 warning generic_name" },
    { "local_name", "某某宁", A, "generic_name=布洛芬", "N201 error local_name" },
    { "local_name", "对乙酰氨基酚片", A, "generic_name=Acetaminophen", "" },
    { "local_name", "对乙酰氨基酚片", A, "generic_name=-", "" },
    { "local_name", "-", A, "generic_name=对乙酰氨基酚", "" },
    { "local_name", "-", A, "generic_name=布洛芬", "N201 error generic_name" },
    { "local_name", "Advil", A, "generic_name=Ibuprofen", "N201 error local_name" },
    { "local_name", "某某宁", B, "generic_name=盐酸左氧氟沙星", "N202 info generic_name" },
    { "local_name", "苯磺酸氨氯地平片", D, "generic_name=氨氯地平", "" },
    { "local_name", "苯磺酸氨氯地平片", D, "generic_name=马来酸氨氯地平", "N201 warning generic_name" },
    { "local_name", "妇康片", Y, "generic_name=妇康", "" },
    { "local_name", "妇康片", Y, "generic_name=妇宁", "N201 warning generic_name" },
    /* the catalog's name as copied */
    { "local_name", "对乙酰氨基酚片", A, "catalog_name=对乙酰氨基酚片", "" },
    { "local_name", "对乙酰氨基酚片", A, "catalog_name=对乙酰氨基酚片（甲）", "" },
    { "local_name", "对乙酰氨基酚片", A, "catalog_name=布洛芬片", "N203 error catalog_name" },
    { "local_name", "氧氟沙星片", A, "catalog_name=氧氟沙星片", "N203 error catalog_name" },
    { "local_name", "苯磺酸氨氯地平片", D, "catalog_name=马来酸氨氯地平片", "N203 error catalog_name" },
    { "local_name", "苯磺酸氨氯地平片", D, "catalog_name=苯磺酸氨氯地平胶囊", "N203 error catalog_name" },
};

static const struct rule_case drugs[] = {
    { "form", "片剂", A, NULL, "D308 info form" },
    { "form", "薄膜衣", A, NULL, "" },
    { "form", "口服常释剂型", A, NULL, "" },
    { "form", "分散片", A, NULL, "D308 warning form" },
    { "form", "肠溶片", A, NULL, "D308 warning form" },
    { "form", "胶丸", A, NULL, "D308 warning form" },
    { "form", "胶囊", A, NULL, "D308 warning form" },
    { "form", "颗粒", A, NULL, "D301 error form" },
    { "form", "缓释片", A, NULL, "D301 error form" },
    { "form", "某种新剂型", A, NULL, "" },
    { "form", "片剂", Y, NULL, "D308 info form" },
    { "form", "分散片", Y, NULL, "D301 error form" },
    { "form", "胶囊", Y, NULL, "D301 error form" },
    { "form", "丸剂", Z, NULL, "D308 info form" },
    { "form", "水蜜丸", Z, NULL, "D308 info form" },
    { "form", "针剂", E, NULL, "" },
    { "form", "口服液", E, NULL, "D301 error form" },
    { "form", "Tablet", O, NULL, "" },
    { "form", "ER Tab", O, NULL, "D301 error form" },
    { "spec", "0.5g", A, NULL, "" },
    { "spec", "500毫克", A, NULL, "" },
    { "spec", "0.5g×24片", A, NULL, "" },
    { "spec", "0.25g", A, NULL, "D302 error spec" },
    { "spec", "0.25g×24片/盒", A, NULL, "D302 error spec" },
    { "pack", "0.25g×24片/盒", A, NULL, "D302 error pack" },
    { "pack", "24片/盒", A, NULL, "" },
    { "pack", "0.5g×12片/盒", A, "spec=0.5g", "D303 warning pack" },
    { "spec", "5%250ml", E, NULL, "" },
    { "spec", "250ml", E, NULL, "" },
    { "spec", "12.5g", E, NULL, "" },
    { "spec", "5%500ml", E, NULL, "D302 error spec" },
    { "spec", "10%250ml", E, NULL, "D302 error spec" },
    { "spec", "0.9% 100ml", G, NULL, "" },
    { "spec", "9mg/ml", G, NULL, "" },
    { "spec", "0.9% 250ml", G, NULL, "D302 error spec" },
    { "spec", "3ml:300IU", H, NULL, "" },
    { "spec", "300u", H, NULL, "" },
    { "spec", "3ml:400单位", H, NULL, "D302 error spec" },
    { "spec", "10mg", H, NULL, "" },
    { "spec", "9g", Z, NULL, "" },
    { "spec", "每丸重6g", Z, NULL, "D302 warning spec" },
    { "spec", "0.5g", O, NULL, "" },
    { "spec", "无", A, NULL, "" },
    { "factor", "24", A, NULL, "" },
    { "factor", "24.00", A, NULL, "" },
    { "factor", "12", A, NULL, "D304 error factor" },
    { "factor", "1", A, NULL, "D304 error factor" },
    { "factor", "1", A, "unit=片", "" },
    { "factor", "1", A, "unit=盒", "D304 error factor" },
    { "factor", "12", A, "unit=片", "D304 error factor" },
    { "factor", "1", D, "unit=片", "" },
    { "factor", "1", D, "unit=盒", "D304 error factor" },
    { "factor", "1", K, "unit=片", "" },
    { "factor", "1", K, "unit=瓶", "D304 error factor" },
    { "factor", "5", E, NULL, "" },
    { "manufacturer", "湖南某康制药有限公司", A, NULL, "" },
    { "manufacturer", "某康制药", A, NULL, "" },
    { "manufacturer", "长沙某康制药", A, NULL, "" },
    { "manufacturer", "北京安泰", A, NULL, "" },
    { "manufacturer", "广州分装药业", A, NULL, "" },
    { "manufacturer", "某甲公司/湖南某康制药有限公司", A, NULL, "" },
    { "manufacturer", "湖北某康制药有限公司", A, NULL, "D305 error manufacturer" },
    { "manufacturer", "某乙制药有限公司", A, NULL, "D305 error manufacturer" },
    { "manufacturer", "石药欧意", D, NULL, "" },
    { "manufacturer", "山东步长制药", Z, NULL, "D305 error manufacturer" },
    { "manufacturer", "陕西步长", Z, NULL, "" },
    { "manufacturer", "某乙制药有限公司", E, NULL, "" },
    { "manufacturer", "Apotex Inc.", O, NULL, "" },
    { "manufacturer", "Novopharm Ltd", O, NULL, "D305 error manufacturer" },
    { "approval_no", "国药准字H20013062", A, NULL, "" },
    { "approval_no", "h20013062", A, NULL, "" },
    { "approval_no", "国药准字 H20013063", A, NULL, "" },
    { "approval_no", "國藥準字Ｈ20013063", A, NULL, "" },
    { "approval_no", "-", A, NULL, "" },
    { "approval_no", "无", A, NULL, "" },
    { "manufacturer", "无", A, NULL, "" },
    { "manufacturer", "/", A, NULL, "" },
    { "approval_no", "国药准字H20013062号", A, NULL, "" },
    { "approval_no", "H20013062(进口)", A, NULL, "" },
    { "approval_no", "国药准字H2001306号", A, NULL, "D306 warning approval_no" },
    { "approval_no", "国药准字H20013062(2025-06-01)", A, NULL, "" },
    { "approval_no", "国药准字H20013099(2025-06-01)", A, NULL, "D306 error approval_no" },
    { "approval_no", "批准文号:国药准字H20013062", A, NULL, "" },
    { "approval_no", "国药准字H20013099/国药准字H20013063", A, NULL, "" },
    { "approval_no", "国药准字H20013098;H20013099", A, NULL, "D306 error approval_no" },
    { "approval_no", "注册证号HJ20150123", A, NULL, "D306 error approval_no" },
    { "approval_no", "国药准字Z20013062", A, NULL, "D306 error approval_no" },
    { "approval_no", "国食健字G20013062", A, NULL, "D306 warning approval_no" },
    { "approval_no", "国药准字H20013099", A, NULL, "D306 error approval_no" },
    { "approval_no", "国药准字H2001306", A, NULL, "D306 warning approval_no" },
    { "approval_no", "H20013O62", A, NULL, "D306 warning approval_no" },
    { "approval_no", "国药准字H10930002", C, NULL, "" },
    { "approval_no", "国药准字H10930003", C, NULL, "D306 error approval_no" },
    { "approval_no", "国药准字H20013062", B, NULL, "" },
};

START_TEST(test_names)
{
    check_one(&names[_i]);
}
END_TEST

/* The rows of the drug cases carry the entry's own name, so that nothing silences D. */
START_TEST(test_drugs)
{
    static const struct {
        const char *code, *name;
    } called[] = { { A, "对乙酰氨基酚片" }, { B, "左氧氟沙星片" },     { C, "氧氟沙星片" },     { D, "苯磺酸氨氯地平片" }, { E, "葡萄糖注射液" },
                   { G, "氯化钠注射液" },   { H, "门冬胰岛素30注射液" }, { K, "硫酸亚铁片" },
                   { Z, "艾附暖宫丸" },   { Y, "妇康片" },           { O, "METFORMIN" } };
    struct rule_case c = drugs[_i];
    char column[100], value[600];
    for (size_t i = 0; i < sizeof called / sizeof *called; i++)
        if (strcmp(called[i].code, c.code) == 0)
            snprintf(value, sizeof value, "%s\",\"%s", called[i].name, c.value);
    snprintf(column, sizeof column, "local_name,%s", c.column);
    c.column = column;
    c.value = value;
    check_one(&c);
}
END_TEST

/* N203 silences N201 and D; N201 silences D; D305 silences D306; the message names both values. */
START_TEST(test_silence)
{
    const char *found = fixture_check(f, "local_code,local_name,catalog_code,catalog_name,form,spec\nY1,布洛芬片," A ",布洛芬片,颗粒,1g\n");
    ck_assert_str_eq(found, "2 N203 error catalog_name 布洛芬片>对乙酰氨基酚片\n");
    found = fixture_check(f, "local_code,local_name,catalog_code,form,spec\nY1,布洛芬片," A ",颗粒,1g\n");
    ck_assert_str_eq(found, "2 N201 error local_name 布洛芬片>对乙酰氨基酚片\n");
    found = fixture_check(f, "local_code,local_name,catalog_code,manufacturer,approval_no\nY1,对乙酰氨基酚片," A ",山东某信制药,H20013099\n");
    ck_assert_str_eq(found, "2 D305 error manufacturer 山东某信制药>湖南某康制药有限公司\n");
    f->messages = true;
    found = fixture_check(f, "local_code,local_name,catalog_code,spec\nY1,对乙酰氨基酚片," A ",0.25g\n");
    ck_assert_msg(strstr(found, "“0.25g” here and “0.5g” in the catalog") != NULL, "%s", found);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("rules-drug");
    TCase *t = tcase_create("rules-drug");
    tcase_add_checked_fixture(t, start, stop);
    tcase_set_timeout(t, 60);
    tcase_add_loop_test(t, test_names, 0, (int)(sizeof names / sizeof *names));
    tcase_add_loop_test(t, test_drugs, 0, (int)(sizeof drugs / sizeof *drugs));
    tcase_add_test(t, test_silence);
    suite_add_tcase(suite, t);
    return suite_run(suite);
}
