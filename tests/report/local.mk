# A suite: check_PROGRAMS and TESTS += tests/report/test-X; tests_report_test_X_SOURCES, _CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS),
# _LDADD = $(REPORT_LIBS) $(CHECK_LIBS)
check_PROGRAMS += tests/report/test-layout
TESTS += tests/report/test-layout
tests_report_test_layout_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_report_test_layout_LDADD = $(REPORT_LIBS) $(CHECK_LIBS)
