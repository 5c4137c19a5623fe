/* pack/pack.c: making packs and proving them. It must never hand out a byte of what it has not proved. */
#include "pack/pack.h"
#include "base/i18n.h"
#include "base/temp.h"
#include "pack/frame.h"
#include "pack/squeeze.h"
#include <errno.h>
#include <unistd.h>

#define MANIFEST_MOST 65536
#define SIGNATURE_MOST 4096
#define PIECE 65536

/* ---- making ---- */

struct pack_maker {
    const char *temp_dir;
    int fd; /* the compressed catalog */
    uint64_t bytes, unpacked;
    struct sha256 *hash;
    struct squeezer *squeezer;
};

static int keep_squeezed(void *ctx, const char *p, size_t n, struct error *err)
{
    struct pack_maker *m = ctx;
    m->bytes += n;
    sha256_update(m->hash, p, n);
    return temp_write(m->fd, m->temp_dir, p, n, err);
}

struct pack_maker *pack_maker_new(const char *temp_dir, struct error *err)
{
    struct pack_maker *m = calloc(1, sizeof *m);
    if (!m) {
        error_memory(err);
        return NULL;
    }
    m->temp_dir = temp_dir;
    m->fd = temp_open(temp_dir, err);
    m->hash = m->fd < 0 ? NULL : sha256_new(err);
    m->squeezer = m->hash ? squeezer_new(keep_squeezed, m, err) : NULL;
    if (m->squeezer)
        return m;
    pack_maker_free(m);
    return NULL;
}

void pack_maker_free(struct pack_maker *m)
{
    if (!m)
        return;
    squeezer_free(m->squeezer);
    sha256_free(m->hash);
    if (m->fd >= 0)
        close(m->fd);
    free(m);
}

int pack_maker_add(struct pack_maker *m, const char *xml, size_t n, struct error *err)
{
    m->unpacked += n;
    return squeezer_add(m->squeezer, xml, n, err);
}

/* Where a pack goes, member by member. */
struct out {
    pack_write *write;
    void *ctx;
};

static int write_padding(const struct out *out, uint64_t size, struct error *err)
{
    static const char zeros[FRAME_BLOCK];
    size_t n = frame_padding(size);
    return n > 0 ? out->write(out->ctx, zeros, n, err) : 0;
}

static int write_header(const struct out *out, const char *name, uint64_t size, struct error *err)
{
    unsigned char header[FRAME_BLOCK];
    frame_header(name, size, header);
    return out->write(out->ctx, (const char *)header, sizeof header, err);
}

static int write_member(const struct out *out, const char *name, const struct buf *b, struct error *err)
{
    if (write_header(out, name, b->n, err) < 0 || out->write(out->ctx, b->p, b->n, err) < 0)
        return -1;
    return write_padding(out, b->n, err);
}

/* pread that goes on after a signal. */
static ssize_t read_at(int fd, char *p, size_t n, off_t at, struct error *err)
{
    ssize_t got;
    do
        got = pread(fd, p, n, at);
    while (got < 0 && errno == EINTR);
    return got < 0 ? error_errno(err, ERROR_STORE, errno, "%s", _("a temporary file cannot be read")) : got;
}

static int write_catalog(const struct pack_maker *m, const struct out *out, struct error *err)
{
    char piece[PIECE];
    uint64_t done = 0;
    if (write_header(out, FRAME_CATALOG, m->bytes, err) < 0)
        return -1;
    while (done < m->bytes) {
        ssize_t n = read_at(m->fd, piece, sizeof piece, (off_t)done, err);
        if (n == 0)
            return error_set(err, ERROR_STORE, "%s", _("a temporary file cannot be read"));
        if (n < 0 || out->write(out->ctx, piece, (size_t)n, err) < 0)
            return -1;
        done += (uint64_t)n;
    }
    return write_padding(out, m->bytes, err);
}

static int write_end(const struct out *out, struct error *err)
{
    static const char zeros[2 * FRAME_BLOCK];
    return out->write(out->ctx, zeros, sizeof zeros, err);
}

int pack_maker_finish(struct pack_maker *m, struct manifest *manifest, const char *program, const struct secret_key *key, pack_write *write,
                      void *ctx, struct error *err)
{
    struct buf json = BUF_INIT, signature = BUF_INIT, comment = BUF_INIT;
    const struct out out = { write, ctx };
    int status = squeezer_finish(m->squeezer, err);
    if (status == 0 && m->bytes >= FRAME_SIZE_MAX)
        status = error_set(err, ERROR_REFUSED, _("the compressed catalog has %llu bytes, more than a pack can hold; pack its kinds one by one"),
                           (unsigned long long)m->bytes);
    if (status == 0)
        status = sha256_final(m->hash, manifest->sha256, err);
    manifest->bytes = m->bytes;
    manifest->unpacked = m->unpacked;
    buf_addf(&comment, "duima pack %s@%s", manifest->region, manifest->label);
    if (status == 0)
        status = manifest_write(manifest, program, &json, err);
    if (status == 0)
        status = signature_make(key, buf_span(&json), buf_str(&comment), &signature, err);
    if (status == 0)
        status = buf_check(&comment, err);
    if (status == 0 && (write_member(&out, FRAME_MANIFEST, &json, err) < 0 || write_member(&out, FRAME_SIGNATURE, &signature, err) < 0 ||
                        write_catalog(m, &out, err) < 0 || write_end(&out, err) < 0))
        status = -1;
    buf_release(&json);
    buf_release(&signature);
    buf_release(&comment);
    return status;
}

/* ---- taking ---- */

static int take_small(void *ctx, const char *p, size_t n, struct error *err)
{
    buf_add(ctx, p, n);
    return buf_check(ctx, err);
}

struct intake { /* of the compressed catalog */
    struct pack *pack;
    struct sha256 *hash;
};

static int take_catalog(void *ctx, const char *p, size_t n, struct error *err)
{
    struct intake *in = ctx;
    sha256_update(in->hash, p, n);
    return temp_write(in->pack->fd, in->pack->temp_dir, p, n, err);
}

static int catalog_differs(const struct pack *p, struct error *err)
{
    return error_set(err, ERROR_CATALOG, _("%s: the catalog in it is not the one that its manifest signs: it was changed, and is not used"), p->name);
}

static int read_catalog(struct pack *p, struct source *src, struct error *err)
{
    unsigned char sha256[SHA256_BYTES];
    uint64_t size;
    struct intake in = { p, NULL };
    p->fd = temp_open(p->temp_dir, err);
    if (p->fd < 0 || !(in.hash = sha256_new(err)))
        return -1;
    int status = frame_read(src, FRAME_CATALOG, p->manifest.bytes, &size, take_catalog, &in, err);
    if (status == 0)
        status = sha256_final(in.hash, sha256, err);
    sha256_free(in.hash);
    if (status == 0 && (size != p->manifest.bytes || memcmp(sha256, p->manifest.sha256, sizeof sha256) != 0))
        status = catalog_differs(p, err);
    return status == 0 ? frame_read_end(src, err) : -1;
}

static int prove_manifest(struct pack *p, const struct buf *json, const struct buf *signature, const struct public_key *pub, struct error *err)
{
    struct span comment;
    struct sha256 *hash = sha256_new(err);
    if (!hash)
        return -1;
    sha256_update(hash, json->p, json->n);
    int status = sha256_final(hash, p->manifest_sha, err);
    sha256_free(hash);
    if (status < 0)
        return -1;
    if (signature_verify(buf_span(signature), buf_span(json), pub, true, &comment, err) < 0 ||
        manifest_read(buf_span(json), &p->manifest, err) < 0)
        return error_prefix(err, "%s", p->name);
    memcpy(p->key_id, pub->id, sizeof p->key_id);
    buf_addspan(&p->comment, comment);
    return buf_check(&p->comment, err);
}

int pack_open(struct pack *p, struct source *src, const struct public_key *pub, const char *temp_dir, struct error *err)
{
    struct buf json = BUF_INIT, signature = BUF_INIT;
    uint64_t size;
    *p = (struct pack){ .fd = -1, .name = strdup(source_name(src)), .temp_dir = strdup(temp_dir ? temp_dir : "/tmp") };
    if (!p->name || !p->temp_dir)
        return error_memory(err);
    int status = hash_start(err);
    if (status == 0)
        status = frame_read(src, FRAME_MANIFEST, MANIFEST_MOST, &size, take_small, &json, err);
    if (status == 0)
        status = frame_read(src, FRAME_SIGNATURE, SIGNATURE_MOST, &size, take_small, &signature, err);
    if (status == 0)
        status = prove_manifest(p, &json, &signature, pub, err);
    if (status == 0)
        status = read_catalog(p, src, err);
    buf_release(&json);
    buf_release(&signature);
    return status;
}

void pack_release(struct pack *p)
{
    if (p->fd >= 0)
        close(p->fd);
    p->fd = -1;
    free(p->name);
    free(p->temp_dir);
    p->name = p->temp_dir = NULL;
    buf_release(&p->comment);
}

bool pack_expired(const struct pack *p, date today)
{
    return p->manifest.expires != DATE_NONE && p->manifest.expires < today;
}

struct unpacked {
    const struct pack *pack;
    int fd;
};

static int keep_unpacked(void *ctx, const char *p, size_t n, struct error *err)
{
    struct unpacked *u = ctx;
    return temp_write(u->fd, u->pack->temp_dir, p, n, err);
}

int pack_unpack(struct pack *p, struct error *err)
{
    struct unpacked u = { p, temp_open(p->temp_dir, err) };
    if (u.fd < 0)
        return -1;
    int status = squeeze_undo(p->fd, p->manifest.unpacked, keep_unpacked, &u, err);
    if (status < 0)
        error_prefix(err, "%s", p->name);
    else if (lseek(u.fd, 0, SEEK_SET) != 0)
        status = error_errno(err, ERROR_STORE, errno, "%s", _("a temporary file cannot be read"));
    if (status == 0)
        return u.fd;
    close(u.fd);
    return -1;
}
