/* mapper/coverage.h: stocking (备药率): how much of what a hospital has is in the catalog, and how much of the catalog it has, by type of drug,
 * against the least shares that its agreement asks for (share/coverage.tsv). Counts only; says nothing to people.
 *
 *     struct coverage *c = coverage_new(view, &options, &err);
 *     coverage_table(c, "drugs.csv", &facts, &err);                // each table of the hospital
 *     coverage_finish(c);
 *     const struct coverage_share *s = coverage_share(c, COVERAGE_STOCKED, COVERAGE_WESTERN);
 *     if (coverage_judge(s) == COVERAGE_BELOW) ...
 *     coverage_free(c);
 *
 * Items are the hospital's drugs: rows of kind drug (rows that say no kind count as drugs, unless their code is another kind's), in use and valid
 * on the day, each local code once. One is in the catalog where its code (C108's folding allowed) is in force and neither side says class C.
 *
 * Drugs are the catalog's, as the agreement counts them: entries in force, class C aside, that have one policy code are one drug; an entry
 * without a policy code counts by generic name (else name) and class of form. A drug is stocked where an item has the code of one of its entries. */
#ifndef MAPPER_COVERAGE_H
#define MAPPER_COVERAGE_H

#include "mapper/table.h"
#include "catalog/view.h"
#include "mapper/table_source.h"

enum coverage_measure { COVERAGE_ITEMS, COVERAGE_STOCKED };
#define COVERAGE_MEASURES 2
/* By list type, else by the code's first letter, else (items without a code) by that of the approval number. OTC: drugs that the catalog flags
 * so; they are counted under their own type too. */
enum coverage_type { COVERAGE_WESTERN, COVERAGE_PATENT, COVERAGE_HERBAL, COVERAGE_PREPARATION, COVERAGE_ETHNIC, COVERAGE_UNTOLD, COVERAGE_OTC, COVERAGE_ALL };
#define COVERAGE_TYPES 8
const char *coverage_measure_word(enum coverage_measure m); /* "items", "stocked" */
const char *coverage_type_word(enum coverage_type t);       /* "western" … */

struct coverage_options {
    const char *share_dir, *temp_dir;
    date day;
    int kind;                 /* of rows that say none; -1: not said */
    const char *encoding;     /* NULL: found by itself */
    const char *columns_file; /* NULL: none */
    struct table_sheets sheets; /* how workbooks are read */
    const char *thresholds;   /* NULL: coverage.tsv of share_dir */
    struct span institution;  /* whose lines of that file count */
    struct span categories;   /* parted by commas: only drugs of these (beginnings of the entries' category) are counted as stocked or not; absent: all */
    bool hash_tables;         /* what is told of a table is to have the SHA-256 of its file */
    bool (*stopped)(void *ctx);
    void *ctx;
};

struct coverage_share {
    uint64_t all, with;
    int64_t least; /* 1/10000; AMOUNT_NONE: nothing is asked */
};
enum coverage_verdict { COVERAGE_NOT_ASKED, COVERAGE_MET, COVERAGE_BELOW };

struct coverage;
/* ERROR_USAGE: the file of thresholds is wrong, or has no such institution. ERROR_CATALOG: no drugs in force. */
struct coverage *coverage_new(struct view *view, const struct coverage_options *options, struct error *err);
void coverage_free(struct coverage *c);
struct coverage_table_facts {
    struct table_source source; /* its sheet lives as long as the coverage */
    struct span file; /* as its items have it: of the table's items, and of no other's, file.p is this one's */
    uint64_t rows;    /* all of them */
};
int coverage_table(struct coverage *c, const char *path, struct coverage_table_facts *facts, struct error *err);
void coverage_finish(struct coverage *c); /* once, behind the last table: counts */
const struct coverage_share *coverage_share(const struct coverage *c, enum coverage_measure measure, enum coverage_type type);
enum coverage_verdict coverage_judge(const struct coverage_share *s); /* of nothing at all, nothing is asked */
uint64_t coverage_ragged(const struct coverage *c); /* rows with too many or too few fields: not counted */

/* What lacks. Items in the order of the tables, then drugs by type and code; spans live as long as the coverage. */
enum coverage_reason { COVERAGE_IN, COVERAGE_SELF_PAID, COVERAGE_NOT_IN_FORCE, COVERAGE_UNKNOWN_CODE, COVERAGE_NO_CODE };
struct coverage_item {
    struct span file, local_code, local_name, catalog_code; /* of one that is in the catalog, file only */
    const char *sheet; /* of a workbook; NULL: none */
    uint32_t line;
    enum coverage_type type;
    enum coverage_reason reason;
};
struct coverage_drug {
    const struct view_entry *entry; /* the first of it */
    uint32_t entries;
    enum coverage_type type;
    bool otc, stocked;
};
const struct coverage_item *coverage_item_at(const struct coverage *c, size_t i); /* NULL behind the last; those with COVERAGE_IN too */
const struct coverage_drug *coverage_drug_at(const struct coverage *c, size_t i);
#endif
