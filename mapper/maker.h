/* mapper/maker.h: names of makers: where they are, and who they are once the kind of company and the trade are set aside.
 *
 *     makers_parse(makers, text, SPAN("石药集团欧意药业有限公司"), &arena, &theirs);    // left "石药欧意", industry
 *     makers_agree(&ours, &theirs)                                                // with 石药欧意, 石药欧意公司, 欧意药业
 *
 * Places from share/places.tsv, words from share/makers.tsv. */
#ifndef MAPPER_MAKER_H
#define MAPPER_MAKER_H

#include "base/arena.h"
#include "base/text.h"
#include <stdint.h>

#define MAKER_PLACES 6

struct maker {
    struct span full;   /* comparison key of the whole name */
    struct span left;   /* of what is left without places, legal and industry words */
    struct span brief;  /* of the whole name without legal words: what an abbreviation is measured by */
    uint16_t place[MAKER_PLACES]; /* numbers of places */
    uint8_t places;
    bool industry;      /* has an industry word */
    bool latin;         /* no Han character */
};

struct makers;
struct makers *makers_new(const char *share_dir, struct text *text, struct error *err);
void makers_free(struct makers *m);
/* Fills out; its texts are in arena. -1: memory. */
int makers_parse(struct makers *m, struct text *text, struct span name, struct arena *arena, struct maker *out);
/* Do the two names agree, as spec/rules.md says? */
bool makers_agree(const struct makers *m, const struct maker *a, const struct maker *b);
/* Do the places of one differ from those of the other? */
bool makers_places_differ(const struct makers *m, const struct maker *a, const struct maker *b);
#endif
