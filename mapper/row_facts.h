/* mapper/row_facts.h: what the set rules learn of a row while it is checked: numbers only, no text and no address. A rule function that
 * finds out more than its own finding notes it here through ctx->facts; the rest the worker fills in. */
#ifndef MAPPER_ROW_FACTS_H
#define MAPPER_ROW_FACTS_H

#include <stdbool.h>
#include <stdint.h>

#define ROW_NO_CODE UINT32_MAX

struct row_facts {
    uint64_t local;         /* hash of the local code */
    uint64_t offset;        /* of the row in the table's text */
    uint32_t line;
    uint32_t code;          /* number of the catalog code it was compared as (its entry's view_index, else resolve_number); ROW_NO_CODE: none */
    uint32_t base;          /* … of the item that the entry adds to (S403); ROW_NO_CODE: to none, or S403 stays quiet */
    uint32_t name;          /* hash of the local name */
    int64_t price, content; /* price / content is comparable with other rows' (1/10000); AMOUNT_NONE: cannot tell */
    uint64_t found;         /* RULE_BITs of its findings as they stand after silencing, hidden ones too */
    uint64_t errors;        /* … of those that are errors */
    bool own_price;         /* price / content is the price that P603 measures */
    bool dose_price;        /* … the price for one dose unit of a drug X or Z: M802 */
    bool ragged;            /* only that the row is there is known */
    bool checked;           /* in use, and its kind has a catalog */
    bool mapped;            /* … and it has a catalog code */
};
#endif
