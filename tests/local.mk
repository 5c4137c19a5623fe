# Tests speak TAP, so that every case counts as one.
TEST_EXTENSIONS = .t
LOG_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
T_LOG_DRIVER = $(LOG_DRIVER)
AM_TESTS_ENVIRONMENT = \
	srcdir='$(srcdir)'; top_srcdir='$(abs_top_srcdir)'; top_builddir='$(abs_top_builddir)'; \
	DUIMA='$(abs_top_builddir)/duima$(EXEEXT)'; DUIMA_SHARE_DIR='$(abs_top_srcdir)/share'; \
	DUIMA_LOCALE_DIR='$(abs_top_builddir)/locale'; DUIMA_SHARED='$(abs_top_srcdir)/../shared'; \
	XGETTEXT='$(XGETTEXT)'; MSGCMP='$(MSGCMP)'; PERL='$(PERL)'; CLANG='$(CLANG)'; \
	CK_TIMEOUT_MULTIPLIER=10; ASAN_OPTIONS=detect_leaks=1; UBSAN_OPTIONS=print_stacktrace=1; \
	export srcdir top_srcdir top_builddir DUIMA DUIMA_SHARE_DIR DUIMA_LOCALE_DIR DUIMA_SHARED \
	XGETTEXT MSGCMP PERL CLANG CK_TIMEOUT_MULTIPLIER ASAN_OPTIONS UBSAN_OPTIONS;

# What a room's tests may link: the room and what stands below it.
XML_SHEET_LIBS = $(XML_LIBS) $(ARCHIVE_LIBS) $(FREEXL_LIBS) $(ZLIB_LIBS) $(LZMA_LIBS) $(BZIP2_LIBS) $(ZSTD_LIBS)
BASE_LIBS = base/libbase.a $(ICU_LIBS) $(PCRE2_LIBS)
IO_LIBS = io/libio.a $(BASE_LIBS) $(XML_SHEET_LIBS)
CATALOG_LIBS = catalog/libcatalog.a $(BASE_LIBS) $(SQLITE_LIBS) $(SODIUM_LIBS) $(CRYPTO_LIBS)
IMPORT_LIBS = import/libimport.a io/libio.a $(CATALOG_LIBS) $(XML_SHEET_LIBS)
PACK_LIBS = pack/libpack.a io/libio.a $(CATALOG_LIBS) $(XML_SHEET_LIBS) $(JANSSON_LIBS) $(ZSTD_LIBS)
MAPPER_LIBS = mapper/libmapper.a io/libio.a $(CATALOG_LIBS) $(XML_SHEET_LIBS) -lm
REPORT_LIBS = report/libreport.a report/libbook.a $(MAPPER_LIBS) $(XLSXWRITER_LIBS)
CLI_LIBS = import/libimport.a pack/libpack.a $(REPORT_LIBS) $(JANSSON_LIBS) $(ZSTD_LIBS)

EXTRA_DIST += tests/suite.h
if HAVE_CHECK
include tests/base/local.mk
include tests/io/local.mk
include tests/catalog/local.mk
include tests/import/local.mk
include tests/pack/local.mk
include tests/mapper/local.mk
include tests/report/local.mk
endif
include tests/cli/local.mk
include tests/hostile/local.mk
include tests/bench/local.mk
include tests/lint/local.mk
include tests/fuzz/local.mk
include tests/package/local.mk
