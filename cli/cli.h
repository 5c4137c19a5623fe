/* cli/cli.h: one run of the program: where things are, what it may print, how it ends. Every verb gets it.
 *
 * Findings and results go to standard output (cli_print), sentences for people to standard error (cli_say, cli_warn, cli_fail).
 * A verb returns 0, or -1 with err; cli_raise notes an exit code on the way. The highest one wins. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "base/date.h"
#include "catalog/store.h"
#include "cli/args.h"
#include "mapper/finding.h"
#include <signal.h>
#include <sys/types.h>

enum exit_code { EXIT_CLEAN = 0, EXIT_FINDINGS = 1, EXIT_USAGE = 2, EXIT_INPUT = 3, EXIT_CATALOG = 4, EXIT_STORE = 5 };

/* Of the line that tells how far something is (cli/progress.h). Times are milliseconds; 0: not yet. */
struct progress {
    bool wanted, shown;
    uint64_t first, began, drawn; /* asked first; this measure began; drawn last */
    uint64_t done;
    const char *doing;
};

struct cli {
    const char *share_dir, *temp_dir;
    struct buf db;     /* path of the store */
    struct buf cache_dir; /* for what can be made again; empty: none */
    struct store *store; /* opened as the verb's row asks; NULL: it asks for none */
    bool color, color_messages, quiet;
    struct progress progress;
    int width;         /* columns of the terminal; 0: not known */
    date today;
    char at[21];       /* now, UTC: 2026-07-01T08:00:00Z */
    char who[65];      /* only where the verb writes: looking a name up may ask a server */
    const char *program; /* "duima 0.1.0" */
    const volatile sig_atomic_t *signal; /* 0, or the signal that asks to stop */
    bool pipe_closed;  /* whoever read standard output has gone */
    bool paging;       /* what is printed next goes through a pager */
    pid_t pager;       /* it runs; 0: none */
    bool pager_gone;   /* somebody quit it */
    int messages;      /* standard error while the pager has it too; -1 */
    int status;        /* highest exit code so far */
};

/* What a verb needs of the store before it runs. */
enum store_need { NEED_NONE, NEED_READ, NEED_WRITE, NEED_CREATE };

struct command {
    const char *name;
    const char *operands; /* N_() marked: "FILE…" */
    const char *summary;  /* N_() marked, one line */
    enum store_need need;
    const struct option_row *options;
    size_t operands_min, operands_max; /* SIZE_MAX: any number */
    int (*run)(struct cli *cli, const struct args *args, struct error *err);
    bool paged;           /* on a terminal its output goes through a pager */
};

extern const struct option_row options_import[], options_list[], options_show[], options_publish[], options_drop[], options_withdraw[],
    options_diff[], options_export[], options_check[], options_coverage[], options_impact[], options_suggest[], options_rules[],
    options_explain[];
extern const struct option_row options_pack[], options_verify[], options_key[];
extern const struct option_row options_find[], options_completions[], options_profile[];
int cmd_import(struct cli *cli, const struct args *args, struct error *err);
int cmd_list(struct cli *cli, const struct args *args, struct error *err);
int cmd_show(struct cli *cli, const struct args *args, struct error *err);
int cmd_find(struct cli *cli, const struct args *args, struct error *err);
int cmd_publish(struct cli *cli, const struct args *args, struct error *err);
int cmd_withdraw(struct cli *cli, const struct args *args, struct error *err);
int cmd_export(struct cli *cli, const struct args *args, struct error *err);
int cmd_diff(struct cli *cli, const struct args *args, struct error *err);
int cmd_drop(struct cli *cli, const struct args *args, struct error *err);
int cmd_check(struct cli *cli, const struct args *args, struct error *err);
int cmd_impact(struct cli *cli, const struct args *args, struct error *err);
int cmd_coverage(struct cli *cli, const struct args *args, struct error *err);
int cmd_suggest(struct cli *cli, const struct args *args, struct error *err);
int cmd_rules(struct cli *cli, const struct args *args, struct error *err);
int cmd_explain(struct cli *cli, const struct args *args, struct error *err);
int cmd_pack(struct cli *cli, const struct args *args, struct error *err);
int cmd_completions(struct cli *cli, const struct args *args, struct error *err);
int cmd_verify(struct cli *cli, const struct args *args, struct error *err);
int cmd_profile(struct cli *cli, const struct args *args, struct error *err);
int cmd_key(struct cli *cli, const struct args *args, struct error *err);

/* cli/command.c: the verbs, in the order of --help. */
extern const struct command commands[];
extern const size_t command_count;
extern const struct option_row options_global[];
const struct command *command_find(const char *name, struct error *err);
/* Where a verb's --format takes those of report/formats.h, which --help then lists. */
extern const char format_help[], raw_help[]; /* of --format and --raw */
bool command_takes_formats(const struct command *c);
/* The row of an option that the verb (NULL: none) or every verb has; NULL: there is none. */
const struct option_row *command_row(const struct command *c, const char *name);
const struct option_row *command_row_of_letter(const struct command *c, char letter);
const struct option_row *command_row_of_id(const struct command *c, enum option_id id);
/* cli/help.c */
void command_help(const struct command *c, int width, struct buf *out);
void program_help(int width, struct buf *out);

/* cli/output.c */
void cli_raise(struct cli *cli, int code);
int exit_of(enum error_code code);
/* Prints err as a sentence and raises its exit code; nothing for a stop or a closed pipe. */
void cli_fail(struct cli *cli, const struct error *err);
void cli_say(struct cli *cli, const char *format, ...) __attribute__((format(printf, 2, 3)));  /* not with -q */
void cli_error(struct cli *cli, const char *format, ...) __attribute__((format(printf, 2, 3))); /* no exit code with it */
void cli_warn(struct cli *cli, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Writes everything to standard output now, empties b. -1: it cannot be written (err: ERROR_STORE), or nobody reads it (ERROR_STOPPED). */
int cli_print(struct cli *cli, struct buf *b, struct error *err);
int cli_write(struct cli *cli, const char *p, size_t n, struct error *err);
int write_all(int fd, const char *p, size_t n);
void cli_progress_end(struct cli *cli); /* cli/progress.c: takes the line away */
bool cli_stopped(void *cli);

/* cli/pager.c */
bool pager_is_wanted(bool unwanted); /* before standard output is anything else than it came */
void pager_start(struct cli *cli);   /* where it cannot be started, everything goes on without */
void pager_gone(struct cli *cli);    /* a write found that nobody reads: messages go where they went before */
void pager_end(struct cli *cli);     /* waits for it; standard output is closed then */

/* A file that appears whole or not at all: written beside its place and renamed; what is no plain file is written directly. */
struct out_file {
    int fd; /* -1: not open */
    struct buf path, temp; /* temp empty: written directly */
};
int out_file_open(struct out_file *f, const char *path, struct error *err);
int out_file_write(struct out_file *f, const char *p, size_t n, struct error *err);
int out_file_commit(struct out_file *f, struct error *err);
void out_file_release(struct out_file *f); /* what was not committed is gone */
/* Do two paths mean the same existing file? */
bool same_file(const char *a, const char *b);

/* cli/environment.c: everything that is read from the surroundings. */
int environment_read(struct cli *cli, const struct args *args, struct error *err);
void environment_user(struct cli *cli); /* fills who */
/* cli/lang.c: chooses the language of messages; before any text is asked for. `wish`: "zh", "en" or NULL. */
void lang_choose(const char *wish);
/* The word behind --lang, found before the options are read, so that even their errors are in it. */
const char *lang_wish(int argc, char **argv);

/* cli/example.c: appends the example of a rule as explain shows it; nothing where share/examples has none. */
int example_add(struct cli *cli, enum rule rule, int width, struct buf *out, struct error *err);

/* cli/name.c */
struct catalog_name {
    char region[17];
    unsigned kinds; /* KIND_BITs: one, or all where the name says none */
    char label[65]; /* "" where it has none */
};
/* REGION, REGION/KIND, KIND, and with @LABEL behind each; where `label` is wanted also LABEL alone. The region may be left out where the
 * store has one only. */
int catalog_name_read(struct cli *cli, const char *text, bool label, struct catalog_name *out, struct error *err);
/* The versions in the store that a name means, by kind; *n of them, at least one. ERROR_REFUSED where there is none. */
int named_versions(struct cli *cli, const char *text, struct version_info v[KIND_COUNT], size_t *n, struct error *err);
/* Puts behind the sentence of err which catalog, or where `versions` which version or label, of the store was most likely meant. Returns -1. */
int name_hint(struct cli *cli, const char *text, bool versions, struct error *err);
/* cli/version_choice.c: which version of each kind a verb looks in, by its options --catalog, --version and --as-of. */
struct version_choice {
    struct catalog_name name;
    const char *label; /* NULL: the one in force on `day` */
    date day;
};
int version_choice_read(struct cli *cli, const struct args *args, struct version_choice *out, struct error *err);
/* 1, 0 none of that kind, -1. */
int version_choice_of(struct cli *cli, const struct version_choice *c, enum kind kind, struct version_info *v, struct error *err);
/* The error where there is none of any kind. Returns -1. */
int version_choice_none(struct cli *cli, const struct version_choice *c, struct error *err);
/* Appends "430000/drug@2026.2  (published, in force from 2026-07-01)", a line. */
void version_heading(const struct cli *cli, const struct version_info *v, struct buf *out);

/* cli/name.c again */
/* The store's only region; with several, ERROR_USAGE naming them and `option`. */
int only_region(struct cli *cli, const char *option, char out[17], struct error *err);
int region_copy(const char *text, char out[17], struct error *err);
int date_option(const struct args *args, enum option_id id, const char *name, date *out, struct error *err);
/* --format of verbs that have these two. */
int text_or_ndjson(const struct args *args, bool *ndjson, struct error *err);
int kind_option(const struct args *args, int *out, struct error *err); /* -1: not given */
#endif
