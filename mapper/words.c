/* mapper/words.c: holds the word lists and the caches of parsed values. Knows no rule. */
#include "mapper/words.h"
#include "base/map.h"
#include "mapper/peers.h"
#include "mapper/recall.h"
#include "mapper/words_cache.h"

#define AMOUNTS_CACHED 4096u
#define NAMES_CACHED 32768u
#define FORMS_CACHED 1024u
#define MAKERS_CACHED 16384u
#define UNITS_CACHED 1024u
#define ALIASES_MOST 32u /* aliases of an entry that a name is compared with */

/* Unit words of at most eight bytes, which nearly all have: the bytes are the key. */
#define SHORT_UNITS 256u
struct short_unit {
    uint64_t bytes; /* 0: free */
    const struct unit *unit;
};

struct words {
    struct text *text;
    struct units *units;
    struct forms *forms;
    struct names *names;
    struct makers *makers;
    struct cache amounts, name_cache, form_cache, maker_cache, unit_cache;
    struct short_unit short_units[SHORT_UNITS];
    struct buf fold, phrases[2];
    const struct view *view;
    struct recall *recall;
};

/* ---- life ---- */

static struct recall *recall_new_or(struct error *err)
{
    struct recall *r = recall_new();
    if (!r)
        error_memory(err);
    return r;
}

struct words *words_new(const char *share_dir, const struct view *view, struct error *err)
{
    return words_new_with(share_dir, view, text_new(err), err);
}

struct words *words_new_with(const char *share_dir, const struct view *view, struct text *text, struct error *err)
{
    if (!text)
        return NULL;
    struct words *w = calloc(1, sizeof *w);
    if (!w) {
        text_free(text);
        error_memory(err);
        return NULL;
    }
    w->view = view;
    w->text = text;
    if (cache_init(&w->amounts, AMOUNTS_CACHED, err) < 0 || cache_init(&w->name_cache, NAMES_CACHED, err) < 0 ||
        cache_init(&w->form_cache, FORMS_CACHED, err) < 0 || cache_init(&w->maker_cache, MAKERS_CACHED, err) < 0 ||
        cache_init(&w->unit_cache, UNITS_CACHED, err) < 0 || !(w->recall = recall_new_or(err)) ||
        !(w->units = units_new(share_dir, w->text, err)) || !(w->forms = forms_new(share_dir, w->text, err)) ||
        !(w->names = names_new(share_dir, w->text, w->units, w->forms, err)) ||
        !(w->makers = makers_new(share_dir, w->text, err))) {
        words_free(w);
        return NULL;
    }
    return w;
}

void words_free(struct words *w)
{
    if (!w)
        return;
    recall_free(w->recall);
    makers_free(w->makers);
    names_free(w->names);
    forms_free(w->forms);
    units_free(w->units);
    text_free(w->text);
    cache_release(&w->amounts);
    cache_release(&w->name_cache);
    cache_release(&w->form_cache);
    cache_release(&w->maker_cache);
    cache_release(&w->unit_cache);
    buf_release(&w->fold);
    buf_release(&w->phrases[0]);
    buf_release(&w->phrases[1]);
    free(w);
}

void words_tidy(struct words *w)
{
    cache_tidy(&w->amounts);
    cache_tidy(&w->name_cache);
    cache_tidy(&w->form_cache);
    cache_tidy(&w->maker_cache);
    cache_tidy(&w->unit_cache);
}

const struct makers *words_makers(const struct words *w)
{
    return w->makers;
}

struct text *words_text(struct words *w)
{
    return w->text;
}

struct names *words_names(struct words *w)
{
    return w->names;
}

/* ---- parsed values ---- */

const struct amounts *words_amounts(struct words *w, struct span raw)
{
    struct cache_item *item = cache_item(&w->amounts, raw);
    if (!item || item->value)
        return item ? item->value : NULL;
    struct amounts *a = arena_alloc(&w->amounts.memory, sizeof *a);
    if (!a || text_fold(w->text, raw, &w->fold) < 0)
        return NULL;
    amounts_parse(w->units, buf_span(&w->fold), a);
    item->value = a;
    return a;
}

/* A name with at least its key. */
static struct name *name_with_key(struct words *w, struct span raw)
{
    struct cache_item *item = cache_item(&w->name_cache, raw);
    if (!item || item->name)
        return item ? item->name : NULL;
    struct name *name = arena_alloc(&w->name_cache.memory, sizeof *name);
    if (!name || names_key(w->names, w->text, raw, &w->name_cache.memory, name) < 0)
        return NULL;
    item->name = name;
    return name;
}

const struct name *words_name(struct words *w, struct span raw)
{
    struct name *name = name_with_key(w, raw);
    if (!name || name->whole)
        return name;
    return names_parse(w->names, w->text, raw, &w->name_cache.memory, name) < 0 ? NULL : name;
}

const struct maker *words_maker(struct words *w, struct span raw)
{
    struct cache_item *item = cache_item(&w->maker_cache, raw);
    if (!item || item->value)
        return item ? item->value : NULL;
    struct maker *maker = arena_alloc(&w->maker_cache.memory, sizeof *maker);
    if (!maker || makers_parse(w->makers, w->text, raw, &w->maker_cache.memory, maker) < 0)
        return NULL;
    item->value = maker;
    return maker;
}

int words_form(struct words *w, struct span raw, const struct form **out)
{
    static const struct form unknown; /* stands for "looked up, not known" */
    struct cache_item *item = cache_item(&w->form_cache, raw);
    if (!item)
        return -1;
    if (!item->value) {
        const struct form *found = forms_find(w->forms, w->text, raw);
        item->value = found ? found : &unknown;
    }
    *out = item->value == &unknown ? NULL : item->value;
    return 0;
}

static const struct unit *long_unit_word(struct words *w, struct span raw, bool *failed)
{
    static const struct unit unknown;
    struct cache_item *item = cache_item(&w->unit_cache, raw);
    if (!item || (!item->value && text_fold(w->text, raw, &w->fold) < 0)) {
        *failed = true;
        return NULL;
    }
    if (!item->value) {
        const struct unit *found = units_find(w->units, span_trim(buf_span(&w->fold)));
        item->value = found ? found : &unknown;
    }
    return item->value == &unknown ? NULL : item->value;
}

static const struct unit *unit_word(struct words *w, struct span raw, bool *failed)
{
    uint64_t bytes = 0;
    if (raw.n == 0 || raw.n > sizeof bytes)
        return long_unit_word(w, raw, failed);
    memcpy(&bytes, raw.p, raw.n);
    struct short_unit *s = &w->short_units[(bytes * 0x9E3779B97F4A7C15u) >> 56];
    if (s->bytes != bytes) {
        const struct unit *found = long_unit_word(w, raw, failed);
        if (*failed)
            return NULL;
        *s = (struct short_unit){ bytes, found };
    }
    return s->unit;
}

int words_unit(struct words *w, struct span raw, const struct unit **out)
{
    bool failed = false;
    *out = raw.n > 0 ? unit_word(w, raw, &failed) : NULL;
    return failed ? -1 : 0;
}

static int unit_phrase(struct words *w, struct span raw, struct buf *room, struct unit_phrase *out)
{
    return text_fold(w->text, raw, &w->fold) < 0 ? -1 : units_phrase(w->units, buf_span(&w->fold), room, out);
}

static int unit_phrases_same(struct words *w, struct span a, struct span b, bool same_word)
{
    struct unit_phrase p, q;
    if (unit_phrase(w, a, &w->phrases[0], &p) < 0 || unit_phrase(w, b, &w->phrases[1], &q) < 0)
        return -1;
    return units_phrase_same(&p, &q, same_word);
}

int words_price_unit_same(struct words *w, struct span a, struct span b)
{
    if (!a.p || !b.p)
        return 0;
    return span_eq(a, b) ? 1 : unit_phrases_same(w, a, b, true);
}

int words_unit_same(struct words *w, struct span a, struct span b)
{
    if (!a.p || !b.p)
        return 0;
    if (span_eq(a, b))
        return 1;
    bool failed = false;
    const struct unit *x = unit_word(w, a, &failed), *y = failed ? NULL : unit_word(w, b, &failed);
    if (failed)
        return -1;
    if (x && y && span_eq(x->stands, y->stands))
        return 1;
    if (x && y && !(sort_measures(x->sort) && sort_measures(y->sort)))
        return 0;
    return unit_phrases_same(w, a, b, false);
}

int words_unit_grams(struct words *w, struct span raw, struct decimal *grams)
{
    struct unit_phrase p;
    if (raw.n == 0)
        return 0;
    if (unit_phrase(w, raw, &w->phrases[0], &p) < 0)
        return -1;
    return p.unit && p.unit->sort == SORT_MASS && decimal_mul(p.count, p.unit->value, grams);
}

/* ---- what came of it before ---- */

int words_recall(const struct words *w, enum words_what what, struct span local, const struct view *view, const struct view_entry *entry,
                 const enum entry_text *fields, size_t n, struct recall_key *key)
{
    key->what = (uint8_t)what;
    for (size_t i = 0; i < RECALL_IDS; i++)
        key->id[i] = i < n ? view_text_id(view, entry, fields[i]) : 0;
    if (view_index(view, entry) == UINT32_MAX) { /* an entry of the past: its texts have no numbers */
        key->what = 0;
        return RECALL_NONE;
    }
    key->hash = hash_span(local);
    return recall_get(w->recall, key, local);
}

void words_remember(struct words *w, const struct recall_key *key, struct span local, int verdict)
{
    if (key->what)
        recall_put(w->recall, key, local, verdict);
}

/* ---- names of entries ---- */

static bool same_bytes(struct span local, const struct view *view, const struct view_entry *entry, enum entry_text field)
{
    struct span text = view_text(view, entry, field);
    return text.n == local.n && text.n > 0 && memcmp(text.p, local.p, text.n) == 0;
}

static const enum entry_text name_fields[] = { ENTRY_NAME, ENTRY_GENERIC, ENTRY_BRAND };
#define NAME_FIELDS (sizeof name_fields / sizeof *name_fields)

static enum names_drop drop_of(const struct view *view, const struct view_entry *entry)
{
    struct span code = view_text(view, entry, ENTRY_CODE);
    if (view_kind(entry) != KIND_DRUG)
        return NAMES_DROP_REMARK;
    if (code.n > 0 && code.p[0] == 'Z')
        return NAMES_DROP_REMARKS;
    return code.n > 1 && code.p[0] == 'T' && code.p[1] >= '0' && code.p[1] <= '9' ? NAMES_DROP_PIECES : NAMES_DROP_ALL;
}

struct name_side {
    struct words *w;
    const struct name *local;
    enum names_drop drop;
    enum names_verdict best;
    bool salts_differ;
};

static int one_name(struct name_side *side, struct span text, bool names_salt)
{
    if (text.n == 0)
        return 0;
    const struct name *theirs = words_name(side->w, text);
    if (!theirs)
        return -1;
    enum names_verdict v = names_compare(side->local, theirs, side->drop);
    if (v > side->best)
        side->best = v;
    side->salts_differ = side->salts_differ || (names_salt && names_salts_differ(side->local, theirs));
    return 0;
}

/* The local name without the entry's brand, which stands at its front or its end: 必理通对乙酰氨基酚片. *rest NULL: it does not. -1: memory. */
static int without_brand(struct words *w, const struct name *local, struct span text, const struct name **rest)
{
    *rest = NULL;
    const struct name *brand = words_name(w, text);
    if (!brand)
        return -1;
    struct span b = brand->key, l = local->plain;
    if (b.n == 0 || l.n <= b.n || (!span_starts(l, b) && !span_ends(l, b)))
        return 0;
    *rest = words_name(w, (struct span){ span_starts(l, b) ? l.p + b.n : l.p, l.n - b.n });
    return *rest ? 0 : -1;
}

/* The same verdict, the brand aside; what agrees so is a variant. */
static int brand_verdict(struct name_side *side, const struct view *view, const struct view_entry *entry)
{
    struct span brand = view_text(view, entry, ENTRY_BRAND);
    const struct name *rest = NULL;
    if (brand.n > 0 && without_brand(side->w, side->local, brand, &rest) < 0)
        return -1;
    if (!rest)
        return 0;
    side->local = rest;
    for (size_t i = 0; i < 2; i++)
        if (one_name(side, view_text(view, entry, name_fields[i]), true) < 0)
            return -1;
    if (side->best == NAMES_SAME)
        side->best = NAMES_VARIANT;
    return 0;
}

/* Are the keys of two names the same? 1, 0, -1 memory. */
static int same_name(struct words *w, struct span a, struct span b)
{
    if (b.n == 0)
        return 0;
    const struct name *x = name_with_key(w, a), *y = x ? name_with_key(w, b) : NULL;
    return !y ? -1 : span_eq(x->key, y->key);
}

/* The verdict by all that may be set aside. */
static int full_verdict(struct words *w, struct span local, const struct view *view, const struct view_entry *entry, enum names_verdict *out)
{
    struct name_side side = { .w = w, .local = words_name(w, local), .drop = drop_of(view, entry) };
    struct span called = view_text(view, entry, ENTRY_NAME);
    const struct name *name = side.local && called.n ? words_name(w, called) : NULL;
    if (!side.local || (called.n && !name))
        return -1;
    if (name && side.drop != NAMES_DROP_REMARK && names_same_plain(side.local, name)) { /* the usual variant: no need to look further */
        *out = NAMES_VARIANT;
        return 0;
    }
    for (size_t i = 0; i < NAME_FIELDS; i++)
        if (one_name(&side, view_text(view, entry, name_fields[i]), name_fields[i] != ENTRY_BRAND) < 0)
            return -1;
    const struct span *aliases = NULL;
    size_t count = side.best == NAMES_SAME ? 0 : view_aliases(view, entry, &aliases);
    for (size_t i = 0; i < count && i < ALIASES_MOST; i++)
        if (one_name(&side, aliases[i], false) < 0)
            return -1;
    if (side.best == NAMES_OTHER && brand_verdict(&side, view, entry) < 0)
        return -1;
    /* A name without a salt among the entry's does not make two different salts one. */
    if (side.best == NAMES_VARIANT && side.salts_differ && side.drop >= NAMES_DROP_PIECES)
        side.best = NAMES_OTHER;
    *out = side.best;
    return 0;
}

int words_name_verdict(struct words *w, struct span local, const struct view *view, const struct view_entry *entry, enum names_verdict *out)
{
    for (size_t i = 0; i < NAME_FIELDS; i++)
        if (same_bytes(local, view, entry, name_fields[i])) {
            *out = NAMES_SAME;
            return 0;
        }
    struct recall_key name_key = { .what = 0 }, key = { .what = 0 };
    /* The name alone decides where it is the same: fewer pairs, so more of them are remembered. */
    int known = words_recall(w, WORDS_SAME_NAME, local, view, entry, name_fields, 1, &name_key);
    if (known == RECALL_NONE) {
        known = same_name(w, local, view_text(view, entry, ENTRY_NAME));
        if (known < 0)
            return -1;
        words_remember(w, &name_key, local, known);
    }
    if (known == 1) {
        *out = NAMES_SAME;
        return 0;
    }
    const struct span *aliases;
    known = RECALL_NONE;
    if (view_aliases(view, entry, &aliases) == 0) {
        static const enum words_what whats[] = {
            [NAMES_DROP_REMARK] = WORDS_ITEM_NAME,
            [NAMES_DROP_REMARKS] = WORDS_PATENT_NAME,
            [NAMES_DROP_PIECES] = WORDS_PIECE_NAME,
            [NAMES_DROP_ALL] = WORDS_NAME,
        };
        known = words_recall(w, whats[drop_of(view, entry)], local, view, entry, name_fields, NAME_FIELDS, &key);
    }
    if (known == RECALL_NONE) {
        if (full_verdict(w, local, view, entry, out) < 0)
            return -1;
        words_remember(w, &key, local, (int)*out);
        return 0;
    }
    *out = (enum names_verdict)known;
    return 0;
}

int words_generic_fits(struct words *w, struct span generic, const struct view *view, const struct view_entry *entry)
{
    const struct name *ours = words_name(w, generic);
    bool fits = false, salts_differ = false;
    if (!ours)
        return -1;
    for (size_t i = 0; i < 2; i++) {
        struct span text = view_text(view, entry, name_fields[i]);
        const struct name *theirs = text.n ? words_name(w, text) : NULL;
        if (text.n && !theirs)
            return -1;
        fits = fits || (theirs && names_compare(ours, theirs, NAMES_DROP_ALL) != NAMES_OTHER);
        salts_differ = salts_differ || (theirs && names_salts_differ(ours, theirs));
    }
    return fits && !salts_differ;
}

/* ---- names of the whole view ---- */

static struct span generic_of(const struct view *view, const struct view_entry *entry)
{
    struct span generic = view_text(view, entry, ENTRY_GENERIC);
    return generic.n ? generic : view_text(view, entry, ENTRY_NAME);
}

/* Is it the same generic? Names of patent medicines keep their form, others are compared by their core. -1: memory. */
static int same_generic(struct words *w, const struct view_entry *a, const struct view_entry *b)
{
    struct span x = generic_of(w->view, a), y = generic_of(w->view, b);
    if (span_eq(x, y))
        return 1;
    const struct name *p = words_name(w, x), *q = words_name(w, y);
    if (!p || !q)
        return -1;
    return names_compare(p, q, NAMES_DROP_ALL) != NAMES_OTHER;
}

/* The first entry of the walk that agrees with the local name; NULL where there is none, or one of the entry's own generic. -1: memory. */
static int find_other(struct words *w, struct peers *peers, struct span local, const struct view_entry *entry, const struct view_entry **other)
{
    const struct name *name = words_name(w, local);
    struct peers_walk walk;
    *other = NULL;
    if (!name || peers_start_name(peers, w->names, w->text, name, &walk) < 0)
        return -1;
    for (const struct view_entry *hit; (hit = peers_next(&walk));) {
        enum names_verdict verdict;
        if (hit == entry || view_kind(hit) != view_kind(entry))
            continue;
        if (words_name_verdict(w, local, w->view, hit, &verdict) < 0)
            return -1;
        if (verdict == NAMES_OTHER)
            continue;
        int same = same_generic(w, entry, hit);
        if (same != 0) {
            *other = NULL;
            return same < 0 ? -1 : 0;
        }
        if (!*other)
            *other = hit;
    }
    return *other != NULL;
}

int words_other_generic(struct words *w, struct peers *peers, struct span local, const struct view_entry *entry, const struct view_entry **other)
{
    *other = NULL;
    if (!w->view || !peers)
        return 0;
    /* That there is none is worth remembering: then the walk went through all that have the name. */
    struct recall_key key = { hash_span(local), { view_text_id(w->view, entry, ENTRY_GENERIC), view_text_id(w->view, entry, ENTRY_NAME),
                              (uint32_t)view_kind(entry) }, WORDS_OTHER_GENERIC };
    bool numbered = view_index(w->view, entry) != UINT32_MAX;
    if (numbered && recall_get(w->recall, &key, local) == 0)
        return 0;
    int found = find_other(w, peers, local, entry, other);
    if (numbered && found == 0)
        recall_put(w->recall, &key, local, 0);
    return found;
}
