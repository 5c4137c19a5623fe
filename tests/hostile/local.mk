# Documents that mean harm: the corpus, what must come of each, and the same fed in pieces.
check_PROGRAMS += tests/hostile/pieces
tests_hostile_pieces_SOURCES = tests/hostile/pieces.c
tests_hostile_pieces_CFLAGS = $(AM_CFLAGS)
tests_hostile_pieces_LDADD = $(IMPORT_LIBS)
TESTS += tests/hostile/hostile.t
EXTRA_DIST += tests/hostile/hostile.t tests/hostile/hostile.pl tests/hostile/Corpus.pm tests/hostile/expected.tsv tests/hostile/wellformed.pl \
	tests/hostile/entities.pl tests/hostile/encodings.pl tests/hostile/records.pl tests/hostile/files.pl tests/hostile/archives.pl tests/hostile/large.pl \
	tests/hostile/packs.pl tests/hostile/expected-packs.tsv tests/hostile/columns.pl tests/hostile/expected-columns.tsv \
	tests/hostile/profiles.pl tests/hostile/expected-profiles.tsv
