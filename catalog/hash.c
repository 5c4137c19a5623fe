/* catalog/hash.c: the only file that asks libsodium for hashes. No keys, no signatures here. */
#include "catalog/hash.h"
#include "base/i18n.h"
#include <sodium.h>

struct sha256 {
    crypto_hash_sha256_state state;
};

int hash_start(struct error *err)
{
    if (sodium_init() < 0)
        return error_set(err, ERROR_STORE, _("libsodium cannot start: no source of random numbers"));
    return 0;
}

struct sha256 *sha256_new(struct error *err)
{
    struct sha256 *h = malloc(sizeof *h);
    if (!h) {
        error_memory(err);
        return NULL;
    }
    crypto_hash_sha256_init(&h->state);
    return h;
}

void sha256_free(struct sha256 *h) { free(h); }

void sha256_update(struct sha256 *h, const void *p, size_t n)
{
    if (n)
        crypto_hash_sha256_update(&h->state, p, n);
}

void sha256_final(struct sha256 *h, unsigned char out[SHA256_BYTES]) { crypto_hash_sha256_final(&h->state, out); }

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
