/* io/xml_compat.h: where libxml2 2.9.14, 2.12, 2.13, 2.14 and later differ, in one place. Only io/xml.c, io/xml_fault.c, io/xml_checker.h and io/xml_places.h include it. */
#ifndef IO_XML_COMPAT_H
#define IO_XML_COMPAT_H

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>
#include <stdint.h>

/* 2.12 made the structured error const. */
#if LIBXML_VERSION >= 21200
typedef const xmlError *xml_error_ptr;
#else
typedef xmlErrorPtr xml_error_ptr;
#endif

/* Nothing is fetched, nothing is loaded; the encoding that the document declares is ignored, since what we give is UTF-8. Never
 * NOENT, never DTDLOAD; HUGE only where somebody asks for more than XML_COMPAT_DEPTH elements in each other (2048 of later versions), which lifts libxml2's own
 * bounds of names and comments too. NO_XXE came with 2.13. */
#define XML_COMPAT_DEPTH 255
#if LIBXML_VERSION >= 21300
#define XML_COMPAT_OPTIONS (XML_PARSE_NONET | XML_PARSE_IGNORE_ENC | XML_PARSE_NO_XXE)
#else
#define XML_COMPAT_OPTIONS (XML_PARSE_NONET | XML_PARSE_IGNORE_ENC)
#endif

/* 2.14 marks members of the context as deprecated without giving another way to ask. */
#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
#endif

/* Errors of this parser go to `handler` with `data`, never to the process-wide one. */
static inline void xml_compat_on_error(xmlParserCtxtPtr ctxt, xmlStructuredErrorFunc handler, void *data)
{
#if LIBXML_VERSION >= 21300
    xmlCtxtSetErrorHandler(ctxt, handler, data);
#else
    (void)data; /* the SAX user data, given when the parser was made */
    ctxt->sax->serror = handler;
#endif
}

/* A loader of its own that always fails. Before 2.14 there is only a process-wide one, which is left alone: nothing asks it,
 * since no SAX callback that loads is set. */
#if LIBXML_VERSION >= 21400
static inline xmlParserErrors xml_compat_refuse(void *data, const char *url, const char *id, xmlResourceType type,
                                                xmlParserInputFlags flags, xmlParserInputPtr *out)
{
    (void)data, (void)url, (void)id, (void)type, (void)flags;
    *out = NULL;
    return XML_IO_NETWORK_ATTEMPT;
}
#endif
static inline void xml_compat_no_loader(xmlParserCtxtPtr ctxt)
{
#if LIBXML_VERSION >= 21400
    xmlCtxtSetResourceLoader(ctxt, xml_compat_refuse, NULL);
#else
    (void)ctxt;
#endif
}

/* Before 2.13 some faults are told of without the parser at hand (another declaration of &amp;), and go to standard error, or to whoever this thread
 * has: to nobody while we parse. What they are about is refused anyway. */
#if LIBXML_VERSION < 21300
struct xml_compat_voice {
    xmlStructuredErrorFunc handler;
    void *data;
};
static inline void xml_compat_ignore(void *data, xml_error_ptr e)
{
    (void)data, (void)e;
}
static inline struct xml_compat_voice xml_compat_hush(void)
{
    const struct xml_compat_voice before = { xmlStructuredError, xmlStructuredErrorContext };
    xmlSetStructuredErrorFunc(NULL, xml_compat_ignore);
    return before;
}
static inline void xml_compat_speak(struct xml_compat_voice v)
{
    xmlSetStructuredErrorFunc(v.data, v.handler);
}
#else
struct xml_compat_voice {
    int none;
};
static inline struct xml_compat_voice xml_compat_hush(void)
{
    return (struct xml_compat_voice){ 0 };
}
static inline void xml_compat_speak(struct xml_compat_voice v)
{
    (void)v;
}
#endif

/* Where the parser is in what it was given. */
struct xml_compat_input {
    const char *base, *cur, *end; /* what it holds of it, and its place in that */
    uint64_t offset;              /* of cur, in everything given */
    uint32_t line;                /* of cur, from 1 */
};

static inline struct xml_compat_input xml_compat_where(xmlParserCtxtPtr ctxt)
{
    const xmlParserInput *in = ctxt->input;
    if (!in)
        return (struct xml_compat_input){ "", "", "", 0, 0 };
    return (struct xml_compat_input){
        .base = (const char *)in->base,
        .cur = (const char *)in->cur,
        .end = (const char *)in->end,
        .offset = (uint64_t)in->consumed + (uint64_t)(in->cur - in->base),
        .line = in->line > 0 ? (uint32_t)in->line : 0,
    };
}

/* The offset of the first byte that it holds. */
static inline uint64_t xml_compat_held_from(xmlParserCtxtPtr ctxt)
{
    return ctxt->input ? (uint64_t)ctxt->input->consumed : 0;
}

/* Bytes that the parser holds in front of its place, and behind it. */
static inline size_t xml_compat_ahead(xmlParserCtxtPtr ctxt)
{
    const xmlParserInput *in = ctxt->input;
    return in ? (size_t)(in->end - in->cur) : 0;
}
static inline size_t xml_compat_behind(xmlParserCtxtPtr ctxt)
{
    const xmlParserInput *in = ctxt->input;
    return in ? (size_t)(in->cur - in->base) : 0;
}

/* While the end of an element is told: what stands behind the parser need not be held. Before 2.11 it drops that only where little is left in front of
 * it too, which may not happen for megabytes. Pointers into the buffer change. */
static inline void xml_compat_shrink(xmlParserCtxtPtr ctxt)
{
#if LIBXML_VERSION < 21100
    xmlParserInputShrink(ctxt->input);
#else
    (void)ctxt;
#endif
}

static inline int xml_compat_status(xmlParserCtxtPtr ctxt)
{
    return ctxt->errNo;
}

/* Some allocations libxml2 makes without the parser at hand (a URI, a buffer, its tables at the start): what fails there it notes for the thread
 * only, and goes on. */
static inline void xml_compat_forget(void)
{
    xmlResetLastError();
}

static inline int xml_compat_was_out_of_memory(void)
{
    xml_error_ptr last = xmlGetLastError();
    return last && last->code == XML_ERR_NO_MEMORY;
}

static inline int xml_compat_well_formed(xmlParserCtxtPtr ctxt)
{
    return ctxt->wellFormed;
}

/* A parser of SAX events may all the same have made a document, for declarations; it is the caller's to free. */
static inline void xml_compat_free_document(xmlParserCtxtPtr ctxt)
{
    xmlFreeDoc(ctxt->myDoc);
    ctxt->myDoc = NULL;
}

#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif
#endif
