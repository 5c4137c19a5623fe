/* mapper/rule_table_table.c: the rules T: the table itself. Data only; see rule_table.h. What it says must be what spec/rules.md says. */
#include "mapper/rule_table.h"


/* clang-format off */
RULE(T101, "missing-column", ERROR), NEEDS(NOTHING, NOTHING),
    .title = N_("a required column is missing, or two headings name the same one"),
    .todo = N_("Name the column as duima knows it, or say with --columns what your headings mean."),
    .explain = N_("The table must have a column with the hospital's own code and one with the hospital's own name, and no column twice. "
                  "Nothing else is checked until that is so. Rename the heading, or say in a file what your headings mean and give it "
                  "with --columns; `man 5 duima-mapping` lists the headings that are known."),
    .fires = N_("a table whose columns are 序号, 名称 and 价格 only"),
    .passes = N_("a table with the columns 院内编码, 院内名称 and 医保编码") END;
RULE(T102, "bad-value", ERROR), NEEDS(NOTHING, NOTHING),
    .title = N_("a field cannot be read as what its column holds"),
    .todo = N_("Correct the field in the hospital system and export the table again."),
    .explain = N_("A price, number, date, kind or yes/no field holds something else. The field is treated as empty and the rest of the row "
                  "is checked. Correct the field in the hospital system or in the table."),
    .fires = N_("price 12,5; date 2026-02-30; kind drgu"),
    .passes = N_("price ￥18.60 or 1,234.50; date 2026/3/1") END;
RULE(T103, "bad-encoding", ERROR), NEEDS(NOTHING, NOTHING),
    .title = N_("a field has bytes that are not text in the table's encoding"),
    .todo = N_("Export the table again, or name its encoding with --encoding."),
    .explain = N_("The table was probably cut, or joined from files of different encodings. The field is treated as empty and the rest of the "
                  "row is checked. Export the table again, or name its encoding with --encoding if it was taken for another."),
    .fires = N_("a GBK table with half a character at the end of a field"),
    .passes = N_("a table that is GBK, or UTF-8, from its first byte to its last") END;
RULE(T104, "ragged-row", ERROR), NEEDS(NOTHING, NOTHING),
    .title = N_("the row has more or fewer fields than the heading row"),
    .todo = N_("Put fields that contain the separator in double quotes, or export the table again."),
    .explain = N_("Usually a separator stands inside a field that has no quotes around it, so that everything behind it is in the wrong column. "
                  "The row is not checked further. Put the field in double quotes, or export the table again."),
    .fires = N_("five headings, and the row Y0001,阿莫西林胶囊,0.25g,24粒,盒,12.50"),
    .passes = N_("five headings, and a row with five fields, some of them empty") END;
RULE(T105, "duplicate-row", WARNING), NEEDS(NOTHING, NOTHING), .silences = SILENCE_M,
    .title = N_("the same row again, every field alike"),
    .todo = N_("Delete one of the two rows."),
    .explain = N_("An exact copy of a row above. Delete one of the two."),
    .fires = N_("line 12 is line 7 to the letter"),
    .passes = N_("two rows with the same local code but another price (see M803)") END;
RULE(T106, "nothing-mapped", ERROR), NEEDS(NOTHING, NOTHING),
    .title = N_("not one row has a catalog code"),
    .todo = N_("Look whether the column of catalog codes was exported, and under which heading."),
    .explain = N_("Either nothing has been mapped yet, or the column with the catalog codes was left out of the export or has a heading that is "
                  "not known. Check the headings first."),
    .fires = N_("a table in which the column 医保编码 is empty from top to bottom"),
    .passes = N_("a table in which at least one row has a catalog code") END;
/* clang-format on */
