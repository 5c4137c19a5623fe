/* base/arena.c: blocks of memory that are freed together. */
#include "base/arena.h"

#include <stdint.h>

#define BLOCK_FIRST 4096
#define BLOCK_MOST  ((size_t)1 << 20)

struct arena_block {
    struct arena_block *older;
    size_t used, size; /* of bytes[] */
    uint64_t bytes[];  /* uint64_t: aligned to 8 */
};

void arena_init(struct arena *a)
{
    *a = (struct arena)ARENA_INIT;
}

static void free_chain(struct arena_block *b)
{
    while (b) {
        struct arena_block *older = b->older;
        free(b);
        b = older;
    }
}

void arena_release(struct arena *a)
{
    free_chain(a->block);
    *a = (struct arena)ARENA_INIT;
}

void arena_clear(struct arena *a)
{
    if (!a->block)
        return;
    free_chain(a->block->older);
    a->block->older = NULL;
    a->block->used = 0;
    a->total = a->block->size;
}

/* A new block of at least n bytes becomes the one being filled. */
static struct arena_block *add_block(struct arena *a, size_t n)
{
    size_t size = a->block ? a->block->size * 2 : BLOCK_FIRST;
    if (size > BLOCK_MOST)
        size = BLOCK_MOST;
    if (size < n)
        size = n;
    struct arena_block *b = malloc(sizeof *b + size);
    if (!b)
        return NULL;
    b->older = a->block;
    b->used = 0;
    b->size = size;
    a->block = b;
    a->total += size;
    return b;
}

/* n bytes, not zeroed. */
static void *take(struct arena *a, size_t n)
{
    if (n > PTRDIFF_MAX / 2)
        return NULL;
    n = (n + 7) & ~(size_t)7;
    struct arena_block *b = a->block;
    if (!b || n > b->size - b->used) {
        b = add_block(a, n);
        if (!b)
            return NULL;
    }
    void *p = (char *)b->bytes + b->used;
    b->used += n;
    return p;
}

void *arena_alloc(struct arena *a, size_t n)
{
    void *p = take(a, n ? n : 1);
    if (p)
        memset(p, 0, n);
    return p;
}

struct span arena_copy(struct arena *a, struct span s)
{
    if (!s.p)
        return SPAN_NONE;
    char *p = take(a, s.n + 1);
    if (!p)
        return SPAN_NONE;
    memcpy(p, s.p, s.n);
    p[s.n] = '\0';
    return (struct span){ p, s.n };
}
