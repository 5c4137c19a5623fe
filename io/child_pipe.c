/* io/child_pipe.c: bytes into a pipe, lent or copied. Memory that is lent must not be touched before the parent has read it: the pipe gives pages out in
 * the order in which they came, so whatever was lent before the last `holds` pages is read. Pages that are copied count for nothing here, since the kernel
 * puts several writes into one. */
#include "io/child_pipe.h"
#include "base/i18n.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/uio.h>
#include <unistd.h>

#define LEND_LEAST ((size_t)64 << 10) /* bytes; fewer are copied as fast */
#define LEND_MOST  ((size_t)1 << 20)  /* bytes of a buffer: one that a large record has grown is not kept six times */

static uint64_t page(void)
{
    long n = sysconf(_SC_PAGESIZE);
    return n > 0 ? (uint64_t)n : 4096;
}

void child_pipe_init(struct child_pipe *p, int fd)
{
    *p = (struct child_pipe){ .fd = fd };
    int bytes = fcntl(fd, F_GETPIPE_SZ);
    p->holds = bytes > 0 ? (uint64_t)bytes / page() : 0;
    for (unsigned i = 0; i < PIPE_BUFFERS; i++)
        buf_init(&p->lending[i].buf);
}

static int cannot_write(struct error *err)
{
    return error_errno(err, ERROR_INPUT, errno, "%s", _("the reading process cannot hand on what it read"));
}

static int copy_all(struct child_pipe *p, const char *from, size_t n, struct error *err)
{
    while (n > 0) {
        ssize_t done = write(p->fd, from, n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return cannot_write(err);
        from += done;
        n -= (size_t)done;
    }
    return 0;
}

static bool may_lend(const struct child_pipe *p, const struct buf *out)
{
    return p->holds > 0 && out->n >= LEND_LEAST && out->cap <= LEND_MOST && p->lending[p->oldest].due <= p->lent;
}

/* How many of the bytes were lent: all, unless this kernel or container does not do it. -1. */
static int64_t lend_all(struct child_pipe *p, const struct buf *out, struct error *err)
{
    size_t done = 0;
    while (done < out->n) {
        struct iovec rest = { out->p + done, out->n - done };
        ssize_t n = vmsplice(p->fd, &rest, 1, 0);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && errno == EPIPE)
            return cannot_write(err);
        if (n <= 0) {
            p->holds = 0;
            break;
        }
        done += (size_t)n;
    }
    return (int64_t)done;
}

/* The buffer stays with the pipe; the one lent longest ago takes its place. */
static void change_buffer(struct child_pipe *p, struct buf *out)
{
    const uint64_t first = (uintptr_t)out->p / page(), last = ((uintptr_t)out->p + out->n - 1) / page();
    struct lending *oldest = &p->lending[p->oldest];
    p->oldest = (p->oldest + 1) % PIPE_BUFFERS;
    p->lent += last - first + 1;
    struct buf next = oldest->buf;
    *oldest = (struct lending){ *out, p->lent + p->holds };
    *out = next;
}

int child_pipe_put(struct child_pipe *p, struct buf *out, struct error *err)
{
    const int64_t lent = may_lend(p, out) ? lend_all(p, out, err) : 0;
    if (lent < 0 || copy_all(p, out->p + lent, out->n - (size_t)lent, err) < 0)
        return -1;
    if (lent > 0)
        change_buffer(p, out);
    buf_clear(out);
    return 0;
}
