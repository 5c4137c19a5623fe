/* catalog/field.c: one row a field: where it is in struct entry, and how it is written. Knows nothing of languages or formats. */
#include "catalog/field.h"
#include <stdio.h>

typedef bool add_fn(const struct entry *e, const char *between, struct buf *out);

static void next_item(size_t i, const char *between, struct buf *out)
{
    if (i > 0)
        buf_adds(out, between);
}

static bool add_list(const struct span *items, size_t n, size_t before, const char *between, struct buf *out)
{
    for (size_t i = 0; i < n; i++) {
        next_item(before + i, between, out);
        buf_addspan(out, items[i]);
    }
    return before + n > 0;
}

static bool add_aliases(const struct entry *e, const char *between, struct buf *out)
{
    return add_list(e->aliases, e->alias_count, 0, between, out);
}

static bool add_approvals(const struct entry *e, const char *between, struct buf *out)
{
    bool first = e->text[ENTRY_APPROVAL].p != NULL;
    buf_addspan(out, e->text[ENTRY_APPROVAL]);
    return add_list(e->approvals, e->approval_count, first, between, out);
}

static bool add_amount(int64_t value, struct buf *out)
{
    if (value == AMOUNT_NONE)
        return false;
    amount_add(out, value);
    return true;
}

static bool add_pack_quantity(const struct entry *e, const char *between, struct buf *out)
{
    (void)between;
    return add_amount(e->pack_quantity, out);
}

static bool add_pay_class(const struct entry *e, const char *between, struct buf *out)
{
    (void)between;
    if (!e->pay_class)
        return false;
    buf_addc(out, e->pay_class);
    return true;
}

static bool add_self_pay(const struct entry *e, const char *between, struct buf *out)
{
    for (size_t i = 0; i < e->self_pay_count; i++) {
        next_item(i, between, out);
        amount_add(out, e->self_pays[i].share);
        if (e->self_pays[i].scheme.p) {
            buf_adds(out, " scheme ");
            buf_addspan(out, e->self_pays[i].scheme);
        }
    }
    return e->self_pay_count > 0;
}

static bool add_ceilings(const struct entry *e, enum ceiling_type type, const char *between, struct buf *out)
{
    static const char *const owners[] = { [OWNERSHIP_ANY] = "", [OWNERSHIP_PUBLIC] = " public", [OWNERSHIP_PRIVATE] = " private" };
    size_t n = 0;
    for (size_t i = 0; i < e->ceiling_count; i++) {
        const struct ceiling *c = &e->ceilings[i];
        if (c->type != type)
            continue;
        next_item(n++, between, out);
        amount_add(out, c->yuan);
        if (c->level)
            buf_addf(out, " level %d", c->level);
        buf_adds(out, owners[c->ownership]);
    }
    return n > 0;
}

static bool add_ceiling(const struct entry *e, const char *between, struct buf *out) { return add_ceilings(e, CEILING_PRICE, between, out); }
static bool add_payment(const struct entry *e, const char *between, struct buf *out) { return add_ceilings(e, CEILING_PAYMENT, between, out); }

static bool add_number(int value, struct buf *out)
{
    if (value < 0)
        return false;
    buf_addf(out, "%d", value);
    return true;
}

static bool add_word(const char *word, struct buf *out)
{
    if (word)
        buf_adds(out, word);
    return word != NULL;
}

static bool add_date(date d, struct buf *out)
{
    char text[DATE_TEXT];
    return add_word(d == DATE_NONE ? NULL : date_text(d, text), out);
}

#define ADD(name, expression)                                                                                           \
    static bool name(const struct entry *e, const char *between, struct buf *out)                                       \
    {                                                                                                                   \
        (void)between;                                                                                                  \
        return expression;                                                                                              \
    }
static const char *const sexes[] = { [SEX_NONE] = NULL, [SEX_MALE] = "M", [SEX_FEMALE] = "F", [SEX_ANY] = "any" };
static const char *const visits[] = { [VISIT_NONE] = NULL, [VISIT_INPATIENT] = "inpatient", [VISIT_OUTPATIENT] = "outpatient",
                                      [VISIT_ANY] = "any" };
ADD(add_limit_level, add_number(e->limit_level, out))
ADD(add_limit_age_min, add_number(e->limit_age_min, out))
ADD(add_limit_age_max, add_number(e->limit_age_max, out))
ADD(add_limit_sex, add_word(sexes[e->limit_sex], out))
ADD(add_limit_visit, add_word(visits[e->limit_visit], out))
ADD(add_limit_approval, add_word(e->limit_approval < 0 ? NULL : e->limit_approval ? "true" : "false", out))
ADD(add_valid_from, add_date(e->valid_from, out))
ADD(add_valid_to, add_date(e->valid_to, out))
ADD(add_agreement_from, add_date(e->agreement_from, out))
ADD(add_agreement_to, add_date(e->agreement_to, out))
ADD(add_status, add_word(e->inactive ? "inactive" : NULL, out))
#undef ADD

static bool add_successors(const struct entry *e, bool ours_is_old, const char *between, struct buf *out)
{
    static const char *const types[] = { [SUCCESSOR_SAME_AS] = " same-as", [SUCCESSOR_REPLACED_BY] = "", [SUCCESSOR_POSSIBLY] = " possibly" };
    size_t n = 0;
    for (size_t i = 0; i < e->successor_count; i++) {
        const struct successor *s = &e->successors[i];
        if (span_eq(s->old_code, e->text[ENTRY_CODE]) != ours_is_old)
            continue;
        next_item(n++, between, out);
        buf_addspan(out, ours_is_old ? s->new_code : s->old_code);
        buf_adds(out, types[s->type]);
    }
    return n > 0;
}

static bool add_replaced_by(const struct entry *e, const char *between, struct buf *out) { return add_successors(e, true, between, out); }
static bool add_replaces(const struct entry *e, const char *between, struct buf *out) { return add_successors(e, false, between, out); }

static const char *const names[ENTRY_FIELD_COUNT] = {
#define F(name, word) word,
    ENTRY_FIELDS(F)
#undef F
};

/* A field that is one text of the entry, else the function that writes it. */
static const struct {
    enum entry_text text;
    add_fn *add;
} fields[ENTRY_FIELD_COUNT] = {
#define TEXT(name) [ENTRY_FIELD_##name] = { ENTRY_##name, NULL }
#define CALL(name, function) [ENTRY_FIELD_##name] = { ENTRY_TEXT_COUNT, function }
    TEXT(CODE), TEXT(NAME), TEXT(GENERIC), TEXT(BRAND), TEXT(FORM), TEXT(SPEC), TEXT(PACK), TEXT(DOSE_UNIT), TEXT(PACK_UNIT), TEXT(UNIT),
    TEXT(MANUFACTURER), TEXT(HOLDER), TEXT(REPACKER), TEXT(STANDARD_CODE), TEXT(CATEGORY), TEXT(LIST_TYPE), TEXT(POLICY_CODE),
    TEXT(LOCAL_CODE), TEXT(FLAGS), TEXT(RESTRICTION), TEXT(ADDON_OF), TEXT(CONTENT), TEXT(EXCLUSIONS), TEXT(MODEL), TEXT(MATERIAL),
    TEXT(REGISTRATION), TEXT(NOTE),
    CALL(ALIASES, add_aliases), CALL(APPROVALS, add_approvals), CALL(PACK_QUANTITY, add_pack_quantity), CALL(PAY_CLASS, add_pay_class),
    CALL(SELF_PAY, add_self_pay), CALL(CEILING, add_ceiling), CALL(PAYMENT, add_payment), CALL(LIMIT_LEVEL, add_limit_level),
    CALL(LIMIT_SEX, add_limit_sex), CALL(LIMIT_AGE_MIN, add_limit_age_min), CALL(LIMIT_AGE_MAX, add_limit_age_max),
    CALL(LIMIT_VISIT, add_limit_visit), CALL(LIMIT_APPROVAL, add_limit_approval), CALL(VALID_FROM, add_valid_from),
    CALL(VALID_TO, add_valid_to), CALL(STATUS, add_status), CALL(AGREEMENT_FROM, add_agreement_from), CALL(AGREEMENT_TO, add_agreement_to),
    CALL(REPLACED_BY, add_replaced_by), CALL(REPLACES, add_replaces),
#undef TEXT
#undef CALL
};

const char *entry_field_name(enum entry_field f)
{
    return names[f];
}

enum entry_text entry_field_text(enum entry_field f)
{
    return fields[f].text;
}

bool entry_field_add(const struct entry *e, enum entry_field f, const char *between, struct buf *out)
{
    if (fields[f].add)
        return fields[f].add(e, between, out);
    buf_addspan(out, e->text[fields[f].text]);
    return e->text[fields[f].text].p != NULL;
}
