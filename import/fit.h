/* import/fit.h: how a profile and a document go together: does it fit, and why not; what its records are when it reads them; what of the
 * document it leaves out. Nothing is stored.
 *
 *     survey_read(&survey, path, …); profile_set_load(&set, …);
 *     size_t n = fit_judge(&survey, &set, fits);            // best first; n of them fit
 *     fit_read(path, fits[0].profile, &options, &events, &result, &err);
 */
#ifndef IMPORT_FIT_H
#define IMPORT_FIT_H

#include "catalog/field.h"
#include "import/document.h"
#include "import/survey.h"

enum fit_how { FIT_WHOLE, FIT_MARKER_VALUE, FIT_COLUMN, FIT_MARKER, FIT_NAMESPACE, FIT_WIDTH, FIT_ROOT, FIT_FORM };
struct fit {
    const struct profile *profile;
    enum fit_how how;  /* what does not fit; FIT_WHOLE: all does */
    struct span found; /* of FIT_MARKER_VALUE and FIT_COLUMN: the value that is there */
    unsigned column;   /* of FIT_COLUMN */
};
/* One a profile, in the order of how well they fit, equal ones in the set's. How many fit. */
size_t fit_judge(const struct survey *s, const struct profile_set *set, struct fit *out);
/* Appends why it fits or does not, half a sentence in the language of messages. */
void fit_why(const struct survey *s, const struct fit *fit, struct buf *out);

/* A place in the document whose values no rule of the profile uses: `whole`: with everything below it. */
struct fit_unused {
    uint32_t node;
    bool whole;
    uint64_t values;
};
/* Most values first; *n of them. The caller frees. NULL with *n 0: none; -1: memory. */
int fit_unused(const struct survey *s, const struct profile *p, struct fit_unused **out, size_t *n, struct error *err);

struct fit_value {
    const char *field;
    struct span read, found, path, parts; /* parts: "level 1", or absent; path absent: the profile's own value */
    uint32_t line, rank;
    bool bad; /* it does not fit: left out, or an error of the record */
};
struct fit_record {
    bool good;
    enum kind kind; /* where good */
    uint32_t line;
    struct span code; /* as far as it is known */
    const struct fit_value *values;
    size_t n;
};
struct fit_options {
    const char *share_dir, *temp_dir;
    uint64_t records;  /* how many of the first are told */
    uint64_t problems; /* how many wrong records are told with their faults */
    struct read_limits limits; /* all 0: READ_LIMITS */
    int fd;            /* not 0: the document's bytes, open at their start, the caller's to close; the path is a name then */
    bool in_process;   /* For tests */
};
struct fit_events {
    void *ctx;
    int (*record)(void *ctx, const struct fit_record *record, struct error *err);
    int (*problem)(void *ctx, bool is_error, const char *sentence, struct error *err);
    int (*progress)(void *ctx, uint64_t bytes, uint64_t total, uint64_t records, struct error *err);
    bool (*stopped)(void *ctx);
};
struct fit_result {
    uint64_t kinds[KIND_COUNT];
    uint64_t fields[ENTRY_FIELD_COUNT]; /* in how many good records */
    uint64_t good, bad, twice;    /* twice: good ones whose code another has already */
    int64_t warnings;
    bool ended;                   /* the document was read to its end, and its own word was good */
    struct span region, label, title, publisher; /* absent: not said */
    date effective, expires;
    bool fragment;
    int64_t count, pages, page;   /* -1: not said */
    struct arena memory;
};
/* -1: the document cannot be read with it, or says that it is none; what was counted so far stands in the result all the same.
 * fit_result_release after every call. */
int fit_read(const char *path, const struct profile *p, const struct fit_options *o, const struct fit_events *events, struct fit_result *result,
             struct error *err);
void fit_result_release(struct fit_result *r);
#endif
