/* tests/mapper/test-set-match.c: the rows of two tables by local code, over random small tables, against a plain reading of M804, M805, M807. */
#include "mapper/set_match.h"
#include "tests/suite.h"
#include <string.h>

static unsigned seed;
static unsigned roll(unsigned below)
{
    seed = seed * 1103515245u + 12345u;
    return (seed >> 16) % below;
}

#define MOST 24

struct round {
    struct set_keys keys;
    struct set_order order;
    uint32_t names[MOST];
    struct match_row all[MOST], rows[MOST]; /* as they stood; tidy */
    size_t all_n, n;
};

static uint64_t local(void)
{
    return (uint64_t)roll(3) << 40 | roll(3);
}

static void fill(struct round *r)
{
    struct error err;
    size_t n = 1 + roll(MOST - 1);
    memset(r, 0, sizeof *r);
    set_keys_init(&r->keys);
    for (size_t i = 0; i < n; i++) {
        struct set_key *key = set_keys_add(&r->keys, &err);
        ck_assert_ptr_nonnull(key);
        unsigned what = roll(8);
        key->local = local();
        key->line = (uint32_t)i + 2;
        key->code = what < 5 ? roll(3) : CODE_NONE;
        key->place = what < 5 ? KEY_MAPPED | KEY_CHECKED : what == 5 ? KEY_CHECKED : what == 6 ? KEY_RAGGED : 0;
        r->names[i] = roll(2);
    }
    r->all_n = roll(MOST);
    for (size_t i = 0; i < r->all_n; i++)
        r->all[i] = (struct match_row){ local(), i, (uint32_t)i + 2, roll(6) ? roll(3) : CODE_NONE, roll(2),
                                        roll(5) ? 0 : roll(4) ? MATCH_OUT : MATCH_RAGGED };
    memcpy(r->rows, r->all, sizeof r->rows);
    ck_assert_int_eq(set_order_by_local(&r->keys, &r->order, &err), 0);
}

static void release(struct round *r)
{
    set_order_release(&r->order);
    set_keys_release(&r->keys);
}

/* What the other table has of a local code: does any row have this property? */
enum { ANY, USED, USED_MAPPED, MAPPED_OUT, BROKEN };
static bool has(const struct round *r, uint64_t code, int what)
{
    for (size_t i = 0; i < r->all_n; i++) {
        const struct match_row *row = &r->all[i];
        bool used = !(row->flags & MATCH_OUT), mapped = row->code != CODE_NONE;
        if (row->local != code)
            continue;
        if ((what == BROKEN && (row->flags & MATCH_RAGGED)) || what == ANY || (what == USED && used) ||
            (what == USED_MAPPED && used && mapped) || (what == MAPPED_OUT && !used && mapped))
            return true;
    }
    return false;
}

/* Has it the local code on this catalog code, in rows that count; with this name (-1: any)? */
static bool has_code(const struct round *r, uint64_t code, uint32_t catalog, int64_t name)
{
    bool used = has(r, code, USED_MAPPED);
    for (size_t i = 0; i < r->all_n; i++) {
        const struct match_row *row = &r->all[i];
        if (row->local == code && row->code == catalog && (!used || !(row->flags & MATCH_OUT)) && (name < 0 || row->name == name))
            return true;
    }
    return false;
}

START_TEST(previous)
{
    unsigned marked = 0;
    for (unsigned round = 0; round < 5000; round++) {
        struct round r;
        seed = round;
        fill(&r);
        /* Whoever reads a table of before leaves out rows without a code, and ragged ones. */
        size_t n = 0;
        for (size_t i = 0; i < r.all_n; i++) {
            if (r.all[i].code != CODE_NONE && !(r.all[i].flags & MATCH_RAGGED))
                r.all[n++] = r.all[i];
        }
        r.all_n = n;
        memcpy(r.rows, r.all, sizeof r.rows);
        r.n = match_tidy(r.rows, n);
        match_previous(&r.keys, &r.order, r.names, r.rows, r.n);
        for (size_t i = 0; i < r.keys.n; i++) {
            const struct set_key *key = &r.keys.items[i];
            bool before = (key->place & KEY_MAPPED) && has(&r, key->local, ANY) && !has_code(&r, key->local, key->code, r.names[i]);
            ck_assert_msg(before == ((key->place & KEY_BEFORE) != 0), "seed %u, row %zu", round, i);
            marked += before;
        }
        release(&r);
    }
    ck_assert_uint_gt(marked, 1000);
}
END_TEST

/* Is key i the first of its local code with the flag? */
static bool is_first(const struct round *r, size_t i, unsigned flag)
{
    for (size_t j = 0; j < i; j++) {
        if (r->keys.items[j].local == r->keys.items[i].local && (r->keys.items[j].place & flag))
            return false;
    }
    return (r->keys.items[i].place & flag) != 0;
}

static bool any_mapped(const struct round *r, uint64_t code)
{
    for (size_t j = 0; j < r->keys.n; j++) {
        if (r->keys.items[j].local == code && (r->keys.items[j].place & KEY_MAPPED))
            return true;
    }
    return false;
}

static bool differs(const struct round *r, size_t i)
{
    const struct set_key *key = &r->keys.items[i];
    if (has(r, key->local, BROKEN))
        return false;
    if (key->place & KEY_MAPPED)
        return !has(r, key->local, USED_MAPPED) || !has_code(r, key->local, key->code, -1);
    return has(r, key->local, USED_MAPPED) && !any_mapped(r, key->local) && is_first(r, i, KEY_CHECKED);
}

/* Every mapped row of the local code is there, and the other table has a catalog code that none of them has. */
static bool has_more(const struct round *r, size_t i)
{
    const struct set_key *key = &r->keys.items[i];
    if (!is_first(r, i, KEY_MAPPED) || has(r, key->local, BROKEN) || !has(r, key->local, USED_MAPPED))
        return false;
    for (size_t j = 0; j < r->keys.n; j++) {
        if (r->keys.items[j].local == key->local && (r->keys.items[j].place & KEY_MAPPED) && differs(r, j))
            return false;
    }
    for (size_t k = 0; k < r->all_n; k++) {
        const struct match_row *row = &r->all[k];
        bool ours = row->local != key->local || row->code == CODE_NONE || (row->flags & MATCH_OUT);
        for (size_t j = 0; j < r->keys.n && !ours; j++)
            ours = r->keys.items[j].local == row->local && (r->keys.items[j].place & KEY_MAPPED) && r->keys.items[j].code == row->code;
        if (!ours)
            return true;
    }
    return false;
}

/* How many (local code, catalog code) the other table has in use whose local code we have in no row. */
static size_t count_extra(const struct round *r)
{
    size_t count = 0;
    for (size_t k = 0; k < r->all_n; k++) {
        const struct match_row *row = &r->all[k];
        bool known = row->code == CODE_NONE || (row->flags & MATCH_OUT) || has(r, row->local, BROKEN);
        for (size_t j = 0; j < r->keys.n && !known; j++)
            known = r->keys.items[j].local == row->local;
        for (size_t j = 0; j < k && !known; j++)
            known = r->all[j].local == row->local && r->all[j].code == row->code && !(r->all[j].flags & MATCH_OUT);
        count += !known;
    }
    return count;
}

START_TEST(centre)
{
    size_t marked = 0, more = 0, extra = 0;
    for (unsigned round = 0; round < 5000; round++) {
        struct round r;
        seed = round;
        fill(&r);
        r.n = match_tidy(r.rows, r.all_n);
        match_centre(&r.keys, &r.order, r.rows, r.n);
        for (size_t i = 0; i < r.keys.n; i++) {
            ck_assert_msg(differs(&r, i) == ((r.keys.items[i].place & KEY_CENTRE) != 0), "seed %u, row %zu", round, i);
            ck_assert_msg(has_more(&r, i) == ((r.keys.items[i].place & KEY_MORE) != 0), "seed %u, row %zu", round, i);
            marked += differs(&r, i);
            more += has_more(&r, i);
        }
        size_t found = 0;
        for (size_t k = 0; k < r.n; k++)
            found += (r.rows[k].flags & MATCH_EXTRA) != 0;
        ck_assert_msg(found == count_extra(&r), "seed %u: %zu extra, not %zu", round, found, count_extra(&r));
        extra += found;
        release(&r);
    }
    ck_assert_uint_gt(marked, 1000);
    ck_assert_uint_gt(more, 100);
    ck_assert_uint_gt(extra, 1000);
}
END_TEST

START_TEST(find)
{
    struct match_row rows[] = { { .local = 7, .code = 2 }, { .local = 3, .code = 1 }, { .local = 7, .code = 1 }, { .local = 7, .code = 2, .name = 1 } };
    size_t n = match_tidy(rows, 4), end;
    ck_assert_uint_eq(n, 4);
    ck_assert_uint_eq(match_find(rows, n, 7, &end), 1);
    ck_assert_uint_eq(end, 4);
    ck_assert(match_is_first(rows, 1, 1) && match_is_first(rows, 1, 2) && !match_is_first(rows, 1, 3));
    ck_assert_uint_eq(match_find(rows, n, 5, &end), end);
    ck_assert_uint_eq(match_find(rows, n, 9, &end), end);
    ck_assert_uint_eq(match_tidy(rows, 0), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("set-match");
    TCase *tc = tcase_create("set-match");
    tcase_set_timeout(tc, 60);
    tcase_add_test(tc, previous);
    tcase_add_test(tc, centre);
    tcase_add_test(tc, find);
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
