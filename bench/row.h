/* bench/row.h: one row of the invented hospital's table: right, but written as hospitals write, and then, where asked, one fault. */
#ifndef BENCH_ROW_H
#define BENCH_ROW_H

#include "bench/drug.h"

enum cell {
    CELL_LOCAL_CODE, CELL_LOCAL_NAME, CELL_KIND, CELL_CATALOG_CODE, CELL_CATALOG_NAME, CELL_GENERIC, CELL_BRAND, CELL_FORM,
    CELL_SPEC, CELL_PACK, CELL_UNIT, CELL_FACTOR, CELL_MANUFACTURER, CELL_HOLDER, CELL_APPROVAL, CELL_STANDARD_CODE, CELL_PRICE,
    CELL_PURCHASE_PRICE, CELL_QUANTITY, CELL_IN_USE, CELL_PAY_CLASS, CELL_SELF_PAY, CELL_RESTRICTED, CELL_VALID_FROM,
    CELL_VALID_TO, CELL_MAPPED_BY, CELL_MAPPED_AT, CELL_VERIFIED_BY, CELL_VERIFIED_AT, CELL_NOTE, CELL_COUNT
};

struct row {
    const struct plan *plan;
    int revision;
    uint64_t number;
    bool plain;     /* in use and mapped: no benign row of another sort */
    bool priced_by_dose;
    bool ragged;    /* its last field is missing */
    struct drug drug;
    struct span cell[CELL_COUNT];
    struct pad pad;
};

/* Row `number`, free of faults. `plain` forbids rows out of use and rows without a code. */
void row_make(const struct plan *plan, int revision, uint64_t number, bool plain, struct row *r);
/* The same for an entry chosen by the caller. */
void row_make_for(const struct plan *plan, int revision, uint64_t number, bool plain, uint64_t entry, struct row *r);
/* The entry that row `number` is mapped onto. */
uint64_t row_entry(const struct plan *plan, uint64_t number);
/* Is it a row that is neither out of use nor without a code? */
bool row_is_plain(const struct plan *plan, uint64_t number);

/* A fault of a rule. false: this row cannot have it. */
struct fault {
    const char *rule;
    bool with_row_before; /* it needs the row before, which is free of faults and plain */
    bool on_both;         /* … and then fires on that one too */
    bool (*put)(struct row *r);
};
extern const struct fault faults[];
extern const size_t fault_count;
extern const struct fault *const fault_always; /* one that every row can have */
#endif
