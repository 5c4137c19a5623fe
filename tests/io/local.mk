# A suite: check_PROGRAMS and TESTS += tests/io/test-X; tests_io_test_X_SOURCES, _CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS),
# _LDADD = $(IO_LIBS) $(CHECK_LIBS)
IO_TESTS = tests/io/test-delimited tests/io/test-child tests/io/test-xml tests/io/test-xml-reader \
	tests/io/test-child-pipe tests/io/test-xml-feed tests/io/test-xml-writer tests/io/test-table-text tests/io/test-no-memory
check_PROGRAMS += $(IO_TESTS)
TESTS += $(IO_TESTS)
EXTRA_DIST += tests/io/files.h tests/io/giving.h tests/io/transcript.h
tests_io_test_delimited_SOURCES = tests/io/test-delimited.c
tests_io_test_delimited_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_io_test_delimited_LDADD = $(IO_LIBS) $(CHECK_LIBS)
tests_io_test_child_pipe_SOURCES = tests/io/test-child-pipe.c
tests_io_test_child_pipe_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_io_test_child_pipe_LDADD = $(IO_LIBS) $(CHECK_LIBS)
tests_io_test_child_SOURCES = tests/io/test-child.c
tests_io_test_child_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_io_test_child_LDADD = $(IO_LIBS) $(CHECK_LIBS)
tests_io_test_xml_SOURCES = tests/io/test-xml.c
tests_io_test_xml_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_io_test_xml_LDADD = $(IO_LIBS) $(CHECK_LIBS)
tests_io_test_xml_feed_SOURCES = tests/io/test-xml-feed.c
tests_io_test_xml_feed_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_io_test_xml_feed_LDADD = $(IO_LIBS) $(CHECK_LIBS)
tests_io_test_xml_reader_SOURCES = tests/io/test-xml-reader.c
tests_io_test_xml_reader_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_io_test_xml_reader_LDADD = $(IO_LIBS) $(CHECK_LIBS)
tests_io_test_xml_writer_SOURCES = tests/io/test-xml-writer.c
tests_io_test_xml_writer_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_io_test_xml_writer_LDADD = $(IO_LIBS) $(CHECK_LIBS)
tests_io_test_table_text_SOURCES = tests/io/test-table-text.c
tests_io_test_table_text_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_io_test_table_text_LDADD = $(IO_LIBS) $(CHECK_LIBS)
tests_io_test_no_memory_SOURCES = tests/io/test-no-memory.c tests/io/archives.c tests/io/archives.h
tests_io_test_no_memory_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS) $(ZLIB_CFLAGS) $(LZMA_CFLAGS) $(ZSTD_CFLAGS)
tests_io_test_no_memory_LDADD = $(IO_LIBS) $(CHECK_LIBS)

# what a locked-in child may do: with the program's filter, and as where there is none
check_PROGRAMS += tests/io/test-child-locked tests/io/test-child-plain
TESTS += tests/io/test-child-locked tests/io/test-child-plain
tests_io_test_child_locked_SOURCES = tests/io/test-child-locked.c tests/io/attempts.c tests/io/attempts.h
tests_io_test_child_locked_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_io_test_child_locked_LDADD = $(IO_LIBS) $(CHECK_LIBS)
tests_io_test_child_plain_SOURCES = tests/io/test-child-locked.c tests/io/attempts.c tests/io/attempts.h io/child_filter.c
tests_io_test_child_plain_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS) -DDUIMA_SECCOMP=0
tests_io_test_child_plain_LDADD = $(IO_LIBS) $(CHECK_LIBS)

# tables written again
check_PROGRAMS += tests/io/test-table-patch
TESTS += tests/io/test-table-patch
tests_io_test_table_patch_SOURCES = tests/io/test-table-patch.c
tests_io_test_table_patch_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_io_test_table_patch_LDADD = $(IO_LIBS) $(CHECK_LIBS)

# sheets of workbooks
check_PROGRAMS += tests/io/test-sheet-value tests/io/test-sheet
TESTS += tests/io/test-sheet-value tests/io/test-sheet
tests_io_test_sheet_value_SOURCES = tests/io/test-sheet-value.c
tests_io_test_sheet_value_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_io_test_sheet_value_LDADD = $(IO_LIBS) $(CHECK_LIBS)
tests_io_test_sheet_SOURCES = tests/io/test-sheet.c
tests_io_test_sheet_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS) $(ARCHIVE_CFLAGS)
tests_io_test_sheet_LDADD = $(IO_LIBS) $(CHECK_LIBS)

# schemas
check_PROGRAMS += tests/io/test-schema
TESTS += tests/io/test-schema
tests_io_test_schema_SOURCES = tests/io/test-schema.c
tests_io_test_schema_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_io_test_schema_LDADD = $(IO_LIBS) $(CHECK_LIBS)

# packed files and archives
check_PROGRAMS += tests/io/test-unpack tests/io/test-unpack-refused
TESTS += tests/io/test-unpack tests/io/test-unpack-refused
UNPACK_TRIAL = tests/io/archives.c tests/io/archives.h tests/io/unpack_test.c tests/io/unpack_test.h
tests_io_test_unpack_SOURCES = tests/io/test-unpack.c $(UNPACK_TRIAL)
tests_io_test_unpack_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS) $(ZLIB_CFLAGS) $(LZMA_CFLAGS) $(ZSTD_CFLAGS)
tests_io_test_unpack_LDADD = $(IO_LIBS) $(CHECK_LIBS)
tests_io_test_unpack_refused_SOURCES = tests/io/test-unpack-refused.c $(UNPACK_TRIAL)
tests_io_test_unpack_refused_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS) $(ZLIB_CFLAGS) $(LZMA_CFLAGS) $(ZSTD_CFLAGS)
tests_io_test_unpack_refused_LDADD = $(IO_LIBS) $(CHECK_LIBS)
