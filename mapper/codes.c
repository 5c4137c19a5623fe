/* mapper/codes.c: see the header. Knows no rows. */
#include "mapper/codes.h"
#include "base/i18n.h"
#include "base/regex.h"
#include "base/share.h"

#include <pthread.h>

#define LETTERS 256
#define PATTERNS_MOST 32

struct pattern {
    enum kind kind;
    struct regex *regex;
};
struct counts { /* of one kind's codes, by first byte */
    bool known;
    uint64_t all[LETTERS], fit[LETTERS];
    uint64_t all_sum, fit_sum;
};
struct codes {
    const struct view *view;
    struct pattern patterns[PATTERNS_MOST];
    size_t n;
    pthread_mutex_t lock; /* for all that follows, and for matching */
    struct counts counts[KIND_COUNT];
};

static int one_line(void *ctx, int line, const struct span *fields, size_t n, struct error *err)
{
    struct codes *c = ctx;
    (void)line;
    (void)n;
    enum kind kind;
    if (!kind_parse(fields[0], &kind))
        return error_set(err, ERROR_USAGE, _("'%.*s' is not a kind (drug, service, facility, consumable)"), SPAN_ARG(fields[0]));
    if (c->n == PATTERNS_MOST)
        return error_set(err, ERROR_USAGE, _("more than %d patterns"), PATTERNS_MOST);
    struct regex *regex = regex_new(fields[1], err);
    if (!regex)
        return -1;
    c->patterns[c->n++] = (struct pattern){ kind, regex };
    return 0;
}

struct codes *codes_new(const char *share_dir, const struct view *view, struct error *err)
{
    struct codes *c = calloc(1, sizeof *c);
    if (!c) {
        error_memory(err);
        return NULL;
    }
    c->view = view;
    pthread_mutex_init(&c->lock, NULL); /* a plain one: this cannot fail */
    if (share_read(share_dir, "codes.tsv", 2, one_line, c, err) < 0) {
        codes_free(c);
        return NULL;
    }
    return c;
}

void codes_free(struct codes *c)
{
    if (!c)
        return;
    for (size_t i = 0; i < c->n; i++)
        regex_free(c->patterns[i].regex);
    pthread_mutex_destroy(&c->lock);
    free(c);
}

/* Does the code fit a pattern of the kind? A kind without patterns fits everything. */
static int fits(const struct codes *c, enum kind kind, struct span code, struct error *err)
{
    bool any = false;
    for (size_t i = 0; i < c->n; i++) {
        if (c->patterns[i].kind != kind)
            continue;
        any = true;
        int match = regex_match(c->patterns[i].regex, code, err);
        if (match != 0)
            return match;
    }
    return !any;
}

/* Counts once how many of a kind's codes fit. */
static int count(struct codes *c, enum kind kind, struct error *err)
{
    struct counts *counts = &c->counts[kind];
    for (size_t i = 0, n = view_count(c->view, kind); i < n; i++) {
        struct span code = view_text(c->view, view_at(c->view, kind, i), ENTRY_CODE);
        int match = code.n > 0 ? fits(c, kind, code, err) : 0;
        if (match < 0)
            return -1;
        unsigned char letter = code.n > 0 ? (unsigned char)code.p[0] : 0;
        counts->all[letter]++;
        counts->all_sum++;
        counts->fit[letter] += (uint64_t)match;
        counts->fit_sum += (uint64_t)match;
    }
    counts->known = true;
    return 0;
}

static bool nearly_all(uint64_t fit, uint64_t all)
{
    return all > 0 && fit * 100 >= all * 99;
}

/* 1: breaks the kind's patterns, and they may be used (or the kind has no catalog, and excuses nothing). */
static int breaks(struct codes *c, enum kind kind, struct span code, struct error *err)
{
    int match = fits(c, kind, code, err);
    if (match != 0)
        return match < 0 ? -1 : 0;
    if (!view_version(c->view, kind))
        return 1;
    struct counts *counts = &c->counts[kind];
    if (!counts->known && count(c, kind, err) < 0)
        return -1;
    unsigned char letter = (unsigned char)code.p[0];
    if (counts->all[letter] > 0)
        return nearly_all(counts->fit[letter], counts->all[letter]);
    return nearly_all(counts->fit_sum, counts->all_sum);
}

static int malformed(struct codes *c, unsigned kinds, struct span code, struct error *err)
{
    bool any = false; /* a catalog in force that may blame it */
    for (int k = 0; k < KIND_COUNT; k++) {
        if (!(kinds & KIND_BIT(k)))
            continue;
        int broken = breaks(c, (enum kind)k, code, err);
        if (broken <= 0)
            return broken;
        any = any || view_version(c->view, (enum kind)k);
    }
    return any;
}

int codes_malformed(struct codes *c, unsigned kinds, struct span code, struct error *err)
{
    pthread_mutex_lock(&c->lock);
    int result = malformed(c, kinds, code, err);
    pthread_mutex_unlock(&c->lock);
    return result;
}
