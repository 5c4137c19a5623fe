/* catalog/hash.h: content hashes, by libsodium and libcrypto. These values are stored and printed: they never change between releases. */
#ifndef CATALOG_HASH_H
#define CATALOG_HASH_H
#include "base/buf.h"
#include <stdint.h>

#define SHA256_BYTES 32
#define ROW_HASH_BYTES 16

int hash_start(struct error *err); /* sodium_init; safe to call again */

struct sha256; /* running */
struct sha256 *sha256_new(struct error *err);
void sha256_free(struct sha256 *h);
void sha256_update(struct sha256 *h, const void *p, size_t n);
/* Ends it: 0, or -1 with ERROR_MEMORY where an update or this failed; then out is not to be used. */
int sha256_final(struct sha256 *h, unsigned char out[SHA256_BYTES], struct error *err) __attribute__((warn_unused_result));

/* BLAKE2b-128 of the canonical record. */
void row_hash(struct span bytes, unsigned char out[ROW_HASH_BYTES]);
/* First 8 bytes of BLAKE2b of bytes, big endian: fingerprints of findings. */
uint64_t hash64(struct span bytes);
#endif
