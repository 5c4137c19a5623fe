/* io/xml_checker.h: what the parser and the two validators share. Private to io/xml*.c. */
#ifndef IO_XML_CHECKER_H
#define IO_XML_CHECKER_H

#include "base/buf.h"
#include "io/xml_check.h"
#include "io/xml_compat.h"

#include <libxml/relaxng.h>
#include <libxml/xmlschemas.h>

struct xml_schema {
    enum xml_schema_form form;
    char *name; /* the file's, without its folder: for messages */
    xmlRelaxNGPtr rng;
    xmlSchemaPtr xsd;
};

/* A start tag, as libxml2 has it and as our events have it. */
struct xml_tag {
    const xmlChar *name, *prefix, *uri, **namespaces, **five;
    int namespace_count, count;
    const struct xml_attr *attrs;
    struct xml_place at;
};

/* One document against one schema. Each 0, or -1 with err: memory, or what the caller's function said. */
struct xml_rng;
struct xml_rng *xml_rng_new(const struct xml_check *how, struct error *err);
void xml_rng_free(struct xml_rng *r);
int xml_rng_start(struct xml_rng *r, const struct xml_tag *tag, struct error *err);
int xml_rng_text(struct xml_rng *r, struct span text, struct xml_place at, struct error *err);
int xml_rng_end(struct xml_rng *r, struct error *err);

struct xml_xsd;
struct xml_xsd *xml_xsd_new(const struct xml_check *how, struct error *err);
void xml_xsd_free(struct xml_xsd *v);
int xml_xsd_start(struct xml_xsd *v, const struct xml_tag *tag, struct error *err);
int xml_xsd_text(struct xml_xsd *v, struct span text, struct error *err);
int xml_xsd_end(struct xml_xsd *v, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, struct error *err);

/* All schemas that a document is held against; the same errors. */
struct xml_checkers {
    struct xml_checker { /* one of the two */
        struct xml_rng *rng;
        struct xml_xsd *xsd;
    } of[XML_CHECKS_MOST];
    size_t n;
};
int checkers_add(struct xml_checkers *c, const struct xml_check *how, struct error *err);
void checkers_release(struct xml_checkers *c);
int checkers_start(struct xml_checkers *c, const struct xml_tag *tag, struct error *err);
int checkers_text(struct xml_checkers *c, struct span text, struct xml_place at, struct error *err);
int checkers_end(struct xml_checkers *c, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, struct error *err);
#endif
