/* mapper/values.c: see the header. Every reader tries the plain spelling first, without Unicode work: a table has millions
 * of them. The word lists remember raw spellings that they have once resolved, up to a bound. */
#include "mapper/values.h"
#include "base/i18n.h"
#include "base/map.h"
#include "base/share.h"
#include "catalog/kind.h"

#define SPELLINGS_MOST 4096

/* A word list: folded word -> value; raw spellings met -> value; the latest of these, by length and last byte. */
#define RECENT 16
struct words_of {
    struct map folded, raw;
    struct recent {
        char text[15];
        unsigned char n;
        uint32_t value;
    } recent[RECENT];
};
struct values {
    struct text *text;
    struct buf scratch, plain;
    struct words_of kinds, flags, classes;
};

enum { FLAG_NO, FLAG_YES, FLAG_NO_ABSOLUTE, FLAG_YES_ABSOLUTE };

struct loading {
    struct values *values;
    struct words_of *list;
};

/* Adds a word to a list. A word twice is a fault of the file. */
static int add_word(struct loading *l, struct span word, uint32_t value, struct error *err)
{
    if (text_fold(l->values->text, span_trim(word), &l->values->scratch) < 0)
        return error_memory(err);
    int added = map_put(&l->list->folded, buf_span(&l->values->scratch), value);
    if (added < 0)
        return error_memory(err);
    if (added == 0)
        return error_set(err, ERROR_USAGE, _("'%.*s' stands twice"), SPAN_ARG(word));
    return 0;
}

/* "service,facility" as KIND_BITs; 0 where a word is no kind. */
static unsigned kind_bits(struct span list)
{
    unsigned bits = 0;
    while (list.n > 0) {
        size_t comma = span_find(list, SPAN(","));
        struct span word = { list.p, comma == (size_t)-1 ? list.n : comma };
        enum kind kind;
        if (!kind_parse(word, &kind))
            return 0;
        bits |= KIND_BIT(kind);
        size_t step = word.n < list.n ? word.n + 1 : word.n;
        list.p += step;
        list.n -= step;
    }
    return bits;
}

static int kind_line(void *ctx, int line, const struct span *fields, size_t n, struct error *err)
{
    (void)line;
    unsigned bits = kind_bits(fields[1]);
    int64_t list_type = 0;
    if (bits == 0)
        return error_set(err, ERROR_USAGE, _("'%.*s' is not a list of kinds (drug, service, facility, consumable)"),
                         SPAN_ARG(fields[1]));
    if (n > 2 && fields[2].n > 0 && (amount_parse(fields[2], '.', &list_type) != DECIMAL_OK || list_type <= 0))
        return error_set(err, ERROR_USAGE, _("'%.*s' is not a list type (101 to 301)"), SPAN_ARG(fields[2]));
    return add_word(ctx, fields[0], bits | (uint32_t)(list_type / AMOUNT_SCALE) << 8, err);
}

static int flag_line(void *ctx, int line, const struct span *fields, size_t n, struct error *err)
{
    (void)line;
    bool yes = span_is(fields[1], "yes");
    if (!yes && !span_is(fields[1], "no"))
        return error_set(err, ERROR_USAGE, _("'%.*s' is neither yes nor no"), SPAN_ARG(fields[1]));
    bool absolute = n > 2 && span_is(fields[2], "absolute");
    if (absolute)
        return add_word(ctx, fields[0], yes ? FLAG_YES_ABSOLUTE : FLAG_NO_ABSOLUTE, err);
    return add_word(ctx, fields[0], yes ? FLAG_YES : FLAG_NO, err);
}

static int class_line(void *ctx, int line, const struct span *fields, size_t n, struct error *err)
{
    (void)line;
    (void)n;
    if (fields[1].n != 1 || fields[1].p[0] < 'A' || fields[1].p[0] > 'C')
        return error_set(err, ERROR_USAGE, _("'%.*s' is not A, B or C"), SPAN_ARG(fields[1]));
    return add_word(ctx, fields[0], (unsigned char)fields[1].p[0], err);
}

static int load(struct values *v, const char *dir, const char *name, struct words_of *list, share_line *line,
                struct error *err)
{
    struct loading l = { v, list };
    return share_read(dir, name, 2, line, &l, err);
}

static void words_init(struct words_of *w)
{
    map_init(&w->folded);
    map_init(&w->raw);
}

static void words_release(struct words_of *w)
{
    map_release(&w->folded);
    map_release(&w->raw);
}

struct values *values_new(const char *share_dir, struct text *text, struct error *err)
{
    struct values *v = calloc(1, sizeof *v);
    if (!v) {
        error_memory(err);
        return NULL;
    }
    v->text = text;
    buf_init(&v->scratch);
    buf_init(&v->plain);
    words_init(&v->kinds);
    words_init(&v->flags);
    words_init(&v->classes);
    if (load(v, share_dir, "kinds.tsv", &v->kinds, kind_line, err) < 0 ||
        load(v, share_dir, "flags.tsv", &v->flags, flag_line, err) < 0 ||
        load(v, share_dir, "pay-classes.tsv", &v->classes, class_line, err) < 0) {
        values_free(v);
        return NULL;
    }
    return v;
}

void values_free(struct values *v)
{
    if (!v)
        return;
    buf_release(&v->scratch);
    buf_release(&v->plain);
    words_release(&v->kinds);
    words_release(&v->flags);
    words_release(&v->classes);
    free(v);
}

static bool look_up(struct values *v, struct words_of *list, struct span s, uint32_t *out)
{
    struct recent *recent = &list->recent[((unsigned char)s.p[s.n - 1] ^ s.n) % RECENT];
    if (recent->n == s.n && memcmp(recent->text, s.p, s.n) == 0) {
        *out = recent->value;
        return true;
    }
    uint32_t value = map_get(&list->raw, s);
    if (value == MAP_NONE) {
        if (text_fold(v->text, s, &v->scratch) < 0)
            return false;
        value = map_get(&list->folded, span_trim(buf_span(&v->scratch)));
        /* Remembering is only for speed: where memory is out, the next look-up goes the long way again. */
        if (value != MAP_NONE && list->raw.count < SPELLINGS_MOST)
            (void)map_put(&list->raw, s, value);
    }
    if (value != MAP_NONE && s.n <= sizeof recent->text) {
        recent->n = (unsigned char)s.n;
        recent->value = value;
        memcpy(recent->text, s.p, s.n);
    }
    *out = value;
    return value != MAP_NONE;
}

bool value_kind(struct values *v, struct span s, unsigned *kinds, int *list_type)
{
    uint32_t value;
    if (!look_up(v, &v->kinds, s, &value))
        return false;
    *kinds = value & 0xff;
    *list_type = (int)(value >> 8);
    return true;
}

bool value_pay_class(struct values *v, struct span s, char *out)
{
    uint32_t value;
    if (s.n == 1 && s.p[0] >= 'A' && s.p[0] <= 'C') {
        *out = s.p[0];
        return true;
    }
    if (!look_up(v, &v->classes, s, &value))
        return false;
    *out = (char)value;
    return true;
}

bool value_flag(struct values *v, struct span s, bool reversed, bool *out)
{
    uint32_t value;
    if (s.n == 1 && (s.p[0] == '0' || s.p[0] == '1')) {
        *out = (s.p[0] == '1') != reversed;
        return true;
    }
    if (!look_up(v, &v->flags, s, &value))
        return false;
    if (value == FLAG_YES_ABSOLUTE || value == FLAG_NO_ABSOLUTE)
        *out = value == FLAG_YES_ABSOLUTE;
    else
        *out = (value == FLAG_YES) != reversed;
    return true;
}

/* Up to 12 digits and up to 4 decimals, nothing else: nearly every number of a table. */
static bool plain_number(struct span s, int64_t *out, int *places)
{
    static const int64_t scale[] = { 10000, 1000, 100, 10, 1 };
    int64_t value = 0;
    size_t i = 0;
    while (i < s.n && i < 12 && s.p[i] >= '0' && s.p[i] <= '9')
        value = value * 10 + (s.p[i++] - '0');
    if (i == 0)
        return false;
    size_t decimals = 0;
    if (i < s.n && s.p[i] == '.') {
        i++;
        while (i < s.n && decimals < 4 && s.p[i] >= '0' && s.p[i] <= '9') {
            value = value * 10 + (s.p[i++] - '0');
            decimals++;
        }
        if (decimals == 0)
            return false;
    }
    if (i != s.n)
        return false;
    *out = value * scale[decimals];
    *places = (int)decimals;
    return true;
}

/* 1,234,567.50 without its commas into v->plain; false where they do not part groups of three. */
static bool drop_thousands(struct values *v, struct span s)
{
    buf_clear(&v->plain);
    size_t point = span_find(s, SPAN("."));
    size_t whole = point == (size_t)-1 ? s.n : point;
    size_t start = s.n > 0 && (s.p[0] == '-' || s.p[0] == '+') ? 1 : 0;
    size_t comma = span_find(s, SPAN(","));
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] != ',') {
            buf_addc(&v->plain, s.p[i]);
            continue;
        }
        bool in_place = i < whole && i > start && (whole - i) % 4 == 0 && comma - start <= 3;
        if (!in_place)
            return false;
    }
    for (size_t i = comma; comma != (size_t)-1 && i < whole; i++) {
        if ((s.p[i] == ',') != ((whole - i) % 4 == 0))
            return false; /* 1,234567: a group without its comma */
    }
    return !v->plain.failed;
}

static int decimals_of(struct span s)
{
    size_t point = span_find(s, SPAN("."));
    return point == (size_t)-1 ? 0 : (int)(s.n - point - 1);
}

/* Folds s and reads it as a number that may have thousands marks. */
static bool long_number(struct values *v, struct span s, int64_t *out, int *places)
{
    if (!drop_thousands(v, s))
        return false;
    struct span plain = span_trim(buf_span(&v->plain));
    if (amount_parse(plain, '.', out) != DECIMAL_OK)
        return false;
    *places = decimals_of(plain);
    return true;
}

static struct span folded(struct values *v, struct span s)
{
    if (text_fold(v->text, s, &v->scratch) < 0)
        return SPAN_NONE;
    return span_trim(buf_span(&v->scratch));
}

bool value_money(struct values *v, struct span s, int64_t *out, int *places)
{
    if (plain_number(s, out, places))
        return true;
    s = folded(v, s);
    if (span_starts(s, SPAN("¥")))
        s = span_trim((struct span){ s.p + 2, s.n - 2 });
    if (span_ends(s, SPAN("元")))
        s = span_trim((struct span){ s.p, s.n - 3 });
    if (!long_number(v, s, out, places) || *out < 0)
        return false;
    if (*places > 4)
        *places = 4; /* the rest are zeros, or it would not have been read */
    return true;
}

bool value_number(struct values *v, struct span s, bool negative, int64_t *out)
{
    int places;
    if (plain_number(s, out, &places))
        return true;
    return long_number(v, folded(v, s), out, &places) && (negative || *out >= 0);
}

bool value_share(struct values *v, struct span s, int64_t *out)
{
    int places;
    if (plain_number(s, out, &places))
        return *out <= AMOUNT_SCALE;
    s = folded(v, s);
    if (!span_ends(s, SPAN("%")))
        return long_number(v, s, out, &places) && *out >= 0 && *out <= AMOUNT_SCALE;
    s = span_trim((struct span){ s.p, s.n - 1 });
    return amount_parse_scaled(s, '.', 1, 100, out) == DECIMAL_OK && *out >= 0 && *out <= AMOUNT_SCALE;
}

/* Digits from *at on, at most `most`; their number. */
static int plain_digits(struct span s, size_t *at, int most, int *out)
{
    int n = 0, value = 0;
    for (; n < most && *at < s.n && s.p[*at] >= '0' && s.p[*at] <= '9'; n++)
        value = value * 10 + (s.p[(*at)++] - '0');
    *out = value;
    return n;
}

/* 2026-07-01, 2026/7/1, 20260701, also at midnight (2026-07-01 00:00:00, as data bases print it): read without Unicode work. */
static bool plain_date(struct span s, date *out)
{
    size_t at = 0;
    int y, m, d;
    if (s.n >= 17 && s.p[s.n - 9] == ' ' && memcmp(s.p + s.n - 8, "00:00:00", 8) == 0)
        s.n -= 9;
    if (plain_digits(s, &at, 4, &y) != 4 || at == s.n)
        return false;
    char sign = s.p[at] == '-' || s.p[at] == '/' ? s.p[at] : 0;
    at += sign != 0;
    int months = plain_digits(s, &at, 2, &m);
    if (sign && (at == s.n || s.p[at++] != sign))
        return false;
    int days = plain_digits(s, &at, 2, &d), least = sign ? 1 : 2;
    if (months < least || days < least || at != s.n || !date_is_valid(y, m, d))
        return false;
    *out = y * 10000 + m * 100 + d;
    return true;
}

bool value_date(struct values *v, struct span s, date *out)
{
    if (plain_date(s, out))
        return true;
    if (date_parse_loose(s, out))
        return true;
    return date_parse_loose(folded(v, s), out); /* full-width digits */
}

bool value_is_scientific(struct span s)
{
    if (s.n < 4)
        return false;
    size_t plus = s.n - 1;
    while (plus > 0 && s.n - plus <= 3 && s.p[plus] >= '0' && s.p[plus] <= '9')
        plus--;
    if (plus < 2 || plus == s.n - 1 || s.p[plus] != '+' || (s.p[plus - 1] != 'E' && s.p[plus - 1] != 'e') || s.p[0] < '0' || s.p[0] > '9')
        return false;
    for (size_t i = 1; i < plus - 1; i++)
        if (i == 1 ? s.p[i] != '.' : s.p[i] < '0' || s.p[i] > '9')
            return false;
    return true;
}
