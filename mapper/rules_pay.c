/* mapper/rules_pay.c: B701, B702, B703 of spec/rules.md: who pays. */
#include "base/i18n.h"
#include "mapper/rules.h"

/* The catalog's classes in the reader's words: in Chinese 甲类, 乙类, 丙类. */
static const char *class_word(char pay_class)
{
    return pay_class == 'A' ? _("A") : pay_class == 'B' ? _("B") : _("C");
}

static void check_class(struct rule_context *ctx, const struct row *row, const struct view_entry *entry)
{
    char mine = row->pay_class, theirs = view_pay_class(entry);
    if (!mine || !theirs || mine == theirs)
        return;
    bool self_paid = mine == 'C';
    struct finding_facts facts = { .rule = self_paid ? RULE_B701 : RULE_B702, .severity = SEVERITY_ERROR, .column = COLUMN_PAY_CLASS,
                                   .local = row_value(row, COLUMN_PAY_CLASS), .expected = { &theirs, 1 }, .local_key = { &mine, 1 } };
    struct span code = row->catalog_code;
    if (!self_paid) {
        finding_add(ctx, &facts, _("pay class %s in the row, class %s in the catalog: take the catalog's"), class_word(mine), class_word(theirs));
    } else if (view_restricted(entry)) {
        facts.severity = SEVERITY_WARNING;
        finding_add(ctx, &facts, _("the item is billed as self-paid, and code %.*s is reimbursed (class %s) under a restriction"), SPAN_ARG(code),
                    class_word(theirs));
    } else {
        finding_add(ctx, &facts, _("the item is billed as self-paid, and code %.*s is reimbursed (class %s)"), SPAN_ARG(code), class_word(theirs));
    }
}

static struct span share_text(struct rule_context *ctx, int64_t share, struct buf *out)
{
    buf_clear(out);
    amount_add(out, share);
    if (out->failed)
        rule_failed(ctx);
    return buf_span(out);
}

void rule_pay(struct rule_context *ctx, const struct row *row, const struct view_entry *entry)
{
    check_class(ctx, row, entry);
    if (row->self_pay == AMOUNT_NONE || !rule_wanted(ctx, RULE_B703))
        return;
    int64_t theirs = view_self_pay(ctx->view, entry, ctx->options->scheme);
    if (theirs == AMOUNT_NONE || theirs == row->self_pay)
        return;
    struct finding_facts facts = { .rule = RULE_B703, .severity = SEVERITY_ERROR, .column = COLUMN_SELF_PAY,
                                   .local = row_value(row, COLUMN_SELF_PAY),
                                   .local_key = share_text(ctx, row->self_pay, &ctx->scratch[0]),
                                   .expected = share_text(ctx, theirs, &ctx->scratch[1]) };
    finding_add(ctx, &facts, _("the patient's share is %.*s in the row and %.*s in the catalog: take the catalog's"), SPAN_ARG(facts.local),
                SPAN_ARG(facts.expected));
}
