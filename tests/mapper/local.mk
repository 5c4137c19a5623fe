# A suite: check_PROGRAMS and TESTS += tests/mapper/test-X; tests_mapper_test_X_SOURCES, _CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS),
# _LDADD = $(MAPPER_LIBS) $(CHECK_LIBS)

# table, engine, rules
MAPPER_TESTS = tests/mapper/test-check tests/mapper/test-rule tests/mapper/test-set-group tests/mapper/test-spool tests/mapper/test-table tests/mapper/test-values
check_PROGRAMS += $(MAPPER_TESTS)
TESTS += $(MAPPER_TESTS)
tests_mapper_test_check_SOURCES = tests/io/files.h tests/mapper/fixture.c tests/mapper/fixture.h tests/mapper/test-check.c
tests_mapper_test_check_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_mapper_test_check_LDADD = $(MAPPER_LIBS) $(CHECK_LIBS)
tests_mapper_test_rule_SOURCES = tests/mapper/test-rule.c
tests_mapper_test_rule_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_mapper_test_rule_LDADD = $(MAPPER_LIBS) $(CHECK_LIBS)
tests_mapper_test_set_group_SOURCES = tests/mapper/test-set-group.c
tests_mapper_test_set_group_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_mapper_test_set_group_LDADD = $(MAPPER_LIBS) $(CHECK_LIBS)
tests_mapper_test_spool_SOURCES = tests/io/files.h tests/mapper/test-spool.c
tests_mapper_test_spool_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_mapper_test_spool_LDADD = $(MAPPER_LIBS) $(CHECK_LIBS)
tests_mapper_test_table_SOURCES = tests/io/files.h tests/mapper/test-table.c
tests_mapper_test_table_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_mapper_test_table_LDADD = $(MAPPER_LIBS) $(CHECK_LIBS)
tests_mapper_test_values_SOURCES = tests/mapper/test-values.c
tests_mapper_test_values_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_mapper_test_values_LDADD = $(MAPPER_LIBS) $(CHECK_LIBS)

# amounts, names, forms, makers
WORDS_TESTS = tests/mapper/test-amount tests/mapper/test-name
check_PROGRAMS += $(WORDS_TESTS)
TESTS += $(WORDS_TESTS)
EXTRA_DIST += tests/mapper/amounts.tsv tests/mapper/forms.tsv tests/mapper/makers.tsv tests/mapper/names.tsv tests/mapper/packs.tsv tests/mapper/strengths.tsv tests/mapper/unparsed.tsv
tests_mapper_test_amount_SOURCES = tests/mapper/cases.h tests/mapper/test-amount.c
tests_mapper_test_amount_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_mapper_test_amount_LDADD = $(MAPPER_LIBS) $(CHECK_LIBS)
tests_mapper_test_name_SOURCES = tests/mapper/cases.h tests/mapper/test-name.c
tests_mapper_test_name_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_mapper_test_name_LDADD = $(MAPPER_LIBS) $(CHECK_LIBS)
WORDS_RULE_TESTS = tests/mapper/test-rules-drug
check_PROGRAMS += $(WORDS_RULE_TESTS)
TESTS += $(WORDS_RULE_TESTS)
tests_mapper_test_rules_drug_SOURCES = tests/io/files.h tests/mapper/fixture.c tests/mapper/fixture.h tests/mapper/test-rules-drug.c
tests_mapper_test_rules_drug_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_mapper_test_rules_drug_LDADD = $(MAPPER_LIBS) $(CHECK_LIBS)
PEERS_TESTS = tests/mapper/test-peers
check_PROGRAMS += $(PEERS_TESTS)
TESTS += $(PEERS_TESTS)
tests_mapper_test_peers_SOURCES = tests/io/files.h tests/mapper/fixture.c tests/mapper/fixture.h tests/mapper/test-peers.c
tests_mapper_test_peers_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_mapper_test_peers_LDADD = $(MAPPER_LIBS) $(CHECK_LIBS)

# services, prices, benefit
MONEY_TESTS = tests/mapper/test-rules-money tests/mapper/test-unit
check_PROGRAMS += $(MONEY_TESTS)
TESTS += $(MONEY_TESTS)
EXTRA_DIST += tests/mapper/units.tsv
tests_mapper_test_rules_money_SOURCES = tests/io/files.h tests/mapper/fixture.c tests/mapper/fixture.h tests/mapper/test-rules-money.c
tests_mapper_test_rules_money_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_mapper_test_rules_money_LDADD = $(MAPPER_LIBS) $(CHECK_LIBS)
tests_mapper_test_unit_SOURCES = tests/mapper/cases.h tests/mapper/test-unit.c
tests_mapper_test_unit_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_mapper_test_unit_LDADD = $(MAPPER_LIBS) $(CHECK_LIBS)

# suggestions
check_PROGRAMS += tests/mapper/test-grams
TESTS += tests/mapper/test-grams
tests_mapper_test_grams_SOURCES = tests/mapper/test-grams.c
tests_mapper_test_grams_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_mapper_test_grams_LDADD = $(MAPPER_LIBS) $(CHECK_LIBS)

PACK_TESTS = tests/mapper/test-rules-pack
check_PROGRAMS += $(PACK_TESTS)
TESTS += $(PACK_TESTS)
tests_mapper_test_rules_pack_SOURCES = tests/io/files.h tests/mapper/fixture.c tests/mapper/fixture.h tests/mapper/test-rules-pack.c
tests_mapper_test_rules_pack_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_mapper_test_rules_pack_LDADD = $(MAPPER_LIBS) $(CHECK_LIBS)


# rules over the whole table
SET_TESTS = tests/mapper/test-set-match tests/mapper/test-set-price tests/mapper/test-sets
check_PROGRAMS += $(SET_TESTS)
TESTS += $(SET_TESTS)
tests_mapper_test_set_price_SOURCES = tests/mapper/test-set-price.c
tests_mapper_test_set_price_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_mapper_test_set_price_LDADD = $(MAPPER_LIBS) $(CHECK_LIBS)
tests_mapper_test_set_match_SOURCES = tests/mapper/test-set-match.c
tests_mapper_test_set_match_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_mapper_test_set_match_LDADD = $(MAPPER_LIBS) $(CHECK_LIBS)
tests_mapper_test_sets_SOURCES = tests/io/files.h tests/mapper/fixture.c tests/mapper/fixture.h tests/mapper/test-sets.c
tests_mapper_test_sets_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_mapper_test_sets_LDADD = $(MAPPER_LIBS) $(CHECK_LIBS)
