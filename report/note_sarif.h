/* report/note_sarif.h: the two files of one format share this; nobody else includes it. */
#ifndef REPORT_NOTE_SARIF_H
#define REPORT_NOTE_SARIF_H

#include "base/map.h"
#include "report/note.h"

struct sarif {
    struct map seen;         /* fingerprints: how often */
    struct map files;        /* paths, by order of appearance: "artifacts" */
    struct buf *artifacts;   /* [file_count]: the members of each behind its location */
    size_t file_count;
    struct buf notifications; /* objects parted by commas: rules that did not run, headings that nothing knows */
    struct buf unread;       /* the same of tables that could not be read */
    struct buf scratch;
    bool any;                /* a result was written */
};

/* Members of an artifact: what is known of a table, each with a comma in front. */
void sarif_artifact(struct buf *out, const struct note_table *table);
/* ,"properties":{…} of a result: the fields of a finding that SARIF has no place for. */
void sarif_result_properties(struct buf *out, const struct note_item *item, const struct note *note);
/* Members of the properties of the run: what was checked against what, totals, figures. */
void sarif_run_properties(struct buf *out, const struct note_run *run, const struct note_totals *totals);
#endif
