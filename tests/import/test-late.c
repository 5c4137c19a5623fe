/* tests/import/test-late.c: values that stand behind their records, tables behind their use, and that neither the order nor the
 * size of the pieces changes a version. */
#include "import_test.h"
#include "tests/suite.h"

#include "base/share.h"
#include "import/spool.h"

#define HEAD "<profile xmlns=\"urn:duima:profile:1\" name=\"p\"><match root=\"r\"/><catalog><region value=\"X\"/><version value=\"1\"/></catalog>"
#define RECORD "<record kind=\"drug\" path=\"g/h/d\"><code from=\"@c\"/><name value=\"N\"/>"
#define TAIL "</record></profile>"

/* The document through the profile; the entries. The caller frees. */
static char *read_with(const char *profile, const char *document)
{
    struct trial t;
    char path[256];
    trial_begin(&t);
    trial_write(&t, "p.xml", span_of(profile));
    snprintf(path, sizeof path, "%s/p.xml", t.dir);
    t.options.profile = path;
    trial_document_good(&t, document);
    char *entries = trial_entries(&t, "X");
    trial_end(&t);
    return entries;
}

static void same(const char *profile, const char *document, const char *entries)
{
    char *got = read_with(profile, document);
    ck_assert_str_eq(got, entries);
    free(got);
}

static void refuse(const char *profile, const char *document, const char *why)
{
    struct trial t;
    char path[256];
    trial_begin(&t);
    trial_write(&t, "p.xml", span_of(profile));
    snprintf(path, sizeof path, "%s/p.xml", t.dir);
    t.options.profile = path;
    trial_document_bad(&t, document, ERROR_INPUT, why);
    trial_end(&t);
}

/* A late value belongs to every record of its scope, before and behind it, and to no other. */
START_TEST(scopes)
{
    same(HEAD RECORD "<note from=\"../../n\" late=\"yes\" join=\"+\"/>" TAIL,
         "<r><g><h><d c=\"1\"/></h><n>a</n><h><d c=\"2\"/></h><n>b</n></g><g><h><d c=\"3\"/></h></g><g><n>c</n><h><d c=\"4\"/></h></g></r>",
         "drug 1: name=N note=a+b\ndrug 2: name=N note=a+b\ndrug 3: name=N\ndrug 4: name=N note=c\n");
    same(HEAD RECORD "<note from=\"../n\" late=\"yes\" join=\"+\"/>" TAIL,
         "<r><g><h><d c=\"1\"/><n>a</n><d c=\"2\"/><n>b</n></h><h><d c=\"3\"/></h></g></r>",
         "drug 1: name=N note=a+b\ndrug 2: name=N note=a+b\ndrug 3: name=N\n");
}
END_TEST

/* Two late values of nested scopes, and one that is inherited early. */
START_TEST(nested_scopes)
{
    same(HEAD RECORD "<note from=\"../../n\" late=\"yes\"/><restriction from=\"../x\" late=\"yes\" join=\",\"/><form from=\"../../@f\"/>" TAIL,
         "<r><g f=\"F\"><h><d c=\"1\"/><d c=\"2\"/><x>x1</x></h><h><x>x2</x><d c=\"3\"/><x>x3</x></h><h><d c=\"4\"/></h><n>late</n></g>"
         "<g><h><d c=\"5\"/></h></g></r>",
         "drug 1: name=N form=F restriction=x1 note=late\ndrug 2: name=N form=F restriction=x1 note=late\n"
         "drug 3: name=N form=F restriction=x2,x3 note=late\ndrug 4: name=N form=F note=late\ndrug 5: name=N\n");
}
END_TEST

/* What stands in the record and what stands behind it, in the order of the paths. */
START_TEST(late_and_own)
{
    same(HEAD RECORD "<restriction from=\"x | ../x | ../../x\" late=\"yes\" take=\"all\" join=\",\"/><note from=\"../../n | n\" late=\"yes\"/>" TAIL,
         "<r><g><h><d c=\"1\"><x>own</x><n>mine</n></d><d c=\"2\"><n>mine</n></d><x>x1</x></h><h><d c=\"3\"/></h><x>x2</x><x>x3</x></g>"
         "<g><h><d c=\"4\"/></h><n>late</n></g></r>",
         "drug 1: name=N restriction=own,x1,x2,x3 note=mine\ndrug 2: name=N restriction=x1,x2,x3 note=mine\n"
         "drug 3: name=N restriction=x2,x3\ndrug 4: name=N note=late\n");
}
END_TEST

START_TEST(undeclared)
{
    refuse(HEAD RECORD "<note from=\"../../n\"/>" TAIL, "<r><g><h><d c=\"1\"/></h>\n  <n>a</n></g></r>",
           "a.xml:2:3: \"../../n\" (for note) stands after records that it belongs to; the profile p does not declare it late (late=\"yes\")");
    refuse(HEAD RECORD "<note from=\"../../n\" join=\",\"/>" TAIL, "<r><g><n>a</n><h><d c=\"1\"/></h><n>b</n></g></r>",
           "a.xml:1:32: \"../../n\" (for note) stands after records that it belongs to; the profile p does not declare it late (late=\"yes\")");
    /* before its records, or without any, or empty: good */
    same(HEAD RECORD "<note from=\"../../n\"/>" TAIL, "<r><g><n>z</n></g><g><n>a</n><h><d c=\"1\"/></h><n/></g><g><n>y</n></g></r>", "drug 1: name=N note=a\n");
}
END_TEST

/* An ancestor's value ends with the ancestor. */
START_TEST(inherited)
{
    same(HEAD RECORD "<note from=\"../n | ../../n\"/><form from=\"../../@f\"/>" TAIL,
         "<r><g f=\"1\"><n>outer</n><h><n>inner</n><d c=\"1\"/></h><h><d c=\"2\"/></h></g><g><h><d c=\"3\"/></h></g></r>",
         "drug 1: name=N form=1 note=inner\ndrug 2: name=N form=1 note=outer\ndrug 3: name=N\n");
}
END_TEST

#define TABLE "<table id=\"m\" path=\"t/i\" key=\"@k\" value=\".\"/>"
START_TEST(tables)
{
    static const char ahead[] = "<r><t><i k=\"1\">one</i><i k=\"2\">two</i></t><g><h><d c=\"1\" m=\"2\"/><d c=\"2\" m=\"1\"/><d c=\"3\"/></h></g></r>";
    static const char behind[] = "<r><t><i k=\"1\">one</i></t><g><h><d c=\"1\" m=\"2\"/><d c=\"2\" m=\"1\"/><d c=\"3\"/></h></g><t><i k=\"2\">two</i></t></r>";
    static const char want[] = "drug 1: name=N manufacturer=two\ndrug 2: name=N manufacturer=one\ndrug 3: name=N\n";
    same(HEAD TABLE RECORD "<manufacturer from=\"@m\" table=\"m\"/>" TAIL, ahead, want);
    same(HEAD TABLE RECORD "<manufacturer from=\"@m\" table=\"m\"/>" TAIL, behind, want);
    refuse(HEAD TABLE RECORD "<manufacturer from=\"@m\" table=\"m\"/>" TAIL, "<r><g><h><d c=\"1\" m=\"9\"/></h></g></r>",
           "a.xml: wrong records: 1; nothing was imported (--skip-bad leaves them out)");
    same(HEAD TABLE RECORD "<manufacturer from=\"@m\" table=\"m\" other=\"keep\"/>" TAIL, "<r><g><h><d c=\"1\" m=\"9\"/></h></g></r>",
         "drug 1: name=N manufacturer=9\n");
    same(HEAD TABLE RECORD "<manufacturer from=\"@m\" table=\"m\" other=\"none\"/>" TAIL,
         "<r><g><h><d c=\"1\" m=\"9\"/><d c=\"2\" m=\"1\"/></h></g><t><i k=\"1\">one</i></t></r>", "drug 1: name=N\ndrug 2: name=N manufacturer=one\n");
    /* late and looked up at once */
    same(HEAD TABLE RECORD "<manufacturer from=\"../../m\" table=\"m\" late=\"yes\"/>" TAIL,
         "<r><g><h><d c=\"1\"/></h><m>2</m></g><t><i k=\"2\">two</i></t></r>", "drug 1: name=N manufacturer=two\n");
}
END_TEST

START_TEST(table_twice)
{
    struct trial t;
    char path[256];
    trial_begin(&t);
    trial_write(&t, "p.xml", span_of(HEAD TABLE RECORD "<manufacturer from=\"@m\" table=\"m\"/>" TAIL));
    snprintf(path, sizeof path, "%s/p.xml", t.dir);
    t.options.profile = path;
    trial_document_good(&t, "<r><t><i k=\"1\">one</i><i k=\"1\">one</i>\n<i k=\"1\">two</i></t><g><h><d c=\"1\" m=\"1\"/></h></g></r>");
    ck_assert_str_eq(buf_str(&t.said), "warning: a.xml:2:1: the look-up table m has \"1\" with two values; the first stays\n");
    trial_document_bad(&t, "<r><g><h><d c=\"1\" m=\"9\"/></h></g></r>", ERROR_INPUT, "a.xml: wrong records: 1; nothing was imported (--skip-bad leaves them out)");
    ck_assert_str_eq(buf_str(&t.said), "error: a.xml:1:10: drug 1: manufacturer is \"9\": it is not in the look-up table m\n");
    trial_end(&t);
}
END_TEST

/* The same content, whatever the order of its parts and the size of its pieces: one hash. */
START_TEST(same_hash)
{
    static const size_t chunks[] = { 0, 1, 2, 3, 7, 64 };
    struct trial t;
    char path[512];
    unsigned char hash[SHA256_BYTES];
    struct buf whole = BUF_INIT, moved = BUF_INIT;
    trial_begin(&t);
    ck_assert_int_eq(file_read(fixture("on-odb.xml", path), (size_t)1 << 20, ERROR_INPUT, &whole, &t.err), 0);
    size_t from = span_find(buf_span(&whole), SPAN("<manufacturerList>")), to = span_find(buf_span(&whole), SPAN("</manufacturerList>")) + 19;
    size_t end = span_find(buf_span(&whole), SPAN("</extract>"));
    buf_add(&moved, whole.p, from);
    buf_add(&moved, whole.p + to, end - to);
    buf_add(&moved, whole.p + from, to - from);
    buf_adds(&moved, "</extract>");
    trial_write(&t, "whole.xml", buf_span(&whole));
    trial_write(&t, "moved.xml", buf_span(&moved));
    trial_good(&t, "whole.xml");
    memcpy(hash, trial_version(&t, KIND_DRUG)->version.hash, sizeof hash);
    for (size_t i = 0; i < 2 * sizeof chunks / sizeof *chunks; i++) {
        t.options.chunk = chunks[i / 2];
        t.options.in_process = i % 3 > 0;
        trial_good(&t, i % 2 ? "moved.xml" : "whole.xml");
        ck_assert(trial_version(&t, KIND_DRUG)->no_change);
        ck_assert_mem_eq(hash, trial_version(&t, KIND_DRUG)->version.hash, sizeof hash);
    }
    buf_release(&whole);
    buf_release(&moved);
    trial_end(&t);
}
END_TEST

static int count_record(void *ctx, const struct record *record, struct error *err)
{
    uint64_t *n = ctx;
    (void)err;
    ck_assert_uint_eq(record->n, 1);
    ck_assert_uint_eq(record->fields[0].line, *n);
    ck_assert_uint_eq(record->fields[0].text.n, 4096);
    (*n)++;
    return 0;
}

/* More than fits in memory waits on disk, and nothing stays behind. */
START_TEST(spool_on_disk)
{
    static char text[4096];
    struct trial t;
    struct spool s;
    trial_begin(&t);
    spool_init(&s, t.dir);
    memset(text, 'x', sizeof text);
    for (int round = 0; round < 2; round++) {
        uint64_t n = 0;
        for (uint32_t i = 0; i < 5000; i++) {
            struct field f = { .slot = 1, .line = i, .text = { text, sizeof text } };
            struct record r = { .fields = &f, .n = 1 };
            ck_assert_int_eq(spool_put(&s, &r, &t.err), 0);
        }
        ck_assert_int_ge(s.fd, 0);
        ck_assert_msg(spool_drain(&s, count_record, &n, &t.err) == 0, "%s", t.err.text);
        ck_assert_uint_eq(n, 5000);
    }
    spool_release(&s);
    trial_end(&t);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("import/late");
    TCase *t = tcase_create("late");
    tcase_set_timeout(t, 60);
    tcase_add_test(t, scopes);
    tcase_add_test(t, nested_scopes);
    tcase_add_test(t, late_and_own);
    tcase_add_test(t, undeclared);
    tcase_add_test(t, inherited);
    tcase_add_test(t, tables);
    tcase_add_test(t, table_twice);
    tcase_add_test(t, same_hash);
    tcase_add_test(t, spool_on_disk);
    suite_add_tcase(suite, t);
    return suite_run(suite);
}
