/* mapper/column.h: the canonical columns of a hospital's mapping table (spec/mapping-table.md). Headings are matched against
 * the files of share/columns; the names here are the canonical ones, used in findings, options and machine formats. */
#ifndef MAPPER_COLUMN_H
#define MAPPER_COLUMN_H

#define COLUMNS(C)                                                                                                      \
    C(LOCAL_CODE, "local_code") C(LOCAL_NAME, "local_name") C(KIND, "kind") C(CATALOG_NAME, "catalog_name")             \
    C(CATALOG_CODE, "catalog_code") C(GENERIC_NAME, "generic_name") C(BRAND_NAME, "brand_name") C(FORM, "form")         \
    C(SPEC, "spec") C(PACK, "pack") C(UNIT, "unit") C(FACTOR, "factor") C(MANUFACTURER, "manufacturer")                 \
    C(HOLDER, "holder") C(REGISTRATION, "registration") C(MODEL, "model") C(APPROVAL_NO, "approval_no")                 \
    C(STANDARD_CODE, "standard_code") C(PRICE, "price") C(PURCHASE_PRICE, "purchase_price")                             \
    C(PURCHASE_UNIT, "purchase_unit") C(QUANTITY, "quantity") C(IN_USE, "in_use") C(PAY_CLASS, "pay_class")             \
    C(SELF_PAY, "self_pay") C(RESTRICTED, "restricted") C(CONTENT, "content") C(EXCLUSIONS, "exclusions")               \
    C(VALID_FROM, "valid_from") C(VALID_TO, "valid_to") C(MAPPED_BY, "mapped_by") C(MAPPED_AT, "mapped_at")             \
    C(VERIFIED_BY, "verified_by") C(VERIFIED_AT, "verified_at") C(NOTE, "note")

enum column {
#define C(name, word) COLUMN_##name,
    COLUMNS(C)
#undef C
    COLUMN_COUNT
};
#define COLUMN_NONE COLUMN_COUNT

/* "local_code" … */
const char *column_word(enum column column);
#endif
