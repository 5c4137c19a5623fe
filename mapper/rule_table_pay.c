/* mapper/rule_table_pay.c: the rules B: benefit, who pays. Data only; see rule_table.h. What it says must be what spec/rules.md says. */
#include "mapper/rule_table.h"

LIST(code_pay_class, COLUMN_CATALOG_CODE, COLUMN_PAY_CLASS);
LIST(code, COLUMN_CATALOG_CODE);
LIST(code_restricted, COLUMN_CATALOG_CODE, COLUMN_RESTRICTED);
LIST(code_self_pay, COLUMN_CATALOG_CODE, COLUMN_SELF_PAY);

/* clang-format off */
RULE(B701, "self-paid-mapped-in", ERROR), NEEDS(code_pay_class, NOTHING), .silences = B(B702) | B(B703),
    .title = N_("a self-paid item is mapped to a reimbursed code"),
    .todo = N_("Never claim it on this code: map the item to its own, or leave it without one."),
    .explain = N_("The hospital bills the item to the patient (pay class C, 自费), and the code is one that the fund pays. Claiming a non-catalog "
                  "item on a catalog code is forbidden. Where the entry is restricted, a self-paid twin of the item is usual: then this is a warning."),
    .fires = N_("pay class 自费 on a code of class B"),
    .passes = N_("pay class 乙 on a code of class B") END;
RULE(B702, "pay-class-mismatch", ERROR), NEEDS(code_pay_class, NOTHING),
    .title = N_("the pay class differs"),
    .todo = N_("Take the catalog's pay class."),
    .explain = N_("Class A (甲) and class B (乙) are reimbursed differently, and class C (丙) not at all. Take the catalog's class."),
    .fires = N_("pay class 甲 on a code of class B"),
    .passes = N_("pay class 乙 on a code of class B") END;
RULE(B703, "self-pay-mismatch", ERROR), NEEDS(code_self_pay, NOTHING),
    .title = N_("the share that the patient pays first differs"),
    .todo = N_("Take the catalog's share."),
    .explain = N_("The share (先自付比例) in the row is another than the catalog's, for the scheme given with --scheme, else for the only one that the "
                  "catalog names. Patients are charged wrongly until it is corrected."),
    .fires = N_("share 20%, where the code has 0.10"),
    .passes = N_("share 10%, where the code has 0.10") END;
RULE(B704, "restriction-unmarked", WARNING), NEEDS(code_restricted, NOTHING),
    .title = N_("the row says that the item is not restricted, and the catalog restricts it"),
    .todo = N_("Mark the item as restricted in the hospital system."),
    .explain = N_("The fund pays for the item only under the catalog's restriction, and the hospital system does not know it: claims outside of it will "
                  "be refused afterwards. Mark the item as restricted (限制使用)."),
    .fires = N_("restricted 否 on an entry with 限二级以上医疗机构"),
    .passes = N_("restricted 是, or nothing, on that entry") END;
RULE(B705, "level-too-low", ERROR), NEEDS(code, NOTHING),
    .title = N_("the hospital's level is below the one that the catalog asks for"),
    .todo = N_("Bill the item as self-paid, or do not use it."),
    .explain = N_("The fund pays for the item only in hospitals from a certain level on. This is checked where the hospital's level is given with "
                  "--hospital-level. Bill the item as self-paid, or do not use it."),
    .fires = N_("an entry limited to level 2 and above, with --hospital-level 1"),
    .passes = N_("that entry with --hospital-level 2") END;
RULE(B706, "approval-needed", INFO), NEEDS(code, NOTHING),
    .title = N_("the item needs the insurer's approval beforehand"),
    .todo = N_("See that the hospital system asks for the approval."),
    .explain = N_("Special examinations and treatments (特检特治) are paid only with an approval. Nothing is wrong with the row; the hospital system should "
                  "ask for the approval."),
    .fires = N_("an entry whose limit asks for approval"),
    .passes = N_("an entry without one") END;
RULE(B708, "agreement-ended", WARNING), NEEDS(code, NOTHING),
    .title = N_("the agreement on a negotiated drug has ended"),
    .todo = N_("Look up how the drug is paid now, and map it accordingly."),
    .explain = N_("The price and the payment of the drug were agreed on (谈判) up to a day that is over. It may be paid otherwise now, or no longer."),
    .fires = N_("an agreement to 2025-12-31, checked as of 2026-07-01"),
    .passes = N_("an agreement to 2026-07-01, checked as of that day: the last day counts") END;
/* clang-format on */
