# A suite: check_PROGRAMS and TESTS += tests/report/test-X; tests_report_test_X_SOURCES, _CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS),
# _LDADD = $(REPORT_LIBS) $(CHECK_LIBS)
REPORT_TESTS = tests/report/test-layout tests/report/test-report
check_PROGRAMS += $(REPORT_TESTS)
TESTS += $(REPORT_TESTS)
tests_report_test_layout_SOURCES = tests/report/test-layout.c
tests_report_test_layout_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_report_test_layout_LDADD = $(REPORT_LIBS) $(CHECK_LIBS)
tests_report_test_report_SOURCES = tests/report/test-report.c
tests_report_test_report_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_report_test_report_LDADD = $(REPORT_LIBS) $(CHECK_LIBS)
# the HTML report: its bytes by notes made by hand, and its pages in a browser (html-sample writes them)
HTML_TESTS = tests/report/test-note-html
check_PROGRAMS += $(HTML_TESTS) tests/report/html-sample
TESTS += $(HTML_TESTS)
tests_report_test_note_html_SOURCES = tests/report/test-note-html.c tests/report/html_notes.c tests/report/html_notes.h
tests_report_test_note_html_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_report_test_note_html_LDADD = $(REPORT_LIBS) $(CHECK_LIBS)
tests_report_html_sample_SOURCES = tests/report/html-sample.c tests/report/html_notes.c tests/report/html_notes.h
tests_report_html_sample_LDADD = $(REPORT_LIBS)
HTML_PAGE_TESTS = tests/report/html-page.t tests/report/html-browser.t
TESTS += $(HTML_PAGE_TESTS)
dist_check_SCRIPTS += $(HTML_PAGE_TESTS)
EXTRA_DIST += tests/report/html-browser.js tests/report/html-browser.npm tests/report/html-diff.js

BASELINE_TESTS = tests/report/test-baseline
check_PROGRAMS += $(BASELINE_TESTS)
TESTS += $(BASELINE_TESTS)
tests_report_test_baseline_SOURCES = tests/report/test-baseline.c
tests_report_test_baseline_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_report_test_baseline_LDADD = $(REPORT_LIBS) $(CHECK_LIBS)

# formats for CI
NOTE_FORMAT_TESTS = tests/report/test-note-formats
check_PROGRAMS += $(NOTE_FORMAT_TESTS)
TESTS += $(NOTE_FORMAT_TESTS)
tests_report_test_note_formats_SOURCES = tests/report/test-note-formats.c
tests_report_test_note_formats_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_report_test_note_formats_LDADD = $(REPORT_LIBS) $(CHECK_LIBS)
TESTS += tests/report/formats.t
dist_check_SCRIPTS += tests/report/formats.t
EXTRA_DIST += tests/report/check-formats.py tests/report/junit.rng

# workbooks
check_PROGRAMS += tests/report/make-xlsx
tests_report_make_xlsx_SOURCES = tests/report/make-xlsx.c tests/report/sample_notes.c tests/report/sample_notes.h
tests_report_make_xlsx_LDADD = $(REPORT_LIBS)
check_PROGRAMS += tests/report/test-book
TESTS += tests/report/test-book
tests_report_test_book_SOURCES = tests/report/test-book.c tests/report/parts.h
tests_report_test_book_CPPFLAGS = $(report_libbook_a_CPPFLAGS)
tests_report_test_book_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS) $(XLSXWRITER_CFLAGS) $(ARCHIVE_CFLAGS)
tests_report_test_book_LDADD = $(REPORT_LIBS) $(CHECK_LIBS)
check_PROGRAMS += tests/report/test-note-xlsx
TESTS += tests/report/test-note-xlsx tests/report/xlsx.t tests/report/xlsx-office.t
EXTRA_DIST += tests/report/xlsx.t tests/report/xlsx-office.t tests/report/xlsx-make.sh tests/report/xlsx.py tests/report/cells.py
tests_report_test_note_xlsx_SOURCES = tests/report/test-note-xlsx.c tests/report/parts.h tests/report/sample_notes.c tests/report/sample_notes.h
tests_report_test_note_xlsx_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS) $(ARCHIVE_CFLAGS)
tests_report_test_note_xlsx_LDADD = $(REPORT_LIBS) $(CHECK_LIBS)
NOTE_TESTS = tests/report/test-note
check_PROGRAMS += $(NOTE_TESTS)
TESTS += $(NOTE_TESTS)
tests_report_test_note_SOURCES = tests/report/test-note.c
tests_report_test_note_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_report_test_note_LDADD = $(REPORT_LIBS) $(CHECK_LIBS)

SUPPRESSIONS_TESTS = tests/report/test-suppressions
check_PROGRAMS += $(SUPPRESSIONS_TESTS)
TESTS += $(SUPPRESSIONS_TESTS)
tests_report_test_suppressions_SOURCES = tests/report/test-suppressions.c
tests_report_test_suppressions_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_report_test_suppressions_LDADD = $(REPORT_LIBS) $(CHECK_LIBS)
