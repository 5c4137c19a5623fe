/* mapper/rule_table_set.c: the rules M: the mapping as a whole. Data only; see rule_table.h. What it says must be what spec/rules.md says. */
#include "mapper/rule_table.h"

LIST(code, COLUMN_CATALOG_CODE);
LIST(code_prices, COLUMN_CATALOG_CODE, COLUMN_PRICE, COLUMN_UNIT);
LIST(code_verified, COLUMN_CATALOG_CODE, COLUMN_VERIFIED_BY);

/* clang-format off */
RULE(M801, "mapped-twice", ERROR), NEEDS(code, NOTHING),
    .title = N_("one local code is mapped to different catalog codes"),
    .todo = N_("End one mapping before the other begins, or delete the wrong one."),
    .explain = N_("On days that both rows cover, nobody can tell which catalog code a claim should carry. End one mapping before the other begins, or "
                  "delete the wrong one."),
    .fires = N_("Y0001 on two codes, both without dates"),
    .passes = N_("Y0001 on one code to 2026-06-30 and on another from 2026-07-01") END;
RULE(M802, "crowded-code", WARNING), NEEDS(code_prices, NOTHING),
    .title = N_("local codes on one catalog code differ much in price"),
    .todo = N_("Compare the items on this code; map the one that is another drug anew."),
    .explain = N_("A drug's catalog code stands for one maker's one pack, so several local codes on it should cost about the same for one dose unit. "
                  "Where they differ by more than a fifth of the lower price, one of them is probably another drug. Rows that have another finding "
                  "about code, name, form, strength, maker or price are left out: that one explains the difference already."),
    .fires = N_("Y0001 at 0.50 a tablet and Y0002 at 0.65 a tablet on one code"),
    .passes = N_("Y0001 at 0.50 a tablet and Y0002 at 14.40 for a box of 24, 0.60 a tablet: exactly a fifth") END;
RULE(M803, "duplicate-local-code", ERROR), NEEDS(code, NOTHING),
    .title = N_("one local code stands in several rows that differ"),
    .todo = N_("Keep the row that is true, and give other items local codes of their own."),
    .explain = N_("The rows have the same local code and the same catalog code, on overlapping days, and differ in other fields, so one of them is not "
                  "true. Where only prices, quantity, dates, note or persons differ, it is a warning."),
    .fires = N_("two rows for Y0001 on one code, one with 0.25g and one with 0.5g"),
    .passes = N_("two rows for Y0001 on one code, the first to 2026-06-30, the second from 2026-07-01") END;
RULE(M804, "remapped", WARNING), NEEDS(code, NOTHING), .option = "--previous",
    .title = N_("the local code had another catalog code before"),
    .todo = N_("Look whether it is still the same item; if not, give it a local code of its own."),
    .explain = N_("In the table given with --previous the local code stands on another catalog code. That is right where the old code was wrong or has "
                  "ended; it is wrong where the local code was given to another item: claims of before would then seem to be for that one."),
    .fires = N_("Y0001 on XN02BEA012A001010190001, in the table of before on XN02BEA012A001020190001"),
    .passes = N_("Y0001 on the code that it had before") END;
RULE(M805, "renamed", ERROR), NEEDS(code, NOTHING), .option = "--previous",
    .title = N_("the local name is another item's than before, on the same codes"),
    .todo = N_("Give the other item a local code of its own, and map it."),
    .explain = N_("In the table given with --previous the same local code stood on the same catalog code under the name of another item. Changing what "
                  "is behind a mapping that was verified (二次匹配) is forbidden: give the other item a local code of its own and map it. Names that agree "
                  "as in N202, and names that the entry has both, are one item."),
    .fires = N_("Y0001 was 对乙酰氨基酚片 and is 阿莫西林胶囊"),
    .passes = N_("Y0001 was 对乙酰氨基酚片 and is 对乙酰氨基酚片(0.5g)") END;
RULE(M806, "not-verified", WARNING), NEEDS(code_verified, NOTHING),
    .title = N_("nobody, or whoever made the mapping, has verified it"),
    .todo = N_("Have a second person verify the mapping."),
    .explain = N_("A mapping must be looked at by a second person. The row is mapped, and its verified_by is empty or names the same person as mapped_by."),
    .fires = N_("mapped_by 张三, verified_by 张三"),
    .passes = N_("mapped_by 张三, verified_by 李四") END;
RULE(M807, "centre-differs", ERROR), NEEDS(code, NOTHING), .option = "--centre",
    .title = N_("the bureau's copy of the mapping differs"),
    .todo = N_("Report the mapping to the bureau again, or correct the table."),
    .explain = N_("Claims are settled by the bureau's copy, given with --centre. It has the local code on another catalog code, or has no row of it, or "
                  "has one more. A row that only the copy has stands in no line of this table: it is a finding of the table as a whole, with the "
                  "local code, name and catalog code of the copy. Report the mapping again, or have what is wrong there ended."),
    .fires = N_("Y0001 on XN02BEA012A001010190001, in the bureau's copy on XN02BEA012A001020190001, or not in it"),
    .passes = N_("Y0001 on the same code in both tables") END;
RULE(M808, "unmapped-match", WARNING), NEEDS(code, NOTHING), .silences = SILENCE_ALL | B(C101),
    .title = N_("the item has no catalog code, and one entry alone fits it"),
    .todo = N_("Look at the entry that is named; if it is the item, take its code."),
    .explain = N_("Exactly one entry in force agrees with all that the row says of its identity: name, form, strength, pack, maker, approval "
                  "number, national drug code. Map the row to it. Where the row says all of these (one of the two numbers is enough), duima "
                  "suggest --apply may fill the code in."),
    .fires = N_("a row without a code whose name and maker fit one entry and no other"),
    .passes = N_("a row without a code whose name fits the products of two makers, the row naming neither (that is C101)") END;
/* clang-format on */
