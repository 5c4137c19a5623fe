/* tests/io/test-xml.c: the locked-down parser: events, places, traps, truncation at every byte, any cut of the input. */
#include "io/xml.h"
#include "tests/io/giving.h"
#include "tests/io/transcript.h"
#include "tests/suite.h"

/* Gives the document `chunk` bytes at a time; the transcript in t, 0 or -1 with err. */
static int parse(struct span document, size_t chunk, struct transcript *t, struct error *err)
{
    struct giving giving = { .begin = document, .chunk = chunk };
    struct xml_parser *x = xml_new("f.xml", &transcript_events, t, err);
    ck_assert_ptr_nonnull(x);
    int status = xml_parse(x, giving_bytes, &giving, err);
    xml_free(x);
    return status;
}

static const size_t chunks[] = { 1, 2, 3, 7, 64, 5000, 1 << 20 };
#define CHUNKS (sizeof chunks / sizeof *chunks)

static void expect(const char *document, bool places, const char *events)
{
    for (size_t i = 0; i < CHUNKS; i++) {
        struct transcript t = { .text = BUF_INIT, .places = places };
        struct error err = { .text = "" };
        ck_assert_msg(parse(span_of(document), chunks[i], &t, &err) == 0, "%s: %s", document, err.text);
        ck_assert_str_eq(buf_str(&t.text), events);
        buf_release(&t.text);
    }
}

/* Refused, however it is cut, with ERROR_INPUT and a sentence that has `word` in it. */
static void refused_bytes(struct span document, const char *word)
{
    for (size_t i = 0; i < CHUNKS; i++) {
        struct transcript t = { .text = BUF_INIT };
        struct error err = { .text = "" };
        ck_assert_msg(parse(document, chunks[i], &t, &err) < 0, "read: %.*s", SPAN_ARG(document));
        ck_assert_int_eq(err.code, ERROR_INPUT);
        ck_assert_msg(strstr(err.text, word) != NULL, "'%s' not in: %s", word, err.text);
        ck_assert_msg(strncmp(err.text, "f.xml:", 6) == 0, "%s", err.text);
        buf_release(&t.text);
    }
}

static void refused(const char *document, const char *word)
{
    refused_bytes(span_of(document), word);
}

START_TEST(elements_and_attributes)
{
    expect("<a/>", false, "<a></a>");
    expect("<a x='1' y=\"&lt;2&#x4E2D;\"><b>t</b></a>", false, "<a x='1' y='<2中'><b>t</b></a>");
    expect("<a x='&amp;&#38;&amp;#38;&#x26;amp;'>&amp;#38;&#38;</a>", false, "<a x='&&&#38;&amp;'>&#38;&</a>");
    expect("<?xml version='1.0' encoding='GBK'?><!-- c --><a>中&amp;文</a><!-- d -->", false, "<a>中&文</a>");
    expect("<a xmlns='urn:x' xmlns:p='urn:y' p:k='v'><p:b/></a>", false,
           "<a {urn:x} {urn:y}k='v'><b {urn:y}></b></a>");
    expect("<a>x<![CDATA[<&]]>y<!-- z -->w</a>", false, "<a>x<&yw</a>");
    expect("<list><item/><item>2</item></list>", false, "<list><item></item><item>2</item></list>");
    expect("<a> \n <b/> </a>", false, "<a> \n <b></b> </a>");
    expect("\n<a>\r\nx\ry</a>", false, "<a>\nx\ny</a>");
}
END_TEST

START_TEST(doctype_alone_passes)
{
    expect("<!DOCTYPE a><a/>", false, "<a></a>");
    expect("<!DOCTYPE a SYSTEM 'http://example.invalid/a.dtd'><a>1</a>", false, "<a>1</a>");
    expect("<!DOCTYPE a PUBLIC 'p' 'file:///etc/passwd'><a>1</a>", false, "<a>1</a>");
    expect("<!DOCTYPE a [<!ELEMENT a (#PCDATA)><!-- c -->]><a>1</a>", false, "<a>1</a>");
}
END_TEST

START_TEST(places)
{
    expect("<a>\n  <b x='1'\n     y='2'>t</b>\n  <中/><c>z</c></a>\n", true,
           "<a @1:1>\n  <b x='1' y='2' @2:3>t</b @3:13>\n  <中 @4:3></中 @4:3><c @4:7>z</c @4:11></a @4:15>");
    expect("<a>\r\n<b/>\r\n</a>", true, "<a @1:1>\n<b @2:1></b @2:1>\n</a @3:1>");
    expect("<a>文文<b/></a>", true, "<a @1:1>文文<b @1:6></b @1:6></a @1:10>");
}
END_TEST

/* Lines far longer than what the parser keeps, and many of them. */
START_TEST(places_in_long_lines)
{
    for (size_t i = 0; i < CHUNKS; i++) {
        struct buf document = BUF_INIT, events = BUF_INIT;
        uint32_t column = 4;
        buf_adds(&document, "<a>");
        buf_adds(&events, "<a @1:1>");
        for (int k = 0; k < 3000; k++) {
            buf_adds(&document, "<中 k='文'>字z</中>");
            buf_addf(&events, "<中 k='文' @1:%u>字z</中 @1:%u>", column, column + 11);
            column += 15;
        }
        buf_adds(&document, "\n<b/></a>");
        buf_adds(&events, "\n<b @2:1></b @2:1></a @2:5>");
        struct transcript t = { .text = BUF_INIT, .places = true };
        struct error err = { .text = "" };
        ck_assert_msg(parse(buf_span(&document), chunks[i], &t, &err) == 0, "%s", err.text);
        size_t same = 0;
        while (same < events.n && same < t.text.n && events.p[same] == t.text.p[same])
            same++;
        ck_assert_msg(same == events.n, "pieces of %zu bytes: expected %.40s, got %.40s", chunks[i], buf_str(&events) + same - 20,
                      buf_str(&t.text) + same - 20);
        buf_release(&t.text);
        buf_release(&document);
        buf_release(&events);
    }
}
END_TEST

/* Tags, names and attributes longer than what libxml2 keeps behind the place where it is, all on one line. */
START_TEST(places_behind_long_tags)
{
    static const size_t lengths[] = { 10, 70, 300, 600, 3990, 20000 };
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        struct buf long_one = BUF_INIT, document = BUF_INIT, events = BUF_INIT;
        uint32_t column = 4;
        const uint32_t n = (uint32_t)lengths[i];
        for (uint32_t k = 0; k < n; k++)
            buf_addc(&long_one, 'x');
        const char *x = buf_str(&long_one);
        buf_adds(&document, "<a>");
        buf_adds(&events, "<a @1:1>");
        for (int k = 0; k < 200; k++) {
            buf_addf(&document, "<b k='%s'/><e%s/><c>中</c><d k='%s'>%s</d>", x, x, x, x);
            buf_addf(&events, "<b k='%s' @1:%u></b @1:%u>", x, column, column);
            column += n + 9;
            buf_addf(&events, "<e%s @1:%u></e%s @1:%u>", x, column, x, column);
            column += n + 4;
            buf_addf(&events, "<c @1:%u>中</c @1:%u><d k='%s' @1:%u>%s</d @1:%u>", column, column + 4, x, column + 8, x, column + 2 * n + 16);
            column += 2 * n + 20;
        }
        buf_adds(&document, "</a>");
        buf_addf(&events, "</a @1:%u>", column);
        struct transcript t = { .text = BUF_INIT, .places = true };
        struct error err = { .text = "" };
        ck_assert_msg(parse(buf_span(&document), 0, &t, &err) == 0, "%s", err.text);
        ck_assert_msg(strcmp(buf_str(&t.text), buf_str(&events)) == 0, "places of pieces of %u bytes", n);
        buf_release(&t.text);
        buf_release(&events);
        buf_release(&document);
        buf_release(&long_one);
    }
}
END_TEST

START_TEST(entities_are_refused)
{
    refused("<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>", "declares an entity (e)");
    refused("<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>", "declares an entity (e)");
    refused("<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a/>", "declares an entity (e)");
    refused("<!DOCTYPE a [<!ENTITY % p SYSTEM 'file:///etc/passwd'> %p;]><a/>", "declares an entity (p)");
    refused("<!DOCTYPE a [<!NOTATION n SYSTEM 'n'><!ENTITY e SYSTEM 'x' NDATA n>]><a/>", "declares an entity (e)");
    refused("<!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>"
            "<!ENTITY d '&c;&c;&c;&c;&c;&c;&c;&c;'><!ENTITY e '&d;&d;&d;&d;&d;&d;&d;&d;'>]><l x='&e;'>&e;</l>",
            "declares an entity (a)");
    refused("<a>&nbsp;</a>", "&nbsp;");
    refused("<a b='&nbsp;'/>", "&nbsp;");
    refused("<!DOCTYPE a SYSTEM 'x.dtd'><a>&nbsp;</a>", "&nbsp;");
    refused("<!DOCTYPE a SYSTEM 'x.dtd'><a b='&nbsp;'/>", "&nbsp;");
}
END_TEST

START_TEST(faults_have_places_and_words)
{
    refused("<a>\n <b></c></a>", "f.xml:2:");
    refused("<a>\n <b></c></a>", "</c> does not belong to <b> of line 2");
    refused("<a/><b/>", "behind the end");
    refused("<a/>x", "behind the end");
    refused("<a x='1' x='2'/>", "'x' stands twice");
    refused("<p:a/>", "prefix 'p'");
    refused("<a><b", "ends early");
    refused("<a><b/>", "ends early: <a> of line 1");
    refused("<a>\n<b>text", "ends early: <b> of line 2");
    /* found by fuzzing: the end is where the document ends, and a fault in front of it is told as such */
    refused("<a>\n<![CDATA[x\n<b>药", ":3:5: the document ends early: <a> of line 1");
    refused("<#10;&quot;&apos;&gt;\">&#x20000;&amp;\n<a b\ttext<@@", ":1:2: a < that begins no tag");
    refused("", "before its first element");
    refused("<!-- only -->", "before its first element");
    refused("<a>\x01</a>", "the character U+0001, which XML forbids");
    refused("<a b=1/>", "the value of an attribute stands in no quotes");
    refused("<a>]]></a>", "]]> in text");
    refused_bytes(SPAN("<a>\xE4\xB8</a>"), ":1:4: ");
    refused_bytes(SPAN("<a b='\xE4\xB8'/>"), ":1:7: ");
}
END_TEST

/* No beginning of a document is a document. */
START_TEST(truncated_at_every_byte)
{
    const struct span document = SPAN("<?xml version=\"1.0\"?>\n<!DOCTYPE a>\n<a x=\"1\">\n<b>中文<![CDATA[z]]></b>"
                                      "<!-- c --><?pi d?>\n<c k='v'/>&amp;</a>");
    for (size_t n = 0; n <= document.n; n++) {
        for (size_t chunk = 1; chunk < 100; chunk += 98) {
            struct transcript t = { .text = BUF_INIT };
            struct error err = { .text = "" };
            int status = parse((struct span){ document.p, n }, chunk, &t, &err);
            ck_assert_msg(status == (n == document.n ? 0 : -1), "%zu bytes in pieces of %zu: %s", n, chunk, err.text);
            ck_assert(status == 0 || err.code == ERROR_INPUT);
            buf_release(&t.text);
        }
    }
}
END_TEST

START_TEST(caps)
{
    struct buf b = BUF_INIT;
    for (int i = 0; i < XML_DEPTH_MOST; i++)
        buf_adds(&b, "<a>");
    struct transcript t = { .text = BUF_INIT };
    struct error err;
    ck_assert_int_eq(parse(buf_span(&b), 4096, &t, &err), -1);
    ck_assert_msg(strstr(err.text, "ends early") != NULL, "%s", err.text);
    buf_release(&t.text);
    buf_adds(&b, "<a>");
    refused(buf_str(&b), "more than 100 elements deep");
    for (int n = XML_ATTRIBUTES_MOST; n <= XML_ATTRIBUTES_MOST + 1; n++) {
        buf_clear(&b);
        buf_adds(&b, "<a");
        for (int i = 0; i < n; i++)
            buf_addf(&b, " k%d=''", i);
        buf_adds(&b, "/>");
        if (n > XML_ATTRIBUTES_MOST) {
            refused(buf_str(&b), "has 257 attributes");
        } else {
            t = (struct transcript){ .text = BUF_INIT };
            ck_assert_msg(parse(buf_span(&b), 4096, &t, &err) == 0, "%s", err.text);
            buf_release(&t.text);
        }
    }
    buf_clear(&b);
    buf_adds(&b, "<a k='");
    for (size_t i = 0; i < XML_TAG_MOST; i++)
        buf_addc(&b, 'x');
    buf_adds(&b, "'/>");
    t = (struct transcript){ .text = BUF_INIT };
    ck_assert_int_eq(parse(buf_span(&b), 4096, &t, &err), -1);
    ck_assert_msg(strstr(err.text, "longer than 262144 bytes") != NULL, "%s", err.text);
    buf_release(&t.text);
    buf_release(&b);
}
END_TEST

/* Far deeper than libxml2 goes by itself. */
START_TEST(deep)
{
    struct transcript t = { .text = BUF_INIT };
    struct error err = { .text = "" };
    struct giving giving = { .again = SPAN("<a>"), .times = 3000 };
    struct xml_parser *x = xml_new("f.xml", &transcript_events, &t, &err);
    xml_limit_depth(x, 3000);
    ck_assert_int_eq(xml_parse(x, giving_bytes, &giving, &err), -1);
    ck_assert_str_eq(err.text, "f.xml:1:9001: the document ends early: <a> of line 1 is still open");
    ck_assert_int_eq(t.starts, 3000);
    xml_free(x);
    buf_release(&t.text);
}
END_TEST

START_TEST(callback_stops)
{
    for (size_t i = 0; i < CHUNKS; i++) {
        struct transcript t = { .text = BUF_INIT, .stop_at = 2 };
        struct error err = { .text = "" };
        ck_assert_int_eq(parse(SPAN("<a><b/><c>more</c><d/></a>"), chunks[i], &t, &err), -1);
        ck_assert_int_eq(err.code, ERROR_REFUSED);
        ck_assert_str_eq(err.text, "enough");
        ck_assert_str_eq(buf_str(&t.text), "<a><b>");
        buf_release(&t.text);
    }
}
END_TEST

/* Text beyond libxml2's own limit of 10 MB passes in pieces; what it adds up to is the caller's to cap. */
START_TEST(long_text)
{
    const size_t n = (size_t)11 << 20;
    struct buf b = BUF_INIT;
    struct transcript t = { .text = BUF_INIT };
    struct error err = { .text = "" };
    buf_adds(&b, "<a>");
    char *to = buf_room(&b, n);
    memset(to, 'x', n);
    b.n += n;
    buf_adds(&b, "</a>");
    ck_assert_msg(parse(buf_span(&b), 65536, &t, &err) == 0, "%s", err.text);
    ck_assert_uint_eq(t.text.n, n + 7);
    buf_release(&t.text);
    buf_release(&b);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("io/xml");
    TCase *events = tcase_create("events");
    tcase_set_timeout(events, 120);
    tcase_add_test(events, elements_and_attributes);
    tcase_add_test(events, doctype_alone_passes);
    tcase_add_test(events, places);
    tcase_add_test(events, places_in_long_lines);
    tcase_add_test(events, places_behind_long_tags);
    tcase_add_test(events, callback_stops);
    tcase_add_test(events, long_text);
    suite_add_tcase(suite, events);
    TCase *traps = tcase_create("traps");
    tcase_set_timeout(traps, 120);
    tcase_add_test(traps, entities_are_refused);
    tcase_add_test(traps, faults_have_places_and_words);
    tcase_add_test(traps, truncated_at_every_byte);
    tcase_add_test(traps, caps);
    tcase_add_test(traps, deep);
    suite_add_tcase(suite, traps);
    return suite_run(suite);
}
