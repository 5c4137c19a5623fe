/* report/layout.c: wrapping, padding and tables by the width of the characters. Knows no findings.
 * Must never let a control character of a stranger's text through. */
#include "report/layout.h"
#include "base/text.h"

static const char *const style_codes[] = {
    [STYLE_NONE] = "",       [STYLE_BOLD] = "\033[1m",  [STYLE_DIM] = "\033[2m",    [STYLE_ERROR] = "\033[1;31m",
    [STYLE_WARNING] = "\033[1;33m", [STYLE_INFO] = "\033[36m", [STYLE_HERE] = "\033[1;31m", [STYLE_THERE] = "\033[1;32m",
};

void layout_style(struct buf *out, bool color, enum style style)
{
    if (color)
        buf_adds(out, style_codes[style]);
}

void layout_style_end(struct buf *out, bool color, enum style style)
{
    if (color && style != STYLE_NONE)
        buf_adds(out, "\033[0m");
}

void layout_plain(struct buf *out, struct span s)
{
    size_t at = 0, kept = 0;
    while (at < s.n) {
        size_t begin = at;
        uint32_t c = utf8_next(s, &at);
        bool blank = c == '\t' || c == '\n' || c == '\r';
        bool control = c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xFFFD || (c >= 0x202A && c <= 0x202E) ||
                       (c >= 0x2066 && c <= 0x2069);
        if (!control)
            continue;
        buf_add(out, s.p + kept, begin - kept);
        buf_adds(out, blank ? " " : "\xEF\xBF\xBD");
        kept = at;
    }
    if (kept < s.n)
        buf_add(out, s.p + kept, s.n - kept);
}

void layout_file(struct buf *out, struct span file, const char *sheet)
{
    layout_plain(out, file);
    if (!sheet)
        return;
    buf_addc(out, '[');
    layout_plain(out, span_of(sheet));
    buf_addc(out, ']');
}

void layout_blanks(struct buf *out, int columns)
{
    for (int i = 0; i < columns; i++)
        buf_addc(out, ' ');
}

void layout_padded(struct buf *out, struct span s, int columns)
{
    size_t before = out->n;
    layout_plain(out, s);
    if (!out->failed)
        layout_blanks(out, columns - text_width((struct span){ out->p + before, out->n - before }));
}

static const uint32_t closing[] = { /* 、。，．；：！？）】」』》〉”’…％%‰.,;:!?)]} */
    0x3001, 0x3002, 0xFF0C, 0xFF0E, 0xFF1B, 0xFF1A, 0xFF01, 0xFF1F, 0xFF09, 0x3011, 0x300D, 0x300F,
    0x300B, 0x3009, 0x201D, 0x2019, 0x2026, 0xFF05, 0x0025, 0x2030, 0x002E, 0x002C, 0x003B, 0x003A,
    0x0021, 0x003F, 0x0029, 0x005D, 0x007D,
};
static const uint32_t opening[] = { /* （【「『《〈“‘([{￥¥ */
    0xFF08, 0x3010, 0x300C, 0x300E, 0x300A, 0x3008, 0x201C, 0x2018, 0x0028, 0x005B, 0x007B, 0xFFE5,
    0x00A5,
};

static bool is_among(uint32_t c, const uint32_t *set, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (set[i] == c)
            return true;
    return false;
}

/* May a line end between a and b, none of them a blank? Only where one of them is Han, kana or a full-width form. */
static bool may_break(uint32_t a, uint32_t b)
{
    if (a < 0x2E80 && b < 0x2E80)
        return false;
    return !is_among(b, closing, sizeof closing / sizeof closing[0]) && !is_among(a, opening, sizeof opening / sizeof opening[0]);
}

size_t layout_break(struct span s, int columns, size_t *next)
{
    size_t good = 0, good_next = 0, at = 0;
    int width = 0;
    uint32_t before = 0;
    while (at < s.n) {
        size_t begin = at;
        uint32_t c = utf8_next(s, &at);
        if (c == ' ' && before != ' ' && begin > 0) {
            good = begin;
            good_next = at;
        } else if (begin > 0 && c != ' ' && before != ' ' && may_break(before, c)) {
            good = good_next = begin;
        }
        width += text_width((struct span){ s.p + begin, at - begin });
        if (width > columns && c != ' ') {
            if (good == 0)
                good = good_next = begin > 0 ? begin : at;
            while (good_next < s.n && s.p[good_next] == ' ')
                good_next++;
            *next = good_next;
            return good;
        }
        before = c;
    }
    *next = s.n;
    return s.n;
}

static void wrap_line(struct buf *out, struct span s, int *used, int hang, int width)
{
    while (s.n > 0) {
        size_t next, n = layout_break(s, width - *used > 8 ? width - *used : 8, &next);
        layout_plain(out, (struct span){ s.p, n });
        s.p += next;
        s.n -= next;
        if (s.n > 0) {
            buf_addc(out, '\n');
            layout_blanks(out, hang);
            *used = hang;
        }
    }
}

void layout_wrapped(struct buf *out, struct span s, int used, int hang, int width)
{
    for (;;) {
        const char *end = s.n > 0 ? memchr(s.p, '\n', s.n) : NULL;
        size_t n = end ? (size_t)(end - s.p) : s.n;
        wrap_line(out, (struct span){ s.p, n }, &used, hang, width);
        if (!end)
            return;
        buf_addc(out, '\n');
        s.p += n + 1;
        s.n -= n + 1;
        if (s.n > 0 && s.p[0] != '\n')
            layout_blanks(out, hang);
        used = hang;
    }
}

void layout_table_init(struct layout_table *t, size_t columns)
{
    *t = (struct layout_table){ .columns = columns };
    buf_init(&t->text);
    buf_init(&t->ends);
}

void layout_table_release(struct layout_table *t)
{
    buf_release(&t->text);
    buf_release(&t->ends);
}

void layout_table_cell(struct layout_table *t, struct span s)
{
    layout_plain(&t->text, s);
    size_t end = t->text.n;
    buf_add(&t->ends, &end, sizeof end);
}

void layout_table_number(struct layout_table *t, int64_t n)
{
    buf_addf(&t->text, "%lld", (long long)n);
    layout_table_cell(t, SPAN_NONE);
}

static struct span table_cell(const struct layout_table *t, size_t i)
{
    size_t begin = 0, end;
    if (i > 0)
        memcpy(&begin, t->ends.p + (i - 1) * sizeof begin, sizeof begin);
    memcpy(&end, t->ends.p + i * sizeof end, sizeof end);
    return (struct span){ t->text.p ? t->text.p + begin : "", end - begin };
}

/* A cell as it is printed: of the last column only the end that the width holds beside the others. */
static struct span shown_cell(const struct layout_table *t, size_t i, const int *width, bool *cut)
{
    enum { LEAST = 8 };
    struct span s = table_cell(t, i);
    int room = t->width;
    *cut = false;
    if (t->width <= 0 || i % t->columns + 1 < t->columns)
        return s;
    for (size_t k = 0; k + 1 < t->columns; k++)
        room -= width[k] + 2;
    if (room < LEAST)
        room = LEAST;
    *cut = text_width(s) > room;
    for (size_t at = 0; text_width((struct span){ s.p, s.n }) > room - (*cut ? 1 : 0); at = 0) {
        utf8_next(s, &at); /* names of files differ at their ends */
        s.p += at;
        s.n -= at;
    }
    return s;
}

void layout_table_print(const struct layout_table *t, struct buf *out, bool color)
{
    if (t->text.failed || t->ends.failed) {
        out->failed = true;
        return;
    }
    size_t cells = t->ends.n / sizeof(size_t);
    int width[LAYOUT_COLUMNS] = { 0 };
    for (size_t i = 0; i < cells; i++) {
        int w = text_width(table_cell(t, i));
        if (w > width[i % t->columns])
            width[i % t->columns] = w;
    }
    for (size_t i = 0; i < cells; i++) {
        size_t column = i % t->columns;
        bool cut;
        struct span s = shown_cell(t, i, width, &cut);
        int rest = width[column] - text_width(s);
        enum style style = i < t->columns ? STYLE_BOLD : STYLE_NONE;
        if (t->right[column])
            layout_blanks(out, rest);
        layout_style(out, color, style);
        buf_adds(out, cut ? "…" : "");
        buf_addspan(out, s);
        layout_style_end(out, color, style);
        if (column + 1 < t->columns) {
            layout_blanks(out, (t->right[column] ? 0 : rest) + 2);
            continue;
        }
        while (out->n > 0 && out->p[out->n - 1] == ' ')
            out->n--;
        buf_addc(out, '\n');
    }
}
