/* Temporary files: they have no name, keep what was written, and say which folder they could not be made in. */
#include "tests/suite.h"

#include "base/temp.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

START_TEST(has_no_name)
{
    struct error err = { .code = ERROR_NONE };
    int fd = temp_open(NULL, &err);
    struct stat st;
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(fstat(fd, &st), 0);
    ck_assert_int_eq((int)st.st_nlink, 0);
    ck_assert_int_eq((int)(st.st_mode & 077), 0);
    ck_assert_int_eq(fcntl(fd, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
    close(fd);
}
END_TEST

START_TEST(keeps_what_was_written)
{
    struct error err = { .code = ERROR_NONE };
    char back[12] = { 0 };
    int fd = temp_open(NULL, &err);
    ck_assert_int_eq(temp_write(fd, NULL, "one ", 4, &err), 0);
    ck_assert_int_eq(temp_write(fd, NULL, "and two", 7, &err), 0);
    ck_assert_int_eq((int)pread(fd, back, sizeof back, 0), 11);
    ck_assert_str_eq(back, "one and two");
    close(fd);
}
END_TEST

START_TEST(names_the_folder)
{
    struct error err = { .code = ERROR_NONE };
    ck_assert_int_eq(temp_open("/nowhere/at all", &err), -1);
    ck_assert_int_eq(err.code, ERROR_STORE);
    ck_assert_ptr_nonnull(strstr(err.text, "/nowhere/at all"));
}
END_TEST

START_TEST(a_full_disk_is_said)
{
    struct error err = { .code = ERROR_NONE };
    int fd = open("/dev/full", O_WRONLY);
    if (fd < 0)
        return; /* not every system has it */
    ck_assert_int_eq(temp_write(fd, "/the/folder", "x", 1, &err), -1);
    ck_assert_int_eq(err.code, ERROR_STORE);
    ck_assert_ptr_nonnull(strstr(err.text, "/the/folder"));
    close(fd);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("temp");
    TCase *tc = tcase_create("temp");
    tcase_add_test(tc, has_no_name);
    tcase_add_test(tc, keeps_what_was_written);
    tcase_add_test(tc, names_the_folder);
    tcase_add_test(tc, a_full_disk_is_said);
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
