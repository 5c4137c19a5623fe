# A suite: check_PROGRAMS and TESTS += tests/base/test-X; tests_base_test_X_SOURCES, _CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS),
# _LDADD = $(BASE_LIBS) $(CHECK_LIBS)
