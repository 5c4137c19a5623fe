/* mapper/rules_code.c: C110 (kind and list type) and C111 (dates) of spec/rules.md. C101 to C109 are in resolve.c. */
#include "base/i18n.h"
#include "mapper/resolve.h"
#include "mapper/rules.h"

int entry_list_type(const struct rule_context *ctx, const struct view_entry *entry)
{
    struct span s = view_text(ctx->view, entry, ENTRY_LIST_TYPE);
    if (s.n != 3)
        return 0;
    int value = 0;
    for (size_t i = 0; i < 3; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return 0;
        value = value * 10 + (s.p[i] - '0');
    }
    return value;
}

/* Drugs' list types, which differ from each other. 105 is any. */
static bool is_drug_list(int list_type)
{
    return list_type == 101 || list_type == 102 || list_type == 103 || list_type == 104 || list_type == 106;
}

void rule_kind(struct rule_context *ctx, const struct row *row, const struct view_entry *entry)
{
    if (!row->kinds)
        return;
    enum kind kind = view_kind(entry);
    struct finding_facts facts = { .rule = RULE_C110, .severity = SEVERITY_ERROR, .column = COLUMN_KIND,
                                   .local = row_value(row, COLUMN_KIND) };
    if (!facts.local.p) /* --kind says it */
        facts.local = span_of(kind_word((enum kind)ctx->options->kind));
    struct span code = row->catalog_code;
    if (row->kinds && !(row->kinds & KIND_BIT(kind))) {
        facts.expected = span_of(kind_word(kind));
        finding_add(ctx, &facts, _("the row says kind “%.*s”, and code %.*s is a %s"), SPAN_ARG(facts.local), SPAN_ARG(code),
                    _(kind_word(kind)));
        return;
    }
    if (!is_drug_list(row->list_type))
        return;
    int theirs = entry_list_type(ctx, entry);
    if (!is_drug_list(theirs) || theirs == row->list_type)
        return;
    facts.expected = view_text(ctx->view, entry, ENTRY_LIST_TYPE);
    finding_add(ctx, &facts, _("the row says list type %d, and code %.*s has list type %d"), row->list_type, SPAN_ARG(code), theirs);
}

#define OPEN_FROM 20990101 /* a date from here on means no end */

static bool is_said(date d)
{
    return d != DATE_NONE && d < OPEN_FROM;
}

/* The earliest first day that any version gave the code; DATE_NONE: one left it open. */
static date earliest(struct rule_context *ctx, const struct row *row, const struct view_entry *entry)
{
    struct code_past past;
    date from = view_valid_from(entry);
    int got = resolve_past(ctx->resolver, view_kind(entry), row->catalog_code, &past, ctx->err);
    if (got < 0)
        ctx->failed = true;
    if (got <= 0)
        return got < 0 ? DATE_NONE : from;
    if (past.ever_open_from)
        return DATE_NONE;
    return past.earliest_from != DATE_NONE && past.earliest_from < from ? past.earliest_from : from;
}

void rule_dates(struct rule_context *ctx, const struct row *row, const struct view_entry *entry)
{
    char mine[DATE_TEXT], theirs[DATE_TEXT];
    date from = view_valid_from(entry), to = view_valid_to(entry);
    if (is_said(row->valid_from) && from != DATE_NONE && row->valid_from < from)
        from = earliest(ctx, row, entry);
    if (is_said(row->valid_from) && from != DATE_NONE && row->valid_from < from) {
        struct finding_facts facts = { .rule = RULE_C111, .severity = SEVERITY_WARNING, .column = COLUMN_VALID_FROM,
                                       .local = span_of(date_text(row->valid_from, mine)),
                                       .expected = span_of(date_text(from, theirs)) };
        finding_add(ctx, &facts, _("the mapping is valid from %s, and code %.*s only from %s on"), mine, SPAN_ARG(row->catalog_code), theirs);
    }
    if (is_said(row->valid_to) && to != DATE_NONE && row->valid_to > to) {
        struct finding_facts facts = { .rule = RULE_C111, .severity = SEVERITY_WARNING, .column = COLUMN_VALID_TO,
                                       .local = span_of(date_text(row->valid_to, mine)),
                                       .expected = span_of(date_text(to, theirs)) };
        finding_add(ctx, &facts, _("the mapping is valid to %s, and code %.*s only to %s"), mine, SPAN_ARG(row->catalog_code), theirs);
    }
}
