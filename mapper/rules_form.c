/* mapper/rules_form.c: D301: the dosage form of a row against its entry. (spec/rules.md, "The table", D) */
#include "base/i18n.h"
#include "mapper/rules.h"
#include "mapper/words.h"

static bool is_patent(const struct rule_context *ctx, const struct view_entry *entry)
{
    struct span code = view_text(ctx->view, entry, ENTRY_CODE);
    return code.n > 0 && code.p[0] == 'Z';
}

static bool forms_fire(const struct rule_context *ctx, const struct view_entry *entry, enum forms_verdict verdict)
{
    return verdict == FORMS_OTHER_CLASS || (verdict == FORMS_OTHER_FAMILY && is_patent(ctx, entry));
}

void rule_form(struct rule_context *ctx, const struct row *row, const struct view_entry *entry)
{
    struct span ours = row_value(row, COLUMN_FORM), theirs = view_text(ctx->view, entry, ENTRY_FORM);
    if (!ours.p || theirs.n == 0 || view_kind(entry) != KIND_DRUG || span_eq(ours, theirs) || !rule_wanted(ctx, RULE_D301))
        return;
    static const enum entry_text field[] = { ENTRY_FORM };
    struct recall_key key;
    int known = words_recall(ctx->words, WORDS_FORM, ours, ctx->view, entry, field, 1, &key);
    if (known != RECALL_NONE && !forms_fire(ctx, entry, (enum forms_verdict)known))
        return;
    const struct form *a, *b;
    words_tidy(ctx->words);
    if (words_form(ctx->words, ours, &a) < 0 || words_form(ctx->words, theirs, &b) < 0) {
        rule_failed(ctx);
        return;
    }
    enum forms_verdict verdict = forms_compare(a, b);
    words_remember(ctx->words, &key, ours, (int)verdict);
    if (!forms_fire(ctx, entry, verdict))
        return;
    finding_add(ctx, &(struct finding_facts){ .rule = RULE_D301, .severity = SEVERITY_ERROR, .column = COLUMN_FORM, .local = ours,
                                              .expected = theirs, .local_key = a->form, .expected_key = b->form },
                _("the dosage form is “%.*s” here and “%.*s” in the catalog, which are not interchangeable: find the code of this "
                  "form, or correct the form"),
                SPAN_ARG(ours), SPAN_ARG(theirs));
}
