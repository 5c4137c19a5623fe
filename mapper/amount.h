/* mapper/amount.h: what a specification or package text says in numbers: how much is in a dose unit, in which volume, how
 * concentrated, how many dose units in a pack. Parsed once, compared exactly, never in floating point.
 *
 *     amounts_parse(units, folded, &ours);                    // "10ml:1g*5支" folded by text_fold
 *     struct amounts_verdict v = amounts_compare(&ours, theirs, 2);   // against spec and pack of an entry
 *     if (v.differs != DIFFERS_NOT) ...
 *
 * What a text does not say is absent and never differs. A text that cannot be understood says nothing. */
#ifndef MAPPER_AMOUNT_H
#define MAPPER_AMOUNT_H

#include "mapper/unit.h"

enum level { LEVEL_ANY, LEVEL_PIECE, LEVEL_CONTAINER, LEVEL_SPRAY }; /* of what: a piece, a container, one actuation */
enum base { BASE_UNIT, BASE_ML, BASE_GRAM, BASE_ANY, BASE_HOUR };    /* per what: a dose unit, 1 ml, 1 g, either, an hour */

#define QUANTITY_WEIGHT 1u     /* 每丸重9g */
#define QUANTITY_EQUIVALENT 2u /* 相当于饮片3g: also a weight */
#define QUANTITY_LOOSE 4u      /* may agree, never differs by itself (2g of 每10丸重2g) */
#define QUANTITY_CORE 16u      /* 片芯重0.25g: without its coat */
#define QUANTITY_PER 8u        /* a concentration written over a volume other than 1: 125mg/5ml */

struct quantity {
    struct decimal n, per; /* the amount is n/per, per > 0 */
    uint8_t sort, base, level, flags;
};

/* 24片/盒: n of a word in a holder. */
struct count {
    int64_t n;
    const struct unit *word, *holder; /* NULL: not said */
    bool behind_pack;                 /* no word, and what the smallest pack holds was said before: 24片/盒×400 */
};

#define AMOUNTS_MOST 6
#define COUNTS_MOST 8
struct amounts {
    struct quantity one[AMOUNTS_MOST];   /* each by itself the amount in a dose unit */
    struct quantity part[AMOUNTS_MOST];  /* 0 or ≥ 2: the components of a compound, (0.1g+25mg) */
    struct quantity total[AMOUNTS_MOST]; /* what the active is contained in: ml, or g (10g:0.1g) */
    struct quantity conc[AMOUNTS_MOST];  /* amount in 1 ml, 1 g, or an hour; several: components */
    uint8_t ones, parts, totals, concs;
    bool pair;         /* g:g, where total:active and a compound of two look alike; total and one have the two */
    bool odd;          /* some number was not understood */
    bool bare_said;    /* 0.5: a number whose unit is not said, which is kept but never compared */
    struct decimal bare;
    struct count count[COUNTS_MOST]; /* as they stand there, from left to right */
    uint8_t counts;
    int64_t units; /* dose units in a pack, as far as the text alone tells; 0: not said */
    int64_t packs; /* packs in a case; 0: not said */
    int64_t doses; /* actuations in a container; 0: not said */
};

/* Reads folded text. Never fails. */
void amounts_parse(const struct units *units, struct span folded, struct amounts *out);
/* It says no amount, volume or concentration. */
bool amounts_silent(const struct amounts *a);

enum differs { DIFFERS_NOT, DIFFERS_AMOUNT, DIFFERS_VOLUME, DIFFERS_CONCENTRATION };
struct amounts_verdict {
    enum differs differs;
    bool weight;   /* one of the amounts that differ is a weight */
    bool compared; /* both sides said something of one sort */
    bool other_container; /* nothing differs, unless 0.5g/5ml means a container of 5 ml and not a concentration: the other side has 10 ml */
};
/* One text of ours against all that the other side says (its spec and its pack: theirs[0..n-1], silent ones allowed). */
struct amounts_verdict amounts_compare(const struct amounts *ours, const struct amounts *const *theirs, size_t n);

/* How many dose units a pack holds, for one who knows what is called a dose unit and what a pack (NULL: not known): 30丸/袋×10袋/盒 holds
 * 300 丸 or 10 袋. Several numbers are alternatives. n 0: the text does not say. */
#define IN_PACK_MOST 3
struct in_pack {
    int64_t n[IN_PACK_MOST];
    bool holder_only[IN_PACK_MOST]; /* so many in a bottle or bag, and the pack may hold several of these: 50片/瓶 of a box */
    uint8_t count;
    bool pack_named; /* it is said to be in the pack: 1支/盒, but not 2ml×1支 */
};
void amounts_in_pack(const struct amounts *a, const struct unit *dose, const struct unit *pack, struct in_pack *out);
/* Can the two be the same number? Both say something. */
bool in_pack_agree(const struct in_pack *a, const struct in_pack *b);

/* What was said, in one spelling, appended: "0.25g", "10ml:1g", "(0.1g+0.025g)", "1%"; for tests and for keys of findings. */
void amounts_add_text(struct buf *b, const struct amounts *a);
#endif
