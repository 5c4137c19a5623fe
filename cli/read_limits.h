/* cli/read_limits.h: --max-size, --max-ratio, --max-text and --max-depth. */
#ifndef CLI_READ_LIMITS_H
#define CLI_READ_LIMITS_H

#include "cli/args.h"
#include "io/limits.h"

/* What the options say, READ_LIMITS where they say nothing. -1: ERROR_USAGE. */
int read_limits_option(const struct args *args, struct read_limits *out, struct error *err);
#endif
