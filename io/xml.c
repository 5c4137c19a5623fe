/* io/xml.c: libxml2's push parser with everything shut that loads, expands or grows. No process-wide hook is set. What
 * libxml2 says went well is not believed alone: its status, its word on well-formedness and the root's end must agree. */
#include "io/xml.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "io/xml_fault.h"
#include "io/xml_checker.h"
#include "io/xml_count.h"

#include <errno.h>
#include <stdlib.h>

#define ANCHOR_STEP 48 /* bytes after which the anchor is moved along, before libxml2 drops them */

struct open_element {
    const char *name;
    uint32_t line;
};

struct xml_parser {
    xmlParserCtxtPtr ctxt;
    const struct xml_events *events;
    void *ctx;
    char *file;
    struct error err; /* the first fault */
    bool failed, finishing, root_ended;
    struct xml_place anchor; /* the place known last */
    struct buf values;       /* attribute values that had to be changed */
    struct checker {         /* one of the two */
        struct xml_rng *rng;
        struct xml_xsd *xsd;
    } checkers[XML_CHECKS_MOST];
    size_t checker_count;
    unsigned depth, depth_most, open_cap;
    struct open_element *open; /* depth of them, room for open_cap */
    struct xml_attr attrs[XML_ATTRIBUTES_MOST];
};

/* ---- places ---- */

/* The place of `p` in the parser's buffer; its line only where it does not stand behind the parser's own place. Columns are counted on from the
 * anchor, which the events keep moving along: libxml2 counts them in bytes here and in characters there. */
static struct xml_place place_of(const struct xml_parser *x, const struct xml_compat_input *in, const char *p)
{
    uint64_t base = in->offset - (uint64_t)(in->cur - in->base);
    struct xml_place place = {
        .line = in->line - count_line_feeds(p, in->cur),
        .offset = in->offset - (uint64_t)(in->cur - p),
    };
    bool anchored = x->anchor.offset >= base && x->anchor.offset <= place.offset;
    const char *from = anchored ? in->base + (x->anchor.offset - base) : in->base;
    const char *line = memrchr(from, '\n', (size_t)(p - from));
    if (line)
        place.column = count_characters(line + 1, p) + 1;
    else if (anchored)
        place.column = x->anchor.column + count_characters(from, p);
    else
        place.column = in->column ? in->column : 1;
    return place;
}

#define NEAR 64 /* bytes that a tag, and its line in front of it, seldom exceed */

/* The place of the tag by one short walk backwards: tags are told in tens of millions, and calls that search would take longer. false: it is not
 * that near. */
static bool place_near(const struct xml_compat_input *in, struct xml_place *place)
{
    const char *p = in->cur, *from = p - in->base > NEAR ? p - NEAR : in->base;
    uint32_t feeds = 0, column = 1;
    while (p > from && p[-1] != '<')
        feeds += *--p == '\n';
    if (p == from)
        return false;
    const char *tag = --p;
    from = p - in->base > NEAR ? p - NEAR : in->base;
    while (p > from && p[-1] != '\n')
        column += ((unsigned char)*--p & 0xC0) != 0x80;
    if (p == from)
        return false;
    *place = (struct xml_place){ in->line - feeds, column, in->offset - (uint64_t)(in->cur - tag) };
    return true;
}

/* libxml2 stands in the tag, or right behind it, and no other '<' can be between. */
struct xml_place xml_place_tag(struct xml_parser *x)
{
    struct xml_compat_input in = xml_compat_where(x->ctxt);
    if (place_near(&in, &x->anchor))
        return x->anchor;
    const char *tag = memrchr(in.base, '<', (size_t)(in.cur - in.base));
    return x->anchor = place_of(x, &in, tag ? tag : in.cur);
}

struct xml_place xml_place_now(const struct xml_parser *x)
{
    struct xml_compat_input in = xml_compat_where(x->ctxt);
    return place_of(x, &in, in.cur);
}

uint32_t xml_line_fed(const struct xml_parser *x)
{
    struct xml_compat_input in = xml_compat_where(x->ctxt);
    return in.line + count_line_feeds(in.cur, in.end);
}

/* ---- faults ---- */

static void stop(struct xml_parser *x)
{
    x->failed = true;
    xmlStopParser(x->ctxt);
}

static void fault_at(struct xml_parser *x, struct xml_place at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void fault_at(struct xml_parser *x, struct xml_place at, const char *format, ...)
{
    va_list args;
    if (x->failed)
        return;
    va_start(args, format);
    error_setv(&x->err, ERROR_INPUT, format, args);
    va_end(args);
    error_prefix(&x->err, "%s:%u:%u", x->file, at.line, at.column);
    x->failed = true;
}

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

/* libxml2's sentence without its line feed. */
static struct span message_of(xml_error_ptr e)
{
    return span_trim(span_of(or_empty(e->message)));
}

/* Told of the place where the document ends, wherever the parser waits for the rest: that depends on how it was fed. */
static void ends_early(struct xml_parser *x)
{
    struct xml_compat_input in = xml_compat_where(x->ctxt);
    struct xml_place at = place_of(x, &in, in.cur);
    const char *line = memrchr(in.cur, '\n', (size_t)(in.end - in.cur));
    at.line += count_line_feeds(in.cur, in.end);
    at.column = line ? count_characters(line + 1, in.end) + 1 : at.column + count_characters(in.cur, in.end);
    if (x->depth == 0)
        fault_at(x, at, "%s", _("the document ends before its first element"));
    else
        fault_at(x, at, _("the document ends early: <%s> of line %u is still open"), x->open[x->depth - 1].name,
                 x->open[x->depth - 1].line);
}

/* The faults that people meet, in our words. false: none of them. */
static bool known_fault(struct xml_parser *x, xml_error_ptr e, struct xml_place at)
{
    const char *words = xml_fault_words(e->code, or_empty(e->message));
    if (e->code == XML_ERR_TAG_NAME_MISMATCH && e->str1 && e->str2)
        fault_at(x, at, _("the end tag </%s> does not belong to <%s> of line %d"), e->str2, e->str1, e->int1);
    else if ((e->code == XML_ERR_UNDECLARED_ENTITY || e->code == XML_WAR_UNDECLARED_ENTITY) &&
             strncmp(or_empty(e->message), "PEReference", 11) == 0)
        fault_at(x, at, _("the DOCTYPE uses an entity (%%%s;) of its own; such documents are not read"), or_empty(e->str1));
    else if (e->code == XML_ERR_UNDECLARED_ENTITY || e->code == XML_WAR_UNDECLARED_ENTITY)
        fault_at(x, at, _("the entity &%s; is not defined; only &amp;, &lt;, &gt;, &quot; and &apos; may be used"),
                 or_empty(e->str1));
    else if (e->code == XML_NS_ERR_UNDEFINED_NAMESPACE)
        fault_at(x, at, _("the prefix '%s' is not declared (xmlns:%s is missing)"), or_empty(e->str1), or_empty(e->str1));
    else if (e->code == XML_ERR_DOCUMENT_END && x->root_ended)
        fault_at(x, at, "%s", _("something stands behind the end of the document"));
    else if (e->code == XML_ERR_ATTRIBUTE_REDEFINED)
        fault_at(x, at, _("the attribute '%s' stands twice in one tag"), or_empty(e->str1));
    else if (e->code == XML_ERR_INVALID_CHAR && e->int1 > 0)
        fault_at(x, at, _("the character U+%04X, which XML forbids"), (unsigned)e->int1);
    else if (words)
        fault_at(x, at, "%s", _(words));
    else
        return false;
    return true;
}

/* Where an allocation fails deep inside, libxml2 may take what it did not get for a fault of the document ("'urn:…' is not a valid URI"). errno,
 * cleared before each call of the parser, tells the two apart. */
static void on_error(void *ctx, xml_error_ptr e)
{
    struct xml_parser *x = ctx;
    if (x->failed)
        return;
    if (e->code == XML_ERR_NO_MEMORY || errno == ENOMEM) {
        error_memory(&x->err);
        x->failed = true;
        return;
    }
    if (e->level < XML_ERR_ERROR && e->code != XML_WAR_UNDECLARED_ENTITY)
        return;
    struct xml_place at = xml_place_now(x);
    struct span message = message_of(e);
    struct xml_compat_input in = xml_compat_where(x->ctxt);
    if (x->finishing && !x->root_ended && (in.cur == in.end || e->code == XML_ERR_DOCUMENT_END)) {
        ends_early(x);
    } else if (!known_fault(x, e, at)) {
        fault_at(x, at, _("this is not well-formed XML: %.*s"), SPAN_ARG(message));
    }
}

/* ---- events ---- */

static bool within_caps(struct xml_parser *x, struct xml_place at, const char *name, int attributes)
{
    struct xml_compat_input in = xml_compat_where(x->ctxt);
    if (x->depth == x->depth_most)
        fault_at(x, at, _("<%s> stands more than %u elements deep"), name, x->depth_most);
    else if (attributes > XML_ATTRIBUTES_MOST)
        fault_at(x, at, _("<%s> has %d attributes; %d are the most that is read"), name, attributes, XML_ATTRIBUTES_MOST);
    else if (in.offset - at.offset > XML_TAG_MOST)
        fault_at(x, at, _("the tag <%s> is longer than %zu bytes"), name, XML_TAG_MOST);
    else
        return true;
    stop(x);
    return false;
}

/* Without NOENT libxml2 hands out an '&' in an attribute value as "&#38;", for a tree builder to decode. Every '&' in a
 * value is such a one. */
static struct span unescape(struct xml_parser *x, struct span value)
{
    const struct span escape = SPAN("&#38;");
    char *begin = x->values.p + x->values.n, *to = begin;
    for (size_t at = 0; at < value.n;) {
        *to++ = value.p[at];
        at += span_starts((struct span){ value.p + at, value.n - at }, escape) ? escape.n : 1;
    }
    x->values.n += (size_t)(to - begin);
    return (struct span){ begin, (size_t)(to - begin) };
}

/* Takes over the attributes. -1: memory. */
static int take_attributes(struct xml_parser *x, int n, const xmlChar **five)
{
    size_t escaped = 0;
    for (int i = 0; i < n; i++, five += 5) {
        struct span value = { (const char *)five[3], (size_t)(five[4] - five[3]) };
        x->attrs[i] = (struct xml_attr){ (const char *)five[0], (const char *)five[2], value };
        if (value.n && memchr(value.p, '&', value.n))
            escaped += value.n;
    }
    if (escaped == 0)
        return 0;
    buf_clear(&x->values);
    if (!buf_room(&x->values, escaped))
        return -1;
    for (int i = 0; i < n; i++)
        if (x->attrs[i].value.n && memchr(x->attrs[i].value.p, '&', x->attrs[i].value.n))
            x->attrs[i].value = unescape(x, x->attrs[i].value);
    return 0;
}

static bool open_room(struct xml_parser *x)
{
    if (x->depth < x->open_cap)
        return true;
    unsigned cap = x->open_cap ? x->open_cap * 2 : 128;
    struct open_element *p = realloc(x->open, cap * sizeof *p);
    if (!p)
        return false;
    x->open = p;
    x->open_cap = cap;
    return true;
}

/* ---- schemas ---- */

int xml_check(struct xml_parser *x, const struct xml_check *how, struct error *err)
{
    struct checker *c = &x->checkers[x->checker_count++];
    if (how->schema->form == XML_SCHEMA_RNG)
        c->rng = xml_rng_new(how, err);
    else
        c->xsd = xml_xsd_new(how, err);
    return c->rng || c->xsd ? 0 : -1;
}

static int check_start(struct xml_parser *x, const struct xml_tag *tag)
{
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < x->checker_count; i++)
        rc = x->checkers[i].rng ? xml_rng_start(x->checkers[i].rng, tag, &x->err) : xml_xsd_start(x->checkers[i].xsd, tag, &x->err);
    return rc;
}

/* Where a text's first character stands that is no blank. libxml2 has counted lines up to the text's end, wherever it says that it stands. */
static struct xml_place text_place(const struct xml_parser *x, struct span text)
{
    struct xml_compat_input in = xml_compat_where(x->ctxt);
    if ((uintptr_t)text.p < (uintptr_t)in.base || (uintptr_t)text.p >= (uintptr_t)in.end)
        return place_of(x, &in, in.cur);
    while (text.n > 1 && strchr(" \t\r\n", *text.p)) {
        text.p++;
        text.n--;
    }
    struct xml_place at = place_of(x, &in, text.p);
    at.line = in.line - count_line_feeds(text.p, text.p + text.n);
    return at;
}

static int check_text(struct xml_parser *x, struct span text)
{
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < x->checker_count; i++)
        rc = x->checkers[i].rng ? xml_rng_text(x->checkers[i].rng, text, text_place(x, text), &x->err)
                                : xml_xsd_text(x->checkers[i].xsd, text, &x->err);
    return rc;
}

static int check_end(struct xml_parser *x, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < x->checker_count; i++)
        rc = x->checkers[i].rng ? xml_rng_end(x->checkers[i].rng, &x->err)
                                : xml_xsd_end(x->checkers[i].xsd, name, prefix, uri, &x->err);
    return rc;
}

/* libxml2 gives five pointers an attribute: name, prefix, URI, value, end of the value. */
static void on_start(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int n_namespaces,
                     const xmlChar **namespaces, int n, int n_defaulted, const xmlChar **five)
{
    struct xml_parser *x = ctx;
    (void)n_defaulted;
    if (x->failed)
        return;
    struct xml_place at = xml_place_tag(x);
    if (!within_caps(x, at, (const char *)name, n))
        return;
    const bool room = open_room(x);
    if (room)
        x->open[x->depth++] = (struct open_element){ (const char *)name, at.line };
    if (!room || take_attributes(x, n, five) < 0) {
        error_memory(&x->err);
        stop(x);
        return;
    }
    if (x->events->start &&
        x->events->start(x->ctx, (const char *)name, (const char *)uri, x->attrs, (size_t)n, at, &x->err) < 0) {
        stop(x);
        return;
    }
    const struct xml_tag tag = { name, prefix, uri, namespaces, five, n_namespaces, n, x->attrs, at };
    if (x->checker_count > 0 && check_start(x, &tag) < 0)
        stop(x);
}

static void on_end(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    struct xml_parser *x = ctx;
    if (x->failed || x->depth == 0)
        return;
    if (x->checker_count > 0 && check_end(x, name, prefix, uri) < 0) {
        stop(x);
        return;
    }
    x->depth--;
    x->root_ended = x->depth == 0;
    struct xml_compat_input in = xml_compat_where(x->ctxt);
    if (in.offset - x->anchor.offset > ANCHOR_STEP)
        xml_place_tag(x); /* moves the anchor, as move_anchor does */
    if (x->events->end && x->events->end(x->ctx, (const char *)name, (const char *)uri, &x->err) < 0)
        stop(x);
}

/* Moves the anchor behind a piece of text, before libxml2 drops what stands between. libxml2's own place may still be in front
 * of the text. */
static void move_anchor(struct xml_parser *x, struct span text)
{
    struct xml_compat_input in = xml_compat_where(x->ctxt);
    const bool in_buffer = (uintptr_t)text.p >= (uintptr_t)in.base && (uintptr_t)text.p < (uintptr_t)in.end;
    const char *end = in_buffer ? text.p + text.n : in.cur;
    if (in.offset + (uint64_t)(end - in.cur) - x->anchor.offset > ANCHOR_STEP)
        x->anchor = place_of(x, &in, end);
}

/* Character data, CDATA sections, and the blanks that libxml2 thinks ignorable. */
static void on_text(void *ctx, const xmlChar *p, int n)
{
    struct xml_parser *x = ctx;
    if (x->failed || n <= 0)
        return;
    const struct span text = { (const char *)p, (size_t)n };
    if (x->checker_count > 0 && check_text(x, text) < 0) { /* it asks for the place while the anchor is still in front of the text */
        stop(x);
        return;
    }
    move_anchor(x, text);
    if (x->events->text && x->events->text(x->ctx, text, &x->err) < 0)
        stop(x);
}

static void on_reference(void *ctx, const xmlChar *name)
{
    struct xml_parser *x = ctx;
    fault_at(x, xml_place_now(x),
             _("the entity &%s; is not defined; only &amp;, &lt;, &gt;, &quot; and &apos; may be used"), (const char *)name);
    stop(x);
}

static void refuse_entity(struct xml_parser *x, const xmlChar *name)
{
    fault_at(x, xml_place_now(x), _("the document declares an entity (%s) in its DOCTYPE; such documents are not read"),
             (const char *)name);
    stop(x);
}

/* A default would put a value into elements that do not have it, thousands of times over. */
static void on_attribute(void *ctx, const xmlChar *element, const xmlChar *name, int type, int kind, const xmlChar *value, xmlEnumerationPtr words)
{
    struct xml_parser *x = ctx;
    (void)type, (void)kind;
    xmlFreeEnumeration(words);
    if (!value)
        return;
    fault_at(x, xml_place_now(x), _("the document gives an attribute a value in its DOCTYPE (%s of <%s>); such documents are not read"), (const char *)name,
             (const char *)element);
    stop(x);
}

static void on_entity(void *ctx, const xmlChar *name, int type, const xmlChar *public_id, const xmlChar *system_id,
                      xmlChar *content)
{
    (void)type, (void)public_id, (void)system_id, (void)content;
    refuse_entity(ctx, name);
}

static void on_unparsed_entity(void *ctx, const xmlChar *name, const xmlChar *public_id, const xmlChar *system_id,
                               const xmlChar *notation)
{
    (void)public_id, (void)system_id, (void)notation;
    refuse_entity(ctx, name);
}

/* ---- life ---- */

static int make_parser(struct xml_parser *x)
{
    xmlSAXHandler sax = {
        .startElementNs = on_start,
        .endElementNs = on_end,
        .characters = on_text,
        .ignorableWhitespace = on_text,
        .cdataBlock = on_text,
        .reference = on_reference,
        .entityDecl = on_entity,
        .attributeDecl = on_attribute,
        .unparsedEntityDecl = on_unparsed_entity,
        .initialized = XML_SAX2_MAGIC,
    };
    xml_compat_forget();
    x->ctxt = xmlCreatePushParserCtxt(&sax, x, NULL, 0, NULL);
    if (!x->ctxt)
        return -1;
    xml_compat_on_error(x->ctxt, on_error, x);
    xml_compat_no_loader(x->ctxt);
    return xmlCtxtUseOptions(x->ctxt, XML_COMPAT_OPTIONS) == 0 &&
                   xmlSwitchEncoding(x->ctxt, XML_CHAR_ENCODING_UTF8) == 0 && !xml_compat_was_out_of_memory()
               ? 0
               : -1;
}

struct xml_parser *xml_new(const char *file, const struct xml_events *events, void *ctx, struct error *err)
{
    struct xml_parser *x = calloc(1, sizeof *x);
    if (x) {
        x->events = events;
        x->ctx = ctx;
        x->depth_most = XML_DEPTH_MOST;
        x->anchor = (struct xml_place){ .line = 1, .column = 1 };
        x->file = strdup(file);
    }
    if (!x || !x->file || make_parser(x) < 0) {
        error_memory(err);
        xml_free(x);
        return NULL;
    }
    if (events->begin && events->begin(ctx, x, err) < 0) {
        xml_free(x);
        return NULL;
    }
    return x;
}

void xml_free(struct xml_parser *x)
{
    if (!x)
        return;
    for (size_t i = 0; i < x->checker_count; i++) {
        xml_rng_free(x->checkers[i].rng);
        xml_xsd_free(x->checkers[i].xsd);
    }
    if (x->ctxt) {
        xml_compat_free_document(x->ctxt);
        xmlFreeParserCtxt(x->ctxt);
    }
    buf_release(&x->values);
    free(x->open);
    free(x->file);
    free(x);
}

void xml_limit_depth(struct xml_parser *x, unsigned most)
{
    x->depth_most = most;
}

const char *xml_intern(struct xml_parser *x, const char *name)
{
    return (const char *)xmlDictLookup(x->ctxt->dict, (const xmlChar *)name, -1);
}

/* ---- feeding ---- */

static int parse(struct xml_parser *x, const char *p, size_t n, bool last)
{
    xml_compat_forget();
    errno = 0;
    return xmlParseChunk(x->ctxt, p, (int)n, last);
}

/* After a call of the parser: all well? `status` is what it returned. */
static int judge(struct xml_parser *x, int status, struct error *err)
{
    if (!x->failed && xml_compat_was_out_of_memory()) {
        error_memory(&x->err);
        x->failed = true;
    }
    if (!x->failed && (status != 0 || xml_compat_status(x->ctxt) != 0)) {
        /* It failed without a word: so it does where a buffer cannot grow. */
        if (status < 0 || status == XML_ERR_NO_MEMORY || xml_compat_status(x->ctxt) == XML_ERR_NO_MEMORY) {
            error_memory(&x->err);
            x->failed = true;
        } else {
            fault_at(x, xml_place_now(x), _("this cannot be read as XML (libxml2's error %d)"),
                     status ? status : xml_compat_status(x->ctxt));
        }
    }
    if (!x->failed)
        return 0;
    if (err)
        *err = x->err;
    return -1;
}

int xml_feed(struct xml_parser *x, const char *p, size_t n, struct error *err)
{
    const size_t most = (size_t)1 << 20; /* libxml2 counts in int */
    if (x->failed)
        return judge(x, 0, err);
    while (n > 0) {
        size_t step = n < most ? n : most;
        if (judge(x, parse(x, p, step, false), err) < 0)
            return -1;
        p += step;
        n -= step;
    }
    return 0;
}

int xml_finish(struct xml_parser *x, struct error *err)
{
    if (x->failed)
        return judge(x, 0, err);
    x->finishing = true;
    int status = parse(x, "", 0, true);
    if (judge(x, status, err) < 0)
        return -1;
    if (!x->root_ended)
        ends_early(x);
    else if (!xml_compat_well_formed(x->ctxt))
        fault_at(x, xml_place_now(x), "%s", _("this is not well-formed XML"));
    return judge(x, 0, err);
}
