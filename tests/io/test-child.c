/* tests/io/test-child.c: frames there and back, liars among them; producers that end well, fail, die, and are stopped. */
#include "io/child.h"
#include "tests/suite.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- frames ---- */

static void add_samples(struct buf *out)
{
    const struct field fields[] = { { 7, 1, 12, 3, SPAN("对乙酰氨基酚") }, { 65535, 0, 1, 1, SPAN("") } };
    const struct record record = { 3, 11, 2, 1234567890123u, fields, 2, false };
    const struct frame frames[] = {
        { .type = FRAME_RECORD, .u.record = record },
        { .type = FRAME_NOTE, .u.note = { 5, 6, 7, SPAN("a note") } },
        { .type = FRAME_PROGRESS, .u.progress = { 1, 2, 3 } },
        { .type = FRAME_ERROR, .u.error = { ERROR_INPUT, SPAN("bad") } },
        { .type = FRAME_END, .u.end = { .records = 9, .notes = 8, .bytes = 7, .digest = { 1, 2, 3 } } },
    };
    for (size_t i = 0; i < sizeof frames / sizeof *frames; i++)
        frame_add(out, &frames[i]);
    ck_assert(!out->failed);
}

START_TEST(frames_round_trip)
{
    struct buf out = BUF_INIT;
    struct frame_reader r = FRAME_READER_INIT;
    struct frame f;
    struct error err;
    add_samples(&out);
    struct span s = buf_span(&out);
    ck_assert_int_eq(frame_next(&r, &s, &f, &err), 1);
    ck_assert_int_eq(f.type, FRAME_RECORD);
    ck_assert_uint_eq(f.u.record.kind, 3);
    ck_assert_uint_eq(f.u.record.line, 11);
    ck_assert_uint_eq(f.u.record.offset, 1234567890123u);
    ck_assert_uint_eq(f.u.record.n, 2);
    ck_assert(span_is(f.u.record.fields[0].text, "对乙酰氨基酚"));
    ck_assert_uint_eq(f.u.record.fields[0].part, 1);
    ck_assert_uint_eq(f.u.record.fields[1].slot, 65535);
    ck_assert_uint_eq(f.u.record.fields[1].text.n, 0);
    ck_assert_int_eq(frame_next(&r, &s, &f, &err), 1);
    ck_assert(f.type == FRAME_NOTE && f.u.note.column == 6 && f.u.note.kind == 7 && span_is(f.u.note.text, "a note"));
    ck_assert_int_eq(frame_next(&r, &s, &f, &err), 1);
    ck_assert(f.type == FRAME_PROGRESS && f.u.progress.records == 3);
    ck_assert_int_eq(frame_next(&r, &s, &f, &err), 1);
    ck_assert(f.type == FRAME_ERROR && f.u.error.code == ERROR_INPUT && span_is(f.u.error.text, "bad"));
    ck_assert_int_eq(frame_next(&r, &s, &f, &err), 1);
    ck_assert(f.type == FRAME_END && f.u.end.bytes == 7 && f.u.end.digest[2] == 3);
    ck_assert_int_eq(frame_next(&r, &s, &f, &err), 0);
    frame_reader_release(&r);
    buf_release(&out);
}
END_TEST

/* Cut anywhere, a stream is only "not whole yet"; with any byte changed, it never reads outside (valgrind and ASan watch). */
START_TEST(frames_cut_and_changed)
{
    struct buf out = BUF_INIT;
    struct frame_reader r = FRAME_READER_INIT;
    struct frame f;
    struct error err;
    add_samples(&out);
    for (size_t n = 0; n < out.n; n++) {
        char *copy = malloc(n + 1);
        memcpy(copy, out.p, n);
        struct span s = { copy, n };
        int got;
        while ((got = frame_next(&r, &s, &f, &err)) > 0)
            continue;
        ck_assert_int_eq(got, 0);
        free(copy);
    }
    for (size_t at = 0; at < out.n; at++) {
        for (int value = 0; value < 256; value += 51) {
            char *copy = malloc(out.n);
            memcpy(copy, out.p, out.n);
            copy[at] = (char)value;
            struct span s = { copy, out.n };
            while (frame_next(&r, &s, &f, &err) > 0)
                continue;
            free(copy);
        }
    }
    frame_reader_release(&r);
    buf_release(&out);
}
END_TEST

START_TEST(frames_that_lie)
{
    struct frame_reader r = FRAME_READER_INIT;
    struct frame f;
    struct error err;
    const struct span lies[] = {
        SPAN("\0\0\0\0\x01"),                 /* no type */
        SPAN("\xFF\xFF\xFF\xFF\x01"),         /* too long */
        SPAN("\x01\0\0\0\x09"),               /* no such type */
        SPAN("\x03\0\0\0\x05xx"),             /* an END too short */
        SPAN("\x06\0\0\0\x04\x63\0\0\0x"),    /* an ERROR of an unknown code */
        SPAN("\x05\0\0\0\x04\x02\0\0\0"),     /* an ERROR without a sentence */
        SPAN("\x07\0\0\0\x04\x02\0\0\0\0x"),  /* the same */
        SPAN("\x17\0\0\0\x01kkllllccccoooooooo\xFF\xFF\xFF\x7F"), /* a record of 2^31 fields in 0 bytes */
    };
    for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
        struct span s = lies[i];
        ck_assert_msg(frame_next(&r, &s, &f, &err) < 0, "lie %zu", i);
        ck_assert_int_eq(err.code, ERROR_INPUT);
    }
    frame_reader_release(&r);
}
END_TEST

/* ---- producers ---- */

enum manner { WELL, FAIL, NO_END, DIE, EXIT, GO_ON, ENDLESS };

struct plan {
    enum manner manner;
    int records;
};

static int produce(void *ctx, struct frame_sink *sink, struct error *err)
{
    const struct plan *plan = ctx;
    const unsigned char digest[DIGEST_SIZE] = { 42 };
    static const char text[] = "a field of some length, so that several batches come about: 对乙酰氨基酚片";
    for (int i = 0; i < plan->records || plan->manner == ENDLESS; i++) {
        const struct field field = { 1, 0, (uint32_t)i, 1, SPAN(text) };
        const struct record record = { 1, (uint32_t)i, 1, 0, &field, 1, false };
        if (sink_record(sink, &record, err) < 0)
            return -1;
    }
    if (plan->manner == FAIL)
        return error_set(err, ERROR_CATALOG, "line 12: 这里错了");
    if (plan->manner == DIE)
        raise(SIGKILL);
    if (plan->manner == EXIT)
        _exit(3);
    if (plan->manner == NO_END)
        return 0;
    if (sink_note(sink, 3, 1, 2, SPAN("noted"), err) < 0 ||
        sink_end(sink, (uint64_t)plan->records, 1, 77, digest, err) < 0)
        return -1;
    if (plan->manner == GO_ON)
        return sink_note(sink, 3, 1, 2, SPAN("too late"), err);
    return 0;
}

struct tally {
    int records, notes, ends, stop_at, stopped_at;
    bool in_order;
};

static int consume(void *ctx, const struct frame *frame, struct error *err)
{
    struct tally *t = ctx;
    if (frame->type == FRAME_RECORD) {
        t->in_order &= frame->u.record.line == (uint32_t)t->records;
        t->records++;
    }
    t->notes += frame->type == FRAME_NOTE;
    if (frame->type == FRAME_END) {
        t->ends++;
        ck_assert_uint_eq(frame->u.end.digest[0], 42);
        ck_assert_uint_eq(frame->u.end.bytes, 77);
    }
    if (t->stop_at && t->records >= t->stop_at)
        return error_set(err, ERROR_STORE, "disk full");
    return 0;
}

static bool stopped(void *ctx)
{
    struct tally *t = ctx;
    return t->stopped_at && t->records >= t->stopped_at;
}

static int run(enum child_mode mode, enum manner manner, int records, struct tally *t, struct error *err)
{
    struct plan plan = { manner, records };
    struct child *c = child_start(mode, produce, &plan, NULL, err);
    ck_assert_ptr_nonnull(c);
    t->in_order = true;
    int status = child_run(c, consume, stopped, t, err);
    child_free(c);
    errno = 0;
    ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1); /* no child is left */
    ck_assert_int_eq(errno, ECHILD);
    return status;
}

static const enum child_mode modes[] = { CHILD_CALL, CHILD_FORK };

START_TEST(ends_well)
{
    struct error err;
    for (int records = 0; records <= 20000; records += 10000) {
        struct tally t = { 0 };
        ck_assert_int_eq(run(modes[_i], WELL, records, &t, &err), 0);
        ck_assert_int_eq(t.records, records);
        ck_assert_int_eq(t.notes, 1);
        ck_assert_int_eq(t.ends, 1);
        ck_assert(t.in_order);
    }
}
END_TEST

START_TEST(own_error_arrives)
{
    struct error err;
    struct tally t = { 0 };
    ck_assert_int_eq(run(modes[_i], FAIL, 5, &t, &err), -1);
    ck_assert_int_eq(err.code, ERROR_CATALOG);
    ck_assert_str_eq(err.text, "line 12: 这里错了");
    ck_assert_int_eq(t.records, 5);
}
END_TEST

START_TEST(no_end_is_an_error)
{
    struct error err;
    struct tally t = { 0 };
    ck_assert_int_eq(run(modes[_i], NO_END, 5, &t, &err), -1);
    ck_assert_int_eq(err.code, ERROR_INPUT);
    ck_assert_msg(strstr(err.text, "without saying") != NULL, "%s", err.text);
    ck_assert_int_eq(t.ends, 0);
}
END_TEST

START_TEST(going_on_after_the_end)
{
    struct error err;
    struct tally t = { 0 };
    ck_assert_int_eq(run(modes[_i], GO_ON, 5, &t, &err), -1);
    ck_assert_msg(strstr(err.text, "went on after its end") != NULL, "%s", err.text);
}
END_TEST

START_TEST(consumer_stops)
{
    struct error err;
    struct tally t = { .stop_at = 1000 };
    ck_assert_int_eq(run(modes[_i], ENDLESS, 0, &t, &err), -1);
    ck_assert_int_eq(err.code, ERROR_STORE);
    ck_assert_str_eq(err.text, "disk full");
    ck_assert_int_eq(t.records, 1000);
}
END_TEST

START_TEST(user_stops)
{
    struct error err;
    struct tally t = { .stopped_at = 1000 };
    ck_assert_int_eq(run(modes[_i], ENDLESS, 0, &t, &err), -1);
    ck_assert_int_eq(err.code, ERROR_STOPPED);
}
END_TEST

START_TEST(death_is_an_error)
{
    struct error err;
    struct tally t = { 0 };
    ck_assert_int_eq(run(CHILD_FORK, DIE, 20000, &t, &err), -1);
    ck_assert_int_eq(err.code, ERROR_INPUT);
    ck_assert_msg(strstr(err.text, "signal 9") != NULL, "%s", err.text);
    struct tally u = { 0 };
    ck_assert_int_eq(run(CHILD_FORK, EXIT, 20000, &u, &err), -1);
    ck_assert_msg(strstr(err.text, "without saying") != NULL, "%s", err.text);
}
END_TEST

/* A child whose consumer never runs is ended, not left behind. */
START_TEST(freed_without_run)
{
    struct error err;
    struct plan plan = { ENDLESS, 0 };
    struct child *c = child_start(CHILD_FORK, produce, &plan, NULL, &err);
    ck_assert_ptr_nonnull(c);
    child_free(c);
    ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
}
END_TEST

/* Started by a program that ignores SIGCHLD, there is no status to be had. */
START_TEST(status_unknown)
{
    struct error err;
    struct tally t = { .in_order = true };
    struct plan plan = { WELL, 100 };
    signal(SIGCHLD, SIG_IGN);
    struct child *c = child_start(CHILD_FORK, produce, &plan, NULL, &err);
    ck_assert_msg(child_run(c, consume, stopped, &t, &err) == 0, "%s", err.text);
    child_free(c);
    signal(SIGCHLD, SIG_DFL);
    ck_assert_int_eq(t.records, 100);
}
END_TEST

/* Closes what it need not, keeps what it must. */
static int look_at_descriptors(void *ctx, struct frame_sink *sink, struct error *err)
{
    const int *fds = ctx;
    const unsigned char digest[DIGEST_SIZE] = { 42 };
    if (fcntl(fds[0], F_GETFD) < 0 || fcntl(fds[1], F_GETFD) >= 0)
        return error_set(err, ERROR_REFUSED, "kept %d, closed %d", fcntl(fds[0], F_GETFD), fcntl(fds[1], F_GETFD));
    return sink_end(sink, 0, 0, 77, digest, err);
}

START_TEST(descriptors_are_closed)
{
    struct error err;
    struct tally t = { 0 };
    int fds[2] = { dup(0), dup(0) };
    struct child_limits limits = child_limits_for(NULL, fds[0], UINT64_MAX);
    struct child *c = child_start(CHILD_FORK, look_at_descriptors, fds, &limits, &err);
    ck_assert_msg(child_run(c, consume, NULL, &t, &err) == 0, "%s", err.text);
    child_free(c);
    close(fds[0]);
    close(fds[1]);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("io/child");
    TCase *frames = tcase_create("frames");
    tcase_add_test(frames, frames_round_trip);
    tcase_add_test(frames, frames_cut_and_changed);
    tcase_add_test(frames, frames_that_lie);
    suite_add_tcase(suite, frames);
    TCase *child = tcase_create("child");
    tcase_set_timeout(child, 60);
    tcase_add_loop_test(child, ends_well, 0, 2);
    tcase_add_loop_test(child, own_error_arrives, 0, 2);
    tcase_add_loop_test(child, no_end_is_an_error, 0, 2);
    tcase_add_loop_test(child, going_on_after_the_end, 0, 2);
    tcase_add_loop_test(child, consumer_stops, 0, 2);
    tcase_add_loop_test(child, user_stops, 0, 2);
    tcase_add_test(child, death_is_an_error);
    tcase_add_test(child, freed_without_run);
    tcase_add_test(child, status_unknown);
    tcase_add_test(child, descriptors_are_closed);
    suite_add_tcase(suite, child);
    return suite_run(suite);
}
