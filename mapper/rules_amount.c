/* mapper/rules_amount.c: D302, D304: strength and pack of a row against its entry. (spec/rules.md, "The table", D)
 * Nothing is said where one side is silent. */
#include "base/i18n.h"
#include "mapper/fit.h"
#include "mapper/rules.h"

static void add_strength(struct rule_context *ctx, enum column column, struct span ours, struct span theirs, const struct amounts *a,
                         const struct amounts *b, struct amounts_verdict verdict)
{
    struct buf *key = &ctx->scratch[0], *their_key = &ctx->scratch[1];
    buf_clear(key);
    buf_clear(their_key);
    amounts_add_text(key, a);
    amounts_add_text(their_key, b);
    if (key->failed || their_key->failed) {
        rule_failed(ctx);
        return;
    }
    struct finding_facts facts = { .rule = RULE_D302, .severity = verdict.weight ? SEVERITY_WARNING : SEVERITY_ERROR, .column = column,
                                   .local = ours, .expected = theirs, .local_key = buf_span(key), .expected_key = buf_span(their_key) };
    if (verdict.differs == DIFFERS_VOLUME)
        finding_add(ctx, &facts, _("the volume is “%.*s” here and “%.*s” in the catalog: find the code of this volume, or correct it"),
                    SPAN_ARG(ours), SPAN_ARG(theirs));
    else if (verdict.differs == DIFFERS_CONCENTRATION)
        finding_add(ctx, &facts,
                    _("the concentration is “%.*s” here and “%.*s” in the catalog: find the code of this strength, or correct it"),
                    SPAN_ARG(ours), SPAN_ARG(theirs));
    else
        finding_add(ctx, &facts,
                    _("the amount in a dose unit is “%.*s” here and “%.*s” in the catalog: find the code of this strength, or correct it"),
                    SPAN_ARG(ours), SPAN_ARG(theirs));
}

void rule_strength(struct rule_context *ctx, const struct row *row, const struct view_entry *entry)
{
    static const enum column columns[] = { COLUMN_SPEC, COLUMN_PACK };
    static const enum entry_text fields[] = { ENTRY_SPEC, ENTRY_PACK, ENTRY_FORM };
    struct span theirs[2] = { view_text(ctx->view, entry, ENTRY_SPEC), view_text(ctx->view, entry, ENTRY_PACK) };
    if ((theirs[0].n == 0 && theirs[1].n == 0) || view_kind(entry) != KIND_DRUG || !rule_wanted(ctx, RULE_D302))
        return;
    words_tidy(ctx->words);
    const struct amounts *said[2];
    size_t n = 0, first = 0;
    bool parsed = false;
    for (size_t i = 0; i < 2; i++) {
        struct span ours = row_value(row, columns[i]);
        struct recall_key key;
        if (!ours.p || span_eq(ours, theirs[0]) || span_eq(ours, theirs[1]) ||
            words_recall(ctx->words, WORDS_STRENGTH, ours, ctx->view, entry, fields, 3, &key) == DIFFERS_NOT)
            continue;
        for (size_t k = 0; k < 2 && !parsed; k++) {
            if (theirs[k].n == 0)
                continue;
            said[n] = words_amounts(ctx->words, theirs[k]);
            if (!said[n]) {
                rule_failed(ctx);
                return;
            }
            if (n == 0)
                first = k;
            if (!amounts_silent(said[n]))
                n++;
        }
        parsed = true;
        const struct amounts *a = words_amounts(ctx->words, ours);
        if (!a) {
            rule_failed(ctx);
            return;
        }
        struct amounts_verdict verdict = amounts_compare(a, said, n);
        int container = verdict.other_container ? fit_by_container(ctx->words, ctx->view, entry) : 0;
        if (container < 0) {
            rule_failed(ctx);
            return;
        }
        if (container > 0)
            verdict.differs = DIFFERS_VOLUME;
        words_remember(ctx->words, &key, ours, (int)verdict.differs);
        if (verdict.differs != DIFFERS_NOT) {
            add_strength(ctx, columns[i], ours, theirs[first], a, said[0], verdict);
            return;
        }
    }
}

/* ---- D304 ---- */

void rule_factor(struct rule_context *ctx, const struct row *row, const struct view_entry *entry)
{
    int64_t factor = row->factor, quantity = view_pack_quantity(entry);
    if (factor == AMOUNT_NONE || quantity == AMOUNT_NONE || factor == quantity || !rule_wanted(ctx, RULE_D304))
        return;
    words_tidy(ctx->words);
    int by_dose = factor == AMOUNT_SCALE ? fit_sold_by_dose(ctx->words, row_value(row, COLUMN_UNIT), ctx->view, entry) : 0;
    if (by_dose < 0)
        rule_failed(ctx);
    if (by_dose != 0)
        return;
    struct buf *expected = &ctx->scratch[0], *ours = &ctx->scratch[1];
    buf_clear(expected);
    buf_clear(ours);
    amount_add(expected, quantity);
    amount_add(ours, factor);
    if (expected->failed || ours->failed || ctx->failed) {
        rule_failed(ctx);
        return;
    }
    finding_add(ctx, &(struct finding_facts){ .rule = RULE_D304, .severity = SEVERITY_ERROR, .column = COLUMN_FACTOR,
                                              .local = row_value(row, COLUMN_FACTOR), .expected = buf_span(expected),
                                              .local_key = buf_span(ours) },
                _("the factor is %.*s here, but a pack of the catalog's item holds %.*s: correct the factor, or find the code of this pack"),
                SPAN_ARG(buf_span(ours)), SPAN_ARG(buf_span(expected)));
}
