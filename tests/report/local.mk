# A suite: check_PROGRAMS and TESTS += tests/report/test-X; tests_report_test_X_SOURCES, _CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS),
# _LDADD = $(REPORT_LIBS) $(CHECK_LIBS)
