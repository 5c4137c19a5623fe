/* mapper/sets.c: see the header. What is compared is in the set_*.c files; here is who comes when. */
#include "mapper/sets.h"
#include "base/i18n.h"

/* An add-on item among the rows, and the number of its base item's code (S403). */
struct addon {
    uint32_t key, base;
};

struct sets {
    struct other *previous, *centre;
    struct set_keys keys;
    uint32_t *names;       /* hashes of local names, by key; only where there is a table of before */
    size_t name_cap;
    struct addon *addons;
    size_t addon_count, addon_cap;
    struct set_prices prices;
    struct set_members members;
    size_t at;             /* the next key to hand out */
    size_t extra;          /* … row of the bureau's copy */
};

struct sets *sets_new(struct other *previous, struct other *centre, struct error *err)
{
    struct sets *s = calloc(1, sizeof *s);
    if (!s) {
        error_memory(err);
        return NULL;
    }
    s->previous = previous;
    s->centre = centre;
    set_keys_init(&s->keys);
    set_prices_init(&s->prices);
    set_members_init(&s->members);
    return s;
}

void sets_free(struct sets *s)
{
    if (!s)
        return;
    set_keys_release(&s->keys);
    set_prices_release(&s->prices);
    set_members_release(&s->members);
    free(s->names);
    free(s->addons);
    free(s);
}

/* ---- one row ---- */

#define B(id) RULE_BIT(RULE_##id)
#define OR_BIT(id, slug, severity) | B(id)
/* Rows that have one of these do not count for a median … */
#define NO_MEDIAN ((0 RULES_C(OR_BIT)) & ~B(C111)) | B(N201) | B(N203) | B(D304)
/* … nor, of these, for M802: as errors, or at all. */
#define NO_CROWD_ERROR (0 RULES_D(OR_BIT))
#define NO_CROWD ((0 RULES_C(OR_BIT)) & ~B(C111)) | B(N201) | B(N203) | B(P601) | B(P603)

static uint64_t flags_of(const struct row_facts *f, bool priced)
{
    uint64_t flags = (f->mapped ? KEY_MAPPED : 0) | (f->checked ? KEY_CHECKED : 0) | (f->ragged ? KEY_RAGGED : 0) |
                     (f->found & B(M808) ? KEY_UNMATCHED : 0);
    if (!priced)
        return flags;
    if (f->own_price && !(f->found & B(P603)))
        flags |= KEY_OWN;
    if (f->own_price && !(f->found & (NO_MEDIAN)))
        flags |= KEY_COUNTS;
    if (f->dose_price && !(f->errors & NO_CROWD_ERROR) && !(f->found & (NO_CROWD)))
        flags |= KEY_CROWD;
    return flags;
}

static int keep_name(struct sets *s, uint32_t name, struct error *err)
{
    if (s->name_cap < s->keys.n) {
        uint32_t *names = realloc(s->names, s->keys.cap * sizeof *names);
        if (!names)
            return error_memory(err);
        s->names = names;
        s->name_cap = s->keys.cap;
    }
    s->names[s->keys.n - 1] = name;
    return 0;
}

static int keep_addon(struct sets *s, uint32_t base, struct error *err)
{
    if (s->addon_count == s->addon_cap) {
        size_t cap = s->addon_cap ? s->addon_cap * 2 : 64;
        struct addon *addons = realloc(s->addons, cap * sizeof *addons);
        if (!addons)
            return error_memory(err);
        s->addons = addons;
        s->addon_cap = cap;
    }
    s->addons[s->addon_count++] = (struct addon){ (uint32_t)(s->keys.n - 1), base };
    return 0;
}

int sets_add(struct sets *s, const struct row_facts *facts, struct error *err)
{
    struct set_key *key = set_keys_add(&s->keys, err);
    if (!key)
        return -1;
    bool priced = set_price_make(facts->price, facts->content, &key->price);
    key->local = facts->local;
    key->place = facts->offset << KEY_FLAG_BITS | flags_of(facts, priced);
    key->line = facts->line;
    key->code = facts->code;
    if (s->previous && keep_name(s, facts->name, err) < 0)
        return -1;
    return facts->base != ROW_NO_CODE ? keep_addon(s, facts->base, err) : 0;
}

/* ---- the end of the table ---- */

static int by_base(const void *a, const void *b)
{
    const struct addon *x = a, *y = b;
    if (x->base != y->base)
        return x->base < y->base ? -1 : 1;
    return (x->key > y->key) - (x->key < y->key);
}

/* The first of the addons, sorted by base, that adds to `code`; addon_count: none does. */
static size_t find_base(const struct sets *s, uint32_t code)
{
    size_t low = 0, high = s->addon_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->addons[middle].base < code)
            low = middle + 1;
        else
            high = middle;
    }
    return low < s->addon_count && s->addons[low].base == code ? low : s->addon_count;
}

/* S403: whose base item has any row at all, in use or not? The others get the flag. */
static void find_alone(struct sets *s)
{
    if (s->addon_count == 0)
        return;
    qsort(s->addons, s->addon_count, sizeof *s->addons, by_base);
    for (size_t i = 0; i < s->addon_count; i++)
        s->keys.items[s->addons[i].key].place |= KEY_ALONE;
    for (size_t i = 0; i < s->keys.n; i++) {
        uint32_t code = s->keys.items[i].code;
        for (size_t a = find_base(s, code); a < s->addon_count && s->addons[a].base == code; a++) {
            if (!(s->keys.items[s->addons[a].key].place & KEY_ALONE))
                break; /* the base was met before */
            s->keys.items[s->addons[a].key].place &= ~(uint64_t)KEY_ALONE;
        }
    }
}

static void start_walk(struct sets *s)
{
    s->at = 0;
    s->extra = 0;
    while (s->at < s->keys.n && !(s->keys.items[s->at].place & KEY_FOUND))
        s->at++;
}

static int match_others(struct sets *s, const struct set_order *order, struct error *err)
{
    if (s->previous && other_match(s->previous, &s->keys, order, s->names, err) < 0)
        return -1;
    return s->centre ? other_match(s->centre, &s->keys, order, NULL, err) : 0;
}

int sets_compare(struct sets *s, const struct set_reading *reading, struct error *err)
{
    struct set_order order;
    if (s->keys.n > UINT32_MAX - 1)
        return error_set(err, ERROR_INPUT, _("%s has more than %u lines"), table_title(reading->table), UINT32_MAX);
    if (set_prices_compare(&s->prices, &s->keys, err) < 0)
        return -1;
    find_alone(s);
    if (set_order_by_local(&s->keys, &order, err) < 0)
        return -1;
    int status = match_others(s, &order, err);
    if (status == 0)
        status = set_members_compare(&s->members, &s->keys, &order, reading, err);
    set_order_release(&order);
    start_walk(s);
    return status;
}

/* ---- handing out ---- */

int sets_next_extra(struct sets *s, const struct table_row **row, struct error *err)
{
    return s->centre ? other_next_extra(s->centre, &s->extra, row, err) : 0;
}

void sets_say_extra(struct sets *s, struct rule_context *ctx, const struct table_row *row)
{
    other_say_extra(s->centre, ctx, row);
}

bool sets_peek(const struct sets *s, uint32_t *line, uint64_t *offset)
{
    if (s->at >= s->keys.n)
        return false;
    *line = s->keys.items[s->at].line;
    *offset = set_key_offset(&s->keys.items[s->at]);
    return true;
}

void sets_advance(struct sets *s)
{
    do
        s->at++;
    while (s->at < s->keys.n && !(s->keys.items[s->at].place & KEY_FOUND));
}

int sets_prepare(struct sets *s, const struct set_reading *reading, struct error *err)
{
    if (!(s->keys.items[s->at].place & KEY_MEMBER))
        return 0;
    return set_members_prepare(&s->members, &s->keys, (uint32_t)s->at, reading, err);
}

static struct span amount_text(struct rule_context *ctx, struct buf *out, int64_t amount)
{
    buf_clear(out);
    amount_add_places(out, amount, 2);
    if (out->failed)
        rule_failed(ctx);
    return buf_span(out);
}

static void say_outlier(struct sets *s, struct rule_context *ctx, const struct set_key *key)
{
    const struct set_median *m = set_prices_median(&s->prices, key->code);
    struct span median = amount_text(ctx, &ctx->scratch[1], set_median_amount(m));
    /* Neither shown nor in the fingerprint: the median is not the catalog's, and the others' prices are not this row's. */
    struct finding_facts facts = { .rule = RULE_P603, .severity = SEVERITY_WARNING, .column = COLUMN_PRICE,
                                   .local = amount_text(ctx, &ctx->scratch[0], set_price_amount(key->price)),
                                   .expected_key = SPAN("median") };
    finding_add(ctx, &facts, _("the price for one dose unit is %.*s, below a tenth of what is usual for this code (the median of %u rows is %.*s): "
                               "look at price, unit and factor"),
                SPAN_ARG(facts.local), m->rows, SPAN_ARG(median));
}

static void say_crowded(struct sets *s, struct rule_context *ctx, const struct set_key *key)
{
    const struct set_crowd *c = set_prices_crowd(&s->prices, key->code);
    const struct set_key *low = &s->keys.items[c->low], *high = &s->keys.items[c->high];
    struct buf low_text = BUF_INIT, high_text = BUF_INIT;
    struct finding_facts facts = { .rule = RULE_M802, .severity = SEVERITY_WARNING, .column = COLUMN_PRICE,
                                   .local = amount_text(ctx, &ctx->scratch[0], set_price_amount(key->price)),
                                   .expected_key = SPAN("crowd") };
    struct span lowest = amount_text(ctx, &low_text, set_price_amount(low->price)),
                highest = amount_text(ctx, &high_text, set_price_amount(high->price));
    finding_add(ctx, &facts, _("several local codes stand on this catalog code, and their prices for one dose unit differ by more than 20 %%: from "
                               "%.*s (line %u) to %.*s (line %u); are they one drug?"),
                SPAN_ARG(lowest), low->line, SPAN_ARG(highest), high->line);
    buf_release(&low_text);
    buf_release(&high_text);
}

static void say_alone(struct rule_context *ctx, const struct view_entry *entry, struct span code)
{
    struct span base = entry ? view_text(ctx->view, entry, ENTRY_ADDON_OF) : SPAN_NONE;
    struct finding_facts facts = { .rule = RULE_S403, .severity = SEVERITY_WARNING, .column = COLUMN_CATALOG_CODE, .local = code,
                                   .expected = base };
    finding_add(ctx, &facts, _("this item is charged in addition to %.*s, which is in no row of the table: map that item too, or find the code of "
                               "what is really done"), SPAN_ARG(base));
}

int sets_findings(struct sets *s, struct rule_context *ctx, const struct view_entry *entry, struct span code, const struct table_row *row,
                  struct error *err)
{
    const struct set_key *key = &s->keys.items[s->at];
    if (key->place & KEY_MEMBER)
        set_members_findings(&s->members, &s->keys, ctx, code, row);
    if ((key->place & KEY_UNMATCHED) && !rule_wanted(ctx, RULE_M808))
        rule_not_mapped(ctx); /* M808, silenced now, stood in its place */
    if (key->place & KEY_OUTLIER)
        say_outlier(s, ctx, key);
    if (key->place & KEY_CROWDED)
        say_crowded(s, ctx, key);
    if (key->place & KEY_ALONE)
        say_alone(ctx, entry, code);
    if ((key->place & KEY_BEFORE) && other_findings(s->previous, ctx, entry, code, row, KEY_BEFORE, err) < 0)
        return -1;
    if ((key->place & (KEY_CENTRE | KEY_MORE)) && other_findings(s->centre, ctx, entry, code, row, (unsigned)(key->place & KEY_FOUND), err) < 0)
        return -1;
    return 0;
}
