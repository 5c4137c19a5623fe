/* bench/reliability/faults.c: a library for LD_PRELOAD that makes one call of a program fail, ends the program there, or writes down what it does to
 * its files. It counts the calls of each class in each process (0: the program, 1: the first it forks, …) in a file that the driver reads
 * afterwards, so that a driver knows how many there are and whether its fault fired.
 *
 *   FAULT_STATE=FILE  the counters, made by the driver: struct state below, zeroes
 *   FAULT_CLASS=C     memory; own: of that only what the program itself asks for, not its libraries; write, sync, truncate, name (rename, link, unlink); any: each of the last four
 *   FAULT_AT=N        the Nth call of that class, from 1
 *   FAULT_PROCESS=K   in the Kth process
 *   FAULT_HOW=H       fail (memory), ENOSPC, EIO, short (a write does half), kill (SIGKILL before the call)
 *   FAULT_ROOM=BYTES  files may take so many bytes in all, then each write says ENOSPC (one that the disk itself refuses so counts as a fault that fired, too)
 *   FAULT_DIR=DIR     only calls on files below DIR count (not memory)
 *   FAULT_LOG=FILE    every call on a file below DIR is appended there: a head (struct event), the path, the bytes
 *   FAULT_SHOW=1      where the fault fires, the stack goes to standard error */
#define _GNU_SOURCE
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <link.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum class { MEMORY, WRITE, SYNC, TRUNCATE, NAME, ANY, OWN, CLASSES };
enum how { FAIL, KILL, SHORT };
enum operation { DO_CREATE, DO_WRITE, DO_SYNC, DO_TRUNCATE, DO_UNLINK, DO_RENAME, DO_LINK };

#define PROCESSES 4
struct state {
    _Atomic uint32_t count[PROCESSES][8]; /* by class */
    _Atomic uint32_t fired, processes;
    _Atomic int64_t written; /* towards FAULT_ROOM */
};

struct event {
    uint32_t operation, path_bytes;
    int64_t offset;
    uint64_t bytes;
};

static struct state *state;
static int my_process, at_process, log_fd = -1, code;
static enum class at_class = CLASSES;
static enum how how;
static uint32_t at;
static int64_t room = -1;
static const char *below;
static bool show;
static uintptr_t code_from, code_to;

void *__libc_malloc(size_t n);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *p, size_t n);
void *__libc_memalign(size_t alignment, size_t n);

static void in_child(void)
{
    int n = (int)atomic_fetch_add(&state->processes, 1) + 1;
    my_process = n < PROCESSES ? n : PROCESSES - 1;
}

static void fire(void)
{
    void *frames[40];
    at_class = CLASSES; /* once */
    atomic_fetch_add(&state->fired, 1);
    if (show)
        backtrace_symbols_fd(frames, backtrace(frames, 40), 2);
    if (how == KILL)
        syscall(SYS_kill, getpid(), SIGKILL);
}

/* The program's code, by its headers. */
static void find_code(void)
{
    const ElfW(Phdr) *head = (const ElfW(Phdr) *)getauxval(AT_PHDR);
    uintptr_t base = 0;
    for (unsigned long i = 0; i < getauxval(AT_PHNUM); i++) {
        if (head[i].p_type == PT_PHDR)
            base = (uintptr_t)head - head[i].p_vaddr;
        if (head[i].p_type == PT_LOAD && (head[i].p_flags & PF_X)) {
            code_from = base + head[i].p_vaddr;
            code_to = code_from + head[i].p_memsz;
        }
    }
}

/* Counts a call; whether it is the one. */
static bool hit(enum class class)
{
    if (!state)
        return false;
    uint32_t n = atomic_fetch_add(&state->count[my_process][class], 1) + 1;
    uint32_t any = class == MEMORY || class == OWN ? 0 : atomic_fetch_add(&state->count[my_process][ANY], 1) + 1;
    if (my_process != at_process || !(at_class == class ? n == at : at_class == ANY && any == at))
        return false;
    fire();
    return true;
}

__attribute__((constructor)) static void start(void)
{
    static const char *const classes[] = { "memory", "write", "sync", "truncate", "name", "any", "own" };
    const char *path = getenv("FAULT_STATE"), *text;
    if (!path)
        return;
    int fd = open(path, O_RDWR | O_CLOEXEC);
    void *map = fd < 0 ? MAP_FAILED : mmap(NULL, sizeof *state, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (map == MAP_FAILED)
        _exit(99);
    close(fd);
    below = getenv("FAULT_DIR");
    show = getenv("FAULT_SHOW") != NULL;
    if (show) { /* backtrace loads a library: now, not when memory is out */
        void *frame[1];
        backtrace(frame, 1);
    }
    for (int i = 0; i < CLASSES && (text = getenv("FAULT_CLASS")); i++)
        if (strcmp(text, classes[i]) == 0)
            at_class = (enum class)i;
    if ((text = getenv("FAULT_AT")))
        at = (uint32_t)atoll(text);
    if ((text = getenv("FAULT_PROCESS")))
        at_process = atoi(text);
    if ((text = getenv("FAULT_ROOM")))
        room = atoll(text);
    text = getenv("FAULT_HOW");
    how = text && strcmp(text, "kill") == 0 ? KILL : text && strcmp(text, "short") == 0 ? SHORT : FAIL;
    code = text && strcmp(text, "EIO") == 0 ? EIO : ENOSPC;
    if ((text = getenv("FAULT_LOG"))) /* out of the way of the descriptors that the program counts on */
        log_fd = fcntl(open(text, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600), F_DUPFD_CLOEXEC, 900);
    find_code();
    pthread_atfork(NULL, NULL, in_child);
    state = map;
}

/* ---- memory ---- */

static bool out_of_memory(const void *caller)
{
    bool own = (uintptr_t)caller - code_from < code_to - code_from && hit(OWN);
    if (!hit(MEMORY) && !own)
        return false;
    errno = ENOMEM;
    return true;
}
#define OUT_OF_MEMORY() out_of_memory(__builtin_return_address(0))

void *malloc(size_t n)
{
    if (OUT_OF_MEMORY())
        return NULL;
    return __libc_malloc(n);
}

void *calloc(size_t n, size_t size)
{
    if (OUT_OF_MEMORY())
        return NULL;
    return __libc_calloc(n, size);
}

void *realloc(void *p, size_t n)
{
    if (OUT_OF_MEMORY())
        return NULL;
    return __libc_realloc(p, n);
}

int posix_memalign(void **p, size_t alignment, size_t n)
{
    if (OUT_OF_MEMORY())
        return ENOMEM;
    *p = __libc_memalign(alignment, n);
    return *p ? 0 : ENOMEM;
}

void *aligned_alloc(size_t alignment, size_t n)
{
    if (OUT_OF_MEMORY())
        return NULL;
    return __libc_memalign(alignment, n);
}

/* ---- files ---- */

static bool path_counts(const char *path)
{
    return !below || strncmp(path, below, strlen(below)) == 0;
}

/* The path behind fd, and whether it counts. */
static bool fd_counts(int fd, char *path, size_t size)
{
    char link[40] = "/proc/self/fd/", digits[12];
    int n = 0;
    if (!state || fd < 0 || fd == log_fd)
        return false;
    do
        digits[n++] = (char)('0' + fd % 10);
    while ((fd /= 10) > 0);
    for (char *to = link + strlen(link); n > 0;)
        *to++ = digits[--n];
    ssize_t got = readlink(link, path, size - 1);
    path[got < 0 ? 0 : got] = '\0';
    return path_counts(path);
}

static void note(enum operation operation, const char *path, int64_t offset, const void *p, size_t n)
{
    struct event e = { operation, (uint32_t)strlen(path), offset, n };
    if (log_fd < 0)
        return;
    if (syscall(SYS_write, log_fd, &e, sizeof e) < 0 || syscall(SYS_write, log_fd, path, e.path_bytes) < 0 || (n && syscall(SYS_write, log_fd, p, n) < 0))
        _exit(99);
}

/* How many of n bytes may be written: fewer where the disk fills, -1 with errno where the write fails. */
static ssize_t may_write(size_t n, bool regular)
{
    if (hit(WRITE)) {
        if (how == SHORT && n > 1)
            return (ssize_t)(n / 2);
        errno = code;
        return -1;
    }
    if (room >= 0 && regular) {
        int64_t before = atomic_fetch_add(&state->written, (int64_t)n);
        if (before >= room) {
            atomic_fetch_add(&state->fired, 1);
            errno = ENOSPC;
            return -1;
        }
        if (before + (int64_t)n > room)
            return (ssize_t)(room - before);
    }
    return (ssize_t)n;
}

/* The result of a write; a disk that is full by itself is a fault that fired. */
static ssize_t written(ssize_t done)
{
    if (done < 0 && errno == ENOSPC)
        atomic_fetch_add(&state->fired, 1);
    return done;
}

static bool is_regular(int fd)
{
    struct stat st;
    return fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
}

ssize_t write(int fd, const void *p, size_t n)
{
    char path[4096];
    if (!fd_counts(fd, path, sizeof path))
        return syscall(SYS_write, fd, p, n);
    ssize_t most = may_write(n, is_regular(fd));
    if (most < 0)
        return -1;
    off_t offset = log_fd < 0 ? 0 : lseek(fd, 0, SEEK_CUR);
    ssize_t done = written(syscall(SYS_write, fd, p, (size_t)most));
    if (done > 0 && is_regular(fd))
        note(DO_WRITE, path, offset, p, (size_t)done);
    return done;
}

ssize_t pwrite64(int fd, const void *p, size_t n, off64_t offset)
{
    char path[4096];
    if (!fd_counts(fd, path, sizeof path))
        return syscall(SYS_pwrite64, fd, p, n, offset);
    ssize_t most = may_write(n, true);
    if (most < 0)
        return -1;
    ssize_t done = written(syscall(SYS_pwrite64, fd, p, (size_t)most, offset));
    if (done > 0)
        note(DO_WRITE, path, offset, p, (size_t)done);
    return done;
}

ssize_t pwrite(int fd, const void *p, size_t n, off_t offset) { return pwrite64(fd, p, n, offset); }

static int sync_by(long number, int fd)
{
    char path[4096];
    bool counts = fd_counts(fd, path, sizeof path);
    if (counts && hit(SYNC)) {
        errno = code;
        return -1;
    }
    int done = (int)syscall(number, fd);
    if (counts && done == 0)
        note(DO_SYNC, path, 0, NULL, 0);
    return done;
}

int fsync(int fd) { return sync_by(SYS_fsync, fd); }
int fdatasync(int fd) { return sync_by(SYS_fdatasync, fd); }

int ftruncate64(int fd, off64_t size)
{
    char path[4096];
    bool counts = fd_counts(fd, path, sizeof path);
    if (counts && hit(TRUNCATE)) {
        errno = code;
        return -1;
    }
    int done = (int)syscall(SYS_ftruncate, fd, size);
    if (counts && done == 0)
        note(DO_TRUNCATE, path, size, NULL, 0);
    return done;
}

int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

static int open_as(const char *path, int flags, mode_t mode)
{
    bool fresh = state && log_fd >= 0 && (flags & O_CREAT) && path_counts(path) && access(path, F_OK) < 0;
    int fd = (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
    if (fd >= 0 && fresh)
        note(DO_CREATE, path, 0, NULL, 0);
    return fd;
}

static mode_t mode_of(int flags, va_list args)
{
    return flags & (O_CREAT | __O_TMPFILE) ? va_arg(args, mode_t) : 0;
}

int open(const char *path, int flags, ...)
{
    va_list args;
    va_start(args, flags);
    mode_t mode = mode_of(flags, args);
    va_end(args);
    return open_as(path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    va_list args;
    va_start(args, flags);
    mode_t mode = mode_of(flags, args);
    va_end(args);
    return open_as(path, flags | O_LARGEFILE, mode);
}

int unlink(const char *path)
{
    bool counts = state && path_counts(path);
    if (counts && hit(NAME)) {
        errno = code;
        return -1;
    }
    int done = (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
    if (counts && done == 0)
        note(DO_UNLINK, path, 0, NULL, 0);
    return done;
}

/* The old name is the path, the new one the bytes. */
static int two_names(enum operation operation, long number, const char *from, const char *to)
{
    bool counts = state && path_counts(to);
    if (counts && hit(NAME)) {
        errno = code;
        return -1;
    }
    int done = (int)(number == SYS_linkat ? syscall(number, AT_FDCWD, from, AT_FDCWD, to, 0) : syscall(number, AT_FDCWD, from, AT_FDCWD, to));
    if (counts && done == 0)
        note(operation, from, 0, to, strlen(to));
    return done;
}

int rename(const char *from, const char *to) { return two_names(DO_RENAME, SYS_renameat, from, to); }
int link(const char *from, const char *to) { return two_names(DO_LINK, SYS_linkat, from, to); }
