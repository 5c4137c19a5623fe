/* base/near.c: see the header. */
#include "base/near.h"
#include "base/i18n.h"
#include "base/text.h"

/* false: too long */
static bool characters(struct span s, uint32_t out[NEAR_LONGEST], size_t *n, bool *ascii)
{
    *n = 0;
    *ascii = true;
    for (size_t at = 0; at < s.n;) {
        if (*n == NEAR_LONGEST)
            return false;
        out[*n] = utf8_next(s, &at);
        *ascii = *ascii && out[*n] < 0x80;
        (*n)++;
    }
    return true;
}

static bool digit(uint32_t c) { return c >= '0' && c <= '9'; }

/* A wrong character; another digit is rather another thing than a slip. */
static size_t wrong(uint32_t a, uint32_t b) { return a == b ? 0 : digit(a) && digit(b) ? 2 : 1; }

/* Two neighbours swapped count as one. */
static size_t edits(const uint32_t *a, size_t n, const uint32_t *b, size_t m)
{
    size_t d[NEAR_LONGEST + 1][NEAR_LONGEST + 1];
    for (size_t i = 0; i <= n; i++) {
        for (size_t k = 0; k <= m; k++) {
            if (i == 0 || k == 0) {
                d[i][k] = i + k;
                continue;
            }
            size_t best = d[i - 1][k - 1] + wrong(a[i - 1], b[k - 1]);
            if (d[i - 1][k] + 1 < best)
                best = d[i - 1][k] + 1;
            if (d[i][k - 1] + 1 < best)
                best = d[i][k - 1] + 1;
            if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1] && d[i - 2][k - 2] + 1 < best)
                best = d[i - 2][k - 2] + 1;
            d[i][k] = best;
        }
    }
    return d[n][m];
}

/* Is one the other with one or two characters more at an end? Both have at least two. */
static bool longer(const uint32_t *a, size_t n, const uint32_t *b, size_t m)
{
    const uint32_t *shorter = n < m ? a : b, *other = n < m ? b : a;
    size_t least = n < m ? n : m, most = n < m ? m : n;
    return least >= 2 && most - least <= 2 &&
           (memcmp(shorter, other, least * sizeof *a) == 0 || memcmp(shorter, other + (most - least), least * sizeof *a) == 0);
}

struct near near_begin(struct span word)
{
    struct near near = { .best = SPAN_NONE };
    near.usable = characters(word, near.word, &near.n, &near.ascii) && near.n > 0;
    near.limit = !near.ascii ? near.n / 3 : near.n < 5 ? 1 : (near.n + 1) / 3;
    return near;
}

void near_try(struct near *near, struct span name)
{
    uint32_t other[NEAR_LONGEST] = { 0 };
    size_t n, limit = near->limit;
    bool ascii;
    if (!near->usable || !characters(name, other, &n, &ascii))
        return;
    size_t e = edits(near->word, near->n, other, n);
    bool begun = near->ascii && near->n >= 2 && n >= near->n && memcmp(near->word, other, near->n * sizeof *other) == 0;
    if (begun || (!near->ascii && longer(near->word, near->n, other, n))) {
        e = e > 1 ? 1 : e;
        limit = limit < 1 ? 1 : limit;
    }
    if (e <= limit && (!near->best.p || e < near->edits)) {
        near->best = name;
        near->edits = e;
    }
}

const char *near_name(const char *word, const char *const *names, size_t n)
{
    struct near near = near_begin(span_of(word));
    for (size_t i = 0; i < n; i++)
        near_try(&near, span_of(names[i]));
    return near.best.p;
}

int near_hint(struct error *err, const char *meant)
{
    char text[sizeof err->text];
    if (!err || !meant || !*meant)
        return -1;
    memcpy(text, err->text, sizeof text);
    return error_set(err, err->code, _("%s; did you mean \"%s\"?"), text, meant);
}
