/* mapper/rules.h: the rule functions by file. One rule or one tight family is one function and one row of the order table in
 * engine.c. `entry` is what the row's code stands for (C108: as folded; C104–C107: as it was last), never NULL. */
#ifndef MAPPER_RULES_H
#define MAPPER_RULES_H

#include "mapper/engine.h"

/* rules_table.c: the table and its fields; they need no entry. */
struct table;
struct table_row;
void rule_headings(struct rule_context *ctx, const struct table *table);                              /* T101 */
void rule_fields(struct rule_context *ctx, const struct table *table, const struct table_row *row);   /* T102, T103, T104 */
void rule_nothing_mapped(struct rule_context *ctx);                                                  /* T106 */
/* rules_unmapped.c: of a row without a code; `kinds` are the KIND_BITs that it may be of. */
void rule_unmapped(struct rule_context *ctx, const struct row *row, unsigned kinds); /* M808 */
/* rules_code.c */
rule_fn rule_kind;  /* C110 */
rule_fn rule_dates; /* C111 */
/* rules_name.c */
rule_fn rule_catalog_name; /* N203 */
rule_fn rule_name;         /* N201, N202 */
/* rules_form.c */
rule_fn rule_form; /* D301, D308 */
/* rules_amount.c */
rule_fn rule_strength; /* D302 */
rule_fn rule_factor;   /* D304 */
/* rules_pack.c */
rule_fn rule_pack;     /* D303 */
/* rules_maker.c */
rule_fn rule_maker;    /* D305 */
rule_fn rule_approval; /* D306 */
/* rules_standard.c */
rule_fn rule_standard_code; /* D307 */
/* rules_service.c */
rule_fn rule_unit;         /* S401 */
rule_fn rule_registration; /* S404 */
/* rules_excluded.c */
rule_fn rule_excluded; /* S402 */
/* rules_price.c */
rule_fn rule_ceiling;  /* P601, P605, and P603 against the ceiling */
rule_fn rule_no_price; /* P604 */
/* rules_markup.c */
rule_fn rule_markup; /* P602 */
/* rules_pay.c */
rule_fn rule_pay; /* B701, B702, B703 */
/* rules_benefit.c */
rule_fn rule_restriction; /* B704 */
rule_fn rule_conditions;  /* B705, B706, B708 */

/* rules_set.c */
void rule_verified(struct rule_context *ctx, const struct row *row); /* M806, on a mapped row, whatever its code is */
rule_fn rule_addon;       /* no finding: notes what S403 … */
rule_fn rule_price_facts; /* … and what P603 and M802 ask at the end of the table */

/* rules_code.c: the entry's list type, 101 … 301; 0: none, or not such a number. */
int entry_list_type(const struct rule_context *ctx, const struct view_entry *entry);
/* rules_name.c: would N201 stay quiet on this pair (C109: "whose name agrees with the row")? Adds no finding. */
bool name_agrees(struct rule_context *ctx, const struct row *row, const struct view_entry *entry);
#endif
