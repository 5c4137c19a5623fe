/* io/child_filter.c: the list of system calls, written as the kernel's own program of tests. A build without a filter says so.
 *
 * Of libseccomp only the header is used: it knows the number of each call on each processor. Its library makes 1,400 allocations for these lists, and
 * dies where one of them fails. */
#include "io/child_filter.h"
#include "base/i18n.h"

#if DUIMA_SECCOMP

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined __x86_64__
#define THIS_PROCESSOR SCMP_ARCH_X86_64
#elif defined __i386__
#define THIS_PROCESSOR SCMP_ARCH_X86
#elif defined __aarch64__ && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define THIS_PROCESSOR SCMP_ARCH_AARCH64
#elif defined __arm__ && defined __ARM_EABI__
#define THIS_PROCESSOR SCMP_ARCH_ARM
#elif defined __riscv && __riscv_xlen == 64
#define THIS_PROCESSOR SCMP_ARCH_RISCV64
#elif defined __powerpc64__ && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define THIS_PROCESSOR SCMP_ARCH_PPC64LE
#elif defined __s390x__
#define THIS_PROCESSOR SCMP_ARCH_S390X
#else
#define THIS_PROCESSOR 0 /* no filter */
#endif

/* Always allowed. Those that this processor does not have bear a negative number, and are passed over. */
static const int allowed[] = {
    /* reading what is open */
    SCMP_SYS(read), SCMP_SYS(readv), SCMP_SYS(pread64), SCMP_SYS(preadv), SCMP_SYS(lseek), SCMP_SYS(_llseek), SCMP_SYS(fstat), SCMP_SYS(fstat64),
    SCMP_SYS(close), SCMP_SYS(close_range), SCMP_SYS(poll), SCMP_SYS(ppoll), SCMP_SYS(ppoll_time64), SCMP_SYS(fadvise64), SCMP_SYS(fadvise64_64),
    /* memory; mmap and mprotect below */
    SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(getrandom),
    /* locks that nobody else holds, the clock */
    SCMP_SYS(futex), SCMP_SYS(futex_time64), SCMP_SYS(sched_yield), SCMP_SYS(clock_gettime), SCMP_SYS(clock_gettime64), SCMP_SYS(clock_getres),
    SCMP_SYS(gettimeofday), SCMP_SYS(time),
    /* its own signals */
    SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(sigreturn), SCMP_SYS(sigaltstack), SCMP_SYS(restart_syscall),
    /* what it is */
    SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(getppid), SCMP_SYS(getuid), SCMP_SYS(geteuid), SCMP_SYS(getgid), SCMP_SYS(getegid), SCMP_SYS(getuid32),
    SCMP_SYS(geteuid32), SCMP_SYS(getgid32), SCMP_SYS(getegid32), SCMP_SYS(getrusage), SCMP_SYS(getrlimit), SCMP_SYS(ugetrlimit), SCMP_SYS(sysinfo),
    SCMP_SYS(sched_getaffinity), SCMP_SYS(uname),
    /* the end */
    SCMP_SYS(exit), SCMP_SYS(exit_group),
};

/* Honest libraries try these, and do without. */
static const int refused[] = {
    SCMP_SYS(open), SCMP_SYS(openat), SCMP_SYS(creat), SCMP_SYS(stat), SCMP_SYS(lstat), SCMP_SYS(stat64), SCMP_SYS(lstat64), SCMP_SYS(access),
    SCMP_SYS(faccessat), SCMP_SYS(readlink), SCMP_SYS(readlinkat), SCMP_SYS(fork), SCMP_SYS(vfork), SCMP_SYS(clone),
};

/* No library does these between two records. */
static const int deadly[] = {
    /* another program */
    SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(uselib),
    /* the world outside */
    SCMP_SYS(socket), SCMP_SYS(socketpair), SCMP_SYS(connect), SCMP_SYS(bind), SCMP_SYS(listen), SCMP_SYS(accept), SCMP_SYS(accept4), SCMP_SYS(sendto),
    SCMP_SYS(sendmsg), SCMP_SYS(sendmmsg), SCMP_SYS(socketcall), SCMP_SYS(io_uring_setup), SCMP_SYS(io_uring_enter), SCMP_SYS(io_uring_register),
    /* other processes */
    SCMP_SYS(ptrace), SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev), SCMP_SYS(process_madvise), SCMP_SYS(pidfd_open), SCMP_SYS(pidfd_getfd),
    SCMP_SYS(pidfd_send_signal), SCMP_SYS(rt_sigqueueinfo), SCMP_SYS(rt_tgsigqueueinfo), SCMP_SYS(kcmp),
    /* names and contents of files */
    SCMP_SYS(unlink), SCMP_SYS(unlinkat), SCMP_SYS(rename), SCMP_SYS(renameat), SCMP_SYS(renameat2), SCMP_SYS(link), SCMP_SYS(linkat), SCMP_SYS(symlink),
    SCMP_SYS(symlinkat), SCMP_SYS(mkdir), SCMP_SYS(mkdirat), SCMP_SYS(rmdir), SCMP_SYS(mknod), SCMP_SYS(mknodat), SCMP_SYS(truncate), SCMP_SYS(truncate64),
    SCMP_SYS(ftruncate), SCMP_SYS(ftruncate64), SCMP_SYS(fallocate), SCMP_SYS(chmod), SCMP_SYS(fchmod), SCMP_SYS(fchmodat), SCMP_SYS(chown),
    SCMP_SYS(fchown), SCMP_SYS(lchown), SCMP_SYS(fchownat), SCMP_SYS(setxattr), SCMP_SYS(lsetxattr), SCMP_SYS(fsetxattr), SCMP_SYS(open_by_handle_at),
    /* privileges */
    SCMP_SYS(setuid), SCMP_SYS(setgid), SCMP_SYS(setreuid), SCMP_SYS(setregid), SCMP_SYS(setresuid), SCMP_SYS(setresgid), SCMP_SYS(setgroups),
    SCMP_SYS(setfsuid), SCMP_SYS(setfsgid), SCMP_SYS(capset), SCMP_SYS(unshare), SCMP_SYS(setns), SCMP_SYS(chroot), SCMP_SYS(pivot_root),
    SCMP_SYS(mount), SCMP_SYS(umount), SCMP_SYS(umount2), SCMP_SYS(fsopen), SCMP_SYS(fsmount), SCMP_SYS(move_mount), SCMP_SYS(open_tree),
    SCMP_SYS(add_key), SCMP_SYS(request_key), SCMP_SYS(keyctl), SCMP_SYS(personality),
    /* the kernel */
    SCMP_SYS(bpf), SCMP_SYS(perf_event_open), SCMP_SYS(userfaultfd), SCMP_SYS(init_module), SCMP_SYS(finit_module), SCMP_SYS(delete_module),
    SCMP_SYS(kexec_load), SCMP_SYS(kexec_file_load), SCMP_SYS(reboot), SCMP_SYS(swapon), SCMP_SYS(swapoff), SCMP_SYS(settimeofday),
    SCMP_SYS(clock_settime), SCMP_SYS(sethostname), SCMP_SYS(setdomainname), SCMP_SYS(quotactl), SCMP_SYS(acct), SCMP_SYS(iopl), SCMP_SYS(ioperm),
};

#define TESTS_MOST 1024 /* of the kernel's 4096 */

struct filter {
    struct sock_filter test[TESTS_MOST];
    unsigned n;
    uint32_t deadly;
};

static void put(struct filter *f, uint16_t code, uint32_t k, uint8_t if_true, uint8_t if_false)
{
    if (f->n < TESTS_MOST)
        f->test[f->n] = (struct sock_filter){ code, if_true, if_false, k };
    f->n++;
}

static void load(struct filter *f, size_t offset) { put(f, BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0, 0); }
static void answer(struct filter *f, uint32_t action) { put(f, BPF_RET | BPF_K, action, 0, 0); }

/* What an argument must be: its bits `mask`, of 64, are `value`. */
struct condition {
    unsigned argument;
    uint64_t mask, value;
};
/* Numbers that the kernel takes as 32 bits are compared as such. */
static struct condition is32(unsigned argument, uint32_t value) { return (struct condition){ argument, UINT32_MAX, value }; }
static struct condition is64(unsigned argument, uint64_t value) { return (struct condition){ argument, UINT64_MAX, value }; }
static struct condition no_bits(unsigned argument, uint64_t bits) { return (struct condition){ argument, bits, 0 }; }
static struct condition all_bits(unsigned argument, uint64_t bits) { return (struct condition){ argument, bits, bits }; }

/* Three tests for each half of an argument that matters; *left: how many of the rule's are still to come behind them. */
static void half(struct filter *f, const struct condition *c, bool high, unsigned *left)
{
    const uint32_t mask = (uint32_t)(high ? c->mask >> 32 : c->mask), value = (uint32_t)(high ? c->value >> 32 : c->value);
    const bool second = high == (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__);
    if (mask == 0)
        return;
    *left -= 3;
    load(f, offsetof(struct seccomp_data, args) + c->argument * sizeof(uint64_t) + (second ? sizeof(uint32_t) : 0));
    put(f, BPF_ALU | BPF_AND | BPF_K, mask, 0, 0);
    put(f, BPF_JMP | BPF_JEQ | BPF_K, value, 0, (uint8_t)(*left + 1)); /* over the rest and the answer */
}

static unsigned length(const struct condition *c, size_t n)
{
    unsigned tests = 0;
    for (size_t i = 0; i < n; i++)
        tests += ((uint32_t)c[i].mask ? 3u : 0u) + (c[i].mask >> 32 ? 3u : 0u);
    return tests;
}

/* This call, where every condition holds, gets this answer. The call's number is in the register before and behind. */
static void rule_if(struct filter *f, uint32_t action, int call, size_t n, const struct condition *c)
{
    unsigned left = length(c, n);
    if (call < 0)
        return;
    put(f, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, (uint8_t)(left + 1 + (n > 0)));
    for (size_t i = 0; i < n; i++) {
        half(f, &c[i], false, &left);
        half(f, &c[i], true, &left);
    }
    answer(f, action);
    if (n > 0)
        load(f, offsetof(struct seccomp_data, nr));
}

static void rule(struct filter *f, uint32_t action, int call) { rule_if(f, action, call, 0, NULL); }

static void rules_without_arguments(struct filter *f, bool by_name)
{
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
        rule(f, SECCOMP_RET_ALLOW, allowed[i]);
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (!by_name || (refused[i] != SCMP_SYS(open) && refused[i] != SCMP_SYS(openat)))
            rule(f, SECCOMP_RET_ERRNO | EPERM, refused[i]);
    for (size_t i = 0; i < sizeof deadly / sizeof *deadly; i++)
        rule(f, f->deadly, deadly[i]);
}

static void rules_with_arguments(struct filter *f, const struct child_limits *l, int sink)
{
    static const int writing[] = { SCMP_SYS(write), SCMP_SYS(writev) }, mapping[] = { SCMP_SYS(mmap), SCMP_SYS(mmap2), SCMP_SYS(mprotect) };
    static const int to_self[] = { SCMP_SYS(kill), SCMP_SYS(tgkill), SCMP_SYS(tkill) }; /* abort() */
    static const int fcntls[] = { SCMP_SYS(fcntl), SCMP_SYS(fcntl64) }, asking[] = { F_GETFD, F_GETFL };
    const uint32_t self = (uint32_t)getpid(), allow = SECCOMP_RET_ALLOW;
    for (size_t i = 0; i < 2; i++) {
        const int fds[] = { sink, 2 };
        for (size_t k = 0; k < 2; k++)
            rule_if(f, allow, writing[i], 1, (struct condition[]){ is32(0, (uint32_t)fds[k]) });
        for (size_t k = 0; k < 2; k++)
            rule_if(f, allow, fcntls[i], 1, (struct condition[]){ is32(1, (uint32_t)asking[k]) });
    }
    rule_if(f, allow, SCMP_SYS(vmsplice), 1, (struct condition[]){ is32(0, (uint32_t)sink) }); /* lends its pages to the pipe */
    for (size_t i = 0; i < 3; i++) {
        rule_if(f, allow, mapping[i], 1, (struct condition[]){ no_bits(2, PROT_EXEC) });
        rule_if(f, allow, to_self[i], 1, (struct condition[]){ is32(0, self) });
        rule(f, f->deadly, to_self[i]);
    }
    /* fstat by another name: no path, the descriptor itself */
    rule_if(f, allow, SCMP_SYS(newfstatat), 1, (struct condition[]){ all_bits(3, AT_EMPTY_PATH) });
    rule_if(f, allow, SCMP_SYS(fstatat64), 1, (struct condition[]){ all_bits(3, AT_EMPTY_PATH) });
    rule_if(f, allow, SCMP_SYS(statx), 1, (struct condition[]){ all_bits(2, AT_EMPTY_PATH) });
    rule_if(f, allow, SCMP_SYS(prlimit64), 2, (struct condition[]){ is32(0, 0), is64(2, 0) }); /* asks only */
    rule(f, SECCOMP_RET_ERRNO | ENOTTY, SCMP_SYS(ioctl));
    if (l->by_name) {
        const uint64_t name = (uintptr_t)child_file_name, changing = O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND;
        rule_if(f, allow, SCMP_SYS(openat), 2, (struct condition[]){ is64(1, name), no_bits(2, changing) });
        rule_if(f, allow, SCMP_SYS(open), 2, (struct condition[]){ is64(0, name), no_bits(1, changing) });
    }
}

static bool available(uint32_t action)
{
    return THIS_PROCESSOR != 0 && syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0u, &action) == 0;
}

bool child_filter_works(void) { return available(SECCOMP_RET_KILL_THREAD); }

/* Calls of another processor's kind (32 bits; x32, which bears this one's name and a high bit) end the process. */
static void rule_processor(struct filter *f)
{
    load(f, offsetof(struct seccomp_data, arch));
    put(f, BPF_JMP | BPF_JEQ | BPF_K, THIS_PROCESSOR, 1, 0);
    answer(f, f->deadly);
    load(f, offsetof(struct seccomp_data, nr));
#if defined __x86_64__
    put(f, BPF_JMP | BPF_JGE | BPF_K, 0x40000000u, 0, 1);
    answer(f, f->deadly);
#endif
}

int child_filter(const struct child_limits *l, int sink, struct error *err)
{
    struct filter f = { .n = 0 };
    if (!child_filter_works())
        return 0; /* a kernel without filters, or a container that forbids them: the other walls stand */
    f.deadly = available(SECCOMP_RET_KILL_PROCESS) ? SECCOMP_RET_KILL_PROCESS : SECCOMP_RET_KILL_THREAD;
    rule_processor(&f);
    rules_without_arguments(&f, l->by_name);
    rules_with_arguments(&f, l, sink);
    answer(&f, SECCOMP_RET_ERRNO | ENOSYS);
    if (f.n > TESTS_MOST)
        return error_set(err, ERROR_STORE, _("%s: the reading process cannot be locked in"), child_what(l));
    struct sock_fprog program = { (unsigned short)f.n, f.test };
    /* No brake on guessing ahead for the sake of other processes' secrets: kernels before 5.16 would slow it down, and it runs no stranger's code. */
    if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_SPEC_ALLOW, &program) == 0 ||
        prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0)
        return 0;
    return errno == ENOMEM ? error_memory(err) : 0;
}

#else

bool child_filter_works(void) { return false; }

int child_filter(const struct child_limits *l, int sink, struct error *err)
{
    (void)l, (void)sink, (void)err;
    return 0;
}

#endif
