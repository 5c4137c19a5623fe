/* io/inflate.c: a row for each form, over the library that belongs to it. Only this file knows zlib, liblzma, libbz2, and libzstd for reading. */
#include "io/inflate.h"

#include <bzlib.h>
#include <limits.h>
#include <lzma.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#define ZSTD_WINDOW_LOG 27 /* 128 MiB, as the zstd program has it without --long */

union state {
    z_stream deflate;
    lzma_stream xz;
    bz_stream bzip2;
    ZSTD_DStream *zstd;
};
struct form {
    const char *name;
    unsigned char magic_n;
    char magic[8];
    bool (*start)(union state *s);
    enum inflate_result (*step)(union state *s, struct span *in, char **out, size_t *room);
    void (*end)(union state *s);
};
struct inflater {
    const struct form *form;
    union state state;
    enum inflate_result broken; /* what the last step came to a stop with, when it had something to give first; else INFLATE_ON */
};

static unsigned at_most_uint(size_t n)
{
    return n < UINT_MAX ? (unsigned)n : UINT_MAX;
}

/* What a step took and gave. */
static void moved(struct span *in, size_t taken, char **out, size_t *room, size_t given)
{
    in->p += taken;
    in->n -= taken;
    *out += given;
    *room -= given;
}

/* ---- deflate, bare and in gzip's coat ---- */

static bool gzip_start(union state *s)
{
    s->deflate = (z_stream){ .next_in = Z_NULL };
    return inflateInit2(&s->deflate, 15 + 16) == Z_OK;
}

static bool deflate_start(union state *s)
{
    s->deflate = (z_stream){ .next_in = Z_NULL };
    return inflateInit2(&s->deflate, -15) == Z_OK;
}

static enum inflate_result deflate_step(union state *s, struct span *in, char **out, size_t *room)
{
    z_stream *z = &s->deflate;
    unsigned n = at_most_uint(in->n), most = at_most_uint(*room);
    z->next_in = (z_const Bytef *)(uintptr_t)in->p;
    z->avail_in = n;
    z->next_out = (Bytef *)*out;
    z->avail_out = most;
    int got = inflate(z, Z_NO_FLUSH);
    moved(in, n - z->avail_in, out, room, most - z->avail_out);
    return got == Z_OK || got == Z_BUF_ERROR ? INFLATE_ON : got == Z_STREAM_END ? INFLATE_END : got == Z_MEM_ERROR ? INFLATE_MEMORY : INFLATE_DAMAGED;
}

static void deflate_end(union state *s)
{
    inflateEnd(&s->deflate);
}

/* ---- xz ---- */

static bool xz_start(union state *s)
{
    s->xz = (lzma_stream)LZMA_STREAM_INIT;
    return lzma_stream_decoder(&s->xz, INFLATE_MEMORY_MOST, LZMA_TELL_UNSUPPORTED_CHECK) == LZMA_OK;
}

static enum inflate_result xz_step(union state *s, struct span *in, char **out, size_t *room)
{
    lzma_stream *z = &s->xz;
    z->next_in = (const uint8_t *)in->p;
    z->avail_in = in->n;
    z->next_out = (uint8_t *)*out;
    z->avail_out = *room;
    lzma_ret got = lzma_code(z, LZMA_RUN);
    moved(in, in->n - z->avail_in, out, room, *room - z->avail_out);
    return got == LZMA_OK || got == LZMA_BUF_ERROR ? INFLATE_ON
           : got == LZMA_STREAM_END                ? INFLATE_END
           : got == LZMA_MEMLIMIT_ERROR            ? INFLATE_LARGE
           : got == LZMA_MEM_ERROR                 ? INFLATE_MEMORY
                                                   : INFLATE_DAMAGED;
}

static void xz_end(union state *s)
{
    lzma_end(&s->xz);
}

/* ---- zstd ---- */

static bool zstd_start(union state *s)
{
    s->zstd = ZSTD_createDStream();
    return s->zstd && !ZSTD_isError(ZSTD_DCtx_setParameter(s->zstd, ZSTD_d_windowLogMax, ZSTD_WINDOW_LOG));
}

static enum inflate_result zstd_step(union state *s, struct span *in, char **out, size_t *room)
{
    ZSTD_inBuffer from = { in->p, in->n, 0 };
    ZSTD_outBuffer to = { *out, *room, 0 };
    size_t got = ZSTD_decompressStream(s->zstd, &to, &from);
    moved(in, from.pos, out, room, to.pos);
    if (!ZSTD_isError(got))
        return got == 0 ? INFLATE_END : INFLATE_ON;
    ZSTD_ErrorCode code = ZSTD_getErrorCode(got);
    return code == ZSTD_error_frameParameter_windowTooLarge ? INFLATE_LARGE : code == ZSTD_error_memory_allocation ? INFLATE_MEMORY : INFLATE_DAMAGED;
}

static void zstd_end(union state *s)
{
    ZSTD_freeDStream(s->zstd);
}

/* ---- bzip2 ---- */

static bool bzip2_start(union state *s)
{
    s->bzip2 = (bz_stream){ .next_in = NULL };
    return BZ2_bzDecompressInit(&s->bzip2, 0, 0) == BZ_OK;
}

static enum inflate_result bzip2_step(union state *s, struct span *in, char **out, size_t *room)
{
    bz_stream *z = &s->bzip2;
    unsigned n = at_most_uint(in->n), most = at_most_uint(*room);
    z->next_in = (char *)(uintptr_t)in->p;
    z->avail_in = n;
    z->next_out = *out;
    z->avail_out = most;
    int got = BZ2_bzDecompress(z);
    moved(in, n - z->avail_in, out, room, most - z->avail_out);
    return got == BZ_OK ? INFLATE_ON : got == BZ_STREAM_END ? INFLATE_END : got == BZ_MEM_ERROR ? INFLATE_MEMORY : INFLATE_DAMAGED;
}

static void bzip2_end(union state *s)
{
    BZ2_bzDecompressEnd(&s->bzip2);
}

/* ---- all of them ---- */

static const struct form forms[] = {
    [PACKING_NONE] = { "", 0, "", NULL, NULL, NULL },
    [PACKING_GZIP] = { "gzip", 2, "\x1F\x8B", gzip_start, deflate_step, deflate_end },
    [PACKING_XZ] = { "xz", 6, "\xFD" "7zXZ\0", xz_start, xz_step, xz_end },
    [PACKING_ZSTD] = { "zstd", 4, "\x28\xB5\x2F\xFD", zstd_start, zstd_step, zstd_end },
    [PACKING_BZIP2] = { "bzip2", 3, "BZh", bzip2_start, bzip2_step, bzip2_end },
    [PACKING_DEFLATE] = { "deflate", 0, "", deflate_start, deflate_step, deflate_end },
};

struct inflater *inflater_new(enum packing packing, struct error *err)
{
    struct inflater *f = calloc(1, sizeof *f);
    if (f && forms[packing].start(&f->state)) {
        f->form = &forms[packing];
        return f;
    }
    if (f && packing == PACKING_ZSTD)
        zstd_end(&f->state);
    free(f);
    error_memory(err);
    return NULL;
}

void inflater_free(struct inflater *f)
{
    if (!f)
        return;
    f->form->end(&f->state);
    free(f);
}

enum inflate_result inflater_step(struct inflater *f, struct span *in, char **out, size_t *room)
{
    const char *before = *out;
    if (f->broken != INFLATE_ON)
        return f->broken;
    enum inflate_result result = f->form->step(&f->state, in, out, room);
    if (result == INFLATE_ON || result == INFLATE_END || *out == before)
        return result;
    f->broken = result;
    return INFLATE_ON;
}

enum packing packing_of(struct span head)
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (forms[i].magic_n && span_starts(head, (struct span){ forms[i].magic, forms[i].magic_n }))
            return (enum packing)i;
    return PACKING_NONE;
}

const char *packing_name(enum packing packing)
{
    return forms[packing].name;
}
