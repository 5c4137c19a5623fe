/* cli/show_history.h: duima show --history: what versions did to one code, and where its successors lead. */
#ifndef CLI_SHOW_HISTORY_H
#define CLI_SHOW_HISTORY_H

#include "cli/cli.h"

/* Appends it for every kind that the choice means; nothing where no version ever had the code, and no entry in force replaces it. */
int show_history(struct cli *cli, const struct version_choice *choice, struct span code, struct buf *out, struct error *err);
#endif
