/* io/unpack.c: the order of things: what the file is, its members, their names, and the document that is handed out. */
#include "io/unpack_run.h"
#include "base/i18n.h"

/* ---- the document that is handed out ---- */

static int64_t member_read(struct unpack *u, char *p, size_t n, struct error *err)
{
    if (u->member_ended)
        return 0;
    int64_t got = u->form == FORM_ZIP ? zip_read(u, p, n, err) : u->form == FORM_TAR ? tar_read(u, p, n, err) : stream_read(u->bytes, p, n, err);
    u->member_ended = got == 0;
    return got;
}

/* What is read is remembered for a while, so that it can be read again. */
static int64_t document_read(void *ctx, char *p, size_t n, struct error *err)
{
    struct unpack *u = ctx;
    if (u->replay_at < u->replay.n) {
        size_t take = u->replay.n - u->replay_at < n ? u->replay.n - u->replay_at : n;
        memcpy(p, u->replay.p + u->replay_at, take);
        u->replay_at += take;
        return (int64_t)take;
    }
    int64_t got = member_read(u, p, u->chunk && u->chunk < n ? u->chunk : n, err);
    if (got > 0 && u->remembers) {
        u->remembers = u->replay.n + (size_t)got <= UNPACK_REPLAY_MOST;
        if (u->remembers)
            buf_add(&u->replay, p, (size_t)got);
        else
            buf_release(&u->replay);
        if (buf_check(&u->replay, err) < 0)
            return -1;
        u->replay_at = u->replay.n;
    }
    return got;
}

static int to_member(struct unpack *u, size_t number, struct error *err);

/* Back to its first byte: by what is remembered, or by reading the file again up to there. */
static bool document_rewind(void *ctx)
{
    struct unpack *u = ctx;
    struct error ignored;
    if (u->remembers) {
        u->replay_at = 0;
        return true;
    }
    return source_rewind(u->source) && to_member(u, u->members, &ignored) == 0;
}

static int hand_out(struct unpack *u, const char *name, struct error *err)
{
    static const struct source_reader reader = { document_read, document_rewind };
    source_free(u->document);
    u->document = source_of_reader(name, &reader, u, err);
    u->member_ended = false;
    u->remembers = true;
    u->replay_at = 0;
    buf_clear(&u->replay);
    return u->document ? 0 : -1;
}

/* The first bytes of the document, which stay to be read. */
static int look_ahead(struct unpack *u, struct error *err)
{
    while (u->replay.n < SNIFF_BYTES) {
        int64_t got = document_read(u, u->scratch, SNIFF_BYTES - u->replay.n, err);
        if (got <= 0)
            return (int)got;
    }
    return 0;
}

/* ---- what the file is ---- */

static bool is_workbook(struct span head)
{
    static const char *const parts[] = { "[Content_Types].xml", "_rels/", "docProps/", "xl/", "mimetype" };
    struct span name = { head.p + 30, head.n < 30 ? 0 : head.n - 30 };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (span_starts(name, span_of(parts[i])))
            return true;
    return false;
}

static bool is_zip(struct span head)
{
    return span_starts(head, SPAN("PK\x03\x04")) || span_starts(head, SPAN("PK\x05\x06"));
}

/* An archive or something packed, where a document should be. */
static const char *packed_name(struct span head)
{
    enum sniff what = sniff(head);
    if ((is_zip(head) && !is_workbook(head)) || what == SNIFF_SEVENZIP || what == SNIFF_RAR || packing_of(head) != PACKING_NONE)
        return sniff_name(what == SNIFF_XLSX ? SNIFF_ZIP : what);
    return tar_begins(head) ? _("a tar archive") : NULL;
}

/* Enough of u->bytes to tell what they are. */
static int peek(struct unpack *u, struct span *head, struct error *err)
{
    if (stream_need(u->bytes, SNIFF_BYTES, err) < 0)
        return -1;
    *head = stream_there(u->bytes);
    head->n = head->n < SNIFF_BYTES ? head->n : SNIFF_BYTES;
    return 0;
}

static int find_form(struct unpack *u, struct error *err)
{
    struct span head;
    if (peek(u, &head, err) < 0)
        return -1;
    enum packing packing = packing_of(head);
    u->form = is_zip(head) && !is_workbook(head) ? FORM_ZIP : tar_begins(head) ? FORM_TAR : packing != PACKING_NONE ? FORM_SINGLE : FORM_PLAIN;
    if (packing == PACKING_NONE)
        return 0;
    if (unpack_use_packing(u, packing, err) < 0 || peek(u, &head, err) < 0)
        return -1;
    if (packing_of(head) != PACKING_NONE)
        return error_set(err, ERROR_INPUT, _("%s: is packed twice (%s, and in it %s); unpack it once and give what comes out"), source_name(u->source),
                         packing_name(packing), packing_name(packing_of(head)));
    if (tar_begins(head))
        u->form = FORM_TAR;
    return 0;
}

/* ---- members ---- */

/* Whether a header is one of a file that may be: 1, 0: passed over, -1. */
static int judge(struct unpack *u, const struct member_header *h, struct error *err)
{
    struct span name = buf_span(&u->name);
    const char *fault = unpack_name_fault(name);
    if (fault)
        return error_set(err, ERROR_INPUT, _("%s: %s; such an archive is not read: pack the files again"), u->shown.p, _(fault));
    if (h->kind == MEMBER_LINK)
        return unpack_link(u, err);
    if (h->kind == MEMBER_STRANGE)
        return error_set(err, ERROR_INPUT, _("%s: is no ordinary file of a tar archive (a sparse one, or a piece of one); pack the file again"), u->shown.p);
    if (h->kind == MEMBER_DIRECTORY)
        return 0;
    int fresh = map_put(&u->names, name, 0);
    if (fresh < 0)
        return error_memory(err);
    if (fresh == 0)
        return error_set(err, ERROR_INPUT, _("%s: the name stands twice in the archive; pack the files again, each once"), u->shown.p);
    return !unpack_name_is_litter(name);
}

static int skip_member(struct unpack *u, struct error *err)
{
    int64_t got = 1;
    while (u->member_open && got > 0)
        got = member_read(u, u->scratch, STREAM_BYTES, err);
    u->member_open = false;
    return got < 0 ? -1 : 0;
}

/* The next file of an archive: 1, 0, -1. */
static int next_member(struct unpack *u, struct error *err)
{
    for (;;) {
        struct member_header h = { .kind = MEMBER_FILE };
        if (skip_member(u, err) < 0)
            return -1;
        buf_clear(&u->shown); /* what is wrong between two members is wrong with the archive */
        int got = u->form == FORM_ZIP ? zip_next(u, &h, err) : tar_next(u, &h, err);
        if (got <= 0)
            return got;
        if (u->members++ == UNPACK_MEMBERS_MOST)
            return error_set(err, ERROR_INPUT, _("%s: the archive has more than %d members; give what it holds in several archives"), source_name(u->source),
                             UNPACK_MEMBERS_MOST);
        if (unpack_take_name(u, h.name, h.is_utf8, err) < 0)
            return -1;
        int good = judge(u, &h, err);
        if (good < 0 || (u->form == FORM_ZIP && zip_start(u, err) < 0))
            return -1;
        u->member_open = true;
        u->member_ended = false;
        if (good)
            return 1;
    }
}

static void start_again(struct unpack *u)
{
    unpack_reset_streams(u);
    zip_release(&u->zip);
    map_release(&u->names);
    map_init(&u->names);
    buf_clear(&u->shown);
    buf_clear(&u->replay);
    u->replay_at = 0;
    u->members = 0;
    u->tar_left = u->tar_padding = 0;
    u->member_open = u->member_ended = false;
    u->form = FORM_UNKNOWN;
}

/* From the front to the first byte of that member. */
static int to_member(struct unpack *u, size_t number, struct error *err)
{
    start_again(u);
    if (find_form(u, err) < 0)
        return -1;
    while (u->members < number)
        if (next_member(u, err) <= 0)
            return -1;
    u->remembers = true;
    u->member_open = true;
    return u->members == number ? 0 : -1;
}

static int finish(struct unpack *u, struct error *err)
{
    u->over = true;
    if (skip_member(u, err) < 0)
        return -1;
    /* Only a tar that was packed can have something left: the end of what it was packed in. */
    return u->form == FORM_TAR && stream_is_blank(u->bytes, err) < 0 ? -1 : 0;
}

/* A file that is no archive: itself, or what is packed in it. */
static int whole_file(struct unpack *u, struct unpack_member *out, struct error *err)
{
    u->over = true;
    if (u->form == FORM_PLAIN && source_is_regular(u->source)) {
        if (source_size(u->source) > u->limits->size)
            return unpack_too_large(u, err);
        out->head = stream_there(&u->raw);
        out->head.n = out->head.n < SNIFF_BYTES ? out->head.n : SNIFF_BYTES;
        out->source = u->source;
        return source_rewind(u->source) ? 1 : error_set(err, ERROR_INPUT, _("%s: cannot be read"), source_name(u->source));
    }
    if (hand_out(u, source_name(u->source), err) < 0 || look_ahead(u, err) < 0)
        return -1;
    u->member_open = true;
    return 1;
}

int unpack_next(struct unpack *u, struct unpack_member *out, struct error *err)
{
    int got;
    *out = (struct unpack_member){ .name = SPAN("") };
    if (u->form == FORM_UNKNOWN && find_form(u, err) < 0)
        return -1;
    if (u->over)
        return skip_member(u, err);
    if (u->form == FORM_PLAIN || u->form == FORM_SINGLE)
        got = whole_file(u, out, err);
    else {
        got = next_member(u, err);
        if (got == 0)
            return finish(u, err);
        if (got > 0 && (hand_out(u, u->shown.p, err) < 0 || look_ahead(u, err) < 0))
            return -1;
        out->name = buf_span(&u->name);
    }
    if (got < 0)
        return -1;
    if (out->source == u->source)
        return 1;
    u->replay_at = 0;
    out->source = u->document;
    out->head = buf_span(&u->replay);
    const char *packed = u->form == FORM_PLAIN ? NULL : packed_name(out->head);
    return packed ? error_set(err, ERROR_INPUT, _("%s: is itself %s; what is packed in an archive is not unpacked: unpack it and give the files in it"),
                              source_name(u->document), packed)
                  : 1;
}

bool unpack_is_archive(const struct unpack *u)
{
    return u->form == FORM_ZIP || u->form == FORM_TAR;
}

struct unpack *unpack_new(struct source *source, const struct read_limits *limits, size_t chunk, struct error *err)
{
    struct unpack *u = calloc(1, sizeof *u);
    if (!u) {
        error_memory(err);
        return NULL;
    }
    *u = (struct unpack){ .source = source, .limits = limits, .chunk = chunk, .names = MAP_INIT };
    u->scratch = malloc(STREAM_BYTES);
    if (u->scratch && unpack_open_streams(u, err) == 0)
        return u;
    error_memory(err);
    unpack_free(u);
    return NULL;
}

void unpack_free(struct unpack *u)
{
    if (!u)
        return;
    unpack_close_streams(u);
    zip_release(&u->zip);
    map_release(&u->names);
    source_free(u->document);
    buf_release(&u->name);
    buf_release(&u->shown);
    buf_release(&u->tar_name);
    buf_release(&u->replay);
    free(u->scratch);
    free(u);
}
