/* tests/import/test-profile.c: profiles: which are found, what is wrong with one (file and line), how values are read. */
#include "import/profile.h"
#include "import_test.h"
#include "tests/suite.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define OPEN "<profile xmlns=\"urn:duima:profile:1\" name=\"p\">\n"
#define CATALOG "<catalog><region value=\"X\"/><version value=\"1\"/></catalog>"
#define RECORD "<record kind=\"drug\" path=\"d\"><code from=\"@c\"/><name value=\"N\"/>"

/* Every file of the folder is a profile of its own name: a new one needs no line here. */
START_TEST(shipped)
{
    struct profile_set set;
    struct error err;
    struct buf want = BUF_INIT, file = BUF_INIT;
    const char *share = getenv("DUIMA_SHARE_DIR");
    ck_assert_msg(profile_set_load(&set, share ? share : "share", NULL, &err) == 0, "%s", err.text);
    ck_assert_uint_ge(set.count, 5);
    buf_adds(&want, "there is no profile on-odp; known are ");
    for (size_t i = 0; i < set.count; i++) {
        const struct profile *p = set.at[i];
        buf_clear(&file);
        buf_addf(&file, "/profiles/%.*s.xml", SPAN_ARG(p->name));
        ck_assert_msg(span_ends(p->file, buf_span(&file)), "%.*s", SPAN_ARG(p->file));
        ck_assert_msg(p->title.n > 0, "%.*s has no title", SPAN_ARG(p->name));
        buf_addf(&want, "%s%.*s", i ? ", " : "", SPAN_ARG(p->name));
    }
    buf_adds(&want, "; a file is given by its path (./on-odp.xml)");
    ck_assert_ptr_nonnull(strstr(buf_str(&want), " native, "));
    profile_set_release(&set);
    ck_assert_int_eq(profile_set_load(&set, share ? share : "share", "rs-903", &err), 0);
    ck_assert_uint_eq(set.count, 1);
    profile_set_release(&set);
    ck_assert_int_lt(profile_set_load(&set, share ? share : "share", "on-odp", &err), 0);
    ck_assert_int_eq(err.code, ERROR_USAGE);
    ck_assert_str_eq(err.text, buf_str(&want));
    buf_release(&want);
    buf_release(&file);
    ck_assert_int_lt(profile_set_load(&set, "/nonexistent", NULL, &err), 0);
    ck_assert_int_eq(err.code, ERROR_USAGE);
}
END_TEST

static const struct {
    const char *text, *why;
} wrong[] = {
    { "<profile name=\"p\"/>", "p.xml:1: <profile> is not in the namespace urn:duima:profile:1" },
    { "<profil xmlns=\"urn:duima:profile:1\"/>", "p.xml:1: this is no profile" },
    { "<profile xmlns=\"urn:duima:profile:1\"/>", "p.xml:1: <profile> needs the attribute name" },
    { "<profile xmlns=\"urn:duima:profile:1\" name=\"\"/>", "p.xml:1: name=\"\": a profile's name is of letters, digits and hyphens" },
    { "<profile xmlns=\"urn:duima:profile:1\" name=\"a_b\"/>", "p.xml:1: name=\"a_b\": a profile's name is of letters, digits and hyphens" },
    { OPEN "<record/></profile>", "p.xml:2: <match> must come first" },
    { OPEN "<match/></profile>", "p.xml:2: <match> needs the attribute root" },
    { OPEN "<match root=\"\"/></profile>", "p.xml:2: root=\"\" is no name of an element" },
    { OPEN "<match root=\"a/b\"/></profile>", "p.xml:2: root=\"a/b\" is no name of an element" },
    { OPEN "<match root=\"r\"/>\n<match root=\"s\"/></profile>", "p.xml:3: a second <match>" },
    { OPEN "<match root=\"r\" hass=\"x\"/></profile>", "p.xml:2: <match> has no attribute hass" },
    { OPEN "<match root=\"r\" has=\"a[1]\"/></profile>",
      "p.xml:2: \"a[1]\" is no path: only names, @attribute, \"..\" at its beginning, \".\" and \"|\" are known" },
    { OPEN "<match root=\"r\"/></profile>", "p.xml:2: the profile has no <record>" },
    { OPEN "<match root=\"r\"/><recrod/></profile>", "p.xml:2: <recrod> cannot stand in <profile>" },
    { OPEN "<match root=\"r\"/>text</profile>", "p.xml:2: text has no place here: \"text\"" },
    { OPEN "<match root=\"r\"/><catalog><region/></catalog></profile>", "p.xml:2: <region> needs either from or value" },
    { OPEN "<match root=\"r\"/><catalog><regoin/></catalog></profile>", "p.xml:2: <regoin> cannot stand in <catalog>" },
    { OPEN "<match root=\"r\"/><catalog><count from=\"@n\" differs=\"maybe\"/></catalog></profile>",
      "p.xml:2: <count>: differs is error, warning or fragment; of is file or pages" },
    { OPEN "<match root=\"r\"/><record path=\"d\"><code from=\"@c\"/><name from=\"n\"/></record></profile>",
      "p.xml:2: the record needs a kind: an attribute or <kind> elements" },
    { OPEN "<match root=\"r\"/><record path=\"d\" kind=\"drgu\"/></profile>",
      "p.xml:2: kind=\"drgu\": known are drug, service, facility, consumable and element" },
    { OPEN "<match root=\"r\"/><record path=\"d\" kind=\"element\"/></profile>", "p.xml:2: kind=\"element\", but <d> is no kind" },
    { OPEN "<match root=\"r\"/><record path=\"d\" kind=\"drug\">\n<code from=\"@c\"/></record></profile>",
      "p.xml:3: the record of kind drug needs <code> and <name>" },
    { OPEN "<match root=\"r\"/>" RECORD "\n<unit from=\"u\"/>\n<unit from=\"v\"/></record></profile>", "p.xml:4: a second <unit> for drug" },
    { OPEN "<match root=\"r\"/>" RECORD "<colour from=\"u\"/></record></profile>", "p.xml:2: <colour> is no field" },
    { OPEN "<match root=\"r\"/>" RECORD "<unit from=\"../../../u\"/></record></profile>", "p.xml:2: \"../../../u\" leads above the root element" },
    { OPEN "<match root=\"r\"/>" RECORD "<unit from=\"u\" late=\"yes\"/></record></profile>", "p.xml:2: \"u\" stands inside its record and cannot be late" },
    { OPEN "<match root=\"r\"/>" RECORD "<unit from=\"u\" table=\"t\"/></record></profile>", "p.xml:2: there is no <table id=\"t\"> before this" },
    { OPEN "<match root=\"r\"/>" RECORD "<unit from=\"u\" map=\"a\"/></record></profile>", "p.xml:2: map: \"a\" is not FROM=TO" },
    { OPEN "<match root=\"r\"/>" RECORD "<unit from=\"u\" other=\"drop\"/></record></profile>", "p.xml:2: other=\"drop\": only error, keep, none are known" },
    { OPEN "<match root=\"r\"/>" RECORD "<unit from=\"u\" on-bad=\"skip\"/></record></profile>", "p.xml:2: on-bad=\"skip\": only warn and error are known" },
    { OPEN "<match root=\"r\"/>" RECORD "<note from=\"u | v\" take=\"all\"/></record></profile>",
      "p.xml:2: take=\"all\" needs join, the text between the values of <note>" },
    { OPEN "<match root=\"r\"/>" RECORD "<unit value=\"u\" take=\"first\"/></record></profile>",
      "p.xml:2: <unit>: take needs from, the path of its values" },
    { OPEN "<match root=\"r\"/>" RECORD "<ceiling each=\"p\" from=\".\" late=\"yes\"/></record></profile>",
      "p.xml:2: <ceiling>: late has no place beside each, which takes every value by itself" },
    { OPEN "<match root=\"r\"/>" RECORD "<note each=\"p\" from=\".\" join=\";\"/></record></profile>",
      "p.xml:2: <note>: join has no place beside each, which takes every value by itself" },
    { OPEN "<match root=\"r\"/>" RECORD "<alias from=\"u | v\" take=\"each\"/></record></profile>", "p.xml:2: take=\"each\": only all and first are known" },
    { OPEN "<match root=\"r\"/>" RECORD "<alias from=\"u\" once=\"1\"/></record></profile>", "p.xml:2: once=\"1\": only yes and no are known" },
    { OPEN "<match root=\"r\"/>" RECORD "<note from=\"u\" once=\"yes\"/></record></profile>", "p.xml:2: <note> has no attribute once" },
    { OPEN "<match root=\"r\"/>" RECORD "<ceiling from=\"u\" scale=\"1/0\"/></record></profile>", "p.xml:2: scale=\"1/0\" is no factor such as 1/100" },
    { OPEN "<match root=\"r\"/>" RECORD "<ceiling from=\"u\" decimal=\";\"/></record></profile>", "p.xml:2: decimal=\";\": only \".\" and \",\" are known" },
    { OPEN "<match root=\"r\"/>" RECORD "<ceiling from=\"u\" level-from=\"@l\"/></record></profile>",
      "p.xml:2: level-from needs each=, the element that repeats" },
    { OPEN "<match root=\"r\"/>" RECORD "<unit from=\"u\" level=\"1\"/></record></profile>", "p.xml:2: <unit> has no attribute level" },
    { OPEN "<match root=\"r\"/>" RECORD "<valid-from from=\"u\" date=\"dmy\"/></record></profile>",
      "p.xml:2: date=\"dmy\" is neither iso, any, nor a pattern with %Y, %m and %d" },
    { OPEN "<match root=\"r\"/>" RECORD "<unit from=\"u\"><rewrite match=\"(\" to=\"\"/></unit></record></profile>", "p.xml:2: " },
    { OPEN "<match root=\"r\"/>" RECORD "</record><record kind=\"drug\" path=\"d/e\"/></profile>", "p.xml:2: a record path stands inside another, or twice" },
    { OPEN "<match root=\"r\"/>" RECORD "<kind is=\"service\"/></record></profile>", "p.xml:2: the record has a kind already" },
};

START_TEST(wrong_profiles)
{
    struct trial t;
    char path[256];
    trial_begin(&t);
    trial_write(&t, "p.xml", span_of(wrong[_i].text));
    snprintf(path, sizeof path, "%s/p.xml", t.dir);
    t.options.profile = path;
    ck_assert_int_lt(trial_document(&t, "<r/>"), 0);
    ck_assert_int_eq(t.err.code, ERROR_USAGE);
    ck_assert_msg(strncmp(t.err.text, wrong[_i].why, strlen(wrong[_i].why)) == 0, "%s", t.err.text);
    trial_end(&t);
}
END_TEST

/* One record through one more field. */
static const struct {
    const char *field, *record, *entry;
} readings[] = {
    { "<unit from=\"u | v\"/>", "<v>2</v><u>1</u>", " unit=1" },
    { "<unit from=\"u | v\"/>", "<v>2</v><u> </u>", " unit=2" },
    { "<unit from=\"u | v\" absent=\"-\"/>", "<v>2</v><u>-</u>", " unit=2" },
    { "<unit from=\"u\" default=\"盒\"/>", "", " unit=盒" },
    { "<unit from=\"u\" map=\"1=盒 2=\" default=\"瓶\"/>", "<u>2</u>", " unit=瓶" },
    { "<unit from=\"u\" map=\"1=盒\" other=\"keep\"/>", "<u>x y</u>", " unit=x y" },
    { "<unit from=\"u\"><map from=\"a b\" to=\"c d\"/></unit>", "<u>a\n\t b</u>", " unit=c d" },
    { "<unit from=\"u\"><absent>not known</absent></unit>", "<u>not  known</u>", "" },
    { "<unit from=\"u\"><rewrite match=\"(\\d+)mg\" to=\"$1 mg\"/><rewrite match=\"^x\" to=\"\"/></unit>", "<u>x5mg 6mg</u>", " unit=5 mg 6 mg" },
    { "<unit from=\"u\"><rewrite match=\".*\" to=\"\"/></unit>", "<u>all</u>", "" },
    { "<note from=\"u\" join=\"; \"/>", "<u>a</u><u/><u>b</u>", " note=a; b" },
    { "<alias from=\"u\"/>", "<u>a</u><u>b</u>", " alias=a alias=b" },
    { "<alias from=\"u | v\"/>", "<v>b</v><u>a</u>", " alias=a" },
    { "<alias from=\"u | v\" take=\"all\"/>", "<v>b</v><u>a</u><u>N</u><u>a</u>", " alias=a alias=N alias=a alias=b" },
    { "<alias from=\"u | v\" take=\"all\" once=\"yes\"/>", "<v>b</v><v>a</v><u>a</u><u>N</u><u>a</u>", " alias=a alias=b" },
    { "<approval from=\"u | v\" take=\"all\" once=\"yes\"/>", "<v>2</v><v>1</v><u>1</u><u>2</u><u>3</u>", " approval=1 approval+=2 approval+=3" },
    { "<note from=\"u | v\" join=\"; \"/>", "<v>c</v><u>a</u><u>b</u>", " note=a; b" },
    { "<note from=\"v | u\" take=\"all\" join=\"; \"/>", "<v>c</v><u>a</u><u>b</u>", " note=c; a; b" },
    { "<note from=\"v | u\" take=\"all\" join=\"; \" absent=\"c\" default=\"-\"/>", "<v>c</v>", " note=-" },
    { "<unit from=\"u\" map=\"1=盒\" other=\"none\"/>", "<u>2</u>", "" },
    { "<unit from=\"u | v\" map=\"1=盒\" other=\"none\" default=\"瓶\"/>", "<u>2</u><v>1</v>", " unit=盒" },
    { "<ceiling from=\"u\" decimal=\",\"/>", "<u>12,5</u>", " ceiling/price/0=12.5" },
    { "<ceiling from=\"u\" scale=\"1/100\"/>", "<u>1234</u>", " ceiling/price/0=12.34" },
    { "<ceiling from=\"u\" absent=\"0\"/>", "<u>0.000</u>", "" },
    { "<ceiling from=\"u\" absent=\"0\"/>", "<u>.1348</u>", " ceiling/price/0=0.1348" },
    { "<ceiling from=\"u\" level=\"2\" type=\"payment\" ownership=\"private\"/>", "<u>5</u>", " ceiling/payment/2/private=5" },
    { "<ceiling each=\"p\" from=\"v\" level-from=\"@l\" type=\"payment\"/>", "<p l=\"1\"><v>5</v></p><p><v>6</v></p><p l=\"3\"/>",
      " ceiling/payment/0=6 ceiling/payment/1=5" },
    { "<self-pay scheme=\"resident\" from=\"u\" on-bad=\"warn\"/>", "<u>44.22</u>", "" },
    { "<valid-from from=\"u\" date=\"%d.%m.%Y\"/>", "<u>01.12.2019</u>", " from=2019-12-01" },
    { "<valid-from from=\"u\" date=\"any\"/>", "<u>2011-04-01 12:00:00</u>", " from=2011-04-01" },
    { "<valid-from from=\"u\" date=\"any\"/>", "<u>20110401</u>", " from=2011-04-01" },
    { "<status from=\"u\" map=\"0=inactive 1=active\"/>", "<u>0</u>", " inactive" },
    { "<pay-class value=\"C\"/>", "", " class=C self-pay/=1" },
    { "<flags from=\"u\" map=\"1=negotiated\"/><flags from=\"v\" map=\"1=dual-channel\"/>", "<u>1</u><v>1</v>", " flags=dual-channel negotiated" },
    { "<replaced-by from=\"u\" type=\"possibly\"/>", "<u>Z9</u>", " 1>possibly>Z9" },
};

START_TEST(reading)
{
    struct trial t;
    char path[256];
    struct buf b = BUF_INIT;
    trial_begin(&t);
    buf_addf(&b, "%s<match root=\"r\"/>%s%s%s</record></profile>", OPEN, CATALOG, RECORD, readings[_i].field);
    trial_write(&t, "p.xml", buf_span(&b));
    snprintf(path, sizeof path, "%s/p.xml", t.dir);
    t.options.profile = path;
    buf_clear(&b);
    buf_addf(&b, "<r><d c=\"1\">%s</d></r>", readings[_i].record);
    trial_document_good(&t, buf_str(&b));
    char *entries = trial_entries(&t, "X");
    buf_clear(&b);
    buf_addf(&b, "drug 1: name=N%s\n", readings[_i].entry);
    ck_assert_str_eq(entries, buf_str(&b));
    free(entries);
    buf_release(&b);
    trial_end(&t);
}
END_TEST

/* Values of a map and of a look-up are said when they do not fit. */
START_TEST(bad_map)
{
    struct trial t;
    char path[256];
    trial_begin(&t);
    trial_write(&t, "p.xml", span_of(OPEN "<match root=\"r\"/>" CATALOG RECORD "<pay-class from=\"u\" map=\"1=A 2=B\"/><category from=\"v\" map=\"1=x\" on-bad=\"warn\"/></record></profile>"));
    snprintf(path, sizeof path, "%s/p.xml", t.dir);
    t.options.profile = path;
    ck_assert_int_lt(trial_document(&t, "<r><d c=\"7\"><u>9</u><v>8</v></d></r>"), 0);
    ck_assert_str_eq(buf_str(&t.said), "error: a.xml:1:13: drug 7: pay-class is \"9\": it is none of 1, 2\n"
                                       "warning: a.xml:1:21: drug 7: category is \"8\": it is none of 1; it is left out\n");
    /* many of the same: told ten times, then counted */
    struct buf b = BUF_INIT;
    buf_adds(&b, "<r>");
    for (int i = 0; i < 25; i++)
        buf_addf(&b, "<d c=\"%d\"><v>8</v></d>\n", i);
    buf_adds(&b, "</r>");
    trial_document_good(&t, buf_str(&b));
    ck_assert_ptr_nonnull(strstr(buf_str(&t.said), "a.xml:10:10: drug 9: category is \"8\""));
    ck_assert_ptr_null(strstr(buf_str(&t.said), "a.xml:11:"));
    ck_assert_ptr_nonnull(strstr(buf_str(&t.said), "warning: a.xml: more values of category left out for such reasons: 15\n"));
    buf_release(&b);
    trial_end(&t);
}
END_TEST

/* Kinds by presence and by value. */
START_TEST(kinds)
{
    struct trial t;
    char path[256];
    trial_begin(&t);
    trial_write(&t, "p.xml", span_of(OPEN "<match root=\"r\"/>" CATALOG "<record path=\"d\"><name from=\"n\"/>"
                                          "<kind is=\"drug\" if=\"t\" value=\"1 2\"><code from=\"@a\"/></kind>"
                                          "<kind is=\"service\" if=\"t\" value=\"3\"><code from=\"@b\"/></kind>"
                                          "<kind is=\"drug\" if=\"@c\"><code from=\"@c\"/><unit value=\"u\"/></kind></record></profile>"));
    snprintf(path, sizeof path, "%s/p.xml", t.dir);
    t.options.profile = path;
    trial_document_good(&t, "<r><d a=\"1\"><t>2</t><n>A</n></d><d b=\"2\"><t>3</t><n>B</n></d><d c=\"3\"><n>C</n></d></r>");
    char *entries = trial_entries(&t, "X");
    ck_assert_str_eq(entries, "drug 1: name=A\ndrug 3: name=C unit=u\nservice 2: name=B\n");
    free(entries);
    ck_assert_int_lt(trial_document(&t, "<r><d a=\"1\"><t>9</t><n>A</n></d></r>"), 0);
    ck_assert_str_eq(buf_str(&t.said), "error: a.xml:1:4: record ?: kind: by the profile, this record is of no kind\n");
    trial_end(&t);
}
END_TEST

/* A share folder of one's own with profiles that fit alike. */
START_TEST(two_fit)
{
    static const char body[] = CATALOG RECORD "</record></profile>";
    struct trial t;
    char dir[256], path[512];
    struct buf b = BUF_INIT;
    trial_begin(&t);
    snprintf(dir, sizeof dir, "%s/profiles", t.dir);
    ck_assert_int_eq(mkdir(dir, 0700), 0);
    static const char *const match[] = { "<match root=\"r\" has=\"d\"/>", "<match root=\"r\" has=\"d/@c\"/>", "<match root=\"r\" has=\"x\"/>" };
    for (int i = 0; i < 3; i++) {
        buf_clear(&b);
        buf_addf(&b, "<profile xmlns=\"urn:duima:profile:1\" name=\"p%d\">%s%s", i, match[i], body);
        snprintf(path, sizeof path, "profiles/p%d.xml", i);
        trial_write(&t, path, buf_span(&b));
    }
    t.options.share_dir = t.dir;
    trial_document_bad(&t, "<r><d c=\"1\"/></r>", ERROR_INPUT, "a.xml: several profiles fit: p0, p1; choose one with --profile");
    trial_document_bad(&t, "<r><e/></r>", ERROR_INPUT,
                       "a.xml: the markers of the profiles that could fit are not there: p0 (d), p1 (d/@c), p2 (x); choose one with --profile");
    t.options.profile = "p1";
    trial_document_good(&t, "<r><d c=\"1\"/></r>");
    ck_assert_str_eq(t.report.profile, "p1");
    for (int i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "%s/profiles/p%d.xml", t.dir, i);
        unlink(path);
    }
    rmdir(dir);
    trial_end(&t);
    buf_release(&b);
}
END_TEST

/* Elements count in the root's namespace, whatever the prefix; without `namespace` only a root in none fits. */
START_TEST(namespaces)
{
    static const struct {
        const char *declared, *document, *entries;
    } cases[] = {
        { " namespace=\"urn:q\"", "<q:r xmlns:q=\"urn:q\"><q:d c=\"1\"/><d c=\"2\"/></q:r>", "drug 1: name=N\n" },
        { " namespace=\"*\"", "<r xmlns=\"urn:any\" xmlns:o=\"urn:o\"><d c=\"1\"/><o:d c=\"2\"/></r>", "drug 1: name=N\ndrug 2: name=N\n" },
        { "", "<r><d c=\"1\"/><d xmlns=\"urn:o\" c=\"2\"/></r>", "drug 1: name=N\n" },
        { "", "<r xmlns=\"urn:given\"><d c=\"1\"/></r>", "drug 1: name=N\n" }, /* given by --profile: the root's name is enough */
    };
    struct trial t;
    char path[256];
    trial_begin(&t);
    snprintf(path, sizeof path, "%s/p.xml", t.dir);
    t.options.profile = path;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf b = BUF_INIT;
        buf_addf(&b, "%s<match root=\"r\"%s/><catalog><region value=\"X\"/></catalog>%s</record></profile>", OPEN, cases[i].declared, RECORD);
        trial_write(&t, "p.xml", buf_span(&b));
        t.options.label = (struct span){ &"0123"[i], 1 };
        trial_document_good(&t, cases[i].document);
        char *entries = trial_entries(&t, "X");
        ck_assert_str_eq(entries, cases[i].entries);
        free(entries);
        buf_release(&b);
    }
    trial_document_bad(&t, "<s><d c=\"1\"/></s>", ERROR_INPUT, "a.xml:1:1: the root element is <s>, but the profile p reads <r>");
    trial_end(&t);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("import/profile");
    TCase *t = tcase_create("profile");
    tcase_add_test(t, shipped);
    tcase_add_loop_test(t, wrong_profiles, 0, (int)(sizeof wrong / sizeof *wrong));
    tcase_add_loop_test(t, reading, 0, (int)(sizeof readings / sizeof *readings));
    tcase_add_test(t, bad_map);
    tcase_add_test(t, kinds);
    tcase_add_test(t, two_fit);
    tcase_add_test(t, namespaces);
    suite_add_tcase(suite, t);
    return suite_run(suite);
}
