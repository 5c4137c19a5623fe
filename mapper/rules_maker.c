/* mapper/rules_maker.c: D305, D306: maker and approval number of a row against its entry. (spec/rules.md, "The table", D)
 * Nothing is said where one side is silent. */
#include "base/i18n.h"
#include "mapper/parts.h"
#include "mapper/rules.h"
#include "mapper/words.h"

/* Is this key a word for nothing, or empty ("-")? */
static bool says_nothing(struct span key)
{
    return key.n == 0 || span_is(key, "无") || span_is(key, "暂无") || span_is(key, "不详");
}

/* ---- D305 ---- */

#define MAKERS_MOST 3

struct maker_side {
    struct span text[MAKERS_MOST]; /* manufacturer, holder, repacker: those that the entry has */
    const struct maker *parsed[MAKERS_MOST];
    size_t n;
};

/* 1: agrees with one of theirs, 0, -1 memory. */
static int one_maker(struct rule_context *ctx, struct span ours, struct maker_side *theirs)
{
    const struct maker *a = words_maker(ctx->words, ours);
    if (!a)
        return -1;
    for (size_t i = 0; i < theirs->n; i++) {
        if (!theirs->parsed[i] && !(theirs->parsed[i] = words_maker(ctx->words, theirs->text[i])))
            return -1;
        if (makers_agree(words_makers(ctx->words), a, theirs->parsed[i]))
            return 1;
    }
    return 0;
}

static const char *const maker_signs[] = { "/", ";", "；", "、", "|" };

/* A whole field, or any of several makers in it: 甲公司/乙公司. */
static int maker_agrees(struct rule_context *ctx, struct span ours, struct maker_side *theirs)
{
    int status = one_maker(ctx, ours, theirs);
    struct span rest = ours, part;
    while (status == 0 && parts_next(&rest, maker_signs, sizeof maker_signs / sizeof *maker_signs, &part)) {
        if (part.n == ours.n)
            break;
        if (part.n > 0)
            status = one_maker(ctx, part, theirs);
    }
    return status;
}

void rule_maker(struct rule_context *ctx, const struct row *row, const struct view_entry *entry)
{
    static const enum entry_text fields[] = { ENTRY_MANUFACTURER, ENTRY_HOLDER, ENTRY_REPACKER };
    struct span ours = row_value(row, COLUMN_MANUFACTURER);
    enum kind kind = view_kind(entry);
    if (!ours.p || (kind != KIND_DRUG && kind != KIND_CONSUMABLE))
        return;
    struct maker_side theirs = { .n = 0 };
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        struct span text = view_text(ctx->view, entry, fields[i]);
        if (span_eq(ours, text))
            return;
        if (text.n > 0)
            theirs.text[theirs.n++] = text;
    }
    struct recall_key key;
    if (theirs.n == 0 || !rule_wanted(ctx, RULE_D305) ||
        words_recall(ctx->words, WORDS_MAKER, ours, ctx->view, entry, fields, MAKERS_MOST, &key) == 1)
        return;
    words_tidy(ctx->words);
    int agrees = maker_agrees(ctx, ours, &theirs);
    const struct maker *a = words_maker(ctx->words, ours);
    if (agrees < 0 || !a) {
        rule_failed(ctx);
        return;
    }
    if (says_nothing(a->full))
        agrees = 1;
    words_remember(ctx->words, &key, ours, agrees);
    if (agrees)
        return;
    finding_add(ctx, &(struct finding_facts){ .rule = RULE_D305, .severity = SEVERITY_ERROR, .column = COLUMN_MANUFACTURER, .local = ours,
                                              .expected = theirs.text[0], .local_key = a->full, .expected_key = theirs.parsed[0]->full },
                _("the maker is “%.*s” here and “%.*s” in the catalog: find the code of this maker's product, or correct the maker"),
                SPAN_ARG(ours), SPAN_ARG(theirs.text[0]));
}

/* ---- D306 ---- */

static bool is_digits(struct span s, size_t from, size_t n)
{
    for (size_t i = from; i < from + n; i++)
        if (i >= s.n || s.p[i] < '0' || s.p[i] > '9')
            return false;
    return s.n == from + n;
}

/* The usual case, before anything is folded. */
static struct span without_word(struct span s)
{
    return span_starts(s, SPAN("国药准字")) ? (struct span){ s.p + sizeof "国药准字" - 1, s.n - (sizeof "国药准字" - 1) } : s;
}

/* Letters before the eight digits of an approval number: [HZSBTFJ][CJ]?, folded. */
static size_t approval_letters(struct span number)
{
    if (number.n == 0 || !memchr("hzsbtfj", number.p[0], 7))
        return 0;
    return number.n > 1 && (number.p[1] == 'c' || number.p[1] == 'j') ? 2 : 1;
}

/* Without 国药准字 and the like, and without a remark behind it (号, 进口): h20013062. */
static struct span approval_number(struct span key)
{
    static const char *const fronts[] = { "批准文号", "国药准字", "国药准", "进口药品注册证号", "医药产品注册证号", "注册证号" };
    for (size_t i = 0; i < sizeof fronts / sizeof *fronts; i++) {
        struct span front = span_of(fronts[i]);
        if (span_starts(key, front))
            key = (struct span){ key.p + front.n, key.n - front.n };
    }
    size_t letters = approval_letters(key), n = letters + 8, end = n;
    while (end < key.n && (unsigned char)key.p[end] >= 0x80)
        end++;
    bool remark = letters > 0 && n < key.n && end == key.n && is_digits((struct span){ key.p, n }, letters, 8);
    return remark ? (struct span){ key.p, n } : key;
}

/* Without a remark in brackets behind it: H20013062(2025-06-01). */
static struct span without_bracket(struct span s)
{
    static const char *const signs[] = { "(", "（", "[", "【" };
    size_t end = s.n;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        size_t at = span_find(s, span_of(signs[i]));
        end = at < end ? at : end;
    }
    return end > 0 ? (struct span){ s.p, end } : s;
}

static bool approval_is_well_formed(struct span number)
{
    size_t letters = approval_letters(number);
    return letters > 0 && is_digits(number, letters, 8);
}

static const char *const approval_signs[] = { ";", "；", ",", "，", "/", "、", "|", "\n" };
#define APPROVAL_SIGNS (sizeof approval_signs / sizeof *approval_signs)

/* Does one of the entry's numbers equal ours (a key)? 1, 0, -1 memory. */
static int one_approval(struct rule_context *ctx, struct span ours, const struct view_entry *entry)
{
    struct buf *key = &ctx->scratch[1];
    for (size_t i = 0, n = view_approvals(ctx->view, entry); i < n; i++) {
        struct span rest = view_approval(ctx->view, entry, i), part;
        while (parts_next(&rest, approval_signs, APPROVAL_SIGNS, &part)) {
            if (text_key(ctx->text, without_bracket(part), key) < 0)
                return -1;
            if (span_eq(ours, approval_number(buf_span(key))))
                return 1;
        }
    }
    return 0;
}

void rule_approval(struct rule_context *ctx, const struct row *row, const struct view_entry *entry)
{
    struct span ours = row_value(row, COLUMN_APPROVAL_NO), first = view_text(ctx->view, entry, ENTRY_APPROVAL);
    if (!ours.p || first.n == 0 || view_kind(entry) != KIND_DRUG || span_eq(ours, first) || !rule_wanted(ctx, RULE_D306))
        return;
    if (span_eq(without_word(ours), without_word(first)))
        return;
    bool well_formed = true, any = false;
    struct span rest = ours, part;
    while (parts_next(&rest, approval_signs, APPROVAL_SIGNS, &part)) {
        if (part.n == 0)
            continue;
        if (text_key(ctx->text, without_bracket(part), &ctx->scratch[0]) < 0) {
            rule_failed(ctx);
            return;
        }
        struct span number = approval_number(buf_span(&ctx->scratch[0]));
        if (says_nothing(number))
            continue;
        int agrees = one_approval(ctx, number, entry);
        if (agrees < 0)
            rule_failed(ctx);
        if (agrees != 0)
            return;
        well_formed = well_formed && approval_is_well_formed(number);
        any = true;
    }
    if (!any || text_key(ctx->text, ours, &ctx->scratch[0]) < 0 || text_key(ctx->text, first, &ctx->scratch[1]) < 0)
        return;
    struct finding_facts facts = { .rule = RULE_D306, .severity = well_formed ? SEVERITY_ERROR : SEVERITY_WARNING,
                                   .column = COLUMN_APPROVAL_NO, .local = ours, .expected = first,
                                   .local_key = approval_number(buf_span(&ctx->scratch[0])),
                                   .expected_key = approval_number(buf_span(&ctx->scratch[1])) };
    if (well_formed)
        finding_add(ctx, &facts,
                    _("the approval number is %.*s here and %.*s in the catalog: it is another product; find its code, or correct the number"),
                    SPAN_ARG(ours), SPAN_ARG(first));
    else
        finding_add(ctx, &facts,
                    _("the approval number “%.*s” is not written like one (国药准字, a letter, eight digits); the catalog has %.*s: correct it"),
                    SPAN_ARG(ours), SPAN_ARG(first));
}
