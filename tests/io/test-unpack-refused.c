/* tests/io/test-unpack-refused.c: archives that are not read, each wrong in one place, and the sentence that says so. */
#include "tests/io/unpack_test.h"
#include "tests/suite.h"

static const struct zip_how stored = { .method = 0 }, deflated = { .method = 8 };

/* ---- refusals ---- */

#define AGAIN "; such an archive is not read: pack the files again"

static const struct {
    const char *name, *sentence;
} bad_names[] = {
    { "../a.xml", "x/../a.xml: the name leads out of the archive (..)" AGAIN },
    { "d/../../a.xml", "x/d/../../a.xml: the name leads out of the archive (..)" AGAIN },
    { "d\\..\\a.xml", "x/d\\..\\a.xml: the name leads out of the archive (..)" AGAIN },
    { "..", "x/..: the name leads out of the archive (..)" AGAIN },
    { "/etc/a.xml", "x//etc/a.xml: the name begins at the root of a disk" AGAIN },
    { "\\a.xml", "x/\\a.xml: the name begins at the root of a disk" AGAIN },
    { "C:\\a.xml", "x/C:\\a.xml: the name begins at the root of a disk" AGAIN },
    { "", "x/: a member without a name" AGAIN },
};

START_TEST(refused_names)
{
    struct zip_out z;
    struct buf tar = BUF_INIT;
    zip_begin(&z);
    zip_add(&z, "a.xml", document, deflated);
    zip_add(&z, bad_names[_i].name, document, deflated);
    zip_end(&z);
    refused(buf_span(&z.bytes), bad_names[_i].sentence);
    tar_add(&tar, '0', "a.xml", document);
    if (bad_names[_i].name[0]) {
        tar_add(&tar, '0', bad_names[_i].name, document);
        tar_end(&tar);
        refused(buf_span(&tar), bad_names[_i].sentence);
    }
    zip_release_out(&z);
    buf_release(&tar);
}
END_TEST

START_TEST(refused_kinds)
{
    struct buf tar = BUF_INIT;
    static const struct {
        char type;
        const char *sentence;
    } kinds[] = {
        { '1', "x/b: is a link or a device, not a file; pack the file itself" },
        { '2', "x/b: is a link or a device, not a file; pack the file itself" },
        { '3', "x/b: is a link or a device, not a file; pack the file itself" },
        { '6', "x/b: is a link or a device, not a file; pack the file itself" },
        { 'S', "x/b: is no ordinary file of a tar archive (a sparse one, or a piece of one); pack the file again" },
        { 'M', "x/b: is no ordinary file of a tar archive (a sparse one, or a piece of one); pack the file again" },
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        buf_clear(&tar);
        tar_add(&tar, '0', "a.xml", document);
        tar_add(&tar, kinds[i].type, "b", SPAN(""));
        tar_end(&tar);
        refused(buf_span(&tar), kinds[i].sentence);
    }
    buf_release(&tar);
    struct zip_out z;
    zip_begin(&z);
    zip_add(&z, "a.xml", document, deflated);
    zip_add(&z, "l", SPAN("/etc/passwd"), (struct zip_how){ .mode = 0120777 });
    zip_end(&z);
    refused(buf_span(&z.bytes), "x/l: is a link or a device, not a file; pack the file itself");
    zip_release_out(&z);
}
END_TEST

static void zip_refused(struct zip_how how, const char *sentence)
{
    struct zip_out z;
    zip_begin(&z);
    zip_add(&z, "a.xml", document, deflated);
    zip_add(&z, "b.xml", document, how);
    zip_end(&z);
    refused(buf_span(&z.bytes), sentence);
    zip_release_out(&z);
}

START_TEST(refused_zips)
{
    static const char password[] = "x/b.xml: is protected by a password; unpack the archive with it, and give what was in it";
    static const char contradicts[] =
        "x: the archive contradicts itself: its directory does not say what stands in it; fetch it again, or pack the files again";
    zip_refused((struct zip_how){ .method = 8, .flags = 1 }, password);
    zip_refused((struct zip_how){ .method = 8, .flags = 0x41 }, password);
    zip_refused((struct zip_how){ .method = 99, .flags = 1 }, password);
    zip_refused((struct zip_how){ .method = 99 }, password);
    zip_refused((struct zip_how){ .method = 9 },
                "x/b.xml: is packed in a way that is not read (method 9, Deflate64); pack it again as an ordinary ZIP (Deflate), or unpack it");
    zip_refused((struct zip_how){ .method = 98 },
                "x/b.xml: is packed in a way that is not read (method 98); pack it again as an ordinary ZIP (Deflate), or unpack it");
    zip_refused((struct zip_how){ .method = 8, .wrong = WRONG_CRC }, "x/b.xml: what is packed here is damaged; fetch or copy the file again");
    zip_refused((struct zip_how){ .method = 0, .wrong = WRONG_CRC }, "x/b.xml: what is packed here is damaged; fetch or copy the file again");
    zip_refused((struct zip_how){ .method = 8, .flags = 8, .wrong = WRONG_CRC }, "x/b.xml: what is packed here is damaged; fetch or copy the file again");
    zip_refused((struct zip_how){ .method = 8, .wrong = WRONG_SIZE }, "x/b.xml: what is packed here is damaged; fetch or copy the file again");
    zip_refused((struct zip_how){ .method = 8, .wrong = WRONG_LISTED_NAME }, contradicts);
    zip_refused((struct zip_how){ .method = 8, .wrong = WRONG_LISTED_OFFSET }, contradicts);
    zip_refused((struct zip_how){ .method = 8, .wrong = WRONG_NOT_LISTED }, contradicts);
    zip_refused((struct zip_how){ .method = 8, .wrong = WRONG_LISTED_TWICE }, contradicts);
}
END_TEST

START_TEST(refused_others)
{
    struct buf a = BUF_INIT, b = BUF_INIT, tar = BUF_INIT;
    struct zip_out z;
    packed_add(&a, PACKING_GZIP, document);
    packed_add(&b, PACKING_XZ, buf_span(&a));
    refused(buf_span(&b), "x: is packed twice (xz, and in it gzip); unpack it once and give what comes out");
    buf_clear(&b);
    packed_add(&b, PACKING_GZIP, SPAN("PK\x03\x04rest"));
    refused(buf_span(&b), "x: is itself a ZIP archive; what is packed in an archive is not unpacked: unpack it and give the files in it");
    tar_add(&tar, '0', "a.xml.gz", buf_span(&a));
    tar_end(&tar);
    refused(buf_span(&tar), "x/a.xml.gz: is itself a gzip-compressed file; what is packed in an archive is not unpacked: unpack it and give the files in it");
    zip_begin(&z);
    zip_add(&z, "a.tar", buf_span(&tar), deflated);
    zip_end(&z);
    refused(buf_span(&z.bytes), "x/a.tar: is itself a tar archive; what is packed in an archive is not unpacked: unpack it and give the files in it");
    zip_release_out(&z);
    zip_begin(&z);
    zip_add(&z, "a.xml", document, deflated);
    zip_add(&z, "a.xml", document, deflated);
    zip_end(&z);
    refused(buf_span(&z.bytes), "x/a.xml: the name stands twice in the archive; pack the files again, each once");
    buf_addc(&a, '!');
    refused(buf_span(&a), "x: behind the end of the gzip data stands something else; fetch or pack the file again");
    zip_release_out(&z);
    zip_begin(&z);
    zip_add(&z, "a.xml", document, deflated);
    zip_end(&z);
    buf_addc(&z.bytes, '!');
    refused(buf_span(&z.bytes), "x: behind the end of the archive stands something else; fetch or pack the file again");
    zip_release_out(&z);
    zip_begin(&z);
    for (int i = 0; i <= UNPACK_MEMBERS_MOST; i++) {
        char name[32];
        snprintf(name, sizeof name, "%d.xml", i);
        zip_add(&z, name, SPAN("<a/>"), stored);
    }
    zip_end(&z);
    refused(buf_span(&z.bytes), "x: the archive has more than 10000 members; give what it holds in several archives");
    zip_release_out(&z);
    buf_release(&a);
    buf_release(&b);
    buf_release(&tar);
}
END_TEST

/* ---- limits ---- */

START_TEST(bombs)
{
    struct read_limits limits = READ_LIMITS;
    struct buf zeros = BUF_INIT, bomb = BUF_INIT;
    struct zip_out z;
    const size_t n = (size_t)80 << 20;
    char *room = buf_room(&zeros, n);
    ck_assert_ptr_nonnull(room);
    memset(room, ' ', n);
    zeros.n = n;
    packed_add(&bomb, PACKING_GZIP, buf_span(&zeros));
    refused(buf_span(&bomb),
            "x: the file unpacks to more than 1000 times its size, as a zip bomb does; where that is meant, give --max-ratio 1024");
    limits.ratio = 1100;
    struct outcome o;
    read_bytes(buf_span(&bomb), FROM_PIPE, 0, &limits, &o);
    ck_assert_int_eq(o.status, 0);
    buf_release(&o.text);
    limits.size = (uint64_t)70 << 20;
    refused_within(buf_span(&bomb), &limits, "x: the file holds more than 70M bytes, and no more are read; where that is meant, give --max-size 128M");
    zip_begin(&z);
    for (int i = 0; i < 40; i++) { /* each small, together too large */
        char name[32];
        snprintf(name, sizeof name, "%d.xml", i);
        zip_add(&z, name, (struct span){ zeros.p, (size_t)2 << 20 }, deflated);
    }
    zip_end(&z);
    refused_within(buf_span(&z.bytes), &limits, "x: the file holds more than 70M bytes, and no more are read; where that is meant, give --max-size 128M");
    limits.size = 50;
    refused_within(document, &limits, "x: the file holds more than 50 bytes, and no more are read; where that is meant, give --max-size 64");
    zip_release_out(&z);
    buf_release(&zeros);
    buf_release(&bomb);
}
END_TEST

/* What would take much memory is refused before it does. */
START_TEST(large_windows)
{
    struct buf b = BUF_INIT;
    packed_add_wide(&b, PACKING_XZ, document);
    refused(buf_span(&b), "x: unpacking it would take more than 160 MiB of memory; pack it again without --long or a large dictionary");
    buf_clear(&b);
    packed_add_wide(&b, PACKING_ZSTD, document);
    refused(buf_span(&b), "x: unpacking it would take more than 160 MiB of memory; pack it again without --long or a large dictionary");
    buf_release(&b);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("unpack-refused");
    TCase *c = tcase_create("unpack-refused");
    tcase_set_timeout(c, 120);
    tcase_add_loop_test(c, refused_names, 0, sizeof bad_names / sizeof *bad_names);
    tcase_add_test(c, refused_kinds);
    tcase_add_test(c, refused_zips);
    tcase_add_test(c, refused_others);
    tcase_add_test(c, bombs);
    tcase_add_test(c, large_windows);
    suite_add_tcase(s, c);
    return suite_run(s);
}
