noinst_PROGRAMS += bench/generate
bench_generate_SOURCES = bench/generate.c bench/document.c bench/document.h bench/drug.c bench/drug.h bench/out.c bench/out.h \
	bench/pad.c bench/pad.h bench/table.c bench/table.h bench/fault.c bench/row.c bench/row.h bench/words.c bench/words.h
