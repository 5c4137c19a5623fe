# A suite: check_PROGRAMS and TESTS += tests/io/test-X; tests_io_test_X_SOURCES, _CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS),
# _LDADD = $(IO_LIBS) $(CHECK_LIBS)
