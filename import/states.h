/* import/states.h: the state table that a profile is compiled to. A state is a place in a document (an element with its chain of
 * ancestors); the table says for (state, name) the next state, and for each state what is to be done with its text, with each
 * of its attributes, and where it begins and ends.
 *
 *     formulary                 state 2
 *       pcg2                    state 3
 *         drug                  state 7   enter: RECORD 0; attribute id: RECORD_VALUE 0; leave: RECORD 0
 *           name                state 8   text: RECORD_VALUE 1
 *
 * Built once (states_child, states_add …), then sealed and only read: a forked child reads the same table. */
#ifndef IMPORT_STATES_H
#define IMPORT_STATES_H

#include "base/error.h"
#include "base/buf.h"
#include "base/map.h"

/* What a place in the document means. `id`: see each. */
enum role {
    ROLE_RECORD_VALUE,   /* text: slot, below or at the record */
    ROLE_ABOVE_VALUE,    /* text: slot, beside or above the record, inherited by those that follow */
    ROLE_LATE_VALUE,     /* text: slot, the same, but also for those before it */
    ROLE_DOCUMENT_VALUE, /* text: slot, of the whole document */
    ROLE_TABLE_KEY,      /* text: table */
    ROLE_TABLE_VALUE,    /* text: table */
    ROLE_MARK,           /* text: which marker */
    ROLE_RECORD,         /* begin and end: path of a record */
    ROLE_ROW,            /* begin and end: table */
    ROLE_SCOPE,          /* begin and end: scope, over which ABOVE and LATE values hold */
    ROLE_ANCHOR,         /* end: slot that closes a group of RECORD values */
};

enum moment { AT_BEGIN, AT_TEXT, AT_END, MOMENT_COUNT };

struct action {
    enum role role;
    uint16_t id;
    uint32_t next; /* the next action of the same moment; 0: none */
};
struct state_attribute {
    uint16_t name;
    uint32_t actions, next;
};
struct state {
    uint32_t parent;
    uint16_t name;
    uint32_t actions[MOMENT_COUNT]; /* first of each list; 0: none */
    uint32_t attributes;            /* first; 0: none */
};

struct states {
    struct map names; /* element and attribute names, numbered from 0 */
    struct state *state;
    uint32_t state_count, state_cap;
    struct action *action; /* [0] unused */
    uint32_t action_count, action_cap;
    struct state_attribute *attribute; /* [0] unused */
    uint32_t attribute_count, attribute_cap;
    uint16_t *go; /* [state * names.count + name] -> state; 0: unknown. Made by states_seal */
};

/* State 0: above the root element. */
#define STATE_TOP 0u
#define STATE_NONE UINT32_MAX

int states_init(struct states *s, struct error *err);
void states_release(struct states *s);
/* The state of a child element, made where it is missing; STATE_NONE: memory, or too many (err). */
uint32_t states_child(struct states *s, uint32_t state, struct span name, struct error *err);
/* Adds an action, at the end of its list, unless it is there already. */
int states_add(struct states *s, uint32_t state, enum moment moment, enum role role, uint16_t id, struct error *err);
int states_add_attribute(struct states *s, uint32_t state, struct span name, enum role role, uint16_t id, struct error *err);
/* Makes the table; nothing may be added afterwards. */
int states_seal(struct states *s, struct error *err);
/* "formulary/pcg2/drug": for messages. Valid until out changes. */
const char *states_path(const struct states *s, uint32_t state, struct buf *out);
#endif
