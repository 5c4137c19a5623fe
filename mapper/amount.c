/* mapper/amount.c: from the tokens of a specification text to what it says. Every text gives an answer; what is not
 * understood is left out, never guessed. */
#include "mapper/amount.h"
#include "mapper/amount_token.h"

#define GROUP_MOST AMOUNTS_MOST

struct assembler {
    const struct units *units;
    const struct token *t; /* at t[i] */
    size_t i;
    struct amounts *out;
    /* the quantities linked so far, each with the sign before it */
    struct quantity group[GROUP_MOST];
    enum token_kind link[GROUP_MOST];
    bool implied[GROUP_MOST]; /* one of the unit: /ml, /g, /1g (but not /1000mg: 50mg/1000mg is a compound) */
    size_t n;
    enum token_kind sign; /* seen since the last number; TOKEN_BREAK: none */
    /* said before an amount */
    struct decimal divisor; /* 每10丸 */
    uint8_t level;
    struct quantity within; /* 每1ml含: n ml */
    bool has_within, weight, equivalent;
    bool core;     /* weight is that of the tablet without its coat */
    bool crude;    /* … of crude drug: 相当于饮片 */
    bool as_named; /* 相当于左氧氟沙星: an equivalent of a substance, which is no weight */
    uint8_t last_kind;      /* of the last number: TOKEN_QUANTITY, TOKEN_COUNT, TOKEN_BARE, or TOKEN_END */
    bool named;             /* the last quantity stands behind a name: 阿莫西林0.5g */
    bool explains;          /* inside a bracket that stands behind a count: 24片(12片×2板) */
    const struct unit *holder; /* 每盒: of the count that follows */
};

static const struct decimal one_whole = { 1, 0 };

static bool same_number(struct decimal a, struct decimal b)
{
    return decimal_cmp(a, b) == 0;
}

static void keep(struct quantity list[AMOUNTS_MOST], uint8_t *n, struct quantity q)
{
    for (uint8_t i = 0; i < *n; i++)
        if (list[i].sort == q.sort && list[i].level == q.level && list[i].flags == q.flags && list[i].base == q.base &&
            decimal_same_ratio(list[i].n, list[i].per, q.n, q.per))
            return;
    if (*n < AMOUNTS_MOST)
        list[(*n)++] = q;
}

static uint8_t level_of(const struct unit *u)
{
    return u->sort == SORT_PIECE                              ? LEVEL_PIECE
           : u->sort == SORT_CONTAINER || u->sort == SORT_PACK ? LEVEL_CONTAINER
           : u->sort == SORT_SPRAY                            ? LEVEL_SPRAY
                                                              : LEVEL_ANY;
}

/* ---- a group of linked quantities ---- */

/* group[at] is the volume (or gram) that the others are in: 125mg/5ml, 50mcg/g. In nothing is nothing: 5mg/0ml. */
static void group_concentration(struct assembler *a, size_t at)
{
    struct quantity in = a->group[at];
    if (in.n.m <= 0) {
        a->out->odd = true;
        return;
    }
    for (size_t i = 0; i < a->n; i++) {
        if (i == at)
            continue;
        struct quantity q = a->group[i];
        q.per = in.n;
        q.base = in.sort == SORT_VOLUME ? BASE_ML : in.sort == SORT_TIME ? BASE_HOUR : BASE_GRAM;
        if (!same_number(in.n, one_whole))
            q.flags |= QUANTITY_PER;
        if (a->out->concs < AMOUNTS_MOST)
            a->out->conc[a->out->concs++] = q;
    }
}

static void group_take(struct assembler *a, size_t at)
{
    a->n--;
    memmove(a->group + at, a->group + at + 1, (a->n - at) * sizeof *a->group);
    memmove(a->link + at, a->link + at + 1, (a->n - at) * sizeof *a->link);
    memmove(a->implied + at, a->implied + at + 1, (a->n - at) * sizeof *a->implied);
}

/* 10g:0.1g says total and active, 0.5g:0.25g behind 0.75g a compound of two. */
static bool group_is_pair(const struct assembler *a)
{
    if (a->n != 2 || a->link[1] != TOKEN_COLON || a->group[0].sort != SORT_MASS || a->group[1].sort != SORT_MASS)
        return false;
    struct decimal sum;
    if (!decimal_add(a->group[0].n, a->group[1].n, &sum))
        return false;
    for (uint8_t i = 0; i < a->out->ones; i++)
        if (decimal_same_ratio(a->out->one[i].n, a->out->one[i].per, sum, one_whole))
            return false;
    return decimal_cmp(a->group[0].n, a->group[1].n) != 0;
}

/* 30g:0.3g:0.15g: the first is what the others are in. */
static bool group_starts_with_total(const struct assembler *a)
{
    struct decimal sum = { 0, 0 };
    if (a->n < 3 || a->link[1] != TOKEN_COLON || a->group[0].sort != SORT_MASS)
        return false;
    for (size_t i = 1; i < a->n; i++)
        if (a->group[i].sort != SORT_MASS || !decimal_add(sum, a->group[i].n, &sum))
            return false;
    return decimal_cmp(a->group[0].n, sum) > 0;
}

/* Active amounts without the volume they are in: one, a pair, or the parts of a compound. */
static void group_actives(struct assembler *a)
{
    struct amounts *out = a->out;
    bool first_is_total = group_starts_with_total(a);
    if (first_is_total) {
        keep(out->total, &out->totals, a->group[0]);
        group_take(a, 0);
    }
    if (a->n == 1) {
        keep(out->one, &out->ones, a->group[0]);
    } else if (!first_is_total && group_is_pair(a)) {
        bool first = decimal_cmp(a->group[0].n, a->group[1].n) > 0;
        keep(out->total, &out->totals, a->group[first ? 0 : 1]);
        keep(out->one, &out->ones, a->group[first ? 1 : 0]);
        out->pair = true;
    } else if (out->parts == 0) {
        for (size_t i = 0; i < a->n; i++)
            out->part[out->parts++] = a->group[i];
    }
}

static size_t group_find(const struct assembler *a, enum sort sort)
{
    for (size_t i = 0; i < a->n; i++)
        if (a->group[i].sort == sort)
            return i;
    return a->n;
}

/* Volumes that concentrations are written over: 125mg/5ml. Over any other (20mg/2ml, 40mg/0.4ml) it is what the container holds. */
static bool is_reference_volume(const struct quantity *q)
{
    static const int64_t volumes[] = { 1, 5, 10, 15, 100, 1000 };
    for (size_t i = 0; i < sizeof volumes / sizeof *volumes; i++)
        if (same_number(q->n, decimal_of(volumes[i])))
            return true;
    return false;
}

/* What stands behind the last slash is what the rest is in. */
static bool group_is_over(const struct assembler *a)
{
    if (a->n < 2 || a->link[a->n - 1] != TOKEN_SLASH)
        return false;
    const struct quantity *last = &a->group[a->n - 1];
    if (last->sort == SORT_VOLUME)
        return is_reference_volume(last);
    if (last->sort == SORT_TIME)
        return true;
    return last->sort == SORT_MASS && (a->implied[a->n - 1] || a->group[0].sort != SORT_MASS) && a->group[0].sort != SORT_VOLUME;
}

static void flush(struct assembler *a)
{
    struct amounts *out = a->out;
    size_t at;
    if (a->n == 0)
        return; /* what was said before the next amount still holds */
    while ((at = group_find(a, SORT_PERCENT)) < a->n) {
        struct quantity q = a->group[at];
        q.base = BASE_ANY;
        q.sort = SORT_MASS;
        if (out->concs < AMOUNTS_MOST)
            out->conc[out->concs++] = q;
        group_take(a, at);
    }
    while ((at = group_find(a, SORT_AREA)) < a->n)
        group_take(a, at); /* 0.6mg/hr/30 sq cm: the patch's size is no amount */
    if (a->has_within) {
        while ((at = group_find(a, SORT_VOLUME)) < a->n) {
            keep(out->total, &out->totals, a->group[at]);
            group_take(a, at);
        }
        for (size_t i = 0; i < a->n && out->concs < AMOUNTS_MOST; i++) {
            a->group[i].per = a->within.n;
            a->group[i].base = a->within.sort == SORT_VOLUME ? BASE_ML : BASE_GRAM;
            out->conc[out->concs++] = a->group[i];
        }
        a->n = 0;
    } else if (group_is_over(a)) {
        group_concentration(a, a->n - 1);
        a->n = 0;
    }
    while ((at = group_find(a, SORT_VOLUME)) < a->n) {
        keep(out->total, &out->totals, a->group[at]);
        group_take(a, at);
    }
    if (a->n > 0)
        group_actives(a);
    a->n = 0;
    a->divisor = one_whole;
}

/* ---- tokens ---- */

static void take_quantity(struct assembler *a, struct decimal n, const struct unit *unit, bool implied)
{
    struct quantity q = { .n = n, .per = a->divisor, .sort = unit->sort, .level = a->level };
    if (a->equivalent && !a->as_named && unit->sort == SORT_MASS)
        q.flags = QUANTITY_WEIGHT | QUANTITY_EQUIVALENT;
    else if (a->weight)
        q.flags = QUANTITY_WEIGHT | (a->core ? QUANTITY_CORE : 0);
    bool linked = a->sign == TOKEN_TIMES || a->sign == TOKEN_COLON || a->sign == TOKEN_SLASH || a->sign == TOKEN_PLUS;
    bool over = group_is_over(a) && linked && a->sign != TOKEN_SLASH; /* 125mg/5ml×100ml, 50mcg/ml & 5mg/ml */
    if (!linked || over || a->n == GROUP_MOST) {
        flush(a);
        q.per = a->divisor;
    }
    if (!same_number(q.per, one_whole)) {
        struct quantity raw = q; /* 每10丸重2g: a careless 2g agrees */
        raw.per = one_whole;
        raw.flags |= QUANTITY_LOOSE;
        raw.level = LEVEL_ANY;
        keep(a->out->one, &a->out->ones, raw);
    }
    a->group[a->n] = q;
    a->implied[a->n] = implied || (same_number(n, one_whole) && same_number(unit->value, one_whole));
    a->link[a->n++] = a->sign;
    a->sign = TOKEN_BREAK;
    a->weight = a->equivalent = a->as_named = false;
    a->holder = NULL;
    a->last_kind = TOKEN_QUANTITY;
}

/* Was it said before what the smallest pack holds? */
static bool pack_is_said(const struct amounts *a)
{
    for (uint8_t i = 0; i < a->counts; i++)
        if (a->count[i].holder && a->count[i].holder->sort == SORT_PACK)
            return true;
    return false;
}

static void take_count(struct assembler *a, struct decimal n, const struct unit *word)
{
    if (n.e < 0 || n.e > 12 || n.m <= 0) {
        a->out->odd = true;
        return;
    }
    int64_t value = n.m;
    for (int i = 0; i < n.e; i++)
        if (__builtin_mul_overflow(value, (int64_t)10, &value))
            return;
    if (!a->explains && a->out->counts < COUNTS_MOST) {
        struct count c = { .n = value, .word = word, .holder = a->holder, .behind_pack = !word && pack_is_said(a->out) };
        a->out->count[a->out->counts++] = c;
    }
    a->holder = NULL;
    a->last_kind = TOKEN_COUNT;
    a->sign = TOKEN_BREAK;
}

/* Pellets are weighed by the ten: 2g/10丸. Of tablets or ampoules it is a pack: 0.25g/24片. */
static bool is_weighed_by_many(const struct unit *u)
{
    return span_is(u->stands, "丸") || span_is(u->stands, "粒");
}

/* 24片; 每10丸; 2g/10丸. */
static void count_token(struct assembler *a)
{
    const struct token *t = &a->t[a->i];
    if (a->i > 0 && t[-1].kind == TOKEN_PER) {
        flush(a);
        if (t->n.m > 0)
            a->divisor = t->n;
        a->level = level_of(t->unit);
        a->has_within = false;
        return;
    }
    bool one = same_number(t->n, one_whole);
    if (a->sign == TOKEN_SLASH && a->last_kind == TOKEN_QUANTITY && a->n > 0 && t->n.m > 0 && (one || is_weighed_by_many(t->unit))) {
        for (size_t i = 0; i < a->n; i++) {
            struct quantity raw = a->group[i];
            raw.flags |= QUANTITY_LOOSE;
            if (!one)
                keep(a->out->one, &a->out->ones, raw);
            a->group[i].per = t->n;
            a->group[i].level = level_of(t->unit);
        }
        flush(a);
        a->sign = TOKEN_BREAK;
        return;
    }
    if (a->sign == TOKEN_SLASH && a->last_kind == TOKEN_COUNT) { /* 24片/2板: two strips hold them */
        a->sign = TOKEN_BREAK;
        return;
    }
    flush(a);
    take_count(a, t->n, t->unit);
}

/* The unit that a bare number shares with the next one: 50/500mcg, 75 & 18.75 & 200mg, 7x10cm. NULL: none. */
static const struct unit *shared_unit(const struct assembler *a)
{
    const struct token *t = &a->t[a->i + 1];
    bool times = t->kind == TOKEN_TIMES;
    for (; t->kind == TOKEN_TIMES || t->kind == TOKEN_COLON || t->kind == TOKEN_SLASH || t->kind == TOKEN_PLUS; t += 2) {
        times = times || t->kind == TOKEN_TIMES;
        if (t[1].kind == TOKEN_QUANTITY)
            return !times || t[1].unit->sort == SORT_LENGTH ? t[1].unit : NULL;
        if (t[1].kind != TOKEN_BARE)
            return NULL;
    }
    return NULL;
}

static void bare_token(struct assembler *a)
{
    const struct token *t = &a->t[a->i];
    const struct unit *unit = shared_unit(a);
    struct decimal n;
    if (unit && sort_measures(unit->sort) && decimal_mul(t->n, unit->value, &n)) {
        take_quantity(a, n, unit, false);
        return;
    }
    bool after = a->sign == TOKEN_TIMES && (a->last_kind == TOKEN_QUANTITY || a->last_kind == TOKEN_COUNT);
    bool before = t[1].kind == TOKEN_TIMES && (t[2].kind == TOKEN_COUNT || t[2].kind == TOKEN_QUANTITY) &&
                  (a->last_kind == TOKEN_END || a->sign == TOKEN_TIMES);
    bool in_pack = t[1].kind == TOKEN_SLASH && t[2].kind == TOKEN_UNIT && sort_counts(t[2].unit->sort);
    /* 0.5*24: what is no whole number is the amount, though its unit is not said */
    bool behind_bare = a->sign == TOKEN_TIMES && a->last_kind == TOKEN_BARE && a->i == 2 && a->t[0].n.e < 0 &&
                       t[1].kind != TOKEN_TIMES;
    flush(a);
    if (after || before || in_pack || behind_bare) {
        take_count(a, t->n, NULL);
        return;
    }
    a->out->odd = true;
    if (!a->out->bare_said && a->last_kind == TOKEN_END) {
        a->out->bare = t->n;
        a->out->bare_said = true;
    }
    a->last_kind = TOKEN_BARE;
    a->sign = TOKEN_BREAK;
}

/* A unit without a number: behind 每 it says of what, behind a slash in what. */
static void unit_token(struct assembler *a)
{
    const struct token *t = &a->t[a->i];
    const struct unit *u = t->unit;
    if (t[-1].kind == TOKEN_PER) {
        flush(a);
        a->divisor = one_whole;
        a->has_within = sort_measures(u->sort);
        a->within = (struct quantity){ .n = u->value, .per = one_whole, .sort = u->sort };
        a->level = a->has_within ? LEVEL_ANY : level_of(u);
        a->holder = u;
        return;
    }
    if (sort_measures(u->sort)) {
        if (a->n > 0)
            take_quantity(a, u->value, u, true);
        return;
    }
    if (a->last_kind == TOKEN_COUNT) {
        if (!a->explains && a->out->counts > 0)
            a->out->count[a->out->counts - 1].holder = u;
        a->sign = TOKEN_BREAK;
        return;
    }
    for (size_t i = 0; i < a->n; i++) /* 5g/袋 */
        a->group[i].level = level_of(u);
    flush(a);
    a->sign = TOKEN_BREAK;
}

/* 每1ml含: the amounts that follow are in so much. */
static bool starts_within(const struct assembler *a)
{
    const struct token *t = &a->t[a->i];
    return a->i > 0 && t[-1].kind == TOKEN_PER && (t->unit->sort == SORT_VOLUME || t->unit->sort == SORT_MASS) && t->n.m > 0;
}

/* 阿莫西林0.5g,克拉维酸0.125g: two substances, though no sign joins them. */
static bool is_next_component(const struct assembler *a, const struct unit *unit)
{
    if (a->n == 0 || !a->named || a->sign != TOKEN_BREAK || a->weight || a->equivalent || a->has_within || a->last_kind != TOKEN_QUANTITY)
        return false;
    const struct quantity *last = &a->group[a->n - 1];
    bool active = unit->sort != SORT_VOLUME && unit->sort != SORT_PERCENT && last->sort != SORT_VOLUME && last->sort != SORT_PERCENT;
    return active && last->flags == 0;
}

static void quantity_token(struct assembler *a)
{
    const struct token *t = &a->t[a->i];
    if (starts_within(a)) {
        flush(a);
        a->has_within = true;
        a->within = (struct quantity){ .n = t->n, .per = one_whole, .sort = t->unit->sort };
        return;
    }
    bool named = a->i > 0 && t[-1].kind == TOKEN_OTHER && !t->calculated;
    if (named && is_next_component(a, t->unit))
        a->sign = TOKEN_PLUS;
    take_quantity(a, t->n, t->unit, false);
    a->named = named;
}

static void sign_token(struct assembler *a)
{
    switch ((enum token_kind)a->t[a->i].kind) {
    case TOKEN_TIMES:
    case TOKEN_COLON:
    case TOKEN_SLASH:
    case TOKEN_PLUS:
        a->sign = (enum token_kind)a->t[a->i].kind;
        break;
    case TOKEN_OPEN:
    case TOKEN_CLOSE:
        a->explains = a->t[a->i].kind == TOKEN_OPEN && a->last_kind == TOKEN_COUNT && a->sign == TOKEN_BREAK;
        flush(a);
        a->has_within = a->equivalent = a->as_named = false;
        a->level = LEVEL_ANY;
        a->sign = TOKEN_BREAK;
        break;
    case TOKEN_BREAK:
        a->sign = TOKEN_BREAK;
        break;
    case TOKEN_WEIGHT:
        a->weight = true;
        a->core = a->t[a->i].core;
        break;
    case TOKEN_EQUIVALENT:
        if (a->n == 1 && a->t[a->i - 1].kind == TOKEN_QUANTITY && a->group[0].sort == SORT_VOLUME && same_number(a->group[0].n, one_whole)) {
            a->has_within = true; /* 1ml相当于饮片1g: of each, though 每 is left out */
            a->within = a->group[0];
            a->n = 0;
        }
        a->as_named = false;
        a->crude = a->t[a->i].crude;
        a->equivalent = true;
        a->sign = TOKEN_BREAK;
        break;
    case TOKEN_PER:
        if (a->t[a->i + 1].kind != TOKEN_UNIT && a->t[a->i + 1].kind != TOKEN_COUNT)
            a->level = LEVEL_ANY;
        break;
    case TOKEN_RANGE:
        flush(a);
        a->out->odd = true;
        a->sign = TOKEN_BREAK;
        a->last_kind = TOKEN_RANGE;
        break;
    case TOKEN_OTHER:
        a->as_named = a->equivalent && !a->crude;
        break;
    case TOKEN_QUANTITY:
    case TOKEN_COUNT:
    case TOKEN_BARE:
    case TOKEN_UNIT:
    case TOKEN_END:
        break;
    }
}

/* ---- afterwards ---- */

/* What the text alone tells, without an entry's words for dose unit and pack. */
static void settle_counts(struct amounts *a)
{
    struct in_pack units;
    amounts_in_pack(a, NULL, NULL, &units);
    a->units = units.count > 0 ? units.n[0] : 0;
    for (uint8_t i = 0; i < a->counts; i++) {
        const struct count *c = &a->count[i];
        unsigned sort = c->word ? c->word->sort : SORT_BOTH, holder = c->holder ? c->holder->sort : SORT_BOTH;
        bool packs = holder == SORT_CASE || sort == SORT_CASE || c->behind_pack || (sort == SORT_PACK && holder != SORT_PACK && a->counts > 1);
        int64_t *to = sort == SORT_SPRAY ? &a->doses : packs ? &a->packs : NULL;
        if (to && __builtin_mul_overflow(*to ? *to : 1, c->n, to))
            *to = 0;
    }
}

static void settle_weights(struct assembler *a)
{
    if (a->weight) /* 0.25g每片重: said behind the amount */
        for (uint8_t i = 0; i < a->out->ones; i++)
            a->out->one[i].flags |= (uint8_t)(QUANTITY_WEIGHT | (a->core ? QUANTITY_CORE : 0));
}

/* 1% 10g, 50mcg/g 30g: with a concentration in a gram, a lone weight is the whole. */
static void settle_percent(struct amounts *out)
{
    if (out->concs == 0 || (out->conc[0].base != BASE_ANY && out->conc[0].base != BASE_GRAM) || out->totals > 0 || out->parts > 0 || out->ones != 1 ||
        out->one[0].sort != SORT_MASS || out->one[0].flags != 0)
        return;
    out->total[out->totals++] = out->one[0];
    out->ones = 0;
}

/* One amount, or one a sort: 10ml:1g(13.4mmol). */
static bool has_one_a_sort(const struct amounts *a)
{
    for (uint8_t i = 1; i < a->ones; i++)
        for (uint8_t k = 0; k < i; k++)
            if (a->one[i].sort == a->one[k].sort)
                return false;
    return a->ones > 0;
}

/* 0.9% 100ml says 0.9g as well; 10ml:1g says 0.1g/ml as well. */
static void settle_derived(struct amounts *out)
{
    if (out->totals != 1 || out->parts > 0)
        return;
    const struct quantity *whole = &out->total[0];
    if (out->concs == 1 && out->ones == 0 && out->conc[0].base <= BASE_ANY && out->conc[0].base != BASE_UNIT) {
        struct quantity q = out->conc[0];
        if ((q.base == BASE_GRAM) != (whole->sort == SORT_MASS) && q.base != BASE_ANY)
            return;
        if (decimal_mul(q.n, whole->n, &q.n) && decimal_mul(q.per, whole->per, &q.per)) {
            q.base = BASE_UNIT;
            q.flags = 0;
            out->one[out->ones++] = q;
        }
    } else if (out->concs == 0 && has_one_a_sort(out) && !(out->one[0].flags & QUANTITY_LOOSE) && whole->n.m > 0) {
        struct quantity q = out->one[0];
        if (decimal_mul(q.n, whole->per, &q.n) && decimal_mul(q.per, whole->n, &q.per)) {
            q.base = whole->sort == SORT_MASS ? BASE_GRAM : BASE_ML;
            out->conc[out->concs++] = q;
        }
    }
}

void amounts_parse(const struct units *units, struct span folded, struct amounts *out)
{
    struct token tokens[TOKENS_MOST + 3];
    (void)tokens_read(units, folded, tokens);
    tokens_drop_brackets(tokens);
    memset(out, 0, sizeof *out);
    struct assembler a = { .units = units, .t = tokens, .out = out, .sign = TOKEN_BREAK, .divisor = one_whole,
                           .last_kind = TOKEN_END };
    for (; tokens[a.i].kind != TOKEN_END; a.i++) {
        switch ((enum token_kind)tokens[a.i].kind) {
        case TOKEN_QUANTITY:
            quantity_token(&a);
            break;
        case TOKEN_COUNT:
            count_token(&a);
            break;
        case TOKEN_BARE:
            bare_token(&a);
            break;
        case TOKEN_UNIT:
            unit_token(&a);
            break;
        case TOKEN_RANGE:
        case TOKEN_PER:
        case TOKEN_TIMES:
        case TOKEN_COLON:
        case TOKEN_SLASH:
        case TOKEN_PLUS:
        case TOKEN_BREAK:
        case TOKEN_OPEN:
        case TOKEN_CLOSE:
        case TOKEN_WEIGHT:
        case TOKEN_EQUIVALENT:
        case TOKEN_OTHER:
        case TOKEN_END:
            sign_token(&a);
            break;
        }
    }
    flush(&a);
    settle_counts(out);
    settle_weights(&a);
    settle_percent(out);
    settle_derived(out);
}

bool amounts_silent(const struct amounts *a)
{
    return a->ones + a->parts + a->totals + a->concs == 0;
}
