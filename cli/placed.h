/* cli/placed.h: what is written and where: each --format (and the like), with the -o behind it.
 *
 *     placed_read(cli, args, kinds, n, placed, MOST, &count, err);   // or, of a verb with one format: placed_one(cli, args, &placed)
 *     placed_spare(placed, count, inputs, input_count, err);         // no output is an input
 *     placed_check(placed, count, err);                              // nor the store, nor another output
 *     placed_open(&placed[i], err); ... placed_write ... placed_commit(&placed[i], err);
 *     placed_release(&placed[i]);                                    // always */
#ifndef CLI_PLACED_H
#define CLI_PLACED_H

#include "cli/cli.h"
#include "report/formats.h"

struct placed {
    enum option_id option;
    const char *value; /* of the option; NULL: it takes none, or it was not given and the usual one is meant */
    const char *path;  /* NULL or "-": standard output */
    struct cli *cli;
    struct out_file file;
};

/* The options that are one of `kinds`, in their order, each with the -o behind it; an -o in front of the first belongs to that. Where none of them
 * is kinds[0], that one is added with value NULL; `most` has room for it, so at most one less are given. */
int placed_read(struct cli *cli, const struct args *args, const enum option_id *kinds, size_t n, struct placed *out, size_t most, size_t *count,
                struct error *err);
/* One --format and one -o, wherever they stand. */
void placed_one(struct cli *cli, const struct args *args, struct placed *out);
/* "--format X: there is …", as an error. */
int placed_no_format(const struct placed *p, const char *(*name_at)(size_t i), struct error *err);

/* The formats of a verb that has nothing else to place: placed_read of its --format, placed_format of each, placed_spare of the tables,
 * placed_check. *notes: one of them is of notes. */
#define PLACED_FORMATS 12 /* all formats, and room for the usual one */
int placed_formats(struct cli *cli, const struct args *args, struct placed out[PLACED_FORMATS], const struct note_format *formats[PLACED_FORMATS],
                   size_t *count, bool *notes, struct error *err);
/* The format of a verb that reads a hospital's table (report/formats.h). ERROR_USAGE: there is none of that name, or it is not for a terminal. */
int placed_format(const struct placed *p, const struct note_format **out, struct error *err);

/* NULLs among the inputs are none. */
int placed_spare(const struct placed *placed, size_t n, const char *const *inputs, size_t input_count, struct error *err);
int placed_check(const struct placed *placed, size_t n, struct error *err);

static inline bool placed_is_stdout(const struct placed *p) { return !p->path || strcmp(p->path, "-") == 0; }
/* For standard output there is nothing to open, commit and release. */
int placed_open(struct placed *p, struct error *err);
int placed_write(void *placed, const char *p, size_t n, struct error *err);
int placed_commit(struct placed *p, struct error *err);
void placed_release(struct placed *p);
#endif
