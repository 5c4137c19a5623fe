/* tests/mapper/test-unit.c: units of prices, one pair a line in units.tsv, both ways round. */
#include "mapper/words.h"
#include "tests/mapper/cases.h"

static struct case_list cases;

START_TEST(one_pair)
{
    const struct test_case *c = &cases.list[_i];
    struct error err;
    struct words *w = words_new(test_share_dir(), NULL, &err);
    ck_assert_msg(w != NULL, "%s", err.text);
    struct span a = span_of(c->field[0]), b = span_of(c->field[1]);
    int same_word = strcmp(c->field[2], "same") == 0, same = same_word || strcmp(c->field[2], "word") == 0;
    ck_assert_msg(words_unit_same(w, a, b) == same, "line %d: %s, %s", c->line, c->field[0], c->field[1]);
    ck_assert_msg(words_unit_same(w, b, a) == same, "line %d: %s, %s", c->line, c->field[1], c->field[0]);
    ck_assert_msg(words_price_unit_same(w, a, b) == same_word, "line %d: %s, %s", c->line, c->field[0], c->field[1]);
    ck_assert_int_eq(words_unit_same(w, a, a), 1);
    struct decimal grams = { 0, 0 }, want;
    ck_assert_int_eq(words_unit_grams(w, a, &grams), c->n > 3);
    if (c->n > 3) {
        ck_assert_int_eq(decimal_parse(span_of(c->field[3]), &want), DECIMAL_OK);
        ck_assert_msg(decimal_cmp(grams, want) == 0, "line %d: %s", c->line, c->field[0]);
    }
    words_free(w);
}
END_TEST

START_TEST(absent)
{
    struct error err;
    struct words *w = words_new(test_share_dir(), NULL, &err);
    struct decimal grams;
    ck_assert_ptr_nonnull(w);
    ck_assert_int_eq(words_unit_same(w, SPAN_NONE, SPAN("次")), 0);
    ck_assert_int_eq(words_unit_same(w, SPAN_NONE, SPAN_NONE), 0);
    ck_assert_int_eq(words_unit_grams(w, SPAN_NONE, &grams), 0);
    words_free(w);
}
END_TEST

int main(void)
{
    cases = cases_read("units.tsv", 3);
    Suite *suite = suite_create("unit");
    TCase *t = tcase_create("units");
    tcase_add_loop_test(t, one_pair, 0, cases.n);
    tcase_add_test(t, absent);
    suite_add_tcase(suite, t);
    int status = suite_run(suite);
    cases_free(&cases);
    return status;
}
