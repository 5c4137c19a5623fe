/* mapper/words.h: amounts, names, forms and makers as rules read them: the word lists of share/, and caches of what was parsed, so that a
 * value met before costs one look-up. Bounded memory; belongs to one thread.
 *
 *     struct words *w = words_new(share_dir, view, &err);
 *     words_tidy(w);                                    // before each row; then what it hands out lives until the next words_tidy
 *     const struct amounts *a = words_amounts(w, row_value(row, COLUMN_SPEC));
 *     words_free(w);
 *
 * A function that hands out NULL ran out of memory. */
#ifndef MAPPER_WORDS_H
#define MAPPER_WORDS_H

#include "catalog/view.h"
#include "mapper/amount.h"
#include "mapper/form.h"
#include "mapper/maker.h"
#include "mapper/name.h"
#include "mapper/recall.h"

struct words;
struct peers; /* mapper/peers.h */

/* Reads the lists in share_dir. `view` is asked only by words_other_generic and may be NULL then. NULL with err. */
struct words *words_new(const char *share_dir, const struct view *view, struct error *err);
/* The same with a text of its own already, which it takes; NULL: it failed before. */
struct words *words_new_with(const char *share_dir, const struct view *view, struct text *text, struct error *err);
void words_free(struct words *w);
void words_tidy(struct words *w);

const struct amounts *words_amounts(struct words *w, struct span raw);
const struct name *words_name(struct words *w, struct span raw);
const struct maker *words_maker(struct words *w, struct span raw);
/* 0: *out is the form, NULL where it is not known. -1: memory. */
int words_form(struct words *w, struct span raw, const struct form **out);

/* What came of comparing this local text with these texts of this entry before, or RECALL_NONE; key is filled in for words_remember. At
 * most RECALL_IDS fields; the verdict, 0 to 255, must depend on nothing else. */
enum words_what {
    WORDS_SAME_NAME = 1, WORDS_NAME, WORDS_ITEM_NAME, WORDS_PATENT_NAME, WORDS_PIECE_NAME, WORDS_OTHER_GENERIC,
    WORDS_CATALOG_NAME, WORDS_FORM, WORDS_STRENGTH, WORDS_PACK, WORDS_MAKER
};
int words_recall(const struct words *w, enum words_what what, struct span local, const struct view *view, const struct view_entry *entry,
                 const enum entry_text *fields, size_t n, struct recall_key *key);
void words_remember(struct words *w, const struct recall_key *key, struct span local, int verdict);

const struct makers *words_makers(const struct words *w);
struct text *words_text(struct words *w);
struct names *words_names(struct words *w);

/* How a local name stands to an entry's name, generic, brand and aliases. Patent medicines and what is no drug keep their form words. */
int words_name_verdict(struct words *w, struct span local, const struct view *view, const struct view_entry *entry, enum names_verdict *out);
/* Does a generic name fit the entry, form words aside even of patent medicines (妇康 fits 妇康片)? 1, 0, -1 memory. */
int words_generic_fits(struct words *w, struct span generic, const struct view *view, const struct view_entry *entry);
/* Does this local name agree with entries in force, and all of them of another generic than `entry` has? 1 yes (*other: the first of
 * them), 0 no, -1 memory. Without peers: no. */
int words_other_generic(struct words *w, struct peers *peers, struct span local, const struct view_entry *entry, const struct view_entry **other);
/* 0: *out is the unit that this word stands for, NULL where there is none. -1: memory. */
int words_unit(struct words *w, struct span raw, const struct unit **out);
/* Is the unit a the same as b (颗 is 粒, 人次 and 每次 are 次, 10g is 0.01kg)? Words that share/units.tsv does not have only where they are
 * written the same, but for 元/, 每 and signs; an absent one never. -1: memory. */
int words_unit_same(struct words *w, struct span a, struct span b);
/* The same, but a counting word only where it is the same word: 支 is not 根, as a consumable's price is for the one or the other. */
int words_price_unit_same(struct words *w, struct span a, struct span b);
/* Grams in a unit of mass (kg, 10克, 元/100g): 1, 0 where it is none, -1 memory. */
int words_unit_grams(struct words *w, struct span raw, struct decimal *grams);
#endif
