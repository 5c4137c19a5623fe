/* import/draft.h: a draft of a profile for a document that nobody described yet: where its records stand, what their fields seem to be. A person
 * finishes it.
 *
 *     struct draft *d = draft_new(&survey, &options, &err);
 *     draft_write(d, &xml, &err);          // a profile that profile_load takes
 *     draft_free(d);
 *
 * Fields are guessed by their names (share/profile-words.tsv); what their values look like has a second say. Nothing is invented: a field that no
 * value was found for is a placeholder which reads nothing. */
#ifndef IMPORT_DRAFT_H
#define IMPORT_DRAFT_H

#include "catalog/kind.h"
#include "import/survey.h"

enum draft_sure {
    DRAFT_SURE,    /* its name says so, and its values do not contradict */
    DRAFT_LIKELY,  /* a part of its name says so, or its values alone */
    DRAFT_GUESS,   /* the best there is; must be looked at */
    DRAFT_UNSURE,  /* not used, but may be it: `why` says what speaks against it */
    DRAFT_NONE,    /* no field is known for it */
    DRAFT_MISSING, /* a field that must be there, and nothing was found for it */
};

struct draft_field {
    uint32_t node;         /* of the survey; SURVEY_NONE: DRAFT_MISSING */
    const char *field;     /* as profiles call it; NULL with DRAFT_NONE */
    enum draft_sure sure;
    int kind;              /* only for records of that kind; -1: for all of its record */
    struct span path;      /* from the record, or from the root element; perhaps with alternatives */
    struct span attributes, inner; /* how it is read: ` map="…"`; elements inside. May be empty */
    const char *why;       /* translated; NULL: nothing to say */
    uint64_t filled;       /* in how many records it has a value; of the document's: 1 */
    int score;
};
struct draft_record {
    uint32_t node;
    unsigned kinds;        /* KIND_BITs */
    bool kind_guessed;
    struct span path;      /* from the root element */
    uint64_t count;
    struct draft_field *fields;
    size_t n;
    int score;
};
struct draft_table { /* a look-up table of the document */
    struct span id, path, key, value;
    uint32_t node;
};
#define DRAFT_RECORDS_MOST 4
#define DRAFT_TABLES_MOST  8

struct draft {
    const struct survey *survey;
    struct draft_record records[DRAFT_RECORDS_MOST];
    size_t record_count;
    struct draft_field *document; /* region, version …, in the order of profiles */
    size_t document_count;
    struct draft_table tables[DRAFT_TABLES_MOST];
    size_t table_count;
    const char **todo;     /* what a person must do, sentences */
    size_t todo_count;
    struct span name, file;
    struct arena memory;
};

struct draft_options {
    const char *share_dir;
    const char *name;      /* of the profile; NULL: made of the file's */
    const char *file;      /* of the document, for messages */
    int kind;              /* enum kind: what its records are; -1: guessed */
};

/* The survey must outlive it. NULL with err (ERROR_INPUT: no element in it looks like a record). */
struct draft *draft_new(const struct survey *s, const struct draft_options *o, struct error *err);
void draft_free(struct draft *d);
/* Appends the profile. */
int draft_write(const struct draft *d, struct buf *out, struct error *err);
/* "sure", "likely" …, translated. */
const char *draft_sure_text(enum draft_sure sure);
#endif
