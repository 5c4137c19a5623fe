/* catalog/migrate.h: making a new store, and bringing an older one up to this program's schema. For this room and its tests. */
#ifndef CATALOG_MIGRATE_H
#define CATALOG_MIGRATE_H

#include "catalog/db.h"

#define SCHEMA_APPLICATION 0x64756d61 /* 'duma' */
#define SCHEMA_VERSION 5

struct migration { /* migrate/NNNN-*.sql: from schema NNNN - 1 to NNNN */
    int to;
    const unsigned char *sql;
    size_t bytes;
};

/* The schema of a new store, in one transaction. */
int schema_create(sqlite3 *db, const char *path, struct error *err);
/* Steps a store from the schema it has to `target`, all in one transaction with user_version: an interrupted migration, or a step that fails, changes
 * nothing. Steps are sorted by `to` and end with to == 0. */
int schema_migrate(sqlite3 *db, const char *path, const struct migration *steps, int target, struct error *err);
/* Whether db is a store that this program can read: application_id, user_version. *version gets the schema it has.
 * ERROR_STORE: no duima store, or a newer one. */
int schema_check(sqlite3 *db, const char *path, int *version, struct error *err);
/* The steps built in. */
const struct migration *schema_migrations(void);
#endif
