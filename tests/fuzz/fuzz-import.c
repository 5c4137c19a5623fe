/* tests/fuzz/fuzz-import.c: any bytes as a document of any shipped layout, the layout chosen by the document as in an import: tokenising, converting,
 * look-ups, late values, the stage. Oracles: read whole, in single bytes and in odd pieces, by a call and (one of many) in a child, and by the whole
 * import as a dry run, it must be the same entries, sentences and counts. */
#include "tests/fuzz/document.h"
#include "tests/fuzz/fuzz.h"

#define CHILD_EACH 64 /* a child costs more than the rest */
#define RUN_EACH   32

static void read_document(const char *path, size_t chunk, bool fork, bool skip_bad, struct buf *out)
{
    const struct fuzz_reading r = { .set = *fuzz_profiles(), .path = path, .chunk = chunk, .fork = fork, .skip_bad = skip_bad };
    fuzz_read_document(&r, out);
}

/* The whole import, which writes nothing. */
static void run_import(const char *path, size_t chunk, struct buf *out)
{
    struct import_options options = { .share_dir = fuzz_share(), .temp_dir = fuzz_temp(), .kind = -1, .today = 20260701, .skip_bad = true,
                                      .region = SPAN("430000"), .label = SPAN("x"), .dry_run = true, .chunk = chunk, .in_process = true, .limits = FUZZ_LIMITS,
                                      .act = { SPAN("fuzz"), SPAN("2026-07-01T08:00:00Z"), SPAN_NONE, SPAN("fuzz") } };
    struct import_events events = { .ctx = out, .problem = fuzz_on_problem, .reject = fuzz_on_reject };
    struct import_report r;
    struct error err = { .code = ERROR_NONE };
    if (import_run(fuzz_store(), &path, 1, &options, &events, &r, &err) < 0) {
        fuzz_expect(err.code == ERROR_INPUT || err.code == ERROR_USAGE || err.code == ERROR_REFUSED, "an error of code %d: %s", (int)err.code, err.text);
        buf_clear(out);
        buf_addf(out, "error: %s", err.text);
    } else
        buf_addf(out, "%s %s %s %lld %lld\n", r.region, r.label, r.profile, (long long)r.records, (long long)r.rejected);
    for (size_t i = 0; !err.code && i < r.result.count; i++)
        fuzz_put_hash(out, r.result.versions[i].version.hash, sizeof r.result.versions[i].version.hash);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct buf a = BUF_INIT, b = BUF_INIT, c = BUF_INIT;
    uint32_t pick = fuzz_pick(data, n);
    size_t odd = 2 + (pick >> 8) % 61;
    bool skip_bad = pick & 1;
    const char *path = fuzz_file(0, data, n);
    read_document(path, 0, false, skip_bad, &a);
    read_document(path, 1, false, skip_bad, &b);
    fuzz_same_document("whole and single bytes", &a, &b);
    if (pick % CHILD_EACH == 1) {
        read_document(path, odd, true, skip_bad, &c);
        fuzz_same_document("the call and the child", &a, &c);
    }
    if (pick % RUN_EACH == 2) {
        buf_clear(&b);
        buf_clear(&c);
        run_import(path, 0, &b);
        run_import(path, odd, &c);
        fuzz_same_document("two dry runs", &b, &c);
    }
    buf_release(&a);
    buf_release(&b);
    buf_release(&c);
    return 0;
}
