/* cli/list_packs.h: what `duima list` says of the signed packs that were taken in: for people and for programs. */
#ifndef CLI_LIST_PACKS_H
#define CLI_LIST_PACKS_H

#include "cli/cli.h"

/* A table of the packs of each region (of one, where it is not absent), and below it why one is missing. *count: how many there are. */
int list_packs(struct cli *cli, struct span region, struct buf *out, size_t *count, struct error *err);
/* ,"pack":{…} where the version came in a pack. Members are a contract with other programs (duima-list(1)): they are only ever added. */
int list_pack_member(struct cli *cli, const struct version_info *v, struct buf *out, struct error *err);
#endif
