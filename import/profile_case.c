/* import/profile_case.c: the fields of one kind of a record, when all are read: which it has, in which order they are read, what each waits
 * for. It must never read the file. */
#include "import/profile_build.h"

#include "base/i18n.h"

static void move_first(const struct profile_field **fields, size_t n, enum shape shape)
{
    for (size_t i = 0; i < n; i++) {
        const struct profile_field *f = fields[i];
        if (f->target->shape != shape)
            continue;
        memmove(fields + 1, fields, i * sizeof *fields);
        fields[0] = f;
        return;
    }
}

static uint64_t wants_of(const struct profile_field *f)
{
    uint64_t wants = f->from.constant.p || f->reading.fallback.n ? WANTS_NONE : 0;
    if (f->anchor != SLOT_NONE)
        return wants | slot_bit(f->anchor);
    for (size_t i = 0; i < f->from.count; i++)
        wants |= slot_bit(f->from.slots[i]);
    return wants;
}

int case_settle(struct build *b, size_t number, struct record_case *c, const struct profile_field *fields, struct error *err)
{
    const struct profile_field **chosen = arena_alloc(&b->p->memory, (b->fields.n + 1) * sizeof *chosen);
    bool code = false, name = false;
    if (!chosen)
        return error_memory(err);
    for (size_t i = 0; i < b->fields.n * 2; i++) { /* those that look at others come last */
        const struct profile_field *f = &fields[i % b->fields.n];
        if (!(f->cases >> number & 1) || f->once != (i >= b->fields.n))
            continue;
        for (size_t k = 0; k < c->field_count; k++) {
            if (chosen[k]->target == f->target && !f->target->repeats) {
                b->line = f->line;
                return build_error(b, err, _("a second <%s> for %s"), f->target->name, kind_word(c->kind));
            }
        }
        chosen[c->field_count++] = f;
        code = code || f->target->shape == SHAPE_CODE;
        name = name || (f->target->shape == SHAPE_TEXT && f->target->index == ENTRY_NAME);
    }
    c->fields = chosen;
    if (!code || !name)
        return build_error(b, err, _("the record of kind %s needs <code> and <name>"), kind_word(c->kind));
    move_first(chosen, c->field_count, SHAPE_PAY_CLASS); /* of C no self-pay is read */
    move_first(chosen, c->field_count, SHAPE_CODE);      /* every message about the record names it */
    uint64_t *wants = arena_alloc(&b->p->memory, (c->field_count + 1) * sizeof *wants);
    if (!wants)
        return error_memory(err);
    for (size_t i = 0; i < c->field_count; i++)
        wants[i] = wants_of(chosen[i]);
    c->wants = wants;
    return 0;
}
