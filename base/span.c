/* base/span.c: comparing, trimming and searching bytes that belong to somebody else. */
#include "base/span.h"

/* Bytes of the blank that s begins with, or 0. */
static size_t blank_first(struct span s)
{
    if (s.n == 0)
        return 0;
    if (s.p[0] == ' ' || s.p[0] == '\t' || s.p[0] == '\r' || s.p[0] == '\n')
        return 1;
    if (s.n >= 2 && memcmp(s.p, "\xC2\xA0", 2) == 0)
        return 2;
    if (s.n >= 3 && (memcmp(s.p, "\xE3\x80\x80", 3) == 0 || memcmp(s.p, "\xEF\xBB\xBF", 3) == 0))
        return 3;
    return 0;
}

/* Bytes of the blank that s ends with, or 0. */
static size_t blank_last(struct span s)
{
    if (s.n == 0)
        return 0;
    char c = s.p[s.n - 1];
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n')
        return 1;
    for (size_t n = 2; n <= 3 && n <= s.n; n++)
        if (blank_first((struct span){ s.p + s.n - n, n }) == n)
            return n;
    return 0;
}

struct span span_trim(struct span s)
{
    size_t n;
    while ((n = blank_first(s)) > 0) {
        s.p += n;
        s.n -= n;
    }
    while ((n = blank_last(s)) > 0)
        s.n -= n;
    return s;
}

bool span_starts(struct span s, struct span prefix)
{
    return s.n >= prefix.n && (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}

bool span_ends(struct span s, struct span suffix)
{
    return s.n >= suffix.n && (suffix.n == 0 || memcmp(s.p + s.n - suffix.n, suffix.p, suffix.n) == 0);
}

int span_cmp(struct span a, struct span b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n ? memcmp(a.p, b.p, n) : 0;
    if (c != 0)
        return c;
    return a.n < b.n ? -1 : a.n > b.n;
}

size_t span_find(struct span s, struct span needle)
{
    if (needle.n == 0)
        return 0;
    if (needle.n > s.n)
        return (size_t)-1;
    const char *hit = memmem(s.p, s.n, needle.p, needle.n);
    return hit ? (size_t)(hit - s.p) : (size_t)-1;
}

static bool is_digit(struct span s, size_t i)
{
    return i < s.n && s.p[i] >= '0' && s.p[i] <= '9';
}

/* The number at *i, without zeros in front; *i moves behind it. */
static struct span number_at(struct span s, size_t *i)
{
    while (is_digit(s, *i) && s.p[*i] == '0')
        ++*i;
    size_t from = *i;
    while (is_digit(s, *i))
        ++*i;
    return (struct span){ s.p + from, *i - from };
}

int span_cmp_numbers(struct span a, struct span b)
{
    size_t i = 0, k = 0;
    while (i < a.n && k < b.n) {
        if (is_digit(a, i) && is_digit(b, k)) {
            struct span x = number_at(a, &i), y = number_at(b, &k);
            int order = x.n != y.n ? (x.n > y.n) - (x.n < y.n) : span_cmp(x, y);
            if (order)
                return order;
            continue;
        }
        if (a.p[i] != b.p[k])
            return (unsigned char)a.p[i] < (unsigned char)b.p[k] ? -1 : 1;
        i++;
        k++;
    }
    if (i < a.n || k < b.n)
        return i < a.n ? 1 : -1;
    return span_cmp(a, b);
}
