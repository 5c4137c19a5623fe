noinst_LIBRARIES += base/libbase.a
base_libbase_a_SOURCES = base/arena.c base/arena.h base/ascii.h base/banned.h base/buf.c base/buf.h base/date.c base/date.h \
	base/decimal.c base/decimal.h base/decode.c base/decode_back.c base/decode.h base/eight.h base/error.c base/error.h base/i18n.h \
	base/map.c base/map.h base/pinyin.c base/pinyin.h base/regex.c base/regex.h base/share.c base/share.h base/simplified.h base/span.c base/span.h \
	base/temp.c base/temp.h base/text.c base/text.h base/utf8.c base/utf8.h base/utf8_blocks.h
base_libbase_a_CFLAGS = $(AM_CFLAGS) $(ICU_CFLAGS) $(PCRE2_CFLAGS)
base_libbase_a_SOURCES += base/near.c base/near.h
