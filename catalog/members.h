/* catalog/members.h: a walk over the entries of one version, in code order. For this room only.
 *
 *     struct members m;
 *     members_start(&m, s, catalog, number, false, err);
 *     while (members_next(&m, err) == 1) use(m.code, m.hash, m.id);
 *     members_end(&m);                     // always
 *
 * Two scans (what came with the first version, what came later), each over its own index, merged; what ended before the version is
 * skipped by a bitmap over the ids: a look-up a row would cost more than all the rest. */
#ifndef CATALOG_MEMBERS_H
#define CATALOG_MEMBERS_H

#include "catalog/db.h"

struct members {
    struct store *s;
    sqlite3_stmt *scan[2];
    bool has[2]; /* the scan stands on a row */
    int at;      /* the scan that gave the present row; -1: none yet */
    unsigned char *ended;
    size_t ended_bytes;
    bool rows;         /* name and record too */
    struct buf before; /* rows: the code before, since the order of the rows is believed and not an index's */
    /* the present row, until the next step */
    int64_t id;
    struct span code, hash, name, record;
};

/* -1: m is ended already. */
int members_start(struct members *m, struct store *s, int64_t catalog, int number, bool rows, struct error *err);
int members_next(struct members *m, struct error *err); /* 1, 0, -1 */
void members_end(struct members *m);
#endif
