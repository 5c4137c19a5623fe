/* mapper/rules_pack.c: D303: the number of dose units in a pack, and the entry that has the row's. (spec/rules.md, "The table", D) */
#include "base/i18n.h"
#include "mapper/fit.h"
#include "mapper/peers.h"
#include "mapper/rules.h"

static struct fit_texts texts_of(const struct row *row)
{
    return (struct fit_texts){ row_value(row, COLUMN_SPEC), row_value(row, COLUMN_PACK), row_value(row, COLUMN_UNIT) };
}

/* Two texts of one field, each perhaps absent: are they the same but for spelling? 1, 0, -1 memory. */
static int same_text(struct rule_context *ctx, struct span a, struct span b)
{
    if (a.n == 0 || b.n == 0)
        return a.n == b.n;
    if (span_eq(a, b))
        return 1;
    const struct name *x = words_name(ctx->words, a), *y = x ? words_name(ctx->words, b) : NULL;
    return !y ? -1 : span_eq(x->key, y->key);
}

static int same_form(struct rule_context *ctx, struct span a, struct span b)
{
    const struct form *x = NULL, *y = NULL;
    if (a.n > 0 && b.n > 0 && (words_form(ctx->words, a, &x) < 0 || words_form(ctx->words, b, &y) < 0))
        return -1;
    return x && y ? forms_compare(x, y) == FORMS_SAME : same_text(ctx, a, b);
}

static int same_maker(struct rule_context *ctx, struct span a, struct span b)
{
    if (a.n == 0 || b.n == 0 || span_eq(a, b))
        return a.n == b.n;
    const struct maker *x = words_maker(ctx->words, a), *y = x ? words_maker(ctx->words, b) : NULL;
    return !y ? -1 : makers_agree(words_makers(ctx->words), x, y);
}

static int same_strength(struct rule_context *ctx, const struct view_entry *a, const struct view_entry *b)
{
    struct fit_texts texts = { view_text(ctx->view, a, ENTRY_SPEC), view_text(ctx->view, a, ENTRY_PACK), SPAN_NONE };
    switch (fit_strength(ctx->words, &texts, ctx->view, b)) {
    case FIT_AGREES:
        return 1;
    case FIT_DIFFERS:
        return 0;
    case FIT_SILENT:
        return same_text(ctx, texts.spec, view_text(ctx->view, b, ENTRY_SPEC));
    case FIT_FAILED:
        break;
    }
    return -1;
}

/* Is `other` the entry's drug, of the same maker, in the row's pack? */
static int is_other_pack(struct rule_context *ctx, const struct fit_texts *ours, const struct view_entry *entry, const struct view_entry *other)
{
    static const struct {
        enum entry_text field;
        int (*same)(struct rule_context *ctx, struct span a, struct span b);
    } tests[] = { { ENTRY_NAME, same_text }, { ENTRY_FORM, same_form }, { ENTRY_MANUFACTURER, same_maker } };
    if (view_kind(other) != KIND_DRUG || span_eq(view_text(ctx->view, other, ENTRY_CODE), view_text(ctx->view, entry, ENTRY_CODE)))
        return 0;
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
        int same = tests[i].same(ctx, view_text(ctx->view, entry, tests[i].field), view_text(ctx->view, other, tests[i].field));
        if (same <= 0)
            return same;
    }
    int same = same_strength(ctx, entry, other);
    if (same <= 0)
        return same;
    struct pack_fit fit;
    enum fit pack = fit_pack(ctx->words, ours, ctx->view, other, &fit);
    return pack == FIT_FAILED ? -1 : pack == FIT_AGREES;
}

/* The first such entry by code, or NULL. */
static const struct view_entry *find_other_pack(struct rule_context *ctx, const struct fit_texts *ours, const struct view_entry *entry)
{
    struct peers_walk walk;
    struct span name = view_text(ctx->view, entry, ENTRY_NAME);
    int found = peers_start(ctx->peers, words_names(ctx->words), words_text(ctx->words), name, &walk);
    for (const struct view_entry *other; found == 0 && (other = peers_next(&walk));) {
        found = is_other_pack(ctx, ours, entry, other);
        if (found > 0)
            return other;
    }
    if (found < 0)
        rule_failed(ctx);
    return NULL;
}

static void add_number(struct buf *b, int64_t n)
{
    buf_clear(b);
    buf_addf(b, "%lld", (long long)n);
}

static void add_finding(struct rule_context *ctx, const struct row *row, const struct view_entry *entry, const struct pack_fit *fit,
                        const struct view_entry *other)
{
    enum column column = fit->from_spec ? COLUMN_SPEC : COLUMN_PACK;
    struct buf *ours = &ctx->scratch[0], *theirs = &ctx->scratch[1];
    struct span pack = view_text(ctx->view, entry, ENTRY_PACK);
    add_number(ours, fit->ours);
    add_number(theirs, fit->theirs);
    if (ours->failed || theirs->failed) {
        rule_failed(ctx);
        return;
    }
    struct finding_facts facts = { .rule = RULE_D303, .severity = other ? SEVERITY_ERROR : SEVERITY_WARNING, .column = column,
                                   .local = row_value(row, column), .expected = pack.n > 0 ? pack : buf_span(theirs),
                                   .local_key = buf_span(ours), .expected_key = buf_span(theirs) };
    if (!other) {
        finding_add(ctx, &facts,
                    _("a pack holds %.*s here (“%.*s”) and %.*s in the catalog: find the code of this pack, or correct it"),
                    SPAN_ARG(facts.local_key), SPAN_ARG(facts.local), SPAN_ARG(facts.expected_key));
        return;
    }
    struct span code = view_text(ctx->view, other, ENTRY_CODE);
    if (finding_add(ctx, &facts,
                    _("a pack holds %.*s here (“%.*s”) and %.*s in the catalog, which has this maker's packs of %.*s under %.*s: map the row to "
                      "that code, or correct the pack"),
                    SPAN_ARG(facts.local_key), SPAN_ARG(facts.local), SPAN_ARG(facts.expected_key), SPAN_ARG(facts.local_key), SPAN_ARG(code)))
        finding_fix(ctx, COLUMN_CATALOG_CODE, code, false);
}

/* Most rows say the entry's quantity, or nothing: known without comparing texts. */
static bool says_quantity(struct rule_context *ctx, struct span text, const struct view_entry *entry)
{
    static const enum entry_text fields[] = { ENTRY_DOSE_UNIT, ENTRY_PACK_UNIT };
    struct recall_key key;
    if (!text.p)
        return true;
    int number = words_recall(ctx->words, WORDS_PACK, text, ctx->view, entry, fields, 2, &key);
    if (number == RECALL_NONE) {
        number = fit_pack_number(ctx->words, text, ctx->view, entry);
        if (number < 0) {
            rule_failed(ctx);
            return true;
        }
        words_remember(ctx->words, &key, text, number);
    }
    return number == FIT_PACK_SILENT || (number > 0 && number * (int64_t)AMOUNT_SCALE == view_pack_quantity(entry));
}

void rule_pack(struct rule_context *ctx, const struct row *row, const struct view_entry *entry)
{
    struct fit_texts ours = texts_of(row);
    if (view_kind(entry) != KIND_DRUG || !rule_wanted(ctx, RULE_D303) ||
        ((!ours.pack.p || span_eq(ours.pack, view_text(ctx->view, entry, ENTRY_PACK))) &&
         (!ours.spec.p || span_eq(ours.spec, view_text(ctx->view, entry, ENTRY_SPEC)))))
        return;
    words_tidy(ctx->words);
    if (says_quantity(ctx, ours.pack, entry) && says_quantity(ctx, ours.spec, entry))
        return;
    struct pack_fit fit;
    enum fit verdict = fit_pack(ctx->words, &ours, ctx->view, entry, &fit);
    if (verdict == FIT_FAILED)
        rule_failed(ctx);
    if (verdict != FIT_DIFFERS)
        return;
    const struct view_entry *other = ctx->probe ? NULL : find_other_pack(ctx, &ours, entry); /* a probe asks for no fix */
    if (!ctx->failed)
        add_finding(ctx, row, entry, &fit, other);
}
