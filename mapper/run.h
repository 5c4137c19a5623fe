/* mapper/run.h: the engine's own side: running the rules of one row that has an entry. For check.c and its tests. */
#ifndef MAPPER_RUN_H
#define MAPPER_RUN_H

#include "mapper/engine.h"

/* Runs every rule that compares a row with an entry, silencers first; findings go to ctx->findings. */
void run_rules(struct rule_context *ctx, const struct row *row, const struct view_entry *entry);
/* Would one of these rules give the row an error or a warning if it had this entry's code? Nothing is added and nothing silenced. */
bool would_speak(struct rule_context *ctx, const struct row *row, const struct view_entry *entry, uint64_t rules);
/* The RULE_BITs of each step in the order in which they run; the number of steps. */
size_t run_order(uint64_t *rules, size_t most);
#endif
