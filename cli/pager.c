/* cli/pager.c: long text on a terminal goes through a pager. The only place that starts a program: the user names it, and it gets nothing but
 * what the terminal would get. A pager that was quit is no error: the work goes on to its end, for the sake of the exit code. */
#include "cli/cli.h"
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

#define WORDS_MOST 16

/* NULL: none is wanted. */
static const char *pager_command(void)
{
    static const char *const names[] = { "DUIMA_PAGER", "PAGER" };
    for (size_t i = 0; i < 2; i++) {
        const char *command = getenv(names[i]);
        if (command) /* set and empty: none */
            return *command && strcmp(command, "cat") != 0 ? command : NULL;
    }
    return "less -FRX";
}

bool pager_is_wanted(bool unwanted)
{
    const char *term = getenv("TERM");
    return !unwanted && isatty(STDOUT_FILENO) && term && *term && strcmp(term, "dumb") != 0 && pager_command();
}

/* The environment, and how less takes Chinese and colours where the user does not say it. NULL: no memory; the strings stay the caller's. */
static char **pager_environment(char *less, char *charset)
{
    size_t n = 0;
    while (environ[n])
        n++;
    char **e = calloc(n + 3, sizeof *e);
    for (size_t i = 0; e && i < n; i++)
        e[i] = environ[i];
    if (e && !getenv("LESS"))
        e[n++] = less;
    if (e && !getenv("LESSCHARSET"))
        e[n++] = charset;
    return e;
}

/* Words that need no shell are started as they are, so that a missing program is noticed. */
static int spawn(const char *command, const posix_spawn_file_actions_t *files, const posix_spawnattr_t *attributes, pid_t *pid)
{
    char sh[] = "/bin/sh", option[] = "-c", *words[WORDS_MOST + 1] = { NULL };
    char less[] = "LESS=FRX", charset[] = "LESSCHARSET=utf-8";
    char *text = strdup(command), **environment = pager_environment(less, charset);
    size_t n = 0;
    int status = -1;
    bool shell = strpbrk(command, "|&;<>()$`\\\"'*?[#~=%") != NULL;
    for (char *at = text; at && !shell && *at;) {
        at += strspn(at, " \t");
        if (*at && n == WORDS_MOST)
            shell = true;
        else if (*at)
            words[n++] = at;
        at += strcspn(at, " \t");
        if (*at)
            *at++ = '\0';
    }
    if (text && environment && shell) {
        char *copy = strdup(command), *shell_words[] = { sh, option, copy, NULL };
        status = copy ? posix_spawn(pid, sh, files, attributes, shell_words, environment) : -1;
        free(copy);
    } else if (text && environment && n > 0) {
        status = posix_spawnp(pid, words[0], files, attributes, words, environment);
    }
    free(text);
    free(environment);
    return status;
}

static pid_t start(int from)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t usual;
    pid_t pid = 0;
    sigemptyset(&usual);
    sigaddset(&usual, SIGPIPE); /* ignored here, and a pager should not inherit that */
    if (posix_spawn_file_actions_init(&files) != 0)
        return 0;
    if (posix_spawnattr_init(&attributes) != 0) {
        posix_spawn_file_actions_destroy(&files);
        return 0;
    }
    if (posix_spawn_file_actions_adddup2(&files, from, STDIN_FILENO) != 0 || posix_spawnattr_setsigdefault(&attributes, &usual) != 0 ||
        posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF) != 0 || spawn(pager_command(), &files, &attributes, &pid) != 0)
        pid = 0;
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return pid;
}

void pager_start(struct cli *cli)
{
    int ends[2];
    cli->paging = false; /* tried once */
    cli_progress_end(cli);
    if (pipe2(ends, O_CLOEXEC) < 0)
        return;
    pid_t pid = start(ends[0]);
    close(ends[0]);
    if (pid > 0) {
        cli->pager = pid;
        cli->progress.wanted = false;
        dup2(ends[1], STDOUT_FILENO);
        cli->messages = isatty(STDERR_FILENO) ? fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3) : -1;
        if (cli->messages >= 0)
            dup2(ends[1], STDERR_FILENO); /* two programs would write over each other */
    }
    close(ends[1]);
}

void pager_gone(struct cli *cli)
{
    cli->pager_gone = true;
    if (cli->messages >= 0) {
        dup2(cli->messages, STDERR_FILENO);
        close(cli->messages);
        cli->messages = -1;
    }
}

void pager_end(struct cli *cli)
{
    int status;
    if (cli->pager <= 0)
        return;
    signal(SIGINT, SIG_IGN); /* it is the pager's now */
    close(STDOUT_FILENO);
    pager_gone(cli);
    while (waitpid(cli->pager, &status, 0) < 0 && errno == EINTR) {
    }
    cli->pager = 0;
}
