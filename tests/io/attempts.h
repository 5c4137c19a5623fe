/* tests/io/attempts.h: what a reading process must not be able to do, each tried once. */
#ifndef TESTS_IO_ATTEMPTS_H
#define TESTS_IO_ATTEMPTS_H
#include "io/child.h"

/* try: 0: it was refused; 1: done. `path`: of a file, beside which it may be tried too. */
struct attempt {
    const char *name;
    int (*try)(const char *path);
    unsigned walls; /* any of these must stand for it to be refused; 0: always refused */
};

int attempt_open(const char *path); /* the first of them: a file of the system, whatever path is */
#define ATTEMPTS 19
extern const struct attempt attempts[ATTEMPTS];
#endif
