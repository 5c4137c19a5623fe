/* tests/import/test-whole.c: all or nothing: whatever is wrong with a document, the store is as it was, byte for byte. */
#include "import_test.h"
#include "tests/suite.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#define HEAD "<catalog xmlns=\"urn:duima:catalog:1\" region=\"X\" version=\"2\">"

/* A store with something in it. */
static uint64_t begin(struct trial *t)
{
    trial_begin(t);
    trial_document_good(t, "<catalog xmlns=\"urn:duima:catalog:1\" region=\"X\" version=\"1\"><drug code=\"D0\"><name>N</name></drug></catalog>");
    return trial_store_hash(t);
}

START_TEST(truncated)
{
    static const char text[] = "\n<?xml version=\"1.0\"?><!-- a --><catalog xmlns=\"urn:duima:catalog:1\" region=\"X\" version=\"2\">\n"
                               "<drug code=\"D1\"><name>药 &amp; <![CDATA[x]]></name><ceiling level=\"1\">1.5</ceiling></drug>\n"
                               "<service code=\"S1\"><name>N</name></service></catalog>";
    const char *whole = text + 1;
    struct trial t;
    uint64_t before = begin(&t);
    for (size_t n = 0; n < strlen(whole); n++) {
        trial_write(&t, "b.xml", (struct span){ whole, n });
        ck_assert_msg(trial_import(&t, "b.xml") < 0, "%zu bytes were enough", n);
        ck_assert_int_eq(t.err.code, ERROR_INPUT);
        ck_assert_uint_eq(trial_store_hash(&t), before);
    }
    trial_document_good(&t, whole);
    trial_end(&t);
}
END_TEST

START_TEST(truncated_in_child)
{
    static const char whole[] = HEAD "<drug code=\"D1\"><name>N</name></drug><drug code=\"D2\"><name>N</name></drug></catalog>";
    struct trial t;
    uint64_t before = begin(&t);
    t.options.in_process = false;
    for (size_t n = 0; n < sizeof whole - 1; n += 9) {
        trial_write(&t, "b.xml", (struct span){ whole, n });
        ck_assert_int_lt(trial_import(&t, "b.xml"), 0);
        ck_assert_int_eq(t.err.code, ERROR_INPUT);
        ck_assert_uint_eq(trial_store_hash(&t), before);
    }
    trial_document_good(&t, whole);
    ck_assert_int_eq(t.report.records, 2);
    trial_end(&t);
}
END_TEST

/* Not XML, not a catalog, nothing in it. */
static const struct {
    const char *text, *part;
} refused[] = {
    { "", "empty" },
    { "   \n", "empty" },
    { "code,name\nD1,N\n", "table" },
    { "{\"a\": 1}", "JSON" },
    { "PK\003\004", "the file is cut" },
    { "<html><body>no</body></html>", "" },
    { "<rows><row/></rows>", "a.xml:1:1: no profile fits the root element <rows>; known are " },
    { "<catalog region=\"X\" version=\"1\"><drug code=\"1\"><name>N</name></drug></catalog>", "no profile fits the root element <catalog>; known are" },
    { "<catalog xmlns=\"urn:other\"/>", "no profile fits the root element <catalog> in the namespace urn:other; known are" },
    { HEAD "</catalog>", "the document holds no record; nothing was imported" },
    { "<catalog xmlns=\"urn:duima:catalog:1\" region=\"X\" version=\"2\" count=\"0\"/>", "the document holds no record; nothing was imported" },
    { HEAD "<gadget code=\"1\"/></catalog>", "the document holds no record; nothing was imported" },
    { HEAD "<drug code=\"D1\"><name>N</name></drug></catalog><more/>", "" },
    { HEAD "<drug code=\"D1\"><name>N</drug></catalog>", "" },
    { HEAD "<drug code=\"D1\"><name>&foo;</name></drug></catalog>", "" },
    { "<!DOCTYPE catalog [<!ENTITY foo \"bar\">]>" HEAD "<drug code=\"D1\"><name>N</name></drug></catalog>", "" },
    { HEAD "<drug code=\"D1\"><name>\xff</name></drug></catalog>", "" },
    { "<extract><manufacturerList/></extract>", "a.xml: the root element fits the profile on-odb, but formulary/@formularyDate is not there; --profile on-odb reads it all the same" },
    { "<transferinfo><headinfo><REQUESTID>905</REQUESTID></headinfo></transferinfo>",
      "a.xml: the markers of the profiles that could fit are not there: rs-903 (headinfo/REQUESTID=903), rs-904 (headinfo/REQUESTID=904); choose one with --profile" },
};

START_TEST(refused_documents)
{
    struct trial t;
    uint64_t before = begin(&t);
    trial_write(&t, "a.xml", span_of(refused[_i].text));
    for (int child = 0; child < 2; child++) {
        t.options.in_process = child == 0;
        ck_assert_msg(trial_import(&t, "a.xml") < 0, "imported: %s", refused[_i].text);
        ck_assert_int_eq(t.err.code, ERROR_INPUT);
        ck_assert_msg(strstr(t.err.text, refused[_i].part), "%s", t.err.text);
        ck_assert_msg(strstr(t.err.text, "a.xml"), "%s", t.err.text);
        ck_assert_uint_eq(trial_store_hash(&t), before);
    }
    trial_end(&t);
}
END_TEST

/* Caps of a record: values and bytes. */
START_TEST(caps)
{
    struct trial t;
    struct buf b = BUF_INIT;
    uint64_t before = begin(&t);
    buf_adds(&b, HEAD "<drug code=\"D1\"><name>N</name>\n");
    for (int i = 0; i < 100000; i++)
        buf_adds(&b, "<alias>a</alias>");
    buf_adds(&b, "</drug></catalog>");
    trial_write(&t, "b.xml", buf_span(&b));
    ck_assert_int_lt(trial_import(&t, "b.xml"), 0);
    ck_assert_ptr_nonnull(strstr(t.err.text, "a record with more than 100000 values"));
    buf_clear(&b);
    buf_adds(&b, HEAD "<drug code=\"D1\"><name>");
    for (int i = 0; i < 500000; i++)
        buf_adds(&b, "0123456789");
    buf_adds(&b, "</name></drug></catalog>");
    trial_write(&t, "b.xml", buf_span(&b));
    ck_assert_int_lt(trial_import(&t, "b.xml"), 0);
    ck_assert_ptr_nonnull(strstr(t.err.text, "a value of more than 4M bytes; where that is meant, give --max-text 8M"));
    ck_assert_uint_eq(trial_store_hash(&t), before);
    buf_release(&b);
    trial_end(&t);
}
END_TEST

START_TEST(bare_doctype)
{
    struct trial t;
    begin(&t);
    trial_document_good(&t, "<!DOCTYPE catalog SYSTEM \"nothing.dtd\">" HEAD "<drug code=\"D1\"><name>N</name></drug></catalog>");
    trial_end(&t);
}
END_TEST

START_TEST(missing_file)
{
    struct trial t;
    uint64_t before = begin(&t);
    ck_assert_int_lt(trial_import(&t, "nothere.xml"), 0);
    ck_assert_int_eq(t.err.code, ERROR_INPUT);
    ck_assert_ptr_nonnull(strstr(t.err.text, "nothere.xml"));
    ck_assert_uint_eq(trial_store_hash(&t), before);
    trial_end(&t);
}
END_TEST

/* The second file of two is bad: nothing of the first stays. */
START_TEST(second_file_bad)
{
    struct trial t;
    uint64_t before = begin(&t);
    trial_write(&t, "b.xml", span_of(HEAD "<drug code=\"D1\"><name>N</name></drug></catalog>"));
    trial_write(&t, "c.xml", span_of(HEAD "<drug code=\"D2\"><name>N</name></drug>"));
    ck_assert_int_lt(trial_import(&t, "b.xml c.xml"), 0);
    ck_assert_uint_eq(trial_store_hash(&t), before);
    trial_write(&t, "c.xml", span_of("<catalog xmlns=\"urn:duima:catalog:1\" region=\"X\" version=\"3\"><drug code=\"D2\"><name>N</name></drug></catalog>"));
    trial_bad(&t, "b.xml c.xml", ERROR_INPUT, "c.xml says version 3, but a file before it 2: several files must be parts of one version");
    ck_assert_uint_eq(trial_store_hash(&t), before);
    t.options.label = SPAN("4");
    trial_good(&t, "b.xml c.xml");
    ck_assert_int_eq(t.report.records, 2);
    ck_assert_str_eq(t.report.label, "4");
    trial_end(&t);
}
END_TEST

START_TEST(dry_run)
{
    struct trial t;
    uint64_t before = begin(&t);
    t.options.dry_run = true;
    t.options.publish = true;
    trial_document_good(&t, HEAD "<drug code=\"D1\"><name>N</name></drug></catalog>");
    ck_assert_int_eq(trial_version(&t, KIND_DRUG)->added, 1);
    ck_assert_int_eq(trial_version(&t, KIND_DRUG)->removed, 1);
    ck_assert(!t.report.published);
    ck_assert_uint_eq(trial_store_hash(&t), before);
    trial_end(&t);
}
END_TEST

START_TEST(no_change)
{
    static const char one[] = HEAD "<drug code=\"D1\"><name>N</name><ceiling>1</ceiling><ceiling level=\"1\">2</ceiling></drug>"
                                   "<drug code=\"D2\"><name>N</name></drug></catalog>";
    static const char two[] = HEAD "<drug code=\"D2\"><name>N</name></drug>"
                                   "<drug code=\"D1\"><ceiling level=\"1\">2.00</ceiling><ceiling>1.0</ceiling><name> N </name></drug></catalog>";
    struct trial t;
    begin(&t);
    trial_document_good(&t, one);
    ck_assert(!trial_version(&t, KIND_DRUG)->no_change);
    trial_document_good(&t, two);
    ck_assert(trial_version(&t, KIND_DRUG)->no_change);
    trial_end(&t);
}
END_TEST

START_TEST(publish_dates)
{
    struct trial t;
    begin(&t);
    t.options.publish = true;
    trial_document_good(&t, HEAD "<drug code=\"D1\"><name>N</name></drug></catalog>");
    ck_assert(t.report.published);
    ck_assert_int_eq(t.report.effective, 20260701);
    trial_document_good(&t, "<catalog xmlns=\"urn:duima:catalog:1\" region=\"X\" version=\"3\" effective=\"2025-01-02\"><drug code=\"D2\"><name>N</name></drug></catalog>");
    ck_assert_int_eq(t.report.effective, 20250102);
    t.options.effective = 20270101;
    trial_document_good(&t, "<catalog xmlns=\"urn:duima:catalog:1\" region=\"X\" version=\"4\" effective=\"2025-01-02\"><drug code=\"D3\"><name>N</name></drug></catalog>");
    ck_assert_int_eq(t.report.effective, 20270101);
    ck_assert_int_eq(trial_version(&t, KIND_DRUG)->version.in_force_from, 20270101);
    trial_end(&t);
}
END_TEST

START_TEST(one_kind)
{
    struct trial t;
    begin(&t);
    t.options.kind = KIND_SERVICE;
    trial_document_good(&t, HEAD "<drug code=\"D1\"><name/></drug><drug code=\"D2\"/><service code=\"S1\"><name>N</name></service></catalog>");
    ck_assert_str_eq(buf_str(&t.said), "warning: a.xml: records of kind drug left out: 2 (--kind service)\n");
    ck_assert_uint_eq(t.report.result.count, 1);
    trial_document_bad(&t, HEAD "<drug code=\"D1\"><name>N</name></drug></catalog>", ERROR_INPUT, "a.xml: no record is of kind service; nothing was imported");
    trial_end(&t);
}
END_TEST

START_TEST(stopped)
{
    struct trial t;
    uint64_t before = begin(&t);
    t.stop = true;
    for (int child = 0; child < 2; child++) {
        t.options.in_process = child == 0;
        trial_write(&t, "a.xml", span_of(HEAD "<drug code=\"D1\"><name>N</name></drug></catalog>"));
        ck_assert_int_lt(trial_import(&t, "a.xml"), 0);
        ck_assert_int_eq(t.err.code, ERROR_STOPPED);
        ck_assert_uint_eq(trial_store_hash(&t), before);
    }
    trial_end(&t);
}
END_TEST

/* Told to stop while it sorts, while it stores, right before the commit: the store is as it was. Saving is told of and asked once. */
START_TEST(stopped_late)
{
    static const enum import_phase phases[] = { IMPORT_SORTING, IMPORT_STORING, IMPORT_SAVING };
    struct trial t;
    struct buf b = BUF_INIT;
    uint64_t before = begin(&t);
    buf_adds(&b, HEAD);
    for (int i = 0; i < 20000; i++)
        buf_addf(&b, "<drug code=\"D%d\"><name>N</name></drug>", i);
    buf_adds(&b, "</catalog>");
    trial_write(&t, "a.xml", buf_span(&b));
    buf_release(&b);
    for (size_t i = 0; i < 2; i++) {
        t.stop_in = (int)phases[i];
        ck_assert_int_lt(trial_import(&t, "a.xml"), 0);
        ck_assert_int_eq(t.err.code, ERROR_STOPPED);
        ck_assert_uint_eq(trial_store_hash(&t), before);
        t.stop = false;
    }
    t.stop_in = (int)phases[2]; /* whoever stops when told that it is saved comes too late */
    trial_good(&t, "a.xml");
    ck_assert(t.stop);
    trial_end(&t);
}
END_TEST

START_TEST(progress)
{
    struct trial t;
    begin(&t);
    ck_assert_int_gt(t.progressed, 0);
    trial_end(&t);
}
END_TEST

/* Its digest could be of something else than what was read. */
START_TEST(a_file_that_grows)
{
    for (int child = 0; child < 2; child++) {
        struct trial t;
        struct buf large = BUF_INIT; /* progress is told a piece at a time */
        char path[300];
        begin(&t);
        buf_adds(&large, HEAD);
        for (int i = 0; i < 5000; i++)
            buf_addf(&large, "<drug code=\"D%d\"><name>N</name></drug>\n", i);
        buf_adds(&large, "</catalog>");
        trial_write(&t, "b.xml", buf_span(&large));
        buf_release(&large);
        snprintf(path, sizeof path, "%s/b.xml", t.dir);
        t.grows = path;
        t.options.in_process = child == 0;
        uint64_t before = trial_store_hash(&t);
        trial_bad(&t, "b.xml", ERROR_INPUT, "b.xml: the file changed while it was read; import it when nobody writes to it any more");
        ck_assert_uint_eq(trial_store_hash(&t), before);
        trial_end(&t);
    }
}
END_TEST

static int keep_said(void *ctx, bool is_error, const char *sentence, struct error *err)
{
    struct trial *t = ctx;
    (void)is_error, (void)err;
    buf_clear(&t->said);
    buf_adds(&t->said, sentence);
    return 0;
}

/* From standard input: the profile is found by the document where one look is enough. */
START_TEST(standard_input)
{
    static const char text[] = HEAD "<drug code=\"D1\"><name>N</name></drug><gadget/></catalog>";
    struct trial t;
    int ends[2], keep = dup(0);
    begin(&t);
    ck_assert_int_eq(pipe(ends), 0);
    ck_assert_int_eq(write(ends[1], text, sizeof text - 1), (int)sizeof text - 1);
    close(ends[1]);
    dup2(ends[0], 0);
    struct import_events events = { .ctx = &t, .problem = keep_said };
    struct error err;
    char path[256];
    const char *dash = "-";
    snprintf(path, sizeof path, "%s/store.db", t.dir);
    struct store *s = store_open(path, STORE_WRITE, &err);
    ck_assert_ptr_nonnull(s);
    int rc = import_run(s, &dash, 1, &t.options, &events, &t.report, &err);
    ck_assert_msg(rc == 0, "%s", err.text);
    store_close(s);
    dup2(keep, 0);
    close(ends[0]);
    ck_assert_int_eq(t.report.records, 1);
    ck_assert_str_eq(buf_str(&t.said), "standard input:1:98: the element <gadget> is not known and is skipped");
    trial_end(&t);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("import/whole");
    TCase *t = tcase_create("whole");
    tcase_set_timeout(t, 120);
    tcase_add_test(t, truncated);
    tcase_add_test(t, truncated_in_child);
    tcase_add_loop_test(t, refused_documents, 0, (int)(sizeof refused / sizeof *refused));
    tcase_add_test(t, caps);
    tcase_add_test(t, bare_doctype);
    tcase_add_test(t, missing_file);
    tcase_add_test(t, second_file_bad);
    tcase_add_test(t, dry_run);
    tcase_add_test(t, no_change);
    tcase_add_test(t, publish_dates);
    tcase_add_test(t, one_kind);
    tcase_add_test(t, stopped);
    tcase_add_test(t, stopped_late);
    tcase_add_test(t, progress);
    tcase_add_test(t, a_file_that_grows);
    tcase_add_test(t, standard_input);
    suite_add_tcase(suite, t);
    return suite_run(suite);
}
