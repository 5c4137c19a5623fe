/* report/note_members.h: members of JSON objects that more than one format of notes has, under one name and in one order: json and sarif. Absent ones
 * are left out. */
#ifndef REPORT_NOTE_MEMBERS_H
#define REPORT_NOTE_MEMBERS_H

#include "report/json.h"
#include "report/note.h"

void note_text_member(struct buf *out, const char *name, const char *text); /* NULL and "": absent */
void note_day_member(struct buf *out, const char *name, date day);

/* What was checked against what: verb, day, region, hospital_level, scheme. */
void note_scope_members(struct buf *out, const struct note_run *run);
/* What a note is about: column, field, kind, the codes and names, catalog, the two values. */
void note_subject_members(struct buf *out, const struct note_item *item, const struct note *note);
/* What it offers: fix, score, at_risk. */
void note_offer_members(struct buf *out, const struct note *note);
/* errors, warnings, infos, accepted. */
void note_severity_members(struct buf *out, const uint64_t by_severity[SEVERITY_COUNT], uint64_t accepted);
/* tables, rows, mapped, clean, and the severities. */
void note_total_members(struct buf *out, const struct note_totals *totals);
#endif
