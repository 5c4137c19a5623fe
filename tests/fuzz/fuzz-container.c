/* tests/fuzz/fuzz-container.c: any bytes as a ZIP archive: every member, read in large and in odd pieces, and found again by its name; and as a packed
 * file or an archive of any form, unpacked from front to back, whole and in single bytes. */
#include "base/text.h"
#include "io/container.h"
#include "io/unpack.h"
#include "tests/fuzz/fuzz.h"

#define MEMBERS_MOST 50
#define BYTES_MOST   ((uint64_t)1 << 20)

static void read_member(struct container *c, size_t piece, struct buf *out)
{
    struct error err = { .code = ERROR_NONE };
    char room[4096];
    int64_t got = 0;
    while (out->n < BYTES_MOST && (got = container_read(c, room, piece, &err)) > 0) {
        fuzz_expect((size_t)got <= piece, "more bytes than were asked for");
        buf_add(out, room, (size_t)got);
    }
    if (got < 0) {
        fuzz_expect(err.code == ERROR_INPUT && err.text[0], "an error of code %d: %s", (int)err.code, err.text);
        buf_clear(out);
        buf_addf(out, "error: %s", err.text);
    }
}

static void read_all(size_t n, size_t piece, struct buf *out)
{
    struct error err = { .code = ERROR_NONE };
    struct container_member m;
    struct container *c = container_open(fuzz_fd(0), n, "x.zip", &err);
    int got = -1, members = 0;
    while (c && members < MEMBERS_MOST && (got = container_next(c, members == 0, &m, &err)) > 0) {
        struct buf bytes = BUF_INIT;
        fuzz_expect(m.name && container_same(m.name, m.name), "a member without a name");
        buf_addf(out, "%s %lld\n", m.name, (long long)m.time);
        read_member(c, piece, &bytes);
        buf_addspan(out, buf_span(&bytes));
        buf_release(&bytes);
        members++;
    }
    if (got < 0) {
        fuzz_expect(err.code == ERROR_INPUT && err.text[0], "an error of code %d: %s", (int)err.code, err.text);
        buf_addf(out, "error: %s", err.text);
    }
    container_free(c);
}

static int unpack_member(const struct unpack_member *m, size_t piece, struct buf *out, struct error *err)
{
    char room[4096];
    int64_t got;
    fuzz_expect(utf8_is_valid(span_of(source_name(m->source))), "a name that is no UTF-8");
    fuzz_expect(!span_starts(m->name, SPAN("../")) && span_find(m->name, SPAN("/../")) == (size_t)-1 && !span_starts(m->name, SPAN("/")),
                "a name that leads out of the archive");
    buf_addf(out, "\n%s: ", source_name(m->source));
    while ((got = source_read(m->source, room, piece, err)) > 0)
        buf_add(out, room, (size_t)got);
    return got < 0 ? -1 : 0;
}

static void unpack_all(size_t chunk, size_t piece, struct buf *out)
{
    const struct read_limits limits = { .size = BYTES_MOST, .ratio = 100, .text = LIMIT_TEXT, .depth = LIMIT_DEPTH };
    struct error err = { .code = ERROR_NONE };
    struct unpack_member m;
    struct source *src = source_of_fd(fuzz_fd(0), "x", &err);
    struct unpack *u = src ? unpack_new(src, &limits, chunk, &err) : NULL;
    int got = -1;
    fuzz_need(u, &err);
    while ((got = unpack_next(u, &m, &err)) > 0 && unpack_member(&m, piece, out, &err) == 0)
        continue;
    fuzz_expect(out->n <= BYTES_MOST + 4096 * 300, "more than the limit");
    if (err.code != ERROR_NONE) {
        fuzz_expect(err.code == ERROR_INPUT && err.text[0], "an error of code %d: %s", (int)err.code, err.text);
        buf_clear(out); /* what came before an error depends on the pieces */
        buf_addf(out, "error: %s", err.text);
    }
    unpack_free(u);
    source_free(src);
}

static void check_unpack(uint32_t pick)
{
    struct buf whole = BUF_INIT, bytes = BUF_INIT;
    unpack_all(0, 4096, &whole);
    unpack_all(1, 1 + pick % 61, &bytes);
    /* Damage is told of the member or of the file, as far as the pieces show where one ends. */
    if (!span_starts(buf_span(&whole), SPAN("error: ")) || !span_starts(buf_span(&bytes), SPAN("error: ")))
        fuzz_same("unpacked whole and in single bytes", &whole, &bytes);
    buf_release(&whole);
    buf_release(&bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static const char *const names[] = { "xl/workbook.xml", "catalog.xml", "a/b" };
    struct buf large = BUF_INIT, odd = BUF_INIT;
    struct error err;
    fuzz_file(0, data, n);
    read_all(n, 4096, &large);
    read_all(n, 1 + fuzz_pick(data, n) % 61, &odd);
    fuzz_same("large and odd pieces", &large, &odd);
    struct container *c = container_open(fuzz_fd(0), n, "x.zip", &err);
    for (size_t i = 0; c && i < sizeof names / sizeof *names; i++) {
        buf_clear(&odd);
        if (container_find(c, names[i], &err) > 0)
            read_member(c, 100, &odd);
    }
    container_free(c);
    check_unpack(fuzz_pick(data, n));
    buf_release(&large);
    buf_release(&odd);
    return 0;
}
