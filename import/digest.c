/* import/digest.c: see the header. It must never move the file's reading place, which the reading process has too. */
#include "import/digest.h"

#include "base/i18n.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE ((size_t)256 << 10)

struct file_digest {
    const char *name;
    int fd;
    struct stat before;
    struct sha256 *hash;
    uint64_t done;
    char piece[PIECE];
};

static int cannot(const struct file_digest *d, struct error *err)
{
    return error_errno(err, ERROR_INPUT, errno, _("%s: cannot be read"), d->name);
}

static int changed(const struct file_digest *d, struct error *err)
{
    return error_set(err, ERROR_INPUT, _("%s: the file changed while it was read; import it when nobody writes to it any more"), d->name);
}

struct file_digest *file_digest_new(const struct source *source, struct error *err)
{
    struct file_digest *d = calloc(1, sizeof *d);
    if (!d) {
        error_memory(err);
        return NULL;
    }
    d->name = source_name(source);
    d->fd = source_fd(source);
    if (hash_start(err) == 0 && (d->hash = sha256_new(err)) != NULL && (fstat(d->fd, &d->before) == 0 || cannot(d, err) == 0))
        return d;
    file_digest_free(d);
    return NULL;
}

void file_digest_free(struct file_digest *d)
{
    if (d)
        sha256_free(d->hash);
    free(d);
}

int file_digest_upto(struct file_digest *d, uint64_t bytes, struct error *err)
{
    while (d->done < bytes) {
        const uint64_t left = bytes - d->done;
        ssize_t got = pread(d->fd, d->piece, left < PIECE ? (size_t)left : PIECE, (off_t)d->done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return got < 0 ? cannot(d, err) : changed(d, err);
        sha256_update(d->hash, d->piece, (size_t)got);
        d->done += (uint64_t)got;
    }
    return 0;
}

static bool is_same(const struct stat *a, const struct stat *b)
{
    return a->st_size == b->st_size && a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec &&
           a->st_ctim.tv_sec == b->st_ctim.tv_sec && a->st_ctim.tv_nsec == b->st_ctim.tv_nsec;
}

int file_digest_finish(struct file_digest *d, uint64_t bytes, unsigned char out[SHA256_BYTES], struct error *err)
{
    struct stat now;
    if (file_digest_upto(d, bytes, err) < 0)
        return -1;
    if (fstat(d->fd, &now) < 0)
        return cannot(d, err);
    if (d->done != bytes || !is_same(&d->before, &now))
        return changed(d, err);
    if (bytes != (uint64_t)now.st_size)
        return error_set(err, ERROR_INPUT, _("%s: bytes: %llu, read: %llu; nothing was imported"), d->name, (unsigned long long)now.st_size,
                         (unsigned long long)bytes);
    return sha256_final(d->hash, out, err);
}
