/* catalog/successor_graph.c: see the header. Only codes that name a successor, or are named, take memory. */
#include "catalog/successor_graph.h"
#include "base/i18n.h"
#include "base/map.h"
#include "catalog/db.h"
#include <stdlib.h>

struct edge {
    uint32_t from, to; /* numbers of `codes` */
};
struct successor_graph {
    struct store *s;
    struct version_info v;
    struct map codes;
    struct edge *edges; /* by from, then to, once read */
    size_t n, cap;
};

static int add_edge(struct successor_graph *g, struct span from, struct span to, struct error *err)
{
    if (g->n == g->cap) {
        size_t cap = g->cap ? g->cap * 2 : 256;
        struct edge *edges = realloc(g->edges, cap * sizeof *edges);
        if (!edges)
            return error_memory(err);
        g->edges = edges;
        g->cap = cap;
    }
    struct edge e = { map_intern(&g->codes, from), map_intern(&g->codes, to) };
    if (e.from == MAP_NONE || e.to == MAP_NONE)
        return error_memory(err);
    g->edges[g->n++] = e;
    return 0;
}

int successor_graph_add(struct successor_graph *g, const struct entry *e, struct error *err)
{
    for (size_t i = 0; i < e->successor_count; i++)
        if (add_edge(g, e->successors[i].old_code, e->successors[i].new_code, err) < 0)
            return -1;
    return 0;
}

static int on_entry(void *ctx, const struct entry *e, struct error *err)
{
    return successor_graph_add(ctx, e, err);
}

static int by_numbers(const void *a, const void *b)
{
    const struct edge *x = a, *y = b;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return (x->to > y->to) - (x->to < y->to);
}

struct successor_graph *successor_graph_empty(struct error *err)
{
    struct successor_graph *g = calloc(1, sizeof *g);
    if (g)
        map_init(&g->codes);
    else
        error_memory(err);
    return g;
}

size_t successor_graph_size(const struct successor_graph *g) { return g->n; }

void successor_graph_settle(struct successor_graph *g, struct store *s, const struct version_info *v)
{
    g->s = s;
    g->v = *v;
    if (g->n > 0)
        qsort(g->edges, g->n, sizeof *g->edges, by_numbers);
}

struct successor_graph *successor_graph_new(struct store *s, const struct version_info *v, struct error *err)
{
    struct successor_graph *g = successor_graph_empty(err);
    if (g && store_entries(s, v, on_entry, g, err) < 0) {
        successor_graph_free(g);
        return NULL;
    }
    if (g)
        successor_graph_settle(g, s, v);
    return g;
}

void successor_graph_free(struct successor_graph *g)
{
    if (!g)
        return;
    map_release(&g->codes);
    free(g->edges);
    free(g);
}

int successor_graph_missing(struct successor_graph *g, successor_fn *on_missing, void *ctx, struct error *err)
{
    struct arena memory = ARENA_INIT;
    int status = 0;
    for (size_t i = 0; status == 0 && i < g->n; i++) {
        struct entry e;
        struct span to = map_key(&g->codes, g->edges[i].to);
        if (i > 0 && by_numbers(&g->edges[i], &g->edges[i - 1]) == 0)
            continue;
        arena_clear(&memory);
        int got = store_entry(g->s, &g->v, to, &e, &memory, err);
        status = got < 0 ? -1 : got > 0 ? 0 : on_missing(ctx, map_key(&g->codes, g->edges[i].from), to);
    }
    arena_release(&memory);
    return status;
}

/* A walk in depth without recursion: chains may be long. */
enum color { WHITE, GREY, BLACK };
struct walk {
    struct successor_graph *g;
    size_t *first;        /* where the edges of a code begin; [codes + 1] */
    unsigned char *color; /* [codes] */
    uint32_t *stack;      /* codes on the way */
    size_t *at;           /* the edge that each is at */
};

static int walk_from(struct walk *w, uint32_t start, successor_fn *on_circle, void *ctx)
{
    size_t depth = 0;
    w->stack[0] = start;
    w->at[0] = w->first[start];
    w->color[start] = GREY;
    for (;;) {
        uint32_t code = w->stack[depth];
        if (w->at[depth] == w->first[code + 1]) {
            w->color[code] = BLACK;
            if (depth-- == 0)
                return 0;
            continue;
        }
        uint32_t to = w->g->edges[w->at[depth]++].to;
        if (w->color[to] == GREY && on_circle(ctx, map_key(&w->g->codes, code), map_key(&w->g->codes, to)) < 0)
            return -1;
        if (w->color[to] != WHITE)
            continue;
        w->color[to] = GREY;
        w->stack[++depth] = to;
        w->at[depth] = w->first[to];
    }
}

int successor_graph_circles(struct successor_graph *g, successor_fn *on_circle, void *ctx, struct error *err)
{
    size_t codes = g->codes.count;
    struct walk w = { .g = g };
    w.first = calloc(codes + 2, sizeof *w.first);
    w.color = calloc(codes + 1, 1);
    w.stack = calloc(codes + 1, sizeof *w.stack);
    w.at = calloc(codes + 1, sizeof *w.at);
    int status = w.first && w.color && w.stack && w.at ? 0 : error_memory(err);
    for (size_t i = 0; status == 0 && i < g->n; i++)
        w.first[g->edges[i].from + 1]++;
    for (size_t i = 0; status == 0 && i < codes; i++)
        w.first[i + 1] += w.first[i];
    for (uint32_t i = 0; status == 0 && i < codes; i++)
        if (w.color[i] == WHITE)
            status = walk_from(&w, i, on_circle, ctx);
    free(w.first);
    free(w.color);
    free(w.stack);
    free(w.at);
    return status;
}
