/* cli/password.c: asks for a password. It must never show one, nor leave a terminal without its echo. */
#include "cli/password.h"
#include "base/i18n.h"
#include <errno.h>
#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

/* One line from the terminal, byte by byte so that nothing is read ahead into memory that nobody wipes. */
static int read_line(struct cli *cli, int tty, struct secret *out, struct error *err)
{
    out->n = 0;
    for (;;) {
        char c;
        ssize_t got = read(tty, &c, 1);
        if (cli_stopped(cli))
            return error_set(err, ERROR_STOPPED, _("stopped"));
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0 || c == '\n')
            break;
        if (out->n == sizeof out->text - 1)
            return error_set(err, ERROR_USAGE, _("a password has at most %d bytes"), (int)sizeof out->text - 1);
        out->text[out->n++] = c;
    }
    out->text[out->n] = '\0';
    return 0;
}

static int ask(struct cli *cli, int tty, const char *question, const char *path, struct secret *out, struct error *err)
{
    struct termios usual, silent;
    struct buf line = BUF_INIT;
    if (tcgetattr(tty, &usual) < 0)
        return error_errno(err, ERROR_USAGE, errno, "%s", _("the terminal cannot be asked for a password"));
    silent = usual;
    silent.c_lflag &= ~(tcflag_t)ECHO;
    tcsetattr(tty, TCSAFLUSH, &silent);
    buf_adds(&line, path);
    buf_adds(&line, ": ");
    buf_adds(&line, question);
    (void)write_all(tty, line.p, line.n);
    int status = read_line(cli, tty, out, err);
    tcsetattr(tty, TCSAFLUSH, &usual);
    (void)write_all(tty, "\n", 1);
    buf_release(&line);
    return status;
}

static int ask_twice(struct cli *cli, int tty, const char *path, struct secret *out, struct error *err)
{
    struct secret again = { .n = 0 };
    int status = ask(cli, tty, _("a new password: "), path, out, err);
    if (status == 0)
        status = ask(cli, tty, _("the same again: "), path, &again, err);
    if (status == 0 && (again.n != out->n || memcmp(again.text, out->text, out->n) != 0))
        status = error_set(err, ERROR_USAGE, "%s", _("the two passwords differ; nothing was made"));
    secret_wipe(&again);
    return status;
}

int password_read(struct cli *cli, const struct args *args, const char *path, bool twice, struct secret *out, struct error *err)
{
    const char *file = args_value(args, OPTION_PASSWORD_FILE), *variable = getenv("DUIMA_KEY_PASSWORD");
    if (file)
        return secret_read(file, out, err);
    if (variable && *variable) {
        out->n = strlen(variable);
        if (out->n >= sizeof out->text)
            return error_set(err, ERROR_USAGE, _("a password has at most %d bytes"), (int)sizeof out->text - 1);
        memcpy(out->text, variable, out->n + 1);
        return 0;
    }
    int tty = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    if (tty < 0)
        return error_set(err, ERROR_USAGE, _("%s: there is no terminal to ask for the key's password; give it with --password-file FILE or DUIMA_KEY_PASSWORD"),
                         path);
    int status = twice ? ask_twice(cli, tty, path, out, err) : ask(cli, tty, _("the key's password: "), path, out, err);
    close(tty);
    return status;
}
