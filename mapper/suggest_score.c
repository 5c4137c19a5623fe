/* mapper/suggest_score.c: see the header. The weights are what decides; everything else is addition. */
#include "mapper/suggest_score.h"
#include "mapper/suggest.h"

#include <math.h>

/* What a fact is worth, in natural logarithms of odds: how much more often it is seen on the right entry than on one that only looks like it. */
static const struct weight {
    double agrees, differs;
} weights[SUGGEST_PART_COUNT] = {
    [SUGGEST_NAME] = { 8.0, 0.0 },
    [SUGGEST_VARIANT] = { 6.5, 0.0 },
    [SUGGEST_GENERIC] = { 3.0, -2.0 },
    [SUGGEST_BRAND] = { 3.0, -1.0 },
    [SUGGEST_FORM] = { 1.5, -3.0 },
    [SUGGEST_STRENGTH] = { 2.0, -4.0 },
    [SUGGEST_PACK] = { 1.5, -3.0 },
    [SUGGEST_MAKER] = { 3.5, -4.0 },
    [SUGGEST_APPROVAL] = { 6.0, -4.0 },
    [SUGGEST_STANDARD_CODE] = { 8.0, -4.0 },
    [SUGGEST_PRICE] = { 0.2, -1.0 },
    [SUGGEST_KIND] = { 0.2, -3.0 },
};

/* What a name is worth that agrees with none of the entry's: by how much it looks like one. Straight lines between these. */
static const struct {
    uint32_t alike;
    double worth;
} likeness[] = { { 0, -7.0 }, { 300, -5.0 }, { 500, -1.0 }, { 700, 3.0 }, { 850, 5.5 }, { 1000, 6.5 } };
#define LIKENESSES (sizeof likeness / sizeof *likeness)

/* "None of these is it", on the same scale. */
static const double none = 1.5;

static double worth_of_likeness(uint32_t alike)
{
    size_t i = 1;
    while (i < LIKENESSES - 1 && alike > likeness[i].alike)
        i++;
    double from = likeness[i - 1].alike, to = likeness[i].alike;
    double at = alike > likeness[LIKENESSES - 1].alike ? to : alike;
    return likeness[i - 1].worth + (likeness[i].worth - likeness[i - 1].worth) * (at - from) / (to - from);
}

static double worth_of(const struct suggest_facts *f)
{
    double sum = 0;
    for (int part = 0; part < SUGGEST_PART_COUNT; part++) {
        if (f->agree & SUGGEST_BIT(part))
            sum += weights[part].agrees;
        if (f->differ & SUGGEST_BIT(part))
            sum += weights[part].differs;
    }
    if (!(f->agree & (SUGGEST_BIT(SUGGEST_NAME) | SUGGEST_BIT(SUGGEST_VARIANT))))
        sum += worth_of_likeness(f->alike);
    return sum;
}

static int before(const struct suggest_facts *a, const struct suggest_facts *b)
{
    return a->worth > b->worth || (a->worth >= b->worth && a->tie < b->tie);
}

static uint32_t score_of(double worth, double best, double sum)
{
    double share = exp(worth - best) / sum * 1000;
    return share >= 999 ? 999 : (uint32_t)share;
}

size_t suggest_rank(struct suggest_facts *facts, size_t n, struct suggest_rank *best, size_t most)
{
    double highest = none, sum = 0;
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        facts[i].worth = worth_of(&facts[i]);
        highest = facts[i].worth > highest ? facts[i].worth : highest;
        size_t at = kept;
        while (at > 0 && before(&facts[i], &facts[best[at - 1].at]))
            at--;
        if (at == most)
            continue;
        kept += kept < most;
        for (size_t k = kept - 1; k > at; k--)
            best[k] = best[k - 1];
        best[at].at = i;
    }
    for (size_t i = 0; i < n; i++)
        sum += exp(facts[i].worth - highest);
    sum += exp(none - highest);
    for (size_t i = 0; i < kept; i++)
        best[i].score = score_of(facts[best[i].at].worth, highest, sum);
    return kept;
}
