/* cli/profile_verb.h: what stands behind `duima profile`: one function for each of its words, and what they share. */
#ifndef CLI_PROFILE_VERB_H
#define CLI_PROFILE_VERB_H

#include "cli/cli.h"
#include "import/profile.h"
#include "report/layout.h"

/* cli/cmd_profile.c */
/* The label of a field that a profile can fill, in the language of messages; its own word where there is none. */
const char *profile_field_label(const char *field);
/* KIND_BITs of all that its records can be. */
unsigned profile_kinds(const struct profile *p);
/* A cell of a table, cut at so many columns; no control character. */
void profile_cell(struct layout_table *t, struct span s, int most);
/* Columns for a text that may be cut, on a terminal of known width where `others` are taken; else `most`. */
int profile_room(const struct cli *cli, int others, int most);
/* A heading line. */
void profile_heading(const struct cli *cli, struct buf *out, const char *text);
/* --records and the like: a whole number from 0 to 1000000. */
int profile_number(const struct args *args, enum option_id id, const char *name, uint64_t usual, uint64_t *out, struct error *err);

int profile_show(struct cli *cli, const struct args *args, struct error *err);
int profile_test(struct cli *cli, const struct args *args, struct error *err);
int profile_new(struct cli *cli, const struct args *args, struct error *err);
#endif
