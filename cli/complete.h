/* cli/complete.h: what may stand in the place of the word that somebody is typing. The scripts of the shells (share/completions) ask for it at
 * every TAB, so that they know every option, format, rule and version, in the user's language.
 *
 * A line is a candidate for the whole word, a TAB, and what it is. A line ":file" or ":dir" asks the shell for names of files or folders; the part
 * of the word in front of the "=" of "--option=" is not part of the name. No answer is no error. */
#ifndef CLI_COMPLETE_H
#define CLI_COMPLETE_H

#include "cli/cli.h"
#include "cli/option.h"

struct complete {
    struct cli *cli;
    const struct command *command; /* of the line; NULL: none so far */
    const char *db;                /* of the line; NULL: not said */
    size_t operands;               /* in front of the word */
    const char *first;             /* of them; NULL: none */
    struct span front, word;       /* of the word: what stays as it is; what a candidate begins with */
    struct buf *out;
};
/* `words` are those behind the program's name, the last one being typed (perhaps ""). */
int complete_words(struct cli *cli, const char *const *words, size_t n, struct buf *out, struct error *err);

/* A candidate, where it begins as the word does. */
void complete_add(struct complete *c, const char *candidate, const char *what);
/* cli/complete_values.c: the values of an option; what may stand in the place of an operand. */
int complete_value(struct complete *c, const struct option_row *row, struct error *err);
int complete_operand(struct complete *c, struct error *err);
#endif
