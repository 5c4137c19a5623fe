# A suite: check_PROGRAMS and TESTS += tests/base/test-X; tests_base_test_X_SOURCES, _CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS),
# _LDADD = $(BASE_LIBS) $(CHECK_LIBS)
BASE_TESTS = tests/base/test-text tests/base/test-utf8-run
check_PROGRAMS += $(BASE_TESTS)
TESTS += $(BASE_TESTS)
tests_base_test_text_SOURCES = tests/base/test-text.c
tests_base_test_text_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_base_test_text_LDADD = $(BASE_LIBS) $(CHECK_LIBS)
tests_base_test_utf8_run_SOURCES = tests/base/test-utf8-run.c
tests_base_test_utf8_run_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_base_test_utf8_run_LDADD = $(BASE_LIBS) $(CHECK_LIBS)
