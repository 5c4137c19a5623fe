/* report/sink.c: see the header. */
#include "report/sink.h"

int sink_write(struct buf *out, size_t at_least, write_fn *write, void *ctx, struct error *err)
{
    if (buf_check(out, err) < 0)
        return -1;
    if (out->n < at_least || out->n == 0)
        return 0;
    int status = write(ctx, out->p, out->n, err);
    buf_clear(out);
    return status;
}
