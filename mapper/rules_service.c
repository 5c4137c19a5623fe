/* mapper/rules_service.c: S401, S404 of spec/rules.md: units of services, facilities and consumables, and registration numbers of
 * consumables. S402 is in rules_excluded.c. Nothing is said where one side is silent. */
#include "base/ascii.h"
#include "base/i18n.h"
#include "mapper/parts.h"
#include "mapper/price.h"
#include "mapper/rules.h"

/* ---- S401 ---- */

void rule_unit(struct rule_context *ctx, const struct row *row, const struct view_entry *entry)
{
    struct span ours = row_value(row, COLUMN_UNIT), theirs = view_text(ctx->view, entry, ENTRY_UNIT);
    if (view_kind(entry) == KIND_DRUG || !rule_wanted(ctx, RULE_S401) || !other_unit(ctx, row, entry))
        return;
    struct buf *key = &ctx->scratch[0], *their_key = &ctx->scratch[1];
    if (text_key(ctx->text, ours, key) < 0 || text_key(ctx->text, theirs, their_key) < 0) {
        rule_failed(ctx);
        return;
    }
    finding_add(ctx, &(struct finding_facts){ .rule = RULE_S401, .severity = SEVERITY_WARNING, .column = COLUMN_UNIT, .local = ours,
                                              .expected = theirs, .local_key = buf_span(key), .expected_key = buf_span(their_key) },
                _("the unit is “%.*s” here and “%.*s” in the catalog: bill by the catalog's unit, and set the price for it"), SPAN_ARG(ours),
                SPAN_ARG(theirs));
}

/* ---- S404 ---- */

/* A key without 注册证号 in front of it and a remark (号, 更) behind its last digit; empty where it has no digit. */
static struct span registration_number(struct span key)
{
    static const char *const fronts[] = { "医疗器械", "注册证编号", "注册证号", "注册号", "备案凭证编号", "备案凭证号", "备案号" };
    for (size_t i = 0; i < sizeof fronts / sizeof *fronts; i++) {
        struct span front = span_of(fronts[i]);
        if (span_starts(key, front))
            key = (struct span){ key.p + front.n, key.n - front.n };
    }
    while (key.n > 0 && !ascii_is_digit(key.p[key.n - 1]) && (unsigned char)key.p[key.n - 1] >= 0x80)
        key.n--;
    for (size_t i = 0; i < key.n; i++)
        if (ascii_is_digit(key.p[i]))
            return key;
    return (struct span){ key.p, 0 };
}

/* 20153460123 is 国械注准20153460123: hospitals leave the words out. Only where one side has none. */
static bool same_number(struct span a, struct span b)
{
    struct span longer = a.n > b.n ? a : b, shorter = a.n > b.n ? b : a;
    if (span_eq(a, b))
        return true;
    for (size_t i = 0; i < shorter.n; i++)
        if (!ascii_is_digit(shorter.p[i]))
            return false;
    size_t at = longer.n - shorter.n;
    return at > 0 && span_ends(longer, shorter) && !ascii_is_digit(longer.p[at - 1]);
}

static const char *const signs[] = { ";", "；", ",", "，", "/", "、", "|", "\n" };
#define SIGNS (sizeof signs / sizeof *signs)

/* Is `ours` (a number) among those of `theirs`? 1, 0, -1 memory. *any: they name one at all. */
static int is_among(struct rule_context *ctx, struct span ours, struct span theirs, bool *any)
{
    struct span rest = theirs, part;
    while (parts_next(&rest, signs, SIGNS, &part)) {
        if (text_key(ctx->text, part, &ctx->scratch[1]) < 0)
            return -1;
        struct span number = registration_number(buf_span(&ctx->scratch[1]));
        *any = *any || number.n > 0;
        if (number.n > 0 && same_number(ours, number))
            return 1;
    }
    return 0;
}

void rule_registration(struct rule_context *ctx, const struct row *row, const struct view_entry *entry)
{
    struct span ours = row_value(row, COLUMN_REGISTRATION), theirs = view_text(ctx->view, entry, ENTRY_REGISTRATION);
    if (!ours.p || theirs.n == 0 || view_kind(entry) != KIND_CONSUMABLE || span_eq(ours, theirs) || !rule_wanted(ctx, RULE_S404))
        return;
    bool any_ours = false, any_theirs = false;
    struct span rest = ours, part;
    while (parts_next(&rest, signs, SIGNS, &part)) {
        int among = text_key(ctx->text, part, &ctx->scratch[0]) < 0 ? -1 : 0;
        struct span number = registration_number(buf_span(&ctx->scratch[0]));
        if (among == 0 && number.n > 0)
            among = is_among(ctx, number, theirs, &any_theirs);
        if (among < 0)
            rule_failed(ctx);
        if (among != 0)
            return;
        any_ours = any_ours || number.n > 0;
    }
    if (!any_ours || !any_theirs || text_key(ctx->text, ours, &ctx->scratch[0]) < 0 || text_key(ctx->text, theirs, &ctx->scratch[1]) < 0)
        return;
    finding_add(ctx, &(struct finding_facts){ .rule = RULE_S404, .severity = SEVERITY_ERROR, .column = COLUMN_REGISTRATION, .local = ours,
                                              .expected = theirs, .local_key = buf_span(&ctx->scratch[0]),
                                              .expected_key = buf_span(&ctx->scratch[1]) },
                _("the registration number is %.*s here and %.*s in the catalog: it is another product; find its code, or correct the number"),
                SPAN_ARG(ours), SPAN_ARG(theirs));
}
