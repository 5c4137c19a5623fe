check_PROGRAMS += tests/import/test-digest
TESTS += tests/import/test-digest
tests_import_test_digest_SOURCES = tests/import/test-digest.c
tests_import_test_digest_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_import_test_digest_LDADD = $(IMPORT_LIBS) $(CHECK_LIBS)

# A suite: check_PROGRAMS and TESTS += tests/import/test-X; tests_import_test_X_SOURCES, _CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS),
# _LDADD = $(IMPORT_LIBS) $(CHECK_LIBS)
