/* pack/frame.h: the outside of a pack: a plain tar (ustar) of a fixed shape, so that `tar xf` opens it and every byte of it is known.
 *
 * The members come in one order; each header is a function of name and size alone (mode 0644, owner 0, time 0), the rest of a block is
 * zeros, and two blocks of zeros end the file. Reading accepts these bytes and no others: a header is compared, never understood, since
 * nothing signs it. The same as `tar --format=ustar -b1 --owner=0 --group=0 --numeric-owner --mode=0644 --mtime=@0 -cf` makes.
 *
 * Reading and writing hand bytes through; no member but the last is held in memory. */
#ifndef PACK_FRAME_H
#define PACK_FRAME_H

#include "base/buf.h"
#include "io/source.h"

#define FRAME_BLOCK 512
#define FRAME_MANIFEST "manifest.json"
#define FRAME_SIGNATURE "manifest.json.minisig"
#define FRAME_CATALOG "catalog.xml.zst"
#define FRAME_SIZE_MAX ((uint64_t)8 << 30) /* what the header can say, less one */

/* The header of a member. */
void frame_header(const char *name, uint64_t size, unsigned char out[FRAME_BLOCK]);
/* Zeros that fill the last block of a member of `size` bytes: 0 to 511. */
size_t frame_padding(uint64_t size);

/* Does a file begin as a pack does? `start` is its first bytes, FRAME_BLOCK or fewer. Says nothing of whether it is a good one. */
bool frame_is_pack(struct span start);

/* Reads from a source, in order. Each: 0, or -1 with err: ERROR_INPUT where it cannot be read, ERROR_CATALOG where it is not what a pack
 * has there. */
typedef int frame_bytes(void *ctx, const char *p, size_t n, struct error *err);
/* The next member, which must have this name and at most `max` bytes; `size` is told, and `take` gets its bytes in pieces. */
int frame_read(struct source *src, const char *name, uint64_t max, uint64_t *size, frame_bytes *take, void *ctx, struct error *err);
/* The end: two blocks of zeros, and nothing behind. */
int frame_read_end(struct source *src, struct error *err);
#endif
