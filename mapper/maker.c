/* mapper/maker.c: takes the names of makers apart and compares them. Knows places and company words; never what a rule says. */
#include "mapper/maker.h"
#include "base/i18n.h"
#include "base/map.h"
#include "base/share.h"
#include "mapper/prefix.h"

#define PLACES_MOST 2000
#define NO_PLACE UINT16_MAX

enum word_kind { WORD_LEGAL, WORD_INDUSTRY, WORD_SUFFIX, WORD_PLACE, WORD_NO_PLACE, WORD_SPLIT };

struct makers {
    struct map words;    /* folded word -> kind, places: WORD_PLACE + 16 * number */
    struct map numbers;  /* place as written -> number */
    uint16_t *parent;    /* number -> number of the province, NO_PLACE */
    size_t parents_cap;
    struct prefixes prefixes;
    struct buf key, left, brief, fold;
    struct text *text; /* while loading */
};

static int add_word(struct makers *m, struct span word, uint32_t value, struct error *err)
{
    if (text_fold(m->text, span_trim(word), &m->fold) < 0)
        return error_memory(err);
    struct span folded = buf_span(&m->fold);
    if (folded.n == 0 || folded.n > 255)
        return error_set(err, ERROR_USAGE, _("an empty or too long word"));
    int status = map_put(&m->words, folded, value);
    if (status < 0)
        return error_memory(err);
    if (status == 0)
        return error_set(err, ERROR_USAGE, _("“%.*s” stands here twice"), SPAN_ARG(word));
    prefix_note(&m->prefixes, folded);
    return 0;
}

static int on_word(void *ctx, int line, const struct span *fields, size_t n, struct error *err)
{
    static const struct {
        const char *name;
        enum word_kind kind;
    } kinds[] = { { "legal", WORD_LEGAL }, { "industry", WORD_INDUSTRY }, { "suffix", WORD_SUFFIX }, { "split", WORD_SPLIT } };
    (void)line;
    (void)n;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (span_is(fields[1], kinds[i].name))
            return add_word(ctx, fields[0], kinds[i].kind, err);
    return error_set(err, ERROR_USAGE, _("“%.*s” is none of legal, industry, suffix, split"), SPAN_ARG(fields[1]));
}

static int on_place(void *ctx, int line, const struct span *fields, size_t n, struct error *err)
{
    struct makers *m = ctx;
    (void)line;
    (void)n;
    if (span_is(fields[1], "not"))
        return add_word(m, fields[0], WORD_NO_PLACE, err);
    uint16_t parent = NO_PLACE;
    if (!span_is(fields[1], "-")) {
        uint32_t at = map_get(&m->numbers, fields[1]);
        if (at == MAP_NONE)
            return error_set(err, ERROR_USAGE, _("the place “%.*s” must stand before what is in it"), SPAN_ARG(fields[1]));
        parent = (uint16_t)at;
    }
    if (map_get(&m->numbers, fields[0]) != MAP_NONE || m->numbers.count == PLACES_MOST)
        return error_set(err, ERROR_USAGE, _("the place “%.*s” stands here twice, or there are more than %d"), SPAN_ARG(fields[0]),
                         PLACES_MOST);
    uint32_t number = map_intern(&m->numbers, fields[0]);
    if (number == MAP_NONE)
        return error_memory(err);
    m->parent[number] = parent;
    return add_word(m, fields[0], WORD_PLACE + 16 * number, err);
}

struct makers *makers_new(const char *share_dir, struct text *text, struct error *err)
{
    struct makers *m = calloc(1, sizeof *m);
    if (!m || !(m->parent = calloc(PLACES_MOST, sizeof *m->parent))) {
        free(m);
        error_memory(err);
        return NULL;
    }
    map_init(&m->words);
    map_init(&m->numbers);
    buf_init(&m->key);
    buf_init(&m->left);
    buf_init(&m->brief);
    buf_init(&m->fold);
    m->text = text;
    if (share_read(share_dir, "places.tsv", 2, on_place, m, err) < 0 ||
        share_read(share_dir, "makers.tsv", 2, on_word, m, err) < 0) {
        makers_free(m);
        return NULL;
    }
    return m;
}

void makers_free(struct makers *m)
{
    if (!m)
        return;
    map_release(&m->words);
    map_release(&m->numbers);
    free(m->parent);
    buf_release(&m->key);
    buf_release(&m->left);
    buf_release(&m->brief);
    buf_release(&m->fold);
    free(m);
}

/* ---- taking apart ---- */

static bool is_latin(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* The longest word at s.p[at], MAP_NONE where none; a Latin word is matched as a whole only. */
static uint32_t match(const struct makers *m, struct span s, size_t at, size_t *end)
{
    if (at > 0 && is_latin(s.p[at]) && is_latin(s.p[at - 1]))
        return MAP_NONE;
    for (size_t n = prefix_most(&m->prefixes, s, at); n > 0; n--) {
        if (at + n < s.n && (((unsigned char)s.p[at + n] & 0xC0) == 0x80 || (is_latin(s.p[at + n - 1]) && is_latin(s.p[at + n]))))
            continue;
        uint32_t value = map_get(&m->words, (struct span){ s.p + at, n });
        if (value != MAP_NONE) {
            *end = at + n;
            return value;
        }
    }
    return MAP_NONE;
}

static void add_place(const struct makers *m, struct maker *out, uint16_t place)
{
    for (uint8_t i = 0; i < out->places; i++) {
        if (out->place[i] == place || m->parent[out->place[i]] == place)
            return; /* 长沙 says 湖南 already */
        if (m->parent[place] == out->place[i]) {
            out->place[i] = place;
            return;
        }
    }
    if (out->places < MAKER_PLACES)
        out->place[out->places++] = place;
}

/* One character of the name that is no word, to left and brief. */
static void keep_character(struct makers *m, struct span s, size_t *at)
{
    size_t start = *at;
    uint32_t c = utf8_next(s, at);
    if (c < 0x80 && !is_latin((char)c))
        return;
    buf_add(&m->left, s.p + start, *at - start);
    buf_add(&m->brief, s.p + start, *at - start);
}

static void take_word(struct makers *m, struct span s, size_t at, size_t end, uint32_t value, struct maker *out)
{
    switch ((enum word_kind)(value % 16)) {
    case WORD_LEGAL:
        break;
    case WORD_INDUSTRY:
        out->industry = true;
        buf_add(&m->brief, s.p + at, end - at);
        break;
    case WORD_PLACE:
        add_place(m, out, (uint16_t)(value / 16));
        buf_add(&m->brief, s.p + at, end - at);
        break;
    case WORD_SUFFIX:
    case WORD_NO_PLACE:
    case WORD_SPLIT:
        buf_add(&m->left, s.p + at, end - at);
        buf_add(&m->brief, s.p + at, end - at);
        break;
    }
}

int makers_parse(struct makers *m, struct text *text, struct span name, struct arena *arena, struct maker *out)
{
    memset(out, 0, sizeof *out);
    if (text_key(text, name, &m->key) < 0 || text_fold(text, name, &m->fold) < 0)
        return -1;
    buf_clear(&m->left);
    buf_clear(&m->brief);
    struct span s = buf_span(&m->fold);
    out->latin = true;
    bool after_place = false;
    for (size_t at = 0; at < s.n;) {
        size_t end = at;
        if ((unsigned char)s.p[at] >= 0xE3)
            out->latin = false;
        uint32_t value = match(m, s, at, &end);
        if (value == MAP_NONE || value == WORD_SPLIT) {
            keep_character(m, s, &at);
            after_place = false;
            continue;
        }
        if (!(after_place && value == WORD_SUFFIX)) /* 广州市: the 市 is part of the place */
            take_word(m, s, at, end, value, out);
        after_place = value % 16 == WORD_PLACE;
        at = end;
    }
    /* What punctuation the folded text had drops out in the keys. */
    struct span left = buf_span(&m->left), brief = buf_span(&m->brief);
    out->full = arena_copy(arena, (struct span){ m->key.p ? m->key.p : "", m->key.n });
    if (m->left.failed || m->brief.failed || !out->full.p || text_key(text, left, &m->key) < 0)
        return -1;
    out->left = arena_copy(arena, (struct span){ m->key.p ? m->key.p : "", m->key.n });
    if (!out->left.p || text_key(text, brief, &m->key) < 0)
        return -1;
    out->brief = arena_copy(arena, (struct span){ m->key.p ? m->key.p : "", m->key.n });
    return out->brief.p ? 0 : -1;
}

/* ---- comparing ---- */

static bool place_meets(const struct makers *m, uint16_t a, uint16_t b)
{
    return a == b || m->parent[a] == b || m->parent[b] == a;
}

static bool all_meet(const struct makers *m, const struct maker *a, const struct maker *b)
{
    for (uint8_t i = 0; i < a->places; i++) {
        bool meets = false;
        for (uint8_t j = 0; j < b->places; j++)
            meets = meets || place_meets(m, a->place[i], b->place[j]);
        if (!meets)
            return false;
    }
    return true;
}

bool makers_places_differ(const struct makers *m, const struct maker *a, const struct maker *b)
{
    return a->places > 0 && b->places > 0 && !all_meet(m, a, b) && !all_meet(m, b, a);
}

/* Does every character of a stand in b, in order? */
static bool is_subsequence(struct span a, struct span b)
{
    size_t at = 0, in = 0;
    while (at < a.n) {
        size_t start = at;
        (void)utf8_next(a, &at);
        struct span c = { a.p + start, at - start };
        size_t found = span_find((struct span){ b.p + in, b.n - in }, c);
        if (found == (size_t)-1)
            return false;
        in += found + c.n;
    }
    return true;
}

/* "GSK" of GlaxoSmithKline: few letters, and the first is the first. */
static bool is_latin_abbreviation(struct span a, struct span b)
{
    return a.n >= 2 && a.n <= 5 && b.n > a.n && a.p[0] == b.p[0] && is_subsequence(a, b);
}

static bool is_abbreviation(const struct maker *s, const struct maker *l)
{
    if (s->industry)
        return false;
    if (s->latin && l->latin)
        return is_latin_abbreviation(s->brief, l->full);
    return utf8_count(s->brief) >= 2 && is_subsequence(s->full, l->full); /* with its 公司, where it has one */
}

static bool left_stands_in(const struct maker *a, const struct maker *b)
{
    struct span s = a->left.n <= b->left.n ? a->left : b->left, l = a->left.n <= b->left.n ? b->left : a->left;
    if (s.n == 0)
        return l.n == 0 && (a->places > 0) == (b->places > 0); /* 沈阳制药厂 is 沈阳制药有限公司, not 沈阳第一制药厂 */
    if (s.n <= 3) /* one character, or two letters, is too little to be a name in another */
        return span_eq(s, l);
    return span_find(l, s) != (size_t)-1;
}

bool makers_agree(const struct makers *m, const struct maker *a, const struct maker *b)
{
    if (span_eq(a->full, b->full))
        return true;
    if (makers_places_differ(m, a, b))
        return false;
    if (left_stands_in(a, b))
        return true;
    const struct maker *s = a->full.n <= b->full.n ? a : b, *l = s == a ? b : a;
    if (utf8_count(s->left) >= 2 && span_starts(l->full, s->full))
        return true; /* cut off by a narrow field: 河南润弘制药股 */
    return is_abbreviation(s, l);
}
