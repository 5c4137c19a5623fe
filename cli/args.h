/* cli/args.h: the command line as rows: which options there are, what a run was given. --help is printed from these rows, and a
 * test compares them with the man pages.
 *
 *     const char *region = args_value(args, OPTION_REGION);     // the last one given, or NULL
 *     for (size_t i = 0; i < args->count; i++) args->items[i] … // all, in the order given */
#ifndef CLI_ARGS_H
#define CLI_ARGS_H

#include "base/buf.h"

enum option_id {
    OPTION_DB = 256, /* above every short option's character */
    OPTION_COLOR,
    OPTION_LANG,
    OPTION_SHARE_DIR,
    OPTION_QUIET,
    OPTION_CONFIG,
    OPTION_NO_CONFIG,
    OPTION_SHOW_CONFIG,
    OPTION_NO_PAGER,
    OPTION_HELP,
    OPTION_VERSION_OF_PROGRAM,
    OPTION_AFTER,
    OPTION_ALLOW,
    OPTION_APPLY,
    OPTION_AS_OF,
    OPTION_BASELINE,
    OPTION_BY,
    OPTION_CATALOG,
    OPTION_CATEGORY,
    OPTION_CENTRE,
    OPTION_CHANGES,
    OPTION_CODES,
    OPTION_COLUMNS,
    OPTION_SHEET,
    OPTION_DELTA,
    OPTION_DRY_RUN,
    OPTION_EFFECTIVE,
    OPTION_ENCODING,
    OPTION_EVENTS,
    OPTION_EXIT_CODE,
    OPTION_FAIL_ON,
    OPTION_EXPIRES,
    OPTION_FIRST,
    OPTION_FORMAT,
    OPTION_FROM,
    OPTION_HISTORY,
    OPTION_HOSPITAL_LEVEL,
    OPTION_IGNORE,
    OPTION_INSTITUTION,
    OPTION_JOBS,
    OPTION_KEY,
    OPTION_KIND,
    OPTION_LABEL,
    OPTION_LEAST,
    OPTION_LIMIT,
    OPTION_LIST,
    OPTION_MAX_DEPTH,
    OPTION_MAX_ERRORS,
    OPTION_MAX_RATIO,
    OPTION_MAX_SIZE,
    OPTION_MAX_TEXT,
    OPTION_VALIDATE,
    OPTION_XSD,
    OPTION_MIN_SCORE,
    OPTION_NAME,
    OPTION_ONTO,
    OPTION_OUTPUT,
    OPTION_PACKS,
    OPTION_PASSWORD_FILE,
    OPTION_PREVIOUS,
    OPTION_PROFILE,
    OPTION_PUBKEY,
    OPTION_PUBLISH,
    OPTION_RAW,
    OPTION_REASON,
    OPTION_RECORDS,
    OPTION_REGION,
    OPTION_REJECTS,
    OPTION_SCHEME,
    OPTION_SELECT,
    OPTION_SEVERITY,
    OPTION_SKIP_BAD,
    OPTION_STAT,
    OPTION_STATISTICS,
    OPTION_SUPPRESSIONS,
    OPTION_TO,
    OPTION_THRESHOLDS,
    OPTION_TOP,
    OPTION_VERSION,
    OPTION_WRITE_BASELINE,
    OPTION_XML,
};

struct option_row {
    enum option_id id;
    char letter;          /* short form; 0: none */
    const char *name;     /* without "--"; NULL ends a table */
    const char *argument; /* N_() marked; NULL: takes none */
    const char *help;     /* N_() marked */
    const char *group;    /* N_() marked: the heading it stands under in --help */
};

struct args_item {
    enum option_id id;
    const char *value; /* NULL where the option takes none */
    const char *file;  /* the .duimarc that gave it; NULL: the command line */
    unsigned line;     /* there */
};
struct args {
    struct args_item *items;
    size_t count;
    char **operands; /* what is no option, into argv */
    size_t operand_count;
};

/* Reads options before the verb; *verb is its place in argv, or argc. -1: ERROR_USAGE. args_release after every call. */
int args_read_globals(struct args *a, int argc, char **argv, const struct option_row *globals, int *verb, struct error *err);
/* Adds what stands behind the verb (argv[0] is the verb): options of either table, and operands. */
int args_read_verb(struct args *a, int argc, char **argv, const struct option_row *globals, const struct option_row *own,
                   struct error *err);
void args_release(struct args *a);
bool args_has(const struct args *a, enum option_id id);
const char *args_value(const struct args *a, enum option_id id);
/* The item that args_value speaks of, or NULL. */
const struct args_item *args_item(const struct args *a, enum option_id id);

/* Appends the lines of a table as --help shows them, group by group, wrapped at `width`; names that `besides` has are left out
 * (a verb's own --version hides the program's). */
void args_help(const struct option_row *rows, const struct option_row *besides, int width, struct buf *out);
#endif
