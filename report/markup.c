/* report/markup.c: escaping for XML 1.0. Never refuses: a report must be written whatever stands in a table. */
#include "report/markup.h"
#include "base/text.h"

static const char *escape_of(uint32_t c, bool in_value)
{
    static const char *const escapes[128] = { ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\r'] = "&#13;" };
    static const char *const in_values[128] = { ['\t'] = "&#9;", ['\n'] = "&#10;" };
    if (c < 128)
        return in_value && in_values[c] ? in_values[c] : escapes[c];
    return NULL;
}

static bool holds(uint32_t c)
{
    if (c < 0x20)
        return c == '\t' || c == '\n' || c == '\r';
    return !(c >= 0x7F && c < 0xA0) && c != 0xFFFD && c != 0xFFFE && c != 0xFFFF; /* U+FFFD: it may stand for a bad byte */
}

static void add_escaped(struct buf *out, struct span s, bool in_value)
{
    size_t at = 0, kept = 0;
    while (at < s.n) {
        size_t begin = at;
        uint32_t c = utf8_next(s, &at);
        const char *instead = holds(c) ? escape_of(c, in_value) : "\xEF\xBF\xBD";
        if (!instead)
            continue;
        buf_add(out, s.p + kept, begin - kept);
        buf_adds(out, instead);
        kept = at;
    }
    if (kept < s.n)
        buf_add(out, s.p + kept, s.n - kept);
}

void markup_text(struct buf *out, struct span s) { add_escaped(out, s, false); }

void markup_value(struct buf *out, struct span s) { add_escaped(out, s, true); }

void markup_attribute(struct buf *out, const char *name, struct span value)
{
    buf_addc(out, ' ');
    buf_adds(out, name);
    buf_adds(out, "=\"");
    markup_value(out, value);
    buf_addc(out, '"');
}
