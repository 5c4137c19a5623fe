/* tests/io/attempts.c: see the header. */
#include "tests/io/attempts.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

int attempt_open(const char *path)
{
    (void)path;
    return open("/etc/passwd", O_RDONLY) >= 0;
}

static int create(const char *path)
{
    char name[300];
    snprintf(name, sizeof name, "%s.new", path);
    return open(name, O_WRONLY | O_CREAT, 0600) >= 0;
}

static int in_memory(const char *path)
{
    (void)path;
    return memfd_create("x", 0) >= 0;
}

static int make_socket(const char *path)
{
    (void)path;
    return socket(AF_INET, SOCK_STREAM, 0) >= 0;
}

static int make_pipe(const char *path)
{
    int ends[2];
    (void)path;
    return pipe(ends) == 0;
}

/* Only to its own pipe may it lend its memory. */
static int lend_pages(const char *path)
{
    static char page[4096];
    int done = 0;
    (void)path;
    for (int fd = 0; fd < 3; fd++)
        done |= vmsplice(fd, &(struct iovec){ page, sizeof page }, 1, 0) >= 0;
    return done;
}

static int start_process(const char *path)
{
    (void)path;
    pid_t pid = fork();
    if (pid == 0)
        _exit(0);
    return pid > 0;
}

static int start_program(const char *path)
{
    char *arguments[] = { (char *)"true", NULL };
    (void)path;
    execv("/bin/true", arguments);
    return 0;
}

static int shorten(const char *path) { return truncate(path, 0) == 0; }
static int delete(const char *path) { return unlink(path) == 0; }

static int rename_it(const char *path)
{
    char name[300];
    snprintf(name, sizeof name, "%s.new", path);
    return rename(path, name) == 0;
}

static int open_up(const char *path) { return chmod(path, 0777) == 0; }

static int run_memory(const char *path)
{
    (void)path;
    return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
}

static int make_memory_run(const char *path)
{
    (void)path;
    void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return p == MAP_FAILED || mprotect(p, 4096, PROT_READ | PROT_EXEC) == 0;
}

static int kill_parent(const char *path)
{
    (void)path;
    return kill(getppid(), SIGKILL) == 0;
}

static int kill_all(const char *path)
{
    (void)path;
    return kill(0, SIGUSR1) == 0;
}

static int trace_parent(const char *path)
{
    (void)path;
    return ptrace(PTRACE_SEIZE, getppid(), NULL, NULL) == 0;
}

static int be_traced_again(const char *path)
{
    (void)path;
    return prctl(PR_SET_DUMPABLE, 1) == 0;
}

static int raise_limit(const char *path)
{
    const struct { uint64_t now, most; } any = { 100, UINT64_MAX };
    (void)path;
    return syscall(SYS_prlimit64, 0, 7 /* RLIMIT_NOFILE */, &any, NULL) == 0;
}

const struct attempt attempts[ATTEMPTS] = {
    { "open a file", attempt_open, 0 },
    { "create a file", create, 0 },
    { "make a file in memory", in_memory, 0 },
    { "make a socket", make_socket, 0 },
    { "make a pipe", make_pipe, 0 },
    { "lend memory to another pipe", lend_pages, 0 },
    { "shorten a file", shorten, CHILD_SECCOMP }, /* Landlock: from Linux 6.2 on */
    { "delete a file", delete, CHILD_SECCOMP | CHILD_LANDLOCK },
    { "rename a file", rename_it, CHILD_SECCOMP | CHILD_LANDLOCK },
    { "change a file's mode", open_up, CHILD_SECCOMP },
    { "start a process", start_process, CHILD_SECCOMP }, /* and for all but root always */
    { "start a program", start_program, CHILD_SECCOMP | CHILD_LANDLOCK },
    { "run memory", run_memory, CHILD_SECCOMP },
    { "make memory run", make_memory_run, CHILD_SECCOMP },
    { "kill its parent", kill_parent, CHILD_SECCOMP },
    { "send a signal to its group", kill_all, CHILD_SECCOMP },
    { "trace its parent", trace_parent, CHILD_SECCOMP },
    { "be traced again", be_traced_again, CHILD_SECCOMP },
    { "raise a limit", raise_limit, CHILD_SECCOMP },
};
