/* import/import_run.h: the state of one import, shared by import.c (the order of things) and reading.c (one file). Private. */
#ifndef IMPORT_IMPORT_RUN_H
#define IMPORT_IMPORT_RUN_H

#include "import/convert.h"
#include "import/document.h"
#include "import/extract.h"
#include "import/import.h"
#include "import/late.h"

/* A file of the import: what is known after it was read. */
struct import_file {
    const char *path, *name; /* name: for messages */
    struct stage_source source;
    struct document *document;
    struct document_facts facts;
};
struct import {
    const struct import_options *options;
    const struct import_events *events;
    struct import_report *report;
    struct stage *stage;
    struct profile_set set;
    const struct profile *profile; /* NULL until the first document showed it */
    struct import_file *files;
    size_t file_count, now; /* now: the file being read */
    uint64_t bytes_before, bytes_total; /* of the files before this one; of all, 0: not known */
    int64_t records, staged, rejected, warnings, errors; /* errors: record errors that refuse the import */
    int64_t other[KIND_COUNT];
    uint64_t told;
    /* of the file being read */
    struct converter *converter;
    struct late *late;
    struct spool waiting;   /* for look-ups */
    int64_t file_records;
    struct buf sentence, reject;
    char first_fault[512]; /* of the record being converted, for rejects */
};

/* Says a sentence about the file being read; line 0: about the whole. A warning is counted. */
int import_say(struct import *im, bool is_error, uint32_t line, uint32_t column, const char *sentence, struct error *err);
int import_warn(struct import *im, const char *sentence, struct error *err); /* a sentence that names the file itself */
/* Reads file number im->now into the stage and fills its facts. */
int import_read_file(struct import *im, struct error *err);
#endif
