/* io/xml_feed.c: a small scanner ahead of libxml2. It knows just enough of XML to tell texts from the rest in a document that is well-formed so far; behind
 * a fault it may err, since libxml2 stops there. It must never change a byte that could be told in another way than by a pointer to it. */
#include "io/xml_feed.h"
#include "base/eight.h"
#include "io/xml_feed_blocks.h"

#include <stdlib.h>

#define FILL  ((size_t)64 << 10)
#define AHEAD 16 /* bytes looked at behind those that are given */
#define SLACK 16 /* NUL behind the last byte, since a look goes so far */

void feed_release(struct xml_feed *f)
{
    free(f->p);
    f->p = NULL;
}

/* ---- byte by byte ---- */

/* Must libxml2 see what stands at p, and nothing be changed from there on? What is called `off` in a feed. */
static bool ends_it(const char *p)
{
    return *p == FEED_STAND_IN || *p == '\r' || (p[0] == '\xEF' && p[1] == '\xBF' && (p[2] == '\xBE' || p[2] == '\xBF'));
}

/* At a '&' in a text: does a reference stand there whose name libxml2 can see? */
static bool is_reference(const char *p)
{
    for (int i = 1; i < AHEAD; i++)
        if (p[i] == ';')
            return true;
        else if ((unsigned char)p[i] <= ' ' || p[i] == '<' || (unsigned char)p[i] >= FEED_STAND_IN)
            return false;
    return false;
}

static void begin(struct xml_feed *f, enum feed_inside inside, unsigned skip)
{
    f->inside = inside;
    f->skip = skip;
    f->run = 0;
}

/* At a '<' in a text. */
static void begin_markup(struct xml_feed *f, const char *p)
{
    if (p[1] == '?')
        begin(f, FEED_INSTRUCTION, 1);
    else if (p[1] != '!')
        f->inside = FEED_TAG;
    else if (memcmp(p, "<!--", 4) == 0)
        begin(f, FEED_COMMENT, 3);
    else if (memcmp(p, "<![CDATA[", 9) == 0)
        begin(f, FEED_CDATA, 8);
    else
        f->off = true; /* a DOCTYPE */
}

/* In what ends with `need` times `last`, and '>'. */
static void go_on(struct xml_feed *f, char c, char last, unsigned need)
{
    if (f->skip > 0)
        f->skip--;
    else if (c == '>' && f->run >= need)
        f->inside = FEED_TEXT;
    else
        f->run = c == last ? f->run + 1 : 0;
}

/* The byte at p, behind which AHEAD others stand: what libxml2 is to see for it. */
static char change_one(struct xml_feed *f, const char *p)
{
    const char c = *p;
    f->off = f->off || ends_it(p);
    if (f->off)
        return c;
    switch (f->inside) {
    case FEED_TEXT:
        if (c == '<')
            begin_markup(f, p);
        else if (c == '&' && !is_reference(p))
            f->off = true;
        return (unsigned char)c < FEED_STAND_IN ? c : FEED_STAND_IN;
    case FEED_TAG:
        f->inside = c == '>' ? FEED_TEXT : c == '"' ? FEED_DOUBLE : c == '\'' ? FEED_SINGLE : FEED_TAG;
        break;
    case FEED_DOUBLE:
        f->inside = c == '"' ? FEED_TAG : FEED_DOUBLE;
        break;
    case FEED_SINGLE:
        f->inside = c == '\'' ? FEED_TAG : FEED_SINGLE;
        break;
    case FEED_COMMENT:
        go_on(f, c, '-', 2);
        break;
    case FEED_INSTRUCTION:
        go_on(f, c, '?', 1);
        break;
    case FEED_CDATA:
        go_on(f, c, ']', 2);
        break;
    }
    return c;
}

/* ---- by blocks ---- */

#if BLOCK > 0
static bool change_block(struct xml_feed *f, char *to, const char *p)
{
    struct block b;
    if (f->inside > FEED_DOUBLE || !block_look(&b, p))
        return false;
    const bool in_tag = f->inside != FEED_TEXT, in_value = f->inside == FEED_DOUBLE;
    /* Where it is right that each '<' begins a tag and each '>' ends one, those bits say what is in tags; and that is right where each '<' is followed by a '>' and none
     * stands in a value. */
    const uint64_t tag = block_between(b.begins | b.ends) ^ (in_tag ? UINT64_MAX : 0);
    const uint64_t value = block_between(b.doubles & tag) ^ (in_value ? UINT64_MAX : 0);
    if ((b.begins & ~tag) | (b.ends & (tag | value)) | (b.singles & tag))
        return false;
    block_put(to, p, b.high, b.high & ~tag);
    f->inside = !(tag >> 63) ? FEED_TEXT : value >> 63 ? FEED_DOUBLE : FEED_TAG;
    return true;
}
#else
static bool change_block(struct xml_feed *f, char *to, const char *p)
{
    (void)f, (void)to, (void)p;
    return false;
}
#endif

/* The n bytes at p as libxml2 is to see them. */
static void change(struct xml_feed *f, char *to, const char *p, size_t n)
{
    const size_t step = BLOCK > 0 ? BLOCK : n;
    for (size_t at = 0; at < n; at += step) {
        const size_t end = n - at < step ? n : at + step;
        if (f->off) {
            memcpy(to + at, p + at, n - at);
            return;
        }
        if (end - at == step && change_block(f, to + at, p + at))
            continue;
        for (size_t i = at; i < end; i++)
            to[i] = change_one(f, p + i);
    }
}

/* ---- giving ---- */

/* Room for FILL more bytes, and SLACK. */
static bool make_room(struct xml_feed *f, uint64_t needed)
{
    const size_t gone = needed - f->offset < f->given ? (size_t)(needed - f->offset) : f->given;
    if (f->cap - f->held >= FILL + SLACK)
        return true;
    if (gone > 0 && gone >= f->cap / 2) {
        memmove(f->p, f->p + gone, f->held - gone);
        f->held -= gone;
        f->given -= gone;
        f->offset += gone;
        return true;
    }
    const size_t cap = f->cap ? f->cap * 2 : 4 * FILL;
    char *p = realloc(f->p, cap);
    if (!p)
        return false;
    f->p = p;
    f->cap = cap;
    return true;
}

/* Until so many are held that were not given, or all are. */
static void fill(struct xml_feed *f, uint64_t needed, size_t n)
{
    while (!f->ended && f->held - f->given < n) {
        const int64_t got = make_room(f, needed) ? f->bytes(f->ctx, f->p + f->held, f->cap - f->held - SLACK, &f->err) : error_memory(&f->err);
        f->failed = got < 0;
        f->ended = got <= 0;
        f->held += got > 0 ? (size_t)got : 0;
        if (f->ended && f->p)
            memset(f->p + f->held, 0, SLACK);
    }
}

/* How many blanks the bytes given so far end in, with these n. */
static void count_blanks(struct xml_feed *f, const char *p, size_t n)
{
    size_t at = n;
    while (at > 0 && xml_is_blank(p[at - 1]))
        at--;
    f->blanks = at > 0 ? (uint64_t)(n - at) : f->blanks + n;
    f->blanks_most = f->blanks > f->blanks_most ? f->blanks : f->blanks_most;
}

int feed_take(struct xml_feed *f, uint64_t needed, char *to, int most)
{
    fill(f, needed, (size_t)most + AHEAD);
    const size_t left = f->held - f->given, n = left < (size_t)most ? left : (size_t)most;
    if (n == 0)
        return 0;
    change(f, to, f->p + f->given, n);
    count_blanks(f, to, n);
    f->given += n;
    return (int)n;
}

/* ---- taking back ---- */

/* Of eight bytes: how they differ from those here, and from their stand-ins. */
static inline void differ(uint64_t a, uint64_t b, uint64_t *whole, uint64_t *changed)
{
    const uint64_t high = b >> 7 & 0x0101010101010101u;
    *whole |= a ^ b;
    *changed |= a ^ ((b | high * 0xFF) & 0x7F7F7F7F7F7F7F7Fu);
}

bool feed_is_same(const char *told, const char *here, size_t n)
{
    uint64_t whole = 0, changed = 0;
    size_t at = 0;
    for (; n - at >= 8; at += 8)
        differ(eight_at(told + at), eight_at(here + at), &whole, &changed);
    if (n >= 8 && at < n)
        differ(eight_at(told + n - 8), eight_at(here + n - 8), &whole, &changed);
    else if (n - at >= 4)
        differ(few_at(told, n), few_at(here, n), &whole, &changed);
    else
        for (; at < n; at++) {
            const unsigned char a = (unsigned char)told[at], b = (unsigned char)here[at];
            whole |= a ^ b;
            changed |= a ^ (b < FEED_STAND_IN ? b : FEED_STAND_IN);
        }
    return whole == 0 || changed == 0;
}
