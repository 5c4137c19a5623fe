/* catalog/finder_impl.h: the form of an index (catalog/finder.h). For the finder's own files only. */
#ifndef CATALOG_FINDER_IMPL_H
#define CATALOG_FINDER_IMPL_H

#include "catalog/finder.h"

#define FINDER_MAGIC "duimafi2" /* the form, and what folding means: another number when either changes */

/* Tables of numbers, then texts, each at its offset in the bytes. A list of texts is a table `at` (one number more than texts: where each
 * begins, the last one the end) and the bytes, in which a line feed stands before each text and behind the last, so that one search through all
 * bytes finds also where a text begins and ends. (No folded text has a line feed in it.) */
enum finder_part {
    FINDER_CODES_AT, FINDER_FOLDED_AT, /* codes to the letter and folded, by entry, in code order */
    FINDER_TERMS_AT,                   /* each folded name once */
    FINDER_USES_AT, FINDER_USES,       /* who has the name: entry * 8 + field, by name */
    FINDER_INITIALS_AT, FINDER_INITIALS_TERM, /* ways to read names, and which name each is of */
    FINDER_CODES, FINDER_FOLDED, FINDER_TERMS, FINDER_INITIALS, /* the bytes */
    FINDER_TEXT,                       /* how it was folded (text_write) */
    FINDER_PARTS
};
struct finder_head {
    char magic[8];
    uint32_t order; /* FINDER_ORDER, as the machine writes it */
    uint32_t entries;
    uint32_t sorted; /* 1: the folded codes are in byte order too, as they nearly always are: looked up instead of searched */
    uint64_t readings;
    unsigned char hash[SHA256_BYTES]; /* the version's */
    uint64_t offset[FINDER_PARTS], size[FINDER_PARTS]; /* in bytes; equal codes and folded codes share one place */
};
#define FINDER_ORDER 0x01020304u
#define FINDER_FIELDS_ROOM 8u /* a use is entry * this + field */
_Static_assert(FINDER_FIELD_COUNT <= FINDER_FIELDS_ROOM, "a field fits a use");
#endif
