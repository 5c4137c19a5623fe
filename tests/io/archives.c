/* tests/io/archives.c: see archives.h. */
#include "tests/io/archives.h"

#include <bzlib.h>
#include <check.h>
#include <lzma.h>
#include <zlib.h>
#include <zstd.h>

/* ---- streams ---- */

static void deflate_to(struct buf *out, int window, struct span data)
{
    z_stream z = { .next_in = (z_const Bytef *)(uintptr_t)data.p, .avail_in = (unsigned)data.n };
    ck_assert_int_eq(deflateInit2(&z, 9, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY), Z_OK);
    unsigned most = (unsigned)deflateBound(&z, (unsigned long)data.n) + 64;
    z.next_out = (Bytef *)buf_room(out, most);
    z.avail_out = most;
    ck_assert_ptr_nonnull(z.next_out);
    ck_assert_int_eq(deflate(&z, Z_FINISH), Z_STREAM_END);
    out->n += most - z.avail_out;
    deflateEnd(&z);
}

static void bzip2_to(struct buf *out, struct span data)
{
    unsigned n = (unsigned)data.n + (unsigned)data.n / 50 + 1000;
    char *room = buf_room(out, n);
    ck_assert_ptr_nonnull(room);
    ck_assert_int_eq(BZ2_bzBuffToBuffCompress(room, &n, (char *)(uintptr_t)data.p, (unsigned)data.n, 9, 0, 0), BZ_OK);
    out->n += n;
}

static void xz_to(struct buf *out, struct span data)
{
    lzma_stream z = LZMA_STREAM_INIT;
    size_t most = lzma_stream_buffer_bound(data.n) + 4096;
    char *room = buf_room(out, most);
    ck_assert_ptr_nonnull(room);
    ck_assert_int_eq(lzma_easy_encoder(&z, 0, LZMA_CHECK_CRC64), LZMA_OK);
    z.next_in = (const uint8_t *)data.p;
    z.avail_in = data.n;
    z.next_out = (uint8_t *)room;
    z.avail_out = most;
    ck_assert_int_eq(lzma_code(&z, LZMA_FINISH), LZMA_STREAM_END);
    out->n += most - z.avail_out;
    lzma_end(&z);
}

/* The header of the first block: size, flags, filter LZMA2, one byte of properties, the dictionary, 3 of padding, checksum. */
static void xz_widen(unsigned char *block)
{
    ck_assert_uint_eq(block[0], 2);
    ck_assert_uint_eq(block[2], 0x21);
    block[4] = 32; /* 256 MiB */
    uint32_t crc = lzma_crc32(block, 8, 0);
    for (int i = 0; i < 4; i++)
        block[8 + i] = (unsigned char)(crc >> (8 * i));
}

static void zstd_to(struct buf *out, struct span data)
{
    ZSTD_CCtx *z = ZSTD_createCCtx();
    size_t most = ZSTD_compressBound(data.n) + 64;
    char *room = buf_room(out, most);
    ck_assert(z && room);
    ZSTD_CCtx_setParameter(z, ZSTD_c_checksumFlag, 1);
    size_t n = ZSTD_compress2(z, room, most, data.p, data.n);
    ck_assert(!ZSTD_isError(n));
    out->n += n;
    ZSTD_freeCCtx(z);
}

void packed_add(struct buf *out, enum packing packing, struct span data)
{
    switch (packing) {
    case PACKING_GZIP: deflate_to(out, 15 + 16, data); return;
    case PACKING_DEFLATE: deflate_to(out, -15, data); return;
    case PACKING_XZ: xz_to(out, data); return;
    case PACKING_ZSTD: zstd_to(out, data); return;
    case PACKING_BZIP2: bzip2_to(out, data); return;
    case PACKING_NONE: buf_addspan(out, data); return;
    }
}

void packed_add_wide(struct buf *out, enum packing packing, struct span data)
{
    if (packing == PACKING_XZ) {
        size_t begin = out->n;
        xz_to(out, data);
        xz_widen((unsigned char *)out->p + begin + 12);
        return;
    }
    /* zstd by hand: a frame with a window of 256 MiB, one raw block. */
    unsigned char head[] = { 0x28, 0xB5, 0x2F, 0xFD, 0x00, 18 << 3, 0, 0, 0 };
    uint32_t block = (uint32_t)data.n << 3 | 1;
    for (int i = 0; i < 3; i++)
        head[6 + i] = (unsigned char)(block >> (8 * i));
    buf_add(out, head, sizeof head);
    buf_addspan(out, data);
}

/* ---- tar ---- */

void tar_prefixed(struct buf *out, const char *prefix, const char *name, struct span data)
{
    size_t before = out->n;
    tar_add(out, '0', name, data);
    char *block = out->p + before;
    unsigned sum = 0;
    memcpy(block + 345, prefix, strlen(prefix));
    memset(block + 148, ' ', 8);
    for (int i = 0; i < 512; i++)
        sum += (unsigned char)block[i];
    snprintf(block + 148, 8, "%06o", sum);
}

void tar_add(struct buf *out, char type, const char *name, struct span data)
{
    char block[512] = "";
    unsigned sum = 0;
    memcpy(block, name, strlen(name));
    snprintf(block + 100, 8, "%07o", 0644u);
    snprintf(block + 124, 12, "%011o", (unsigned)data.n);
    memset(block + 148, ' ', 8);
    block[156] = type;
    memcpy(block + 257, "ustar\00000", 8);
    for (size_t i = 0; i < sizeof block; i++)
        sum += (unsigned char)block[i];
    snprintf(block + 148, 8, "%06o", sum);
    buf_add(out, block, sizeof block);
    buf_addspan(out, data);
    memset(block, 0, sizeof block);
    buf_add(out, block, (512 - data.n % 512) % 512);
}

void tar_end(struct buf *out)
{
    static const char blocks[1024];
    buf_add(out, blocks, sizeof blocks);
}

/* ---- ZIP ---- */

static void put(struct buf *out, int bytes, uint64_t n)
{
    for (int i = 0; i < bytes; i++)
        buf_addc(out, (char)(n >> (8 * i)));
}

void zip_begin(struct zip_out *z)
{
    *z = (struct zip_out){ .bytes = BUF_INIT, .directory = BUF_INIT };
}

static enum packing packing_of_method(unsigned method)
{
    return method == 8 ? PACKING_DEFLATE : method == 12 ? PACKING_BZIP2 : method == 93 ? PACKING_ZSTD : method == 95 ? PACKING_XZ : PACKING_NONE;
}

static void add_directory(struct zip_out *z, const char *name, const struct zip_how *how, uint32_t crc, size_t packed, size_t size, size_t offset)
{
    struct buf *d = &z->directory;
    put(d, 4, 0x02014b50);
    put(d, 2, 3 << 8 | 20);
    put(d, 2, 20);
    put(d, 2, how->flags);
    put(d, 2, how->method);
    put(d, 4, 0);
    put(d, 4, crc);
    put(d, 4, how->large ? UINT32_MAX : packed);
    put(d, 4, how->large ? UINT32_MAX : size);
    put(d, 2, strlen(name));
    put(d, 2, how->large ? 28 : 0);
    put(d, 2, 3);
    put(d, 4, 0);
    put(d, 4, (uint64_t)how->mode << 16);
    put(d, 4, how->large ? UINT32_MAX : offset + (how->wrong == WRONG_LISTED_OFFSET));
    buf_adds(d, name);
    if (how->wrong == WRONG_LISTED_NAME)
        d->p[d->n - 1] = '!';
    if (how->large) {
        put(d, 2, 1);
        put(d, 2, 24);
        put(d, 8, size);
        put(d, 8, packed);
        put(d, 8, offset);
    }
    buf_adds(d, "say");
    z->count++;
}

void zip_add(struct zip_out *z, const char *name, struct span data, struct zip_how how)
{
    struct buf *b = &z->bytes, body = BUF_INIT;
    packed_add(&body, packing_of_method(how.method), data);
    uint32_t crc = (uint32_t)crc32_z(0, (const Bytef *)data.p, data.n) + (how.wrong == WRONG_CRC);
    size_t offset = b->n, size = data.n + (how.wrong == WRONG_SIZE);
    bool behind = how.flags & 8, wide = how.large && !behind;
    put(b, 4, 0x04034b50);
    put(b, 2, how.large ? 45 : 20);
    put(b, 2, how.flags);
    put(b, 2, how.method);
    put(b, 4, 0);
    put(b, 4, behind ? 0 : crc);
    put(b, 4, behind ? 0 : wide ? UINT32_MAX : body.n);
    put(b, 4, behind ? 0 : wide ? UINT32_MAX : size);
    put(b, 2, strlen(name));
    put(b, 2, wide ? 20 + 6 : 6);
    buf_adds(b, name);
    buf_add(b, "UT\x02\0\0\0", 6);
    if (wide) {
        put(b, 2, 1);
        put(b, 2, 16);
        put(b, 8, size);
        put(b, 8, body.n);
    }
    buf_addspan(b, buf_span(&body));
    if (behind) {
        if (!how.bare)
            put(b, 4, 0x08074b50);
        put(b, 4, crc);
        put(b, how.large ? 8 : 4, body.n);
        put(b, how.large ? 8 : 4, size);
    }
    for (int i = how.wrong == WRONG_LISTED_TWICE ? 0 : 1; i < 2 && how.wrong != WRONG_NOT_LISTED; i++)
        add_directory(z, name, &how, crc, body.n, size, offset);
    buf_release(&body);
}

void zip_end(struct zip_out *z)
{
    struct buf *b = &z->bytes;
    size_t begin = b->n;
    buf_addspan(b, buf_span(&z->directory));
    put(b, 4, 0x06054b50);
    put(b, 4, 0);
    put(b, 2, z->count);
    put(b, 2, z->count);
    put(b, 4, z->directory.n);
    put(b, 4, begin);
    put(b, 2, 7);
    buf_adds(b, "comment");
}

void zip_release_out(struct zip_out *z)
{
    buf_release(&z->bytes);
    buf_release(&z->directory);
}
