noinst_LIBRARIES += io/libio.a
io_libio_a_SOURCES = io/child.h io/delimited.h io/record.h io/sniff.h io/source.h io/table_text.h io/xml.h io/xml_reader.h \
	io/xml_writer.h
io_libio_a_CFLAGS = $(AM_CFLAGS) $(XML_CFLAGS)
