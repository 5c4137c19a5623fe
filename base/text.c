/* base/text.c: comparison keys and folding. ICU, and a table of simplified forms, say once, in text_new, what becomes of each of the
 * 65,536 characters of the basic plane; strings are then folded by that table. Only a string with combining marks, or with characters beyond
 * the basic plane, is handed to ICU itself. */
#include "base/text.h"
#include "base/i18n.h"
#include "base/simplified.h"
#include "base/utf8.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#define PLANE 0x10000u

/* An entry of the table: what a character becomes (NFKC_Casefold, then traditional -> simplified), and flags. */
#define TO_MASK   0x0000FFFFu /* the one character; with MANY, a place in `many` */
#define DROP      0x00010000u /* text_key drops what it becomes */
#define MANY      0x00020000u /* becomes none or several characters: many[place] is their number, then they */
#define COMBINES  0x00040000u /* may join the character before it: the string goes to ICU */
#define BLANK     0x00080000u /* itself a blank or a control: text_fold_code drops it */
#define SELF_DROP 0x00100000u /* text_key drops this character itself, whatever it becomes */

struct text {
    uint32_t table[PLANE];
    UChar *many;
    size_t many_n, many_cap;
    const UNormalizer2 *nfkc;
    struct buf normal;    /* a string that ICU has normalised, UTF-8 */
    UChar *from, *to;     /* the same in UTF-16, before and after */
    int32_t from_cap, to_cap;
};

void text_free(struct text *t)
{
    if (!t)
        return;
    free(t->many);
    free(t->from);
    free(t->to);
    buf_release(&t->normal);
    free(t);
}

/* ---- the table, made once ---- */

static int icu_failed(UErrorCode status, struct error *err)
{
    if (status == U_MEMORY_ALLOCATION_ERROR)
        return error_memory(err);
    return error_set(err, ERROR_USAGE, _("the Unicode library ICU does not work: %s"), u_errorName(status));
}

/* Dropped by text_key: punctuation, symbols, separators, controls, nonspacing marks; but '+' and '%' tell drugs apart.
 * Private-use and unassigned characters stay: hospital systems keep rare Han characters there. */
static bool key_drops(UChar32 c)
{
    if (c == '+' || c == '%')
        return false;
    uint32_t dropped = U_GC_P_MASK | U_GC_S_MASK | U_GC_Z_MASK | U_GC_CC_MASK | U_GC_CF_MASK | U_GC_CS_MASK | U_GC_MN_MASK;
    return (U_MASK(u_charType(c)) & dropped) != 0;
}

static bool is_blank(UChar32 c)
{
    return (U_MASK(u_charType(c)) & (U_GC_Z_MASK | U_GC_CC_MASK | U_GC_CF_MASK)) != 0;
}

static bool add_many(struct text *t, const UChar *to, int32_t n, uint32_t *place)
{
    size_t need = t->many_n + (size_t)n + 1;
    if (need > PLANE)
        return false;
    if (need > t->many_cap) {
        size_t cap = t->many_cap ? t->many_cap * 2 : 8192;
        UChar *p = realloc(t->many, cap * sizeof *p);
        if (!p)
            return false;
        t->many = p;
        t->many_cap = cap;
    }
    *place = (uint32_t)t->many_n;
    t->many[t->many_n++] = (UChar)n;
    memcpy(t->many + t->many_n, to, (size_t)n * sizeof *to);
    t->many_n += (size_t)n;
    return true;
}

/* The code point at *at of UTF-16 by ICU (no broken pairs), which moves behind it. */
static uint32_t next16(const UChar *p, int32_t *at, int32_t n)
{
    uint32_t c = p[(*at)++];
    if (c >= 0xD800 && c < 0xDC00 && *at < n)
        c = 0x10000u + ((c - 0xD800u) << 10) + (p[(*at)++] - 0xDC00u);
    return c;
}

/* What ICU's rules lack: traditional characters and old spellings in the names of drugs, herbs and makers (白朮, 磺胺甲噁唑, 皂甙). */
static const UChar also_simplified[][2] = {
    { u'朮', u'术' }, { u'蔘', u'参' }, { u'麴', u'曲' }, { u'硃', u'朱' }, { u'殭', u'僵' }, { u'藳', u'藁' }, { u'薰', u'熏' }, { u'鍼', u'针' },
    { u'鎝', u'锝' }, { u'醯', u'酰' }, { u'噁', u'恶' }, { u'甙', u'苷' }, { u'䓬', u'卓' }, { u'嶽', u'岳' }, { u'滙', u'汇' }, { u'峯', u'峰' },
};

/* Afterwards table[c] holds the simplified form of every ideograph c, and every other character itself. */
static void simplify_all(struct text *t)
{
    for (uint32_t c = 0; c < PLANE; c++)
        t->table[c] = c;
    for (size_t row = 0; row < sizeof simplified_pairs / sizeof *simplified_pairs; row++)
        for (const UChar *pair = simplified_pairs[row]; *pair; pair += 2)
            t->table[pair[0]] = pair[1];
    for (size_t i = 0; i < sizeof also_simplified / sizeof *also_simplified; i++)
        t->table[also_simplified[i][0]] = also_simplified[i][1];
    /* A few become a character that is itself simplified further. */
    for (uint32_t c = 0; c < PLANE; c++)
        for (int i = 0; i < 4; i++)
            t->table[c] = t->table[t->table[c]];
}

/* The entry of c, given the simplified forms of all characters. */
static int make_entry(struct text *t, const uint32_t *simple, UChar32 c, uint32_t *entry, struct error *err)
{
    uint32_t flags = (key_drops(c) ? SELF_DROP : 0) | (is_blank(c) ? BLANK : 0);
    if (!unorm2_hasBoundaryBefore(t->nfkc, c))
        flags |= COMBINES;
    if (unorm2_isInert(t->nfkc, c)) {
        uint32_t to = simple[c];
        *entry = to | flags | (key_drops((UChar32)to) ? DROP : 0);
        return 0;
    }
    UChar from = (UChar)c, to[32];
    UErrorCode status = U_ZERO_ERROR;
    int32_t n = unorm2_normalize(t->nfkc, &from, 1, to, 32, &status);
    if (U_FAILURE(status))
        return icu_failed(status, err);
    if (n == 1 && !U16_IS_SURROGATE(to[0])) {
        uint32_t one = simple[to[0]];
        *entry = one | flags | (key_drops((UChar32)one) ? DROP : 0);
        return 0;
    }
    for (int32_t i = 0; i < n; i++)
        if (U16_IS_SURROGATE(to[i]))
            flags |= COMBINES; /* leaves the basic plane: ICU's business */
        else
            to[i] = (UChar)simple[to[i]];
    uint32_t place;
    if (!add_many(t, to, n, &place))
        return error_memory(err);
    *entry = place | flags | MANY;
    return 0;
}

static int make_table(struct text *t, struct error *err)
{
    simplify_all(t);
    uint32_t *simple = malloc(sizeof t->table);
    if (!simple)
        return error_memory(err);
    memcpy(simple, t->table, sizeof t->table);
    int result = 0;
    for (uint32_t c = 0; c < PLANE && result == 0; c++)
        result = make_entry(t, simple, (UChar32)c, &t->table[c], err);
    free(simple);
    return result;
}

struct text *text_new(struct error *err)
{
    struct text *t = calloc(1, sizeof *t);
    if (!t) {
        error_memory(err);
        return NULL;
    }
    UErrorCode status = U_ZERO_ERROR;
    t->nfkc = unorm2_getNFKCCasefoldInstance(&status);
    if (U_FAILURE(status) ? icu_failed(status, err) : make_table(t, err)) {
        text_free(t);
        return NULL;
    }
    return t;
}

void text_write(const struct text *t, struct buf *out)
{
    buf_add(out, t->table, sizeof t->table);
    buf_add(out, t->many, t->many_n * sizeof *t->many);
}

/* Does every entry that stands for several characters point at such? */
static bool places_are_good(const struct text *t)
{
    for (uint32_t c = 0; c < PLANE; c++) {
        uint32_t place = t->table[c] & TO_MASK;
        if ((t->table[c] & MANY) && (place >= t->many_n || t->many[place] >= t->many_n - place))
            return false;
    }
    return true;
}

struct text *text_read(struct span bytes, struct error *err)
{
    struct text *t = calloc(1, sizeof *t);
    UErrorCode status = U_ZERO_ERROR;
    size_t rest = bytes.n < sizeof t->table ? 0 : bytes.n - sizeof t->table;
    if (t)
        t->many = malloc(rest + 1);
    if (!t || !t->many) {
        text_free(t);
        error_memory(err);
        return NULL;
    }
    t->nfkc = unorm2_getNFKCCasefoldInstance(&status);
    bool good = bytes.n >= sizeof t->table && rest % sizeof *t->many == 0 && rest <= PLANE * sizeof *t->many;
    if (good) {
        memcpy(t->table, bytes.p, sizeof t->table);
        memcpy(t->many, bytes.p + sizeof t->table, rest);
        t->many_n = t->many_cap = rest / sizeof *t->many;
        good = places_are_good(t);
    }
    if (!good || U_FAILURE(status)) {
        text_free(t);
        if (good)
            icu_failed(status, err);
        else
            error_set(err, ERROR_INPUT, _("these bytes are no table of characters"));
        return NULL;
    }
    return t;
}

struct text *text_copy(const struct text *from, struct error *err)
{
    struct text *t = malloc(sizeof *t);
    UChar *many = malloc((from->many_n + 1) * sizeof *many);
    if (!t || !many) {
        free(t);
        free(many);
        error_memory(err);
        return NULL;
    }
    memcpy(t->table, from->table, sizeof t->table);
    if (from->many_n > 0)
        memcpy(many, from->many, from->many_n * sizeof *many);
    t->many = many;
    t->many_n = t->many_cap = from->many_n;
    t->nfkc = from->nfkc; /* ICU's own, for all threads */
    buf_init(&t->normal);
    t->from = t->to = NULL;
    t->from_cap = t->to_cap = 0;
    return t;
}

/* ---- folding ---- */

/* U+FFFD for a bad sequence; *at moves on. Requires *at < s.n. */
static inline uint32_t next(struct span s, size_t *at)
{
    uint32_t c;
    int n = utf8_step((const unsigned char *)s.p + *at, s.n - *at, &c);
    if (n <= 0) {
        *at += 1;
        return UTF8_REPLACEMENT;
    }
    *at += (size_t)n;
    return c;
}

/* c in UTF-8 at out (4 bytes free); the bytes written. */
static inline size_t put(char *out, uint32_t c)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < PLANE) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

/* 甲 乙 丙 集 基: in brackets they are a catalog's marks, not part of a name. */
static const uint32_t mark_letters[] = { 0x7532, 0x4E59, 0x4E19, 0x96C6, 0x57FA };

/* The place behind "(甲)" or another mark of that form whose bracket ends at `at`, or `at` for an ordinary bracket. */
static size_t mark_end(const struct text *t, struct span s, size_t at)
{
    const size_t ordinary = at;
    uint32_t inside[2] = { 0, 0 };
    for (int i = 0; i < 2; i++) {
        do {
            if (at >= s.n)
                return ordinary;
            inside[i] = next(s, &at);
        } while (inside[i] == ' ' || inside[i] == 0x3000);
    }
    if (inside[1] >= PLANE || (t->table[inside[1]] & TO_MASK) != ')')
        return ordinary;
    for (size_t i = 0; i < sizeof mark_letters / sizeof *mark_letters; i++)
        if (inside[0] == mark_letters[i])
            return at;
    return ordinary;
}

/* Bytes enough for n bytes folded character by character (MANY aside): two may become three, and one that is no UTF-8 the three of U+FFFD. */
static size_t room_for(size_t n)
{
    return 3 * n + 8;
}

/* One character that is none of the plain ones: MANY, COMBINES in a normalised string, or beyond the basic plane.
 * Leaves room for the rest of the string behind it. */
static int fold_special(struct text *t, uint32_t c, bool key, size_t rest, struct buf *out)
{
    if (c < PLANE && !(t->table[c] & COMBINES)) {
        const UChar *to = t->many + (t->table[c] & TO_MASK);
        for (size_t n = *to++; n > 0; n--, to++)
            if (!key || !(t->table[*to] & SELF_DROP))
                buf_adduchar(out, *to);
    } else if (!key || !key_drops((UChar32)c)) {
        buf_adduchar(out, c);
    }
    return buf_room(out, room_for(rest)) ? 0 : -1;
}

/* Folds s into out by the table. 1: done; 0: s needs ICU (never where it is `normal` already); -1: memory. */
static int fold_by_table(struct text *t, struct span s, bool key, bool normal, struct buf *out)
{
    const uint32_t drop = key ? DROP : 0;
    buf_clear(out);
    char *to = buf_room(out, room_for(s.n));
    if (!to)
        return -1;
    for (size_t at = 0; at < s.n;) {
        uint32_t c = (unsigned char)s.p[at];
        if (c < 0x80)
            at++;
        else
            c = next(s, &at);
        uint32_t entry = c < PLANE ? t->table[c] : COMBINES;
        if (entry & (drop | COMBINES | MANY)) {
            if (entry & (COMBINES | MANY)) {
                if ((entry & COMBINES) && !normal)
                    return 0;
                out->n = (size_t)(to - out->p);
                if (fold_special(t, c, key, s.n - at, out) < 0)
                    return -1;
                to = out->p + out->n;
            } else if ((entry & TO_MASK) == '(') {
                at = mark_end(t, s, at);
            }
            continue;
        }
        to += put(to, entry & TO_MASK);
    }
    out->n = (size_t)(to - out->p);
    return 1;
}

static bool room16(UChar **p, int32_t *cap, int32_t need)
{
    if (need <= *cap)
        return true;
    UChar *bigger = realloc(*p, (size_t)need * sizeof **p);
    if (!bigger)
        return false;
    *p = bigger;
    *cap = need;
    return true;
}

/* s by ICU's NFKC_Casefold into t->normal. */
static int normalise(struct text *t, struct span s)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t n = 0, m = 0;
    if (s.n > INT32_MAX / 20 || !room16(&t->from, &t->from_cap, (int32_t)s.n + 1))
        return -1;
    u_strFromUTF8WithSub(t->from, t->from_cap, &n, s.p, (int32_t)s.n, (UChar32)UTF8_REPLACEMENT, NULL, &status);
    for (int round = 0; round < 2 && U_SUCCESS(status); round++) {
        m = unorm2_normalize(t->nfkc, t->from, n, t->to, t->to_cap, &status);
        if (status != U_BUFFER_OVERFLOW_ERROR)
            break;
        if (!room16(&t->to, &t->to_cap, m + 1))
            return -1;
        status = U_ZERO_ERROR;
    }
    if (U_FAILURE(status))
        return -1;
    buf_clear(&t->normal);
    for (int32_t i = 0; i < m;)
        buf_adduchar(&t->normal, next16(t->to, &i, m));
    return t->normal.failed ? -1 : 0;
}

static int fold(struct text *t, struct span s, bool key, struct buf *out)
{
    int done = fold_by_table(t, s, key, false, out);
    if (done == 0) {
        if (normalise(t, s) < 0)
            return -1;
        done = fold_by_table(t, buf_span(&t->normal), key, true, out);
    }
    return done == 1 ? 0 : -1;
}

int text_key(struct text *t, struct span s, struct buf *out)
{
    return fold(t, s, true, out);
}

int text_fold(struct text *t, struct span s, struct buf *out)
{
    return fold(t, s, false, out);
}

int text_fold_code(struct text *t, struct span s, struct buf *out)
{
    buf_clear(out);
    if (!buf_room(out, s.n + 1))
        return -1;
    for (size_t at = 0; at < s.n;) {
        uint32_t c = (unsigned char)s.p[at];
        if (c > ' ' && c < 0x7F) { /* most codes are nothing else; there is room for s.n bytes */
            out->p[out->n++] = (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
            at++;
            continue;
        }
        c = next(s, &at);
        if (c >= 0xFF01 && c <= 0xFF5E)
            c -= 0xFF01 - '!';
        if (c < PLANE ? (t->table[c] & BLANK) != 0 : is_blank((UChar32)c))
            continue;
        buf_adduchar(out, (uint32_t)u_toupper((UChar32)c));
        if (!buf_room(out, s.n - at + 1))
            return -1;
    }
    return 0;
}

/* ---- terminals ---- */

static int columns_of(uint32_t c)
{
    if (c >= 0x20 && c < 0x7F)
        return 1;
    if (c == 0xAD) /* a soft hyphen is shown */
        return 1;
    if ((c >= 0x1160 && c <= 0x11FF) || (c >= 0xD7B0 && c <= 0xD7FF)) /* the rest of a Hangul syllable lies on its beginning */
        return 0;
    uint32_t none = U_GC_MN_MASK | U_GC_ME_MASK | U_GC_CC_MASK | U_GC_CF_MASK;
    if (U_MASK(u_charType((UChar32)c)) & none)
        return 0;
    int width = u_getIntPropertyValue((UChar32)c, UCHAR_EAST_ASIAN_WIDTH);
    return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

int text_width(struct span s)
{
    int width = 0;
    for (size_t at = 0; at < s.n;)
        width += columns_of(next(s, &at));
    return width;
}

size_t text_fit(struct span s, int columns)
{
    size_t fits = 0;
    for (size_t at = 0; at < s.n; fits = at) {
        columns -= columns_of(next(s, &at));
        if (columns < 0)
            break;
    }
    return fits;
}
