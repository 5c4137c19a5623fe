/* import/spool.h: records that must wait, in order, in a few MiB of memory and then in a file without a name.
 *
 *     spool_put(&spool, &record, &err);
 *     spool_drain(&spool, on_record, ctx, &err);   // each in turn; empty afterwards
 */
#ifndef IMPORT_SPOOL_H
#define IMPORT_SPOOL_H

#include "io/record.h"

struct spool {
    struct buf bytes;
    const char *dir; /* where the file is made */
    int fd;          /* -1: none yet */
    uint64_t count, written;
};

void spool_init(struct spool *s, const char *dir);
void spool_release(struct spool *s);
int spool_put(struct spool *s, const struct record *record, struct error *err);
/* Records live during the call. Return -1 to stop. */
typedef int spool_fn(void *ctx, const struct record *record, struct error *err);
int spool_drain(struct spool *s, spool_fn *fn, void *ctx, struct error *err);
#endif
