/* report/label.c: names of fields for people, and an entry's value for each. Must decide nothing: the rules did. */
#include "report/label.h"
#include "base/i18n.h"

static const char *const column_labels[COLUMN_COUNT] = {
    [COLUMN_LOCAL_CODE] = N_("local code"),
    [COLUMN_LOCAL_NAME] = N_("name"),
    [COLUMN_KIND] = N_("kind"),
    [COLUMN_CATALOG_NAME] = N_("catalog name"),
    [COLUMN_CATALOG_CODE] = N_("catalog code"),
    [COLUMN_GENERIC_NAME] = N_("generic name"),
    [COLUMN_BRAND_NAME] = N_("brand name"),
    [COLUMN_FORM] = N_("form"),
    [COLUMN_SPEC] = N_("specification"),
    [COLUMN_PACK] = N_("pack"),
    [COLUMN_UNIT] = N_("unit"),
    [COLUMN_FACTOR] = N_("factor"),
    [COLUMN_MANUFACTURER] = N_("maker"),
    [COLUMN_HOLDER] = N_("holder"),
    [COLUMN_REGISTRATION] = N_("registration number"),
    [COLUMN_MODEL] = N_("model"),
    [COLUMN_APPROVAL_NO] = N_("approval number"),
    [COLUMN_STANDARD_CODE] = N_("standard code"),
    [COLUMN_PRICE] = N_("price"),
    [COLUMN_PURCHASE_PRICE] = N_("purchase price"),
    [COLUMN_PURCHASE_UNIT] = N_("purchase unit"),
    [COLUMN_QUANTITY] = N_("quantity"),
    [COLUMN_IN_USE] = N_("in use"),
    [COLUMN_PAY_CLASS] = N_("pay class"),
    [COLUMN_SELF_PAY] = N_("self-pay share"),
    [COLUMN_RESTRICTED] = N_("restricted"),
    [COLUMN_CONTENT] = N_("content"),
    [COLUMN_EXCLUSIONS] = N_("exclusions"),
    [COLUMN_VALID_FROM] = N_("valid from"),
    [COLUMN_VALID_TO] = N_("valid to"),
    [COLUMN_MAPPED_BY] = N_("mapped by"),
    [COLUMN_MAPPED_AT] = N_("mapped at"),
    [COLUMN_VERIFIED_BY] = N_("verified by"),
    [COLUMN_VERIFIED_AT] = N_("verified at"),
    [COLUMN_NOTE] = N_("note"),
};

const char *column_label(enum column column)
{
    return column < COLUMN_COUNT ? _(column_labels[column]) : "";
}

bool label_is_word(const char *label, const char *word)
{
    for (; *label && *word; label++, word++)
        if (*label != *word && !(*label == ' ' && *word == '_'))
            return false;
    return *label == *word;
}

static const char *const text_labels[ENTRY_TEXT_COUNT] = {
    [ENTRY_CODE] = N_("code"),
    [ENTRY_NAME] = N_("name"),
    [ENTRY_GENERIC] = N_("generic name"),
    [ENTRY_BRAND] = N_("brand name"),
    [ENTRY_FORM] = N_("form"),
    [ENTRY_SPEC] = N_("specification"),
    [ENTRY_PACK] = N_("pack"),
    [ENTRY_DOSE_UNIT] = N_("dose unit"),
    [ENTRY_PACK_UNIT] = N_("pack unit"),
    [ENTRY_UNIT] = N_("unit of the price"),
    [ENTRY_MANUFACTURER] = N_("maker"),
    [ENTRY_HOLDER] = N_("holder"),
    [ENTRY_REPACKER] = N_("repacker"),
    [ENTRY_APPROVAL] = N_("approval number"),
    [ENTRY_STANDARD_CODE] = N_("standard code"),
    [ENTRY_CATEGORY] = N_("category"),
    [ENTRY_LIST_TYPE] = N_("list type"),
    [ENTRY_POLICY_CODE] = N_("policy code"),
    [ENTRY_LOCAL_CODE] = N_("province's code"),
    [ENTRY_FLAGS] = N_("flags"),
    [ENTRY_ADDON_OF] = N_("add-on of"),
    [ENTRY_MODEL] = N_("model"),
    [ENTRY_MATERIAL] = N_("material"),
    [ENTRY_REGISTRATION] = N_("registration number"),
    [ENTRY_RESTRICTION] = N_("restriction"),
    [ENTRY_CONTENT] = N_("content"),
    [ENTRY_EXCLUSIONS] = N_("exclusions"),
    [ENTRY_NOTE] = N_("note"),
};

const char *entry_field_label(enum entry_field field)
{
    /* a field of several texts, numbers or dates; the others are called as their text is */
    static const char *const labels[ENTRY_FIELD_COUNT] = {
        [ENTRY_FIELD_ALIASES] = N_("also called"), [ENTRY_FIELD_APPROVALS] = N_("approval number"),
        [ENTRY_FIELD_PACK_QUANTITY] = N_("dose units in a pack"), [ENTRY_FIELD_PAY_CLASS] = N_("pay class"),
        [ENTRY_FIELD_SELF_PAY] = N_("self-pay share"), [ENTRY_FIELD_CEILING] = N_("ceiling"),
        [ENTRY_FIELD_PAYMENT] = N_("payment standard"), [ENTRY_FIELD_LIMIT_LEVEL] = N_("lowest hospital level"),
        [ENTRY_FIELD_LIMIT_SEX] = N_("only for (sex)"), [ENTRY_FIELD_LIMIT_AGE_MIN] = N_("lowest age"),
        [ENTRY_FIELD_LIMIT_AGE_MAX] = N_("highest age"), [ENTRY_FIELD_LIMIT_VISIT] = N_("only for (visit)"),
        [ENTRY_FIELD_LIMIT_APPROVAL] = N_("prior approval"), [ENTRY_FIELD_VALID_FROM] = N_("valid from"),
        [ENTRY_FIELD_VALID_TO] = N_("valid to"), [ENTRY_FIELD_STATUS] = N_("status"),
        [ENTRY_FIELD_AGREEMENT_FROM] = N_("agreement from"), [ENTRY_FIELD_AGREEMENT_TO] = N_("agreement to"),
        [ENTRY_FIELD_REPLACED_BY] = N_("replaced by"), [ENTRY_FIELD_REPLACES] = N_("replaces"),
    };
    if (field >= ENTRY_FIELD_COUNT)
        return "";
    return labels[field] ? _(labels[field]) : entry_text_label(entry_field_text(field));
}

const char *entry_text_label(enum entry_text field)
{
    return field < ENTRY_TEXT_COUNT ? _(text_labels[field]) : "";
}

const char *kind_label(enum kind kind)
{
    static const char *const labels[KIND_COUNT] = {
        [KIND_DRUG] = N_("drug"),
        [KIND_SERVICE] = N_("service"),
        [KIND_FACILITY] = N_("facility"),
        [KIND_CONSUMABLE] = N_("consumable"),
    };
    return _(labels[kind]);
}

const char *severity_label(enum severity severity)
{
    static const char *const labels[SEVERITY_COUNT] = {
        [SEVERITY_INFO] = N_("info"),
        [SEVERITY_WARNING] = N_("warning"),
        [SEVERITY_ERROR] = N_("error"),
    };
    return _(labels[severity]);
}

void version_add(struct buf *out, const struct version_info *v)
{
    buf_addf(out, "%s/%s@%s", v->region, kind_word(v->kind), v->label);
}

const char *status_label(enum version_status status)
{
    static const char *const labels[] = {
        [VERSION_STAGED] = N_("staged"),
        [VERSION_PUBLISHED] = N_("published"),
        [VERSION_WITHDRAWN] = N_("withdrawn"),
    };
    return _(labels[status]);
}

const char *pay_class_label(char pay_class)
{
    /* TRANSLATORS: the pay classes of the catalog: 甲, 乙, 丙 */
    static const char *const labels[] = { N_("A"), N_("B"), N_("C") };
    return pay_class >= 'A' && pay_class <= 'C' ? _(labels[pay_class - 'A']) : "";
}

/* Which text of the entry stands in the place of a column; for the columns that are not here, see values below. */
struct text_place {
    bool has;
    enum entry_text field;
};
static const struct text_place text_places[COLUMN_COUNT] = {
    [COLUMN_LOCAL_NAME] = { true, ENTRY_NAME },
    [COLUMN_CATALOG_NAME] = { true, ENTRY_NAME },
    [COLUMN_CATALOG_CODE] = { true, ENTRY_CODE },
    [COLUMN_GENERIC_NAME] = { true, ENTRY_GENERIC },
    [COLUMN_BRAND_NAME] = { true, ENTRY_BRAND },
    [COLUMN_FORM] = { true, ENTRY_FORM },
    [COLUMN_SPEC] = { true, ENTRY_SPEC },
    [COLUMN_PACK] = { true, ENTRY_PACK },
    [COLUMN_UNIT] = { true, ENTRY_UNIT },
    [COLUMN_MANUFACTURER] = { true, ENTRY_MANUFACTURER },
    [COLUMN_HOLDER] = { true, ENTRY_HOLDER },
    [COLUMN_REGISTRATION] = { true, ENTRY_REGISTRATION },
    [COLUMN_MODEL] = { true, ENTRY_MODEL },
    [COLUMN_STANDARD_CODE] = { true, ENTRY_STANDARD_CODE },
};

typedef void value_fn(const struct label_context *c, const struct view_entry *e, struct buf *out);

static void approvals(const struct label_context *c, const struct view_entry *e, struct buf *out)
{
    size_t n = view_approvals(c->view, e);
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            buf_addc(out, ' ');
        buf_addspan(out, view_approval(c->view, e, i));
    }
}

static void add_amount(struct buf *out, int64_t amount, int places)
{
    if (amount != AMOUNT_NONE)
        amount_add_places(out, amount, places);
}

static void factor(const struct label_context *c, const struct view_entry *e, struct buf *out)
{
    (void)c;
    add_amount(out, view_pack_quantity(e), 0);
}

static void ceiling(const struct label_context *c, const struct view_entry *e, struct buf *out)
{
    add_amount(out, view_ceiling(e, c->view, CEILING_PRICE, c->hospital_level), 2);
}

static void pay_class(const struct label_context *c, const struct view_entry *e, struct buf *out)
{
    (void)c;
    buf_adds(out, pay_class_label(view_pay_class(e)));
}

static void self_pay(const struct label_context *c, const struct view_entry *e, struct buf *out)
{
    add_amount(out, view_self_pay(c->view, e, c->scheme), 2);
}

static void kind(const struct label_context *c, const struct view_entry *e, struct buf *out)
{
    (void)c;
    buf_adds(out, kind_label(view_kind(e)));
}

static void restricted(const struct label_context *c, const struct view_entry *e, struct buf *out)
{
    (void)c;
    buf_adds(out, view_restricted(e) ? _("yes") : _("no"));
}

static void valid_from(const struct label_context *c, const struct view_entry *e, struct buf *out)
{
    char text[DATE_TEXT];
    (void)c;
    buf_adds(out, date_text(view_valid_from(e), text));
}

static void valid_to(const struct label_context *c, const struct view_entry *e, struct buf *out)
{
    char text[DATE_TEXT];
    (void)c;
    buf_adds(out, date_text(view_valid_to(e), text));
}

static value_fn *const values[COLUMN_COUNT] = {
    [COLUMN_APPROVAL_NO] = approvals, [COLUMN_FACTOR] = factor,         [COLUMN_PRICE] = ceiling,
    [COLUMN_PAY_CLASS] = pay_class,   [COLUMN_SELF_PAY] = self_pay,     [COLUMN_KIND] = kind,
    [COLUMN_RESTRICTED] = restricted, [COLUMN_VALID_FROM] = valid_from, [COLUMN_VALID_TO] = valid_to,
};

void entry_value(const struct label_context *c, const struct view_entry *e, enum column column, struct buf *out)
{
    if (!e || column >= COLUMN_COUNT)
        return;
    if (text_places[column].has)
        buf_addspan(out, view_text(c->view, e, text_places[column].field));
    else if (values[column])
        values[column](c, e, out);
}
