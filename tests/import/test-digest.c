/* tests/import/test-digest.c: the digest on its own thread gives what the plain one gives, whatever the pieces, and ends at any time. */
#include "import/digest.h"
#include "tests/suite.h"

enum { BLOCK = 128 << 10 };

static void fill(char *p, size_t n)
{
    uint32_t x = 1;
    for (size_t i = 0; i < n; i++) {
        x = x * 1664525u + 1013904223u;
        p[i] = (char)(x >> 24);
    }
}

/* n bytes in pieces of `piece`, both ways. */
static void same(const char *bytes, size_t n, size_t piece)
{
    unsigned char plain[SHA256_BYTES], threaded[SHA256_BYTES];
    struct sha256 *h = sha256_new(NULL);
    struct digest *d = digest_new(NULL);
    ck_assert_ptr_nonnull(h);
    ck_assert_ptr_nonnull(d);
    sha256_update(h, bytes, n);
    sha256_final(h, plain);
    sha256_free(h);
    for (size_t at = 0; at < n; at += piece)
        digest_add(d, bytes + at, n - at < piece ? n - at : piece);
    digest_end(d, threaded);
    digest_free(d);
    ck_assert_msg(memcmp(plain, threaded, sizeof plain) == 0, "%zu bytes in pieces of %zu", n, piece);
}

START_TEST(any_size_and_piece)
{
    static const size_t sizes[] = { 0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 4 * BLOCK, 4 * BLOCK + 1, 25 * BLOCK + 17 };
    static const size_t pieces[] = { 7, 4096, BLOCK, 3 * BLOCK + 5, SIZE_MAX / 2 };
    char *bytes = malloc(26 * BLOCK);
    ck_assert_ptr_nonnull(bytes);
    ck_assert_int_eq(hash_start(NULL), 0);
    fill(bytes, 26 * BLOCK);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        for (size_t k = 0; k < sizeof pieces / sizeof *pieces; k++)
            same(bytes, sizes[i], pieces[k]);
    free(bytes);
}
END_TEST

START_TEST(left_in_the_middle)
{
    char *bytes = calloc(1, 9 * BLOCK);
    ck_assert_ptr_nonnull(bytes);
    ck_assert_int_eq(hash_start(NULL), 0);
    for (size_t n = 0; n <= 9 * BLOCK; n += BLOCK / 2 + 1) {
        struct digest *d = digest_new(NULL);
        ck_assert_ptr_nonnull(d);
        digest_add(d, bytes, n);
        digest_free(d);
    }
    digest_free(NULL);
    free(bytes);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("digest");
    TCase *cases = tcase_create("digest");
    tcase_add_test(cases, any_size_and_piece);
    tcase_add_test(cases, left_in_the_middle);
    suite_add_tcase(suite, cases);
    return suite_run(suite);
}
