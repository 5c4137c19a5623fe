# Fuzzing: a harness is tests/fuzz/fuzz-NAME.c, its committed corpus tests/fuzz/corpus/NAME/. Here each is linked with replay.c and run over its corpus by
# replay.t; configured with --enable-fuzzing (which `make fuzz` does in fuzz/) each is linked with libFuzzer.
FUZZ_IMPORT = tests/fuzz/fuzz-draft tests/fuzz/fuzz-import tests/fuzz/fuzz-profile tests/fuzz/fuzz-record
FUZZ_IO = tests/fuzz/fuzz-container tests/fuzz/fuzz-sheet tests/fuzz/fuzz-xml
FUZZ_MAPPER = tests/fuzz/fuzz-amount tests/fuzz/fuzz-table
FUZZ_PACK = tests/fuzz/fuzz-pack
FUZZ_HARNESSES = $(FUZZ_IMPORT) $(FUZZ_IO) $(FUZZ_MAPPER) $(FUZZ_PACK)
check_PROGRAMS += $(FUZZ_HARNESSES)
check_LIBRARIES = tests/fuzz/libfuzz.a
tests_fuzz_libfuzz_a_SOURCES = tests/fuzz/fuzz.c tests/fuzz/fuzz.h
tests_fuzz_libfuzz_a_CPPFLAGS = $(AM_CPPFLAGS) -DFUZZ_SHARE='"$(abs_top_srcdir)/share"'
FUZZ_BASE = tests/fuzz/libfuzz.a
if !FUZZING
tests_fuzz_libfuzz_a_SOURCES += tests/fuzz/replay.c
TESTS += tests/fuzz/replay.t
endif
EXTRA_DIST += tests/fuzz/corpus tests/fuzz/dictionary tests/fuzz/replay.c tests/fuzz/replay.t tests/fuzz/run.pl

tests_fuzz_fuzz_import_SOURCES = tests/fuzz/fuzz-import.c tests/fuzz/document.c tests/fuzz/document.h
tests_fuzz_fuzz_import_LDADD = $(FUZZ_BASE) $(IMPORT_LIBS)
tests_fuzz_fuzz_import_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_ENGINE)
tests_fuzz_fuzz_draft_SOURCES = tests/fuzz/fuzz-draft.c tests/fuzz/document.c tests/fuzz/document.h
tests_fuzz_fuzz_draft_LDADD = $(FUZZ_BASE) $(IMPORT_LIBS)
tests_fuzz_fuzz_draft_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_ENGINE)
tests_fuzz_fuzz_profile_SOURCES = tests/fuzz/fuzz-profile.c tests/fuzz/document.c tests/fuzz/document.h
tests_fuzz_fuzz_profile_LDADD = $(FUZZ_BASE) $(IMPORT_LIBS)
tests_fuzz_fuzz_profile_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_ENGINE)
tests_fuzz_fuzz_record_SOURCES = tests/fuzz/fuzz-record.c tests/fuzz/document.c tests/fuzz/document.h
tests_fuzz_fuzz_record_LDADD = $(FUZZ_BASE) $(IMPORT_LIBS)
tests_fuzz_fuzz_record_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_ENGINE) -Wl,--wrap=child_start
tests_fuzz_fuzz_container_SOURCES = tests/fuzz/fuzz-container.c
tests_fuzz_fuzz_container_LDADD = $(FUZZ_BASE) $(IO_LIBS)
tests_fuzz_fuzz_container_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_ENGINE)
tests_fuzz_fuzz_sheet_SOURCES = tests/fuzz/fuzz-sheet.c
tests_fuzz_fuzz_sheet_LDADD = $(FUZZ_BASE) $(IO_LIBS)
tests_fuzz_fuzz_sheet_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_ENGINE)
tests_fuzz_fuzz_xml_SOURCES = tests/fuzz/fuzz-xml.c
tests_fuzz_fuzz_xml_LDADD = $(FUZZ_BASE) $(IO_LIBS)
tests_fuzz_fuzz_xml_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_ENGINE)
tests_fuzz_fuzz_amount_SOURCES = tests/fuzz/fuzz-amount.c
tests_fuzz_fuzz_amount_LDADD = $(FUZZ_BASE) $(MAPPER_LIBS)
tests_fuzz_fuzz_amount_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_ENGINE)
tests_fuzz_fuzz_table_SOURCES = tests/fuzz/fuzz-table.c
tests_fuzz_fuzz_table_LDADD = $(FUZZ_BASE) $(MAPPER_LIBS) $(CSV_LIBS)
tests_fuzz_fuzz_table_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_ENGINE)
tests_fuzz_fuzz_pack_SOURCES = tests/fuzz/fuzz-pack.c
tests_fuzz_fuzz_pack_LDADD = $(FUZZ_BASE) $(PACK_LIBS)
tests_fuzz_fuzz_pack_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_ENGINE)

# Runs each harness FUZZ_SECONDS of processor time (default 60); FUZZ="xml table" some of them. FUZZ_CORPUS=DIR keeps what is found interesting from run to
# run (default: fuzz/corpus); FUZZ_ARGS goes to tests/fuzz/run.pl.
FUZZ_SECONDS = 60
.PHONY: fuzz fuzz-programs
fuzz-programs: $(FUZZ_HARNESSES)
fuzz:
	@test -n "$(CLANG)" || { echo "make fuzz: clang is needed, with libFuzzer: apt-get install clang libclang-rt-dev"; exit 1; }
	@$(MKDIR_P) fuzz
	@test -f fuzz/Makefile || { cd fuzz && $(abs_srcdir)/configure -q --enable-fuzzing --enable-werror --disable-lto CC="$(CLANG)" >/dev/null; } || \
	  { echo "make fuzz: no build with libFuzzer can be configured; see fuzz/config.log (apt-get install libclang-rt-dev)"; exit 1; }
	@$(MAKE) -s -C fuzz fuzz-programs
	@$(PERL) $(srcdir)/tests/fuzz/run.pl --programs fuzz/tests/fuzz --source $(srcdir)/tests/fuzz --seconds $(FUZZ_SECONDS) $(FUZZ_ARGS) $(FUZZ)
