/* tests/fuzz/fuzz-xml.c: any bytes as an XML document: read whole, in single bytes, in odd pieces, and with every byte handed to libxml2 as it is, it must be the
 * same events or the same error. */
#include "io/xml_reader.h"
#include "tests/fuzz/fuzz.h"

struct reading {
    struct buf events;
    struct xml_parser *parser;
    uint64_t tapped;
    size_t depth;
    bool in_text;
};

static int begin(void *ctx, struct xml_parser *x, struct error *err)
{
    struct reading *r = ctx;
    (void)err;
    r->parser = x;
    return 0;
}

/* A name or a text with its length before it, so that nothing can be mistaken for something else. */
static void put(struct buf *b, char sort, struct span s)
{
    buf_addf(b, "%c%zu:", sort, s.n);
    buf_addspan(b, s);
}

static int start(void *ctx, const char *name, const char *uri, const struct xml_attr *attrs, size_t n, struct xml_place at, struct error *err)
{
    struct reading *r = ctx;
    (void)err;
    buf_addf(&r->events, "\n<%u:%u@%llu ", at.line, at.column, (unsigned long long)at.offset);
    put(&r->events, 'u', span_of(uri));
    put(&r->events, 'n', span_of(name));
    for (size_t i = 0; i < n; i++) {
        fuzz_expect(attrs[i].name == xml_intern(r->parser, attrs[i].name), "an attribute's name is not interned");
        put(&r->events, 'a', span_of(attrs[i].name));
        put(&r->events, 'v', attrs[i].value);
    }
    fuzz_expect(name == xml_intern(r->parser, name), "an element's name is not interned");
    fuzz_expect(n <= XML_ATTRIBUTES_MOST && ++r->depth <= XML_DEPTH_MOST, "a limit does not hold");
    return 0;
}

static int text(void *ctx, struct span s, struct error *err)
{
    struct reading *r = ctx;
    (void)err;
    fuzz_expect(s.n > 0 && r->depth > 0, "text that is empty or stands nowhere");
    buf_addspan(&r->events, s);
    return 0;
}

static int end(void *ctx, const char *name, const char *uri, struct error *err)
{
    struct reading *r = ctx;
    struct xml_place at = xml_place_tag(r->parser);
    (void)uri, (void)err;
    fuzz_expect(r->depth-- > 0, "an element that ends and did not begin");
    buf_addf(&r->events, "\n/%u:%u %s", at.line, at.column, name);
    return 0;
}

static int tap(void *ctx, const char *p, size_t n, struct error *err)
{
    struct reading *r = ctx;
    (void)p, (void)err;
    r->tapped += n;
    return 0;
}

/* The events where the document is good, else the error. */
static void read_bytes(const uint8_t *data, size_t n, size_t chunk, bool as_is, struct buf *out)
{
    static const struct xml_events events = { begin, start, text, end };
    struct reading r = { .events = BUF_INIT };
    struct xml_read_options options = { .chunk = chunk, .as_is = as_is, .ctx = &r, .tap = tap };
    struct xml_read_result result;
    struct error err;
    struct source *src = source_open(fuzz_file(0, data, n), &err);
    fuzz_need(src, &err);
    if (xml_read(src, &options, &events, &r, &result, &err) == 0) {
        fuzz_expect(r.depth == 0 && result.bytes == n && r.tapped == n, "read to the end, and not all of it");
        buf_addf(out, "%s", result.encoding);
        buf_addspan(out, buf_span(&r.events));
    } else {
        fuzz_expect(err.code == ERROR_INPUT && err.text[0], "an error of code %d: %s", (int)err.code, err.text);
        buf_addf(out, "error: %s", err.text);
    }
    buf_release(&r.events);
    source_free(src);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct buf whole = BUF_INIT, bytes = BUF_INIT, odd = BUF_INIT, as_is = BUF_INIT;
    read_bytes(data, n, 0, false, &whole);
    read_bytes(data, n, 1, false, &bytes);
    read_bytes(data, n, 2 + fuzz_pick(data, n) % 61, false, &odd);
    read_bytes(data, n, 0, true, &as_is);
    fuzz_same_document("whole and single bytes", &whole, &bytes);
    fuzz_same_document("whole and odd pieces", &whole, &odd);
    fuzz_same("stand-ins and the bytes as they are", &whole, &as_is);
    buf_release(&whole);
    buf_release(&bytes);
    buf_release(&odd);
    buf_release(&as_is);
    return 0;
}
