/* cli/twice.h: a document that is read twice. Standard input and pipes give their bytes once: those are copied into an unnamed temporary file first.
 *
 *     struct twice t;
 *     if (twice_open(&t, cli, "-", &limits, &err) == 0) ... t.fd: 0, or an open file, which stands in for the path; twice_again() between the readings
 *     twice_release(&t); */
#ifndef CLI_TWICE_H
#define CLI_TWICE_H

#include "cli/cli.h"
#include "io/limits.h"

struct twice {
    int fd; /* 0: a file that can be opened by its path as often as one likes */
};
/* -1: it cannot be read, has more bytes than limits->size, or (ERROR_STOPPED) somebody wants an end. twice_release after every call. */
int twice_open(struct twice *t, struct cli *cli, const char *path, const struct read_limits *limits, struct error *err);
/* Back to the first byte. */
int twice_again(const struct twice *t, struct error *err);
void twice_release(struct twice *t);
#endif
