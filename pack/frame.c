/* pack/frame.c: ustar headers made and compared. It must never believe what a header says before it is the very one it would write. */
#include "pack/frame.h"
#include "base/i18n.h"

#define PIECE 65536
#define SIZE_AT 124
#define SIZE_DIGITS 11
#define SUM_AT 148

static void octal(unsigned char *out, int digits, uint64_t value)
{
    for (int i = digits - 1; i >= 0; i--, value >>= 3)
        out[i] = (unsigned char)('0' + (value & 7));
}

void frame_header(const char *name, uint64_t size, unsigned char out[FRAME_BLOCK])
{
    unsigned sum = 0;
    memset(out, 0, FRAME_BLOCK);
    memcpy(out, name, strlen(name));
    memcpy(out + 100, "0000644\0000000000\0000000000", 24); /* mode, owner, group, each with its NUL */
    octal(out + SIZE_AT, SIZE_DIGITS, size);
    octal(out + 136, 11, 0); /* time */
    memset(out + SUM_AT, ' ', 8);
    out[156] = '0'; /* a regular file */
    memcpy(out + 257, "ustar\00000", 8);
    memcpy(out + 329, "0000000\0000000000", 16); /* device numbers */
    for (size_t i = 0; i < FRAME_BLOCK; i++)
        sum += out[i];
    octal(out + SUM_AT, 6, sum);
    out[SUM_AT + 6] = '\0';
}

size_t frame_padding(uint64_t size)
{
    return (size_t)((FRAME_BLOCK - size % FRAME_BLOCK) % FRAME_BLOCK);
}

bool frame_is_pack(struct span start)
{
    return span_starts(start, (struct span){ FRAME_MANIFEST, sizeof FRAME_MANIFEST }); /* with its NUL */
}

static int not_as_made(const struct source *src, const char *what, struct error *err)
{
    return error_set(err, ERROR_CATALOG, _("%s is no pack, or was changed after it was made (%s); it is not used. Get it again from where it comes from"),
                     source_name(src), what);
}

/* Exactly n bytes, or ERROR_CATALOG. */
static int read_whole(struct source *src, char *p, size_t n, struct error *err)
{
    while (n > 0) {
        int64_t got = source_read(src, p, n, err);
        if (got < 0)
            return -1;
        if (got == 0)
            return not_as_made(src, _("it ends too soon"), err);
        p += got;
        n -= (size_t)got;
    }
    return 0;
}

static int read_header(struct source *src, const char *name, uint64_t *size, struct error *err)
{
    unsigned char got[FRAME_BLOCK], wanted[FRAME_BLOCK];
    if (read_whole(src, (char *)got, sizeof got, err) < 0)
        return -1;
    *size = 0;
    for (int i = 0; i < SIZE_DIGITS; i++) /* whatever stands there: the comparison says whether it was a number */
        *size = *size << 3 | (got[SIZE_AT + i] & 7u);
    frame_header(name, *size, wanted);
    return memcmp(got, wanted, sizeof got) == 0 ? 0 : not_as_made(src, name, err);
}

static int read_zeros(struct source *src, size_t n, struct error *err)
{
    char rest[2 * FRAME_BLOCK];
    if (read_whole(src, rest, n, err) < 0)
        return -1;
    for (size_t i = 0; i < n; i++)
        if (rest[i])
            return not_as_made(src, _("bytes between its parts"), err);
    return 0;
}

int frame_read(struct source *src, const char *name, uint64_t max, uint64_t *size, frame_bytes *take, void *ctx, struct error *err)
{
    char piece[PIECE];
    if (read_header(src, name, size, err) < 0)
        return -1;
    if (*size > max)
        return not_as_made(src, name, err);
    for (uint64_t left = *size; left > 0;) {
        size_t n = left < sizeof piece ? (size_t)left : sizeof piece;
        if (read_whole(src, piece, n, err) < 0 || take(ctx, piece, n, err) < 0)
            return -1;
        left -= n;
    }
    return read_zeros(src, frame_padding(*size), err);
}

int frame_read_end(struct source *src, struct error *err)
{
    char more;
    if (read_zeros(src, 2 * FRAME_BLOCK, err) < 0)
        return -1;
    int64_t got = source_read(src, &more, 1, err);
    return got > 0 ? not_as_made(src, _("bytes behind its end"), err) : got < 0 ? -1 : 0;
}
