/* base/arena.h: many small allocations that end together. Aligned to 8 bytes; nothing is freed singly. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/span.h"

struct arena {
    struct arena_block *block; /* the one being filled; older ones behind it */
    size_t total;              /* bytes held, for reports of memory */
};
#define ARENA_INIT { NULL, 0 }

void arena_init(struct arena *a);
void arena_release(struct arena *a);
void arena_clear(struct arena *a);               /* keeps one block for reuse */
void *arena_alloc(struct arena *a, size_t n);    /* zeroed; NULL when memory is out */
struct span arena_copy(struct arena *a, struct span s); /* p is NUL-terminated; p == NULL when memory is out or s absent */
#endif
