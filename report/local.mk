noinst_LIBRARIES += report/libreport.a
report_libreport_a_SOURCES = report/report.h
