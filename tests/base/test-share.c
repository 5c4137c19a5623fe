/* tests/base/test-share.c: installed data files: names that are taken, lines that are read, errors that say where. */
#include "base/share.h"
#include "tests/suite.h"

#include <unistd.h>

static char name[64];

static const char *file_of(struct span bytes)
{
    const char *dir = getenv("TMPDIR");
    snprintf(name, sizeof name, "%s/duima-test-XXXXXX", dir && strlen(dir) < 30 ? dir : "/tmp");
    int fd = mkstemp(name);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(write(fd, bytes.p, bytes.n), (ssize_t)bytes.n);
    close(fd);
    return name;
}

static int collect(void *ctx, int line, const struct span *fields, size_t n, struct error *err)
{
    struct buf *out = ctx;
    buf_addf(out, "%d", line);
    for (size_t i = 0; i < n; i++)
        buf_addf(out, "[%.*s]", SPAN_ARG(fields[i]));
    if (span_is(fields[0], "stop"))
        return error_set(err, ERROR_USAGE, "no such word");
    return 0;
}

static int read_lines(struct span bytes, size_t min, struct buf *out, struct error *err)
{
    buf_clear(out);
    int status = share_read_path(file_of(bytes), min, collect, out, err);
    unlink(name);
    return status;
}

START_TEST(lines)
{
    struct buf out = BUF_INIT;
    struct error err;
    ck_assert_int_eq(read_lines(SPAN("\xEF\xBB\xBF# source\n\na\tb\t\n  \r\n药\tc\r\n#x\tx\n\ty"), 2, &out, &err), 0);
    ck_assert_str_eq(buf_str(&out), "3[a][b][]5[药][c]7[][y]");
    ck_assert_int_eq(read_lines(SPAN(""), 2, &out, &err), 0);
    ck_assert_int_eq(read_lines(SPAN("a\tb\nc\n"), 2, &out, &err), -1);
    ck_assert_int_eq(err.code, ERROR_USAGE);
    ck_assert_msg(strstr(err.text, ", line 2: 1 fields where at least 2") != NULL, "%s", err.text);
    ck_assert_int_eq(read_lines(SPAN("a\nstop\nb\n"), 1, &out, &err), -1);
    ck_assert_msg(strstr(err.text, ", line 2: no such word") != NULL, "%s", err.text);
    ck_assert_int_eq(read_lines(SPAN("a\n\xFF\n"), 1, &out, &err), -1);
    ck_assert_msg(strstr(err.text, "not UTF-8") != NULL, "%s", err.text);
    struct buf wide = BUF_INIT;
    buf_addc(&wide, 'x');
    for (int i = 0; i < 64; i++)
        buf_addc(&wide, '\t');
    ck_assert_int_eq(read_lines(buf_span(&wide), 1, &out, &err), -1);
    ck_assert_msg(strstr(err.text, "more than 64") != NULL, "%s", err.text);
    buf_release(&wide);
    buf_release(&out);
}
END_TEST

START_TEST(paths)
{
    struct buf out = BUF_INIT;
    struct error err;
    ck_assert_int_eq(share_path("/d", "columns/zh.tsv", &out, &err), 0);
    ck_assert_str_eq(out.p, "/d/columns/zh.tsv");
    ck_assert_int_eq(share_path("/d/", "a..b", &out, &err), 0);
    ck_assert_str_eq(out.p, "/d/a..b");
    static const char *const bad[] = { "", "/etc/passwd", "../x", "a/../../x", "a//b", "a/", "./a", ".." };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ck_assert_msg(share_path("/d", bad[i], &out, &err) < 0, "%s", bad[i]);
        ck_assert_int_eq(err.code, ERROR_USAGE);
    }
    buf_release(&out);
}
END_TEST

START_TEST(files)
{
    struct buf out = BUF_INIT;
    struct error err;
    ck_assert_int_eq(file_read(file_of(SPAN("a\0b")), 3, ERROR_INPUT, &out, &err), 0);
    ck_assert(span_eq(buf_span(&out), SPAN("a\0b")));
    ck_assert_int_eq(file_read(name, 2, ERROR_INPUT, &out, &err), -1);
    ck_assert_int_eq(err.code, ERROR_INPUT);
    unlink(name);
    ck_assert_int_eq(file_read(name, 2, ERROR_USAGE, &out, &err), -1);
    ck_assert_int_eq(err.code, ERROR_USAGE);
    ck_assert_int_eq(file_read("/", 2, ERROR_USAGE, &out, &err), -1);
    ck_assert_msg(strstr(err.text, "directory") != NULL, "%s", err.text);
    ck_assert_int_eq(share_read("/nonexistent", "x.tsv", 1, collect, &out, &err), -1);
    ck_assert_msg(strstr(err.text, "not in /nonexistent:") != NULL, "%s", err.text);
    buf_release(&out);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("base/share");
    TCase *all = tcase_create("all");
    tcase_add_test(all, lines);
    tcase_add_test(all, paths);
    tcase_add_test(all, files);
    suite_add_tcase(suite, all);
    return suite_run(suite);
}
