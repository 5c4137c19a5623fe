/* base/regex.c: PCRE2 with limits. A pattern or subject from a stranger's profile may be slow; it may not be endless. */
#include "base/regex.h"
#include "base/i18n.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#define MATCH_LIMIT 1000000
#define DEPTH_LIMIT 10000
#define HEAP_LIMIT  20000 /* KiB */
#define OUTPUT_MOST ((size_t)64 << 20)

struct regex {
    pcre2_code *code;
    pcre2_match_context *limits;
    pcre2_match_data *match;
    bool compiled; /* to machine code */
};

void regex_free(struct regex *re)
{
    if (!re)
        return;
    pcre2_match_data_free(re->match);
    pcre2_match_context_free(re->limits);
    pcre2_code_free(re->code);
    free(re);
}

static int fail(struct error *err, enum error_code code, int number, const char *what)
{
    char why[256];
    if (number == PCRE2_ERROR_NOMEMORY)
        return error_memory(err);
    if (pcre2_get_error_message(number, (PCRE2_UCHAR *)why, sizeof why) < 0)
        snprintf(why, sizeof why, "%d", number);
    return error_set(err, code, "%s: %s", what, why);
}

static int compile(struct regex *re, struct span pattern, struct error *err)
{
    int number;
    PCRE2_SIZE at;
    const char *p = pattern.p ? pattern.p : "";
    re->code = pcre2_compile((PCRE2_SPTR)p, pattern.n, PCRE2_UTF, &number, &at, NULL);
    if (!re->code) {
        char why[256];
        if (number == PCRE2_ERROR_NOMEMORY || number == PCRE2_ERROR_HEAP_FAILED || pcre2_get_error_message(number, (PCRE2_UCHAR *)why, sizeof why) < 0)
            return error_memory(err);
        return error_set(err, ERROR_USAGE, _("pattern '%.*s' is wrong at its byte %zu: %s"), SPAN_ARG(pattern),
                         (size_t)at + 1, why);
    }
    re->limits = pcre2_match_context_create(NULL);
    re->match = pcre2_match_data_create_from_pattern(re->code, NULL);
    if (!re->limits || !re->match)
        return error_memory(err);
    pcre2_set_match_limit(re->limits, MATCH_LIMIT);
    pcre2_set_depth_limit(re->limits, DEPTH_LIMIT);
    pcre2_set_heap_limit(re->limits, HEAP_LIMIT);
    re->compiled = pcre2_jit_compile(re->code, PCRE2_JIT_COMPLETE) == 0; /* where there is none, matching is only slower */
    return 0;
}

struct regex *regex_new(struct span pattern, struct error *err)
{
    struct regex *re = calloc(1, sizeof *re);
    if (!re) {
        error_memory(err);
        return NULL;
    }
    if (compile(re, pattern, err) < 0) {
        regex_free(re);
        return NULL;
    }
    return re;
}

static bool is_ascii(const char *p, size_t n)
{
    unsigned char all = 0;
    for (size_t i = 0; i < n; i++)
        all |= (unsigned char)p[i];
    return all < 0x80;
}

int regex_match(struct regex *re, struct span s, struct error *err)
{
    const char *p = s.p ? s.p : "";
    /* The short way checks nothing, so it is for what cannot be bad UTF-8. */
    bool fast = re->compiled && is_ascii(p, s.n);
    int n = fast ? pcre2_jit_match(re->code, (PCRE2_SPTR)p, s.n, 0, 0, re->match, re->limits)
                 : pcre2_match(re->code, (PCRE2_SPTR)p, s.n, 0, 0, re->match, re->limits);
    if (n >= 0)
        return 1;
    if (n == PCRE2_ERROR_NOMATCH)
        return 0;
    return fail(err, ERROR_INPUT, n, _("a text could not be matched against a pattern"));
}

int regex_replace(struct regex *re, struct span s, struct span to, struct buf *out, struct error *err)
{
    const uint32_t options = PCRE2_SUBSTITUTE_GLOBAL | PCRE2_SUBSTITUTE_OVERFLOW_LENGTH | PCRE2_SUBSTITUTE_UNSET_EMPTY;
    const char *p = s.p ? s.p : "", *q = to.p ? to.p : "";
    size_t room = s.n + 64;
    for (int round = 0;; round++) {
        char *dest = buf_room(out, room);
        if (!dest)
            return error_memory(err);
        PCRE2_SIZE n = room;
        int replaced = pcre2_substitute(re->code, (PCRE2_SPTR)p, s.n, 0, options, re->match, re->limits, (PCRE2_SPTR)q,
                                        to.n, (PCRE2_UCHAR *)dest, &n);
        if (replaced >= 0) {
            out->n += n;
            return replaced;
        }
        if (replaced != PCRE2_ERROR_NOMEMORY || round > 0 || n <= room)
            return fail(err, ERROR_INPUT, replaced, _("a text could not be rewritten by a pattern"));
        if (n > OUTPUT_MOST)
            return error_set(err, ERROR_INPUT, _("a pattern makes a text of %zu bytes out of %zu"), (size_t)n, s.n);
        room = n;
    }
}
