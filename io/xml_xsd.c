/* io/xml_xsd.c: a document against an XML Schema, as a stream. It must never let the document name a schema, nor say more than what and where. */
#include "base/i18n.h"
#include "io/xml_checker.h"

#include <stdlib.h>

struct xml_xsd {
    struct xml_check how;
    xmlSchemaValidCtxtPtr ctxt;
    xmlSchemaSAXPlugPtr plug;
    xmlSAXHandlerPtr sax; /* the validator's own events */
    void *sax_ctx;
    struct xml_place open[XML_DEPTH_MOST + 1]; /* of the open elements */
    unsigned depth;
    bool over, memory;
    int rc; /* of the caller's function */
    struct error err;
    struct buf sentence;
};

static void on_error(void *ctx, xml_error_ptr e)
{
    struct xml_xsd *v = ctx;
    if (e->code == XML_ERR_NO_MEMORY)
        v->memory = true;
    if (v->over || v->rc < 0)
        return;
    struct span message = span_trim(span_of(e->message ? e->message : ""));
    buf_clear(&v->sentence);
    buf_addf(&v->sentence, _("by the schema %s: %.*s"), v->how.schema->name, SPAN_ARG(message));
    if (v->sentence.failed) {
        v->memory = true;
        return;
    }
    v->rc = v->how.fault(v->how.ctx, v->open[v->depth], buf_span(&v->sentence), &v->err);
    v->over = v->rc > 0;
}

/* What the event came to. */
static int after(struct xml_xsd *v, struct error *err)
{
    if (v->memory)
        return error_memory(err);
    if (v->rc < 0 && err)
        *err = v->err;
    return v->rc < 0 ? -1 : 0;
}

int xml_xsd_start(struct xml_xsd *v, const struct xml_tag *tag, struct error *err)
{
    if (v->over)
        return 0;
    if (v->depth < XML_DEPTH_MOST)
        v->open[++v->depth] = tag->at;
    v->sax->startElementNs(v->sax_ctx, tag->name, tag->prefix, tag->uri, tag->namespace_count, tag->namespaces, tag->count, 0, tag->five);
    return after(v, err);
}

int xml_xsd_text(struct xml_xsd *v, struct span text, struct error *err)
{
    if (v->over)
        return 0;
    v->sax->characters(v->sax_ctx, (const xmlChar *)text.p, (int)text.n);
    return after(v, err);
}

int xml_xsd_end(struct xml_xsd *v, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, struct error *err)
{
    if (v->over)
        return 0;
    v->sax->endElementNs(v->sax_ctx, name, prefix, uri);
    int rc = after(v, err);
    v->depth -= v->depth > 0;
    return rc;
}

struct xml_xsd *xml_xsd_new(const struct xml_check *how, struct error *err)
{
    struct xml_xsd *v = calloc(1, sizeof *v);
    if (!v) {
        error_memory(err);
        return NULL;
    }
    v->how = *how;
    v->ctxt = xmlSchemaNewValidCtxt(how->schema->xsd);
    if (v->ctxt) {
        xmlSchemaSetValidStructuredErrors(v->ctxt, (xmlStructuredErrorFunc)on_error, v);
        v->plug = xmlSchemaSAXPlug(v->ctxt, &v->sax, &v->sax_ctx); /* no handler of ours behind it */
    }
    if (v->plug)
        return v;
    xml_xsd_free(v);
    error_memory(err);
    return NULL;
}

void xml_xsd_free(struct xml_xsd *v)
{
    if (!v)
        return;
    v->over = true; /* what it says on leaving is no fault of the document */
    if (v->plug)
        xmlSchemaSAXUnplug(v->plug);
    if (v->ctxt)
        xmlSchemaFreeValidCtxt(v->ctxt);
    buf_release(&v->sentence);
    free(v);
}
