/* tests/mapper/test-name.c: names that are the same, variants, or other things (names.tsv), dosage forms (forms.tsv), makers
 * (makers.tsv). */
#include "mapper/maker.h"
#include "mapper/name.h"
#include "tests/mapper/cases.h"

static struct text *text;
static struct units *units;
static struct forms *forms;
static struct names *names;
static struct makers *makers;
static struct case_list name_cases, form_cases, maker_cases;

START_TEST(test_names)
{
    static const char *const words[] = { "other", "variant", "same" };
    const struct test_case *c = &name_cases.list[_i];
    struct arena arena = ARENA_INIT;
    struct name a = { .key = SPAN_NONE }, b = a;
    ck_assert_int_eq(names_parse(names, text, span_of(c->field[0]), &arena, &a), 0);
    ck_assert_int_eq(names_parse(names, text, span_of(c->field[1]), &arena, &b), 0);
    char kind = c->field[2][0];
    enum names_drop drop = kind == 'Z' ? NAMES_DROP_REMARKS : kind == 'T' ? NAMES_DROP_PIECES : kind == 'S' ? NAMES_DROP_REMARK : NAMES_DROP_ALL;
    const char *got = words[names_compare(&a, &b, drop)], *back = words[names_compare(&b, &a, drop)];
    ck_assert_msg(strcmp(got, c->field[3]) == 0, "names.tsv:%d: %s against %s: %s, not %s (cores %s, %s)", c->line, c->field[0], c->field[1],
                  got, c->field[3], a.core.p, b.core.p);
    ck_assert_str_eq(got, back);
    arena_release(&arena);
}
END_TEST

START_TEST(test_forms)
{
    static const char *const words[] = { "unknown", "same", "general", "variant", "family", "class" };
    const struct test_case *c = &form_cases.list[_i];
    const struct form *a = forms_find(forms, text, span_of(c->field[0])), *b = forms_find(forms, text, span_of(c->field[1]));
    const char *got = words[forms_compare(a, b)];
    ck_assert_msg(strcmp(got, c->field[2]) == 0, "forms.tsv:%d: %s against %s: %s, not %s", c->line, c->field[0], c->field[1], got,
                  c->field[2]);
    ck_assert_str_eq(got, words[forms_compare(b, a)]);
}
END_TEST

START_TEST(test_makers)
{
    const struct test_case *c = &maker_cases.list[_i];
    struct arena arena = ARENA_INIT;
    struct maker a, b;
    ck_assert_int_eq(makers_parse(makers, text, span_of(c->field[0]), &arena, &a), 0);
    ck_assert_int_eq(makers_parse(makers, text, span_of(c->field[1]), &arena, &b), 0);
    const char *got = makers_agree(makers, &a, &b) ? "agree" : "differ";
    ck_assert_msg(strcmp(got, c->field[2]) == 0, "makers.tsv:%d: %s against %s: %s (left %s, %s)", c->line, c->field[0], c->field[1], got,
                  a.left.p, b.left.p);
    ck_assert_str_eq(got, makers_agree(makers, &b, &a) ? "agree" : "differ");
    arena_release(&arena);
}
END_TEST

int main(void)
{
    struct error err = { ERROR_NONE, "" };
    name_cases = cases_read("names.tsv", 4);
    form_cases = cases_read("forms.tsv", 3);
    maker_cases = cases_read("makers.tsv", 3);
    text = text_new(&err);
    units = text ? units_new(test_share_dir(), text, &err) : NULL;
    forms = units ? forms_new(test_share_dir(), text, &err) : NULL;
    names = forms ? names_new(test_share_dir(), text, units, forms, &err) : NULL;
    makers = names ? makers_new(test_share_dir(), text, &err) : NULL;
    if (!makers) {
        fprintf(stderr, "%s\n", err.text);
        return 99;
    }
    Suite *suite = suite_create("name");
    TCase *t = tcase_create("name");
    tcase_add_loop_test(t, test_names, 0, name_cases.n);
    tcase_add_loop_test(t, test_forms, 0, form_cases.n);
    tcase_add_loop_test(t, test_makers, 0, maker_cases.n);
    suite_add_tcase(suite, t);
    int status = suite_run(suite);
    makers_free(makers);
    names_free(names);
    forms_free(forms);
    units_free(units);
    text_free(text);
    cases_free(&name_cases);
    cases_free(&form_cases);
    cases_free(&maker_cases);
    return status;
}
