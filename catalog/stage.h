/* catalog/stage.h: putting a new version into the store, all or nothing.
 *
 * Entries arrive in any order and any number, of any of the four kinds; they wait in temporary files outside the store, sorted by code in runs
 * of bounded memory, until the document has ended well. stage_commit then merges them into the store in one transaction: what
 * the newest version has already is shared, what is new or changed is inserted in code order, what is gone ends.
 *
 *     struct stage *g = stage_new(store, &opts, &err);
 *     stage_add(g, &entry, file, line, &err);        // once a record
 *     stage_put_on(g, &base, &err);                  // where the files hold only what changed since another version
 *     stage_commit(g, &meta, false, &result, &err);         // or stage_free alone: nothing happened
 *     stage_free(g);
 */
#ifndef CATALOG_STAGE_H
#define CATALOG_STAGE_H

#include "catalog/gate.h"

/* What stage_finish and stage_commit are at. */
enum stage_phase { STAGE_SORTING, STAGE_STORING, STAGE_SAVING };
/* Asked every few thousand entries, and once before the transaction is committed: -1 with err (ERROR_STOPPED) ends it, and nothing happened.
 * `done` of `total` entries; 0 of 0 while saving. */
typedef int stage_watch_fn(void *ctx, enum stage_phase phase, uint64_t done, uint64_t total, struct error *err);
struct stage_options {
    const char *temp_dir;  /* where the runs are written; files have no name (O_TMPFILE or unlinked). NULL: "/tmp" */
    size_t memory;         /* bytes for one run; 0: the default (32 MiB) */
    stage_watch_fn *watch; /* may be NULL */
    void *watch_ctx;
    bool look_only;        /* stage_commit will be called with dry_run, or not at all */
};
struct stage_source { /* a file of the import; pages of one version in order */
    struct span name;
    unsigned char sha256[SHA256_BYTES];
    int64_t bytes, records, skipped;
};
struct stage_pack_kind { /* one kind of a signed pack */
    enum kind kind;
    int number;                       /* of its version at the bureau; only rises */
    int64_t entries;
    unsigned char rows[SHA256_BYTES]; /* as version_info.hash */
};
struct stage_pack { /* the signed pack that the files are: what was signed */
    struct span region, label;
    unsigned char manifest[SHA256_BYTES], previous[SHA256_BYTES]; /* SHA-256 of its manifest, and of the one before it */
    bool has_previous;
    unsigned char key[8];             /* number of the key */
    struct stage_pack_kind kinds[KIND_COUNT];
    size_t count;
    bool allow_gap;                   /* take it although it does not come behind the last one … */
    struct span reason;               /* … for this reason */
};
struct stage_meta {
    struct span region, label, title, publisher; /* title, publisher may be absent */
    date effective, expires;                     /* may be DATE_NONE */
    bool fragment;
    struct span profile;                         /* "native", "on-odb" */
    struct span profile_sha;                     /* 32 bytes, or absent */
    struct act act;
    const struct stage_source *sources;
    size_t source_count;
    bool publish;      /* publish in the same transaction … */
    date publish_from; /* … from this day */
    const struct gate_options *gates; /* what is asked before; NULL: nothing */
    const struct stage_pack *pack;    /* NULL: plain documents, which nobody signed */
    const struct version_info *bases[KIND_COUNT]; /* what the changes were put on (stage_put_on); NULL: the files are whole catalogs */
    struct span numbers[KIND_COUNT];  /* "PROFILE=NUMBER …": the greatest version number of the records, as version_info.numbers; may be absent */
    const char *refuse;               /* NULL, or a sentence: a version whose content is new is refused with it (ERROR_REFUSED) */
};
struct stage_version { /* what came of one kind */
    enum kind kind;
    bool no_change;             /* the one with this label, or the newest version (unless expires or fragment differ), has this very content:
                                   nothing was staged. With `publish`, one of this label that is still staged is published all the same */
    struct version_info version; /* the one staged, or the one that is the same. dry_run: as it would be, id 0 */
    bool has_before;
    struct version_info before; /* the version compared with: the last one, by date (of being in force, or wished while staged), at or
                                   before the new one's date; where that has none, the newest. Withdrawn ones do not count */
    int64_t entries, added, removed, changed; /* against `before` */
};
struct stage_result {
    struct stage_version versions[KIND_COUNT];
    size_t count;
};
struct stage_duplicate { /* a code twice in one kind */
    enum kind kind;
    struct span code;
    uint32_t first_file, first_line, second_file, second_line; /* file: index as given to stage_add */
    const struct entry *second; /* the one left out; lives during the call */
};
typedef int duplicate_fn(void *ctx, const struct stage_duplicate *d, struct error *err);

struct stage *stage_new(struct store *s, const struct stage_options *options, struct error *err);
void stage_free(struct stage *g);
int stage_add(struct stage *g, const struct entry *e, uint32_t file, uint32_t line, struct error *err);
/* The same, but an entry may come several times: of one code, the one with the greatest rank (span_cmp_numbers) counts, and the others are left out.
 * A second one with the same rank is a duplicate, unless it says the very same. */
int stage_add_ranked(struct stage *g, const struct entry *e, struct span rank, uint32_t file, uint32_t line, struct error *err);
/* Adds what the version has of codes that were not added, so that what was added are changes put on it. After the last stage_add; memory does
 * not grow with the version. */
int stage_put_on(struct stage *g, const struct version_info *base, struct error *err);
/* After stage_finish: how many entries were left out, since one of a greater rank (or the very same) is there. */
int64_t stage_superseded(const struct stage *g);
/* Ends the adding and tells of every duplicate code (the first in file order is the one kept, should the caller go on); their number, or -1. */
int64_t stage_finish(struct stage *g, duplicate_fn *on_duplicate, void *ctx, struct error *err);
/* Merges into the store in one transaction (also the publish event). With `dry_run`, the result is computed and nothing is written: a store
 * that does not exist yet (STORE_CREATE) is not made. Ends the adding where stage_finish was not called; then a duplicate code is ERROR_INPUT.
 * ERROR_REFUSED: the label is taken by other content; says by what. ERROR_CATALOG: a pack that does not hold what was signed, is not newer than one that
 * was taken in, or does not come behind the last one of its region. */
int stage_commit(struct stage *g, const struct stage_meta *meta, bool dry_run, struct stage_result *result, struct error *err);
#endif
