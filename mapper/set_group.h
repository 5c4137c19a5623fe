/* mapper/set_group.h: the rows of one local code, compared with each other: T105, M801, M803. Numbers and dates only: no text, no findings.
 *
 *     struct set_room room = SET_ROOM_INIT;
 *     set_group_compare(members, n, &room, &err);       // members: all rows of one local code, in line order
 *     if (members[0].found & SET_TWICE) set_others(members, n, 0, false, &others);
 *     set_room_release(&room); */
#ifndef MAPPER_SET_GROUP_H
#define MAPPER_SET_GROUP_H

#include "base/date.h"
#include "base/error.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SET_DUPLICATE 1u /* T105: `partner` is the first of its likes */
#define SET_TWICE     2u /* M801: `partner` is a row on another code */
#define SET_AGAIN     4u /* M803: `differs` is a row it differs from, gravely where there is one */
#define SET_GRAVE     8u /* M803: … it does */
#define SET_NONE      UINT32_MAX

struct set_member {
    uint64_t all, hard;   /* hashes: every field to the letter; the fields that M803 takes gravely */
    uint32_t key;         /* number of the row's key */
    uint32_t code;        /* equal numbers, equal codes */
    date from, to;        /* 0 … INT32_MAX where open */
    uint32_t partner, differs; /* places in the group */
    bool mapped;
    unsigned char found;  /* SET_ bits */
};

struct set_room { /* for work; grows */
    struct item *items;
    struct latest *latest;
    size_t cap;
};
#define SET_ROOM_INIT { NULL, NULL, 0 }
void set_room_release(struct set_room *room);

/* Fills found, partner, differs. -1: memory. */
int set_group_compare(struct set_member *members, size_t n, struct set_room *room, struct error *err);

/* The members that members[at] meets (overlapping days, not duplicates), on its code or on others, in line order. */
#define SET_NAMED 4
struct set_others {
    uint32_t members[SET_NAMED]; /* places in the group */
    size_t n;
    bool more;
};
void set_others(const struct set_member *members, size_t n, size_t at, bool same_code, struct set_others *out);
#endif
