/* import/digest.h: the digest of a regular file, taken by the understanding side while the reading process parses it: that one is the slower of the
 * two. A file that changes meanwhile is refused, since what was hashed and what was read could then be two things.
 *
 *     struct file_digest *d = file_digest_new(source, &err);
 *     file_digest_upto(d, bytes, &err) ...   // as reading goes on
 *     file_digest_finish(d, bytes, out, &err); */
#ifndef IMPORT_DIGEST_H
#define IMPORT_DIGEST_H

#include "base/error.h"
#include "catalog/hash.h"
#include "io/source.h"

struct file_digest;

/* Of a regular file, which stays the source's. NULL with err. */
struct file_digest *file_digest_new(const struct source *source, struct error *err);
void file_digest_free(struct file_digest *d);
/* Takes the file's first `bytes` bytes, as far as it has not yet. 0, or -1 with err (ERROR_INPUT). */
int file_digest_upto(struct file_digest *d, uint64_t bytes, struct error *err);
/* The digest of all of the file, of which the reading process read `bytes`. -1 also where the file changed since file_digest_new. */
int file_digest_finish(struct file_digest *d, uint64_t bytes, unsigned char out[SHA256_BYTES], struct error *err);
#endif
