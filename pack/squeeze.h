/* pack/squeeze.h: one zstd stream, packed and unpacked in pieces.
 *
 *     struct squeezer *z = squeezer_new(sink, ctx, &err);
 *     squeezer_add(z, p, n, &err); …
 *     squeezer_finish(z, &err);
 *     squeezer_free(z);
 */
#ifndef PACK_SQUEEZE_H
#define PACK_SQUEEZE_H

#include "base/error.h"
#include <stddef.h>
#include <stdint.h>

/* Where the outcome goes, in pieces. -1 stops. */
typedef int squeeze_sink(void *ctx, const char *p, size_t n, struct error *err);

struct squeezer;
/* NULL with ERROR_MEMORY. */
struct squeezer *squeezer_new(squeeze_sink *sink, void *ctx, struct error *err);
int squeezer_add(struct squeezer *z, const char *p, size_t n, struct error *err);
int squeezer_finish(struct squeezer *z, struct error *err);
void squeezer_free(struct squeezer *z);

/* Unpacks everything that fd has from its start, which must be one whole stream of exactly `size` bytes unpacked: not a byte more is made.
 * The window is bounded too. ERROR_INPUT where it is anything else. */
int squeeze_undo(int fd, uint64_t size, squeeze_sink *sink, void *ctx, struct error *err);
#endif
