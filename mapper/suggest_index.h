/* mapper/suggest_index.h: which entries in force might a row mean? By what its names look like, and by approval number and 本位码. Candidates
 * only: what is compared and how they rank is mapper/suggest.c's matter.
 *
 *     struct suggest_index *x = suggest_index_new(view, text, day, &err);
 *     struct suggest_search *s = suggest_search_new(x, text, &err);
 *     suggest_search_start(s, kinds);                               // a row
 *     suggest_search_name(s, key, 1000);                            // any number of names, with what they count at most
 *     suggest_search_number(s, SPAN("H20013062"));
 *     n = suggest_search_end(s, &list);
 *
 * Memory: a grams index over the different names, 4 bytes for each (name, entry), and, where a row has a number, 16 to 32 for each approval
 * number and 本位码; a search: 8 bytes for each name and 4 for each entry. One index for all threads; a search belongs to one. */
#ifndef MAPPER_SUGGEST_INDEX_H
#define MAPPER_SUGGEST_INDEX_H

#include "base/text.h"
#include "catalog/view.h"

struct suggest_index;
struct suggest_search;

struct candidate {
    const struct view_entry *entry;
    uint32_t alike; /* 0 … 1000: the best of its names against the best of the row's */
    unsigned called; /* bits that suggest_search_entry was given */
};

/* NULL with err. The caller frees it. `text` is used only here. */
struct suggest_index *suggest_index_new(const struct view *view, struct text *text, date day, struct error *err);
void suggest_index_free(struct suggest_index *x);
size_t suggest_index_memory(const struct suggest_index *x);

/* NULL with err. The caller frees it; index and text, which belongs to the same thread, must outlive it. */
struct suggest_search *suggest_search_new(struct suggest_index *index, struct text *text, struct error *err);
void suggest_search_free(struct suggest_search *s);
size_t suggest_search_memory(const struct suggest_index *x); /* of each search in it */

/* Only entries of these kinds (KIND_BITs) will do. */
void suggest_search_start(struct suggest_search *s, unsigned kinds);
/* `key` as text_key gives it; `most` in 1/1000: what a name that is the same counts. -1: memory. */
int suggest_search_name(struct suggest_search *s, struct span key, uint32_t most);
/* An entry of which it is known that it may be called like the row; `called` says by which of its names. */
void suggest_search_entry(struct suggest_search *s, const struct view_entry *entry, uint32_t alike, unsigned called);
/* The numbers in a field: an approval number with or without its words, or several; a 本位码. -1: memory. */
int suggest_search_number(struct suggest_search *s, struct span field);
/* The candidates of the row, each once, in no order; valid until the next start. */
size_t suggest_search_end(struct suggest_search *s, const struct candidate **out);
#endif
