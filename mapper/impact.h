/* mapper/impact.h: what becomes of a hospital's mapped rows when another version of the catalog comes into force: breaks, other money, another item,
 * other conditions, or nothing. Data only; says nothing to people.
 *
 *     struct impact *m = impact_new(store, pairs, n, &options, &err);   // inside store_begin_read … store_end_read
 *     impact_table(m, "drugs.csv", on_row, ctx, &facts, &err);                  // each mapped row that changes
 *     const struct impact_totals *t = impact_totals(m);
 *     impact_free(m);
 *
 * A row counts where it is in use and its code, to the letter, is in the version that it is compared from; the others are `duima check`'s to judge.
 * A code breaks where the new version has it no more, or its entry has ended or is inactive on the day from which that version counts. */
#ifndef MAPPER_IMPACT_H
#define MAPPER_IMPACT_H

#include "mapper/table.h"
#include "catalog/diff.h"
#include "mapper/row.h"
#include "mapper/table_source.h"

/* In order of gravity; a row has the gravest of its changes. */
enum impact_effect { IMPACT_NONE, IMPACT_CONDITIONS, IMPACT_IDENTITY, IMPACT_MONEY, IMPACT_BREAKS };
#define IMPACT_EFFECTS 5
const char *impact_word(enum impact_effect effect); /* "breaks", "money", "identity", "conditions", "none" */
/* Which effect a kind of change has: gone and re-coded break, prices and shares are money, names, forms and makers are the item. */
enum impact_effect impact_of(enum change_class class);

struct impact_pair { /* one kind */
    struct version_info from, to;
};
struct impact_options {
    const char *share_dir, *temp_dir;
    date today;               /* a code that has ended before is no news */
    date day;                 /* from which `to` counts */
    int hospital_level;       /* 1..3, 0: not said */
    int kind;                 /* of rows that say none; -1: not said */
    struct span scheme;       /* absent: none */
    const char *encoding;     /* NULL: found by itself */
    const char *columns_file; /* NULL: none */
    bool hash_tables;         /* what is told of a table is to have the SHA-256 of its file */
    struct table_sheets sheets; /* how workbooks are read */
    bool (*stopped)(void *ctx);
    void *ctx;
};

/* What is paid, before and after; AMOUNT_NONE: not said. */
struct impact_money {
    int64_t ceiling[2];  /* the highest at the hospital's level, in the entry's own unit; of type price */
    int64_t payment[2];  /* … of type payment */
    int64_t self_pay[2]; /* the share, for the scheme */
    char pay_class[2];
    int64_t over;        /* how far the row's price is above a ceiling that is new; AMOUNT_NONE: it is not, or the units differ */
    int64_t at_risk;     /* over × the quantity used; AMOUNT_NONE: not known */
};
struct impact_row { /* lives during the call */
    const char *file, *sheet; /* sheet: of a workbook; NULL: none */
    const struct row *row;
    enum kind kind;
    const struct entry *from, *to; /* to: NULL: the version has it no more */
    enum impact_effect effect;
    unsigned classes;  /* CHANGE_BITs */
    uint64_t fields;   /* that differ, as struct change */
    bool ended;        /* `to` has it, but it has ended or is inactive on the day */
    struct span successor;             /* of a code that breaks: where it leads, if anywhere */
    const struct entry *successor_entry;
    struct impact_money money;
};
typedef int impact_fn(void *ctx, const struct impact_row *row, struct error *err); /* -1 stops */

struct impact_totals {
    uint64_t rows, mapped, effects[IMPACT_EFFECTS]; /* mapped: rows that count; effects: of these */
    uint64_t not_mapped, out_of_use, unknown, ragged; /* unknown: a code that the version compared from does not have */
    uint64_t other_kind;                            /* of a kind that is not compared */
    uint64_t over;                                  /* rows whose price is above a ceiling that is new */
    int64_t at_risk;                                /* the sum; 1/10000 yuan */
    uint64_t at_risk_rows;
};

struct impact_table_facts { /* of one table */
    struct table_source source;
    uint64_t rows, mapped, unchanged; /* as in the totals; unchanged: effect none */
};

struct impact;
struct impact *impact_new(struct store *s, const struct impact_pair *pairs, size_t n, const struct impact_options *options, struct error *err);
void impact_free(struct impact *m);
/* Calls on_row for each row with an effect, in line order, and fills facts. ERROR_INPUT: no table, or it lacks a column. */
int impact_table(struct impact *m, const char *path, impact_fn *on_row, void *ctx, struct impact_table_facts *facts, struct error *err);
const struct impact_totals *impact_totals(const struct impact *m);
#endif
