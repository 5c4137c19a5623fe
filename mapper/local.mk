noinst_LIBRARIES += mapper/libmapper.a
mapper_libmapper_a_SOURCES = mapper/check.h mapper/column.h mapper/engine.h mapper/finding.h mapper/row.h mapper/rule.h mapper/rules.h

# amounts, names, forms, makers, and their rules
mapper_libmapper_a_SOURCES += mapper/amount.c mapper/amount.h mapper/amount_compare.c mapper/amount_text.c mapper/amount_token.c \
	mapper/amount_token.h mapper/form.c mapper/form.h mapper/maker.c mapper/maker.h mapper/name.c mapper/name.h \
	mapper/rules_drug.c mapper/rules_name.c mapper/unit.c mapper/unit.h mapper/words.c mapper/words.h mapper/words_index.c \
	mapper/words_index.h
