/* mapper/rules_form.c: D301, D308: the dosage form of a row against its entry. (spec/rules.md, "The table", D) */
#include "base/i18n.h"
#include "mapper/rules.h"
#include "mapper/words.h"

static bool is_patent(const struct rule_context *ctx, const struct view_entry *entry)
{
    struct span code = view_text(ctx->view, entry, ENTRY_CODE);
    return code.n > 0 && code.p[0] == 'Z';
}

/* What a verdict comes to: for patent medicines the family is the class. */
enum form_outcome { FORM_QUIET, FORM_DETAIL, FORM_FAMILY, FORM_CLASS };
static enum form_outcome outcome_of(const struct rule_context *ctx, const struct view_entry *entry, enum forms_verdict verdict)
{
    static const enum form_outcome outcomes[] = {
        [FORMS_UNKNOWN] = FORM_QUIET,
        [FORMS_SAME] = FORM_QUIET,
        [FORMS_GENERAL] = FORM_QUIET,
        [FORMS_VARIANT] = FORM_DETAIL,
        [FORMS_OTHER_FAMILY] = FORM_FAMILY,
        [FORMS_OTHER_CLASS] = FORM_CLASS,
    };
    enum form_outcome outcome = outcomes[verdict];
    return outcome == FORM_FAMILY && is_patent(ctx, entry) ? FORM_CLASS : outcome;
}

static void report(struct rule_context *ctx, enum form_outcome outcome, struct finding_facts *facts)
{
    if (outcome == FORM_CLASS) {
        facts->rule = RULE_D301;
        facts->severity = SEVERITY_ERROR;
        finding_add(ctx, facts,
                    _("the dosage form is “%.*s” here and “%.*s” in the catalog, which are not interchangeable: find the code of this "
                      "form, or correct the form"),
                    SPAN_ARG(facts->local), SPAN_ARG(facts->expected));
        return;
    }
    facts->rule = RULE_D308;
    facts->severity = outcome == FORM_FAMILY ? SEVERITY_WARNING : SEVERITY_INFO;
    if (outcome == FORM_FAMILY)
        finding_add(ctx, facts,
                    _("the dosage form is “%.*s” here and “%.*s” in the catalog, of one class but another kind: see whether this "
                      "form has a code of its own"),
                    SPAN_ARG(facts->local), SPAN_ARG(facts->expected));
    else
        finding_add(ctx, facts,
                    _("the dosage form is “%.*s” here and “%.*s” in the catalog, two forms of one kind: nothing to do if it is the "
                      "same product"),
                    SPAN_ARG(facts->local), SPAN_ARG(facts->expected));
}

void rule_form(struct rule_context *ctx, const struct row *row, const struct view_entry *entry)
{
    struct span ours = row_value(row, COLUMN_FORM), theirs = view_text(ctx->view, entry, ENTRY_FORM);
    if (!ours.p || theirs.n == 0 || view_kind(entry) != KIND_DRUG || span_eq(ours, theirs) ||
        (!rule_wanted(ctx, RULE_D301) && !rule_wanted(ctx, RULE_D308)))
        return;
    static const enum entry_text field[] = { ENTRY_FORM };
    struct recall_key key;
    int known = words_recall(ctx->words, WORDS_FORM, ours, ctx->view, entry, field, 1, &key);
    if (known != RECALL_NONE && outcome_of(ctx, entry, (enum forms_verdict)known) == FORM_QUIET)
        return;
    const struct form *a, *b;
    words_tidy(ctx->words);
    if (words_form(ctx->words, ours, &a) < 0 || words_form(ctx->words, theirs, &b) < 0) {
        rule_failed(ctx);
        return;
    }
    enum forms_verdict verdict = forms_compare(a, b);
    words_remember(ctx->words, &key, ours, (int)verdict);
    enum form_outcome outcome = outcome_of(ctx, entry, verdict);
    if (outcome == FORM_QUIET)
        return;
    struct finding_facts facts = { .column = COLUMN_FORM, .local = ours, .expected = theirs, .local_key = a->form, .expected_key = b->form };
    report(ctx, outcome, &facts);
}
