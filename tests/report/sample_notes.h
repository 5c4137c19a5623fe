/* tests/report/sample_notes.h: notes made by hand, as check would make them: ordinary ones, and texts that a format must not fall for. */
#ifndef TESTS_REPORT_SAMPLE_NOTES_H
#define TESTS_REPORT_SAMPLE_NOTES_H

#include "report/note.h"

extern const struct note_run sample_run;
#define SAMPLE_RULES 4
/* The whole report: begin, `items` items, the end of the table, the end. -1 with err. */
int sample_feed(struct note_report *r, unsigned items, struct error *err);
/* The items alone. */
int sample_items(struct note_report *r, unsigned first, unsigned n, struct error *err);
int sample_end(struct note_report *r, unsigned items, struct error *err);
#endif
