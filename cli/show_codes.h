/* cli/show_codes.h: duima show --codes FILE: a line for each code of a list, as it is in force on a day or in a version. */
#ifndef CLI_SHOW_CODES_H
#define CLI_SHOW_CODES_H

#include "cli/cli.h"

/* Reads the list (one code a line; "-" is standard input), looks all up and writes what there is, in the order of the list, where --format and -o say.
 * EXIT_FINDINGS is raised where a code has no entry. */
int show_codes(struct cli *cli, const struct args *args, const struct version_choice *choice, struct error *err);
#endif
