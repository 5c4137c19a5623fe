/* mapper/row.h: one row of a hospital's table as the rules see it: the text of its fields by canonical column, and the values
 * read from them. Filled by the engine, read-only for rules. All spans live until the rule function returns, no longer.
 *
 * Three reasons make a field count as absent, and a rule need not tell them apart: the table has no such column, the field
 * is empty after trimming, or T102 / T103 marked it. row_value() is SPAN_NONE and a parsed value is "none" in all three.
 *
 *     struct span spec = row_value(row, COLUMN_SPEC);
 *     if (!spec.p) return;                     // nothing to compare
 */
#ifndef MAPPER_ROW_H
#define MAPPER_ROW_H

#include "base/date.h"
#include "base/decimal.h"
#include "catalog/kind.h"
#include "mapper/column.h"
#include <stdint.h>

#define COLUMN_BIT(column) (UINT64_C(1) << (column))

struct row {
    uint32_t line;                   /* as an editor shows it */
    uint64_t present;                /* COLUMN_BIT of the columns that the table has */
    uint64_t filled;                 /* … of the fields that this row has: not empty, not marked */
    uint64_t marked;                 /* … of the fields that T102 or T103 marked */
    struct span cells[COLUMN_COUNT]; /* trimmed (but for blanks around a catalog code), as written; SPAN_NONE: no such column */
    struct span catalog_code;        /* as compared (C108: the catalog's spelling); absent: not mapped */

    /* Values, each from the column of its name. Numbers in 1/10000; AMOUNT_NONE, DATE_NONE, 0 or -1: none. */
    int64_t price, purchase_price, factor, quantity, self_pay;
    int price_places; /* decimals that price is written with: 18.60 has 2 */
    date valid_from, valid_to;
    char pay_class;     /* 'A', 'B', 'C', or 0 */
    signed char restricted; /* 1, 0; -1: none */
    bool in_use;        /* true where nothing is said */
    bool code_is_number; /* a workbook has the catalog code as a number: zeros in front are lost */
    unsigned kinds;     /* KIND_BITs that the kind column (else --kind) allows; 0: it says nothing */
    int list_type;      /* 101 … 301 as the kind column says; 0: none */
};

/* The field's text, or SPAN_NONE where it counts as absent. */
static inline struct span row_value(const struct row *row, enum column column)
{
    return row->filled & COLUMN_BIT(column) ? row->cells[column] : SPAN_NONE;
}
static inline bool row_has(const struct row *row, enum column column) { return (row->filled & COLUMN_BIT(column)) != 0; }
#endif
