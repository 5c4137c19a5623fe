/* tests/io/test-xml-feed.c: the stand-ins that libxml2 is given: where they stand, and that nothing shows of them. */
#include "io/xml_feed.h"
#include "tests/io/giving.h"
#include "tests/io/transcript.h"
#include "tests/suite.h"

/* ---- where they stand ---- */

/* What libxml2 gets of the document, `most` bytes at a time, with '~' for each stand-in. */
static void fed(struct span document, int most, struct buf *out)
{
    struct giving giving = { .begin = document, .chunk = 5 };
    struct xml_feed f = { .bytes = giving_bytes, .ctx = &giving };
    uint64_t needed = 0;
    int n;
    do {
        char *to = buf_room(out, (size_t)most);
        n = feed_take(&f, needed, to, most);
        ck_assert_int_ge(n, 0);
        const char *here = feed_at(&f, needed, (size_t)n);
        ck_assert_ptr_nonnull(here);
        ck_assert_int_eq(memcmp(here, document.p + needed, (size_t)n), 0);
        out->n += (size_t)n;
        needed += (uint64_t)n;
    } while (n > 0);
    ck_assert(feed_is_empty(&f));
    ck_assert_uint_eq(needed, document.n);
    for (size_t i = 0; i < out->n; i++)
        if (out->p[i] == FEED_STAND_IN)
            out->p[i] = '~';
    feed_release(&f);
}

/* The document, shifted by 0 to 70 bytes within a first tag, so that everything stands once on each edge of a block. `to`: with '~' for each stand-in. */
static void becomes(const char *document, const char *to)
{
    static const int takes[] = { 1, 3, 64, 4000 };
    for (int shift = 0; shift <= 70; shift++) {
        for (size_t i = 0; i < sizeof takes / sizeof *takes; i++) {
            struct buf in = BUF_INIT, out = BUF_INIT, expected = BUF_INIT;
            buf_addf(&in, "<a%*s>%s", shift, "", document);
            buf_addf(&expected, "<a%*s>%s", shift, "", to);
            fed(buf_span(&in), takes[i], &out);
            ck_assert_str_eq(buf_str(&out), buf_str(&expected));
            buf_release(&in);
            buf_release(&out);
            buf_release(&expected);
        }
    }
}

START_TEST(texts_alone)
{
    becomes("中文é<b>abc</b></a>", "~~~~~~~~<b>abc</b></a>");
    becomes("x>y中</a><!-- 中 > - -- -> < ' \" -->文<a>", "x>y~~~</a><!-- 中 > - -- -> < ' \" -->~~~<a>");
    becomes("<?中 x='>' ? >文?>文<!----->文--><b/>文", "<?中 x='>' ? >文?>~~~<!----->~~~--><b/>~~~");
    becomes("<![CDATA[中]]文]>]]>文]]>", "<![CDATA[中]]文]>]]>~~~]]>");
    becomes("<中 b='中>文\"' c=\"文>'中\"/>文<b c=\"\" d=''>'文\"</b>中", "<中 b='中>文\"' c=\"文>'中\"/>~~~<b c=\"\" d=''>'~~~\"</b>~~~");
    becomes("中&amp;文&#20013;中]]文\n中\n\t文", "~~~&amp;~~~&#20013;~~~]]~~~\n~~~\n\t~~~");
    becomes("中文中文中文中文中文中文中文中文中文中文中文中文中文中文中文中文<b/>中", "~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~<b/>~~~");
}
END_TEST

START_TEST(off_from_here)
{
    becomes("中\r文<b>文</b>", "~~~\r文<b>文</b>");
    becomes("中<b\r\n>文</b>", "~~~<b\r\n>文</b>");
    becomes("中\x7F文", "~~~~文"); /* the fourth is the document's own */
    becomes("中<!DOCTYPE a>文", "~~~<!DOCTYPE a>文");
    becomes("中&文;文", "~~~&文;文");
    becomes("中&amp;文&a文;", "~~~&amp;~~~&a文;");
    becomes("中& 文", "~~~& 文");
    becomes("中&aaaaaaaaaaaaaaa;文", "~~~&aaaaaaaaaaaaaaa;文");
    becomes("中<![INCLUDE[文", "~~~<![INCLUDE[文");
    becomes("中\xEF\xBF\xBE文", "~~~\xEF\xBF\xBE文");
    becomes("中\xEF\xBF\xBF文", "~~~\xEF\xBF\xBF文");
    becomes("中\xEF\xBF\xBD\xEF\xBC\x8C文", "~~~~~~~~~~~~");
}
END_TEST

/* Cut wherever: what stands at the end is no reason to look behind it. */
START_TEST(cut)
{
    static const char document[] = "<a>中<!-- 文 --><![CDATA[文]]><?p 文?><b c='文'>文\xEF\xBF\xBD\r\n</b></a>";
    for (size_t n = 0; n < sizeof document; n++) {
        struct buf out = BUF_INIT;
        char *exact = malloc(n + 1);
        memcpy(exact, document, n);
        fed((struct span){ exact, n }, 4000, &out);
        ck_assert_uint_eq(out.n, n);
        free(exact);
        buf_release(&out);
    }
}
END_TEST

START_TEST(same)
{
    ck_assert(feed_is_same("abc", "abc", 3));
    ck_assert(feed_is_same("", "", 0));
    for (size_t n = 3; n < 40; n += 3) {
        char here[40], told[40];
        for (size_t i = 0; i < n; i += 3)
            memcpy(here + i, "中", 3);
        memset(told, FEED_STAND_IN, n);
        ck_assert(feed_is_same(told, here, n));
        for (size_t i = 0; i < n; i++) {
            told[i] = 'x';
            ck_assert(!feed_is_same(told, here, n));
            told[i] = here[i];
            ck_assert(!feed_is_same(told, here, n)); /* neither all as they are nor all changed */
            told[i] = FEED_STAND_IN;
        }
    }
}
END_TEST

/* ---- that nothing shows ---- */

static const char *const pieces[] = {
    "中文", "é", "x", "药品名称与剂型说明，每盒六袋；", "&amp;", "&#x7F;", "&#20013;", "]", "'", "\"", "x>", "\n", "\n  ", " ", "<!-- 中 > ' -->", "<?p 中?>",
    "<![CDATA[中 < ] ]]>", "𠀀", "\xEF\xBF\xBD", "<b c='中>' d=\"文'\"/>", "<中 文='文'/>", "<b>文</b>", "<b>\n<b>中</b>中</b>", "<b></b >",
    "0123456789012345678901234567890123456789012345678901234567890123",
};
static const char *const strange[] = { "\r", "\r\n", "\n\r\n\r\n", "\x7F", "\xEF\xBF\xBE", "\x01", "&x;", "&中;", "&", "&x中", "]]>", "<b", "</b>", "<!x>", "<", "<!--", "<![CDATA[", "<b c='" };

static uint32_t next(uint32_t *state) { return (*state = *state * 1664525u + 1013904223u) >> 8; }

/* As an outcome: what was told, or why not. */
static void outcome(struct span document, bool as_is, size_t chunk, struct buf *out)
{
    struct transcript t = { .text = BUF_INIT, .places = true };
    struct giving giving = { .begin = document, .chunk = chunk };
    struct error err = { .text = "" };
    struct xml_parser *x = xml_new("f.xml", &transcript_events, &t, &err);
    ck_assert_ptr_nonnull(x);
    if (!as_is)
        xml_trust_utf8(x);
    if (xml_parse(x, giving_bytes, &giving, &err) < 0)
        buf_addf(out, "error: %s", err.text);
    else
        buf_addspan(out, buf_span(&t.text));
    xml_free(x);
    buf_release(&t.text);
}

static void no_difference(uint32_t seed, int length, bool with_strange)
{
    struct buf document = BUF_INIT;
    uint32_t state = seed;
    buf_adds(&document, next(&state) % 4 ? "<a>" : "<?xml version='1.0'?>\n<!-- 中 --><a>");
    for (int i = 0; i < length; i++)
        buf_adds(&document, pieces[next(&state) % (sizeof pieces / sizeof *pieces)]);
    if (with_strange)
        buf_adds(&document, strange[next(&state) % (sizeof strange / sizeof *strange)]);
    for (int i = 0; i < length / 4; i++)
        buf_adds(&document, pieces[next(&state) % (sizeof pieces / sizeof *pieces)]);
    buf_adds(&document, "</a>");
    struct buf plain = BUF_INIT, changed = BUF_INIT;
    outcome(buf_span(&document), true, 0, &plain);
    outcome(buf_span(&document), false, 1 + next(&state) % 97, &changed);
    ck_assert_msg(buf_str(&plain) && strcmp(buf_str(&plain), buf_str(&changed)) == 0, "%s\nas it is: %s\nwith stand-ins: %s", buf_str(&document), buf_str(&plain),
                  buf_str(&changed));
    ck_assert(with_strange || strncmp(buf_str(&plain), "error", 5) != 0);
    buf_release(&document);
    buf_release(&plain);
    buf_release(&changed);
}

static void no_differences(int longest, bool with_strange)
{
    for (uint32_t seed = 0; seed < 5000; seed++)
        no_difference(seed, (int)(seed % 40), with_strange);
    for (uint32_t seed = 0; seed < 6; seed++)
        no_difference(seed, longest, with_strange);
}

START_TEST(nothing_shows)
{
    no_differences(30000, false);
}
END_TEST

START_TEST(no_fault_differs)
{
    no_differences(3000, true);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("io/xml_feed");
    TCase *stand_ins = tcase_create("stand-ins");
    tcase_set_timeout(stand_ins, 120);
    tcase_add_test(stand_ins, texts_alone);
    tcase_add_test(stand_ins, off_from_here);
    tcase_add_test(stand_ins, cut);
    tcase_add_test(stand_ins, same);
    suite_add_tcase(suite, stand_ins);
    TCase *shows = tcase_create("what shows");
    tcase_set_timeout(shows, 240);
    tcase_add_test(shows, nothing_shows);
    tcase_add_test(shows, no_fault_differs);
    suite_add_tcase(suite, shows);
    return suite_run(suite);
}
