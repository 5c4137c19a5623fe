/* catalog/ahead.h: the members of a version read ahead by a thread of its own, while the calling one makes something of them. What is ahead is
 * bounded. Until ahead_end nobody else may use the store.
 *
 *     struct ahead *a = ahead_start(store, catalog, number, &err);
 *     while ((got = ahead_next(a, &m, &err)) == 1) ...
 *     ahead_end(a); */
#ifndef CATALOG_AHEAD_H
#define CATALOG_AHEAD_H

#include "catalog/members.h"

struct ahead;
struct ahead_row {
    struct span code, name, record; /* until the next call; absent as in members */
};

/* NULL with err: memory, or there is no thread to be had. */
struct ahead *ahead_start(struct store *s, int64_t catalog, int number, struct error *err);
int ahead_next(struct ahead *a, struct ahead_row *out, struct error *err); /* 1, 0, -1, in the order of members_next */
void ahead_end(struct ahead *a);
#endif
