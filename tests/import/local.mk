# A suite: check_PROGRAMS and TESTS += tests/import/test-X; tests_import_test_X_SOURCES, _CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS),
# _LDADD = $(IMPORT_LIBS) $(CHECK_LIBS)
