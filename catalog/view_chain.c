/* catalog/view_chain.c: following replaced-by from a code to where it ends. */
#include "catalog/view_impl.h"

#define DEEPEST 100 /* successors in a row; a longer chain counts as a dead end */

enum { SEEN_SURE = 1, SEEN_POSSIBLY = 2 };

struct walk {
    struct view *v;
    enum kind kind;
    date day;
    struct map nodes;  /* code -> flags */
    struct buf sure, possibly; /* active ends, joined */
    size_t sure_count, possibly_count;
    size_t first_possibly; /* bytes of the first one in `possibly` */
    size_t dead_count, other_count; /* ends that are not active; circles, and codes met before by another way */
    struct buf circle, dead;
    struct span path[DEEPEST + 1];
    struct arena past; /* entries of the past that the codes stand in */
    struct error *err;
};

static int compare_edges(const void *va, const void *vb)
{
    const struct edge *a = va, *b = vb;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    int c = span_cmp(a->old_code, b->old_code);
    c = c ? c : span_cmp(a->new_code, b->new_code);
    return c ? c : (int)a->type - (int)b->type;
}

static void sort_edges(struct view *v)
{
    pthread_mutex_lock(&v->locks.making);
    if (!v->edges_sorted)
        qsort(v->edges, v->edge_count, sizeof *v->edges, compare_edges);
    v->edges_sorted = true;
    pthread_mutex_unlock(&v->locks.making);
}

/* The first edge from a code, in the sorted edges. */
static size_t first_edge(struct view *v, enum kind kind, struct span code)
{
    if (!v->edges_sorted)
        sort_edges(v);
    size_t low = 0, high = v->edge_count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        const struct edge *e = &v->edges[mid];
        bool before = e->kind != kind ? e->kind < kind : span_cmp(e->old_code, code) < 0;
        if (before)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static bool is_active(const struct walk *w, const struct view_entry *e)
{
    return e && !e->inactive && (e->valid_from == DATE_NONE || e->valid_from <= w->day) &&
           (e->valid_to == DATE_NONE || e->valid_to >= w->day);
}

static void add_end(struct buf *ends, size_t *count, struct span code)
{
    if ((*count)++)
        buf_adds(ends, ", ");
    buf_addspan(ends, code);
}

static void set_text(struct buf *b, struct span s)
{
    buf_clear(b);
    buf_addspan(b, s);
}

static void reach_end(struct walk *w, struct span code, bool sure)
{
    if (!is_active(w, view_find(w->v, w->kind, code))) {
        set_text(&w->dead, code);
        w->dead_count++;
    } else if (sure) {
        add_end(&w->sure, &w->sure_count, code);
    } else {
        add_end(&w->possibly, &w->possibly_count, code);
        if (w->possibly_count == 1)
            w->first_possibly = w->possibly.n;
    }
}

static int follow(struct walk *w, struct span code, size_t depth, bool sure, bool *any);

static int follow_edge(struct walk *w, struct span to, enum successor_type type, size_t depth, bool sure)
{
    bool any = false;
    sure = sure && type != SUCCESSOR_POSSIBLY;
    for (size_t i = 0; i <= depth; i++)
        if (span_eq(w->path[i], to)) {
            set_text(&w->circle, to);
            w->other_count++;
            return 0;
        }
    uint32_t flag = sure ? SEEN_SURE : SEEN_POSSIBLY, seen = map_get(&w->nodes, to);
    seen = seen == MAP_NONE ? 0 : seen;
    if (seen & (flag | SEEN_SURE)) {
        w->other_count++;
        return 0; /* been there, on as good a way */
    }
    if (map_put(&w->nodes, to, seen | flag) < 0)
        return error_memory(w->err);
    if (depth == DEEPEST) {
        set_text(&w->dead, to);
        w->other_count++;
        return 0;
    }
    size_t ends = w->sure_count + w->possibly_count, dead = w->dead_count, others = w->other_count;
    if (follow(w, to, depth + 1, sure, &any) < 0)
        return -1;
    bool all_dead = w->dead_count > dead && w->sure_count + w->possibly_count == ends && w->other_count == others;
    if (!any || (all_dead && is_active(w, view_find(w->v, w->kind, to)))) /* its own successors are not valid yet, or no longer */
        reach_end(w, to, sure);
    return 0;
}

/* What entries in force say of a code, then what it said of itself as last it was in force, where it is not now. The past is kept in `memory`. */
static int each_successor(struct view *v, enum kind kind, struct span code, struct arena *memory, view_successor_fn *on_successor, void *ctx,
                          struct error *err)
{
    for (size_t i = first_edge(v, kind, code); i < v->edge_count; i++) {
        const struct edge *e = &v->edges[i];
        if (e->kind != kind || !span_eq(e->old_code, code))
            break;
        if (on_successor(ctx, e->new_code, e->type, err) < 0)
            return -1;
    }
    if (view_find(v, kind, code))
        return 0;
    struct past past;
    if (view_past_into(v, kind, code, memory, &past, err) < 0)
        return -1;
    const struct entry *e = past.entry ? &past_of(past.entry)->e : NULL;
    for (size_t i = 0; e && i < e->successor_count; i++)
        if (span_eq(e->successors[i].old_code, code) && on_successor(ctx, e->successors[i].new_code, e->successors[i].type, err) < 0)
            return -1;
    return 0;
}

struct step { /* a code that is gone on from */
    struct walk *w;
    size_t depth;
    bool sure, any;
};

static int on_successor(void *ctx, struct span to, enum successor_type type, struct error *err)
{
    struct step *s = ctx;
    (void)err; /* the walk has it */
    s->any = true;
    return follow_edge(s->w, to, type, s->depth, s->sure);
}

/* Goes on from a code; *any: it has successors. */
static int follow(struct walk *w, struct span code, size_t depth, bool sure, bool *any)
{
    struct step s = { w, depth, sure, false };
    w->path[depth] = code;
    int status = each_successor(w->v, w->kind, code, &w->past, on_successor, &s, w->err);
    *any = s.any;
    return status;
}

int view_successors(struct view *v, enum kind kind, struct span code, view_successor_fn *on_one, void *ctx, struct error *err)
{
    struct arena memory = ARENA_INIT;
    int status = each_successor(v, kind, code, &memory, on_one, ctx, err);
    arena_release(&memory);
    return status;
}

/* An end that is reached surely and possibly counts as sure. */
static enum chain_end judge(const struct walk *w, bool any, struct buf *out)
{
    if (!any)
        return CHAIN_NONE;
    if (w->sure_count) {
        set_text(out, buf_span(&w->sure));
        return w->sure_count == 1 ? CHAIN_ONE : CHAIN_SEVERAL;
    }
    if (w->possibly_count) {
        set_text(out, (struct span){ w->possibly.p, w->first_possibly });
        return CHAIN_POSSIBLY;
    }
    if (w->circle.n) {
        set_text(out, buf_span(&w->circle));
        return CHAIN_CIRCLE;
    }
    set_text(out, buf_span(&w->dead));
    return CHAIN_DEAD_END;
}

int view_chain(struct view *v, enum kind kind, struct span code, date day, enum chain_end *end, struct buf *out, struct error *err)
{
    struct walk w = { .v = v, .kind = kind, .day = day, .nodes = MAP_INIT, .sure = BUF_INIT, .possibly = BUF_INIT,
                      .circle = BUF_INIT, .dead = BUF_INIT, .past = ARENA_INIT, .err = err };
    bool any = false;
    buf_clear(out);
    int result = follow(&w, code, 0, true, &any);
    if (result == 0) {
        *end = judge(&w, any, out);
        const struct buf *all[] = { out, &w.sure, &w.possibly, &w.circle, &w.dead };
        for (size_t i = 0; result == 0 && i < sizeof all / sizeof *all; i++)
            result = buf_check(all[i], err);
    }
    buf_release(&w.sure);
    buf_release(&w.possibly);
    buf_release(&w.circle);
    buf_release(&w.dead);
    map_release(&w.nodes);
    arena_release(&w.past);
    return result;
}

bool view_is_replaced(struct view *v, enum kind kind, struct span code)
{
    size_t i = first_edge(v, kind, code);
    return i < v->edge_count && v->edges[i].kind == kind && span_eq(v->edges[i].old_code, code);
}
