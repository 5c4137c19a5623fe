/* mapper/rules_price.c: P601 of spec/rules.md. Which unit a price is for is in rules_unit.c. */
#include "base/i18n.h"
#include "mapper/price.h"
#include "mapper/rules.h"

__extension__ typedef __int128 wide; /* a ceiling times a content does not fit 64 bits */

/* ceiling × content ÷ quantity, rounded half up to `places` decimals; AMOUNT_NONE where it is too large. */
static int64_t scaled_ceiling(int64_t ceiling, int64_t content, int64_t quantity, int places)
{
    int64_t step = 1; /* of the last decimal, in 1/10000 */
    for (int i = places; i < 4; i++)
        step *= 10;
    wide top = (wide)ceiling * content, bottom = (wide)quantity * step;
    wide steps = (2 * top + bottom) / (2 * bottom);
    return steps > INT64_MAX / step ? AMOUNT_NONE : (int64_t)steps * step;
}

static struct span price_text(struct rule_context *ctx, int64_t amount, int places, struct buf *out)
{
    buf_clear(out);
    amount_add_places(out, amount, places);
    if (out->failed)
        rule_failed(ctx);
    return buf_span(out);
}

static void compare(struct rule_context *ctx, const struct row *row, int64_t ceiling, int64_t content, int64_t quantity)
{
    int places = row->price_places < 2 ? 2 : row->price_places;
    int64_t most = scaled_ceiling(ceiling, content, quantity, places);
    if (most == AMOUNT_NONE || row->price <= most)
        return;
    struct buf over = BUF_INIT;
    struct finding_facts facts = { .rule = RULE_P601, .severity = SEVERITY_ERROR, .column = COLUMN_PRICE,
                                   .local = row_value(row, COLUMN_PRICE),
                                   .local_key = price_text(ctx, row->price, 2, &ctx->scratch[0]),
                                   .expected = price_text(ctx, most, 2, &ctx->scratch[1]) };
    struct span excess = price_text(ctx, row->price - most, 2, &over);
    finding_add(ctx, &facts, _("the price %.*s is above the ceiling %.*s for this unit, by %.*s yuan"), SPAN_ARG(facts.local_key),
                SPAN_ARG(facts.expected), SPAN_ARG(excess));
    buf_release(&over);
}

void rule_ceiling(struct rule_context *ctx, const struct row *row, const struct view_entry *entry)
{
    if (row->price == AMOUNT_NONE)
        return;
    int64_t ceiling = view_ceiling(entry, ctx->view, CEILING_PRICE, ctx->options->hospital_level);
    if (ceiling == AMOUNT_NONE)
        return;
    if (view_kind(entry) != KIND_DRUG) {
        compare(ctx, row, ceiling, 1, 1);
        return;
    }
    struct span unit = view_text(ctx->view, entry, ENTRY_UNIT);
    enum unit_role theirs = unit_role(ctx, unit, entry);
    if (theirs == UNIT_UNKNOWN) {
        if (unit_same(ctx, row_value(row, COLUMN_UNIT), unit))
            compare(ctx, row, ceiling, 1, 1);
        else
            ctx->unknown_content++;
        return;
    }
    int64_t content = row_content(ctx, row, entry);
    int64_t quantity = theirs == UNIT_PACK ? view_pack_quantity(entry) : AMOUNT_SCALE;
    if (content == AMOUNT_NONE || content <= 0 || quantity == AMOUNT_NONE || quantity <= 0)
        ctx->unknown_content++;
    else
        compare(ctx, row, ceiling, content, quantity);
}
