/* mapper/name.h: names of drugs and services: when are two the same, when a variant, when another thing.
 *
 *     names_parse(names, text, SPAN("盐酸左氧氟沙星片(0.1g)"), &arena, &ours);   // key, plain 盐酸左氧氟沙星片, core 左氧氟沙星, salt 盐酸
 *     names_compare(&ours, &theirs, NAMES_DROP_ALL) == NAMES_VARIANT
 *
 * Exact: equal keys. Variant: equal after setting aside bracketed remarks and strengths, and for drugs that are no patent
 * medicines a dosage-form word and a salt that only one side names. Lists: share/salts.tsv, share/name-words.tsv, share/forms.tsv. */
#ifndef MAPPER_NAME_H
#define MAPPER_NAME_H

#include "base/arena.h"
#include "mapper/form.h"
#include "mapper/unit.h"

#define NAME_SALTS 6

struct name {
    struct span key;   /* the comparison key of the whole */
    struct span plain; /* key without bracketed remarks and strengths */
    struct span core;  /* key without form words and salts too */
    struct span marks; /* remarks set aside that tell drugs apart where both sides have one: (TPF), (Vero细胞) */
    const struct name *inner; /* the first remark that may be a name itself, 立普妥(阿托伐他汀钙片); NULL: none */
    bool piece; /* ends as names of herbal pieces do that keep their form: 柏子仁霜 */
    bool whole; /* all of this is filled in; false: the key only */
    uint16_t salt[NAME_SALTS]; /* numbers of the salts set aside, in order of appearance */
    uint8_t salts;
};

enum names_drop {
    NAMES_DROP_NOTHING,
    NAMES_DROP_REMARK,  /* services and what else is no drug: what one side has more, 切除术(左侧) is not 切除术(右侧) */
    NAMES_DROP_REMARKS, /* patent medicines: the form is part of the name */
    NAMES_DROP_PIECES,  /* herbal pieces: all but 霜 and the like, which are ways of processing */
    NAMES_DROP_ALL,
};
enum names_verdict { NAMES_OTHER, NAMES_VARIANT, NAMES_SAME };

struct names;
/* units and forms are kept and must outlive it. */
struct names *names_new(const char *share_dir, struct text *text, const struct units *units, const struct forms *forms, struct error *err);
void names_free(struct names *n);
/* Fills out->key alone; its text is in arena. -1: memory. */
int names_key(struct names *n, struct text *text, struct span name, struct arena *arena, struct name *out);
/* Fills out; its texts are in arena. Where out has its key already (names_key, the same name), that stays. -1: memory. */
int names_parse(struct names *n, struct text *text, struct span name, struct arena *arena, struct name *out);
/* Both whole. */
enum names_verdict names_compare(const struct name *a, const struct name *b, enum names_drop drop);
/* The two differ in remarks and strengths only: a variant whatever else the entry is called. Both whole. */
bool names_same_plain(const struct name *a, const struct name *b);
/* Both, or one and a name in the other's brackets, have the same core, and each names a salt that the other does not: 马来酸氨氯地平 and
 * 苯磺酸氨氯地平. Both whole. */
bool names_salts_differ(const struct name *a, const struct name *b);
#endif
