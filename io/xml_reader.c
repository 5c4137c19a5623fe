/* io/xml_reader.c: source -> strict UTF-8 -> parser. Decides what a document is written in, and says so where the document
 * itself says something else. */
#include "io/xml_reader.h"
#include "base/decode.h"
#include "base/i18n.h"
#include "base/text.h"
#include "io/sniff.h"

#include <stdlib.h>

#define PIECE ((size_t)64 << 10)

/* Why no more text comes. */
enum broke { BROKE_NOT, BROKE_DECODING, BROKE_NUL, BROKE_OTHERWISE };

/* What goes on while one document is read. */
struct reading {
    struct source *source;
    const struct xml_read_options *options;
    const char *name;     /* of the source */
    const char *encoding; /* as it is read */
    bool guess;           /* nobody but the document itself names the encoding: it is checked against the bytes */
    struct buf head;      /* the first bytes, looked at before anything is parsed */
    size_t head_at;       /* of those, already taken */
    size_t chunk;
    char *piece;          /* chunk bytes */
    uint64_t bytes;       /* read so far */
    bool at_end, ended;   /* of the source; and the decoder knows it */
    struct utf8_check check; /* of all bytes so far, where something else than UTF-8 is read */
    struct decoder *decoder;
    struct xml_parser *parser;
    struct span raw;      /* of the head or the piece, still to be decoded */
    struct buf text;      /* what of it was decoded */
    struct span ready;    /* still to be handed to the parser, in `text` or in `raw` */
    enum broke broke;     /* behind that */
    struct error fault;
};

/* ---- what the document says of itself ---- */

struct span xml_declared_encoding(struct span head)
{
    size_t end = span_find(head, SPAN("?>"));
    if (!span_starts(head, SPAN("<?xml")) || head.n < 6 || !xml_is_blank(head.p[5]) || end == (size_t)-1)
        return SPAN_NONE;
    head.n = end;
    size_t at = span_find(head, SPAN("encoding"));
    if (at == (size_t)-1 || !xml_is_blank(head.p[at - 1]))
        return SPAN_NONE;
    at += strlen("encoding");
    while (at < head.n && xml_is_blank(head.p[at]))
        at++;
    if (at == head.n || head.p[at++] != '=')
        return SPAN_NONE;
    while (at < head.n && xml_is_blank(head.p[at]))
        at++;
    if (at == head.n || (head.p[at] != '"' && head.p[at] != '\''))
        return SPAN_NONE;
    const char *from = head.p + at + 1, *to = memchr(from, head.p[at], head.n - at - 1);
    return to ? (struct span){ from, (size_t)(to - from) } : SPAN_NONE;
}

/* UTF-16 without a mark: '<' and a NUL, one way round or the other. */
static const char *encoding_by_shape(struct span head)
{
    if (head.n < 4)
        return NULL;
    if (memcmp(head.p, "<\0?\0", 4) == 0)
        return "UTF-16LE";
    if (memcmp(head.p, "\0<\0?", 4) == 0)
        return "UTF-16BE";
    return NULL;
}

static bool is_utf16(const char *encoding)
{
    return strncmp(encoding, "UTF-16", 6) == 0 || strcmp(encoding, "ISO-10646-UCS-2") == 0;
}

/* The declaration of a document whose beginning is `head` in `encoding`, in UTF-8 in *text. */
static int declared_in(struct span head, const char *encoding, struct buf *text, struct span *declared, struct error *err)
{
    struct decoder *d = decoder_new(encoding, false, err);
    if (!d || decoder_feed(d, head.p, head.n, false, text, err) < 0) {
        decoder_free(d);
        return -1;
    }
    decoder_free(d);
    *declared = xml_declared_encoding(buf_span(text));
    return 0;
}

static int contradiction(const struct reading *r, struct span declared, const char *really, struct error *err)
{
    return error_set(err, ERROR_INPUT,
                     _("%s: the XML declaration says encoding=\"%.*s\", but the file is %s; correct the declaration or "
                       "convert the file"),
                     r->name, SPAN_ARG(declared), really);
}

/* The mark, or the shape, of the bytes says `really`; the declaration must not say otherwise. */
static int check_declared(const struct reading *r, struct span declared, const char *really, struct error *err)
{
    const char *canonical = declared.p ? encoding_canonical(declared) : really;
    if (!canonical)
        canonical = "";
    if (is_utf16(really) ? is_utf16(canonical) : strcmp(canonical, really) == 0 || strcmp(canonical, "US-ASCII") == 0)
        return 0;
    return contradiction(r, declared, really, err);
}

static int take_declared(struct reading *r, struct span declared, struct error *err)
{
    r->encoding = declared.p ? encoding_canonical(declared) : "UTF-8";
    r->guess = true;
    if (!r->encoding)
        return error_set(err, ERROR_INPUT, _("%s: the XML declaration names the encoding \"%.*s\", which is not known"),
                         r->name, SPAN_ARG(declared));
    if (is_utf16(r->encoding)) /* one-byte characters stood where UTF-16 would have two */
        return error_set(err, ERROR_INPUT,
                         _("%s: the XML declaration says encoding=\"%.*s\", but the file is not written in it; correct the "
                           "declaration or convert the file"),
                         r->name, SPAN_ARG(declared));
    return 0;
}

/* Finds r->encoding; *skip = bytes of a byte order mark. */
static int find_encoding(struct reading *r, size_t *skip, struct error *err)
{
    struct span head = buf_span(&r->head), declared = SPAN_NONE;
    const char *marked = encoding_by_bom(head, skip);
    const char *really = marked ? marked : encoding_by_shape(head);
    if (r->options->encoding) {
        r->encoding = encoding_canonical(span_of(r->options->encoding));
        if (!r->encoding)
            return error_set(err, ERROR_USAGE, _("the encoding '%s' is not known"), r->options->encoding);
        if (marked && is_utf16(r->encoding) && is_utf16(marked))
            r->encoding = marked;
        if (marked && strcmp(r->encoding, marked) != 0)
            *skip = 0;
        return 0;
    }
    if (!really)
        return take_declared(r, xml_declared_encoding(head), err);
    struct buf text = BUF_INIT;
    head.p += *skip;
    head.n -= *skip;
    int status = declared_in(head, really, &text, &declared, err);
    if (status == 0)
        status = check_declared(r, declared, really, err);
    buf_release(&text);
    r->encoding = really;
    return status;
}

/* ---- reading ---- */

/* One piece from the source into `to`: bytes, 0 at the end, -1. */
static int64_t read_piece(struct reading *r, char *to, size_t n, struct error *err)
{
    int64_t got = source_read(r->source, to, n, err);
    if (got < 0)
        return -1;
    r->bytes += (uint64_t)got;
    r->at_end = got == 0;
    if (got > 0 && r->options->tap && r->options->tap(r->options->ctx, to, (size_t)got, err) < 0)
        return -1;
    return got;
}

static int read_head(struct reading *r, struct error *err)
{
    while (!r->at_end && r->head.n < SNIFF_BYTES) {
        char *to = buf_room(&r->head, SNIFF_BYTES);
        if (!to)
            return error_memory(err);
        int64_t n = read_piece(r, to, SNIFF_BYTES - r->head.n, err);
        if (n < 0)
            return -1;
        r->head.n += (size_t)n;
    }
    return 0;
}

static bool is_foreign(const struct reading *r)
{
    enum sniff what = sniff(buf_span(&r->head));
    return r->options->foreign && (what == SNIFF_TABLE || what == SNIFF_TEXT);
}

static int refuse_strange(const struct reading *r, struct error *err)
{
    enum sniff what = sniff(buf_span(&r->head));
    if (what == SNIFF_XML || (what == SNIFF_EMPTY && !r->at_end))
        return 0;
    if (what == SNIFF_EMPTY)
        return error_set(err, ERROR_INPUT, _("%s: the file is empty; an XML document was expected"), r->name);
    if (what == SNIFF_TABLE || what == SNIFF_TEXT)
        return error_set(err, ERROR_INPUT, _("%s: looks like %s, not like XML; tables are read by 'duima check'"), r->name,
                         sniff_name(what));
    return error_set(err, ERROR_INPUT, _("%s: looks like %s, not like XML"), r->name, sniff_name(what));
}

/* ---- bytes that are no text in the encoding ---- */

/* Reads on to the end only to look at the bytes. false: it could not. */
static bool check_rest(struct reading *r, struct error *err)
{
    int64_t n;
    if (r->head_at < r->head.n)
        utf8_check_feed(&r->check, r->head.p + r->head_at, r->head.n - r->head_at);
    while ((n = read_piece(r, r->piece, r->chunk, err)) > 0)
        utf8_check_feed(&r->check, r->piece, (size_t)n);
    return n == 0;
}

/* Is the whole source GB18030? Asked of a file that calls itself UTF-8 and is not. A UTF-8 file with some damage is none: that one has hardly a
 * character that is good UTF-8. */
static bool is_gb18030(struct reading *r)
{
    struct error ignored;
    struct utf8_check check;
    struct decoder *d = source_rewind(r->source) ? decoder_new("GB18030", true, &ignored) : NULL;
    if (!d)
        return false;
    int64_t n;
    bool good;
    utf8_check_init(&check);
    do {
        n = source_read(r->source, r->piece, r->chunk, &ignored);
        buf_clear(&r->text);
        good = n >= 0 && decoder_feed(d, r->piece, (size_t)n, n == 0, &r->text, &ignored) == 0;
        if (good)
            utf8_check_feed(&check, r->piece, (size_t)n);
    } while (good && n > 0);
    decoder_free(d);
    utf8_check_end(&check);
    return good && check.bad_count > check.seen.multibyte / 10;
}

/* The decoder stopped, err says where, and what stands before that was parsed. Finds out whether another encoding explains it, and says that. */
static int explain(struct reading *r, struct error *err)
{
    if (err->code != ERROR_INPUT)
        return -1;
    error_prefix(err, _("%s, line %u"), r->name, xml_line_ended(r->parser));
    struct error original = *err;
    const bool is_utf8 = strcmp(r->encoding, "UTF-8") == 0;
    if (r->guess && is_utf8 && is_gb18030(r))
        return error_set(err, ERROR_INPUT,
                         _("%s; the whole file can be read as GB18030 (GBK): if it is that, its first line must say "
                           "<?xml version=\"1.0\" encoding=\"GB18030\"?>"),
                         original.text);
    if (r->guess && !is_utf8 && check_rest(r, err) && utf8_check_end(&r->check) && r->check.seen.multibyte > 0)
        return contradiction(r, xml_declared_encoding(buf_span(&r->head)), "UTF-8", err);
    *err = original;
    return -1;
}

/* ---- text for the parser ---- */

static int progress(const struct reading *r, struct error *err)
{
    if (!r->options->progress || r->bytes == 0)
        return 0;
    uint64_t total = source_size(r->source);
    return r->options->progress(r->options->ctx, r->bytes, total == SOURCE_SIZE_UNKNOWN ? 0 : total, err);
}

/* The next bytes as they are in the source; none: it has ended. What was told of them is behind. */
static int next_raw(struct reading *r, struct error *err)
{
    const size_t left = r->head.n - r->head_at;
    if (left > 0) {
        r->raw = (struct span){ r->head.p + r->head_at, left < r->chunk ? left : r->chunk };
        r->head_at += r->raw.n;
        return 0;
    }
    int64_t n = progress(r, err) < 0 ? -1 : r->at_end ? 0 : read_piece(r, r->piece, r->chunk, err);
    r->raw = (struct span){ r->piece, n > 0 ? (size_t)n : 0 };
    return n < 0 ? -1 : 0;
}

static void decode(struct reading *r, size_t n, bool last)
{
    buf_clear(&r->text);
    if (decoder_feed(r->decoder, r->raw.p, n, last, &r->text, &r->fault) < 0)
        r->broke = BROKE_DECODING;
    r->raw.p += n;
    r->raw.n -= n;
    r->ready = buf_span(&r->text);
}

/* Some text out of the raw bytes, if they hold any. Of UTF-8 the decoder itself checks that it is that: the end of a character that the last
 * piece began goes through it, and what is bad; the rest needs no copy. */
static void some_text(struct reading *r)
{
    if (strcmp(r->encoding, "UTF-8") != 0) {
        if (r->check.bad_count == 0) /* one bad sequence settles it, and more would cost time */
            utf8_check_feed(&r->check, r->raw.p, r->raw.n);
        decode(r, r->raw.n, r->ended);
        return;
    }
    size_t at = 0;
    while (at < r->raw.n && at < 3 && ((unsigned char)r->raw.p[at] & 0xC0) == 0x80)
        at++;
    size_t good = at ? 0 : decoder_as_is(r->decoder, r->raw.p, r->raw.n);
    if (!good) {
        decode(r, at ? at : r->raw.n, r->ended);
        return;
    }
    r->ready = (struct span){ r->raw.p, good };
    r->raw.p += good;
    r->raw.n -= good;
}

static void cut_at_nul(struct reading *r)
{
    const char *nul = r->ready.n ? memchr(r->ready.p, 0, r->ready.n) : NULL;
    if (!nul)
        return;
    r->ready.n = (size_t)(nul - r->ready.p);
    r->broke = BROKE_NUL;
}

/* Text that was decoded goes to the parser before it is said that the bytes behind it were none: the first fault of a document is told, however it is
 * cut. */
static int64_t on_bytes(void *ctx, char *to, size_t n, struct error *err)
{
    struct reading *r = ctx;
    while (r->ready.n == 0 && r->broke == BROKE_NOT && !(r->ended && r->raw.n == 0)) {
        if (r->raw.n == 0 && next_raw(r, &r->fault) < 0)
            r->broke = BROKE_OTHERWISE;
        r->ended = r->raw.n == 0;
        if (r->broke == BROKE_NOT)
            some_text(r);
        cut_at_nul(r);
    }
    if (r->ready.n == 0 && r->broke != BROKE_NOT) {
        *err = r->fault;
        return -1;
    }
    n = r->ready.n < n ? r->ready.n : n;
    if (n > 0)
        memcpy(to, r->ready.p, n);
    r->ready.p += n;
    r->ready.n -= n;
    return (int64_t)n;
}

/* ---- parsing ---- */

static int parse(struct reading *r, struct error *err)
{
    if (xml_parse(r->parser, on_bytes, r, err) == 0)
        return 0;
    if (xml_line_ended(r->parser) == 0)
        return -1;
    if (r->broke == BROKE_NUL)
        error_set(err, ERROR_INPUT, _("%s, line %u: a NUL character, which XML cannot hold; the file is damaged"), r->name, xml_line_ended(r->parser));
    return r->broke == BROKE_DECODING ? explain(r, err) : -1;
}

/* A single- or multi-byte encoding was declared, and everything decoded; but whatever is UTF-8 from end to end, is that. */
static int check_guess(struct reading *r, struct error *err)
{
    if (!r->guess || strcmp(r->encoding, "UTF-8") == 0)
        return 0;
    if (!utf8_check_end(&r->check) || r->check.seen.multibyte == 0)
        return 0;
    return contradiction(r, xml_declared_encoding(buf_span(&r->head)), "UTF-8", err);
}

static int read_document(struct reading *r, const struct xml_events *events, void *ctx, struct error *err)
{
    size_t skip;
    r->piece = malloc(r->chunk);
    if (!r->piece)
        return error_memory(err);
    if (read_head(r, err) < 0)
        return -1;
    if (is_foreign(r)) {
        struct xml_foreign f = { buf_span(&r->head), r->at_end, r->options->chunk, &r->bytes };
        return r->options->foreign(r->options->ctx, r->source, &f, err);
    }
    if (refuse_strange(r, err) < 0 || find_encoding(r, &skip, err) < 0)
        return -1;
    r->decoder = decoder_new(r->encoding, true, err);
    if (!r->decoder)
        return -1;
    decoder_start_at(r->decoder, skip);
    r->parser = xml_new(r->name, events, ctx, err);
    if (r->parser && r->options->depth)
        xml_limit_depth(r->parser, r->options->depth);
    if (r->parser && !r->options->as_is)
        xml_trust_utf8(r->parser);
    for (size_t i = 0; r->parser && i < r->options->check_count; i++)
        if (xml_check(r->parser, &r->options->checks[i], err) < 0)
            return -1;
    r->head_at = skip;
    return r->parser && parse(r, err) == 0 ? check_guess(r, err) : -1;
}

int xml_read(struct source *src, const struct xml_read_options *options, const struct xml_events *events, void *ctx,
             struct xml_read_result *result, struct error *err)
{
    struct reading r = {
        .source = src,
        .options = options,
        .name = source_name(src),
        .head = BUF_INIT,
        .text = BUF_INIT,
        .chunk = options->chunk ? options->chunk : PIECE,
    };
    utf8_check_init(&r.check);
    int status = read_document(&r, events, ctx, err);
    if (status == 0 && result)
        *result = (struct xml_read_result){ .bytes = r.bytes, .encoding = r.encoding };
    xml_free(r.parser);
    decoder_free(r.decoder);
    buf_release(&r.head);
    buf_release(&r.text);
    free(r.piece);
    return status;
}
