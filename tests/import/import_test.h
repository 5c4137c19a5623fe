/* tests/import/import_test.h: one import in a folder of its own: documents from strings, what was said, what is in the store. */
#ifndef TESTS_IMPORT_IMPORT_TEST_H
#define TESTS_IMPORT_IMPORT_TEST_H

#include "import/import.h"
#include <check.h>

struct trial {
    char dir[128];
    struct import_options options; /* share_dir, temp_dir, today … set; change before trial_import */
    struct buf said;               /* a line for each problem: "error: …", "warning: …", "reject LINE CODE: WHY" */
    struct buf rejected;           /* the records of rejects */
    struct import_report report;
    struct error err;
    int stop_in;                   /* an import_phase in which `stop` is set; 0: none */
    bool stop;                     /* what the stopped callback says */
    int progressed;
    const char *grows;             /* a file (whole path) that a byte is added to when some of it was read; NULL: none */
    bool grown;
};

/* An empty folder; the first import makes the store in it. */
void trial_begin(struct trial *t);
void trial_end(struct trial *t);
/* Writes DIR/name. */
void trial_write(const struct trial *t, const char *name, struct span bytes);
/* Imports the names (of the folder, or paths with '/'), blank-separated. 0, or -1 with t->err; the folder's name is cut out of what
 * was said. */
int trial_import(struct trial *t, const char *names);
/* The import must end well (said is shown where it does not), or badly with this text. */
void trial_good(struct trial *t, const char *names);
void trial_bad(struct trial *t, const char *names, enum error_code code, const char *text);
/* write + import of one document. */
int trial_document(struct trial *t, const char *text);
void trial_document_good(struct trial *t, const char *text);
void trial_document_bad(struct trial *t, const char *text, enum error_code code, const char *why);
/* All entries of the newest versions of a region, as text: "kind code: field=value …" a line, by kind and code. The caller frees it. */
char *trial_entries(struct trial *t, const char *region);
/* The version of a kind in the last report; fails where there is none. */
const struct stage_version *trial_version(const struct trial *t, enum kind kind);
/* Of the bytes of the store's file; 0: there is none. */
uint64_t trial_store_hash(const struct trial *t);
/* The path of a file of the shared data, or NULL (then say so and leave). */
const char *shared(const char *name, char out[512]);
/* The fixture's path. */
const char *fixture(const char *name, char out[512]);
#endif
