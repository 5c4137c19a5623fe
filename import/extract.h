/* import/extract.h: the tokenising side of an import: a document's events through a profile's state table, out as flat records.
 *
 * It knows paths and nothing else: no dates, no money, no kinds, no store. It runs as io/child's producer, in a process of its
 * own, so that it may meet strangers' bytes and share the work between two cores. What it sends is told apart by record.kind: */
#ifndef IMPORT_EXTRACT_H
#define IMPORT_EXTRACT_H

#include "import/problem.h"
#include "import/profile.h"
#include "io/child.h"
#include "io/source.h"

enum message {
    /* below: the number of a record path of the profile (profile.record_paths); fields are its values in document order,
     * then those it inherits */
    MESSAGE_RECORD_MOST = 0xFFF0,
    MESSAGE_FILE,      /* a document begins: one field, its name for messages ("drugs.zip/page-1.xml"). The one before it ended well */
    MESSAGE_PROFILE,   /* first of a document: one field, slot = which profile of the set */
    MESSAGE_DOCUMENT,  /* one value of the document: slot, text */
    MESSAGE_ROW,       /* a row of look-up table `slot`: two fields, key and value */
    MESSAGE_LATE,      /* one late value: slot, text */
    MESSAGE_SCOPE_END, /* one field, slot = the scope that ended: its late values and records belong together */
    MESSAGE_BAD,       /* instead of a record that is none: one field, why (a sentence without the file's name) */
};

struct extract_input {
    struct source *source; /* holds one document or several */
    const struct profile_set *set;
    bool given;   /* the user named the profile: its root must fit, namespace and marker need not */
    size_t chunk; /* bytes fed at a time; 0: default */
};

/* A frame_producer; ctx is a struct extract_input. The END frame counts records (not other messages) and notes of all documents, and
 * has bytes and digest of the source as it was received. A note is a sentence about what was skipped. */
int extract_produce(void *ctx, struct frame_sink *sink, struct error *err);
#endif
