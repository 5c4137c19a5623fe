/* tests/mapper/test-grams.c: names found by what they look like, against a search that looks at every name. */
#include "base/buf.h"
#include "mapper/grams.h"
#include "tests/suite.h"

static const char *const syllables[] = { "阿", "莫", "西", "林", "头", "孢", "呋", "辛", "氨", "氯", "地", "平", "左", "氧", "氟", "沙", "星", "酸", "钠", "片" };
#define SYLLABLES (sizeof syllables / sizeof *syllables)
#define MOST 20

static uint32_t next(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*seed >> 33);
}

struct word { /* numbers of syllables */
    unsigned char s[MOST];
    size_t n;
};

static struct word random_word(uint64_t *seed)
{
    struct word w = { .n = 2 + next(seed) % 6 };
    for (size_t i = 0; i < w.n; i++)
        w.s[i] = (unsigned char)(next(seed) % SYLLABLES);
    return w;
}

static void edit(uint64_t *seed, struct word *w)
{
    size_t at = next(seed) % w->n;
    switch (next(seed) % 4) {
    case 0:
        w->s[at] = (unsigned char)(next(seed) % SYLLABLES);
        break;
    case 1:
        if (w->n > 1) {
            memmove(w->s + at, w->s + at + 1, w->n - at - 1);
            w->n--;
        }
        break;
    case 2:
        memmove(w->s + at + 1, w->s + at, w->n - at);
        w->s[at] = (unsigned char)(next(seed) % SYLLABLES);
        w->n++;
        break;
    default:
        if (at + 1 < w->n) {
            unsigned char c = w->s[at];
            w->s[at] = w->s[at + 1];
            w->s[at + 1] = c;
        }
    }
}

static struct span text_of(const struct word *w, struct buf *b)
{
    buf_clear(b);
    for (size_t i = 0; i < w->n; i++)
        buf_adds(b, syllables[w->s[i]]);
    return buf_span(b);
}

/* The optimal string alignment distance, as a textbook has it. */
static uint32_t plain_distance(const struct word *a, const struct word *b)
{
    uint32_t d[MOST + 1][MOST + 1];
    for (size_t i = 0; i <= a->n; i++)
        d[i][0] = (uint32_t)i;
    for (size_t j = 0; j <= b->n; j++)
        d[0][j] = (uint32_t)j;
    for (size_t i = 1; i <= a->n; i++) {
        for (size_t j = 1; j <= b->n; j++) {
            uint32_t best = d[i - 1][j - 1] + (a->s[i - 1] != b->s[j - 1]);
            best = d[i - 1][j] + 1 < best ? d[i - 1][j] + 1 : best;
            best = d[i][j - 1] + 1 < best ? d[i][j - 1] + 1 : best;
            if (i > 1 && j > 1 && a->s[i - 1] == b->s[j - 2] && a->s[i - 2] == b->s[j - 1])
                best = d[i - 2][j - 2] + 1 < best ? d[i - 2][j - 2] + 1 : best;
            d[i][j] = best;
        }
    }
    return d[a->n][b->n];
}

#define NAMES 6000u /* so many that single characters are common */
struct world {
    struct grams *g;
    struct grams_search *s;
    struct word *words; /* by number */
    uint32_t n;
};

static struct world world_of(uint64_t seed)
{
    struct world w = { .g = grams_new(), .words = calloc(NAMES, sizeof *w.words) };
    struct buf b = BUF_INIT;
    for (size_t i = 0; i < NAMES; i++) {
        struct word word = random_word(&seed);
        uint32_t doc;
        ck_assert_int_eq(grams_add(w.g, text_of(&word, &b), &doc), 0);
        ck_assert_uint_le(doc, w.n);
        w.words[doc] = word;
        w.n += doc == w.n;
    }
    ck_assert_int_eq(grams_settle(w.g), 0);
    ck_assert_uint_eq(grams_count(w.g), w.n);
    w.s = grams_search_new(w.g);
    buf_release(&b);
    return w;
}

static void world_release(struct world *w)
{
    grams_search_free(w->s);
    grams_free(w->g);
    free(w->words);
}

START_TEST(distances_are_exact)
{
    struct world w = world_of((uint64_t)_i);
    uint64_t seed = (uint64_t)_i + 100;
    struct buf b = BUF_INIT;
    struct grams_hit hits[GRAMS_HITS];
    for (int q = 0; q < 200; q++) {
        struct word word = random_word(&seed);
        size_t n = grams_find(w.g, w.s, text_of(&word, &b), hits, GRAMS_HITS);
        for (size_t i = 0; i < n; i++) {
            ck_assert_uint_eq(hits[i].distance, plain_distance(&word, &w.words[hits[i].doc]));
            ck_assert_uint_le(hits[i].alike, GRAMS_ONE);
            ck_assert(i == 0 || hits[i].alike <= hits[i - 1].alike);
        }
    }
    buf_release(&b);
    world_release(&w);
}
END_TEST

/* A name one edit away is among the hits, and one as near as any is the first. */
START_TEST(near_names_are_found)
{
    struct world w = world_of((uint64_t)_i);
    uint64_t seed = (uint64_t)_i + 200;
    struct buf b = BUF_INIT;
    struct grams_hit hits[GRAMS_HITS];
    for (int q = 0; q < 150; q++) {
        uint32_t doc = next(&seed) % w.n;
        struct word word = w.words[doc];
        edit(&seed, &word);
        if (word.n < 3 || word.n > MOST - 2)
            continue;
        size_t n = grams_find(w.g, w.s, text_of(&word, &b), hits, GRAMS_HITS);
        uint32_t nearest = UINT32_MAX;
        for (uint32_t i = 0; i < w.n; i++) {
            uint32_t d = plain_distance(&word, &w.words[i]);
            nearest = d < nearest ? d : nearest;
        }
        bool found = false;
        uint32_t best = UINT32_MAX;
        for (size_t i = 0; i < n; i++) {
            found = found || hits[i].doc == doc;
            best = hits[i].distance < best ? hits[i].distance : best;
        }
        text_of(&w.words[doc], &b);
        ck_assert_msg(found, "%s is not found", buf_str(&b));
        ck_assert_uint_eq(best, nearest);
        ck_assert(nearest > 0 || hits[0].distance == 0);
    }
    buf_release(&b);
    world_release(&w);
}
END_TEST

/* The same answer whatever was asked before. */
START_TEST(a_search_leaves_nothing)
{
    struct world w = world_of(1);
    uint64_t seed = 300;
    struct buf b = BUF_INIT;
    struct grams_hit first[GRAMS_HITS], again[GRAMS_HITS];
    struct word word = random_word(&seed);
    size_t n = grams_find(w.g, w.s, text_of(&word, &b), first, GRAMS_HITS);
    for (int q = 0; q < 50; q++) {
        struct word other = random_word(&seed);
        grams_find(w.g, w.s, text_of(&other, &b), again, GRAMS_HITS);
    }
    ck_assert_uint_eq(grams_find(w.g, w.s, text_of(&word, &b), again, GRAMS_HITS), n);
    ck_assert_int_eq(memcmp(first, again, n * sizeof *first), 0);
    struct grams_search *fresh = grams_search_new(w.g);
    ck_assert_uint_eq(grams_find(w.g, fresh, text_of(&word, &b), again, 3), n < 3 ? n : 3);
    ck_assert_int_eq(memcmp(first, again, (n < 3 ? n : 3) * sizeof *first), 0);
    grams_search_free(fresh);
    buf_release(&b);
    world_release(&w);
}
END_TEST

static uint32_t add(struct grams *g, const char *name)
{
    uint32_t doc;
    ck_assert_int_eq(grams_add(g, span_of(name), &doc), 0);
    return doc;
}

START_TEST(odd_names)
{
    struct grams *g = grams_new();
    struct buf b = BUF_INIT;
    for (int i = 0; i < 100; i++)
        buf_adds(&b, "甲"); /* longer than what is looked at */
    const char *wide = buf_str(&b);
    ck_assert_uint_eq(add(g, ""), UINT32_MAX);
    ck_assert_uint_eq(add(g, "甲"), 0);
    ck_assert_uint_eq(add(g, "𠮷野片"), 1); /* beyond the basic plane */
    ck_assert_uint_eq(add(g, wide), 2);
    ck_assert_uint_eq(add(g, "甲"), 0);
    ck_assert_uint_eq(add(g, "vitaminc"), 3);
    ck_assert_int_eq(grams_settle(g), 0);
    struct grams_search *s = grams_search_new(g);
    struct grams_hit hits[4];
    ck_assert_uint_eq(grams_find(g, s, SPAN(""), hits, 4), 0);
    ck_assert_uint_eq(grams_find(g, s, SPAN("乙"), hits, 4), 0);
    ck_assert_uint_eq(grams_find(g, s, SPAN("𠮷野片"), hits, 4), 1);
    ck_assert_uint_eq(hits[0].doc, 1);
    ck_assert_uint_eq(hits[0].alike, GRAMS_ONE);
    ck_assert_uint_ge(grams_find(g, s, SPAN("甲"), hits, 4), 1);
    ck_assert_uint_eq(hits[0].doc, 0);
    ck_assert_uint_ge(grams_find(g, s, SPAN("vitamin"), hits, 4), 1);
    ck_assert_uint_eq(hits[0].doc, 3);
    ck_assert_uint_eq(hits[0].distance, 1);
    ck_assert_uint_ge(grams_find(g, s, span_of(wide), hits, 4), 1);
    ck_assert_uint_eq(hits[0].doc, 2);
    ck_assert_uint_gt(grams_memory(g), 0);
    buf_release(&b);
    grams_search_free(s);
    grams_free(g);
}
END_TEST

/* In a name of two characters in turn each pair is the other one swapped, so that a name alike promises twice what there is: counted within
 * bounds. (A sanitizer sees it where the count of promises ends.) */
START_TEST(a_name_there_and_back)
{
    struct grams *g = grams_new();
    struct buf b = BUF_INIT;
    uint64_t seed = 7;
    for (int i = 0; i < 2000; i++) {
        struct word word = random_word(&seed);
        uint32_t doc;
        text_of(&word, &b);
        if (i < 40)
            buf_clear(&b);
        buf_adds(&b, i >= 900 ? "" : i >= 40 ? "甲" : i % 2 ? "甲乙甲乙甲乙甲" : "甲乙甲乙甲");
        ck_assert_int_eq(grams_add(g, buf_span(&b), &doc), 0);
    }
    uint32_t same = add(g, "甲乙甲乙甲乙甲乙");
    ck_assert_int_eq(grams_settle(g), 0);
    struct grams_search *s = grams_search_new(g);
    struct grams_hit hits[4];
    ck_assert_uint_eq(grams_find(g, s, SPAN("甲乙甲乙甲乙甲乙"), hits, 4), 4);
    ck_assert_uint_eq(hits[0].doc, same);
    buf_release(&b);
    grams_search_free(s);
    grams_free(g);
}
END_TEST

START_TEST(empty_index)
{
    struct grams *g = grams_new();
    struct grams_hit hits[4];
    ck_assert_int_eq(grams_settle(g), 0);
    struct grams_search *s = grams_search_new(g);
    ck_assert_uint_eq(grams_find(g, s, SPAN("甲"), hits, 4), 0);
    grams_search_free(s);
    grams_free(g);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("grams");
    TCase *tcase = tcase_create("grams");
    tcase_set_timeout(tcase, 120);
    tcase_add_loop_test(tcase, distances_are_exact, 0, 4);
    tcase_add_loop_test(tcase, near_names_are_found, 0, 6);
    tcase_add_test(tcase, a_search_leaves_nothing);
    tcase_add_test(tcase, odd_names);
    tcase_add_test(tcase, a_name_there_and_back);
    tcase_add_test(tcase, empty_index);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
