/* catalog/kind.h: the four kinds of catalog. */
#ifndef CATALOG_KIND_H
#define CATALOG_KIND_H
#include "base/span.h"

enum kind { KIND_DRUG, KIND_SERVICE, KIND_FACILITY, KIND_CONSUMABLE };
#define KIND_COUNT 4
#define KIND_BIT(kind) (1u << (kind))

/* "drug", "service", "facility", "consumable": the word in documents, the store and machine formats. */
const char *kind_word(enum kind kind);
/* The kind of a word; false where there is none. */
bool kind_parse(struct span word, enum kind *out);
#endif
