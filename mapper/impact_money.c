/* mapper/impact_money.c: ceilings and shares of one entry before and after. The same choices as the view's (catalog/view.h): the highest ceiling at
 * the hospital's level, a level without its own uses the one for all; the share of the scheme, else the one without a scheme, else the only one. */
#include "mapper/impact_money.h"
#include "mapper/finding.h"

static int64_t ceiling_of(const struct entry *e, enum ceiling_type type, int level)
{
    int64_t own = AMOUNT_NONE, all = AMOUNT_NONE, any = AMOUNT_NONE;
    for (size_t i = 0; i < e->ceiling_count; i++) {
        const struct ceiling *c = &e->ceilings[i];
        if (c->type != type)
            continue;
        any = any == AMOUNT_NONE || c->yuan > any ? c->yuan : any;
        if (c->level == 0)
            all = all == AMOUNT_NONE || c->yuan > all ? c->yuan : all;
        else if (c->level == level)
            own = own == AMOUNT_NONE || c->yuan > own ? c->yuan : own;
    }
    return level == 0 ? any : own != AMOUNT_NONE ? own : all;
}

static int64_t self_pay_of(const struct entry *e, struct span scheme)
{
    int64_t plain = AMOUNT_NONE;
    if (e->pay_class == 'C')
        return AMOUNT_SCALE;
    for (size_t i = 0; i < e->self_pay_count; i++) {
        if (scheme.p && span_eq(e->self_pays[i].scheme, scheme))
            return e->self_pays[i].share;
        if (!e->self_pays[i].scheme.p)
            plain = e->self_pays[i].share;
    }
    return plain == AMOUNT_NONE && e->self_pay_count == 1 ? e->self_pays[0].share : plain;
}

void impact_weigh_money(const struct impact_row *r, const struct impact_options *options, struct impact_money *out)
{
    const struct entry *sides[] = { r->from, r->to };
    for (int i = 0; i < 2; i++) {
        const struct entry *e = sides[i];
        out->ceiling[i] = e ? ceiling_of(e, CEILING_PRICE, options->hospital_level) : AMOUNT_NONE;
        out->payment[i] = e ? ceiling_of(e, CEILING_PAYMENT, options->hospital_level) : AMOUNT_NONE;
        out->self_pay[i] = e ? self_pay_of(e, options->scheme) : AMOUNT_NONE;
        out->pay_class[i] = e ? e->pay_class : 0;
    }
    out->over = out->at_risk = AMOUNT_NONE;
    struct span unit = row_value(r->row, COLUMN_UNIT);
    bool same_unit = r->to && (!unit.p || r->to->text[ENTRY_UNIT].n == 0 || span_eq(unit, r->to->text[ENTRY_UNIT]));
    if (!same_unit || r->row->price == AMOUNT_NONE || out->ceiling[1] == AMOUNT_NONE || out->ceiling[0] == out->ceiling[1] || r->row->price <= out->ceiling[1])
        return;
    out->over = r->row->price - out->ceiling[1];
    int64_t sum;
    if (r->row->quantity != AMOUNT_NONE && r->row->quantity >= 0 && amount_mul(out->over, r->row->quantity, &sum) && sum <= RISK_MOST)
        out->at_risk = sum;
}
