/* catalog/stage.c: taking entries in: packed, hashed, sorted outside the store, duplicates told. Never touches the store. */
#include "base/i18n.h"
#include "catalog/stage_impl.h"

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
    sorter_free(g->sorter);
    buf_release(&g->packed);
    buf_release(&g->last_code);
    entry_scratch_release(&g->scratch);
    free(g);
}

int stage_add(struct stage *g, const struct entry *e, uint32_t file, uint32_t line, struct error *err)
{
    struct sort_item item = { .file = file, .line = line };
    if (!e->text[ENTRY_CODE].n)
        return error_set(err, ERROR_INPUT, _("an entry has no code"));
    g->successors[e->kind] = g->successors[e->kind] || e->successor_count > 0;
    buf_clear(&g->packed);
    entry_pack(e, &g->packed);
    if (buf_check(&g->packed, err) < 0)
        return -1;
    struct span packed = buf_span(&g->packed);
    entry_split(packed, &item.kind, &item.code, &item.name, &item.record);
    row_hash(packed, item.hash);
    g->finished = false;
    g->added++;
    return sorter_add(g->sorter, &item, err);
}

int stage_rewind(struct stage *g, struct error *err)
{
    g->has_last = false;
    g->walked = 0;
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
            g->first = g->item;
            g->has_last = true;
            return buf_check(&g->last_code, err) < 0 ? -1 : 1;
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
    int got = stage_rewind(g, err);
    g->duplicates = 0;
    memset(g->entries, 0, sizeof g->entries);
    for (int i = 0; got == 0 && i < KIND_COUNT; i++)
        if (!(hash[i] = sha256_new(err)))
            got = -1;
    while (got == 0 && (got = stage_next(g, on_duplicate, ctx, err)) == 1) {
        enum kind kind = g->item.kind;
        g->entries[kind]++;
        buf_addc(&g->last_code, '\0'); /* parts code and hash; taken off again below */
        sha256_update(hash[kind], g->last_code.p, g->last_code.n);
        sha256_update(hash[kind], g->item.hash, sizeof g->item.hash);
        g->last_code.n--;
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
