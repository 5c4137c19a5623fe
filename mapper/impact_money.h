/* mapper/impact_money.h: what a version changes in money for one row; for impact.c. */
#ifndef MAPPER_IMPACT_MONEY_H
#define MAPPER_IMPACT_MONEY_H

#include "mapper/impact.h"

/* Needs row, from, to of *r. */
void impact_weigh_money(const struct impact_row *r, const struct impact_options *options, struct impact_money *out);
#endif
