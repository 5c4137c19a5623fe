/* pack/squeeze.c: the only file that asks libzstd. It must never make more bytes than it was told to. */
#include "pack/squeeze.h"
#include "base/i18n.h"
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>
#include <zstd.h>
#include <zstd_errors.h>

/* Packed once, fetched by many. Measured on the document of a million entries (970 MB): level 1 64 MB in 1.2 s, 3 65 MB in 1.6 s, 6 55 MB in 5.6 s,
 * 9 50 MB in 7.1 s. */
#define LEVEL 9
#define WINDOW_LOG 27  /* what unpacking may ask of memory: 128 MiB, as the zstd program allows */
#define PIECE 131072

struct squeezer {
    ZSTD_CCtx *state;
    squeeze_sink *sink;
    void *ctx;
    char out[PIECE];
};

struct squeezer *squeezer_new(squeeze_sink *sink, void *ctx, struct error *err)
{
    struct squeezer *z = malloc(sizeof *z);
    if (z) {
        z->sink = sink;
        z->ctx = ctx;
        z->state = ZSTD_createCCtx();
    }
    if (z && z->state && !ZSTD_isError(ZSTD_CCtx_setParameter(z->state, ZSTD_c_compressionLevel, LEVEL)) &&
        !ZSTD_isError(ZSTD_CCtx_setParameter(z->state, ZSTD_c_checksumFlag, 1)))
        return z;
    squeezer_free(z);
    error_memory(err);
    return NULL;
}

void squeezer_free(struct squeezer *z)
{
    if (z)
        ZSTD_freeCCtx(z->state);
    free(z);
}

static int push(struct squeezer *z, ZSTD_inBuffer *in, ZSTD_EndDirective how, struct error *err)
{
    size_t left;
    do {
        ZSTD_outBuffer out = { z->out, sizeof z->out, 0 };
        left = ZSTD_compressStream2(z->state, &out, in, how);
        if (ZSTD_isError(left))
            return error_set(err, ERROR_MEMORY, _("the catalog cannot be compressed: %s"), ZSTD_getErrorName(left));
        if (out.pos > 0 && z->sink(z->ctx, z->out, out.pos, err) < 0)
            return -1;
    } while (how == ZSTD_e_end ? left > 0 : in->pos < in->size);
    return 0;
}

int squeezer_add(struct squeezer *z, const char *p, size_t n, struct error *err)
{
    ZSTD_inBuffer in = { p, n, 0 };
    return push(z, &in, ZSTD_e_continue, err);
}

int squeezer_finish(struct squeezer *z, struct error *err)
{
    ZSTD_inBuffer in = { NULL, 0, 0 };
    return push(z, &in, ZSTD_e_end, err);
}

struct undo {
    ZSTD_DCtx *state;
    char *in, *out;
    uint64_t left; /* bytes that may still be made */
    bool ended;
    squeeze_sink *sink;
    void *ctx;
};

static int not_that(struct error *err)
{
    return error_set(err, ERROR_INPUT, "%s", _("the packed catalog is not the one stream of bytes that its manifest tells of"));
}

/* What a call of the decoder says is wrong. */
static int undo_error(size_t rc, struct error *err)
{
    return ZSTD_isError(rc) && ZSTD_getErrorCode(rc) == ZSTD_error_memory_allocation ? error_memory(err) : not_that(err);
}

static int undo_piece(struct undo *u, size_t n, struct error *err)
{
    ZSTD_inBuffer in = { u->in, n, 0 };
    while (in.pos < in.size) {
        ZSTD_outBuffer out = { u->out, PIECE, 0 };
        if (u->ended)
            return not_that(err);
        size_t rc = ZSTD_decompressStream(u->state, &out, &in);
        if (ZSTD_isError(rc) || out.pos > u->left)
            return undo_error(rc, err);
        u->left -= out.pos;
        u->ended = rc == 0;
        if (out.pos > 0 && u->sink(u->ctx, u->out, out.pos, err) < 0)
            return -1;
    }
    return 0;
}

/* What the decoder still holds when its input is at the end. */
static int undo_rest(struct undo *u, struct error *err)
{
    while (!u->ended) {
        ZSTD_inBuffer in = { u->in, 0, 0 };
        ZSTD_outBuffer out = { u->out, PIECE, 0 };
        size_t rc = ZSTD_decompressStream(u->state, &out, &in);
        if (ZSTD_isError(rc) || out.pos > u->left || (rc != 0 && out.pos == 0))
            return undo_error(rc, err);
        u->left -= out.pos;
        u->ended = rc == 0;
        if (out.pos > 0 && u->sink(u->ctx, u->out, out.pos, err) < 0)
            return -1;
    }
    return u->left == 0 ? 0 : not_that(err);
}

static int undo_all(struct undo *u, int fd, struct error *err)
{
    for (off_t at = 0;;) {
        ssize_t n = pread(fd, u->in, PIECE, at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return error_errno(err, ERROR_STORE, errno, "%s", _("a temporary file cannot be read"));
        if (n == 0)
            return undo_rest(u, err);
        if (undo_piece(u, (size_t)n, err) < 0)
            return -1;
        at += n;
    }
}

int squeeze_undo(int fd, uint64_t size, squeeze_sink *sink, void *ctx, struct error *err)
{
    struct undo u = { ZSTD_createDCtx(), malloc(PIECE), malloc(PIECE), size, false, sink, ctx };
    int status = -1;
    if (!u.state || !u.in || !u.out || ZSTD_isError(ZSTD_DCtx_setParameter(u.state, ZSTD_d_windowLogMax, WINDOW_LOG)))
        error_memory(err);
    else
        status = undo_all(&u, fd, err);
    ZSTD_freeDCtx(u.state);
    free(u.in);
    free(u.out);
    return status;
}
