/* mapper/check.h: checks one hospital table against the catalog in force; findings go to a sink, row by row, in line order.
 *
 * Everything a report needs is in struct checked_row, which lives during the call only. The tables of before and of the bureau are read
 * when the check is made.
 *
 *     struct check *c = check_new(view, &options, &err);
 *     check_table(c, "drugs.csv", &sink, &summary, &err);     // once a table; T101, T106 have line 1 and no row
 *     check_free(c);
 */
#ifndef MAPPER_CHECK_H
#define MAPPER_CHECK_H

#include "mapper/finding.h"
#include "mapper/table_source.h"
#include "mapper/table.h"

struct check_options {
    const char *share_dir, *temp_dir;
    struct span region;
    date day;               /* as of */
    int hospital_level;     /* 1..3, 0: not said */
    int kind;               /* enum kind for rows that say none; -1: take it from the code's entry */
    struct span scheme;     /* absent: none */
    const char *encoding;   /* NULL: found by itself */
    const char *columns_file; /* NULL: none */
    struct table_sheets sheets; /* how workbooks are read */
    const char *previous, *centre; /* other tables to hold it against (M804, M805; M807); NULL: none */
    signed char severities[RULE_COUNT]; /* 1 + the severity that findings of the rule are reported with; 0: their own. Nothing else hangs on it */
    bool rule_off[RULE_COUNT]; /* --select, --ignore: not reported (it still silences, and is still counted as a fact) */
    uint64_t cells;         /* COLUMN_BITs of the cells that the sink looks at: the others may be absent; 0: all */
    unsigned jobs;          /* rows are checked by that many threads; 0 or 1: by the calling one. The findings are the same */
    bool hash_tables;       /* the summary is to have the SHA-256 of the table's file */
    bool (*stopped)(void *ctx);
    void (*progress)(void *ctx, uint64_t bytes, uint64_t total, uint64_t rows);
    void *ctx;
};

struct checked_row {
    const char *file;          /* as given */
    const char *sheet;         /* of a workbook; NULL: none */
    uint32_t line;             /* as an editor shows it; 1 for the table as a whole */
    bool whole_table;          /* T101, T106, and M807 of a row that only the bureau's copy has: no row behind it */
    const struct span *cells;  /* [COLUMN_COUNT], trimmed text of the row (M807: the copy's row); SPAN_NONE: no such column */
    const uint32_t *positions; /* [COLUMN_COUNT], field position from 1; 0: no such column */
    struct span catalog_code;  /* as compared (C108: the folded one) */
    const struct view_entry *entry; /* what the row was compared with, or NULL */
    enum kind kind;            /* of the row, as known */
    bool kind_known;
    const struct finding *findings; /* by rule identifier */
    size_t count;
};
/* stopped, progress and the sink are called by the thread that called check_table. */
struct finding_sink {
    void *ctx;
    int (*row)(void *ctx, const struct checked_row *row, struct error *err); /* -1 stops */
};

struct check_summary {
    uint64_t rows, mapped, out_of_use, clean;    /* clean: mapped rows that were checked, with no error and no warning */
    uint64_t rows_with[SEVERITY_COUNT];
    uint64_t by_rule[RULE_COUNT], by_severity[SEVERITY_COUNT]; /* reported findings */
    uint64_t known[SEVERITY_COUNT];              /* findings that a baseline has: not reported, and in none of the counts above but clean */
    uint64_t suppressed[SEVERITY_COUNT];         /* the same of findings that the suppressions accept */
    uint64_t skipped_kind[KIND_COUNT];           /* rows skipped: no catalog of that kind in force */
    uint64_t unknown_content;                    /* rows where P601 could not tell the price of one dose unit */
    struct {
        enum rule rule;
        enum column column;  /* "not run: no column X"; COLUMN_NONE: … */
        const char *option;  /* … "no --previous" */
    } not_run[RULE_COUNT * 3];
    size_t not_run_count;
    struct table_source source;
    struct span unknown_headings;                /* newline-separated; belongs to the check */
    struct span meant_headings;                  /* a line for each of them: the known heading that it is like, or nothing; belongs to the check */
    unsigned kinds_seen;                         /* KIND_BIT of kinds that rows had */
};

struct check;
struct check *check_new(struct view *view, const struct check_options *options, struct error *err);
void check_free(struct check *c);
/* check_new: NULL also where previous or centre is no table (ERROR_INPUT). check_table clears and fills summary. -1: the file is no table (ERROR_INPUT), share files are wrong (ERROR_USAGE), memory, stopped. */
int check_table(struct check *c, const char *path, const struct finding_sink *sink, struct check_summary *summary, struct error *err);
const struct view *check_view(const struct check *c);
#endif
