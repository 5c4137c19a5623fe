/* mapper/rules_benefit.c: B704, B705, B706, B708 of spec/rules.md: the conditions on which the fund pays. */
#include "base/i18n.h"
#include "mapper/rules.h"

void rule_restriction(struct rule_context *ctx, const struct row *row, const struct view_entry *entry)
{
    if (row->restricted != 0 || !view_restricted(entry))
        return;
    struct finding_facts facts = { .rule = RULE_B704, .severity = SEVERITY_WARNING, .column = COLUMN_RESTRICTED,
                                   .local = row_value(row, COLUMN_RESTRICTED), .expected = view_text(ctx->view, entry, ENTRY_RESTRICTION),
                                   .local_key = SPAN("0"), .expected_key = SPAN("1") };
    if (facts.expected.n > 0)
        finding_add(ctx, &facts, _("the row says that the item is not restricted, and the catalog restricts code %.*s: %.*s"),
                    SPAN_ARG(row->catalog_code), SPAN_ARG(facts.expected));
    else
        finding_add(ctx, &facts, _("the row says that the item is not restricted, and the catalog limits code %.*s"),
                    SPAN_ARG(row->catalog_code));
}

static void check_level(struct rule_context *ctx, const struct row *row, const struct view_entry *entry)
{
    int mine = ctx->options->hospital_level, lowest = view_limit_level(entry);
    if (mine <= 0 || lowest <= 0 || mine >= lowest)
        return;
    char ours[2] = { (char)('0' + mine), '\0' }, theirs[2] = { (char)('0' + lowest), '\0' };
    struct finding_facts facts = { .rule = RULE_B705, .severity = SEVERITY_ERROR, .column = COLUMN_NONE, .local = span_of(ours),
                                   .expected = span_of(theirs) };
    finding_add(ctx, &facts, _("code %.*s is for hospitals of level %d and above, and this one has level %d"), SPAN_ARG(row->catalog_code),
                lowest, mine);
}

void rule_conditions(struct rule_context *ctx, const struct row *row, const struct view_entry *entry)
{
    check_level(ctx, row, entry);
    if (view_limit_approval(entry) == 1)
        finding_add(ctx, &(struct finding_facts){ .rule = RULE_B706, .severity = SEVERITY_INFO, .column = COLUMN_NONE },
                    _("code %.*s needs the insurer's approval before it is used (特检特治)"), SPAN_ARG(row->catalog_code));
    date to = view_agreement_to(entry);
    if (to == DATE_NONE || to >= ctx->options->day)
        return;
    char ended[DATE_TEXT];
    struct finding_facts facts = { .rule = RULE_B708, .severity = SEVERITY_WARNING, .column = COLUMN_NONE,
                                   .expected = span_of(date_text(to, ended)) };
    finding_add(ctx, &facts, _("the agreement (谈判) of code %.*s ended on %s: ask the insurer what is paid now"), SPAN_ARG(row->catalog_code),
                ended);
}
