/* bench/drug.h: the i-th drug of an invented catalog, made from (seed, entries, revision, i) alone.
 *
 * Codes rise with i and obey the patterns of the western (X) and patent (Z) lists; names, makers, approval numbers and 本位码
 * hang together as they do in a real catalog: a generic has several forms, each some strengths and packs, each several makers.
 *
 *     struct plan plan;
 *     if (plan_init(&plan, seed, entries, change) < 0) ...        // too many
 *     drug_make(&plan, 2, i, &drug);                              // as the second version has it
 */
#ifndef BENCH_DRUG_H
#define BENCH_DRUG_H

#include "bench/pad.h"

enum { PLAN_MAKERS = 9000, CEILINGS_MAX = 4 };

struct plan {
    uint64_t seed, entries;
    uint64_t change; /* millionths of the entries that the second version changes; 0: there is one version */
    unsigned forms, strengths, packs, makers; /* of one generic; their product is per_generic */
    unsigned per_generic;
    uint64_t generics, western; /* the first `western` generics have X codes, the others Z */
};

/* What the days in the records say; a check of the table is meant for PLAN_TODAY. */
#define PLAN_FROM  "2026-01-01"
#define PLAN_FROM2 "2026-07-01"
#define PLAN_TODAY "2026-11-21"

enum state { STATE_OPEN, STATE_EXPIRED, STATE_REPLACED, STATE_FUTURE, STATE_INACTIVE };
/* How a strength is written, and what is in a dose unit. */
enum amount { AMOUNT_SOLID, AMOUNT_IN_ML, AMOUNT_IN_G, AMOUNT_WEIGHT_BAG, AMOUNT_FILL, AMOUNT_WEIGHT, AMOUNT_VOLUME, AMOUNT_PILL };

struct form {
    const char *code; /* X: letter and three digits; Z: one digit */
    const char *name, *before, *after; /* 片剂; what the drug's name has in front (注射用) and behind (片) */
    const char *dose, *pack;           /* dose unit, pack unit */
    enum amount amount;
    unsigned packs[2];                 /* dose units in a pack */
    bool solid;                        /* 口服常释剂型 */
};

struct ceiling_row {
    int64_t yuan; /* 1/10000 */
    int level;    /* 0: all */
    bool payment;
};

struct drug {
    uint64_t index;
    bool western;
    enum state state;
    const struct form *form;
    uint64_t micrograms; /* of active in a dose unit; 0: none said (patent medicines) */
    unsigned volume;     /* ml, or g for creams; of patent medicines 1/10 g or ml of a dose unit */
    unsigned quantity;   /* dose units in a pack */
    unsigned maker, holder;
    struct span code, name, stem, salt, brand, alias, spec, pack, unit, manufacturer, holder_name, approval, standard_code, policy_code,
        local_code, category, restriction, note, successor;
    bool unit_is_dose; /* `unit` is the dose unit, else the pack unit */
    char pay_class;
    int64_t self_pay;   /* 1/10000 */
    bool two_schemes;
    struct ceiling_row ceiling[CEILINGS_MAX];
    unsigned ceilings;
    bool procured, negotiated, changed;
    const char *valid_from, *valid_to; /* NULL: open */
    struct pad pad;
};

int plan_init(struct plan *plan, uint64_t seed, uint64_t entries, uint64_t change);
void drug_make(const struct plan *plan, int revision, uint64_t i, struct drug *d);
/* The same entry with the maker's next product: what the second version adds behind entry i where drug_adds says so. */
void drug_make_added(const struct plan *plan, uint64_t i, struct drug *d);
enum state drug_state(const struct plan *plan, uint64_t i);
bool drug_removed(const struct plan *plan, uint64_t i);
bool drug_adds(const struct plan *plan, uint64_t i);
/* Appends: its code; the name of a generic's stem; a maker's full name or parts of it. */
void drug_code(const struct plan *plan, uint64_t i, unsigned maker_step, struct pad *p);
void drug_stem(const struct plan *plan, uint64_t generic, struct pad *p);
enum maker_part { MAKER_FULL, MAKER_NO_LEGAL, MAKER_NO_PLACE };
void maker_name(unsigned maker, enum maker_part part, struct pad *p);
/* Do two makers share the characters that name them? */
bool maker_alike(unsigned a, unsigned b);
/* Writes strength and pack as a document or a hospital would: `times` is "×" or "*"; other_unit says g where the document says mg
 * and the other way round; `strength_factor` multiplies the amount (1: as it is). */
struct spelling {
    const char *times;
    bool other_unit;
    unsigned strength_factor;
};
struct span drug_spec(const struct drug *d, struct spelling s, struct pad *p);
struct span drug_pack(const struct drug *d, struct spelling s, struct pad *p);
#endif
