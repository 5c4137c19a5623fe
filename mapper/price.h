/* mapper/price.h: what a row's price is for, so that prices for different units can be compared. A price for one unit is an exact
 * ratio, never a rounded number. (spec/rules.md, "What is compared, and when": factor, content)
 *
 *     struct unit_price a, b;
 *     if (row_dose_price(ctx, row, entry, &a) && row_dose_price(ctx, other, entry, &b) && unit_price_cmp(a, 5, b, 6) > 0) ...
 *                                                                             // a is more than 20 % above b
 *
 * Neither says anything nor counts anything. */
#ifndef MAPPER_PRICE_H
#define MAPPER_PRICE_H

#include "mapper/engine.h"

struct unit_price {
    int64_t yuan, units; /* yuan / units is the price of one; both in 1/10000, both above 0 */
};

/* What a unit word is to the entry. Where dose and pack unit are the same word: the dose unit. (row_unit_role is in engine.h.) */
enum unit_role unit_role(struct rule_context *ctx, struct span unit, const struct view_entry *entry);
/* A service's, facility's or consumable's unit: is the row's another than the entry's, where both say one? */
bool other_unit(struct rule_context *ctx, const struct row *row, const struct view_entry *entry);
/* The row's content of a drug: dose units that its price is for, in 1/10000, above 0; AMOUNT_NONE: not known. */
int64_t row_content(struct rule_context *ctx, const struct row *row, const struct view_entry *entry);
/* The price of one dose unit, by the row's content: 1 where its unit is the entry's dose unit; factor, else the entry's quantity, where it
 * is the pack unit. Herbal pieces: of one gram, where their dose unit is not said or a weight. Services, facilities, consumables: of one
 * of the entry's unit (a row without a unit is taken to mean it). false: no price (absent or 0), or the content is not known. */
bool row_dose_price(struct rule_context *ctx, const struct row *row, const struct view_entry *entry, struct unit_price *out);
/* As row_dose_price, for rules that measure rows by the entry's ceiling or by each other (P603): where the entry's own unit is neither its
 * pack nor its dose unit, only rows of the same unit have one, and it is the price of one such unit. */
bool row_own_price(struct rule_context *ctx, const struct row *row, const struct view_entry *entry, struct unit_price *out);
/* The sign of times_a × a - times_b × b, exactly; 0 < times <= 1000. */
int unit_price_cmp(struct unit_price a, int64_t times_a, struct unit_price b, int64_t times_b);

/* What a price limit of the entry, which is for one of its unit, is in the row's unit: limit × content ÷ quantity. Herbal pieces (list
 * types 102 and 106) are scaled by weight: g, 10g, 100g, kg. */
struct price_scale {
    int64_t content, quantity; /* both above 0 */
    bool factor_differs;       /* content is a factor that is not the entry's quantity (D304) */
};
enum scale_known {
    SCALE_KNOWN,
    SCALE_UNKNOWN, /* the row's content is not known */
    SCALE_OTHER,   /* a service's, facility's or consumable's unit is another (S401) */
};
enum scale_known row_scale(struct rule_context *ctx, const struct row *row, const struct view_entry *entry, struct price_scale *out);
/* amount × content ÷ quantity, rounded half up to row_places() decimals; AMOUNT_NONE: too large. */
int64_t scaled_amount(int64_t amount, const struct price_scale *scale, const struct row *row);
/* The decimals that the row's price is written with, at least two. */
static inline int row_places(const struct row *row) { return row->price_places < 2 ? 2 : row->price_places; }

/* The list type that decides how prices are compared: the entry's, else the row's, else the usual one of its kind and code. */
int price_list_type(const struct rule_context *ctx, const struct row *row, const struct view_entry *entry);
/* "18.60", at least two decimals, into out (emptied first). */
struct span price_text(struct rule_context *ctx, int64_t amount, struct buf *out);
#endif
