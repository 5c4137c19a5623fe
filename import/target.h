/* import/target.h: the fields of an entry that a profile can fill, one row each: its name in profiles (and in messages), and
 * how its text is understood. */
#ifndef IMPORT_TARGET_H
#define IMPORT_TARGET_H

#include "catalog/entry.h"

enum shape {
    SHAPE_CODE,      /* 1 to 64 visible characters */
    SHAPE_TEXT,      /* text[index] */
    SHAPE_WORD,      /* a code or word without blanks: text[index] */
    SHAPE_LIST_TYPE, /* three digits */
    SHAPE_FLAGS,     /* words, sorted */
    SHAPE_ALIAS,     /* repeats */
    SHAPE_APPROVAL,  /* repeats */
    SHAPE_QUANTITY,  /* dose units in a pack, above 0 */
    SHAPE_PAY_CLASS, /* A B C */
    SHAPE_SELF_PAY,  /* 0 to 1; repeats */
    SHAPE_CEILING,   /* money; repeats */
    SHAPE_STATUS,    /* active, inactive */
    SHAPE_DATE,      /* index: enum entry_date */
    SHAPE_LEVEL,     /* 1 to 3 */
    SHAPE_SEX,
    SHAPE_VISIT,
    SHAPE_AGE_MIN,
    SHAPE_AGE_MAX,
    SHAPE_TRUTH,      /* true, false */
    SHAPE_SUCCESSOR,  /* a code that replaces this one; repeats */
    SHAPE_PREDECESSOR /* a code that this one replaces; repeats */
};
enum entry_date { DATE_VALID_FROM, DATE_VALID_TO, DATE_AGREEMENT_FROM, DATE_AGREEMENT_TO };

/* What else one occurrence of a field says, in attributes of a profile ("level", "level-from"). */
enum part { PART_LEVEL, PART_TYPE, PART_OWNERSHIP, PART_SCHEME, PART_COUNT };

struct target {
    const char *name;
    enum shape shape;
    int index;
    unsigned parts; /* 1 << enum part */
    bool repeats;
};

/* The row of that name, or NULL. */
const struct target *target_find(struct span name);
const char *part_name(enum part part);
#endif
