noinst_LIBRARIES += pack/libpack.a
pack_libpack_a_SOURCES = pack/frame.c pack/frame.h pack/manifest.c pack/manifest.h pack/pack.c pack/pack.h pack/sign.c pack/sign.h \
	pack/squeeze.c pack/squeeze.h
pack_libpack_a_CFLAGS = $(AM_CFLAGS) $(SODIUM_CFLAGS) $(JANSSON_CFLAGS) $(ZSTD_CFLAGS)
