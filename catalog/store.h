/* catalog/store.h: the versioned catalog store, one SQLite file. catalog/schema.sql has its tables and their invariants.
 *
 * A store belongs to one thread. A reader sees one state from store_open to store_close for each store_begin_read … store_end_read.
 *
 *     struct store *s = store_open(path, STORE_READ, &err);
 *     struct version_info v;
 *     if (store_in_force(s, SPAN("ON"), KIND_DRUG, today, &v, &err) == 1) printf("%s", v.label);
 *     store_close(s);
 *
 * Errors: ERROR_STORE with the path and sqlite's words; ERROR_REFUSED where a rule of the store forbids it. */
#ifndef CATALOG_STORE_H
#define CATALOG_STORE_H

#include "base/arena.h"
#include "catalog/entry.h"
#include "catalog/hash.h"

struct store;
enum store_mode {
    STORE_READ,   /* must exist; never written, not even a journal */
    STORE_WRITE,  /* must exist */
    STORE_CREATE, /* made where it is missing, with its folder */
};

struct store *store_open(const char *path, enum store_mode mode, struct error *err);
/* Where what a comparison of versions cannot keep in memory goes, in files without a name; else /tmp. The text must outlive the store. */
void store_temp(struct store *s, const char *dir);
void store_close(struct store *s);
/* One consistent state for everything read until store_end_read. */
int store_begin_read(struct store *s, struct error *err);
void store_end_read(struct store *s);

enum version_status { VERSION_STAGED, VERSION_PUBLISHED, VERSION_WITHDRAWN };

struct version_info {
    int64_t id;
    enum kind kind;
    int number;
    char region[17], label[65];
    enum version_status status;
    date in_force_from; /* of the last publish event; DATE_NONE while staged */
    date effective, expires; /* what the document wishes */
    bool fragment;
    int64_t entries, added, removed, changed;
    unsigned char hash[SHA256_BYTES]; /* over (code, row hash) in code order */
    char at[21];                      /* when it was imported, UTC, ISO */
    char who[65], program[33], profile[65], source[257]; /* provenance; source: the first file's name, " +N" for more */
    char title[257], publisher[257];
    char base[65];     /* label of the version that its files hold the changes of; "": they hold all */
    char numbers[513]; /* "PROFILE=NUMBER …": up to which version number of each layout it has the records; "": the layouts have none */
};

/* Calls on_version for every version (of one region where region is not absent; of one kind where kinds has not all bits), by region,
 * kind, number. Return -1 to stop. */
typedef int version_fn(void *ctx, const struct version_info *v, struct error *err);
int store_versions(struct store *s, struct span region, unsigned kinds, version_fn *on_version, void *ctx, struct error *err);
/* The regions in the store, blank-separated, sorted, into out (emptied). */
int store_regions(struct store *s, struct buf *out, struct error *err);
/* The version in force on a day: published, not withdrawn, the latest effective date on or before it, then the higher number.
 * 1 found, 0 none, -1 error. One indexed look-up. */
int store_in_force(struct store *s, struct span region, enum kind kind, date day, struct version_info *out, struct error *err);
/* The version of that label, whatever its status. 1, 0, -1. */
int store_version(struct store *s, struct span region, enum kind kind, struct span label, struct version_info *out, struct error *err);
/* The newest version, by arrival, that is not withdrawn. 1, 0, -1. */
int store_newest(struct store *s, struct span region, enum kind kind, struct version_info *out, struct error *err);
/* One entry of one version, pointing into `memory`. 1, 0, -1. */
int store_entry(struct store *s, const struct version_info *v, struct span code, struct entry *out, struct arena *memory, struct error *err);
/* Every entry of a version in code order; the entry lives during the call only. Return -1 to stop. */
typedef int entry_fn(void *ctx, const struct entry *e, struct error *err);
int store_entries(struct store *s, const struct version_info *v, entry_fn *on_entry, void *ctx, struct error *err);
/* Codes added, removed and changed from a to b (same region and kind). */
int store_diff_counts(struct store *s, const struct version_info *a, const struct version_info *b, int64_t *added, int64_t *removed,
                      int64_t *changed, struct error *err);

/* What happened to a version after it was staged. */
struct event_info {
    bool withdrawn;      /* else published */
    date effective;      /* published: in force from this day; else DATE_NONE */
    struct span at, who; /* UTC, ISO; by whom */
    struct span reason;  /* may be absent */
    struct span allowed; /* the checks that were overruled, by name, parted by commas; absent: none */
};
/* In the order in which they happened; the event lives during the call. Return -1 to stop. */
typedef int event_fn(void *ctx, const struct event_info *e, struct error *err);
int store_events(struct store *s, const struct version_info *v, event_fn *on_event, void *ctx, struct error *err);

/* How a signed pack stands to the packs of its region that were taken in before it. */
enum pack_place {
    PACK_FIRST,   /* none was, and it says that it is the first */
    PACK_START,   /* none was, though it names one before it: the packs of the store begin with it */
    PACK_FOLLOWS, /* it comes behind the last one */
    PACK_GAP,     /* it does not: that was allowed, or what came between was dropped since (no reason) */
};
/* A signed pack that was taken in. Texts live during the call. */
struct pack_info {
    struct span region, label, at, who;
    struct span reason;         /* why a gap was allowed; may be absent */
    enum pack_place place;
    struct span previous_label; /* of the pack that it says is before it, where that was taken in; else absent */
    struct span held_label;     /* of the last one that was taken in before it; absent: none was */
    bool has_previous;          /* it names one before it */
    bool staged;                /* it brought versions; false: the store had its content already */
    unsigned char manifest[SHA256_BYTES], previous[SHA256_BYTES], key[8];
    int numbers[KIND_COUNT]; /* at the bureau; 0: it has nothing of the kind */
};
/* In the order in which they were taken in, by region; of one region where it is not absent, of one version where v is not NULL (one pack, or
 * none). Return -1 to stop. */
typedef int pack_fn(void *ctx, const struct pack_info *p, struct error *err);
int store_packs(struct store *s, struct span region, const struct version_info *v, pack_fn *on_pack, void *ctx, struct error *err);

struct gate_options; /* catalog/gate.h */

/* What an event says: who did it, when (UTC "YYYY-MM-DDTHH:MM:SSZ"), why (may be absent). Given by the caller: no clock here. */
struct act {
    struct span who, at, reason, program;
};
/* staged or withdrawn -> published from `effective`, all `n` versions in one transaction, once the gates (NULL: none is asked) let each of them
 * pass; those overruled are kept with the event. ERROR_REFUSED where one is published already, or a gate says no. */
int store_publish(struct store *s, const struct version_info *v, size_t n, date effective, const struct act *act, const struct gate_options *gates,
                  struct error *err);
/* published -> withdrawn, all in one transaction: what was in force before is in force again, the version stays readable. act->reason must say
 * why. ERROR_REFUSED: staged, or withdrawn already. */
int store_withdraw(struct store *s, const struct version_info *v, size_t n, const struct act *act, struct error *err);
/* Discards staged versions, in one transaction. ERROR_REFUSED: was published. */
int store_drop(struct store *s, const struct version_info *v, size_t n, struct error *err);
#endif
