/* mapper/unit.c: share/units.tsv in memory. Knows words and values; never reads an amount. */
#include "mapper/unit.h"
#include "base/arena.h"
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

static bool is_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

/* May a unit end at `at`? Not inside a Latin word; but an x before a digit is a sign of multiplication. */
static bool ends_word(struct span s, size_t at)
{
    if (at == 0 || at >= s.n || !is_letter(s.p[at - 1]) || !is_letter(s.p[at]))
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
        if (found) {
            *end = at + n;
            return found;
        }
    }
    return NULL;
}
