/* base/decode.c: any encoding to UTF-8, by ICU's converters; UTF-8 itself is only checked, here. Every bad sequence is
 * known by its byte offset in the whole input, wherever the pieces were cut. */
#include "base/decode.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/utf8.h"

#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/utf16.h>

#define UNITS 4096
#define SEQUENCE_MOST 16

struct decoder {
    UConverter *converter; /* NULL: UTF-8 */
    const char *name;
    bool strict, stopped;
    bool whole;    /* ICU is to see every sequence in one piece: what is unfinished waits here, not in ICU */
    uint64_t base; /* bytes fed before this piece */
    const char *piece;
    struct buf joined; /* what waited, and the piece behind it */
    uint64_t bad_count, bad_offset;
    unsigned char bad[SEQUENCE_MOST]; /* the first bad sequence */
    size_t bad_n;
    unsigned char pending[SEQUENCE_MOST]; /* an unfinished sequence */
    size_t pending_n;
    UChar high; /* UTF-16: the first half of a pair whose second is still to come, or 0 */
};

/* ---- names ---- */

/* Letters and digits of name, lower case, NUL-terminated; false where there are too many, or other than ASCII. */
static bool squeeze(struct span name, char out[64])
{
    size_t n = 0;
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c - 'A' + 'a');
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            if (n == 63)
                return false;
            out[n++] = c;
        } else if (c != '-' && c != '_' && c != '.' && c != ':' && c != ' ') {
            return false;
        }
    }
    out[n] = '\0';
    return n > 0;
}

/* Squeezed names that mean another encoding than ICU would think, or that ICU does not know. */
static const struct {
    char alias[20];
    char name[12];
} aliases[] = {
    { "gb2312", "GB18030" },     { "gb231280", "GB18030" },  { "gb23121980", "GB18030" }, { "csgb2312", "GB18030" },
    { "gbk", "GB18030" },        { "xgbk", "GB18030" },      { "cngb", "GB18030" },       { "euccn", "GB18030" },
    { "cp936", "GB18030" },      { "ms936", "GB18030" },     { "windows936", "GB18030" }, { "936", "GB18030" },
    { "gb18030", "GB18030" },    { "gb180302000", "GB18030" }, { "gb180302005", "GB18030" },
    { "gb180302022", "GB18030" }, { "utf8", "UTF-8" },       { "usascii", "US-ASCII" },   { "ascii", "US-ASCII" },
    { "utf16le", "UTF-16LE" },   { "utf16be", "UTF-16BE" },  { "utf16", "UTF-16" },
};

/* ICU knows names ("GB", of BS 4730) of converters that it has not. */
static bool can_be_opened(const char *name)
{
    UErrorCode status = U_ZERO_ERROR;
    UConverter *c = ucnv_open(name, &status);
    if (U_SUCCESS(status))
        ucnv_close(c);
    return U_SUCCESS(status) || status == U_MEMORY_ALLOCATION_ERROR; /* decoder_new tells that */
}

const char *encoding_canonical(struct span name)
{
    char squeezed[64], plain[64];
    name = span_trim(name);
    if (name.n >= sizeof plain || !squeeze(name, squeezed))
        return NULL;
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
        if (strcmp(squeezed, aliases[i].alias) == 0)
            return aliases[i].name;
    memcpy(plain, name.p, name.n);
    plain[name.n] = '\0';
    static const char *const standards[] = { "MIME", "IANA", "WINDOWS" };
    for (size_t i = 0; i < sizeof standards / sizeof *standards; i++) {
        UErrorCode status = U_ZERO_ERROR;
        const char *standard = ucnv_getStandardName(plain, standards[i], &status);
        if (U_SUCCESS(status) && standard && can_be_opened(standard))
            return standard;
    }
    return NULL;
}

const char *encoding_by_bom(struct span head, size_t *skip)
{
    if (span_starts(head, SPAN("\xEF\xBB\xBF"))) {
        *skip = 3;
        return "UTF-8";
    }
    *skip = 2;
    if (span_starts(head, SPAN("\xFF\xFE")))
        return "UTF-16LE";
    if (span_starts(head, SPAN("\xFE\xFF")))
        return "UTF-16BE";
    *skip = 0;
    return NULL;
}

/* ---- bad sequences ---- */

static void note_bad(struct decoder *d, uint64_t offset, const void *bytes, size_t n)
{
    if (d->bad_count++ > 0)
        return;
    d->bad_offset = offset;
    d->bad_n = n < SEQUENCE_MOST ? n : SEQUENCE_MOST;
    memcpy(d->bad, bytes, d->bad_n);
}

static int report_bad(struct decoder *d, struct error *err)
{
    char hex[SEQUENCE_MOST * 3 + 1] = "";
    for (size_t i = 0; i < d->bad_n; i++)
        snprintf(hex + i * 3, 4, i + 1 < d->bad_n ? "%02X " : "%02X", d->bad[i]);
    d->stopped = true;
    return error_set(err, ERROR_INPUT, _("the bytes %s at byte offset %llu are not text in %s"), hex,
                     (unsigned long long)d->bad_offset, d->name);
}

/* Called by ICU at each sequence it cannot turn into text. Strict: the error stays, and conversion stops. */
static void on_bad(const void *context, UConverterToUnicodeArgs *args, const char *bytes, int32_t n,
                   UConverterCallbackReason reason, UErrorCode *status)
{
    struct decoder *d = (struct decoder *)(uintptr_t)context;
    if (reason > UCNV_IRREGULAR)
        return;
    uint64_t end = d->base + (uint64_t)(args->source - d->piece);
    note_bad(d, end - (uint64_t)n, bytes, (size_t)n);
    if (d->strict)
        return;
    const UChar replacement = (UChar)UTF8_REPLACEMENT;
    *status = U_ZERO_ERROR;
    ucnv_cbToUWriteUChars(args, &replacement, 1, 0, status);
}

/* ---- life ---- */

struct decoder *decoder_new(const char *encoding, bool strict, struct error *err)
{
    struct decoder *d = calloc(1, sizeof *d);
    if (!d) {
        error_memory(err);
        return NULL;
    }
    d->name = encoding_canonical(span_of(encoding));
    d->strict = strict;
    d->bad_offset = UINT64_MAX;
    if (!d->name) {
        error_set(err, ERROR_USAGE, _("the encoding '%s' is not known"), encoding);
        decoder_free(d);
        return NULL;
    }
    if (strcmp(d->name, "UTF-8") == 0)
        return d;
    UErrorCode status = U_ZERO_ERROR;
    d->converter = ucnv_open(d->name, &status);
    if (U_SUCCESS(status))
        ucnv_setToUCallBack(d->converter, on_bad, d, NULL, NULL, &status);
    if (U_FAILURE(status)) {
        if (status == U_MEMORY_ALLOCATION_ERROR)
            error_memory(err);
        else
            error_set(err, ERROR_USAGE, _("the encoding '%s' is not known"), encoding);
        decoder_free(d);
        return NULL;
    }
    UConverterType type = ucnv_getType(d->converter);
    d->whole = type == UCNV_SBCS || type == UCNV_DBCS || type == UCNV_MBCS || type == UCNV_UTF16_BigEndian ||
               type == UCNV_UTF16_LittleEndian;
    return d;
}

void decoder_free(struct decoder *d)
{
    if (!d)
        return;
    if (d->converter)
        ucnv_close(d->converter);
    buf_release(&d->joined);
    free(d);
}

void decoder_start_at(struct decoder *d, uint64_t offset)
{
    d->base = offset;
}

uint64_t decoder_bad_count(const struct decoder *d)
{
    return d->bad_count;
}

uint64_t decoder_bad_offset(const struct decoder *d)
{
    return d->bad_offset;
}

/* ---- UTF-8 ---- */

/* A bad sequence of n bytes: an error, or U+FFFD. */
static int bad_utf8(struct decoder *d, uint64_t offset, const unsigned char *p, size_t n, struct buf *out,
                    struct error *err)
{
    note_bad(d, offset, p, n);
    if (d->strict)
        return report_bad(d, err);
    buf_adduchar(out, UTF8_REPLACEMENT);
    return 0;
}

/* Completes the unfinished character with bytes from p, as far as they go; the bytes of p used, or -1. */
static int finish_pending(struct decoder *d, const unsigned char *p, size_t n, struct buf *out, struct error *err)
{
    size_t used = 0;
    while (d->pending_n > 0 && used < n) {
        uint32_t c;
        d->pending[d->pending_n] = p[used];
        int step = utf8_step(d->pending, d->pending_n + 1, &c);
        if (step < 0) { /* p[used] does not continue it, and begins something of its own */
            if (bad_utf8(d, d->base + used - d->pending_n, d->pending, d->pending_n, out, err) < 0)
                return -1;
            d->pending_n = 0;
            break;
        }
        d->pending_n++;
        used++;
        if (step > 0) {
            buf_add(out, d->pending, d->pending_n);
            d->pending_n = 0;
        }
    }
    return (int)used;
}

static int feed_utf8(struct decoder *d, struct span s, bool last, struct buf *out, struct error *err)
{
    const unsigned char *p = (const unsigned char *)s.p;
    const size_t n = s.n;
    int used = finish_pending(d, p, n, out, err);
    if (used < 0)
        return -1;
    for (size_t at = (size_t)used; at < n;) {
        uint32_t c;
        size_t good = utf8_valid_prefix((struct span){ (const char *)p + at, n - at });
        buf_add(out, p + at, good);
        at += good;
        if (at == n)
            break;
        int step = utf8_step(p + at, n - at, &c);
        if (step == 0) {
            d->pending_n = n - at;
            memcpy(d->pending, p + at, d->pending_n);
            break;
        }
        size_t bad = (size_t)-step;
        if (bad_utf8(d, d->base + at, p + at, bad, out, err) < 0)
            return -1;
        at += bad;
    }
    d->base += n;
    if (last && d->pending_n > 0) {
        size_t rest = d->pending_n;
        d->pending_n = 0;
        return bad_utf8(d, d->base - rest, d->pending, rest, out, err);
    }
    return 0;
}

/* ---- other encodings ---- */

/* UTF-16 as ICU hands it out, to UTF-8. A pair may be parted between two calls. */
static void add_units(struct decoder *d, const UChar *units, size_t n, struct buf *out)
{
    char *to = buf_room(out, n * 3 + 4); /* a pair is 4 bytes, from 2 units */
    if (!to)
        return;
    for (size_t i = 0; i < n; i++) {
        uint32_t u = units[i];
        if (u < 0x80 && d->high == 0) {
            *to++ = (char)u;
        } else if (u >= 0x800 && (u < 0xD800 || u > 0xDFFF) && d->high == 0) {
            *to++ = (char)(0xE0 | u >> 12);
            *to++ = (char)(0x80 | (u >> 6 & 0x3F));
            *to++ = (char)(0x80 | (u & 0x3F));
        } else if (U16_IS_LEAD(u) && d->high == 0) {
            d->high = units[i];
        } else {
            out->n = (size_t)(to - out->p);
            buf_adduchar(out, d->high == 0       ? u
                              : U16_IS_TRAIL(u) ? 0x10000u + ((d->high - 0xD800u) << 10) + (u - 0xDC00u)
                                                : UTF8_REPLACEMENT);
            d->high = 0;
            to = out->p + out->n;
        }
    }
    out->n = (size_t)(to - out->p);
}

/* Takes back from ICU the unfinished sequence at the end of s. If it stayed there and turned out to be bad, ICU would read
 * its bytes a second time from a place of its own, and offsets would be lost. */
static void hold_back(struct decoder *d, struct span s)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t n = d->whole ? ucnv_toUCountPending(d->converter, &status) : 0;
    if (n <= 0 || n > SEQUENCE_MOST || (size_t)n > s.n || U_FAILURE(status))
        return;
    ucnv_resetToUnicode(d->converter);
    d->pending_n = (size_t)n;
    memcpy(d->pending, s.p + s.n - n, d->pending_n);
}

/* What waited and the piece behind it, in one; d->base is then where that begins. */
static int join(struct decoder *d, struct span *s, struct error *err)
{
    if (d->pending_n == 0)
        return 0;
    buf_clear(&d->joined);
    buf_add(&d->joined, d->pending, d->pending_n);
    buf_addspan(&d->joined, *s);
    d->base -= d->pending_n;
    d->pending_n = 0;
    *s = buf_span(&d->joined);
    return buf_check(&d->joined, err);
}

static int feed_icu(struct decoder *d, struct span s, bool last, struct buf *out, struct error *err)
{
    UErrorCode status;
    if (join(d, &s, err) < 0)
        return -1;
    const char *from = s.p;
    d->piece = s.p;
    do {
        UChar units[UNITS], *to = units;
        status = U_ZERO_ERROR;
        ucnv_toUnicode(d->converter, &to, units + UNITS, &from, s.p + s.n, NULL, last, &status);
        add_units(d, units, (size_t)(to - units), out);
    } while (status == U_BUFFER_OVERFLOW_ERROR);
    if (U_SUCCESS(status)) {
        hold_back(d, s);
        d->base += s.n;
        return 0;
    }
    if (d->strict && d->bad_count > 0)
        return report_bad(d, err);
    d->stopped = true;
    if (status == U_MEMORY_ALLOCATION_ERROR)
        return error_memory(err);
    return error_set(err, ERROR_INPUT, _("text in %s cannot be converted: %s"), d->name, u_errorName(status));
}

int decoder_feed(struct decoder *d, const char *p, size_t n, bool last, struct buf *out, struct error *err)
{
    if (d->stopped)
        return d->bad_count > 0 ? report_bad(d, err) : error_memory(err);
    const struct span s = { p ? p : "", n };
    int status = d->converter ? feed_icu(d, s, last, out, err) : feed_utf8(d, s, last, out, err);
    return status < 0 ? -1 : buf_check(out, err);
}

size_t decoder_as_is(struct decoder *d, const char *p, size_t n)
{
    if (d->converter || d->stopped || d->pending_n > 0)
        return 0;
    size_t good = utf8_valid_prefix((struct span){ p, n });
    d->base += good;
    return good;
}

/* ---- "is all of this UTF-8?" ---- */

void utf8_check_init(struct utf8_check *c)
{
    *c = (struct utf8_check){ .pending_n = 0 };
}

/* Completes the unfinished character with bytes from p; how many were used. */
static size_t check_pending(struct utf8_check *c, const unsigned char *p, size_t n)
{
    size_t used = 0;
    uint32_t character;
    while (c->pending_n > 0 && used < n) {
        c->pending[c->pending_n] = p[used];
        int step = utf8_step(c->pending, c->pending_n + 1, &character);
        if (step < 0) { /* p[used] does not continue it */
            c->bad_count++;
            c->pending_n = 0;
            break;
        }
        c->pending_n++;
        used++;
        if (step > 0) {
            c->seen.multibyte++;
            c->seen.replacements += character == UTF8_REPLACEMENT;
            c->pending_n = 0;
        }
    }
    return used;
}

void utf8_check_feed(struct utf8_check *c, const char *bytes, size_t n)
{
    const unsigned char *p = (const unsigned char *)bytes;
    uint32_t character;
    for (size_t at = check_pending(c, p, n); at < n;) {
        at += utf8_run(p + at, n - at, &c->seen);
        if (at == n)
            break;
        int step = utf8_step(p + at, n - at, &character);
        if (step == 0) {
            c->pending_n = (unsigned)(n - at);
            memcpy(c->pending, p + at, c->pending_n);
            break;
        }
        c->bad_count++;
        at += (size_t)-step;
    }
}

bool utf8_check_end(struct utf8_check *c)
{
    if (c->pending_n > 0) {
        c->bad_count++;
        c->pending_n = 0;
    }
    return c->bad_count == 0;
}
