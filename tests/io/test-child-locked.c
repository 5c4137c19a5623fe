/* tests/io/test-child-locked.c: producers that do what a stranger's file might make them do. Built twice: with the program's filter, and (test-child-plain)
 * as where there is no libseccomp. What stands in the way of each is said by child_walls(). */
#include "io/child.h"
#include "io/child_filter.h"
#include "tests/io/attempts.h"
#include "tests/suite.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

static const unsigned char none[DIGEST_SIZE];

struct outcome {
    struct error err;
    int status, records, notes;
    char note[200];
};

static int consume(void *ctx, const struct frame *frame, struct error *err)
{
    struct outcome *o = ctx;
    (void)err;
    o->records += frame->type == FRAME_RECORD;
    if (frame->type == FRAME_NOTE) {
        o->notes++;
        snprintf(o->note, sizeof o->note, "%.*s", SPAN_ARG(frame->u.note.text));
    }
    return 0;
}

static struct child_limits short_limits(void)
{
    struct child_limits l = child_limits_for("drugs.xml", -1, 1000);
    l.memory = (uint64_t)64 << 20;
    l.seconds = 20;
    l.silence = 20;
    return l;
}

static struct outcome run(frame_producer *produce, void *ctx, const struct child_limits *limits)
{
    struct outcome o = { .err.code = ERROR_NONE };
    struct child_limits usual = short_limits();
    struct child *c = child_start(CHILD_FORK, produce, ctx, limits ? limits : &usual, &o.err);
    ck_assert_ptr_nonnull(c);
    o.status = child_run(c, consume, NULL, &o, &o.err);
    child_free(c);
    errno = 0;
    ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1); /* no child is left */
    ck_assert_int_eq(errno, ECHILD);
    return o;
}

/* Every failure is one sentence that names the file, and refuses the input. */
static void fails(const struct outcome *o, const char *words)
{
    ck_assert_int_eq(o->status, -1);
    ck_assert_int_eq(o->err.code, ERROR_INPUT);
    ck_assert_msg(strncmp(o->err.text, "drugs.xml: ", 11) == 0, "%s", o->err.text);
    ck_assert_msg(strstr(o->err.text, words) != NULL, "%s", o->err.text);
    ck_assert_ptr_null(strchr(o->err.text, '\n'));
}

/* ---- what must not be done ---- */

struct attack {
    const struct attempt *attempt;
    const char *path; /* of a file that must stay as it is */
};

static int attack(void *ctx, struct frame_sink *sink, struct error *err)
{
    const struct attack *a = ctx;
    int done = a->attempt->try(a->path);
    if (sink_note(sink, 0, 0, 0, done ? SPAN("done") : SPAN("refused"), err) < 0)
        return -1;
    return sink_end(sink, 0, 1, 0, none, err);
}

START_TEST(refused)
{
    char path[] = "/tmp/duima-test-XXXXXX", other[300];
    struct stat st;
    struct attack a = { &attempts[_i], path };
    if (a.attempt->walls != 0 && (a.attempt->walls & child_walls()) == 0)
        return; /* nothing that the system has stands in its way: the head of io/child.h says so */
    int fd = mkstemp(path);
    ck_assert_int_eq(write(fd, "kept", 4), 4);
    close(fd);
    struct outcome o = run(attack, &a, NULL);
    if (o.status < 0) /* ended for it, and the parent says for what */
        fails(&o, "forbidden system call");
    else
        ck_assert_msg(strcmp(o.note, "refused") == 0, "%s: %s", a.attempt->name, o.note);
    ck_assert(stat(path, &st) == 0 && st.st_size == 4 && (st.st_mode & 0777) == 0600);
    snprintf(other, sizeof other, "%s.new", path);
    ck_assert_int_eq(access(other, F_OK), -1);
    unlink(path);
}
END_TEST

/* Only null stands behind standard input, output and error; in a sanitizer's build, not behind error. */
static int look_at_standard(void *ctx, struct frame_sink *sink, struct error *err)
{
    (void)ctx;
    for (int fd = 0; fd <= (CHILD_SANITIZED ? 1 : 2); fd++) {
        struct stat st;
        if (fstat(fd, &st) < 0 || !S_ISCHR(st.st_mode) || st.st_rdev != makedev(1, 3))
            return error_set(err, ERROR_REFUSED, "descriptor %d", fd);
    }
    return sink_end(sink, 0, 0, 0, none, err);
}

START_TEST(nothing_to_print_to)
{
    struct outcome o = run(look_at_standard, NULL, NULL);
    ck_assert_msg(o.status == 0, "%s", o.err.text);
}
END_TEST

/* ---- what is allowed ---- */

static int read_by_name(void *ctx, struct frame_sink *sink, struct error *err)
{
    const bool *filtered = ctx;
    char text[10] = "";
    int again = open("/proc/self/fd/3", O_RDONLY); /* the same name at another address */
    if (again >= 0 && *filtered)
        return error_set(err, ERROR_REFUSED, "another name");
    close(again);
    if (open(child_file_name, O_RDWR) >= 0 || open("/etc/passwd", O_RDONLY) >= 0)
        return error_set(err, ERROR_REFUSED, "opened");
    FILE *f = fopen(child_file_name, "rb");
    if (!f)
        return error_errno(err, ERROR_REFUSED, errno, "fopen");
    size_t n = fread(text, 1, 4, f);
    fclose(f);
    if (sink_note(sink, 0, 0, 0, (struct span){ text, n }, err) < 0)
        return -1;
    return sink_end(sink, 0, 1, 0, none, err);
}

START_TEST(one_file_by_name)
{
    char path[] = "/tmp/duima-test-XXXXXX";
    int fd = mkstemp(path);
    ck_assert_int_eq(write(fd, "kept", 4), 4);
    close(fd);
    struct child_limits l = short_limits();
    l.fd = open(path, O_RDONLY | O_CLOEXEC);
    l.by_name = true;
    bool filtered = child_walls() & CHILD_SECCOMP;
    struct outcome o = run(read_by_name, &filtered, &l);
    ck_assert_msg(o.status == 0 && strcmp(o.note, "kept") == 0, "%s %s", o.err.text, o.note);
    close(l.fd);
    unlink(path);
}
END_TEST

static int load(void *ctx, struct error *err)
{
    char *text = ctx;
    int fd = open("/proc/self/comm", O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, text, 15);
    close(fd);
    return n > 0 ? 0 : error_set(err, ERROR_REFUSED, "cannot be loaded");
}

static int use_loaded(void *ctx, struct frame_sink *sink, struct error *err)
{
    if (attempt_open(NULL))
        return error_set(err, ERROR_REFUSED, "opened");
    if (sink_note(sink, 0, 0, 0, span_of(ctx), err) < 0)
        return -1;
    return sink_end(sink, 0, 1, 0, none, err);
}

START_TEST(prepared_before)
{
    char text[16] = "";
    struct child_limits l = short_limits();
    l.prepare = load;
    struct outcome o = run(use_loaded, text, &l);
    ck_assert_msg(o.status == 0 && strncmp(o.note, "test-child", 10) == 0, "%s %s", o.err.text, o.note);
}
END_TEST

static int cannot(void *ctx, struct error *err)
{
    (void)ctx;
    return error_set(err, ERROR_USAGE, "schema.xsd: there is no such file");
}

START_TEST(preparing_fails)
{
    struct child_limits l = short_limits();
    l.prepare = cannot;
    struct outcome o = run(use_loaded, NULL, &l);
    ck_assert_int_eq(o.status, -1);
    ck_assert_int_eq(o.err.code, ERROR_USAGE);
    ck_assert_str_eq(o.err.text, "schema.xsd: there is no such file");
}
END_TEST

/* ---- too much ---- */

static int take_memory(void *ctx, struct frame_sink *sink, struct error *err)
{
    const size_t *step = ctx;
    size_t taken = 0;
    (void)sink;
    for (char *p; (p = malloc(*step)); taken += *step)
        memset(p, 1, *step);
    return taken < (size_t)65 << 20 ? error_memory(err) : error_set(err, ERROR_REFUSED, "%zu bytes", taken);
}

START_TEST(memory_without_end)
{
    const size_t steps[] = { 1000, (size_t)20 << 20 };
    if (CHILD_SANITIZED)
        return;
    for (size_t i = 0; i < 2; i++) {
        size_t step = steps[i];
        struct outcome o = run(take_memory, &step, NULL);
        fails(&o, "takes more than 64 MB of memory");
    }
}
END_TEST

static int lack_memory(void *ctx, struct frame_sink *sink, struct error *err)
{
    (void)ctx, (void)sink;
    return error_memory(err);
}

/* Where the machine has none, although little was taken, the input is not to blame. */
START_TEST(no_memory_at_all)
{
    struct outcome o = run(lack_memory, NULL, NULL);
    ck_assert_int_eq(o.status, -1);
    ck_assert_int_eq(o.err.code, ERROR_MEMORY);
}
END_TEST

static int spin(void *ctx, struct frame_sink *sink, struct error *err)
{
    const bool *deaf = ctx;
    (void)sink, (void)err;
    if (*deaf)
        signal(SIGXCPU, SIG_IGN);
    for (volatile unsigned i = 0;; i++)
        continue;
    return 0;
}

START_TEST(time_without_end)
{
    struct child_limits l = short_limits();
    bool deaf = _i == 1;
    l.seconds = 1;
    l.silence = 1; /* it works: that is no silence */
    struct outcome o = run(spin, &deaf, &l);
    fails(&o, "more than 1 seconds of processor time");
}
END_TEST

/* ---- silence ---- */

static int sleep_for_ever(void *ctx, struct frame_sink *sink, struct error *err)
{
    (void)ctx;
    if (sink_note(sink, 0, 0, 0, SPAN("good night"), err) < 0)
        return -1;
    poll(NULL, 0, -1);
    return 0;
}

START_TEST(silent)
{
    struct child_limits l = short_limits();
    l.silence = 2;
    struct outcome o = run(sleep_for_ever, NULL, &l);
    fails(&o, "hangs");
}
END_TEST

static int wait_and_say_so(void *ctx, struct frame_sink *sink, struct error *err)
{
    (void)ctx;
    for (int i = 0; i < 4; i++) {
        poll(NULL, 0, 1000);
        if (sink_alive(sink, err) < 0)
            return -1;
    }
    return sink_end(sink, 0, 0, 0, none, err);
}

START_TEST(waiting_is_no_hanging)
{
    struct child_limits l = short_limits();
    l.silence = 3;
    struct outcome o = run(wait_and_say_so, NULL, &l);
    ck_assert_msg(o.status == 0, "%s", o.err.text);
}
END_TEST

/* Gone from the pipe, but not gone. */
static int close_and_sleep(void *ctx, struct frame_sink *sink, struct error *err)
{
    (void)ctx, (void)sink, (void)err;
    close_range(3, ~0u, 0);
    poll(NULL, 0, -1);
    return 0;
}

START_TEST(leaves_without_going)
{
    struct outcome o = run(close_and_sleep, NULL, NULL);
    fails(&o, "killed");
}
END_TEST

/* ---- lies ---- */

struct lie {
    struct span bytes;
    const char *words;
    bool then_sleep;
};
#define RAW(text) { text, sizeof text - 1 }

static const struct lie lies[] = {
    { RAW("<?xml version='1.0'?><drugs><drug><name>A</name></drug></drugs>"), "makes no sense", true },
    { RAW("\xFF\xFF\xFF\xFF\x01"), "makes no sense", true },
    { RAW("\0\0\0\0"), "makes no sense", true },
    { RAW("\1\0\0\0\x09"), "makes no sense", true },
    { RAW("\x17\0\0\0\1kkllllccccoooooooo\xFF\xFF\xFF\x7F"), "makes no sense", true },
    { RAW("\x00\x00\x00\x04\x02xxxx"), "hangs", true },    /* a frame of 64 MB that never comes */
    { RAW("\x00\x00\x00\x04\x02xxxx"), "without saying", false }, /* and is cut */
    { RAW("\5\0\0\0\4\1\0\0\0"), "makes no sense", true }, /* an error without words */
};

/* Straight into the pipe, whichever descriptor that is. */
static int write_raw(void *ctx, struct frame_sink *sink, struct error *err)
{
    const struct lie *lie = ctx;
    (void)sink, (void)err;
    for (int fd = 3; fd < 100; fd++)
        if (write(fd, lie->bytes.p, lie->bytes.n) > 0)
            break;
    if (lie->then_sleep)
        poll(NULL, 0, -1);
    _exit(0);
}

START_TEST(lies_are_found)
{
    struct child_limits l = short_limits();
    struct lie lie = lies[_i];
    l.silence = 2;
    struct outcome o = run(write_raw, &lie, &l);
    fails(&o, lie.words);
    ck_assert_int_eq(o.records, 0);
}
END_TEST

static int end_twice(void *ctx, struct frame_sink *sink, struct error *err)
{
    struct buf out = BUF_INIT;
    const struct frame end = { .type = FRAME_END };
    (void)ctx, (void)sink, (void)err;
    frame_add(&out, &end);
    frame_add(&out, &end);
    struct lie lie = { buf_span(&out), "", true };
    return write_raw(&lie, sink, err);
}

START_TEST(two_ends)
{
    struct outcome o = run(end_twice, NULL, NULL);
    fails(&o, "went on after its end");
}
END_TEST

/* ---- deaths ---- */

static int die(void *ctx, struct frame_sink *sink, struct error *err)
{
    const int *how = ctx;
    (void)sink, (void)err;
    if (*how == 0)
        _exit(0);
    if (*how == SIGABRT)
        abort();
    raise(*how);
    return 0;
}

START_TEST(deaths)
{
    static const struct {
        int how;
        const char *words;
    } ways[] = { { 0, "without saying" }, { SIGABRT, "signal 6" }, { SIGUSR2, "signal 12" }, { SIGKILL, "was killed" } };
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        int how = ways[i].how;
        struct outcome o = run(die, &how, NULL);
        fails(&o, ways[i].words);
    }
}
END_TEST

/* The child holds the writing end of a pipe: when that is closed, the child is gone. */
START_TEST(dies_with_its_parent)
{
    int ends[2];
    char byte;
    ck_assert_int_eq(pipe2(ends, O_CLOEXEC), 0);
    pid_t between = fork();
    if (between == 0) {
        struct error err;
        struct child_limits l = short_limits();
        l.fd = ends[1];
        l.silence = UINT_MAX;
        if (!child_start(CHILD_FORK, sleep_for_ever, NULL, &l, &err))
            _exit(1);
        raise(SIGKILL);
    }
    close(ends[1]);
    int status;
    ck_assert_int_eq(waitpid(between, &status, 0), between);
    ck_assert(WIFSIGNALED(status));
    ck_assert_int_eq(read(ends[0], &byte, 1), 0);
    close(ends[0]);
}
END_TEST

/* ---- a container that forbids filters ---- */

static int end_well(void *ctx, struct frame_sink *sink, struct error *err)
{
    (void)ctx;
    if (attempt_open(NULL))
        return error_set(err, ERROR_REFUSED, "opened");
    return sink_end(sink, 0, 0, 0, none, err);
}

START_TEST(filters_forbidden)
{
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_seccomp, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (_i == 0 ? EPERM : ENOSYS)),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = { sizeof code / sizeof *code, code };
    ck_assert_int_eq(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), 0);
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) < 0)
        return; /* not here */
    struct outcome o = run(end_well, NULL, NULL);
    ck_assert_msg(o.status == 0, "%s", o.err.text);
    ck_assert_uint_eq(child_walls() & CHILD_SECCOMP, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("io/child, locked in");
    TCase *t = tcase_create("locked in");
    tcase_set_timeout(t, 120);
    tcase_add_loop_test(t, refused, 0, ATTEMPTS);
    tcase_add_test(t, nothing_to_print_to);
    tcase_add_test(t, one_file_by_name);
    tcase_add_test(t, prepared_before);
    tcase_add_test(t, preparing_fails);
    tcase_add_test(t, memory_without_end);
    tcase_add_test(t, no_memory_at_all);
    tcase_add_loop_test(t, time_without_end, 0, 2);
    tcase_add_test(t, silent);
    tcase_add_test(t, waiting_is_no_hanging);
    tcase_add_test(t, leaves_without_going);
    tcase_add_loop_test(t, lies_are_found, 0, sizeof lies / sizeof *lies);
    tcase_add_test(t, two_ends);
    tcase_add_test(t, deaths);
    tcase_add_test(t, dies_with_its_parent);
    tcase_add_loop_test(t, filters_forbidden, 0, 2);
    suite_add_tcase(suite, t);
    return suite_run(suite);
}
