/* report/note_formats.h: one line a format of notes; only note.c and the formats' own files include it. */
#ifndef REPORT_NOTE_FORMATS_H
#define REPORT_NOTE_FORMATS_H

#include "report/note.h"
extern const struct note_format note_xlsx;

extern const struct note_format note_json;
extern const struct note_format note_csv;
extern const struct note_format note_html;
extern const struct note_format note_sarif, note_junit, note_github, note_gitlab;

#endif
