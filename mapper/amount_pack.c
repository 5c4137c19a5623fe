/* mapper/amount_pack.c: how many dose units a pack holds. Counts multiply, but strips alone, packs in a case and actuations are not dose
 * units; and what is a dose unit, a pill or the bag of thirty, only the entry knows. */
#include "mapper/amount.h"

/* The counts of a text, sorted by what they count. Products; 0: none. */
struct tally {
    int64_t all;        /* everything within a pack */
    int64_t containers; /* 袋, 瓶, 支 */
    int64_t bare;       /* without a word */
    int64_t blisters, sprays;
    bool pieces;        /* 片, 粒 are among them */
    bool bare_behind;   /* a number without a word stands behind one with a word: 12片*2, 6支*100 */
    int64_t before;     /* all but that number */
    bool pack_named;    /* a box, or the pack, holds them */
    bool strip_only;    /* so many in a strip, and not how many strips */
    const struct unit *held_by; /* the container that holds the pieces, where these were not counted; else NULL */
};

static void times(int64_t *product, int64_t n)
{
    if (__builtin_mul_overflow(*product ? *product : 1, n, product))
        *product = 0;
}

static bool same_unit(const struct unit *a, const struct unit *b)
{
    return a && b && a->sort == b->sort && span_eq(a->stands, b->stands);
}

static unsigned sort_of(const struct unit *u)
{
    return u ? u->sort : SORT_OTHER;
}

/* Packs of a case, boxes beside their content, and the pack itself ("1瓶" where a bottle is the pack) are no dose units. */
static bool counts_packs(const struct count *c, const struct unit *dose, const struct unit *pack)
{
    unsigned sort = sort_of(c->word), holder = sort_of(c->holder);
    if (c->behind_pack || sort == SORT_CASE || holder == SORT_CASE)
        return true;
    if (sort == SORT_PACK && holder == SORT_PACK && c->word != c->holder)
        return false; /* 10支/小盒×2小盒/盒: small boxes are within the box */
    return sort == SORT_PACK || (same_unit(c->word, pack) && !same_unit(c->word, dose));
}

static void add(struct tally *t, const struct count *c)
{
    bool worded = t->pieces || t->containers || t->blisters;
    int64_t before = t->all;
    times(&t->all, c->n);
    if (!c->word) {
        times(&t->bare, c->n);
        t->bare_behind = worded;
        t->before = before;
        return;
    }
    if (c->word->sort == SORT_PIECE)
        t->pieces = true;
    else if (c->word->sort == SORT_BLISTER)
        times(&t->blisters, c->n);
    else if (c->word->sort != SORT_PACK)
        times(&t->containers, c->n);
}

static struct tally tally_of(const struct amounts *a, const struct unit *dose, const struct unit *pack)
{
    struct tally t = { .all = 0 };
    for (uint8_t i = 0; i < a->counts; i++) {
        const struct count *c = &a->count[i];
        if (sort_of(c->word) == SORT_SPRAY) {
            times(&t.sprays, c->n);
            continue;
        }
        if (counts_packs(c, dose, pack))
            continue;
        add(&t, c);
        t.pack_named = t.pack_named || sort_of(c->holder) == SORT_PACK || same_unit(c->holder, pack);
        if (sort_of(c->holder) == SORT_BLISTER)
            t.strip_only = true;
        if (sort_of(c->holder) == SORT_CONTAINER || sort_of(c->holder) == SORT_BOTH)
            t.held_by = c->holder;
    }
    t.strip_only = t.strip_only && !t.blisters && sort_of(pack) != SORT_BLISTER;
    if (t.containers || same_unit(t.held_by, pack) || !t.pieces)
        t.held_by = NULL;
    return t;
}

static void say(struct in_pack *out, int64_t n, bool holder_only)
{
    if (n <= 0 || out->count == IN_PACK_MOST)
        return;
    for (uint8_t i = 0; i < out->count; i++)
        if (out->n[i] == n)
            return;
    out->n[out->count] = n;
    out->holder_only[out->count++] = holder_only;
}

/* All that is within the pack, and where the last number has no word, without it: it may count packs. */
static void say_all(struct in_pack *out, const struct tally *t)
{
    say(out, t->all, t->held_by != NULL);
    if (t->bare_behind)
        say(out, t->before, false);
}

void amounts_in_pack(const struct amounts *a, const struct unit *dose, const struct unit *pack, struct in_pack *out)
{
    struct tally t = tally_of(a, dose, pack);
    unsigned sort = sort_of(dose);
    memset(out, 0, sizeof *out);
    out->pack_named = t.pack_named;
    if (sort == SORT_SPRAY) {
        say(out, t.sprays, false);
        return;
    }
    if (sort == SORT_BLISTER) {
        say(out, t.blisters, false);
        return;
    }
    bool any = t.pieces || t.containers || t.bare;
    if (!any || t.strip_only || (dose && !sort_counts(sort)) || sort == SORT_PACK || sort == SORT_CASE)
        return;
    if (sort == SORT_PIECE) {
        if (t.pieces || t.bare || !t.containers)
            say_all(out, &t);
        return;
    }
    if (sort == SORT_CONTAINER || sort == SORT_BOTH) {
        if (t.containers && t.pieces)
            say(out, t.containers, false);
        if (!t.pieces || t.bare || (!t.containers && sort == SORT_BOTH))
            say_all(out, &t);
        return;
    }
    say_all(out, &t);
    if (t.pieces && t.containers)
        say(out, t.containers, false);
}

bool in_pack_agree(const struct in_pack *a, const struct in_pack *b)
{
    for (uint8_t i = 0; i < a->count; i++)
        for (uint8_t j = 0; j < b->count; j++)
            if (a->n[i] == b->n[j] || (a->holder_only[i] && b->n[j] % a->n[i] == 0) || (b->holder_only[j] && a->n[i] % b->n[j] == 0))
                return true;
    return false;
}
