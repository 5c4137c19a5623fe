/* tests/base/test-utf8-run.c: the fast check of UTF-8 against the one that goes character by character. */
#include "base/utf8.h"
#include "base/utf8_blocks.h"
#include "tests/suite.h"
#include <string.h>

static size_t one_by_one(const unsigned char *p, size_t n, struct utf8_seen *seen)
{
    size_t at = 0;
    while (at < n) {
        uint32_t c;
        int step = utf8_step(p + at, n - at, &c);
        if (step <= 0)
            break;
        seen->nul += c == 0;
        seen->multibyte += c >= 0x80;
        seen->replacements += c == UTF8_REPLACEMENT;
        at += (size_t)step;
    }
    return at;
}

static unsigned seed = 7;
static unsigned roll(unsigned below)
{
    seed = seed * 1103515245u + 12345u;
    return (seed >> 16) % below;
}

/* The rare and the broken stand behind the usual, so that a lower limit leaves them out. */
static const char *const pieces[] = { "a", "ab,", "中", "é", "×", "\xEF\xBF\xBD", "\xEF\xBC\x88", "0123456789abcdef", "\xE0\xA4\x85",
                                      "\xED\x95\x9C", "\xF0\xA0\x80\x80", "\xF4\x8F\xBF\xBF", "\xE4\xB8", "\xC3", "\x80", "\xED\xA0\x80",
                                      "\xC0\x80", "\xE0\x80\x80", "\xF4\x90\x80\x80", "\xFF" };
#define PIECES (sizeof pieces / sizeof *pieces)

START_TEST(same_answer)
{
    static const unsigned limits[] = { 5, 8, 12, PIECES };
    for (int round = 0; round < 40000; round++) {
        char text[512];
        size_t n = 0, length = roll(400);
        unsigned limit = limits[round % 4];
        while (n < length) {
            const char *piece = pieces[roll(limit)];
            memcpy(text + n, piece, strlen(piece));
            n += roll(300) == 0 ? 0 : strlen(piece);
            if (roll(500) == 0)
                text[n++] = '\0';
        }
        n -= roll(2) && n > 3 ? roll(4) : 0; /* cut anywhere */
        unsigned char *exact = malloc(n + 1); /* so that sanitizers see a read behind the end */
        ck_assert_ptr_nonnull(exact);
        memcpy(exact + 1, text, n);
        struct utf8_seen fast = { 1, 2, 3 }, slow = { 1, 2, 3 };
        size_t a = utf8_run(exact + 1, n, &fast), b = one_by_one(exact + 1, n, &slow);
        ck_assert_msg(a == b && memcmp(&fast, &slow, sizeof fast) == 0, "round %d: %zu bytes of %zu, not %zu", round, a, n, b);
        free(exact);
    }
}
END_TEST

/* A run of whole blocks is a beginning of what is good, counted alike, with or without the wide vectors. */
START_TEST(same_blocks)
{
    size_t taken = 0;
    for (int round = 0; round < 20000; round++) {
        unsigned char text[600];
        size_t n = 0;
        while (n < 300 + (size_t)(round % 200)) {
            const char *piece = pieces[roll(roll(200) == 0 ? PIECES : 8)];
            memcpy(text + n, piece, strlen(piece));
            n += strlen(piece);
            if (roll(900) == 0)
                text[n++] = '\0';
        }
        struct utf8_seen wide = { 0, 0, 0 }, plain = wide, slow = wide;
        size_t a = run_blocks(text, n, &wide, true), b = run_blocks(text, n, &plain, false), c = one_by_one(text, a, &slow);
        ck_assert_msg(a == b && memcmp(&wide, &plain, sizeof wide) == 0, "round %d: %zu bytes of %zu, not %zu", round, a, n, b);
        ck_assert_msg(c == a && memcmp(&wide, &slow, sizeof wide) == 0, "round %d: %zu bytes of %zu, not %zu", round, a, n, c);
        taken += a;
    }
    ck_assert(BLOCK == 0 || taken > 1000000);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("utf8-run");
    TCase *tc = tcase_create("utf8-run");
    tcase_set_timeout(tc, 60);
    tcase_add_test(tc, same_answer);
    tcase_add_test(tc, same_blocks);
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
