/* tests/catalog/world.h: a store in a folder of its own, made-up entries, and staging in one call. */
#ifndef TESTS_CATALOG_WORLD_H
#define TESTS_CATALOG_WORLD_H

#include "catalog/stage.h"
#include "catalog/store.h"
#include "tests/suite.h"

struct world {
    char dir[64];
    char path[160];
    struct store *s;
    struct arena memory;
    struct error err;
};

/* A call that must work, or fail with that code; says the error's text otherwise. */
#define WORKS(w, call) ck_assert_msg((call) >= 0, "%s: %s", #call, (w)->err.text)
#define FAILS(w, expected, call)                                                                                        \
    do {                                                                                                                \
        ck_assert_msg((call) < 0, "%s worked", #call);                                                                  \
        ck_assert_msg((w)->err.code == (expected), "%s: %s", #call, (w)->err.text);                                     \
    } while (0)

void world_init(struct world *w, const char *file); /* the store is not opened; file: its name in the folder */
void world_release(struct world *w);                /* removes everything */
void world_open(struct world *w, enum store_mode mode);

/* An entry that is a function of (kind, code, variant); texts live in w->memory. Every field is there for some variant. */
void world_entry(struct world *w, enum kind kind, const char *code, unsigned variant, struct entry *e);
/* Equal in every field: compares the canonical bytes. */
bool world_same(const struct entry *a, const struct entry *b);

struct row {
    enum kind kind;
    const char *code;
    unsigned variant;
};
struct stage_meta world_meta(const char *region, const char *label);
/* Adds the rows in their order (line = place + 1) and commits. The result of stage_commit; `memory` as stage_options has it. */
int world_stage_with(struct world *w, const struct stage_meta *meta, const struct row *rows, size_t n, size_t memory, bool dry_run,
                     struct stage_result *result);
int world_stage(struct world *w, const struct stage_meta *meta, const struct row *rows, size_t n, struct stage_result *result);
struct version_info world_version(struct world *w, const char *region, enum kind kind, const char *label);
void world_publish(struct world *w, const struct version_info *v, date from);

/* The whole of a file, for "byte for byte as it was". */
struct buf world_bytes(const char *path);
/* SQL typed by hand, through a connection with SQLite's defaults. The error text, "" where it worked; freed by sqlite3_free. */
char *world_sql(struct world *w, const char *sql);

extern const struct act world_act;
#endif
