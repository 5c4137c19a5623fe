/* tests/io/unpack_test.c: see unpack_test.h. */
#include "tests/io/unpack_test.h"
#include "io/sniff.h"
#include "tests/io/files.h"

int64_t memory_read(void *ctx, char *p, size_t n, struct error *err)
{
    struct memory *m = ctx;
    size_t take = m->bytes.n - m->at < n ? m->bytes.n - m->at : n;
    (void)err;
    if (take)
        memcpy(p, m->bytes.p + m->at, take);
    m->at += take;
    return (int64_t)take;
}

bool memory_rewind(void *ctx)
{
    ((struct memory *)ctx)->at = 0;
    return true;
}

void memory_tap(void *ctx, const char *p, size_t n)
{
    struct memory *m = ctx;
    ck_assert_int_eq(memcmp(p, m->bytes.p + m->tapped, n), 0);
    m->tapped += n;
}

static void walk(struct source *source, struct memory *m, const struct read_limits *limits, size_t chunk, struct outcome *o)
{
    char piece[4096];
    struct unpack_member member;
    source_tap(source, memory_tap, m);
    struct unpack *u = unpack_new(source, limits, chunk, &o->err);
    ck_assert_ptr_nonnull(u);
    while ((o->status = unpack_next(u, &member, &o->err)) > 0) {
        int64_t n;
        struct span head = member.head;
        struct buf first = BUF_INIT;
        buf_addspan(&first, head);
        buf_addf(&o->text, "%s=", source_name(member.source));
        size_t begin = o->text.n;
        while ((n = source_read(member.source, piece, sizeof piece, &o->err)) > 0)
            buf_add(&o->text, piece, (size_t)n);
        if (n < 0) {
            o->status = -1;
            buf_release(&first);
            break;
        }
        ck_assert(span_starts((struct span){ o->text.p + begin, o->text.n - begin }, buf_span(&first)));
        ck_assert(first.n == SNIFF_BYTES || first.n == o->text.n - begin);
        buf_release(&first);
        buf_addc(&o->text, ';');
    }
    o->archive = unpack_is_archive(u);
    unpack_free(u);
}

void read_bytes(struct span bytes, enum way way, size_t chunk, const struct read_limits *limits, struct outcome *o)
{
    static const struct source_reader pipe = { memory_read, NULL };
    const struct read_limits usual = READ_LIMITS;
    struct memory m = { .bytes = bytes };
    char name[256];
    *o = (struct outcome){ .text = BUF_INIT };
    struct source *source;
    int fd = -1;
    if (way == FROM_FILE) {
        fd = open(file_of(bytes, name), O_RDONLY);
        unlink(name);
        source = source_of_fd(fd, "x", &o->err);
    } else
        source = source_of_reader("x", &pipe, &m, &o->err);
    ck_assert_ptr_nonnull(source);
    walk(source, &m, limits ? limits : &usual, chunk, o);
    if (o->status == 0) /* all of it was seen, once */
        ck_assert_uint_eq(m.tapped, bytes.n);
    source_free(source);
    if (fd >= 0)
        close(fd);
}

void reads(struct span bytes, const char *text)
{
    for (enum way way = 0; way < WAYS; way++)
        for (size_t chunk = 0; chunk < 2; chunk++) {
            struct outcome o;
            read_bytes(bytes, way, chunk, NULL, &o);
            ck_assert_msg(o.status == 0, "%s", o.err.text);
            ck_assert_str_eq(buf_str(&o.text), text);
            buf_release(&o.text);
        }
}

void refused_within(struct span bytes, const struct read_limits *limits, const char *sentence)
{
    for (enum way way = 0; way < WAYS; way++)
        for (size_t chunk = 0; chunk < 2; chunk++) {
            struct outcome o;
            if (chunk && bytes.n > 20000) /* what unpacks to much would take long */
                continue;
            read_bytes(bytes, way, chunk, limits, &o);
            ck_assert_msg(o.status < 0, "read: %s", buf_str(&o.text));
            ck_assert_int_eq(o.err.code, ERROR_INPUT);
            ck_assert_str_eq(o.err.text, sentence);
            buf_release(&o.text);
        }
}

void refused(struct span bytes, const char *sentence)
{
    refused_within(bytes, NULL, sentence);
}
