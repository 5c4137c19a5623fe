/* io/unpack_tar.c: tar: the old form, ustar, pax and GNU's long names. It knows names, sizes and kinds, and nothing of owners, times or holes. */
#include "io/unpack_run.h"
#include "base/i18n.h"

#define BLOCK       512
#define HEADER_MOST (UINT64_C(1) << 20) /* bytes of a name or of pax records */

/* Fields of a header. */
#define AT_SIZE   124
#define AT_SUM    148
#define AT_TYPE   156
#define AT_MAGIC  257
#define AT_PREFIX 345

/* Octal digits between blanks, or GNU's form for large ones. false: neither. */
static bool read_number(const char *p, size_t n, uint64_t *out)
{
    size_t i = 0;
    *out = 0;
    if ((unsigned char)p[0] == 0x80) {
        for (i = 1; i < n; i++) {
            if (*out >> 55)
                return false;
            *out = *out << 8 | (unsigned char)p[i];
        }
        return true;
    }
    while (i < n && p[i] == ' ')
        i++;
    for (; i < n && p[i] >= '0' && p[i] <= '7'; i++)
        *out = *out << 3 | (uint64_t)(p[i] - '0');
    return i == n || p[i] == ' ' || p[i] == 0;
}

static bool sum_is_right(const char *block)
{
    uint64_t said;
    uint32_t sum = 0;
    for (size_t i = 0; i < BLOCK; i++)
        sum += i >= AT_SUM && i < AT_SUM + 8 ? ' ' : (unsigned char)block[i];
    return read_number(block + AT_SUM, 8, &said) && said == sum && block[0];
}

bool tar_begins(struct span head)
{
    return head.n >= BLOCK && sum_is_right(head.p);
}

static struct span text_of(const char *p, size_t n)
{
    const char *end = memchr(p, 0, n);
    return (struct span){ p, end ? (size_t)(end - p) : n };
}

/* What stands before a header and belongs to it. */
struct extras {
    struct buf name;
    bool has_name, has_size, sparse;
    uint64_t size;
};

static int read_block(struct unpack *u, char *block, struct error *err)
{
    int got = stream_read_all(u->bytes, block, BLOCK, err);
    return got > 0 ? 0 : got < 0 ? -1 : unpack_cut(u, err);
}

static int read_body(struct unpack *u, uint64_t size, struct buf *out, struct error *err)
{
    uint64_t padding = (BLOCK - size % BLOCK) % BLOCK;
    if (size > HEADER_MOST)
        return unpack_damaged(u, err);
    buf_clear(out);
    char *room = buf_room(out, (size_t)size + 1);
    if (!room)
        return error_memory(err);
    int got = stream_read_all(u->bytes, room, size, err);
    if (got > 0)
        got = stream_read_all(u->bytes, NULL, padding, err);
    out->n = (size_t)size;
    return got > 0 ? 0 : got < 0 ? -1 : unpack_cut(u, err);
}

/* Digits from *at on, and what ends them. false: none. */
static bool read_decimal(struct span s, size_t *at, char end, uint64_t *out)
{
    size_t begin = *at;
    *out = 0;
    for (; *at < s.n && s.p[*at] >= '0' && s.p[*at] <= '9'; (*at)++) {
        if (*out > UINT64_MAX / 16)
            return false;
        *out = *out * 10 + (uint64_t)(s.p[*at] - '0');
    }
    return *at > begin && (end ? *at < s.n && s.p[*at] == end : *at == s.n);
}

/* pax: "LENGTH KEY=VALUE\n", LENGTH of all of it. false: that is none. */
static bool take_pax(struct span records, struct extras *e)
{
    while (records.n > 0) {
        uint64_t length;
        size_t at = 0;
        if (!read_decimal(records, &at, ' ', &length) || length <= at + 2 || length > records.n || records.p[length - 1] != '\n')
            return false;
        struct span record = { records.p + at + 1, (size_t)length - at - 2 };
        const char *equals = memchr(record.p, '=', record.n);
        if (!equals)
            return false;
        struct span key = { record.p, (size_t)(equals - record.p) }, value = { equals + 1, record.n - key.n - 1 };
        size_t digit = 0;
        if (span_is(key, "path")) {
            buf_clear(&e->name);
            buf_addspan(&e->name, value);
            e->has_name = true;
        } else if (span_is(key, "size")) {
            e->has_size = true;
            if (!read_decimal(value, &digit, 0, &e->size))
                return false;
        } else if (span_starts(key, SPAN("GNU.sparse.")))
            e->sparse = true;
        records = (struct span){ records.p + length, records.n - (size_t)length };
    }
    return true;
}

/* A header that only prepares the next one: 1, 0: it is none, -1. */
static int take_extra(struct unpack *u, const char *block, uint64_t size, struct extras *e, struct error *err)
{
    const char type = block[AT_TYPE];
    struct buf body = BUF_INIT;
    if (type != 'x' && type != 'g' && type != 'L' && type != 'K' && type != 'V')
        return 0;
    int rc = read_body(u, size, &body, err);
    if (rc == 0 && type == 'L') {
        buf_clear(&e->name);
        buf_addspan(&e->name, text_of(body.p, body.n));
        e->has_name = true;
    } else if (rc == 0 && type == 'x' && !take_pax(buf_span(&body), e))
        rc = unpack_damaged(u, err);
    if (rc == 0)
        rc = buf_check(&e->name, err);
    buf_release(&body);
    return rc < 0 ? -1 : 1;
}

static enum member_kind kind_of(const struct extras *e, char type, struct span name)
{
    if (e->sparse)
        return MEMBER_STRANGE;
    if (type == '5' || ((type == '0' || type == 0) && span_ends(name, SPAN("/"))))
        return MEMBER_DIRECTORY;
    if (type == '0' || type == 0 || type == '7')
        return MEMBER_FILE;
    return type >= '1' && type <= '6' ? MEMBER_LINK : MEMBER_STRANGE;
}

/* The header itself, with what stood before it. */
static int take_header(struct unpack *u, const char *block, uint64_t size, const struct extras *e, struct member_header *h, struct error *err)
{
    struct span name = e->has_name ? buf_span(&e->name) : text_of(block, 100);
    struct span prefix = memcmp(block + AT_MAGIC, "ustar\0", 6) == 0 ? text_of(block + AT_PREFIX, 155) : SPAN("");
    buf_clear(&u->tar_name);
    if (!e->has_name && prefix.n)
        buf_addf(&u->tar_name, "%.*s/", SPAN_ARG(prefix));
    buf_addspan(&u->tar_name, name);
    if (buf_check(&u->tar_name, err) < 0)
        return -1;
    *h = (struct member_header){ kind_of(e, block[AT_TYPE], name), buf_span(&u->tar_name), false };
    u->tar_left = h->kind == MEMBER_FILE ? (e->has_size ? e->size : size) : 0;
    u->tar_padding = (BLOCK - u->tar_left % BLOCK) % BLOCK;
    return 1;
}

static int read_header(struct unpack *u, struct extras *e, struct member_header *h, struct error *err)
{
    char block[BLOCK];
    for (;;) {
        uint64_t size;
        if (read_block(u, block, err) < 0)
            return -1;
        if (!block[0] && memcmp(block, block + 1, BLOCK - 1) == 0) {
            int blank = e->has_name || e->has_size ? 0 : stream_is_blank(u->bytes, err);
            return blank > 0 ? 0 : blank < 0 ? -1 : unpack_damaged(u, err);
        }
        if (!sum_is_right(block) || !read_number(block + AT_SIZE, 12, &size))
            return unpack_damaged(u, err);
        int extra = take_extra(u, block, size, e, err);
        if (extra < 0)
            return -1;
        if (extra == 0)
            return take_header(u, block, size, e, h, err);
    }
}

int tar_next(struct unpack *u, struct member_header *h, struct error *err)
{
    struct extras e = { .name = BUF_INIT };
    int got = read_header(u, &e, h, err);
    buf_release(&e.name);
    return got;
}

int64_t tar_read(struct unpack *u, char *p, size_t n, struct error *err)
{
    if (u->tar_left == 0) {
        int whole = stream_read_all(u->bytes, NULL, u->tar_padding, err);
        u->tar_padding = 0;
        return whole > 0 ? 0 : whole < 0 ? -1 : unpack_cut(u, err);
    }
    int64_t got = stream_read(u->bytes, p, n < u->tar_left ? n : (size_t)u->tar_left, err);
    if (got == 0)
        return unpack_cut(u, err);
    if (got > 0)
        u->tar_left -= (uint64_t)got;
    return got;
}
