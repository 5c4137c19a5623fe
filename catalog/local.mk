noinst_LIBRARIES += catalog/libcatalog.a
catalog_libcatalog_a_SOURCES = catalog/entry.h catalog/hash.h catalog/kind.h catalog/stage.h catalog/store.h catalog/view.h
catalog_libcatalog_a_CFLAGS = $(AM_CFLAGS) $(SQLITE_CFLAGS) $(SODIUM_CFLAGS)
