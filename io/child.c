/* io/child.c: the only place that forks and sets limits. The child leaves by _exit alone, so that nothing which the parent
 * has prepared for its own end (buffers, handlers) happens twice. */
#include "io/child.h"
#include "base/i18n.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define BATCH     ((size_t)256 << 10) /* bytes gathered before they are written */
#define PIPE_SIZE (1 << 20)

struct frame_sink {
    int fd; /* -1: frames go to the consumer by a call */
    struct buf out;
    frame_consumer *consume;
    void *ctx;
    child_stopped *stopped;
    bool ended;
};

struct child {
    enum child_mode mode;
    frame_producer *produce;
    void *ctx;
    pid_t pid; /* 0: none, or reaped */
    int fd;    /* of the pipe, or -1 */
};

/* ---- the sink ---- */

static int write_all(int fd, const char *p, size_t n, struct error *err)
{
    while (n > 0) {
        ssize_t done = write(fd, p, n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return error_errno(err, ERROR_INPUT, errno, "%s", _("the reading process cannot hand on what it read"));
        p += done;
        n -= (size_t)done;
    }
    return 0;
}

static int flush(struct frame_sink *sink, struct error *err)
{
    if (buf_check(&sink->out, err) < 0 || write_all(sink->fd, sink->out.p, sink->out.n, err) < 0)
        return -1;
    buf_clear(&sink->out);
    return 0;
}

static int send(struct frame_sink *sink, const struct frame *frame, struct error *err)
{
    if (sink->ended)
        return error_set(err, ERROR_INPUT, "%s", _("the reading process went on after its end"));
    sink->ended = frame->type == FRAME_END;
    if (sink->fd < 0) {
        if (sink->stopped && sink->stopped(sink->ctx))
            return error_set(err, ERROR_STOPPED, "%s", _("stopped"));
        return sink->consume(sink->ctx, frame, err);
    }
    frame_add(&sink->out, frame);
    if (sink->out.failed)
        return frame_too_large(frame) ? error_set(err, ERROR_INPUT, "%s", _("a record is too large to be handed on")) : error_memory(err);
    return sink->out.n >= BATCH ? flush(sink, err) : 0;
}

int sink_record(struct frame_sink *sink, const struct record *record, struct error *err)
{
    struct frame frame = { .type = FRAME_RECORD, .u.record = *record };
    return send(sink, &frame, err);
}

int sink_note(struct frame_sink *sink, uint32_t kind, uint32_t line, uint32_t column, struct span text, struct error *err)
{
    struct frame frame = { .type = FRAME_NOTE, .u.note = { line, column, kind, text } };
    return send(sink, &frame, err);
}

int sink_progress(struct frame_sink *sink, uint64_t done, uint64_t total, uint64_t records, struct error *err)
{
    struct frame frame = { .type = FRAME_PROGRESS, .u.progress = { done, total, records } };
    return send(sink, &frame, err);
}

int sink_end(struct frame_sink *sink, uint64_t records, uint64_t notes, uint64_t bytes,
             const unsigned char digest[DIGEST_SIZE], struct error *err)
{
    struct frame frame = { .type = FRAME_END, .u.end = { .records = records, .notes = notes, .bytes = bytes } };
    memcpy(frame.u.end.digest, digest, DIGEST_SIZE);
    return send(sink, &frame, err);
}

static int no_end(struct error *err)
{
    return error_set(err, ERROR_INPUT, "%s", _("the reading process ended without saying that it had read everything"));
}

/* ---- the child's side ---- */

void child_close_others(struct frame_sink *sink, const int *keep, size_t n)
{
    if (sink->fd < 0)
        return;
    for (unsigned first = 3; first < INT32_MAX;) {
        unsigned next = (unsigned)sink->fd >= first ? (unsigned)sink->fd : INT32_MAX;
        for (size_t i = 0; i < n; i++)
            if (keep[i] >= 0 && (unsigned)keep[i] >= first && (unsigned)keep[i] < next)
                next = (unsigned)keep[i];
        if (next > first)
            close_range(first, next - 1, 0);
        first = next + 1;
    }
}

/* A child has nothing to clean up: it dies with its parent, leaves no core (which would hold the stranger's data), and leaves
 * Ctrl-C to the parent, which then ends it. */
static void settle(pid_t parent)
{
    struct sigaction ignore = { .sa_handler = SIG_IGN }, usual = { .sa_handler = SIG_DFL };
    sigaction(SIGINT, &ignore, NULL);
    sigaction(SIGTERM, &usual, NULL);
    sigaction(SIGHUP, &usual, NULL);
    sigaction(SIGPIPE, &usual, NULL);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(1);
    struct rlimit none = { 0, 0 };
    setrlimit(RLIMIT_CORE, &none);
}

static int be_child(struct child *c, int fd, pid_t parent)
{
    struct error err = { .code = ERROR_NONE };
    struct frame_sink sink = { .fd = fd, .out = BUF_INIT };
    settle(parent);
    int status = c->produce(c->ctx, &sink, &err);
    if (status == 0 && !sink.ended)
        status = no_end(&err);
    if (status < 0) {
        struct frame frame = { .type = FRAME_ERROR, .u.error = { err.code, span_of(err.text) } };
        if (sink.out.failed)
            buf_clear(&sink.out);
        frame_add(&sink.out, &frame);
    }
    int exit_status = flush(&sink, &err) < 0 ? 1 : 0;
    buf_release(&sink.out);
    return exit_status;
}

/* ---- the parent's side ---- */

static int start_fork(struct child *c, struct error *err)
{
    int ends[2];
    pid_t parent = getpid();
    if (pipe2(ends, O_CLOEXEC) < 0)
        return error_errno(err, ERROR_STORE, errno, "%s", _("no pipe to a reading process can be made"));
    fcntl(ends[1], F_SETPIPE_SZ, PIPE_SIZE); /* where it is not allowed, the usual size does */
    c->pid = fork();
    if (c->pid < 0) {
        c->pid = 0;
        error_errno(err, ERROR_STORE, errno, "%s", _("no reading process can be started"));
        close(ends[0]);
        close(ends[1]);
        return -1;
    }
    if (c->pid == 0) {
        close(ends[0]);
        _exit(be_child(c, ends[1], parent));
    }
    close(ends[1]);
    c->fd = ends[0];
    return 0;
}

struct child *child_start(enum child_mode mode, frame_producer *produce, void *ctx, struct error *err)
{
    struct child *c = calloc(1, sizeof *c);
    if (!c) {
        error_memory(err);
        return NULL;
    }
    *c = (struct child){ .mode = mode, .produce = produce, .ctx = ctx, .fd = -1 };
    if (mode == CHILD_FORK && start_fork(c, err) < 0) {
        free(c);
        return NULL;
    }
    return c;
}

/* Waits for the child to be gone; its status. 0 where nobody can tell (SIGCHLD was ignored by who started us): whether it sent
 * its END is known all the same. */
static int reap(struct child *c)
{
    int status = 0;
    while (c->pid > 0) {
        pid_t got = waitpid(c->pid, &status, 0);
        if (got == c->pid || (got < 0 && errno != EINTR))
            c->pid = 0;
    }
    return status;
}

static void stop(struct child *c)
{
    if (c->fd >= 0)
        close(c->fd);
    c->fd = -1;
    if (c->pid > 0)
        kill(c->pid, SIGKILL);
    reap(c);
}

void child_free(struct child *c)
{
    if (!c)
        return;
    stop(c);
    free(c);
}

/* What child_run keeps while it reads the pipe. */
struct intake {
    struct buf bytes;
    struct frame_reader reader;
    bool ended;  /* END came */
    frame_consumer *consume;
    child_stopped *stopped;
    void *ctx;
};

static int take_frame(struct intake *in, const struct frame *frame, struct error *err)
{
    if (in->ended)
        return error_set(err, ERROR_INPUT, "%s", _("the reading process went on after its end"));
    if (frame->type == FRAME_ERROR) {
        const struct span text = frame->u.error.text;
        return error_set(err, frame->u.error.code, "%.*s", SPAN_ARG(text));
    }
    in->ended = frame->type == FRAME_END;
    return in->consume(in->ctx, frame, err);
}

static int take_frames(struct intake *in, struct error *err)
{
    struct span rest = buf_span(&in->bytes);
    struct frame frame;
    int got;
    while ((got = frame_next(&in->reader, &rest, &frame, err)) > 0)
        if (take_frame(in, &frame, err) < 0)
            return -1;
    /* The rest, part of a frame, moves to the front. */
    if (rest.n && rest.p != in->bytes.p)
        memmove(in->bytes.p, rest.p, rest.n);
    in->bytes.n = rest.n;
    return got;
}

/* One batch from the pipe. 1: some, 0: the end, -1. */
static int read_batch(struct child *c, struct intake *in, struct error *err)
{
    char *to = buf_room(&in->bytes, BATCH);
    if (!to)
        return error_memory(err);
    while (true) {
        if (in->stopped && in->stopped(in->ctx))
            return error_set(err, ERROR_STOPPED, "%s", _("stopped"));
        ssize_t n = read(c->fd, to, BATCH);
        if (n >= 0) {
            in->bytes.n += (size_t)n;
            return n > 0;
        }
        if (errno != EINTR)
            return error_errno(err, ERROR_INPUT, errno, "%s", _("nothing can be read from the reading process"));
    }
}

/* How the child went, once its pipe is at the end. */
static int check_end(struct child *c, const struct intake *in, struct error *err)
{
    int status = reap(c);
    if (WIFSIGNALED(status))
        return error_set(err, ERROR_INPUT, _("the reading process was ended by signal %d (%s); the input may have broken it"),
                         WTERMSIG(status), strsignal(WTERMSIG(status)));
    if (in->bytes.n > 0 || !in->ended)
        return no_end(err);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return error_set(err, ERROR_INPUT, "%s", _("the reading process failed after its end"));
    return 0;
}

static int run_fork(struct child *c, struct intake *in, struct error *err)
{
    int got;
    while ((got = read_batch(c, in, err)) > 0)
        if (take_frames(in, err) < 0)
            return -1;
    return got < 0 ? -1 : check_end(c, in, err);
}

static int run_call(struct child *c, struct intake *in, struct error *err)
{
    struct frame_sink sink = {
        .fd = -1, .out = BUF_INIT, .consume = in->consume, .ctx = in->ctx, .stopped = in->stopped
    };
    if (c->produce(c->ctx, &sink, err) < 0)
        return -1;
    return sink.ended ? 0 : no_end(err);
}

int child_run(struct child *c, frame_consumer *consume, child_stopped *stopped, void *ctx, struct error *err)
{
    struct intake in = {
        .bytes = BUF_INIT, .reader = FRAME_READER_INIT, .consume = consume, .stopped = stopped, .ctx = ctx
    };
    int status = c->mode == CHILD_CALL ? run_call(c, &in, err) : run_fork(c, &in, err);
    frame_reader_release(&in.reader);
    buf_release(&in.bytes);
    if (status < 0)
        stop(c);
    if (status < 0 && stopped && stopped(ctx)) /* a signal to both processes ends the child first: that is no fault of the input */
        return error_set(err, ERROR_STOPPED, "%s", _("stopped"));
    return status;
}
