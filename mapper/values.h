/* mapper/values.h: reads the text of a field as what its column holds: money, numbers, dates, kinds, classes, yes and no.
 * The words come from share/kinds.tsv, flags.tsv and pay-classes.tsv. Knows no rows and no findings.
 *
 *     struct values *v = values_new(share_dir, text, &err);
 *     int64_t price; int places;
 *     if (!value_money(v, cell, &price, &places)) ...      // T102
 *
 * A `false` means "cannot be read as that"; cells are trimmed and not empty. */
#ifndef MAPPER_VALUES_H
#define MAPPER_VALUES_H

#include "base/date.h"
#include "base/decimal.h"
#include "base/text.h"

struct values;

/* `text` must outlive the values. NULL with err: a share file is missing or wrong (ERROR_USAGE), memory. */
struct values *values_new(const char *share_dir, struct text *text, struct error *err);
void values_free(struct values *v);

/* 18.60, ￥18.60, 1,234.50, 18.6元: not negative, at most 4 decimals; *places as written. */
bool value_money(struct values *v, struct span s, int64_t *out, int *places);
/* A plain number, at most 4 decimals; thousands marks as in money. */
bool value_number(struct values *v, struct span s, bool negative, int64_t *out);
/* 0 to 1, or a percentage: 0.1, 10%. */
bool value_share(struct values *v, struct span s, int64_t *out);
/* ISO, YYYYMMDD, YYYY/M/D. */
bool value_date(struct values *v, struct span s, date *out);
/* KIND_BITs and the list type (0: none said). */
bool value_kind(struct values *v, struct span s, unsigned *kinds, int *list_type);
/* 'A', 'B', 'C'. */
bool value_pay_class(struct values *v, struct span s, char *out);
/* Yes or no; `reversed`: the heading asks the opposite (停用标志), unless the word itself says it (停用, 有效). */
bool value_flag(struct values *v, struct span s, bool reversed, bool *out);
/* 1.10200E+17: what a spreadsheet makes of a long number. The plus is in no code. */
bool value_is_scientific(struct span s);
#endif
