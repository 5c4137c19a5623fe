/* tests/fuzz/document.h: one reading of a file into a stage, as an import does it, with all that came of it as text. */
#ifndef TESTS_FUZZ_DOCUMENT_H
#define TESTS_FUZZ_DOCUMENT_H

#include "import/import_run.h"

struct fuzz_reading {
    struct profile_set set;
    const char *path;
    bool given;    /* the profile was named by the user */
    size_t chunk;  /* 0: the default */
    bool fork;
    bool skip_bad;
    bool lies;     /* the producer is a liar, and calls the document FUZZ_LIE_NAME: what it says need be no text; the printer cleans it */
};
#define FUZZ_LIE_NAME "x.xml"
/* What was said, each reject and each duplicate, what the documents say, and a hash over all entries; or "error: …" alone, since what was said before an
 * error depends on when it came. */
void fuzz_read_document(const struct fuzz_reading *r, struct buf *out);

/* Fewer unpacked bytes than an import would read: a hundred bytes can be 45 MB, and in single bytes even one takes seconds. What no document of the fuzzer needs. */
#define FUZZ_LIMITS ((struct read_limits){ 1 << 16, LIMIT_RATIO, LIMIT_TEXT, LIMIT_DEPTH })

/* Callbacks of an import, which write into a struct buf. */
int fuzz_on_problem(void *ctx, bool is_error, const char *sentence, struct error *err);
int fuzz_on_reject(void *ctx, const char *file, uint32_t line, struct span code, const char *why, struct span record, struct error *err);
void fuzz_put_hash(struct buf *b, const unsigned char *p, size_t n);
/* A store that does not exist, and that nothing makes. */
struct store *fuzz_store(void);
/* Every shipped profile, loaded once. */
const struct profile_set *fuzz_profiles(void);
#endif
