/* mapper/rule_table.h: how the rows of the rule table are written, for rule.c and the rule_table_*.c files, one a group of rules.
 * A row says what a rule is called, what it needs, what it silences, and how it is explained to a pharmacist. */
#ifndef MAPPER_RULE_TABLE_H
#define MAPPER_RULE_TABLE_H

#include "base/i18n.h"
#include "mapper/rule.h"

#define R(id, slug, severity) extern const struct rule_info rule_info_##id;
RULES(R)
#undef R

/* What is silenced: one rule, or every rule of a group. */
#define B(id) RULE_BIT(RULE_##id)
#define OR_BIT(id, slug, severity) | B(id)
#define SILENCE_N (0 RULES_N(OR_BIT))
#define SILENCE_D (0 RULES_D(OR_BIT))
#define SILENCE_S (0 RULES_S(OR_BIT))
#define SILENCE_P (0 RULES_P(OR_BIT))
#define SILENCE_B (0 RULES_B(OR_BIT))
#define SILENCE_M (0 RULES_M(OR_BIT))
#define SILENCE_DSP (SILENCE_D | SILENCE_S | SILENCE_P)
#define SILENCE_ALL (SILENCE_N | SILENCE_DSP | SILENCE_B)

/* Columns: a rule needs all of the first list and, where the second is not empty, one of it. */
#define LIST(name, ...) static const enum column name[] = { __VA_ARGS__, COLUMN_NONE }
#define NOTHING ((const enum column[]){ COLUMN_NONE })
#define NEEDS(all, any) .columns = (all), .any_of = (any)

/* The row of one rule. Slug and severity are those of RULES in finding.h; a test holds them together. */
#define RULE(name, word, grave)                                                                                         \
    const struct rule_info rule_info_##name = { .rule = RULE_##name, .id = #name, .slug = (word), .severity = SEVERITY_##grave
#define END }
#endif
