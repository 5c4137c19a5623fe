/* tests/fuzz/document.c: see document.h. */
#include "tests/fuzz/document.h"
#include "base/text.h"
#include "catalog/stage_impl.h"
#include "tests/fuzz/fuzz.h"

const struct profile_set *fuzz_profiles(void)
{
    static struct profile_set profiles;
    struct error err;
    if (!profiles.count)
        fuzz_expect(profile_set_load(&profiles, fuzz_share(), NULL, &err) == 0, "no profiles: %s", err.text);
    return &profiles;
}

struct store *fuzz_store(void)
{
    static struct store *store;
    struct error err;
    if (!store) {
        struct buf path = BUF_INIT;
        buf_addf(&path, "%s/duima-fuzz-which-is-never-made.db", fuzz_temp());
        store = store_open(buf_str(&path), STORE_CREATE, &err);
        fuzz_need(store, &err);
        buf_release(&path);
    }
    return store;
}

int fuzz_on_problem(void *ctx, bool is_error, const char *sentence, struct error *err)
{
    (void)err;
    buf_addf(ctx, "%s: %s\n", is_error ? "wrong" : "warning", sentence);
    return 0;
}

int fuzz_on_reject(void *ctx, const char *file, uint32_t line, struct span code, const char *why, struct span record, struct error *err)
{
    (void)file, (void)err;
    buf_addf(ctx, "reject %u %.*s: %s: ", line, SPAN_ARG(code), why);
    buf_addspan(ctx, record);
    buf_addc(ctx, '\n');
    return 0;
}

static int on_duplicate(void *ctx, const struct stage_duplicate *d, struct error *err)
{
    (void)err;
    buf_addf(ctx, "twice: %d %.*s %u %u\n", (int)d->kind, SPAN_ARG(d->code), d->first_line, d->second_line);
    return 0;
}

void fuzz_put_hash(struct buf *b, const unsigned char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        buf_addf(b, "%02x", p[i]);
    buf_addc(b, '\n');
}

static void put_outcome(struct buf *b, const struct import *im)
{
    for (size_t i = 0; i < im->file_count; i++) {
        const struct document_facts *f = &im->files[i].facts;
        buf_addf(b, "%s: %.*s %.*s %.*s %.*s %d %d %d %lld %lld %lld, %lld records\n", im->files[i].name, SPAN_ARG(f->region), SPAN_ARG(f->label),
                 SPAN_ARG(f->title), SPAN_ARG(f->publisher), f->effective, f->expires, f->fragment, (long long)f->count, (long long)f->pages,
                 (long long)f->page, (long long)im->files[i].records);
    }
    buf_addf(b, "%.*s: %lld %lld %lld\n", SPAN_ARG(im->profile->name), (long long)im->records, (long long)im->staged, (long long)im->rejected);
    fuzz_put_hash(b, im->given->source.sha256, SHA256_BYTES);
    for (int i = 0; i < KIND_COUNT; i++)
        fuzz_put_hash(b, im->stage->hash[i], SHA256_BYTES);
}

static void read_document(const struct fuzz_reading *r, struct buf *out)
{
    struct import_options options = { .share_dir = fuzz_share(), .temp_dir = fuzz_temp(), .profile = r->given ? "x" : NULL, .kind = -1,
                                      .today = 20260701, .skip_bad = r->skip_bad, .region = SPAN("430000"), .label = SPAN("x"), .chunk = r->chunk,
                                      .in_process = !r->fork, .limits = FUZZ_LIMITS };
    struct import_events events = { .ctx = out, .problem = fuzz_on_problem, .reject = fuzz_on_reject };
    struct import_report report;
    struct import_given given = { .path = r->path, .name = r->lies ? FUZZ_LIE_NAME : r->path }; /* what the child says must be of that name */
    struct import im = { .options = &options, .events = &events, .report = &report, .set = r->set, .given = &given, .given_count = 1 };
    struct stage_options stage = { .temp_dir = fuzz_temp(), .memory = 1 };
    struct error err = { .code = ERROR_NONE };
    im.stage = stage_new(fuzz_store(), &stage, &err);
    fuzz_need(im.stage, &err);
    if (import_read_given(&im, &err) < 0 || stage_finish(im.stage, on_duplicate, out, &err) < 0) {
        fuzz_expect((r->lies || err.code == ERROR_INPUT || err.code == ERROR_USAGE) && err.text[0], "an error of code %d: %s", (int)err.code, err.text);
        buf_clear(out);
        buf_addf(out, "error: %s", err.text);
    } else
        put_outcome(out, &im);
    fuzz_expect(r->lies || err.code != ERROR_NONE || utf8_is_valid(buf_span(out)), "a sentence or a reject that is no UTF-8");
    for (size_t i = 0; i < im.file_count; i++)
        document_free(im.files[i].document);
    free(im.files);
    arena_release(&im.names);
    stage_free(im.stage);
    buf_release(&im.sentence);
    buf_release(&im.reject);
    buf_release(&im.first_fault);
}

/* A harness that refuses every document finds nothing: once, a document that is right must be read to its end. */
static void check_harness(void)
{
    static bool checked;
    const struct span document = SPAN("<catalog xmlns=\"urn:duima:catalog:1\" region=\"430000\" version=\"1\" effective=\"2026-01-01\">"
                                      "<drug code=\"A\"><name>n</name></drug></catalog>");
    struct buf out = BUF_INIT;
    if (checked)
        return;
    checked = true;
    const struct fuzz_reading r = { .set = *fuzz_profiles(), .path = fuzz_file(2, document.p, document.n) };
    read_document(&r, &out);
    fuzz_expect(span_find(buf_span(&out), SPAN(", 1 records")) != (size_t)-1, "the harness does not read what is right: %s", buf_str(&out));
    buf_release(&out);
}

void fuzz_read_document(const struct fuzz_reading *r, struct buf *out)
{
    if (!r->lies)
        check_harness();
    read_document(r, out);
}
