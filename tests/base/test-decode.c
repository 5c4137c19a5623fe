/* tests/base/test-decode.c: decoders give the same text, the same error and the same offset wherever the input is cut. */
#include "base/decode.h"
#include "tests/suite.h"

START_TEST(names)
{
    static const char *const same[][2] = {
        { "gb2312", "GB18030" },    { "GB_2312-80", "GB18030" }, { "GBK", "GB18030" },        { "cp936", "GB18030" },
        { "windows-936", "GB18030" }, { "gb18030", "GB18030" },  { "GB-18030", "GB18030" },   { "utf8", "UTF-8" },
        { "UTF-8", "UTF-8" },       { "utf-16le", "UTF-16LE" },  { "UTF-16", "UTF-16" },      { "latin1", "ISO-8859-1" },
        { "ISO-8859-5", "ISO-8859-5" }, { "cp1251", "windows-1251" }, { "Windows-1251", "windows-1251" },
        { "ascii", "US-ASCII" },    { "Shift_JIS", "Shift_JIS" }, { "Big5", "Big5" },
    };
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        const char *canonical = encoding_canonical(span_of(same[i][0]));
        ck_assert_msg(canonical != NULL, "%s", same[i][0]);
        ck_assert_str_eq(canonical, same[i][1]);
    }
    ck_assert_ptr_null(encoding_canonical(SPAN("klingon")));
    ck_assert_ptr_null(encoding_canonical(SPAN("GB"))); /* found by fuzzing: ICU names it, and cannot open it */
    ck_assert_ptr_null(encoding_canonical(SPAN("")));
    ck_assert_ptr_null(encoding_canonical(SPAN("gb\0k")));
    ck_assert_ptr_null(encoding_canonical(SPAN("../../etc/passwd")));
    ck_assert_ptr_null(encoding_canonical(SPAN("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")));
}
END_TEST

START_TEST(marks)
{
    size_t skip;
    ck_assert_str_eq(encoding_by_bom(SPAN("\xEF\xBB\xBF" "a"), &skip), "UTF-8");
    ck_assert_uint_eq(skip, 3);
    ck_assert_str_eq(encoding_by_bom(SPAN("\xFF\xFE" "a"), &skip), "UTF-16LE");
    ck_assert_uint_eq(skip, 2);
    ck_assert_str_eq(encoding_by_bom(SPAN("\xFE\xFF"), &skip), "UTF-16BE");
    ck_assert_ptr_null(encoding_by_bom(SPAN("\xEF\xBB"), &skip));
    ck_assert_uint_eq(skip, 0);
}
END_TEST

struct sample {
    const char *encoding;
    struct span bytes;
    const char *text;    /* leniently decoded */
    uint64_t bad_count, bad_offset;
};

#define NONE UINT64_MAX
static const struct sample samples[] = {
    { "UTF-8", { "a中𠀀é", 10 }, "a中𠀀é", 0, NONE },
    { "UTF-8", { "a\xFF" "b", 3 }, "a\xEF\xBF\xBD" "b", 1, 1 },
    { "UTF-8", { "\xE4\xB8" "a\xE4\xB8", 5 }, "\xEF\xBF\xBD" "a\xEF\xBF\xBD", 2, 0 },
    { "UTF-8", { "\xE4\xB8\xE4\xB8\xAD", 5 }, "\xEF\xBF\xBD中", 1, 0 },
    { "UTF-8", { "x\xED\xA0\x80y", 5 }, "x\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDy", 3, 1 },
    { "UTF-8", { "\xF0\x9F\x98" "a", 4 }, "\xEF\xBF\xBD" "a", 1, 0 },
    { "UTF-8", { "\xC0\xAF\xF5", 3 }, "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD", 3, 0 },
    { "GB18030", { "a\xD6\xD0\x95\x32\x82\x36z", 8 }, "a中𠀀z", 0, NONE },
    { "GB18030", { "a\xFFz", 3 }, "a\xEF\xBF\xBDz", 1, 1 },
    { "GB18030", { "ab\x81 c", 5 }, "ab\xEF\xBF\xBD c", 1, 2 },
    { "GB18030", { "ab\x81\x30\x81 c", 7 }, "ab\xEF\xBF\xBD" "0\xEF\xBF\xBD c", 2, 2 },
    { "GB18030", { "ab\x81\x30\xFFz", 6 }, "ab\xEF\xBF\xBD" "0\xEF\xBF\xBDz", 2, 2 },
    { "GB18030", { "\xD6\xD0\xD6", 3 }, "中\xEF\xBF\xBD", 1, 2 },
    { "UTF-16LE", { "a\0\x2D\x4E\x40\xD8\0\xDC", 8 }, "a中𠀀", 0, NONE },
    { "UTF-16LE", { "a\0\x40\xD8" "b\0", 6 }, "a\xEF\xBF\xBD" "b", 1, 2 },
    { "UTF-16LE", { "a\0\0\xDC" "b\0", 6 }, "a\xEF\xBF\xBD" "b", 1, 2 },
    { "UTF-16LE", { "a\0b", 3 }, "a\xEF\xBF\xBD", 1, 2 },
    { "UTF-16BE", { "\0a\xD8\x40\xD8\x40\xDC\0", 8 }, "a\xEF\xBF\xBD𠀀", 1, 2 },
    { "windows-1251", { "\xC0\xF1\xEF", 3 }, "Асп", 0, NONE },
    { "ISO-8859-1", { "Caf\xE9", 4 }, "Café", 0, NONE },
    { "US-ASCII", { "a\x80" "b", 3 }, "a\xEF\xBF\xBD" "b", 1, 1 },
};
#define SAMPLES (int)(sizeof samples / sizeof *samples)

/* Decodes in three pieces, cut at `one` and `two`. */
static int decode(const struct sample *s, bool strict, size_t one, size_t two, struct buf *out, struct error *err,
                  struct decoder **kept)
{
    struct decoder *d = decoder_new(s->encoding, strict, err);
    ck_assert_ptr_nonnull(d);
    int status = decoder_feed(d, s->bytes.p, one, false, out, err);
    if (status == 0)
        status = decoder_feed(d, s->bytes.p + one, two - one, false, out, err);
    if (status == 0)
        status = decoder_feed(d, s->bytes.p + two, s->bytes.n - two, true, out, err);
    *kept = d;
    return status;
}

START_TEST(lenient_at_every_cut)
{
    const struct sample *s = &samples[_i];
    for (size_t one = 0; one <= s->bytes.n; one++) {
        for (size_t two = one; two <= s->bytes.n; two++) {
            struct buf out = BUF_INIT;
            struct error err;
            struct decoder *d;
            ck_assert_int_eq(decode(s, false, one, two, &out, &err, &d), 0);
            ck_assert_msg(strcmp(buf_str(&out), s->text) == 0, "sample %d, cut at %zu, %zu: %s", _i, one, two, buf_str(&out));
            ck_assert_uint_eq(decoder_bad_count(d), s->bad_count);
            ck_assert_msg(decoder_bad_offset(d) == s->bad_offset, "sample %d, cut at %zu, %zu: offset %llu", _i, one, two,
                          (unsigned long long)decoder_bad_offset(d));
            decoder_free(d);
            buf_release(&out);
        }
    }
}
END_TEST

START_TEST(strict_at_every_cut)
{
    const struct sample *s = &samples[_i];
    char place[64];
    snprintf(place, sizeof place, "at byte offset %llu are not text in %s", (unsigned long long)s->bad_offset, s->encoding);
    for (size_t one = 0; one <= s->bytes.n; one++) {
        for (size_t two = one; two <= s->bytes.n; two++) {
            struct buf out = BUF_INIT;
            struct error err = { .text = "" };
            struct decoder *d;
            int status = decode(s, true, one, two, &out, &err, &d);
            ck_assert_int_eq(status, s->bad_count ? -1 : 0);
            if (status < 0) {
                ck_assert_int_eq(err.code, ERROR_INPUT);
                ck_assert_msg(strstr(err.text, place) != NULL, "sample %d, cut at %zu, %zu: %s", _i, one, two, err.text);
                ck_assert_int_eq(decoder_feed(d, "a", 1, true, &out, &err), -1); /* and stays so */
            } else {
                ck_assert_str_eq(buf_str(&out), s->text);
            }
            decoder_free(d);
            buf_release(&out);
        }
    }
}
END_TEST

START_TEST(check_at_every_cut)
{
    const struct sample *s = &samples[_i];
    if (strcmp(s->encoding, "UTF-8") != 0)
        return;
    for (size_t one = 0; one <= s->bytes.n; one++) {
        for (size_t two = one; two <= s->bytes.n; two++) {
            struct utf8_check c;
            utf8_check_init(&c);
            utf8_check_feed(&c, s->bytes.p, one);
            utf8_check_feed(&c, s->bytes.p + one, two - one);
            utf8_check_feed(&c, s->bytes.p + two, s->bytes.n - two);
            ck_assert_int_eq(utf8_check_end(&c), s->bad_count == 0);
            ck_assert_uint_eq(c.bad_count, s->bad_count);
        }
    }
}
END_TEST

START_TEST(start_offset)
{
    struct buf out = BUF_INIT;
    struct error err;
    struct decoder *d = decoder_new("UTF-8", true, &err);
    decoder_start_at(d, 3);
    ck_assert_int_eq(decoder_feed(d, "a\xFF", 2, false, &out, &err), -1);
    ck_assert_str_eq(err.text, "the bytes FF at byte offset 4 are not text in UTF-8");
    decoder_free(d);
    buf_release(&out);
}
END_TEST

/* More than one of the decoder's inner pieces, pairs at every place. */
START_TEST(long_utf16)
{
    struct buf in = BUF_INIT, out = BUF_INIT, expected = BUF_INIT;
    struct error err;
    for (int i = 0; i < 20000; i++) {
        buf_add(&in, i % 3 ? "\x40\xD8\0\xDC" : "a\0", i % 3 ? 4 : 2);
        buf_adds(&expected, i % 3 ? "𠀀" : "a");
    }
    struct decoder *d = decoder_new("UTF-16LE", true, &err);
    for (size_t at = 0; at < in.n; at += 9999)
        ck_assert_int_eq(decoder_feed(d, in.p + at, in.n - at < 9999 ? in.n - at : 9999, false, &out, &err), 0);
    ck_assert_int_eq(decoder_feed(d, NULL, 0, true, &out, &err), 0);
    ck_assert(span_eq(buf_span(&out), buf_span(&expected)));
    decoder_free(d);
    buf_release(&in);
    buf_release(&out);
    buf_release(&expected);
}
END_TEST

START_TEST(unknown)
{
    struct error err;
    ck_assert_ptr_null(decoder_new("klingon", true, &err));
    ck_assert_int_eq(err.code, ERROR_USAGE);
    ck_assert_str_eq(err.text, "the encoding 'klingon' is not known");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("base/decode");
    TCase *all = tcase_create("all");
    tcase_set_timeout(all, 60);
    tcase_add_test(all, names);
    tcase_add_test(all, marks);
    tcase_add_loop_test(all, lenient_at_every_cut, 0, SAMPLES);
    tcase_add_loop_test(all, strict_at_every_cut, 0, SAMPLES);
    tcase_add_loop_test(all, check_at_every_cut, 0, SAMPLES);
    tcase_add_test(all, start_offset);
    tcase_add_test(all, long_utf16);
    tcase_add_test(all, unknown);
    suite_add_tcase(suite, all);
    return suite_run(suite);
}
