/* mapper/rules_set.c: what single rows have to do with the rules over the whole table: M806, which needs no other row, and what S403, P603
 * and M802 will want to know of the row at the end. */
#include "base/i18n.h"
#include "mapper/price.h"
#include "mapper/resolve.h"
#include "mapper/rules.h"
#include "mapper/words.h"

/* A person as compared: width, case, blanks do not tell people apart; "-" and nothing are nobody. */
static struct span person(struct rule_context *ctx, struct span written)
{
    const struct name *name = written.p ? words_name(ctx->words, written) : NULL;
    if (written.p && !name)
        rule_failed(ctx);
    return name ? name->key : (struct span){ "", 0 };
}

void rule_verified(struct rule_context *ctx, const struct row *row)
{
    struct span written = row_value(row, COLUMN_VERIFIED_BY);
    struct finding_facts facts = { .rule = RULE_M806, .severity = SEVERITY_WARNING, .column = COLUMN_VERIFIED_BY, .local = written };
    if (!(row->present & ~row->marked & COLUMN_BIT(COLUMN_VERIFIED_BY)))
        return;
    words_tidy(ctx->words);
    struct span verified_by = person(ctx, written), mapped_by = person(ctx, row_value(row, COLUMN_MAPPED_BY));
    facts.local_key = verified_by;
    if (verified_by.n == 0)
        finding_add(ctx, &facts, _("nobody has verified the mapping: a second person must look at it and sign"));
    else if (span_eq(mapped_by, verified_by))
        finding_add(ctx, &facts, _("“%.*s” both made and verified the mapping: a second person must look at it and sign"), SPAN_ARG(written));
}

void rule_addon(struct rule_context *ctx, const struct row *row, const struct view_entry *entry)
{
    (void)row;
    struct span base = view_text(ctx->view, entry, ENTRY_ADDON_OF);
    if (base.n > 0)
        ctx->facts->base = resolve_number(ctx->resolver, base);
}

void rule_price_facts(struct rule_context *ctx, const struct row *row, const struct view_entry *entry)
{
    struct unit_price own, dose;
    struct row_facts *facts = ctx->facts;
    if (!rule_wanted(ctx, RULE_P603)) /* whatever silences P603 keeps the row out of M802 too */
        return;
    struct span code = view_text(ctx->view, entry, ENTRY_CODE);
    bool national = view_kind(entry) == KIND_DRUG && code.n > 0 && (code.p[0] == 'X' || code.p[0] == 'Z');
    facts->own_price = row_own_price(ctx, row, entry, &own);
    facts->dose_price = national && row_dose_price(ctx, row, entry, &dose);
    if (facts->own_price && facts->dose_price && unit_price_cmp(own, 1, dose, 1) != 0)
        facts->dose_price = false; /* a row leaves one price only, and herbal pieces by weight are no matter of M802 */
    if (!facts->own_price && !facts->dose_price)
        return;
    facts->price = facts->own_price ? own.yuan : dose.yuan;
    facts->content = facts->own_price ? own.units : dose.units;
}
