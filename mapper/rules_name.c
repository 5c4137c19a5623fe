/* mapper/rules_name.c: N201, N202, N203: is the row's item what the entry is called? (spec/rules.md, "The table", N) */
#include "base/i18n.h"
#include "mapper/rules.h"
#include "mapper/words.h"

enum outcome {
    OUTCOME_QUIET,        /* agrees, or nothing to compare */
    OUTCOME_VARIANT,      /* N202: the local name, or without one that agrees the generic name */
    OUTCOME_MISMATCH,     /* N201: neither name */
    OUTCOME_OTHER_ITEM,   /* N201: the generic name fits, the local name is another drug's */
    OUTCOME_OTHER_GENERIC /* N201, a warning: the local name fits, the generic name does not */
};

struct compared {
    enum outcome outcome;
    bool any; /* something was compared */
    struct span local; /* the name that the finding is about */
    enum column column;
    const struct view_entry *other; /* OTHER_ITEM: an entry that has the local name */
};

/* The verdict on one column; without a value there: the same. */
static enum names_verdict verdict_of(struct rule_context *ctx, struct span name, const struct view_entry *entry)
{
    enum names_verdict verdict = NAMES_SAME;
    if (name.p && words_name_verdict(ctx->words, name, ctx->view, entry, &verdict) < 0)
        rule_failed(ctx);
    return verdict;
}

static bool has_han(struct span s)
{
    for (size_t at = 0; at < s.n;)
        if (utf8_is_han(utf8_next(s, &at)))
            return true;
    return false;
}

/* A name that agrees with nothing, since it says nothing: "-", "/". */
static bool is_blank_name(struct rule_context *ctx, struct span name)
{
    const struct name *n = words_name(ctx->words, name);
    if (!n)
        rule_failed(ctx);
    return n && n->key.n == 0;
}

static struct compared compare(struct rule_context *ctx, const struct row *row, const struct view_entry *entry)
{
    struct span local = row_value(row, COLUMN_LOCAL_NAME), generic = row_value(row, COLUMN_GENERIC_NAME);
    struct compared c = { .outcome = OUTCOME_QUIET, .any = local.p || generic.p, .local = local, .column = COLUMN_LOCAL_NAME };
    if (!local.p && !generic.p)
        return c;
    enum names_verdict l = verdict_of(ctx, local, entry), g = verdict_of(ctx, generic, entry);
    if (g == NAMES_OTHER && (is_blank_name(ctx, generic) || (!has_han(generic) && has_han(view_text(ctx->view, entry, ENTRY_NAME)))))
        generic = SPAN_NONE; /* Amlodipine may well be 氨氯地平 */
    if (l == NAMES_OTHER && is_blank_name(ctx, local))
        local = SPAN_NONE;
    c.any = local.p || generic.p;
    if (ctx->failed || !c.any)
        return c;
    bool generic_only = !local.p;
    if (generic_only) {
        c.local = generic;
        c.column = COLUMN_GENERIC_NAME;
        l = g;
    }
    if (l != NAMES_OTHER) {
        int fits = generic_only || !generic.p || g != NAMES_OTHER ? 1 : words_generic_fits(ctx->words, generic, ctx->view, entry);
        if (fits < 0) {
            rule_failed(ctx);
        } else if (!fits) {
            c.outcome = OUTCOME_OTHER_GENERIC;
            c.local = generic;
            c.column = COLUMN_GENERIC_NAME;
        } else if (l == NAMES_VARIANT) {
            c.outcome = OUTCOME_VARIANT;
        }
        return c;
    }
    if (generic_only || !generic.p || g == NAMES_OTHER) {
        c.outcome = OUTCOME_MISMATCH;
        return c;
    }
    int other = words_other_generic(ctx->words, ctx->peers, local, entry, &c.other);
    if (other < 0)
        rule_failed(ctx);
    else if (other)
        c.outcome = OUTCOME_OTHER_ITEM;
    else if (g == NAMES_VARIANT) {
        c.outcome = OUTCOME_VARIANT;
        c.local = generic;
        c.column = COLUMN_GENERIC_NAME;
    }
    return c;
}

bool name_agrees(struct rule_context *ctx, const struct row *row, const struct view_entry *entry)
{
    words_tidy(ctx->words);
    struct compared c = compare(ctx, row, entry);
    return c.any && (c.outcome == OUTCOME_QUIET || c.outcome == OUTCOME_VARIANT);
}

static enum severity mismatch_severity(const struct rule_context *ctx, const struct view_entry *entry)
{
    struct span code = view_text(ctx->view, entry, ENTRY_CODE);
    bool national = code.n > 0 && (code.p[0] == 'X' || code.p[0] == 'Z');
    return view_kind(entry) == KIND_DRUG && national ? SEVERITY_ERROR : SEVERITY_WARNING;
}

/* The normalised name, for the fingerprint. */
static struct span key_of(struct rule_context *ctx, struct span name)
{
    const struct name *n = words_name(ctx->words, name);
    if (!n)
        rule_failed(ctx);
    return n ? n->key : SPAN_NONE;
}

static void add_mismatch(struct rule_context *ctx, const struct compared *c, const struct view_entry *entry)
{
    struct span name = view_text(ctx->view, entry, ENTRY_NAME);
    struct finding_facts facts = { .rule = RULE_N201, .severity = mismatch_severity(ctx, entry), .column = c->column, .local = c->local,
                                   .expected = name, .local_key = key_of(ctx, c->local), .expected_key = key_of(ctx, name) };
    if (ctx->failed)
        return;
    if (c->outcome == OUTCOME_OTHER_ITEM) {
        finding_add(ctx, &facts,
                    _("“%.*s” is the name of another item (%.*s), though the generic name fits “%.*s”: map the row to the "
                      "code of what it is"),
                    SPAN_ARG(c->local), SPAN_ARG(view_text(ctx->view, c->other, ENTRY_CODE)), SPAN_ARG(name));
    } else if (c->outcome == OUTCOME_OTHER_GENERIC) {
        struct span generic = view_text(ctx->view, entry, ENTRY_GENERIC);
        facts.severity = SEVERITY_WARNING;
        facts.expected = generic.n > 0 ? generic : name;
        facts.expected_key = generic.n > 0 ? key_of(ctx, generic) : facts.expected_key;
        finding_add(ctx, &facts, _("the local name fits “%.*s”, but the generic name “%.*s” is another drug's: correct one of the two"),
                    SPAN_ARG(name), SPAN_ARG(c->local));
    } else {
        finding_add(ctx, &facts, _("“%.*s” is not “%.*s”: the code belongs to another item; find the code of this one"),
                    SPAN_ARG(c->local), SPAN_ARG(name));
    }
}

void rule_name(struct rule_context *ctx, const struct row *row, const struct view_entry *entry)
{
    if (!rule_wanted(ctx, RULE_N201) && !rule_wanted(ctx, RULE_N202))
        return;
    words_tidy(ctx->words);
    struct compared c = compare(ctx, row, entry);
    if (ctx->failed || c.outcome == OUTCOME_QUIET)
        return;
    if (c.outcome != OUTCOME_VARIANT) {
        add_mismatch(ctx, &c, entry);
        return;
    }
    struct span name = view_text(ctx->view, entry, ENTRY_NAME);
    struct finding_facts facts = { .rule = RULE_N202, .severity = SEVERITY_INFO, .column = c.column, .local = c.local, .expected = name,
                                   .local_key = key_of(ctx, c.local), .expected_key = key_of(ctx, name) };
    if (!ctx->failed)
        finding_add(ctx, &facts,
                    _("“%.*s” agrees with “%.*s” only without a salt, a dosage-form word, a remark or a strength: nothing to do if "
                      "it is the same drug"),
                    SPAN_ARG(c.local), SPAN_ARG(name));
}

/* ---- N203 ---- */

/* The catalog's name as copied: any name of the entry, to the letter; its name also with or without a remark. -1: memory. */
static int is_name_of(struct rule_context *ctx, struct span copied, const struct view_entry *entry)
{
    static const enum entry_text fields[] = { ENTRY_NAME, ENTRY_GENERIC, ENTRY_BRAND };
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (span_eq(copied, view_text(ctx->view, entry, fields[i])))
            return 1;
    const struct name *ours = words_name(ctx->words, copied);
    if (!ours)
        return -1;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        struct span text = view_text(ctx->view, entry, fields[i]);
        const struct name *theirs = text.n ? words_name(ctx->words, text) : NULL;
        if (text.n && !theirs)
            return -1;
        if (theirs && names_compare(ours, theirs, i == 0 ? NAMES_DROP_REMARK : NAMES_DROP_NOTHING) != NAMES_OTHER)
            return 1;
    }
    const struct span *aliases;
    size_t n = view_aliases(ctx->view, entry, &aliases);
    for (size_t i = 0; i < n; i++) {
        const struct name *theirs = words_name(ctx->words, aliases[i]);
        if (!theirs)
            return -1;
        if (span_eq(ours->key, theirs->key))
            return 1;
    }
    return 0;
}

void rule_catalog_name(struct rule_context *ctx, const struct row *row, const struct view_entry *entry)
{
    struct span copied = row_value(row, COLUMN_CATALOG_NAME), name = view_text(ctx->view, entry, ENTRY_NAME);
    if (!copied.p || name.n == 0 || span_eq(copied, name) || !rule_wanted(ctx, RULE_N203))
        return;
    words_tidy(ctx->words);
    int status = is_name_of(ctx, copied, entry);
    if (status < 0)
        rule_failed(ctx);
    if (status != 0)
        return;
    struct finding_facts facts = { .rule = RULE_N203, .severity = SEVERITY_ERROR, .column = COLUMN_CATALOG_NAME, .local = copied,
                                   .expected = name, .local_key = key_of(ctx, copied), .expected_key = key_of(ctx, name) };
    if (!ctx->failed)
        finding_add(ctx, &facts,
                    _("the catalog calls %.*s “%.*s”, not “%.*s”: code and name have slipped apart; copy both again from one row of "
                      "the catalog"),
                    SPAN_ARG(view_text(ctx->view, entry, ENTRY_CODE)), SPAN_ARG(name), SPAN_ARG(copied));
}
