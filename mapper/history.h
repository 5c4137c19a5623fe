/* mapper/history.h: what the store says of codes that are not in force, remembered: one look-up in the store a code, whatever number of rows
 * has it. One for all threads; a lock guards it. Bounded by the catalog's own history: codes that no version ever had are not remembered.
 *
 *     struct history *h = history_new(view, &err);
 *     got = history_find(h, KIND_DRUG, code, &past, &err);      // 1: known
 *     history_clear(h);                                         // between tables
 *     history_free(h); */
#ifndef MAPPER_HISTORY_H
#define MAPPER_HISTORY_H

#include "catalog/view.h"

struct code_past {
    const struct view_entry *entry;
    struct span last_label, next_label; /* absent: no such version */
    date next_from;
    bool ever_open_from;
    date earliest_from;
};

struct history;
struct history *history_new(struct view *view, struct error *err); /* NULL: memory */
void history_free(struct history *h);
/* Forgets everything; entries and spans that it handed out end. While no other thread uses it or them. */
void history_clear(struct history *h);
/* 1: known in a published version, *out filled (entry and spans live until history_clear); 0: unknown; -1: err. */
int history_find(struct history *h, enum kind kind, struct span code, struct code_past *out, struct error *err);
#endif
