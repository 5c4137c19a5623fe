/* io/container_write.c: libarchive's ZIP writer. What the taker of the bytes says went wrong is what the caller hears. */
#include "io/container_write.h"
#include "base/i18n.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>

struct container_out {
    struct archive *archive;
    int (*write)(void *ctx, const char *p, size_t n, struct error *err);
    void *ctx;
    struct error err; /* of `write` */
    uint64_t left;    /* bytes that the member still wants */
};

static la_ssize_t on_write(struct archive *a, void *ctx, const void *p, size_t n)
{
    struct container_out *o = ctx;
    if (o->err.code == ERROR_NONE && o->write(o->ctx, p, n, &o->err) == 0)
        return (la_ssize_t)n;
    archive_set_error(a, EIO, "%s", o->err.text);
    return -1;
}

static int fault(const struct container_out *o, struct error *err)
{
    const char *why = archive_error_string(o->archive);
    if (o->err.code != ERROR_NONE) {
        if (err)
            *err = o->err;
        return -1;
    }
    if (archive_errno(o->archive) == ENOMEM)
        return error_memory(err);
    return error_set(err, ERROR_STORE, _("the archive cannot be written (%s)"), why ? why : "");
}

struct container_out *container_out_new(int (*write)(void *ctx, const char *p, size_t n, struct error *err), void *ctx, struct error *err)
{
    struct container_out *o = calloc(1, sizeof *o);
    if (!o || !(o->archive = archive_write_new())) {
        free(o);
        error_memory(err);
        return NULL;
    }
    o->write = write;
    o->ctx = ctx;
    if (archive_write_set_format_zip(o->archive) == ARCHIVE_OK && archive_write_set_bytes_per_block(o->archive, 0) == ARCHIVE_OK &&
        archive_write_open(o->archive, o, NULL, on_write, NULL) == ARCHIVE_OK)
        return o;
    fault(o, err);
    container_out_free(o);
    return NULL;
}

void container_out_free(struct container_out *o)
{
    if (!o)
        return;
    archive_write_fail(o->archive); /* nothing more is written; after the end there is nothing */
    archive_write_free(o->archive);
    free(o);
}

int container_out_member(struct container_out *o, const char *name, uint64_t size, int64_t time, struct error *err)
{
    struct archive_entry *e = archive_entry_new();
    if (!e)
        return error_memory(err);
    archive_entry_set_pathname(e, name);
    size_t n = strlen(name);
    bool folder = n > 0 && name[n - 1] == '/';
    archive_entry_set_filetype(e, folder ? AE_IFDIR : AE_IFREG);
    archive_entry_set_perm(e, folder ? 0755 : 0644);
    archive_entry_set_size(e, (la_int64_t)size);
    archive_entry_set_mtime(e, time, 0);
    int status = archive_write_header(o->archive, e);
    archive_entry_free(e);
    o->left = size;
    return status < ARCHIVE_WARN ? fault(o, err) : 0;
}

int container_out_add(struct container_out *o, const char *p, size_t n, struct error *err)
{
    if (n > o->left)
        return error_set(err, ERROR_INPUT, "%s", _("the workbook changed while it was read; nothing was written"));
    o->left -= n;
    return archive_write_data(o->archive, p, n) == (la_ssize_t)n ? 0 : fault(o, err);
}

int container_out_end(struct container_out *o, struct error *err)
{
    if (o->left > 0)
        return error_set(err, ERROR_INPUT, "%s", _("the workbook changed while it was read; nothing was written"));
    return archive_write_close(o->archive) < ARCHIVE_WARN ? fault(o, err) : 0;
}
