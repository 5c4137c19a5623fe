/* pack/sign.c: the only file of packs that asks libsodium: Ed25519 signatures and scrypt-locked keys, byte for byte as minisign lays them out.
 * A secret must never stay in memory that is given back, and never be read from a file that others can read. */
#include "pack/sign.h"
#include "base/i18n.h"
#include "base/share.h"
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#define UNTRUSTED "untrusted comment: "
#define TRUSTED "trusted comment: "
#define SIGNED_BY "signature from minisign secret key" /* minisign's own words: so a signature made by hand has the same bytes */
#define KEY_FILE_MOST 4096
#define OPS_MOST (UINT64_C(1) << 27) /* of a file that asks for more, nobody knows when it would end */
#define MEMORY_MOST (UINT64_C(1) << 32)

/* The layouts of minisign's files, each then in base64. Only bytes: no padding. */
struct public_layout {
    unsigned char algorithm[2], id[KEY_ID_BYTES], point[32];
};
struct locked_part { /* what the password's stream is laid over */
    unsigned char id[KEY_ID_BYTES], key[64], check[32];
};
struct secret_layout {
    unsigned char algorithm[2], kdf[2], check[2], salt[32], ops[8], memory[8];
    struct locked_part locked;
};
struct signature_layout {
    unsigned char algorithm[2], id[KEY_ID_BYTES], signature[64];
};
_Static_assert(sizeof(struct public_layout) == 42 && sizeof(struct secret_layout) == 158 && sizeof(struct signature_layout) == 74,
               "the layouts are those of minisign's files");

struct secret_key {
    char *path;
    struct secret_layout file;
    struct public_key pub;
    bool unlocked;
};

void bytes_wipe(void *p, size_t n) { sodium_memzero(p, n); }
void secret_wipe(struct secret *s) { sodium_memzero(s, sizeof *s); }

void buf_wipe(struct buf *b)
{
    if (b->p)
        sodium_memzero(b->p, b->cap);
    buf_release(b);
}

static void store64(unsigned char out[8], uint64_t value)
{
    for (int i = 0; i < 8; i++, value >>= 8)
        out[i] = (unsigned char)value;
}

static uint64_t load64(const unsigned char in[8])
{
    uint64_t value = 0;
    for (int i = 7; i >= 0; i--)
        value = value << 8 | in[i];
    return value;
}

static void add_base64(struct buf *out, const void *bytes, size_t n)
{
    char text[sodium_base64_ENCODED_LEN(sizeof(struct secret_layout), sodium_base64_VARIANT_ORIGINAL)];
    buf_adds(out, sodium_bin2base64(text, sizeof text, bytes, n, sodium_base64_VARIANT_ORIGINAL));
    sodium_memzero(text, sizeof text);
}

/* Exactly n bytes of base64, written the one way there is. libsodium takes some bytes above ASCII for digits. */
static bool from_base64(struct span text, void *out, size_t n)
{
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] >= 0x80)
            return false;
    size_t got = 0;
    const char *end = NULL;
    return text.n == sodium_base64_ENCODED_LEN(n, sodium_base64_VARIANT_ORIGINAL) - 1 &&
           sodium_base642bin(out, n, text.p, text.n, NULL, &got, &end, sodium_base64_VARIANT_ORIGINAL) == 0 && got == n &&
           end == text.p + text.n;
}

/* The next line, without its end (LF or CRLF). */
static struct span next_line(struct span *rest)
{
    const char *feed = rest->n ? memchr(rest->p, '\n', rest->n) : NULL;
    struct span line = { rest->p, feed ? (size_t)(feed - rest->p) : rest->n };
    size_t used = line.n + (feed != NULL);
    *rest = (struct span){ rest->p + used, rest->n - used };
    if (line.n > 0 && line.p[line.n - 1] == '\r')
        line.n--;
    return line;
}

/* ---- public keys ---- */

const char *key_id_text(const unsigned char id[KEY_ID_BYTES], char out[KEY_ID_TEXT])
{
    snprintf(out, KEY_ID_TEXT, "%016llX", (unsigned long long)load64(id));
    return out;
}

static struct public_layout lay_out(const struct public_key *pub)
{
    struct public_layout file = { .algorithm = { 'E', 'd' } };
    memcpy(file.id, pub->id, sizeof file.id);
    memcpy(file.point, pub->point, sizeof file.point);
    return file;
}

const char *public_key_base64(const struct public_key *pub, char out[PUBLIC_KEY_TEXT])
{
    struct public_layout file = lay_out(pub);
    return sodium_bin2base64(out, PUBLIC_KEY_TEXT, (const unsigned char *)&file, sizeof file, sodium_base64_VARIANT_ORIGINAL);
}

void public_key_text(const struct public_key *pub, struct buf *out)
{
    char id[KEY_ID_TEXT], key[PUBLIC_KEY_TEXT];
    buf_addf(out, UNTRUSTED "minisign public key %s\n%s\n", key_id_text(pub->id, id), public_key_base64(pub, key));
}

static bool public_key_parse(struct span text, struct public_key *out)
{
    struct public_layout file;
    if (!from_base64(text, &file, sizeof file) || memcmp(file.algorithm, "Ed", 2) != 0)
        return false;
    memcpy(out->id, file.id, sizeof out->id);
    memcpy(out->point, file.point, sizeof out->point);
    return true;
}

int public_key_read(const char *text, struct public_key *out, struct error *err)
{
    struct buf file = BUF_INIT;
    if (public_key_parse(span_of(text), out))
        return 0;
    if (file_read(text, KEY_FILE_MOST, ERROR_USAGE, &file, err) < 0) {
        buf_release(&file);
        return -1;
    }
    struct span rest = buf_span(&file);
    next_line(&rest); /* a comment */
    int status = public_key_parse(next_line(&rest), out) ? 0 : -1;
    buf_release(&file);
    return status == 0 ? 0 : error_set(err, ERROR_USAGE, _("%s is no public key of minisign's (.pub)"), text);
}

/* ---- secret keys ---- */

/* Lays the stream that the password gives over the locked part: locks or unlocks. */
static int lay_stream(struct secret_layout *file, const struct secret *password, struct error *err)
{
    unsigned char stream[sizeof file->locked], *locked = (unsigned char *)&file->locked;
    uint64_t ops = load64(file->ops), memory = load64(file->memory);
    int status = -1;
    if (ops <= OPS_MOST && memory <= MEMORY_MOST)
        status = crypto_pwhash_scryptsalsa208sha256(stream, sizeof stream, password->text, password->n, file->salt, ops, (size_t)memory);
    for (size_t i = 0; status == 0 && i < sizeof stream; i++)
        locked[i] = (unsigned char)(locked[i] ^ stream[i]);
    sodium_memzero(stream, sizeof stream);
    if (status < 0)
        return error_set(err, ERROR_MEMORY, _("the key asks for %llu MiB of memory for its password, and there is not that much"),
                         (unsigned long long)(memory >> 20));
    return 0;
}

static void checksum(const struct secret_layout *file, unsigned char out[32])
{
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, 32);
    crypto_generichash_update(&state, file->algorithm, sizeof file->algorithm);
    crypto_generichash_update(&state, file->locked.id, sizeof file->locked.id);
    crypto_generichash_update(&state, file->locked.key, sizeof file->locked.key);
    crypto_generichash_final(&state, out, 32);
    sodium_memzero(&state, sizeof state);
}

int key_make(const struct secret *password, enum key_cost cost, struct public_key *pub, struct buf *secret_text, struct error *err)
{
    struct secret_layout file = { .algorithm = { 'E', 'd' }, .kdf = { 'S', 'c' }, .check = { 'B', '2' } };
    bool full = cost == KEY_COST_MINISIGN;
    if (sodium_init() < 0)
        return error_set(err, ERROR_STORE, _("libsodium cannot start: no source of random numbers"));
    if (password->n == 0)
        return error_set(err, ERROR_USAGE, _("the password is empty; a secret key is kept under one"));
    crypto_sign_keypair(pub->point, file.locked.key);
    randombytes_buf(file.locked.id, sizeof file.locked.id);
    randombytes_buf(file.salt, sizeof file.salt);
    memcpy(pub->id, file.locked.id, sizeof pub->id);
    store64(file.ops, full ? crypto_pwhash_scryptsalsa208sha256_OPSLIMIT_SENSITIVE : crypto_pwhash_scryptsalsa208sha256_OPSLIMIT_MIN);
    store64(file.memory, full ? crypto_pwhash_scryptsalsa208sha256_MEMLIMIT_SENSITIVE : crypto_pwhash_scryptsalsa208sha256_MEMLIMIT_MIN);
    checksum(&file, file.locked.check);
    int status = lay_stream(&file, password, err);
    if (status == 0) {
        buf_adds(secret_text, UNTRUSTED "minisign encrypted secret key\n");
        add_base64(secret_text, &file, sizeof file);
        buf_addc(secret_text, '\n');
        status = buf_check(secret_text, err);
    }
    sodium_memzero(&file, sizeof file);
    return status;
}

/* Reads a file that only its owner can read, up to `most` bytes. Their number, or -1. */
static ssize_t read_private(const char *path, char *out, size_t most, struct error *err)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return error_errno(err, ERROR_USAGE, errno, _("%s cannot be opened"), path);
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && (st.st_mode & 077)) {
        close(fd);
        return error_set(err, ERROR_USAGE, _("%s: others than its owner can read or write this secret (mode %04o), so it is not used; chmod 600 %s"), path,
                         (unsigned)st.st_mode & 07777u, path);
    }
    size_t n = 0;
    ssize_t more = 0;
    while (n < most && ((more = read(fd, out + n, most - n)) > 0 || (more < 0 && errno == EINTR)))
        n += more > 0 ? (size_t)more : 0;
    int why = errno;
    close(fd);
    return more < 0 ? error_errno(err, ERROR_USAGE, why, _("%s cannot be read"), path) : (ssize_t)n;
}

int secret_read(const char *path, struct secret *out, struct error *err)
{
    ssize_t n = read_private(path, out->text, sizeof out->text, err);
    struct span rest = { out->text, n > 0 ? (size_t)n : 0 };
    if (n < 0)
        return -1;
    out->n = next_line(&rest).n;
    if (out->n == sizeof out->text)
        return error_set(err, ERROR_USAGE, _("%s: a password has at most %d bytes"), path, (int)sizeof out->text - 1);
    out->text[out->n] = '\0';
    return 0;
}

static int read_secret_file(struct secret_key *k, struct error *err)
{
    char text[KEY_FILE_MOST];
    ssize_t n = read_private(k->path, text, sizeof text, err);
    if (n < 0)
        return -1;
    struct span rest = { text, (size_t)n };
    next_line(&rest); /* a comment */
    bool good = from_base64(next_line(&rest), &k->file, sizeof k->file) && memcmp(k->file.algorithm, "Ed", 2) == 0 &&
                memcmp(k->file.check, "B2", 2) == 0;
    sodium_memzero(text, sizeof text);
    if (!good)
        return error_set(err, ERROR_USAGE, _("%s is no secret key of minisign's"), k->path);
    if (memcmp(k->file.kdf, "Sc", 2) != 0)
        return error_set(err, ERROR_USAGE, _("%s: this secret key has no password, so it is not used; minisign -C -s %s gives it one"), k->path, k->path);
    return 0;
}

struct secret_key *secret_key_open(const char *path, struct error *err)
{
    struct secret_key *k = calloc(1, sizeof *k);
    if (k)
        k->path = strdup(path);
    if (!k || !k->path)
        error_memory(err);
    else if (sodium_init() < 0)
        error_set(err, ERROR_STORE, _("libsodium cannot start: no source of random numbers"));
    else if (read_secret_file(k, err) == 0)
        return k;
    secret_key_free(k);
    return NULL;
}

int secret_key_unlock(struct secret_key *k, const struct secret *password, struct error *err)
{
    unsigned char check[32];
    if (lay_stream(&k->file, password, err) < 0)
        return -1;
    checksum(&k->file, check);
    if (sodium_memcmp(check, k->file.locked.check, sizeof check) != 0) {
        sodium_memzero(&k->file, sizeof k->file);
        return error_set(err, ERROR_USAGE, _("%s: this is not the key's password"), k->path);
    }
    memcpy(k->pub.id, k->file.locked.id, sizeof k->pub.id);
    memcpy(k->pub.point, k->file.locked.key + 32, sizeof k->pub.point); /* a secret Ed25519 key ends with its public one */
    k->unlocked = true;
    return 0;
}

const struct public_key *secret_key_public(const struct secret_key *k) { return &k->pub; }

void secret_key_free(struct secret_key *k)
{
    if (!k)
        return;
    free(k->path);
    sodium_memzero(k, sizeof *k);
    free(k);
}

/* ---- signatures ---- */

/* Signature and trusted comment together, which the second signature of a file is over. */
static void add_global(struct buf *out, const struct signature_layout *s, struct span comment)
{
    buf_add(out, s->signature, sizeof s->signature);
    buf_addspan(out, comment);
}

static void prehash(struct span message, unsigned char out[64])
{
    crypto_generichash(out, 64, (const unsigned char *)message.p, message.n, NULL, 0);
}

static void signature_text(const struct signature_layout *s, struct span comment, const unsigned char global[64], struct buf *out)
{
    buf_adds(out, UNTRUSTED SIGNED_BY "\n");
    add_base64(out, s, sizeof *s);
    buf_adds(out, "\n" TRUSTED);
    buf_addspan(out, comment);
    buf_addc(out, '\n');
    add_base64(out, global, 64);
    buf_addc(out, '\n');
}

int signature_make(const struct secret_key *k, struct span message, const char *trusted_comment, struct buf *out, struct error *err)
{
    struct signature_layout s = { .algorithm = { 'E', 'D' } };
    unsigned char hash[64], global[64];
    struct buf both = BUF_INIT;
    if (!k->unlocked)
        return error_set(err, ERROR_USAGE, _("%s: this is not the key's password"), k->path);
    memcpy(s.id, k->pub.id, sizeof s.id);
    prehash(message, hash);
    crypto_sign_detached(s.signature, NULL, hash, sizeof hash, k->file.locked.key);
    add_global(&both, &s, span_of(trusted_comment));
    int status = buf_check(&both, err);
    if (status == 0) {
        crypto_sign_detached(global, NULL, (const unsigned char *)both.p, both.n, k->file.locked.key);
        signature_text(&s, span_of(trusted_comment), global, out);
        status = buf_check(out, err);
    }
    buf_release(&both);
    return status;
}

/* A signature's file, taken apart. */
struct signature {
    struct signature_layout s;
    struct span comment;
    unsigned char global[64];
};

static bool take_apart(struct span text, struct signature *out)
{
    struct span rest = text;
    if (!span_starts(next_line(&rest), SPAN(UNTRUSTED)) || !from_base64(next_line(&rest), &out->s, sizeof out->s))
        return false;
    out->comment = next_line(&rest);
    if (!span_starts(out->comment, SPAN(TRUSTED)))
        return false;
    out->comment.p += sizeof TRUSTED - 1;
    out->comment.n -= sizeof TRUSTED - 1;
    return from_base64(next_line(&rest), out->global, sizeof out->global) && rest.n == 0;
}

static int does_not_hold(const char *why, struct error *err)
{
    return error_set(err, ERROR_CATALOG, _("the signature does not hold: %s"), why);
}

static int check_message(const struct signature *sig, struct span message, const struct public_key *pub, struct error *err)
{
    unsigned char hash[64];
    char theirs[KEY_ID_TEXT], ours[KEY_ID_TEXT];
    bool hashed = memcmp(sig->s.algorithm, "ED", 2) == 0;
    if (!hashed && memcmp(sig->s.algorithm, "Ed", 2) != 0)
        return does_not_hold(_("it is of no known sort"), err);
    if (memcmp(sig->s.id, pub->id, sizeof pub->id) != 0)
        return error_set(err, ERROR_CATALOG, _("the signature does not hold: it was made with key %s, and the one given is %s"),
                         key_id_text(sig->s.id, theirs), key_id_text(pub->id, ours));
    prehash(message, hash);
    const unsigned char *m = hashed ? hash : (const unsigned char *)message.p;
    if (crypto_sign_verify_detached(sig->s.signature, m, hashed ? sizeof hash : message.n, pub->point) != 0)
        return does_not_hold(_("what is signed was changed, or another key with the same number signed it"), err);
    return 0;
}

int signature_verify(struct span text, struct span message, const struct public_key *pub, bool exact, struct span *comment, struct error *err)
{
    struct signature sig;
    struct buf b = BUF_INIT;
    if (!take_apart(text, &sig))
        return does_not_hold(_("its file is not as minisign writes it"), err);
    if (check_message(&sig, message, pub, err) < 0)
        return -1;
    add_global(&b, &sig.s, sig.comment);
    int status = buf_check(&b, err);
    if (status == 0 && crypto_sign_verify_detached(sig.global, (const unsigned char *)b.p, b.n, pub->point) != 0)
        status = does_not_hold(_("its trusted comment was changed"), err);
    buf_clear(&b);
    if (status == 0 && exact) {
        signature_text(&sig.s, sig.comment, sig.global, &b);
        status = buf_check(&b, err);
        if (status == 0 && !span_eq(buf_span(&b), text))
            status = does_not_hold(_("its file is not as minisign writes it"), err);
    }
    buf_release(&b);
    *comment = sig.comment;
    return status;
}
