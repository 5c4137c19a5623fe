# A suite: check_PROGRAMS and TESTS += tests/mapper/test-X; tests_mapper_test_X_SOURCES, _CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS),
# _LDADD = $(MAPPER_LIBS) $(CHECK_LIBS)

# amounts, names, forms, makers
WORDS_TESTS = tests/mapper/test-amount tests/mapper/test-name
check_PROGRAMS += $(WORDS_TESTS)
TESTS += $(WORDS_TESTS)
EXTRA_DIST += tests/mapper/amounts.tsv tests/mapper/forms.tsv tests/mapper/makers.tsv tests/mapper/names.tsv tests/mapper/strengths.tsv
tests_mapper_test_amount_SOURCES = tests/mapper/cases.h tests/mapper/test-amount.c
tests_mapper_test_amount_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_mapper_test_amount_LDADD = $(MAPPER_LIBS) $(CHECK_LIBS)
tests_mapper_test_name_SOURCES = tests/mapper/cases.h tests/mapper/test-name.c
tests_mapper_test_name_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_mapper_test_name_LDADD = $(MAPPER_LIBS) $(CHECK_LIBS)
