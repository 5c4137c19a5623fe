noinst_LIBRARIES += import/libimport.a
import_libimport_a_SOURCES = import/base.c import/convert.c import/convert.h import/convert_run.h import/columns.c import/columns.h import/columns_fit.c import/columns_fit.h import/describe.c import/digest.c import/digest.h import/document.c \
	import/document.h import/extract.c import/extract.h import/extract_run.c import/extract_run.h import/extract_source.c import/garbled.c import/garbled.h import/import.c import/import.h \
	import/import_run.h import/late.c import/late.h import/native_out.c import/native_out.h import/path.c import/path.h import/problem.c import/problem.h import/profile.c import/profile.h \
	import/profile_bind.c import/profile_build.c import/profile_build.h import/profile_case.c import/profile_columns.c import/profile_read.c import/profile_value.c import/reading.c import/shape.c \
	import/spool.c import/spool.h import/states.c import/states.h import/target.c import/target.h import/value.c import/value.h
import_libimport_a_CFLAGS = $(AM_CFLAGS)

# looking at documents: surveys, fits, drafts
import_libimport_a_SOURCES += import/draft.c import/draft.h import/draft_choose.c import/draft_record.c import/draft_run.h import/draft_values.c \
	import/draft_words.c import/draft_write.c import/fit.c import/fit.h import/fit_read.c import/lines.c import/lines.h import/survey.c import/survey.h import/survey_look.c \
	import/survey_run.h import/survey_take.c
