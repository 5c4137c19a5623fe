/* mapper/name.c: sets aside what two spellings of one name may differ in. Whatever tells drugs apart stays: 小儿, 炙, 左旋,
 * a number without a unit, a Roman numeral, an ester. */
#include "mapper/name.h"
#include "base/ascii.h"
#include "base/i18n.h"
#include "base/map.h"
#include "base/share.h"
#include "mapper/name_strength.h"
#include "mapper/prefix.h"

enum salt_kind { SALT_ACID, SALT_ION, SALT_AMINE, SALT_METAL, SALT_KEEP, SALT_KINDS };
#define KIND_OF(value) ((enum salt_kind)((value) % SALT_KINDS))
#define WORD_OF(value) ((uint16_t)((value) / SALT_KINDS))
#define PARTS_MOST 40 /* brackets, Latin words */

struct names {
    const struct units *units;
    const struct forms *forms;
    struct map salts;   /* folded word -> kind + SALT_KINDS * number of what it stands for */
    struct map numbers; /* what salts stand for */
    struct map whole;   /* words that a bracket holds alone */
    struct map part;    /* words that a bracket holds with little else */
    struct map both;    /* words of brackets that differ where both sides have one */
    struct map aside;   /* words of brackets that are remarks in spite of a number */
    struct map piece;   /* what names of herbal pieces end with and keep */
    struct prefixes prefixes;
    struct buf fold, clean, work, key, marks;
    struct span inner; /* in fold */
    struct text *text; /* while loading */
};

/* ---- word lists ---- */

static int on_salt(void *ctx, int line, const struct span *fields, size_t n, struct error *err)
{
    static const char *const kinds[SALT_KINDS] = { "acid", "ion", "amine", "metal", "keep" };
    struct names *names = ctx;
    (void)line;
    (void)n;
    uint32_t kind = 0;
    while (kind < SALT_KINDS && !span_is(fields[1], kinds[kind]))
        kind++;
    if (kind == SALT_KINDS)
        return error_set(err, ERROR_USAGE, _("“%.*s” is none of acid, ion, amine, metal, keep"), SPAN_ARG(fields[1]));
    uint32_t number = map_intern(&names->numbers, span_is(fields[2], "-") ? fields[0] : fields[2]);
    if (number == MAP_NONE || text_fold(names->text, span_trim(fields[0]), &names->fold) < 0)
        return error_memory(err);
    struct span word = buf_span(&names->fold);
    if (word.n == 0 || word.n > 255)
        return error_set(err, ERROR_USAGE, _("an empty or too long word"));
    int status = map_put(&names->salts, word, kind + SALT_KINDS * number);
    if (status < 0)
        return error_memory(err);
    if (status == 0)
        return error_set(err, ERROR_USAGE, _("“%.*s” stands here twice"), SPAN_ARG(fields[0]));
    prefix_note(&names->prefixes, word);
    return 0;
}

static int on_word(void *ctx, int line, const struct span *fields, size_t n, struct error *err)
{
    struct names *names = ctx;
    (void)line;
    (void)n;
    const struct {
        const char *how;
        struct map *map;
    } lists[] = { { "whole", &names->whole }, { "part", &names->part }, { "both", &names->both }, { "aside", &names->aside },
                  { "piece", &names->piece } };
    struct map *map = NULL;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (span_is(fields[1], lists[i].how))
            map = lists[i].map;
    if (!map)
        return error_set(err, ERROR_USAGE, _("“%.*s” is none of whole, part, both, aside, piece"), SPAN_ARG(fields[1]));
    if (text_fold(names->text, span_trim(fields[0]), &names->fold) < 0 || map_put(map, buf_span(&names->fold), 1) < 0)
        return error_memory(err);
    return 0;
}

struct names *names_new(const char *share_dir, struct text *text, const struct units *units, const struct forms *forms, struct error *err)
{
    struct names *n = calloc(1, sizeof *n);
    if (!n) {
        error_memory(err);
        return NULL;
    }
    map_init(&n->salts);
    map_init(&n->numbers);
    map_init(&n->whole);
    map_init(&n->part);
    map_init(&n->both);
    map_init(&n->aside);
    map_init(&n->piece);
    n->units = units;
    n->forms = forms;
    n->text = text;
    if (share_read(share_dir, "salts.tsv", 3, on_salt, n, err) < 0 ||
        share_read(share_dir, "name-words.tsv", 2, on_word, n, err) < 0) {
        names_free(n);
        return NULL;
    }
    return n;
}

void names_free(struct names *n)
{
    if (!n)
        return;
    map_release(&n->salts);
    map_release(&n->numbers);
    map_release(&n->whole);
    map_release(&n->part);
    map_release(&n->both);
    map_release(&n->aside);
    map_release(&n->piece);
    buf_release(&n->fold);
    buf_release(&n->clean);
    buf_release(&n->work);
    buf_release(&n->key);
    buf_release(&n->marks);
    free(n);
}

/* ---- characters ---- */

static bool starts_character(struct span s, size_t at)
{
    return at >= s.n || ((unsigned char)s.p[at] & 0xC0) != 0x80;
}

/* ---- brackets ---- */

/* Does s, which is short, hold the word? */
static bool has_word(struct span s, struct span word)
{
    for (size_t at = 0; at + word.n <= s.n; at++)
        if (s.p[at] == word.p[0] && memcmp(s.p + at, word.p, word.n) == 0)
            return true;
    return false;
}

/* Does s hold one of the words and at most `more` characters besides? */
static bool holds(const struct map *words, struct span s, size_t more)
{
    for (uint32_t i = 0; i < words->count; i++) {
        struct span word = map_key(words, i);
        if (has_word(s, word) && utf8_count(s) <= utf8_count(word) + more)
            return true;
    }
    return false;
}

/* Up to six Latin letters (and a hyphen): a code, not a remark, where the other side has another one. */
static bool is_code(struct span s)
{
    if (s.n == 0 || s.n > 7)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (!ascii_is_lower(s.p[i]) && s.p[i] != '-')
            return false;
    return true;
}

/* Letters that are a Roman numeral or a single letter tell variants of a drug apart. */
static bool is_numeral(struct span s)
{
    size_t i = 0;
    while (i < s.n && (s.p[i] == 'i' || s.p[i] == 'v' || s.p[i] == 'x'))
        i++;
    return s.n > 0 && (i == s.n || (s.n == 1 && ascii_is_lower(s.p[0])));
}

static size_t han_count(struct span s)
{
    size_t count = 0;
    for (size_t at = 0; at < s.n;)
        count += utf8_is_han(utf8_next(s, &at));
    return count;
}

/* 2:1, of two substances. */
static bool is_ratio(struct span s)
{
    size_t colons = 0;
    for (size_t i = 0; i < s.n; i++) {
        colons += s.p[i] == ':';
        if (!ascii_is_digit(s.p[i]) && s.p[i] != ':' && s.p[i] != '.')
            return false;
    }
    return colons == 1 && s.n >= 3;
}

/* Is a bracket with this content set aside only where the other side has none? */
static bool is_mark(const struct names *n, struct span s)
{
    return is_code(s) || is_ratio(s) || holds(&n->both, s, 64);
}

/* May a bracket with this content be set aside? */
static bool is_remark(const struct names *n, struct span s)
{
    s = span_trim(s);
    if (s.n == 0 || holds(&n->aside, s, s.n) || is_ratio(s))
        return true;
    if (map_get(&n->whole, s) != MAP_NONE || holds(&n->part, s, 2) || is_numeral(s))
        return false;
    for (size_t i = 0; i < s.n && han_count(s) < 4 && !holds(&n->both, s, 64); i++) /* four Han characters are a text: 重组人白介素-2 */
        if (ascii_is_digit(s.p[i]))
            return strength_is(n->units, s) || strength_and_words(n->units, s); /* 18AA, 30/70, β2: no remark */
    size_t at = 0;
    uint32_t c = utf8_next(s, &at);
    return !(at == s.n && c >= 0x370 && c < 0x400); /* one Greek letter */
}

static const struct {
    const char *open, *close;
} brackets[] = { { "(", ")" }, { "[", "]" }, { "【", "】" }, { "〔", "〕" }, { "{", "}" }, { "《", "》" }, { "<", ">" },
               { "〈", "〉" }, { "〖", "〗" } };

/* The longest bracket that may be a name: at least two characters, one of them Han. */
static void note_inner(struct names *n, struct span inside)
{
    if (han_count(inside) > 0 && utf8_count(inside) >= 2 && inside.n > n->inner.n)
        n->inner = inside;
}

/* A bracket is set aside: what of it is worth remembering. */
static void note_remark(struct names *n, struct span inside)
{
    if (strength_is(n->units, inside))
        return;
    if (is_mark(n, inside)) { /* + is kept in keys, and parts (TP) from (TPF) */
        buf_addspan(&n->marks, SPAN("+"));
        buf_addspan(&n->marks, inside);
        buf_addspan(&n->marks, SPAN("+"));
    }
    note_inner(n, inside);
}

static bool has_bracket(struct span s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == '(' || s.p[i] == '[' || s.p[i] == '{' || s.p[i] == '<' || (i + 1 < s.n && memcmp(s.p + i, "\xE3\x80", 2) == 0))
            return true;
    return false;
}

/* Where the bracket ends whose inside begins s: brackets of its kind may stand in it. s.n: it never closes. */
static size_t closing(struct span s, struct span open, struct span close)
{
    int depth = 1;
    for (size_t at = 0; at < s.n;) {
        struct span rest = { s.p + at, s.n - at };
        bool closes = span_starts(rest, close), opens = span_starts(rest, open);
        if (closes && --depth == 0)
            return at;
        depth += opens;
        at += closes ? close.n : opens ? open.n : 1;
    }
    return s.n;
}

/* Copies s without the brackets that hold remarks; the others stay, without their signs. A bracket that never closes ends with the text. */
static void drop_remarks(struct names *n, struct span s, struct buf *out)
{
    for (size_t at = 0; at < s.n;) {
        size_t start = at;
        (void)utf8_next(s, &at);
        struct span c = { s.p + start, at - start };
        size_t k = 0, kinds = sizeof brackets / sizeof *brackets;
        while (k < kinds && !span_is(c, brackets[k].open))
            k++;
        if (k == kinds) {
            buf_addspan(out, c);
            continue;
        }
        struct span rest = { s.p + at, s.n - at };
        size_t end = closing(rest, span_of(brackets[k].open), span_of(brackets[k].close));
        struct span inside = { rest.p, end };
        buf_addspan(out, SPAN(" ")); /* what stands before and behind is not glued together: (Ⅱ)10ml */
        if (is_remark(n, inside)) {
            note_remark(n, span_trim(inside));
        } else {
            buf_addspan(out, inside);
            buf_addspan(out, SPAN(" "));
            note_inner(n, span_trim(inside));
        }
        at += end == rest.n ? end : end + strlen(brackets[k].close);
    }
}

/* ---- salts ---- */

static uint32_t match_salt(const struct names *n, struct span s, size_t at, size_t *end)
{
    bool latin = ascii_is_lower(s.p[at]);
    if (latin && at > 0 && ascii_is_lower(s.p[at - 1]))
        return MAP_NONE;
    for (size_t len = prefix_most(&n->prefixes, s, at); len > 0; len--) {
        if (!starts_character(s, at + len) || (latin && at + len < s.n && ascii_is_lower(s.p[at + len])))
            continue;
        uint32_t value = map_get(&n->salts, (struct span){ s.p + at, len });
        if (value != MAP_NONE) {
            *end = at + len;
            return value;
        }
    }
    return MAP_NONE;
}

static bool next_is(struct span s, size_t at, const char *text)
{
    return span_starts((struct span){ s.p + at, s.n - at }, span_of(text));
}

/* An ester or an acyl is no salt: 头孢呋辛酯, 酰. */
static bool is_ester(struct span s, size_t end)
{
    return next_is(s, end, "酯") || next_is(s, end, "酰") || next_is(s, end, "酐");
}

struct unsalted {
    uint16_t salt[NAME_SALTS];
    uint8_t salts;
    bool stem; /* something other than metals and acids is left */
};

/* An ion follows a stem: something that is no metal or acid, and not 化. A Latin one may stand anywhere: Sodium Valproate. */
static bool follows_stem(const struct unsalted *u, struct span s, size_t at)
{
    if (ascii_is_lower(s.p[at]))
        return true;
    return u->stem && !(at >= 3 && memcmp(s.p + at - 3, "化", 3) == 0);
}

/* Copies s without its salts into out and notes them. */
static void drop_salts(const struct names *n, struct span s, struct buf *out, struct unsalted *u)
{
    *u = (struct unsalted){ .salts = 0 };
    for (size_t at = 0; at < s.n;) {
        size_t start = at, end = at;
        uint32_t value = match_salt(n, s, at, &end);
        if (value == MAP_NONE) {
            uint32_t c = utf8_next(s, &at);
            buf_add(out, s.p + start, at - start);
            u->stem = u->stem || c >= 0x80 || ascii_is_lower((char)c);
            continue;
        }
        enum salt_kind kind = KIND_OF(value);
        bool ion = kind == SALT_ION || kind == SALT_AMINE;
        bool drop = (kind == SALT_ACID && !is_ester(s, end)) || (ion && follows_stem(u, s, at));
        if (drop && u->salts < NAME_SALTS) {
            u->salt[u->salts++] = WORD_OF(value);
        } else {
            buf_add(out, s.p + at, end - at);
            u->stem = u->stem || kind == SALT_KEEP || kind == SALT_AMINE || is_ester(s, end);
        }
        at = end;
        if (drop && next_is(s, at, "盐")) /* 盐酸盐 */
            at += sizeof "盐" - 1;
    }
}

/* ---- the whole ---- */

/* Greek letters are often typed as Latin ones: 干扰素α2b, a2b. */
static void latinise(struct buf *key)
{
    static const struct {
        const char *greek;
        char latin;
    } letters[] = { { "α", 'a' }, { "β", 'b' }, { "γ", 'r' } };
    char *first = key->n ? memchr(key->p, 0xCE, key->n) : NULL; /* where Greek letters start */
    if (!first)
        return;
    size_t to = (size_t)(first - key->p);
    for (size_t at = to; at < key->n;) {
        size_t i = 0, n = sizeof letters / sizeof *letters;
        while (i < n && !span_starts((struct span){ key->p + at, key->n - at }, span_of(letters[i].greek)))
            i++;
        if (i < n) {
            key->p[to++] = letters[i].latin;
            at += 2;
        } else {
            key->p[to++] = key->p[at++];
        }
    }
    key->n = to;
}

static int keep_key(struct names *n, struct text *text, struct span s, struct arena *arena, struct span *out)
{
    if (text_key(text, s, &n->key) < 0)
        return -1;
    latinise(&n->key);
    *out = arena_copy(arena, (struct span){ n->key.p ? n->key.p : "", n->key.n });
    return out->p ? 0 : -1;
}

/* Without the dosage-form words at both ends, where at least two characters are left. */
static struct span without_form(const struct names *n, struct span s)
{
    size_t front = forms_name_front(n->forms, s);
    struct span rest = span_trim((struct span){ s.p + front, s.n - front });
    if (utf8_count(rest) >= 2)
        s = rest;
    size_t end = forms_name_end(n->forms, s);
    rest = span_trim((struct span){ s.p, s.n - end });
    return utf8_count(rest) >= 2 ? rest : s;
}

/* A bracket that may be a name itself is parsed as one, but not the brackets in it. */
static int parse_inner(struct names *n, struct text *text, struct arena *arena, struct name *out)
{
    struct span inner = n->inner;
    if (!inner.p)
        return 0;
    struct name *name = arena_alloc(arena, sizeof *name); /* zeroed */
    inner = arena_copy(arena, inner); /* fold is about to change */
    if (!name || !inner.p || names_parse(n, text, inner, arena, name) < 0)
        return -1;
    name->inner = NULL;
    out->inner = name;
    return 0;
}

int names_key(struct names *n, struct text *text, struct span name, struct arena *arena, struct name *out)
{
    memset(out, 0, sizeof *out);
    return keep_key(n, text, name, arena, &out->key);
}

/* The folded name without remarks and strengths; points into fold or clean. */
static struct span plain_of(struct names *n)
{
    struct span plain = buf_span(&n->fold);
    buf_clear(&n->clean);
    buf_clear(&n->marks);
    n->inner = SPAN_NONE;
    if (has_bracket(plain)) {
        drop_remarks(n, plain, &n->clean);
        plain = buf_span(&n->clean);
    }
    plain = span_trim(plain);
    plain.n = strength_cut(n->units, plain);
    size_t leading = strength_front(n->units, plain);
    struct span rest = span_trim((struct span){ plain.p + leading, plain.n - leading });
    return rest.n > 0 ? rest : plain;
}

/* Without form words and salts. */
static int core_of(struct names *n, struct text *text, struct span plain, struct arena *arena, struct name *out)
{
    struct span bare = without_form(n, plain), unsalted_span;
    bare.n = strength_cut(n->units, bare); /* 某某 0.25g 胶囊 */
    struct unsalted u;
    buf_clear(&n->work);
    drop_salts(n, bare, &n->work, &u);
    if (n->work.failed)
        return -1;
    unsalted_span = buf_span(&n->work);
    bool drop = u.salts > 0 && u.stem && utf8_count(span_trim(unsalted_span)) >= 2;
    if (drop) {
        memcpy(out->salt, u.salt, sizeof u.salt);
        out->salts = u.salts;
    } else if (bare.n == plain.n) {
        out->core = out->plain;
        return 0;
    }
    return keep_key(n, text, drop ? unsalted_span : bare, arena, &out->core);
}

int names_parse(struct names *n, struct text *text, struct span name, struct arena *arena, struct name *out)
{
    if (!out->key.p && names_key(n, text, name, arena, out) < 0)
        return -1;
    if (text_fold(text, name, &n->fold) < 0)
        return -1;
    struct span plain = plain_of(n);
    if (n->clean.failed || n->marks.failed)
        return -1;
    if (plain.n == n->fold.n)
        out->plain = out->key;
    else if (keep_key(n, text, plain, arena, &out->plain) < 0)
        return -1;
    if (n->marks.n > 0 && keep_key(n, text, buf_span(&n->marks), arena, &out->marks) < 0)
        return -1;
    if (out->plain.n == 0)
        out->plain = out->key;
    if (core_of(n, text, plain, arena, out) < 0)
        return -1;
    if (out->core.n == 0)
        out->core = out->plain;
    for (uint32_t i = 0; i < n->piece.count && !out->piece; i++)
        out->piece = span_ends(out->plain, map_key(&n->piece, i));
    out->whole = true;
    return parse_inner(n, text, arena, out);
}

static unsigned salt_count(const struct name *n, uint16_t salt)
{
    unsigned count = 0;
    for (uint8_t i = 0; i < n->salts; i++)
        count += n->salt[i] == salt;
    return count;
}

/* Has b every salt of a, as often: 钠 and 钾 are not in 钠 and 钠. */
static bool salts_within(const struct name *a, const struct name *b)
{
    for (uint8_t i = 0; i < a->salts; i++)
        if (salt_count(a, a->salt[i]) > salt_count(b, a->salt[i]))
            return false;
    return true;
}

static bool salts_differ(const struct name *a, const struct name *b)
{
    return a && b && span_eq(a->core, b->core) && !salts_within(a, b) && !salts_within(b, a);
}

bool names_salts_differ(const struct name *a, const struct name *b)
{
    return salts_differ(a, b) || salts_differ(a->inner, b) || salts_differ(a, b->inner);
}

/* Does one of them hold the other whole? (五分类)(门诊) says no other thing than (五分类). */
static bool one_holds(struct span a, struct span b)
{
    return span_find(a.n < b.n ? b : a, a.n < b.n ? a : b) != (size_t)-1;
}

static bool marks_differ(const struct name *a, const struct name *b)
{
    return a->marks.n > 0 && b->marks.n > 0 && !one_holds(a->marks, b->marks);
}

bool names_same_plain(const struct name *a, const struct name *b)
{
    return a->plain.n > 0 && span_eq(a->plain, b->plain) && !marks_differ(a, b);
}

/* Without brackets, salts and forms as far as `drop` goes. */
static bool is_variant(const struct name *a, const struct name *b, enum names_drop drop)
{
    if (drop == NAMES_DROP_NOTHING || marks_differ(a, b))
        return false;
    if (names_same_plain(a, b))
        return drop != NAMES_DROP_REMARK || one_holds(a->key, b->key);
    if (drop == NAMES_DROP_REMARK || drop == NAMES_DROP_REMARKS || (drop == NAMES_DROP_PIECES && a->piece != b->piece))
        return false;
    return a->core.n > 0 && span_eq(a->core, b->core) && (salts_within(a, b) || salts_within(b, a));
}

enum names_verdict names_compare(const struct name *a, const struct name *b, enum names_drop drop)
{
    if (span_eq(a->key, b->key))
        return NAMES_SAME;
    if (is_variant(a, b, drop) || (a->inner && is_variant(a->inner, b, drop)) || (b->inner && is_variant(a, b->inner, drop)))
        return NAMES_VARIANT;
    return NAMES_OTHER;
}
