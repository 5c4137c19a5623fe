# A suite: check_PROGRAMS and TESTS += tests/mapper/test-X; tests_mapper_test_X_SOURCES, _CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS),
# _LDADD = $(MAPPER_LIBS) $(CHECK_LIBS)
