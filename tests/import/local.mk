# A suite: check_PROGRAMS and TESTS += tests/import/test-X; tests_import_test_X_SOURCES, _CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS),
# _LDADD = $(IMPORT_LIBS) $(CHECK_LIBS)
IMPORT_TESTS = tests/import/test-path tests/import/test-layouts tests/import/test-messages tests/import/test-whole \
	tests/import/test-profile tests/import/test-late tests/import/test-encoding tests/import/test-export tests/import/test-real \
	tests/import/test-columns tests/import/test-draft tests/import/test-lines
IMPORT_TESTS += tests/import/test-garbled
check_PROGRAMS += $(IMPORT_TESTS)
TESTS += $(IMPORT_TESTS)
EXTRA_DIST += tests/import/data
# The shipped profiles on the official files: a layout is one file in tests/import/layouts.
TESTS += tests/import/layouts.t
EXTRA_DIST += tests/import/layouts.t tests/import/layouts
# import --xsd on official files with the schemas of their publisher
TESTS += tests/import/xsd-real.t
EXTRA_DIST += tests/import/xsd-real.t
# share/schema: what holds, what does not, and that it knows the words of the code
TESTS += tests/import/schema.t
EXTRA_DIST += tests/import/schema.t tests/import/schema
IMPORT_TRIAL = tests/import/import_test.c tests/import/import_test.h
tests_import_test_path_SOURCES = tests/import/test-path.c
tests_import_test_path_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_import_test_path_LDADD = $(IMPORT_LIBS) $(CHECK_LIBS)
tests_import_test_layouts_SOURCES = tests/import/test-layouts.c $(IMPORT_TRIAL)
tests_import_test_layouts_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_import_test_layouts_LDADD = $(IMPORT_LIBS) $(CHECK_LIBS)
tests_import_test_messages_SOURCES = tests/import/test-messages.c $(IMPORT_TRIAL)
tests_import_test_messages_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_import_test_messages_LDADD = $(IMPORT_LIBS) $(CHECK_LIBS)
tests_import_test_whole_SOURCES = tests/import/test-whole.c $(IMPORT_TRIAL)
tests_import_test_whole_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_import_test_whole_LDADD = $(IMPORT_LIBS) $(CHECK_LIBS)
tests_import_test_profile_SOURCES = tests/import/test-profile.c $(IMPORT_TRIAL)
tests_import_test_profile_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_import_test_profile_LDADD = $(IMPORT_LIBS) $(CHECK_LIBS)
tests_import_test_late_SOURCES = tests/import/test-late.c $(IMPORT_TRIAL)
tests_import_test_late_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_import_test_late_LDADD = $(IMPORT_LIBS) $(CHECK_LIBS)
tests_import_test_encoding_SOURCES = tests/import/test-encoding.c $(IMPORT_TRIAL)
tests_import_test_encoding_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_import_test_encoding_LDADD = $(IMPORT_LIBS) $(CHECK_LIBS)
tests_import_test_real_SOURCES = tests/import/test-real.c $(IMPORT_TRIAL)
tests_import_test_real_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_import_test_real_LDADD = $(IMPORT_LIBS) $(CHECK_LIBS)
tests_import_test_export_SOURCES = tests/import/test-export.c $(IMPORT_TRIAL)
tests_import_test_export_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_import_test_export_LDADD = $(IMPORT_LIBS) $(CHECK_LIBS)
tests_import_test_lines_SOURCES = tests/import/test-lines.c
tests_import_test_lines_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_import_test_lines_LDADD = $(IMPORT_LIBS) $(CHECK_LIBS)
tests_import_test_columns_SOURCES = tests/import/test-columns.c $(IMPORT_TRIAL)
tests_import_test_columns_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_import_test_columns_LDADD = $(IMPORT_LIBS) $(CHECK_LIBS)
tests_import_test_draft_SOURCES = tests/import/test-draft.c $(IMPORT_TRIAL)
tests_import_test_draft_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_import_test_draft_LDADD = $(IMPORT_LIBS) $(CHECK_LIBS)
tests_import_test_garbled_SOURCES = tests/import/test-garbled.c $(IMPORT_TRIAL)
tests_import_test_garbled_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_import_test_garbled_LDADD = $(IMPORT_LIBS) $(CHECK_LIBS)
# a reading process that lies: this program has a producer of its own
check_PROGRAMS += tests/import/test-lies
TESTS += tests/import/test-lies
tests_import_test_lies_SOURCES = tests/import/test-lies.c $(IMPORT_TRIAL)
tests_import_test_lies_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_import_test_lies_LDADD = $(IMPORT_LIBS) $(CHECK_LIBS)
