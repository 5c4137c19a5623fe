noinst_LIBRARIES += mapper/libmapper.a
mapper_libmapper_a_SOURCES =
