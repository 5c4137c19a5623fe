/* import/import_run.h: the state of one import, shared by import.c (the order of things) and reading.c (one file). Private. */
#ifndef IMPORT_IMPORT_RUN_H
#define IMPORT_IMPORT_RUN_H

#include "import/convert.h"
#include "import/digest.h"
#include "import/document.h"
#include "import/extract.h"
#include "import/garbled.h"
#include "import/import.h"
#include "import/late.h"

#define DOCUMENTS_MOST 100000 /* of one import */

/* A file as it was given: a document, or an archive that holds some. What is kept of it is told of it as a whole, as it was received. */
struct import_given {
    const char *path, *name; /* name: for messages */
    struct stage_source source;
};
/* A document of the import, a page of the version: what is known after it was read. */
struct import_file {
    const char *name; /* for messages: of the file, or FILE/MEMBER */
    size_t given;     /* which file it came in */
    const struct profile *profile;
    int64_t records;
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
    struct import_given *given;
    size_t given_count, given_now; /* given_now: the one being read */
    struct file_digest *digest;    /* of that one; NULL: the reading process takes it */
    struct import_file *files;
    size_t file_count, file_cap, now; /* now: the document being read or spoken of */
    struct arena names;
    uint64_t bytes_before, bytes_total; /* of the given files before this one; of all, 0: not known */
    int64_t records, staged, rejected, errors; /* errors: record errors that refuse the import */
    int64_t invalid; /* faults by the native schema */
    int64_t other[KIND_COUNT], staged_of[KIND_COUNT];
    struct version_info bases[KIND_COUNT]; /* of changes: what they are put on */
    struct buf numbers[KIND_COUNT], refuse, profiles; /* for stage_meta */
    int64_t problems[PROBLEM_TYPES], told[PROBLEM_TYPES];
    /* of the document being read */
    struct converter *converter; /* NULL: none is */
    struct late *late;
    struct garbled *garbled;
    struct spool waiting;   /* for look-ups */
    int64_t file_records;
    bool reading;           /* a document began and has not ended */
    struct buf sentence, reject;
    struct buf first_fault; /* of the record being converted, for rejects */
};

/* The name of the document that is read or spoken of, for messages; of the file where it has shown none yet. */
const char *import_name(const struct import *im);
/* Says a sentence about that document; line 0: about the whole. Counted by its kind; too many of one are only counted. */
int import_say(struct import *im, enum problem kind, uint32_t line, uint32_t column, const char *sentence, struct error *err);
int import_warn(struct import *im, enum problem kind, const char *sentence, struct error *err); /* a sentence that names the file itself */
/* Files of changes: finds what they are put on, adds it to the stage and to meta. */
int import_put_on(struct import *im, struct store *store, struct stage_meta *meta, struct error *err);
/* The version numbers of the records, into meta; changes that are not newer than what they are put on may change nothing. */
int import_numbers(struct import *im, struct stage_meta *meta, struct error *err);
/* Whether the work is to stop: then err says so. */
bool import_stopped(struct import *im, struct error *err);
/* Reads given file number im->given_now into the stage; its documents are added to im->files. */
int import_read_given(struct import *im, struct error *err);
#endif
