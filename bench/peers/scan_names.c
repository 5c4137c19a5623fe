/* bench/peers/scan_names.c: what one would write instead of an index: the edit distance from a name to each of a list, bit-parallel (Myers 1999, with
 * Hyyrö's transpositions), the best few kept. For bench/suggest.
 *
 *     scan_names NAMES QUESTIONS K      one name a line in both; for each question the numbers of the K nearest, from 0 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LONGEST 63

struct names {
    uint16_t *chars; /* UTF-16, one name behind the other */
    uint32_t *starts;
    size_t n, chars_n;
};

static size_t to_units(const char *line, uint16_t *out, size_t most)
{
    size_t n = 0;
    for (const unsigned char *p = (const unsigned char *)line; *p && *p != '\n' && n < most;) {
        unsigned c = *p, len = c < 0x80 ? 1 : c < 0xE0 ? 2 : 3;
        unsigned u = len == 1 ? c : len == 2 ? (c & 31u) << 6 | (p[1] & 63u) : (c & 15u) << 12 | (p[1] & 63u) << 6 | (p[2] & 63u);
        out[n++] = (uint16_t)u;
        p += len;
    }
    return n;
}

static int read_names(const char *path, struct names *out)
{
    char line[1024];
    size_t cap = 0;
    FILE *f = fopen(path, "r");
    if (!f)
        return -1;
    while (fgets(line, sizeof line, f)) {
        if (out->n + 2 > cap) {
            cap = cap ? cap * 2 : 4096;
            out->starts = realloc(out->starts, cap * sizeof *out->starts);
            out->chars = realloc(out->chars, cap * (LONGEST + 1) * sizeof *out->chars);
            if (!out->starts || !out->chars) {
                fclose(f);
                return -1;
            }
        }
        out->starts[out->n++] = (uint32_t)out->chars_n;
        out->chars_n += to_units(line, out->chars + out->chars_n, LONGEST);
        out->starts[out->n] = (uint32_t)out->chars_n;
    }
    return fclose(f);
}

/* Where each character of the question stands: one table for all characters of the plane, zeroed again behind the question. */
static uint64_t at[65536];

static unsigned distance(size_t m, const uint16_t *s, size_t n)
{
    uint64_t vp = ~UINT64_C(0), vn = 0, d0 = 0, before = 0, top = UINT64_C(1) << (m - 1);
    unsigned d = (unsigned)m;
    for (size_t i = 0; i < n; i++) {
        uint64_t here = at[s[i]], swapped = ((~d0 & here) << 1) & before;
        d0 = (((here & vp) + vp) ^ vp) | here | vn | swapped;
        uint64_t hp = vn | ~(d0 | vp), hn = d0 & vp;
        d += (hp & top) != 0;
        d -= (hn & top) != 0;
        hp = hp << 1 | 1;
        vp = hn << 1 | ~(d0 | hp);
        vn = hp & d0;
        before = here;
    }
    return d;
}

static void answer(const struct names *names, const uint16_t *q, size_t m, size_t k)
{
    unsigned best_d[64];
    size_t best[64], kept = 0;
    memset(best_d, 0, sizeof best_d);
    for (size_t i = 0; i < m; i++)
        at[q[i]] |= UINT64_C(1) << i;
    for (size_t i = 0; i < names->n; i++) {
        unsigned d = distance(m, names->chars + names->starts[i], names->starts[i + 1] - names->starts[i]);
        if (kept == k && d >= best_d[k - 1])
            continue;
        size_t j = kept < k ? kept++ : k - 1;
        for (; j > 0 && best_d[j - 1] > d; j--) {
            best_d[j] = best_d[j - 1];
            best[j] = best[j - 1];
        }
        best_d[j] = d;
        best[j] = i;
    }
    for (size_t i = 0; i < m; i++)
        at[q[i]] = 0;
    for (size_t i = 0; i < kept; i++)
        printf("%s%zu", i ? " " : "", best[i]);
    putchar('\n');
}

int main(int argc, char **argv)
{
    struct names names = { NULL, NULL, 0, 0 };
    char line[1024];
    size_t k = argc > 3 ? (size_t)strtoul(argv[3], NULL, 10) : 5;
    FILE *f = argc > 2 ? fopen(argv[2], "r") : NULL;
    if (!f || k == 0 || k > 64 || read_names(argv[1], &names) < 0) {
        fputs("usage: scan_names NAMES QUESTIONS [K]\n", stderr);
        return 2;
    }
    while (fgets(line, sizeof line, f)) {
        uint16_t q[LONGEST];
        size_t m = to_units(line, q, LONGEST);
        if (m > 0)
            answer(&names, q, m, k);
        else
            putchar('\n');
    }
    free(names.chars);
    free(names.starts);
    return fclose(f);
}
