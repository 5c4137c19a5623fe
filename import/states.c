/* import/states.c: builds the state table. It must never know what a slot is for. */
#include "import/states.h"

#include "base/i18n.h"

#define STATES_MOST 4096u
#define NAMES_MOST  4096u

/* Room for one more element of an array; the new ones are zero. */
static void *grown(void *old, uint32_t count, uint32_t *cap, size_t size)
{
    if (count < *cap)
        return old;
    uint32_t cap_new = *cap ? *cap * 2 : 32;
    char *p = realloc(old, cap_new * size);
    if (!p)
        return NULL;
    memset(p + *cap * size, 0, (cap_new - *cap) * size);
    *cap = cap_new;
    return p;
}

static uint32_t new_state(struct states *s, uint32_t parent, uint16_t name, struct error *err)
{
    if (s->state_count == STATES_MOST) {
        error_set(err, ERROR_USAGE, _("the profile names more than %u places in the document"), STATES_MOST);
        return STATE_NONE;
    }
    struct state *p = grown(s->state, s->state_count, &s->state_cap, sizeof *p);
    if (!p) {
        error_memory(err);
        return STATE_NONE;
    }
    s->state = p;
    p[s->state_count] = (struct state){ .parent = parent, .name = name };
    return s->state_count++;
}

/* The number of a name, or UINT32_MAX with err. */
static uint32_t name_number(struct states *s, struct span name, struct error *err)
{
    uint32_t id = map_intern(&s->names, name);
    if (id == MAP_NONE)
        error_memory(err);
    else if (id >= NAMES_MOST) {
        error_set(err, ERROR_USAGE, _("the profile has more than %u different names"), NAMES_MOST);
        id = UINT32_MAX;
    }
    return id;
}

int states_init(struct states *s, struct error *err)
{
    *s = (struct states){ .action_count = 1, .attribute_count = 1 };
    map_init(&s->names);
    return new_state(s, STATE_TOP, 0, err) == STATE_NONE ? -1 : 0;
}

void states_release(struct states *s)
{
    map_release(&s->names);
    free(s->state);
    free(s->action);
    free(s->attribute);
    free(s->go);
    *s = (struct states){ 0 };
}

uint32_t states_child(struct states *s, uint32_t state, struct span name, struct error *err)
{
    uint32_t id = name_number(s, name, err);
    if (id == UINT32_MAX)
        return STATE_NONE;
    for (uint32_t i = 1; i < s->state_count; i++)
        if (s->state[i].parent == state && s->state[i].name == id)
            return i;
    return new_state(s, state, (uint16_t)id, err);
}

/* Appends to the list that *head begins, unless it has such an action. */
static int add_action(struct states *s, uint32_t *head, enum role role, uint16_t id, struct error *err)
{
    uint32_t last = 0;
    for (uint32_t a = *head; a; a = s->action[a].next) {
        if (s->action[a].role == role && s->action[a].id == id)
            return 0;
        last = a;
    }
    struct action *p = grown(s->action, s->action_count, &s->action_cap, sizeof *p);
    if (!p)
        return error_memory(err);
    s->action = p;
    uint32_t number = s->action_count++;
    p[number] = (struct action){ role, id, 0 };
    if (last)
        p[last].next = number;
    else
        *head = number;
    return 0;
}

int states_add(struct states *s, uint32_t state, enum moment moment, enum role role, uint16_t id, struct error *err)
{
    return add_action(s, &s->state[state].actions[moment], role, id, err);
}

int states_add_attribute(struct states *s, uint32_t state, struct span name, enum role role, uint16_t id, struct error *err)
{
    uint32_t number = name_number(s, name, err);
    if (number == UINT32_MAX)
        return -1;
    uint32_t at = s->state[state].attributes;
    while (at && s->attribute[at].name != number)
        at = s->attribute[at].next;
    if (!at) {
        struct state_attribute *p = grown(s->attribute, s->attribute_count, &s->attribute_cap, sizeof *p);
        if (!p)
            return error_memory(err);
        s->attribute = p;
        at = s->attribute_count++;
        p[at] = (struct state_attribute){ (uint16_t)number, 0, s->state[state].attributes };
        s->state[state].attributes = at;
    }
    return add_action(s, &s->attribute[at].actions, role, id, err);
}

int states_seal(struct states *s, struct error *err)
{
    size_t names = s->names.count;
    s->go = calloc(s->state_count * names + 1, sizeof *s->go);
    if (!s->go)
        return error_memory(err);
    for (uint32_t i = 1; i < s->state_count; i++)
        s->go[s->state[i].parent * names + s->state[i].name] = (uint16_t)i;
    return 0;
}

const char *states_path(const struct states *s, uint32_t state, struct buf *out)
{
    uint32_t chain[STATES_MOST > 128 ? 128 : STATES_MOST];
    size_t n = 0;
    for (; state != STATE_TOP && n < sizeof chain / sizeof *chain; state = s->state[state].parent)
        chain[n++] = state;
    buf_clear(out);
    while (n > 0) {
        buf_addspan(out, map_key(&s->names, s->state[chain[--n]].name));
        if (n > 0)
            buf_addc(out, '/');
    }
    return buf_str(out);
}
