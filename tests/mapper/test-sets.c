/* tests/mapper/test-sets.c: the rules over the whole table in whole checks of random small tables, against a plain reading of
 * spec/rules.md row by row; and one table so large that its rows are read in portions. */
#include "tests/mapper/fixture.h"
#include "tests/suite.h"
#include <stdio.h>
#include <string.h>

static const char *const entries[] = {
    "drug code=XN02BEA012A001010190001 name=对乙酰氨基酚片 quantity=10 dose-unit=片 pack-unit=盒",
    "drug code=XN02BEA012A001020190001 name=对乙酰氨基酚片 quantity=10 dose-unit=片 pack-unit=盒",
    "service code=001102000010000 name=普通门诊诊察费 unit=次",
    NULL,
};
static const char *const codes[] = { "XN02BEA012A001010190001", "XN02BEA012A001020190001", "001102000010000", "" };
static const char *const names[] = { "对乙酰氨基酚片", "對乙酰氨基酚片", "普通门诊诊察费" };
static const char *const days[] = { "", "2026-01-01", "2026-02-01", "2026-03-01" };

static unsigned seed;
static unsigned roll(unsigned below)
{
    seed = seed * 1103515245u + 12345u;
    return (seed >> 16) % below;
}

#define MOST 14
struct line {
    unsigned local, code, name, from, to, price, unit, used, grave;
    char text[300];
};

static void make(struct line *l)
{
    *l = (struct line){ .local = roll(4), .code = roll(8) ? roll(2) : 2 + roll(2), .from = roll(4), .to = roll(4), .used = roll(6) != 0,
                        .grave = roll(2) };
    l->name = l->code == 2 ? 2 : roll(6) == 0;
    unsigned what = roll(10);
    l->price = what == 0 ? 0 : what < 3 ? 1 + roll(3) : 50 + roll(20); /* in tenths, for a tablet; 0: none said */
    l->unit = roll(2);                                                 /* a tablet, or ten in a box */
    unsigned shown = l->unit ? l->price * 10 : l->price;
    char price[20] = "";
    if (l->price)
        (void)snprintf(price, sizeof price, "%u.%u", shown / 10, shown % 10);
    (void)snprintf(l->text, sizeof l->text, "Y%u,%s,%s,%s,%s,%s,%s,%s,%u\n", l->local, names[l->name], codes[l->code], days[l->from], days[l->to],
                   price, l->unit ? "盒" : "片", l->used ? "1" : "0", l->grave);
}

static bool mapped(const struct line *l)
{
    return l->used && l->code < 3;
}

static bool is_copy(const struct line *lines, size_t i)
{
    for (size_t j = 0; j < i; j++)
        if (strcmp(lines[i].text, lines[j].text) == 0)
            return true;
    return false;
}

static bool overlap(const struct line *a, const struct line *b)
{
    unsigned a_to = a->to ? a->to : 9, b_to = b->to ? b->to : 9;
    return a->from <= a_to && b->from <= b_to && a->from <= b_to && b->from <= a_to;
}

/* "M801", and "M803 error", "M803 warning" or "". */
static const char *group_finding(const struct line *lines, size_t n, size_t i, bool twice)
{
    const char *found = "";
    if (!mapped(&lines[i]) || is_copy(lines, i))
        return "";
    for (size_t j = 0; j < n; j++) {
        const struct line *a = &lines[i], *b = &lines[j];
        if (j == i || !mapped(b) || is_copy(lines, j) || a->local != b->local || !overlap(a, b))
            continue;
        if (twice && a->code != b->code)
            return "M801 error";
        if (twice || a->code != b->code)
            continue;
        if (a->grave != b->grave || (a->name == 2) != (b->name == 2) || a->unit != b->unit)
            return "M803 error";
        found = "M803 warning";
    }
    return found;
}

/* Is the row a drug in use with a price, and nothing wrong with it? (Names and codes are right in these tables.) */
static bool priced(const struct line *l)
{
    return mapped(l) && l->code < 2 && l->price;
}

static bool is_outlier(const struct line *lines, size_t n, size_t i)
{
    unsigned prices[MOST];
    size_t count = 0;
    for (size_t j = 0; j < n; j++) {
        if (!priced(&lines[j]) || lines[j].code != lines[i].code)
            continue;
        size_t at = count++;
        for (; at > 0 && prices[at - 1] > lines[j].price; at--)
            prices[at] = prices[at - 1];
        prices[at] = lines[j].price;
    }
    return priced(&lines[i]) && count >= 5 && lines[i].price * 20 < prices[(count - 1) / 2] + prices[count / 2];
}

static bool is_crowded(const struct line *lines, size_t n, size_t i)
{
    if (!priced(&lines[i]) || is_outlier(lines, n, i) || is_copy(lines, i))
        return false;
    for (size_t a = 0; a < n; a++) {
        for (size_t b = 0; b < n; b++) {
            if (priced(&lines[a]) && priced(&lines[b]) && !is_outlier(lines, n, a) && !is_outlier(lines, n, b) && lines[a].code == lines[i].code &&
                lines[b].code == lines[i].code && lines[a].local != lines[b].local && lines[b].price * 5 > lines[a].price * 6)
                return true;
        }
    }
    return false;
}

static bool has(const char *found, size_t line, const char *what)
{
    char start[60];
    (void)snprintf(start, sizeof start, "%zu %s", line, what);
    for (const char *at = found; at && *at; at = strchr(at, '\n') ? strchr(at, '\n') + 1 : NULL)
        if (strncmp(at, start, strlen(start)) == 0)
            return true;
    return false;
}

static void check_row(const struct line *lines, size_t n, size_t i, const char *found, const char *table)
{
    const char *twice = group_finding(lines, n, i, true), *again = group_finding(lines, n, i, false);
    const struct {
        const char *what;
        bool want;
    } all[] = {
        { "T105", is_copy(lines, i) },
        { "M801", twice[0] != '\0' },
        { "M803 error", strcmp(again, "M803 error") == 0 },
        { "M803 warning", strcmp(again, "M803 warning") == 0 },
        { "P603", is_outlier(lines, n, i) },
        { "M802", is_crowded(lines, n, i) },
    };
    for (size_t k = 0; k < sizeof all / sizeof *all; k++)
        ck_assert_msg(has(found, i + 2, all[k].what) == all[k].want, "line %zu: %s%s in\n%s%s", i + 2, all[k].want ? "no " : "", all[k].what, table,
                      found);
}

START_TEST(against_rows)
{
    struct fixture *f = fixture_new();
    fixture_version(f, "2026.1", "2026-01-01", false, entries);
    for (unsigned round = 0; round < 1500; round++) {
        struct line lines[MOST];
        struct buf table = BUF_INIT;
        seed = round;
        size_t n = 1 + roll(MOST);
        buf_adds(&table, "local_code,local_name,catalog_code,valid_from,valid_to,price,unit,in_use,model\n");
        for (size_t i = 0; i < n; i++) {
            make(&lines[i]);
            if (i > 0 && roll(6) == 0)
                lines[i] = lines[roll((unsigned)i)];
            buf_adds(&table, lines[i].text);
        }
        const char *found = fixture_check(f, buf_str(&table));
        for (size_t i = 0; i < n; i++)
            check_row(lines, n, i, found, buf_str(&table));
        buf_release(&table);
    }
    fixture_free(f);
}
END_TEST

/* Every local code stands twice, far apart: more rows than are read at a time. */
START_TEST(in_portions)
{
    struct fixture *f = fixture_new();
    struct buf table = BUF_INIT;
    size_t half = 40000;
    fixture_version(f, "2026.1", "2026-01-01", false, entries);
    buf_adds(&table, "local_code,local_name,catalog_code,note\n");
    for (size_t i = 0; i < 2 * half; i++)
        buf_addf(&table, "Y%zu,对乙酰氨基酚片,%s,%zu\n", i % half, codes[i >= half && i % half % 2], i % half % 3 ? i : i % half);
    (void)fixture_check(f, buf_str(&table));
    size_t copies = 0, twice = half / 2;
    for (size_t i = 0; i < half; i++)
        copies += i % 2 == 0 && i % 3 == 0;
    ck_assert_uint_eq(f->summary.by_rule[RULE_T105], copies);
    ck_assert_uint_eq(f->summary.by_rule[RULE_M801], 2 * twice);
    ck_assert_uint_eq(f->summary.by_rule[RULE_M803], 2 * (half - twice - copies));
    buf_release(&table);
    fixture_free(f);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("sets");
    TCase *tc = tcase_create("sets");
    tcase_set_timeout(tc, 120);
    tcase_add_test(tc, against_rows);
    tcase_add_test(tc, in_portions);
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
