/* mapper/rules_price.c: P601, P603 (its half about the ceiling), P604, P605 of spec/rules.md. What a price is for is in rules_unit.c. */
#include "base/i18n.h"
#include "mapper/parts.h"
#include "mapper/price.h"
#include "mapper/rules.h"

#define OUTLIER_TIMES 10 /* P603 */

/* A price above a limit, both in the row's unit. `excess` belongs to the caller. */
struct above {
    struct finding_facts facts;
    struct span excess;
};

static struct above above_limit(struct rule_context *ctx, const struct row *row, enum rule rule, enum severity severity, int64_t limit,
                                struct buf *excess)
{
    return (struct above){ { .rule = rule, .severity = severity, .column = COLUMN_PRICE, .local = row_value(row, COLUMN_PRICE),
                             .local_key = price_text(ctx, row->price, &ctx->scratch[0]),
                             .expected = price_text(ctx, limit, &ctx->scratch[1]) },
                           price_text(ctx, row->price - limit, excess) };
}

/* More than ten times the ceiling, before any rounding? */
static bool is_outlier(const struct row *row, int64_t ceiling, const struct price_scale *scale)
{
    struct unit_price ours = { row->price, scale->content }, theirs = { ceiling, scale->quantity };
    return ceiling > 0 && unit_price_cmp(ours, 1, theirs, OUTLIER_TIMES) > 0;
}

static void against_ceiling(struct rule_context *ctx, const struct row *row, int64_t ceiling, const struct price_scale *scale)
{
    int64_t most = scaled_amount(ceiling, scale, row);
    if (most == AMOUNT_NONE || row->price <= most)
        return;
    struct buf excess = BUF_INIT;
    bool outlier = is_outlier(row, ceiling, scale);
    struct above a = above_limit(ctx, row, outlier ? RULE_P603 : RULE_P601, outlier ? SEVERITY_WARNING : SEVERITY_ERROR, most, &excess);
    if (outlier) /* what is another unit's price costs nobody anything */
        finding_add(ctx, &a.facts,
                    _("the price %.*s is more than ten times the ceiling %.*s for this unit: it is probably another unit's price; correct the "
                      "price or the unit"),
                    SPAN_ARG(a.facts.local_key), SPAN_ARG(a.facts.expected));
    else if (finding_add(ctx, &a.facts, _("the price %.*s is above the ceiling %.*s for this unit, by %.*s yuan"), SPAN_ARG(a.facts.local_key),
                         SPAN_ARG(a.facts.expected), SPAN_ARG(a.excess)))
        finding_risk(ctx, row->price - most, row->quantity);
    buf_release(&excess);
}

/* Is the entry a negotiated drug (谈判) under an agreement? Its flags say so, or the agreement's period covers the day. */
static bool under_agreement(const struct rule_context *ctx, const struct view_entry *entry)
{
    static const char *const signs[] = { " ", ",", ";", "|", "、", "，", "；" };
    struct span rest = view_text(ctx->view, entry, ENTRY_FLAGS), word;
    if (view_kind(entry) != KIND_DRUG)
        return false;
    while (parts_next(&rest, signs, sizeof signs / sizeof *signs, &word))
        if (span_is(word, "negotiated") || span_is(word, "国谈") || (span_find(word, SPAN("谈判")) != (size_t)-1 && !span_starts(word, SPAN("非"))))
            return true;
    date from = view_agreement_from(entry), to = view_agreement_to(entry), day = ctx->options->day;
    return (from != DATE_NONE || to != DATE_NONE) && (from == DATE_NONE || from <= day) && (to == DATE_NONE || day <= to);
}

static void against_payment(struct rule_context *ctx, const struct row *row, const struct view_entry *entry, int64_t payment,
                            const struct price_scale *scale)
{
    int64_t most = scaled_amount(payment, scale, row);
    if (most == AMOUNT_NONE || row->price <= most)
        return;
    struct buf excess = BUF_INIT;
    bool agreement = under_agreement(ctx, entry);
    struct above a = above_limit(ctx, row, RULE_P605, agreement ? SEVERITY_ERROR : SEVERITY_INFO, most, &excess);
    if (agreement)
        finding_add(ctx, &a.facts,
                    _("the price %.*s is above the payment standard %.*s of a negotiated drug for this unit, by %.*s yuan: it may not be sold "
                      "above it"),
                    SPAN_ARG(a.facts.local_key), SPAN_ARG(a.facts.expected), SPAN_ARG(a.excess));
    else
        finding_add(ctx, &a.facts,
                    _("the price %.*s is above the payment standard %.*s for this unit: the excess of %.*s yuan is the patient's"),
                    SPAN_ARG(a.facts.local_key), SPAN_ARG(a.facts.expected), SPAN_ARG(a.excess));
    buf_release(&excess);
}

void rule_ceiling(struct rule_context *ctx, const struct row *row, const struct view_entry *entry)
{
    if (row->price == AMOUNT_NONE)
        return;
    int level = ctx->options->hospital_level;
    int64_t ceiling = view_ceiling(entry, ctx->view, CEILING_PRICE, level);
    int64_t payment = view_ceiling(entry, ctx->view, CEILING_PAYMENT, level);
    if (ceiling == AMOUNT_NONE && payment == AMOUNT_NONE)
        return;
    struct price_scale scale;
    enum scale_known known = row_scale(ctx, row, entry, &scale);
    ctx->unknown_content += known == SCALE_UNKNOWN;
    if (known != SCALE_KNOWN || ctx->failed)
        return;
    if (ceiling != AMOUNT_NONE)
        against_ceiling(ctx, row, ceiling, &scale);
    /* A wrong factor (D304) makes this wrong too, and is one fact. */
    if (payment != AMOUNT_NONE && !scale.factor_differs)
        against_payment(ctx, row, entry, payment, &scale);
}

void rule_no_price(struct rule_context *ctx, const struct row *row, const struct view_entry *entry)
{
    uint64_t price = COLUMN_BIT(COLUMN_PRICE);
    (void)entry;
    if (!(row->present & price) || (row->marked & price) || (row->price != AMOUNT_NONE && row->price != 0))
        return;
    struct finding_facts facts = { .rule = RULE_P604, .severity = SEVERITY_INFO, .column = COLUMN_PRICE, .local = row->cells[COLUMN_PRICE] };
    if (row->price == 0)
        finding_add(ctx, &facts, _("the price is 0: no price was compared"));
    else
        finding_add(ctx, &facts, _("the price is empty: no price was compared"));
}
