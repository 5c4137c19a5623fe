/* pack/pack.h: a signed catalog to hand out: one file that `tar xf` opens, with
 *
 *     manifest.json            what it is (pack/manifest.h)
 *     manifest.json.minisig    the bureau's signature over it, as minisign makes them
 *     catalog.xml.zst          the native document, as `duima export` writes it
 *
 * Making one: the document goes in piece by piece, and waits, compressed, in an unnamed temporary file.
 *
 *     struct pack_maker *p = pack_maker_new(temp_dir, &err);
 *     pack_maker_add(p, xml, n, &err); …
 *     pack_maker_finish(p, &manifest, program, key, write, ctx, &err);     // fills bytes, unpacked, sha256 of the manifest
 *     pack_maker_free(p);
 *
 * Taking one: nothing of it is understood before the signature over the manifest holds, nothing unpacked before the SHA-256 of the
 * compressed catalog is the manifest's. What was hashed is a copy, so that nobody can change it in between. */
#ifndef PACK_PACK_H
#define PACK_PACK_H

#include "io/source.h"
#include "pack/manifest.h"
#include "pack/sign.h"

struct pack_maker;
struct pack_maker *pack_maker_new(const char *temp_dir, struct error *err);
int pack_maker_add(struct pack_maker *p, const char *xml, size_t n, struct error *err);
typedef int pack_write(void *ctx, const char *p, size_t n, struct error *err);
/* Once, at the end. */
int pack_maker_finish(struct pack_maker *p, struct manifest *m, const char *program, const struct secret_key *key, pack_write *write, void *ctx,
                      struct error *err);
void pack_maker_free(struct pack_maker *p);

struct pack {
    struct manifest manifest;
    unsigned char manifest_sha[SHA256_BYTES];
    unsigned char key_id[KEY_ID_BYTES]; /* of the key whose signature holds */
    struct buf comment;                 /* the trusted comment of the signature */
    int fd;                             /* the compressed catalog, in an unnamed file; -1 */
    char *name, *temp_dir;
};

/* Reads a pack to its end and proves it: 0, or -1 with ERROR_CATALOG (not one, changed, another key), ERROR_INPUT (cannot be read). Says nothing of
 * its date, nor of what the store holds. pack_release after every call. */
int pack_open(struct pack *p, struct source *src, const struct public_key *pub, const char *temp_dir, struct error *err);
void pack_release(struct pack *p);
/* Is it past its date on that day? */
bool pack_expired(const struct pack *p, date today);
/* The document, as an unnamed temporary file that stands at its start; the caller's to close. -1 with err. */
int pack_unpack(struct pack *p, struct error *err);
#endif
