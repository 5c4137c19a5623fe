/* io/child.h: runs a producer of frames in a forked child, or by a plain call, and hands each frame to a consumer.
 *
 * The producer reads what strangers wrote; the consumer understands and stores it. Parted like this, they run on two cores, and
 * the producer can be locked in. The frames go through a pipe in large batches.
 *
 *     struct child *c = child_start(CHILD_FORK, produce, &input, &err);     // before the store is opened
 *     ...
 *     if (child_run(c, consume, &state, NULL, &err) < 0) ...
 *     child_free(c);
 *
 * child_run returns 0 only where the producer sent END, ended well, and the consumer took everything. The producer's own
 * error arrives as it was made. A child that dies, sends what is no frame, or ends without END or ERROR is one clear
 * error. No zombie is left whatever happens. A consumer that returns -1 stops the child. */
#ifndef IO_CHILD_H
#define IO_CHILD_H

#include "io/record.h"

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

struct child;

/* NULL with err (ERROR_STORE: no process or pipe to be had; ERROR_MEMORY). With CHILD_FORK everything that produce needs of ctx must
 * be there now: the child is a copy. Descriptors marked close-on-exec stay open in it; see child_close_others. */
struct child *child_start(enum child_mode mode, frame_producer *produce, void *ctx, struct error *err);
/* Once only. `ctx` goes to both callbacks; `stopped` may be NULL. */
int child_run(struct child *c, frame_consumer *consume, child_stopped *stopped, void *ctx, struct error *err);
/* Ends and reaps the child where it still runs. */
void child_free(struct child *c);

/* For a producer in a child, before it reads: closes every descriptor but 0, 1, 2, the sink's and those kept. A no-op for a sink that
 * is a plain call. */
void child_close_others(struct frame_sink *sink, const int *keep, size_t n);
#endif
