/* mapper/set_key.h: what each row leaves behind for the rules over the whole table: 32 bytes, numbers only; and the order in which
 * rows that belong together stand side by side. With the two numbers a row that sorting needs, and the hash of its name where a table of
 * before is given, the set rules hold 52 bytes a row at most.
 *
 *     struct set_keys k;
 *     set_keys_init(&k);
 *     struct set_key *key = set_keys_add(&k, &err);            // one a row, in line order; then fill it in
 *     struct set_order order;
 *     set_order_by_local(&k, &order, &err);                    // groups of one local code: set_order_end
 *     set_order_release(&order);
 *     set_keys_release(&k); */
#ifndef MAPPER_SET_KEY_H
#define MAPPER_SET_KEY_H

#include "base/error.h"
#include "mapper/set_price.h"
#include <stdint.h>

/* What is known of a row from the first pass … */
#define KEY_MAPPED   0x0001u /* in use, with a catalog code, and checked: the rules M look at it */
#define KEY_CHECKED  0x0002u /* in use and checked, with a code or without */
#define KEY_RAGGED   0x0004u /* only that it is there is known */
#define KEY_OWN      0x0008u /* its price may be measured against those of other rows (P603) */
#define KEY_COUNTS   0x0010u /* … and counts for the median */
#define KEY_CROWD    0x0020u /* takes part in M802, unless P603 is found */
#define KEY_UNMATCHED 0x0040u /* has no code, and M808 took the place of C101 */
/* … and what the end of the table found. Of the last three: may get it; the rows themselves, read again, decide. */
#define KEY_MEMBER   0x0080u /* T105, M801, M803: there is a set_member of it */
#define KEY_OUTLIER  0x0100u /* P603 */
#define KEY_CROWDED  0x0200u /* M802 */
#define KEY_ALONE    0x0400u /* S403 */
#define KEY_BEFORE   0x0800u /* M804, M805 */
#define KEY_CENTRE   0x1000u /* M807 */
#define KEY_MORE     0x2000u /* M807: the bureau's copy has more rows of its local code */
#define KEY_FOUND    (KEY_MEMBER | KEY_OUTLIER | KEY_CROWDED | KEY_ALONE | KEY_BEFORE | KEY_CENTRE | KEY_MORE)
#define KEY_FLAG_BITS 16

struct set_key {
    uint64_t local; /* hash of the local code, to the letter */
    uint64_t place; /* offset in the table's text, above the KEY_ bits */
    uint32_t line;
    uint32_t code;  /* number of the catalog code (resolve_number); CODE_NONE */
    struct set_price price;
};
#define CODE_NONE UINT32_MAX

static inline uint64_t set_key_offset(const struct set_key *k) { return k->place >> KEY_FLAG_BITS; }

struct set_keys {
    struct set_key *items;
    size_t n, cap;
};
void set_keys_init(struct set_keys *k);
void set_keys_release(struct set_keys *k);
/* One more, zeroed; NULL: memory. */
struct set_key *set_keys_add(struct set_keys *k, struct error *err);

/* Numbers of keys, those of one group side by side and in line order inside it. */
struct set_order {
    uint64_t *items, *spare; /* the low 32 bits are the number; the spare is as long, for whoever needs room */
    size_t n;
};
void set_order_release(struct set_order *o);
static inline uint32_t set_order_at(const struct set_order *o, size_t i) { return (uint32_t)o->items[i]; }
/* All keys, by local code. Initialises o. -1: memory. */
int set_order_by_local(const struct set_keys *k, struct set_order *o, struct error *err);
/* Keys that have a code, a price and one of the `flags`, by code. */
int set_order_by_code(const struct set_keys *k, unsigned flags, struct set_order *o, struct error *err);
/* Behind the last one of the group that begins at i. */
size_t set_order_local_end(const struct set_keys *k, const struct set_order *o, size_t i);
size_t set_order_code_end(const struct set_order *o, size_t i);
#endif
