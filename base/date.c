/* base/date.c: calendar days as numbers. Knows no time of day and asks no clock. */
#include "base/date.h"

static bool is_leap(int y)
{
    return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

static int days_in_month(int y, int m)
{
    static const signed char days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    return m == 2 && is_leap(y) ? 29 : days[m - 1];
}

bool date_is_valid(int year, int month, int day)
{
    return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= days_in_month(year, month);
}

static bool make(int y, int m, int d, date *out)
{
    if (!date_is_valid(y, m, d))
        return false;
    *out = y * 10000 + m * 100 + d;
    return true;
}

/* Reads min..max digits at *at. */
static bool digits(struct span s, size_t *at, int min, int max, int *out)
{
    int n = 0, value = 0;
    while (n < max && *at < s.n && s.p[*at] >= '0' && s.p[*at] <= '9') {
        value = value * 10 + (s.p[(*at)++] - '0');
        n++;
    }
    *out = value;
    return n >= min;
}

static bool literal(struct span s, size_t *at, struct span text)
{
    if (!span_starts((struct span){ s.p + *at, s.n - *at }, text))
        return false;
    *at += text.n;
    return true;
}

bool date_parse_iso(struct span s, date *out)
{
    s = span_trim(s);
    size_t at = 0;
    int y, m, d;
    return s.n == 10 && digits(s, &at, 4, 4, &y) && literal(s, &at, SPAN("-")) && digits(s, &at, 2, 2, &m) &&
           literal(s, &at, SPAN("-")) && digits(s, &at, 2, 2, &d) && make(y, m, d, out);
}

/* Nothing, or a time of day: "T12:00:00", " 0:00", "12:00:00.000", with an optional zone Z or +08:00. */
static bool time_or_end(struct span s)
{
    size_t at = 0;
    int h, m, sec = 0, rest;
    if (s.n == 0)
        return true;
    if (s.p[0] != 'T' && s.p[0] != ' ')
        return false;
    while (at < s.n && (s.p[at] == ' ' || s.p[at] == 'T'))
        at++;
    if (!digits(s, &at, 1, 2, &h) || !literal(s, &at, SPAN(":")) || !digits(s, &at, 2, 2, &m))
        return false;
    if (literal(s, &at, SPAN(":")) && !digits(s, &at, 2, 2, &sec))
        return false;
    if (literal(s, &at, SPAN(".")) && !digits(s, &at, 1, 9, &rest))
        return false;
    if (h > 24 || m > 59 || sec > 60)
        return false;
    if (literal(s, &at, SPAN("Z")) || at == s.n)
        return at == s.n;
    return (literal(s, &at, SPAN("+")) || literal(s, &at, SPAN("-"))) && digits(s, &at, 2, 2, &h) &&
           (literal(s, &at, SPAN(":")) || true) && digits(s, &at, 2, 2, &m) && at == s.n;
}

/* The written orders: what stands behind year, month and day, and how many digits month and day have. */
struct shape {
    struct span after_year, after_month, after_day;
    int min_digits;
};

bool date_parse_loose(struct span s, date *out)
{
    const struct shape shapes[] = {
        { SPAN("-"), SPAN("-"), SPAN(""), 1 },         { SPAN("/"), SPAN("/"), SPAN(""), 1 },
        { SPAN("."), SPAN("."), SPAN(""), 1 },         { SPAN(""), SPAN(""), SPAN(""), 2 },
        { SPAN("\xE5\xB9\xB4"), SPAN("\xE6\x9C\x88"), SPAN("\xE6\x97\xA5"), 1 }, /* 年 月 日 */
    };
    s = span_trim(s);
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        const struct shape *f = &shapes[i];
        size_t at = 0;
        int y, m, d;
        if (digits(s, &at, 4, 4, &y) && literal(s, &at, f->after_year) && digits(s, &at, f->min_digits, 2, &m) &&
            literal(s, &at, f->after_month) && digits(s, &at, f->min_digits, 2, &d) && literal(s, &at, f->after_day) &&
            time_or_end((struct span){ s.p + at, s.n - at }))
            return make(y, m, d, out);
    }
    return false;
}

bool date_parse_format(struct span s, const char *format, date *out)
{
    int y = 0, m = 0, d = 0, rest;
    size_t at = 0;
    s = span_trim(s);
    for (const char *f = format; *f; f++) {
        bool ok;
        char c = *f;
        if (c == '%' && f[1]) {
            c = *++f;
            ok = c == 'Y'   ? digits(s, &at, 4, 4, &y)
                 : c == 'm' ? digits(s, &at, 1, 2, &m)
                 : c == 'd' ? digits(s, &at, 1, 2, &d)
                 : c == 'H' || c == 'M' || c == 'S' ? digits(s, &at, 1, 2, &rest)
                 : c == '%' && literal(s, &at, SPAN("%"));
        } else {
            ok = literal(s, &at, (struct span){ f, 1 });
        }
        if (!ok)
            return false;
    }
    return at == s.n && make(y, m, d, out);
}

const char *date_text(date d, char out[DATE_TEXT])
{
    out[0] = '\0';
    if (d > 0 && d <= 99991231)
        snprintf(out, DATE_TEXT, "%04u-%02u-%02u", (unsigned)d / 10000 % 10000, (unsigned)d / 100 % 100, (unsigned)d % 100);
    return out;
}

/* Days since 0000-03-01 (the year is taken to begin in March, so that the leap day is its last). */
static int64_t to_days(date d)
{
    int64_t y = d / 10000, m = d / 100 % 100, day = d % 100;
    y -= m <= 2;
    m = (m + 9) % 12;
    return y * 365 + y / 4 - y / 100 + y / 400 + (m * 153 + 2) / 5 + day - 1;
}

static date from_days(int64_t n)
{
    int64_t era = n / 146097, in_era = n % 146097;
    int64_t year = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
    int64_t in_year = in_era - (year * 365 + year / 4 - year / 100);
    int64_t m = (in_year * 5 + 2) / 153;
    int64_t day = in_year - (m * 153 + 2) / 5 + 1;
    int64_t y = era * 400 + year + (m >= 10);
    m = m < 10 ? m + 3 : m - 9;
    return (date)(y * 10000 + m * 100 + day);
}

date date_add_days(date d, int days)
{
    const int64_t first = 306, last = to_days(99991231); /* 0001-01-01 */
    if (d == DATE_NONE)
        return DATE_NONE;
    int64_t n = to_days(d) + days;
    return n < first || n > last ? DATE_NONE : from_days(n);
}
