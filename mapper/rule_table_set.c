/* mapper/rule_table_set.c: the rules M: the mapping as a whole. Data only; see rule_table.h. What it says must be what spec/rules.md says. */
#include "mapper/rule_table.h"

LIST(code, COLUMN_CATALOG_CODE);

/* clang-format off */
RULE(M801, "mapped-twice", ERROR), NEEDS(code, NOTHING),
    .title = N_("one local code is mapped to different catalog codes"),
    .explain = N_("On days that both rows cover, nobody can tell which catalog code a claim should carry. End one mapping before the other begins, or "
                  "delete the wrong one."),
    .fires = N_("Y0001 on two codes, both without dates"),
    .passes = N_("Y0001 on one code to 2026-06-30 and on another from 2026-07-01") END;
RULE(M803, "duplicate-local-code", ERROR), NEEDS(code, NOTHING),
    .title = N_("one local code stands in several rows that differ"),
    .explain = N_("The rows have the same local code and the same catalog code, on overlapping days, and differ in other fields, so one of them is not "
                  "true. Where only prices, quantity, dates, note or persons differ, it is a warning."),
    .fires = N_("two rows for Y0001 on one code, one with 0.25g and one with 0.5g"),
    .passes = N_("two rows for Y0001 on one code, the first to 2026-06-30, the second from 2026-07-01") END;
RULE(M808, "unmapped-match", WARNING), NEEDS(code, NOTHING), .silences = SILENCE_ALL | B(C101),
    .title = N_("the item has no catalog code, and one entry alone fits it"),
    .explain = N_("Exactly one entry in force agrees with all that the row says of its identity: name, form, strength, pack, maker, approval "
                  "number, national drug code. Map the row to it. Where the row says all of these (one of the two numbers is enough), duima "
                  "suggest --apply may fill the code in."),
    .fires = N_("a row without a code whose name and maker fit one entry and no other"),
    .passes = N_("a row without a code whose name fits the products of two makers, the row naming neither (that is C101)") END;
/* clang-format on */
