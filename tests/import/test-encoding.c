/* tests/import/test-encoding.c: the same catalog in every encoding gives the same version; a wrong one stages nothing. */
#include "import_test.h"
#include "tests/suite.h"

#include <iconv.h>

#define BODY "<catalog xmlns=\"urn:duima:catalog:1\" region=\"X\" version=\"1\"><drug code=\"D1\"><name>%s</name><note>%s</note></drug></catalog>"

/* The document declared as `declared`, converted to `real` (both may be absent), behind a mark. */
static void write_as(struct trial *t, const char *declared, const char *real, const char *mark, const char *name, const char *note)
{
    struct buf text = BUF_INIT, out = BUF_INIT;
    if (declared)
        buf_addf(&text, "<?xml version=\"1.0\" encoding=\"%s\"?>\n", declared);
    buf_addf(&text, BODY, name, note);
    buf_adds(&out, mark);
    if (real) {
        iconv_t c = iconv_open(real, "UTF-8");
        ck_assert(c != (iconv_t)-1);
        char *in = text.p, *to = buf_room(&out, text.n * 4);
        size_t left = text.n, room = text.n * 4, had = room;
        ck_assert_msg(iconv(c, &in, &left, &to, &room) != (size_t)-1, "%s", real);
        out.n += had - room;
        iconv_close(c);
    } else
        buf_addspan(&out, buf_span(&text));
    trial_write(t, "a.xml", buf_span(&out));
    buf_release(&text);
    buf_release(&out);
}

static const struct {
    const char *declared, *real, *mark;
    bool chinese;
} cases[] = {
    { NULL, NULL, "", true },
    { "UTF-8", NULL, "", true },
    { "utf-8", NULL, "\xEF\xBB\xBF", true },
    { "GB18030", "GB18030", "", true },
    { "gb18030", "GB18030", "", true },
    { "GBK", "GBK", "", true },
    { "GB2312", "GBK", "", true }, /* 镕 is in GBK and not in GB2312 */
    { "gb2312", "GB18030", "", true },
    { "CP936", "GBK", "", true },
    { "UTF-16", "UTF-16LE", "\xFF\xFE", true },
    { "UTF-16", "UTF-16BE", "\xFE\xFF", true },
    { "UTF-16LE", "UTF-16LE", "", true },
    { "windows-1251", "CP1251", "", false },
};

START_TEST(every_encoding)
{
    const char *name = cases[_i].chinese ? "镕对乙酰氨基酚片" : "Парацетамол", *note = cases[_i].chinese ? "0.5g×24片" : "таблетки";
    struct trial t;
    unsigned char hash[SHA256_BYTES];
    trial_begin(&t);
    write_as(&t, NULL, NULL, "", name, note);
    trial_good(&t, "a.xml");
    memcpy(hash, trial_version(&t, KIND_DRUG)->version.hash, sizeof hash);
    static const size_t chunks[] = { 0, 1, 5 };
    for (size_t i = 0; i < 3; i++) {
        t.options.chunk = chunks[i];
        write_as(&t, cases[_i].declared, cases[_i].real, cases[_i].mark, name, note);
        trial_good(&t, "a.xml");
        ck_assert_mem_eq(hash, trial_version(&t, KIND_DRUG)->version.hash, sizeof hash);
    }
    trial_end(&t);
}
END_TEST

/* UTF-8 declared as GB18030; GBK declared as UTF-8 or not at all. */
START_TEST(wrong)
{
    static const struct {
        const char *declared, *real, *mark;
    } bad[] = {
        { "GB18030", NULL, "" }, { "UTF-8", "GBK", "" }, { NULL, "GBK", "" }, { "windows-1251", NULL, "" }, { "GBK", "UTF-16LE", "\xFF\xFE" },
        { "no-such-encoding", NULL, "" },
    };
    struct trial t;
    trial_begin(&t);
    for (int child = 0; child < 2; child++) {
        t.options.in_process = child == 0;
        write_as(&t, bad[_i].declared, bad[_i].real, bad[_i].mark, "对乙酰氨基酚片", "药");
        ck_assert_int_lt(trial_import(&t, "a.xml"), 0);
        ck_assert_int_eq(t.err.code, ERROR_INPUT);
        ck_assert_ptr_nonnull(strstr(t.err.text, "a.xml"));
        ck_assert_uint_eq(trial_store_hash(&t), 0);
    }
    trial_end(&t);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("import/encoding");
    TCase *t = tcase_create("encoding");
    tcase_add_loop_test(t, every_encoding, 0, (int)(sizeof cases / sizeof *cases));
    tcase_add_loop_test(t, wrong, 0, 6);
    suite_add_tcase(suite, t);
    return suite_run(suite);
}
