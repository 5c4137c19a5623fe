/* pack/sign.h: keys and signatures in the files of minisign: its program verifies what is signed here, and the other way round.
 *
 * A key pair is two small files. The secret one is encrypted with a password as minisign does it (scrypt, the cost stands in the file); it is
 * never read where others may read it, nor where it is not encrypted. Secrets are wiped when they are released.
 *
 *     struct public_key pub;
 *     if (public_key_read("bureau.pub", &pub, &err) < 0) ...
 *     if (signature_verify(&signature_text, message, &pub, &comment, &err) < 0) ...   // ERROR_CATALOG: it does not hold
 */
#ifndef PACK_SIGN_H
#define PACK_SIGN_H

#include "base/buf.h"

#define KEY_ID_BYTES 8
#define PUBLIC_KEY_TEXT 57 /* base64 of a public key, with NUL */
#define KEY_ID_TEXT 17     /* a key's number as minisign shows it, with NUL */

struct public_key {
    unsigned char id[KEY_ID_BYTES], point[32];
};
struct secret_key;

/* How hard a password is to guess: what minisign takes (1 GiB of memory, some seconds), or next to nothing, for tests. */
enum key_cost { KEY_COST_MINISIGN, KEY_COST_TEST };

/* What a password is held in: wiped when released. */
struct secret {
    char text[1024]; /* NUL-terminated */
    size_t n;
};
void secret_wipe(struct secret *s);
/* The first line of a file that only its owner can read (or of a pipe). ERROR_USAGE. */
int secret_read(const char *path, struct secret *out, struct error *err);
/* Bytes that must not stay in memory. */
void bytes_wipe(void *p, size_t n);

/* A new pair. secret_text: what the secret file holds, to be wiped by the caller (buf_wipe). Needs a password that is not empty. */
int key_make(const struct secret *password, enum key_cost cost, struct public_key *pub, struct buf *secret_text, struct error *err);
void buf_wipe(struct buf *b); /* wipes and releases */
/* What the public file holds. */
void public_key_text(const struct public_key *pub, struct buf *out);
const char *public_key_base64(const struct public_key *pub, char out[PUBLIC_KEY_TEXT]);
const char *key_id_text(const unsigned char id[KEY_ID_BYTES], char out[KEY_ID_TEXT]);

/* `text` is a key itself (56 characters, as minisign prints it) or the path of a file of one. ERROR_USAGE. */
int public_key_read(const char *text, struct public_key *out, struct error *err);

/* The file of a secret key, still locked: opened and looked at before a password is asked for. ERROR_USAGE: not there, no secret key of
 * minisign's, readable by others, not encrypted. NULL with err. */
struct secret_key *secret_key_open(const char *path, struct error *err);
/* ERROR_USAGE: the wrong password. Takes as long as the key's cost says. */
int secret_key_unlock(struct secret_key *k, const struct secret *password, struct error *err);
const struct public_key *secret_key_public(const struct secret_key *k); /* once unlocked */
void secret_key_free(struct secret_key *k);

/* The text of a .minisig for a message: prehashed (BLAKE2b-512), as minisign makes them. The trusted comment is signed too; it has no line
 * feed. Always the same bytes for the same key, message and comment. */
int signature_make(const struct secret_key *k, struct span message, const char *trusted_comment, struct buf *out, struct error *err);

/* Does the signature hold for the message, and for its own trusted comment? Prehashed ones and legacy ones. ERROR_CATALOG with a sentence where it
 * does not: another key, another message, another comment, no signature. comment: set to the trusted comment, pointing into text.
 * With `exact`, no byte of the text may be other than as minisign writes it with its usual untrusted comment, which nothing signs. */
int signature_verify(struct span text, struct span message, const struct public_key *pub, bool exact, struct span *comment, struct error *err);
#endif
