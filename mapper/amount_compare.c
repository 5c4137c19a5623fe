/* mapper/amount_compare.c: do two texts say the same amounts? What only one side says never differs, and amounts of
 * different sorts are not compared. */
#include "mapper/amount.h"

#define LIST_MOST (AMOUNTS_MOST * 3)

enum outcome { CANNOT_TELL, AGREE, DIFFER };

struct list {
    struct quantity q[LIST_MOST];
    size_t n;
};

static const struct decimal whole = { 1, 0 };

static bool same(const struct quantity *a, const struct quantity *b)
{
    return decimal_same_ratio(a->n, a->per, b->n, b->per);
}

/* The amount of a tablet is not the amount of a bottle; what is in an hour is not what is in a millilitre. */
static bool comparable(const struct quantity *a, const struct quantity *b)
{
    if (a->sort != b->sort || (a->base == BASE_HOUR) != (b->base == BASE_HOUR))
        return false;
    if (a->base != b->base && a->base != BASE_ANY && b->base != BASE_ANY)
        return false;
    return a->level == LEVEL_ANY || b->level == LEVEL_ANY || a->level == b->level;
}

/* 片芯重0.25g against 每片重0.3g: the core and the whole may weigh alike, but that they do not is no difference. */
static bool may_differ(const struct quantity *a, const struct quantity *b)
{
    bool core_and_whole = (a->flags & b->flags & QUANTITY_WEIGHT) && ((a->flags ^ b->flags) & QUANTITY_CORE);
    return core_and_whole || ((a->flags | b->flags) & QUANTITY_LOOSE);
}

/* Comparable, and both or neither of them of crude drug. */
static bool alike(const struct quantity *a, const struct quantity *b)
{
    return comparable(a, b) && ((a->flags ^ b->flags) & QUANTITY_EQUIVALENT) == 0;
}

static void add(struct list *list, const struct quantity *q, size_t n, unsigned flags)
{
    for (size_t i = 0; i < n && list->n < LIST_MOST; i++) {
        list->q[list->n] = q[i];
        list->q[list->n++].flags |= (uint8_t)flags;
    }
}

/* The alternatives of one sort. `equivalents`: 0 only plain amounts, 1 only 相当于…, 2 one of each. */
static enum outcome alternatives(const struct list *a, const struct list *b, unsigned sort, int equivalents, bool *weight)
{
    enum outcome outcome = CANNOT_TELL;
    for (size_t i = 0; i < a->n; i++)
        for (size_t j = 0; j < b->n; j++) {
            const struct quantity *x = &a->q[i], *y = &b->q[j];
            int eq = ((x->flags & QUANTITY_EQUIVALENT) != 0) + ((y->flags & QUANTITY_EQUIVALENT) != 0);
            if (x->flags & y->flags & QUANTITY_LOOSE) /* 每10丸重2g and 每20丸重2g */
                continue;
            if (x->sort != sort || !comparable(x, y) || (equivalents == 2 ? eq != 1 : eq != 2 * equivalents))
                continue;
            if (same(x, y))
                return AGREE;
            if (may_differ(x, y))
                continue;
            *weight = outcome == DIFFER ? *weight : ((x->flags | y->flags) & QUANTITY_WEIGHT) != 0;
            outcome = DIFFER;
        }
    return outcome;
}

/* Do both say what a piece (or a container, a spray) holds, and never the same? 每10丸重2g(5g/袋) is not 每10丸重4g(5g/袋). */
static bool level_differs(const struct list *a, const struct list *b, unsigned sort, enum level level, bool *weight)
{
    bool met = false;
    for (size_t i = 0; i < a->n; i++)
        for (size_t j = 0; j < b->n; j++) {
            const struct quantity *x = &a->q[i], *y = &b->q[j];
            if (x->sort != sort || x->level != level || y->level != level || !alike(x, y) || may_differ(x, y))
                continue;
            if (same(x, y))
                return false;
            *weight = met ? *weight : ((x->flags | y->flags) & QUANTITY_WEIGHT) != 0;
            met = true;
        }
    return met;
}

static enum outcome compare_sort(const struct list *a, const struct list *b, unsigned sort, bool *weight)
{
    bool plain_weight = false, equivalent_weight = false, cross_weight = false;
    /* What a pill weighs and the crude drug that it stands for are of different sorts: they may be the same number, but never differ. */
    enum outcome plain = alternatives(a, b, sort, 0, &plain_weight);
    enum outcome equivalent = alternatives(a, b, sort, 1, &equivalent_weight);
    /* 6g(相当于饮片10g) against 10g: where one side says only one of the two, it may be either. */
    bool both = plain != CANNOT_TELL && equivalent != CANNOT_TELL;
    enum outcome cross = both ? CANNOT_TELL : alternatives(a, b, sort, 2, &cross_weight);
    for (enum level level = LEVEL_PIECE; level <= LEVEL_SPRAY; level++)
        if (level_differs(a, b, sort, level, weight))
            return DIFFER;
    if (plain == DIFFER && cross != AGREE) {
        *weight = plain_weight;
        return DIFFER;
    }
    if (equivalent == DIFFER && cross != AGREE) {
        *weight = true;
        return DIFFER;
    }
    if (plain != CANNOT_TELL || equivalent != CANNOT_TELL || cross == AGREE)
        return AGREE;
    return CANNOT_TELL;
}

/* Sort by sort: a difference in one is a difference. */
static enum outcome compare_lists(const struct list *a, const struct list *b, bool *weight)
{
    enum outcome outcome = CANNOT_TELL;
    for (size_t i = 0; i < a->n; i++) {
        bool seen = false;
        for (size_t k = 0; k < i; k++)
            seen = seen || a->q[k].sort == a->q[i].sort;
        if (seen)
            continue;
        enum outcome one = compare_sort(a, b, a->q[i].sort, weight);
        if (one == DIFFER)
            return DIFFER;
        if (one == AGREE)
            outcome = AGREE;
    }
    return outcome;
}

/* Has each of a something in b that it can be compared with? */
static bool all_meet(const struct quantity *a, size_t an, const struct quantity *b, size_t bn)
{
    for (size_t i = 0; i < an; i++) {
        bool meets = false;
        for (size_t j = 0; j < bn; j++)
            meets = meets || alike(&a[i], &b[j]);
        if (!meets)
            return false;
    }
    return true;
}

/* Components in any order. Where one side names fewer, those that it names must be there. */
static enum outcome compare_components(const struct quantity *a, size_t an, const struct quantity *b, size_t bn, bool *weight)
{
    bool taken[LIST_MOST] = { false };
    size_t matched = 0;
    for (size_t i = 0; i < an; i++)
        for (size_t j = 0; j < bn; j++)
            if (!taken[j] && alike(&a[i], &b[j]) && same(&a[i], &b[j])) {
                taken[j] = true;
                matched++;
                break;
            }
    size_t least = an < bn ? an : bn;
    if (matched == least)
        return AGREE;
    if ((an <= bn && !all_meet(a, an, b, bn)) || (bn <= an && !all_meet(b, bn, a, an)))
        return CANNOT_TELL;
    *weight = false;
    for (size_t i = 0; i < an; i++)
        *weight = *weight || (a[i].flags & QUANTITY_WEIGHT) != 0;
    for (size_t j = 0; j < bn; j++)
        *weight = *weight || (b[j].flags & QUANTITY_WEIGHT) != 0;
    return DIFFER;
}

/* A lone amount against a compound: one of its parts, or their sum. */
static enum outcome compare_with_parts(const struct quantity *one, size_t n, const struct quantity *part, size_t parts, bool *weight)
{
    struct quantity sum = part[0];
    bool summed = true, met = false;
    for (size_t i = 1; i < parts && summed; i++)
        summed = part[i].sort == sum.sort && decimal_cmp(part[i].per, whole) == 0 && decimal_add(sum.n, part[i].n, &sum.n);
    for (size_t i = 0; i < n; i++) {
        if (summed && comparable(&one[i], &sum) && same(&one[i], &sum))
            return AGREE;
        for (size_t j = 0; j < parts; j++) {
            if (!comparable(&one[i], &part[j]))
                continue;
            if (same(&one[i], &part[j]))
                return AGREE;
            met = met || !(one[i].flags & QUANTITY_LOOSE);
            *weight = (one[i].flags & QUANTITY_WEIGHT) != 0;
        }
    }
    return met ? DIFFER : CANNOT_TELL;
}

static size_t masses(const struct amounts *a, struct list *out, unsigned flags)
{
    size_t before = out->n;
    for (uint8_t i = 0; i < a->totals; i++)
        if (a->total[i].sort == SORT_MASS)
            add(out, &a->total[i], 1, flags);
    return out->n - before;
}

static bool has_mass_total(const struct amounts *a)
{
    for (uint8_t i = 0; i < a->totals; i++)
        if (a->total[i].sort == SORT_MASS)
            return true;
    return false;
}

/* 10g:0.1g read as a compound of two. */
static size_t pair_parts(const struct amounts *a, struct quantity out[2])
{
    if (!a->pair || a->ones != 1 || a->totals != 1)
        return 0;
    out[0] = a->total[0];
    out[1] = a->one[0];
    return 2;
}

/* 4.5g against 4g:0.5g, which says a compound of two then. */
static bool is_sum_of(const struct amounts *lone, const struct quantity pair[2])
{
    struct quantity sum = pair[0];
    if (lone->ones != 1 || lone->parts || lone->totals || !decimal_add(pair[0].n, pair[1].n, &sum.n))
        return false;
    return comparable(&lone->one[0], &sum) && same(&lone->one[0], &sum);
}

static enum outcome compare_parts(const struct amounts *ours, const struct amounts *theirs, bool *weight)
{
    struct quantity pair[2];
    if (ours->parts && theirs->parts)
        return compare_components(ours->part, ours->parts, theirs->part, theirs->parts, weight);
    if (ours->parts && pair_parts(theirs, pair))
        return compare_components(ours->part, ours->parts, pair, 2, weight);
    if (theirs->parts && pair_parts(ours, pair))
        return compare_components(pair, 2, theirs->part, theirs->parts, weight);
    if ((pair_parts(theirs, pair) && is_sum_of(ours, pair)) || (pair_parts(ours, pair) && is_sum_of(theirs, pair)))
        return AGREE;
    if (ours->parts && theirs->ones)
        return ours->ones ? CANNOT_TELL : compare_with_parts(theirs->one, theirs->ones, ours->part, ours->parts, weight);
    if (theirs->parts && ours->ones)
        return theirs->ones ? CANNOT_TELL : compare_with_parts(ours->one, ours->ones, theirs->part, theirs->parts, weight);
    return CANNOT_TELL;
}

static enum outcome compare_amounts(const struct amounts *ours, const struct amounts *const *theirs, size_t n, bool *weight)
{
    struct list a = { .n = 0 }, b = { .n = 0 };
    bool their_total = false;
    enum outcome parts = CANNOT_TELL;
    for (size_t i = 0; i < n; i++) {
        add(&b, theirs[i]->one, theirs[i]->ones, 0);
        their_total = their_total || has_mass_total(theirs[i]);
        enum outcome one = compare_parts(ours, theirs[i], weight);
        parts = one == AGREE || parts == CANNOT_TELL ? one : parts;
    }
    add(&a, ours->one, ours->ones, 0);
    if (parts == AGREE)
        return AGREE;
    /* A lone amount may be the whole of the other side's 10g:0.1g. */
    if (has_mass_total(ours) && !their_total)
        masses(ours, &a, QUANTITY_LOOSE);
    if (their_total && !has_mass_total(ours))
        for (size_t i = 0; i < n; i++)
            masses(theirs[i], &b, QUANTITY_LOOSE);
    enum outcome ones = compare_lists(&a, &b, weight);
    return parts == DIFFER ? DIFFER : ones;
}

/* Two lists that say the same things one after the other, and one of them differs: 每支10ml120ml against 每支10ml180ml. */
static bool list_differs(const struct quantity *a, size_t an, const struct quantity *b, size_t bn, bool *weight)
{
    bool differs = false;
    if (an != bn || an < 2)
        return false;
    for (size_t i = 0; i < an; i++) {
        if (a[i].sort != b[i].sort || a[i].base != b[i].base || a[i].level != b[i].level || a[i].flags != b[i].flags)
            return false;
        if (same(&a[i], &b[i]) || (a[i].flags & QUANTITY_LOOSE))
            continue;
        *weight = differs ? *weight : (a[i].flags & QUANTITY_WEIGHT) != 0;
        differs = true;
    }
    return differs;
}

static void add_totals(struct list *list, const struct amounts *a, bool mass)
{
    for (uint8_t i = 0; i < a->totals; i++)
        if ((a->total[i].sort == SORT_MASS) == mass)
            add(list, &a->total[i], 1, 0);
}

/* What the active is in: a volume, or (mass) the weight of an ointment. */
static enum outcome compare_totals(const struct amounts *ours, const struct amounts *const *theirs, size_t n, bool mass, bool *weight)
{
    struct list a = { .n = 0 }, b = { .n = 0 };
    add_totals(&a, ours, mass);
    for (size_t i = 0; i < n; i++)
        add_totals(&b, theirs[i], mass);
    return compare_lists(&a, &b, weight);
}

/* The same concentration, but another volume is said: 125mg/5ml against 250mg/10ml, or against a bottle of 2ml. */
static bool other_volume(const struct amounts *a, const struct amounts *b)
{
    if (a->concs != 1 || b->concs != 1 || a->conc[0].base != BASE_ML || b->conc[0].base != BASE_ML)
        return false;
    if (a->conc[0].flags & b->conc[0].flags & QUANTITY_PER)
        return decimal_cmp(a->conc[0].per, b->conc[0].per) != 0;
    const struct amounts *over = a->conc[0].flags & QUANTITY_PER ? a : b, *in = over == a ? b : a;
    if (!(over->conc[0].flags & QUANTITY_PER) || over->totals > 0)
        return false;
    for (uint8_t i = 0; i < in->totals; i++)
        if (in->total[i].sort != SORT_VOLUME || decimal_cmp(in->total[i].n, over->conc[0].per) >= 0)
            return false;
    return in->totals > 0;
}

static enum outcome compare_concentrations(const struct amounts *ours, const struct amounts *const *theirs, size_t n, bool *weight,
                                           bool *volume)
{
    enum outcome outcome = CANNOT_TELL;
    for (size_t i = 0; i < n; i++) {
        if (!ours->concs || !theirs[i]->concs)
            continue;
        enum outcome one = compare_components(ours->conc, ours->concs, theirs[i]->conc, theirs[i]->concs, weight);
        if (one == DIFFER && ours->concs != theirs[i]->concs)
            one = CANNOT_TELL; /* one of several substances, or the sum of all */
        if (one == AGREE && other_volume(ours, theirs[i])) {
            *volume = true;
            one = DIFFER;
        }
        if (one == AGREE || outcome == CANNOT_TELL)
            outcome = one;
    }
    return outcome;
}

/* 每片重, 相当于饮片: then a difference may be a matter of labelling. */
static bool says_weight(const struct amounts *a)
{
    for (uint8_t i = 0; i < a->ones; i++)
        if (a->one[i].flags & QUANTITY_WEIGHT)
            return true;
    return false;
}

static struct amounts_verdict differ(enum differs what, bool weight, const struct amounts *ours, const struct amounts *const *theirs,
                                     size_t n)
{
    weight = weight || says_weight(ours);
    for (size_t i = 0; i < n; i++)
        weight = weight || says_weight(theirs[i]);
    return (struct amounts_verdict){ what, weight, true, false };
}

static size_t volumes(const struct amounts *const *a, size_t n, struct list *out)
{
    out->n = 0;
    for (size_t i = 0; i < n; i++)
        add_totals(out, a[i], false);
    return out->n;
}

/* Does one side have a concentration over a volume and no volume of its own, and is that none of the volumes that the other side has? */
static bool over_other_volume(const struct amounts *const *over, size_t on, const struct amounts *const *in, size_t in_n)
{
    struct list own, other;
    if (volumes(over, on, &own) > 0 || volumes(in, in_n, &other) == 0)
        return false;
    for (size_t i = 0; i < on; i++) {
        const struct quantity *q = &over[i]->conc[0];
        if (over[i]->concs == 0 || q->base != BASE_ML || !(q->flags & QUANTITY_PER))
            continue;
        for (size_t k = 0; k < other.n; k++)
            if (decimal_cmp(other.q[k].n, q->per) == 0)
                return false;
        return true;
    }
    return false;
}

struct amounts_verdict amounts_compare(const struct amounts *ours, const struct amounts *const *theirs, size_t n)
{
    bool weight = false, volume = false;
    for (size_t i = 0; i < n; i++) {
        if (list_differs(ours->total, ours->totals, theirs[i]->total, theirs[i]->totals, &weight))
            return differ(DIFFERS_VOLUME, weight, ours, theirs, n);
        if (list_differs(ours->one, ours->ones, theirs[i]->one, theirs[i]->ones, &weight))
            return differ(DIFFERS_AMOUNT, weight, ours, theirs, n);
    }
    enum outcome total = compare_totals(ours, theirs, n, false, &weight);
    if (total == DIFFER)
        return differ(DIFFERS_VOLUME, weight, ours, theirs, n);
    enum outcome amount = compare_amounts(ours, theirs, n, &weight);
    if (amount == DIFFER)
        return differ(DIFFERS_AMOUNT, weight, ours, theirs, n);
    enum outcome gross = compare_totals(ours, theirs, n, true, &weight);
    if (gross == DIFFER)
        return differ(DIFFERS_AMOUNT, weight, ours, theirs, n);
    weight = false;
    enum outcome conc = compare_concentrations(ours, theirs, n, &weight, &volume);
    if (conc == DIFFER)
        return differ(volume ? DIFFERS_VOLUME : DIFFERS_CONCENTRATION, weight, ours, theirs, n);
    bool compared = amount != CANNOT_TELL || total != CANNOT_TELL || gross != CANNOT_TELL || conc != CANNOT_TELL;
    bool other = conc == AGREE && (over_other_volume(&ours, 1, theirs, n) || over_other_volume(theirs, n, &ours, 1));
    return (struct amounts_verdict){ DIFFERS_NOT, false, compared, other };
}
