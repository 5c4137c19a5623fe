/* mapper/amount_token.c: cuts a specification text into tokens. A unit counts only right behind a number, a slash or 每, so
 * that the names of makers and substances glued to a text are never taken for amounts. */
#include "mapper/amount_token.h"
#include "base/ascii.h"

struct reader {
    const struct units *units;
    struct span s;
    size_t at;
    struct token *out;
    size_t n;
};

static const struct {
    const char *word;
    enum token_kind kind;
} words[] = {
    { "×", TOKEN_TIMES },      { "*", TOKEN_TIMES },      { "✕", TOKEN_TIMES },      { "✖", TOKEN_TIMES },
    { "∗", TOKEN_TIMES },      { "╳", TOKEN_TIMES },      { "х", TOKEN_TIMES }, /* the Cyrillic letter */
    { ":", TOKEN_COLON },      { "∶", TOKEN_COLON },      { "/", TOKEN_SLASH },      { "∕", TOKEN_SLASH },
    { "+", TOKEN_PLUS },       { "&", TOKEN_PLUS },       { "与", TOKEN_PLUS },      { "和", TOKEN_PLUS },
    { "及", TOKEN_PLUS },      { ",", TOKEN_BREAK },      { "，", TOKEN_BREAK },     { "、", TOKEN_BREAK },
    { ";", TOKEN_BREAK },      { "。", TOKEN_BREAK },     { "(", TOKEN_OPEN },       { ")", TOKEN_CLOSE },
    { "[", TOKEN_OPEN },       { "]", TOKEN_CLOSE },      { "【", TOKEN_OPEN },      { "】", TOKEN_CLOSE },
    { "〔", TOKEN_OPEN },      { "〕", TOKEN_CLOSE },     { "{", TOKEN_OPEN },       { "}", TOKEN_CLOSE },
    { "每", TOKEN_PER },       { "重", TOKEN_WEIGHT },    { "相当于", TOKEN_EQUIVALENT }, { "相当", TOKEN_EQUIVALENT },
    { "当于", TOKEN_EQUIVALENT }, { "折合", TOKEN_EQUIVALENT },
};

/* What an equivalent is of where it is a weight. */
static const char *const crude_words[] = { "生药", "药材", "饮片", "总药", "原药" };

static void put(struct reader *r, enum token_kind kind, struct decimal n, const struct unit *unit, bool spaced)
{
    if (r->n < TOKENS_MOST - 1)
        r->out[r->n++] = (struct token){ .kind = (uint8_t)kind, .spaced = spaced, .n = n, .unit = unit };
}

static char byte_at(const struct reader *r, size_t at)
{
    return at < r->s.n ? r->s.p[at] : '\0';
}

static size_t blanks(const struct reader *r, size_t at)
{
    while (byte_at(r, at) == ' ' || byte_at(r, at) == '\t')
        at++;
    return at;
}

/* A comma that parts thousands: 40,000 but not 5,10 or 1,0000. */
static bool parts_thousands(const struct reader *r, size_t at)
{
    return byte_at(r, at) == ',' && ascii_is_digit(byte_at(r, at + 1)) && ascii_is_digit(byte_at(r, at + 2)) &&
           ascii_is_digit(byte_at(r, at + 3)) && !ascii_is_digit(byte_at(r, at + 4));
}

/* A point in other clothes: 0,25g (a nought before it), 0·25g, 0。25g. Its bytes; 0: none. */
static size_t odd_point(const struct reader *r, size_t at, bool nought)
{
    static const char *const points[] = { "·", "。", "," };
    struct span rest = { r->s.p + at, r->s.n - at };
    for (size_t i = 0; i < sizeof points / sizeof *points; i++) {
        size_t n = strlen(points[i]);
        if (span_starts(rest, span_of(points[i])) && ascii_is_digit(byte_at(r, at + n)))
            return points[i][0] == ',' && !nought ? 0 : n;
    }
    return 0;
}

/* Digits, thousands marks and a point (which may end the number: "100. g"). Moves r->at. false: too long. */
static bool take_number(struct reader *r, struct decimal *out)
{
    char digits[40];
    size_t n = 0;
    bool point = false, fits = true;
    for (;; r->at++) {
        char c = byte_at(r, r->at);
        bool nought = n == 1 && digits[0] == '0';
        if (!point && n > 0 && n < 4 && !nought && parts_thousands(r, r->at))
            continue;
        size_t odd = !point && n > 0 && r->at < r->s.n ? odd_point(r, r->at, nought) : 0;
        if (odd) {
            r->at += odd - 1;
            c = '.';
        }
        if (c == '.' && !point && (ascii_is_digit(byte_at(r, r->at + 1)) || n > 0))
            point = true;
        else if (!ascii_is_digit(c))
            break;
        if (n + 2 < sizeof digits) {
            if (c == '.' && n == 0)
                digits[n++] = '0';
            digits[n++] = c;
        } else {
            fits = false;
        }
    }
    while (n > 0 && digits[n - 1] == '.')
        n--;
    return fits && decimal_parse((struct span){ digits, n }, out) == DECIMAL_OK;
}

/* "0.3g.*80", "0.5mg.": a stray point behind a unit is no sign. */
static void skip_stray_point(struct reader *r)
{
    if (byte_at(r, r->at) == '.' && !ascii_is_digit(byte_at(r, r->at + 1)))
        r->at++;
}

/* A range 10-20mg or 10~20: takes its second number too. */
static bool take_range(struct reader *r)
{
    size_t at = blanks(r, r->at);
    bool wave = span_starts((struct span){ r->s.p + at, r->s.n - at }, SPAN("～"));
    if (byte_at(r, at) != '-' && byte_at(r, at) != '~' && !wave)
        return false;
    at = blanks(r, at + (wave ? sizeof "～" - 1 : 1));
    struct decimal second;
    size_t unit_end;
    if (!ascii_is_digit(byte_at(r, at)))
        return false;
    r->at = at;
    (void)take_number(r, &second);
    if (units_match(r->units, r->s, blanks(r, r->at), &unit_end))
        r->at = unit_end;
    return true;
}

/* 2.5×10^7: the power of ten behind a number. false: too large. */
static bool take_power(struct reader *r, struct decimal *n)
{
    static const char *const signs[] = { "×10^", "*10^", "x10^" };
    size_t at = blanks(r, r->at);
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        size_t digit = at + strlen(signs[i]);
        if (!span_starts((struct span){ r->s.p + at, r->s.n - at }, span_of(signs[i])) || !ascii_is_digit(byte_at(r, digit)))
            continue;
        struct decimal power;
        r->at = digit;
        if (!take_number(r, &power) || power.e < 0 || power.e > 1 || power.m > 12)
            return false;
        *n = decimal_shift(*n, (int)(power.e ? power.m * 10 : power.m));
        return true;
    }
    return true;
}

/* Is it the second number of a ratio, 1:10万? */
static bool in_ratio(const struct reader *r)
{
    return r->n > 1 && r->out[r->n - 1].kind == TOKEN_COLON && r->out[r->n - 2].kind == TOKEN_BARE;
}

static void number(struct reader *r, bool spaced)
{
    struct decimal n = { 0, 0 };
    size_t start = r->at, end;
    bool good = take_number(r, &n), large = false;
    good = good && take_power(r, &n);
    if (take_range(r) || !good) {
        put(r, TOKEN_RANGE, n, NULL, spaced);
        return;
    }
    const struct unit *u = units_match(r->units, r->s, blanks(r, r->at), &end);
    while (u && u->sort == SORT_NUMBER) { /* 80万u */
        if (!decimal_mul(n, u->value, &n))
            good = false;
        large = true;
        r->at = end;
        u = units_match(r->units, r->s, blanks(r, r->at), &end);
    }
    if (!u && large && !in_ratio(r)) /* 80万: of units, what else */
        u = units_find(r->units, SPAN("iu"));
    else if (u)
        r->at = end;
    if (u && sort_measures(u->sort) && !decimal_mul(n, u->value, &n))
        good = false;
    enum token_kind kind = !good                ? TOKEN_RANGE
                           : !u                 ? TOKEN_BARE
                           : sort_counts(u->sort) ? TOKEN_COUNT
                           : sort_measures(u->sort) ? TOKEN_QUANTITY
                                                    : TOKEN_BARE;
    put(r, kind, n, u, spaced);
    r->out[r->n - 1].calculated = span_ends((struct span){ r->s.p, start }, SPAN("计"));
    skip_stray_point(r);
}

/* An x between numbers is a sign; a Latin word is other text with its digits (b12, ld50). */
static void latin(struct reader *r, bool spaced)
{
    bool after_letter = r->at > 0 && ascii_is_lower(r->s.p[r->at - 1]) && r->n > 0 && r->out[r->n - 1].kind == TOKEN_OTHER;
    size_t next = blanks(r, r->at + 1);
    if (byte_at(r, r->at) == 'x' && !after_letter && r->n > 0 && ascii_is_digit(byte_at(r, next))) {
        r->at++;
        put(r, TOKEN_TIMES, (struct decimal){ 0, 0 }, NULL, spaced);
        return;
    }
    if (ascii_is_digit(byte_at(r, r->at + 1)) && byte_at(r, r->at + 2) == '.' && ascii_is_digit(byte_at(r, r->at + 3)))
        r->at++; /* C1.0g: of something called C for short */
    else
        while (ascii_is_lower(byte_at(r, r->at)) || ascii_is_digit(byte_at(r, r->at)))
            r->at++;
    put(r, TOKEN_OTHER, (struct decimal){ 0, 0 }, NULL, spaced);
}

static bool unit_may_stand(const struct reader *r)
{
    return r->n > 0 && (r->out[r->n - 1].kind == TOKEN_SLASH || r->out[r->n - 1].kind == TOKEN_PER);
}

/* Does 片芯 or 基片 stand before at? */
static bool behind_core(struct span s, size_t at)
{
    static const char *const cores[] = { "片芯", "片心", "基片", "素片", "丸芯" };
    for (size_t i = 0; i < sizeof cores / sizeof *cores; i++)
        if (span_ends((struct span){ s.p, at }, span_of(cores[i])))
            return true;
    return false;
}

static bool crude_word(struct reader *r, struct span rest, bool spaced)
{
    for (size_t i = 0; i < sizeof crude_words / sizeof *crude_words; i++)
        if (span_starts(rest, span_of(crude_words[i]))) {
            r->at += strlen(crude_words[i]);
            put(r, TOKEN_EQUIVALENT, (struct decimal){ 0, 0 }, NULL, spaced);
            r->out[r->n - 1].crude = true;
            return true;
        }
    return false;
}

static void sign_or_text(struct reader *r, bool spaced)
{
    size_t end;
    struct span rest = { r->s.p + r->at, r->s.n - r->at };
    const struct decimal none = { 0, 0 };
    const struct unit *u = unit_may_stand(r) ? units_match(r->units, r->s, r->at, &end) : NULL;
    if (u && u->sort != SORT_NUMBER && u->sort != SORT_SERVICE) {
        put(r, TOKEN_UNIT, u->value, u, spaced);
        r->at = end;
        return;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (words[i].word[0] == *rest.p && span_starts(rest, span_of(words[i].word))) {
            put(r, words[i].kind, none, NULL, spaced);
            r->out[r->n - 1].core = words[i].kind == TOKEN_WEIGHT && behind_core(r->s, r->at);
            r->at += strlen(words[i].word);
            return;
        }
    if (crude_word(r, rest, spaced))
        return;
    if (ascii_is_lower(*rest.p)) {
        latin(r, spaced);
        return;
    }
    (void)utf8_next(r->s, &r->at);
    if (r->n == 0 || r->out[r->n - 1].kind != TOKEN_OTHER)
        put(r, TOKEN_OTHER, none, NULL, spaced);
}

size_t tokens_read(const struct units *units, struct span folded, struct token out[TOKENS_MOST])
{
    struct reader r = { .units = units, .s = folded, .out = out };
    while (true) {
        size_t start = r.at;
        r.at = blanks(&r, r.at);
        if (r.at >= folded.n)
            break;
        bool spaced = r.at > start;
        char c = byte_at(&r, r.at);
        if (ascii_is_digit(c) || (c == '.' && ascii_is_digit(byte_at(&r, r.at + 1))))
            number(&r, spaced);
        else
            sign_or_text(&r, spaced);
    }
    out[r.n] = (struct token){ .kind = TOKEN_END };
    return r.n;
}

/* ---- brackets ---- */

/* The token behind the bracket that opens at t[i]; i where it holds a number or more than words. */
static size_t behind_remark(const struct token *t, size_t i)
{
    size_t k = i + 1;
    while (t[k].kind == TOKEN_OTHER || t[k].kind == TOKEN_PLUS || t[k].kind == TOKEN_BREAK || t[k].kind == TOKEN_SLASH)
        k++;
    return t[k].kind == TOKEN_CLOSE && k > i + 1 ? k + 1 : i;
}

/* 曲马多(37.5mg): an amount in brackets behind a name. */
static bool is_named_amount(const struct token *t, size_t i)
{
    return i > 0 && t[i - 1].kind == TOKEN_OTHER && t[i].kind == TOKEN_OPEN && t[i + 1].kind == TOKEN_QUANTITY && t[i + 2].kind == TOKEN_CLOSE;
}

void tokens_drop_brackets(struct token t[TOKENS_MOST + 3])
{
    size_t to = 0, named = 0;
    for (size_t i = 0; t[i].kind != TOKEN_END; i++)
        named += is_named_amount(t, i);
    for (size_t i = 0; t[i].kind != TOKEN_END;) {
        size_t next = t[i].kind == TOKEN_OPEN ? behind_remark(t, i) : i;
        if (next > i) {
            i = next;
        } else if (named > 1 && is_named_amount(t, i)) {
            t[to++] = t[i + 1];
            i += 3;
        } else {
            t[to++] = t[i++];
        }
    }
    t[to] = t[to + 1] = t[to + 2] = (struct token){ .kind = TOKEN_END };
}
