noinst_LIBRARIES += io/libio.a
io_libio_a_SOURCES =
