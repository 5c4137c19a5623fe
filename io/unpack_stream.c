/* io/unpack_stream.c: bytes of the file, bytes packed in it, and the bounds of both. */
#include "io/unpack_run.h"
#include "base/i18n.h"

/* ---- sentences ---- */

/* The member that is read, or the file. */
static const char *spoken_of(const struct unpack *u)
{
    return u->shown.n && u->shown.p && !u->filling ? u->shown.p : source_name(u->source);
}

int unpack_cut(const struct unpack *u, struct error *err)
{
    return error_set(err, ERROR_INPUT, _("%s: the file is cut: it ends in the middle of what is packed in it; fetch or copy it again"), spoken_of(u));
}

int unpack_damaged(const struct unpack *u, struct error *err)
{
    return error_set(err, ERROR_INPUT, _("%s: what is packed here is damaged; fetch or copy the file again"), spoken_of(u));
}

int unpack_link(const struct unpack *u, struct error *err)
{
    return error_set(err, ERROR_INPUT, _("%s: is a link or a device, not a file; pack the file itself"), spoken_of(u));
}

int unpack_too_large(const struct unpack *u, struct error *err) { return limits_too_large(u->limits, source_name(u->source), err); }

int unpack_count(struct unpack *u, size_t n, struct error *err)
{
    u->given += n;
    return limits_check(u->limits, source_name(u->source), u->taken, u->given, err);
}

/* ---- streams ---- */

int stream_need(struct stream *s, size_t n, struct error *err)
{
    if (s->n - s->at < n && s->at > 0) {
        memmove(s->p, s->p + s->at, s->n - s->at);
        s->n -= s->at;
        s->at = 0;
    }
    while (s->n - s->at < n && !s->ended) {
        size_t room = STREAM_BYTES - s->n;
        int64_t got = s->fill(s->u, s->p + s->n, s->u->chunk && s->u->chunk < room ? s->u->chunk : room, err);
        if (got < 0)
            return -1;
        s->ended = got == 0;
        s->n += (size_t)got;
    }
    return s->n - s->at >= n;
}

int64_t stream_read(struct stream *s, char *p, size_t n, struct error *err)
{
    int got = stream_need(s, 1, err);
    if (got <= 0)
        return got;
    struct span there = stream_there(s);
    size_t take = there.n < n ? there.n : n;
    memcpy(p, there.p, take);
    stream_take(s, take);
    return (int64_t)take;
}

int stream_read_all(struct stream *s, char *p, uint64_t n, struct error *err)
{
    while (n > 0) {
        int got = stream_need(s, 1, err);
        if (got <= 0)
            return got;
        struct span there = stream_there(s);
        size_t take = there.n < n ? there.n : (size_t)n;
        if (p) {
            memcpy(p, there.p, take);
            p += take;
        }
        stream_take(s, take);
        n -= take;
    }
    return 1;
}

int stream_is_blank(struct stream *s, struct error *err)
{
    int got;
    while ((got = stream_need(s, 1, err)) > 0) {
        struct span there = stream_there(s);
        for (size_t i = 0; i < there.n; i++)
            if (there.p[i] != 0)
                return 0;
        stream_take(s, there.n);
    }
    return got < 0 ? -1 : 1;
}

/* ---- unpacking ---- */

static int no_step(const struct unpack *u, enum inflate_result why, struct error *err)
{
    if (why == INFLATE_MEMORY)
        return error_memory(err);
    if (why == INFLATE_LARGE)
        return error_set(err, ERROR_INPUT, _("%s: unpacking it would take more than %zu MiB of memory; pack it again without --long or a large dictionary"),
                         spoken_of(u), INFLATE_MEMORY_MOST >> 20);
    return unpack_damaged(u, err);
}

int64_t unpack_inflate(struct unpack *u, struct stream *from, uint64_t *left, struct inflater *f, char *p, size_t n, bool *ended, struct error *err)
{
    for (;;) {
        struct span in = stream_there(from);
        if (in.n > *left)
            in.n = (size_t)*left;
        const size_t offered = in.n;
        size_t room = n;
        enum inflate_result result = inflater_step(f, &in, &p, &room);
        const size_t taken = offered - in.n, given = n - room;
        stream_take(from, taken);
        if (*left != UINT64_MAX)
            *left -= taken;
        if (result != INFLATE_ON && result != INFLATE_END)
            return no_step(u, result, err);
        *ended = result == INFLATE_END;
        if (given > 0 || *ended)
            return given > 0 && unpack_count(u, given, err) < 0 ? -1 : (int64_t)given;
        if (taken > 0)
            continue;
        if (offered > 0 || *left == 0)
            return unpack_damaged(u, err);
        int more = stream_need(from, 1, err);
        if (more <= 0)
            return more < 0 ? -1 : unpack_cut(u, err);
    }
}

static int64_t fill_raw(struct unpack *u, char *p, size_t n, struct error *err)
{
    int64_t got = source_read(u->source, p, n, err);
    if (got < 0)
        return -1;
    u->taken += (uint64_t)got;
    return u->taken > u->limits->size ? unpack_too_large(u, err) : got;
}

/* One stream ended: is there another one? 1, 0: the file ends here, -1. */
static int next_packed(struct unpack *u, struct error *err)
{
    inflater_free(u->inflater);
    u->inflater = NULL;
    if (stream_need(&u->raw, 6, err) < 0)
        return -1;
    if (packing_of(stream_there(&u->raw)) != u->packing) {
        int blank = stream_is_blank(&u->raw, err);
        return blank != 0 ? (blank < 0 ? -1 : 0)
                          : error_set(err, ERROR_INPUT, _("%s: behind the end of the %s data stands something else; fetch or pack the file again"),
                                      source_name(u->source), packing_name(u->packing));
    }
    u->inflater = inflater_new(u->packing, err);
    return u->inflater ? 1 : -1;
}

static int64_t fill_flat(struct unpack *u, char *p, size_t n, struct error *err)
{
    bool ended = false;
    uint64_t left = UINT64_MAX;
    while (u->inflater) {
        u->filling = true;
        int64_t got = unpack_inflate(u, &u->raw, &left, u->inflater, p, n, &ended, err);
        u->filling = false;
        if (got < 0 || (ended && next_packed(u, err) < 0))
            return -1;
        if (got > 0)
            return got;
    }
    return 0;
}

int unpack_use_packing(struct unpack *u, enum packing packing, struct error *err)
{
    u->packing = packing;
    u->inflater = inflater_new(packing, err);
    u->bytes = &u->flat;
    return u->inflater ? 0 : -1;
}

static void start_stream(struct unpack *u, struct stream *s, int64_t (*fill)(struct unpack *, char *, size_t, struct error *))
{
    *s = (struct stream){ .fill = fill, .u = u, .p = s->p };
}

int unpack_open_streams(struct unpack *u, struct error *err)
{
    u->raw.p = malloc(STREAM_BYTES);
    u->flat.p = malloc(STREAM_BYTES);
    if (!u->raw.p || !u->flat.p)
        return error_memory(err);
    unpack_reset_streams(u);
    return 0;
}

void unpack_reset_streams(struct unpack *u)
{
    inflater_free(u->inflater);
    u->inflater = NULL;
    u->packing = PACKING_NONE;
    u->taken = u->given = 0;
    start_stream(u, &u->raw, fill_raw);
    start_stream(u, &u->flat, fill_flat);
    u->bytes = &u->raw;
}

void unpack_close_streams(struct unpack *u)
{
    inflater_free(u->inflater);
    free(u->raw.p);
    free(u->flat.p);
}
