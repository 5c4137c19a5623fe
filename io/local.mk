noinst_LIBRARIES += io/libio.a
io_libio_a_SOURCES = io/child.c io/child.h io/child_filter.c io/child_filter.h io/child_lock.c io/child_pipe.c io/child_pipe.h io/child_run.h io/child_watch.c \
	io/delimited.c io/delimited.h io/record.c io/record.h io/sniff.c io/sniff.h \
	io/source.c io/source.h io/table_patch.c io/table_patch.h io/table_text.c io/table_text.h io/xml.c io/xml.h io/xml_attributes.h io/xml_compat.h io/xml_count.h io/xml_feed.c io/xml_feed.h io/xml_feed_blocks.h io/xml_fault.c io/xml_fault.h io/xml_places.h io/xml_reader.c \
	io/xml_reader.h io/xml_writer.c io/xml_writer.h
# schemas
io_libio_a_SOURCES += io/xml_check.h io/xml_checker.h io/xml_rng.c io/xml_schema.c io/xml_xsd.c
io_libio_a_CFLAGS = $(AM_CFLAGS) $(XML_CFLAGS) $(ARCHIVE_CFLAGS) $(FREEXL_CFLAGS) $(SECCOMP_CFLAGS)

# packed files and archives
io_libio_a_SOURCES += io/inflate.c io/inflate.h io/limits.c io/limits.h io/unpack.c io/unpack.h io/unpack_name.c io/unpack_run.h io/unpack_stream.c \
	io/unpack_tar.c io/unpack_zip.c
io_libio_a_CFLAGS += $(ZLIB_CFLAGS) $(LZMA_CFLAGS) $(ZSTD_CFLAGS)

# sheets of workbooks
io_libio_a_SOURCES += io/container.c io/container.h io/sheet.c io/sheet.h io/sheet_book.c io/sheet_book.h io/sheet_html.c io/sheet_value.c io/sheet_value.h \
	io/ole.c io/ole.h io/sheet_xls.c io/sheet_xls_records.c io/sheet_xls_records.h io/sheet_xlsx.c io/sheet_xlsx_book.c io/sheet_xlsx_book.h io/sheet_xlsx_patch.c io/sheet_xlsx_patch.h io/container_write.c io/container_write.h io/sheet_xml.c
