/* import/convert.h: a flat record becomes an entry: text into dates, money, ratios, classes, flags, limits, ceilings, successors.
 *
 *     struct converter *c = converter_new(profile, &say, &err);
 *     switch (converter_record(c, &record, &entry, &err)) { case CONVERT_ENTRY: stage_add(...); ... }
 *
 * The entry points into the record and into the converter: it lives until the next record. What is wrong in a record is said,
 * every fault of it, and makes it CONVERT_BAD; a fault of a field with on-bad="warn" is said and the value left out. */
#ifndef IMPORT_CONVERT_H
#define IMPORT_CONVERT_H

#include "import/value.h"
#include "io/record.h"

enum convert_result {
    CONVERT_FATAL = -1, /* err */
    CONVERT_ENTRY,
    CONVERT_BAD,   /* its faults were said */
    CONVERT_WAIT,  /* it needs a look-up key that has not come yet: give it again when values.complete */
    CONVERT_OTHER, /* of a kind that was not asked for */
};

/* A fault of a record: where, and a sentence without the file's name. */
struct convert_say {
    void *ctx;
    int (*say)(void *ctx, bool is_error, uint32_t line, uint32_t column, const char *sentence, struct error *err);
    void (*more)(void *ctx, uint64_t n); /* as many more warnings are counted but not said */
    unsigned kinds; /* KIND_BITs that are wanted */
};

struct converter;
/* The profile must outlive it. */
struct converter *converter_new(const struct profile *profile, const struct convert_say *say, struct error *err);
void converter_free(struct converter *c);
/* For look-up rows, and to say that all were seen. */
struct value_reader *converter_values(struct converter *c);
enum convert_result converter_record(struct converter *c, const struct record *record, struct entry *out, struct error *err);
/* Of the record last given: what newer ones of its code have more of (span_cmp_numbers); absent where the profile says nothing. It lives as long as
 * the entry. */
int converter_rank(struct converter *c, struct span *out, struct error *err);
/* Of the record last given: the code as far as it is known, and the record as an element of the native format with its texts as
 * they were found, which a person can mend and import. */
struct span converter_code(const struct converter *c);
int converter_describe(struct converter *c, struct buf *out, struct error *err);
/* One value of a record: what a field made of it, and where it stood. */
struct convert_found {
    const char *field;
    struct span found, read;   /* the text there (absent: the profile's own), and what was read: a day as 2026-07-01, an amount as 18.6 */
    struct span path;          /* as the profile writes it; absent: the profile's own */
    struct span parts[PART_COUNT]; /* level, type … */
    uint32_t line;
    bool bad;                  /* it does not fit */
};
/* Every value of the record last given, field by field. */
int converter_each(struct converter *c, int (*fn)(void *ctx, const struct convert_found *found, struct error *err), void *ctx, struct error *err);
/* "N more …": warnings that were counted but not told one by one, as sentences. */
int converter_finish(struct converter *c, struct error *err);
#endif
