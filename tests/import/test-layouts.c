/* tests/import/test-layouts.c: each shipped profile reads its fixture, field by field. */
#include "import_test.h"
#include "tests/suite.h"

static void check(struct trial *t, const char *files, const char *said, const char *entries, const char *region)
{
    trial_good(t, files);
    ck_assert_str_eq(buf_str(&t->said), said);
    char *got = trial_entries(t, region);
    ck_assert_str_eq(got, entries);
    free(got);
}

START_TEST(native)
{
    struct trial t;
    char path[512];
    trial_begin(&t);
    check(&t, fixture("native.xml", path), "",
          "drug 00XN0001: name=试验片 generic=试验 brand=试牌 form=片剂 spec=0.5g pack=0.5g×24片/盒 dose-unit=片 pack-unit=盒 unit=盒 "
          "manufacturer=试验制药 holder=试验药业 repacker=试验分装 approval=国药准字H00000001 standard-code=86900000000001 category=09 "
          "list-type=101 policy-code=P1 local-code=L1 flags=dual-channel negotiated restriction=限二级；\n第二行 note=备注 quantity=24 class=B "
          "inactive limit-level=2 limit-age-min=1 limit-age-max=14 limit-approval=1 sex=2 visit=1 from=2026-01-01 to=2027-12-31 "
          "agreement-from=2026-01-01 agreement-to=2027-12-31 alias=又名一 alias=又名二 approval+=国药准字H00000002 ceiling/price/0=18.6 "
          "ceiling/price/3/public=15.1234 ceiling/payment/2=16.2 self-pay/=0.1 self-pay/resident=0.2 00XN0001>same-as>00XN0002 "
          "OLD1>replaced-by>00XN0001\n"
          "drug 00XN0002: name=A & B < C class=C self-pay/=1\n"
          "service S1: name=诊察费 unit=次 addon-of=S0 content=内涵 exclusions=除外 ceiling/price/1=4\n"
          "facility F1: name=床位费 ceiling/price/0=0\n"
          "consumable C1: name=导管 model=M-1 material=硅 registration=国械注准\n",
          "990000");
    ck_assert_uint_eq(t.report.result.count, 4);
    ck_assert_str_eq(t.report.label, "2026.1");
    ck_assert_str_eq(t.report.profile, "native");
    const struct version_info *v = &trial_version(&t, KIND_DRUG)->version;
    ck_assert_int_eq(v->effective, 20260701);
    ck_assert_int_eq(v->expires, 20261231);
    ck_assert_str_eq(v->title, "试验目录");
    ck_assert_str_eq(v->publisher, "试验局");
    ck_assert(!v->fragment);
    trial_end(&t);
}
END_TEST

START_TEST(on_odb)
{
    struct trial t;
    char path[512];
    trial_begin(&t);
    check(&t, fixture("on-odb.xml", path), "",
          "drug 00000017: name=Alpha One generic=ALPHAMYCIN form=Tab spec=5mg manufacturer=Alpha Works category=040400 "
          "restriction=For one thing.\nFor another thing. note=first\nsecond class=C self-pay/=1\n"
          "drug 00000025: name=Alpha Two generic=ALPHAMYCIN form=Tab spec=5mg manufacturer=Beta Works category=040400 "
          "restriction=For one thing.\nFor another thing. class=A ceiling/price/0=0.1348\n"
          "drug 00000033: name=Alpha Three generic=ALPHAMYCIN form=Cap category=040400 "
          "restriction=For one thing.\nFor another thing. class=A ceiling/price/0=12.5\n"
          "drug 00000041: name=Alpha Four generic=ALPHAMYCIN spec=9mg manufacturer=Alpha Works category=040400 class=A ceiling/price/0=3\n"
          "drug 00000058: name=Beta generic=BETAMYCIN manufacturer=Beta Works category=04 class=A\n",
          "ON");
    ck_assert_str_eq(t.report.label, "2031-02-01");
    ck_assert_int_eq(trial_version(&t, KIND_DRUG)->version.effective, 20310201);
    trial_end(&t);
}
END_TEST

static const char rs_1632_page_1[] =
    "drug 007: name=试药甲 generic=试药甲 brand=试牌 form=冲剂 spec=15袋/盒 manufacturer=试厂 category=01 restriction=限制使用 class=A "
    "from=2019-08-08 to=2099-12-31 alias=Trial A self-pay/=0.1\n";

START_TEST(rs_1632)
{
    struct trial t;
    char one[512], two[512], both[1100];
    struct buf want = BUF_INIT;
    trial_begin(&t);
    t.options.region = SPAN("610000");
    t.options.label = SPAN("2019-08");
    snprintf(both, sizeof both, "%s %s", fixture("rs-1632-1.xml", one), fixture("rs-1632-2.xml", two));
    buf_adds(&want, rs_1632_page_1);
    buf_adds(&want, "drug 008: name=试药丙 generic=试药丙 restriction=限急诊 class=C ceiling/price/0=85 self-pay/=1\n"
                    "service S7: name=试验项目 unit=次 class=B inactive ceiling/price/1=10 ceiling/price/2=7.5 ceiling/price/3=8 self-pay/=0.58\n"
                    "facility F7: name=试验床位 from=2019-08-05 ceiling/price/1=19 ceiling/payment/0=5.89\n");
    struct buf said = BUF_INIT;
    buf_addf(&said, "warning: %s:4:209: drug 007: self-pay is \"44.22\": it is no share from 0 to 1; it is left out\n", one);
    check(&t, both, buf_str(&said), buf_str(&want), "610000");
    ck_assert(!trial_version(&t, KIND_DRUG)->version.fragment);
    buf_release(&want);
    buf_release(&said);
    trial_end(&t);
}
END_TEST

/* One page of two: said, and a fragment. The same page twice: refused. */
START_TEST(rs_1632_pages)
{
    struct trial t;
    char one[512], two[1100];
    trial_begin(&t);
    t.options.region = SPAN("610000");
    t.options.label = SPAN("2019-08");
    trial_good(&t, fixture("rs-1632-1.xml", one));
    ck_assert_ptr_nonnull(strstr(buf_str(&t.said), "rs-1632-1.xml: pages declared: 2, given: 1; the version is a fragment\n"));
    ck_assert(trial_version(&t, KIND_DRUG)->version.fragment);
    ck_assert(trial_version(&t, KIND_SERVICE)->version.fragment);
    snprintf(two, sizeof two, "%s %s", one, one);
    ck_assert_int_lt(trial_import(&t, two), 0);
    ck_assert_ptr_nonnull(strstr(buf_str(&t.said), "the code stands twice, first in "));
    trial_end(&t);
}
END_TEST

START_TEST(rs_1632_counts)
{
    struct trial t;
    trial_begin(&t);
    t.options.region = SPAN("610000");
    t.options.label = SPAN("x");
    trial_document_good(&t, "<RESPONSEDATA><RETURNNUM>1</RETURNNUM><PAGE><TOTALPAGE>1</TOTALPAGE><TOTALRECORD>3</TOTALRECORD>"
                            "<OUTROW><AKA060>1</AKA060><AKA061>N</AKA061></OUTROW></PAGE></RESPONSEDATA>");
    ck_assert_str_eq(buf_str(&t.said), "warning: a.xml: records declared: 3, read: 1; the version is a fragment\n");
    ck_assert(trial_version(&t, KIND_DRUG)->version.fragment);
    trial_end(&t);
}
END_TEST

START_TEST(rs_1632_failure)
{
    struct trial t;
    trial_begin(&t);
    t.options.region = SPAN("610000");
    t.options.label = SPAN("x");
    trial_document_bad(&t, "<RESPONSEDATA><RETURNNUM>-1</RETURNNUM><ERRORMSG>无权限</ERRORMSG><PAGE><OUTROW><AKA060>1</AKA060>"
                           "<AKA061>N</AKA061></OUTROW></PAGE></RESPONSEDATA>",
                       ERROR_INPUT, "a.xml:1:15: the document is no catalog but says that something failed: RETURNNUM is -1: 无权限");
    trial_document_bad(&t, "<RESPONSEDATA><PAGE><OUTROW><AKA060>1</AKA060><AKA061>N</AKA061></OUTROW></PAGE></RESPONSEDATA>", ERROR_INPUT,
                       "a.xml: RETURNNUM, which the profile rs-1632 requires, is not there");
    trial_end(&t);
}
END_TEST

START_TEST(rs_903)
{
    struct trial t;
    char path[512];
    trial_begin(&t);
    t.options.region = SPAN("611000");
    t.options.label = SPAN("2011");
    check(&t, fixture("rs-903.xml", path), "",
          "drug 0A1: name=试药丁 generic=试药丁 form=颗粒剂 spec=5g category=01 class=B inactive from=2011-04-01 self-pay/=0.1\n"
          "drug 0A2: name=试药戊 generic=试药戊 class=C ceiling/price/0=1.25 self-pay/=1\n",
          "611000");
    ck_assert_str_eq(t.report.profile, "rs-903");
    trial_end(&t);
}
END_TEST

START_TEST(rs_904)
{
    struct trial t;
    char path[512];
    struct buf said = BUF_INIT;
    trial_begin(&t);
    t.options.region = SPAN("611000");
    t.options.label = SPAN("2017");
    buf_addf(&said, "warning: %s: records declared: 9, read: 2\n", fixture("rs-904.xml", path));
    check(&t, path, buf_str(&said),
          "service S8: name=试验检查 category=08 class=A ceiling/price/0=3.5 self-pay/=0\n"
          "facility F8: name=试验病房 class=A ceiling/payment/0=12\n",
          "611000");
    ck_assert_str_eq(t.report.profile, "rs-904");
    ck_assert(!trial_version(&t, KIND_SERVICE)->version.fragment);
    buf_release(&said);
    trial_end(&t);
}
END_TEST

/* The layout has no region or version: the error says which option to give. */
START_TEST(missing_options)
{
    struct trial t;
    char path[512], want[700];
    trial_begin(&t);
    fixture("rs-903.xml", path);
    snprintf(want, sizeof want, "%s: the layout rs-903 names no region; give it with --region", path);
    trial_bad(&t, path, ERROR_USAGE, want);
    t.options.region = SPAN("611000");
    snprintf(want, sizeof want, "%s: the layout rs-903 names no version; give its label with --label", path);
    trial_bad(&t, path, ERROR_USAGE, want);
    t.options.label = SPAN("a b");
    trial_bad(&t, path, ERROR_USAGE, "--label a b: a label is 1 to 64 bytes without blank, @ or /");
    t.options.label = SPAN("ok");
    t.options.region = SPAN("61/10");
    trial_bad(&t, path, ERROR_USAGE, "--region 61/10: a region is 1 to 16 letters A to Z, digits, _ or -");
    trial_end(&t);
}
END_TEST

/* 903 and 904 together are two layouts. */
START_TEST(two_layouts)
{
    struct trial t;
    char one[512], two[512], both[1100], want[1200];
    trial_begin(&t);
    t.options.region = SPAN("611000");
    t.options.label = SPAN("2017");
    snprintf(both, sizeof both, "%s %s", fixture("rs-903.xml", one), fixture("rs-904.xml", two));
    snprintf(want, sizeof want, "%s is rs-904, but %s is rs-903: one import reads files of one layout", two, one);
    trial_bad(&t, both, ERROR_INPUT, want);
    trial_end(&t);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("import/layouts");
    TCase *t = tcase_create("layouts");
    tcase_add_test(t, native);
    tcase_add_test(t, on_odb);
    tcase_add_test(t, rs_1632);
    tcase_add_test(t, rs_1632_pages);
    tcase_add_test(t, rs_1632_counts);
    tcase_add_test(t, rs_1632_failure);
    tcase_add_test(t, rs_903);
    tcase_add_test(t, rs_904);
    tcase_add_test(t, missing_options);
    tcase_add_test(t, two_layouts);
    suite_add_tcase(suite, t);
    return suite_run(suite);
}
