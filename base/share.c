/* base/share.c: reads the installed data files. They are small; whole files are held in memory. */
#include "base/share.h"
#include "base/i18n.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define SHARE_MOST ((size_t)64 << 20)
#define FIELDS_MOST 64

/* No empty, "." or ".." part. */
static bool name_is_safe(struct span name)
{
    if (name.n == 0 || memchr(name.p, '\0', name.n))
        return false;
    while (true) {
        size_t n = span_find(name, SPAN("/"));
        struct span part = { name.p, n == (size_t)-1 ? name.n : n };
        if (part.n == 0 || span_is(part, ".") || span_is(part, ".."))
            return false;
        if (n == (size_t)-1)
            return true;
        name.p += n + 1;
        name.n -= n + 1;
    }
}

int share_path(const char *dir, const char *name, struct buf *out, struct error *err)
{
    if (!name_is_safe(span_of(name)))
        return error_set(err, ERROR_USAGE, _("'%s' is not a name of a data file (no '..', no '/' in front)"), name);
    buf_clear(out);
    buf_adds(out, dir);
    if (out->n == 0 || out->p[out->n - 1] != '/')
        buf_addc(out, '/');
    buf_adds(out, name);
    buf_str(out);
    return buf_check(out, err);
}

static int read_all(int fd, const char *path, size_t max, enum error_code code, struct buf *out, struct error *err)
{
    while (true) {
        char *to = buf_room(out, 16384);
        if (!to)
            return error_memory(err);
        ssize_t n = read(fd, to, 16384);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return error_errno(err, code, errno, _("%s cannot be read"), path);
        if (n == 0)
            return 0;
        out->n += (size_t)n;
        if (out->n > max)
            return error_set(err, code, _("%s is larger than %zu bytes, the most that is read"), path, max);
    }
}

int file_read(const char *path, size_t max, enum error_code code, struct buf *out, struct error *err)
{
    buf_clear(out);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return error_errno(err, code, errno, _("%s cannot be opened"), path);
    struct stat st;
    int status;
    if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode))
        status = error_set(err, code, _("%s is a directory, not a file"), path);
    else
        status = read_all(fd, path, max, code, out, err);
    close(fd);
    return status;
}

/* One line into fields at its TABs; the number of fields, more than FIELDS_MOST where there are too many. */
static size_t split(struct span line, struct span fields[FIELDS_MOST])
{
    size_t n = 0;
    while (true) {
        size_t tab = span_find(line, SPAN("\t"));
        bool last = tab == (size_t)-1;
        if (n == FIELDS_MOST)
            return n + 1;
        fields[n++] = (struct span){ line.p, last ? line.n : tab };
        if (last)
            return n;
        line.p += tab + 1;
        line.n -= tab + 1;
    }
}

static int one_line(const char *path, int number, struct span line, size_t min_fields, share_line *on_line, void *ctx,
                    struct error *err)
{
    struct span fields[FIELDS_MOST];
    if (line.n && line.p[line.n - 1] == '\r')
        line.n--;
    if (span_trim(line).n == 0 || line.p[0] == '#')
        return 0;
    size_t n = split(line, fields);
    if (n > FIELDS_MOST)
        return error_set(err, ERROR_USAGE, _("%s, line %d: more than %d fields"), path, number, FIELDS_MOST);
    if (n < min_fields)
        return error_set(err, ERROR_USAGE, _("%s, line %d: %zu fields where at least %zu are needed (parted by one TAB)"),
                         path, number, n, min_fields);
    if (on_line(ctx, number, fields, n, err) < 0)
        return error_prefix(err, _("%s, line %d"), path, number);
    return 0;
}

static int each_line(const char *path, struct span all, size_t min_fields, share_line *on_line, void *ctx,
                     struct error *err)
{
    if (span_starts(all, SPAN("\xEF\xBB\xBF"))) {
        all.p += 3;
        all.n -= 3;
    }
    for (int number = 1; all.n > 0; number++) {
        size_t end = span_find(all, SPAN("\n"));
        size_t step = end == (size_t)-1 ? all.n : end + 1;
        struct span line = { all.p, end == (size_t)-1 ? all.n : end };
        if (one_line(path, number, line, min_fields, on_line, ctx, err) < 0)
            return -1;
        all.p += step;
        all.n -= step;
    }
    return 0;
}

int share_read_path(const char *path, size_t min_fields, share_line *on_line, void *ctx, struct error *err)
{
    struct buf all = BUF_INIT;
    int status = file_read(path, SHARE_MOST, ERROR_USAGE, &all, err);
    if (status == 0 && !utf8_is_valid(buf_span(&all)))
        status = error_set(err, ERROR_USAGE, _("%s is not UTF-8; data files must be"), path);
    if (status == 0)
        status = each_line(path, buf_span(&all), min_fields, on_line, ctx, err);
    buf_release(&all);
    return status;
}

int share_read(const char *dir, const char *name, size_t min_fields, share_line *on_line, void *ctx, struct error *err)
{
    struct buf path = BUF_INIT;
    int status = share_path(dir, name, &path, err);
    if (status == 0)
        status = share_read_path(buf_str(&path), min_fields, on_line, ctx, err);
    if (status < 0 && access(dir, R_OK | X_OK) < 0)
        error_set(err, ERROR_USAGE, _("the data files of duima are not in %s: install it, or name their folder with --share-dir or DUIMA_SHARE_DIR"), dir);
    buf_release(&path);
    return status;
}
