/* import/profile_value.c: the attributes and elements of a profile that say how a value's text is read. It must never read a
 * value itself. */
#include "import/profile_build.h"

#include "base/i18n.h"

#define MAP_SHORT 16 /* so many are searched one by one */

struct span attribute(struct attributes *a, const char *name)
{
    for (size_t i = 0; i < a->n; i++) {
        if (!a->at[i].uri && strcmp(a->at[i].name, name) == 0) {
            a->used |= UINT64_C(1) << i;
            struct span v = a->at[i].value;
            return v.p ? v : SPAN("");
        }
    }
    return SPAN_NONE;
}

int attributes_done(const struct build *b, const struct attributes *a, const char *element, struct error *err)
{
    for (size_t i = 0; i < a->n; i++)
        if (!a->at[i].uri && !(a->used >> i & 1))
            return build_error(b, err, _("<%s> has no attribute %s"), element, a->at[i].name);
    return 0;
}

struct regex *build_regex(struct build *b, struct span pattern, struct error *err)
{
    struct regex **slot = list_add(&b->regexes, sizeof *slot, err);
    if (!slot)
        return NULL;
    *slot = regex_new(pattern, err);
    if (!*slot)
        error_prefix(err, "%s:%u", b->file, b->line);
    return *slot;
}

int reading_absent(struct build *b, struct reading_draft *d, struct span text, struct error *err)
{
    struct span *s = list_add(&d->absent, sizeof *s, err);
    if (!s)
        return -1;
    *s = build_keep(b, text, err);
    return s->p ? 0 : -1;
}

int reading_map(struct build *b, struct reading_draft *d, struct span from, struct span to, struct error *err)
{
    struct pair *pair = list_add(&d->map, sizeof *pair, err);
    if (!pair)
        return -1;
    pair->from = build_keep(b, from, err);
    pair->to = build_keep(b, to, err);
    return pair->from.p && pair->to.p ? 0 : -1;
}

int reading_rewrite(struct build *b, struct reading_draft *d, struct span match, struct span to, struct error *err)
{
    struct rewrite *r = list_add(&d->rewrites, sizeof *r, err);
    if (!r)
        return -1;
    r->to = build_keep(b, to.p ? to : SPAN(""), err);
    r->pattern = r->to.p ? build_regex(b, match, err) : NULL;
    return r->pattern ? 0 : -1;
}

/* The next blank-separated word of *rest. */
static struct span next_word(struct span *rest)
{
    static const char blank[] = " \t\r\n";
    size_t i = 0, end;
    while (i < rest->n && memchr(blank, rest->p[i], sizeof blank - 1))
        i++;
    for (end = i; end < rest->n && !memchr(blank, rest->p[end], sizeof blank - 1);)
        end++;
    struct span word = { rest->p + i, end - i };
    *rest = (struct span){ rest->p + end, rest->n - end };
    return word;
}

static int read_words(struct build *b, struct span absent, struct span map, struct reading_draft *d, struct error *err)
{
    struct span word;
    while (absent.n && (word = next_word(&absent)).n > 0)
        if (reading_absent(b, d, word, err) < 0)
            return -1;
    while (map.n && (word = next_word(&map)).n > 0) {
        const char *eq = memchr(word.p, '=', word.n);
        if (!eq)
            return build_error(b, err, _("map: \"%.*s\" is not FROM=TO"), SPAN_ARG(word));
        struct span from = { word.p, (size_t)(eq - word.p) }, to = { eq + 1, word.n - from.n - 1 };
        if (reading_map(b, d, from, to, err) < 0)
            return -1;
    }
    return 0;
}

/* "1/100", "1000": a factor. */
static int read_scale(struct build *b, struct span s, struct reading *r, struct error *err)
{
    int64_t part[2] = { 0, 1 };
    int at = 0;
    bool digits = false, bad = false;
    for (size_t i = 0; i < s.n && !bad; i++) {
        if (s.p[i] == '/' && at == 0 && digits) {
            part[at = 1] = 0;
            digits = false;
        } else if (s.p[i] >= '0' && s.p[i] <= '9' && part[at] < 1000000000) {
            part[at] = part[at] * 10 + (s.p[i] - '0');
            digits = true;
        } else
            bad = true;
    }
    if (bad || !digits || part[0] == 0 || part[1] == 0)
        return build_error(b, err, _("scale=\"%.*s\" is no factor such as 1/100"), SPAN_ARG(s));
    r->numerator = part[0];
    r->denominator = part[1];
    return 0;
}

static int read_choice(struct build *b, struct span s, const char *name, const char *yes, const char *no, bool *out,
                       struct error *err)
{
    if (s.p && !span_is(s, yes) && !span_is(s, no))
        return build_error(b, err, _("%s=\"%.*s\": only %s and %s are known"), name, SPAN_ARG(s), yes, no);
    *out = s.p && span_is(s, yes);
    return 0;
}

static int read_other(struct build *b, struct span s, struct reading *r, struct error *err)
{
    static const char *const words[] = { [OTHER_ERROR] = "error", [OTHER_KEEP] = "keep", [OTHER_NONE] = "none" };
    int i = OTHER_ERROR;
    while (s.p && i <= OTHER_NONE && !span_is(s, words[i]))
        i++;
    if (i > OTHER_NONE)
        return build_error(b, err, _("%s=\"%.*s\": only %s are known"), "other", SPAN_ARG(s), "error, keep, none");
    r->other = (enum other)i;
    return 0;
}

static int read_table(struct build *b, struct span name, struct reading *r, struct error *err)
{
    const struct table *tables = (const struct table *)(const void *)b->tables.p;
    r->table = -1;
    for (size_t i = 0; name.p && i < b->tables.n; i++)
        if (span_eq(tables[i].id, name))
            r->table = (int)i;
    if (name.p && r->table < 0)
        return build_error(b, err, _("there is no <table id=\"%.*s\"> before this"), SPAN_ARG(name));
    return 0;
}

static int read_date(struct build *b, struct span s, struct reading *r, struct error *err)
{
    r->date = !s.p || span_is(s, "iso") ? DATE_ISO : span_is(s, "any") ? DATE_LOOSE : DATE_PATTERN;
    if (r->date != DATE_PATTERN)
        return 0;
    if (span_find(s, SPAN("%Y")) == (size_t)-1)
        return build_error(b, err, _("date=\"%.*s\" is neither iso, any, nor a pattern with %%Y, %%m and %%d"), SPAN_ARG(s));
    r->date_pattern = build_keep(b, s, err);
    return r->date_pattern.p ? 0 : -1;
}

int reading_begin(struct build *b, struct attributes *a, struct reading_draft *d, struct error *err)
{
    *d = (struct reading_draft){ .r = { .table = -1, .point = '.', .numerator = 1, .denominator = 1 } };
    struct span decimal = attribute(a, "decimal"), scale = attribute(a, "scale"), join = attribute(a, "join");
    struct span absent = attribute(a, "absent"), map = attribute(a, "map"), fallback = attribute(a, "default");
    if (read_words(b, absent, map, d, err) < 0 || (scale.p && read_scale(b, scale, &d->r, err) < 0) ||
        read_table(b, attribute(a, "table"), &d->r, err) < 0 || read_date(b, attribute(a, "date"), &d->r, err) < 0 ||
        read_other(b, attribute(a, "other"), &d->r, err) < 0 ||
        read_choice(b, attribute(a, "on-bad"), "on-bad", "warn", "error", &d->r.warn, err) < 0)
        return -1;
    if (decimal.p) {
        if (!span_is(decimal, ".") && !span_is(decimal, ","))
            return build_error(b, err, _("decimal=\"%.*s\": only \".\" and \",\" are known"), SPAN_ARG(decimal));
        d->r.point = decimal.p[0];
    }
    if (fallback.p && !(d->r.fallback = build_keep(b, fallback, err)).p)
        return -1;
    d->r.joined = join.p != NULL;
    if (join.p && !(d->r.join = build_keep(b, join, err)).p)
        return -1;
    return 0;
}

/* Of two pairs with one text the first counts. */
static int by_text(const void *va, const void *vb)
{
    const struct pair *a = *(const struct pair *const *)va, *b = *(const struct pair *const *)vb;
    int order = span_cmp(a->from, b->from);
    return order ? order : (a > b) - (a < b);
}

static int sort_map(struct reading *r, struct arena *m)
{
    const struct pair **sorted = arena_alloc(m, r->map_count * sizeof *sorted);
    if (!sorted)
        return -1;
    for (size_t i = 0; i < r->map_count; i++)
        sorted[i] = &r->map[i];
    qsort(sorted, r->map_count, sizeof *sorted, by_text);
    r->sorted = sorted;
    return 0;
}

int reading_end(struct build *b, struct reading_draft *d, struct reading *out, struct error *err)
{
    struct reading *r = &d->r;
    struct arena *m = &b->p->memory;
    r->rewrites = list_keep(&d->rewrites, sizeof *r->rewrites, m, err);
    r->absent = r->rewrites ? list_keep(&d->absent, sizeof *r->absent, m, err) : NULL;
    r->map = r->absent ? list_keep(&d->map, sizeof *r->map, m, err) : NULL;
    if (!r->map)
        return -1;
    r->rewrite_count = d->rewrites.n;
    r->absent_count = d->absent.n;
    r->map_count = d->map.n;
    r->plain = r->rewrite_count == 0 && r->absent_count == 0 && r->map_count == 0 && r->table < 0;
    if (r->map_count > MAP_SHORT && sort_map(r, m) < 0)
        return error_memory(err);
    *out = *r;
    return 0;
}

void reading_release(struct reading_draft *d)
{
    free(d->rewrites.p);
    free(d->absent.p);
    free(d->map.p);
    *d = (struct reading_draft){ .r = { .table = -1 } };
}
