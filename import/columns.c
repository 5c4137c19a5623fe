/* import/columns.c: bytes -> text -> lines -> values of columns. It must never know what a field means, and never mend a line: one with
 * another number of columns is a record error. */
#include "import/columns.h"

#include "base/decode.h"
#include "base/i18n.h"
#include "import/columns_fit.h"

#define PIECE      ((size_t)256 << 10)
#define LINE_MOST  ((size_t)16 << 20) /* bytes of one line */
#define DOUBT_MOST ((size_t)1 << 20)  /* bytes held back until the encoding is known … */
#define SURE       64                 /* … by so many characters above ASCII, looked at … */
#define SLICE      ((size_t)256)      /* … so many bytes at a time */

/* A column that some slot wants, in order of columns. */
struct want {
    uint16_t column, slot;
    bool document, greatest;
    struct span now; /* of a document: the value of the line being read */
};
struct column_reader {
    struct extract *x;
    struct source *source;
    uint64_t *bytes;
    bool at_end;
    /* bytes to text */
    struct decoder *decoder; /* NULL until the encoding is known */
    struct buf raw;          /* bytes from the first one above ASCII on, until then */
    size_t checked;          /* of those, seen by check */
    struct utf8_check check;
    /* text to lines */
    struct buf text;  /* from the beginning of the next line */
    size_t scanned;   /* of it: bytes that hold no line end */
    size_t clean;     /* of it: bytes that hold no NUL */
    uint32_t line;    /* number of that line */
    uint64_t offset;  /* its place in the text */
    /* lines to values */
    struct want *wants;
    size_t want_count;
    struct buf *documents; /* by slot: the value sent last, or the greatest so far */
};

static int file_error(const struct column_reader *r, struct error *err, const char *why)
{
    return error_set(err, ERROR_INPUT, _("%s, line %u: %s"), r->x->file, r->line, why);
}

/* ---- lines to values ---- */

static int by_column(const void *a, const void *b)
{
    const struct want *x = a, *y = b;
    return x->column != y->column ? (x->column > y->column) - (x->column < y->column) : (x->slot > y->slot) - (x->slot < y->slot);
}

static bool slot_is_greatest(const struct profile *p, size_t slot)
{
    for (size_t i = 0; i < DOCUMENT_FIELD_COUNT; i++)
        for (size_t k = 0; k < p->document[i].from.count; k++)
            if (p->document[i].from.slots[k] == slot && !p->document[i].greatest)
                return false;
    return true;
}

static int prepare_wants(struct column_reader *r, struct error *err)
{
    const struct profile *p = r->x->profile;
    r->wants = calloc(p->slot_count + 1, sizeof *r->wants);
    r->documents = calloc(p->slot_count + 1, sizeof *r->documents);
    if (!r->wants || !r->documents)
        return error_memory(err);
    r->want_count = p->slot_count;
    for (size_t i = 0; i < p->slot_count; i++) {
        bool document = p->slots[i].role == ROLE_DOCUMENT_VALUE;
        r->wants[i] = (struct want){ p->slots[i].column, (uint16_t)i, document, document && slot_is_greatest(p, i), SPAN_NONE };
    }
    qsort(r->wants, r->want_count, sizeof *r->wants, by_column);
    return 0;
}

static int refuse_line(struct column_reader *r, const char *sentence, uint32_t column, struct error *err)
{
    struct xml_place at = { r->line, column, r->offset };
    return extract_bad_record(r->x, span_of(sentence), at, err);
}

/* 1: taken, or nothing there; 0: the line was refused; -1. */
static int take_value(struct column_reader *r, struct want *w, struct span text, struct error *err)
{
    struct xml_place at = { r->line, w->column, r->offset };
    unsigned char control = 0;
    text = span_trim(text);
    w->now = SPAN_NONE;
    if (text.n == 0 || (r->x->profile->null_word.p && span_eq(text, r->x->profile->null_word)))
        return 1;
    if (text.n > r->x->limits->text)
        return extract_too_long(r->x, at, err);
    for (size_t i = 0; i < text.n; i++)
        control |= (unsigned char)((unsigned char)text.p[i] < ' ' && text.p[i] != '\r' && text.p[i] != '\t');
    if (control) {
        struct buf b = BUF_INIT;
        profile_column_name(r->x->profile, w->column, &b);
        buf_adds(&b, ": ");
        buf_adds(&b, _("it holds a control character, which is no text"));
        int rc = refuse_line(r, buf_str(&b), w->column, err);
        buf_release(&b);
        return rc;
    }
    w->now = text;
    return w->document ? 1 : extract_value(r->x, w->slot, text, at, err) < 0 ? -1 : 1;
}

static int take_document(struct column_reader *r, const struct want *w, struct error *err)
{
    struct buf *last = &r->documents[w->slot];
    struct xml_place at = { r->line, w->column, r->offset };
    if (!w->document || !w->now.p || span_eq(w->now, buf_span(last)) || (w->greatest && last->n > 0 && span_cmp_numbers(w->now, buf_span(last)) < 0))
        return 0;
    buf_clear(last);
    buf_addspan(last, w->now);
    return buf_check(last, err) < 0 ? -1 : extract_document_value(r->x, w->slot, w->now, at, err);
}

static int wrong_width(struct column_reader *r, unsigned found, struct error *err)
{
    const struct profile *p = r->x->profile;
    struct buf b = BUF_INIT;
    buf_addf(&b, _("the line has another number of columns, %u, than the %u of the profile %.*s"), found, p->width, SPAN_ARG(p->name));
    int rc = refuse_line(r, buf_str(&b), found < p->width ? found : p->width + 1, err);
    buf_release(&b);
    return rc;
}

/* A line without its end. */
static int take_line(struct column_reader *r, struct span line, struct error *err)
{
    const struct profile *p = r->x->profile;
    const char *from = line.p, *end = line.p + line.n;
    size_t w = 0;
    unsigned column = 0;
    if (columns_is_blank(line))
        return 0;
    extract_begin_record(r->x, (struct xml_place){ r->line, 1, r->offset });
    for (;;) {
        const char *to = memchr(from, p->separator, (size_t)(end - from));
        struct span text = { from, (size_t)((to ? to : end) - from) };
        for (column++; w < r->want_count && r->wants[w].column == column; w++) {
            int taken = take_value(r, &r->wants[w], text, err);
            if (taken <= 0)
                return taken;
        }
        if (!to)
            break;
        from = to + 1;
    }
    if (!columns_width_fits(p, column, from == end))
        return wrong_width(r, column, err);
    for (w = 0; w < r->want_count; w++)
        if (take_document(r, &r->wants[w], err) < 0)
            return -1;
    return extract_end_record(r->x, 0, err);
}

/* ---- text to lines ---- */

/* The first lines show the profile. 1: they did, 0: more is needed, -1. */
static int choose(struct column_reader *r, struct error *err)
{
    int chosen = columns_choose(r->x, buf_span(&r->text), r->at_end, err);
    if (chosen <= 0)
        return chosen;
    return extract_take_profile(r->x, err) < 0 || prepare_wants(r, err) < 0 ? -1 : 1;
}

/* Takes the whole lines of the text; the rest moves to the front. */
static int take_lines(struct column_reader *r, struct error *err)
{
    int got = r->x->profile ? 1 : choose(r, err);
    if (got <= 0 || r->text.n == 0)
        return got < 0 ? -1 : 0;
    const char *p = r->text.p, *end = r->text.p + r->text.n;
    size_t seen = r->scanned;
    while (p < end) {
        const char *to = memchr(p + seen, '\n', (size_t)(end - p) - seen);
        seen = 0;
        if (!to && !r->at_end)
            break;
        struct span line = { p, (size_t)((to ? to : end) - p) };
        if (line.n > 0 && line.p[line.n - 1] == '\r')
            line.n--;
        if (take_line(r, line, err) < 0)
            return -1;
        r->line++;
        r->offset += (uint64_t)((to ? to + 1 : end) - p);
        p = to ? to + 1 : end;
    }
    r->text.n = (size_t)(end - p);
    if (r->text.n > 0)
        memmove(r->text.p, p, r->text.n);
    r->scanned = r->clean = r->text.n;
    return 0;
}

static int take_text(struct column_reader *r, struct error *err)
{
    if (r->text.failed)
        return error_memory(err);
    const char *nul = r->text.n > r->clean ? memchr(r->text.p + r->clean, 0, r->text.n - r->clean) : NULL;
    r->clean = r->text.n;
    if (nul) {
        for (const char *p = r->text.p; p < nul; p++)
            r->line += *p == '\n';
        return file_error(r, err, _("a NUL character, which text cannot hold; the file is damaged"));
    }
    if (take_lines(r, err) < 0)
        return -1;
    return r->text.n <= LINE_MOST ? 0 : error_set(err, ERROR_INPUT, _("%s, line %u: a line with more than %zu bytes"), r->x->file, r->line, LINE_MOST);
}

/* ---- bytes to text ---- */

static int use_encoding(struct column_reader *r, const char *encoding, struct error *err)
{
    r->decoder = decoder_new(encoding, true, err);
    return r->decoder ? 0 : -1;
}

static int decode(struct column_reader *r, const char *p, size_t n, bool last, struct error *err)
{
    if (decoder_feed(r->decoder, p, n, last, &r->text, err) == 0)
        return take_text(r, err);
    for (size_t i = 0; i < r->text.n; i++)
        r->line += r->text.p[i] == '\n';
    return error_prefix(err, _("%s, line %u"), r->x->file, r->line);
}

/* Bytes above ASCII have come: what are they written in? Whatever is UTF-8 is that; a few faults in much that is, are faults. */
static int doubt(struct column_reader *r, const char *p, size_t n, bool last, struct error *err)
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

static int take_bytes(struct column_reader *r, const char *p, size_t n, bool last, struct error *err)
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

static int read_rest(struct column_reader *r, char *piece, size_t chunk, struct error *err)
{
    while (!r->at_end) {
        int64_t n = source_read(r->source, piece, chunk, err);
        if (n < 0)
            return -1;
        *r->bytes += (uint64_t)n;
        r->at_end = n == 0;
        if (take_bytes(r, piece, (size_t)n, r->at_end, err) < 0 || extract_progress(r->x, err) < 0)
            return -1;
    }
    return 0;
}

static int read_all(struct column_reader *r, struct span head, size_t chunk, struct error *err)
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

int columns_read(struct extract *x, struct source *source, struct span head, bool at_end, size_t chunk, uint64_t *bytes, struct error *err)
{
    struct column_reader r = { .x = x, .source = source, .bytes = bytes, .at_end = at_end, .line = 1 };
    utf8_check_init(&r.check);
    int rc = read_all(&r, head, chunk ? chunk : PIECE, err);
    for (size_t i = 0; r.documents && i < x->profile->slot_count; i++)
        buf_release(&r.documents[i]);
    free(r.documents);
    free(r.wants);
    decoder_free(r.decoder);
    buf_release(&r.raw);
    buf_release(&r.text);
    return rc;
}
