/* io/source.h: a stranger's bytes, in order, from a path or from standard input ("-"). Never a stream of stdio, never mapped.
 *
 *     struct source *src = source_open("drugs.xml", &err);
 *     while ((n = source_read(src, piece, sizeof piece, &err)) > 0) ...
 *     source_free(src);
 *
 * Every error is ERROR_INPUT with the name and the reason (not there, a directory, no permission). A source opened before
 * a fork is read on in the child; close it in the parent. */
#ifndef IO_SOURCE_H
#define IO_SOURCE_H

#include "base/error.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SOURCE_SIZE_UNKNOWN UINT64_MAX

struct source;

/* NULL with err. The caller frees it. `path` is copied. */
struct source *source_open(const char *path, struct error *err);
/* The same for a file that is open already; `name` is for messages. fd stays the caller's and must outlive it: a child that is
 * locked in can make no copy of it. */
struct source *source_of_fd(int fd, const char *name, struct error *err);
/* Bytes that somebody else makes: `read` as source_read, `rewind` as source_rewind (NULL: never). It has no descriptor, and its size is not
 * known. `name` is copied; ctx and what it stands for must outlive the source. */
struct source_reader {
    int64_t (*read)(void *ctx, char *p, size_t n, struct error *err);
    bool (*rewind)(void *ctx);
};
struct source *source_of_reader(const char *name, const struct source_reader *reader, void *ctx, struct error *err);
void source_free(struct source *s);

/* Up to n bytes (n > 0): how many were read, 0 at the end, -1 with err. Interrupted calls are repeated. */
int64_t source_read(struct source *s, char *p, size_t n, struct error *err);
/* Called while a pipe or a terminal has nothing to read: at once, then every few seconds, so that whoever reads can say that it waits. -1 with
 * err ends the reading. NULL: no more. */
typedef int source_waiting(void *ctx, struct error *err);
void source_on_wait(struct source *s, source_waiting *fn, void *ctx);
/* Back to the first byte. false: this source (a pipe) cannot. */
bool source_rewind(struct source *s);

/* From now on hands `tap` every byte that is read, once and in order, also where parts are read again after source_rewind: for a digest
 * of what was received. */
typedef void source_tap_fn(void *ctx, const char *p, size_t n);
void source_tap(struct source *s, source_tap_fn *tap, void *ctx);
/* How many bytes stand before the place that is read next; how many were handed to the tap. */
uint64_t source_position(const struct source *s);
uint64_t source_tapped(const struct source *s);

/* For messages: the path as given, or "standard input". Valid as long as the source. */
const char *source_name(const struct source *s);
/* Bytes of a regular file when it was opened, or SOURCE_SIZE_UNKNOWN. */
uint64_t source_size(const struct source *s);
/* Regular file: may be read at any offset through source_fd. */
bool source_is_regular(const struct source *s);
int source_fd(const struct source *s); /* -1: it has none */
#endif
