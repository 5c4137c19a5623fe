/* io/child_filter.c: the list of system calls, for libseccomp. A build without it has no filter, and says so. */
#include "io/child_filter.h"
#include "base/i18n.h"

#if DUIMA_SECCOMP

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define FILTER_AVAILABLE 2u /* SECCOMP_GET_ACTION_AVAIL */

/* Always allowed. Those that this processor does not have, libseccomp passes over. */
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

struct filter {
    scmp_filter_ctx list;
    uint32_t deadly;
    int fault; /* the first; 0: none */
};

/* What this processor or libseccomp's age does not have (EDOM, EINVAL of a rule that never applies) is no fault. */
static void rule(struct filter *f, uint32_t action, int call, unsigned n, const struct scmp_arg_cmp *args)
{
    int status = seccomp_rule_add_array(f->list, action, call, n, args);
    if (status < 0 && status != -EDOM && f->fault == 0)
        f->fault = status;
}

static void rules_without_arguments(struct filter *f, bool by_name)
{
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
        rule(f, SCMP_ACT_ALLOW, allowed[i], 0, NULL);
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (!by_name || (refused[i] != SCMP_SYS(open) && refused[i] != SCMP_SYS(openat)))
            rule(f, SCMP_ACT_ERRNO(EPERM), refused[i], 0, NULL);
    for (size_t i = 0; i < sizeof deadly / sizeof *deadly; i++)
        rule(f, f->deadly, deadly[i], 0, NULL);
}

/* Numbers that the kernel takes as 32 bits are compared as such. */
static struct scmp_arg_cmp is32(unsigned arg, uint32_t value) { return SCMP_CMP64(arg, SCMP_CMP_MASKED_EQ, UINT32_MAX, value); }
static struct scmp_arg_cmp no_bits(unsigned arg, uint64_t bits) { return SCMP_CMP64(arg, SCMP_CMP_MASKED_EQ, bits, 0); }

static void rules_with_arguments(struct filter *f, const struct child_limits *l, int sink)
{
    static const int writing[] = { SCMP_SYS(write), SCMP_SYS(writev) }, mapping[] = { SCMP_SYS(mmap), SCMP_SYS(mmap2), SCMP_SYS(mprotect) };
    static const int to_self[] = { SCMP_SYS(kill), SCMP_SYS(tgkill), SCMP_SYS(tkill) }; /* abort() */
    static const int fcntls[] = { SCMP_SYS(fcntl), SCMP_SYS(fcntl64) }, asking[] = { F_GETFD, F_GETFL };
    const uint32_t self = (uint32_t)getpid();
    for (size_t i = 0; i < 2; i++) {
        const int fds[] = { sink, 2 };
        for (size_t k = 0; k < 2; k++)
            rule(f, SCMP_ACT_ALLOW, writing[i], 1, (struct scmp_arg_cmp[]){ is32(0, (uint32_t)fds[k]) });
        for (size_t k = 0; k < 2; k++)
            rule(f, SCMP_ACT_ALLOW, fcntls[i], 1, (struct scmp_arg_cmp[]){ is32(1, (uint32_t)asking[k]) });
    }
    for (size_t i = 0; i < 3; i++) {
        rule(f, SCMP_ACT_ALLOW, mapping[i], 1, (struct scmp_arg_cmp[]){ no_bits(2, PROT_EXEC) });
        rule(f, SCMP_ACT_ALLOW, to_self[i], 1, (struct scmp_arg_cmp[]){ is32(0, self) });
        rule(f, f->deadly, to_self[i], 1, (struct scmp_arg_cmp[]){ SCMP_CMP64(0, SCMP_CMP_NE, self, 0) });
    }
    /* fstat by another name: no path, the descriptor itself */
    rule(f, SCMP_ACT_ALLOW, SCMP_SYS(newfstatat), 1, (struct scmp_arg_cmp[]){ SCMP_CMP64(3, SCMP_CMP_MASKED_EQ, AT_EMPTY_PATH, AT_EMPTY_PATH) });
    rule(f, SCMP_ACT_ALLOW, SCMP_SYS(fstatat64), 1, (struct scmp_arg_cmp[]){ SCMP_CMP64(3, SCMP_CMP_MASKED_EQ, AT_EMPTY_PATH, AT_EMPTY_PATH) });
    rule(f, SCMP_ACT_ALLOW, SCMP_SYS(statx), 1, (struct scmp_arg_cmp[]){ SCMP_CMP64(2, SCMP_CMP_MASKED_EQ, AT_EMPTY_PATH, AT_EMPTY_PATH) });
    rule(f, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 2, (struct scmp_arg_cmp[]){ is32(0, 0), SCMP_CMP64(2, SCMP_CMP_EQ, 0, 0) }); /* asks only */
    rule(f, SCMP_ACT_ERRNO(ENOTTY), SCMP_SYS(ioctl), 0, NULL);
    if (l->by_name) {
        const uint64_t name = (uintptr_t)child_file_name, changing = O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND;
        rule(f, SCMP_ACT_ALLOW, SCMP_SYS(openat), 2, (struct scmp_arg_cmp[]){ SCMP_CMP64(1, SCMP_CMP_EQ, name, 0), no_bits(2, changing) });
        rule(f, SCMP_ACT_ALLOW, SCMP_SYS(open), 2, (struct scmp_arg_cmp[]){ SCMP_CMP64(0, SCMP_CMP_EQ, name, 0), no_bits(1, changing) });
    }
}

bool child_filter_works(void)
{
    uint32_t action = SCMP_ACT_KILL_THREAD;
    return syscall(SYS_seccomp, FILTER_AVAILABLE, 0u, &action) == 0;
}

int child_filter(const struct child_limits *l, int sink, struct error *err)
{
    struct filter f = { .list = seccomp_init(SCMP_ACT_ERRNO(ENOSYS)), .deadly = seccomp_api_get() >= 3 ? SCMP_ACT_KILL_PROCESS : SCMP_ACT_KILL_THREAD };
    if (!f.list)
        return error_memory(err);
    /* No brake on guessing ahead for the sake of other processes' secrets: kernels before 5.16 would slow it down, and it runs no stranger's code. */
    seccomp_attr_set(f.list, SCMP_FLTATR_CTL_SSB, 1);
    seccomp_attr_set(f.list, SCMP_FLTATR_API_SYSRAWRC, 1);
    seccomp_attr_set(f.list, SCMP_FLTATR_ACT_BADARCH, f.deadly);
    rules_without_arguments(&f, l->by_name);
    rules_with_arguments(&f, l, sink);
    int status = f.fault < 0 ? f.fault : seccomp_load(f.list);
    seccomp_release(f.list);
    if (status == -ENOMEM)
        return error_memory(err);
    if (f.fault < 0)
        return error_errno(err, ERROR_STORE, -f.fault, _("%s: the reading process cannot be locked in"), child_what(l));
    return 0; /* a kernel without filters, or a container that forbids them: the other walls stand */
}

#else

bool child_filter_works(void) { return false; }

int child_filter(const struct child_limits *l, int sink, struct error *err)
{
    (void)l, (void)sink, (void)err;
    return 0;
}

#endif
