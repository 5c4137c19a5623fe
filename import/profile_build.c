/* import/profile_build.c: what the readers of profiles share: lists that grow, errors that name file and line. It must never know an
 * element. */
#include "import/profile_build.h"

void *list_add(struct list *l, size_t size, struct error *err)
{
    if (l->n == l->cap) {
        size_t cap = l->cap ? l->cap * 2 : 16;
        char *p = realloc(l->p, cap * size);
        if (!p) {
            error_memory(err);
            return NULL;
        }
        l->p = p;
        l->cap = cap;
    }
    void *at = l->p + l->n++ * size;
    memset(at, 0, size);
    return at;
}

void *list_keep(const struct list *l, size_t size, struct arena *memory, struct error *err)
{
    void *p = arena_alloc(memory, (l->n + 1) * size);
    if (!p)
        error_memory(err);
    else if (l->n > 0)
        memcpy(p, l->p, l->n * size);
    return p;
}

int build_error(const struct build *b, struct error *err, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    error_setv(err, ERROR_USAGE, format, args);
    va_end(args);
    return error_prefix(err, "%s:%u", b->file, b->line);
}

struct span build_keep(struct build *b, struct span s, struct error *err)
{
    struct span kept = arena_copy(&b->p->memory, s);
    if (!kept.p)
        error_memory(err);
    return kept;
}
