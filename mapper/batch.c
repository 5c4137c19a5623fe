/* mapper/batch.c: see the header. */
#include "mapper/batch.h"

struct batch {
    struct table_row rows[BATCH_ROWS];
    struct buf texts[BATCH_ROWS], faults[BATCH_ROWS];
};

struct batch *batch_new(struct error *err)
{
    struct batch *b = calloc(1, sizeof *b);
    if (!b)
        error_memory(err);
    return b;
}

void batch_free(struct batch *b)
{
    if (!b)
        return;
    for (size_t i = 0; i < BATCH_ROWS; i++) {
        buf_release(&b->texts[i]);
        buf_release(&b->faults[i]);
    }
    free(b);
}

struct table_row *batch_row(struct batch *b, size_t i)
{
    return &b->rows[i];
}

int batch_read(struct batch *b, struct table *t, struct error *err)
{
    for (int n = 0; n < BATCH_ROWS; n++) {
        int got = table_next_kept(t, &b->rows[n], &b->texts[n], &b->faults[n], err);
        if (got <= 0)
            return got < 0 ? -1 : n;
    }
    return BATCH_ROWS;
}
