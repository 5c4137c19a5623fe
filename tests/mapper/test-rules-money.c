/* tests/mapper/test-rules-money.c: S401, S402, S404, P601-P605, B701-B708, D307 on small tables: boundaries, what is left alone, and what
 * silences what. */
#include "tests/mapper/fixture.h"
#include "tests/suite.h"

#define A "XN02BEA012A001010104467" /* 24 tablets a box, priced by the box */
#define B "XN02BEA012A001020104467" /* 10 tablets a box, priced by the tablet, no standard code */
#define C "XJ01CAA040E001010101234" /* priced by a unit that is neither */
#define D "XJ01CAA040E001020101234" /* negotiated, payment standard */
#define E "XJ01CAA040E001030101234" /* agreement from 2026-07-01 to 2026-07-02, payment standard by level */
#define F "XA02BCA021E002010190004" /* class A, no restriction */
#define G "XA02BCA021E002020190004" /* restricted, class B */
#define K "XA02BCA021E002030190004" /* class C */
#define L "XC08CAA188A001010100777" /* ended */
#define T "T000100020"              /* herbal pieces by kg */
#define U "T000100021"              /* herbal pieces by g, list type not said */
#define M "ZJ0000001"               /* hospital preparation */
#define S "001102000010000"         /* a service of three levels */
#define V "003310080030000"         /* with exclusions */
#define W "001109000010000"         /* a facility */
#define X "C0101010011303807555"    /* a consumable */

static const char *const entries[] = {
    "drug code=" A " name=对乙酰氨基酚片 list-type=101 quantity=24 dose-unit=片 pack-unit=盒 unit=盒 ceiling=18.60 manufacturer=湖南示一制药有限公司 "
    "standard-code=86904467000019 pay-class=B self-pay=0.1",
    "drug code=" B " name=对乙酰氨基酚片 quantity=10 dose-unit=片 pack-unit=盒 unit=片 ceiling=0.5 manufacturer=湖南示一制药有限公司",
    "drug code=" C " name=阿莫西林胶囊 quantity=24 dose-unit=粒 pack-unit=盒 unit=板 ceiling=6 private=7",
    "drug code=" D " name=阿莫西林胶囊 quantity=24 dose-unit=粒 pack-unit=盒 unit=盒 flags=谈判 payment=12 ceiling=30",
    "drug code=" E " name=阿莫西林胶囊 quantity=24 dose-unit=粒 pack-unit=盒 unit=盒 agreement-from=2026-07-01 agreement-to=2026-07-02 payment:1=10 "
    "payment:2=12 payment=14",
    "drug code=" F " name=奥美拉唑肠溶胶囊 pay-class=A",
    "drug code=" G " name=奥美拉唑肠溶胶囊 pay-class=B restriction=限二级以上 limit-level=2 limit-approval=1 self-pay:employee=0.1 self-pay:resident=0.2",
    "drug code=" K " name=奥美拉唑肠溶胶囊 pay-class=C self-pay=0.3 agreement-to=2026-06-30",
    "drug code=" L " name=苯磺酸氨氯地平片 to=2026-06-30 unit=盒 pack-unit=盒 quantity=7 dose-unit=片 ceiling=1 restriction=限儿童 pay-class=A "
    "standard-code=86900777000017",
    "drug code=" T " name=黄芪 list-type=102 unit=kg ceiling=200",
    "drug code=" U " name=甘草 unit=g dose-unit=g pack-unit=kg quantity=1000 ceiling=0.1",
    "drug code=" M " name=甘草合剂 list-type=103 unit=瓶",
    "service code=" S " name=普通门诊诊察费 unit=次 ceiling=20 ceiling:1=4 ceiling:2=6 ceiling:3=10",
    "service code=" V " name=阑尾切除术 alias=阑尾止血材料切除术 unit=次 ceiling=1000 exclusions=特殊缝线、止血材料，吻合器（含钉仓）、麻醉和监护，其他",
    "facility code=" W " name=普通病房床位费 unit=床日 ceiling=38",
    "consumable code=" X " name=冠脉支架 list-type=301 unit=个 ceiling=798 registration=国械注准20993460001；国械注进20993460002",
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

struct money_case {
    const char *what, *heads, *rows[14]; /* a row: catalog code, local name, and the values of `heads` */
    const char *found;
    int level;
    const char *scheme;
};

static const struct money_case cases[] = {
    /* ---- P601: content, rounding, unknown units ---- */
    { "P601: exactly at the ceiling, and a fen above", "price,unit,factor",
      { A ",对乙酰氨基酚片,18.60,盒,24", A ",对乙酰氨基酚片,18.61,盒,24", A ",对乙酰氨基酚片,18.61,盒,", A ",对乙酰氨基酚片,18.6001,盒," },
      "3 P601 error price 18.61>18.60\n4 P601 error price 18.61>18.60\n5 P601 error price 18.6001>18.60\n", 0, NULL },
    { "P601: 18.60 / 24 = 0.775 by the row's decimals, at least two, half up", "price,unit",
      { A ",对乙酰氨基酚片,0.78,片", A ",对乙酰氨基酚片,0.8,片", A ",对乙酰氨基酚片,0.775,片", A ",对乙酰氨基酚片,0.776,片", A ",对乙酰氨基酚片,0.7751,片",
        A ",对乙酰氨基酚片,1,片", A ",对乙酰氨基酚片,0.780,片" },
      "3 P601 error price 0.8>0.78\n5 P601 error price 0.776>0.775\n6 P601 error price 0.7751>0.775\n7 P601 error price 1>0.78\n"
      "8 P601 error price 0.780>0.775\n", 0, NULL },
    { "P601: the entry's unit is the dose unit", "price,unit,factor",
      { B ",对乙酰氨基酚片,5,盒,10", B ",对乙酰氨基酚片,5.01,盒,", B ",对乙酰氨基酚片,0.50,片,1", B ",对乙酰氨基酚片,0.51,片," },
      "3 P601 error price 5.01>5.00\n5 P601 error price 0.51>0.50\n", 0, NULL },
    { "P601: an own unit runs only on the same word; of two tiers the highest", "price,unit",
      { C ",阿莫西林胶囊,7,板", C ",阿莫西林胶囊,7.01,板", C ",阿莫西林胶囊,99,盒", C ",阿莫西林胶囊,99,粒", C ",阿莫西林胶囊,99," },
      "3 P601 error price 7.01>7.00\n4 M802 warning price 4.125>\n5 M802 warning price 99.00>\n", 0, NULL },
    { "D304 > P601 P603, and a price by a wrong factor is not above the payment standard", "price,unit,factor",
      { A ",对乙酰氨基酚片,99,盒,12", A ",对乙酰氨基酚片,999,盒,12", D ",阿莫西林胶囊,12,盒,12", D ",阿莫西林胶囊,12.01,盒,24" },
      "2 D304 error factor 12>24\n3 D304 error factor 12>24\n4 D304 error factor 12>24\n5 P605 error price 12.01>12.00\n", 0, NULL },
    { "P601 without a level: above every level's; the one for all is nobody's where each level has its own", "price",
      { S ",普通门诊诊察费,10", S ",普通门诊诊察费,10.01", S ",普通门诊诊察费,20" },
      "3 P601 error price 10.01>10.00\n4 P601 error price 20>10.00\n", 0, NULL },
    { "P601 at level 1", "price", { S ",普通门诊诊察费,4", S ",普通门诊诊察费,4.01", W ",普通病房床位费,38" }, "3 P601 error price 4.01>4.00\n", 1, NULL },
    { "P601: facilities, consumables", "price,unit",
      { W ",普通病房床位费,38,天", W ",普通病房床位费,38.01,天", X ",冠脉支架,798,个", X ",冠脉支架,798.0001," },
      "3 P601 error price 38.01>38.00\n5 P601 error price 798.0001>798.00\n", 0, NULL },
    { "herbal pieces are scaled by weight", "price,unit",
      { T ",黄芪,200,kg", T ",黄芪,2,10g", T ",黄芪,2.01,10克", T ",黄芪,20,100g", T ",黄芪,20.01,100克", T ",黄芪,0.2,g", T ",黄芪,0.21,g",
        U ",甘草,100,kg", U ",甘草,100.01,公斤", U ",甘草,1,10g", U ",甘草,1.01,10g", T ",黄芪,2.01,g", T ",黄芪,99,剂" },
      "4 P601 error price 2.01>2.00\n6 P601 error price 20.01>20.00\n8 P601 error price 0.21>0.20\n10 P601 error price 100.01>100.00\n"
      "12 P601 error price 1.01>1.00\n13 P603 warning price 2.01>0.20\n", 0, NULL },
    /* ---- P603, P604, P605 ---- */
    { "P603 from above ten times on, and P603 > P601", "price,unit",
      { A ",对乙酰氨基酚片,186,盒", A ",对乙酰氨基酚片,186.0001,盒", A ",对乙酰氨基酚片,7.75,片", A ",对乙酰氨基酚片,7.7501,片", X ",冠脉支架,7980.01,个" },
      "2 P601 error price 186>18.60\n3 P603 warning price 186.0001>18.60\n4 P601 error price 7.75>0.78\n5 P603 warning price 7.7501>0.775\n"
      "6 P603 warning price 7980.01>798.00\n", 0, NULL },
    { "P604: empty or 0, not what T102 marks", "price,unit",
      { A ",对乙酰氨基酚片,,盒", A ",对乙酰氨基酚片,0,盒", A ",对乙酰氨基酚片,x,盒", A ",对乙酰氨基酚片,0.01,盒" },
      "2 P604 info price >\n3 P604 info price 0>\n4 T102 error price x>\n", 0, NULL },
    { "P605 at the level, an agreement in force", "price,unit", { E ",阿莫西林胶囊,12,盒", E ",阿莫西林胶囊,12.01,盒", E ",阿莫西林胶囊,0.51,粒" },
      "3 P605 error price 12.01>12.00\n4 P605 error price 0.51>0.50\n", 2, NULL },
    { "P605 without a level", "price,unit", { E ",阿莫西林胶囊,14,盒", E ",阿莫西林胶囊,14.01,盒", E ",阿莫西林胶囊,99,板" },
      "3 P605 error price 14.01>14.00\n", 0, NULL },
    { "P605 beside P601: a payment standard is no ceiling", "price,unit", { D ",阿莫西林胶囊,30,盒", D ",阿莫西林胶囊,31,盒" },
      "2 P605 error price 30>12.00\n3 P601 error price 31>30.00\n3 P605 error price 31>12.00\n", 0, NULL },
    /* ---- P602 ---- */
    { "P602: at the purchase price and above; units; a limit only where the list type has one", "price,unit,purchase_price,purchase_unit",
      { A ",对乙酰氨基酚片,18,盒,18,盒", A ",对乙酰氨基酚片,18.01,盒,18,盒", A ",对乙酰氨基酚片,18.01,盒,18,", A ",对乙酰氨基酚片,0.75,片,18,盒",
        A ",对乙酰氨基酚片,0.76,片,18,盒", A ",对乙酰氨基酚片,18.01,盒,0.75,片", A ",对乙酰氨基酚片,18.6,盒,1,箱", A ",对乙酰氨基酚片,18.6,盒,,",
        A ",对乙酰氨基酚片,18.6,盒,0,盒", T ",黄芪,200,kg,100,kg", U ",甘草,0.1,g,0.05,g", M ",甘草合剂,12,瓶,10,瓶", X ",冠脉支架,700,个,600,个" },
      "3 P602 warning price 18.01>18.00\n4 P602 warning price 18.01>18.00\n6 P602 warning price 0.76>0.75\n7 P602 warning price 18.01>18.00\n"
      "14 P602 warning price 700>600.00\n", 0, NULL },
    { "P602 in one unit is not rounded", "price,unit,purchase_price", { B ",对乙酰氨基酚片,0.10,片,0.098", B ",对乙酰氨基酚片,0.10,片,0.1000" },
      "2 P602 warning price 0.10>0.098\n", 0, NULL },
    { "P602: 18.60 for 24 is 0.775 a tablet: 0.78; a wrong factor says nothing of the purchase price", "price,unit,purchase_price,purchase_unit,factor",
      { A ",对乙酰氨基酚片,0.78,片,18.60,盒,1", A ",对乙酰氨基酚片,0.79,片,18.60,盒,24", A ",对乙酰氨基酚片,0.70,片,18.60,盒,12" },
      "3 P601 error price 0.79>0.78\n3 P602 warning price 0.79>0.78\n4 D304 error factor 12>24\n", 0, NULL },
    /* ---- S401 ---- */
    { "S401: synonyms are one; S401 > P601; drugs have no S401", "unit,price",
      { S ",普通门诊诊察费,人次,1", S ",普通门诊诊察费,每次,1", S ",普通门诊诊察费,日,99", S ",普通门诊诊察费,-,21", S ",普通门诊诊察费,无,1", W ",普通病房床位费,日,1", W ",普通病房床位费,天,1",
        W ",普通病房床位费,次,1", X ",冠脉支架,套,9", X ",冠脉支架,每个,9", A ",对乙酰氨基酚片,次,9", T ",黄芪,g,0.1", S ",普通门诊诊察费,日,1000" },
      "4 S401 warning unit 日>次\n5 P601 error price 21>10.00\n9 S401 warning unit 次>床日\n10 S401 warning unit 套>个\n14 S401 warning unit 日>次\n", 0, NULL },
    { "N201 and N203 silence S and P", "catalog_name,unit,price,registration",
      { S ",阑尾切除术,,日,99,", S ",普通门诊诊察费,阑尾切除术,日,99,", X ",阑尾切除术,,套,9999,国械注准20993460009" },
      "2 N201 warning local_name 阑尾切除术>普通门诊诊察费\n3 N203 error catalog_name 阑尾切除术>普通门诊诊察费\n"
      "4 N201 warning local_name 阑尾切除术>冠脉支架\n", 0, NULL },
    /* ---- S402 ---- */
    { "S402 in the content: each thing excluded, and what a remark has", "content",
      { V ",阑尾切除术,含特殊缝线", V ",阑尾切除术,含钉仓", V ",阑尾切除术,全身麻醉", V ",阑尾切除术,心电监护", V ",阑尾切除术,其他", V ",阑尾切除术,含止血材料",
        V ",阑尾切除术,含普通缝线", S ",普通门诊诊察费,含特殊缝线" },
      "2 S402 warning content 含特殊缝线>特殊缝线\n3 S402 warning content 含钉仓>钉仓\n4 S402 warning content 全身麻醉>麻醉\n"
      "5 S402 warning content 心电监护>监护\n", 0, NULL },
    { "S402: what is not in it is not billed", "content",
      { V ",阑尾切除术,不含特殊缝线、吻合器", V ",阑尾切除术,切除阑尾。不包括麻醉，监护；缝合", V ",阑尾切除术,不含麻醉，含监护", V ",阑尾切除术,麻醉另收，缝合",
        V ",阑尾切除术,缝合（吻合器除外）", V ",阑尾切除术,不含麻醉；使用吻合器" },
      "4 S402 warning content 不含麻醉，含监护>监护\n7 S402 warning content 不含麻醉；使用吻合器>吻合器\n", 0, NULL },
    { "S402 in the name", "note", { V ",阑尾切除术（含特殊缝线）,", V ",阑尾切除术（不含特殊缝线）,", V ",阑尾切除术（吻合器）," },
      "2 N202 info local_name 阑尾切除术（含特殊缝线）>阑尾切除术\n2 S402 warning local_name 阑尾切除术（含特殊缝线）>特殊缝线\n"
      "3 N202 info local_name 阑尾切除术（不含特殊缝线）>阑尾切除术\n4 N202 info local_name 阑尾切除术（吻合器）>阑尾切除术\n"
      "4 S402 warning local_name 阑尾切除术（吻合器）>吻合器\n", 0, NULL },
    /* ---- S404 ---- */
    { "S404: folded, one of several, without the words; a unit that differs is another fact", "registration,unit",
      { X ",冠脉支架,国械注准20993460001,", X ",冠脉支架,国械注进２０９９３４６０００２,", X ",冠脉支架,20993460001,", X ",冠脉支架,国械注准20993460001号,",
        X ",冠脉支架,注册证号：国械注准20993460001(更),", X ",冠脉支架,国械注准20993460003,套", X ",冠脉支架,国械注准20993460002,", X ",冠脉支架,0993460001,",
        X ",冠脉支架,无,", X ",冠脉支架,国械注准20993460009/国械注准20993460001,", A ",对乙酰氨基酚片,国械注准20993460009," },
      "7 S401 warning unit 套>个\n7 S404 error registration 国械注准20993460003>国械注准20993460001；国械注进20993460002\n"
      "8 S404 error registration 国械注准20993460002>国械注准20993460001；国械注进20993460002\n"
      "9 S404 error registration 0993460001>国械注准20993460001；国械注进20993460002\n", 0, NULL },
    /* ---- B ---- */
    { "B701 > B702 B703; a restricted entry is a warning", "pay_class,self_pay",
      { A ",对乙酰氨基酚片,自费,1", G ",奥美拉唑肠溶胶囊,C,1", A ",对乙酰氨基酚片,甲,0.1", A ",对乙酰氨基酚片,乙,0.2", A ",对乙酰氨基酚片,甲,0", K ",奥美拉唑肠溶胶囊,丙,1",
        K ",奥美拉唑肠溶胶囊,乙,1", K ",奥美拉唑肠溶胶囊,丙,0.3", F ",奥美拉唑肠溶胶囊,甲,0.5" },
      "2 B701 error pay_class 自费>B\n3 B701 warning pay_class C>B\n3 B706 info\n4 B702 error pay_class 甲>B\n5 B703 error self_pay 0.2>0.1\n"
      "6 B702 error pay_class 甲>B\n6 B703 error self_pay 0>0.1\n7 B708 warning >2026-06-30\n8 B702 error pay_class 乙>C\n8 B708 warning >2026-06-30\n"
      "9 B703 error self_pay 0.3>1\n9 B708 warning >2026-06-30\n", 0, NULL },
    { "B703 by scheme", "self_pay", { G ",奥美拉唑肠溶胶囊,0.1", G ",奥美拉唑肠溶胶囊,20%", A ",对乙酰氨基酚片,0.1", A ",对乙酰氨基酚片,0.2" },
      "2 B703 error self_pay 0.1>0.2\n2 B706 info\n3 B706 info\n5 B703 error self_pay 0.2>0.1\n", 0, "resident" },
    { "B704: no said of a restricted entry", "restricted",
      { G ",奥美拉唑肠溶胶囊,否", G ",奥美拉唑肠溶胶囊,是", G ",奥美拉唑肠溶胶囊,", F ",奥美拉唑肠溶胶囊,0" },
      "2 B704 warning restricted 否>限二级以上\n2 B706 info\n3 B706 info\n4 B706 info\n", 0, NULL },
    { "B705 below the level", "note", { G ",奥美拉唑肠溶胶囊,", F ",奥美拉唑肠溶胶囊," }, "2 B705 error 1>2\n2 B706 info\n", 1, NULL },
    { "B705 at the level", "note", { G ",奥美拉唑肠溶胶囊,", F ",奥美拉唑肠溶胶囊," }, "2 B706 info\n", 2, NULL },
    /* ---- D307 ---- */
    { "D307 against the entry's", "standard_code",
      { A ",对乙酰氨基酚片,86904467000019", A ",对乙酰氨基酚片,８６９０ 4467000019", A ",对乙酰氨基酚片,86904467000026", A ",对乙酰氨基酚片,8690446700001",
        A ",对乙酰氨基酚片,-", A ",对乙酰氨基酚片,无" },
      "4 D307 error standard_code 86904467000026>86904467000019\n5 D307 error standard_code 8690446700001>86904467000019\n", 0, NULL },
    { "D307 by itself: check digit, then the maker's digits", "standard_code",
      { B ",对乙酰氨基酚片,86904467000019", B ",对乙酰氨基酚片,86904467000018", B ",对乙酰氨基酚片,86990001000010", B ",对乙酰氨基酚片,86990001000011",
        B ",对乙酰氨基酚片,869044670000", T ",黄芪,86990001000010", T ",黄芪,86990001000011" },
      "3 D307 error standard_code 86904467000018>\n4 D307 warning standard_code 86990001000010>04467\n5 D307 error standard_code 86990001000011>\n"
      "6 D307 error standard_code 869044670000>\n8 D307 error standard_code 86990001000011>\n", 0, NULL },
    { "D305 > D307", "standard_code,manufacturer",
      { A ",对乙酰氨基酚片,86904467000026,湖北样七制药有限公司", B ",对乙酰氨基酚片,86990001000010,湖北样七制药有限公司" },
      "2 D305 error manufacturer 湖北样七制药有限公司>湖南示一制药有限公司\n3 D305 error manufacturer 湖北样七制药有限公司>湖南示一制药有限公司\n", 0, NULL },
    { "out of force: D compares, P and B stay quiet", "standard_code,price,unit,restricted,pay_class",
      { L ",苯磺酸氨氯地平片,86900777000024,99,盒,否,乙", L ",苯磺酸氨氯地平片,86900777000017,,盒,否,乙" },
      "2 C105 error catalog_code XC08CAA188A001010100777>\n2 D307 error standard_code 86900777000024>86900777000017\n"
      "3 C105 error catalog_code XC08CAA188A001010100777>\n", 0, NULL },
    { "N201 silences D307", "standard_code", { A ",阿莫西林胶囊,86904467000026" }, "2 N201 error local_name 阿莫西林胶囊>对乙酰氨基酚片\n", 0, NULL },
    { "C110 silences all, B too", "kind,price,unit,restricted", { G ",奥美拉唑肠溶胶囊,诊疗,,盒,否" }, "2 C110 error kind 诊疗>drug\n", 1, NULL },
    { "an unmapped row has no P604", "price,pay_class", { ",随便,,自费", A ",对乙酰氨基酚片,18.60," }, "", 0, NULL },
};

START_TEST(one_case)
{
    const struct money_case *c = &cases[_i];
    struct buf table = BUF_INIT;
    buf_addf(&table, "local_code,catalog_code,local_name,%s\n", c->heads);
    for (int i = 0; i < 14 && c->rows[i]; i++)
        buf_addf(&table, "Y%d,%s\n", i + 1, c->rows[i]);
    f->options.hospital_level = c->level;
    f->options.scheme = span_of(c->scheme);
    const char *found = fixture_check(f, buf_str(&table));
    ck_assert_msg(strcmp(found, c->found) == 0, "%s:\n%sinstead of\n%s", c->what, found, c->found);
    buf_release(&table);
}
END_TEST

START_TEST(unknown_content_is_counted_once_a_row)
{
    fixture_check(f, "local_code,catalog_code,local_name,price,unit,factor\nY1," D ",阿莫西林胶囊,99,板,\nY2," D ",阿莫西林胶囊,99,,\nY3," C
                     ",阿莫西林胶囊,99,盒,\nY4," D ",阿莫西林胶囊,12,盒,\nY5," F ",奥美拉唑肠溶胶囊,99,盒,\nY6," D ",阿莫西林胶囊,,板,\n");
    ck_assert_uint_eq(f->summary.unknown_content, 3);
}
END_TEST

static const char *not_run_of(enum rule rule)
{
    for (size_t i = 0; i < f->summary.not_run_count; i++)
        if (f->summary.not_run[i].rule == rule)
            return column_word(f->summary.not_run[i].column);
    return "";
}

START_TEST(not_run)
{
    static const struct {
        enum rule rule;
        const char *column;
    } wants[] = { { RULE_S401, "unit" }, { RULE_S404, "registration" }, { RULE_P601, "price" }, { RULE_P602, "price" }, { RULE_P603, "price" },
                  { RULE_P604, "price" }, { RULE_P605, "price" }, { RULE_B701, "pay_class" }, { RULE_B702, "pay_class" },
                  { RULE_B703, "self_pay" }, { RULE_B704, "restricted" }, { RULE_D307, "standard_code" }, { RULE_S402, "" }, { RULE_B705, "" },
                  { RULE_B706, "" }, { RULE_B708, "" } };
    fixture_check(f, "local_code,local_name,catalog_code\nY1,对乙酰氨基酚片," A "\n");
    for (size_t i = 0; i < sizeof wants / sizeof *wants; i++)
        ck_assert_str_eq(not_run_of(wants[i].rule), wants[i].column);
    fixture_check(f, "local_code,local_name,catalog_code,price,unit\nY1,对乙酰氨基酚片," A ",18.60,盒\n");
    ck_assert_str_eq(not_run_of(RULE_P602), "purchase_price");
    ck_assert_str_eq(not_run_of(RULE_P601), "");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("rules-money");
    TCase *t = tcase_create("rules");
    tcase_add_checked_fixture(t, start, stop);
    tcase_add_loop_test(t, one_case, 0, sizeof cases / sizeof *cases);
    tcase_add_test(t, unknown_content_is_counted_once_a_row);
    tcase_add_test(t, not_run);
    suite_add_tcase(suite, t);
    return suite_run(suite);
}
