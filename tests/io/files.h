/* tests/io/files.h: small files for tests of io, in a place that goes away with the test. */
#ifndef TESTS_IO_FILES_H
#define TESTS_IO_FILES_H
#include "base/span.h"
#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Where temporary files go. */
static inline const char *temp_dir(void)
{
    const char *dir = getenv("TMPDIR");
    return dir && *dir ? dir : "/tmp";
}

/* The name of a new file with these bytes, in `name`; the caller unlinks it. */
static inline const char *file_of(struct span bytes, char name[256])
{
    snprintf(name, 256, "%s/duima-test-XXXXXX", temp_dir());
    int fd = mkstemp(name);
    ck_assert_int_ge(fd, 0);
    for (size_t at = 0; at < bytes.n;) {
        ssize_t n = write(fd, bytes.p + at, bytes.n - at);
        ck_assert_int_gt(n, 0);
        at += (size_t)n;
    }
    close(fd);
    return name;
}
#endif
