/* tests/base/test-memory.c: spans, buffers, arenas, maps, errors. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "tests/suite.h"

#include <errno.h>

START_TEST(spans)
{
    ck_assert(span_is(span_trim(SPAN(" \t\r\n\xC2\xA0\xE3\x80\x80\xEF\xBB\xBF" "a b\xE3\x80\x80 \xC2\xA0\n")), "a b"));
    ck_assert_uint_eq(span_trim(SPAN(" \xE3\x80\x80 ")).n, 0);
    ck_assert_uint_eq(span_trim(SPAN_NONE).n, 0);
    ck_assert(span_is(span_trim(SPAN("药\x80\x80")), "药\x80\x80")); /* the end of another character is no blank */
    ck_assert(span_starts(SPAN("abc"), SPAN("ab")) && span_starts(SPAN("abc"), SPAN("")) && !span_starts(SPAN("a"), SPAN("ab")));
    ck_assert(span_ends(SPAN("abc"), SPAN("bc")) && span_ends(SPAN("abc"), SPAN("")) && !span_ends(SPAN("c"), SPAN("bc")));
    ck_assert_int_lt(span_cmp(SPAN("a"), SPAN("ab")), 0);
    ck_assert_int_gt(span_cmp(SPAN("\xFF"), SPAN("a")), 0);
    ck_assert_int_eq(span_cmp(SPAN_NONE, SPAN("")), 0);
    ck_assert_uint_eq(span_find(SPAN("abcabc"), SPAN("ca")), 2);
    ck_assert_uint_eq(span_find(SPAN("abc"), SPAN("")), 0);
    ck_assert_uint_eq(span_find(SPAN("abc"), SPAN("abcd")), (size_t)-1);
    ck_assert_uint_eq(span_find(SPAN("abc"), SPAN("x")), (size_t)-1);
}
END_TEST

START_TEST(buffers)
{
    struct buf b = BUF_INIT;
    struct error err;
    ck_assert_str_eq(buf_str(&b), "");
    buf_adds(&b, "a");
    buf_addc(&b, 'b');
    buf_addspan(&b, SPAN("cd"));
    buf_addspan(&b, SPAN_NONE);
    buf_addf(&b, "%d-%s", 42, "x");
    buf_adduchar(&b, 0x4E2D);
    buf_adduchar(&b, 0xD800);
    buf_adduchar(&b, 0x110000);
    ck_assert_str_eq(buf_str(&b), "abcd42-x中\xEF\xBF\xBD\xEF\xBF\xBD");
    ck_assert_int_eq(buf_check(&b, &err), 0);
    buf_clear(&b);
    for (int i = 0; i < 100000; i++)
        buf_addf(&b, "%05d", i);
    ck_assert_uint_eq(b.n, 500000);
    ck_assert_int_eq(memcmp(b.p + 499995, "99999", 5), 0);
    buf_clear(&b);
    buf_addf(&b, "%0500d", 7); /* longer than the first try */
    ck_assert_uint_eq(b.n, 500);
    ck_assert_ptr_null(buf_room(&b, (size_t)-1));
    ck_assert(b.failed);
    buf_adds(&b, "ignored");
    ck_assert_uint_eq(b.n, 500);
    ck_assert_int_eq(buf_check(&b, &err), -1);
    ck_assert_int_eq(err.code, ERROR_MEMORY);
    buf_clear(&b);
    ck_assert_int_eq(buf_check(&b, &err), 0);
    buf_release(&b);
}
END_TEST

START_TEST(arenas)
{
    struct arena a = ARENA_INIT;
    char *first = NULL;
    static const unsigned char zeros[5000];
    for (size_t n = 0; n < sizeof zeros; n++) {
        unsigned char *p = arena_alloc(&a, n);
        ck_assert_ptr_nonnull(p);
        ck_assert_uint_eq((uintptr_t)p % 8, 0);
        ck_assert_int_eq(memcmp(p, zeros, n), 0);
        memset(p, 0xAA, n);
        if (n == 10)
            first = (char *)p;
    }
    ck_assert_uint_eq((unsigned char)first[9], 0xAA);
    struct span s = arena_copy(&a, SPAN("中\0x"));
    ck_assert(span_eq(s, SPAN("中\0x")) && s.p[s.n] == '\0');
    ck_assert_ptr_null(arena_copy(&a, SPAN_NONE).p);
    ck_assert_ptr_nonnull(arena_copy(&a, SPAN("")).p);
    ck_assert_ptr_nonnull(arena_alloc(&a, (size_t)3 << 20)); /* larger than a block */
    ck_assert_ptr_null(arena_alloc(&a, (size_t)-1));
    ck_assert_uint_ge(a.total, (size_t)3 << 20);
    arena_clear(&a);
    memset(arena_alloc(&a, 100), 0xAA, 100);
    arena_clear(&a);
    unsigned char *again = arena_alloc(&a, 100);
    for (int i = 0; i < 100; i++)
        ck_assert_uint_eq(again[i], 0);
    arena_release(&a);
    arena_release(&a);
}
END_TEST

START_TEST(maps)
{
    struct map m = MAP_INIT;
    char key[32];
    ck_assert_uint_eq(map_get(&m, SPAN("x")), MAP_NONE);
    for (uint32_t i = 0; i < 50000; i++) {
        snprintf(key, sizeof key, "%u", i * 7919);
        ck_assert_int_eq(map_put(&m, span_of(key), i), 1);
    }
    for (uint32_t i = 0; i < 50000; i++) {
        snprintf(key, sizeof key, "%u", i * 7919);
        ck_assert_uint_eq(map_get(&m, span_of(key)), i);
        ck_assert(span_is(map_key(&m, i), key));
        ck_assert_int_eq(map_put(&m, span_of(key), i + 1), 0);
        ck_assert_uint_eq(map_value(&m, i), i + 1);
    }
    ck_assert_uint_eq(m.count, 50000);
    ck_assert_uint_eq(map_get(&m, SPAN("y")), MAP_NONE);
    map_release(&m);
    map_init(&m);
    ck_assert_uint_eq(map_intern(&m, SPAN("")), 0);
    ck_assert_uint_eq(map_intern(&m, SPAN("\0")), 1);
    ck_assert_uint_eq(map_intern(&m, SPAN("\0\0")), 2);
    ck_assert_uint_eq(map_intern(&m, SPAN("\0")), 1);
    ck_assert_uint_eq(map_intern(&m, SPAN_NONE), 0);
    map_release(&m);
}
END_TEST

/* No key of any length collides with its neighbours, which differ in one bit. */
START_TEST(hashes)
{
    unsigned char bytes[64] = { 0 };
    for (size_t n = 0; n <= sizeof bytes; n++) {
        uint64_t hash = hash_bytes(bytes, n);
        for (size_t bit = 0; bit < n * 8; bit++) {
            bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
            uint64_t other = hash_bytes(bytes, n);
            bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
            ck_assert_uint_ne(hash, other);
            ck_assert_uint_ne(hash & 0xFFFFFFFF, other & 0xFFFFFFFF);
        }
        ck_assert_uint_ne(hash, hash_bytes(bytes, n + 1 <= sizeof bytes ? n + 1 : 0));
    }
}
END_TEST

START_TEST(errors)
{
    struct error err = { .code = ERROR_NONE, .text = "" };
    ck_assert_int_eq(error_set(&err, ERROR_INPUT, "line %d", 12), -1);
    ck_assert_int_eq(err.code, ERROR_INPUT);
    ck_assert_str_eq(err.text, "line 12");
    ck_assert_int_eq(error_prefix(&err, "%s", "f.xml"), -1);
    ck_assert_str_eq(err.text, "f.xml: line 12");
    error_errno(&err, ERROR_STORE, ENOENT, "open %s", "x");
    ck_assert_str_eq(err.text, "open x: No such file or directory");
    ck_assert_int_eq(err.code, ERROR_STORE);
    error_errno(&err, ERROR_USAGE, ENOMEM, "open %s", "x");
    ck_assert_int_eq(err.code, ERROR_MEMORY);
    ck_assert_int_eq(error_memory(&err), -1);
    ck_assert_int_eq(err.code, ERROR_MEMORY);
    ck_assert_int_eq(error_set(NULL, ERROR_INPUT, "x"), -1);
    ck_assert_int_eq(error_prefix(NULL, "x"), -1);
}
END_TEST

/* Too long a text is cut between two characters. */
START_TEST(long_errors)
{
    struct error err;
    struct buf b = BUF_INIT;
    for (int lead = 0; lead < 3; lead++) {
        buf_clear(&b);
        for (int i = 0; i < lead; i++)
            buf_addc(&b, 'x');
        for (int i = 0; i < 1000; i++)
            buf_adds(&b, "药");
        error_set(&err, ERROR_INPUT, "%s", buf_str(&b));
        size_t n = strlen(err.text);
        ck_assert_uint_gt(n, sizeof err.text - 5);
        ck_assert_uint_eq((n - (size_t)lead) % 3, 0);
        error_prefix(&err, "%s", buf_str(&b));
        ck_assert_uint_lt(strlen(err.text), sizeof err.text);
    }
    buf_release(&b);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("base/memory");
    TCase *all = tcase_create("all");
    tcase_set_timeout(all, 60);
    tcase_add_test(all, spans);
    tcase_add_test(all, buffers);
    tcase_add_test(all, arenas);
    tcase_add_test(all, maps);
    tcase_add_test(all, hashes);
    tcase_add_test(all, errors);
    tcase_add_test(all, long_errors);
    suite_add_tcase(suite, all);
    return suite_run(suite);
}
