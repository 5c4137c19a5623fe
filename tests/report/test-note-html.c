/* tests/report/test-note-html.c: the HTML report from notes made by hand: one file that needs nothing else, that no text breaks out of, and whose bytes
 * do not depend on anything but the notes. What a browser makes of it: html-browser.t. */
#include "tests/report/html_notes.h"
#include "base/text.h"
#include "catalog/hash.h"
#include "report/note_html.h"
#include "tests/suite.h"

static struct buf out;
static size_t longest; /* piece that was written at once */
static struct error err;

static int take(void *ctx, const char *p, size_t n, struct error *e)
{
    (void)ctx;
    (void)e;
    buf_add(&out, p, n);
    longest = n > longest ? n : longest;
    return 0;
}
static int refuse(void *ctx, const char *p, size_t n, struct error *e)
{
    (void)ctx;
    (void)p;
    (void)n;
    return error_set(e, ERROR_STORE, "full");
}

static void setup(void)
{
    buf_init(&out);
    longest = 0;
}
static void teardown(void) { buf_release(&out); }

static struct span report(uint32_t count, bool hostile)
{
    buf_clear(&out);
    ck_assert_int_eq(html_notes("check", count, hostile, take, NULL, &err), 0);
    ck_assert(!out.failed);
    return buf_span(&out);
}

static size_t count_of(struct span s, const char *text)
{
    size_t n = 0;
    struct span needle = span_of(text);
    for (size_t at; (at = span_find(s, needle)) != (size_t)-1; n++)
        s = (struct span){ s.p + at + needle.n, s.n - at - needle.n };
    return n;
}
static bool has(struct span s, const char *text) { return span_find(s, span_of(text)) != (size_t)-1; }

/* What stands between two texts, from the last place of the first. */
static struct span between(struct span s, const char *from, const char *to)
{
    struct span start = s;
    for (size_t at; (at = span_find(s, span_of(from))) != (size_t)-1;)
        start = s = (struct span){ s.p + at + strlen(from), s.n - at - strlen(from) };
    size_t end = span_find(start, span_of(to));
    ck_assert(end != (size_t)-1);
    return (struct span){ start.p, end };
}

START_TEST(one_whole_page)
{
    struct span page = report(30, false);
    ck_assert(span_starts(page, SPAN("<!doctype html>\n<html lang=\"en\">\n")));
    ck_assert(span_ends(page, SPAN("</html>\n")));
    ck_assert(!has(page, "{{"));
    ck_assert_uint_eq(count_of(page, "<h1>"), 1);
    ck_assert_uint_eq(count_of(page, "class=\"items\""), 1);
    ck_assert_uint_eq(count_of(page, "\n[1,") + count_of(page, "\n[2,"), 30);
    ck_assert(utf8_is_valid(page));
}
END_TEST

/* Nothing is fetched, linked to or sent: no address, no element that loads, no link but to a place in the page. */
START_TEST(needs_nothing_else)
{
    static const char *const outside[] = { "http:", "https:", "ftp:", " src=", "srcset", "url(", "@import", "<link", "<img", "<iframe", "<object", "<embed",
                                           "<base", "action=", "@font-face", "fetch(", "XMLHttpRequest", "WebSocket", "sendBeacon", "importScripts", "import(",
                                           "innerHTML", "eval(", "document.write", "style=\"", " onclick", " onload" };
    struct span page = report(30, false);
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++)
        ck_assert_msg(!has(page, outside[i]), "the page has %s", outside[i]);
    ck_assert_uint_eq(count_of(page, "href=\""), count_of(page, "href=\"#"));
    ck_assert(has(page, "content=\"default-src 'none'; style-src 'sha256-"));
    ck_assert_uint_eq(count_of(page, "unsafe-"), 0);
}
END_TEST

static void base64(const unsigned char *p, size_t n, struct buf *to)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < n; i += 3) {
        unsigned v = (unsigned)p[i] << 16 | (i + 1 < n ? p[i + 1] * 256u : 0) | (i + 2 < n ? p[i + 2] : 0u);
        buf_addc(to, letters[v >> 18]);
        buf_addc(to, letters[v >> 12 & 63]);
        buf_addc(to, i + 1 < n ? letters[v >> 6 & 63] : '=');
        buf_addc(to, i + 2 < n ? letters[v & 63] : '=');
    }
}

/* The policy names the hash of the very style and script that stand in the page. */
START_TEST(policy_fits)
{
    struct span page = report(3, false);
    const struct {
        const char *from, *to, *rule;
    } parts[] = { { "<style>", "</style>", "style-src 'sha256-" }, { "<script>", "</script>", "script-src 'sha256-" } };
    for (size_t i = 0; i < 2; i++) {
        struct span text = between(page, parts[i].from, parts[i].to);
        unsigned char digest[SHA256_BYTES];
        struct sha256 *h = sha256_new(&err);
        sha256_update(h, text.p, text.n);
        ck_assert_int_eq(sha256_final(h, digest, &err), 0);
        sha256_free(h);
        struct buf wanted = BUF_INIT;
        buf_adds(&wanted, parts[i].rule);
        base64(digest, sizeof digest, &wanted);
        buf_addc(&wanted, '\'');
        ck_assert_msg(has(page, buf_str(&wanted)), "no %s", buf_str(&wanted));
        buf_release(&wanted);
    }
}
END_TEST

START_TEST(same_bytes)
{
    struct buf first = BUF_INIT;
    buf_addspan(&first, report(700, true));
    ck_assert(span_eq(buf_span(&first), report(700, true)));
    buf_release(&first);
}
END_TEST

/* Hostile texts end no element: scripts are those of the page, two chunks, the names and the script itself. */
START_TEST(nothing_breaks_out)
{
    struct span page = report(600, true);
    ck_assert_uint_eq(count_of(page, "<script"), 4);
    ck_assert_uint_eq(count_of(page, "</script"), 4);
    ck_assert(!has(page, "<img") && !has(page, "<b>bold") && !has(page, "<!--") && !has(page, "<i>x"));
    ck_assert(has(page, "\\u003c/script>") && has(page, "\\u2028") && has(page, "\\u0001\\u001b[31m\\u007f"));
    ck_assert(utf8_is_valid(page));
    ck_assert(has(page, "bad\xEF\xBF\xBD\xEF\xBF\xBD utf8 "));
    for (size_t i = 0; i < page.n; i++)
        ck_assert_msg((unsigned char)page.p[i] >= 0x20 || page.p[i] == '\n', "a control byte at %zu", i);
    ck_assert(has(page, "<bdi>a&quot;&lt;b&gt;[U+202E].csv</bdi>"));
    ck_assert(!has(between(page, "<section id=\"basis\"", "</section>"), "\xE2\x80\xAE"));
}
END_TEST

START_TEST(texts)
{
    struct buf b = BUF_INIT;
    html_text(&b, SPAN("a<b>&\"' \xE2\x80\xAE\x00\xFFz"));
    ck_assert_str_eq(buf_str(&b), "a&lt;b&gt;&amp;&quot;&#39; [U+202E][U+0000]\xEF\xBF\xBDz");
    buf_clear(&b);
    html_json(&b, SPAN("<\xE2\x80\xA8\xE2\x80\xA9\"\n\xFF片"));
    ck_assert_str_eq(buf_str(&b), "\"\\u003c\\u2028\\u2029\\\"\\n\xEF\xBF\xBD片\"");
    buf_clear(&b);
    html_count(&b, 0);
    buf_addc(&b, ' ');
    html_count(&b, 999);
    buf_addc(&b, ' ');
    html_count(&b, 1000);
    buf_addc(&b, ' ');
    html_count(&b, UINT64_MAX);
    buf_addc(&b, ' ');
    html_money(&b, 12345678901234);
    buf_addc(&b, ' ');
    html_money(&b, -1234500);
    ck_assert_str_eq(buf_str(&b), "0 999 1,000 18,446,744,073,709,551,615 1,234,567,890.1234 -123.45");
    buf_clear(&b);
    html_bar(&b, "error", UINT64_MAX / 2, UINT64_MAX);
    ck_assert(has(buf_span(&b), "class=\"error\" width=\"500\"") || has(buf_span(&b), "class=\"error\" width=\"499\""));
    buf_release(&b);
}
END_TEST

/* What report/html/data.js reads: a contract between the two. */
START_TEST(an_item)
{
    struct span page = report(4, false);
    struct buf item = BUF_INIT;
    buf_addf(&item, "[1,2,1,1,1,\"Y000001\",\"对乙酰氨基酚片\",\"XN02BEA012A001010104467\",\"对乙酰氨基酚片\",0,"
                    "[1,\"对乙酰氨基酚片\",1,2,\"片剂\",1,-3,\"0.25g×24片/盒\",\"0.5g×24片/盒\",4,\"石药集团欧意药业有限公司\",1,5,\"国药准字H13022476\",1,"
                    "-6,\"18.60\",\"12.35\"],"
                    "[[%d,2,0,3,1,1,\"规格为 0.25g，该编码在目录中为 0.5g\",\"9e3779b97f4a7c15\"],"
                    "[%d,2,0,6,1,1,\"单价 18.60 元，超过最高限价 12.35 元，每盒多收 6.25 元\",\"9e3779b97f4a7c16\",0,0,0,0,123]]]",
             RULE_D302 + 1, RULE_P601 + 1);
    ck_assert(has(page, buf_str(&item)));
    buf_release(&item);
    ck_assert(has(page, ",\n\"files\":[[\"门诊药房/药品目录 2026.xlsx\"],\n[\"西药.csv\"]]"));
    ck_assert(has(page, ",\n\"kinds\":[[\"drug\",\"drug\"]]"));
    ck_assert(has(page, "[\"spec\",\"specification\"]"));
    ck_assert(has(page, "\"C108\""));
}
END_TEST

START_TEST(figures)
{
    struct span page = report(300, false);
    ck_assert(has(page, "<dt>Money at risk, yuan</dt><dd>4,840.50</dd>"));
    ck_assert(has(page, "<dt>Accepted earlier</dt><dd>33</dd>"));
    ck_assert(has(page, "<figcaption>By severity</figcaption>") && has(page, "<figcaption>By rule</figcaption>"));
    ck_assert(has(page, "<figcaption>Money at risk by rule, yuan</figcaption>"));
    struct span counts = between(page, "<figcaption>By rule</figcaption>", "</figure>");
    ck_assert(has(counts, "<code>D302</code> the strength differs</a></th><td class=\"rod\">"));
    ck_assert(has(counts, "<rect class=\"error\" width=\"1000\" height=\"10\"/></svg></td><td class=\"number\">39</td>"));
    ck_assert(has(page, "<caption>配备情况</caption>") && has(page, "<td class=\"number\"><bdi>93.8</bdi></td>"));
}
END_TEST

START_TEST(what_was_checked)
{
    struct span basis = between(report(30, false), "<section id=\"basis\"", "</section>");
    ck_assert(has(basis, "5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9"));
    ck_assert(has(basis, "<bdi>430000/drug@2026.2</bdi>") && has(basis, "171,234") && has(basis, "2026-07-01"));
    ck_assert(has(basis, "<bdi>hunan-drugs-2026.2.xml</bdi>"));
    ck_assert(has(basis, "<code>M804</code>") && has(basis, "<bdi>needs --previous</bdi>"));
    ck_assert(has(basis, "<bdi>货位</bdi>") && has(basis, "<bdi>拼音码</bdi>"));
    struct span hidden = between(basis, "<h3>Rules hidden by the selection</h3>", "</ul>"), ran = between(basis, "<h3>Rules run</h3>", "</ul>");
    ck_assert(has(hidden, "<code>P604</code>") && !has(hidden, "<code>P601</code>"));
    ck_assert(has(ran, "<code>P601</code>") && !has(ran, "<code>P604</code>"));
    ck_assert(has(basis, "duima 0.1.0"));
}
END_TEST

START_TEST(not_read)
{
    ck_assert(!has(report(3, false), "Not everything was checked."));
    struct span said = between(report(3, true), "<div class=\"note unread\">", "</div>");
    ck_assert(has(said, "<li><bdi>&lt;u&gt;\xEF\xBF\xBD.xls</bdi><br><bdi>&lt;script&gt;no table&lt;/script&gt;</bdi></li>"));
}
END_TEST

START_TEST(nothing_found)
{
    struct span page = report(0, false);
    ck_assert(!has(page, "class=\"items\""));
    ck_assert(!has(page, "<figure"));
    ck_assert_uint_eq(count_of(page, "<script"), count_of(page, "</script"));
}
END_TEST

/* Items go out as they come: no piece grows with their number. */
START_TEST(streams)
{
    report(200, false);
    size_t few = longest;
    report(20000, false);
    ck_assert_uint_gt(out.n, 5000000);
    ck_assert_msg(longest <= few + 65536, "%zu bytes at once, %zu of few items", longest, few);
}
END_TEST

START_TEST(refused)
{
    ck_assert_int_eq(html_notes("check", 10, false, refuse, NULL, &err), -1);
    ck_assert_str_eq(err.text, "full");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("note-html");
    TCase *t = tcase_create("html");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_set_timeout(t, 60);
    tcase_add_test(t, one_whole_page);
    tcase_add_test(t, needs_nothing_else);
    tcase_add_test(t, policy_fits);
    tcase_add_test(t, same_bytes);
    tcase_add_test(t, nothing_breaks_out);
    tcase_add_test(t, texts);
    tcase_add_test(t, an_item);
    tcase_add_test(t, figures);
    tcase_add_test(t, what_was_checked);
    tcase_add_test(t, not_read);
    tcase_add_test(t, nothing_found);
    tcase_add_test(t, streams);
    tcase_add_test(t, refused);
    suite_add_tcase(suite, t);
    return suite_run(suite);
}
