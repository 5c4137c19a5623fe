/* tests/import/test-path.c: paths of profiles, and the state table. */
#include "import/path.h"
#include "import/states.h"
#include "tests/suite.h"

#include "base/buf.h"
#include <stdio.h>

/* "up steps @attribute" of every alternative. */
static const char *shown(const char *text, struct buf *out)
{
    struct arena memory = ARENA_INIT;
    struct path_list list;
    struct error err = { .code = ERROR_NONE };
    buf_clear(out);
    if (path_parse(span_of(text), &memory, &list, &err) < 0) {
        ck_assert_int_eq(err.code, ERROR_USAGE);
        buf_addf(out, "%s", err.text);
    } else {
        for (size_t i = 0; i < list.count; i++) {
            buf_addf(out, "%s%u", i ? " | " : "", list.paths[i].up);
            for (size_t k = 0; k < list.paths[i].count; k++)
                buf_addf(out, " %.*s", SPAN_ARG(list.paths[i].steps[k]));
            if (list.paths[i].attribute.p)
                buf_addf(out, " @%.*s", SPAN_ARG(list.paths[i].attribute));
        }
    }
    arena_release(&memory);
    return buf_str(out);
}

START_TEST(forms)
{
    static const struct {
        const char *text, *want;
    } cases[] = {
        { "name", "0 name" },
        { "a/b/@c", "0 a b @c" },
        { "@id", "0 @id" },
        { ".", "0" },
        { "./a", "0 a" },
        { "../../x", "2 x" },
        { "../@id | ../../@id", "1 @id | 2 @id" },
        { " 药品/编码|b.c ", "0 药品 编码 | 0 b.c" },
    };
    struct buf b = BUF_INIT;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_str_eq(shown(cases[i].text, &b), cases[i].want);
    buf_release(&b);
}
END_TEST

START_TEST(wrong)
{
    static const char *const cases[] = { "", "a||b", "a/", "/a", "a//b", "a/..", "@a/b", "a@b", "a[1]", "*", "text()", "x:y", "@" };
    struct buf b = BUF_INIT;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_msg(strstr(shown(cases[i], &b), "is no path"), "%s: %s", cases[i], buf_str(&b));
    buf_release(&b);
}
END_TEST

START_TEST(table)
{
    struct states s;
    struct error err;
    struct buf b = BUF_INIT;
    ck_assert_int_eq(states_init(&s, &err), 0);
    uint32_t root = states_child(&s, STATE_TOP, SPAN("r"), &err);
    uint32_t a = states_child(&s, root, SPAN("a"), &err);
    ck_assert_uint_eq(states_child(&s, root, SPAN("a"), &err), a);
    ck_assert_uint_ne(states_child(&s, a, SPAN("a"), &err), a);
    ck_assert_int_eq(states_add(&s, a, AT_TEXT, ROLE_RECORD_VALUE, 7, &err), 0);
    ck_assert_int_eq(states_add(&s, a, AT_TEXT, ROLE_RECORD_VALUE, 7, &err), 0);
    ck_assert_int_eq(states_add(&s, a, AT_TEXT, ROLE_RECORD_VALUE, 8, &err), 0);
    ck_assert_int_eq(states_add_attribute(&s, a, SPAN("id"), ROLE_RECORD_VALUE, 9, &err), 0);
    ck_assert_int_eq(states_seal(&s, &err), 0);
    uint32_t first = s.state[a].actions[AT_TEXT];
    ck_assert_uint_eq(s.action[first].id, 7);
    ck_assert_uint_eq(s.action[s.action[first].next].id, 8);
    ck_assert_uint_eq(s.action[s.action[first].next].next, 0);
    uint32_t name = map_get(&s.names, SPAN("a"));
    ck_assert_uint_eq(name, 1);
    ck_assert_uint_eq(s.go[root * s.names.count + name], a);
    ck_assert_uint_eq(s.go[STATE_TOP * s.names.count + name], 0);
    ck_assert_str_eq(states_path(&s, a, &b), "r/a");
    buf_release(&b);
    states_release(&s);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("import/path");
    TCase *t = tcase_create("path");
    tcase_add_test(t, forms);
    tcase_add_test(t, wrong);
    tcase_add_test(t, table);
    suite_add_tcase(suite, t);
    return suite_run(suite);
}
