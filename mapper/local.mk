noinst_LIBRARIES += mapper/libmapper.a
mapper_libmapper_a_SOURCES = mapper/check.h mapper/column.h mapper/finding.h mapper/rule.h
