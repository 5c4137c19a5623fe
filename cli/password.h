/* cli/password.h: where the password of a secret key comes from: --password-file, else $DUIMA_KEY_PASSWORD, else the terminal, without echo. */
#ifndef CLI_PASSWORD_H
#define CLI_PASSWORD_H

#include "cli/cli.h"
#include "pack/sign.h"

/* path: the key's, for the question. twice: a new one, asked for again. The caller wipes `out`, also after -1. */
int password_read(struct cli *cli, const struct args *args, const char *path, bool twice, struct secret *out, struct error *err);
#endif
