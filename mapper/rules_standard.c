/* mapper/rules_standard.c: D307 of spec/rules.md: the standard code (本位码) of a drug. 14 digits: 86, 9 or 8 (drug), the maker's five
 * digits, which are the last five of the drug's catalog code, five of the product, and a check digit as GTIN has it. */
#include "base/i18n.h"
#include "mapper/rules.h"

#define STANDARD_DIGITS 14
#define MAKER_AT 3 /* digits 4 to 8 */
#define MAKER_DIGITS 5

static bool all_digits(struct span s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return true;
}

static bool any_digit(struct span s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] >= '0' && s.p[i] <= '9')
            return true;
    return false;
}

/* GTIN, mod 10: weights 3 and 1 by turns, the last digit brings the sum to a multiple of ten. */
static bool check_digit_is_right(struct span code)
{
    int sum = 0;
    for (size_t i = 0; i < code.n; i++)
        sum += (code.p[i] - '0') * ((code.n - i) % 2 == 0 ? 3 : 1);
    return sum % 10 == 0;
}

/* The last five digits of a national drug code (X: 23 characters, Z: 20), which are the maker's; SPAN_NONE for any other code. */
static struct span makers_digits(struct span code)
{
    bool national = (code.n == 23 && code.p[0] == 'X') || (code.n == 20 && code.p[0] == 'Z');
    struct span last = national ? (struct span){ code.p + code.n - MAKER_DIGITS, MAKER_DIGITS } : SPAN_NONE;
    return last.n > 0 && all_digits(last) ? last : SPAN_NONE;
}

/* The entry has no standard code: what can be said of ours alone. `key`: ours, folded. */
static void by_itself(struct rule_context *ctx, const struct row *row, const struct view_entry *entry, struct span key)
{
    struct span ours = row_value(row, COLUMN_STANDARD_CODE), maker = makers_digits(view_text(ctx->view, entry, ENTRY_CODE));
    struct finding_facts facts = { .rule = RULE_D307, .severity = SEVERITY_ERROR, .column = COLUMN_STANDARD_CODE, .local = ours,
                                   .local_key = key };
    if (key.n != STANDARD_DIGITS || !all_digits(key)) {
        finding_add(ctx, &facts, _("the standard code “%.*s” is not 14 digits: take it from the package, or correct it"), SPAN_ARG(ours));
    } else if (!check_digit_is_right(key)) {
        finding_add(ctx, &facts, _("the check digit of the standard code %.*s is wrong: take the code from the package, or correct it"),
                    SPAN_ARG(ours));
    } else if (maker.p && memcmp(key.p + MAKER_AT, maker.p, MAKER_DIGITS) != 0) {
        facts.severity = SEVERITY_WARNING;
        facts.expected = maker;
        finding_add(ctx, &facts,
                    _("digits 4 to 8 of the standard code %.*s are not the last five digits of the catalog code, %.*s: it is probably another "
                      "maker's product"),
                    SPAN_ARG(ours), SPAN_ARG(maker));
    }
}

void rule_standard_code(struct rule_context *ctx, const struct row *row, const struct view_entry *entry)
{
    struct span ours = row_value(row, COLUMN_STANDARD_CODE), theirs = view_text(ctx->view, entry, ENTRY_STANDARD_CODE);
    if (!ours.p || view_kind(entry) != KIND_DRUG || span_eq(ours, theirs) || !rule_wanted(ctx, RULE_D307))
        return;
    struct buf *key = &ctx->scratch[0], *their_key = &ctx->scratch[1];
    if (text_key(ctx->text, ours, key) < 0 || text_key(ctx->text, theirs, their_key) < 0) {
        rule_failed(ctx);
        return;
    }
    if (!any_digit(buf_span(key))) /* "-" or 无 says nothing */
        return;
    if (!any_digit(buf_span(their_key))) {
        by_itself(ctx, row, entry, buf_span(key));
        return;
    }
    if (span_eq(buf_span(key), buf_span(their_key)))
        return;
    finding_add(ctx, &(struct finding_facts){ .rule = RULE_D307, .severity = SEVERITY_ERROR, .column = COLUMN_STANDARD_CODE, .local = ours,
                                              .expected = theirs, .local_key = buf_span(key), .expected_key = buf_span(their_key) },
                _("the standard code is %.*s here and %.*s in the catalog: it is another product; find its code, or correct the number"),
                SPAN_ARG(ours), SPAN_ARG(theirs));
}
