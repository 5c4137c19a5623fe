/* io/sheet_value.c: see the header. Decimal text throughout: nothing is ever turned into a binary fraction. */
#include "io/sheet_value.h"

#define KEPT       40        /* digits that count which are looked at; more are noise */
#define PLACES     40        /* a number beyond 10^40, or below 10^-40, stays as it is written */
#define FRACTION   12        /* digits of a day's fraction */
#define DAY        86400
#define LAST_DAY   2958465   /* 9999-12-31 */

/* ---- formats ---- */

static struct sheet_style plain(enum sheet_format format)
{
    return (struct sheet_style){ (unsigned char)format, 0 };
}

struct sheet_style sheet_style_builtin(unsigned number)
{
    static const struct {
        unsigned char from, to, format;
    } known[] = {
        { 14, 17, SHEET_DATE }, { 18, 21, SHEET_TIME }, { 22, 22, SHEET_DATETIME },
        { 27, 31, SHEET_DATE }, { 32, 35, SHEET_TIME }, { 36, 36, SHEET_DATE }, /* Chinese, Japanese, Korean */
        { 45, 47, SHEET_TIME },
        { 50, 54, SHEET_DATE }, { 55, 56, SHEET_TIME }, { 57, 58, SHEET_DATE },
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (number >= known[i].from && number <= known[i].to)
            return plain((enum sheet_format)known[i].format);
    return plain(SHEET_PLAIN);
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Behind what is text in a format at `i`: "…", \x, _x, *x, [Red], [$-804], General; i itself where a sign of the format stands there. */
static size_t skip_text(struct span code, size_t i)
{
    static const char *const words[] = { "general", "g/通用格式", "am/pm", "a/p", "上午/下午" };
    char c = code.p[i];
    if (c == '"') {
        const char *end = memchr(code.p + i + 1, '"', code.n - i - 1);
        return end ? (size_t)(end - code.p) + 1 : code.n;
    }
    if (c == '\\' || c == '_' || c == '*')
        return i + 2 < code.n ? i + 2 : code.n;
    for (size_t w = 0; w < sizeof words / sizeof *words; w++) {
        size_t n = strlen(words[w]), k = 0;
        while (k < n && i + k < code.n && lower(code.p[i + k]) == words[w][k])
            k++;
        if (k == n)
            return i + n;
    }
    const char *end = c == '[' ? memchr(code.p + i, ']', code.n - i) : NULL;
    bool elapsed = c == '[' && i + 1 < code.n && strchr("hmsHMS", code.p[i + 1]);
    return end && !elapsed ? (size_t)(end - code.p) + 1 : i;
}

struct sheet_style sheet_style_of(struct span code)
{
    bool day = false, clock = false, month = false;
    size_t zeros = 0;
    for (size_t i = 0; i < code.n && code.p[i] != ';';) {
        size_t behind = skip_text(code, i);
        if (behind > i) {
            i = behind;
            continue;
        }
        char c = lower(code.p[i++]);
        day |= c == 'y' || c == 'd';
        clock |= c == 'h' || c == 's';
        month |= c == 'm';
        zeros += c == '0';
    }
    if (day || (month && !clock))
        return plain(clock ? SHEET_DATETIME : SHEET_DATE);
    if (clock)
        return plain(SHEET_TIME);
    struct sheet_style style = plain(SHEET_PLAIN);
    if (zeros == code.n && zeros > 1 && zeros < 64)
        style.zeros = (unsigned char)zeros;
    return style;
}

/* ---- numbers ---- */

/* A number in its digits: 0.digits × 10^point. */
struct digits {
    char d[KEPT];
    int n, point;
    bool negative;
};

static int digits_of_exponent(const char *p, const char *end, int *out)
{
    bool negative = p < end && *p == '-';
    int value = 0;
    if (p < end && (*p == '-' || *p == '+'))
        p++;
    if (p == end)
        return -1;
    for (; p < end; p++) {
        if (*p < '0' || *p > '9')
            return -1;
        value = value < 10000 ? value * 10 + (*p - '0') : value;
    }
    *out = negative ? -value : value;
    return 0;
}

static bool take_digits(struct span s, struct digits *out)
{
    const char *p = s.p, *end = s.p + s.n;
    bool any = false, behind = false;
    *out = (struct digits){ .n = 0 };
    if (p < end && (*p == '-' || *p == '+'))
        out->negative = *p++ == '-';
    for (; p < end && *p != 'e' && *p != 'E'; p++) {
        if (*p == '.' && !behind) {
            behind = true;
            continue;
        }
        if (*p < '0' || *p > '9')
            return false;
        any = true;
        if (out->n > 0 || *p != '0') {
            if (out->n < KEPT)
                out->d[out->n++] = *p;
            if (!behind && out->point < 10000)
                out->point++;
        } else if (behind && out->point > -10000) {
            out->point--;
        }
    }
    int exponent = 0;
    if (!any || (p < end && digits_of_exponent(p + 1, end, &exponent) < 0))
        return false;
    out->point = out->n > 0 ? out->point + exponent : 0;
    return true;
}

/* To `keep` digits, half up; then no zeros at the end. */
static void round_digits(struct digits *v, int keep)
{
    if (v->n > keep) {
        bool up = v->d[keep] >= '5';
        v->n = keep;
        while (up && v->n > 0 && v->d[v->n - 1] == '9')
            v->n--;
        if (up && v->n > 0) {
            v->d[v->n - 1]++;
        } else if (up) {
            v->d[0] = '1';
            v->n = 1;
            v->point++;
        }
    }
    while (v->n > 0 && v->d[v->n - 1] == '0')
        v->n--;
    if (v->n == 0) {
        v->point = 0;
        v->negative = false;
    }
}

bool sheet_number(struct span written, struct buf *out, bool *lost)
{
    struct digits v;
    written = span_trim(written);
    *lost = false;
    if (!take_digits(written, &v))
        return false;
    *lost = v.point > SHEET_DIGITS;
    round_digits(&v, SHEET_DIGITS);
    if (v.point > PLACES || v.point < -PLACES) {
        buf_addspan(out, written);
        return true;
    }
    if (v.negative)
        buf_addc(out, '-');
    if (v.point <= 0)
        buf_adds(out, v.n > 0 ? "0." : "0");
    for (int i = v.point; i < 0; i++)
        buf_addc(out, '0');
    for (int i = 0; i < v.n; i++) {
        if (i == v.point && i > 0)
            buf_addc(out, '.');
        buf_addc(out, v.d[i]);
    }
    for (int i = v.n; i < v.point; i++)
        buf_addc(out, '0');
    return true;
}

/* ---- days ---- */

/* The day and the second of it: 46204.354166666664 is day 46204, second 30600. */
static bool split_day(struct span written, int *day, int *second)
{
    struct digits v;
    int64_t whole = 0, part = 0, unit = 1;
    if (!take_digits(span_trim(written), &v))
        return false;
    round_digits(&v, SHEET_DIGITS);
    if (v.negative || v.point > 7)
        return false;
    for (int i = 0; i < v.point; i++)
        whole = whole * 10 + (i < v.n ? v.d[i] - '0' : 0);
    for (int i = v.point; i < v.point + FRACTION; i++)
        unit *= 10;
    for (int i = 0; i < FRACTION; i++) { /* the i-th digit behind the point */
        int at = v.point + i;
        part = part * 10 + (at >= 0 && at < v.n ? v.d[at] - '0' : 0);
    }
    int64_t seconds = (part * DAY + unit / 2) / unit;
    *day = (int)(whole + seconds / DAY);
    *second = (int)(seconds % DAY);
    return whole <= LAST_DAY;
}

static bool add_day(int day, bool from_1904, struct buf *out)
{
    char text[DATE_TEXT];
    if (!from_1904 && day == 60) { /* a day that Excel invented */
        buf_adds(out, "1900-02-29");
        return true;
    }
    date d = from_1904 ? date_add_days(19040101, day) : date_add_days(day < 60 ? 18991231 : 18991230, day);
    if (d == DATE_NONE || (!from_1904 && day < 1))
        return false;
    buf_adds(out, date_text(d, text));
    return true;
}

bool sheet_day(struct span written, enum sheet_format format, bool from_1904, struct buf *out)
{
    int day, second;
    if (!split_day(written, &day, &second))
        return false;
    bool clock = format == SHEET_TIME || (format == SHEET_DATETIME && second != 0);
    if (format != SHEET_TIME || day > 0) {
        if (!add_day(day, from_1904, out))
            return false;
        if (clock)
            buf_addc(out, ' ');
    }
    if (clock)
        buf_addf(out, "%02d:%02d:%02d", second / 3600, second / 60 % 60, second % 60);
    return true;
}

/* ---- references ---- */

bool sheet_unsigned(struct span s, uint32_t *out)
{
    uint32_t value = 0;
    if (s.n == 0 || s.n > 9)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
        value = value * 10 + (uint32_t)(s.p[i] - '0');
    }
    *out = value;
    return true;
}

bool sheet_reference(struct span s, uint32_t *row, uint32_t *column)
{
    uint32_t letters = 0;
    size_t i = 0;
    for (; i < s.n && i < 3 && s.p[i] >= 'A' && s.p[i] <= 'Z'; i++)
        letters = letters * 26 + (uint32_t)(s.p[i] - 'A') + 1;
    if (letters == 0 || letters > SHEET_COLUMNS_MOST || !sheet_unsigned((struct span){ s.p + i, s.n - i }, row))
        return false;
    *column = letters - 1;
    return *row >= 1 && *row <= SHEET_ROWS_MOST;
}
