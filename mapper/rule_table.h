/* mapper/rule_table.h: the rule table, for rule.c only. */
#ifndef MAPPER_RULE_TABLE_H
#define MAPPER_RULE_TABLE_H
#include "mapper/rule.h"
extern const struct rule_info rule_table[RULE_COUNT];
#endif
