/* tests/fuzz/fuzz.c: see fuzz.h. */
#include "tests/fuzz/fuzz.h"

#include <stdarg.h>
#include <sys/mman.h>
#include <unistd.h>

#define SLOTS 3
#define SHOWN 200

static int files[SLOTS] = { -1, -1, -1 };
static char paths[SLOTS][64];

void fuzz_fail(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("fuzz: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    abort();
}

void fuzz_need(const void *made, const struct error *err)
{
    fuzz_expect(made != NULL, "not prepared: %s", err->text);
}

const char *fuzz_file(unsigned slot, const void *p, size_t n)
{
    if (files[slot] < 0) {
        files[slot] = memfd_create("fuzz", MFD_CLOEXEC);
        snprintf(paths[slot], sizeof paths[slot], "/proc/self/fd/%d", files[slot]);
    }
    fuzz_expect(files[slot] >= 0 && ftruncate(files[slot], 0) == 0 && pwrite(files[slot], n ? p : "", n, 0) == (ssize_t)n, "no file in memory");
    return paths[slot];
}

int fuzz_fd(unsigned slot)
{
    lseek(files[slot], 0, SEEK_SET);
    return files[slot];
}

const char *fuzz_share(void)
{
    const char *dir = getenv("DUIMA_SHARE_DIR");
    return dir && *dir ? dir : FUZZ_SHARE;
}

const char *fuzz_temp(void)
{
    const char *dir = getenv("TMPDIR");
    return dir && *dir ? dir : "/tmp";
}

void fuzz_same(const char *what, const struct buf *a, const struct buf *b)
{
    size_t at = 0, from;
    if (span_eq(buf_span(a), buf_span(b)))
        return;
    while (at < a->n && at < b->n && a->p[at] == b->p[at])
        at++;
    from = at > SHOWN ? at - SHOWN : 0;
    fuzz_fail("%s differ at byte %zu:\n--- %.*s\n+++ %.*s", what, at, (int)(a->n - from > 2 * SHOWN ? 2 * SHOWN : a->n - from), a->p ? a->p + from : "",
              (int)(b->n - from > 2 * SHOWN ? 2 * SHOWN : b->n - from), b->p ? b->p + from : "");
}

/* What a sentence is about: what is packed, a limit, bytes that are no text; 0: the markup. */
static int subject(const struct buf *b)
{
    static const struct {
        const char *word;
        int subject;
    } words[] = { { "packed", 1 },          { "archive", 1 },        { "the file holds more than", 2 }, { "the file unpacks to", 2 },
                  { "are not text in", 3 }, { "a NUL character", 3 }, { "but the file is", 3 } };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (span_find(buf_span(b), span_of(words[i].word)) != (size_t)-1)
            return words[i].subject;
    return 0;
}

void fuzz_same_document(const char *what, const struct buf *a, const struct buf *b)
{
    bool refused = span_starts(buf_span(a), SPAN("error: ")) && span_starts(buf_span(b), SPAN("error: "));
    if (!refused || subject(a) == subject(b))
        fuzz_same(what, a, b);
}

uint32_t fuzz_pick(const void *p, size_t n)
{
    const unsigned char *at = p;
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < n; i++)
        hash = (hash ^ at[i]) * 16777619u;
    return hash ^ hash >> 15;
}
