noinst_PROGRAMS += bench/generate
bench_generate_SOURCES = bench/generate.c bench/document.c bench/document.h bench/drug.c bench/drug.h bench/fault.c bench/out.c \
	bench/out.h bench/pad.c bench/pad.h bench/row.c bench/row.h bench/table.c bench/table.h bench/words.c bench/words.h
EXTRA_DIST += bench/run bench/peers/import_lxml.py bench/peers/check_dict.py bench/peers/catalog_csv.py bench/peers/check_pg.sh

# Prints the table of ratios: a million entries and rows, some minutes. Short: make bench BENCH_ARGS="--entries 100000 --rows 100000"
.PHONY: bench
bench: duima$(EXEEXT) bench/generate$(EXEEXT)
	$(PERL) $(srcdir)/bench/run --duima ./duima$(EXEEXT) --generate bench/generate$(EXEEXT) --share-dir $(srcdir)/share $(BENCH_ARGS)
