/* io/xml_schema.c: reads a schema, of either form. libxml2 would fetch what a schema includes from anywhere and expand its entities, so every
 * file of a schema goes through our own parser first, which refuses entities, and whose includes must be files beside it. It must never
 * hand libxml2 a schema that was not looked at. */
#include "base/i18n.h"
#include "base/map.h"
#include "io/xml_checker.h"
#include "io/xml_reader.h"

#include <stdlib.h>

#define XSD_URI "http://www.w3.org/2001/XMLSchema"
#define RNG_URI "http://relaxng.org/ns/structure/1.0"
#define FILES_MOST 64
#define FILE_MOST ((uint64_t)16 << 20)

/* ---- every file of it ---- */

struct look {
    enum xml_schema_form form;
    struct map seen; /* paths, in the order in which they were met */
    const char *file;
    bool root;
};

/* "dir/of/a.xsd" + "b.xsd" */
static void path_beside(struct buf *out, const char *file, struct span name)
{
    const char *slash = strrchr(file, '/');
    if (slash)
        buf_add(out, file, (size_t)(slash - file) + 1);
    buf_addspan(out, name);
}

static bool is_beside(struct span name)
{
    struct span rest = name;
    if (name.n == 0 || name.p[0] == '/' || memchr(name.p, ':', name.n) || memchr(name.p, '\\', name.n) || memchr(name.p, '%', name.n))
        return false;
    while (rest.n > 0) {
        const char *slash = memchr(rest.p, '/', rest.n);
        struct span step = { rest.p, slash ? (size_t)(slash - rest.p) : rest.n };
        if (span_is(step, ".."))
            return false;
        rest = slash ? (struct span){ slash + 1, rest.n - step.n - 1 } : SPAN("");
    }
    return true;
}

static int take_file(struct look *l, struct span name, struct xml_place at, struct error *err)
{
    struct buf path = BUF_INIT;
    if (!is_beside(name))
        return error_set(err, ERROR_USAGE, _("%s:%u: the schema takes in \"%.*s\"; only files beside it or below are read, nothing is fetched"), l->file,
                         at.line, SPAN_ARG(name));
    path_beside(&path, l->file, name);
    int rc = buf_check(&path, err);
    if (rc == 0 && map_put(&l->seen, buf_span(&path), 0) < 0)
        rc = error_memory(err);
    buf_release(&path);
    if (rc == 0 && l->seen.count > FILES_MOST)
        rc = error_set(err, ERROR_USAGE, _("%s: the schema takes in more than %d files"), l->file, FILES_MOST);
    return rc;
}

static int look_start(void *ctx, const char *name, const char *uri, const struct xml_attr *attrs, size_t n, struct xml_place at,
                      struct error *err)
{
    static const char *const taking[][2] = { { "include", "import" }, { "redefine", "override" } };
    struct look *l = ctx;
    bool xsd = l->form == XML_SCHEMA_XSD;
    bool known = uri && strcmp(uri, xsd ? XSD_URI : RNG_URI) == 0;
    if (l->root && !known)
        return error_set(err, ERROR_USAGE, xsd ? _("%s:%u: this is no XML Schema: its root element is <%s>") : _("%s:%u: this is no RELAX NG schema: its root element is <%s>"),
                         l->file, at.line, name);
    l->root = false;
    bool takes = known && (xsd ? false : strcmp(name, "include") == 0 || strcmp(name, "externalRef") == 0);
    for (size_t i = 0; known && xsd && i < 4; i++)
        takes = takes || strcmp(name, taking[i / 2][i % 2]) == 0;
    for (size_t i = 0; takes && i < n; i++)
        if (!attrs[i].uri && strcmp(attrs[i].name, xsd ? "schemaLocation" : "href") == 0)
            return take_file(l, attrs[i].value, at, err);
    return 0;
}

static int look_into(struct look *l, const char *file, struct error *err)
{
    static const struct xml_events events = { .start = look_start };
    struct xml_read_options options = { .ctx = NULL };
    struct source *src = source_open(file, err);
    if (!src)
        return -1;
    l->file = file;
    l->root = true;
    int rc = !source_is_regular(src) || source_size(src) > FILE_MOST
                 ? error_set(err, ERROR_USAGE, _("%s: a schema is a file of at most %u MiB"), file, (unsigned)(FILE_MOST >> 20))
                 : xml_read(src, &options, &events, l, NULL, err);
    source_free(src);
    return rc;
}

/* The file and everything that it takes in. */
static int look_at_all(enum xml_schema_form form, const char *path, struct error *err)
{
    struct look l = { .form = form };
    struct buf file = BUF_INIT;
    map_init(&l.seen);
    int rc = map_put(&l.seen, span_of(path), 0) < 0 ? error_memory(err) : 0;
    for (uint32_t i = 0; rc == 0 && i < l.seen.count; i++) {
        buf_clear(&file);
        buf_addspan(&file, map_key(&l.seen, i));
        rc = buf_check(&file, err) < 0 ? -1 : look_into(&l, buf_str(&file), err);
    }
    map_release(&l.seen);
    buf_release(&file);
    if (rc < 0 && err && err->code == ERROR_INPUT) /* a schema is configuration */
        err->code = ERROR_USAGE;
    return rc;
}

/* ---- what libxml2 makes of it ---- */

struct complaint {
    const char *path;
    struct error *err;
    bool made, memory;
};

static void on_error(void *ctx, xml_error_ptr e)
{
    struct complaint *c = ctx;
    c->memory = c->memory || e->code == XML_ERR_NO_MEMORY;
    if (c->made || e->level < XML_ERR_ERROR)
        return;
    struct span message = span_trim(span_of(e->message ? e->message : ""));
    error_set(c->err, ERROR_USAGE, _("%s:%d: the schema cannot be used: %.*s"), e->file ? e->file : c->path, e->line, SPAN_ARG(message));
    c->made = true;
}

static void compile_rng(struct xml_schema *s, struct complaint *c)
{
    xmlRelaxNGParserCtxtPtr parser = xmlRelaxNGNewParserCtxt(c->path);
    if (!parser)
        return;
    xmlRelaxNGSetParserStructuredErrors(parser, (xmlStructuredErrorFunc)on_error, c);
    s->rng = xmlRelaxNGParse(parser);
    xmlRelaxNGFreeParserCtxt(parser);
}

static void compile_xsd(struct xml_schema *s, struct complaint *c)
{
    xmlSchemaParserCtxtPtr parser = xmlSchemaNewParserCtxt(c->path);
    if (!parser)
        return;
    xmlSchemaSetParserStructuredErrors(parser, (xmlStructuredErrorFunc)on_error, c);
    s->xsd = xmlSchemaParse(parser);
    xmlSchemaFreeParserCtxt(parser);
}

struct xml_schema *xml_schema_load(enum xml_schema_form form, const char *path, struct error *err)
{
    struct complaint c = { .path = path, .err = err };
    if (look_at_all(form, path, err) < 0)
        return NULL;
    struct xml_schema *s = calloc(1, sizeof *s);
    const char *slash = strrchr(path, '/');
    if (s)
        s->name = strdup(slash ? slash + 1 : path);
    if (!s || !s->name) {
        error_memory(err);
        xml_schema_free(s);
        return NULL;
    }
    s->form = form;
    xml_compat_forget();
    if (form == XML_SCHEMA_RNG)
        compile_rng(s, &c);
    else
        compile_xsd(s, &c);
    if ((s->rng || s->xsd) && !c.made && !c.memory && !xml_compat_was_out_of_memory())
        return s;
    if (c.memory || xml_compat_was_out_of_memory())
        error_memory(err);
    else if (!c.made)
        error_set(err, ERROR_USAGE, _("%s: the schema cannot be used"), path);
    xml_schema_free(s);
    return NULL;
}

void xml_schema_free(struct xml_schema *s)
{
    if (!s)
        return;
    if (s->rng)
        xmlRelaxNGFree(s->rng);
    if (s->xsd)
        xmlSchemaFree(s->xsd);
    free(s->name);
    free(s);
}

/* ---- all that a document is held against ---- */

int checkers_add(struct xml_checkers *c, const struct xml_check *how, struct error *err)
{
    struct xml_checker *one = &c->of[c->n++];
    if (how->schema->form == XML_SCHEMA_RNG)
        one->rng = xml_rng_new(how, err);
    else
        one->xsd = xml_xsd_new(how, err);
    return one->rng || one->xsd ? 0 : -1;
}

void checkers_release(struct xml_checkers *c)
{
    for (size_t i = 0; i < c->n; i++) {
        xml_rng_free(c->of[i].rng);
        xml_xsd_free(c->of[i].xsd);
    }
}

int checkers_start(struct xml_checkers *c, const struct xml_tag *tag, struct error *err)
{
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < c->n; i++)
        rc = c->of[i].rng ? xml_rng_start(c->of[i].rng, tag, err) : xml_xsd_start(c->of[i].xsd, tag, err);
    return rc;
}

int checkers_text(struct xml_checkers *c, struct span text, struct xml_place at, struct error *err)
{
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < c->n; i++)
        rc = c->of[i].rng ? xml_rng_text(c->of[i].rng, text, at, err) : xml_xsd_text(c->of[i].xsd, text, err);
    return rc;
}

int checkers_end(struct xml_checkers *c, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, struct error *err)
{
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < c->n; i++)
        rc = c->of[i].rng ? xml_rng_end(c->of[i].rng, err) : xml_xsd_end(c->of[i].xsd, name, prefix, uri, err);
    return rc;
}
