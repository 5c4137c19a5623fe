/* mapper/set_group.h: rows that share a local code, compared with each other. Numbers and dates only: no text, no findings. */
#ifndef MAPPER_SET_GROUP_H
#define MAPPER_SET_GROUP_H

#include "base/date.h"
#include "base/error.h"
#include "mapper/column.h"
#include <stdint.h>

#define SET_DUPLICATE 1u /* T105: `partner` is the first of its likes */
#define SET_TWICE     2u /* M801: `partner` is a row on another code */
#define SET_AGAIN     4u /* M803: `differs` is a row it differs from, gravely where there is one */
#define SET_NONE      UINT32_MAX

struct set_member {
    uint64_t offset;
    uint64_t all, hard; /* hashes: every field to the letter; the fields that M803 takes gravely */
    uint32_t line;
    uint32_t local, code; /* equal numbers, equal texts */
    date from, to;        /* 0 … INT32_MAX where open */
    uint32_t partner, differs;
    uint32_t next;        /* the next member with this local code, in line order; SET_NONE */
    uint32_t first;       /* the first one with it */
    bool mapped;
    unsigned char found;  /* SET_ bits */
    uint16_t fields[COLUMN_COUNT]; /* a short hash of each field: in which do two rows differ? */
};

/* Fills first, next, found, partner, differs. `locals`: how many local codes there are. -1: memory. */
int set_groups_compare(struct set_member *members, size_t n, size_t locals, struct error *err);

/* The members that m meets (overlapping days, not duplicates), with its code or with others, in line order. */
struct set_others {
    uint32_t members[8];
    size_t n;
    bool more;
};
void set_others(const struct set_member *members, const struct set_member *m, bool same_code, size_t most, struct set_others *out);
#endif
