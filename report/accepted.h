/* report/accepted.h: findings that somebody accepts for a time: a baseline has them (known), or the suppressions file says so (suppressed). What is
 * accepted decides no exit code and is in no count but that of its own; formats show it marked, or not at all. Accepting never silences: it
 * comes after the check has decided everything.
 *
 *     accepted_start(&a, row, &err);                     // row by row: nothing is accepted …
 *     suppressions_mark(..., row, a.marks); baseline_mark(..., row, a.marks);  // … each marks what is new still
 *     accepted_count(&a, row);
 *     report_row(r, row, a.marks, &err);
 *     ... accepted_uncount(&a, &summary);                // at the table's end
 *     accepted_release(&a); */
#ifndef REPORT_ACCEPTED_H
#define REPORT_ACCEPTED_H

#include "mapper/check.h"
#include "mapper/row.h"
#include "report/note.h"

/* The cells of a row that whoever accepts looks at. */
#define ACCEPTED_CELLS (COLUMN_BIT(COLUMN_LOCAL_CODE) | COLUMN_BIT(COLUMN_LOCAL_NAME))

struct acceptance {
    enum note_state state;
    struct span reason, owner; /* absent: not said; they live as long as whoever accepted it */
    date until;                /* the last day of it; DATE_NONE: not said */
};
struct accepted {
    struct acceptance *marks; /* of each finding of the row */
    size_t cap;
    struct check_summary counts; /* of the table so far: what is not new, as the summary counted it */
    uint64_t suppressed[SEVERITY_COUNT]; /* of those, what the suppressions accept */
};

int accepted_start(struct accepted *a, const struct checked_row *row, struct error *err);
void accepted_count(struct accepted *a, const struct checked_row *row);
/* Takes what was counted off the summary of the table, puts it into the summary's counts of what is known and suppressed, and forgets it. */
void accepted_uncount(struct accepted *a, struct check_summary *summary);
void accepted_release(struct accepted *a);

/* ---- the files that accept ---- */

/* Where the columns of these names stand in a heading row; -1: nowhere. */
void accepted_columns(const struct span *cells, size_t n, const char *const *heads, size_t count, int *place);
/* The trimmed cell at that place; SPAN_NONE: there is none. */
struct span accepted_cell(int place, const struct span *cells, size_t n);
/* X001 of the entry in that line, about these cells: to the sink and into the summary. */
int accepted_stale(const char *file, uint32_t line, const struct span cells[COLUMN_COUNT], struct span message, uint64_t fingerprint,
                   const struct finding_sink *sink, struct check_summary *summary, struct error *err);
#endif
