/* mapper/rule_table.c: what each rule is called, what it needs, what it silences, and how it is explained to a pharmacist.
 * Data only. What it says must be what spec/rules.md says. */
#include "base/i18n.h"
#include "mapper/rule_table.h"

#define B(id) RULE_BIT(RULE_##id)
#define SILENCE_D (B(D301) | B(D302) | B(D304) | B(D305) | B(D306))
#define SILENCE_P (B(P601))
#define SILENCE_B (B(B701) | B(B702) | B(B703))
#define SILENCE_N (B(N201) | B(N202) | B(N203))
#define SILENCE_M (B(M801) | B(M803))
#define SILENCE_ALL (SILENCE_N | SILENCE_D | SILENCE_P | SILENCE_B)

#define LIST(name, ...) static const enum column name[] = { __VA_ARGS__, COLUMN_NONE }
static const enum column nothing[] = { COLUMN_NONE };
LIST(code, COLUMN_CATALOG_CODE);
LIST(code_kind, COLUMN_CATALOG_CODE, COLUMN_KIND);
LIST(code_name, COLUMN_CATALOG_CODE, COLUMN_CATALOG_NAME);
LIST(code_form, COLUMN_CATALOG_CODE, COLUMN_FORM);
LIST(code_factor, COLUMN_CATALOG_CODE, COLUMN_FACTOR);
LIST(code_maker, COLUMN_CATALOG_CODE, COLUMN_MANUFACTURER);
LIST(code_approval, COLUMN_CATALOG_CODE, COLUMN_APPROVAL_NO);
LIST(code_price, COLUMN_CATALOG_CODE, COLUMN_PRICE);
LIST(code_pay_class, COLUMN_CATALOG_CODE, COLUMN_PAY_CLASS);
LIST(code_self_pay, COLUMN_CATALOG_CODE, COLUMN_SELF_PAY);
LIST(any_date, COLUMN_VALID_FROM, COLUMN_VALID_TO);
LIST(any_spec, COLUMN_SPEC, COLUMN_PACK);

/* The row of one rule. Slug and severity are those of RULES in finding.h; a test holds them together. */
#define RULE(name, word, grave) [RULE_##name] = { .rule = RULE_##name, .id = #name, .slug = (word), .severity = SEVERITY_##grave
#define NEEDS(all, any) .columns = (all), .any_of = (any)
#define END }

/* clang-format off */
const struct rule_info rule_table[RULE_COUNT] = {
    /* T: the table itself */
    RULE(T101, "missing-column", ERROR), NEEDS(nothing, nothing),
        .title = N_("a required column is missing, or two headings name the same one"),
        .explain = N_("The table must have a column with the hospital's own code and one with the hospital's own name, and no column twice. "
                      "Nothing else is checked until that is so. Rename the heading, or say in a file what your headings mean and give it "
                      "with --columns; `man 5 duima-mapping` lists the headings that are known."),
        .fires = N_("a table whose columns are 序号, 名称 and 价格 only"),
        .passes = N_("a table with the columns 院内编码, 院内名称 and 医保编码") END,
    RULE(T102, "bad-value", ERROR), NEEDS(nothing, nothing),
        .title = N_("a field cannot be read as what its column holds"),
        .explain = N_("A price, number, date, kind or yes/no field holds something else. The field is treated as empty and the rest of the row "
                      "is checked. Correct the field in the hospital system or in the table."),
        .fires = N_("price 12,5; date 2026-02-30; kind drgu"),
        .passes = N_("price ￥18.60 or 1,234.50; date 2026/3/1") END,
    RULE(T103, "bad-encoding", ERROR), NEEDS(nothing, nothing),
        .title = N_("a field has bytes that are not text in the table's encoding"),
        .explain = N_("The table was probably cut, or joined from files of different encodings. The field is treated as empty and the rest of the "
                      "row is checked. Export the table again, or name its encoding with --encoding if it was taken for another."),
        .fires = N_("a GBK table with half a character at the end of a field"),
        .passes = N_("a table that is GBK, or UTF-8, from its first byte to its last") END,
    RULE(T104, "ragged-row", ERROR), NEEDS(nothing, nothing),
        .title = N_("the row has more or fewer fields than the heading row"),
        .explain = N_("Usually a separator stands inside a field that has no quotes around it, so that everything behind it is in the wrong column. "
                      "The row is not checked further. Put the field in double quotes, or export the table again."),
        .fires = N_("five headings, and the row Y0001,阿莫西林胶囊,0.25g,24粒,盒,12.50"),
        .passes = N_("five headings, and a row with five fields, some of them empty") END,
    RULE(T105, "duplicate-row", WARNING), NEEDS(nothing, nothing), .silences = SILENCE_M,
        .title = N_("the same row again, every field alike"),
        .explain = N_("An exact copy of a row above. Delete one of the two."),
        .fires = N_("line 12 is line 7 to the letter"),
        .passes = N_("two rows with the same local code but another price (see M803)") END,
    RULE(T106, "nothing-mapped", ERROR), NEEDS(nothing, nothing),
        .title = N_("not one row has a catalog code"),
        .explain = N_("Either nothing has been mapped yet, or the column with the catalog codes was left out of the export or has a heading that is "
                      "not known. Check the headings first."),
        .fires = N_("a table in which the column 医保编码 is empty from top to bottom"),
        .passes = N_("a table in which at least one row has a catalog code") END,

    /* C: the catalog code */
    RULE(C101, "not-mapped", WARNING), NEEDS(code, nothing), .silences = SILENCE_ALL,
        .title = N_("the item has no catalog code"),
        .explain = N_("Without a code the item cannot be claimed. Map it, mark it as self-paid (pay class C), or mark it as out of use."),
        .fires = N_("a row in use with an empty catalog code"),
        .passes = N_("a row with an empty catalog code and pay class 丙 or 自费, or one marked out of use") END,
    RULE(C102, "malformed-code", ERROR), NEEDS(code, nothing), .silences = SILENCE_ALL,
        .title = N_("the code is in no version of the catalog and is not formed like one"),
        .explain = N_("The code has a wrong length or wrong characters for its kind, so it was cut, mistyped, or is another system's code. Where the "
                      "catalog's own codes do not follow the national pattern, codes are not measured by it."),
        .fires = N_("code XN02BEA012A00101010446 (one character short)"),
        .passes = N_("code XN02BEA012A001010104467") END,
    RULE(C103, "unknown-code", ERROR), NEEDS(code, nothing), .silences = SILENCE_ALL,
        .title = N_("the code is in no version of the catalog"),
        .explain = N_("The code is well formed, but no published version of the catalog has ever had it. Look the item up and take the code from "
                      "there. Where only a part of the catalog was imported, this is said as a remark and not as an error."),
        .fires = N_("a code of 23 characters that no version has"),
        .passes = N_("a code of the version in force") END,
    RULE(C104, "not-yet-valid", ERROR), NEEDS(code, nothing),
        .title = N_("the code comes into force only later"),
        .explain = N_("The catalog knows the code, but only from a later day or a later version. Claims before that day will be refused."),
        .fires = N_("code valid from 2027-01-01, checked as of 2026-07-01"),
        .passes = N_("code valid from 2026-01-01, checked as of 2026-07-01") END,
    RULE(C105, "expired-code", ERROR), NEEDS(code, nothing),
        .title = N_("the code has ended"),
        .explain = N_("The entry's last day is over, or the catalog marks it as inactive. Map the item to the code that is valid now."),
        .fires = N_("code valid to 2026-06-30, checked as of 2026-07-01"),
        .passes = N_("code valid to 2026-07-01, checked as of 2026-07-01: the last day counts") END,
    RULE(C106, "withdrawn-code", ERROR), NEEDS(code, nothing),
        .title = N_("the code was in an earlier version and is no longer in the catalog"),
        .explain = N_("The catalog was renewed and the mapping did not follow. Map the item to the code that is valid now, or mark it as self-paid."),
        .fires = N_("a code that version 2026.1 had and version 2026.2, now in force, has not"),
        .passes = N_("a code that both versions have") END,
    RULE(C107, "replaced-code", ERROR), NEEDS(code, nothing), .silences = B(C105) | B(C106),
        .title = N_("the code was replaced by another"),
        .explain = N_("The catalog names the successor of this code. Where exactly one valid code remains at the end of the chain, it may be put in "
                      "place of the old one; where the catalog is not sure, or names several, somebody must choose."),
        .fires = N_("a code that has ended, with a replaced-by that leads to a valid code"),
        .passes = N_("the code at the end of that chain") END,
    RULE(C108, "code-spelling", ERROR), NEEDS(code, nothing),
        .title = N_("the code is spelled otherwise than in the catalog"),
        .explain = N_("Full-width characters, lower case or blanks in the code: the right code is clear, but the insurer's computer compares to the "
                      "letter. The row is checked further as that code."),
        .fires = N_("code xn02bea012a001010104467"),
        .passes = N_("code XN02BEA012A001010104467") END,
    RULE(C109, "code-lookalike", ERROR), NEEDS(code, nothing), .silences = SILENCE_ALL | B(C102) | B(C103),
        .title = N_("the code is one slip away from the code of an item of that name"),
        .explain = N_("No version has the code, but one wrong, missing, added or swapped character makes it the code of an entry whose name agrees "
                      "with the row. Compare the row with that entry before you take its code."),
        .fires = N_("对乙酰氨基酚片 with the code XN02BEA012A001010104476, where the catalog has …4467 under that name"),
        .passes = N_("对乙酰氨基酚片 with the code XN02BEA012A001010104467") END,
    RULE(C110, "wrong-kind", ERROR), NEEDS(code_kind, nothing), .silences = SILENCE_ALL,
        .title = N_("the row is of another kind than the code"),
        .explain = N_("The row says drug and the code belongs to a service, or the list types differ (101 western and patent drugs, 102 herbal pieces, "
                      "103 hospital preparations, 104 ethnic drugs, 106 herbal granules, 201 services, 301 consumables)."),
        .fires = N_("kind 诊疗 on the code of a drug; list type 102 on an entry of list type 101"),
        .passes = N_("kind 201 on a facility: 201 holds services and facilities") END,
    RULE(C111, "dates-outside", WARNING), NEEDS(code, any_date),
        .title = N_("the mapping's dates reach outside those of the code"),
        .explain = N_("Claims on days on which the mapping is valid and the code is not will be refused. Shorten the mapping. Empty dates, and years "
                      "from 2099 on, mean no limit."),
        .fires = N_("mapping valid to 2027-12-31 on a code valid to 2026-12-31"),
        .passes = N_("mapping valid to 2099-12-31 on a code valid to 2026-12-31") END,

    /* N: names */
    RULE(N201, "name-mismatch", ERROR), NEEDS(code, nothing), .silences = SILENCE_D | SILENCE_P,
        .title = N_("the name is another item's"),
        .explain = N_("The hospital's name agrees with none of the names that the catalog gives this code, not even after leaving out salts, dosage "
                      "forms, remarks and strengths. The code is most likely another item's. Compare both and map anew."),
        .fires = N_("艾司奥美拉唑镁肠溶片 on the code of 奥美拉唑"),
        .passes = N_("扑热息痛片 on the code of 对乙酰氨基酚片, which has it as another name") END,
    RULE(N202, "name-variant", INFO), NEEDS(code, nothing),
        .title = N_("the name is the same item's in another wording"),
        .explain = N_("The names agree once a salt that only one of them names, a dosage form, a remark in brackets or a strength is left out. Nothing "
                      "needs to be done; the catalog's wording is the safer one."),
        .fires = N_("阿莫西林胶囊(国产) on 阿莫西林"),
        .passes = N_("阿莫西林胶囊 on 阿莫西林胶囊") END,
    RULE(N203, "catalog-name-mismatch", ERROR), NEEDS(code_name, nothing), .silences = B(N201) | SILENCE_D | SILENCE_P,
        .title = N_("the catalog name in the row is not the name of its code"),
        .explain = N_("The table says what the catalog calls the item, and the code's entry is called otherwise. Rows have slipped in a spreadsheet, or "
                      "the code was overwritten. Look at the rows above and below too."),
        .fires = N_("catalog name 布洛芬片 beside the code of 对乙酰氨基酚片"),
        .passes = N_("catalog name 对乙酰氨基酚片 beside the code of 对乙酰氨基酚片") END,

    /* D: drugs */
    RULE(D301, "form-mismatch", ERROR), NEEDS(code_form, nothing),
        .title = N_("the dosage form is of another class"),
        .explain = N_("Forms of one class, such as tablets and capsules, share the insurer's policy; forms of different classes, such as tablets and "
                      "injections, do not. For patent medicines the form is part of the code, so it must be of the same family."),
        .fires = N_("注射剂 on an entry of 片剂"),
        .passes = N_("薄膜衣片 on an entry of 片剂") END,
    RULE(D302, "strength-mismatch", ERROR), NEEDS(code, any_spec),
        .title = N_("the strength differs"),
        .explain = N_("The amount in one tablet, capsule, ampoule or bag, the concentration or the volume is another than the catalog's for this code. "
                      "Different strengths have different codes. Amounts are compared as amounts: 0.25g is 250mg."),
        .fires = N_("spec 0.25g on an entry of 0.5g; 0.9% 100ml on an entry of 0.9% 250ml"),
        .passes = N_("spec 250mg×24片 on an entry of 0.25g") END,
    RULE(D304, "factor-mismatch", ERROR), NEEDS(code_factor, nothing), .silences = B(P601),
        .title = N_("the conversion factor is not the number of dose units in a pack"),
        .explain = N_("The factor (转换比) says how many tablets, ampoules or bags one smallest pack has. A wrong factor makes every price and quantity of "
                      "the claim wrong. A factor of 1 is right where the item is sold singly (拆零) and its unit is the dose unit."),
        .fires = N_("factor 12 on an entry with 24 tablets in a box"),
        .passes = N_("factor 24 on that entry; factor 1 with the unit 片") END,
    RULE(D305, "maker-mismatch", ERROR), NEEDS(code_maker, nothing), .silences = B(D306),
        .title = N_("the manufacturer is another"),
        .explain = N_("Each manufacturer's product has its own code. The row's manufacturer agrees with neither the manufacturer nor the marketing "
                      "authorisation holder nor the repacker of the entry; short names and left-out places are allowed for."),
        .fires = N_("湖南某某制药 on an entry of 湖北某某制药有限公司"),
        .passes = N_("石药欧意 on an entry of 石药集团欧意药业有限公司") END,
    RULE(D306, "approval-mismatch", ERROR), NEEDS(code_approval, nothing),
        .title = N_("the approval number differs"),
        .explain = N_("The approval number (批准文号) on the box is none of those that the catalog gives this code. A number that is not formed like one is "
                      "only a warning: it was probably mistyped."),
        .fires = N_("H20013063 on an entry with 国药准字H20013062"),
        .passes = N_("H20013062 on that entry: 国药准字 may be left out") END,

    /* P: prices */
    RULE(P601, "over-ceiling", ERROR), NEEDS(code_price, nothing),
        .title = N_("the price is above the ceiling"),
        .explain = N_("The hospital's price for one dose unit, or for one service or consumable, is above what the catalog allows at the hospital's "
                      "level (--hospital-level; without it, above what it allows at any level). The ceiling is first turned into the row's own unit "
                      "and rounded to its decimals, so that the price of a split pack is not blamed for rounding."),
        .fires = N_("price 20.00 a box, ceiling 18.60 a box"),
        .passes = N_("price 0.78 a tablet, ceiling 18.60 for a box of 24: 0.775 is rounded to 0.78") END,

    /* B: benefit */
    RULE(B701, "self-paid-mapped-in", ERROR), NEEDS(code_pay_class, nothing), .silences = B(B702) | B(B703),
        .title = N_("a self-paid item is mapped to a reimbursed code"),
        .explain = N_("The hospital bills the item to the patient (pay class C, 自费), and the code is one that the fund pays. Claiming a non-catalog "
                      "item on a catalog code is forbidden. Where the entry is restricted, a self-paid twin of the item is usual: then this is a warning."),
        .fires = N_("pay class 自费 on a code of class B"),
        .passes = N_("pay class 乙 on a code of class B") END,
    RULE(B702, "pay-class-mismatch", ERROR), NEEDS(code_pay_class, nothing),
        .title = N_("the pay class differs"),
        .explain = N_("Class A (甲) and class B (乙) are reimbursed differently, and class C (丙) not at all. Take the catalog's class."),
        .fires = N_("pay class 甲 on a code of class B"),
        .passes = N_("pay class 乙 on a code of class B") END,
    RULE(B703, "self-pay-mismatch", ERROR), NEEDS(code_self_pay, nothing),
        .title = N_("the share that the patient pays first differs"),
        .explain = N_("The share (先自付比例) in the row is another than the catalog's, for the scheme given with --scheme, else for the only one that the "
                      "catalog names. Patients are charged wrongly until it is corrected."),
        .fires = N_("share 20%, where the code has 0.10"),
        .passes = N_("share 10%, where the code has 0.10") END,

    /* M: the mapping as a whole */
    RULE(M801, "mapped-twice", ERROR), NEEDS(code, nothing),
        .title = N_("one local code is mapped to different catalog codes"),
        .explain = N_("On days that both rows cover, nobody can tell which catalog code a claim should carry. End one mapping before the other begins, or "
                      "delete the wrong one."),
        .fires = N_("Y0001 on two codes, both without dates"),
        .passes = N_("Y0001 on one code to 2026-06-30 and on another from 2026-07-01") END,
    RULE(M803, "duplicate-local-code", ERROR), NEEDS(code, nothing),
        .title = N_("one local code stands in several rows that differ"),
        .explain = N_("The rows have the same local code and the same catalog code, on overlapping days, and differ in other fields, so one of them is not "
                      "true. Where only prices, quantity, dates, note or persons differ, it is a warning."),
        .fires = N_("two rows for Y0001 on one code, one with 0.25g and one with 0.5g"),
        .passes = N_("two rows for Y0001 on one code, the first to 2026-06-30, the second from 2026-07-01") END,
};
/* clang-format on */
