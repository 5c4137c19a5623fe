/* catalog/field.h: every field of an entry in one order, under one name, as text: for whatever walks all of them (diff, csv).
 *
 * Names and texts are for machines and stay the same in every language: "pay-class" is "B", a ceiling "18.6" or "4 level 1", dates are ISO.
 *
 *     for (enum entry_field f = 0; f < ENTRY_FIELD_COUNT; f++)
 *         if (entry_field_add(&e, f, " | ", &out)) ... entry_field_name(f) ...
 */
#ifndef CATALOG_FIELD_H
#define CATALOG_FIELD_H

#include "catalog/entry.h"

/* F(NAME, "name"). What the document repeats (aliases, approvals, ceilings …) is one field with several items. */
#define ENTRY_FIELDS(F)                                                                                                 \
    F(CODE, "code") F(NAME, "name") F(GENERIC, "generic") F(BRAND, "brand") F(ALIASES, "alias") F(FORM, "form")         \
    F(SPEC, "spec") F(PACK, "pack") F(PACK_QUANTITY, "pack-quantity") F(DOSE_UNIT, "dose-unit")                         \
    F(PACK_UNIT, "pack-unit") F(UNIT, "unit") F(MANUFACTURER, "manufacturer") F(HOLDER, "holder")                       \
    F(REPACKER, "repacker") F(APPROVALS, "approval") F(STANDARD_CODE, "standard-code") F(CATEGORY, "category")          \
    F(LIST_TYPE, "list-type") F(POLICY_CODE, "policy-code") F(LOCAL_CODE, "local-code") F(FLAGS, "flags")               \
    F(PAY_CLASS, "pay-class") F(SELF_PAY, "self-pay") F(CEILING, "ceiling") F(PAYMENT, "payment-standard")              \
    F(RESTRICTION, "restriction") F(LIMIT_LEVEL, "limit-level") F(LIMIT_SEX, "limit-sex")                               \
    F(LIMIT_AGE_MIN, "limit-age-min") F(LIMIT_AGE_MAX, "limit-age-max") F(LIMIT_VISIT, "limit-visit")                   \
    F(LIMIT_APPROVAL, "limit-approval") F(VALID_FROM, "valid-from") F(VALID_TO, "valid-to") F(STATUS, "status")         \
    F(AGREEMENT_FROM, "agreement-from") F(AGREEMENT_TO, "agreement-to") F(REPLACED_BY, "replaced-by")                   \
    F(REPLACES, "replaces") F(ADDON_OF, "addon-of") F(CONTENT, "content") F(EXCLUSIONS, "exclusions")                   \
    F(MODEL, "model") F(MATERIAL, "material") F(REGISTRATION, "registration") F(NOTE, "note")

enum entry_field {
#define F(name, word) ENTRY_FIELD_##name,
    ENTRY_FIELDS(F)
#undef F
    ENTRY_FIELD_COUNT
};

const char *entry_field_name(enum entry_field f);
/* The text of an entry that the field is; ENTRY_TEXT_COUNT where it is more than one text. */
enum entry_text entry_field_text(enum entry_field f);
/* Appends the field's text, several items joined by `between`. false: the entry does not have it (nothing is appended). Memory running
 * out shows in buf_check(out). */
bool entry_field_add(const struct entry *e, enum entry_field f, const char *between, struct buf *out);
#endif
