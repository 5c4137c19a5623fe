/* import/draft_run.h: what the parts of drafting share: words (draft_words.c), what values allow (draft_values.c), which fields a record would
 * have (draft_record.c), the whole (draft.c). Private to import/draft*.c. */
#ifndef IMPORT_DRAFT_RUN_H
#define IMPORT_DRAFT_RUN_H

#include "base/map.h"
#include "import/draft.h"
#include "import/target.h"

/* A name in lower case without blanks and marks, and where its words begin. */
#define KEY_MOST 256
struct draft_key {
    char text[KEY_MOST];
    size_t n;
    uint16_t begins[KEY_MOST]; /* ascending; [0] is 0 */
    size_t count;
};
void draft_key(struct span name, struct draft_key *out);
static inline struct span draft_key_span(const struct draft_key *k) { return (struct span){ k->text, k->n }; }

struct draft_word {
    struct span targets, attributes; /* targets: blank-separated; "-": no field */
    int kind;                        /* -1: any */
    bool reversed, weak;
    uint32_t order;
};
struct draft_words {
    struct draft_word *at;
    size_t count, cap;
    struct map fields, document; /* key -> word */
    struct arena memory;
};
int draft_words_read(struct draft_words *w, const char *share_dir, struct error *err);
void draft_words_release(struct draft_words *w);

#define SCORE_EXACT  90
#define SCORE_USED   50 /* from here on a field is used */
#define SCORE_END    65 /* the name ends with the word */
#define SCORE_TONGUE 62 /* the word, and the name of a language: NameDe */
#define SCORE_BEGIN  40
#define SCORE_WEAK   25 /* less */
struct draft_match {
    const struct draft_word *word; /* NULL: none */
    int score;
};
struct draft_match draft_match_name(const struct draft_words *w, const struct map *among, struct span name);
/* A value's place by its own name, and by that of its parent where its own says little (maker/name). */
struct draft_match draft_match_node(const struct draft_words *w, const struct map *among, const struct survey *s, uint32_t node);
/* The kind that the name of an element speaks of; -1: none. */
int draft_kind_of(const struct draft_words *w, struct span name);

/* How a field must read the values of a node. */
struct draft_reading {
    struct buf attributes, inner;
    const char *why;     /* translated: why they do not fit, or what is doubtful */
    bool against, doubt; /* against: they do not fit the field */
    bool joined;         /* several of one record become one text */
};
void draft_reading_release(struct draft_reading *r);
void draft_read_values(const struct survey_node *n, const struct target *t, const struct draft_word *word, bool repeats, struct draft_reading *out);
/* The same for what a document says of itself ("@version"). */
void draft_read_document(const struct survey_node *n, struct span field, struct draft_reading *out);
/* The field that values speak of by themselves (approval numbers …); NULL: none. */
const char *draft_field_of_values(const struct survey_node *n);
/* Appends ` name="value"` with what XML wants escaped. */
void draft_attribute(struct buf *out, const char *name, struct span value);

struct drafting {
    struct draft *d;
    const struct survey *s;
    const struct draft_options *o;
    struct draft_words words;
    struct draft_match *matches; /* by node */
    struct error *err;
};
#define DRAFT_FIELDS_HELD 512 /* places of one record that are looked at */
#define SCORE_SURE  (SCORE_EXACT - 16)
#define SCORE_DOUBT 30  /* from here on a field that is not used is worth telling */

/* A place that may be a field. */
struct draft_candidate {
    uint32_t node;
    const struct draft_word *word;
    struct span field; /* one of the word's targets, or what the values say; absent: none */
    int score;
    bool repeats, above, late;
    uint64_t filled;
    enum { NOT_TAKEN, TAKEN, TAKEN_AS_WELL } state; /* TAKEN_AS_WELL: an alternative of one that is taken */
    const char *why;
    bool against, part; /* part: it says of another what it is (its level) */
};
struct draft_gathering {
    struct drafting *x;
    uint32_t node;         /* the record's element */
    const struct survey_node *record;
    struct draft_candidate at[DRAFT_FIELDS_HELD];
    size_t n;
    unsigned kinds;        /* KIND_BITs that its codes speak of */
};

/* draft_record.c: one more; beyond DRAFT_FIELDS_HELD nothing happens. */
void draft_add_candidate(struct draft_gathering *g, uint32_t node, struct draft_candidate c, struct span field);
/* draft_choose.c. What the record is of, by its words and values; where nothing says it, what most words would fit. */
void draft_find_kinds(struct draft_gathering *g);
unsigned draft_vote_kinds(const struct draft_gathering *g);
bool draft_one_kind(const struct draft_gathering *g);
/* In this order: values that do not fit take a field away; the code is weighed; for each field the best is taken. */
void draft_judge_values(struct draft_gathering *g);
void draft_weigh(struct draft_gathering *g);
void draft_choose(struct draft_gathering *g);
bool draft_is_code(struct span field);
/* The kind a candidate would be for: -1, all. */
int draft_candidate_kind(const struct draft_gathering *g, const struct draft_candidate *c);
/* Do two say the same: one field with the same parts (level, type), for the same kind? */
bool draft_same_slot(const struct draft_gathering *g, const struct draft_candidate *a, const struct draft_candidate *b);
bool draft_has_taken(const struct draft_gathering *g, const char *field, int kind);

/* Fills a record's fields and score for an element. 0, or -1. */
int draft_record_make(struct drafting *x, uint32_t node, struct draft_record *out);
/* Look-up tables for what the records' fields name by a key. */
int draft_tables_find(struct drafting *x);
/* Whether `node` is `above` or stands below it. */
bool draft_is_below(const struct survey *s, uint32_t node, uint32_t above);
/* The innermost element that holds both. */
uint32_t draft_common(const struct survey *s, uint32_t a, uint32_t b);
struct span draft_keep_path(struct drafting *x, uint32_t from, uint32_t to);
#endif
