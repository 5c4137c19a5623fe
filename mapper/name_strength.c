/* mapper/name_strength.c: finds strengths at the ends of names by the tokens of mapper/amount_token.h. Never takes a number that tells
 * drugs apart. */
#include "mapper/name_strength.h"
#include "base/ascii.h"
#include "base/text.h"
#include "mapper/amount_token.h"

/* A unit that is more than a lone letter: that is too little to be one in 门冬胰岛素30t. */
static bool has_unit(const struct token *t)
{
    return t->kind == TOKEN_QUANTITY || (t->kind == TOKEN_COUNT && t->unit->word.n > 1);
}

/* 0.25, or 0.25*24: no unit, but no name has such a number. */
static bool is_bare_fraction(struct span s, const struct token *t, size_t n)
{
    if (!span_starts(s, SPAN("0.")))
        return false;
    for (size_t i = 0; i < n; i++)
        if (t[i].kind != (i % 2 ? TOKEN_TIMES : TOKEN_BARE))
            return false;
    return n > 0;
}

/* Is the bare number t[i] part of a product (10*24片), or of two amounts with one unit (160/4.5μg)? */
static bool is_followed(const struct token *t, size_t i)
{
    return t[i + 1].kind == TOKEN_TIMES || (i > 0 && t[i - 1].kind == TOKEN_TIMES) ||
           (t[i + 1].kind == TOKEN_SLASH && t[i + 2].kind == TOKEN_QUANTITY);
}

bool strength_is(const struct units *units, struct span s)
{
    struct token t[TOKENS_MOST];
    size_t n = tokens_read(units, s, t);
    if (is_bare_fraction(s, t, n))
        return true;
    bool unit = false;
    for (size_t i = 0; i < n; i++) {
        if (t[i].kind == TOKEN_OTHER || t[i].kind == TOKEN_RANGE || t[i].kind == TOKEN_EQUIVALENT)
            return false;
        if (t[i].kind == TOKEN_BARE && !is_followed(t, i))
            return false; /* 右旋糖酐40 500ml */
        unit = unit || has_unit(&t[i]);
    }
    return unit;
}

bool strength_and_words(const struct units *units, struct span s)
{
    struct token t[TOKENS_MOST];
    size_t n = tokens_read(units, s, t);
    bool unit = false;
    for (size_t i = 0; i < n; i++) {
        if (t[i].kind == TOKEN_BARE || t[i].kind == TOKEN_RANGE)
            return false;
        unit = unit || has_unit(&t[i]);
    }
    return unit;
}

/* The same, but up to four Han characters may stand behind it: 500ml软袋, 0.9%注射液. */
static bool is_strength_with_tail(const struct units *units, struct span s)
{
    for (int tail = 0; tail <= 4; tail++) {
        if (strength_is(units, s))
            return true;
        if (s.n < 3 || (unsigned char)s.p[s.n - 3] < 0xE3)
            return false;
        s.n -= 3;
    }
    return false;
}

/* Does a blank, a bracket or a Han character end before s.p[at]? */
static bool ends_word(struct span s, size_t at)
{
    if (at == 0)
        return false;
    char c = s.p[at - 1];
    return c == ' ' || c == ')' || (at >= 3 && (unsigned char)c >= 0x80 && (unsigned char)s.p[at - 3] >= 0xE3);
}

/* Is the letter before s.p[at] the end of a Roman numeral: Ⅱ10ml? */
static bool ends_numeral(struct span s, size_t at)
{
    size_t start = at;
    while (start > 0 && ascii_is_lower(s.p[start - 1]))
        start--;
    for (size_t i = start; i < at; i++)
        if (!memchr("ivx", s.p[i], 3))
            return false;
    return start > 0 && (unsigned char)s.p[start - 1] >= 0x80;
}

/* May a strength begin at s.p[at], a digit? Not in the middle of a number, not behind 130/ or α-, and behind a letter only with a unit of
 * its own (C100mg, Ⅱ5片; not B12). */
static bool may_begin(const struct units *units, struct span s, size_t at)
{
    char before = s.p[at - 1];
    if (ascii_is_digit(before) || before == '.')
        return false;
    if (before == '/' || before == '-')
        return ends_word(s, at - 1);
    if (!ascii_is_lower(before) || ends_numeral(s, at))
        return true;
    size_t end = at, unit_end;
    while (end < s.n && (ascii_is_digit(s.p[end]) || s.p[end] == '.'))
        end++;
    const struct unit *u = units_match(units, s, end, &unit_end);
    return u && (u->sort <= SORT_IU || u->sort == SORT_NUMBER);
}

/* Takes one word or sign that belongs to the strength behind it from the end of s: 规格:0.25g, 每片0.25g. false: there is none. */
static bool drop_lead(struct span *s)
{
    static const char *const leads[] = { "规格", "含量", "每片", "每粒", "每支", "每袋", "每瓶", "每丸", "每盒", "每包", "每枚", "每贴", "每板",
                                         "每片含", "每粒含", "每袋含", "每支含", "每袋装", "每瓶装", "每盒装", "每支装" };
    *s = span_trim(*s);
    if (s->n > 0 && memchr(":-/*,;", s->p[s->n - 1], 6)) {
        s->n--;
        return true;
    }
    for (size_t i = 0; i < sizeof leads / sizeof *leads; i++) {
        struct span lead = span_of(leads[i]);
        if (s->n > lead.n + 3 && span_ends(*s, lead)) {
            s->n -= lead.n;
            return true;
        }
    }
    return false;
}

size_t strength_cut(const struct units *units, struct span s)
{
    for (size_t at = 1; at < s.n; at++) {
        if (!ascii_is_digit(s.p[at]) || !may_begin(units, s, at) || !is_strength_with_tail(units, (struct span){ s.p + at, s.n - at }))
            continue;
        struct span rest = { s.p, at };
        while (drop_lead(&rest))
            continue;
        return rest.n;
    }
    return s.n;
}

size_t strength_front(const struct units *units, struct span s)
{
    if (s.n == 0 || !ascii_is_digit(s.p[0]))
        return 0;
    size_t at = 0, end;
    while (at < s.n && (ascii_is_digit(s.p[at]) || s.p[at] == '.'))
        at++;
    const struct unit *u = units_match(units, s, at, &end);
    return u && (u->sort == SORT_PERCENT || u->sort == SORT_MASS || u->sort == SORT_VOLUME) ? end : 0;
}
