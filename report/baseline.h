/* report/baseline.h: findings that are known and accepted for a time: they are not reported again. Hiding a finding never silences: what is here
 * is left out of reports after the check has decided everything. Knows no files: cli/ reads and writes them.
 *
 * An entry has a rule and a fingerprint, which make it fit findings; a reason, an owner and a last day for people; local code and name, so that
 * people know what it is about. Behind its last day it hides nothing any more.
 *
 *     struct baseline *known = baseline_new(&err), *all = baseline_new(&err);
 *     baseline_heading(known, cells, n, &err); baseline_row(known, line, cells, n, &err); ...   // of the file
 *     baseline_mark(known, day, row, accepted.marks)                    // row by row (report/accepted.h)
 *     baseline_add(all, row, accepted.marks, known, &err); baseline_print(all, &out);   // --write-baseline
 *     baseline_stale(known, ...)                                        // X001
 */
#ifndef REPORT_BASELINE_H
#define REPORT_BASELINE_H

#include "report/accepted.h"

struct baseline;
struct baseline *baseline_new(struct error *err);
void baseline_free(struct baseline *b);

/* The heading row of the file: fingerprint and rule must be there, reason, owner, expires, local_code and local_name may be; others are not read. */
int baseline_heading(struct baseline *b, const struct span *cells, size_t n, struct error *err);
/* A row. -1, ERROR_USAGE: the fingerprint is none, there is no such rule, the day is none. */
int baseline_row(struct baseline *b, uint32_t line, const struct span *cells, size_t n, struct error *err);

/* Marks those of the row's findings that are new still and that the baseline has, unless only behind its last day. */
void baseline_mark(struct baseline *b, date day, const struct checked_row *row, struct acceptance *marks);

/* Adds the row's findings, X001 and what the marks (or NULL) say is suppressed aside, each once; where `before` (or NULL) has one, with its reason,
 * owner and last day. */
int baseline_add(struct baseline *b, const struct checked_row *row, const struct acceptance *marks, const struct baseline *before, struct error *err);
/* Adds what `before` has of rules that are off: nothing can be said of it. */
int baseline_keep(struct baseline *b, const struct baseline *before, const bool rule_off[RULE_COUNT], struct error *err);
/* The whole file: a heading and an entry a line, fields parted by one TAB, sorted by rule, local code and fingerprint. */
int baseline_print(struct baseline *b, struct buf *out, struct error *err);

/* X001 for each entry that has expired and, where `unused`, for each that nothing used, in the order of the file. Entries of rules that are off
 * may have had nothing to use them, and are passed over. Counts into the summary. */
int baseline_stale(struct baseline *b, const char *file, date day, bool unused, const bool rule_off[RULE_COUNT], const struct finding_sink *sink,
                   struct check_summary *summary, struct error *err);
#endif
