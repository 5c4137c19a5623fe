/* mapper/set_group.c: see the header. A group may be the whole table (one code a million times), so nothing here is quadratic. */
#include "mapper/set_group.h"
#include <stdlib.h>

/* One member of a group while it is compared. */
struct item {
    const struct set_member *m;
    uint32_t index;
    uint64_t class; /* members of one class do not meet */
};

static int by_content(const void *a, const void *b)
{
    const struct item *x = a, *y = b;
    if (x->m->all != y->m->all)
        return x->m->all < y->m->all ? -1 : 1;
    return (x->index > y->index) - (x->index < y->index);
}

static int by_from(const void *a, const void *b)
{
    const struct item *x = a, *y = b;
    if (x->m->from != y->m->from)
        return x->m->from < y->m->from ? -1 : 1;
    return (x->index > y->index) - (x->index < y->index);
}

static int by_code(const void *a, const void *b)
{
    const struct item *x = a, *y = b;
    if (x->m->code != y->m->code)
        return x->m->code < y->m->code ? -1 : 1;
    return (x->index > y->index) - (x->index < y->index);
}

static bool overlap(const struct set_member *a, const struct set_member *b)
{
    return a->from <= b->to && b->from <= a->to;
}

/* Marks every row but the first of those alike. */
static void find_duplicates(struct set_member *members, struct item *items, size_t n)
{
    qsort(items, n, sizeof *items, by_content);
    uint32_t first = 0;
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || items[i].m->all != items[i - 1].m->all || items[i].m->hard != items[i - 1].m->hard) {
            first = items[i].index;
            continue;
        }
        members[items[i].index].found |= SET_DUPLICATE;
        members[items[i].index].partner = first;
    }
}

/* Of the items sorted by first day, up to each one: the two latest last days among different classes. */
struct latest {
    uint32_t a, b; /* items; SET_NONE */
};

static void find_latest(const struct item *items, size_t n, struct latest *latest)
{
    struct latest now = { SET_NONE, SET_NONE };
    for (uint32_t i = 0; i < n; i++) {
        if (now.a == SET_NONE || items[i].m->to > items[now.a].m->to) {
            if (now.a != SET_NONE && items[now.a].class != items[i].class)
                now.b = now.a;
            now.a = i;
        } else if (items[i].class != items[now.a].class && (now.b == SET_NONE || items[i].m->to > items[now.b].m->to)) {
            now.b = i;
        }
        latest[i] = now;
    }
}

/* For each item: does it meet one of another class (overlapping days)? Sets `bit`, and says which. */
static void find_meetings(struct set_member *members, struct item *items, size_t n, struct latest *latest, unsigned char bit)
{
    qsort(items, n, sizeof *items, by_from);
    find_latest(items, n, latest);
    for (size_t i = 0; i < n; i++) {
        size_t low = i, high = n; /* the last item that begins on or before this one's last day */
        while (high - low > 1) {
            size_t middle = low + (high - low) / 2;
            if (items[middle].m->from <= items[i].m->to)
                low = middle;
            else
                high = middle;
        }
        struct latest l = latest[low];
        uint32_t other = items[l.a].class != items[i].class ? l.a : l.b;
        if (other == SET_NONE || items[other].m->to < items[i].m->from)
            continue;
        members[items[i].index].found |= bit;
        if (bit & SET_AGAIN)
            members[items[i].index].differs = items[other].index;
        else
            members[items[i].index].partner = items[other].index;
    }
}

/* M803 among the rows on one code: any other row counts, one that differs gravely is preferred. */
static void compare_code(struct set_member *members, struct item *items, size_t n, struct latest *latest)
{
    for (size_t i = 0; i < n; i++)
        items[i].class = items[i].index;
    find_meetings(members, items, n, latest, SET_AGAIN);
    for (size_t i = 0; i < n; i++)
        items[i].class = items[i].m->hard;
    find_meetings(members, items, n, latest, SET_AGAIN | SET_GRAVE);
}

/* M801 and M803 among the mapped rows of a group that are no duplicates. */
static void compare_mapped(struct set_member *members, struct item *items, size_t n, struct latest *latest)
{
    for (size_t i = 0; i < n; i++)
        items[i].class = items[i].m->code;
    find_meetings(members, items, n, latest, SET_TWICE);
    qsort(items, n, sizeof *items, by_code);
    for (size_t start = 0, end; start < n; start = end) {
        for (end = start + 1; end < n && items[end].m->code == items[start].m->code;)
            end++;
        if (end - start > 1)
            compare_code(members, items + start, end - start, latest);
    }
}

void set_room_release(struct set_room *room)
{
    free(room->items);
    free(room->latest);
}

static int make_room(struct set_room *room, size_t n, struct error *err)
{
    if (n <= room->cap)
        return 0;
    size_t cap = n > room->cap * 2 ? n : room->cap * 2;
    struct item *items = realloc(room->items, cap * sizeof *items);
    room->items = items ? items : room->items;
    struct latest *latest = items ? realloc(room->latest, cap * sizeof *latest) : NULL;
    room->latest = latest ? latest : room->latest;
    if (!latest)
        return error_memory(err);
    room->cap = cap;
    return 0;
}

int set_group_compare(struct set_member *members, size_t n, struct set_room *room, struct error *err)
{
    if (n < 2)
        return 0;
    if (make_room(room, n, err) < 0)
        return -1;
    struct item *items = room->items;
    for (size_t i = 0; i < n; i++)
        items[i] = (struct item){ &members[i], (uint32_t)i, 0 };
    find_duplicates(members, items, n);
    size_t mapped = 0;
    for (size_t i = 0; i < n; i++) {
        bool any_day = items[i].m->from <= items[i].m->to;
        if (items[i].m->mapped && any_day && !(items[i].m->found & SET_DUPLICATE))
            items[mapped++] = items[i];
    }
    if (mapped > 1)
        compare_mapped(members, items, mapped, room->latest);
    return 0;
}

#define LOOKED_AT 1000 /* of a larger group, the others are not all looked at for a message */

void set_others(const struct set_member *members, size_t n, size_t at, bool same_code, struct set_others *out)
{
    const struct set_member *m = &members[at];
    *out = (struct set_others){ .n = 0 };
    for (size_t i = 0; i < n && i < LOOKED_AT; i++) {
        const struct set_member *o = &members[i];
        if (o == m || o->from > o->to || !o->mapped || (o->found & SET_DUPLICATE) || (o->code == m->code) != same_code || !overlap(o, m))
            continue;
        if (out->n == SET_NAMED) {
            out->more = true;
            return;
        }
        out->members[out->n++] = (uint32_t)i;
    }
    out->more = n > LOOKED_AT;
    if (out->n == 0) /* all of them stand far down in the group */
        out->members[out->n++] = same_code ? m->differs : m->partner;
}
