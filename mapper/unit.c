/* mapper/unit.c: share/units.tsv in memory. Knows words and values; never reads an amount. */
#include "mapper/unit.h"
#include "base/arena.h"
#include "base/ascii.h"
#include "base/i18n.h"
#include "base/map.h"
#include "base/share.h"
#include "mapper/prefix.h"

#define UNITS_MOST 1000
#define SORT_NAMES_MOST 100

struct units {
    struct unit *list;
    size_t n;
    struct map words;     /* folded word -> index in list */
    struct map sorts;     /* names of further sorts -> 0, 1 … */
    struct arena memory;
    struct prefixes prefixes;
    struct text *text;    /* while loading */
    struct buf key;
};

static const struct {
    const char *name;
    enum sort sort;
} sort_names[] = {
    { "mass", SORT_MASS },           { "volume", SORT_VOLUME },   { "iu", SORT_IU },
    { "percent", SORT_PERCENT },     { "mole", SORT_MOLE },       { "equivalent", SORT_EQUIVALENT },
    { "activity", SORT_ACTIVITY },   { "energy", SORT_ENERGY },   { "length", SORT_LENGTH },
    { "area", SORT_AREA },           { "time", SORT_TIME },       { "number", SORT_NUMBER },
    { "piece", SORT_PIECE },         { "container", SORT_CONTAINER }, { "both", SORT_BOTH },
    { "spray", SORT_SPRAY },         { "blister", SORT_BLISTER }, { "pack", SORT_PACK },
    { "case", SORT_CASE },           { "service", SORT_SERVICE },
    { "priced", SORT_PRICED },
};

static int sort_of(struct units *u, struct span name, uint8_t *out, struct error *err)
{
    for (size_t i = 0; i < sizeof sort_names / sizeof *sort_names; i++)
        if (span_is(name, sort_names[i].name)) {
            *out = (uint8_t)sort_names[i].sort;
            return 0;
        }
    uint32_t at = map_intern(&u->sorts, name);
    if (at == MAP_NONE)
        return error_memory(err);
    if (at >= SORT_NAMES_MOST)
        return error_set(err, ERROR_USAGE, _("more than %d sorts of units"), SORT_NAMES_MOST);
    *out = (uint8_t)(SORT_OTHER + at);
    return 0;
}

static int add_word(struct units *u, const struct unit *unit, struct error *err)
{
    if (u->n == UNITS_MOST || unit->word.n == 0 || unit->word.n > 255)
        return error_set(err, ERROR_USAGE, _("more than %d units, or an empty or too long one"), UNITS_MOST);
    int status = map_put(&u->words, unit->word, (uint32_t)u->n);
    if (status < 0)
        return error_memory(err);
    if (status == 0)
        return error_set(err, ERROR_USAGE, _("the unit “%.*s” stands here twice"), SPAN_ARG(unit->word));
    if (unit->sort != SORT_PRICED)
        prefix_note(&u->prefixes, unit->word);
    u->list[u->n++] = *unit;
    return 0;
}

static int on_line(void *ctx, int line, const struct span *fields, size_t n, struct error *err)
{
    struct units *u = ctx;
    struct unit unit = { .value = { 1, 0 } };
    (void)line;
    (void)n;
    if (text_fold(u->text, span_trim(fields[0]), &u->key) < 0)
        return error_memory(err);
    unit.word = arena_copy(&u->memory, buf_span(&u->key));
    unit.stands = span_is(fields[3], "-") ? unit.word : arena_copy(&u->memory, span_trim(fields[3]));
    if (!unit.word.p || !unit.stands.p)
        return error_memory(err);
    if (sort_of(u, fields[1], &unit.sort, err) < 0)
        return -1;
    if (!span_is(fields[2], "-") && decimal_parse(fields[2], &unit.value) != DECIMAL_OK)
        return error_set(err, ERROR_USAGE, _("“%.*s” is no number"), SPAN_ARG(fields[2]));
    return add_word(u, &unit, err);
}

struct units *units_new(const char *share_dir, struct text *text, struct error *err)
{
    struct units *u = calloc(1, sizeof *u);
    if (!u || !(u->list = calloc(UNITS_MOST, sizeof *u->list))) {
        free(u);
        error_memory(err);
        return NULL;
    }
    map_init(&u->words);
    map_init(&u->sorts);
    arena_init(&u->memory);
    buf_init(&u->key);
    u->text = text;
    if (share_read(share_dir, "units.tsv", 4, on_line, u, err) < 0) {
        units_free(u);
        return NULL;
    }
    return u;
}

void units_free(struct units *u)
{
    if (!u)
        return;
    free(u->list);
    map_release(&u->words);
    map_release(&u->sorts);
    arena_release(&u->memory);
    buf_release(&u->key);
    free(u);
}

const struct unit *units_find(const struct units *u, struct span word)
{
    uint32_t at = map_get(&u->words, word);
    return at == MAP_NONE ? NULL : &u->list[at];
}

/* May a unit end at `at`? Not inside a Latin word; but an x before a digit is a sign of multiplication. */
static bool ends_word(struct span s, size_t at)
{
    if (at == 0 || at >= s.n || !ascii_is_lower(s.p[at - 1]) || !ascii_is_lower(s.p[at]))
        return true;
    if (s.p[at] != 'x')
        return false;
    for (at++; at < s.n && s.p[at] == ' '; at++)
        ;
    return at < s.n && s.p[at] >= '0' && s.p[at] <= '9';
}

const struct unit *units_match(const struct units *u, struct span s, size_t at, size_t *end)
{
    if (at >= s.n)
        return NULL;
    for (size_t n = prefix_most(&u->prefixes, s, at); n > 0; n--) {
        if (at + n < s.n && ((unsigned char)s.p[at + n] & 0xC0) == 0x80)
            continue; /* inside a character */
        if (!ends_word(s, at + n))
            continue;
        const struct unit *found = units_find(u, (struct span){ s.p + at, n });
        if (found && found->sort != SORT_PRICED) {
            *end = at + n;
            return found;
        }
    }
    return NULL;
}

/* ---- what a price is for ---- */

/* The bytes of a word: letters, digits, a decimal point between digits, and all beyond ASCII but the signs that join words. */
static void add_word_bytes(struct buf *out, struct span s)
{
    for (size_t i = 0; i < s.n;) {
        size_t at = i;
        uint32_t c = utf8_next(s, &i);
        bool digit = c >= '0' && c <= '9';
        bool point = c == '.' && at > 0 && i < s.n && s.p[at - 1] >= '0' && s.p[at - 1] <= '9' && s.p[i] >= '0' && s.p[i] <= '9';
        if (digit || point || (c >= 'a' && c <= 'z') || c == '%' || (c >= 0x80 && c != 0xB7 && c != 0x30FB && c != 0x2022 && c != 0x3000))
            buf_add(out, s.p + at, i - at);
    }
}

static struct span without_front(struct span s, const char *front)
{
    struct span f = span_of(front);
    return s.n > f.n && span_starts(s, f) ? (struct span){ s.p + f.n, s.n - f.n } : s;
}

/* The number at the front; *word moves behind it. No number, or nothing behind it: 1, and the word stays. */
static struct decimal leading_number(struct span *word)
{
    struct decimal n = { 1, 0 };
    size_t i = 0;
    while (i < word->n && ((word->p[i] >= '0' && word->p[i] <= '9') || word->p[i] == '.'))
        i++;
    if (i == 0 || i == word->n || decimal_parse((struct span){ word->p, i }, &n) != DECIMAL_OK || n.m == 0)
        return (struct decimal){ 1, 0 };
    word->p += i;
    word->n -= i;
    return n;
}

int units_phrase(const struct units *u, struct span folded, struct buf *room, struct unit_phrase *out)
{
    buf_clear(room);
    add_word_bytes(room, without_front(span_trim(folded), "¥"));
    if (room->failed)
        return -1;
    static const char *const fronts[] = { "元", "人民币", "每", "一" };
    struct span word = buf_span(room);
    *out = (struct unit_phrase){ .count = { 1, 0 } };
    for (size_t i = 0; i < sizeof fronts / sizeof *fronts && !(out->unit = units_find(u, word)); i++)
        word = without_front(word, fronts[i]);
    if (!out->unit && !(out->unit = units_find(u, word))) {
        out->count = leading_number(&word);
        word = without_front(word, "个");
        out->unit = units_find(u, word);
    }
    out->word = word;
    return 0;
}

bool units_phrase_same(const struct unit_phrase *a, const struct unit_phrase *b, bool same_word)
{
    struct decimal x = a->count, y = b->count;
    if (a->word.n == 0 || b->word.n == 0)
        return false;
    if (!a->unit || !b->unit)
        return !a->unit && !b->unit && decimal_cmp(x, y) == 0 && span_eq(a->word, b->word);
    if (a->unit->sort == b->unit->sort && sort_measures(a->unit->sort))
        return decimal_mul(x, a->unit->value, &x) && decimal_mul(y, b->unit->value, &y) && decimal_cmp(x, y) == 0;
    bool by_word = same_word && sort_counts(a->unit->sort) && sort_counts(b->unit->sort);
    return decimal_cmp(x, y) == 0 && (by_word ? span_eq(a->word, b->word) : span_eq(a->unit->stands, b->unit->stands));
}
