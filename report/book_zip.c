/* report/book_zip.c: reads a finished workbook back. libxlsxwriter copies rows from one temporary file to another and does not look whether they
 * arrive: on a full disk a sheet ends early, and nobody says so. A part that is whole ends with the tag that it began with. */
#include "base/i18n.h"
#include "report/book_impl.h"
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <unistd.h>

#define HEAD 512 /* bytes of a part in which its first tag begins */
#define NAME 64

/* "<?xml …?>\n<worksheet xmlns=" -> "</worksheet>" into end. */
static size_t end_tag(struct span head, char end[NAME])
{
    size_t at = span_find(head, SPAN("?>"));
    at = at == (size_t)-1 ? 0 : at + 2;
    while (at < head.n && head.p[at] != '<')
        at++;
    size_t n = 0;
    for (at++; at + n < head.n && !strchr(" />\n", head.p[at + n]) && n < NAME - 4;)
        n++;
    if (n == 0)
        return 0;
    return (size_t)snprintf(end, NAME, "</%.*s>", (int)n, head.p + at);
}

/* The part that the archive is at. 1: whole, 0: not, -1: cannot be read. */
static int part_whole(struct archive *a)
{
    char head[HEAD], tail[NAME], end[NAME];
    size_t head_n = 0, tail_n = 0;
    for (;;) {
        char chunk[16384];
        la_ssize_t n = archive_read_data(a, chunk, sizeof chunk);
        if (n < 0)
            return -1;
        if (n == 0)
            break;
        size_t more = (size_t)n < HEAD - head_n ? (size_t)n : HEAD - head_n;
        memcpy(head + head_n, chunk, more);
        head_n += more;
        size_t keep = (size_t)n >= NAME ? 0 : tail_n + (size_t)n > NAME ? NAME - (size_t)n : tail_n, take = (size_t)n < NAME ? (size_t)n : NAME;
        memmove(tail, tail + tail_n - keep, keep);
        memcpy(tail + keep, chunk + (size_t)n - take, take);
        tail_n = keep + take;
    }
    size_t n = end_tag((struct span){ head, head_n }, end);
    return n > 0 && span_ends(span_trim((struct span){ tail, tail_n }), (struct span){ end, n }) ? 1 : 0;
}

int book_zip_whole(int fd, struct error *err)
{
    if (lseek(fd, 0, SEEK_SET) < 0)
        return error_errno(err, ERROR_STORE, errno, _("the workbook that was put together cannot be read back"));
    struct archive *a = archive_read_new();
    if (!a)
        return error_memory(err);
    struct archive_entry *entry;
    int status = archive_read_support_format_zip(a) == ARCHIVE_OK && archive_read_open_fd(a, fd, 65536) == ARCHIVE_OK ? 1 : -1;
    size_t parts = 0;
    while (status == 1) {
        int next = archive_read_next_header(a, &entry);
        if (next == ARCHIVE_EOF)
            break;
        status = next == ARCHIVE_OK ? part_whole(a) : -1;
        parts++;
    }
    if (status < 0)
        error_set(err, ERROR_STORE, _("the workbook that was put together cannot be read back: %s"), archive_error_string(a) ? archive_error_string(a) : "");
    else if (parts == 0)
        status = 0;
    archive_read_free(a);
    return status;
}
