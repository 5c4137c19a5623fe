# A suite: check_PROGRAMS and TESTS += tests/catalog/test-X; tests_catalog_test_X_SOURCES, _CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS),
# _LDADD = $(CATALOG_LIBS) $(CHECK_LIBS)
