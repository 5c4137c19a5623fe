/* import/extract_source.c: all documents of a source, one behind the other, and the digest of the source itself. It must never say that a
 * source was read before its last byte was. */
#include "import/extract_run.h"

#include "base/i18n.h"
#include "base/share.h"
#include "catalog/hash.h"
#include "io/sniff.h"
#include "io/unpack.h"

#define LISTED_MOST  10 /* names of members in a sentence */
#define PARTS_ENOUGH 8  /* of a line: columns, and not text that somebody wrote */

static void on_tap(void *ctx, const char *p, size_t n)
{
    if (ctx)
        sha256_update(ctx, p, n);
}

/* ---- which members are documents ---- */

static bool has_ending(struct span name, const char *const *endings, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t k = strlen(endings[i]), at = 0;
        while (name.n >= k && at < k && (name.p[name.n - k + at] | 0x20) == (endings[i][at] | 0x20))
            at++;
        if (at == k)
            return true;
    }
    return false;
}

/* Does its first line look like columns that some profile reads? Which one does, and whether one does at all, is decided when it is read. */
static bool is_columns(const struct extract_source *whole, struct span head)
{
    enum sniff what = sniff(head);
    const struct profile_set *set = whole->in->set;
    bool found = false;
    head = span_trim(head);
    for (size_t i = 0; i < set->count && (what == SNIFF_TABLE || what == SNIFF_TEXT); i++) {
        unsigned parts = 1;
        for (size_t at = 0; at < head.n && head.p[at] != '\n'; at++)
            parts += head.p[at] == set->at[i]->separator;
        found = found || (set->at[i]->width && (parts >= PARTS_ENOUGH || parts >= set->at[i]->width));
    }
    return found;
}

/* NULL: a document, of which a fault is told as of any other; or what it looks like instead. */
static const char *why_no_document(const struct extract_source *whole, const struct unpack_member *m)
{
    static const char *const documents[] = { ".xml" }, *const others[] = { ".xsd", ".xsl", ".xslt", ".dtd", ".rng" };
    enum sniff what = sniff(m->head);
    if (has_ending(m->name, documents, sizeof documents / sizeof *documents))
        return NULL;
    if (has_ending(m->name, others, sizeof others / sizeof *others))
        return _("a schema or a style sheet");
    return what == SNIFF_XML || is_columns(whole, m->head) ? NULL : sniff_name(what);
}

/* ---- the members of a source ---- */

struct skipped { /* for the sentence where nothing is left */
    struct buf names;
    size_t count;
};

static int skip(struct extract_source *whole, const struct unpack_member *m, const char *why, struct skipped *skipped, struct error *err)
{
    const char *name = source_name(m->source);
    struct buf sentence = BUF_INIT;
    if (skipped->count++ < LISTED_MOST)
        buf_addf(&skipped->names, "%s%s", skipped->names.n ? ", " : "", name + strlen(source_name(whole->in->source)) + 1);
    buf_addf(&sentence, _("%s: is skipped: it looks like %s, not like a catalog"), name, why);
    struct field field = { .text = buf_span(&sentence) };
    struct record record = { .kind = MESSAGE_SKIPPED, .fields = &field, .n = 1 };
    int rc = buf_check(&sentence, err) < 0 || buf_check(&skipped->names, err) < 0 ? -1 : sink_record(whole->sink, &record, err);
    buf_release(&sentence);
    return rc;
}

static int nothing_in_it(const struct extract_source *whole, struct skipped *skipped, struct error *err)
{
    const char *name = source_name(whole->in->source);
    if (skipped->count == 0)
        return error_set(err, ERROR_INPUT, _("%s: the archive is empty; a catalog was expected in it"), name);
    return error_set(err, ERROR_INPUT, _("%s: no catalog is in the archive; it holds: %s%s"), name, buf_str(&skipped->names),
                     skipped->count > LISTED_MOST ? " …" : "");
}

static int read_members(struct extract_source *whole, struct unpack *u, struct skipped *skipped, struct error *err)
{
    struct unpack_member m;
    size_t documents = 0;
    int got;
    while ((got = unpack_next(u, &m, err)) > 0) {
        const char *why = unpack_is_archive(u) ? why_no_document(whole, &m) : NULL;
        if (why ? skip(whole, &m, why, skipped, err) < 0 : extract_document(whole, m.source, err) < 0)
            return -1;
        documents += !why;
    }
    return got < 0 ? -1 : documents > 0 ? 0 : nothing_in_it(whole, skipped, err);
}

/* hash: NULL: no digest is wanted. */
static int read_all(struct extract_source *whole, struct sha256 *hash, struct error *err)
{
    struct source *source = whole->in->source;
    struct skipped skipped = { .names = BUF_INIT };
    unsigned char digest[DIGEST_SIZE] = { 0 };
    source_tap(source, on_tap, hash);
    struct unpack *u = unpack_new(source, whole->in->limits, whole->in->chunk, err);
    int rc = u ? read_members(whole, u, &skipped, err) : -1;
    unpack_free(u);
    buf_release(&skipped.names);
    if (rc < 0 || (hash && sha256_final(hash, digest, err) < 0))
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
    struct sha256 *hash = whole.in->no_digest ? NULL : sha256_new(err);
    source_on_wait(whole.in->source, is_waiting, sink);
    int rc = hash || whole.in->no_digest ? read_all(&whole, hash, err) : -1;
    source_on_wait(whole.in->source, NULL, NULL);
    map_release(&whole.told);
    sha256_free(hash);
    return rc;
}
