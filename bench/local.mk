noinst_PROGRAMS += bench/generate
bench_generate_SOURCES = bench/generate.c bench/document.c bench/document.h bench/drug.c bench/drug.h bench/fault.c bench/out.c \
	bench/out.h bench/pad.c bench/pad.h bench/row.c bench/row.h bench/table.c bench/table.h bench/words.c bench/words.h
EXTRA_DIST += bench/peers/diff_dict.py bench/peers/diff_sql.py bench/peers/load_csv.py bench/peers/lookup.py
EXTRA_DIST += bench/run bench/peers/import_lxml.py bench/peers/check_dict.py bench/peers/catalog_csv.py bench/peers/check_pg.sh bench/peers/pg.sh bench/peers/import_pg.sh bench/peers/import_xmlstarlet.sh

# Prints the table of ratios: a million entries and rows, some minutes. Short: make bench BENCH_ARGS="--entries 100000 --rows 100000"
.PHONY: bench
bench: duima$(EXEEXT) bench/generate$(EXEEXT)
	$(PERL) $(srcdir)/bench/run --duima ./duima$(EXEEXT) --generate bench/generate$(EXEEXT) --share-dir $(srcdir)/share $(BENCH_ARGS)

EXTRA_DIST += bench/quality/run bench/quality/amounts.py bench/quality/benign.py bench/quality/benign_table.py bench/quality/cases.py bench/quality/entries.py \
	bench/quality/faults_code.py bench/quality/faults_item.py bench/quality/faults_kind.py \
	bench/quality/faults_maker.py bench/quality/faults_money.py bench/quality/more.py bench/quality/special.py \
	bench/quality/suggest.py bench/quality/tables.py bench/quality/western.py bench/quality/words.py

# Prints how well faults are found and how seldom right rows are blamed. Other tables: make bench-quality QUALITY_ARGS="--seed 2 --show 1"
.PHONY: bench-quality
bench-quality: duima$(EXEEXT)
	DUIMA_SHARE_DIR=$(abs_top_srcdir)/share $(srcdir)/bench/quality/run --duima ./duima$(EXEEXT) $(QUALITY_ARGS)

noinst_PROGRAMS += bench/scan_names
bench_scan_names_SOURCES = bench/peers/scan_names.c
EXTRA_DIST += bench/suggest

# Prints how often suggest is right, what its scores mean, and how fast it is: make bench-suggest SUGGEST_ARGS="--parts right --seed 2"
.PHONY: bench-suggest
bench-suggest: duima$(EXEEXT) bench/scan_names$(EXEEXT)
	DUIMA_SHARE_DIR=$(abs_top_srcdir)/share $(srcdir)/bench/suggest --duima ./duima$(EXEEXT) --scan bench/scan_names$(EXEEXT) $(SUGGEST_ARGS)

RELIABILITY = bench/reliability/run bench/reliability/world.py bench/reliability/memory.py bench/reliability/kill.py bench/reliability/errors.py \
	bench/reliability/power.py bench/reliability/readers.py
EXTRA_DIST += bench/reliability/faults.c $(RELIABILITY)

# A library for LD_PRELOAD, so no libtool and none of the program's flags.
bench/faults.so: bench/reliability/faults.c
	$(AM_V_CC)$(MKDIR_P) bench && $(CC) -std=gnu11 -Wall -Wextra -O2 -fPIC -shared -o $@ $(srcdir)/bench/reliability/faults.c
check_DATA = bench/faults.so
CLEANFILES += bench/faults.so

# Prints what becomes of a store when memory, disk, power or the program gives out: some minutes for a part, about an hour for all.
# One part: make bench-reliability RELIABILITY_ARGS="--parts power,errors"; few points of each: RELIABILITY_ARGS=--short
.PHONY: bench-reliability
bench-reliability: duima$(EXEEXT) bench/faults.so
	DUIMA_SHARE_DIR=$(abs_top_srcdir)/share $(srcdir)/bench/reliability/run --duima ./duima$(EXEEXT) --faults bench/faults.so \
	  --schema-1 $(srcdir)/tests/catalog/data/schema-1.db $(RELIABILITY_ARGS)

EXTRA_DIST += bench/find
# Prints how long a search takes against plain scans: 200,000 entries, a minute.
.PHONY: bench-find
bench-find: duima$(EXEEXT) bench/generate$(EXEEXT)
	$(PERL) $(srcdir)/bench/find --duima ./duima$(EXEEXT) --generate bench/generate$(EXEEXT) --share-dir $(srcdir)/share $(FIND_ARGS)
