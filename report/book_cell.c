/* report/book_cell.c: what stands in cells: texts that are never anything else, and exact decimals on their way to the one kind of number that a
 * spreadsheet has. */
#include "report/book_impl.h"
#include "base/i18n.h"
#include "base/text.h"
#include <limits.h>

#define DIGITS_KEPT INT64_C(1000000000000000) /* 15 digits; below, every integer is a number of a spreadsheet */
#define POWERS 16
#define ESCAPED 40      /* bytes that the library may make of one */
#define PADDING 2       /* characters of a column that no text gets */
#define MOST_POINTS 405 /* of a row; 409 is refused by some */

static size_t units(uint32_t c) { return c >= 0x10000 ? 2 : 1; }

static size_t count_units(struct span s)
{
    size_t n = 0;
    for (size_t at = 0; at < s.n;)
        n += units(utf8_next(s, &at));
    return n;
}

/* "_x000D_" is read as the character of that number. */
static bool is_escape(struct span s, size_t at)
{
    if (s.n - at < 7 || s.p[at + 1] != 'x' || s.p[at + 6] != '_')
        return false;
    for (size_t i = 2; i < 6; i++)
        if (!strchr("0123456789abcdefABCDEF", s.p[at + i]))
            return false;
    return true;
}

/* One character of s at *at as a cell may hold it; its units. */
static size_t add_character(struct span s, size_t *at, struct buf *out)
{
    size_t start = *at;
    uint32_t c = utf8_next(s, at);
    if (c == '_' && is_escape(s, start)) {
        buf_adds(out, "_x005F_");
        return 7;
    }
    if (c == '\r') {
        if (*at < s.n && s.p[*at] == '\n')
            return 0;
        c = '\n';
    }
    if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7F || c == 0xFFFE || c == 0xFFFF)
        c = 0xFFFD;
    buf_adduchar(out, c);
    return units(c);
}

void book_clean(struct span text, struct buf *out)
{
    buf_clear(out);
    size_t n = 0, whole = text.n > BOOK_TEXT / 7 ? count_units(text) : 0; /* each byte becomes 7 units at most */
    struct buf word = BUF_INIT;
    buf_addf(&word, _("… [cut here: a cell holds 32,767 characters, this text has %zu]"), whole);
    size_t keep = BOOK_TEXT - count_units(buf_span(&word)), end = 0; /* up to there if it has to be cut */
    for (size_t at = 0; at < text.n && n <= BOOK_TEXT;) {
        n += add_character(text, &at, out);
        if (n <= keep)
            end = out->n;
    }
    if (n > BOOK_TEXT && !out->failed) {
        out->n = end;
        buf_addspan(out, buf_span(&word));
    }
    buf_release(&word);
    buf_str(out);
}

void book_clean_name(struct span name, unsigned number, struct buf *out)
{
    char tail[16] = "";
    if (number > 1)
        snprintf(tail, sizeof tail, " %u", number);
    size_t room = BOOK_NAME - strlen(tail), n = 0;
    buf_clear(out);
    for (size_t at = 0; at < name.n;) {
        uint32_t c = utf8_next(name, &at);
        if (c < 0x20 || c == 0x7F || c == 0xFFFE || c == 0xFFFF || strchr("[]:*?/\\", (int)(c < 0x80 ? c : 'x')) || (c == '\'' && (n == 0 || at == name.n)))
            c = c == '/' || c == '\\' || c == ':' ? '-' : '_';
        if (n + units(c) > room)
            break;
        n += units(c);
        buf_adduchar(out, c);
    }
    if (out->n > 0 && !out->failed && out->p[out->n - 1] == '\'') /* cut behind one */
        out->p[out->n - 1] = '_';
    if (n == 0)
        buf_adds(out, "-");
    buf_adds(out, tail);
    buf_str(out);
}

/* What a column has to know of a text: how wide its widest line is, and how many lines it fills where the column is `most` wide. */
static void measure(struct span s, int most, int *widest, int *lines)
{
    *widest = 0;
    *lines = 0;
    do {
        const char *end = s.n > 0 ? memchr(s.p, '\n', s.n) : NULL;
        size_t n = end ? (size_t)(end - s.p) : s.n;
        int width = text_width((struct span){ s.p, n }), room = most > PADDING + 1 ? most - PADDING : 1;
        *widest = width > *widest ? width : *widest;
        *lines += width > room ? (width + room - 1) / room : 1;
        n += end ? 1 : 0;
        s = (struct span){ s.p + n, s.n - n };
    } while (s.n > 0);
}

static bool flows(enum book_look look) { return look == LOOK_SECTION || look == LOOK_TITLE || look == LOOK_REMARK; }

static void see_width(struct book_sheet *s, uint16_t column, int width, enum book_look look)
{
    if (column >= BOOK_COLUMNS || flows(look))
        return;
    bool head = look == LOOK_HEAD || look == LOOK_HEAD_RIGHT;
    if (!head && width > 0)
        s->widths[column].filled = s->filled = true;
    width += head ? PADDING + 2 : PADDING; /* the button of the filter */
    if (width > s->widths[column].seen)
        s->widths[column].seen = width;
}

/* Not every office program makes a row as high as its texts when it opens the file. A column becomes as wide as its longest text, or else `most`, so
 * that how many lines a text fills is known before the width is. */
static void see_height(struct book_sheet *s, uint32_t row, int lines, enum book_look look)
{
    int points = look == LOOK_TITLE ? 24 : look == LOOK_SECTION ? 18 : lines == 1 ? BOOK_ROW_POINTS : lines * BOOK_ROW_POINTS + 1;
    points += look == LOOK_HEAD || look == LOOK_HEAD_RIGHT ? 3 : 0;
    points = points < MOST_POINTS ? points : MOST_POINTS;
    if (s->row != row) {
        s->row = row;
        s->points = BOOK_ROW_POINTS;
    }
    if (points <= s->points)
        return;
    s->points = points;
    book_fail(s->book, worksheet_set_row(s->sheet, row, points, NULL));
}

void book_text(struct book_sheet *s, uint32_t row, uint16_t column, struct span text, struct book_style style)
{
    if (!s || s->book->failed)
        return;
    struct book *b = s->book;
    book_clean(text, &b->text);
    if (!book_ahead(b, BOOK_LITTLE + b->text.n * ESCAPED))
        return;
    lxw_format *format = book_format(b, style);
    if (b->text.failed || !format) {
        book_fail(b, LXW_ERROR_MEMORY_MALLOC_FAILED);
        return;
    }
    bool wraps = column < BOOK_COLUMNS && style.look != LOOK_NAME && !flows(style.look);
    int widest, lines;
    measure(buf_span(&b->text), wraps ? s->widths[column].most : INT_MAX, &widest, &lines);
    see_width(s, column, widest, style.look);
    see_height(s, row, lines, style.look);
    book_fail(b, worksheet_write_string(s->sheet, row, column, b->text.p, format));
}

void book_built(struct book_sheet *s, uint32_t row, uint16_t column, const struct buf *text, struct book_style style)
{
    if (s && text->failed)
        book_fail(s->book, LXW_ERROR_MEMORY_MALLOC_FAILED);
    book_text(s, row, column, buf_span(text), style);
}

/* m / 10^places with |m| < 10^15: both are exact, so the quotient is the number next to it. */
static double nearest(int64_t m, int places)
{
    static const double powers[POWERS] = { 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15 };
    return (double)m / powers[places];
}

static void write_number(struct book_sheet *s, uint32_t row, uint16_t column, int64_t m, int places, int width, struct book_style style)
{
    lxw_format *format = book_ahead(s->book, BOOK_LITTLE) ? book_format(s->book, style) : NULL;
    if (!format)
        return;
    see_width(s, column, width + width / 3, style.look); /* the commas */
    book_fail(s->book, worksheet_write_number(s->sheet, row, column, nearest(m, places), format));
}

void book_count(struct book_sheet *s, uint32_t row, uint16_t column, uint64_t n, struct book_style style)
{
    char text[24];
    int width = snprintf(text, sizeof text, "%llu", (unsigned long long)n);
    if (!s || s->book->failed)
        return;
    if (n < (uint64_t)DIGITS_KEPT)
        write_number(s, row, column, (int64_t)n, 0, width, style);
    else
        book_text(s, row, column, span_of(text), (struct book_style){ LOOK_CODE, style.tint, style.edge });
}

void book_decimal(struct book_sheet *s, uint32_t row, uint16_t column, struct span number, struct book_style style)
{
    if (!s || s->book->failed)
        return;
    struct decimal d;
    struct span digits = number;
    bool minus = span_starts(number, SPAN("-"));
    if (minus)
        digits = (struct span){ number.p + 1, number.n - 1 };
    int places = 0;
    bool is = decimal_parse(digits, &d) == DECIMAL_OK && d.m < DIGITS_KEPT && d.e > -POWERS;
    for (; is && d.e > 0; d.e--)
        is = (d.m *= 10) < DIGITS_KEPT;
    if (!is) {
        book_text(s, row, column, number, (struct book_style){ LOOK_CODE, style.tint, style.edge });
        return;
    }
    places = -d.e;
    write_number(s, row, column, minus ? -d.m : d.m, places, (int)number.n, style);
}

void book_amount(struct book_sheet *s, uint32_t row, uint16_t column, int64_t amount, struct book_style style)
{
    struct buf text = BUF_INIT;
    if (amount != AMOUNT_NONE)
        amount_add_places(&text, amount, 2);
    if (amount == AMOUNT_NONE)
        book_text(s, row, column, SPAN_NONE, style);
    else if (s && text.failed)
        book_fail(s->book, LXW_ERROR_MEMORY_MALLOC_FAILED);
    else
        book_decimal(s, row, column, buf_span(&text), style);
    buf_release(&text);
}

void book_date(struct book_sheet *s, uint32_t row, uint16_t column, date day, struct book_style style)
{
    if (day == DATE_NONE || day < 19000301) { /* no spreadsheet has days before 1900, nor the same ones in its first two months */
        char text[DATE_TEXT];
        book_text(s, row, column, span_of(date_text(day, text)), style);
        return;
    }
    lxw_format *format = s && !s->book->failed && book_ahead(s->book, BOOK_LITTLE) ? book_format(s->book, style) : NULL;
    if (!format)
        return;
    see_width(s, column, 10, style.look);
    lxw_datetime at = { .year = day / 10000, .month = day / 100 % 100, .day = day % 100 };
    book_fail(s->book, worksheet_write_datetime(s->sheet, row, column, &at, format));
}
