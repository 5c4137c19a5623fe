/* mapper/rule_table_pay.c: the rules B: benefit, who pays. Data only; see rule_table.h. What it says must be what spec/rules.md says. */
#include "mapper/rule_table.h"

LIST(code_pay_class, COLUMN_CATALOG_CODE, COLUMN_PAY_CLASS);
LIST(code_self_pay, COLUMN_CATALOG_CODE, COLUMN_SELF_PAY);

/* clang-format off */
RULE(B701, "self-paid-mapped-in", ERROR), NEEDS(code_pay_class, NOTHING), .silences = B(B702) | B(B703),
    .title = N_("a self-paid item is mapped to a reimbursed code"),
    .explain = N_("The hospital bills the item to the patient (pay class C, 自费), and the code is one that the fund pays. Claiming a non-catalog "
                  "item on a catalog code is forbidden. Where the entry is restricted, a self-paid twin of the item is usual: then this is a warning."),
    .fires = N_("pay class 自费 on a code of class B"),
    .passes = N_("pay class 乙 on a code of class B") END;
RULE(B702, "pay-class-mismatch", ERROR), NEEDS(code_pay_class, NOTHING),
    .title = N_("the pay class differs"),
    .explain = N_("Class A (甲) and class B (乙) are reimbursed differently, and class C (丙) not at all. Take the catalog's class."),
    .fires = N_("pay class 甲 on a code of class B"),
    .passes = N_("pay class 乙 on a code of class B") END;
RULE(B703, "self-pay-mismatch", ERROR), NEEDS(code_self_pay, NOTHING),
    .title = N_("the share that the patient pays first differs"),
    .explain = N_("The share (先自付比例) in the row is another than the catalog's, for the scheme given with --scheme, else for the only one that the "
                  "catalog names. Patients are charged wrongly until it is corrected."),
    .fires = N_("share 20%, where the code has 0.10"),
    .passes = N_("share 10%, where the code has 0.10") END;
/* clang-format on */
