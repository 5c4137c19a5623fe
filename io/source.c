/* io/source.c: files and standard input by plain descriptors; and what somebody else makes. */
#include "io/source.h"
#include "base/i18n.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

struct source {
    int fd;
    const struct source_reader *reader; /* NULL: the descriptor is read */
    void *reader_ctx;
    bool is_stdin, is_regular, borrowed;
    uint64_t size;
    uint64_t at, tapped; /* bytes before the place read next; of those, handed to the tap */
    source_tap_fn *tap;
    void *tap_ctx;
    source_waiting *waiting;
    void *waiting_ctx;
    char path[]; /* as given */
};

/* The reasons that people meet, in words; others as the system says them. */
static int cannot_open(struct error *err, const char *path, int number)
{
    if (!*path)
        return error_set(err, ERROR_INPUT, "%s", _("the name of a file to read is empty"));
    if (number == ENOENT)
        return error_set(err, ERROR_INPUT, _("%s: there is no such file"), path);
    if (number == EACCES || number == EPERM)
        return error_set(err, ERROR_INPUT, _("%s: no permission to read it"), path);
    return error_errno(err, ERROR_INPUT, number, _("%s: cannot be opened"), path);
}

static int look_at(struct source *s, struct error *err)
{
    struct stat st;
    if (fstat(s->fd, &st) < 0)
        return error_errno(err, ERROR_INPUT, errno, _("%s: cannot be read"), source_name(s));
    if (S_ISDIR(st.st_mode))
        return error_set(err, ERROR_INPUT, _("%s: is a directory, not a file"), source_name(s));
    s->is_regular = S_ISREG(st.st_mode);
    if (s->is_regular) {
        /* Standard input may stand in the middle of a file: then it is read from there, and never by offset. */
        off_t at = lseek(s->fd, 0, SEEK_CUR);
        s->size = (uint64_t)st.st_size;
        if (at != 0)
            s->is_regular = false;
        if (at > 0)
            s->size = at < st.st_size ? (uint64_t)(st.st_size - at) : 0;
    }
    return 0;
}

/* Looks at what was opened: 0 or a failure, of which s is told. NULL where it failed. */
static struct source *opened(struct source *s, int status, struct error *err)
{
    if (status == 0)
        status = look_at(s, err);
    if (status == 0)
        return s;
    source_free(s);
    return NULL;
}

static struct source *new_source(const char *path, struct error *err)
{
    size_t n = strlen(path) + 1;
    struct source *s = calloc(1, sizeof *s + n);
    if (!s) {
        error_memory(err);
        return NULL;
    }
    memcpy(s->path, path, n);
    s->fd = -1;
    s->size = SOURCE_SIZE_UNKNOWN;
    return s;
}

struct source *source_open(const char *path, struct error *err)
{
    struct source *s = new_source(path, err);
    if (!s)
        return NULL;
    s->is_stdin = strcmp(path, "-") == 0;
    s->fd = s->is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    return opened(s, s->fd < 0 ? cannot_open(err, path, errno) : 0, err);
}

struct source *source_of_fd(int fd, const char *name, struct error *err)
{
    struct source *s = new_source(name, err);
    if (!s)
        return NULL;
    s->fd = fd;
    s->borrowed = true;
    return opened(s, 0, err);
}

struct source *source_of_reader(const char *name, const struct source_reader *reader, void *ctx, struct error *err)
{
    struct source *s = new_source(name, err);
    if (s) {
        s->reader = reader;
        s->reader_ctx = ctx;
    }
    return s;
}

void source_free(struct source *s)
{
    if (!s)
        return;
    if (s->fd >= 0 && !s->is_stdin && !s->borrowed)
        close(s->fd);
    free(s);
}

void source_on_wait(struct source *s, source_waiting *fn, void *ctx)
{
    s->waiting = fn;
    s->waiting_ctx = ctx;
}

#define WAIT 5000 /* milliseconds */

/* Until there is something, or the end. */
static int wait_for_more(struct source *s, struct error *err)
{
    struct pollfd more = { .fd = s->fd, .events = POLLIN };
    for (int pause = 0; poll(&more, 1, pause) == 0; pause = WAIT)
        if (s->waiting(s->waiting_ctx, err) < 0)
            return -1;
    return 0;
}

static int64_t read_some(struct source *s, char *p, size_t n, struct error *err)
{
    ssize_t got;
    if (s->reader)
        return s->reader->read(s->reader_ctx, p, n, err);
    if (s->waiting && !s->is_regular && wait_for_more(s, err) < 0)
        return -1;
    do
        got = read(s->fd, p, n);
    while (got < 0 && errno == EINTR);
    return got < 0 ? error_errno(err, ERROR_INPUT, errno, _("%s: cannot be read"), source_name(s)) : got;
}

int64_t source_read(struct source *s, char *p, size_t n, struct error *err)
{
    int64_t got = read_some(s, p, n, err);
    if (got < 0)
        return -1;
    s->at += (uint64_t)got;
    if (s->tap && s->at > s->tapped) {
        size_t fresh = (size_t)(s->at - s->tapped);
        s->tapped = s->at;
        s->tap(s->tap_ctx, p + ((size_t)got - fresh), fresh);
    }
    return got;
}

bool source_rewind(struct source *s)
{
    if (s->reader ? !s->reader->rewind || !s->reader->rewind(s->reader_ctx) : !s->is_regular || lseek(s->fd, 0, SEEK_SET) != 0)
        return false;
    s->at = 0;
    return true;
}

void source_tap(struct source *s, source_tap_fn *tap, void *ctx)
{
    s->tap = tap;
    s->tap_ctx = ctx;
}

uint64_t source_position(const struct source *s)
{
    return s->at;
}

uint64_t source_tapped(const struct source *s)
{
    return s->tapped;
}

const char *source_name(const struct source *s)
{
    return s->is_stdin ? _("standard input") : s->path;
}

uint64_t source_size(const struct source *s)
{
    return s->size;
}

bool source_is_regular(const struct source *s)
{
    return s->is_regular;
}

int source_fd(const struct source *s)
{
    return s->fd;
}
