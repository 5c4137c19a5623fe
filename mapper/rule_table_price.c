/* mapper/rule_table_price.c: the rules P: prices. Data only; see rule_table.h. What it says must be what spec/rules.md says. */
#include "mapper/rule_table.h"

LIST(code_price, COLUMN_CATALOG_CODE, COLUMN_PRICE);
LIST(code_prices, COLUMN_CATALOG_CODE, COLUMN_PRICE, COLUMN_PURCHASE_PRICE);

/* clang-format off */
RULE(P601, "over-ceiling", ERROR), NEEDS(code_price, NOTHING),
    .title = N_("the price is above the ceiling"),
    .todo = N_("Lower the price to the ceiling at most, or look whether unit and code are right."),
    .explain = N_("The hospital's price for one dose unit, or for one service or consumable, is above what the catalog allows at the hospital's "
                  "level (--hospital-level; without it, above what it allows at any level). The ceiling is first turned into the row's own unit "
                  "and rounded to its decimals, so that the price of a split pack is not blamed for rounding."),
    .fires = N_("price 20.00 a box, ceiling 18.60 a box"),
    .passes = N_("price 0.78 a tablet, ceiling 18.60 for a box of 24: 0.775 is rounded to 0.78") END;
RULE(P602, "markup", WARNING), NEEDS(code_prices, NOTHING),
    .title = N_("the price is above the purchase price"),
    .todo = N_("Set the price to what the item costs, or correct the purchase price."),
    .explain = N_("Drugs and consumables are sold for what they cost (零差率): the price may not be above the purchase price times the limit of "
                  "its list type in share/limits.tsv. Herbal pieces, herbal granules and hospital preparations (102, 106, 103) have no limit. "
                  "Where price and purchase price are for different units, the pack of the catalog's item turns one into the other."),
    .fires = N_("price 20.00 a box, bought at 18.60 a box"),
    .passes = N_("price 0.78 a tablet, bought at 18.60 for a box of 24: 0.775 is rounded to 0.78") END;
RULE(P603, "price-outlier", WARNING), NEEDS(code_price, NOTHING), .silences = B(P601),
    .title = N_("the price is far from the others"),
    .todo = N_("Look whether the price is for the unit that the row says; correct either."),
    .explain = N_("The price for one dose unit is more than ten times the ceiling's, or below a tenth of the median of at least five rows on the "
                  "same code. Most often the price is for another unit than the one the row says. Correct the price or the unit."),
    .fires = N_("price 18.60 a tablet, ceiling 18.60 for a box of 24"),
    .passes = N_("price 7.75 a tablet, ceiling 18.60 for a box of 24: ten times the ceiling, and not more (it is above the ceiling: P601)") END;
RULE(P604, "no-price", INFO), NEEDS(code_price, NOTHING),
    .title = N_("the row has no price"),
    .todo = N_("Fill in the price, so that it can be compared with the ceiling."),
    .explain = N_("The table has a column for prices, and it is empty or 0 in this row, so that no price was compared. A price that cannot be read is "
                  "said by T102."),
    .fires = N_("an empty price, or 0"),
    .passes = N_("price 0.01") END;
RULE(P605, "above-payment", INFO), NEEDS(code_price, NOTHING),
    .title = N_("the price is above the payment standard"),
    .todo = N_("Tell the patient what is above the standard; of a negotiated drug, lower the price."),
    .explain = N_("The fund pays up to the payment standard (支付标准), and the patient pays what is above it. For a negotiated drug (谈判) whose agreement is "
                  "in force the standard is also the highest price, so that this is an error."),
    .fires = N_("price 17.00 a box, payment standard 16.20 a box"),
    .passes = N_("price 16.20 a box") END;
/* clang-format on */
