/* tests/mapper/test-set-group.c: rows of one local code compared, against a plain all-pairs reading of the rules. */
#include "mapper/set_group.h"
#include "tests/suite.h"
#include <string.h>

static unsigned seed;
static unsigned roll(unsigned below)
{
    seed = seed * 1103515245u + 12345u;
    return (seed >> 16) % below;
}

static bool overlap(const struct set_member *a, const struct set_member *b)
{
    return a->from <= a->to && b->from <= b->to && a->from <= b->to && b->from <= a->to;
}

/* What spec/rules.md says, pair by pair. */
static unsigned expected(const struct set_member *m, size_t n, size_t i, const bool *duplicate, bool *grave)
{
    unsigned found = 0;
    *grave = false;
    if (duplicate[i])
        return SET_DUPLICATE;
    for (size_t j = 0; j < n; j++) {
        if (j == i || duplicate[j] || !m[i].mapped || !m[j].mapped || !overlap(&m[i], &m[j]))
            continue;
        if (m[i].code != m[j].code)
            found |= SET_TWICE;
        else
            found |= SET_AGAIN;
        if (m[i].code == m[j].code && m[i].hard != m[j].hard)
            *grave = true;
    }
    return found;
}

static void check_round(size_t n)
{
    struct set_member *m = calloc(n, sizeof *m);
    bool *duplicate = calloc(n, sizeof *duplicate);
    struct error err;
    ck_assert(m && duplicate);
    for (size_t i = 0; i < n; i++) {
        m[i].code = roll(3);
        m[i].hard = roll(2) + m[i].code * 100;
        m[i].all = m[i].hard * 10 + roll(4);
        m[i].mapped = roll(5) != 0;
        m[i].from = roll(3) ? (date)(20260101 + (int)roll(20)) : 0;
        m[i].to = roll(3) ? (date)(20260101 + (int)roll(20)) : INT32_MAX;
        m[i].key = (uint32_t)i;
        for (size_t j = 0; j < i && !duplicate[i]; j++)
            duplicate[i] = m[j].all == m[i].all && m[j].hard == m[i].hard;
    }
    struct set_room room = SET_ROOM_INIT;
    ck_assert_int_eq(set_group_compare(m, n, &room, &err), 0);
    set_room_release(&room);
    for (size_t i = 0; i < n; i++) {
        bool grave;
        unsigned want = expected(m, n, i, duplicate, &grave);
        want |= grave ? SET_GRAVE : 0;
        ck_assert_msg(m[i].found == want, "seed %u, %zu: %u, not %u", seed, i, m[i].found, want);
        if (want & SET_DUPLICATE)
            ck_assert(m[m[i].partner].all == m[i].all && m[i].partner < i && !duplicate[m[i].partner]);
        if (want & SET_TWICE)
            ck_assert(m[m[i].partner].code != m[i].code && overlap(&m[i], &m[m[i].partner]));
        if (want & SET_AGAIN) {
            ck_assert(m[i].differs != i && m[m[i].differs].code == m[i].code && overlap(&m[i], &m[m[i].differs]));
            ck_assert((m[m[i].differs].hard != m[i].hard) == grave);
        }
    }
    free(m);
    free(duplicate);
}

START_TEST(against_pairs)
{
    for (unsigned round = 0; round < 600; round++) {
        seed = round;
        check_round(1 + round % 40);
    }
}
END_TEST

START_TEST(others)
{
    struct set_member m[7];
    memset(m, 0, sizeof m);
    for (uint32_t i = 0; i < 7; i++) {
        m[i].code = i == 3;
        m[i].all = i;
        m[i].hard = i;
        m[i].mapped = true;
        m[i].to = INT32_MAX;
    }
    m[6].from = 20300101;
    m[0].to = 20291231;
    struct error err;
    struct set_room room = SET_ROOM_INIT;
    ck_assert_int_eq(set_group_compare(m, 7, &room, &err), 0);
    set_room_release(&room);
    struct set_others o;
    set_others(m, 7, 0, true, &o);
    ck_assert_uint_eq(o.n, 4);
    ck_assert_uint_eq(o.members[0], 1);
    ck_assert_uint_eq(o.members[3], 5);
    ck_assert(!o.more); /* the last one begins after the first has ended */
    set_others(m, 7, 1, true, &o);
    ck_assert_uint_eq(o.n, 4);
    ck_assert(o.more);
    set_others(m, 7, 1, false, &o);
    ck_assert_uint_eq(o.n, 1);
    ck_assert_uint_eq(o.members[0], 3);
}
END_TEST

START_TEST(one_large_group)
{
    size_t n = 200000;
    struct set_member *m = calloc(n, sizeof *m);
    struct error err;
    ck_assert_ptr_nonnull(m);
    for (size_t i = 0; i < n; i++) {
        m[i].code = i % 2;
        m[i].all = i;
        m[i].hard = i;
        m[i].mapped = true;
        m[i].from = m[i].to = (date)(20200101 + i % 1000);
    }
    struct set_room room = SET_ROOM_INIT;
    ck_assert_int_eq(set_group_compare(m, n, &room, &err), 0); /* in a moment: nothing is quadratic */
    struct set_others o;
    for (size_t i = 0; i < n; i += 10007) {
        ck_assert_uint_eq(m[i].found, SET_AGAIN | SET_GRAVE); /* days and codes are both even or both odd */
        set_others(m, n, i, true, &o);
        ck_assert_uint_ge(o.n, 1);
    }
    set_room_release(&room);
    free(m);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("set-group");
    TCase *tc = tcase_create("set-group");
    tcase_set_timeout(tc, 60);
    tcase_add_test(tc, against_pairs);
    tcase_add_test(tc, others);
    tcase_add_test(tc, one_large_group);
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
