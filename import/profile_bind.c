/* import/profile_bind.c: turns the paths of a profile into slots and actions of the state table. It must never read a
 * document; a path that leads nowhere is an error of the profile. */
#include "import/profile_build.h"

#include "base/i18n.h"

#define SLOTS_MOST 4000u

int bind_paths(struct build *b, struct span text, struct path_list *out, struct error *err)
{
    if (path_parse(text, &b->p->memory, out, err) < 0)
        return error_prefix(err, "%s:%u", b->file, b->line);
    return 0;
}

static uint32_t root_state(struct build *b, struct error *err)
{
    return states_child(&b->p->states, STATE_TOP, b->p->root, err);
}

/* From a state up and down to the element of a path; STATE_NONE with err. */
static uint32_t walk(struct build *b, uint32_t from, const struct path *path, struct error *err)
{
    uint32_t at = from;
    for (unsigned i = 0; i < path->up; i++)
        at = b->p->states.state[at].parent;
    if (at == STATE_TOP) {
        build_error(b, err, _("\"%.*s\" leads above the root element"), SPAN_ARG(path->text));
        return STATE_NONE;
    }
    for (size_t i = 0; i < path->count && at != STATE_NONE; i++)
        at = states_child(&b->p->states, at, path->steps[i], err);
    return at;
}

/* The number of a slot, made where there is none alike. */
static int slot_for(struct build *b, struct slot wanted, uint16_t *out, struct error *err)
{
    const struct slot *slots = (const struct slot *)(const void *)b->slots.p;
    for (size_t i = 0; i < b->slots.n; i++) {
        if (slots[i].role == wanted.role && slots[i].record == wanted.record && span_eq(slots[i].path, wanted.path)) {
            *out = (uint16_t)i;
            return 0;
        }
    }
    if (b->slots.n == SLOTS_MOST)
        return build_error(b, err, _("the profile has more than %u different paths"), SLOTS_MOST);
    struct slot *s = list_add(&b->slots, sizeof *s, err);
    if (!s)
        return -1;
    *s = wanted;
    *out = (uint16_t)(b->slots.n - 1);
    return 0;
}

/* The action where the value of a path arrives: at the element's text or at its attribute. */
static int act_on(struct build *b, uint32_t state, const struct path *path, enum role role, uint16_t id, struct error *err)
{
    if (state == STATE_NONE)
        return -1;
    if (path->attribute.p)
        return states_add_attribute(&b->p->states, state, path->attribute, role, id, err);
    return states_add(&b->p->states, state, AT_TEXT, role, id, err);
}

static int origin_room(struct build *b, size_t n, uint16_t **slots, struct error *err)
{
    *slots = arena_alloc(&b->p->memory, n * sizeof **slots);
    return *slots ? 0 : error_memory(err);
}

/* Paths of a profile of columns: their numbers. `like`: what all their slots have. */
static int bind_columns(struct build *b, struct span paths, struct slot like, struct origin *out, struct error *err)
{
    struct path_list list;
    uint16_t *slots;
    if (bind_paths(b, paths, &list, err) < 0 || origin_room(b, list.count, &slots, err) < 0)
        return -1;
    for (size_t i = 0; i < list.count; i++) {
        like.path = list.paths[i].text;
        if (columns_of_path(b, &list.paths[i], &like.column, err) < 0 || slot_for(b, like, &slots[i], err) < 0)
            return -1;
    }
    out->slots = slots;
    out->count = list.count;
    return 0;
}

int bind_document(struct build *b, struct span paths, const char *field, struct origin *out, struct error *err)
{
    struct path_list list;
    uint16_t *slots;
    if (b->p->width)
        return bind_columns(b, paths, (struct slot){ .role = ROLE_DOCUMENT_VALUE, .record = UINT16_MAX, .field = field }, out, err);
    if (bind_paths(b, paths, &list, err) < 0 || origin_room(b, list.count, &slots, err) < 0)
        return -1;
    uint32_t root = root_state(b, err);
    if (root == STATE_NONE)
        return -1;
    for (size_t i = 0; i < list.count; i++) {
        const struct path *path = &list.paths[i];
        struct slot slot = { .role = ROLE_DOCUMENT_VALUE, .record = UINT16_MAX, .path = path->text, .field = field };
        if (slot_for(b, slot, &slots[i], err) < 0 ||
            act_on(b, walk(b, root, path, err), path, ROLE_DOCUMENT_VALUE, slots[i], err) < 0)
            return -1;
    }
    out->slots = slots;
    out->count = list.count;
    return 0;
}

/* The marker: an element that is there, an attribute that is there, or, with `is`, a value. */
int bind_mark(struct build *b, struct error *err)
{
    uint32_t root = root_state(b, err);
    if (root == STATE_NONE || !b->p->mark.p)
        return root == STATE_NONE ? -1 : 0;
    if (bind_paths(b, b->p->mark, &b->p->mark_path, err) < 0)
        return -1;
    for (size_t i = 0; i < b->p->mark_path.count; i++) {
        const struct path *path = &b->p->mark_path.paths[i];
        uint32_t state = walk(b, root, path, err);
        if (state == STATE_NONE)
            return -1;
        bool begin = !path->attribute.p && !b->p->mark_is.p;
        if ((begin ? states_add(&b->p->states, state, AT_BEGIN, ROLE_MARK, 0, err)
                   : act_on(b, state, path, ROLE_MARK, 0, err)) < 0)
            return -1;
    }
    return 0;
}

/* One path of a look-up table, relative to its row. */
static int bind_in_row(struct build *b, uint32_t row, struct span text, enum role role, uint16_t table, struct error *err)
{
    struct path_list list;
    if (bind_paths(b, text, &list, err) < 0)
        return -1;
    for (size_t i = 0; i < list.count; i++) {
        if (list.paths[i].up > 0)
            return build_error(b, err, _("\"%.*s\" must stand inside the rows of the table"), SPAN_ARG(text));
        if (act_on(b, walk(b, row, &list.paths[i], err), &list.paths[i], role, table, err) < 0)
            return -1;
    }
    return 0;
}

int bind_row(struct build *b, uint16_t table, struct span path, struct span key, struct span value, struct error *err)
{
    struct path_list list;
    if (bind_paths(b, path, &list, err) < 0)
        return -1;
    uint32_t root = root_state(b, err);
    if (root == STATE_NONE)
        return -1;
    for (size_t i = 0; i < list.count; i++) {
        if (list.paths[i].attribute.p)
            return build_error(b, err, _("\"%.*s\" must lead to an element"), SPAN_ARG(path));
        uint32_t row = walk(b, root, &list.paths[i], err);
        if (row == STATE_NONE || states_add(&b->p->states, row, AT_BEGIN, ROLE_ROW, table, err) < 0 ||
            states_add(&b->p->states, row, AT_END, ROLE_ROW, table, err) < 0 ||
            bind_in_row(b, row, key, ROLE_TABLE_KEY, table, err) < 0 ||
            bind_in_row(b, row, value, ROLE_TABLE_VALUE, table, err) < 0)
            return -1;
    }
    return 0;
}

/* No record may stand inside another: what belongs to which would be a guess. */
static int check_nesting(struct build *b, uint32_t state, struct error *err)
{
    const struct states *s = &b->p->states;
    for (uint32_t i = 0; i < s->state_count; i++) {
        for (uint32_t a = s->state[i].actions[AT_BEGIN]; a; a = s->action[a].next) {
            if (s->action[a].role != ROLE_RECORD)
                continue;
            for (uint32_t up = i; up != STATE_TOP; up = s->state[up].parent)
                if (up == state)
                    return build_error(b, err, _("a record path stands inside another, or twice"));
            for (uint32_t up = state; up != STATE_TOP; up = s->state[up].parent)
                if (up == i)
                    return build_error(b, err, _("a record path stands inside another, or twice"));
        }
    }
    return 0;
}

int bind_record(struct build *b, struct span path, struct error *err)
{
    struct profile_record *r = list_add(&b->records, sizeof *r, err);
    uint16_t number = (uint16_t)(b->records.n - 1);
    struct path_list list;
    if (!r)
        return -1;
    r->wait = SLOT_NONE;
    if (bind_paths(b, path, &list, err) < 0)
        return -1;
    r->path = list;
    uint32_t root = root_state(b, err);
    b->nodes = arena_alloc(&b->p->memory, list.count * sizeof *b->nodes);
    if (root == STATE_NONE || !b->nodes)
        return root == STATE_NONE ? -1 : error_memory(err);
    for (size_t i = 0; i < list.count; i++) {
        if (list.paths[i].attribute.p || list.paths[i].count == 0)
            return build_error(b, err, _("\"%.*s\" must lead to an element below the root"), SPAN_ARG(path));
        uint32_t state = walk(b, root, &list.paths[i], err);
        if (state == STATE_NONE || check_nesting(b, state, err) < 0)
            return -1;
        struct record_path *at = list_add(&b->record_paths, sizeof *at, err);
        if (!at)
            return -1;
        *at = (struct record_path){ number, (uint16_t)i };
        uint16_t id = (uint16_t)(b->record_paths.n - 1);
        if (states_add(&b->p->states, state, AT_BEGIN, ROLE_RECORD, id, err) < 0 ||
            states_add(&b->p->states, state, AT_END, ROLE_RECORD, id, err) < 0)
            return -1;
        b->nodes[i] = state;
    }
    return 0;
}

/* The scope of a path above the record being read; its elements get the actions. */
static int scope_for(struct build *b, const struct path *of, bool late, uint16_t *out, struct error *err)
{
    uint16_t record = (uint16_t)(b->records.n - 1);
    unsigned up = of->up;
    struct scope *scopes = (struct scope *)(void *)b->scopes.p;
    size_t at = 0;
    while (at < b->scopes.n && !(scopes[at].record == record && scopes[at].up == up))
        at++;
    if (at == b->scopes.n) {
        struct scope *s = list_add(&b->scopes, sizeof *s, err);
        if (!s)
            return -1;
        *s = (struct scope){ .record = record, .up = (uint16_t)up };
        scopes = (struct scope *)(void *)b->scopes.p;
    }
    *out = (uint16_t)at;
    struct profile_record *r = (struct profile_record *)(void *)b->records.p + record;
    for (size_t i = 0; i < r->path.count; i++) {
        struct path path = { .up = up, .text = of->text };
        uint32_t state = walk(b, b->nodes[i], &path, err);
        if (state == STATE_NONE || states_add(&b->p->states, state, AT_BEGIN, ROLE_SCOPE, (uint16_t)at, err) < 0 ||
            states_add(&b->p->states, state, AT_END, ROLE_SCOPE, (uint16_t)at, err) < 0)
            return -1;
    }
    if (late) {
        scopes[at].late = true;
        if (r->wait == SLOT_NONE || scopes[r->wait].up < up)
            r->wait = (uint16_t)at;
    }
    return 0;
}

/* One path of a field, relative to the record (`inside`: to the group's element). */
static int bind_one(struct build *b, const struct path *inside, const struct path *path, struct slot slot, uint16_t *out,
                    struct error *err)
{
    struct profile_record *r = (struct profile_record *)(void *)b->records.p + slot.record;
    if (slot_for(b, slot, out, err) < 0)
        return -1;
    for (size_t i = 0; i < r->path.count; i++) {
        uint32_t state = inside ? walk(b, b->nodes[i], inside, err) : b->nodes[i];
        if (state == STATE_NONE || act_on(b, walk(b, state, path, err), path, slot.role, *out, err) < 0)
            return -1;
    }
    return 0;
}

int bind_field(struct build *b, struct span paths, bool late, const char *field, struct origin *out, struct error *err)
{
    struct path_list list;
    uint16_t *slots;
    bool above = false;
    const struct slot like = { .role = ROLE_RECORD_VALUE, .record = (uint16_t)(b->records.n - 1), .field = field };
    if (b->p->width)
        return bind_columns(b, paths, like, out, err);
    if (bind_paths(b, paths, &list, err) < 0 || origin_room(b, list.count, &slots, err) < 0)
        return -1;
    for (size_t i = 0; i < list.count; i++)
        above = above || list.paths[i].up > 0;
    if (late && !above)
        return build_error(b, err, _("\"%.*s\" stands inside its record and cannot be late"), SPAN_ARG(paths));
    for (size_t i = 0; i < list.count; i++) {
        const struct path *path = &list.paths[i];
        struct slot slot = like;
        slot.path = path->text;
        if (path->up > 0) {
            slot.role = late ? ROLE_LATE_VALUE : ROLE_ABOVE_VALUE;
            if (scope_for(b, path, late, &slot.scope, err) < 0)
                return -1;
        }
        if (bind_one(b, NULL, path, slot, &slots[i], err) < 0)
            return -1;
    }
    out->slots = slots;
    out->count = list.count;
    return 0;
}

int bind_anchor(struct build *b, struct span text, const char *field, uint16_t *out, struct error *err)
{
    struct path_list list;
    if (bind_paths(b, text, &list, err) < 0)
        return -1;
    const struct path *path = &list.paths[0];
    if (list.count != 1 || path->up > 0 || path->attribute.p || path->count == 0)
        return build_error(b, err, _("each=\"%.*s\" must lead to one element inside the record"), SPAN_ARG(text));
    uint16_t record = (uint16_t)(b->records.n - 1);
    struct slot slot = { .role = ROLE_ANCHOR, .record = record, .path = path->text, .field = field };
    struct profile_record *r = (struct profile_record *)(void *)b->records.p + record;
    if (slot_for(b, slot, out, err) < 0)
        return -1;
    for (size_t i = 0; i < r->path.count; i++) {
        uint32_t state = walk(b, b->nodes[i], path, err);
        if (state == STATE_NONE || states_add(&b->p->states, state, AT_END, ROLE_ANCHOR, *out, err) < 0)
            return -1;
    }
    return 0;
}

int bind_member(struct build *b, struct span anchor, uint16_t anchor_slot, struct span paths, const char *field,
                struct origin *out, struct error *err)
{
    struct path_list list, group;
    uint16_t *slots;
    if (bind_paths(b, anchor, &group, err) < 0 || bind_paths(b, paths, &list, err) < 0 ||
        origin_room(b, list.count, &slots, err) < 0)
        return -1;
    for (size_t i = 0; i < list.count; i++) {
        const struct path *path = &list.paths[i];
        if (path->up > 0)
            return build_error(b, err, _("\"%.*s\" must stand inside the element that each= names"), SPAN_ARG(path->text));
        if (path->count == 0 && !path->attribute.p) {
            slots[i] = anchor_slot;
            continue;
        }
        struct buf whole = BUF_INIT;
        buf_addspan(&whole, group.paths[0].text);
        buf_addc(&whole, '/');
        buf_addspan(&whole, path->text);
        struct slot slot = { .role = ROLE_RECORD_VALUE, .record = (uint16_t)(b->records.n - 1), .field = field };
        slot.path = buf_check(&whole, err) < 0 ? SPAN_NONE : build_keep(b, buf_span(&whole), err);
        buf_release(&whole);
        if (!slot.path.p || bind_one(b, &group.paths[0], path, slot, &slots[i], err) < 0)
            return -1;
    }
    out->slots = slots;
    out->count = list.count;
    return 0;
}
