/* mapper/rules_markup.c: P602 of spec/rules.md: the price against what the hospital paid. The limits are in share/limits.tsv. */
#include "base/i18n.h"
#include "mapper/limits.h"
#include "mapper/price.h"
#include "mapper/rules.h"

/* From the purchase unit to the row's unit: the same word, or, by the entry's own pack, the dose unit in the one and the pack unit in the
 * other. A row that does not say its purchase unit buys in the unit it sells in. false: cannot tell. */
static bool purchase_scale(struct rule_context *ctx, const struct row *row, const struct view_entry *entry, struct price_scale *out)
{
    struct span sold = row_value(row, COLUMN_UNIT), bought = row_value(row, COLUMN_PURCHASE_UNIT);
    *out = (struct price_scale){ 1, 1, false };
    if (bought.n == 0 || unit_same(ctx, sold, bought))
        return true;
    int64_t pack = view_pack_quantity(entry);
    if (view_kind(entry) != KIND_DRUG || pack <= 0 || (row->factor != AMOUNT_NONE && row->factor != pack && row->factor != AMOUNT_SCALE))
        return false;
    enum unit_role mine = unit_role(ctx, sold, entry), theirs = unit_role(ctx, bought, entry);
    if (mine == UNIT_UNKNOWN || theirs == UNIT_UNKNOWN)
        return false;
    *out = (struct price_scale){ mine == UNIT_PACK ? pack : AMOUNT_SCALE, theirs == UNIT_PACK ? pack : AMOUNT_SCALE, false };
    return true;
}

void rule_markup(struct rule_context *ctx, const struct row *row, const struct view_entry *entry)
{
    int64_t limit = limits_markup(ctx->limits, price_list_type(ctx, row, entry)), most;
    struct price_scale scale;
    if (row->price == AMOUNT_NONE || row->price == 0 || row->purchase_price == AMOUNT_NONE || row->purchase_price == 0 ||
        limit == AMOUNT_NONE || !purchase_scale(ctx, row, entry, &scale) || !amount_mul(row->purchase_price, limit, &most))
        return;
    if (scale.content != scale.quantity) /* what is bought by the box and sold by the tablet is rounded, and nothing else */
        most = scaled_amount(most, &scale, row);
    if (most == AMOUNT_NONE || row->price <= most || ctx->failed)
        return;
    struct buf times = BUF_INIT;
    struct finding_facts facts = { .rule = RULE_P602, .severity = SEVERITY_WARNING, .column = COLUMN_PRICE,
                                   .local = row_value(row, COLUMN_PRICE),
                                   .local_key = price_text(ctx, row->price, &ctx->scratch[0]),
                                   .expected = price_text(ctx, most, &ctx->scratch[1]) };
    struct span factor = price_text(ctx, limit, &times);
    if (limit == AMOUNT_SCALE)
        finding_add(ctx, &facts, _("the price %.*s is above the purchase price %.*s for this unit: lower it, or correct the purchase price"),
                    SPAN_ARG(facts.local_key), SPAN_ARG(facts.expected));
    else
        finding_add(ctx, &facts,
                    _("the price %.*s is above %.*s, which is %.*s times the purchase price for this unit: lower it, or correct the purchase "
                      "price"),
                    SPAN_ARG(facts.local_key), SPAN_ARG(facts.expected), SPAN_ARG(factor));
    buf_release(&times);
}
