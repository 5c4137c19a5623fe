/* mapper/rules_unit.c: which unit a price is for, and what it is for one dose unit. See price.h. Adds no finding. */
#include "mapper/price.h"
#include "mapper/words.h"

bool unit_same(struct rule_context *ctx, struct span a, struct span b)
{
    if (a.n == 0 || b.n == 0)
        return false;
    if (span_eq(a, b))
        return true;
    int same = words_unit_same(ctx->words, a, b);
    if (same < 0)
        rule_failed(ctx);
    return same > 0;
}

enum unit_role unit_role(struct rule_context *ctx, struct span unit, const struct view_entry *entry)
{
    if (unit.n == 0)
        return UNIT_UNKNOWN;
    if (unit_same(ctx, unit, view_text(ctx->view, entry, ENTRY_DOSE_UNIT)))
        return UNIT_DOSE;
    if (unit_same(ctx, unit, view_text(ctx->view, entry, ENTRY_PACK_UNIT)))
        return UNIT_PACK;
    return UNIT_UNKNOWN;
}

enum unit_role row_unit_role(struct rule_context *ctx, const struct row *row, const struct view_entry *entry)
{
    return unit_role(ctx, row_value(row, COLUMN_UNIT), entry);
}

int64_t row_content(struct rule_context *ctx, const struct row *row, const struct view_entry *entry)
{
    int64_t content = AMOUNT_NONE;
    switch (row_unit_role(ctx, row, entry)) {
    case UNIT_DOSE:
        return AMOUNT_SCALE;
    case UNIT_PACK:
        content = row->factor != AMOUNT_NONE ? row->factor : view_pack_quantity(entry);
        break;
    case UNIT_UNKNOWN:
        break;
    }
    return content > 0 ? content : AMOUNT_NONE;
}

#define NUMBER_MOST 10000000000000000 /* 10^12 in 1/10000: no price and no pack is larger, and products of three numbers fit */

static bool price_of(const struct row *row, int64_t units, struct unit_price *out)
{
    if (row->price <= 0 || row->price > NUMBER_MOST || units <= 0 || units > NUMBER_MOST)
        return false;
    *out = (struct unit_price){ row->price, units };
    return true;
}

bool row_dose_price(struct rule_context *ctx, const struct row *row, const struct view_entry *entry, struct unit_price *out)
{
    if (view_kind(entry) == KIND_DRUG)
        return price_of(row, row_content(ctx, row, entry), out);
    struct span ours = row_value(row, COLUMN_UNIT), theirs = view_text(ctx->view, entry, ENTRY_UNIT);
    bool other = ours.n > 0 && theirs.n > 0 && !unit_same(ctx, ours, theirs);
    return !other && price_of(row, AMOUNT_SCALE, out);
}

bool row_own_price(struct rule_context *ctx, const struct row *row, const struct view_entry *entry, struct unit_price *out)
{
    struct span own = view_text(ctx->view, entry, ENTRY_UNIT);
    if (view_kind(entry) != KIND_DRUG || own.n == 0 || unit_role(ctx, own, entry) != UNIT_UNKNOWN)
        return row_dose_price(ctx, row, entry, out);
    return unit_same(ctx, row_value(row, COLUMN_UNIT), own) && price_of(row, AMOUNT_SCALE, out);
}

__extension__ typedef __int128 wide;

int unit_price_cmp(struct unit_price a, int64_t times_a, struct unit_price b, int64_t times_b)
{
    wide left = (wide)a.yuan * b.units * times_a, right = (wide)b.yuan * a.units * times_b;
    return left < right ? -1 : left > right;
}
