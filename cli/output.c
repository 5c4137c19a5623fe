/* cli/output.c: everything the program writes: standard output, sentences on standard error, progress, output files.
 * Every write is checked; a full disk is said, a closed pipe is quiet. */
#include "cli/cli.h"
#include "base/i18n.h"
#include "report/layout.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static const int exit_codes[] = {
    [ERROR_NONE] = EXIT_CLEAN,      [ERROR_USAGE] = EXIT_USAGE,      [ERROR_INPUT] = EXIT_INPUT, [ERROR_CATALOG] = EXIT_CATALOG,
    [ERROR_STORE] = EXIT_STORE,     [ERROR_REFUSED] = EXIT_FINDINGS, [ERROR_MEMORY] = EXIT_STORE,
    [ERROR_STOPPED] = EXIT_FINDINGS, /* main ends by the signal itself */
};

int exit_of(enum error_code code) { return exit_codes[code]; }

void cli_raise(struct cli *cli, int code)
{
    if (code > cli->status)
        cli->status = code;
}

int write_all(int fd, const char *p, size_t n)
{
    while (n > 0) {
        ssize_t done = write(fd, p, n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return -1;
        p += done;
        n -= (size_t)done;
    }
    return 0;
}

/* A sentence on standard error, in one write, so that lines of several programs do not mix. */
static void __attribute__((format(printf, 4, 0)))
message(struct cli *cli, enum style style, const char *kind, const char *format, va_list args)
{
    struct buf text = BUF_INIT, line = BUF_INIT;
    cli_progress_end(cli);
    buf_addfv(&text, format, args);
    buf_adds(&line, "duima: ");
    if (kind) {
        layout_style(&line, cli->color_messages, style);
        buf_adds(&line, kind);
        layout_style_end(&line, cli->color_messages, style);
    }
    layout_plain(&line, buf_span(&text));
    buf_addc(&line, '\n');
    if (line.p && !line.failed && !text.failed && write_all(STDERR_FILENO, line.p, line.n) < 0 && cli->pager > 0 && !cli->pager_gone) {
        pager_gone(cli);
        (void)!write_all(STDERR_FILENO, line.p, line.n); /* nowhere left to say it */
    }
    buf_release(&text);
    buf_release(&line);
}

void cli_say(struct cli *cli, const char *format, ...)
{
    if (cli->quiet)
        return;
    va_list args;
    va_start(args, format);
    message(cli, STYLE_NONE, NULL, format, args);
    va_end(args);
}

void cli_warn(struct cli *cli, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    message(cli, STYLE_WARNING, _("warning: "), format, args);
    va_end(args);
}

void cli_error(struct cli *cli, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    message(cli, STYLE_ERROR, _("error: "), format, args);
    va_end(args);
}

void cli_fail(struct cli *cli, const struct error *err)
{
    if (err->code != ERROR_STOPPED) /* who stopped it knows; so does a closed pipe */
        cli_error(cli, "%s", err->text);
    cli_raise(cli, exit_of(err->code));
}

int cli_write(struct cli *cli, const char *p, size_t n, struct error *err)
{
    cli_progress_end(cli);
    if (cli->paging && n > 0)
        pager_start(cli);
    if (n == 0 || cli->pager_gone || write_all(STDOUT_FILENO, p, n) == 0)
        return 0;
    if (errno == EPIPE && cli->pager > 0) {
        pager_gone(cli);
        return 0;
    }
    if (errno != EPIPE)
        return error_errno(err, ERROR_STORE, errno, _("cannot write %s"), _("standard output"));
    cli->pipe_closed = true;
    return error_set(err, ERROR_STOPPED, _("nobody reads standard output any more"));
}

int cli_print(struct cli *cli, struct buf *b, struct error *err)
{
    int status = buf_check(b, err);
    if (status == 0)
        status = cli_write(cli, b->p, b->n, err);
    buf_clear(b);
    return status;
}

bool cli_stopped(void *cli) { return *((struct cli *)cli)->signal != 0; }

bool same_file(const char *a, const char *b)
{
    struct stat sa, sb;
    return strcmp(a, b) == 0 || (stat(a, &sa) == 0 && stat(b, &sb) == 0 && sa.st_dev == sb.st_dev && sa.st_ino == sb.st_ino);
}

static mode_t mode_of_new_files(void)
{
    mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

static int cannot(struct out_file *f, const char *path, struct error *err)
{
    error_errno(err, ERROR_STORE, errno, _("cannot write %s"), path);
    out_file_release(f);
    return -1;
}

int out_file_open(struct out_file *f, const char *path, struct error *err)
{
    struct stat st;
    *f = (struct out_file){ .fd = -1 };
    bool there = stat(path, &st) == 0;
    if (there && !S_ISREG(st.st_mode)) { /* a pipe, a terminal, a device */
        buf_adds(&f->path, path);
        f->fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
        return f->fd < 0 ? cannot(f, path, err) : 0;
    }
    char *real = there ? realpath(path, NULL) : NULL; /* what a link points at, not the link */
    buf_adds(&f->path, real ? real : path);
    free(real);
    buf_addf(&f->temp, "%s.XXXXXX", buf_str(&f->path));
    if (buf_check(&f->path, err) < 0 || buf_check(&f->temp, err) < 0) {
        out_file_release(f);
        return -1;
    }
    buf_str(&f->temp);
    f->fd = mkostemp(f->temp.p, O_CLOEXEC);
    if (f->fd < 0) {
        buf_clear(&f->temp);
        return cannot(f, path, err);
    }
    if (fchmod(f->fd, there ? st.st_mode & 0777 : mode_of_new_files()) < 0)
        return cannot(f, path, err);
    return 0;
}

int out_file_write(struct out_file *f, const char *p, size_t n, struct error *err)
{
    if (write_all(f->fd, p, n) < 0)
        return error_errno(err, ERROR_STORE, errno, _("cannot write %s"), buf_str(&f->path));
    return 0;
}

int out_file_commit(struct out_file *f, struct error *err)
{
    bool plain = f->temp.n > 0;
    bool ok = !plain || fsync(f->fd) == 0;
    int fd = f->fd;
    f->fd = -1;
    ok = close(fd) == 0 && ok;
    if (!ok || (plain && rename(buf_str(&f->temp), buf_str(&f->path)) < 0))
        return error_errno(err, ERROR_STORE, errno, _("cannot write %s"), buf_str(&f->path));
    buf_clear(&f->temp);
    return 0;
}

void out_file_release(struct out_file *f)
{
    if (f->fd >= 0)
        close(f->fd);
    if (f->temp.n > 0)
        unlink(buf_str(&f->temp));
    buf_release(&f->path);
    buf_release(&f->temp);
    f->fd = -1;
}
