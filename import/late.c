/* import/late.c: joins late values to the records of their scope. A value belongs to every record of the same scope, whether it
 * stood before or behind it. */
#include "import/late.h"

#include "base/i18n.h"

#define TEXT_MOST ((size_t)16 << 20) /* bytes of late values that wait together */

struct late_text {
    struct field field;
    uint64_t begin, end; /* it belongs to records number begin to end - 1 of the wait */
};
/* The values of one late slot, in order. */
struct late_slot {
    struct late_text *texts;
    size_t n, cap;
    size_t open;   /* texts from here on are of the scope that is open */
    size_t cursor; /* while handing out: texts before it are done */
};
struct waiting { /* the records of one <record> */
    struct spool spool;
    uint64_t number; /* while handing out */
};
struct late {
    const struct profile *profile;
    struct late_slot *slots;     /* by slot */
    struct waiting *waiting;     /* by record */
    uint64_t *begun;             /* by scope: records waiting when it began */
    struct arena texts;
    struct field *fields;        /* of the record being handed out */
    size_t field_cap;
    /* where it is handed */
    spool_fn *fn;
    void *ctx;
    uint16_t record;
};

struct late *late_new(const struct profile *profile, const char *temp_dir, struct error *err)
{
    struct late *l = calloc(1, sizeof *l);
    if (l) {
        l->profile = profile;
        l->slots = calloc(profile->slot_count + 1, sizeof *l->slots);
        l->waiting = calloc(profile->record_count + 1, sizeof *l->waiting);
        l->begun = calloc(profile->scope_count + 1, sizeof *l->begun);
        for (size_t i = 0; l->waiting && i < profile->record_count; i++)
            spool_init(&l->waiting[i].spool, temp_dir);
        if (l->slots && l->waiting && l->begun)
            return l;
    }
    error_memory(err);
    late_free(l);
    return NULL;
}

void late_free(struct late *l)
{
    if (!l)
        return;
    for (size_t i = 0; l->slots && i < l->profile->slot_count; i++)
        free(l->slots[i].texts);
    for (size_t i = 0; l->waiting && i < l->profile->record_count; i++)
        spool_release(&l->waiting[i].spool);
    free(l->slots);
    free(l->waiting);
    free(l->begun);
    free(l->fields);
    arena_release(&l->texts);
    free(l);
}

int late_record(struct late *l, const struct record *record, struct error *err)
{
    uint16_t number = l->profile->record_paths[record->kind].record;
    if (l->profile->records[number].wait == SLOT_NONE)
        return 0;
    return spool_put(&l->waiting[number].spool, record, err) < 0 ? -1 : 1;
}

bool late_waits(const struct late *l)
{
    for (size_t i = 0; i < l->profile->record_count; i++)
        if (l->waiting[i].spool.count > 0)
            return true;
    return false;
}

int late_value(struct late *l, const struct field *value, struct error *err)
{
    const struct slot *slot = &l->profile->slots[value->slot];
    struct late_slot *s = &l->slots[value->slot];
    if (l->texts.total > TEXT_MOST)
        return error_set(err, ERROR_INPUT, _("the late values of %s take more than %zu MiB before their element ends"), slot->field,
                         TEXT_MOST >> 20);
    if (s->n == s->cap) {
        size_t cap = s->cap ? s->cap * 2 : 16;
        struct late_text *p = realloc(s->texts, cap * sizeof *p);
        if (!p)
            return error_memory(err);
        s->texts = p;
        s->cap = cap;
    }
    struct late_text *t = &s->texts[s->n];
    *t = (struct late_text){ .field = *value, .begin = l->begun[slot->scope], .end = UINT64_MAX };
    t->field.text = arena_copy(&l->texts, value->text);
    if (!t->field.text.p)
        return error_memory(err);
    s->n++;
    return 0;
}

/* One record that waited, with its late values behind its own. */
static int hand_out(void *ctx, const struct record *record, struct error *err)
{
    struct late *l = ctx;
    uint64_t number = l->waiting[l->record].number++;
    struct record whole = *record;
    size_t need = record->n;
    for (size_t i = 0; i < l->profile->slot_count; i++)
        need += l->slots[i].n;
    if (need > l->field_cap) {
        struct field *p = realloc(l->fields, need * 2 * sizeof *p);
        if (!p)
            return error_memory(err);
        l->fields = p;
        l->field_cap = need * 2;
    }
    if (record->n > 0)
        memcpy(l->fields, record->fields, record->n * sizeof *l->fields);
    for (size_t i = 0; i < l->profile->slot_count; i++) {
        struct late_slot *s = &l->slots[i];
        if (l->profile->slots[i].record != l->record)
            continue;
        while (s->cursor < s->n && s->texts[s->cursor].end <= number)
            s->cursor++;
        for (size_t k = s->cursor; k < s->n && s->texts[k].begin <= number; k++)
            l->fields[whole.n++] = s->texts[k].field;
    }
    whole.fields = l->fields;
    return l->fn(l->ctx, &whole, err);
}

/* Nothing waits any more for this record: its values and scopes begin anew. */
static void forget(struct late *l, uint16_t record)
{
    bool others = false;
    for (size_t i = 0; i < l->profile->slot_count; i++) {
        struct late_slot *s = &l->slots[i];
        if (l->profile->slots[i].record == record)
            s->n = s->open = s->cursor = 0;
        others = others || s->n > 0;
    }
    for (size_t i = 0; i < l->profile->scope_count; i++)
        if (l->profile->scopes[i].record == record)
            l->begun[i] = 0;
    if (!others)
        arena_clear(&l->texts);
}

int late_scope_end(struct late *l, uint16_t scope, spool_fn *fn, void *ctx, struct error *err)
{
    if (scope >= l->profile->scope_count)
        return error_set(err, ERROR_INPUT, _("the end of an unknown scope (%u)"), (unsigned)scope);
    uint16_t record = l->profile->scopes[scope].record;
    uint64_t count = l->waiting[record].spool.count;
    for (size_t i = 0; i < l->profile->slot_count; i++) {
        struct late_slot *s = &l->slots[i];
        if (l->profile->slots[i].role != ROLE_LATE_VALUE || l->profile->slots[i].record != record ||
            l->profile->slots[i].scope != scope)
            continue;
        for (; s->open < s->n; s->open++)
            s->texts[s->open].end = count;
    }
    l->begun[scope] = count;
    if (l->profile->records[record].wait != scope)
        return 0;
    l->fn = fn;
    l->ctx = ctx;
    l->record = record;
    l->waiting[record].number = 0;
    int rc = spool_drain(&l->waiting[record].spool, hand_out, l, err);
    forget(l, record);
    return rc;
}
