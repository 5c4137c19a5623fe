/* mapper/rule_table_name.c: the rules N: names. Data only; see rule_table.h. What it says must be what spec/rules.md says. */
#include "mapper/rule_table.h"

LIST(code, COLUMN_CATALOG_CODE);
LIST(code_name, COLUMN_CATALOG_CODE, COLUMN_CATALOG_NAME);

/* clang-format off */
RULE(N201, "name-mismatch", ERROR), NEEDS(code, NOTHING), .silences = SILENCE_DSP,
    .title = N_("the name is another item's"),
    .todo = N_("Look at both items; if they are not the same, map this one anew."),
    .explain = N_("The hospital's name agrees with none of the names that the catalog gives this code, not even after leaving out salts, dosage "
                  "forms, remarks and strengths. The code is most likely another item's. Compare both and map anew."),
    .fires = N_("艾司奥美拉唑镁肠溶片 on the code of 奥美拉唑"),
    .passes = N_("扑热息痛片 on the code of 对乙酰氨基酚片, which has it as another name") END;
RULE(N202, "name-variant", INFO), NEEDS(code, NOTHING),
    .title = N_("the name is the same item's in another wording"),
    .todo = N_("Nothing has to be done if it is the same item."),
    .explain = N_("The names agree once a salt that only one of them names, a dosage form, a remark in brackets or a strength is left out. Nothing "
                  "needs to be done; the catalog's wording is the safer one."),
    .fires = N_("阿莫西林胶囊(国产) on 阿莫西林"),
    .passes = N_("阿莫西林胶囊 on 阿莫西林胶囊") END;
RULE(N203, "catalog-name-mismatch", ERROR), NEEDS(code_name, NOTHING), .silences = B(N201) | SILENCE_DSP,
    .title = N_("the catalog name in the row is not the name of its code"),
    .todo = N_("Take code and catalog name from the same entry; look at the rows above and below too."),
    .explain = N_("The table says what the catalog calls the item, and the code's entry is called otherwise. Rows have slipped in a spreadsheet, or "
                  "the code was overwritten. Look at the rows above and below too."),
    .fires = N_("catalog name 布洛芬片 beside the code of 对乙酰氨基酚片"),
    .passes = N_("catalog name 对乙酰氨基酚片 beside the code of 对乙酰氨基酚片") END;
/* clang-format on */
