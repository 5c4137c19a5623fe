/* mapper/rules_unmapped.c: M808: a row without a code, and one entry in force that is what the row says. (spec/rules.md, "The table", M) */
#include "base/i18n.h"
#include "mapper/identity.h"
#include "mapper/peers.h"
#include "mapper/rules.h"
#include "mapper/run.h"
#include "mapper/words.h"

#define KEY_MOST 90u /* bytes of a name that may begin or end with a brand */

struct match {
    struct rule_context *ctx;
    const struct row *row;
    unsigned kinds, said;
    const struct view_entry *only; /* the first that agrees */
    bool several;
};

/* A code that would be an error at once is no match: another kind (C110). */
static bool kind_fits(struct match *m, const struct view_entry *e)
{
    return (m->kinds & KIND_BIT(view_kind(e))) && !would_speak(m->ctx, m->row, e, RULE_BIT(RULE_C110));
}

/* The entries that may have this name, which is read whole. */
static void walk_name(struct match *m, const struct name *name)
{
    struct rule_context *ctx = m->ctx;
    struct peers_walk walk;
    if (m->several)
        return;
    if (peers_start_name(ctx->peers, words_names(ctx->words), ctx->text, name, &walk) < 0) {
        rule_failed(ctx);
        return;
    }
    for (const struct view_entry *e; !m->several && !ctx->failed && (e = peers_next(&walk));) {
        if (e == m->only || !identity_agrees(ctx, m->row, e, m->said) || !kind_fits(m, e))
            continue;
        m->several = m->only != NULL;
        m->only = m->only ? m->only : e;
    }
}

static void walk(struct match *m, struct span text)
{
    const struct name *name = text.p ? words_name(m->ctx->words, text) : NULL;
    if (text.p && !name)
        rule_failed(m->ctx);
    else if (name)
        walk_name(m, name);
}

/* The same for a piece of a key, which needs no reading: a brand has no salt and no form word. */
static void walk_piece(struct match *m, struct span key)
{
    struct name name = { .key = key, .plain = key, .core = key, .whole = true };
    walk_name(m, &name);
}

/* A brand and a name written as one word, 必理通对乙酰氨基酚片, are found by the brand: by each beginning and each end of the name. */
static void walk_brands(struct match *m, struct span name)
{
    const struct name *parsed = name.p ? words_name(m->ctx->words, name) : NULL;
    struct span key = parsed ? rule_copy(m->ctx, parsed->key) : SPAN_NONE;
    if (name.p && !parsed)
        rule_failed(m->ctx);
    if (!key.p || key.n > KEY_MOST)
        return;
    for (size_t at = utf8_first(key, 2), end = key.n; at < end && !m->ctx->failed; (void)utf8_next(key, &at)) {
        walk_piece(m, (struct span){ key.p, at });
        walk_piece(m, (struct span){ key.p + at, key.n - at });
    }
}

/* May a program fill the code in? */
static bool is_safe(struct match *m)
{
    struct identity id = identity_compare(m->ctx, m->row, m->only, m->said);
    return view_kind(m->only) == KIND_DRUG && identity_is_whole(m->said) && id.agree == m->said && id.unsure == 0 &&
           !would_speak(m->ctx, m->row, m->only, RULE_BIT(RULE_N203));
}

void rule_unmapped(struct rule_context *ctx, const struct row *row, unsigned kinds)
{
    if (!ctx->peers || !rule_wanted(ctx, RULE_M808))
        return;
    struct match m = { .ctx = ctx, .row = row, .kinds = kinds, .said = identity_said(ctx, row) };
    if (!(m.said & IDENTITY_BIT(IDENTITY_NAME)) || ctx->failed)
        return;
    walk(&m, row_value(row, COLUMN_LOCAL_NAME));
    walk(&m, row_value(row, COLUMN_GENERIC_NAME));
    if (!m.only)
        walk_brands(&m, row_value(row, COLUMN_LOCAL_NAME));
    if (!m.only || m.several || ctx->failed)
        return;
    struct span code = view_text(ctx->view, m.only, ENTRY_CODE), name = view_text(ctx->view, m.only, ENTRY_NAME);
    struct finding_facts facts = { .rule = RULE_M808, .severity = SEVERITY_WARNING, .column = COLUMN_CATALOG_CODE, .expected = code };
    bool safe = is_safe(&m);
    if (!ctx->failed &&
        finding_add(ctx, &facts, _("no catalog code, but one entry alone is all that the row says it is: %.*s “%.*s”; map the row to it"),
                    SPAN_ARG(code), SPAN_ARG(name)))
        finding_fix(ctx, COLUMN_CATALOG_CODE, code, safe);
}
