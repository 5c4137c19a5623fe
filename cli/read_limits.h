/* cli/read_limits.h: --max-size, --max-ratio, --max-text and --max-depth. */
#ifndef CLI_READ_LIMITS_H
#define CLI_READ_LIMITS_H

#include "cli/args.h"
#include "io/limits.h"

/* Their rows in the options of a verb; `under` is the heading in its --help. */
#define READ_LIMITS_ROWS(under)                                                                                                                  \
    { OPTION_MAX_SIZE,  0, "max-size",  N_("SIZE"),                                                                                              \
      N_("bytes of one file that are read at most, unpacked: a number with K, M, G or T behind it (16G if not said)"), under },                  \
    { OPTION_MAX_RATIO, 0, "max-ratio", N_("NUMBER"),                                                                                            \
      N_("times its size to which a packed file may unpack, beyond 64 MiB (1000 if not said)"), under },                                         \
    { OPTION_MAX_TEXT,  0, "max-text",  N_("SIZE"),   N_("bytes of one value at most (4M if not said; no more than 16M)"), under },              \
    { OPTION_MAX_DEPTH, 0, "max-depth", N_("NUMBER"), N_("elements in each other at most (100 if not said)"), under }

/* What the options say, READ_LIMITS where they say nothing. -1: ERROR_USAGE. */
int read_limits_option(const struct args *args, struct read_limits *out, struct error *err);
#endif
