/* io/xml_reader.c: source -> strict UTF-8 -> parser. Decides what a document is written in, and says so where the document
 * itself says something else. */
#include "io/xml_reader.h"
#include "base/decode.h"
#include "base/i18n.h"
#include "base/text.h"
#include "io/sniff.h"

#include <stdlib.h>

#define PIECE ((size_t)64 << 10)

/* What goes on while one document is read. */
struct reading {
    struct source *source;
    const struct xml_read_options *options;
    const char *name;     /* of the source */
    const char *encoding; /* as it is read */
    bool guess;           /* nobody but the document itself names the encoding: it is checked against the bytes */
    struct buf head;      /* the first bytes, looked at before anything is parsed */
    size_t head_at;       /* of those, already parsed */
    size_t chunk;
    char *piece;          /* chunk bytes */
    uint64_t bytes;       /* read so far */
    bool at_end;
    struct utf8_check check; /* of all bytes so far, where something else than UTF-8 is read */
    struct decoder *decoder;
    struct xml_parser *parser;
    struct buf text;      /* the piece in UTF-8 */
};

/* ---- what the document says of itself ---- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct span xml_declared_encoding(struct span head)
{
    size_t end = span_find(head, SPAN("?>"));
    if (!span_starts(head, SPAN("<?xml")) || head.n < 6 || !is_blank(head.p[5]) || end == (size_t)-1)
        return SPAN_NONE;
    head.n = end;
    size_t at = span_find(head, SPAN("encoding"));
    if (at == (size_t)-1 || !is_blank(head.p[at - 1]))
        return SPAN_NONE;
    at += strlen("encoding");
    while (at < head.n && is_blank(head.p[at]))
        at++;
    if (at == head.n || head.p[at++] != '=')
        return SPAN_NONE;
    while (at < head.n && is_blank(head.p[at]))
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
    error_prefix(err, _("%s, line %u"), r->name, xml_line_fed(r->parser));
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

/* ---- parsing ---- */

static int parse_text(struct reading *r, struct span text, struct error *err)
{
    if (text.n == 0)
        return 0;
    const char *nul = memchr(text.p, 0, text.n);
    size_t good = nul ? (size_t)(nul - text.p) : text.n;
    if (xml_feed(r->parser, text.p, good, err) < 0)
        return -1;
    if (nul)
        return error_set(err, ERROR_INPUT, _("%s, line %u: a NUL character, which XML cannot hold; the file is damaged"),
                         r->name, xml_line_fed(r->parser));
    return 0;
}

/* Text that was decoded goes to the parser before it is said that the bytes behind it were none: the first fault of a document is told, however it is
 * cut. */
static int decode_and_parse(struct reading *r, const char *p, size_t n, bool last, struct error *err)
{
    struct error undecoded = { .code = ERROR_NONE };
    buf_clear(&r->text);
    int status = decoder_feed(r->decoder, p, n, last, &r->text, &undecoded);
    if (parse_text(r, buf_span(&r->text), err) < 0)
        return -1;
    if (status == 0)
        return 0;
    *err = undecoded;
    return explain(r, err);
}

static int parse_piece(struct reading *r, const char *p, size_t n, bool last, struct error *err)
{
    if (strcmp(r->encoding, "UTF-8") != 0) {
        if (r->check.bad_count == 0) /* one bad sequence settles it, and more would cost time */
            utf8_check_feed(&r->check, p, n);
        return decode_and_parse(r, p, n, last, err);
    }
    /* The decoder itself checks that. The end of a character that the last piece began goes through it, and what is bad; the rest needs no copy. */
    size_t at = 0;
    while (at < n && at < 3 && ((unsigned char)p[at] & 0xC0) == 0x80)
        at++;
    if (at > 0 && decode_and_parse(r, p, at, false, err) < 0)
        return -1;
    size_t good = decoder_as_is(r->decoder, p + at, n - at);
    if (parse_text(r, (struct span){ p + at, good }, err) < 0)
        return -1;
    at += good;
    return decode_and_parse(r, p + at, n - at, last, err);
}

static int progress(const struct reading *r, struct error *err)
{
    if (!r->options->progress)
        return 0;
    uint64_t total = source_size(r->source);
    return r->options->progress(r->options->ctx, r->bytes, total == SOURCE_SIZE_UNKNOWN ? 0 : total, err);
}

static int parse_head(struct reading *r, size_t skip, struct error *err)
{
    for (r->head_at = skip; r->head_at < r->head.n;) {
        size_t at = r->head_at, n = r->head.n - at < r->chunk ? r->head.n - at : r->chunk;
        r->head_at += n;
        if (parse_piece(r, r->head.p + at, n, false, err) < 0)
            return -1;
    }
    return progress(r, err);
}

static int parse_rest(struct reading *r, struct error *err)
{
    while (!r->at_end) {
        int64_t n = read_piece(r, r->piece, r->chunk, err);
        if (n < 0 || (n > 0 && parse_piece(r, r->piece, (size_t)n, false, err) < 0) || progress(r, err) < 0)
            return -1;
    }
    return parse_piece(r, "", 0, true, err);
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
    for (size_t i = 0; r->parser && i < r->options->check_count; i++)
        if (xml_check(r->parser, &r->options->checks[i], err) < 0)
            return -1;
    if (!r->parser || parse_head(r, skip, err) < 0 || parse_rest(r, err) < 0)
        return -1;
    if (check_guess(r, err) < 0)
        return -1;
    return xml_finish(r->parser, err);
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
