/* import/document.h: what a document says of itself: region, version, dates, how many records and pages; and what the profile
 * requires of it. Values may stand anywhere in the document; they count at its end. */
#ifndef IMPORT_DOCUMENT_H
#define IMPORT_DOCUMENT_H

#include "import/value.h"
#include "io/record.h"

struct document;
struct document *document_new(const struct profile *profile, const char *file, struct error *err);
void document_free(struct document *d);
int document_add(struct document *d, const struct field *value, struct error *err);

struct document_facts {
    struct span region, label, title, publisher; /* absent: not said; live as long as the document */
    date effective, expires;
    bool fragment;
    int64_t count, pages, page; /* -1: not said */
};
/* At the end: the requirements hold, and each value is what it must be. -1: ERROR_INPUT naming file, line and value. */
int document_facts(struct document *d, struct value_reader *values, struct document_facts *out, struct error *err);

/* NULL, or why the text is no region (1 to 16 of A-Z a-z 0-9 _ -), no label (1 to 64 characters without blank, @ or /). */
const char *why_not_region(struct span text);
const char *why_not_label(struct span text);
#endif
