/* catalog/hash.c: the only file that asks libsodium and libcrypto for hashes. No keys, no signatures here. */
#include "catalog/hash.h"
#include "base/i18n.h"
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>
#include <sodium.h>

/* SHA-256 by libcrypto, whose code uses the processor's own instructions: libsodium's portable one took a fifth of an import's time. By the old
 * functions: they allocate nothing, where EVP loads its providers first, and crashes if an allocation fails meanwhile. */
struct sha256 {
    SHA256_CTX state;
    bool failed;
};

int hash_start(struct error *err)
{
    if (sodium_init() < 0)
        return error_set(err, ERROR_STORE, _("libsodium cannot start: no source of random numbers"));
    return 0;
}

struct sha256 *sha256_new(struct error *err)
{
    struct sha256 *h = calloc(1, sizeof *h);
    if (!h || SHA256_Init(&h->state) != 1) {
        sha256_free(h);
        error_memory(err);
        return NULL;
    }
    return h;
}

void sha256_free(struct sha256 *h) { free(h); }

void sha256_update(struct sha256 *h, const void *p, size_t n)
{
    if (n && SHA256_Update(&h->state, p, n) != 1)
        h->failed = true;
}

int sha256_final(struct sha256 *h, unsigned char out[SHA256_BYTES], struct error *err)
{
    if (h->failed || SHA256_Final(out, &h->state) != 1)
        return error_memory(err);
    return 0;
}

void row_hash(struct span bytes, unsigned char out[ROW_HASH_BYTES])
{
    crypto_generichash(out, ROW_HASH_BYTES, (const unsigned char *)bytes.p, bytes.n, NULL, 0);
}

uint64_t hash64(struct span bytes)
{
    unsigned char out[16]; /* libsodium gives no shorter one */
    crypto_generichash(out, sizeof out, (const unsigned char *)bytes.p, bytes.n, NULL, 0);
    uint64_t value = 0;
    for (int i = 0; i < 8; i++)
        value = value << 8 | out[i];
    return value;
}
