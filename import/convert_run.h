/* import/convert_run.h: the inside of a converter, shared by convert.c (which value belongs to which field) and shape.c (what a
 * text means for a field). Private to the two. */
#ifndef IMPORT_CONVERT_RUN_H
#define IMPORT_CONVERT_RUN_H

#include "import/convert.h"

/* One value of a field, found and read; what its parts are. */
struct taken {
    const struct profile_field *field;
    struct span text;
    struct span parts[PART_COUNT];
    uint32_t number; /* 1 + its place in the record; 0: from the profile */
};

/* The arrays that an entry points to: kept from record to record. */
struct converter {
    const struct profile *profile;
    struct convert_say say;
    struct value_reader values;
    uint32_t *first, *last;   /* by slot: 1 + number of its first and last field in the record; 0: none */
    uint32_t *next;           /* by field number: 1 + number of the next of its slot */
    size_t next_cap;
    const struct record *record;
    uint64_t has;             /* its slots, as slot_bit, and WANTS_NONE */
    const struct record_case *which;
    struct entry *entry;
    struct span code;
    bool bad;
    struct span *aliases, *approvals, *flags;
    size_t alias_cap, approval_cap, flag_count, flag_cap;
    struct ceiling *ceilings;
    struct self_pay *self_pays;
    struct successor *successors;
    size_t ceiling_cap, self_pay_cap, successor_cap;
    struct buf sentence, place;
    bool collecting;          /* for converter_describe: values go to `collected` and nothing is said */
    struct taken *collected;
    size_t collected_count, collected_cap;
    uint64_t *warned;         /* by slot + 1 (0: no slot): how often a value was left out */
};

/* converter_describe's part in convert.c: every value of the record last given, as found, into c->collected. */
int convert_collect(struct converter *c, struct error *err);

/* Puts a value into the entry. NULL: done; or why it cannot be (translated). *fatal: memory is out. */
const char *shape_take(struct converter *c, const struct taken *t, bool *fatal);
/* What only the whole entry shows: C is always 1, first day after the last. NULL, or why not; *field: which. */
const char *shape_finish(struct converter *c, const char **field, struct span *text, bool *fatal);
#endif
