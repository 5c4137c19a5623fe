/* io/container.h: the members of a ZIP archive that a stranger made, by name, one at a time. Nothing is ever unpacked to a file.
 *
 *     struct container *c = container_open(fd, size, "drugs.xlsx", &err);
 *     if (container_find(c, "xl/workbook.xml", &err) > 0)
 *         while ((n = container_read(c, p, sizeof p, &err)) > 0) ...
 *     container_free(c);
 *
 * Refused with a sentence (ERROR_INPUT): an archive that is cut or damaged, one with a password, one with more than CONTAINER_MEMBERS_MOST members,
 * a member that unpacks to more than CONTAINER_BYTES_MOST or to more than CONTAINER_RATIO_MOST times its size. */
#ifndef IO_CONTAINER_H
#define IO_CONTAINER_H

#include "base/error.h"
#include "base/span.h"
#include <stdint.h>

#define CONTAINER_MEMBERS_MOST 100000
#define CONTAINER_BYTES_MOST   ((uint64_t)8 << 30)
#define CONTAINER_RATIO_MOST   200                   /* … which counts only for what is longer than */
#define CONTAINER_RATIO_FROM   ((uint64_t)64 << 20)

struct container;

/* Reads `size` bytes at any offset of fd, which stays the caller's and must outlive it. `name` is for messages and copied. NULL with err. */
struct container *container_open(int fd, uint64_t size, const char *name, struct error *err);
void container_free(struct container *c);

/* Before its first byte. 1: found, 0: there is no such member, -1. */
int container_find(struct container *c, const char *member, struct error *err);
/* The members in their order, the first one or the one behind it: 1, 0: there are no more, -1. container_read gives its bytes. */
struct container_member {
    const char *name; /* until the next call */
    uint64_t size;
    int64_t time;     /* seconds since 1970 */
};
int container_next(struct container *c, bool first, struct container_member *out, struct error *err);
/* Do two names mean one member? */
bool container_same(const char *a, const char *b);
/* Up to n bytes of that member: how many, 0 at its end (it was whole and its checksum right), -1 with err. */
int64_t container_read(struct container *c, char *p, size_t n, struct error *err);
/* For messages. */
const char *container_name(const struct container *c);
#endif
