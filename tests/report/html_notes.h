/* tests/report/html_notes.h: notes made by hand for the HTML report: what every verb could say, honest rows and hostile ones. */
#ifndef TESTS_REPORT_HTML_NOTES_H
#define TESTS_REPORT_HTML_NOTES_H

#include "report/note.h"

/* Writes a whole report of `count` items through `write`; hostile: with texts that try to break out of the page. 0, or -1 with err. */
int html_notes(const char *verb, uint32_t count, bool hostile, int (*write)(void *ctx, const char *p, size_t n, struct error *err), void *ctx,
               struct error *err);
#endif
