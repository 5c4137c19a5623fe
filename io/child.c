/* io/child.c: the only place that forks: frames from the child to the parent. The child leaves by _exit alone, so that nothing which the
 * parent has prepared for its own end (buffers, handlers) happens twice. */
#include "io/child_run.h"
#include "io/child_pipe.h"
#include "base/i18n.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define BATCH     ((size_t)256 << 10) /* bytes gathered before they are written */
#define PIPE_SIZE (1 << 20)
#define LAST_PAUSE 1024 /* milliseconds */

struct frame_sink {
    struct child_pipe pipe;
    int fd; /* of the pipe; -1: frames go to the consumer by a call */
    struct buf out;
    frame_consumer *consume;
    void *ctx;
    child_stopped *stopped;
    const char *what;      /* is read, for messages */
    struct frame progress; /* the last one sent */
    bool ended;
};

struct child {
    enum child_mode mode;
    frame_producer *produce;
    void *ctx;
    struct child_limits limits;
    struct watch watch; /* its pid: 0: none, or reaped; its fd: of the pipe, or -1 */
    uint64_t used;      /* milliseconds of processor time, once reaped */
};

/* ---- the sink ---- */

static int flush(struct frame_sink *sink, struct error *err)
{
    return buf_check(&sink->out, err) < 0 ? -1 : child_pipe_put(&sink->pipe, &sink->out, err);
}

static int went_on(const char *what, struct error *err)
{
    return error_set(err, ERROR_INPUT, _("%s: the reading process went on after its end"), what);
}

static int no_end(const char *what, struct error *err)
{
    return error_set(err, ERROR_INPUT, _("%s: the reading process ended without saying that it had read everything"), what);
}

static int send(struct frame_sink *sink, const struct frame *frame, struct error *err)
{
    if (sink->ended)
        return went_on(sink->what, err);
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
    sink->progress.u.progress.done = done;
    sink->progress.u.progress.total = total;
    sink->progress.u.progress.records = records;
    return send(sink, &sink->progress, err);
}

int sink_alive(struct frame_sink *sink, struct error *err)
{
    return send(sink, &sink->progress, err) < 0 || (sink->fd >= 0 && flush(sink, err) < 0) ? -1 : 0;
}

int sink_end(struct frame_sink *sink, uint64_t records, uint64_t notes, uint64_t bytes,
             const unsigned char digest[DIGEST_SIZE], struct error *err)
{
    struct frame frame = { .type = FRAME_END, .u.end = { .records = records, .notes = notes, .bytes = bytes } };
    memcpy(frame.u.end.digest, digest, DIGEST_SIZE);
    return send(sink, &frame, err);
}

/* ---- the child's side ---- */

/* An allocation that failed because of the limit is a fault of the input, and not of the machine. */
static void judge_memory(const struct child_limits *l, struct error *err)
{
    if (err->code == ERROR_MEMORY && child_used_up(l))
        error_set(err, ERROR_INPUT,
                  _("%s: reading it takes more than %llu MB of memory, the most that a reading process may have; it may be made to take so much: ask for "
                    "another copy, or split it"),
                  child_what(l), (unsigned long long)(l->memory >> 20));
}

static int produce_locked_in(struct child *c, struct frame_sink *sink, struct error *err)
{
    const struct child_limits *l = &c->limits;
    (void)_("stopped"), (void)strerror(ENOMEM); /* the catalogs of messages are opened when they are first asked */
    if ((l->prepare && l->prepare(c->ctx, err) < 0) || child_lock(l, sink->fd, err) < 0)
        return -1;
    int status = c->produce(c->ctx, sink, err);
    return status == 0 && !sink->ended ? no_end(sink->what, err) : status;
}

static int be_child(struct child *c, int fd, pid_t parent)
{
    struct error err = { .code = ERROR_NONE };
    struct frame_sink sink = { .fd = fd, .out = BUF_INIT, .what = child_what(&c->limits), .progress.type = FRAME_PROGRESS };
    child_settle(parent);
    child_pipe_init(&sink.pipe, fd);
    if (produce_locked_in(c, &sink, &err) < 0) {
        judge_memory(&c->limits, &err);
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

#define WRITING_END 4 /* at least: out of the way of child_file_name */

static int start_fork(struct child *c, struct error *err)
{
    int ends[2];
    pid_t parent = getpid();
    if (pipe2(ends, O_CLOEXEC) < 0)
        return error_errno(err, ERROR_STORE, errno, "%s", _("no pipe to a reading process can be made"));
    fcntl(ends[1], F_SETPIPE_SZ, PIPE_SIZE); /* where it is not allowed, the usual size does */
    c->watch.pid = fork();
    if (c->watch.pid < 0) {
        c->watch.pid = 0;
        error_errno(err, ERROR_STORE, errno, "%s", _("no reading process can be started"));
        close(ends[0]);
        close(ends[1]);
        return -1;
    }
    if (c->watch.pid == 0) {
        int fd = ends[1] < WRITING_END ? fcntl(ends[1], F_DUPFD_CLOEXEC, WRITING_END) : ends[1];
        _exit(fd < 0 ? 1 : be_child(c, fd, parent));
    }
    close(ends[1]);
    c->watch.fd = ends[0];
    return 0;
}

struct child *child_start(enum child_mode mode, frame_producer *produce, void *ctx, const struct child_limits *limits, struct error *err)
{
    struct child *c = calloc(1, sizeof *c);
    if (!c) {
        error_memory(err);
        return NULL;
    }
    *c = (struct child){ .mode = mode, .produce = produce, .ctx = ctx, .watch.fd = -1 };
    c->limits = limits ? *limits : child_limits_for(NULL, -1, UINT64_MAX);
    if (mode == CHILD_FORK && start_fork(c, err) < 0) {
        free(c);
        return NULL;
    }
    return c;
}

/* Waits for the child to be gone; its status. 0 where nobody can tell (SIGCHLD was ignored by who started us): whether it sent
 * its END is known all the same. One that closed its pipe and yet stays is ended after a while. */
static int reap(struct child *c)
{
    int status = 0;
    struct rusage used = { .ru_maxrss = 0 };
    for (int pause = 1; c->watch.pid > 0; pause *= 2) {
        pid_t got = wait4(c->watch.pid, &status, WNOHANG, &used);
        if (got == c->watch.pid || (got < 0 && errno != EINTR)) {
            c->watch.pid = 0;
            break;
        }
        if (pause > LAST_PAUSE)
            kill(c->watch.pid, SIGKILL);
        poll(NULL, 0, pause < LAST_PAUSE ? pause : LAST_PAUSE);
    }
    c->used = (uint64_t)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000 + (uint64_t)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1000;
    return status;
}

static void stop(struct child *c)
{
    if (c->watch.fd >= 0)
        close(c->watch.fd);
    c->watch.fd = -1;
    if (c->watch.pid > 0)
        kill(c->watch.pid, SIGKILL);
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
    struct child *child;
    const char *what;
    struct buf bytes;
    struct frame_reader reader;
    uint64_t notes;
    bool ended;  /* END came */
    frame_consumer *consume;
    child_stopped *stopped;
    void *ctx;
};

static int take_frame(struct intake *in, const struct frame *frame, struct error *err)
{
    if (in->ended)
        return went_on(in->what, err);
    in->child->watch.idle = 0;
    if (frame->type == FRAME_ERROR) {
        const struct span text = frame->u.error.text;
        return error_set(err, frame->u.error.code, "%.*s", SPAN_ARG(text));
    }
    in->ended = frame->type == FRAME_END;
    in->notes += frame->type == FRAME_NOTE;
    if (in->ended && frame->u.end.notes != in->notes)
        return error_set(err, ERROR_INPUT, _("%s: notes made: %llu, arrived: %llu; nothing of it counts"), in->what,
                         (unsigned long long)frame->u.end.notes, (unsigned long long)in->notes);
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
    if (got < 0)
        return error_prefix(err, "%s", in->what);
    /* The rest, part of a frame, moves to the front. */
    if (rest.n && rest.p != in->bytes.p)
        memmove(in->bytes.p, rest.p, rest.n);
    in->bytes.n = rest.n;
    return 0;
}

/* One batch from the pipe. 1: some, 0: the end, -1. */
static int read_batch(struct intake *in, struct error *err)
{
    struct watch *w = &in->child->watch;
    char *to = buf_room(&in->bytes, BATCH);
    if (!to)
        return error_memory(err);
    while (true) {
        if (in->stopped && in->stopped(in->ctx))
            return error_set(err, ERROR_STOPPED, "%s", _("stopped"));
        int ready = watch_wait(w, &in->child->limits, err);
        ssize_t n = ready > 0 ? read(w->fd, to, BATCH) : 0;
        if (ready < 0)
            return -1;
        if (ready > 0 && n >= 0) {
            in->bytes.n += (size_t)n;
            return n > 0;
        }
        if (n < 0 && errno != EINTR)
            return error_errno(err, ERROR_INPUT, errno, _("%s: nothing can be read from the reading process"), in->what);
    }
}

/* How the child went, once its pipe is at the end. */
static int check_end(struct intake *in, struct error *err)
{
    int status = reap(in->child);
    if (WIFSIGNALED(status))
        return watch_death(&in->child->limits, WTERMSIG(status), in->child->used, err);
    if (in->bytes.n > 0 || !in->ended)
        return no_end(in->what, err);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return error_set(err, ERROR_INPUT, _("%s: the reading process failed after its end"), in->what);
    return 0;
}

static int run_fork(struct intake *in, struct error *err)
{
    int got;
    while ((got = read_batch(in, err)) > 0)
        if (take_frames(in, err) < 0)
            return -1;
    return got < 0 ? -1 : check_end(in, err);
}

static int run_call(struct intake *in, struct error *err)
{
    const struct child *c = in->child;
    struct frame_sink sink = { .fd = -1, .out = BUF_INIT, .consume = in->consume, .ctx = in->ctx, .stopped = in->stopped, .what = in->what,
                               .progress.type = FRAME_PROGRESS };
    if ((c->limits.prepare && c->limits.prepare(c->ctx, err) < 0) || c->produce(c->ctx, &sink, err) < 0)
        return -1;
    return sink.ended ? 0 : no_end(in->what, err);
}

int child_run(struct child *c, frame_consumer *consume, child_stopped *stopped, void *ctx, struct error *err)
{
    struct intake in = { .child = c, .what = child_what(&c->limits), .bytes = BUF_INIT, .reader = FRAME_READER_INIT, .consume = consume,
                         .stopped = stopped, .ctx = ctx };
    int status = c->mode == CHILD_CALL ? run_call(&in, err) : run_fork(&in, err);
    frame_reader_release(&in.reader);
    buf_release(&in.bytes);
    if (status < 0)
        stop(c);
    if (status < 0 && stopped && stopped(ctx)) /* a signal to both processes ends the child first: that is no fault of the input */
        return error_set(err, ERROR_STOPPED, "%s", _("stopped"));
    return status;
}
