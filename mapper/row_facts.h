/* mapper/row_facts.h: what the set rules learn of a row while it is checked: numbers only, no text and no address. A rule function that
 * finds out more than its own finding notes it here through ctx->facts; the rest the worker fills in. */
#ifndef MAPPER_ROW_FACTS_H
#define MAPPER_ROW_FACTS_H

#include <stdbool.h>
#include <stdint.h>

#define ROW_NO_ENTRY UINT32_MAX

struct row_facts {
    uint64_t local;         /* hash of the local code */
    uint64_t offset;        /* of the row in the table's text */
    uint32_t line;
    uint32_t entry;         /* view_index of the entry it was compared with; ROW_NO_ENTRY: none, or one of the past */
    int64_t price, content; /* its price, and for how many dose units it is (1/10000), which a price rule notes; AMOUNT_NONE: cannot tell */
    uint64_t found;         /* RULE_BITs of its findings as they stand after silencing, hidden ones too */
    uint64_t errors;        /* … of those that are errors */
    bool mapped;            /* in use, with a catalog code, and checked */
};
#endif
