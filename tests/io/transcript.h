/* tests/io/transcript.h: XML events written down as text: "<name {uri} attr='v' @line:col>", text as it is, "</name @line:col>". Runs of text
 * are joined, so that a transcript does not depend on how the input was cut. */
#ifndef TESTS_IO_TRANSCRIPT_H
#define TESTS_IO_TRANSCRIPT_H
#include "base/buf.h"
#include "io/xml.h"
#include <check.h>

struct transcript {
    struct buf text;
    bool places;     /* write @line:col */
    int stop_at;     /* the start event (from 1) at which the callback fails; 0: none */
    int starts;
    struct xml_parser *parser;
    const char *interned; /* must be the pointer of every element "item" */
    int interned_seen;
};

static inline int transcript_begin(void *ctx, struct xml_parser *x, struct error *err)
{
    struct transcript *t = ctx;
    t->parser = x;
    t->interned = xml_intern(x, "item");
    return t->interned ? 0 : error_memory(err);
}

static inline int transcript_start(void *ctx, const char *name, const char *uri, const struct xml_attr *attrs, size_t n,
                                   struct xml_place at, struct error *err)
{
    struct transcript *t = ctx;
    buf_addf(&t->text, "<%s", name);
    if (uri)
        buf_addf(&t->text, " {%s}", uri);
    for (size_t i = 0; i < n; i++)
        buf_addf(&t->text, attrs[i].uri ? " {%s}%s='%.*s'" : "%s %s='%.*s'", attrs[i].uri ? attrs[i].uri : "",
                 attrs[i].name, SPAN_ARG(attrs[i].value));
    if (t->places)
        buf_addf(&t->text, " @%u:%u", at.line, at.column);
    buf_addc(&t->text, '>');
    t->interned_seen += name == t->interned;
    if (strcmp(name, "item") == 0 && name != t->interned) /* no ck_assert here: it allocates, which test-no-memory counts */
        ck_abort_msg("item is not interned");
    if (++t->starts == t->stop_at)
        return error_set(err, ERROR_REFUSED, "enough");
    return 0;
}

static inline int transcript_text(void *ctx, struct span text, struct error *err)
{
    struct transcript *t = ctx;
    (void)err;
    if (text.n == 0)
        ck_abort_msg("an empty piece of text");
    buf_addspan(&t->text, text);
    return 0;
}

static inline int transcript_end(void *ctx, const char *name, const char *uri, struct error *err)
{
    struct transcript *t = ctx;
    (void)uri, (void)err;
    if (t->places) {
        struct xml_place at = xml_place_tag(t->parser);
        buf_addf(&t->text, "</%s @%u:%u>", name, at.line, at.column);
    } else
        buf_addf(&t->text, "</%s>", name);
    return 0;
}

static const struct xml_events transcript_events = { transcript_begin, transcript_start, transcript_text, transcript_end };
#endif
