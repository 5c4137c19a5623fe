/* cli/progress.h: one line on standard error that replaces itself, while something takes long. Only on a terminal that can move its cursor,
 * and without -q. It is gone before anything else is written, and at the end.
 *
 *     struct progress_step step = { .what = "drugs.xml", .unit = PROGRESS_BYTES, .done = 4096, .total = 1000000, .records = 12 };
 *     cli_progress(cli, &step);       // as often as one likes: it is drawn ten times a second at most
 *     cli_progress_end(cli); */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include "cli/cli.h"

enum progress_unit { PROGRESS_BYTES, PROGRESS_ENTRIES };

struct progress_step {
    const char *what;  /* a file; its folders are left out */
    const char *doing; /* translated; NULL: reading. Another one begins a measure of its own */
    enum progress_unit unit;
    uint64_t done, total; /* total 0: not known */
    uint64_t records;     /* rows, or records, so far; with PROGRESS_ENTRIES not shown */
};

void cli_progress(struct cli *cli, const struct progress_step *step);

/* The line for a terminal `columns` wide, after `ms` milliseconds of this measure; without an escape sequence. For tests. */
void progress_line(struct buf *out, const struct progress_step *step, uint64_t ms, int columns);
#endif
