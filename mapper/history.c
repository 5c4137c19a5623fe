/* mapper/history.c: see the header. */
#include "mapper/history.h"
#include "base/buf.h"
#include "base/map.h"

#include <pthread.h>
#include <stdlib.h>

struct history {
    struct view *view;
    pthread_mutex_t lock; /* for all that follows, and for asking the view */
    struct map past;      /* kind and code -> index into pasts */
    struct code_past *pasts;
    size_t count, cap;
    struct arena memory;
    struct buf key;
};

struct history *history_new(struct view *view, struct error *err)
{
    struct history *h = calloc(1, sizeof *h);
    if (!h) {
        error_memory(err);
        return NULL;
    }
    h->view = view;
    pthread_mutex_init(&h->lock, NULL); /* a plain one: this cannot fail */
    map_init(&h->past);
    arena_init(&h->memory);
    buf_init(&h->key);
    return h;
}

void history_free(struct history *h)
{
    if (!h)
        return;
    pthread_mutex_destroy(&h->lock);
    map_release(&h->past);
    arena_release(&h->memory);
    buf_release(&h->key);
    free(h->pasts);
    free(h);
}

void history_clear(struct history *h)
{
    map_release(&h->past);
    map_init(&h->past);
    arena_clear(&h->memory);
    h->count = 0;
    view_past_clear(h->view);
}

/* Keeps what view_past said, without its long version records. */
static int remember(struct history *h, const struct past *past, struct error *err)
{
    if (h->count == h->cap) {
        size_t cap = h->cap ? h->cap * 2 : 64;
        struct code_past *pasts = realloc(h->pasts, cap * sizeof *pasts);
        if (!pasts)
            return error_memory(err);
        h->pasts = pasts;
        h->cap = cap;
    }
    struct code_past *p = &h->pasts[h->count];
    *p = (struct code_past){ .entry = past->entry,
                             .next_from = past->next.number > 0 ? past->next.in_force_from : DATE_NONE,
                             .ever_open_from = past->ever_open_from,
                             .earliest_from = past->earliest_from };
    if (past->last.number > 0 && !(p->last_label = arena_copy(&h->memory, span_of(past->last.label))).p)
        return error_memory(err);
    if (past->next.number > 0 && !(p->next_label = arena_copy(&h->memory, span_of(past->next.label))).p)
        return error_memory(err);
    if (map_put(&h->past, buf_span(&h->key), (uint32_t)h->count) < 0)
        return error_memory(err);
    h->count++;
    return 0;
}

static int find(struct history *h, enum kind kind, struct span code, struct code_past *out, struct error *err)
{
    buf_clear(&h->key);
    buf_addc(&h->key, (char)('0' + (int)kind));
    buf_addspan(&h->key, code);
    if (buf_check(&h->key, err) < 0)
        return -1;
    uint32_t at = map_get(&h->past, buf_span(&h->key));
    if (at == MAP_NONE) {
        struct past past;
        if (view_past(h->view, kind, code, &past, err) < 0)
            return -1;
        if (!past.known || (past.last.number == 0 && past.next.number == 0)) /* or only a version that was withdrawn before its day had it */
            return 0; /* not remembered: a table may have any number of such codes, a catalog's history has not */
        if (remember(h, &past, err) < 0)
            return -1;
        at = (uint32_t)h->count - 1;
    }
    *out = h->pasts[at];
    return 1;
}

int history_find(struct history *h, enum kind kind, struct span code, struct code_past *out, struct error *err)
{
    pthread_mutex_lock(&h->lock);
    int got = find(h, kind, code, out, err);
    pthread_mutex_unlock(&h->lock);
    return got;
}
