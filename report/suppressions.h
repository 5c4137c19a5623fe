/* report/suppressions.h: findings that somebody accepts by rule and local code, with a reason: written by hand, where a baseline is written by the
 * program. Knows no files: cli/ reads them.
 *
 * A row of the file has a rule (an identifier, a name, or a group such as D), a local code ("*": every row, and the table as a whole), the reason,
 * and may have an owner and the last day on which it counts. X001 cannot be suppressed.
 *
 *     struct suppressions *s = suppressions_new(&err);
 *     suppressions_heading(s, cells, n, &err); suppressions_row(s, line, cells, n, &err); ...
 *     suppressions_mark(s, day, row, accepted.marks)      // row by row (report/accepted.h), in front of a baseline
 *     suppressions_stale(s, ...)                          // X001 */
#ifndef REPORT_SUPPRESSIONS_H
#define REPORT_SUPPRESSIONS_H

#include "report/accepted.h"

struct suppressions;
struct suppressions *suppressions_new(struct error *err);
void suppressions_free(struct suppressions *s);

/* The heading row: rule, local_code and reason must be there, owner and expires may be, in any order; others are not read. */
int suppressions_heading(struct suppressions *s, const struct span *cells, size_t n, struct error *err);
/* A row. -1, ERROR_USAGE: no such rule, no local code, no reason, a day that is none. */
int suppressions_row(struct suppressions *s, uint32_t line, const struct span *cells, size_t n, struct error *err);

/* Marks those of the row's findings that are new still and that an entry accepts, unless only behind its last day. Of several the first counts. */
void suppressions_mark(struct suppressions *s, date day, const struct checked_row *row, struct acceptance *marks);
/* X001, as baseline_stale (report/baseline.h) says it. */
int suppressions_stale(struct suppressions *s, const char *file, date day, bool unused, const bool rule_off[RULE_COUNT],
                       const struct finding_sink *sink, struct check_summary *summary, struct error *err);
#endif
