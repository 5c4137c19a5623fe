noinst_LIBRARIES += catalog/libcatalog.a
catalog_libcatalog_a_SOURCES =
