/* import/import.h: files of any known layout -> staged versions in a store. All or nothing.
 *
 *     struct import_options o = { .share_dir = share, .temp_dir = tmp, ... };
 *     struct import_report r;
 *     if (import_run(store, paths, n, &o, &events, &r, &err) < 0) ...
 */
#ifndef IMPORT_IMPORT_H
#define IMPORT_IMPORT_H

#include "catalog/stage.h"
#include "import/problem.h"
#include "io/limits.h"
#include "io/record.h"

struct converter;
struct document_facts;
struct profile;
/* Somebody who looks at records instead of storing them: no store is needed, nothing is kept, wrong records stop nothing, and no region or version
 * need be known. */
struct import_look {
    void *ctx;
    /* Each record of a kind that is wanted; entry NULL: it has faults, which were told; c NULL too: what stood there is no record. */
    int (*record)(void *ctx, const struct record *record, const struct entry *entry, struct converter *c, struct error *err);
    /* What a document said of itself, at its end. */
    int (*document)(void *ctx, const struct profile *profile, const struct document_facts *facts, struct error *err);
};

struct import_options {
    const char *share_dir, *temp_dir;
    const char *profile;          /* name or path; NULL: found by the document */
    struct span region, label;    /* absent: from the document; given ones win */
    date effective;               /* DATE_NONE: from the document */
    int kind;                     /* enum kind: only records of that kind are taken (others are counted and said); -1: all */
    bool dry_run, skip_bad, publish;
    bool delta;                   /* the files hold only what changed since … */
    struct span onto, onto_region; /* … the version of this label (and region); absent: the newest one */
    date today;                   /* publish date where neither option nor document says one */
    struct act act;               /* who, at, program */
    const struct gate_options *gates; /* with publish: what is asked before; NULL: nothing */
    const struct stage_pack *pack; /* NULL; else the one file is a signed pack, whose document is … */
    int pack_fd;                  /* … this open file, proved and unpacked by the caller, who closes it */
    int fd;                       /* not 0: what the one path names is this open file, at its start; the caller closes it */
    date publish_from;            /* with a pack: publish date where `effective` says none */
    uint64_t max_errors;          /* faults of records told, and wrong records before it gives up looking where they are not skipped; 0: 100 */
    bool validate;                /* the native document must hold by its schema, or nothing is imported; another layout wants `xsd` */
    const char *xsd;              /* an XML Schema that the document is held against: warnings; NULL: none */
    struct read_limits limits;    /* all 0: READ_LIMITS */
    size_t chunk;                 /* bytes fed at a time; 0: default. For tests: 1 */
    bool in_process;              /* no child process. For tests */
    const struct import_look *look; /* NULL: records are stored */
};

enum import_phase { IMPORT_READING, IMPORT_SORTING, IMPORT_STORING, IMPORT_SAVING };
struct import_progress {
    enum import_phase phase;
    const char *file;     /* being read */
    uint64_t done, total; /* bytes of all files while reading, else entries; total 0: not known */
    uint64_t records;     /* read so far */
};

/* What is said while it runs. Any may be NULL. Return -1 to stop (err filled). */
struct import_events {
    void *ctx;
    /* A record error or a warning, complete sentence with file:line:column. At most max_errors errors are told, with skip_bad too, and at most
     * PROBLEMS_TOLD warnings of most kinds; the report has how many there were. */
    int (*problem)(void *ctx, bool is_error, const char *sentence, struct error *err);
    /* A record refused with skip_bad: where it stood, its code (may be absent), why (the first of its problems, each of which was told), and
     * the record for --rejects: one element of the native format, without a line end, with its texts as they were found. The second of two
     * records with one code comes as it was understood. Empty for a record of no kind. */
    int (*reject)(void *ctx, const char *file, uint32_t line, struct span code, const char *why, struct span record, struct error *err);
    /* Now and then. */
    int (*progress)(void *ctx, const struct import_progress *p, struct error *err);
    /* Asked between records, and up to the commit: true to stop as SIGINT would have it (ERROR_STOPPED). */
    bool (*stopped)(void *ctx);
};

struct import_report {
    struct stage_result result;   /* one row a kind */
    char region[17], label[65], profile[65];
    int64_t superseded;           /* records left out, since a newer one of their code is there */
    int64_t records, rejected;
    int64_t problems[PROBLEM_TYPES], told[PROBLEM_TYPES]; /* also of an import that failed */
    bool published;
    date effective;               /* in force from, where published */
};

int import_run(struct store *s, const char *const *paths, size_t n, const struct import_options *o, const struct import_events *events,
               struct import_report *report, struct error *err);
#endif
