/* catalog/stage.c: taking entries in: packed, hashed, sorted outside the store, duplicates told. Never touches the store. */
#include "base/i18n.h"
#include "catalog/fresh.h"
#include "catalog/stage_impl.h"
#include "catalog/successor_graph.h"

/* ---- entries in order ---- */

/* From here on, only the sorter knows. */
static void order_end(struct stage_order *o)
{
    o->broken = true;
    buf_release(&o->code);
    for (int i = 0; i < KIND_COUNT; i++) {
        sha256_free(o->hash[i]);
        o->hash[i] = NULL;
    }
}

static void hash_item(struct sha256 *h, struct span code, const unsigned char row[ROW_HASH_BYTES])
{
    sha256_update(h, code.p, code.n);
    sha256_update(h, "", 1); /* a NUL parts code and hash */
    sha256_update(h, row, ROW_HASH_BYTES);
}

static int order_follow(struct stage_order *o, const struct sort_item *item, struct error *err)
{
    if (o->any && (item->kind < o->kind || (item->kind == o->kind && span_cmp(buf_span(&o->code), item->code) >= 0))) {
        order_end(o);
        return 0;
    }
    o->any = true;
    o->kind = item->kind;
    buf_clear(&o->code);
    buf_addspan(&o->code, item->code);
    if (buf_check(&o->code, err) < 0 || (!o->hash[item->kind] && !(o->hash[item->kind] = sha256_new(err))))
        return -1;
    hash_item(o->hash[item->kind], item->code, item->hash);
    o->entries[item->kind]++;
    return 0;
}

/* Everything came in order: what stage_finish is to find out is known. */
static int order_finish(struct stage *g, struct error *err)
{
    int done = 0;
    memcpy(g->entries, g->order.entries, sizeof g->entries);
    for (int i = 0; done == 0 && i < KIND_COUNT; i++) {
        struct sha256 **h = &g->order.hash[i];
        done = *h || (*h = sha256_new(err)) ? sha256_final(*h, g->hash[i], err) : -1;
    }
    order_end(&g->order);
    g->duplicates = 0;
    g->finished = g->in_order = done == 0;
    return done;
}

struct stage *stage_new(struct store *s, const struct stage_options *options, struct error *err)
{
    struct stage *g = calloc(1, sizeof *g);
    if (!g) {
        error_memory(err);
        return NULL;
    }
    g->store = s;
    g->watch = options ? options->watch : NULL;
    g->watch_ctx = options ? options->watch_ctx : NULL;
    g->look_only = options && options->look_only;
    g->order.code = (struct buf)BUF_INIT;
    g->sorter = sorter_new(options && options->temp_dir ? options->temp_dir : "/tmp", options ? options->memory : 0, err);
    if (g->sorter)
        return g;
    stage_free(g);
    return NULL;
}

void stage_free(struct stage *g)
{
    if (!g)
        return;
    fresh_free(g->fresh);
    order_end(&g->order);
    for (int i = 0; i < KIND_COUNT; i++)
        successor_graph_free(g->named[i]);
    sorter_free(g->sorter);
    buf_release(&g->packed);
    buf_release(&g->last_code);
    buf_release(&g->last_rank);
    entry_scratch_release(&g->scratch);
    free(g);
}

int stage_take(struct stage *g, const struct sort_item *item, struct error *err)
{
    g->finished = g->in_order = false;
    g->added++;
    if (!g->order.broken && order_follow(&g->order, item, err) < 0)
        return -1;
    int taken = fresh_take(g, item, err);
    return taken != 0 ? (taken < 0 ? -1 : 0) : sorter_add(g->sorter, item, err);
}

#define NAMED_MOST 100000 /* successors that are kept in memory: some megabytes */

static int keep_named(struct stage *g, const struct entry *e, struct error *err)
{
    struct successor_graph **named = &g->named[e->kind];
    g->successors[e->kind] = true;
    if (g->named_unknown)
        return 0;
    if ((!*named && !(*named = successor_graph_empty(err))) || successor_graph_add(*named, e, err) < 0)
        return -1;
    g->named_unknown = successor_graph_size(*named) > NAMED_MOST;
    for (int i = 0; g->named_unknown && i < KIND_COUNT; i++) {
        successor_graph_free(g->named[i]);
        g->named[i] = NULL;
    }
    return 0;
}

int stage_add(struct stage *g, const struct entry *e, uint32_t file, uint32_t line, struct error *err)
{
    return stage_add_ranked(g, e, SPAN_NONE, file, line, err);
}

int stage_add_ranked(struct stage *g, const struct entry *e, struct span rank, uint32_t file, uint32_t line, struct error *err)
{
    struct sort_item item = { .file = file, .line = line, .rank = rank };
    if (!e->text[ENTRY_CODE].n)
        return error_set(err, ERROR_INPUT, _("an entry has no code"));
    if (e->successor_count > 0 && keep_named(g, e, err) < 0)
        return -1;
    buf_clear(&g->packed);
    entry_pack(e, &g->packed);
    if (buf_check(&g->packed, err) < 0)
        return -1;
    struct span packed = buf_span(&g->packed);
    entry_split(packed, &item.kind, &item.code, &item.name, &item.record);
    row_hash(packed, item.hash);
    return stage_take(g, &item, err);
}

int stage_rewind(struct stage *g, struct error *err)
{
    g->has_last = false;
    g->walked = 0;
    g->superseded = 0;
    return sorter_rewind(g->sorter, err);
}

static int tell_duplicate(struct stage *g, duplicate_fn *on_duplicate, void *ctx, struct error *err)
{
    struct entry second;
    struct span name, record;
    if (sorter_body(g->sorter, &name, &record, err) < 0 ||
        entry_join(g->item.kind, g->item.code, name, record, &second, &g->scratch, err) < 0)
        return -1;
    struct stage_duplicate d = { g->item.kind, g->item.code, g->first.file, g->first.line, g->item.file, g->item.line, &second };
    return on_duplicate(ctx, &d, err);
}

/* The present item has the code of the first one: is that one newer, or the very same? */
static bool is_superseded(const struct stage *g)
{
    if (g->item.behind != g->first.behind || !span_eq(buf_span(&g->last_rank), g->item.rank))
        return true;
    return g->item.rank.n && memcmp(g->item.hash, g->first.hash, sizeof g->item.hash) == 0;
}

int64_t stage_superseded(const struct stage *g)
{
    return g->superseded;
}

int stage_next(struct stage *g, duplicate_fn *on_duplicate, void *ctx, struct error *err)
{
    int got;
    while ((got = sorter_next(g->sorter, &g->item, err)) == 1) {
        g->walked++;
        if (stage_step(g, err) < 0)
            return -1;
        if (!g->has_last || g->first.kind != g->item.kind || !span_eq(buf_span(&g->last_code), g->item.code)) {
            buf_clear(&g->last_code);
            buf_addspan(&g->last_code, g->item.code);
            buf_clear(&g->last_rank);
            buf_addspan(&g->last_rank, g->item.rank);
            g->first = g->item;
            g->has_last = true;
            return buf_check(&g->last_code, err) < 0 || buf_check(&g->last_rank, err) < 0 ? -1 : 1;
        }
        if (is_superseded(g)) {
            g->superseded += !g->item.behind;
            continue;
        }
        g->duplicates++;
        if (on_duplicate && tell_duplicate(g, on_duplicate, ctx, err) < 0)
            return -1;
    }
    return got;
}

int64_t stage_finish(struct stage *g, duplicate_fn *on_duplicate, void *ctx, struct error *err)
{
    struct sha256 *hash[KIND_COUNT] = { NULL };
    g->phase = STAGE_SORTING;
    if (!g->order.broken)
        return order_finish(g, err);
    int got = stage_rewind(g, err);
    g->duplicates = 0;
    memset(g->entries, 0, sizeof g->entries);
    for (int i = 0; got == 0 && i < KIND_COUNT; i++)
        if (!(hash[i] = sha256_new(err)))
            got = -1;
    while (got == 0 && (got = stage_next(g, on_duplicate, ctx, err)) == 1) {
        enum kind kind = g->item.kind;
        g->entries[kind]++;
        hash_item(hash[kind], g->item.code, g->item.hash);
        got = 0;
    }
    for (int i = 0; i < KIND_COUNT; i++) {
        if (got == 0)
            got = sha256_final(hash[i], g->hash[i], err);
        sha256_free(hash[i]);
    }
    if (got < 0)
        return -1;
    g->finished = true;
    return g->duplicates;
}
