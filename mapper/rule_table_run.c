/* mapper/rule_table_run.c: the rules X: the check itself. Data only; see rule_table.h. What it says must be what spec/rules.md says. */
#include "mapper/rule_table.h"

/* clang-format off */
RULE(X001, "stale-suppression", WARNING), NEEDS(NOTHING, NOTHING),
    .title = N_("an entry of the baseline or of the suppressions has expired or is no longer needed"),
    .todo = N_("Take the entry out of the file, or give it another last day."),
    .explain = N_("The baseline (--baseline) or the suppressions file (--suppressions) has an entry whose last day is over, so that its finding is reported again, or one that no finding of "
                  "the tables needs. Settle the finding or give the entry a later day; delete what is not needed. Whether an entry is needed is "
                  "said only where all tables could be read and no rows were skipped."),
    .fires = N_("an entry that expired on 2026-06-30, checked as of 2026-07-01; an entry for a finding that was corrected"),
    .passes = N_("an entry without a last day, whose finding is still there") END;
/* clang-format on */
