/* import/extract.h: the tokenising side of an import: a document's events through a profile's state table, out as flat records.
 *
 * It knows paths and nothing else: no dates, no money, no kinds, no store. It runs as io/child's producer, in a process of its
 * own, so that it may meet strangers' bytes and share the work between two cores. What it sends is told apart by record.kind: */
#ifndef IMPORT_EXTRACT_H
#define IMPORT_EXTRACT_H

#include "import/problem.h"
#include "import/profile.h"
#include "io/child.h"
#include "io/limits.h"
#include "io/source.h"
#include "io/xml_check.h"

enum message {
    /* below: the number of a record path of the profile (profile.record_paths); fields are its values in document order,
     * then those it inherits */
    MESSAGE_RECORD_MOST = 0xFFF0,
    MESSAGE_SKIPPED,   /* between documents: one field, a whole sentence about a member of an archive that is none */
    MESSAGE_FILE,      /* a document begins: one field, its name for messages ("drugs.zip/page-1.xml"). The one before it ended well */
    MESSAGE_PROFILE,   /* first of a document: one field, slot = which profile of the set */
    MESSAGE_DOCUMENT,  /* one value of the document: slot, text */
    MESSAGE_ROW,       /* a row of look-up table `slot`: two fields, key and value */
    MESSAGE_LATE,      /* one late value: slot, text */
    MESSAGE_SCOPE_END, /* one field, slot = the scope that ended: its late values and records belong together */
    MESSAGE_BAD,       /* instead of a record that is none: one field, why (a sentence without the file's name) */
};

/* Schemas that the documents are held against. What must be read for that is read by extract_prepare, in the child, before it is locked in. */
struct extract_schemas {
    const char *share_dir;
    bool validate;        /* the native document by its own; its faults are notes PROBLEM_INVALID */
    const char *xsd_path; /* any document by this one: notes PROBLEM_SCHEMA; NULL: none */
    struct xml_schema *native, *xsd; /* loaded */
};
void extract_schemas_release(struct extract_schemas *s);

struct extract_input {
    struct source *source; /* holds one document or several */
    const struct profile_set *set;
    bool given;   /* the user named the profile: its root must fit, namespace and marker need not */
    size_t chunk; /* bytes fed at a time; 0: default */
    const struct read_limits *limits;
    struct extract_schemas *schemas; /* NULL: none */
    bool no_digest; /* the other side takes it */
};

/* Loads the schemas of ctx, a struct extract_input; a second time does nothing. ERROR_USAGE where one cannot be used. */
int extract_prepare(void *ctx, struct error *err);

/* A frame_producer; ctx is a struct extract_input. The END frame counts records (not other messages) and notes of all documents, and
 * has bytes and digest (zeros where it was not wanted) of the source as it was received. A note is a sentence about what was skipped. */
int extract_produce(void *ctx, struct frame_sink *sink, struct error *err);
#endif
