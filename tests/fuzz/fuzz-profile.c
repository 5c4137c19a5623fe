/* tests/fuzz/fuzz-profile.c: any bytes as a profile; one that loads then reads a document, which stands behind a NUL in the input, or else the
 * profile itself. Whatever a profile says, reading by it must end in entries or in a sentence. */
#include "tests/fuzz/document.h"
#include "tests/fuzz/fuzz.h"

static void check_profile(const struct profile *p)
{
    fuzz_expect(p->name.n > 0 && (p->root.n > 0 || p->width > 0) && p->record_count > 0, "a profile without name, form or records");
    for (size_t i = 0; i < p->record_path_count; i++)
        fuzz_expect(p->record_paths[i].record < p->record_count, "a path of no record");
    for (size_t i = 0; i < p->record_count; i++)
        fuzz_expect(p->records[i].case_count > 0, "a record of no kind");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    const uint8_t *nul = n ? memchr(data, 0, n) : NULL;
    size_t head = nul ? (size_t)(nul - data) : n;
    struct buf out = BUF_INIT;
    struct error err = { .code = ERROR_NONE };
    const char *path = fuzz_file(0, data, head);
    struct profile *p = profile_load(path, &err);
    if (!p) {
        fuzz_expect((err.code == ERROR_USAGE || err.code == ERROR_INPUT) && err.text[0], "an error of code %d: %s", (int)err.code, err.text);
        return 0;
    }
    check_profile(p);
    const struct fuzz_reading r = {
        .set = { &p, 1 }, .path = nul ? fuzz_file(1, nul + 1, n - head - 1) : path, .given = true, .skip_bad = true,
    };
    fuzz_read_document(&r, &out);
    buf_release(&out);
    profile_free(p);
    return 0;
}
