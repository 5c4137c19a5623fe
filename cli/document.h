/* cli/document.h: versions of the store as the one native document of them, in canonical form: what export writes and pack signs. */
#ifndef CLI_DOCUMENT_H
#define CLI_DOCUMENT_H

#include "cli/cli.h"
#include "report/sink.h"

/* The kinds of one label, in their order, inside a read of the store (store_begin_read). ERROR_USAGE: they came with different heads, so that one
 * document cannot hold them; ERROR_STOPPED after a signal. */
int document_write(struct cli *cli, const struct version_info *v, size_t n, write_fn *sink, void *ctx, struct error *err);
#endif
