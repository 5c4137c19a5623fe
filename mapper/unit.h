/* mapper/unit.h: units of measure and counting words (share/units.tsv), looked up in folded text.
 *
 *     const struct unit *u = units_match(units, folded, at, &end);   // "0.25毫克×24片": at 4 gives 毫克, at 12 gives 片 */
#ifndef MAPPER_UNIT_H
#define MAPPER_UNIT_H

#include "base/decimal.h"
#include "base/text.h"

/* Sorts of amounts, then what is no amount. Amounts of different sorts are never compared. */
enum sort {
    SORT_MASS,       /* g */
    SORT_VOLUME,     /* ml */
    SORT_IU,         /* IU, U, 单位 */
    SORT_PERCENT,    /* 1/100; as a concentration it is g in 1 ml or in 1 g */
    SORT_MOLE,       /* mol */
    SORT_EQUIVALENT, /* Eq */
    SORT_ACTIVITY,   /* Bq */
    SORT_ENERGY,     /* kcal */
    SORT_LENGTH,     /* cm */
    SORT_AREA,       /* cm2 */
    SORT_TIME,       /* h */
    SORT_NUMBER,     /* 万: multiplies the number before it */
    SORT_PIECE,      /* counting words from here on: 片 */
    SORT_CONTAINER,  /* 袋 */
    SORT_BOTH,       /* 支: a piece or a container */
    SORT_SPRAY,      /* 揿 */
    SORT_BLISTER,    /* 板 */
    SORT_PACK,       /* 盒 */
    SORT_CASE,       /* 箱 */
    SORT_SERVICE,    /* 床日 */
    SORT_PRICED,     /* 侧: only what a price is for, never part of an amount: units_match does not see it */
    SORT_OTHER,      /* and up: one number for each further sort of the file, an amount again */
};
static inline bool sort_counts(unsigned sort) { return sort >= SORT_PIECE && sort <= SORT_CASE; }
static inline bool sort_measures(unsigned sort) { return sort < SORT_NUMBER || sort >= SORT_OTHER; }

struct unit {
    struct span word;   /* folded */
    struct span stands; /* the word that all its synonyms share */
    uint8_t sort;
    struct decimal value; /* in the sort's base unit */
};

struct units;
/* Reads SHARE_DIR/units.tsv. NULL with err. The caller frees it. */
struct units *units_new(const char *share_dir, struct text *text, struct error *err);
void units_free(struct units *u);
/* The longest word that stands at s.p[at] (folded text) and does not end inside a Latin word; *end: behind it. NULL: none. */
const struct unit *units_match(const struct units *u, struct span s, size_t at, size_t *end);
/* The unit that is this whole word (folded), or NULL. */
const struct unit *units_find(const struct units *u, struct span word);

/* What a price is for, as price lists write it (folded): 次, 每次, 元/10克, 1个, 次/单侧. */
struct unit_phrase {
    struct decimal count;    /* 10 of 10克; 1 where no number stands there */
    const struct unit *unit; /* NULL: a word that the list does not have … */
    struct span word;        /* … which is this, without 元/, 每, blanks and signs; empty: nothing is said */
};
/* The word lies in `room`, which is emptied first. -1: memory. */
int units_phrase(const struct units *u, struct span folded, struct buf *room, struct unit_phrase *out);
/* The same amount of the same thing: 每次 and 次, 10g and 0.01kg; not 10次 and 次. same_word: synonyms of counting words (支, 根) are not the
 * same then. */
bool units_phrase_same(const struct unit_phrase *a, const struct unit_phrase *b, bool same_word);
#endif
