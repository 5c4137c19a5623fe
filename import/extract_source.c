/* import/extract_source.c: all documents of a source, one behind the other, and the digest of the source itself. It must never say that a
 * source was read before its last byte was. */
#include "import/extract_run.h"

#include "base/i18n.h"
#include "catalog/hash.h"

static void on_tap(void *ctx, const char *p, size_t n)
{
    sha256_update(ctx, p, n);
}

static int read_all(struct extract_source *whole, struct sha256 *hash, struct error *err)
{
    struct source *source = whole->in->source;
    unsigned char digest[DIGEST_SIZE];
    source_tap(source, on_tap, hash);
    if (extract_document(whole, source, err) < 0 || sha256_final(hash, digest, err) < 0)
        return -1;
    return sink_end(whole->sink, whole->records, whole->notes, source_tapped(source), digest, err);
}

static int is_waiting(void *ctx, struct error *err) { return sink_alive(ctx, err); }

int extract_produce(void *ctx, struct frame_sink *sink, struct error *err)
{
    struct extract_source whole = { .in = ctx, .sink = sink, .told = MAP_INIT };
    if (hash_start(err) < 0)
        return -1;
    struct sha256 *hash = sha256_new(err);
    source_on_wait(whole.in->source, is_waiting, sink);
    int rc = hash ? read_all(&whole, hash, err) : -1;
    source_on_wait(whole.in->source, NULL, NULL);
    map_release(&whole.told);
    sha256_free(hash);
    return rc;
}
