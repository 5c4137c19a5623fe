/* io/child_lock.c: the child locks itself in. Nothing here looks at what strangers wrote, and nothing here undoes a wall. */
#include "io/child_run.h"
#include "base/i18n.h"
#include "io/child_filter.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define FILE_BY_NAME 3
#define UNKNOWN_START ((uint64_t)8 << 30) /* taken for what is mapped at the start, where /proc does not say */
#define GRACE         2                   /* seconds between SIGXCPU, which can be ignored, and SIGKILL */

const char child_file_name[] = "/proc/self/fd/3";

void child_settle(pid_t parent)
{
    struct sigaction ignore = { .sa_handler = SIG_IGN }, usual = { .sa_handler = SIG_DFL };
    const int usual_ones[] = { SIGTERM, SIGHUP, SIGPIPE, SIGXCPU, SIGXFSZ, SIGSYS };
    sigset_t none;
    sigemptyset(&none);
    sigaction(SIGINT, &ignore, NULL);
    for (size_t i = 0; i < sizeof usual_ones / sizeof *usual_ones; i++)
        sigaction(usual_ones[i], &usual, NULL);
    sigprocmask(SIG_SETMASK, &none, NULL);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(1);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    prctl(PR_SET_DUMPABLE, 0);
    struct rlimit core = { 0, 0 };
    setrlimit(RLIMIT_CORE, &core);
}

/* ---- descriptors ---- */

/* Closes all from 3 on but these. */
static void close_others(const int *keep, size_t n)
{
    for (unsigned first = 3; first < INT32_MAX;) {
        unsigned next = INT32_MAX;
        for (size_t i = 0; i < n; i++)
            if (keep[i] >= 0 && (unsigned)keep[i] >= first && (unsigned)keep[i] < next)
                next = (unsigned)keep[i];
        if (next > first)
            close_range(first, next - 1, 0);
        first = next + 1;
    }
}

static int arrange_descriptors(const struct child_limits *l, int sink, struct error *err)
{
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int fd = 0; null >= 0 && fd <= 2; fd++)
        if (fd != l->fd && !(fd == 2 && CHILD_SANITIZED))
            dup2(null, fd);
    if (l->by_name && l->fd >= 0 && l->fd != FILE_BY_NAME && dup2(l->fd, FILE_BY_NAME) < 0)
        return error_errno(err, ERROR_STORE, errno, _("%s: the reading process cannot be prepared"), child_what(l));
    const int keep[] = { sink, l->fd, l->by_name ? FILE_BY_NAME : -1 };
    close_others(keep, sizeof keep / sizeof *keep);
    return 0;
}

/* ---- rlimits ---- */

/* Never above what the user set. */
static void limit(int what, uint64_t most, uint64_t hard)
{
    struct rlimit now;
    if (getrlimit((__rlimit_resource_t)what, &now) < 0)
        return;
    if (now.rlim_max != RLIM_INFINITY && hard > now.rlim_max)
        hard = now.rlim_max;
    struct rlimit new = { most < hard ? most : hard, hard };
    setrlimit((__rlimit_resource_t)what, &new);
}

/* Bytes mapped now. */
static uint64_t mapped(void)
{
    char text[64];
    uint64_t pages = 0;
    int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? 0 : read(fd, text, sizeof text);
    if (fd >= 0)
        close(fd);
    for (ssize_t i = 0; i < n && text[i] >= '0' && text[i] <= '9'; i++)
        pages = pages * 10 + (uint64_t)(text[i] - '0');
    return pages > 0 ? pages * (uint64_t)sysconf(_SC_PAGESIZE) : UNKNOWN_START;
}

/* No descriptor below this number is free: none can be added, or just one. */
static void limit_descriptors(bool one_more)
{
    int free_one = dup(0);
    if (free_one < 0)
        return;
    close(free_one);
    uint64_t most = (uint64_t)free_one + (one_more ? 1 : 0);
    limit(RLIMIT_NOFILE, most, most);
}

static void limit_memory(const struct child_limits *l)
{
    uint64_t most = mapped() + l->memory;
    if (l->memory != UINT64_MAX && !CHILD_SANITIZED) /* the sanitizers map terabytes */
        limit(RLIMIT_AS, most, most);
}

static void limit_others(const struct child_limits *l)
{
    if (l->seconds != UINT64_MAX)
        limit(RLIMIT_CPU, l->seconds, l->seconds + GRACE);
    limit(RLIMIT_FSIZE, 0, 0);
    limit(RLIMIT_NPROC, 0, 0); /* not for root, and not where the user's limit counts elsewhere: the filter holds anyway */
    limit(RLIMIT_MSGQUEUE, 0, 0);
    limit(RLIMIT_MEMLOCK, 0, 0);
    limit_descriptors(l->by_name);
}

bool child_used_up(const struct child_limits *l)
{
    struct rusage used;
    return l->memory != UINT64_MAX && getrusage(RUSAGE_SELF, &used) == 0 && (uint64_t)used.ru_maxrss * 1024 > l->memory / 4;
}

/* ---- Landlock, by its numbers: the headers of Debian 12 know a part of it ---- */

#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule       445
#define SYS_landlock_restrict_self  446
#endif
#define LANDLOCK_VERSION   1u
#define LANDLOCK_BENEATH   1
#define LANDLOCK_READ_FILE (UINT64_C(1) << 2)

struct landlock_ruleset { /* the kernel takes the first 8, 16 or 24 bytes */
    uint64_t files, net, scoped;
};
struct landlock_path {
    uint64_t allowed;
    int32_t fd;
} __attribute__((packed));

static long landlock_version(void) { return syscall(SYS_landlock_create_ruleset, NULL, (size_t)0, LANDLOCK_VERSION); }

static void landlock(const struct child_limits *l)
{
    static const unsigned char rights[] = { 13, 13, 14, 15, 15, 16 }; /* over files, by version */
    long version = landlock_version();
    if (version < 1)
        return;
    unsigned count = rights[version < 5 ? version : 5];
    struct landlock_ruleset all = { (UINT64_C(1) << count) - 1, 3, 3 };
    size_t size = version < 4 ? 8 : version < 6 ? 16 : 24;
    int set = (int)syscall(SYS_landlock_create_ruleset, &all, size, 0u);
    if (set < 0)
        return;
    struct landlock_path file = { LANDLOCK_READ_FILE, l->fd };
    if (!l->by_name || syscall(SYS_landlock_add_rule, set, LANDLOCK_BENEATH, &file, 0u) == 0)
        syscall(SYS_landlock_restrict_self, set, 0u);
    close(set);
}

/* ---- all of it ---- */

unsigned child_walls(void) { return (child_filter_works() ? CHILD_SECCOMP : 0u) | (landlock_version() >= 1 ? CHILD_LANDLOCK : 0u); }

int child_lock(const struct child_limits *l, int sink, struct error *err)
{
    if (arrange_descriptors(l, sink, err) < 0)
        return -1;
    limit_memory(l); /* while /proc can be read */
    landlock(l);
    limit_others(l); /* once the last descriptor is made */
    return child_filter(l, sink, err);
}
