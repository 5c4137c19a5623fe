/* io/xml_rng.c: a document against a RELAX NG schema. libxml2 looks at the outer elements as they come; where it cannot (most content models), one
 * element is gathered, judged and dropped. What it says of a fault is often of little help ("Invalid sequence in interleave"), so the culprit is
 * looked for: the attribute or element without which the rest holds. It must never keep more than one gathered element. */
#include "base/i18n.h"
#include "base/text.h"
#include "io/xml_checker.h"

#include <stdlib.h>

#define GATHER_MOST ((size_t)16 << 20) /* bytes of one gathered element */
#define NODE_WEIGHT 200                /* what an element or attribute costs besides its text */
#define ITEMS_MOST  64                 /* attributes and children of an element among which pairs of culprits are looked for */
#define PAIRS_MOST  50                 /* elements of a document for which that is done */
#define SHOWN_MOST  40

struct xml_rng {
    struct xml_check how;
    xmlRelaxNGValidCtxtPtr ctxt;
    xmlDocPtr doc;
    xmlNodePtr now, full; /* innermost open element; the one being gathered, NULL: none */
    xmlNodePtr gone;      /* ended, a list: the validator may still name the last that it was given, until it is given another */
    unsigned skip;        /* depth inside an element that does not belong */
    size_t weight;
    bool over, muted, text_told;
    unsigned pairs;
    /* what the validator said first */
    bool bad, memory;
    int code;
    struct buf message;
    /* of nodes: node->_private is 1 + the number here */
    struct xml_place *places;
    size_t place_count, place_cap;
};

static void on_error(void *ctx, xml_error_ptr e)
{
    struct xml_rng *r = ctx;
    r->memory = r->memory || e->code == XML_ERR_NO_MEMORY;
    if (r->muted || (r->bad && e->code != XML_RELAXNG_ERR_INVALIDATTR)) /* that one names the attribute */
        return;
    r->bad = true;
    r->code = e->code;
    buf_clear(&r->message);
    buf_addspan(&r->message, span_trim(span_of(e->message ? e->message : "")));
}

static int memory_or(const struct xml_rng *r, int rc, struct error *err)
{
    return r->memory || r->message.failed ? error_memory(err) : rc;
}

/* ---- the tree ---- */

static struct xml_place place_of(const struct xml_rng *r, xmlNodePtr node)
{
    size_t at = (size_t)(uintptr_t)node->_private;
    return at ? r->places[at - 1] : (struct xml_place){ .line = 0 };
}

static int keep_place(struct xml_rng *r, xmlNodePtr node, struct xml_place at)
{
    if (r->place_count == r->place_cap) {
        size_t cap = r->place_cap ? r->place_cap * 2 : 64;
        struct xml_place *p = realloc(r->places, cap * sizeof *p);
        if (!p)
            return -1;
        r->places = p;
        r->place_cap = cap;
    }
    r->places[r->place_count++] = at;
    node->_private = (void *)(uintptr_t)r->place_count;
    return 0;
}

static int add_attribute(struct xml_rng *r, xmlNodePtr node, const struct xml_attr *a, int number)
{
    struct buf value = BUF_INIT;
    char prefix[16];
    xmlNsPtr ns = NULL;
    buf_addspan(&value, a->value);
    r->weight += a->value.n + NODE_WEIGHT;
    if (a->uri) { /* which prefix it had does not matter */
        snprintf(prefix, sizeof prefix, "a%d", number);
        ns = xmlNewNs(node, (const xmlChar *)a->uri, (const xmlChar *)prefix);
    }
    bool made = (!a->uri || ns) && !value.failed &&
                xmlNewNsProp(node, ns, (const xmlChar *)a->name, (const xmlChar *)buf_str(&value));
    buf_release(&value);
    return made ? 0 : -1;
}

static xmlNodePtr make_node(struct xml_rng *r, const struct xml_tag *tag)
{
    xmlNodePtr node = xmlNewDocRawNode(r->doc, NULL, tag->name, NULL);
    if (!node)
        return NULL;
    r->weight += NODE_WEIGHT;
    bool good = keep_place(r, node, tag->at) == 0;
    if (good && tag->uri) {
        node->ns = xmlNewNs(node, tag->uri, NULL);
        good = node->ns != NULL;
    }
    for (int i = 0; good && i < tag->count; i++)
        good = add_attribute(r, node, &tag->attrs[i], i) == 0;
    if (!good) {
        xmlFreeNode(node);
        return NULL;
    }
    if (r->now)
        xmlAddChild(r->now, node);
    else
        xmlDocSetRootElement(r->doc, node);
    return node;
}

static void drop_node(struct xml_rng *r, xmlNodePtr node)
{
    size_t at = (size_t)(uintptr_t)node->_private;
    r->place_count = at ? at - 1 : 0;
    xmlUnlinkNode(node);
    node->next = r->gone;
    r->gone = node;
}

static void free_gone(struct xml_rng *r)
{
    while (r->gone) {
        xmlNodePtr node = r->gone;
        r->gone = node->next;
        node->next = NULL;
        xmlFreeNode(node);
    }
}

/* ---- the validator ---- */

static void forget(struct xml_rng *r)
{
    r->bad = false;
    r->code = 0;
    buf_clear(&r->message);
}

/* A new validator that stands where the old one did: after a fault, the old one takes nothing any more, and remembers nodes that will be gone. */
static int restart(struct xml_rng *r, struct error *err)
{
    xmlNodePtr chain[XML_DEPTH_MOST];
    size_t n = 0;
    if (r->ctxt)
        xmlRelaxNGFreeValidCtxt(r->ctxt);
    r->ctxt = xmlRelaxNGNewValidCtxt(r->how.schema->rng);
    if (!r->ctxt)
        return error_memory(err);
    xmlRelaxNGSetValidStructuredErrors(r->ctxt, (xmlStructuredErrorFunc)on_error, r);
    for (xmlNodePtr node = r->full ? r->full : r->now; node && node->type == XML_ELEMENT_NODE && n < XML_DEPTH_MOST; node = node->parent)
        chain[n++] = node;
    r->muted = true;
    while (n > 0)
        xmlRelaxNGValidatePushElement(r->ctxt, r->doc, chain[--n]);
    r->muted = false;
    free_gone(r);
    return memory_or(r, 0, err);
}

static int tell(struct xml_rng *r, struct xml_place at, struct buf *sentence, struct error *err)
{
    int rc = memory_or(r, buf_check(sentence, err), err);
    if (rc == 0)
        rc = r->how.fault(r->how.ctx, at, buf_span(sentence), err);
    buf_release(sentence);
    r->over = r->over || rc > 0;
    forget(r);
    return rc < 0 ? -1 : 0;
}

/* ---- who is at fault ---- */

/* An attribute, or a child, of the gathered element: hidden, the validator does not see it. */
struct item {
    xmlAttrPtr attribute; /* NULL: */
    xmlNodePtr child;
    xmlElementType type;
};

static void hide(struct item *i, xmlNodePtr of)
{
    xmlAttrPtr a = i->attribute;
    if (!a) {
        i->type = i->child->type;
        i->child->type = XML_COMMENT_NODE;
        return;
    }
    if (a->prev)
        a->prev->next = a->next;
    else
        of->properties = a->next;
    if (a->next)
        a->next->prev = a->prev;
}

static void show(struct item *i, xmlNodePtr of)
{
    xmlAttrPtr a = i->attribute;
    if (!a) {
        i->child->type = i->type;
        return;
    }
    if (a->prev)
        a->prev->next = a;
    else
        of->properties = a;
    if (a->next)
        a->next->prev = a;
}

/* What could be at fault, the last first: of two that may stand once, the second is. */
static size_t items_of(xmlNodePtr node, bool children, struct item *out)
{
    size_t n = 0;
    for (xmlNodePtr c = children ? node->last : NULL; c && n < ITEMS_MOST; c = c->prev)
        if (c->type == XML_ELEMENT_NODE || !xmlIsBlankNode(c))
            out[n++] = (struct item){ .child = c };
    xmlAttrPtr last = node->properties;
    while (last && last->next)
        last = last->next;
    for (; last && n < ITEMS_MOST; last = last->prev)
        out[n++] = (struct item){ .attribute = last };
    return n;
}

static bool holds_without(struct xml_rng *r, xmlNodePtr of, struct item *i)
{
    hide(i, of);
    r->full->psvi = of->psvi = NULL; /* where libxml2 notes that an element held once, to look no second time */
    bool holds = xmlRelaxNGValidateFullElement(r->ctxt, r->doc, r->full) == 1;
    show(i, of);
    return holds;
}

/* One item, or two. Their number; 0: not found. */
static size_t find_culprits(struct xml_rng *r, struct item *items, size_t n, struct item *out)
{
    for (size_t i = 0; i < n; i++) {
        if (holds_without(r, r->full, &items[i])) {
            out[0] = items[i];
            return 1;
        }
    }
    if (n == ITEMS_MOST || r->pairs++ >= PAIRS_MOST)
        return 0;
    for (size_t i = 0; i < n; i++) {
        hide(&items[i], r->full);
        for (size_t k = i + 1; k < n; k++) {
            if (!holds_without(r, r->full, &items[k]))
                continue;
            show(&items[i], r->full);
            out[0] = items[k]; /* in the order of the document */
            out[1] = items[i];
            return 2;
        }
        show(&items[i], r->full);
    }
    return 0;
}

/* "text", cut. */
static void add_shown(struct buf *b, const xmlChar *text)
{
    struct span s = span_trim(span_of((const char *)(text ? text : (const xmlChar *)"")));
    size_t shown = utf8_first(s, SHOWN_MOST);
    buf_addf(b, "%.*s%s", (int)shown, s.p, shown < s.n ? "…" : "");
}

/* <drug code="X1"> */
static void add_label(struct buf *b, xmlNodePtr node)
{
    buf_addf(b, "<%s", (const char *)node->name);
    if (node->properties) {
        xmlChar *value = xmlNodeGetContent((xmlNodePtr)node->properties);
        buf_addf(b, " %s=\"", (const char *)node->properties->name);
        add_shown(b, value);
        buf_addc(b, '"');
        xmlFree(value);
    }
    buf_addc(b, '>');
}

static int tell_attribute(struct xml_rng *r, xmlNodePtr of, xmlAttrPtr a, struct error *err)
{
    struct buf sentence = BUF_INIT, label = BUF_INIT, value = BUF_INIT;
    xmlChar *content = xmlNodeGetContent((xmlNodePtr)a);
    add_label(&label, of == r->now && !r->full ? of : r->full);
    add_shown(&value, content);
    buf_addf(&sentence, _("%s: the attribute %s=\"%s\" of <%s> does not fit the schema"), buf_str(&label), (const char *)a->name, buf_str(&value),
             (const char *)of->name);
    xmlFree(content);
    buf_release(&label);
    buf_release(&value);
    return tell(r, place_of(r, of), &sentence, err);
}

static int tell_child(struct xml_rng *r, xmlNodePtr child, struct error *err)
{
    struct buf sentence = BUF_INIT, label = BUF_INIT, value = BUF_INIT;
    xmlChar *content = xmlNodeGetContent(child);
    bool element = child->type == XML_ELEMENT_NODE;
    add_label(&label, r->full);
    add_shown(&value, content);
    if (!element)
        buf_addf(&sentence, _("%s: the text \"%s\" does not fit the schema"), buf_str(&label), buf_str(&value));
    else if (value.n > 0)
        buf_addf(&sentence, _("%s: <%s> with \"%s\" does not fit the schema"), buf_str(&label), (const char *)child->name, buf_str(&value));
    else
        buf_addf(&sentence, _("%s: <%s> does not fit the schema"), buf_str(&label), (const char *)child->name);
    xmlFree(content);
    buf_release(&label);
    buf_release(&value);
    return tell(r, place_of(r, element ? child : r->full), &sentence, err);
}

static int tell_culprit(struct xml_rng *r, struct item *culprit, struct error *err)
{
    struct item inside[ITEMS_MOST];
    if (culprit->attribute)
        return tell_attribute(r, r->full, culprit->attribute, err);
    if (culprit->child->type == XML_ELEMENT_NODE) {
        size_t n = items_of(culprit->child, false, inside);
        for (size_t i = 0; i < n; i++)
            if (holds_without(r, culprit->child, &inside[i]))
                return tell_attribute(r, culprit->child, inside[i].attribute, err);
    }
    return tell_child(r, culprit->child, err);
}

/* The gathered element does not hold: who says why? */
static int tell_full(struct xml_rng *r, struct error *err)
{
    struct item items[ITEMS_MOST], culprits[2];
    struct buf said = BUF_INIT;
    buf_addspan(&said, buf_span(&r->message));
    int rc = restart(r, err);
    r->muted = true;
    size_t found = rc == 0 ? find_culprits(r, items, items_of(r->full, true, items), culprits) : 0;
    for (size_t i = 0; rc == 0 && i < found; i++) {
        size_t other = 1 - i; /* a second culprit must not hide what is wrong with the first */
        if (found == 2)
            hide(&culprits[other], r->full);
        r->muted = true;
        rc = tell_culprit(r, &culprits[i], err);
        if (found == 2)
            show(&culprits[other], r->full);
    }
    r->muted = false;
    if (rc == 0 && found == 0) {
        struct buf sentence = BUF_INIT, label = BUF_INIT;
        add_label(&label, r->full);
        buf_addf(&sentence, _("%s does not fit the schema: %s"), buf_str(&label), buf_str(&said));
        buf_release(&label);
        rc = tell(r, place_of(r, r->full), &sentence, err);
    }
    buf_release(&said);
    return rc == 0 ? restart(r, err) : rc;
}

/* The validator refused an outer element, or its attributes. */
static int tell_outer(struct xml_rng *r, xmlNodePtr node, struct error *err)
{
    struct buf sentence = BUF_INIT, label = BUF_INIT;
    if (r->code == XML_RELAXNG_ERR_ELEMWRONG) {
        buf_addf(&sentence, _("<%s> does not fit the schema here"), (const char *)node->name);
        int rc = tell(r, place_of(r, node), &sentence, err);
        drop_node(r, node);
        r->skip = 1;
        return rc == 0 && !r->over ? restart(r, err) : rc;
    }
    add_label(&label, node);
    buf_addf(&sentence, _("%s does not fit the schema: %s"), buf_str(&label), buf_str(&r->message));
    buf_release(&label);
    int rc = tell(r, place_of(r, node), &sentence, err);
    r->now = node;
    return rc;
}

/* ---- events ---- */

int xml_rng_start(struct xml_rng *r, const struct xml_tag *tag, struct error *err)
{
    if (r->over)
        return 0;
    if (r->skip > 0) {
        r->skip++;
        return 0;
    }
    if (!r->full)
        r->weight = 0;
    xmlNodePtr node = make_node(r, tag);
    if (!node)
        return error_memory(err);
    r->text_told = false;
    if (r->full && r->weight > GATHER_MOST)
        return error_set(err, ERROR_INPUT, _("<%s> of line %u has more than %zu bytes, too many to hold it against the schema"),
                         (const char *)r->full->name, place_of(r, r->full).line, GATHER_MOST);
    if (r->full) {
        r->now = node;
        return 0;
    }
    forget(r);
    int rc = xmlRelaxNGValidatePushElement(r->ctxt, r->doc, node);
    if (rc >= 0 && !r->bad)
        free_gone(r);
    if (rc != 0 && (rc < 0 || r->bad))
        return memory_or(r, tell_outer(r, node, err), err);
    r->full = rc == 0 ? node : NULL;
    r->now = node;
    return memory_or(r, 0, err);
}

int xml_rng_text(struct xml_rng *r, struct span text, struct xml_place at, struct error *err)
{
    if (r->over || r->skip > 0 || !r->now)
        return 0;
    if (r->full) {
        r->weight += text.n;
        if (r->weight > GATHER_MOST)
            return error_set(err, ERROR_INPUT, _("<%s> of line %u has more than %zu bytes, too many to hold it against the schema"),
                             (const char *)r->full->name, place_of(r, r->full).line, GATHER_MOST);
        xml_compat_forget();
        xmlNodeAddContentLen(r->now, (const xmlChar *)text.p, (int)text.n);
        return xml_compat_was_out_of_memory() ? error_memory(err) : 0;
    }
    struct span seen = span_trim(text);
    if (seen.n == 0 || r->text_told)
        return 0;
    forget(r);
    if (xmlRelaxNGValidatePushCData(r->ctxt, (const xmlChar *)"x", 1) >= 0 && !r->bad)
        return memory_or(r, 0, err);
    struct buf sentence = BUF_INIT;
    size_t shown = utf8_first(seen, SHOWN_MOST);
    buf_addf(&sentence, _("the text \"%.*s%s\" does not fit the schema here"), (int)shown, seen.p, shown < seen.n ? "…" : "");
    r->text_told = true;
    int rc = tell(r, at, &sentence, err);
    return rc == 0 && !r->over ? restart(r, err) : rc;
}

static int end_outer(struct xml_rng *r, struct error *err)
{
    xmlNodePtr node = r->now, parent = node->parent;
    forget(r);
    int rc = xmlRelaxNGValidatePopElement(r->ctxt, r->doc, node);
    if (rc < 0 || r->bad) {
        struct buf sentence = BUF_INIT, label = BUF_INIT;
        add_label(&label, node);
        buf_addf(&sentence, _("%s does not fit the schema: %s"), buf_str(&label), buf_str(&r->message));
        buf_release(&label);
        if (tell(r, place_of(r, node), &sentence, err) < 0)
            return -1;
    }
    r->now = parent && parent->type == XML_ELEMENT_NODE ? parent : NULL;
    if (r->now)
        drop_node(r, node);
    return memory_or(r, 0, err);
}

int xml_rng_end(struct xml_rng *r, struct error *err)
{
    if (r->over || !r->now)
        return 0;
    if (r->skip > 0) {
        r->skip--;
        return 0;
    }
    r->text_told = false;
    if (!r->full)
        return end_outer(r, err);
    if (r->now != r->full) {
        r->now = r->now->parent;
        return 0;
    }
    forget(r);
    xmlNodePtr whole = r->full, parent = whole->parent;
    bool holds = xmlRelaxNGValidateFullElement(r->ctxt, r->doc, whole) == 1 && !r->bad;
    int rc = memory_or(r, 0, err);
    if (rc == 0 && !holds)
        rc = tell_full(r, err);
    r->full = NULL;
    r->now = parent && parent->type == XML_ELEMENT_NODE ? parent : NULL;
    drop_node(r, whole);
    return rc;
}

/* ---- life ---- */

struct xml_rng *xml_rng_new(const struct xml_check *how, struct error *err)
{
    struct xml_rng *r = calloc(1, sizeof *r);
    if (!r) {
        error_memory(err);
        return NULL;
    }
    r->how = *how;
    r->doc = xmlNewDoc((const xmlChar *)"1.0");
    if (!r->doc) {
        error_memory(err);
    } else if (restart(r, err) == 0) {
        return r;
    }
    xml_rng_free(r);
    return NULL;
}

void xml_rng_free(struct xml_rng *r)
{
    if (!r)
        return;
    if (r->ctxt)
        xmlRelaxNGFreeValidCtxt(r->ctxt);
    free_gone(r);
    if (r->doc)
        xmlFreeDoc(r->doc);
    free(r->places);
    buf_release(&r->message);
    free(r);
}
