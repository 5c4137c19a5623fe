/* report/json.c: JSON strings and members, by RFC 8259. Never writes a byte that is not UTF-8. */
#include "report/json.h"
#include "base/text.h"

static void escape(struct buf *out, unsigned char c)
{
    static const char *const short_escapes[128] = {
        ['"'] = "\\\"", ['\\'] = "\\\\", ['\b'] = "\\b", ['\f'] = "\\f", ['\n'] = "\\n", ['\r'] = "\\r", ['\t'] = "\\t",
    };
    if (short_escapes[c])
        buf_adds(out, short_escapes[c]);
    else
        buf_addf(out, "\\u%04x", c);
}

static bool needs_escape(unsigned char c) { return c < 0x20 || c == '"' || c == '\\' || c == 0x7F; }

/* Does one of eight bytes need it? */
static bool any_needs_escape(const char *p)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones * 0x80;
    uint64_t x;
    memcpy(&x, p, 8);
    uint64_t quote = x ^ ones * '"', slash = x ^ ones * '\\', del = x ^ ones * 0x7F;
    uint64_t hit = ((x - ones * 0x20) & ~x) | ((quote - ones) & ~quote) | ((slash - ones) & ~slash) | ((del - ones) & ~del);
    return (hit & tops) != 0;
}

static void add_valid(struct buf *out, struct span s)
{
    size_t kept = 0;
    for (size_t i = 0; i < s.n; i++) {
        while (s.n - i >= 8 && !any_needs_escape(s.p + i))
            i += 8;
        if (i == s.n || !needs_escape((unsigned char)s.p[i]))
            continue;
        buf_add(out, s.p + kept, i - kept);
        escape(out, (unsigned char)s.p[i]);
        kept = i + 1;
    }
    if (kept < s.n)
        buf_add(out, s.p + kept, s.n - kept);
}

void json_text(struct buf *out, struct span s)
{
    buf_addc(out, '"');
    while (s.n > 0) {
        size_t n = utf8_valid_prefix(s);
        add_valid(out, (struct span){ s.p, n });
        s.p += n;
        s.n -= n;
        if (s.n > 0) {
            size_t at = 0;
            utf8_next(s, &at); /* one bad byte on */
            buf_adds(out, "\xEF\xBF\xBD");
            s.p += at;
            s.n -= at;
        }
    }
    buf_addc(out, '"');
}

static void member(struct buf *out, const char *name)
{
    size_t n = strlen(name);
    char *to = buf_room(out, n + 4);
    if (!to)
        return;
    char *p = to;
    if (out->n > 0 && p[-1] != '{')
        *p++ = ',';
    *p++ = '"';
    memcpy(p, name, n);
    p += n;
    *p++ = '"';
    *p++ = ':';
    out->n += (size_t)(p - to);
}

void json_text_member(struct buf *out, const char *name, struct span s)
{
    if (s.n == 0)
        return;
    member(out, name);
    json_text(out, s);
}

void json_word_member(struct buf *out, const char *name, const char *word)
{
    member(out, name);
    buf_addc(out, '"');
    buf_adds(out, word);
    buf_addc(out, '"');
}

void json_number_member(struct buf *out, const char *name, uint64_t n)
{
    char digits[20];
    size_t at = sizeof digits;
    do
        digits[--at] = (char)('0' + n % 10);
    while (n /= 10);
    member(out, name);
    buf_add(out, digits + at, sizeof digits - at);
}

void json_hex_member(struct buf *out, const char *name, uint64_t n)
{
    char digits[16];
    for (size_t i = sizeof digits; i-- > 0; n >>= 4)
        digits[i] = "0123456789abcdef"[n & 15];
    member(out, name);
    buf_addc(out, '"');
    buf_add(out, digits, sizeof digits);
    buf_addc(out, '"');
}

void json_bytes_member(struct buf *out, const char *name, const unsigned char *bytes, size_t n)
{
    member(out, name);
    buf_addc(out, '"');
    for (size_t i = 0; i < n; i++)
        buf_addf(out, "%02x", bytes[i]);
    buf_addc(out, '"');
}

void json_bool_member(struct buf *out, const char *name, bool b)
{
    member(out, name);
    buf_adds(out, b ? "true" : "false");
}
