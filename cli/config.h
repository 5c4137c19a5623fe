/* cli/config.h: options from files: a .duimarc, found upward, and the user's own. What the command line gives, a file does not.
 *
 *     # for the whole team
 *     catalog = 430000
 *     [check]
 *     fail-on = warning
 *
 * A file is UTF-8. Lines in front of the first section are for every verb that has the option, those of a section for the verb it names, where
 * they win. What is wrong in a file is ERROR_USAGE, naming file and line.
 *
 *     struct config config = CONFIG_INIT;
 *     config_read(&config, command, &args, &err);     // adds to args; needs them read
 *     ... config_blame(&args, command, &err) ...      // an error of an option that a file gave names the file
 *     config_show(&config, cli, command, &args, &out);
 *     config_release(&config);                        // values that it gave args end with it */
#ifndef CLI_CONFIG_H
#define CLI_CONFIG_H

#include "base/arena.h"
#include "cli/cli.h"
#include "cli/option.h"

struct config_line;
struct config {
    struct arena memory;
    const char *files[2]; /* that were read, as messages name them; NULL: none. The user's own first */
    struct config_line *lines;
    size_t count;
    struct args_item *negated; /* "no" in force: those options are not among the args */
    size_t negated_count;
};
#define CONFIG_INIT { ARENA_INIT, { NULL, NULL }, NULL, 0, NULL, 0 }

/* `command` NULL: only what every verb has. */
int config_read(struct config *c, const struct command *command, struct args *args, struct error *err);
void config_release(struct config *c);
/* Puts file and line behind the sentence of err, where it is about an option that a file gave. */
void config_blame(const struct args *args, const struct command *command, struct error *err);

/* cli/config_find.c: where the files are. Each appends a path, or nothing where there is no such file. */
/* $XDG_CONFIG_HOME/duima/duimarc */
int config_own(struct buf *path, struct error *err);
/* .duimarc: upward from the folder of `table` (NULL, "-": none), else from the working directory; the home directory and the root are the last
 * that are looked in. ERROR_USAGE where a stranger's file lies there: one that is not the user's, root's or of whom the starting folder is. */
int config_found(const char *table, struct buf *path, struct error *err);
/* The user's home directory; NULL: none. */
const char *config_home(void);

/* cli/config_show.c: appends the lines of --show-config. */
void config_show(const struct config *c, const struct cli *cli, const struct command *command, const struct args *args, struct buf *out);
#endif
