noinst_LIBRARIES += report/libreport.a
report_libreport_a_SOURCES = report/change.c report/change.h report/change_csv.c report/change_format.h report/change_ndjson.c report/change_sql.c \
	report/change_text.c report/csv.c report/csv.h report/format.h report/grid.c report/grid.h report/impact.c report/impact.h report/json.c report/json.h report/label.c \
	report/label.h report/layout.c report/layout.h report/ndjson.c report/report.c report/report.h report/summary.c \
	report/text.c
report_libreport_a_SOURCES += report/suggestions.c report/suggestions.h report/suggestions_impl.h report/suggestions_ndjson.c report/suggestions_text.c

# what is known and accepted
report_libreport_a_SOURCES += report/baseline.c report/baseline.h
report_libreport_a_SOURCES += report/suppressions.c report/suppressions.h

# the HTML report: its page, style and script are files, and become bytes of the program
report_libreport_a_SOURCES += report/note_html.c report/note_html.h report/note_html_basis.c report/note_html_item.c report/note_html_page.c \
	report/note_html_summary.c report/note_html_text.c
nodist_report_libreport_a_SOURCES = report/html_bytes.h
HTML_FILES = report/html/page.html report/html/report.css report/html/diff.js report/html/data.js report/html/rows.js report/html/filters.js \
	report/html/main.js
EXTRA_DIST += report/html/embed.pl $(HTML_FILES)
BUILT_SOURCES += report/html_bytes.h
CLEANFILES += report/html_bytes.h
report/libreport_a-note_html_page.$(OBJEXT) report/note_html_page.$(OBJEXT): report/html_bytes.h
report/html_bytes.h: report/html/embed.pl $(HTML_FILES)
	$(AM_V_GEN)$(MKDIR_P) report && (cd $(srcdir) && $(PERL) report/html/embed.pl $(HTML_FILES)) > $@.tmp && mv $@.tmp $@

# the one shape that machine formats, html and xlsx are written from: a format adds its file
report_libreport_a_SOURCES += report/note.c report/note.h report/note_formats.h
report_libreport_a_SOURCES += report/formats.c report/formats.h
report_libreport_a_SOURCES += report/sink.c report/sink.h
report_libreport_a_SOURCES += report/note_json.c
report_libreport_a_SOURCES += report/note_csv.c
report_libreport_a_SOURCES += report/note_check.c report/note_about.h
report_libreport_a_SOURCES += report/note_build.c report/note_build.h
report_libreport_a_SOURCES += report/note_suggest.c
report_libreport_a_SOURCES += report/note_impact.c
report_libreport_a_SOURCES += report/note_coverage.c
report_libreport_a_SOURCES += report/coverage.c report/coverage.h report/coverage_format.h report/coverage_ndjson.c report/coverage_text.c
report_libreport_a_SOURCES += report/impact_format.h report/impact_ndjson.c report/impact_text.c
report_libreport_a_SOURCES += report/accepted.c report/accepted.h
report_libreport_a_SOURCES += report/sides.c report/sides.h

# for CI
report_libreport_a_SOURCES += report/markup.c report/markup.h report/note_ci.c report/note_ci.h report/note_github.c report/note_gitlab.c report/note_junit.c
report_libreport_a_SOURCES += report/note_sarif.c report/note_sarif.h report/note_sarif_properties.c

# workbooks; libxlsxwriter's headers go before base/banned.h, since their macros use what does not compile behind it
noinst_LIBRARIES += report/libbook.a
report_libbook_a_SOURCES = report/book.c report/book.h report/book_cell.c report/book_chart.c report/book_impl.h report/book_style.c report/book_zip.c
report_libbook_a_CPPFLAGS = -include config.h -include xlsxwriter.h $(AM_CPPFLAGS)
report_libbook_a_CFLAGS = $(AM_CFLAGS) $(XLSXWRITER_CFLAGS) $(ARCHIVE_CFLAGS)
report_libreport_a_SOURCES += report/note_xlsx.c report/note_xlsx.h report/note_xlsx_checked.c report/note_xlsx_list.c report/note_xlsx_summary.c

# fields as people read them
report_libreport_a_SOURCES += report/shown.c report/shown.h
report_libreport_a_SOURCES += report/note_members.c report/note_members.h
