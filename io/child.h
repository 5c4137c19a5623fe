/* io/child.h: runs a producer of frames in a forked child, or by a plain call, and hands each frame to a consumer.
 *
 * The producer reads what strangers wrote; the consumer understands and stores it. Parted like this, they run on two cores, and
 * the producer is locked in. The frames go through a pipe in large batches.
 *
 *     struct child *c = child_start(CHILD_FORK, produce, &input, &limits, &err);
 *     ...
 *     if (child_run(c, consume, &state, NULL, &err) < 0) ...
 *     child_free(c);
 *
 * child_run returns 0 only where the producer sent END, ended well, and the consumer took everything. The producer's own
 * error arrives as it was made. A child that dies, hangs, or lies (sends what is no frame, goes on after END, ends without END
 * or ERROR) is one clear error that names the file. No zombie is left whatever happens, and the child dies with its parent.
 * A consumer that returns -1 stops the child.
 *
 * What the child may do, once it has prepared itself: read the descriptor it was given, write frames, use memory and processor
 * time up to its limits. The walls stand behind each other, and each stands alone where the kernel lacks another:
 *
 * - descriptors: all but `fd` and the pipe are closed; 0, 1 and 2 are /dev/null; none can be added (RLIMIT_NOFILE).
 * - rlimits: memory, processor time, no bytes to files, no core. No new privileges; nobody may trace it.
 * - Landlock (Linux 5.13): no file, and from 6.7 and 6.12 on no TCP, no signal to another process.
 * - seccomp (where built with libseccomp): an allow-list. What is not on it fails with ENOSYS, as on a kernel that lacks the call, so that
 *   a C library newer than this list finds its older way. Opening a file and starting a process fail with EPERM: honest
 *   libraries look for catalogs of messages, converters or threads, and do without. Memory is never executable. What no library does
 *   between two records (another program, sockets, signals to others, tracing, names of files changed, privileges, the kernel's own
 *   settings) ends the child at once (SIGSYS): something has taken it over, and the user is told so rather than that the file is odd. */
#ifndef IO_CHILD_H
#define IO_CHILD_H

#include "io/record.h"
#include <limits.h>

enum child_mode {
    CHILD_CALL, /* the producer runs inside child_run, in this process */
    CHILD_FORK, /* the producer runs at once, in a process of its own */
};

/* Where the producer puts its frames. Each returns 0, or -1 with err (the consumer stopped, the pipe broke): then the producer
 * returns -1 with that err at once. */
struct frame_sink;
int sink_record(struct frame_sink *sink, const struct record *record, struct error *err);
/* `kind` goes to the consumer as it is; 0 where there is only one. */
int sink_note(struct frame_sink *sink, uint32_t kind, uint32_t line, uint32_t column, struct span text, struct error *err);
int sink_progress(struct frame_sink *sink, uint64_t done, uint64_t total, uint64_t records, struct error *err);
/* For a producer that waits for its own input: says that it lives, and sends what is gathered. */
int sink_alive(struct frame_sink *sink, struct error *err);
/* The last frame of a good run. */
int sink_end(struct frame_sink *sink, uint64_t records, uint64_t notes, uint64_t bytes,
             const unsigned char digest[DIGEST_SIZE], struct error *err);

/* Sends everything through the sink and ends with sink_end, returning 0; or returns -1 with err, which is sent for it. In a
 * child it must not end the process itself, and what it changes in memory is lost. */
typedef int frame_producer(void *ctx, struct frame_sink *sink, struct error *err);
/* RECORD, NOTE, PROGRESS and END frames, in order; never ERROR. 0, or -1 with err to stop. */
typedef int frame_consumer(void *ctx, const struct frame *frame, struct error *err);
/* Asked when a signal interrupts the wait, and between batches: true ends child_run with ERROR_STOPPED. */
typedef bool child_stopped(void *ctx);

/* Runs before the child is locked in, with the producer's ctx: loads what is found by name, closes again what it opens. 0, or -1 with
 * err, which is the child's. It must not look at what strangers wrote. */
typedef int child_prepare(void *ctx, struct error *err);

struct child_limits {
    const char *name;    /* of what is read, for messages; NULL: "the input" */
    int fd;              /* what is read; -1: nothing. The producer finds every other descriptor closed */
    bool by_name;        /* fd may be opened again, for reading, by the name child_file_name, for libraries that take names only */
    uint64_t memory;     /* bytes beyond those it has when it starts; UINT64_MAX: any */
    uint64_t seconds;    /* of processor time; UINT64_MAX: any */
    unsigned silence;    /* seconds in which it neither sends a frame nor works; UINT_MAX: any. See sink_alive */
    child_prepare *prepare; /* or NULL */
};

#define CHILD_MEMORY  ((uint64_t)1 << 30)
#define CHILD_SECONDS 300 /* … and for each 100 MB: */
#define CHILD_SECONDS_MORE 120
#define CHILD_SILENCE 60

/* The usual ones for reading `size` bytes (UINT64_MAX: nobody knows) of fd. */
struct child_limits child_limits_for(const char *name, int fd, uint64_t size);
/* Goes with by_name, in the child, and names fd there: this very pointer, since the filter compares addresses. */
extern const char child_file_name[];

/* Which walls this build and this kernel have. */
enum { CHILD_SECCOMP = 1, CHILD_LANDLOCK = 2 };
unsigned child_walls(void);

struct child;

/* NULL with err (ERROR_STORE: no process or pipe to be had; ERROR_MEMORY). With CHILD_FORK everything that produce needs of ctx must
 * be there now: the child is a copy. `limits` are copied, the name is not; NULL: the usual ones, and no descriptor. With CHILD_CALL
 * nothing is limited. */
struct child *child_start(enum child_mode mode, frame_producer *produce, void *ctx, const struct child_limits *limits, struct error *err);
/* Once only. `ctx` goes to both callbacks; `stopped` may be NULL. */
int child_run(struct child *c, frame_consumer *consume, child_stopped *stopped, void *ctx, struct error *err);
/* Ends and reaps the child where it still runs. */
void child_free(struct child *c);
#endif
