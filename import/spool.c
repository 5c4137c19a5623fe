/* import/spool.c: a queue of records on disk. It must never leave a file behind. */
#include "import/spool.h"

#include "base/i18n.h"
#include "base/temp.h"

#include <errno.h>
#include <unistd.h>

#define MEMORY_MOST ((size_t)8 << 20)
#define PIECE       ((size_t)1 << 20)

void spool_init(struct spool *s, const char *dir)
{
    *s = (struct spool){ .bytes = BUF_INIT, .dir = dir, .fd = -1 };
}

void spool_release(struct spool *s)
{
    buf_release(&s->bytes);
    if (s->fd >= 0)
        close(s->fd);
    s->fd = -1;
}

static int write_out(struct spool *s, struct error *err)
{
    if (s->fd < 0 && (s->fd = temp_open(s->dir, err)) < 0)
        return -1;
    if (temp_write(s->fd, s->dir, s->bytes.p, s->bytes.n, err) < 0)
        return -1;
    s->written += s->bytes.n;
    buf_clear(&s->bytes);
    return 0;
}

int spool_put(struct spool *s, const struct record *record, struct error *err)
{
    frame_add_record(&s->bytes, record);
    s->count++;
    if (buf_check(&s->bytes, err) < 0)
        return -1;
    return s->bytes.n > MEMORY_MOST ? write_out(s, err) : 0;
}

/* Every whole frame in bytes; what is left moves to its beginning. */
static int take_frames(struct frame_reader *reader, struct buf *bytes, spool_fn *fn, void *ctx, struct error *err)
{
    struct span rest = buf_span(bytes);
    struct frame frame;
    int got;
    while ((got = frame_next(reader, &rest, &frame, err)) > 0)
        if (fn(ctx, &frame.u.record, err) < 0)
            return -1;
    if (rest.n > 0 && rest.n < bytes->n)
        memmove(bytes->p, rest.p, rest.n);
    bytes->n = rest.n;
    return got;
}

static int drain_file(struct spool *s, struct frame_reader *reader, struct buf *bytes, spool_fn *fn, void *ctx, struct error *err)
{
    if (write_out(s, err) < 0)
        return -1;
    for (uint64_t at = 0; at < s->written;) {
        char *room = buf_room(bytes, PIECE);
        if (!room)
            return error_memory(err);
        ssize_t n = pread(s->fd, room, PIECE, (off_t)at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return error_errno(err, ERROR_STORE, n < 0 ? errno : EIO, _("%s: the temporary file cannot be read"), s->dir ? s->dir : "/tmp");
        bytes->n += (size_t)n;
        at += (uint64_t)n;
        if (take_frames(reader, bytes, fn, ctx, err) < 0)
            return -1;
    }
    return 0;
}

int spool_drain(struct spool *s, spool_fn *fn, void *ctx, struct error *err)
{
    struct frame_reader reader = FRAME_READER_INIT;
    struct buf bytes = BUF_INIT;
    int rc;
    if (s->fd >= 0) {
        rc = drain_file(s, &reader, &bytes, fn, ctx, err);
        if (rc == 0 && ftruncate(s->fd, 0) < 0)
            rc = error_errno(err, ERROR_STORE, errno, _("%s: the temporary file cannot be emptied"), s->dir ? s->dir : "/tmp");
        if (rc == 0 && lseek(s->fd, 0, SEEK_SET) < 0)
            rc = error_errno(err, ERROR_STORE, errno, _("%s: the temporary file cannot be emptied"), s->dir ? s->dir : "/tmp");
    } else {
        bytes = s->bytes;
        buf_init(&s->bytes);
        rc = take_frames(&reader, &bytes, fn, ctx, err);
    }
    s->count = s->written = 0;
    frame_reader_release(&reader);
    buf_release(&bytes);
    return rc;
}
