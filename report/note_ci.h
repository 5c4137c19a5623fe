/* report/note_ci.h: what the formats for CI share: paths as a repository has them, what items and rules are called, and counting repeats.
 * Only the formats' own files include it. */
#ifndef REPORT_NOTE_CI_H
#define REPORT_NOTE_CI_H

#include "base/map.h"
#include "report/note.h"

/* The path without "./" in front: "tables/drugs.csv". Absent for NULL. */
struct span note_path(const char *file);
/* Appends what the item is called for people: "Y0001 对乙酰氨基酚片", of an entry its code and name; a row that has neither: "line 12";
 * nothing for a table as a whole. One line, without control characters; not yet escaped for any format. */
void note_item_name(struct buf *out, const struct note_item *item);
/* Appends note_item_name, ": " where there was something to say, and the message; of a sheet of a workbook with the sheet in front. One line as well. */
void note_sentence(struct buf *out, const struct note_item *item, const struct note *note);
/* Appends what a rule is called: "D302 strength-mismatch", "impact-money". */
void note_rule_name(struct buf *out, const struct note_rule *rule);
/* Does --select or --ignore hide it? */
static inline bool note_rule_off(const struct note_run *run, size_t rule) { return run->rule_off && run->rule_off[rule]; }
/* How often `key` was asked for: 1 for the first time. 0: no memory. */
uint32_t note_times(struct map *seen, struct span key, struct error *err);
/* The same for the fingerprint of a note under its rule: two rows that are the same have the same one. */
uint32_t note_times_seen(struct map *seen, const struct note *note, struct error *err);
#endif
