/* io/delimited.c: cuts a table into rows and cells, sixty-four bytes at a time. The window it reads into is never changed
 * (a row may be read again); cells whose quotes were doubled are written out beside it. */
#include "io/delimited.h"
#include "base/i18n.h"
#include "io/sheet.h"

#include <stdlib.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#ifdef DELIMITED_WINDOW /* tests: so small that rows cross its end */
#define WINDOW      ((size_t)DELIMITED_WINDOW)
#define WINDOW_SEEK WINDOW
#else
#define WINDOW      ((size_t)256 << 10)
#define WINDOW_SEEK ((size_t)16 << 10) /* after a seek few rows are read: begin small */
#endif
#define BLOCK       DELIMITED_BEHIND   /* bytes looked at together; that many line feeds stand behind the window */

struct delimited {
    const struct table_text *text;
    char separator;
    char *window;
    size_t cap;     /* bytes of the window, BLOCK more are allocated */
    size_t n;       /* bytes in it */
    size_t at;      /* the next row */
    uint64_t base;  /* offset in the text of window[0] */
    uint64_t end;   /* offset at which the rows end: the text's, or the piece's */
    bool fed;       /* the window is a piece, somebody else's */
    size_t want;    /* bytes to fill it with */
    uint64_t line;
    bool sheet;     /* of a workbook */
    size_t width;   /* of its rows; 0: as they are */
    char *spare;    /* unescaped cells of the row */
    size_t spare_cap;
    struct cell *cells;
};

/* ---- the window ---- */

static bool at_end(const struct delimited *d)
{
    return d->base + d->n >= d->end;
}

static int grow(struct delimited *d, size_t cap, struct error *err)
{
    char *window = realloc(d->window, cap + BLOCK);
    if (!window)
        return error_memory(err);
    d->window = window;
    d->cap = cap;
    return 0;
}

/* Moves the row being read to the front, and reads on behind it. 0, or -1. */
static int refill(struct delimited *d, struct error *err)
{
    size_t rest = d->n - d->at;
    if (rest > 0 && d->at > 0)
        memmove(d->window, d->window + d->at, rest);
    d->base += d->at;
    d->at = 0;
    d->n = rest;
    while (d->want < rest * 2 || d->want < WINDOW_SEEK)
        d->want *= 2;
    if (d->want > d->cap && grow(d, d->want, err) < 0)
        return -1;
    int64_t got = table_text_read(d->text, d->base + rest, d->window + rest, d->want - rest, err);
    if (got < 0)
        return -1;
    d->n = rest + (size_t)got;
    memset(d->window + d->n, '\n', BLOCK);
    if (d->want < WINDOW)
        d->want *= 2;
    return 0;
}

/* ---- cells ---- */

/* A bit for each of the 64 bytes at p that is the separator, LF or CR. */
#ifdef __SSE2__
static inline uint64_t boundaries(const char *p, char separator)
{
    const __m128i sep = _mm_set1_epi8(separator), lf = _mm_set1_epi8('\n'), cr = _mm_set1_epi8('\r');
    uint64_t bits = 0;
    for (int i = 0; i < 4; i++) {
        __m128i v = _mm_loadu_si128((const __m128i *)(const void *)(p + 16 * i));
        __m128i hit = _mm_or_si128(_mm_cmpeq_epi8(v, sep), _mm_or_si128(_mm_cmpeq_epi8(v, lf), _mm_cmpeq_epi8(v, cr)));
        bits |= (uint64_t)(uint32_t)_mm_movemask_epi8(hit) << (16 * i);
    }
    return bits;
}
#else
static inline uint64_t boundaries(const char *p, char separator)
{
    uint64_t bits = 0;
    for (int i = 0; i < BLOCK; i++)
        bits |= (uint64_t)(p[i] == separator || p[i] == '\n' || p[i] == '\r') << i;
    return bits;
}
#endif

/* The boundaries of a block, those behind `from` still to come. */
struct scan {
    size_t block;
    uint64_t bits;
};

static inline void scan_from(struct scan *s, const struct delimited *d, size_t from)
{
    s->block = from;
    s->bits = boundaries(d->window + from, d->separator);
}

/* The next boundary: at or behind d->n where there is none in the window. */
static inline size_t scan_next(struct scan *s, const struct delimited *d)
{
    while (s->bits == 0) {
        s->block += BLOCK;
        if (s->block >= d->n)
            return d->n;
        s->bits = boundaries(d->window + s->block, d->separator);
    }
    size_t at = s->block + (size_t)__builtin_ctzll(s->bits);
    s->bits &= s->bits - 1;
    return at;
}

/* Lines that end in p: LF, CRLF, CR. */
static uint64_t count_lines(const char *p, size_t n)
{
    uint64_t lines = 0;
    for (size_t i = 0; i < n; i++)
        lines += p[i] == '\n' || (p[i] == '\r' && (i + 1 == n || p[i + 1] != '\n'));
    return lines;
}

enum outcome { ROW, MORE, OPEN_QUOTE, MANY_CELLS };

/* What is learnt about a row while it is cut. */
struct cut {
    size_t n;       /* cells */
    size_t end;     /* behind the row and its line break */
    uint64_t lines; /* line breaks inside quotes */
    uint64_t open;  /* lines before the quote that is not closed */
    bool doubled;   /* some cell has doubled quotes, or text behind its closing one */
};

/* A cell that begins with a quote at `at`: *close is its closing one. false: none in the window. */
static bool find_close(const struct delimited *d, size_t at, size_t *close, bool *doubled)
{
    const char *p = d->window + at + 1, *end = d->window + d->n, *q;
    while ((q = memchr(p, '"', (size_t)(end - p))) != NULL) {
        if (q + 1 == end && !at_end(d))
            return false; /* the other half of a pair may follow */
        if (q + 1 == end || q[1] != '"') {
            *close = (size_t)(q - d->window);
            return true;
        }
        *doubled = true;
        p = q + 2;
    }
    return false;
}

/* The cell at `at`, which begins with a quote, and the boundary behind it. A cell that has to be unescaped keeps its outer
 * quote and is marked by `bad`, for unescape(). */
static enum outcome cut_quoted(const struct delimited *d, size_t at, struct scan *s, struct cut *row, size_t *end)
{
    size_t close;
    bool doubled = false;
    if (!find_close(d, at, &close, &doubled)) {
        row->open = row->lines;
        return at_end(d) ? OPEN_QUOTE : MORE;
    }
    if (close >= s->block + BLOCK)
        scan_from(s, d, close);
    else
        s->bits &= ~(uint64_t)0 << (close - s->block);
    *end = scan_next(s, d);
    doubled |= *end > close + 1 && *end <= d->n;
    struct cell *cell = &d->cells[row->n];
    cell->quoted = true;
    cell->mark = 0;
    cell->bad = doubled;
    cell->text = doubled ? (struct span){ d->window + at, *end - at } : (struct span){ d->window + at + 1, close - at - 1 };
    row->doubled |= doubled;
    row->lines += d->sheet ? 0 : count_lines(d->window + at, close - at);
    return ROW;
}

static enum outcome cut_row(const struct delimited *d, struct cut *row)
{
    struct scan s;
    size_t at = d->at, end;
    *row = (struct cut){ .n = 0 };
    scan_from(&s, d, at);
    while (true) {
        if (row->n == CELLS_MOST)
            return MANY_CELLS;
        if (d->window[at] == '"') {
            enum outcome outcome = cut_quoted(d, at, &s, row, &end);
            if (outcome != ROW)
                return outcome;
        } else {
            end = scan_next(&s, d);
            d->cells[row->n] = (struct cell){ .text = { d->window + at, end - at } };
        }
        if (end >= d->n && !at_end(d))
            return MORE;
        row->n++;
        at = end + 1;
        if (end >= d->n || d->window[end] == '\n' || d->window[end] == '\r')
            break;
    }
    if (end < d->n && d->window[end] == '\r') {
        if (at == d->n && !at_end(d))
            return MORE; /* a line feed may follow */
        if (at < d->n && d->window[at] == '\n')
            at++;
    }
    row->end = at < d->n ? at : d->n;
    return ROW;
}

/* Writes the cells that need it without their quotes into spare. */
static int unescape(struct delimited *d, const struct cut *row, struct error *err)
{
    size_t need = row->end - d->at;
    if (need > d->spare_cap) {
        char *spare = realloc(d->spare, need * 2);
        if (!spare)
            return error_memory(err);
        d->spare = spare;
        d->spare_cap = need * 2;
    }
    char *to = d->spare;
    for (size_t i = 0; i < row->n; i++) {
        struct cell *cell = &d->cells[i];
        if (!cell->bad)
            continue;
        const char *p = cell->text.p + 1, *end = cell->text.p + cell->text.n;
        char *begin = to;
        bool inside = true;
        for (; p < end; p++) {
            if (inside && *p == '"') {
                if (p + 1 < end && p[1] == '"')
                    p++;
                else {
                    inside = false;
                    continue;
                }
            }
            *to++ = *p;
        }
        cell->text = (struct span){ begin, (size_t)(to - begin) };
        cell->bad = false;
    }
    return 0;
}

static void mark_bad(struct delimited *d, size_t n)
{
    for (size_t i = 0; i < n; i++)
        d->cells[i].bad = span_find(d->cells[i].text, SPAN("\xEF\xBF\xBD")) != (size_t)-1;
}

/* What stands in front of the cells of a sheet. */
static void take_marks(struct delimited *d, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct cell *cell = &d->cells[i];
        unsigned char mark = cell->text.n > 0 ? (unsigned char)cell->text.p[0] : 0;
        if (mark < SHEET_TEXT || mark > SHEET_ERROR)
            continue;
        cell->mark = mark == SHEET_TEXT ? 0 : mark;
        cell->text.p++;
        cell->text.n--;
    }
}

static size_t fit(struct delimited *d, size_t n)
{
    for (; n < d->width; n++)
        d->cells[n] = (struct cell){ .text = { d->window, 0 } };
    return d->width ? d->width : n;
}

static int fault(const struct delimited *d, enum outcome outcome, const struct cut *row, struct error *err)
{
    const char *name = table_text_name(d->text);
    unsigned long long line = d->line + row->open;
    if (outcome == OPEN_QUOTE)
        return error_set(err, ERROR_INPUT, _("%s, line %llu: the quote (\") that opens a field here is never closed"), name,
                         line);
    if (outcome == MANY_CELLS)
        return error_set(err, ERROR_INPUT, _("%s, line %llu: more than %d fields in a row"), name,
                         (unsigned long long)d->line, CELLS_MOST);
    return error_set(err, ERROR_INPUT,
                     _("%s, line %llu: a row of more than %zu bytes; a quote (\") that is never closed may be the reason"),
                     name, (unsigned long long)d->line, ROW_MOST);
}

int delimited_next(struct delimited *d, struct delimited_row *row, struct error *err)
{
    while (true) {
        struct cut cut = { .n = 0 };
        enum outcome outcome = d->at < d->n ? cut_row(d, &cut) : MORE;
        if (outcome == MORE) {
            if (at_end(d))
                return 0;
            if (d->n - d->at >= ROW_MOST)
                return fault(d, outcome, &cut, err);
            if (refill(d, err) < 0)
                return -1;
            continue;
        }
        if (outcome != ROW)
            return fault(d, outcome, &cut, err);
        bool blank = cut.n == 1 && !d->cells[0].quoted && span_trim(d->cells[0].text).n == 0;
        if (!blank && cut.doubled && unescape(d, &cut, err) < 0)
            return -1;
        if (d->sheet) {
            take_marks(d, cut.n);
            cut.n = fit(d, cut.n);
        }
        if (!blank && table_text_has_bad(d->text))
            mark_bad(d, cut.n);
        *row = (struct delimited_row){ d->cells, cut.n, d->line, d->base + d->at, { d->window + d->at, cut.end - d->at }, cut.doubled };
        d->line += cut.lines + 1;
        d->at = cut.end;
        if (!blank)
            return 1;
    }
}

void delimited_set_width(struct delimited *d, size_t width)
{
    d->width = d->sheet && width <= CELLS_MOST ? width : 0;
}

void delimited_seek(struct delimited *d, uint64_t offset, uint64_t line)
{
    d->line = line;
    if (offset >= d->base && offset <= d->base + d->n) {
        d->at = (size_t)(offset - d->base);
        return;
    }
    d->base = offset;
    d->n = d->at = 0;
    d->want = WINDOW_SEEK;
}

uint64_t delimited_offset(const struct delimited *d)
{
    return d->base + d->at;
}

/* ---- pieces ---- */

/* LF, CRLF or CR: as count_lines, for what is long. */
static uint64_t count_breaks(const char *p, size_t n)
{
    const char *end = p + n, *q;
    uint64_t lines = 0;
    for (q = p; (q = memchr(q, '\n', (size_t)(end - q))); q++)
        lines++;
    for (q = p; (q = memchr(q, '\r', (size_t)(end - q))); q++)
        lines += q + 1 == end || q[1] != '\n';
    return lines;
}

/* Behind the last row that ends between from and end, where no quote is, and a row begins at from; from: none does. */
static size_t last_end(const struct delimited *d, size_t from, size_t end)
{
    for (size_t i = end; i > from; i--) {
        bool half = d->window[i - 1] == '\r' && (i == d->n || d->window[i] == '\n'); /* a line feed belongs to it, or may */
        if (d->window[i - 1] == '\n' || (d->window[i - 1] == '\r' && !half))
            return i;
    }
    return from;
}

/* Over the rows from d->at that have no quote in them, as far as `stop`. Returns whether there is nothing but such rows. */
static bool pass_plain(struct delimited *d, size_t stop)
{
    const char *quote = memchr(d->window + d->at, '"', stop - d->at);
    size_t end = quote ? (size_t)(quote - d->window) : stop;
    end = !quote && at_end(d) && stop == d->n ? d->n : last_end(d, d->at, end);
    d->line += count_breaks(d->window + d->at, end - d->at);
    d->at = end;
    return !quote;
}

/* Where the piece at d->at ends: behind its last row, *lines further down. ROW; MORE where the window has no whole row; or what is wrong. */
static enum outcome cut_piece(struct delimited *d, size_t want, size_t *end, uint64_t *lines, struct cut *row)
{
    size_t start = d->at, stop = d->n - start < want ? d->n : start + want;
    uint64_t line = d->line;
    enum outcome outcome = MORE;
    while (d->at < stop) {
        bool plain = pass_plain(d, stop);
        if ((plain && d->at > start) || d->at >= stop)
            break;
        if ((outcome = cut_row(d, row)) != ROW) /* it has a quote, or is longer than a piece */
            break;
        d->line += row->lines + 1;
        d->at = row->end;
    }
    *end = d->at;
    *lines = d->line - line;
    if (outcome != ROW && outcome != MORE && *end == start)
        return outcome;
    d->at = start;
    d->line = line;
    return *end > start ? ROW : MORE;
}

int delimited_piece(struct delimited *d, size_t want, struct delimited_piece *out, struct error *err)
{
    while (true) {
        struct cut row = { .n = 0 };
        size_t end;
        uint64_t lines;
        enum outcome outcome = MORE;
        if (d->n - d->at >= want || at_end(d) || d->n - d->at >= ROW_MOST)
            outcome = d->at < d->n ? cut_piece(d, want, &end, &lines, &row) : MORE;
        if (outcome == ROW) {
            *out = (struct delimited_piece){ d->window + d->at, end - d->at, d->base + d->at, d->line };
            d->line += lines;
            d->at = end;
            return 1;
        }
        if (outcome == MORE && at_end(d))
            return 0;
        if (outcome != MORE || d->n - d->at >= ROW_MOST)
            return fault(d, outcome, &row, err);
        if (refill(d, err) < 0)
            return -1;
    }
}

struct delimited *delimited_reader(const struct delimited *d, struct error *err)
{
    struct delimited *reader = calloc(1, sizeof *reader);
    if (reader)
        reader->cells = malloc(CELLS_MOST * sizeof *reader->cells);
    if (!reader || !reader->cells) {
        error_memory(err);
        delimited_free(reader);
        return NULL;
    }
    reader->text = d->text;
    reader->separator = d->separator;
    reader->sheet = d->sheet;
    reader->width = d->width;
    reader->fed = true;
    return reader;
}

void delimited_feed(struct delimited *d, const struct delimited_piece *piece)
{
    d->window = piece->p;
    d->n = piece->n;
    memset(d->window + d->n, '\n', BLOCK);
    d->at = 0;
    d->base = piece->offset;
    d->end = piece->offset + piece->n;
    d->line = piece->line;
}

/* ---- the separator ---- */

static bool is_candidate(char c)
{
    return c == ',' || c == '\t' || c == ';';
}

/* Excel's hint: the line "sep=;" in front of the header. It is skipped, and its character returned; 0: none. */
static char take_hint(struct delimited *d)
{
    struct span s = { d->window, d->n };
    if (!span_starts(s, SPAN("sep=")) || s.n < 6 || !is_candidate(s.p[4]) || (s.p[5] != '\r' && s.p[5] != '\n'))
        return 0;
    d->at = s.p[5] == '\r' && s.n > 6 && s.p[6] == '\n' ? 7 : 6;
    d->line = 2;
    return s.p[4];
}

/* Of the candidates outside quotes in the first row that has any, the one seen most: a title may stand above the headings. */
static char find_separator(const struct delimited *d)
{
    static const char candidates[] = { ',', '\t', ';' };
    size_t counts[sizeof candidates] = { 0 };
    size_t at = d->at;
    bool quoted = false, first = true, any = false;
    while (at < d->n && (d->window[at] == '\r' || d->window[at] == '\n' || d->window[at] == ' '))
        at++;
    for (; at < d->n; at++) {
        char c = d->window[at];
        if (c == '"')
            quoted = quoted ? false : first;
        else if (!quoted && any && (c == '\r' || c == '\n'))
            break;
        bool begins = c == '\r' || c == '\n';
        first = !quoted && (begins || is_candidate(c));
        any |= first && !begins;
        for (size_t i = 0; first && i < sizeof candidates; i++)
            counts[i] += c == candidates[i];
    }
    size_t best = 0;
    for (size_t i = 1; i < sizeof candidates; i++)
        if (counts[i] > counts[best])
            best = i;
    return candidates[best];
}

struct delimited *delimited_new(const struct table_text *text, char separator, struct error *err)
{
    struct delimited *d = calloc(1, sizeof *d);
    if (!d) {
        error_memory(err);
        return NULL;
    }
    d->text = text;
    d->end = table_text_size(text);
    d->line = 1;
    d->want = WINDOW;
    d->cells = malloc(CELLS_MOST * sizeof *d->cells);
    if (!d->cells || refill(d, err) < 0) {
        if (!d->cells)
            error_memory(err);
        delimited_free(d);
        return NULL;
    }
    d->sheet = table_text_is_sheet(text);
    char hint = d->sheet ? SHEET_SEPARATOR : take_hint(d);
    d->separator = separator ? separator : hint ? hint : find_separator(d);
    return d;
}

void delimited_free(struct delimited *d)
{
    if (!d)
        return;
    if (!d->fed)
        free(d->window);
    free(d->spare);
    free(d->cells);
    free(d);
}

char delimited_separator(const struct delimited *d)
{
    return d->separator;
}
