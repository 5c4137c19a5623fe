/* io/table_patch.c: see the header. A small state machine over code units, with the rules of io/delimited.c: a quote opens a cell only at its
 * beginning, rows end with LF, CRLF or CR outside quotes. Speed does not matter here: it runs once, at the end. */
#include "io/table_patch.h"
#include "base/decode.h"
#include "base/i18n.h"
#include "io/source.h"

#define PIECE ((size_t)64 << 10)

enum state { CELL_START, CELL_PLAIN, CELL_QUOTED, CELL_QUOTE /* one inside a quoted cell: the last, or half of a pair */, CELL_BEHIND };

struct patching {
    const struct table_patch *patch;
    struct error *err;
    struct decoder *decoder; /* for the cells of the rows that change */
    size_t width;            /* bytes of a code unit */
    bool big;                /* the high byte first */
    enum state state;
    uint64_t line, row_line; /* being read; where the row began */
    uint32_t position;       /* of the cell, from 1 */
    size_t next;             /* in patch->cells */
    bool changing;           /* the row has a cell to replace */
    bool was_cr;
    struct buf cell, row;    /* of a row that changes: the cell's bytes; those of the row up to the cell */
    struct buf text, out;
    bool key_seen, done;
};

bool table_patch_can(const char *encoding)
{
    static const char *const known[] = { "UTF-8", "GB18030", "US-ASCII", "UTF-16LE", "UTF-16BE", "Big5", "EUC-JP", "EUC-KR", "ISO-8859-1",
                                         "windows-1252" };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(encoding, known[i]) == 0)
            return true;
    return false;
}

/* ---- code units ---- */

static uint32_t unit_at(const struct patching *p, const char *bytes)
{
    unsigned char a = (unsigned char)bytes[0], b = p->width == 2 ? (unsigned char)bytes[1] : 0;
    if (p->width == 1)
        return a;
    return p->big ? (uint32_t)a << 8 | b : (uint32_t)b << 8 | a;
}

static void add_ascii(const struct patching *p, struct buf *out, char c)
{
    if (p->width == 2 && p->big)
        buf_addc(out, '\0');
    buf_addc(out, c);
    if (p->width == 2 && !p->big)
        buf_addc(out, '\0');
}

/* ---- cells ---- */

/* The cell's bytes as text, without its quotes, trimmed; lives until the next call. */
static int cell_text(struct patching *p, struct span *out)
{
    struct buf *text = &p->text;
    buf_clear(text);
    struct decoder *d = decoder_new(p->patch->encoding, false, p->err);
    int status = d ? decoder_feed(d, p->cell.p ? p->cell.p : "", p->cell.n, true, text, p->err) : -1;
    decoder_free(d);
    if (status < 0 || buf_check(text, p->err) < 0)
        return -1;
    size_t to = 0, at = 0;
    bool quoted = text->n > 0 && text->p[0] == '"', inside = quoted;
    for (at = quoted; at < text->n; at++) {
        if (inside && text->p[at] == '"') {
            if (at + 1 < text->n && text->p[at + 1] == '"') {
                at++;
            } else {
                inside = false;
                continue;
            }
        }
        text->p[to++] = text->p[at];
    }
    *out = span_trim((struct span){ text->p ? text->p : "", to });
    return 0;
}

static void add_replacement(struct patching *p, struct span text)
{
    bool quote = p->cell.n >= p->width && unit_at(p, p->cell.p) == '"';
    for (size_t i = 0; i < text.n; i++)
        quote = quote || text.p[i] == p->patch->separator || text.p[i] == '"' || text.p[i] == '\n' || text.p[i] == '\r';
    if (quote)
        add_ascii(p, &p->row, '"');
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '"')
            add_ascii(p, &p->row, '"');
        add_ascii(p, &p->row, text.p[i]);
    }
    if (quote)
        add_ascii(p, &p->row, '"');
}

static int is_other_table(const struct patching *p)
{
    return error_set(p->err, ERROR_INPUT, _("%s, line %llu: is not what it was when the table was read; nothing was written"), p->patch->path,
                     (unsigned long long)p->row_line);
}

/* A cell of a row that changes has ended. */
static int end_cell(struct patching *p)
{
    const struct patch_cell *cell = &p->patch->cells[p->next];
    bool key = p->position == p->patch->key_position, old = p->position == p->patch->position;
    struct span text;
    if ((key || old) && cell_text(p, &text) < 0)
        return -1;
    if ((key && !span_eq(text, cell->key)) || (old && !span_eq(text, cell->old)))
        return is_other_table(p);
    p->key_seen = p->key_seen || key;
    p->done = p->done || old;
    if (old)
        add_replacement(p, cell->text);
    else
        buf_addspan(&p->row, buf_span(&p->cell));
    buf_clear(&p->cell);
    return 0;
}

static int end_row(struct patching *p)
{
    if (p->changing) {
        if (!p->key_seen || !p->done)
            return is_other_table(p);
        buf_addspan(&p->out, buf_span(&p->row));
        buf_clear(&p->row);
        p->next++;
    }
    p->changing = p->key_seen = p->done = false;
    return 0;
}

static void start_row(struct patching *p)
{
    p->row_line = p->line;
    p->position = 1;
    p->state = CELL_START;
    p->changing = p->next < p->patch->count && p->patch->cells[p->next].line == p->row_line;
}

/* Where a byte of the row goes: into the cell, where the row changes. */
static void keep(struct patching *p, const char *bytes)
{
    buf_add(p->changing ? &p->cell : &p->out, bytes, p->width);
}

/* One code unit outside quotes. */
static int plain_unit(struct patching *p, uint32_t c, const char *bytes)
{
    bool separates = c == (unsigned char)p->patch->separator, ends = c == '\n' || c == '\r';
    if (!separates && !ends) {
        if (p->state == CELL_START)
            p->state = c == '"' ? CELL_QUOTED : CELL_PLAIN;
        keep(p, bytes);
        return 0;
    }
    if (p->changing && end_cell(p) < 0)
        return -1;
    if (p->changing)
        buf_add(&p->row, bytes, p->width);
    else
        buf_add(&p->out, bytes, p->width);
    p->state = CELL_START;
    p->position++;
    if (!ends)
        return 0;
    p->line++;
    if (end_row(p) < 0)
        return -1;
    start_row(p);
    return 0;
}

static int take_unit(struct patching *p, const char *bytes)
{
    uint32_t c = unit_at(p, bytes);
    bool after_cr = p->was_cr;
    p->was_cr = c == '\r';
    if (c == '\n' && after_cr && p->state != CELL_QUOTED && p->state != CELL_QUOTE) { /* CRLF: the row has begun already */
        buf_add(&p->out, bytes, p->width);
        return 0;
    }
    if (p->state == CELL_QUOTE) {
        if (c == '"') {
            p->state = CELL_QUOTED;
            keep(p, bytes);
            return 0;
        }
        p->state = CELL_BEHIND;
    }
    if (p->state != CELL_QUOTED)
        return plain_unit(p, c, bytes);
    if (c == '"')
        p->state = CELL_QUOTE;
    p->line += c == '\r' || (c == '\n' && !after_cr);
    keep(p, bytes);
    return 0;
}

/* ---- the file ---- */

static int flush(struct patching *p, size_t at_least)
{
    if (buf_check(&p->out, p->err) < 0 || buf_check(&p->row, p->err) < 0 || buf_check(&p->cell, p->err) < 0)
        return -1;
    if (p->out.n < at_least || p->out.n == 0)
        return 0;
    int status = p->patch->write(p->patch->ctx, p->out.p, p->out.n, p->err);
    buf_clear(&p->out);
    return status;
}

static int take_end(struct patching *p)
{
    if (p->changing && (p->position > 1 || p->cell.n > 0) && end_cell(p) < 0)
        return -1;
    if (end_row(p) < 0)
        return -1;
    if (p->next < p->patch->count) {
        p->row_line = p->patch->cells[p->next].line;
        return is_other_table(p);
    }
    return flush(p, 0);
}

static int take_file(struct patching *p, struct source *source)
{
    char piece[PIECE];
    size_t n = 0;
    bool first = true;
    while (true) {
        int64_t got = source_read(source, piece + n, sizeof piece - n, p->err);
        if (got < 0)
            return -1;
        n += (size_t)got;
        size_t at = 0, mark = 0;
        const char *by_mark = first && n >= 4 ? encoding_by_bom((struct span){ piece, n }, &mark) : NULL;
        if (by_mark && strcmp(by_mark, p->patch->encoding) == 0) {
            buf_add(&p->out, piece, mark);
            at = mark;
        }
        first = first && n < 4;
        for (; (!first || got == 0) && at + p->width <= n; at += p->width)
            if (take_unit(p, piece + at) < 0)
                return -1;
        memmove(piece, piece + at, n - at);
        n -= at;
        if (got == 0)
            break;
        if (flush(p, PIECE) < 0)
            return -1;
    }
    if (n > 0) /* half a code unit */
        buf_add(&p->out, piece, n);
    return take_end(p);
}

int table_patch_write(const struct table_patch *patch, struct error *err)
{
    struct patching p = { .patch = patch, .err = err, .line = 1, .width = strncmp(patch->encoding, "UTF-16", 6) == 0 ? 2 : 1,
                          .big = strcmp(patch->encoding, "UTF-16BE") == 0 };
    buf_init(&p.cell);
    buf_init(&p.row);
    buf_init(&p.text);
    buf_init(&p.out);
    struct source *source = source_open(patch->path, err);
    start_row(&p);
    int status = source ? take_file(&p, source) : -1;
    source_free(source);
    buf_release(&p.cell);
    buf_release(&p.row);
    buf_release(&p.text);
    buf_release(&p.out);
    return status;
}
