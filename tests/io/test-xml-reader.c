/* tests/io/test-xml-reader.c: documents in every encoding, documents that say one and are another, and what is no XML. */
#include "base/decode.h"
#include "io/xml_reader.h"
#include "tests/io/files.h"
#include "tests/io/transcript.h"
#include "tests/suite.h"

#include <unicode/ucnv.h>

static const size_t chunks[] = { 0, 1, 3, 1000 };
#define CHUNKS (sizeof chunks / sizeof *chunks)

struct outcome {
    struct transcript t;
    struct xml_read_result result;
    struct error err;
    uint64_t tapped, progressed;
    int status;
};

static int tap(void *ctx, const char *p, size_t n, struct error *err)
{
    struct outcome *o = ctx;
    (void)p, (void)err;
    o->tapped += n;
    return 0;
}

static int progress(void *ctx, uint64_t done, uint64_t total, struct error *err)
{
    struct outcome *o = ctx;
    (void)err;
    ck_assert_uint_ge(done, o->progressed);
    ck_assert_uint_le(done, total);
    o->progressed = done;
    return 0;
}

static void read_bytes(struct span bytes, size_t chunk, const char *encoding, struct outcome *o)
{
    char name[256];
    *o = (struct outcome){ .t = { .text = BUF_INIT } };
    const struct xml_read_options options = {
        .chunk = chunk, .encoding = encoding, .ctx = o, .tap = tap, .progress = progress
    };
    struct source *s = source_open(file_of(bytes, name), &o->err);
    unlink(name);
    ck_assert_ptr_nonnull(s);
    o->status = xml_read(s, &options, &transcript_events, &o->t, &o->result, &o->err);
    source_free(s);
}

/* UTF-8 text in another encoding, with `mark` before it. */
static void encode(struct buf *out, const char *encoding, struct span mark, const char *utf8)
{
    UErrorCode status = U_ZERO_ERROR;
    char *room = buf_room(out, 65536);
    buf_addspan(out, mark);
    int32_t n = ucnv_convert(encoding, "UTF-8", room + mark.n, 60000, utf8, -1, &status);
    ck_assert_msg(U_SUCCESS(status), "%s", u_errorName(status));
    out->n += (size_t)n;
}

static void expect_bytes(struct span bytes, const char *encoding, const char *events)
{
    for (size_t i = 0; i < CHUNKS; i++) {
        struct outcome o;
        read_bytes(bytes, chunks[i], NULL, &o);
        ck_assert_msg(o.status == 0, "chunk %zu: %s", chunks[i], o.err.text);
        ck_assert_str_eq(buf_str(&o.t.text), events);
        ck_assert_str_eq(o.result.encoding, encoding);
        ck_assert_uint_eq(o.result.bytes, bytes.n);
        ck_assert_uint_eq(o.tapped, bytes.n);
        ck_assert_uint_eq(o.progressed, bytes.n);
        buf_release(&o.t.text);
    }
}

static void expect(const char *as, struct span mark, const char *utf8, const char *encoding, const char *events)
{
    struct buf b = BUF_INIT;
    encode(&b, as, mark, utf8);
    expect_bytes(buf_span(&b), encoding, events);
    buf_release(&b);
}

static void refused_bytes(struct span bytes, const char *word)
{
    for (size_t i = 0; i < CHUNKS; i++) {
        struct outcome o;
        read_bytes(bytes, chunks[i], NULL, &o);
        ck_assert_msg(o.status < 0, "read, chunk %zu", chunks[i]);
        ck_assert_int_eq(o.err.code, ERROR_INPUT);
        ck_assert_msg(strstr(o.err.text, word) != NULL, "'%s' not in: %s", word, o.err.text);
        buf_release(&o.t.text);
    }
}

static void refused(const char *as, struct span mark, const char *utf8, const char *word)
{
    struct buf b = BUF_INIT;
    encode(&b, as, mark, utf8);
    refused_bytes(buf_span(&b), word);
    buf_release(&b);
}

#define BODY   "<a n='药'>对乙酰氨基酚缓释片 Аспирин</a>"
#define EVENTS "<a n='药'>对乙酰氨基酚缓释片 Аспирин</a>"

START_TEST(encodings)
{
    expect("UTF-8", SPAN(""), BODY, "UTF-8", EVENTS);
    expect("UTF-8", SPAN(""), "<?xml version='1.0' encoding='UTF-8'?>" BODY, "UTF-8", EVENTS);
    expect("UTF-8", SPAN("\xEF\xBB\xBF"), "<?xml version='1.0' encoding='utf-8'?>\n" BODY, "UTF-8", EVENTS);
    expect("UTF-8", SPAN("\xEF\xBB\xBF"), BODY, "UTF-8", EVENTS);
    expect("GB18030", SPAN(""), "<?xml version='1.0' encoding='GB18030'?>" BODY, "GB18030", EVENTS);
    expect("GB18030", SPAN(""), "<?xml version=\"1.0\" encoding = \"gbk\" ?>" BODY, "GB18030", EVENTS);
    /* GB2312 is declared, and characters stand in it that only GBK (琻) and GB18030 (𠀀) have. */
    expect("GB18030", SPAN(""), "<?xml version='1.0' encoding='GB2312'?><a>琻𠀀</a>", "GB18030", "<a>琻𠀀</a>");
    expect("UTF-16LE", SPAN("\xFF\xFE"), "<?xml version='1.0' encoding='UTF-16'?>" BODY, "UTF-16LE", EVENTS);
    expect("UTF-16BE", SPAN("\xFE\xFF"), "<?xml version='1.0' encoding='UTF-16'?><a>𠀀</a>", "UTF-16BE", "<a>𠀀</a>");
    expect("UTF-16LE", SPAN("\xFF\xFE"), BODY, "UTF-16LE", EVENTS);
    expect("UTF-16LE", SPAN(""), "<?xml version='1.0' encoding='UTF-16LE'?>" BODY, "UTF-16LE", EVENTS);
    expect("UTF-16BE", SPAN(""), "<?xml version='1.0'?>" BODY, "UTF-16BE", EVENTS);
    expect("windows-1251", SPAN(""), "<?xml version='1.0' encoding='windows-1251'?><a>Аспирин</a>", "windows-1251",
           "<a>Аспирин</a>");
    expect("ISO-8859-1", SPAN(""), "<?xml version='1.0' encoding='ISO-8859-1'?><a>Café</a>", "ISO-8859-1", "<a>Café</a>");
    expect("ISO-8859-2", SPAN(""), "<?xml version='1.0' encoding='iso-8859-2'?><a>Łódź</a>", "ISO-8859-2", "<a>Łódź</a>");
    expect("UTF-8", SPAN(""), "<?xml version='1.0' encoding='GBK'?><a>ascii alone contradicts nothing</a>", "GB18030",
           "<a>ascii alone contradicts nothing</a>");
}
END_TEST

START_TEST(contradictions)
{
    refused("UTF-8", SPAN(""), "<?xml version='1.0' encoding='GB18030'?><a>对乙酰氨基酚片</a>", "encoding=\"GB18030\", but the file is UTF-8");
    refused("UTF-8", SPAN(""), "<?xml version='1.0' encoding='gb2312'?><a>中文</a>", "encoding=\"gb2312\", but the file is UTF-8");
    refused("UTF-8", SPAN(""), "<?xml version='1.0' encoding='windows-1251'?><a>Аспирин</a>", "but the file is UTF-8");
    refused("UTF-8", SPAN(""), "<?xml version='1.0' encoding='ISO-8859-1'?><a>Café</a>", "but the file is UTF-8");
    refused("UTF-8", SPAN(""), "<?xml version='1.0' encoding='US-ASCII'?><a>Café</a>", "but the file is UTF-8");
    refused("UTF-8", SPAN("\xEF\xBB\xBF"), "<?xml version='1.0' encoding='GBK'?><a/>", "but the file is UTF-8");
    refused("UTF-8", SPAN(""), "<?xml version='1.0' encoding='UTF-16'?><a/>", "is not written in it");
    refused("UTF-16LE", SPAN("\xFF\xFE"), "<?xml version='1.0' encoding='UTF-8'?><a/>", "but the file is UTF-16LE");
    refused("GB18030", SPAN(""), "<?xml version='1.0' encoding='UTF-8'?>\n<a>对乙酰氨基酚片</a>", "can be read as GB18030");
    refused("GB18030", SPAN(""), "<a>\n\n对乙酰氨基酚片</a>", "line 3: the bytes B6 at byte offset 5 are not text in UTF-8");
    refused("UTF-8", SPAN(""), "<?xml version='1.0' encoding='klingon'?><a/>", "\"klingon\", which is not known");
}
END_TEST

/* A UTF-8 document declared GB18030, in which the decoder meets no impossible sequence. */
START_TEST(contradiction_without_a_bad_sequence)
{
    const struct span bytes = SPAN("<?xml version='1.0' encoding='GB18030'?><a>中文</a>");
    struct buf out = BUF_INIT;
    struct error err;
    struct decoder *d = decoder_new("GB18030", true, &err);
    ck_assert_msg(decoder_feed(d, bytes.p, bytes.n, true, &out, &err) == 0, "the sample is no sample: %s", err.text);
    decoder_free(d);
    buf_release(&out);
    refused_bytes(bytes, "but the file is UTF-8");
}
END_TEST

START_TEST(damage)
{
    refused_bytes(SPAN("<?xml version='1.0' encoding='GBK'?>\n<a>\n\xB6\xD4\xFF</a>"), "line 3: the bytes FF at byte offset 43");
    refused_bytes(SPAN("<a>中文中文中文中文中文中文\n\xFF</a>"), "line 2: the bytes FF at byte offset 40 are not text in UTF-8");
    refused_bytes(SPAN("\xEF\xBB\xBF<a>\xFF</a>"), "byte offset 6 ");
    refused_bytes(SPAN("<a>中文中文中文中文中文中\xE6\x96"), "the bytes E6 96 at byte offset 36");
    refused_bytes(SPAN("<a>x\ny\0z</a>"), "line 2: a NUL");
    refused_bytes(SPAN("\xFF\xFE<\0a\0>\0\x00\xD8<\0"), "byte offset 8 are not text in UTF-16LE");
    refused_bytes(SPAN("\xFF\xFE<\0a\0/\0>"), "at byte offset 8");
}
END_TEST

/* The first fault is told, however the document is cut: a pipe hands out pieces of any size. */
START_TEST(the_first_of_two_faults)
{
    refused_bytes(SPAN("<a><b>\n</a>\xFF</b></a>"), "does not belong to");
    refused_bytes(SPAN("<a>\n\0</a>\xFF"), "line 2: a NUL");
    refused_bytes(SPAN("<a>\n\xFF</a>\0"), "line 2: the bytes FF at byte offset 4");
    refused_bytes(SPAN("<?xml version='1.0' encoding='GBK'?><a></b>\xFF</a>"), "does not belong to");
    refused_bytes(SPAN("<a>\xB6\xD4</a>"), "can be read as GB18030");
    refused_bytes(SPAN("<a>\xE4\xB8\xFF</a>"), "line 1: the bytes E4 B8 at byte offset 3");
}
END_TEST

START_TEST(no_xml)
{
    refused_bytes(SPAN(""), "is empty");
    refused_bytes(SPAN(" \r\n\t"), "is empty");
    refused_bytes(SPAN("\xEF\xBB\xBF"), "is empty");
    refused_bytes(SPAN("PK\x03\x04\x14\0\x06\0[Content_Types].xml"), "Excel workbook (XLSX)");
    refused_bytes(SPAN("PK\x03\x04\x14\0\x06\0catalog.xml"), "a ZIP archive");
    refused_bytes(SPAN("\x1F\x8B\x08\0abc"), "gzip");
    refused_bytes(SPAN("%PDF-1.7\n"), "PDF");
    refused_bytes(SPAN("<!DOCTYPE html><html></html>"), "HTML");
    refused_bytes(SPAN("code,name\n1,2\n"), "a table of text (CSV)");
    refused_bytes(SPAN("{\"a\": 1}"), "JSON");
    refused_bytes(SPAN("hello"), "plain text");
    refused_bytes(SPAN("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1zzzz"), "XLS");
    refused_bytes(SPAN("\x7F" "ELF\0\0"), "binary");
}
END_TEST

START_TEST(given_encoding_wins)
{
    struct outcome o;
    read_bytes(SPAN("<?xml version='1.0' encoding='UTF-8'?><a>\xD6\xD0</a>"), 0, "gbk", &o);
    ck_assert_msg(o.status == 0, "%s", o.err.text);
    ck_assert_str_eq(buf_str(&o.t.text), "<a>中</a>");
    buf_release(&o.t.text);
    read_bytes(SPAN("<a/>"), 0, "klingon", &o);
    ck_assert_int_eq(o.status, -1);
    ck_assert_int_eq(o.err.code, ERROR_USAGE);
    buf_release(&o.t.text);
}
END_TEST

static void truncate_everywhere(struct span whole)
{
    for (size_t n = 0; n <= whole.n; n++) {
        struct outcome o;
        read_bytes((struct span){ whole.p, n }, 0, NULL, &o);
        ck_assert_msg(o.status == (n == whole.n ? 0 : -1), "%zu of %zu bytes: %s", n, whole.n, o.err.text);
        buf_release(&o.t.text);
    }
}

START_TEST(truncated_at_every_byte)
{
    static const char *const written[] = { "UTF-8", "GB18030", "UTF-16LE" };
    static const char *const names[] = { "UTF-8", "gb2312", "UTF-16" };
    char document[200];
    struct buf b = BUF_INIT;
    snprintf(document, sizeof document, "<?xml version='1.0' encoding='%s'?><a n='药'>\n<b>对乙酰</b></a>", names[_i]);
    encode(&b, written[_i], _i == 2 ? SPAN("\xFF\xFE") : SPAN(""), document);
    truncate_everywhere(buf_span(&b));
    buf_release(&b);
}
END_TEST

START_TEST(sources_that_cannot_be_opened)
{
    struct error err;
    ck_assert_ptr_null(source_open("/nonexistent/file.xml", &err));
    ck_assert_int_eq(err.code, ERROR_INPUT);
    ck_assert_str_eq(err.text, "/nonexistent/file.xml: there is no such file");
    ck_assert_ptr_null(source_open("/", &err));
    ck_assert_str_eq(err.text, "/: is a directory, not a file");
}
END_TEST

/* A pipe: no size, no way back. */
START_TEST(from_a_pipe)
{
    int ends[2];
    struct transcript t = { .text = BUF_INIT };
    struct error err;
    const struct xml_read_options options = { .chunk = 0 };
    ck_assert_int_eq(pipe(ends), 0);
    ck_assert_int_eq(write(ends[1], "<a>1</a>", 8), 8);
    close(ends[1]);
    ck_assert_int_eq(dup2(ends[0], 0), 0);
    struct source *s = source_open("-", &err);
    ck_assert_uint_eq(source_size(s), SOURCE_SIZE_UNKNOWN);
    ck_assert_str_eq(source_name(s), "standard input");
    ck_assert(!source_rewind(s));
    ck_assert_int_eq(xml_read(s, &options, &transcript_events, &t, NULL, &err), 0);
    ck_assert_str_eq(buf_str(&t.text), "<a>1</a>");
    source_free(s);
    close(ends[0]);
    buf_release(&t.text);
}
END_TEST

/* Real files: the same events, places included, in pieces of any size. */
START_TEST(real_files)
{
    static const char *const files[] = { "ontario-odb/data_extract_20080930.xml", "ch-bag/Preparations.xml",
                                         "uk-dmd/f_vtm2_3010419.xml", "rs-samples/sample_1632_three_catalogs.xml" };
    static const size_t pieces[] = { 0, 1, 977 };
    const char *shared = getenv("DUIMA_SHARED");
    char path[4096];
    snprintf(path, sizeof path, "%s/data/%s", shared ? shared : "", files[_i]);
    if (!shared || access(path, R_OK) != 0) {
        printf("# skipped: %s is not there\n", files[_i]);
        return;
    }
    struct buf first = BUF_INIT;
    for (size_t k = 0; k < sizeof pieces / sizeof *pieces; k++) {
        struct transcript t = { .text = BUF_INIT, .places = true };
        struct error err;
        const struct xml_read_options options = { .chunk = pieces[k] };
        struct source *s = source_open(path, &err);
        ck_assert_msg(s && xml_read(s, &options, &transcript_events, &t, NULL, &err) == 0, "%s", err.text);
        source_free(s);
        if (k == 0)
            buf_addspan(&first, buf_span(&t.text));
        ck_assert_uint_gt(t.text.n, 1000);
        ck_assert_msg(span_eq(buf_span(&t.text), buf_span(&first)), "in pieces of %zu", pieces[k]);
        buf_release(&t.text);
    }
    buf_release(&first);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("io/xml_reader");
    TCase *all = tcase_create("all");
    tcase_set_timeout(all, 120);
    tcase_add_test(all, encodings);
    tcase_add_test(all, contradictions);
    tcase_add_test(all, contradiction_without_a_bad_sequence);
    tcase_add_test(all, damage);
    tcase_add_test(all, no_xml);
    tcase_add_test(all, the_first_of_two_faults);
    tcase_add_test(all, given_encoding_wins);
    tcase_add_loop_test(all, truncated_at_every_byte, 0, 3);
    tcase_add_test(all, sources_that_cannot_be_opened);
    tcase_add_test(all, from_a_pipe);
    tcase_add_loop_test(all, real_files, 0, 4);
    suite_add_tcase(suite, all);
    return suite_run(suite);
}
