/* mapper/outcome.c: see the header. */
#include "mapper/outcome.h"

#include <stdlib.h>
#include <string.h>

void outcome_init(struct outcome *o)
{
    memset(o, 0, sizeof *o);
    buf_init(&o->spooled);
    arena_init(&o->memory);
}

void outcome_release(struct outcome *o)
{
    free(o->facts);
    buf_release(&o->spooled);
    arena_release(&o->memory);
}

void outcome_clear(struct outcome *o)
{
    o->count = 0;
    buf_clear(&o->spooled);
    arena_clear(&o->memory);
    memset(&o->tally, 0, sizeof o->tally);
    o->err.code = ERROR_NONE;
}

struct row_facts *outcome_row(struct outcome *o)
{
    if (o->count == o->cap) {
        size_t cap = o->cap ? o->cap * 2 : 64;
        struct row_facts *facts = realloc(o->facts, cap * sizeof *facts);
        if (!facts)
            return NULL;
        o->facts = facts;
        o->cap = cap;
    }
    struct row_facts *one = &o->facts[o->count++];
    memset(one, 0, sizeof *one);
    return one;
}

void tally_add(struct tally *sum, const struct tally *more)
{
    sum->rows += more->rows;
    sum->mapped += more->mapped;
    sum->out_of_use += more->out_of_use;
    sum->clean += more->clean;
    sum->unknown_content += more->unknown_content;
    for (int k = 0; k < KIND_COUNT; k++)
        sum->skipped_kind[k] += more->skipped_kind[k];
    sum->kinds_seen |= more->kinds_seen;
    sum->any_code |= more->any_code;
    sum->any_without |= more->any_without;
}
