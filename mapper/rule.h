/* mapper/rule.h: the rule table: what each rule is called, how grave it is, what it needs, what it silences, how it is explained. */
#ifndef MAPPER_RULE_H
#define MAPPER_RULE_H

#include "mapper/finding.h"

struct rule_info {
    enum rule rule;
    const char *id, *slug;   /* "D302", "strength-mismatch" */
    enum severity severity;  /* the usual one */
    const char *title;       /* one line, N_() marked: "the amount in a dose unit differs" */
    const char *todo;        /* one sentence, N_() marked: what the pharmacist does */
    const char *explain;     /* paragraphs, N_() marked: why it matters, how to mend it */
    const char *fires, *passes; /* examples, N_() marked one-liners: `spec 0.25g on an entry of 0.5g` */
    uint64_t silences;       /* RULE_BITs: what it silences on the same row */
    const enum column *columns; /* without each of these the rule does not run (COLUMN_NONE ends the list) */
    const enum column *any_of;  /* … nor without at least one of these; an empty list asks for none */
    const char *option;         /* … nor without this option, "--previous"; NULL: asks for none */
};
#define RULE_BIT(rule) (UINT64_C(1) << (rule))

const struct rule_info *rule_info(enum rule rule);
/* By id, slug (case folded) — RULE_COUNT where there is none. */
enum rule rule_by_name(struct span name);
/* The name or identifier of a rule that is most like a word; NULL: none. */
const char *rule_near(struct span word);
/* Turns off (off = true) or on every rule that `selector` names: an id, a slug, a group letter (C), a prefix (C10). false: names none. */
bool rule_select(struct span selector, bool off, bool rule_off[RULE_COUNT]);
#endif
