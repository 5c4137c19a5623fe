/* import/profile.h: a profile describes one layout, of XML or of text in columns: how to recognise it, where its records and fields
 * stand, and how their text is read. duima-profile(5) is the manual of its syntax. Loaded whole, compiled, then only read.
 *
 *     struct profile_set set;
 *     profile_set_load(&set, share_dir, NULL, &err);        // every shipped one; or one by name or path
 *     ... set.at[i]->states ...
 *     profile_set_release(&set);
 *
 * Errors are ERROR_USAGE, "FILE:LINE: …". */
#ifndef IMPORT_PROFILE_H
#define IMPORT_PROFILE_H

#include "base/regex.h"
#include "catalog/hash.h"
#include "import/path.h"
#include "import/states.h"
#include "import/target.h"

struct pair {
    struct span from, to;
};
struct rewrite {
    struct regex *pattern;
    struct span to;
};
enum date_form { DATE_ISO, DATE_LOOSE, DATE_PATTERN };
enum other { OTHER_ERROR, OTHER_KEEP, OTHER_NONE };

/* How a value's text is read, in this order: rewrites; nothing left or an absent word: no value; look-up; value map. */
struct reading {
    const struct rewrite *rewrites;
    const struct span *absent;
    const struct pair *map;
    const struct pair *const *sorted; /* a long map by its texts; NULL: a short one */
    size_t rewrite_count, absent_count, map_count;
    enum other other;     /* what becomes of text that the look-up or the map does not know */
    int table;            /* -1: none */
    struct span fallback; /* for a missing value; absent: none */
    enum date_form date;
    struct span date_pattern; /* NUL-terminated */
    char point;               /* decimal sign */
    int64_t numerator, denominator;
    bool warn;        /* on-bad: say so and leave the value out */
    bool joined;      /* several values are one, with `join` between */
    struct span join;
    bool plain;       /* no rewrite, absent word, table, map */
};
/* Where a value comes from: the first slot that has one; or a constant. */
struct origin {
    const uint16_t *slots;
    size_t count;
    struct span constant; /* absent: none */
};
#define SLOT_NONE UINT16_MAX

/* Holds where the origin has a value, and, with `is`, one of these blank-separated words. Without slots it always holds. */
struct condition {
    struct origin from;
    struct span is; /* absent: any */
};

struct profile_field {
    const struct target *target;
    struct origin from;
    struct reading reading;
    uint16_t anchor; /* the slot that ends one occurrence of a group; SLOT_NONE: no group */
    struct condition when; /* a record on which it does not hold has no value here */
    struct origin parts[PART_COUNT];
    bool direct;     /* a text taken as it stands, from one slot */
    bool all;        /* every slot counts, not only the first that has a value */
    bool once;       /* what the entry says already (its name, the same field) is not taken again */
    uint32_t cases;  /* bit i: belongs to case i of its record */
    uint32_t line;
};

/* One kind that a record can be, and when it is. */
struct record_case {
    enum kind kind;
    int path;             /* only for this alternative of the record path; -1: any */
    struct condition when;
    const struct profile_field *const *fields;
    size_t field_count;
    const uint64_t *wants; /* by field, as slot_bit: slots that may give it a value; WANTS_NONE too where it may have one without */
};
#define WANTS_NONE (UINT64_C(1) << 63)
static inline uint64_t slot_bit(uint16_t slot) { return UINT64_C(1) << (slot % 63); } /* several share one */
struct profile_record {
    struct path_list path;
    const struct record_case *cases;
    size_t case_count;
    uint16_t wait; /* the scope at whose end its records are complete; SLOT_NONE: they never wait */
    struct origin newest; /* of several records with one code, the one with the greatest values here is taken; no slots: they are an error */
};

/* A place of values. `path` is as the profile writes it. */
struct slot {
    enum role role;
    uint16_t record, scope; /* scope: of ABOVE and LATE */
    struct span path;
    uint16_t column;   /* of a profile of columns: from 1 */
    const char *field; /* the first field that asked for it */
};
/* The element (`up` levels above a record) over which ABOVE and LATE values hold. */
struct scope {
    uint16_t record, up;
    bool late; /* some late value has it */
};
/* Path alternative `path` of record `record`: the id of ROLE_RECORD is the index here. */
struct record_path {
    uint16_t record, path;
};
struct table {
    struct span id;
    struct reading reading;
};

enum document_field {
    DOCUMENT_REGION, DOCUMENT_VERSION, DOCUMENT_EFFECTIVE, DOCUMENT_EXPIRES, DOCUMENT_TITLE, DOCUMENT_PUBLISHER,
    DOCUMENT_FRAGMENT, DOCUMENT_COUNT, DOCUMENT_PAGES, DOCUMENT_PAGE, DOCUMENT_FIELD_COUNT
};
struct document_source {
    struct origin from;
    struct reading reading;
    bool present;
    bool greatest; /* of several values the greatest (natural_cmp) is meant; else they are an error */
};
struct requirement {
    struct origin from, say;
    struct regex *match;
    struct span path;
};
/* A column of text that has a name, or by which the layout is recognised. */
struct profile_column {
    uint16_t number;     /* from 1 */
    struct span title;   /* absent: none */
    struct regex *match; /* NULL: anything */
};
enum differs { DIFFERS_ERROR, DIFFERS_WARNING, DIFFERS_FRAGMENT };

struct profile {
    struct span name, title, file;
    unsigned char sha256[SHA256_BYTES];
    struct span root, uri; /* uri: absent: none; "*": any */
    struct span mark, mark_is; /* marker path as written; absent: none */
    struct path_list mark_path;
    bool warn_unknown, keep_space;
    /* of text in columns, a line a record; width 0: the profile is of XML, and the rest says nothing */
    unsigned width; /* columns of a line */
    char separator;
    struct span null_word; /* a column with just this has no value; absent: there is no such word */
    const struct profile_column *columns;
    size_t column_count;
    struct document_source document[DOCUMENT_FIELD_COUNT];
    enum differs differs;
    bool count_all; /* the declared count is of all pages together */
    const struct requirement *requirements;
    const struct slot *slots;
    const struct scope *scopes;
    const struct profile_record *records;
    const struct record_path *record_paths;
    const struct table *tables;
    size_t requirement_count, slot_count, scope_count, record_count, record_path_count, table_count;
    struct states states;
    struct arena memory;
    struct regex **regexes; /* owned */
    size_t regex_count;
};

/* Appends "column 37 (开始日期)", as far as the profile has a title for it. */
void profile_column_name(const struct profile *p, unsigned number, struct buf *out);

/* Reads one profile file. NULL with err. */
struct profile *profile_load(const char *path, struct error *err);
void profile_free(struct profile *p);

struct profile_set {
    struct profile **at;
    size_t count;
};
/* `name` NULL: every *.xml of SHARE/profiles, in order of their names; with a '/' or ending in ".xml": that file; else
 * SHARE/profiles/NAME.xml, and where that is not there an error that names those that are. */
int profile_set_load(struct profile_set *set, const char *share_dir, const char *name, struct error *err);
void profile_set_release(struct profile_set *set);
#endif
