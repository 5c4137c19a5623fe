/* cli/rule_choice.h: what --select, --ignore and --severity say of rules. */
#ifndef CLI_RULE_CHOICE_H
#define CLI_RULE_CHOICE_H

#include "cli/cli.h"
#include "mapper/finding.h"

/* Which rules are hidden. */
int rule_selection(const struct args *args, bool rule_off[RULE_COUNT], struct error *err);
/* 1 + the severity that a rule is given; 0: its own stays. Of several the last counts. */
int rule_severities(const struct args *args, signed char severities[RULE_COUNT], struct error *err);
#endif
