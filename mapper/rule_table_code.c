/* mapper/rule_table_code.c: the rules C: the catalog code. Data only; see rule_table.h. What it says must be what spec/rules.md says. */
#include "mapper/rule_table.h"

LIST(code, COLUMN_CATALOG_CODE);
LIST(code_kind, COLUMN_CATALOG_CODE, COLUMN_KIND);
LIST(any_date, COLUMN_VALID_FROM, COLUMN_VALID_TO);

/* clang-format off */
RULE(C101, "not-mapped", WARNING), NEEDS(code, NOTHING), .silences = SILENCE_ALL,
    .title = N_("the item has no catalog code"),
    .todo = N_("Map the item, or mark it as self-paid or out of use."),
    .explain = N_("Without a code the item cannot be claimed. Map it, mark it as self-paid (pay class C), or mark it as out of use."),
    .fires = N_("a row in use with an empty catalog code"),
    .passes = N_("a row with an empty catalog code and pay class 丙 or 自费, or one marked out of use") END;
RULE(C102, "malformed-code", ERROR), NEEDS(code, NOTHING), .silences = SILENCE_ALL,
    .title = N_("the code is in no version of the catalog and is not formed like one"),
    .todo = N_("Look the item up and take its code from the catalog in force."),
    .explain = N_("The code has a wrong length or wrong characters for its kind, so it was cut, mistyped, or is another system's code. Where the "
                  "catalog's own codes do not follow the national pattern, codes are not measured by it."),
    .fires = N_("code XN02BEA012A00101010446 (one character short)"),
    .passes = N_("code XN02BEA012A001010104467") END;
RULE(C103, "unknown-code", ERROR), NEEDS(code, NOTHING), .silences = SILENCE_ALL,
    .title = N_("the code is in no version of the catalog"),
    .todo = N_("Look the item up and take its code from the catalog in force."),
    .explain = N_("The code is well formed, but no published version of the catalog has ever had it. Look the item up and take the code from "
                  "there. Where only a part of the catalog was imported, this is said as a remark and not as an error."),
    .fires = N_("a code of 23 characters that no version has"),
    .passes = N_("a code of the version in force") END;
RULE(C104, "not-yet-valid", ERROR), NEEDS(code, NOTHING),
    .title = N_("the code comes into force only later"),
    .todo = N_("Use the code that is in force until then, and change to this one on its day."),
    .explain = N_("The catalog knows the code, but only from a later day or a later version. Claims before that day will be refused."),
    .fires = N_("code valid from 2027-01-01, checked as of 2026-07-01"),
    .passes = N_("code valid from 2026-01-01, checked as of 2026-07-01") END;
RULE(C105, "expired-code", ERROR), NEEDS(code, NOTHING),
    .title = N_("the code has ended"),
    .todo = N_("Map the item to a code that is in force now."),
    .explain = N_("The entry's last day is over, or the catalog marks it as inactive. Map the item to the code that is valid now."),
    .fires = N_("code valid to 2026-06-30, checked as of 2026-07-01"),
    .passes = N_("code valid to 2026-07-01, checked as of 2026-07-01: the last day counts") END;
RULE(C106, "withdrawn-code", ERROR), NEEDS(code, NOTHING),
    .title = N_("the code was in an earlier version and is no longer in the catalog"),
    .todo = N_("Map the item to a code that is in force now, or mark it as self-paid."),
    .explain = N_("The catalog was renewed and the mapping did not follow. Map the item to the code that is valid now, or mark it as self-paid."),
    .fires = N_("a code that version 2026.1 had and version 2026.2, now in force, has not"),
    .passes = N_("a code that both versions have") END;
RULE(C107, "replaced-code", ERROR), NEEDS(code, NOTHING), .silences = B(C105) | B(C106),
    .title = N_("the code was replaced by another"),
    .todo = N_("Take the code that replaced it, once you have compared the two entries."),
    .explain = N_("The catalog names the successor of this code. Where exactly one valid code remains at the end of the chain, it may be put in "
                  "place of the old one; where the catalog is not sure, or names several, somebody must choose."),
    .fires = N_("a code that has ended, with a replaced-by that leads to a valid code"),
    .passes = N_("the code at the end of that chain") END;
RULE(C108, "code-spelling", ERROR), NEEDS(code, NOTHING),
    .title = N_("the code is spelled otherwise than in the catalog"),
    .todo = N_("Write the code exactly as the catalog does."),
    .explain = N_("Full-width characters, lower case or blanks in the code: the right code is clear, but the insurer's computer compares to the "
                  "letter. The row is checked further as that code."),
    .fires = N_("code xn02bea012a001010104467"),
    .passes = N_("code XN02BEA012A001010104467") END;
RULE(C109, "code-lookalike", ERROR), NEEDS(code, NOTHING), .silences = SILENCE_ALL | B(C102) | B(C103),
    .title = N_("the code is one slip away from the code of an item of that name"),
    .todo = N_("Compare the row with the entry that is named; if it is that item, take its code."),
    .explain = N_("No version has the code, but one wrong, missing, added or swapped character makes it the code of an entry whose name agrees "
                  "with the row. Compare the row with that entry before you take its code."),
    .fires = N_("对乙酰氨基酚片 with the code XN02BEA012A001010104476, where the catalog has …4467 under that name"),
    .passes = N_("对乙酰氨基酚片 with the code XN02BEA012A001010104467") END;
RULE(C110, "wrong-kind", ERROR), NEEDS(code_kind, NOTHING), .silences = SILENCE_ALL,
    .title = N_("the row is of another kind than the code"),
    .todo = N_("Find the code under the right kind, or correct the kind."),
    .explain = N_("The row says drug and the code belongs to a service, or the list types differ (101 western and patent drugs, 102 herbal pieces, "
                  "103 hospital preparations, 104 ethnic drugs, 106 herbal granules, 201 services, 301 consumables)."),
    .fires = N_("kind 诊疗 on the code of a drug; list type 102 on an entry of list type 101"),
    .passes = N_("kind 201 on a facility: 201 holds services and facilities") END;
RULE(C111, "dates-outside", WARNING), NEEDS(code, any_date),
    .title = N_("the mapping's dates reach outside those of the code"),
    .todo = N_("Keep the mapping's dates within those of the code."),
    .explain = N_("Claims on days on which the mapping is valid and the code is not will be refused. Shorten the mapping. Empty dates, and years "
                  "from 2099 on, mean no limit."),
    .fires = N_("mapping valid to 2027-12-31 on a code valid to 2026-12-31"),
    .passes = N_("mapping valid to 2099-12-31 on a code valid to 2026-12-31") END;
/* clang-format on */
