/* tests/fuzz/fuzz-draft.c: any bytes as an unknown document: surveyed whole and in single bytes, drafted, judged against every shipped profile. What is
 * drafted must be a profile that loads, and reads the document it was drafted for, to the end. */
#include "base/text.h"
#include "import/draft.h"
#include "import/fit.h"
#include "tests/fuzz/document.h"
#include "tests/fuzz/fuzz.h"

static void put_survey(const struct survey *s, struct buf *out)
{
    fuzz_expect(s->count > 0 && s->count <= SURVEY_NODES_MOST, "a survey of %zu paths", s->count);
    for (size_t i = 0; i < s->count; i++) {
        const struct survey_node *n = &s->nodes[i];
        fuzz_expect(i == 0 ? n->parent == SURVEY_NONE : n->parent < i, "a parent behind its child");
        fuzz_expect(n->filled <= n->count && n->sample_count <= SURVEY_SAMPLES, "more values than places");
        buf_addf(out, "%.*s %u %u %u %llu %llu %llu %llu %llu", SPAN_ARG(n->name), n->parent, n->line, n->attribute, (unsigned long long)n->count,
                 (unsigned long long)n->filled, (unsigned long long)n->parents, (unsigned long long)n->most, (unsigned long long)n->distinct);
        for (size_t k = 0; k < n->sample_count; k++)
            buf_addf(out, " [%.*s]", SPAN_ARG(n->samples[k]));
        buf_addc(out, '\n');
    }
}

/* Whether it could be read. `out`: the survey, or the error. */
static bool survey(const char *path, size_t chunk, struct survey *s, struct buf *out)
{
    struct survey_options options = { .chunk = chunk, .in_process = true, .limits = FUZZ_LIMITS };
    struct error err = { .code = ERROR_NONE };
    if (survey_read(s, path, &options, &err) == 0) {
        put_survey(s, out);
        return true;
    }
    fuzz_expect(err.code == ERROR_INPUT && err.text[0], "an error of code %d: %s", (int)err.code, err.text);
    buf_clear(out);
    buf_addf(out, "error: %s", err.text);
    return false;
}

static void judge(const struct survey *s, const struct profile_set *set)
{
    struct fit *fits = calloc(set->count, sizeof *fits);
    struct buf why = BUF_INIT;
    fuzz_expect(fits != NULL, "out of memory");
    size_t n = fit_judge(s, set, fits);
    for (size_t i = 0; i < set->count; i++) {
        buf_clear(&why);
        fuzz_expect((fits[i].how == FIT_WHOLE) == (i < n), "those that fit are not first");
        fit_why(s, &fits[i], &why);
        fuzz_expect(why.n > 0 && utf8_is_valid(buf_span(&why)), "no reason why");
    }
    buf_release(&why);
    free(fits);
}

static int on_record(void *ctx, const struct fit_record *record, struct error *err)
{
    (void)ctx, (void)err;
    for (size_t i = 0; i < record->n; i++)
        fuzz_expect(record->values[i].field && utf8_is_valid(record->values[i].found), "a value of no field");
    return 0;
}

static void read_by(const struct survey *s, const struct profile *p, const char *path)
{
    struct fit_options options = { .share_dir = fuzz_share(), .temp_dir = fuzz_temp(), .records = 3, .problems = 3, .in_process = true, .limits = FUZZ_LIMITS };
    struct buf said = BUF_INIT;
    struct fit_events events = { .ctx = &said, .record = on_record, .problem = fuzz_on_problem };
    struct fit_result result;
    struct fit_unused *unused;
    struct error err = { .code = ERROR_NONE };
    size_t n;
    if (fit_read(path, p, &options, &events, &result, &err) < 0)
        fuzz_expect((err.code == ERROR_INPUT || err.code == ERROR_USAGE) && err.text[0], "an error of code %d: %s", (int)err.code, err.text);
    fit_result_release(&result);
    fuzz_expect(fit_unused(s, p, &unused, &n, &err) == 0, "not told what is unused: %s", err.text);
    free(unused);
    buf_release(&said);
}

static void check_draft(const struct survey *s, const char *path)
{
    struct draft_options options = { .share_dir = fuzz_share(), .file = "x.xml", .kind = -1 };
    struct error err = { .code = ERROR_NONE };
    struct buf xml = BUF_INIT;
    struct draft *d = draft_new(s, &options, &err);
    if (!d) {
        fuzz_expect(err.code == ERROR_INPUT && err.text[0], "an error of code %d: %s", (int)err.code, err.text);
        return;
    }
    fuzz_expect(draft_write(d, &xml, &err) == 0, "a draft that cannot be written: %s", err.text);
    struct profile *p = profile_load(fuzz_file(1, xml.p, xml.n), &err);
    fuzz_expect(p != NULL, "a draft that does not load: %s\n%.*s", err.text, (int)xml.n, xml.p);
    read_by(s, p, path);
    profile_free(p);
    draft_free(d);
    buf_release(&xml);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct survey whole, bytes;
    struct buf a = BUF_INIT, b = BUF_INIT;
    const char *path = fuzz_file(0, data, n);
    bool read = survey(path, 0, &whole, &a);
    survey(path, 1, &bytes, &b);
    fuzz_same_document("whole and single bytes", &a, &b);
    if (read) {
        judge(&whole, fuzz_profiles());
        check_draft(&whole, path);
    }
    survey_release(&whole);
    survey_release(&bytes);
    buf_release(&a);
    buf_release(&b);
    return 0;
}
