/* cli/gates.h: the checks before publishing (catalog/gate.h) as options of a verb. */
#ifndef CLI_GATES_H
#define CLI_GATES_H

#include "catalog/gate.h"
#include "cli/cli.h"

/* Fills *out from --allow NAMES (any number of times); it tells through cli of each check that fails. ERROR_USAGE: no such check, or
 * --allow without --reason. */
int gates_read(struct cli *cli, const struct args *args, struct gate_options *out, struct error *err);
/* For who takes a catalog over as it is (import --publish): a check that fails is told as a warning, kept with the event, and stops nothing. */
struct gate_options gates_told(struct cli *cli);
#endif
