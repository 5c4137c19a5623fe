/* import/lines.c: see the header. It must never know what a line holds, and never mend one. */
#include "import/lines.h"

#include "base/decode.h"
#include "base/i18n.h"

#define PIECE      ((size_t)256 << 10)
#define LINE_MOST  ((size_t)16 << 20) /* bytes of one line */
#define DOUBT_MOST ((size_t)1 << 20)  /* bytes held back until the encoding is known … */
#define SURE       64                 /* … by so many characters above ASCII, looked at … */
#define SLICE      ((size_t)256)      /* … so many bytes at a time */
#define LOOK_FIRST ((size_t)4 << 10)  /* bytes that come, and twice as many each time, before the text is looked at once more */

struct line_reader {
    const struct lines *l;
    struct source *source;
    uint64_t *bytes;
    bool at_end, looked;
    /* bytes to text */
    struct decoder *decoder; /* NULL until the encoding is known */
    struct buf raw;          /* bytes from the first one above ASCII on, until then */
    size_t checked;          /* of those, seen by check */
    struct utf8_check check;
    /* text to lines */
    struct buf text;  /* from the beginning of the next line */
    size_t look_next; /* of it: bytes that there must be for the next look */
    size_t scanned;   /* of it: bytes that hold no line end */
    size_t clean;     /* of it: bytes that hold no NUL */
    uint32_t line;    /* number of that line */
    uint64_t offset;  /* its place in the text */
};

static int file_error(const struct line_reader *r, struct error *err, const char *why)
{
    return error_set(err, ERROR_INPUT, _("%s, line %u: %s"), r->l->file, r->line, why);
}

static int too_long(const struct line_reader *r, struct error *err)
{
    return error_set(err, ERROR_INPUT, _("%s, line %u: a line with more than %zu bytes"), r->l->file, r->line, LINE_MOST);
}

/* ---- text to lines ---- */

/* Whether lines may come. Not at every piece, since each look begins at the front and pieces may be of a byte; where it must be `now`, at this text. */
static int look(struct line_reader *r, bool now, struct error *err)
{
    struct span text = buf_span(&r->text);
    if (r->looked || !r->l->look)
        return 1;
    if (text.n > LINES_LOOK_MOST)
        text.n = LINES_LOOK_MOST;
    if (!now && !r->at_end && text.n < LINES_LOOK_MOST && text.n < r->look_next)
        return 0;
    r->look_next = 2 * text.n > LOOK_FIRST ? 2 * text.n : LOOK_FIRST;
    return r->l->look(r->l->ctx, text, r->at_end && text.n == r->text.n, err);
}

/* Takes the whole lines of the text; the rest moves to the front. `now`: no more text comes that could be looked at. */
static int take_lines(struct line_reader *r, bool now, struct error *err)
{
    int got = look(r, now, err);
    if (got <= 0)
        return got;
    r->looked = true;
    if (r->text.n == 0)
        return 0;
    const char *p = r->text.p, *end = r->text.p + r->text.n;
    size_t seen = r->scanned;
    while (p < end) {
        const char *to = memchr(p + seen, '\n', (size_t)(end - p) - seen);
        seen = 0;
        if (!to && !r->at_end)
            break;
        struct span line = { p, (size_t)((to ? to : end) - p) };
        if (line.n > LINE_MOST)
            return too_long(r, err);
        if (line.n > 0 && line.p[line.n - 1] == '\r')
            line.n--;
        if (r->l->line(r->l->ctx, line, r->line, r->offset, err) < 0)
            return -1;
        r->line++;
        r->offset += (uint64_t)((to ? to + 1 : end) - p);
        p = to ? to + 1 : end;
    }
    r->text.n = (size_t)(end - p);
    if (r->text.n > 0 && p > r->text.p)
        memmove(r->text.p, p, r->text.n);
    r->scanned = r->clean = r->text.n;
    return 0;
}

/* The text ends in front of a fault: the lines before it come first, however the bytes were cut into pieces; then r->line is that of the fault. */
static int take_before(struct line_reader *r, size_t n, struct error *err)
{
    r->text.n = n;
    r->at_end = false;
    if (take_lines(r, true, err) < 0)
        return -1;
    for (size_t i = 0; i < r->text.n; i++)
        r->line += r->text.p[i] == '\n';
    return 0;
}

static int take_text(struct line_reader *r, struct error *err)
{
    if (r->text.failed)
        return error_memory(err);
    const char *nul = r->text.n > r->clean ? memchr(r->text.p + r->clean, 0, r->text.n - r->clean) : NULL;
    r->clean = r->text.n;
    if (nul)
        return take_before(r, (size_t)(nul - r->text.p), err) < 0
                   ? -1
                   : file_error(r, err, _("a NUL character, which text cannot hold; the file is damaged"));
    if (take_lines(r, false, err) < 0)
        return -1;
    return r->text.n <= LINE_MOST ? 0 : too_long(r, err);
}

/* ---- bytes to text ---- */

static int use_encoding(struct line_reader *r, const char *encoding, struct error *err)
{
    r->decoder = decoder_new(encoding, true, err);
    return r->decoder ? 0 : -1;
}

static int decode(struct line_reader *r, const char *p, size_t n, bool last, struct error *err)
{
    struct error before = { .code = ERROR_NONE };
    if (decoder_feed(r->decoder, p, n, last, &r->text, err) == 0)
        return take_text(r, err);
    r->at_end = false;
    if (!r->text.failed && (take_text(r, &before) < 0 || take_before(r, r->text.n, &before) < 0)) {
        if (err)
            *err = before;
        return -1;
    }
    return error_prefix(err, _("%s, line %u"), r->l->file, r->line);
}

/* Bytes above ASCII have come: what are they written in? Whatever is UTF-8 is that; a few faults in much that is, are faults. */
static int doubt(struct line_reader *r, const char *p, size_t n, bool last, struct error *err)
{
    uint64_t ascii = *r->bytes - n; /* where p stands */
    buf_addspan(&r->raw, (struct span){ p, n });
    if (r->raw.failed)
        return error_memory(err);
    ascii -= r->raw.n - n;
    bool known = last || r->raw.n > DOUBT_MOST;
    while (!known && r->checked + SLICE <= r->raw.n) {
        utf8_check_feed(&r->check, r->raw.p + r->checked, SLICE);
        r->checked += SLICE;
        known = r->check.seen.multibyte + r->check.bad_count >= SURE;
    }
    if (!known)
        return 0;
    if (last || r->raw.n > DOUBT_MOST)
        utf8_check_feed(&r->check, r->raw.p + r->checked, r->raw.n - r->checked);
    if (last)
        (void)utf8_check_end(&r->check);
    bool utf8 = r->check.bad_count == 0 || r->check.bad_count <= r->check.seen.multibyte / 10;
    if (use_encoding(r, utf8 ? "UTF-8" : "GB18030", err) < 0)
        return -1;
    decoder_start_at(r->decoder, ascii);
    return decode(r, r->raw.p, r->raw.n, last, err);
}

static int take_bytes(struct line_reader *r, const char *p, size_t n, bool last, struct error *err)
{
    if (r->decoder)
        return decode(r, p, n, last, err);
    size_t plain = 0;
    while (r->raw.n == 0 && plain < n && (unsigned char)p[plain] < 0x80)
        plain++;
    buf_addspan(&r->text, (struct span){ p, plain });
    bool more = r->raw.n > 0 || plain < n;
    if (!(more && last) && take_text(r, err) < 0)
        return -1;
    return more ? doubt(r, p + plain, n - plain, last, err) : 0;
}

static int read_rest(struct line_reader *r, char *piece, size_t chunk, struct error *err)
{
    uint64_t total = source_size(r->source);
    while (!r->at_end) {
        int64_t n = source_read(r->source, piece, chunk, err);
        if (n < 0)
            return -1;
        *r->bytes += (uint64_t)n;
        r->at_end = n == 0;
        if (take_bytes(r, piece, (size_t)n, r->at_end, err) < 0)
            return -1;
        if (r->l->progress && r->l->progress(r->l->ctx, *r->bytes, total == SOURCE_SIZE_UNKNOWN ? 0 : total, err) < 0)
            return -1;
    }
    return 0;
}

static int read_all(struct line_reader *r, struct span head, size_t chunk, struct error *err)
{
    size_t skip = 0;
    const char *marked = encoding_by_bom(head, &skip);
    if (marked) {
        if (use_encoding(r, marked, err) < 0)
            return -1;
        decoder_start_at(r->decoder, skip);
    }
    if (take_bytes(r, head.p + skip, head.n - skip, r->at_end, err) < 0)
        return -1;
    char *piece = malloc(chunk);
    int rc = piece ? read_rest(r, piece, chunk, err) : error_memory(err);
    free(piece);
    return rc;
}

int lines_read(const struct lines *l, struct source *source, const struct xml_foreign *f, struct error *err)
{
    struct line_reader r = { .l = l, .source = source, .bytes = f->bytes, .at_end = f->at_end, .line = 1 };
    utf8_check_init(&r.check);
    int rc = read_all(&r, f->head, f->chunk ? f->chunk : PIECE, err);
    decoder_free(r.decoder);
    buf_release(&r.raw);
    buf_release(&r.text);
    return rc;
}
