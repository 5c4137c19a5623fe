/* catalog/entry.h: one entry of a catalog, as a document gives it (spec/catalog-xml.md) and as the store keeps it.
 *
 * The entry does not own its text: spans point into the reader's, an arena's or a statement's memory; who hands one out says
 * how long it lives. Absent text is SPAN_NONE, absent numbers AMOUNT_NONE or -1, absent dates DATE_NONE.
 * Text fields are rows of one list, so that importer, store, view and diff walk the same table. */
#ifndef CATALOG_ENTRY_H
#define CATALOG_ENTRY_H

#include "base/buf.h"
#include "base/date.h"
#include "base/decimal.h"
#include "catalog/kind.h"

/* F(NAME, column of the store, element or attribute of the document). Order: short ones first, long texts last. */
#define ENTRY_TEXTS(F)                                                                                                  \
    F(CODE, "code", "code")                                                                                             \
    F(NAME, "name", "name")                                                                                             \
    F(GENERIC, "generic", "generic")                                                                                    \
    F(BRAND, "brand", "brand")                                                                                          \
    F(FORM, "form", "form")                                                                                             \
    F(SPEC, "spec", "spec")                                                                                             \
    F(PACK, "pack", "pack")                                                                                             \
    F(DOSE_UNIT, "dose_unit", "dose-unit")                                                                              \
    F(PACK_UNIT, "pack_unit", "pack-unit")                                                                              \
    F(UNIT, "unit", "unit")                                                                                             \
    F(MANUFACTURER, "manufacturer", "manufacturer")                                                                     \
    F(HOLDER, "holder", "holder")                                                                                       \
    F(REPACKER, "repacker", "repacker")                                                                                 \
    F(APPROVAL, "approval", "approval") /* the first; further ones in approvals */                                      \
    F(STANDARD_CODE, "standard_code", "standard-code")                                                                  \
    F(CATEGORY, "category", "category")                                                                                 \
    F(LIST_TYPE, "list_type", "list-type")                                                                              \
    F(POLICY_CODE, "policy_code", "policy-code")                                                                        \
    F(LOCAL_CODE, "local_code", "local-code")                                                                           \
    F(FLAGS, "flags", "flags") /* words, sorted, one blank between */                                                   \
    F(ADDON_OF, "addon_of", "addon-of")                                                                                 \
    F(MODEL, "model", "model")                                                                                          \
    F(MATERIAL, "material", "material")                                                                                 \
    F(REGISTRATION, "registration", "registration")                                                                     \
    F(RESTRICTION, "restriction", "restriction")                                                                        \
    F(CONTENT, "content", "content")                                                                                    \
    F(EXCLUSIONS, "exclusions", "exclusions")                                                                           \
    F(NOTE, "note", "note")

enum entry_text {
#define F(name, column, element) ENTRY_##name,
    ENTRY_TEXTS(F)
#undef F
    ENTRY_TEXT_COUNT
};

enum sex { SEX_NONE, SEX_MALE, SEX_FEMALE, SEX_ANY };
enum visit { VISIT_NONE, VISIT_INPATIENT, VISIT_OUTPATIENT, VISIT_ANY };
enum ceiling_type { CEILING_PRICE, CEILING_PAYMENT };
enum ownership { OWNERSHIP_ANY, OWNERSHIP_PUBLIC, OWNERSHIP_PRIVATE };
enum successor_type { SUCCESSOR_SAME_AS, SUCCESSOR_REPLACED_BY, SUCCESSOR_POSSIBLY };

struct ceiling {
    enum ceiling_type type;
    int level; /* hospital level 1..3; 0: every level */
    enum ownership ownership;
    int64_t yuan; /* 1/10000 yuan for one unit of the entry */
};
struct self_pay {
    struct span scheme; /* absent: no scheme said */
    int64_t share;      /* 1/10000 */
};
struct successor {
    struct span old_code, new_code; /* either may be this entry's own code */
    enum successor_type type;
};

struct entry {
    enum kind kind;
    struct span text[ENTRY_TEXT_COUNT];
    int64_t pack_quantity; /* 1/10000 dose units in a pack (the conversion ratio, 转换比) */
    char pay_class;        /* 'A', 'B', 'C', or 0 */
    bool inactive;
    int limit_level, limit_age_min, limit_age_max; /* -1: not said */
    enum sex limit_sex;
    enum visit limit_visit;
    int limit_approval; /* -1 not said, 0, 1 */
    date valid_from, valid_to, agreement_from, agreement_to;
    /* What repeats; arrays belong to whoever filled the entry. */
    const struct span *aliases, *approvals; /* approvals: the second and further ones */
    size_t alias_count, approval_count;
    const struct ceiling *ceilings; /* all of them, of every type */
    size_t ceiling_count;
    const struct self_pay *self_pays;
    size_t self_pay_count;
    const struct successor *successors;
    size_t successor_count;
};

/* Everything absent. */
void entry_init(struct entry *e, enum kind kind);
/* The canonical bytes of an entry: equal entries give equal bytes, whatever the order of what repeats where order means nothing
 * (aliases and approvals keep theirs, ceilings, self-pays and successors are sorted). Appended to out; entry_unpack reads them
 * back. The hash of an entry is over these bytes, and the store keeps them: the form never changes, new fields get new tags
 * and readers skip tags they do not know. Memory running out shows in buf_check(out). */
void entry_pack(const struct entry *e, struct buf *out);

/* Memory for what repeats in an unpacked entry; reused by the next entry_unpack with it. */
struct entry_scratch {
    void *block;
    size_t cap;
};
#define ENTRY_SCRATCH_INIT { NULL, 0 }
void entry_scratch_release(struct entry_scratch *scratch);
/* Points e into bytes; repeated fields into scratch. -1: not such bytes (ERROR_STORE), or no memory. */
int entry_unpack(struct span bytes, struct entry *e, struct entry_scratch *scratch, struct error *err);

/* The store keeps kind, code and name apart from the rest. Packed bytes in three parts: code, name (SPAN_NONE: absent) and
 * what follows them; false: not such bytes. */
bool entry_split(struct span packed, enum kind *kind, struct span *code, struct span *name, struct span *record);
/* Calls on_code for each other code that the record says the entry replaces, surely (same-as, replaced-by), without reading the rest of it: how many, or
 * -1 where it is no record, or on_code returned -1. One that is named twice comes twice. */
typedef int replaced_fn(void *ctx, struct span old_code);
int entry_replaced(struct span code, struct span record, replaced_fn *on_code, void *ctx);
/* Reads them back; e points into all three. */
int entry_join(enum kind kind, struct span code, struct span name, struct span record, struct entry *e,
               struct entry_scratch *scratch, struct error *err);
#endif
