/* io/container.c: libarchive's ZIP reader over a plain descriptor, with bounds. No other format or filter is ever switched on. */
#include "io/container.h"
#include "base/i18n.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#define BLOCK ((size_t)64 << 10)

struct container {
    int fd;
    uint64_t size, at;  /* of the file; where the next block is read */
    struct archive *archive; /* NULL: nothing is open */
    char member[256];   /* being read, for messages */
    uint64_t taken;     /* bytes handed to libarchive since it was found */
    uint64_t given;     /* bytes that came out of it */
    char block[BLOCK];
    char name[];
};

/* ---- bytes for libarchive ---- */

static la_ssize_t on_read(struct archive *a, void *ctx, const void **out)
{
    struct container *c = ctx;
    size_t want = c->size - c->at < BLOCK ? (size_t)(c->size - c->at) : BLOCK;
    ssize_t n;
    do
        n = pread(c->fd, c->block, want, (off_t)c->at);
    while (n < 0 && errno == EINTR);
    if (n < 0) {
        archive_set_error(a, errno, "%s", strerror(errno));
        return ARCHIVE_FATAL;
    }
    c->at += (uint64_t)n;
    c->taken += (uint64_t)n;
    *out = c->block;
    return n;
}

static la_int64_t on_seek(struct archive *a, void *ctx, la_int64_t offset, int whence)
{
    struct container *c = ctx;
    (void)a;
    la_int64_t from = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? (la_int64_t)c->at : (la_int64_t)c->size;
    if (offset < -from)
        return ARCHIVE_FATAL;
    c->at = (uint64_t)(from + offset);
    if (c->at > c->size)
        c->at = c->size;
    return (la_int64_t)c->at;
}

static la_int64_t on_skip(struct archive *a, void *ctx, la_int64_t n)
{
    struct container *c = ctx;
    (void)a;
    uint64_t step = n < 0 ? 0 : (uint64_t)n < c->size - c->at ? (uint64_t)n : c->size - c->at;
    c->at += step;
    return (la_int64_t)step;
}

/* ---- the archive ---- */

static void close_archive(struct container *c)
{
    if (c->archive)
        archive_read_free(c->archive);
    c->archive = NULL;
}

static int damaged(const struct container *c, struct error *err)
{
    const char *why = c->archive ? archive_error_string(c->archive) : NULL;
    if (c->archive && archive_errno(c->archive) == ENOMEM)
        return error_memory(err);
    return error_set(err, ERROR_INPUT, _("%s: the file is cut or damaged (%s): save it again, or copy it again"), c->name,
                     why ? why : _("it is no whole ZIP archive"));
}

static int open_archive(struct container *c, struct error *err)
{
    close_archive(c);
    c->at = 0;
    c->archive = archive_read_new();
    if (!c->archive)
        return error_memory(err);
    if (archive_read_support_format_zip_seekable(c->archive) != ARCHIVE_OK || archive_read_set_read_callback(c->archive, on_read) != ARCHIVE_OK ||
        archive_read_set_seek_callback(c->archive, on_seek) != ARCHIVE_OK || archive_read_set_skip_callback(c->archive, on_skip) != ARCHIVE_OK ||
        archive_read_set_callback_data(c->archive, c) != ARCHIVE_OK || archive_read_open1(c->archive) != ARCHIVE_OK) {
        int status = damaged(c, err);
        close_archive(c);
        return status;
    }
    return 0;
}

struct container *container_open(int fd, uint64_t size, const char *name, struct error *err)
{
    size_t n = strlen(name) + 1;
    struct container *c = malloc(sizeof *c + n);
    if (!c) {
        error_memory(err);
        return NULL;
    }
    *c = (struct container){ .fd = fd, .size = size };
    memcpy(c->name, name, n);
    return c;
}

void container_free(struct container *c)
{
    if (!c)
        return;
    close_archive(c);
    free(c);
}

const char *container_name(const struct container *c)
{
    return c->name;
}

/* Names in a workbook have no blanks at their ends, and may begin with a slash that means nothing. Case does not count, as in Excel. */
bool container_same(const char *a, const char *b)
{
    a += *a == '/';
    b += *b == '/';
    for (; *a && *b; a++, b++) {
        char x = *a >= 'A' && *a <= 'Z' ? (char)(*a - 'A' + 'a') : *a == '\\' ? '/' : *a;
        char y = *b >= 'A' && *b <= 'Z' ? (char)(*b - 'A' + 'a') : *b == '\\' ? '/' : *b;
        if (x != y)
            return false;
    }
    return *a == *b;
}

static int look_at(struct container *c, struct archive_entry *entry, struct error *err)
{
    if (archive_entry_is_data_encrypted(entry) || archive_entry_is_metadata_encrypted(entry))
        return error_set(err, ERROR_INPUT, _("%s: is protected by a password: take the password off in the program that made it, and save it again"),
                         c->name);
    if (archive_entry_size_is_set(entry) && (uint64_t)archive_entry_size(entry) > CONTAINER_BYTES_MOST)
        return error_set(err, ERROR_INPUT, _("%s: its part %s unpacks to more than %llu MB, which is not read"), c->name, c->member,
                         (unsigned long long)(CONTAINER_BYTES_MOST >> 20));
    c->taken = c->given = 0;
    return 1;
}

int container_find(struct container *c, const char *member, struct error *err)
{
    struct archive_entry *entry;
    int got;
    if (strlen(member) >= sizeof c->member)
        return 0;
    memcpy(c->member, member, strlen(member) + 1);
    if (open_archive(c, err) < 0)
        return -1;
    for (unsigned n = 0; (got = archive_read_next_header(c->archive, &entry)) == ARCHIVE_OK || got == ARCHIVE_WARN; n++) {
        const char *name = archive_entry_pathname(entry);
        if (n == CONTAINER_MEMBERS_MOST)
            return error_set(err, ERROR_INPUT, _("%s: has more than %d parts, which no workbook has"), c->name, CONTAINER_MEMBERS_MOST);
        if (name && container_same(name, member))
            return look_at(c, entry, err);
    }
    return got == ARCHIVE_EOF ? 0 : damaged(c, err);
}

int container_next(struct container *c, bool first, struct container_member *out, struct error *err)
{
    struct archive_entry *entry;
    if (first && open_archive(c, err) < 0)
        return -1;
    int got = archive_read_next_header(c->archive, &entry);
    if (got != ARCHIVE_OK && got != ARCHIVE_WARN)
        return got == ARCHIVE_EOF ? 0 : damaged(c, err);
    const char *name = archive_entry_pathname(entry);
    if (!name || !archive_entry_size_is_set(entry))
        return damaged(c, err);
    snprintf(c->member, sizeof c->member, "%s", name);
    *out = (struct container_member){ name, (uint64_t)archive_entry_size(entry), archive_entry_mtime(entry) };
    return look_at(c, entry, err);
}

int64_t container_read(struct container *c, char *p, size_t n, struct error *err)
{
    la_ssize_t got;
    if (!c->archive)
        return damaged(c, err);
    do
        got = archive_read_data(c->archive, p, n);
    while (got == ARCHIVE_RETRY);
    if (got < 0)
        return damaged(c, err);
    c->given += (uint64_t)got;
    bool swells = c->given > CONTAINER_RATIO_FROM && c->given / CONTAINER_RATIO_MOST > c->taken;
    if (swells || c->given > CONTAINER_BYTES_MOST)
        return error_set(err, ERROR_INPUT, _("%s: its part %s unpacks to very much more than it is packed: that is no workbook, and it is not read"),
                         c->name, c->member);
    return got;
}
