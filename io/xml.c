/* io/xml.c: libxml2's parser with everything shut that loads, expands or grows. No hook of the process is set, and one of the thread only while it parses. What
 * libxml2 says went well is not believed alone: its status, its word on well-formedness and the root's end must agree.
 * It pulls its bytes by a callback: handed to its push parser, the same bytes take it a tenth longer. */
#include "io/xml.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "io/xml_attributes.h"
#include "io/xml_fault.h"
#include "io/xml_checker.h"
#include "io/xml_feed.h"
#include "io/xml_places.h"

#include <errno.h>
#include <stdlib.h>

#define HOLD_STEP   (16 << 10) /* bytes behind the parser that it need not hold */
#define ANCHOR_MOST (64 << 10) /* bytes behind the anchor that we need not hold */

struct open_element {
    const char *name;
    uint32_t line;
};

struct xml_parser {
    xmlParserCtxtPtr ctxt;
    const struct xml_events *events;
    void *ctx;
    char *file;
    struct xml_feed feed; /* while it is parsed: */
    bool begun, bytes_failed, bytes_ended;
    uint32_t end_line; /* on which the bytes end that failed; 0: another fault is told */
    struct error err;  /* the first fault */
    bool failed, root_ended;
    struct xml_place anchor;  /* the place known last */
    struct xml_place started; /* of the start tag told last */
    struct buf values;       /* attribute values that had to be changed */
    struct xml_checkers checkers;
    unsigned depth, depth_most, open_cap;
    struct open_element *open; /* depth of them, room for open_cap */
    struct xml_attr attrs[XML_ATTRIBUTES_MOST];
};

/* ---- places ---- */

/* Where the parser is, in the bytes as they are and not in what it was given for them; what is held of them reaches back to the anchor. */
static inline struct xml_compat_input where(const struct xml_parser *x)
{
    struct xml_compat_input in = xml_compat_where(x->ctxt);
    const char *cur = feed_at(&x->feed, in.offset, (size_t)(in.end - in.cur));
    if (!cur)
        return in;
    in.end = cur + (in.end - in.cur);
    in.cur = cur;
    in.base = x->feed.p;
    return in;
}

static struct xml_place place_of(const struct xml_parser *x, const struct xml_compat_input *in, const char *p)
{
    const char *from = feed_at(&x->feed, x->anchor.offset, 0);
    return from && in->base == x->feed.p ? place_from(&x->anchor, from, in, p) : x->anchor;
}

/* The place of the tag, without a search where that can be: tags are told in tens of millions. `name`: of an element without attributes, or NULL. */
static struct xml_place place_tag(struct xml_parser *x, const char *name)
{
    struct xml_compat_input in = where(x);
    uint32_t before;
    const char *tag = tag_near(&in, name);
    struct xml_place at;
    if (tag && column_near(in.base, tag, &before))
        at = (struct xml_place){ in.line - (name ? 0 : count_line_feeds(tag, in.cur)), before + 1, in.offset - (uint64_t)(in.cur - tag) };
    else
        at = place_of(x, &in, tag ? tag : in.cur);
    x->anchor = at;
    return at;
}

/* The end of an empty element is told in its start tag, and the anchor may be behind that. */
struct xml_place xml_place_tag(struct xml_parser *x)
{
    struct xml_compat_input in = where(x);
    const uint64_t base = in.offset - (uint64_t)(in.cur - in.base);
    const bool here = x->started.line && x->started.offset >= base && x->started.offset < in.offset;
    const char *tag = here ? in.base + (x->started.offset - base) : NULL;
    if (tag && !memchr(tag + 1, '<', (size_t)(in.cur - tag) - 1))
        return x->started;
    return place_tag(x, NULL);
}

struct xml_place xml_place_now(const struct xml_parser *x)
{
    struct xml_compat_input in = where(x);
    return place_of(x, &in, in.cur);
}

uint32_t xml_line_ended(const struct xml_parser *x) { return x->end_line; }

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

static void cannot_be_read(struct xml_parser *x, int status)
{
    fault_at(x, xml_place_now(x), _("this cannot be read as XML (libxml2's error %d)"), status);
}

static const char *or_empty(const char *text) { return text ? text : ""; }

/* Is it the end of the bytes that libxml2 complains of? Where they failed, it is too if what is complained of is a tag that may go on behind them. */
static bool is_of_end(const struct xml_parser *x, xml_error_ptr e, const struct xml_compat_input *in)
{
    if (!x->bytes_ended || xml_fault_is_of_whole(e->code, e->int1))
        return false;
    if (in->cur == in->end)
        return x->bytes_failed || !x->root_ended;
    if (e->code == XML_ERR_DOCUMENT_END)
        return !x->root_ended;
    const char *tag = x->bytes_failed ? memrchr(in->base, '<', (size_t)(in->end - in->base)) : NULL;
    return tag && tag <= in->cur && !memchr(tag, '>', (size_t)(in->end - tag));
}

/* libxml2's sentence without its line feed. */
static struct span message_of(xml_error_ptr e)
{
    return span_trim(span_of(or_empty(e->message)));
}

/* Nothing of what was given is left. Where giving it failed, that is the fault. */
static bool bytes_fault(struct xml_parser *x)
{
    struct xml_compat_input in = where(x);
    if (!x->bytes_failed)
        return false;
    x->end_line = in.line + count_line_feeds(in.cur, in.end);
    x->err = x->feed.err;
    return x->failed = true;
}

/* Told of the place where the document ends. */
static void ends_early(struct xml_parser *x)
{
    struct xml_compat_input in = where(x);
    struct xml_place at = place_of(x, &in, in.cur);
    if (bytes_fault(x))
        return;
    if (x->depth == 0)
        fault_at(x, at, "%s", _("the document ends before its first element"));
    else
        fault_at(x, at, _("the document ends early: <%s> of line %u is still open"), x->open[x->depth - 1].name, x->open[x->depth - 1].line);
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

/* Where the word stands that is complained of: at the parser's place, or further on, where that is the beginning of a text. */
static const char *behind(const struct xml_compat_input *in, struct span word)
{
    const size_t at = span_find((struct span){ in->cur, (size_t)(in->end - in->cur) }, word);
    return at == (size_t)-1 ? in->cur : in->cur + at;
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
    struct xml_compat_input in = where(x);
    if (e->code == XML_ERR_NAME_TOO_LONG) /* it stands behind it */
        at = xml_place_tag(x);
    if (e->code == XML_ERR_MISPLACED_CDATA_END)
        at = place_of(x, &in, behind(&in, SPAN("]]>")));
    if (is_of_end(x, e, &in)) {
        ends_early(x);
    } else if (!known_fault(x, e, at)) {
        fault_at(x, at, _("this is not well-formed XML: %.*s"), SPAN_ARG(message));
    }
}

/* ---- events ---- */

static bool within_caps(struct xml_parser *x, struct xml_place at, const char *name, int attributes)
{
    struct xml_compat_input in = where(x);
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

int xml_check(struct xml_parser *x, const struct xml_check *how, struct error *err) { return checkers_add(&x->checkers, how, err); }

/* Where a text's first character stands that is no blank. */
static struct xml_place text_place(const struct xml_parser *x, struct span text)
{
    struct xml_compat_input in = where(x);
    if ((uintptr_t)text.p < (uintptr_t)in.base || (uintptr_t)text.p >= (uintptr_t)in.end)
        return place_of(x, &in, in.cur);
    while (text.n > 1 && strchr(" \t\r\n", *text.p)) {
        text.p++;
        text.n--;
    }
    return place_of(x, &in, text.p);
}

/* libxml2 gives five pointers an attribute: name, prefix, URI, value, end of the value. */
static void on_start(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int n_namespaces,
                     const xmlChar **namespaces, int n, int n_defaulted, const xmlChar **five)
{
    struct xml_parser *x = ctx;
    (void)n_defaulted;
    if (x->failed)
        return;
    struct xml_place at = x->started = place_tag(x, n || n_namespaces ? NULL : (const char *)name);
    if (!within_caps(x, at, (const char *)name, n))
        return;
    const bool room = open_room(x);
    if (room)
        x->open[x->depth++] = (struct open_element){ (const char *)name, at.line };
    if (!room || attributes_take(x->attrs, &x->values, five, n) < 0) {
        error_memory(&x->err);
        stop(x);
        return;
    }
    if (x->events->start && x->events->start(x->ctx, (const char *)name, (const char *)uri, x->attrs, (size_t)n, at, &x->err) < 0) {
        stop(x);
        return;
    }
    const struct xml_tag tag = { name, prefix, uri, namespaces, five, n_namespaces, n, x->attrs, at };
    if (x->checkers.n > 0 && checkers_start(&x->checkers, &tag, &x->err) < 0)
        stop(x);
}

static void on_end(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    struct xml_parser *x = ctx;
    if (x->failed || x->depth == 0)
        return;
    if (x->checkers.n > 0 && checkers_end(&x->checkers, name, prefix, uri, &x->err) < 0) {
        stop(x);
        return;
    }
    x->depth--;
    x->root_ended = x->depth == 0;
    if (x->events->end && x->events->end(x->ctx, (const char *)name, (const char *)uri, &x->err) < 0) {
        stop(x);
        return;
    }
    if (xml_compat_behind(x->ctxt) > HOLD_STEP)
        xml_compat_shrink(x->ctxt);
}

/* A text as it is told, into one as it was given to us. false: there is none of which it could have been made. What is told from elsewhere was never
 * changed; a DEL by itself may be a reference's. */
static bool take_back(const struct xml_parser *x, struct span *text)
{
    const struct xml_compat_input in = xml_compat_where(x->ctxt);
    if ((uintptr_t)text->p < (uintptr_t)in.base || (uintptr_t)text->p >= (uintptr_t)in.end)
        return x->feed.off || text->n == 1 || !memchr(text->p, FEED_STAND_IN, text->n);
    const char *here = feed_at(&x->feed, in.offset + (uint64_t)(text->p - in.cur), text->n);
    const bool same = here && feed_is_same(text->p, here, text->n);
    text->p = here;
    return same;
}

/* Character data, CDATA sections, and the blanks that libxml2 thinks ignorable. */
static void on_text(void *ctx, const xmlChar *p, int n)
{
    struct xml_parser *x = ctx;
    struct span text = { (const char *)p, (size_t)n };
    if (x->failed || n <= 0)
        return;
    if (!take_back(x, &text)) {
        cannot_be_read(x, XML_ERR_INTERNAL_ERROR);
        stop(x);
        return;
    }
    if (x->checkers.n > 0 && checkers_text(&x->checkers, text, text_place(x, text), &x->err) < 0) {
        stop(x);
        return;
    }
    if (x->events->text && x->events->text(x->ctx, text, &x->err) < 0)
        stop(x);
}

static void on_reference(void *ctx, const xmlChar *name)
{
    struct xml_parser *x = ctx;
    fault_at(x, xml_place_now(x), _("the entity &%s; is not defined; only &amp;, &lt;, &gt;, &quot; and &apos; may be used"), (const char *)name);
    stop(x);
}

static void refuse_entity(struct xml_parser *x, const xmlChar *name)
{
    fault_at(x, xml_place_now(x), _("the document declares an entity (%s) in its DOCTYPE; such documents are not read"), (const char *)name);
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

static void on_entity(void *ctx, const xmlChar *name, int type, const xmlChar *public_id, const xmlChar *system_id, xmlChar *content)
{
    (void)type, (void)public_id, (void)system_id, (void)content;
    refuse_entity(ctx, name);
}

static void on_unparsed_entity(void *ctx, const xmlChar *name, const xmlChar *public_id, const xmlChar *system_id, const xmlChar *notation)
{
    (void)public_id, (void)system_id, (void)notation;
    refuse_entity(ctx, name);
}

/* ---- bytes ---- */

#define HELD_MOST (XML_TAG_MOST + ((size_t)64 << 10))

/* The parser holds what it has not told yet: a tag, an instruction. Such a piece is not let grow, whatever libxml2 would do with it (it compares each
 * attribute with each); blanks do not count, which it holds too. */
static bool holds_too_much(struct xml_parser *x)
{
    struct xml_compat_input in = where(x);
    const uint64_t held = xml_compat_behind(x->ctxt) + xml_compat_ahead(x->ctxt);
    if (held <= HELD_MOST)
        x->feed.blanks_most = x->feed.blanks;
    if (held <= HELD_MOST + x->feed.blanks_most)
        return false;
    const char *tag = memrchr(in.base, '<', (size_t)(in.cur - in.base));
    fault_at(x, place_of(x, &in, tag ? tag : in.cur), _("a tag or another piece of the document is longer than %zu bytes"), XML_TAG_MOST);
    return true;
}

/* The offset of the first byte that is still asked for. Where the anchor fell far behind, in a long text, it is moved to what the parser holds. */
static uint64_t needed_from(struct xml_parser *x)
{
    const uint64_t held_from = xml_compat_held_from(x->ctxt);
    if (held_from > x->anchor.offset + ANCHOR_MOST) {
        const struct xml_compat_input in = where(x);
        x->anchor = place_of(x, &in, in.cur - (in.offset - held_from));
    }
    return held_from < x->anchor.offset ? held_from : x->anchor.offset;
}

/* As many as libxml2 asks for, or all that are left: it looks some way ahead, and takes what it finds there for the rest. Whatever goes wrong is told
 * when it has parsed what came before. */
static int on_bytes(void *ctx, char *to, int most)
{
    struct xml_parser *x = ctx;
    int n = 0;
    if (x->failed || holds_too_much(x)) {
        x->bytes_ended = true;
    } else if (!x->bytes_ended) {
        n = feed_take(&x->feed, needed_from(x), to, most);
        x->bytes_ended = feed_is_empty(&x->feed);
        x->bytes_failed = x->bytes_ended && x->feed.failed;
    }
    if (!x->begun && n >= 3 && memcmp(x->feed.p, "\xEF\xBB\xBF", 3) == 0)
        fault_at(x, x->anchor, "%s", _("a byte order mark stands where the document begins; it may stand there once"));
    x->begun = true;
    errno = 0; /* on_error asks */
    return n;
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
    x->ctxt = xmlCreateIOParserCtxt(&sax, x, on_bytes, NULL, x, XML_CHAR_ENCODING_NONE);
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
        x->feed.off = true;
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
    checkers_release(&x->checkers);
    feed_release(&x->feed);
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
    if (most >= XML_COMPAT_DEPTH)
        xmlCtxtUseOptions(x->ctxt, XML_COMPAT_OPTIONS | XML_PARSE_HUGE);
}

void xml_trust_utf8(struct xml_parser *x) { x->feed.off = false; }

const char *xml_intern(struct xml_parser *x, const char *name)
{
    return (const char *)xmlDictLookup(x->ctxt->dict, (const xmlChar *)name, -1);
}

/* ---- parsing ---- */

/* After the parser: all well? `status` is what it returned. */
static void judge(struct xml_parser *x, int status)
{
    if (!x->failed && xml_compat_was_out_of_memory()) {
        error_memory(&x->err);
        x->failed = true;
    }
    if (!x->failed && (status != 0 || xml_compat_status(x->ctxt) != 0)) {
        /* It failed without a word: so it does where a buffer cannot grow. */
        status = xml_compat_status(x->ctxt);
        if (status <= 0 || status == XML_ERR_NO_MEMORY) {
            error_memory(&x->err);
            x->failed = true;
        } else {
            cannot_be_read(x, status);
        }
    }
    if (x->failed || bytes_fault(x))
        return;
    struct xml_compat_input in = where(x);
    if (!x->root_ended)
        ends_early(x);
    else if (!x->bytes_ended || in.cur != in.end || !xml_compat_well_formed(x->ctxt)) /* a NUL looks like the end */
        fault_at(x, xml_place_now(x), "%s", _("this is not well-formed XML"));
}

int xml_parse(struct xml_parser *x, xml_bytes *bytes, void *ctx, struct error *err)
{
    x->feed.bytes = bytes;
    x->feed.ctx = ctx;
    xml_compat_forget();
    const struct xml_compat_voice voice = xml_compat_hush();
    errno = 0;
    judge(x, xmlParseDocument(x->ctxt));
    xml_compat_speak(voice);
    if (!x->failed)
        return 0;
    *err = x->err;
    return -1;
}
