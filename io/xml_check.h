/* io/xml_check.h: a document held against a schema while it is read: RELAX NG or XML Schema, by libxml2's validators.
 *
 *     struct xml_schema *s = xml_schema_load(XML_SCHEMA_RNG, "catalog.rng", &err);
 *     struct xml_check check = { s, on_fault, ctx };
 *     struct xml_read_options o = { .checks = &check, .check_count = 1 };
 *     ... xml_read(src, &o, …) ...
 *     xml_schema_free(s);
 *
 * A fault is told and reading goes on; what it is worth is the caller's. Memory does not follow the document: a RELAX NG schema whose root
 * holds elements one after the other is checked one of those at a time (16 MB each at most), an XML Schema as a stream.
 *
 * A schema is read from files alone: what it includes or imports must lie beside it or below, by a relative name; no schema with entities
 * of its own is taken, nothing is fetched, and a document never names its own schema. */
#ifndef IO_XML_CHECK_H
#define IO_XML_CHECK_H

#include "io/xml.h"

enum xml_schema_form { XML_SCHEMA_RNG, XML_SCHEMA_XSD };
struct xml_schema;

/* NULL with err: ERROR_USAGE, a sentence with the file, and the line where there is one; ERROR_MEMORY. */
struct xml_schema *xml_schema_load(enum xml_schema_form form, const char *path, struct error *err);
void xml_schema_free(struct xml_schema *s);

/* One fault: where, and a sentence without the place. 0: go on; 1: look no further by this schema; -1 with err: stop reading. */
typedef int xml_fault(void *ctx, struct xml_place at, struct span sentence, struct error *err);

#define XML_CHECKS_MOST 2
struct xml_check {
    const struct xml_schema *schema;
    xml_fault *fault;
    void *ctx;
};

/* Before xml_parse; `how` is copied. The events of a start come before its faults, those of an end behind them. */
int xml_check(struct xml_parser *x, const struct xml_check *how, struct error *err);
#endif
