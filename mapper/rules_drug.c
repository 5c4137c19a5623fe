/* mapper/rules_drug.c: D301, D302, D304, D305, D306: form, strength, pack, maker and approval number of a row against its entry.
 * (spec/rules.md, "The table", D) Nothing is said where one side is silent. */
#include "base/i18n.h"
#include "mapper/rules.h"
#include "mapper/words.h"

static bool is_patent(const struct rule_context *ctx, const struct view_entry *entry)
{
    struct span code = view_text(ctx->view, entry, ENTRY_CODE);
    return code.n > 0 && code.p[0] == 'Z';
}

/* Several values in one field: takes the next, up to one of the n signs between them; false at the end. */
static bool next_part(struct span *rest, const char *const *signs, size_t n, struct span *out)
{
    if (rest->n == 0)
        return false;
    size_t end = rest->n, skip = 0;
    for (size_t i = 0; i < n; i++) {
        size_t at = span_find(*rest, span_of(signs[i]));
        if (at != (size_t)-1 && at < end) {
            end = at;
            skip = strlen(signs[i]);
        }
    }
    *out = span_trim((struct span){ rest->p, end });
    *rest = (struct span){ rest->p + end + skip, rest->n - end - skip };
    return true;
}

/* ---- D301 ---- */

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

/* ---- D302 ---- */

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
    static const enum entry_text fields[] = { ENTRY_SPEC, ENTRY_PACK };
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
            words_recall(ctx->words, WORDS_STRENGTH, ours, ctx->view, entry, fields, 2, &key) == DIFFERS_NOT)
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
        words_remember(ctx->words, &key, ours, (int)verdict.differs);
        if (verdict.differs != DIFFERS_NOT) {
            add_strength(ctx, columns[i], ours, theirs[first], a, said[0], verdict);
            return;
        }
    }
}

/* ---- D304 ---- */

/* Sold by the piece (拆零)? Where the catalog does not say its dose unit, any unit that is not its pack may be it. */
static bool sold_by_dose(struct rule_context *ctx, const struct row *row, const struct view_entry *entry)
{
    struct span unit = row_value(row, COLUMN_UNIT), dose = view_text(ctx->view, entry, ENTRY_DOSE_UNIT),
                pack = view_text(ctx->view, entry, ENTRY_PACK_UNIT);
    if (!unit.p)
        return false;
    if (pack.n == 0)
        pack = view_text(ctx->view, entry, ENTRY_UNIT);
    int same = dose.n ? words_unit_same(ctx->words, unit, dose) : words_unit_same(ctx->words, unit, pack);
    if (same < 0)
        rule_failed(ctx);
    return dose.n ? same == 1 : pack.n > 0 && same == 0;
}

void rule_factor(struct rule_context *ctx, const struct row *row, const struct view_entry *entry)
{
    int64_t factor = row->factor, quantity = view_pack_quantity(entry);
    if (factor == AMOUNT_NONE || quantity == AMOUNT_NONE || factor == quantity || !rule_wanted(ctx, RULE_D304))
        return;
    words_tidy(ctx->words);
    if (factor == AMOUNT_SCALE && sold_by_dose(ctx, row, entry))
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
    while (status == 0 && next_part(&rest, maker_signs, sizeof maker_signs / sizeof *maker_signs, &part)) {
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
    if (a->full.n == 0) /* "-" says nothing */
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

static bool approval_is_well_formed(struct span number)
{
    size_t letters = approval_letters(number);
    return letters > 0 && is_digits(number, letters, 8);
}

static const char *const approval_signs[] = { ";", "；", ",", "，", "/", "、", "|", "\n" };
#define APPROVAL_SIGNS (sizeof approval_signs / sizeof *approval_signs)

/* Does one of the entry's numbers equal ours (a key)? 1, 0, -1 memory. */
static int one_approval(struct rule_context *ctx, struct span ours, const struct span *theirs, size_t n)
{
    struct buf *key = &ctx->scratch[1];
    for (size_t i = 0; i < n; i++) {
        struct span rest = theirs[i], part;
        while (next_part(&rest, approval_signs, APPROVAL_SIGNS, &part)) {
            if (text_key(ctx->text, part, key) < 0)
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
    const struct span *theirs = NULL;
    size_t n = view_approvals(ctx->view, entry, &theirs);
    bool well_formed = true, any = false;
    struct span rest = ours, part;
    while (next_part(&rest, approval_signs, APPROVAL_SIGNS, &part)) {
        if (part.n == 0)
            continue;
        if (text_key(ctx->text, part, &ctx->scratch[0]) < 0) {
            rule_failed(ctx);
            return;
        }
        struct span number = approval_number(buf_span(&ctx->scratch[0]));
        if (number.n == 0) /* "-" says nothing */
            continue;
        int agrees = one_approval(ctx, number, theirs, n);
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
