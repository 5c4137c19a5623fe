/* cli/list_format.h: what `duima list` says of a version besides its line: its events, for people and for programs. */
#ifndef CLI_LIST_FORMAT_H
#define CLI_LIST_FORMAT_H

#include "cli/cli.h"

/* A table of everything that happened to n versions of one catalog, import first, version by version. */
int list_events(struct cli *cli, const struct version_info *versions, size_t n, struct buf *out, struct error *err);
/* The days on which a version is in force: not at all where never; to DATE_NONE: no end is known. */
struct in_force_range {
    bool never, now;
    date from, to;
};
/* One version as a JSON object, a line. Members are a contract with other programs (duima-list(1)): they are only ever added. */
int list_object(struct cli *cli, const struct version_info *v, const struct in_force_range *range, struct buf *out, struct error *err);
#endif
