/* catalog/statements_open.h: the SQL that opens, makes and migrates a store, before there is a handle with prepared statements.
 * With catalog/statements.h and the .sql files this is all the SQL of the program. */
#ifndef CATALOG_STATEMENTS_OPEN_H
#define CATALOG_STATEMENTS_OPEN_H

/* The settings of every connection. All before BEGIN, or they are refused. recursive_triggers: else INSERT OR REPLACE deletes rows past
 * the delete triggers. A small page cache: a bulk load fills pages once and passes on, and what stays in the processor's cache is
 * written faster (measured: 2 MiB 1.7 s, 16 MiB 2.2 s a million entries). EXTRA: with FULL the folder is not synced after the journal's
 * removal, and a power cut brings the journal back, which undoes what was acknowledged (bench/reliability shows it). */
#define SQL_SETTINGS                                                                                                    \
    "PRAGMA trusted_schema = OFF; PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON; PRAGMA mmap_size = 0; "     \
    "PRAGMA cache_size = -2048; PRAGMA synchronous = EXTRA"
#define SQL_JOURNAL "PRAGMA journal_mode = DELETE"
/* While rows go into a store that has no name yet: a constraint that could fail in the middle of a statement makes SQLite keep a journal of each statement
 * (twice as much to write). What the two of `entry` ask for is so by the way the rows are made. */
#define SQL_UNCHECKED "PRAGMA ignore_check_constraints = ON"
#define SQL_PAGE_SIZE "PRAGMA page_size = 8192"
#define SQL_TOUCH "SELECT 1 FROM sqlite_schema LIMIT 1" /* reads, and so rolls a dead writer's journal back */
#define SQL_NOTHING "SELECT 1"
#define SQL_BEGIN "BEGIN IMMEDIATE"
#define SQL_COMMIT "COMMIT"
#define SQL_ROLLBACK "ROLLBACK"
#define SQL_APPLICATION "PRAGMA application_id"
#define SQL_SCHEMA "PRAGMA user_version"
#define SQL_SET_SCHEMA "PRAGMA user_version = %d"

#endif
