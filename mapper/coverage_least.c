/* mapper/coverage_least.c: see the header. */
#include "mapper/coverage_least.h"
#include "base/decimal.h"
#include "base/i18n.h"
#include "base/share.h"

struct reading {
    struct coverage_least *out;
    struct span institution;
    struct text *text;
    struct buf known, key; /* institutions that there are */
    bool found;
};

static const char *const measures[COVERAGE_MEASURES] = { [COVERAGE_ITEMS] = "items", [COVERAGE_STOCKED] = "stocked" };
static const char *const types[COVERAGE_TYPES] = {
    [COVERAGE_WESTERN] = "western", [COVERAGE_PATENT] = "patent", [COVERAGE_HERBAL] = "herbal", [COVERAGE_PREPARATION] = "preparation",
    [COVERAGE_ETHNIC] = "ethnic",   [COVERAGE_UNTOLD] = "untold", [COVERAGE_OTC] = "otc",       [COVERAGE_ALL] = "all",
};

const char *coverage_measure_word(enum coverage_measure m) { return measures[m]; }
const char *coverage_type_word(enum coverage_type t) { return types[t]; }

static int index_of(const char *const *words, int n, struct span word)
{
    int i = 0;
    while (i < n && !span_is(word, words[i]))
        i++;
    return i;
}

/* Is the word among the words, each between two blanks? */
static bool among(struct span words, struct span word)
{
    for (size_t at = 0; word.n > 0 && at + word.n + 2 <= words.n; at++)
        if (words.p[at] == ' ' && words.p[at + word.n + 1] == ' ' && memcmp(words.p + at + 1, word.p, word.n) == 0)
            return true;
    return false;
}

static int add_word(struct buf *words, struct span word, struct error *err)
{
    if (words->n == 0)
        buf_addc(words, ' ');
    if (!among(buf_span(words), word)) {
        buf_addspan(words, word);
        buf_addc(words, ' ');
    }
    return buf_check(words, err);
}

static int on_line(void *ctx, int line, const struct span *fields, size_t n, struct error *err)
{
    struct reading *r = ctx;
    (void)line;
    (void)n;
    if (span_is(fields[0], "flag")) {
        if (!span_is(fields[1], types[COVERAGE_OTC]))
            return error_set(err, ERROR_USAGE, _("'%.*s' is no flag that is counted; there is otc"), SPAN_ARG(fields[1]));
        return text_key(r->text, fields[2], &r->key) < 0 ? error_memory(err) : add_word(&r->out->otc, buf_span(&r->key), err);
    }
    int measure = index_of(measures, COVERAGE_MEASURES, fields[1]), type = index_of(types, COVERAGE_TYPES, fields[2]);
    int64_t least = AMOUNT_NONE;
    if (measure == COVERAGE_MEASURES)
        return error_set(err, ERROR_USAGE, _("'%.*s' is no measure; there are items and stocked"), SPAN_ARG(fields[1]));
    if (type == COVERAGE_TYPES)
        return error_set(err, ERROR_USAGE, _("'%.*s' is no type of drug; there are western, patent, herbal, preparation, ethnic, untold, otc and all"),
                         SPAN_ARG(fields[2]));
    if (n < 4 || amount_parse(fields[3], '.', &least) != DECIMAL_OK || least < 0 || least > AMOUNT_SCALE)
        return error_set(err, ERROR_USAGE, _("'%.*s' is no share from 0 to 1"), SPAN_ARG(n < 4 ? SPAN("") : fields[3]));
    if (span_is(fields[0], "*") || span_eq(fields[0], r->institution))
        r->out->share[measure][type] = least;
    r->found = r->found || span_eq(fields[0], r->institution);
    return span_is(fields[0], "*") ? 0 : add_word(&r->known, fields[0], err);
}

/* " a b " as "a, b" */
static int no_such(struct reading *r, struct error *err)
{
    buf_clear(&r->key);
    struct span s = span_trim(buf_span(&r->known));
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == ' ')
            buf_addc(&r->key, ',');
        buf_addc(&r->key, s.p[i]);
    }
    return error_set(err, ERROR_USAGE, _("--institution %.*s: there is %s"), SPAN_ARG(r->institution), buf_str(&r->key));
}

int coverage_least_read(const char *dir, const char *path, struct span institution, struct text *text, struct coverage_least *out, struct error *err)
{
    struct reading r = { .out = out, .institution = institution, .text = text, .known = BUF_INIT, .key = BUF_INIT };
    buf_init(&out->otc);
    for (int m = 0; m < COVERAGE_MEASURES; m++)
        for (int t = 0; t < COVERAGE_TYPES; t++)
            out->share[m][t] = AMOUNT_NONE;
    int status = path ? share_read_path(path, 3, on_line, &r, err) : share_read(dir, "coverage.tsv", 3, on_line, &r, err);
    if (status == 0 && !r.found)
        status = no_such(&r, err);
    buf_release(&r.known);
    buf_release(&r.key);
    return status;
}

void coverage_least_release(struct coverage_least *l)
{
    buf_release(&l->otc);
}

int coverage_least_is_otc(const struct coverage_least *l, struct text *text, struct span flags, struct buf *scratch)
{
    for (size_t at = 0; at < flags.n;) {
        size_t end = at;
        while (end < flags.n && flags.p[end] != ' ')
            end++;
        if (text_key(text, (struct span){ flags.p + at, end - at }, scratch) < 0)
            return -1;
        if (among(buf_span(&l->otc), buf_span(scratch)))
            return 1;
        at = end + 1;
    }
    return 0;
}
