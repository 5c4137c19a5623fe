/* mapper/identity.c: see the header. Decides nothing about a comparison itself: it runs the rules and notes which of them would speak. */
#include "mapper/identity.h"
#include "mapper/run.h"
#include "mapper/words.h"

#define BIT(part) IDENTITY_BIT(IDENTITY_##part)

static const uint64_t rules_of[IDENTITY_PARTS] = {
    [IDENTITY_NAME] = RULE_BIT(RULE_N201),
    [IDENTITY_FORM] = RULE_BIT(RULE_D301),
    [IDENTITY_STRENGTH] = RULE_BIT(RULE_D302),
    [IDENTITY_PACK] = RULE_BIT(RULE_D304),
    [IDENTITY_MAKER] = RULE_BIT(RULE_D305),
    [IDENTITY_APPROVAL] = RULE_BIT(RULE_D306),
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

/* The dose units in a pack, as spec and pack say them; 0: not said. */
static int64_t units_said(struct rule_context *ctx, struct span spec, struct span pack)
{
    struct span texts[2] = { pack, spec };
    int64_t units = 0;
    for (size_t i = 0; i < 2 && units == 0; i++) {
        const struct amounts *a = texts[i].n ? words_amounts(ctx->words, texts[i]) : NULL;
        if (texts[i].n && !a)
            rule_failed(ctx);
        units = a ? a->units : 0;
    }
    return units;
}

static bool packs_agree(struct rule_context *ctx, const struct row *row, const struct view_entry *entry)
{
    int64_t ours = units_said(ctx, row_value(row, COLUMN_SPEC), row_value(row, COLUMN_PACK)), quantity = view_pack_quantity(entry);
    int64_t theirs = quantity != AMOUNT_NONE && quantity % AMOUNT_SCALE == 0
                         ? quantity / AMOUNT_SCALE
                         : units_said(ctx, view_text(ctx->view, entry, ENTRY_SPEC), view_text(ctx->view, entry, ENTRY_PACK));
    return ours == 0 || theirs == 0 || ours == theirs;
}

static bool part_agrees(struct rule_context *ctx, const struct row *row, const struct view_entry *entry, enum identity_part part)
{
    if (part == IDENTITY_PACK && view_kind(entry) == KIND_DRUG && !packs_agree(ctx, row, entry))
        return false;
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

static bool strength_is_unsure(struct rule_context *ctx, const struct row *row, const struct view_entry *entry)
{
    static const enum column columns[] = { COLUMN_SPEC, COLUMN_PACK };
    static const enum entry_text fields[] = { ENTRY_SPEC, ENTRY_PACK };
    const struct amounts *theirs[2];
    size_t n = 0;
    for (size_t i = 0; i < 2; i++) {
        struct span text = view_text(ctx->view, entry, fields[i]);
        const struct amounts *a = text.n ? words_amounts(ctx->words, text) : NULL;
        if (a && !amounts_silent(a))
            theirs[n++] = a;
    }
    for (size_t i = 0; i < 2; i++) {
        struct span text = row_value(row, columns[i]);
        const struct amounts *a = text.p ? words_amounts(ctx->words, text) : NULL;
        if (a && n > 0 && amounts_compare(a, theirs, n).compared)
            return false;
    }
    return true;
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
    if (view_kind(entry) == KIND_DRUG && (id.agree & BIT(STRENGTH)) && strength_is_unsure(ctx, row, entry))
        id.unsure |= BIT(STRENGTH);
    return id;
}

bool identity_is_whole(unsigned said)
{
    unsigned wanted = BIT(NAME) | BIT(FORM) | BIT(STRENGTH) | BIT(PACK) | BIT(MAKER);
    return (said & wanted) == wanted && (said & (BIT(APPROVAL) | BIT(STANDARD_CODE)));
}
