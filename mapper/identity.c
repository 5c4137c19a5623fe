/* mapper/identity.c: see the header. Decides nothing about a comparison itself: it runs the rules and notes which of them would speak. */
#include "mapper/identity.h"
#include "mapper/fit.h"
#include "mapper/run.h"
#include "mapper/words.h"

#define BIT(part) IDENTITY_BIT(IDENTITY_##part)

static const uint64_t rules_of[IDENTITY_PARTS] = {
    [IDENTITY_NAME] = RULE_BIT(RULE_N201),
    [IDENTITY_FORM] = RULE_BIT(RULE_D301) | RULE_BIT(RULE_D308),
    [IDENTITY_STRENGTH] = RULE_BIT(RULE_D302),
    [IDENTITY_PACK] = RULE_BIT(RULE_D303) | RULE_BIT(RULE_D304),
    [IDENTITY_MAKER] = RULE_BIT(RULE_D305),
    [IDENTITY_APPROVAL] = RULE_BIT(RULE_D306),
    [IDENTITY_STANDARD_CODE] = RULE_BIT(RULE_D307),
};

/* ---- what is there ---- */

/* Has the text a character that counts? */
static bool says_something(struct rule_context *ctx, struct span text)
{
    if (!text.p || text.n == 0)
        return false;
    if (text_key(ctx->text, text, &ctx->scratch[0]) < 0)
        rule_failed(ctx);
    return ctx->scratch[0].n > 0;
}

/* STRENGTH and PACK as far as this text says them. */
static unsigned amount_parts(struct rule_context *ctx, struct span text)
{
    if (!text.p || text.n == 0)
        return 0;
    const struct amounts *a = words_amounts(ctx->words, text);
    if (!a) {
        rule_failed(ctx);
        return 0;
    }
    return (amounts_silent(a) ? 0 : BIT(STRENGTH)) | (a->units > 0 ? BIT(PACK) : 0);
}

unsigned identity_said(struct rule_context *ctx, const struct row *row)
{
    static const struct {
        enum column column;
        unsigned part;
    } texts[] = {
        { COLUMN_LOCAL_NAME, BIT(NAME) },       { COLUMN_GENERIC_NAME, BIT(NAME) },  { COLUMN_FORM, BIT(FORM) },
        { COLUMN_MANUFACTURER, BIT(MAKER) },    { COLUMN_APPROVAL_NO, BIT(APPROVAL) }, { COLUMN_REGISTRATION, BIT(APPROVAL) },
        { COLUMN_STANDARD_CODE, BIT(STANDARD_CODE) },
    };
    unsigned said = 0;
    words_tidy(ctx->words);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (!(said & texts[i].part) && says_something(ctx, row_value(row, texts[i].column)))
            said |= texts[i].part;
    said |= amount_parts(ctx, row_value(row, COLUMN_SPEC)) | amount_parts(ctx, row_value(row, COLUMN_PACK));
    if (row->factor != AMOUNT_NONE && row->factor > AMOUNT_SCALE) /* 1 is said of what is sold by the piece too */
        said |= BIT(PACK);
    return said;
}

/* The parts of `asked` that the entry has something for. */
static unsigned entry_says(struct rule_context *ctx, const struct view_entry *e, unsigned asked)
{
    static const struct {
        enum entry_text field;
        unsigned part;
    } texts[] = {
        { ENTRY_NAME, BIT(NAME) },          { ENTRY_FORM, BIT(FORM) },          { ENTRY_MANUFACTURER, BIT(MAKER) },
        { ENTRY_HOLDER, BIT(MAKER) },       { ENTRY_REPACKER, BIT(MAKER) },     { ENTRY_APPROVAL, BIT(APPROVAL) },
        { ENTRY_REGISTRATION, BIT(APPROVAL) }, { ENTRY_STANDARD_CODE, BIT(STANDARD_CODE) },
    };
    unsigned says = 0;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if ((asked & ~says & texts[i].part) && view_text(ctx->view, e, texts[i].field).n > 0)
            says |= texts[i].part;
    if ((asked & BIT(PACK)) && view_pack_quantity(e) != AMOUNT_NONE)
        says |= BIT(PACK);
    if (asked & ~says & (BIT(STRENGTH) | BIT(PACK)))
        says |= amount_parts(ctx, view_text(ctx->view, e, ENTRY_SPEC)) | amount_parts(ctx, view_text(ctx->view, e, ENTRY_PACK));
    return says & asked;
}

/* ---- comparing ---- */

static bool same_key(struct rule_context *ctx, struct span a, struct span b)
{
    if (text_key(ctx->text, a, &ctx->scratch[0]) < 0 || text_key(ctx->text, b, &ctx->scratch[1]) < 0) {
        rule_failed(ctx);
        return false;
    }
    return span_eq(buf_span(&ctx->scratch[0]), buf_span(&ctx->scratch[1]));
}

/* What no rule compares in services, facilities and consumables agrees only where it is written the same. */
static bool texts_agree(struct rule_context *ctx, const struct row *row, const struct view_entry *entry, enum identity_part part)
{
    static const struct {
        enum column column;
        enum entry_text field;
    } texts[IDENTITY_PARTS] = {
        [IDENTITY_FORM] = { COLUMN_FORM, ENTRY_FORM },
        [IDENTITY_STRENGTH] = { COLUMN_SPEC, ENTRY_SPEC },
        [IDENTITY_APPROVAL] = { COLUMN_REGISTRATION, ENTRY_REGISTRATION },
        [IDENTITY_STANDARD_CODE] = { COLUMN_STANDARD_CODE, ENTRY_STANDARD_CODE },
    };
    if (part == IDENTITY_PACK)
        return true; /* in the specification, compared as a whole */
    return same_key(ctx, row_value(row, texts[part].column), view_text(ctx->view, entry, texts[part].field));
}

static bool part_agrees(struct rule_context *ctx, const struct row *row, const struct view_entry *entry, enum identity_part part)
{
    if (part == IDENTITY_NAME || part == IDENTITY_MAKER || view_kind(entry) == KIND_DRUG)
        return !would_speak(ctx, row, entry, rules_of[part]);
    return texts_agree(ctx, row, entry, part);
}

bool identity_agrees(struct rule_context *ctx, const struct row *row, const struct view_entry *entry, unsigned parts)
{
    /* What tells most entries apart at the least cost comes first: hundreds may share a name. */
    static const enum identity_part order[IDENTITY_PARTS] = { IDENTITY_MAKER, IDENTITY_STRENGTH, IDENTITY_PACK, IDENTITY_FORM,
                                                              IDENTITY_APPROVAL, IDENTITY_STANDARD_CODE, IDENTITY_NAME };
    words_tidy(ctx->words);
    bool agrees = true;
    for (size_t i = 0; i < IDENTITY_PARTS && agrees && !ctx->failed; i++)
        if (parts & IDENTITY_BIT(order[i]))
            agrees = entry_says(ctx, entry, IDENTITY_BIT(order[i])) && part_agrees(ctx, row, entry, order[i]);
    return agrees && !ctx->failed;
}

static bool form_is_unsure(struct rule_context *ctx, const struct row *row, const struct view_entry *entry)
{
    struct span ours = row_value(row, COLUMN_FORM), theirs = view_text(ctx->view, entry, ENTRY_FORM);
    const struct form *a, *b;
    if (words_form(ctx->words, ours, &a) < 0 || words_form(ctx->words, theirs, &b) < 0)
        rule_failed(ctx);
    else if (a && b)
        return false;
    return !same_key(ctx, ours, theirs);
}

/* What the rules on amounts would say nothing of, though both sides have some: not compared, or compared and found to agree? */
static unsigned amounts_unsure(struct rule_context *ctx, const struct row *row, const struct view_entry *entry, unsigned agree)
{
    struct fit_texts ours = { row_value(row, COLUMN_SPEC), row_value(row, COLUMN_PACK), row_value(row, COLUMN_UNIT) };
    struct pack_fit pack;
    unsigned unsure = 0;
    enum fit strength = agree & BIT(STRENGTH) ? fit_strength(ctx->words, &ours, ctx->view, entry) : FIT_AGREES;
    enum fit packs = agree & BIT(PACK) ? fit_pack(ctx->words, &ours, ctx->view, entry, &pack) : FIT_AGREES;
    if (strength == FIT_FAILED || packs == FIT_FAILED)
        rule_failed(ctx);
    if (strength != FIT_AGREES)
        unsure |= BIT(STRENGTH);
    if (packs != FIT_AGREES && row->factor != view_pack_quantity(entry)) /* the factor may say it instead */
        unsure |= BIT(PACK);
    return unsure;
}

struct identity identity_compare(struct rule_context *ctx, const struct row *row, const struct view_entry *entry, unsigned parts)
{
    words_tidy(ctx->words);
    unsigned both = entry_says(ctx, entry, parts);
    struct identity id = { 0, 0, 0 };
    for (int part = 0; part < IDENTITY_PARTS; part++) {
        if (!(both & IDENTITY_BIT(part)))
            continue;
        if (part_agrees(ctx, row, entry, (enum identity_part)part))
            id.agree |= IDENTITY_BIT(part);
        else
            id.differ |= IDENTITY_BIT(part);
    }
    if (view_kind(entry) == KIND_DRUG && (id.agree & BIT(FORM)) && form_is_unsure(ctx, row, entry))
        id.unsure |= BIT(FORM);
    if (view_kind(entry) == KIND_DRUG && (id.agree & (BIT(STRENGTH) | BIT(PACK))))
        id.unsure |= amounts_unsure(ctx, row, entry, id.agree);
    return id;
}

bool identity_is_whole(unsigned said)
{
    unsigned wanted = BIT(NAME) | BIT(FORM) | BIT(STRENGTH) | BIT(PACK) | BIT(MAKER);
    return (said & wanted) == wanted && (said & (BIT(APPROVAL) | BIT(STANDARD_CODE)));
}
