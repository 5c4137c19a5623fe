/* report/note_html_text.c: strangers' bytes as HTML and as JSON inside HTML. Must never let one of them end an element, an attribute or a line. */
#include "report/note_html.h"
#include "base/decimal.h"
#include "base/text.h"
#include "report/json.h"

/* Controls, and characters without a shape: directions, joiners, the byte order mark, tags. Variation selectors are not among them: rare Han
 * characters have them. The same ones are in report/html/rows.js. */
static bool is_hidden(uint32_t c)
{
    return (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7F && c < 0xA0) || c == 0xAD || c == 0x034F || c == 0x061C || c == 0x180E || (c >= 0x200B && c <= 0x200F) ||
           (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF ||
           (c >= 0xE0000 && c <= 0xE007F);
}

static const char *entity(uint32_t c)
{
    return c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '"' ? "&quot;" : c == '\'' ? "&#39;" : NULL;
}

void html_text(struct buf *out, struct span s)
{
    for (size_t at = 0; at < s.n;) {
        size_t from = at;
        uint32_t c = utf8_next(s, &at);
        const char *as = entity(c);
        if (as)
            buf_adds(out, as);
        else if (is_hidden(c))
            buf_addf(out, "[U+%04X]", (unsigned)c);
        else if (c == 0xFFFD)
            buf_adduchar(out, c); /* the byte may have been none */
        else
            buf_add(out, s.p + from, at - from);
    }
}

void html_words(struct buf *out, const char *text) { html_text(out, span_of(text)); }

void html_isolated(struct buf *out, struct span s)
{
    buf_adds(out, "<bdi>");
    html_text(out, s);
    buf_adds(out, "</bdi>");
}

void html_json(struct buf *out, struct span s)
{
    size_t from = out->n;
    json_text(out, s);
    if (out->failed)
        return;
    struct span made = { out->p + from, out->n - from };
    if (!memchr(made.p, '<', made.n) && span_find(made, SPAN("\xE2\x80\xA8")) == (size_t)-1 && span_find(made, SPAN("\xE2\x80\xA9")) == (size_t)-1)
        return;
    struct buf escaped = BUF_INIT;
    for (size_t at = 0; at < made.n;) {
        size_t start = at;
        uint32_t c = utf8_next(made, &at);
        if (c == '<' || c == 0x2028 || c == 0x2029)
            buf_addf(&escaped, "\\u%04x", (unsigned)c);
        else
            buf_add(&escaped, made.p + start, at - start);
    }
    out->n = from;
    buf_addspan(out, buf_span(&escaped));
    out->failed = out->failed || escaped.failed;
    buf_release(&escaped);
}

/* Digits in groups of three; what stands behind a point stays. */
static void add_grouped(struct buf *out, struct span digits)
{
    size_t point = span_find(digits, SPAN("."));
    size_t whole = point == (size_t)-1 ? digits.n : point;
    for (size_t i = 0; i < digits.n; i++) {
        if (i > 0 && i < whole && (whole - i) % 3 == 0 && digits.p[i - 1] != '-')
            buf_addc(out, ',');
        buf_addc(out, digits.p[i]);
    }
}

void html_count(struct buf *out, uint64_t n)
{
    char digits[24];
    size_t at = sizeof digits;
    do
        digits[--at] = (char)('0' + n % 10);
    while (n /= 10);
    add_grouped(out, (struct span){ digits + at, sizeof digits - at });
}

void html_money(struct buf *out, int64_t amount)
{
    struct buf plain = BUF_INIT;
    amount_add_places(&plain, amount, 2);
    add_grouped(out, buf_span(&plain));
    out->failed = out->failed || plain.failed;
    buf_release(&plain);
}

void html_bar(struct buf *out, const char *class, uint64_t part, uint64_t whole)
{
    while (whole > UINT64_MAX / 1000) { /* no overflow below */
        whole /= 1024;
        part /= 1024;
    }
    uint64_t width = whole == 0 ? 0 : part * 1000 / whole;
    if (width == 0 && part > 0)
        width = 4; /* something is seen of the least */
    buf_addf(out, "<svg class=\"bar\" viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\" focusable=\"false\">"
                  "<rect class=\"rail\" width=\"1000\" height=\"10\"/><rect class=\"%s\" width=\"%u\" height=\"10\"/></svg>",
             class, (unsigned)width);
}
