/* io/ole.h: the streams of an old Office file (Compound File Binary Format), by name, read at any offset. For what libfreexl does not tell.
 *
 *     struct ole *o = ole_open(fd, size, "drugs.xls", &err);
 *     if (ole_stream(o, "Workbook", &err) > 0)
 *         n = ole_read(o, offset, p, n, &err);
 *     ole_free(o);
 *
 * Every chain of sectors is bounded by the number of sectors in the file, so that none can go round in a circle. */
#ifndef IO_OLE_H
#define IO_OLE_H

#include "base/error.h"
#include <stddef.h>
#include <stdint.h>

struct ole;

/* Reads `size` bytes at any offset of fd, which stays the caller's and must outlive it; `name` too. NULL with err (ERROR_INPUT: cut or damaged). */
struct ole *ole_open(int fd, uint64_t size, const char *name, struct error *err);
void ole_free(struct ole *o);

/* Makes it the one that is read. 1: it is there, 0: there is none of that name, -1. */
int ole_stream(struct ole *o, const char *name, struct error *err);
/* Is there a stream or folder of that name? */
int ole_has(struct ole *o, const char *name, struct error *err);
/* How many of the n bytes at offset could be read: less at the end of the stream; -1 with err. */
int64_t ole_read(struct ole *o, uint64_t offset, char *p, size_t n, struct error *err);
uint64_t ole_size(const struct ole *o);
#endif
