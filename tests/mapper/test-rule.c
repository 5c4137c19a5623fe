/* tests/mapper/test-rule.c: the rule table agrees with the list in finding.h, selectors. */
#include "mapper/rule.h"
#include "tests/suite.h"

START_TEST(table)
{
#define R(name, word, grave) { #name, word, SEVERITY_##grave },
    static const struct {
        const char *id, *slug;
        enum severity severity;
    } rules[] = { RULES(R) };
#undef R
    for (int r = 0; r < RULE_COUNT; r++) {
        const struct rule_info *info = rule_info((enum rule)r);
        ck_assert_int_eq((int)info->rule, r);
        ck_assert_str_eq(info->id, rules[r].id);
        ck_assert_str_eq(info->slug, rules[r].slug);
        ck_assert_int_eq(info->severity, rules[r].severity);
        ck_assert_msg(info->title && info->todo && info->explain && info->fires && info->passes, "%s lacks a text", info->id);
        ck_assert_ptr_nonnull(info->columns);
        ck_assert_ptr_nonnull(info->any_of);
        ck_assert_msg(!(info->silences & RULE_BIT(r)), "%s silences itself", info->id);
    }
}
END_TEST

START_TEST(by_name)
{
    ck_assert_int_eq(rule_by_name(SPAN("D302")), RULE_D302);
    ck_assert_int_eq(rule_by_name(SPAN("d302")), RULE_D302);
    ck_assert_int_eq(rule_by_name(SPAN("Strength-Mismatch")), RULE_D302);
    ck_assert_int_eq(rule_by_name(SPAN("D30")), RULE_COUNT);
    ck_assert_int_eq(rule_by_name(SPAN("")), RULE_COUNT);
}
END_TEST

static int count(const bool off[RULE_COUNT])
{
    int n = 0;
    for (int r = 0; r < RULE_COUNT; r++)
        n += off[r];
    return n;
}

START_TEST(selectors)
{
    bool off[RULE_COUNT] = { false };
    ck_assert(rule_select(SPAN("C10"), true, off));
    ck_assert_int_eq(count(off), 9); /* C101 to C109 */
    ck_assert(rule_select(SPAN("c"), true, off));
    ck_assert_int_eq(count(off), 11);
    ck_assert(rule_select(SPAN("malformed-code"), false, off));
    ck_assert(!off[RULE_C102]);
    ck_assert(!rule_select(SPAN("C1021"), true, off));
    ck_assert(!rule_select(SPAN("malformed"), true, off)); /* a slug only as a whole */
    ck_assert(!rule_select(SPAN(""), true, off));
    ck_assert_int_eq(count(off), 10);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("rule");
    TCase *tc = tcase_create("rule");
    tcase_add_test(tc, table);
    tcase_add_test(tc, by_name);
    tcase_add_test(tc, selectors);
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
