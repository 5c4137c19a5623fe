/* base/temp.h: temporary files without a name, so that none can be left behind.
 *
 *     int fd = temp_open(dir, &err);
 *     temp_write(fd, dir, p, n, &err);
 *     close(fd); */
#ifndef BASE_TEMP_H
#define BASE_TEMP_H

#include "base/error.h"
#include <stddef.h>

/* A file in `dir` (NULL: "/tmp") for reading and writing, closed on exec; where the file system has no unnamed files, one whose name is
 * removed at once. The descriptor, the caller's to close; -1 with ERROR_STORE naming the folder. */
int temp_open(const char *dir, struct error *err);
/* Writes all n bytes at the file's position. `dir` is for the words. 0, or -1 with ERROR_STORE. */
int temp_write(int fd, const char *dir, const void *p, size_t n, struct error *err);
#endif
