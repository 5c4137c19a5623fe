/* tests/io/test-no-memory.c: every single allocation fails once, in libxml2 and ICU too: the result is the right one, or an error.
 * Never a document that ends well with something missing (libxml2 has done that). */
#include "base/map.h"
#include "base/text.h"
#include "io/delimited.h"
#include "io/record.h"
#include "io/xml_reader.h"
#include "io/unpack.h"
#include "tests/io/archives.h"
#include "tests/io/files.h"
#include "tests/io/transcript.h"
#include "tests/suite.h"

#include <errno.h>

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif

#if defined(__GLIBC__) && !defined(SANITIZED)
/* The allocator of the whole process, with a fault to order. */
void *__libc_malloc(size_t n);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *p, size_t n);
static long countdown; /* the allocation that fails, counted down; 0: none */
static bool fired;

static bool fails(void)
{
    if (countdown == 0 || --countdown > 0)
        return false;
    fired = true;
    errno = ENOMEM;
    return true;
}

void *malloc(size_t n)
{
    return fails() ? NULL : __libc_malloc(n);
}

void *calloc(size_t n, size_t size)
{
    return fails() ? NULL : __libc_calloc(n, size);
}

void *realloc(void *p, size_t n)
{
    return fails() ? NULL : __libc_realloc(p, n);
}

/* A thing done: its result as text in out, or -1 with err. */
typedef int doing(const char *file, struct buf *out, struct error *err);

/* Does it with each allocation failing in turn, until none is left to fail. strict: it must say that memory is out, and blame nothing else. */
static void try_all(doing *it, struct span bytes, long least, bool strict)
{
    char name[256];
    struct buf right = BUF_INIT, out = BUF_INIT;
    struct error err;
    long n, errors = 0;
    file_of(bytes, name);
    ck_assert_msg(it(name, &right, &err) == 0, "%s", err.text);
    ck_assert_ptr_nonnull(buf_room(&out, right.n * 2 + 64)); /* what the test itself needs never fails */
    for (n = 1;; n++) {
        err = (struct error){ .text = "" };
        buf_clear(&out);
        fired = false;
        countdown = n;
        int status = it(name, &out, &err);
        countdown = 0;
        if (status == 0)
            ck_assert_msg(span_eq(buf_span(&out), buf_span(&right)), "allocation %ld: %s", n, buf_str(&out));
        else
            ck_assert_msg(err.code != ERROR_NONE && err.text[0], "allocation %ld: no word", n);
        if (status < 0 && strict)
            ck_assert_msg(err.code == ERROR_MEMORY, "allocation %ld: %s", n, err.text);
        errors += status < 0;
        if (!fired)
            break;
    }
    unlink(name);
    ck_assert_msg(n > least, "only %ld allocations", n);
    ck_assert_int_gt(errors, 0);
    buf_release(&right);
    buf_release(&out);
}

static int read_document(const char *file, struct buf *out, struct error *err)
{
    const struct xml_read_options options = { .chunk = 700 };
    struct source *s = source_open(file, err);
    if (!s)
        return -1;
    struct transcript t = { .text = *out };
    int status = xml_read(s, &options, &transcript_events, &t, NULL, err);
    *out = t.text;
    source_free(s);
    return status;
}

START_TEST(documents)
{
    struct buf b = BUF_INIT;
    buf_adds(&b, "<?xml version='1.0' encoding='gb2312'?>\n<catalog xmlns='urn:x'>");
    for (int i = 0; i < 100; i++)
        buf_addf(&b, "<item k%d='a&amp;b' l='\xD6\xD0'><name%d>\xB6\xD4\xD2\xD2</name%d><![CDATA[x]]>&lt;</item>\n", i, i, i);
    buf_adds(&b, "</catalog>");
    try_all(read_document, buf_span(&b), 100, true);
    buf_release(&b);
}
END_TEST

static int read_archive(const char *file, struct buf *out, struct error *err)
{
    const struct read_limits limits = READ_LIMITS;
    struct unpack_member m;
    char piece[1000];
    int64_t n = 0;
    int got = -1;
    struct source *s = source_open(file, err);
    struct unpack *u = s ? unpack_new(s, &limits, 0, err) : NULL;
    while (u && n >= 0 && (got = unpack_next(u, &m, err)) > 0) {
        buf_addspan(out, m.name);
        while ((n = source_read(m.source, piece, sizeof piece, err)) > 0)
            buf_add(out, piece, (size_t)n);
    }
    unpack_free(u);
    source_free(s);
    return n < 0 ? -1 : got;
}

START_TEST(archives)
{
    static const uint16_t methods[] = { 0, 8, 12, 93, 95 };
    static const enum packing packings[] = { PACKING_GZIP, PACKING_XZ, PACKING_ZSTD, PACKING_BZIP2 };
    struct zip_out z;
    struct buf tar = BUF_INIT, packed = BUF_INIT;
    zip_begin(&z);
    for (size_t i = 0; i < 5; i++) {
        char name[] = "\xD6\xD0 0.xml"; /* in GBK */
        name[3] = (char)('0' + i);
        zip_add(&z, name, SPAN("<some>text</some>"), (struct zip_how){ .method = methods[i] });
        tar_add(&tar, '0', name, SPAN("<some>text</some>"));
    }
    zip_end(&z);
    tar_end(&tar);
    try_all(read_archive, buf_span(&z.bytes), 20, true);
    for (size_t i = 0; i < 4; i++) {
        buf_clear(&packed);
        packed_add(&packed, packings[i], buf_span(&tar));
        try_all(read_archive, buf_span(&packed), 20, true);
    }
    zip_release_out(&z);
    buf_release(&tar);
    buf_release(&packed);
}
END_TEST

static int read_rows(const char *file, struct buf *out, struct error *err)
{
    struct table_text *text = table_text_open(file, NULL, temp_dir(), err);
    struct delimited *d = text ? delimited_new(text, 0, err) : NULL;
    struct delimited_row row;
    int got = -1;
    while (d && (got = delimited_next(d, &row, err)) > 0)
        for (size_t i = 0; i < row.n; i++)
            buf_addspan(out, row.cells[i].text);
    delimited_free(d);
    table_text_free(text);
    return got;
}

START_TEST(tables)
{
    struct buf b = BUF_INIT;
    buf_adds(&b, "\xD2\xBD\xB1\xA3,b\n");
    for (int i = 0; i < 3000; i++)
        buf_addf(&b, "%d,\"x\"\"\n\xB6\xD4\"\n", i);
    try_all(read_rows, buf_span(&b), 10, false);
    buf_release(&b);
}
END_TEST

static int make_keys(const char *file, struct buf *out, struct error *err)
{
    (void)file;
    struct text *t = text_new(err);
    struct buf key = BUF_INIT;
    struct map m = MAP_INIT;
    int status = t ? 0 : -1;
    static const char *const names[] = { "對乙酰氨基酚", "Cafe\xCC\x81", "㎎㎎㎎㎎", "ﷺ", "x" };
    for (size_t i = 0; i < sizeof names / sizeof *names && status == 0; i++) {
        if (text_key(t, span_of(names[i]), &key) < 0 || map_intern(&m, buf_span(&key)) == MAP_NONE)
            status = error_memory(err);
        else
            buf_addspan(out, buf_span(&key));
    }
    map_release(&m);
    buf_release(&key);
    text_free(t);
    return status;
}

START_TEST(keys)
{
    try_all(make_keys, SPAN(""), 5, true);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("io/no_memory");
    TCase *all = tcase_create("all");
    tcase_set_timeout(all, 120);
    tcase_add_test(all, documents);
    tcase_add_test(all, archives);
    tcase_add_test(all, tables);
    tcase_add_test(all, keys);
    suite_add_tcase(suite, all);
    return suite_run(suite);
}
#else
int main(void)
{
    puts("1..0 # SKIP the allocator belongs to the sanitizer");
    return 0;
}
#endif
