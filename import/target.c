/* import/target.c: the table of fields. One row is one field; what a shape means is convert's. */
#include "import/target.h"

#define LEVEL (1u << PART_LEVEL)
#define TYPE (1u << PART_TYPE)
#define OWNERSHIP (1u << PART_OWNERSHIP)
#define SCHEME (1u << PART_SCHEME)

static const struct target targets[] = {
    { "code", SHAPE_CODE, ENTRY_CODE, 0, false },
    { "name", SHAPE_TEXT, ENTRY_NAME, 0, false },
    { "generic", SHAPE_TEXT, ENTRY_GENERIC, 0, false },
    { "brand", SHAPE_TEXT, ENTRY_BRAND, 0, false },
    { "alias", SHAPE_ALIAS, 0, 0, true },
    { "form", SHAPE_TEXT, ENTRY_FORM, 0, false },
    { "spec", SHAPE_TEXT, ENTRY_SPEC, 0, false },
    { "pack", SHAPE_TEXT, ENTRY_PACK, 0, false },
    { "pack-quantity", SHAPE_QUANTITY, 0, 0, false },
    { "dose-unit", SHAPE_TEXT, ENTRY_DOSE_UNIT, 0, false },
    { "pack-unit", SHAPE_TEXT, ENTRY_PACK_UNIT, 0, false },
    { "unit", SHAPE_TEXT, ENTRY_UNIT, 0, false },
    { "manufacturer", SHAPE_TEXT, ENTRY_MANUFACTURER, 0, false },
    { "holder", SHAPE_TEXT, ENTRY_HOLDER, 0, false },
    { "repacker", SHAPE_TEXT, ENTRY_REPACKER, 0, false },
    { "approval", SHAPE_APPROVAL, ENTRY_APPROVAL, 0, true },
    { "standard-code", SHAPE_WORD, ENTRY_STANDARD_CODE, 0, false },
    { "category", SHAPE_TEXT, ENTRY_CATEGORY, 0, false },
    { "list-type", SHAPE_LIST_TYPE, ENTRY_LIST_TYPE, 0, false },
    { "policy-code", SHAPE_WORD, ENTRY_POLICY_CODE, 0, false },
    { "local-code", SHAPE_WORD, ENTRY_LOCAL_CODE, 0, false },
    { "flags", SHAPE_FLAGS, ENTRY_FLAGS, 0, true },
    { "addon-of", SHAPE_WORD, ENTRY_ADDON_OF, 0, false },
    { "model", SHAPE_TEXT, ENTRY_MODEL, 0, false },
    { "material", SHAPE_TEXT, ENTRY_MATERIAL, 0, false },
    { "registration", SHAPE_TEXT, ENTRY_REGISTRATION, 0, false },
    { "restriction", SHAPE_TEXT, ENTRY_RESTRICTION, 0, false },
    { "content", SHAPE_TEXT, ENTRY_CONTENT, 0, false },
    { "exclusions", SHAPE_TEXT, ENTRY_EXCLUSIONS, 0, false },
    { "note", SHAPE_TEXT, ENTRY_NOTE, 0, false },
    { "pay-class", SHAPE_PAY_CLASS, 0, 0, false },
    { "self-pay", SHAPE_SELF_PAY, 0, SCHEME, true },
    { "ceiling", SHAPE_CEILING, 0, LEVEL | TYPE | OWNERSHIP, true },
    { "status", SHAPE_STATUS, 0, 0, false },
    { "valid-from", SHAPE_DATE, DATE_VALID_FROM, 0, false },
    { "valid-to", SHAPE_DATE, DATE_VALID_TO, 0, false },
    { "agreement-from", SHAPE_DATE, DATE_AGREEMENT_FROM, 0, false },
    { "agreement-to", SHAPE_DATE, DATE_AGREEMENT_TO, 0, false },
    { "limit-level", SHAPE_LEVEL, 0, 0, false },
    { "limit-sex", SHAPE_SEX, 0, 0, false },
    { "limit-age-min", SHAPE_AGE_MIN, 0, 0, false },
    { "limit-age-max", SHAPE_AGE_MAX, 0, 0, false },
    { "limit-visit", SHAPE_VISIT, 0, 0, false },
    { "limit-approval", SHAPE_TRUTH, 0, 0, false },
    { "replaced-by", SHAPE_SUCCESSOR, 0, TYPE, true },
    { "replaces", SHAPE_PREDECESSOR, 0, TYPE, true },
};

const struct target *target_find(struct span name)
{
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++)
        if (span_is(name, targets[i].name))
            return &targets[i];
    return NULL;
}

const char *part_name(enum part part)
{
    static const char *const names[PART_COUNT] = { "level", "type", "ownership", "scheme" };
    return names[part];
}
