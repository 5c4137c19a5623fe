/* catalog/diff.h: what changed from one version of a catalog to another, code by code. Costs what changed, not what there is: rows that both
 * versions share are never looked at.
 *
 *     static int on_change(void *ctx, const struct change *c, struct error *err) { … c->from ? c->from->text[ENTRY_NAME] : … }
 *     store_diff(s, &from, &to, on_change, ctx, &err);      // inside store_begin_read … store_end_read
 */
#ifndef CATALOG_DIFF_H
#define CATALOG_DIFF_H

#include "catalog/field.h"
#include "catalog/store.h"

/* X(NAME, "word"). Of the first four a code has exactly one or none; the others say which of an entry's fields differ, several at once. */
#define CHANGES(X)                                                                                                      \
    X(ADDED, "added")             /* not in `from`, and in no version before it */                                      \
    X(REVIVED, "revived")         /* not in `from`, but an earlier version had the code */                              \
    X(RECODED, "re-coded")        /* gone, with a successor (same-as, replaced-by) that `to` has */                     \
    X(RETIRED, "retired")         /* gone */                                                                            \
    X(RENAMED, "renamed")         /* name, generic, brand, aliases */                                                   \
    X(PRICE, "price")             /* ceilings, payment standards, the unit that they are for */                         \
    X(PAY_CLASS, "pay-class")                                                                                           \
    X(SELF_PAY, "self-pay")                                                                                             \
    X(RESTRICTION, "restriction") /* the text, and limits of level, sex, age, visit, approval */                        \
    X(FORM_SPEC, "form-spec")     /* form, specification, pack; model and material; content and exclusions */           \
    X(MAKER, "maker")             /* manufacturer, holder, repacker, approval and registration numbers, standard code */ \
    X(DATES, "dates")             /* validity, status, agreement */                                                     \
    X(SUCCESSOR, "successor")                                                                                           \
    X(OTHER, "other")             /* every field that is none of these */

enum change_class {
#define X(name, word) CHANGE_##name,
    CHANGES(X)
#undef X
    CHANGE_COUNT
};
#define CHANGE_BIT(class) (1u << (class))
const char *change_word(enum change_class class);
/* The class that a difference in this field belongs to. */
enum change_class change_of_field(enum entry_field field);

struct change {
    struct span code;
    const struct entry *from, *to; /* NULL: that version does not have the code */
    unsigned classes;              /* CHANGE_BITs */
    uint64_t fields;               /* 1 << enum entry_field: in both, and different there */
    struct span successor;         /* CHANGE_RECODED: the first successor that `to` has, else SPAN_NONE */
};

/* Fills classes and fields of a change that has both entries, by comparing them; `text`: two buffers for use and reuse. */
int change_compare(struct change *c, struct buf text[2], struct error *err);

/* Calls on_change in code order for each code that differs; everything lives during the call. Both versions must be of one catalog
 * (ERROR_USAGE else); any order of theirs. Return -1 to stop. */
typedef int change_fn(void *ctx, const struct change *c, struct error *err);
int store_diff(struct store *s, const struct version_info *from, const struct version_info *to, change_fn *on_change, void *ctx,
               struct error *err);
#endif
