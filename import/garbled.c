/* import/garbled.c: see the header. Every name of a catalog comes by here, so that looking counts bytes, and only a sample is looked at closely. */
#include "import/garbled.h"

#include "base/decode.h"
#include "base/i18n.h"
#include "base/text.h"

#define SAMPLE      64  /* values of a column that are tried as UTF-8 read as GBK */
#define SHOWN_MOST  20  /* characters of an example */
#define LOOKED_MOST 400 /* bytes of a value that are looked at closely */

enum sort { LATIN, PRIVATE, LOST, CHINESE, SORTS };

struct example {
    char text[SHOWN_MOST * 4 + 4];
    uint32_t line;
};
struct column {
    uint64_t values, wide; /* with a text; of those, not all ASCII */
    uint64_t hits[SORTS];
    uint64_t sampled;
    struct example first[SORTS];
};

static const enum entry_text columns[] = { ENTRY_NAME, ENTRY_GENERIC, ENTRY_BRAND, ENTRY_FORM, ENTRY_MANUFACTURER };
static const char *const column_words[] = { "name", "generic", "brand", "form", "manufacturer" };
#define COLUMNS (sizeof columns / sizeof *columns)

struct garbled {
    struct column column[COLUMNS];
    struct buf bytes;
};

struct garbled *garbled_new(struct error *err)
{
    struct garbled *g = calloc(1, sizeof *g);
    if (!g)
        error_memory(err);
    return g;
}

void garbled_free(struct garbled *g)
{
    if (!g)
        return;
    buf_release(&g->bytes);
    free(g);
}

/* ---- looking ---- */

/* What a value is made of, in characters. */
struct makeup {
    size_t all, latin, private, lost;
};

/* By the first bytes of each character. Latin: U+0080 to U+00FF, and what windows-1252 has between 80 and 9F. */
static struct makeup makeup_of(struct span text)
{
    struct makeup m = { 0, 0, 0, 0 };
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        unsigned char next = i + 1 < text.n ? (unsigned char)text.p[i + 1] : 0;
        if ((c & 0xC0) == 0x80)
            continue;
        m.all++;
        if (c < 0xC2)
            continue;
        m.latin += c == 0xC2 || c == 0xC3 || c == 0xC5 || c == 0xC6 || c == 0xCB || (c == 0xE2 && (next == 0x80 || next == 0x82 || next == 0x84));
        m.private += c == 0xEE || (c == 0xEF && next < 0xA4) || c == 0xF4 || (c == 0xF3 && next >= 0xB0);
        m.lost += c == 0xEF && next == 0xBF && i + 2 < text.n && (unsigned char)text.p[i + 2] == 0xBD;
    }
    return m;
}

static void hit(struct column *c, enum sort sort, struct span text, uint32_t line)
{
    if (c->hits[sort]++ > 0)
        return;
    size_t n = utf8_first(text, SHOWN_MOST);
    struct example *e = &c->first[sort];
    memcpy(e->text, text.p, n);
    memcpy(e->text + n, n < text.n ? "…" : "", n < text.n ? sizeof "…" : 1);
    e->line = line;
}

static size_t count_han(struct span text)
{
    size_t n = 0;
    for (size_t at = 0; at < text.n;)
        n += utf8_is_han(utf8_next(text, &at));
    return n;
}

/* Whether the bytes are Chinese in UTF-8, but for a character at the end that was cut. *n: of its bytes. */
static bool is_chinese_utf8(struct span bytes, size_t *n)
{
    *n = utf8_valid_prefix(bytes);
    return bytes.n - *n < 3 && count_han((struct span){ bytes.p, *n }) >= 2;
}

/* Is it UTF-8 that was read as GBK? Real Chinese in GBK is never UTF-8 by chance but for single characters. */
static int look_closely(struct garbled *g, struct column *c, struct span text, uint32_t line, struct error *err)
{
    size_t n;
    struct span begin = { text.p, utf8_first(text, LOOKED_MOST / 4) };
    buf_clear(&g->bytes);
    int got = text_encode(begin, "GB18030", &g->bytes, err);
    if (got < 0)
        return -1;
    c->sampled++;
    if (got > 0 && is_chinese_utf8(buf_span(&g->bytes), &n))
        hit(c, CHINESE, text, line);
    return 0;
}

int garbled_look(struct garbled *g, const struct entry *e, uint32_t line, struct error *err)
{
    for (size_t i = 0; i < COLUMNS; i++) {
        struct span text = e->text[columns[i]];
        struct column *c = &g->column[i];
        if (text.n == 0)
            continue;
        struct makeup m = makeup_of(text);
        c->values++;
        if (m.all == text.n)
            continue;
        c->wide++;
        if (m.lost > 0)
            hit(c, LOST, text, line);
        if (m.latin > 1 && m.latin * 2 > m.all)
            hit(c, LATIN, text, line);
        else if (m.private * 2 > m.all)
            hit(c, PRIVATE, text, line);
        else if (c->sampled < SAMPLE && look_closely(g, c, text, line, err) < 0)
            return -1;
    }
    return 0;
}

/* ---- telling ---- */

static bool is_garbled(const struct column *c, enum sort sort)
{
    uint64_t of = sort == CHINESE ? c->sampled : c->wide;
    return sort == LOST ? c->hits[LOST] > 0 : c->hits[sort] * 2 > of;
}

/* What a text was, if its characters are the bytes of `as`: 1 and *read, the encoding that makes Chinese of them. */
static int guess(struct garbled *g, struct span text, const char *as, const char **read, struct buf *out, struct error *err)
{
    size_t n = 0;
    buf_clear(&g->bytes);
    int got = text_encode(text, as, &g->bytes, err);
    if (got <= 0)
        return got;
    if (is_chinese_utf8(buf_span(&g->bytes), &n)) {
        *read = "UTF-8";
        buf_add(out, g->bytes.p, n);
        return buf_check(out, err) < 0 ? -1 : 1;
    }
    struct decoder *d = decoder_new("GB18030", true, err);
    struct error not_that;
    if (!d)
        return -1;
    got = decoder_feed(d, g->bytes.p, g->bytes.n, false, out, &not_that) == 0 && count_han(buf_span(out)) * 2 > utf8_count(buf_span(out));
    decoder_free(d);
    *read = "GB18030";
    return got;
}

/* Without the mark of a text that goes on. */
static struct span example_text(const struct example *e)
{
    struct span s = span_of(e->text);
    return (struct span){ s.p, utf8_first(s, SHOWN_MOST) };
}

/* "name, generic": the columns that are garbled in this way, in *list; the first of them. NULL: none. */
static const struct column *which(const struct garbled *g, enum sort sort, struct buf *list)
{
    const struct column *first = NULL;
    for (size_t i = 0; i < COLUMNS; i++) {
        if (!is_garbled(&g->column[i], sort))
            continue;
        buf_addf(list, "%s%s", first ? _(", ") : "", column_words[i]);
        first = first ? first : &g->column[i];
    }
    return first;
}

static int write_sentence(struct garbled *g, enum sort sort, const struct column *c, const char *list, struct buf *out, struct error *err)
{
    static const char *const readings[SORTS][2] = { [LATIN] = { "windows-1252", "ISO-8859-1" }, [CHINESE] = { "GB18030", NULL } };
    const struct example *e = &c->first[sort];
    unsigned long long hits = c->hits[sort], of = sort == CHINESE ? c->sampled : c->values;
    struct buf was = BUF_INIT;
    const char *read = NULL;
    int got = 0, i;
    for (i = 0; i < 2 && got == 0 && readings[sort][i]; i++) {
        buf_clear(&was);
        got = guess(g, example_text(e), readings[sort][i], &read, &was, err);
    }
    if (got > 0)
        buf_addf(out, _("%s: garbled, %llu of %llu values, such as \"%s\" in line %u, which was probably \"%s\": %s that something read as %s before; "
                        "have the file made again"),
                 list, hits, of, e->text, e->line, buf_str(&was), read, readings[sort][i - 1]);
    else if (got == 0 && sort == LATIN)
        buf_addf(out, _("%s: %llu of %llu values are hardly anything but accented letters and signs, such as \"%s\" in line %u: something may have read "
                        "them in a wrong encoding before; compare them with the original"),
                 list, hits, of, e->text, e->line);
    else if (got == 0 && sort == PRIVATE)
        buf_addf(out, _("%s: %llu of %llu values are mostly characters of the private area, such as \"%s\" in line %u, which other computers show as "
                        "something else or not at all; have the file made again"),
                 list, hits, of, e->text, e->line);
    else if (got == 0 && sort == LOST)
        buf_addf(out, _("%s: %llu of %llu values have lost characters (U+FFFD), such as \"%s\" in line %u; have the file made again"), list, hits, of,
                 e->text, e->line);
    buf_release(&was);
    return got < 0 ? -1 : buf_check(out, err);
}

int garbled_tell(struct garbled *g, int (*say)(void *ctx, const char *sentence, struct error *err), void *ctx, struct error *err)
{
    int rc = 0;
    for (int sort = 0; sort < SORTS && rc == 0; sort++) {
        struct buf list = BUF_INIT, sentence = BUF_INIT;
        const struct column *c = which(g, (enum sort)sort, &list);
        if (c)
            rc = write_sentence(g, (enum sort)sort, c, buf_str(&list), &sentence, err);
        if (rc == 0 && sentence.n > 0)
            rc = say(ctx, buf_str(&sentence), err);
        buf_release(&list);
        buf_release(&sentence);
    }
    return rc;
}
