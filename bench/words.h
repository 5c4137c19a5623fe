/* bench/words.h: what the generator's texts are made of. Invented: syllables and stems that sound like drug names and
 * companies; no name here is copied from a list. Arrays of counted strings. */
#ifndef BENCH_WORDS_H
#define BENCH_WORDS_H

#include <stddef.h>

struct words {
    const char *const *word;
    size_t n;
};

extern const struct words words_syllable;      /* of western names: two, and … */
extern const struct words words_class;         /* … an ending of a class */
extern const struct words words_salt;          /* in front of some */
extern const struct words words_herb;          /* of patent medicines: one of these, */
extern const struct words words_herb_second;   /* one of these, */
extern const struct words words_effect;        /* and what it does */
extern const struct words words_brand;         /* brands: two of these */
extern const struct words words_place;         /* makers: a place, */
extern const struct words words_maker_first;   /* two characters that make no place, … */
extern const struct words words_maker_second;
extern const struct words words_industry;      /* … what they do */
extern const struct words words_legal;         /* … and what they are */
extern const struct words words_restriction;
extern const struct words words_note;

/* The word at an index, which wraps. */
static inline const char *word(struct words w, size_t i) { return w.word[i % w.n]; }
#endif
