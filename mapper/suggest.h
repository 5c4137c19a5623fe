/* mapper/suggest.h: what a row without a code, or with a wrong one, may be: the entries in force that come closest, best first, with a
 * score and what agrees and what does not.
 *
 *     struct suggester *s = suggester_new(view, &options, &err);
 *     suggester_table(s, "drugs.csv", &sink, &summary, &err);   // once a table; rows come in the order of the table
 *     suggester_free(s);
 *
 * A row wants suggestions where a check finds that it has no code (C101, M808, or no column for one), or that its code is not that item's:
 * C102 to C110, N201, N203, or an error of D301, D302, D303, D305, D306, D307. Self-paid rows without a code, and rows out of use, want none.
 *
 * The score is the probability that this is the entry, in 1/1000; suggest_score.h says what it was measured on. Safe is another matter, decided
 * by the rules alone: a safe fix of C107, C108 or M808.
 *
 * With check.jobs the rows are shared out to threads; what the sink gets is the same, in line order. stopped, progress and the sink are called by
 * the thread that called suggester_table. */
#ifndef MAPPER_SUGGEST_H
#define MAPPER_SUGGEST_H

#include "mapper/check.h"
#include "mapper/row.h"

/* What is compared. report/ has the words for each. */
enum suggest_part {
    SUGGEST_NAME,    /* agrees: the same; differs: it only looks like one of the entry's */
    SUGGEST_VARIANT, /* agrees: the same but for a salt, a form word, a remark, a strength */
    SUGGEST_GENERIC,
    SUGGEST_BRAND,
    SUGGEST_FORM,
    SUGGEST_STRENGTH,
    SUGGEST_PACK,
    SUGGEST_MAKER,
    SUGGEST_APPROVAL,
    SUGGEST_STANDARD_CODE,
    SUGGEST_PRICE,   /* agrees: within the ceiling */
    SUGGEST_KIND,
    SUGGEST_PART_COUNT
};
#define SUGGEST_BIT(part) (1u << (part))

struct suggestion {
    const struct view_entry *entry;
    uint32_t score;         /* 1/1000 */
    unsigned agree, differ; /* SUGGEST_BITs; neither: not compared, since one side is silent */
    bool safe;              /* a program may fill it in */
    bool current;           /* the row has this code now */
};

struct suggested_row {
    const char *file, *sheet;      /* sheet: of a workbook; NULL: none */
    uint32_t line;
    const struct span *cells;      /* [COLUMN_COUNT], trimmed; SPAN_NONE: no such column */
    const struct finding *why;     /* the findings that ask for a suggestion; none where the table has no code column */
    size_t why_count;
    const struct suggestion *list; /* best first, at most `top` */
    size_t count;
    struct span safe_code;         /* what a program may fill in; absent: nothing */
};
struct suggest_sink {
    void *ctx;
    int (*row)(void *ctx, const struct suggested_row *row, struct error *err); /* -1 stops */
};

struct suggest_options {
    struct check_options check; /* rule_off is not asked */
    size_t top;                 /* at most so many a row, 1 … SUGGEST_TOP */
    uint32_t min_score;         /* 1/1000: those below are left out */
};
#define SUGGEST_TOP 100
#define SUGGEST_WORTH 10 /* below this score nothing comes close */

struct suggest_summary {
    uint64_t rows, wanting, helped, safe; /* helped: with a suggestion of at least SUGGEST_WORTH */
    uint64_t skipped_kind[KIND_COUNT];    /* rows skipped: no catalog of that kind in force */
    struct table_source source;
    uint32_t code_position, key_position; /* of the columns with the catalog codes and the local ones, from 1; 0: there is none */
};

struct suggester;
/* NULL with err. The caller frees it. */
struct suggester *suggester_new(struct view *view, const struct suggest_options *options, struct error *err);
void suggester_free(struct suggester *s);
/* Clears and fills summary. -1: the file is no table, or lacks a required column (ERROR_INPUT), share files are wrong (ERROR_USAGE), memory,
 * stopped. */
int suggester_table(struct suggester *s, const char *path, const struct suggest_sink *sink, struct suggest_summary *summary, struct error *err);
size_t suggester_memory(const struct suggester *s); /* bytes of its index and searches, without the view */
#endif
