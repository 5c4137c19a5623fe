noinst_LIBRARIES += mapper/libmapper.a
mapper_libmapper_a_SOURCES = mapper/batch.c mapper/batch.h mapper/check.c mapper/check.h mapper/table_source.h mapper/check_emit.c mapper/check_emit.h mapper/codes.c mapper/codes.h mapper/column.c mapper/column.h mapper/crew.c mapper/crew.h \
	mapper/engine.c mapper/engine.h mapper/finding.h mapper/findings.c mapper/findings.h mapper/headings.c mapper/headings.h mapper/impact.c mapper/impact.h mapper/impact_money.c mapper/impact_money.h mapper/history.c mapper/history.h \
	mapper/resolve.c mapper/resolve.h mapper/row.h mapper/rule.c mapper/rule.h mapper/rule_table.h mapper/rule_table_code.c mapper/rule_table_drug.c \
	mapper/rule_table_name.c mapper/rule_table_pay.c mapper/rule_table_price.c mapper/rule_table_set.c mapper/rule_table_table.c \
	mapper/rules.h mapper/rules_code.c mapper/rules_pay.c mapper/rules_price.c mapper/rules_table.c mapper/run.h \
	mapper/sets.c mapper/sets.h mapper/spool.c mapper/spool.h mapper/table.c mapper/table.h \
	mapper/values.c mapper/values.h mapper/outcome.c mapper/outcome.h mapper/row_facts.h mapper/worker.c mapper/worker.h

# amounts, names, forms, makers, and their rules
mapper_libmapper_a_SOURCES += mapper/amount.c mapper/amount.h mapper/amount_compare.c mapper/amount_pack.c mapper/amount_text.c mapper/amount_token.c \
	mapper/amount_token.h mapper/fit.c mapper/fit.h mapper/form.c mapper/form.h mapper/maker.c mapper/maker.h mapper/name.c mapper/name.h mapper/name_strength.c mapper/name_strength.h \
	mapper/peers.c mapper/peers.h mapper/prefix.h mapper/recall.c mapper/recall.h mapper/rules_amount.c mapper/rules_form.c mapper/rules_maker.c mapper/rules_name.c mapper/rules_pack.c mapper/unit.c mapper/unit.h mapper/words.c mapper/words.h mapper/words_cache.c mapper/words_cache.h

# who is it, and what might it be
mapper_libmapper_a_SOURCES += mapper/grams.c mapper/grams.h mapper/identity.c mapper/identity.h mapper/rules_unmapped.c
mapper_libmapper_a_SOURCES += mapper/suggest.c mapper/suggest.h mapper/suggest_index.c mapper/suggest_index.h mapper/suggest_score.c mapper/suggest_score.h mapper/suggest_worker.c mapper/suggest_worker.h
# stocking
mapper_libmapper_a_SOURCES += mapper/coverage.c mapper/coverage.h mapper/coverage_least.c mapper/coverage_least.h

# services, prices, benefit
mapper_libmapper_a_SOURCES += mapper/limits.c mapper/limits.h mapper/parts.c mapper/parts.h mapper/price.h mapper/rules_benefit.c \
	mapper/rules_excluded.c mapper/rules_markup.c mapper/rules_service.c mapper/rules_standard.c mapper/rules_unit.c \
	mapper/rule_table_service.c
# the check itself
mapper_libmapper_a_SOURCES += mapper/rule_table_run.c



# rules over the whole table
mapper_libmapper_a_SOURCES += mapper/rule_table_service.c mapper/rules_set.c mapper/set_group.c mapper/set_group.h mapper/set_key.c mapper/set_key.h \
	mapper/set_match.c mapper/set_match.h mapper/set_members.c mapper/set_members.h mapper/set_other.c mapper/set_other.h \
	mapper/set_price.c mapper/set_price.h
# headings that do not stand in the first row
mapper_libmapper_a_SOURCES += mapper/heading_row.c mapper/heading_row.h mapper/table_inside.h mapper/table_open.c
