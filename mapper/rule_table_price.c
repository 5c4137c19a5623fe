/* mapper/rule_table_price.c: the rules P: prices. Data only; see rule_table.h. What it says must be what spec/rules.md says. */
#include "mapper/rule_table.h"

LIST(code_price, COLUMN_CATALOG_CODE, COLUMN_PRICE);

/* clang-format off */
RULE(P601, "over-ceiling", ERROR), NEEDS(code_price, NOTHING),
    .title = N_("the price is above the ceiling"),
    .explain = N_("The hospital's price for one dose unit, or for one service or consumable, is above what the catalog allows at the hospital's "
                  "level (--hospital-level; without it, above what it allows at any level). The ceiling is first turned into the row's own unit "
                  "and rounded to its decimals, so that the price of a split pack is not blamed for rounding."),
    .fires = N_("price 20.00 a box, ceiling 18.60 a box"),
    .passes = N_("price 0.78 a tablet, ceiling 18.60 for a box of 24: 0.775 is rounded to 0.78") END;
/* clang-format on */
