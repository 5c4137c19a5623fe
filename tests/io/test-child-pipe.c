/* tests/io/test-child-pipe.c: bytes that are lent to a pipe arrive as they were when they were put in, whatever the writer does next with its memory, however
 * slow the reader is, and however little the pipe holds. */
#include "io/child_pipe.h"
#include "tests/suite.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define PUTS 400

/* Each eight bytes say where in the stream they stand. */
static uint64_t word(uint64_t at) { return (at + 1) * 0x9E3779B97F4A7C15u; }

/* How many bytes the n-th put has: first the fewest that are lent, which leave room for many in the pipe; then small ones, which are copied, usual ones,
 * and a large one, which is not lent. */
static size_t length(unsigned n)
{
    static const size_t lengths[] = { 256 << 10, 65536, 100000, 8, 262152, 300008, 65528, 256 << 10 };
    if (n < PUTS / 2)
        return 65536;
    return n % 50 == 49 ? (size_t)3 << 20 : lengths[n * 7 % 8];
}

enum { LENT = 3, COPIED = 4, FAILED = 5 };

/* The writer: in the end its memory is overwritten, as at any time. */
static int be_writer(int fd, bool lends)
{
    struct child_pipe pipe;
    struct buf out = BUF_INIT;
    struct error err;
    uint64_t at = 0;
    child_pipe_init(&pipe, fd);
    pipe.holds = lends ? pipe.holds : 0;
    for (unsigned n = 0; n < PUTS; n++) {
        for (size_t i = 0; i < length(n) / 8; i++, at++) {
            const uint64_t w = word(at);
            buf_add(&out, &w, sizeof w);
        }
        if (out.failed || child_pipe_put(&pipe, &out, &err) < 0 || out.n != 0)
            return FAILED;
        if (out.p)
            memset(out.p, 0xEE, out.cap); /* it is ours again */
    }
    return pipe.lent > 0 ? LENT : COPIED;
}

/* Reads to the end, with a rest now and then; how many of the words are right. */
static uint64_t read_words(int fd, bool slow)
{
    static char bytes[1 << 18];
    uint64_t at = 0, good = 0;
    size_t kept = 0;
    ssize_t n;
    for (unsigned turn = 0; (n = read(fd, bytes + kept, turn % 3 ? sizeof bytes - kept : 5000)) != 0; turn++) {
        ck_assert(n > 0 || errno == EINTR);
        kept += n > 0 ? (size_t)n : 0;
        size_t i = 0;
        for (; kept - i >= 8; i += 8, at++) {
            uint64_t w;
            memcpy(&w, bytes + i, 8);
            good += w == word(at);
        }
        memmove(bytes, bytes + i, kept - i);
        kept -= i;
        if (slow && turn % 64 == 0)
            poll(NULL, 0, 1);
    }
    ck_assert_uint_eq(kept, 0);
    ck_assert_uint_eq(good, at);
    return good;
}

static int run(int pipe_size, bool lends, bool slow)
{
    int ends[2], status;
    uint64_t words = 0;
    for (unsigned n = 0; n < PUTS; n++)
        words += length(n) / 8;
    ck_assert_int_eq(pipe(ends), 0);
    if (pipe_size)
        ck_assert_int_ge(fcntl(ends[1], F_SETPIPE_SZ, pipe_size), pipe_size);
    pid_t pid = fork();
    ck_assert_int_ge(pid, 0);
    if (pid == 0) {
        close(ends[0]);
        _exit(be_writer(ends[1], lends));
    }
    close(ends[1]);
    ck_assert_uint_eq(read_words(ends[0], slow), words);
    close(ends[0]);
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    ck_assert(WIFEXITED(status));
    return WEXITSTATUS(status);
}

START_TEST(arrives)
{
    static const int sizes[] = { 0, 4096, 65536, 1 << 20 };
    ck_assert_int_eq(run(sizes[_i / 2], true, _i % 2), LENT);
}
END_TEST

START_TEST(without_lending)
{
    ck_assert_int_eq(run(0, false, false), COPIED);
}
END_TEST

/* Where the kernel has no such call for what stands behind the descriptor, it is copied from then on. */
START_TEST(not_a_pipe)
{
    char path[] = "/tmp/duima-test-XXXXXX";
    struct child_pipe pipe;
    struct buf out = BUF_INIT;
    struct error err;
    int fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    unlink(path);
    child_pipe_init(&pipe, fd);
    ck_assert_uint_eq(pipe.holds, 0);
    pipe.holds = 16;
    memset(buf_room(&out, 100000), 'x', 100000);
    out.n = 100000;
    ck_assert_int_eq(child_pipe_put(&pipe, &out, &err), 0);
    ck_assert_int_eq(lseek(fd, 0, SEEK_END), 100000);
    ck_assert(pipe.holds == 0 && pipe.lent == 0 && out.n == 0);
    buf_release(&out);
    close(fd);
}
END_TEST

/* The reader is gone. */
START_TEST(nobody_reads)
{
    int ends[2];
    struct child_pipe pipe_;
    struct buf out = BUF_INIT;
    struct error err = { .code = ERROR_NONE };
    signal(SIGPIPE, SIG_IGN);
    ck_assert_int_eq(pipe(ends), 0);
    close(ends[0]);
    child_pipe_init(&pipe_, ends[1]);
    for (int small = 0; small < 2; small++) {
        const size_t n = small ? 10 : 100000;
        memset(buf_room(&out, n), 'x', n);
        out.n = n;
        ck_assert_int_eq(child_pipe_put(&pipe_, &out, &err), -1);
        ck_assert_int_eq(err.code, ERROR_INPUT);
        buf_release(&out);
    }
    close(ends[1]);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("child-pipe");
    TCase *tc = tcase_create("child-pipe");
    tcase_set_timeout(tc, 120);
    tcase_add_loop_test(tc, arrives, 0, 8);
    tcase_add_test(tc, without_lending);
    tcase_add_test(tc, not_a_pipe);
    tcase_add_test(tc, nobody_reads);
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
