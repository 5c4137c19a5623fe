/* catalog/store_file.h: making the file of a store under a name that is not its own yet, and giving it that. For this room only. */
#ifndef CATALOG_STORE_FILE_H
#define CATALOG_STORE_FILE_H

#include "catalog/db.h"

/* A connection, and its settings. `p` must live as long. */
sqlite3 *store_open_file(const char *path, int flags, struct error *err);
int store_set_up(sqlite3 *db, const char *path, bool write, struct patience *p, struct error *err);

/* A name beside `path` that nobody has. A failure shows in name->failed. */
void store_new_name(const char *path, struct buf *name);
/* The folders of path that are not there. *made: how many, the innermost ones. */
int store_make_folders(char *path, size_t *made, struct error *err);
/* An empty store of the present schema. */
int store_fill_new(const char *path, struct error *err);
/* The store `fresh`, which no connection has open, gets the name `path`, and loses its own. 1; 0: another program's store has the name by now; -1.
 * Durable only once the folder is synced. */
int store_give_name(const char *fresh, const char *path, struct error *err);
int store_sync_folder(const char *path, struct error *err);
#endif
