/* tests/io/test-xml-writer.c: escaping, closing, indenting, refusing; and what is written is read back the same. */
#include "io/xml_writer.h"
#include "tests/io/giving.h"
#include "tests/io/transcript.h"
#include "tests/suite.h"

START_TEST(compact)
{
    struct buf out = BUF_INIT;
    struct xml_writer w;
    struct error err;
    xml_writer_init(&w, &out, 0);
    xml_declaration(&w);
    xml_start(&w, "a");
    xml_attribute(&w, "k", SPAN("\"<>&'\t\n\r"));
    xml_text(&w, SPAN("x<y>&\"'\r\n中"));
    xml_start(&w, "b");
    xml_end(&w);
    xml_element(&w, "c", SPAN("1"));
    xml_element(&w, "d", SPAN_NONE);
    xml_element(&w, "e", SPAN(""));
    xml_end(&w);
    ck_assert_int_eq(xml_writer_finish(&w, &err), 0);
    ck_assert_str_eq(buf_str(&out), "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                                    "<a k=\"&quot;&lt;&gt;&amp;'&#9;&#10;&#13;\">x&lt;y&gt;&amp;\"'&#13;\n中<b/><c>1</c><e/></a>\n");
    struct transcript t = { .text = BUF_INIT };
    struct xml_parser *x = xml_new("f", &transcript_events, &t, &err);
    struct giving giving = { .begin = buf_span(&out) };
    ck_assert(xml_parse(x, giving_bytes, &giving, &err) == 0);
    ck_assert_str_eq(buf_str(&t.text), "<a k='\"<>&'\t\n\r'>x<y>&\"'\r\n中<b></b><c>1</c><e></e></a>");
    xml_free(x);
    buf_release(&t.text);
    buf_release(&out);
}
END_TEST

START_TEST(indented)
{
    struct buf out = BUF_INIT;
    struct xml_writer w;
    struct error err;
    xml_writer_init(&w, &out, 2);
    xml_start(&w, "a");
    xml_start(&w, "b");
    xml_element(&w, "c", SPAN("text"));
    xml_element(&w, "d", SPAN("text"));
    xml_end(&w);
    xml_start(&w, "e");
    xml_end(&w);
    xml_end(&w);
    ck_assert_int_eq(xml_writer_finish(&w, &err), 0);
    ck_assert_str_eq(buf_str(&out),
                     "<a>\n  <b>\n    <c>text</c>\n    <d>text</d>\n  </b>\n  <e/>\n</a>\n");
    buf_release(&out);
}
END_TEST

static int write_text(struct span text, struct error *err)
{
    struct buf out = BUF_INIT;
    struct xml_writer w;
    xml_writer_init(&w, &out, 0);
    xml_element(&w, "a", text);
    int status = xml_writer_finish(&w, err);
    buf_release(&out);
    return status;
}

START_TEST(refuses)
{
    struct error err;
    ck_assert_int_eq(write_text(SPAN("a\0b"), &err), -1);
    ck_assert_msg(err.code == ERROR_REFUSED && strstr(err.text, "U+0000"), "%s", err.text);
    ck_assert_int_eq(write_text(SPAN("\x1B"), &err), -1);
    ck_assert_int_eq(write_text(SPAN("\xEF\xBF\xBF"), &err), -1);
    ck_assert_msg(strstr(err.text, "U+FFFF") != NULL, "%s", err.text);
    ck_assert_int_eq(write_text(SPAN("a\xFF"), &err), -1);
    ck_assert_msg(strstr(err.text, "FF") != NULL, "%s", err.text);
    ck_assert_int_eq(write_text(SPAN("\xED\xA0\x80"), &err), -1);
    ck_assert_int_eq(write_text(SPAN("\xEF\xBF\xBD\xF0\xA0\x80\x80"), &err), 0);
    struct buf out = BUF_INIT;
    struct xml_writer w;
    xml_writer_init(&w, &out, 0);
    xml_start(&w, "a");
    ck_assert_int_eq(xml_writer_finish(&w, &err), -1);
    xml_end(&w);
    ck_assert_int_eq(xml_writer_finish(&w, &err), 0);
    xml_end(&w);
    ck_assert_int_eq(xml_writer_finish(&w, &err), -1);
    buf_release(&out);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("io/xml_writer");
    TCase *all = tcase_create("all");
    tcase_add_test(all, compact);
    tcase_add_test(all, indented);
    tcase_add_test(all, refuses);
    suite_add_tcase(suite, all);
    return suite_run(suite);
}
