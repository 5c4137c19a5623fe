/* import/extract_source.c: all documents of a source, one behind the other, and the digest of the source itself. It must never say that a
 * source was read before its last byte was. */
#include "import/extract_run.h"

#include "base/i18n.h"
#include "base/share.h"
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

static struct xml_schema *load_native(const char *share_dir, struct error *err)
{
    struct buf path = BUF_INIT;
    struct xml_schema *s = NULL;
    if (share_path(share_dir, "schema/catalog.rng", &path, err) == 0 && buf_check(&path, err) == 0)
        s = xml_schema_load(XML_SCHEMA_RNG, buf_str(&path), err);
    buf_release(&path);
    return s;
}

int extract_prepare(void *ctx, struct error *err)
{
    struct extract_schemas *s = ((struct extract_input *)ctx)->schemas;
    if (s && s->validate && !s->native && !(s->native = load_native(s->share_dir, err)))
        return -1;
    if (s && s->xsd_path && !s->xsd && !(s->xsd = xml_schema_load(XML_SCHEMA_XSD, s->xsd_path, err)))
        return -1;
    return 0;
}

void extract_schemas_release(struct extract_schemas *s)
{
    xml_schema_free(s->native);
    xml_schema_free(s->xsd);
    s->native = s->xsd = NULL;
}

int extract_produce(void *ctx, struct frame_sink *sink, struct error *err)
{
    struct extract_source whole = { .in = ctx, .sink = sink, .told = MAP_INIT };
    if (extract_prepare(ctx, err) < 0 || hash_start(err) < 0) /* prepared already, where it runs in a child */
        return -1;
    struct sha256 *hash = sha256_new(err);
    source_on_wait(whole.in->source, is_waiting, sink);
    int rc = hash ? read_all(&whole, hash, err) : -1;
    source_on_wait(whole.in->source, NULL, NULL);
    map_release(&whole.told);
    sha256_free(hash);
    return rc;
}
