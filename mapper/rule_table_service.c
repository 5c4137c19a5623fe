/* mapper/rule_table_service.c: the rules S: services, facilities, consumables. Data only; see rule_table.h. What it says must be what
 * spec/rules.md says. */
#include "mapper/rule_table.h"

LIST(code, COLUMN_CATALOG_CODE);
LIST(code_unit, COLUMN_CATALOG_CODE, COLUMN_UNIT);
LIST(code_registration, COLUMN_CATALOG_CODE, COLUMN_REGISTRATION);

/* clang-format off */
RULE(S401, "unit-mismatch", WARNING), NEEDS(code_unit, NOTHING), .silences = B(P601),
    .title = N_("the unit of a service, facility or consumable differs"),
    .todo = N_("Bill by the catalog's unit, and set the price for it."),
    .explain = N_("The hospital bills the item by another unit than the catalog, so neither its price nor its quantity can be compared. 次, 人次 and "
                  "每次 are one unit, so are 床日, 日 and 天. Bill by the catalog's unit, and set the price for it."),
    .fires = N_("unit 小时 on a service that the catalog prices by 次"),
    .passes = N_("unit 人次 or 每次 on that service") END;
RULE(S402, "excluded-billed", WARNING), NEEDS(code, NOTHING),
    .title = N_("the item's name or content names what the catalog excludes from it"),
    .todo = N_("Look whether what is excluded is billed apart; if so, take it out of this item."),
    .explain = N_("The catalog says what is not in the price of the service (除外内容), because it is billed apart. The hospital's name or content for the "
                  "item names it all the same, so it may be billed twice. What the catalog's own name says too is not blamed, nor what the row says "
                  "is not in it (不含…)."),
    .fires = N_("阑尾切除术(含特殊缝线) on an entry that excludes 特殊缝线"),
    .passes = N_("阑尾切除术(不含特殊缝线) on that entry") END;
RULE(S403, "addon-alone", WARNING), NEEDS(code, NOTHING),
    .title = N_("an add-on item is mapped, its base item is not"),
    .todo = N_("Map the base item too, or find the code of what is really done."),
    .explain = N_("An add-on (加收项) may be charged only together with its base item, and no row of the table has the base item's code. Map the base item "
                  "too, or find the code of what is really done."),
    .fires = N_("a table with the add-on 001102000010001 and without 001102000010000, to which it adds"),
    .passes = N_("a table with both") END;
RULE(S404, "registration-mismatch", ERROR), NEEDS(code_registration, NOTHING),
    .title = N_("the registration number of a consumable differs"),
    .todo = N_("Compare with the package; take the code of that registration number, or correct it."),
    .explain = N_("The registration number (注册证号) on the package is none of those that the catalog gives this code: it is another product. Look up "
                  "its code, or correct the number."),
    .fires = N_("国械注准20153460124 on an entry with 国械注准20153460123"),
    .passes = N_("国械注准 20153460123号 on that entry") END;
/* clang-format on */
