/* report/note_build.h: what the adapters of the verbs (note_VERB.c) share: the notes of an item gathered, the texts made for them kept, everything
 * counted.
 *
 *     struct note_build b = { .report = NULL };                      // the run and its rules live as long
 *     note_build_open(&b, format, &run, write, ctx, &about, &err);
 *     struct note *n = note_build_add(&b, RULE, SEVERITY_WARNING);   // as many as the item has
 *     n->message = note_build_textf(&b, _("…"), …);                  // lives until note_build_item
 *     note_build_item(&b, &item, &err);                              // hands them over, counts them, forgets them
 *     note_build_table_end(&b, &table, &err); … note_build_end(&b, &totals, &err); note_build_release(&b);
 *
 * Memory that runs out on the way is noticed by note_build_item and the like. */
#ifndef REPORT_NOTE_BUILD_H
#define REPORT_NOTE_BUILD_H

#include "base/arena.h"
#include "report/note.h"
#include "report/note_about.h"

#define NOTE_SHEETS 4

/* Sheets of figures; everything in them lives as long. */
struct note_figures {
    struct arena memory;
    struct note_sheet sheets[NOTE_SHEETS];
    struct span *rows[NOTE_SHEETS]; /* the cells of each, to be written */
    size_t count;
    bool failed;
};
void note_figures_release(struct note_figures *f);
/* Begins a sheet like `head`, with room for `most` rows; then: */
void note_figures_sheet(struct note_figures *f, const struct note_sheet *head, size_t most);
/* a row of it: its cells, SPAN_NONE so far; NULL: memory. */
struct span *note_figures_row(struct note_figures *f);
/* Drops the sheet where it has no row. */
void note_figures_sheet_end(struct note_figures *f);
/* A whole sheet, a line a row: id, what (label), rows (count). */
struct note_line {
    const char *id, *label;
    uint64_t count;
};
void note_figures_lines(struct note_figures *f, const char *id, const char *title, const struct note_line *lines, size_t count);
struct span note_figures_count(struct note_figures *f, uint64_t count);
struct span note_figures_amount(struct note_figures *f, int64_t amount, int places); /* AMOUNT_NONE: SPAN_NONE */

/* The rules of a verb in the language of the run; the versions in force, how many. */
void note_rules_translate(const struct note_rule *rules, size_t n, struct note_rule *out);
size_t note_catalogs_in_force(const struct view *view, struct note_catalog out[KIND_COUNT]);

struct note_build {
    struct note_report *report;
    const struct note_run *run;
    struct note *notes; /* of the item */
    size_t count, cap;
    struct arena memory; /* texts of the item */
    struct buf text;
    struct note_figures figures;
    uint64_t in_table[SEVERITY_COUNT], in_all[SEVERITY_COUNT], *by_rule;
    uint64_t tables, rows, mapped, clean;
    bool failed;
};
int note_build_open(struct note_build *b, const struct note_format *format, const struct note_run *run, write_fn *write, void *ctx,
                    const struct note_about *about, struct error *err);
void note_build_release(struct note_build *b);

/* Of no field, with no values; NULL: memory. */
struct note *note_build_add(struct note_build *b, size_t rule, enum severity severity);
struct span note_build_textf(struct note_build *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
struct span note_build_keep(struct note_build *b, struct buf *text); /* a copy; `text` is emptied */
/* Over the rule's identifier and the parts: codes and values, never lines, files or versions. */
uint64_t note_build_fingerprint(struct note_build *b, size_t rule, const struct span *parts, size_t n);

/* Sets the item's notes. */
int note_build_item(struct note_build *b, struct note_item *item, struct error *err);
/* Sets the table's by_severity, and adds its rows to the totals. */
int note_build_table_end(struct note_build *b, struct note_table *table, struct error *err);
/* Instead of note_build_table_end; what was found in the table so far does not count in the next one. */
int note_build_unread(struct note_build *b, const char *file, const char *why, struct error *err);
/* With b->figures. */
int note_build_end(struct note_build *b, struct error *err);
#endif
