noinst_LIBRARIES += mapper/libmapper.a
mapper_libmapper_a_SOURCES = mapper/check.h mapper/column.h mapper/engine.h mapper/finding.h mapper/row.h mapper/rule.h mapper/rules.h
