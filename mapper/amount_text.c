/* mapper/amount_text.c: amounts in one spelling, for keys of findings and for tests. */
#include "mapper/amount.h"

static const struct {
    uint8_t sort;
    const char *word;
} names[] = {
    { SORT_MASS, "g" },       { SORT_VOLUME, "ml" },     { SORT_IU, "IU" },       { SORT_PERCENT, "%" },
    { SORT_MOLE, "mol" },     { SORT_EQUIVALENT, "Eq" }, { SORT_ACTIVITY, "Bq" }, { SORT_ENERGY, "kcal" },
    { SORT_LENGTH, "cm" },    { SORT_AREA, "cm2" },      { SORT_TIME, "h" },
};

/* Divides out of per what has an end in decimals: 2g/10 is 0.2g, 3.2g/30 stays. */
static void divide(struct decimal *n, struct decimal *per)
{
    static const struct {
        int64_t by, times;
    } steps[] = { { 5, 2 }, { 2, 5 } };
    struct decimal m = *n, p = *per;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        while (p.m % steps[i].by == 0) {
            if (!decimal_mul(m, decimal_of(steps[i].times), &m))
                return;
            p.m /= steps[i].by;
            p.e++;
        }
    *n = decimal_shift(m, -p.e);
    *per = (struct decimal){ p.m, 0 };
}

static void add_quantity(struct buf *b, const struct quantity *given)
{
    struct quantity copy = *given, *q = &copy;
    if (q->base == BASE_UNIT && q->per.m > 0)
        divide(&q->n, &q->per);
    decimal_add_text(b, q->n);
    const char *word = "?";
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].sort == q->sort)
            word = names[i].word;
    buf_adds(b, word);
    if (q->base != BASE_UNIT || decimal_cmp(q->per, (struct decimal){ 1, 0 }) != 0) {
        static const char *const bases[] = { "", "ml", "g", "ml|g", "h" };
        buf_addc(b, '/');
        if (decimal_cmp(q->per, (struct decimal){ 1, 0 }) != 0)
            decimal_add_text(b, q->per);
        buf_adds(b, bases[q->base]);
    }
    if (q->flags & QUANTITY_EQUIVALENT)
        buf_addc(b, '~');
    else if (q->flags & QUANTITY_WEIGHT)
        buf_addc(b, '!');
}

static void add_list(struct buf *b, size_t start, const char *name, const struct quantity *q, size_t n, const char *between)
{
    size_t shown = 0;
    for (size_t i = 0; i < n; i++) {
        if (q[i].flags & QUANTITY_LOOSE)
            continue;
        if (!shown && b->n > start)
            buf_addc(b, ' ');
        buf_adds(b, shown++ ? between : name);
        add_quantity(b, &q[i]);
    }
}

static void add_number(struct buf *b, size_t start, const char *name, int64_t n)
{
    if (n)
        buf_addf(b, "%s%s%lld", b->n > start ? " " : "", name, (long long)n);
}

void amounts_add_text(struct buf *b, const struct amounts *a)
{
    size_t start = b->n;
    add_list(b, start, "one=", a->one, a->ones, ",");
    add_list(b, start, "parts=", a->part, a->parts, "+");
    add_list(b, start, "in=", a->total, a->totals, ",");
    add_list(b, start, "conc=", a->conc, a->concs, "+");
    add_number(b, start, "units=", a->units);
    add_number(b, start, "packs=", a->packs);
    add_number(b, start, "doses=", a->doses);
    if (a->bare_said && amounts_silent(a)) {
        buf_adds(b, b->n > start ? " bare=" : "bare=");
        decimal_add_text(b, a->bare);
    }
    if (b->n == start)
        buf_adds(b, "-");
}
