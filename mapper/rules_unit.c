/* mapper/rules_unit.c: which unit a price is for, and what it is for one dose unit. See price.h. Adds no finding. */
#include "mapper/price.h"
#include "mapper/rules.h"
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
    if (ctx->role.entry != entry || ctx->role.row != row || ctx->role.line != row->line) {
        ctx->role.role = unit_role(ctx, row_value(row, COLUMN_UNIT), entry);
        ctx->role.entry = entry;
        ctx->role.row = row;
        ctx->role.line = row->line;
    }
    return ctx->role.role;
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

int price_list_type(const struct rule_context *ctx, const struct row *row, const struct view_entry *entry)
{
    static const int usual[KIND_COUNT] = { [KIND_DRUG] = 101, [KIND_SERVICE] = 201, [KIND_FACILITY] = 201, [KIND_CONSUMABLE] = 301 };
    int type = entry_list_type(ctx, entry);
    if (type == 0)
        type = row->list_type;
    if (type != 0)
        return type;
    struct span code = view_text(ctx->view, entry, ENTRY_CODE);
    bool herbal = code.n == 10 && code.p[0] == 'T' && code.p[1] >= '0' && code.p[1] <= '9';
    return herbal && view_kind(entry) == KIND_DRUG ? 102 : usual[view_kind(entry)];
}

/* Grams in a unit, in 1/10000; 0: it is no weight, or too small or large a one. */
static int64_t grams_of(struct rule_context *ctx, struct span unit)
{
    struct decimal grams, scaled = { 0, 0 };
    int status = words_unit_grams(ctx->words, unit, &grams);
    if (status < 0)
        rule_failed(ctx);
    if (status <= 0 || !decimal_mul(grams, decimal_of(AMOUNT_SCALE), &scaled) || scaled.e < 0)
        return 0;
    for (; scaled.e > 0 && scaled.m < NUMBER_MOST; scaled.e--)
        scaled.m *= 10;
    return scaled.m < NUMBER_MOST ? scaled.m : 0;
}

static bool is_herbal(const struct rule_context *ctx, const struct row *row, const struct view_entry *entry)
{
    int type = view_kind(entry) == KIND_DRUG ? price_list_type(ctx, row, entry) : 0;
    return type == 102 || type == 106;
}

/* Grams that the row's price is for (1/10000), where it is one of herbal pieces by weight; 0: it is not. */
static int64_t row_grams(struct rule_context *ctx, const struct row *row, const struct view_entry *entry)
{
    return is_herbal(ctx, row, entry) ? grams_of(ctx, row_value(row, COLUMN_UNIT)) : 0;
}

/* ---- prices of one unit ---- */

static bool price_of(const struct row *row, int64_t units, struct unit_price *out)
{
    if (row->price <= 0 || row->price > NUMBER_MOST || units <= 0 || units > NUMBER_MOST)
        return false;
    *out = (struct unit_price){ row->price, units };
    return true;
}

bool other_unit(struct rule_context *ctx, const struct row *row, const struct view_entry *entry)
{
    struct span ours = row_value(row, COLUMN_UNIT), theirs = view_text(ctx->view, entry, ENTRY_UNIT);
    if (ours.n == 0 || theirs.n == 0)
        return false;
    int same = words_price_unit_same(ctx->words, ours, theirs);
    if (same < 0 || (same == 0 && text_key(ctx->text, ours, &ctx->scratch[0]) < 0)) {
        rule_failed(ctx);
        return false;
    }
    struct span said = same ? ours : buf_span(&ctx->scratch[0]);
    return same == 0 && said.n > 0 && !span_is(said, "无"); /* "-" and 无 say nothing */
}

bool row_dose_price(struct rule_context *ctx, const struct row *row, const struct view_entry *entry, struct unit_price *out)
{
    if (view_kind(entry) != KIND_DRUG)
        return !other_unit(ctx, row, entry) && price_of(row, AMOUNT_SCALE, out);
    int64_t grams = row_grams(ctx, row, entry);
    struct span dose = view_text(ctx->view, entry, ENTRY_DOSE_UNIT);
    if (grams > 0 && (dose.n == 0 || grams_of(ctx, dose) > 0))
        return price_of(row, grams, out);
    return price_of(row, row_content(ctx, row, entry), out);
}

/* What the entry's own unit is to it. */
static enum unit_role own_unit_role(struct rule_context *ctx, const struct view_entry *entry)
{
    if (ctx->own_role.entry != entry) {
        ctx->own_role.role = unit_role(ctx, view_text(ctx->view, entry, ENTRY_UNIT), entry);
        ctx->own_role.entry = entry;
    }
    return ctx->own_role.role;
}

/* Has the entry a unit of its own, neither its pack nor its dose unit? */
static bool has_own_unit(struct rule_context *ctx, const struct view_entry *entry)
{
    return view_text(ctx->view, entry, ENTRY_UNIT).n > 0 && own_unit_role(ctx, entry) == UNIT_UNKNOWN;
}

bool row_own_price(struct rule_context *ctx, const struct row *row, const struct view_entry *entry, struct unit_price *out)
{
    if (view_kind(entry) != KIND_DRUG || !has_own_unit(ctx, entry))
        return row_dose_price(ctx, row, entry, out);
    struct span own = view_text(ctx->view, entry, ENTRY_UNIT);
    int64_t grams = row_grams(ctx, row, entry);
    if (grams > 0 && grams_of(ctx, own) > 0)
        return price_of(row, grams, out);
    return unit_same(ctx, row_value(row, COLUMN_UNIT), own) && price_of(row, AMOUNT_SCALE, out);
}

/* ---- limits in the row's unit ---- */

static enum scale_known drug_scale(struct rule_context *ctx, const struct row *row, const struct view_entry *entry, struct price_scale *out)
{
    struct span own = view_text(ctx->view, entry, ENTRY_UNIT);
    int64_t grams = row_grams(ctx, row, entry), own_grams = grams > 0 ? grams_of(ctx, own) : 0;
    if (own_grams > 0) {
        *out = (struct price_scale){ grams, own_grams, false };
        return SCALE_KNOWN;
    }
    enum unit_role role = own_unit_role(ctx, entry);
    if (role == UNIT_UNKNOWN)
        return unit_same(ctx, row_value(row, COLUMN_UNIT), own) ? SCALE_KNOWN : SCALE_UNKNOWN;
    int64_t content = row_content(ctx, row, entry), pack = view_pack_quantity(entry);
    int64_t quantity = role == UNIT_PACK ? pack : AMOUNT_SCALE;
    if (content <= 0 || quantity <= 0)
        return SCALE_UNKNOWN;
    bool by_factor = row->factor != AMOUNT_NONE && row_unit_role(ctx, row, entry) == UNIT_PACK;
    *out = (struct price_scale){ content, quantity, by_factor && pack > 0 && row->factor != pack };
    return SCALE_KNOWN;
}

enum scale_known row_scale(struct rule_context *ctx, const struct row *row, const struct view_entry *entry, struct price_scale *out)
{
    *out = (struct price_scale){ 1, 1, false };
    if (view_kind(entry) == KIND_DRUG)
        return drug_scale(ctx, row, entry, out);
    return other_unit(ctx, row, entry) ? SCALE_OTHER : SCALE_KNOWN;
}

__extension__ typedef __int128 wide; /* a price times a content does not fit 64 bits */

int unit_price_cmp(struct unit_price a, int64_t times_a, struct unit_price b, int64_t times_b)
{
    wide left = (wide)a.yuan * b.units * times_a, right = (wide)b.yuan * a.units * times_b;
    return left < right ? -1 : left > right;
}

int64_t scaled_amount(int64_t amount, const struct price_scale *scale, const struct row *row)
{
    int64_t step = 1; /* of the last decimal, in 1/10000 */
    for (int i = row_places(row); i < 4; i++)
        step *= 10;
    wide top = (wide)amount * scale->content, bottom = (wide)scale->quantity * step;
    wide steps = (2 * top + bottom) / (2 * bottom);
    return steps > INT64_MAX / step ? AMOUNT_NONE : (int64_t)steps * step;
}

struct span price_text(struct rule_context *ctx, int64_t amount, struct buf *out)
{
    buf_clear(out);
    amount_add_places(out, amount, 2);
    if (out->failed)
        rule_failed(ctx);
    return buf_span(out);
}
