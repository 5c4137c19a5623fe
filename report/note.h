/* report/note.h: what a verb has to say of a hospital's table, in the one shape that every format but text and ndjson is written from: json, csv,
 * sarif, junit, github, gitlab, html, xlsx. check, suggest, impact and coverage each turn what they found into notes (note_VERB.c), and a format
 * is one file that knows notes only, so that every format works for every verb.
 *
 * A note is a finding of check, a candidate of suggest, an effect of impact, a lacking item or drug of coverage. Notes come by item: a row of the
 * table, or an entry of the catalog that no row is about.
 *
 *     begin → item … table_end → item … table_end (or unread) → item … (of no table: X001, drugs not stocked) → end
 *
 * All texts are UTF-8 (bytes that are not are the format's to replace: json_text does) and live during the call only; what `struct note_run` points
 * to lives as long as the report. Texts for people are translated already; ids, slugs, fields and words are for machines and never translated. */
#ifndef REPORT_NOTE_H
#define REPORT_NOTE_H

#include "report/sink.h"
#include "catalog/store.h"
#include "mapper/finding.h"

enum note_state { NOTE_NEW, NOTE_KNOWN, NOTE_SUPPRESSED }; /* known: a baseline has it; suppressed: the suppressions file accepts it */
const char *note_state_word(enum note_state state); /* "new", "known", "suppressed": for machines */

/* What notes can be about: a rule of check, an effect of impact, what suggest and coverage say. */
struct note_rule {
    const char *id, *slug;   /* "D302", "strength-mismatch"; "impact-money", "money" */
    enum severity severity;  /* the usual one */
    const char *title;       /* one line */
    const char *help;        /* paragraphs: why it matters, how to mend it */
    const char *todo;        /* one sentence: what the pharmacist does; "" where the message says it */
};

struct note {
    size_t rule;             /* index into run->rules */
    enum severity severity;
    enum note_state state;
    struct span reason, owner; /* why and by whom it is accepted; absent: not said */
    date until;              /* last day of that; DATE_NONE: not said */
    const char *field;       /* column_word: "spec"; NULL: the row or the table */
    const char *label;       /* of the field, translated; NULL with field */
    uint32_t position;       /* of the field in the row, from 1; 0: no such column */
    struct span local, expected; /* SPAN_NONE: none */
    struct span message;
    const char *fix_field;   /* NULL: no fix */
    struct span fix_value;
    bool fix_safe;
    uint32_t score;          /* of a candidate, 1/1000; 0: none */
    int64_t at_risk;         /* money, 1/10000 yuan: what was, or would be, paid too much; AMOUNT_NONE: not known */
    uint64_t fingerprint;
};

/* Side by side: what the row has and what the catalog has. Only fields that one side has. */
struct note_value {
    const char *field, *label;     /* column_word, translated */
    struct span local, catalog;    /* SPAN_NONE: that side is silent */
    bool differs;                  /* a note is about it */
};

struct note_item {
    const char *file;        /* the table as given; NULL: no table (an entry of the catalog, X001 names its own file) */
    uint32_t line;           /* as an editor shows it; 1 for the table as a whole; 0: no line */
    const char *sheet;       /* of a workbook; NULL: none */
    bool whole_table;
    const char *kind;        /* "drug"; NULL: not known */
    const char *kind_label;  /* translated; NULL with kind */
    struct span local_code, local_name, catalog_code; /* SPAN_NONE: none */
    struct span catalog_name;
    const char *catalog;     /* "430000/drug@2026.2"; NULL: none */
    const struct note_value *values;
    size_t value_count;
    const struct note *notes;
    size_t count;
};

struct note_table {          /* a table that was read to its end */
    const char *file;
    char sha256[65];         /* "" : not known */
    uint64_t bytes;
    const char *encoding;    /* "GB18030", "XLSX" */
    char separator;          /* 0: none */
    uint64_t rows, mapped, clean;
    uint64_t by_severity[SEVERITY_COUNT]; /* notes that are new */
    uint64_t accepted;       /* notes that are known or suppressed */
    struct span unknown_headings; /* newline-separated */
    const struct note_not_run { size_t rule; const char *why; } *not_run; /* "no column price", translated */
    size_t not_run_count;
    const char *sheet;       /* of a workbook; NULL: none */
};

/* A table of figures beside the notes: totals, shares against thresholds, money by effect. */
#define NOTE_SHEET_COLUMNS 10
struct note_sheet {
    const char *id;          /* "shares" */
    const char *title;       /* translated */
    struct { const char *key, *label; bool number; } columns[NOTE_SHEET_COLUMNS]; /* label NULL: words for machines, which formats for people do not get */
    size_t column_count;
    const struct span *cells; /* row by row; a number is plain decimal text */
    size_t row_count;
};

struct note_catalog {
    const struct version_info *version;
    bool in_force;           /* false: of impact, the coming one */
};

struct note_run {
    const char *verb;        /* "check" */
    const char *program;     /* "duima 0.1.0" */
    const char *version;     /* "0.1.0" */
    date day;                /* as of */
    const char *region;
    int hospital_level;      /* 0: not said */
    struct span scheme;      /* absent: none */
    bool baseline;           /* a baseline was given, so that NOTE_NEW means new since then */
    const struct note_catalog *catalogs;
    size_t catalog_count;
    const struct note_rule *rules;
    const bool *rule_off;    /* [rule_count]: --select and --ignore hide it; NULL: none */
    size_t rule_count;
};

struct note_totals {
    uint64_t tables, rows, mapped, clean;
    uint64_t by_severity[SEVERITY_COUNT];
    uint64_t accepted;
    const uint64_t *by_rule; /* [run->rule_count], new notes */
    const struct note_sheet *sheets;
    size_t sheet_count;
};

struct note_report {
    const struct note_format *format;
    const struct note_run *run;
    write_fn *write;
    void *ctx;
    const char *temp_dir;    /* for a format that needs a file of its own */
    bool raw;                /* --raw: csv leaves texts that a spreadsheet takes for formulas as they are */
    struct buf out;          /* what is not written yet: note.c writes it when it is long, and at the end */
    void *state;             /* the format's own */
};

/* Each appends to r->out; -1 with err. Any may be NULL. `release` frees r->state, also where begin failed. */
struct note_ops {
    int (*begin)(struct note_report *r, struct error *err);
    int (*item)(struct note_report *r, const struct note_item *item, struct error *err);
    int (*table_end)(struct note_report *r, const struct note_table *table, struct error *err);
    int (*unread)(struct note_report *r, const char *file, const char *why, struct error *err);
    int (*end)(struct note_report *r, const struct note_totals *totals, struct error *err);
    void (*release)(struct note_report *r);
};
struct note_format {
    const char *name;        /* "sarif" */
    const char *what;        /* N_() marked, for --help */
    bool binary;             /* not for a terminal: needs -o, or standard output that is no terminal */
    bool machine;            /* gets columns of figures that are for machines too */
    bool accepted;           /* shows notes that are known or suppressed too, marked; else they are not given to it */
    const struct note_ops *ops;
};
/* The formats of notes, in the order of --help; NULL behind the last. */
const struct note_format *note_format_at(size_t i);
const struct note_format *note_format(struct span name);

struct note_report *note_report_new(const struct note_format *format, const struct note_run *run, write_fn *write, void *ctx, const char *temp_dir,
                                    bool raw, struct error *err);
void note_report_free(struct note_report *r);
int note_report_begin(struct note_report *r, struct error *err);
int note_report_item(struct note_report *r, const struct note_item *item, struct error *err);
int note_report_table_end(struct note_report *r, const struct note_table *table, struct error *err);
/* Instead of table_end: the table could not be read, or not to its end, in the words of an error. Items of it may have been given. */
int note_report_unread(struct note_report *r, const char *file, const char *why, struct error *err);
int note_report_end(struct note_report *r, const struct note_totals *totals, struct error *err);
#endif
