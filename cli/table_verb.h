/* cli/table_verb.h: what verbs that read a hospital's table against the catalogs in force have in common (check, suggest).
 *
 *     table_options(cli, args, &options, err);                // --as-of, --kind, --encoding, --columns; usage only
 *     jobs_option(args, &options.jobs, err);
 *     table_region(cli, args, region, &options, err);         // --catalog, else the store's only region: asks the store
 *     refuse_expired(cli, region, options.day, err);          // inside store_begin_read
 *     ... say_skipped(cli, region, options.day, skipped); */
#ifndef CLI_TABLE_VERB_H
#define CLI_TABLE_VERB_H

#include "cli/cli.h"
#include "mapper/check.h"

/* Fills out from nothing; region and everything that a verb has of its own stay empty. */
int table_options(struct cli *cli, const struct args *args, struct check_options *out, struct error *err);
/* --jobs, else the processors that this process may use. */
int jobs_option(const struct args *args, unsigned *jobs, struct error *err);
/* --hospital-level: 1, 2, 3; 0: not said. */
int hospital_level_option(const struct args *args, int *out, struct error *err);
/* --fail-on: an enum severity (error, where nothing is said), or FAIL_ON_NEVER. */
#define FAIL_ON_NEVER SEVERITY_COUNT
int fail_on_option(const struct args *args, unsigned *out, struct error *err);
/* out->region then lies in `region`. */
int table_region(struct cli *cli, const struct args *args, char region[17], struct check_options *out, struct error *err);

/* ERROR_CATALOG where nothing is in force on that day, or what is has expired: nobody may check against a catalog behind its last day. */
int refuse_expired(struct cli *cli, const char *region, date day, struct error *err);
/* A warning and exit code 4 for each kind of which rows were skipped. */
void say_skipped(struct cli *cli, const char *region, date day, const uint64_t skipped[KIND_COUNT]);
#endif
