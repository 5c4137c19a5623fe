/* cli/twice.c: see the header. It must never look at what it copies: those are a stranger's bytes, and are understood in a child alone. */
#include "cli/twice.h"
#include "base/i18n.h"
#include "base/temp.h"
#include "cli/progress.h"
#include "io/source.h"
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE 65536

static int stopped(struct cli *cli, struct error *err)
{
    return cli_stopped(cli) ? error_set(err, ERROR_STOPPED, "%s", _("stopped")) : 0;
}

static int is_waiting(void *ctx, struct error *err) { return stopped(ctx, err); }

static int copy(struct cli *cli, struct source *src, int fd, const struct read_limits *limits, struct error *err)
{
    char piece[PIECE];
    uint64_t bytes = 0;
    int64_t n;
    source_on_wait(src, is_waiting, cli);
    while ((n = source_read(src, piece, sizeof piece, err)) > 0) {
        bytes += (uint64_t)n;
        struct progress_step step = { .what = source_name(src), .unit = PROGRESS_BYTES, .done = bytes };
        cli_progress(cli, &step);
        if (bytes > limits->size)
            return limits_too_large(limits, source_name(src), err);
        if (stopped(cli, err) < 0 || temp_write(fd, cli->temp_dir, piece, (size_t)n, err) < 0)
            return -1;
    }
    return n < 0 ? -1 : 0;
}

int twice_open(struct twice *t, struct cli *cli, const char *path, const struct read_limits *limits, struct error *err)
{
    struct stat st;
    *t = (struct twice){ 0 };
    if (strcmp(path, "-") != 0 && stat(path, &st) == 0 && S_ISREG(st.st_mode))
        return 0;
    struct source *src = source_open(path, err);
    if (!src) {
        stopped(cli, err); /* a signal may have ended the wait for a pipe's other end */
        return -1;
    }
    t->fd = temp_open(cli->temp_dir, err);
    int status = t->fd < 0 ? -1 : copy(cli, src, t->fd, limits, err);
    source_free(src);
    return status == 0 ? twice_again(t, err) : -1;
}

int twice_again(const struct twice *t, struct error *err)
{
    return t->fd <= 0 || lseek(t->fd, 0, SEEK_SET) == 0 ? 0 : error_errno(err, ERROR_STORE, errno, "%s", _("a temporary file cannot be read"));
}

void twice_release(struct twice *t)
{
    if (t->fd > 0)
        close(t->fd);
    t->fd = 0;
}
