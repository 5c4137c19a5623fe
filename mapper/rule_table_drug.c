/* mapper/rule_table_drug.c: the rules D: drugs. Data only; see rule_table.h. What it says must be what spec/rules.md says. */
#include "mapper/rule_table.h"

LIST(code, COLUMN_CATALOG_CODE);
LIST(code_form, COLUMN_CATALOG_CODE, COLUMN_FORM);
LIST(code_factor, COLUMN_CATALOG_CODE, COLUMN_FACTOR);
LIST(code_maker, COLUMN_CATALOG_CODE, COLUMN_MANUFACTURER);
LIST(code_standard, COLUMN_CATALOG_CODE, COLUMN_STANDARD_CODE);
LIST(code_approval, COLUMN_CATALOG_CODE, COLUMN_APPROVAL_NO);
LIST(any_spec, COLUMN_SPEC, COLUMN_PACK);

/* clang-format off */
RULE(D301, "form-mismatch", ERROR), NEEDS(code_form, NOTHING), .silences = B(D308),
    .title = N_("the dosage form is of another class"),
    .todo = N_("Take the code of the form that you stock, or correct the form."),
    .explain = N_("Forms of one class, such as tablets and capsules, share the insurer's policy; forms of different classes, such as tablets and "
                  "injections, do not. For patent medicines the form is part of the code, so it must be of the same family."),
    .fires = N_("注射剂 on an entry of 片剂"),
    .passes = N_("薄膜衣片 on an entry of 片剂") END;
RULE(D302, "strength-mismatch", ERROR), NEEDS(code, any_spec),
    .title = N_("the strength differs"),
    .todo = N_("Compare with the package; take the code of that strength, or correct the row."),
    .explain = N_("The amount in one tablet, capsule, ampoule or bag, the concentration or the volume is another than the catalog's for this code. "
                  "Different strengths have different codes. Amounts are compared as amounts: 0.25g is 250mg."),
    .fires = N_("spec 0.25g on an entry of 0.5g; 0.9% 100ml on an entry of 0.9% 250ml"),
    .passes = N_("spec 250mg×24片 on an entry of 0.25g") END;
RULE(D303, "pack-mismatch", WARNING), NEEDS(code, any_spec),
    .title = N_("a pack holds another number of dose units"),
    .todo = N_("Compare with the package; take the code of that pack, or correct the row."),
    .explain = N_("The number of tablets, ampoules or bags in one smallest pack, as the row's specification or pack says it, is neither the catalog's pack "
                  "quantity nor what its pack text says. Packs of a drug have codes of their own. Where another entry of the same name, form, strength "
                  "and maker has the row's pack, its code is shown and the finding is an error. Packs in a case, strips alone and actuations are not "
                  "counted; 30丸/袋×10袋/盒 is 300 or 10, by the catalog's dose unit."),
    .fires = N_("pack 0.5g×12片/盒 on an entry with 24 tablets in a box"),
    .passes = N_("pack 12片×2板/盒 on that entry") END;
RULE(D304, "factor-mismatch", ERROR), NEEDS(code_factor, NOTHING), .silences = B(D303) | B(P601) | B(P603),
    .title = N_("the conversion factor is not the number of dose units in a pack"),
    .todo = N_("Correct the factor to the number of dose units in one pack."),
    .explain = N_("The factor (转换比) says how many tablets, ampoules or bags one smallest pack has. A wrong factor makes every price and quantity of "
                  "the claim wrong. A factor of 1 is right where the item is sold singly (拆零) and its unit is the dose unit."),
    .fires = N_("factor 12 on an entry with 24 tablets in a box"),
    .passes = N_("factor 24 on that entry; factor 1 with the unit 片") END;
RULE(D305, "maker-mismatch", ERROR), NEEDS(code_maker, NOTHING), .silences = B(D306) | B(D307),
    .title = N_("the manufacturer is another"),
    .todo = N_("Compare with the package; take the code of that maker's product, or correct the maker."),
    .explain = N_("Each manufacturer's product has its own code. The row's manufacturer agrees with neither the manufacturer nor the marketing "
                  "authorisation holder nor the repacker of the entry; short names and left-out places are allowed for."),
    .fires = N_("湖南某某制药 on an entry of 湖北某某制药有限公司"),
    .passes = N_("石药欧意 on an entry of 石药集团欧意药业有限公司") END;
RULE(D306, "approval-mismatch", ERROR), NEEDS(code_approval, NOTHING),
    .title = N_("the approval number differs"),
    .todo = N_("Compare with the package; take the code of that approval number, or correct it."),
    .explain = N_("The approval number (批准文号) on the box is none of those that the catalog gives this code. A number that is not formed like one is "
                  "only a warning: it was probably mistyped."),
    .fires = N_("H20013063 on an entry with 国药准字H20013062"),
    .passes = N_("H20013062 on that entry: 国药准字 may be left out") END;
RULE(D307, "standard-code-mismatch", ERROR), NEEDS(code_standard, NOTHING),
    .title = N_("the standard code differs"),
    .todo = N_("Compare the standard code with the package and correct it, or take the code that it belongs to."),
    .explain = N_("The standard code (本位码, 14 digits) is another than the catalog's for this code. Where the catalog has none, the code is measured by "
                  "itself: its last digit is a check digit, as in a bar code, and its digits 4 to 8 are the maker's, which are also the last "
                  "five digits of the catalog code. Where only these disagree it is a warning."),
    .fires = N_("86904467000028 on an entry with 86904467000019"),
    .passes = N_("86904467000019 on that entry, or on the code XN02BEA012A001010104467 without a standard code") END;
RULE(D308, "form-variant", WARNING), NEEDS(code_form, NOTHING),
    .title = N_("the dosage form is another of the same class"),
    .todo = N_("Look whether the catalog has a code for the very form."),
    .explain = N_("The insurer pays alike for both forms, but they are two products: a warning between kinds, such as tablets and capsules or "
                  "dispersible and plain tablets, for information within one, such as film-coated and plain tablets. A word for the whole "
                  "class, such as 针剂, differs from none of its forms."),
    .fires = N_("胶囊 on an entry of 片剂; for information 薄膜衣片 on an entry of 片剂"),
    .passes = N_("片 on an entry of 片剂; 针剂 on an entry of 注射液") END;
/* clang-format on */
