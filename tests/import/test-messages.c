/* tests/import/test-messages.c: what is said of a wrong record, to the letter: file, line, column, code, field, text. */
#include "import_test.h"
#include "tests/suite.h"

#define HEAD "<catalog xmlns=\"urn:duima:catalog:1\" region=\"X\" version=\"1\">\n"
#define TAIL "\n</catalog>\n"
#define NONE "a.xml: wrong records: 1; nothing was imported (--skip-bad leaves them out)"

/* One record, one fault, in line 2. */
static const struct {
    const char *record, *said;
} faults[] = {
    { "<drug code=\"D1\"><name>N</name><valid from=\"2026-02-30\"/></drug>",
      "error: a.xml:2:31: drug D1: valid-from is \"2026-02-30\": it is no day written YYYY-MM-DD\n" },
    { "<drug code=\"D1\"><name>N</name><valid from=\"20260201\"/></drug>",
      "error: a.xml:2:31: drug D1: valid-from is \"20260201\": it is no day written YYYY-MM-DD\n" },
    { "<drug code=\"D1\"><name>N</name><ceiling>12,5</ceiling></drug>",
      "error: a.xml:2:31: drug D1: ceiling is \"12,5\": it is no number with a decimal point\n" },
    { "<drug code=\"D1\"><name>N</name><ceiling>1.23456</ceiling></drug>",
      "error: a.xml:2:31: drug D1: ceiling is \"1.23456\": it has more than 4 decimals\n" },
    { "<drug code=\"D1\"><name>N</name><ceiling>-1</ceiling></drug>", "error: a.xml:2:31: drug D1: ceiling is \"-1\": it is below 0\n" },
    { "<drug code=\"D1\"><name>N</name><ceiling>99999999999999999999</ceiling></drug>",
      "error: a.xml:2:31: drug D1: ceiling is \"99999999999999999999\": it is too large\n" },
    { "<drug code=\"D1\"><name>N</name><ceiling level=\"4\">1</ceiling></drug>",
      "error: a.xml:2:31: drug D1: ceiling is \"1\": its level is none of 1, 2, 3\n" },
    { "<drug code=\"D1\"><name>N</name><ceiling type=\"max\">1</ceiling></drug>",
      "error: a.xml:2:31: drug D1: ceiling is \"1\": its type is neither price nor payment\n" },
    { "<drug code=\"D1\"><name>N</name><ceiling ownership=\"mine\">1</ceiling></drug>",
      "error: a.xml:2:31: drug D1: ceiling is \"1\": its ownership is none of public, private and any\n" },
    { "<drug code=\"D1\"><name>N</name><self-pay>1.5</self-pay></drug>",
      "error: a.xml:2:31: drug D1: self-pay is \"1.5\": it is no share from 0 to 1\n" },
    { "<drug code=\"D1\"><name>N</name><self-pay>10%</self-pay></drug>",
      "error: a.xml:2:31: drug D1: self-pay is \"10%\": it is no number with a decimal point\n" },
    { "<drug code=\"D1\"><name>N</name><self-pay>0.1</self-pay><self-pay>0.2</self-pay></drug>",
      "error: a.xml:2:55: drug D1: self-pay is \"0.2\": the same scheme has another share already\n" },
    { "<drug code=\"D1\"><name>N</name><pay-class>甲</pay-class></drug>", "error: a.xml:2:31: drug D1: pay-class is \"甲\": it is none of A, B, C\n" },
    { "<drug code=\"D 1\"><name>N</name></drug>",
      "error: a.xml:2:1: drug D 1: code is \"D 1\": it has a blank or another character that nobody sees\n" },
    { "<drug code=\" D1\"><name>N</name></drug>",
      "error: a.xml:2:1: drug  D1: code is \" D1\": it has a blank or another character that nobody sees\n" },
    { "<drug code=\"12345678901234567890123456789012345678901234567890123456789012345\"><name>N</name></drug>",
      "error: a.xml:2:1: drug 12345678901234567890123456789012345678901234567890123456789012345: code is "
      "\"123456789012345678901234567890123456789012345678901234567890…\": it has more than 64 characters\n" },
    { "<drug><name>N</name></drug>", "error: a.xml:2:1: drug ?: code: it is missing\n" },
    { "<drug code=\"\"><name>N</name></drug>", "error: a.xml:2:1: drug ?: code: it is missing\n" },
    { "<service code=\"S1\"><unit>次</unit></service>", "error: a.xml:2:1: service S1: name: it is missing\n" },
    { "<drug code=\"D1\"><name>  </name></drug>", "error: a.xml:2:1: drug D1: name: it is missing\n" },
    { "<drug code=\"D1\"><name>N</name>\n<name>M</name></drug>", "error: a.xml:3:1: drug D1: name is \"M\": it has another value already\n" },
    { "<drug code=\"D1\"><name>N</name><pack quantity=\"0\">x</pack></drug>",
      "error: a.xml:2:31: drug D1: pack-quantity is \"0\": it must be above 0\n" },
    { "<drug code=\"D1\" list-type=\"1O1\"><name>N</name></drug>",
      "error: a.xml:2:1: drug D1: list-type is \"1O1\": it is no list type of three digits, such as 101\n" },
    { "<drug code=\"D1\"><name>N</name><limit age-min=\"x\"/></drug>",
      "error: a.xml:2:31: drug D1: limit-age-min is \"x\": it is no whole number of years from 0 to 150\n" },
    { "<drug code=\"D1\"><name>N</name><limit age-min=\"9\" age-max=\"3\"/></drug>",
      "error: a.xml:2:1: drug D1: limit-age-min: the highest age is below the lowest\n" },
    { "<drug code=\"D1\"><name>N</name><limit level=\"0\"/></drug>",
      "error: a.xml:2:31: drug D1: limit-level is \"0\": it is none of 1, 2, 3\n" },
    { "<drug code=\"D1\"><name>N</name><limit sex=\"f\"/></drug>",
      "error: a.xml:2:31: drug D1: limit-sex is \"f\": it is none of M, F and any\n" },
    { "<drug code=\"D1\"><name>N</name><limit visit=\"ward\"/></drug>",
      "error: a.xml:2:31: drug D1: limit-visit is \"ward\": it is none of inpatient, outpatient and any\n" },
    { "<drug code=\"D1\"><name>N</name><limit approval=\"yes\"/></drug>",
      "error: a.xml:2:31: drug D1: limit-approval is \"yes\": it is neither true nor false\n" },
    { "<drug code=\"D1\"><name>N</name><valid status=\"on\"/></drug>",
      "error: a.xml:2:31: drug D1: status is \"on\": it is neither active nor inactive\n" },
    { "<drug code=\"D1\"><name>N</name><valid from=\"2026-02-02\" to=\"2026-02-01\"/></drug>",
      "error: a.xml:2:1: drug D1: valid-from: the last day lies before the first\n" },
    { "<drug code=\"D1\"><name>N</name><replaced-by type=\"by\" code=\"D2\"/></drug>",
      "error: a.xml:2:31: drug D1: replaced-by is \"D2\": its type is none of same-as, replaced-by and possibly\n" },
    { "<drug code=\"D1\"><name>N</name><replaces code=\"D 2\"/></drug>",
      "error: a.xml:2:31: drug D1: replaces is \"D 2\": it has a blank or another character that nobody sees\n" },
};

START_TEST(one_fault)
{
    struct trial t;
    struct buf b = BUF_INIT;
    trial_begin(&t);
    buf_addf(&b, "%s%s%s", HEAD, faults[_i].record, TAIL);
    trial_document_bad(&t, buf_str(&b), ERROR_INPUT, NONE);
    ck_assert_str_eq(buf_str(&t.said), faults[_i].said);
    ck_assert_uint_eq(trial_store_hash(&t), 0);
    buf_release(&b);
    trial_end(&t);
}
END_TEST

/* Every fault of a record, and of every record. */
START_TEST(all_faults)
{
    struct trial t;
    trial_begin(&t);
    trial_document_bad(&t,
                       HEAD "<drug code=\"D1\"><name>N</name><ceiling>x</ceiling><valid from=\"y\"/></drug>\n"
                            "<drug code=\"D2\"><name>N</name></drug>\n"
                            "<drug code=\"D3\"><name>N</name><pay-class>D</pay-class></drug>" TAIL,
                       ERROR_INPUT, "a.xml: wrong records: 2; nothing was imported (--skip-bad leaves them out)");
    ck_assert_str_eq(buf_str(&t.said), "error: a.xml:2:31: drug D1: ceiling is \"x\": it is no number with a decimal point\n"
                                       "error: a.xml:2:51: drug D1: valid-from is \"y\": it is no day written YYYY-MM-DD\n"
                                       "error: a.xml:4:31: drug D3: pay-class is \"D\": it is none of A, B, C\n");
    trial_end(&t);
}
END_TEST

START_TEST(max_errors)
{
    struct trial t;
    trial_begin(&t);
    t.options.max_errors = 2;
    trial_document_bad(&t, HEAD "<drug code=\"D1\"/>\n<drug code=\"D2\"/>\n<drug code=\"D3\"/>" TAIL, ERROR_INPUT,
                       "a.xml: wrong records: 2, and no more were looked at; nothing was imported");
    ck_assert_str_eq(buf_str(&t.said), "error: a.xml:2:1: drug D1: name: it is missing\nerror: a.xml:3:1: drug D2: name: it is missing\n");
    trial_end(&t);
}
END_TEST

START_TEST(duplicates)
{
    struct trial t;
    trial_begin(&t);
    trial_document_bad(&t,
                       HEAD "<drug code=\"D1\"><name>N</name></drug>\n<service code=\"D1\"><name>S</name></service>\n"
                            "<drug code=\"d1\"><name>other case</name></drug>\n<drug code=\"D1\"><name>M</name></drug>" TAIL,
                       ERROR_INPUT, NONE);
    ck_assert_str_eq(buf_str(&t.said), "error: a.xml:5:1: drug D1: the code stands twice, first in line 2\n");
    trial_write(&t, "b.xml", span_of(HEAD "\n\n<drug code=\"D1\"><name>N</name></drug>" TAIL));
    trial_write(&t, "c.xml", span_of(HEAD "<drug code=\"D1\"><name>N</name></drug>" TAIL));
    trial_bad(&t, "b.xml c.xml", ERROR_INPUT, "b.xml: wrong records: 1; nothing was imported (--skip-bad leaves them out)");
    ck_assert_str_eq(buf_str(&t.said), "error: c.xml:2:1: drug D1: the code stands twice, first in b.xml line 4\n");
    ck_assert_uint_eq(trial_store_hash(&t), 0);
    trial_end(&t);
}
END_TEST

START_TEST(skip_bad)
{
    struct trial t;
    trial_begin(&t);
    t.options.skip_bad = true;
    trial_document_good(&t, HEAD "<drug code=\"D1\" list-type=\"101\"><name>N &amp; M</name><pack quantity=\"x\" dose-unit=\"片\">p</pack>"
                                 "<ceiling level=\"2\">1</ceiling><valid to=\"2026-01-01\"/><replaced-by code=\"D9\"/></drug>\n"
                                 "<drug code=\"D2\"><name>good</name></drug>\n<drug code=\"D2\"><name>again</name></drug>" TAIL);
    ck_assert_str_eq(buf_str(&t.said), "error: a.xml:2:55: drug D1: pack-quantity is \"x\": it is no number with a decimal point\n"
                                       "reject 2 D1: a.xml:2:55: drug D1: pack-quantity is \"x\": it is no number with a decimal point\n"
                                       "error: a.xml:4:1: drug D2: the code stands twice, first in line 3\n"
                                       "reject 4 D2: a.xml:4:1: drug D2: the code stands twice, first in line 3\n");
    ck_assert_str_eq(buf_str(&t.rejected),
                     "<drug code=\"D1\" list-type=\"101\"><name>N &amp; M</name><pack quantity=\"x\" dose-unit=\"片\">p</pack>"
                     "<ceiling level=\"2\">1</ceiling><replaced-by code=\"D9\"/><valid to=\"2026-01-01\"/></drug>\n"
                                           "<drug code=\"D2\"><name>again</name></drug>\n");
    ck_assert_int_eq(t.report.records, 3);
    ck_assert_int_eq(t.report.rejected, 2);
    char *entries = trial_entries(&t, "X");
    ck_assert_str_eq(entries, "drug D2: name=good\n");
    free(entries);
    trial_document_bad(&t, HEAD "<drug code=\"D1\"/>" TAIL, ERROR_INPUT, "a.xml: every record is wrong; nothing was imported");
    trial_end(&t);
}
END_TEST

/* Why a record was left out is told whole with it, and is not cut within a character. */
START_TEST(long_reason)
{
    struct trial t;
    struct buf code = BUF_INIT, document = BUF_INIT, want = BUF_INIT;
    for (size_t i = 0; i < 300; i++)
        buf_adds(&code, "药");
    trial_begin(&t);
    t.options.skip_bad = true;
    buf_addf(&document, HEAD "<drug code=\"%s\"><name>N</name></drug><drug code=\"D\"><name>N</name></drug>" TAIL, buf_str(&code));
    trial_document_good(&t, buf_str(&document));
    const char *why = strstr(buf_str(&t.said), "a.xml:2:1: drug");
    ck_assert_ptr_nonnull(why);
    const char *end = strchr(why, '\n');
    ck_assert_ptr_nonnull(end);
    buf_addf(&want, "reject 2 %s: %.*s\n", buf_str(&code), (int)(end - why), why);
    ck_assert_str_eq(end + 1, buf_str(&want));
    trial_end(&t);
    buf_release(&code);
    buf_release(&document);
    buf_release(&want);
}
END_TEST

START_TEST(unknown_names)
{
    struct trial t;
    trial_begin(&t);
    trial_document_good(&t, "<catalog xmlns=\"urn:duima:catalog:1\" xmlns:x=\"urn:x\" region=\"X\" version=\"1\" colour=\"red\" x:any=\"1\">\n"
                            "<drug code=\"D1\" size=\"1\" xml:lang=\"en\"><name>N<b>bold</b>M</name><colour>red<name>no</name></colour>"
                            "<x:name>no</x:name></drug>\n"
                            "<drug code=\"D2\" size=\"1\"><name>N</name><colour/></drug><gadget/>\n</catalog>");
    ck_assert_str_eq(buf_str(&t.said), "warning: a.xml:1:1: the attribute colour (here of <catalog>) is not known and is skipped\n"
                                       "warning: a.xml:2:1: the attribute size (here of <drug>) is not known and is skipped\n"
                                       "warning: a.xml:2:47: the element <b> is not known and is skipped\n"
                                       "warning: a.xml:2:66: the element <colour> is not known and is skipped\n"
                                       "warning: a.xml:2:101: the element <name> of another namespace is not known and is skipped\n"
                                       "warning: a.xml:3:56: the element <gadget> is not known and is skipped\n");
    ck_assert_int_eq(t.report.problems[PROBLEM_ELEMENT] + t.report.problems[PROBLEM_ATTRIBUTE], 6);
    char *entries = trial_entries(&t, "X");
    ck_assert_str_eq(entries, "drug D1: name=NM\ndrug D2: name=N\n");
    free(entries);
    trial_end(&t);
}
END_TEST

START_TEST(document_values)
{
    static const struct {
        const char *attributes, *why;
    } cases[] = {
        { "version=\"1\"", "a.xml: the document names no region; give it with --region" },
        { "region=\"X\"", "a.xml: the document names no version; give its label with --label" },
        { "region=\"X Y\" version=\"1\"", "a.xml:1:1: the document's region is \"X Y\": a region is 1 to 16 letters A to Z, digits, _ or -" },
        { "region=\"X\" version=\"a@b\"", "a.xml:1:1: the document's version is \"a@b\": a label is 1 to 64 bytes without blank, @ or /" },
        { "region=\"X\" version=\"1\" effective=\"tomorrow\"",
          "a.xml:1:1: the document's effective is \"tomorrow\": it is no day written YYYY-MM-DD" },
        { "region=\"X\" version=\"1\" fragment=\"maybe\"", "a.xml:1:1: the document's fragment is \"maybe\": it is neither true nor false" },
        { "region=\"X\" version=\"1\" count=\"many\"", "a.xml:1:1: the document's count is \"many\": it is no whole number" },
        { "region=\"X\" version=\"1\" count=\"2\"", "a.xml: records declared: 2, read: 1; nothing was imported" },
    };
    struct trial t;
    trial_begin(&t);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf b = BUF_INIT;
        buf_addf(&b, "<catalog xmlns=\"urn:duima:catalog:1\" %s><drug code=\"D1\"><name>N</name></drug></catalog>", cases[i].attributes);
        trial_write(&t, "a.xml", buf_span(&b));
        ck_assert_int_lt(trial_import(&t, "a.xml"), 0);
        ck_assert_str_eq(t.err.text, cases[i].why);
        ck_assert_uint_eq(trial_store_hash(&t), 0);
        buf_release(&b);
    }
    trial_end(&t);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("import/messages");
    TCase *t = tcase_create("messages");
    tcase_add_loop_test(t, one_fault, 0, (int)(sizeof faults / sizeof *faults));
    tcase_add_test(t, all_faults);
    tcase_add_test(t, max_errors);
    tcase_add_test(t, duplicates);
    tcase_add_test(t, skip_bad);
    tcase_add_test(t, long_reason);
    tcase_add_test(t, unknown_names);
    tcase_add_test(t, document_values);
    suite_add_tcase(suite, t);
    return suite_run(suite);
}
