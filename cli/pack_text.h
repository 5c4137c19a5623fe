/* cli/pack_text.h: what is said of a pack whose signature holds; by the verbs that take packs. */
#ifndef CLI_PACK_TEXT_H
#define CLI_PACK_TEXT_H

#include "cli/cli.h"
#include "pack/pack.h"

/* Appends what it is, in lines. */
void pack_text_add(const struct pack *p, struct buf *out);
/* ERROR_CATALOG where it is past its date today. */
int pack_not_expired(const struct cli *cli, const struct pack *p, struct error *err);
#endif
