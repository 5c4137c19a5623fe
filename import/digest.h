/* import/digest.h: SHA-256 of a long stream, worked out by a thread of its own while the caller goes on parsing: on a catalog of
 * a gigabyte it would be a quarter of the reader's time. A short stream, or one where no thread is to be had, is done in place.
 *
 *     struct digest *d = digest_new(&err);
 *     digest_add(d, bytes, n);              // copied; any piece, any number
 *     digest_end(d, out);
 *     digest_free(d);                       // at any time: the thread ends first
 */
#ifndef IMPORT_DIGEST_H
#define IMPORT_DIGEST_H

#include "catalog/hash.h"

struct digest;

/* NULL with err (ERROR_MEMORY). */
struct digest *digest_new(struct error *err);
void digest_free(struct digest *d);
void digest_add(struct digest *d, const char *p, size_t n);
/* Of all that was added. Once. */
void digest_end(struct digest *d, unsigned char out[SHA256_BYTES]);
#endif
