/* tests/io/test-unpack.c: packed files and archives: each form from a file and from a pipe, whole and a byte at a time; cut at every byte, changed at
 * every byte. The archives are made here, byte by byte. */
#include "io/sniff.h"
#include "tests/io/unpack_test.h"
#include "tests/suite.h"

static const enum packing packings[] = { PACKING_GZIP, PACKING_XZ, PACKING_ZSTD, PACKING_BZIP2 };

/* ---- forms ---- */

START_TEST(plain)
{
    reads(document, "x=" DOCUMENT ";");
    reads(SPAN(""), "x=;");
    reads(SPAN("PK\x05"), "x=PK\x05;");
}
END_TEST

START_TEST(packed)
{
    struct buf one = BUF_INIT, tar = BUF_INIT, packed_tar = BUF_INIT;
    tar_add(&tar, '5', "d/", SPAN(""));
    tar_add(&tar, '0', "d/a.xml", document);
    tar_end(&tar);
    for (size_t i = 0; i < sizeof packings / sizeof *packings; i++) {
        buf_clear(&one);
        buf_clear(&packed_tar);
        packed_add(&one, packings[i], document);
        reads(buf_span(&one), "x=" DOCUMENT ";");
        packed_add(&one, packings[i], document); /* two streams are one content */
        reads(buf_span(&one), "x=" DOCUMENT DOCUMENT ";");
        buf_add(&one, "\0\0\0\0", 4);
        reads(buf_span(&one), "x=" DOCUMENT DOCUMENT ";");
        packed_add(&packed_tar, packings[i], buf_span(&tar));
        reads(buf_span(&packed_tar), "x/d/a.xml=" DOCUMENT ";");
        buf_clear(&one);
        packed_add(&one, packings[i], SPAN(""));
        reads(buf_span(&one), "x=;");
    }
    reads(buf_span(&tar), "x/d/a.xml=" DOCUMENT ";");
    buf_release(&one);
    buf_release(&tar);
    buf_release(&packed_tar);
}
END_TEST

/* Names of a tar: in two fields, in a member before it, in pax records. */
START_TEST(tar_names)
{
    struct buf tar = BUF_INIT, name = BUF_INIT, want = BUF_INIT, pax = BUF_INIT;
    for (int i = 0; i < 30; i++)
        buf_adds(&name, "long-name/");
    buf_adds(&name, "a.xml");
    tar_add(&tar, 'L', "././@LongLink", (struct span){ buf_str(&name), name.n + 1 }); /* with its NUL */
    tar_add(&tar, '0', "long-name/lo", SPAN("1"));
    name.p[0] = 'X';
    buf_addf(&pax, "%zu path=%s\n20 comment=anything\n", name.n + 10, buf_str(&name)); /* "315 path=…" */
    tar_add(&tar, 'g', "global", SPAN("16 comment=none\n"));
    tar_add(&tar, 'V', "label", SPAN(""));
    tar_add(&tar, 'x', "pax", buf_span(&pax));
    tar_add(&tar, 0, "cut", SPAN("2"));
    tar_prefixed(&tar, "some/folder", "b.xml", SPAN("3"));
    tar_end(&tar);
    name.p[0] = 'l';
    struct span shown = { buf_str(&name), 201 };
    buf_addf(&want, "x/%.*s…=1;", SPAN_ARG(shown));
    name.p[0] = 'X';
    buf_addf(&want, "x/%.*s…=2;x/some/folder/b.xml=3;", SPAN_ARG(shown));
    reads(buf_span(&tar), buf_str(&want));
    buf_release(&tar);
    buf_release(&name);
    buf_release(&want);
    buf_release(&pax);
}
END_TEST

static const struct zip_how hows[] = {
    { .method = 0 },
    { .method = 8 },
    { .method = 8, .flags = 8 },
    { .method = 0, .flags = 8 },
    { .method = 8, .flags = 8, .bare = true },
    { .method = 8, .flags = 8, .large = true },
    { .method = 8, .large = true },
    { .method = 0, .large = true },
    { .method = 12 },
    { .method = 93 },
    { .method = 95 },
};

START_TEST(zip)
{
    struct zip_out z;
    zip_begin(&z);
    for (int i = 0; i < 2; i++) {
        struct zip_how how = hows[_i];
        zip_add(&z, i ? "d/b.xml" : "d/a.xml", document, how);
        zip_add(&z, i ? "__MACOSX/d/._b.xml" : ".DS_Store", SPAN("litter"), how);
        zip_add(&z, i ? "e/" : "d/", SPAN(""), how);
        zip_add(&z, i ? "empty2" : "empty1", SPAN(""), how);
    }
    zip_end(&z);
    reads(buf_span(&z.bytes), "x/d/a.xml=" DOCUMENT ";x/empty1=;x/d/b.xml=" DOCUMENT ";x/empty2=;");
    zip_release_out(&z);
}
END_TEST

/* A stored member of unknown length that holds what looks like its own end. */
START_TEST(zip_false_ends)
{
    struct zip_out z;
    struct buf data = BUF_INIT;
    for (int i = 0; i < 3000; i++)
        buf_add(&data, "PK\x07\x08PPK\x07\x08 0123456789PK", 22);
    zip_begin(&z);
    zip_add(&z, "a.xml", buf_span(&data), (struct zip_how){ .flags = 8 });
    zip_end(&z);
    struct buf want = BUF_INIT;
    buf_addf(&want, "x/a.xml=");
    buf_addspan(&want, buf_span(&data));
    buf_addc(&want, ';');
    struct outcome o;
    for (size_t chunk = 0; chunk < 2; chunk++) {
        read_bytes(buf_span(&z.bytes), FROM_PIPE, chunk, NULL, &o);
        ck_assert_msg(o.status == 0, "%s", o.err.text);
        ck_assert(span_eq(buf_span(&o.text), buf_span(&want)));
        buf_release(&o.text);
    }
    buf_release(&data);
    buf_release(&want);
    zip_release_out(&z);
}
END_TEST

START_TEST(names)
{
    struct zip_out z;
    zip_begin(&z);
    zip_add(&z, "\xD2\xA9\xC6\xB7\xC4\xBF\xC2\xBC.xml", SPAN("1"), (struct zip_how){ .method = 0 });  /* 药品目录 in GBK */
    zip_add(&z, "\xE8\x8D\xAF\xE5\x93\x81.xml", SPAN("2"), (struct zip_how){ .flags = 0x800 });
    zip_add(&z, "\xC3\x84.xml", SPAN("5"), (struct zip_how){ .flags = 0x800 });
    zip_add(&z, "a\x1B[31m\x07\n\xE2\x80\xAE.xml", SPAN("3"), (struct zip_how){ .method = 0 });
    zip_add(&z, "\xFF\xFE.xml", SPAN("4"), (struct zip_how){ .method = 0 });
    zip_end(&z);
    reads(buf_span(&z.bytes), "x/药品目录.xml=1;x/药品.xml=2;x/Ä.xml=5;x/a\\x1B[31m\\x07\\x0A\\xE2\\x80\\xAE.xml=3;x/\\xFF\\xFE.xml=4;");
    zip_release_out(&z);
}
END_TEST

/* ---- again from the front ---- */

START_TEST(again)
{
    const struct read_limits limits = READ_LIMITS;
    static const struct source_reader file = { memory_read, memory_rewind }, pipe = { memory_read, NULL };
    struct buf large = BUF_INIT, text = BUF_INIT, tar = BUF_INIT, packed_tar = BUF_INIT;
    char piece[1000];
    struct error err = { .text = "" };
    for (int i = 0; i < 500000; i++)
        buf_addf(&large, "line %07d\n", i);
    tar_add(&tar, '0', "first", document);
    tar_add(&tar, '0', "second", buf_span(&large));
    tar_end(&tar);
    packed_add(&packed_tar, PACKING_GZIP, buf_span(&tar));
    for (int seekable = 0; seekable < 2; seekable++) {
        struct memory m = { .bytes = buf_span(&packed_tar) };
        struct source *s = source_of_reader("x", seekable ? &file : &pipe, &m, &err);
        source_tap(s, memory_tap, &m);
        struct unpack *u = unpack_new(s, &limits, 0, &err);
        struct unpack_member member;
        ck_assert_int_eq(unpack_next(u, &member, &err), 1);
        ck_assert_int_eq(unpack_next(u, &member, &err), 1);
        for (int round = 0; round < 3; round++) { /* a little, all, all once more */
            int64_t n = 1;
            buf_clear(&text);
            while (n > 0 && (round > 0 || text.n < 3000)) {
                n = source_read(member.source, piece, sizeof piece, &err);
                ck_assert_int_ge(n, 0);
                buf_add(&text, piece, (size_t)n);
            }
            ck_assert(round == 0 || span_eq(buf_span(&text), buf_span(&large)));
            if (round < 2)
                ck_assert_int_eq(source_rewind(member.source), round == 0 || seekable);
            if (round == 1 && !seekable)
                break;
        }
        ck_assert_int_eq(unpack_next(u, &member, &err), 0);
        ck_assert_uint_eq(m.tapped, packed_tar.n);
        unpack_free(u);
        source_free(s);
    }
    buf_release(&large);
    buf_release(&text);
    buf_release(&tar);
    buf_release(&packed_tar);
}
END_TEST

/* ---- cut and changed ---- */

/* The archives that are cut and changed at every byte. */
static void sample(int number, struct buf *out)
{
    struct zip_out z;
    struct buf tar = BUF_INIT;
    if (number < 4) {
        packed_add(out, packings[number], document);
        return;
    }
    if (number == 4) {
        zip_begin(&z);
        zip_add(&z, "a.xml", document, (struct zip_how){ .method = 8 });
        zip_add(&z, "b.xml", document, (struct zip_how){ .method = 8, .flags = 8 });
        zip_add(&z, "c.xml", SPAN("<c/>"), (struct zip_how){ .method = 0, .flags = 8 });
        zip_add(&z, "d.xml", SPAN("<d/>"), (struct zip_how){ .large = true });
        zip_end(&z);
        buf_addspan(out, buf_span(&z.bytes));
        zip_release_out(&z);
        return;
    }
    tar_add(&tar, '0', "a.xml", document);
    tar_add(&tar, '0', "b.xml", SPAN("<b/>"));
    tar_end(&tar);
    if (number == 5)
        buf_addspan(out, buf_span(&tar));
    else
        packed_add(out, packings[number - 6], buf_span(&tar));
    buf_release(&tar);
}
#define SAMPLES 10

START_TEST(cut_everywhere)
{
    struct buf bytes = BUF_INIT;
    struct outcome whole, o;
    size_t same = 0;
    sample(_i, &bytes);
    read_bytes(buf_span(&bytes), FROM_PIPE, 0, NULL, &whole);
    ck_assert_msg(whole.status == 0, "%s", whole.err.text);
    for (size_t n = 7; n < bytes.n; n++) { /* what is shorter may be taken for something else */
        read_bytes((struct span){ bytes.p, n }, n % 2 ? FROM_FILE : FROM_PIPE, 0, NULL, &o);
        if (o.status == 0 && _i == 5 && n < 512)
            ck_assert(!o.archive); /* a header that is cut is no archive */
        else if (o.status == 0) {
            ck_assert_msg(span_eq(buf_span(&o.text), buf_span(&whole.text)), "cut at %zu of %zu: %s", n, bytes.n, buf_str(&o.text));
            same++;
        } else
            ck_assert_int_eq(o.err.code, ERROR_INPUT);
        buf_release(&o.text);
    }
    ck_assert_uint_eq(same, _i == 5 ? 512 : 0); /* the second block of NUL bytes at the end of a tar */
    buf_release(&whole.text);
    buf_release(&bytes);
}
END_TEST

/* A changed byte is found, or changes nothing that is read but a name. */
START_TEST(changed_everywhere)
{
    struct buf bytes = BUF_INIT;
    struct outcome o;
    sample(_i, &bytes);
    for (size_t at = 7; at < bytes.n; at++) {
        for (unsigned bit = 1; bit < 256; bit *= 16) {
            bytes.p[at] = (char)((unsigned char)bytes.p[at] ^ bit);
            read_bytes(buf_span(&bytes), at % 2 ? FROM_FILE : FROM_PIPE, 0, NULL, &o);
            if (o.status == 0 && _i != 5) {
                struct span text = buf_span(&o.text);
                size_t equals = span_find(text, SPAN("="));
                ck_assert_msg(equals != (size_t)-1, "byte %zu", at);
                text = (struct span){ text.p + equals + 1, text.n - equals - 1 };
                ck_assert_msg(span_starts(text, document), "byte %zu: %s", at, buf_str(&o.text));
            }
            buf_release(&o.text);
            bytes.p[at] = (char)((unsigned char)bytes.p[at] ^ bit);
        }
    }
    buf_release(&bytes);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("unpack");
    TCase *c = tcase_create("unpack");
    tcase_set_timeout(c, 120);
    tcase_add_test(c, plain);
    tcase_add_test(c, packed);
    tcase_add_test(c, tar_names);
    tcase_add_loop_test(c, zip, 0, sizeof hows / sizeof *hows);
    tcase_add_test(c, zip_false_ends);
    tcase_add_test(c, names);
    tcase_add_test(c, again);
    tcase_add_loop_test(c, cut_everywhere, 0, SAMPLES);
    tcase_add_loop_test(c, changed_everywhere, 0, SAMPLES);
    suite_add_tcase(s, c);
    return suite_run(s);
}
