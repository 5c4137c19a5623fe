/* tests/catalog/test-sorter.c: the external merge sort, with runs so small that every walk merges many. */
#include "catalog/sorter.h"
#include "tests/catalog/world.h"

static unsigned next_random(unsigned *state) { return (*state = *state * 1103515245u + 12345u) >> 8; }

/* n items with codes below `codes` in random order; walks twice and checks order, arrival among equals, bodies. */
static void sort_and_check(unsigned n, unsigned codes, unsigned kinds, size_t body, bool ordered)
{
    struct world w;
    unsigned state = n + codes, total = 0;
    world_init(&w, "x");
    struct sorter *s = sorter_new(w.dir, 1, &w.err); /* the least: 64 KiB */
    ck_assert_ptr_nonnull(s);
    char *record = calloc(1, body + 40);
    for (unsigned i = 0; i < n; i++) {
        char code[40];
        unsigned c = ordered ? i : next_random(&state) % codes;
        int code_n = snprintf(code, sizeof code, "XN02BEA%0*u", (int)(c % 3) + 8, c);
        size_t record_n = (size_t)snprintf(record, body + 40, "%s/%u", code, i);
        record_n += i % 5 == 0 ? body : 0;
        struct sort_item item = { .kind = (enum kind)(c % kinds), .code = { code, (size_t)code_n }, .line = i, .file = i % 3 };
        item.record = (struct span){ record, record_n };
        item.name = i % 7 ? (struct span){ code, (size_t)code_n } : SPAN_NONE;
        memset(item.hash, (int)(i & 0xff), sizeof item.hash);
        WORKS(&w, sorter_add(s, &item, &w.err));
    }
    for (int walk = 0; walk < 3; walk++) { /* the second one without bodies, the third with some */
        struct sort_item item, last = { 0 };
        char last_code[40] = "";
        WORKS(&w, sorter_rewind(s, &w.err));
        int got;
        for (total = 0; (got = sorter_next(s, &item, &w.err)) == 1; total++) {
            ck_assert_int_eq(item.hash[0], (int)(item.line & 0xff));
            ck_assert_uint_eq(item.file, item.line % 3);
            if (total) {
                int order = last.kind != item.kind ? (int)last.kind - (int)item.kind : span_cmp(span_of(last_code), item.code);
                ck_assert(order < 0 || (order == 0 && last.line < item.line));
            }
            last = item;
            memcpy(last_code, item.code.p, item.code.n);
            last_code[item.code.n] = '\0';
            if (walk == 0 || (walk == 2 && total % 11 == 0)) {
                struct span name, rest;
                char want[80];
                int want_n = snprintf(want, sizeof want, "%s/%u", last_code, item.line);
                WORKS(&w, sorter_body(s, &name, &rest, &w.err));
                ck_assert(item.line % 7 ? span_is(name, last_code) : !name.p);
                ck_assert_uint_eq(rest.n, (size_t)want_n + (item.line % 5 == 0 ? body : 0));
                ck_assert(memcmp(rest.p, want, (size_t)want_n) == 0);
            }
        }
        ck_assert_int_eq(got, 0);
        ck_assert_uint_eq(total, n);
    }
    free(record);
    sorter_free(s);
    world_release(&w);
}

START_TEST(nothing) { sort_and_check(0, 1, 1, 0, false); }
END_TEST
START_TEST(one_run) { sort_and_check(200, 1000, 1, 10, false); }
END_TEST
START_TEST(many_runs) { sort_and_check(20000, 100000, 1, 300, false); }
END_TEST
START_TEST(many_equal) { sort_and_check(20000, 50, 4, 100, false); }
END_TEST
START_TEST(in_order) { sort_and_check(20000, 1, 1, 100, true); }
END_TEST
START_TEST(kinds_mixed) { sort_and_check(20000, 100000, 4, 50, false); }
END_TEST
START_TEST(bodies_larger_than_a_run) { sort_and_check(60, 1000, 2, 300000, false); }
END_TEST

START_TEST(a_folder_that_is_not_there)
{
    struct error err;
    struct sorter *s = sorter_new("/nowhere/at/all", 1, &err);
    char body[2000] = "";
    int result = 0;
    for (int i = 0; i < 100 && result == 0; i++) {
        struct sort_item item = { .code = SPAN("A"), .record = { body, sizeof body } };
        result = sorter_add(s, &item, &err);
    }
    ck_assert_int_lt(result, 0);
    ck_assert_int_eq(err.code, ERROR_STORE);
    ck_assert_ptr_nonnull(strstr(err.text, "/nowhere/at/all"));
    sorter_free(s);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("sorter");
    TCase *t = tcase_create("sorter");
    tcase_set_timeout(t, 120);
    tcase_add_test(t, nothing);
    tcase_add_test(t, one_run);
    tcase_add_test(t, many_runs);
    tcase_add_test(t, many_equal);
    tcase_add_test(t, in_order);
    tcase_add_test(t, kinds_mixed);
    tcase_add_test(t, bodies_larger_than_a_run);
    tcase_add_test(t, a_folder_that_is_not_there);
    suite_add_tcase(s, t);
    return suite_run(s);
}
