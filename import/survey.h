/* import/survey.h: what an unknown document looks like: every path in it, how often it stands, how often it has a value, what its values look like.
 * Memory does not grow with the document: so many paths, so many samples, and no more.
 *
 *     struct survey survey;
 *     if (survey_read(&survey, "unknown.xml", &options, &err) == 0) ... survey.nodes[i] ...
 *     survey_release(&survey);
 *
 * The document is read in a child process, as import reads it; what comes back are flat records. Values are trimmed; texts such as "null" and "-"
 * are no value but are counted. Text in columns is a tree too: a root "text", in it "line", in that "1", "2" … */
#ifndef IMPORT_SURVEY_H
#define IMPORT_SURVEY_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "io/limits.h"
#include <stdint.h>

#define SURVEY_NODES_MOST    4096 /* paths that are told apart */
#define SURVEY_DEPTH_MOST    100
#define SURVEY_SAMPLES       3
#define SURVEY_SAMPLE_MOST   240  /* bytes of a sample */
#define SURVEY_NONE          UINT32_MAX

/* What a value looks like; one may look like several. */
enum look {
    LOOK_INTEGER,       /* 18 */
    LOOK_DECIMAL,       /* 18, 18.6 */
    LOOK_DECIMAL_COMMA, /* 18,6 */
    LOOK_SHARE,         /* a number from 0 to 1 */
    LOOK_PERCENT,       /* 10% */
    LOOK_HUNDRED,       /* a number from 0 to 100 */
    LOOK_FINE,          /* more than four decimals: no amount can hold them */
    LOOK_ZERO,          /* 0, 0.00 */
    LOOK_DATE_ISO,      /* 2026-07-01 */
    LOOK_DATE_LOOSE,    /* what date="any" reads, and that too */
    LOOK_DATE_DOTS,     /* 01.07.2026 */
    LOOK_DATE_SLASHES,  /* two numbers and a year: 01/07/2026 */
    LOOK_DAY_FIRST,     /* of those: 31/07/2026 */
    LOOK_MONTH_FIRST,   /* of those: 07/31/2026 */
    LOOK_BIT,           /* 0, 1 */
    LOOK_YES_NO,        /* Y, N, true, false, 是, 否, 有效, 无效 */
    LOOK_PAY_CLASS,     /* 1 2 3, 01 02 03, A B C, 甲 乙 丙 … */
    LOOK_LEVEL,         /* 1, 2, 3 */
    LOOK_CODE,          /* visible ASCII without a blank, a digit in it */
    LOOK_WORD,          /* no blank in it */
    LOOK_DRUG_CODE,     /* of the national platform; also of herbs */
    LOOK_SERVICE_CODE,
    LOOK_CONSUMABLE_CODE,
    LOOK_APPROVAL,      /* 国药准字H20013062 */
    LOOK_STANDARD_CODE, /* 本位码 */
    LOOK_FORM,          /* ends as dosage forms do: 片, 胶囊剂 */
    LOOK_MAKER,         /* ends as companies do: 公司, 厂, Ltd */
    LOOK_HAN,           /* Chinese in it */
    LOOK_LETTERS,       /* other letters in it */
    LOOK_NULL,          /* null, -, 无 …: not counted as filled */
    LOOK_COUNT
};

struct survey_node {
    struct span name;
    uint32_t parent;         /* SURVEY_NONE: the root */
    uint32_t depth;          /* of the root 0; an attribute is one below its element */
    uint32_t line;           /* where it stood first */
    bool attribute, foreign; /* foreign: in another namespace than the root's */
    bool behind;             /* at least once it stood behind an element with parts of its own, in the same parent */
    uint64_t count, filled;  /* times it stood, had a value */
    uint64_t parents, most;  /* in how many of its parents it stood; most times in one */
    const uint64_t *within;  /* [depth]: in how many of its ancestors of that depth it had a value */
    uint64_t looks[LOOK_COUNT];
    uint32_t shortest, longest; /* characters */
    uint64_t distinct;       /* different values; from 256 on about */
    struct span samples[SURVEY_SAMPLES];
    size_t sample_count;
};

struct survey {
    struct survey_node *nodes; /* a parent stands before its children; [0]: the root */
    size_t count;
    uint64_t beyond;           /* elements and attributes that stood where no more paths were told apart */
    struct span uri, encoding; /* of the root; absent: none */
    unsigned width;            /* of text in columns: how many most lines have; 0: it is XML */
    char separator;
    uint64_t others;           /* further documents in the archive, which were not looked at */
    uint64_t odd;              /* lines with another number of columns: they count nowhere else */
    struct arena memory;
};

struct survey_options {
    size_t chunk;       /* bytes fed at a time; 0: default. For tests: 1 */
    bool in_process;    /* no child process. For tests */
    struct read_limits limits; /* all 0: READ_LIMITS; of a value only its beginning is ever held */
    int fd;             /* not 0: the document's bytes, open at their start, the caller's to close; the path is a name then */
    void *ctx;          /* of the two below, either of which may be NULL */
    int (*progress)(void *ctx, uint64_t bytes, uint64_t total, uint64_t records, struct error *err);
    bool (*stopped)(void *ctx);
};

/* The whole document, once; of an archive the first one. survey_release after every call. */
int survey_read(struct survey *s, const char *path, const struct survey_options *options, struct error *err);
void survey_release(struct survey *s);
/* The child of that name; SURVEY_NONE: there is none. */
uint32_t survey_child(const struct survey *s, uint32_t node, struct span name, bool attribute);
/* The number of a column; 0: the place is none. */
unsigned survey_column(const struct survey *s, uint32_t node);
/* Whether it has element children. */
bool survey_has_elements(const struct survey *s, uint32_t node);
/* Appends "../strength", "pack/@quantity", ".": the path from one node to another, as a profile writes it. */
void survey_path(const struct survey *s, uint32_t from, uint32_t to, struct buf *out);
/* Whether at least `percent` of its values look so. */
bool survey_looks(const struct survey_node *n, enum look look, unsigned percent);
/* What most of the values look like, in a few translated words. */
const char *survey_look_text(const struct survey_node *n);
#endif
