/* mapper/heading_row.c: see the header. Counts known headings; looks at no data. */
#include "mapper/heading_row.h"
#include "base/i18n.h"
#include "mapper/row.h"

#include <stdlib.h>

#define REQUIRED (COLUMN_BIT(COLUMN_LOCAL_CODE) | COLUMN_BIT(COLUMN_LOCAL_NAME))

/* ---- the beginning of a table ---- */

static int keep_line(struct beginning *b, const struct delimited_row *row, struct error *err)
{
    struct span *cells = arena_alloc(&b->memory, row->n * sizeof *cells);
    for (size_t i = 0; cells && i < row->n; i++) {
        cells[i] = arena_copy(&b->memory, row->cells[i].text);
        if (!cells[i].p)
            return error_memory(err);
    }
    if (!cells)
        return error_memory(err);
    b->offsets[b->n] = row->offset;
    b->lines[b->n++] = (struct sheet_line){ row->line, cells, row->n };
    return 0;
}

/* What is wrong behind the first row is said when the rows are read. */
static int read_lines(struct beginning *b, struct delimited *reader, const char *name, struct error *err)
{
    struct delimited_row row;
    struct error later;
    int got = delimited_next(reader, &row, err);
    for (; got > 0; got = delimited_next(reader, &row, &later)) {
        if ((b->n == 0 || !row_is_blank(&row)) && keep_line(b, &row, err) < 0)
            return -1;
        if (b->n == SHEET_HEAD)
            break;
    }
    if (got < 0 && b->n == 0)
        return -1;
    return b->n > 0 ? 0 : error_set(err, ERROR_INPUT, _("%s has no heading row: it is empty"), name);
}

struct beginning *beginning_read(struct delimited *reader, const char *name, struct error *err)
{
    struct beginning *b = calloc(1, sizeof *b);
    if (!b) {
        error_memory(err);
        return NULL;
    }
    arena_init(&b->memory);
    if (read_lines(b, reader, name, err) == 0)
        return b;
    beginning_free(b);
    return NULL;
}

void beginning_free(struct beginning *b)
{
    if (!b)
        return;
    arena_release(&b->memory);
    free(b);
}

/* ---- which rows ---- */

static struct span cell(const struct sheet_line *line, size_t column)
{
    return column < line->n && line->cells[column].p ? span_trim(line->cells[column]) : SPAN("");
}

/* What a row of groups says of a column: its own cell, or the next to the left that is filled. */
static struct span group(const struct sheet_line *line, size_t column)
{
    for (size_t i = column + 1; i > 0; i--)
        if (cell(line, i - 1).n > 0)
            return cell(line, i - 1);
    return SPAN("");
}

static int is_known(struct headings *h, struct span heading, struct error *err)
{
    enum column column;
    bool reversed;
    if (!headings_find(h, heading, &column, &reversed))
        return error_memory(err);
    return column != COLUMN_NONE;
}

int heading_row_text(struct headings *h, const struct sheet_line *lines, const struct heading_row *at, size_t column, struct buf *text, struct error *err)
{
    const struct sheet_line *upper = &lines[at->first], *lower = &lines[at->last];
    struct span own = cell(lower, column), above = cell(upper, column);
    buf_clear(text);
    if (at->first == at->last || own.n == 0 || span_eq(own, above)) {
        buf_addspan(text, own.n > 0 ? own : above);
        return buf_check(text, err);
    }
    buf_addspan(text, group(upper, column));
    buf_addspan(text, own);
    if (buf_check(text, err) < 0)
        return -1;
    int known = is_known(h, buf_span(text), err);
    if (known == 0)
        buf_clear(text);
    if (known == 0)
        buf_addspan(text, own);
    return known < 0 ? -1 : buf_check(text, err);
}

static size_t width_of(const struct sheet_line *lines, size_t first, size_t last)
{
    return lines[first].n > lines[last].n ? lines[first].n : lines[last].n;
}

/* The columns that these rows name, as COLUMN_BITs. */
static int columns_of(struct headings *h, const struct sheet_line *lines, size_t first, size_t last, struct buf *text, uint64_t *out, struct error *err)
{
    struct heading_row at = { first, last, width_of(lines, first, last), false };
    *out = 0;
    for (size_t i = 0; i < at.width; i++) {
        enum column column;
        bool reversed;
        if (heading_row_text(h, lines, &at, i, text, err) < 0)
            return -1;
        if (text->n > 0 && !headings_find(h, buf_span(text), &column, &reversed))
            return error_memory(err);
        if (text->n > 0 && column != COLUMN_NONE)
            *out |= COLUMN_BIT(column);
    }
    return 0;
}

static int count(uint64_t bits)
{
    return __builtin_popcountll(bits);
}

static int find(struct headings *h, const struct sheet_line *lines, size_t n, struct heading_row *out, struct buf *text, struct error *err)
{
    uint64_t one, next = 0, both;
    int most = 1; /* a single known word may stand anywhere */
    if (columns_of(h, lines, 0, 0, text, &one, err) < 0)
        return -1;
    *out = (struct heading_row){ 0, 0, lines[0].n, (one & REQUIRED) == REQUIRED };
    for (size_t i = 0; i < n; i++, one = next) {
        bool follows = i + 1 < n && lines[i + 1].line == lines[i].line + 1;
        both = next = 0;
        if (i + 1 < n && columns_of(h, lines, i + 1, i + 1, text, &next, err) < 0)
            return -1;
        if (follows && columns_of(h, lines, i, i + 1, text, &both, err) < 0)
            return -1;
        bool two = count(both) > count(one) && count(both) > count(next);
        uint64_t here = two ? both : one;
        bool sure = (here & REQUIRED) == REQUIRED;
        if (sure || count(here) > most)
            *out = (struct heading_row){ i, two ? i + 1 : i, two ? width_of(lines, i, i + 1) : lines[i].n, sure };
        most = count(here) > most ? count(here) : most;
        if (sure)
            break;
    }
    return 0;
}

int heading_row_find(struct headings *h, const struct sheet_line *lines, size_t n, struct heading_row *out, struct error *err)
{
    struct buf text = BUF_INIT;
    int status = find(h, lines, n, out, &text, err);
    buf_release(&text);
    return status;
}
