/* import/extract_run.h: what the two halves of the tokenising side share: the walk (extract.c) and the run around it, which
 * chooses the profile (extract_run.c). Private to import/extract*.c. */
#ifndef IMPORT_EXTRACT_RUN_H
#define IMPORT_EXTRACT_RUN_H

#include "import/extract.h"
#include "io/xml_reader.h"

#define NAME_UNKNOWN UINT32_MAX

/* Interned names of a parse -> names of the state table, by address. */
struct names {
    const char **keys;
    uint16_t *ids;
    size_t mask;
};
static inline size_t names_slot(const struct names *n, const char *p)
{
    return (size_t)(((uint64_t)(uintptr_t)p * UINT64_C(0x9E3779B97F4A7C15)) >> 32) & n->mask;
}
static inline uint32_t names_find(const struct names *n, const char *p)
{
    size_t at = names_slot(n, p);
    while (n->keys[at] && n->keys[at] != p)
        at = (at + 1) & n->mask;
    return n->keys[at] ? n->ids[at] : NAME_UNKNOWN;
}

/* Values in order, their text behind each other; fields[i].text.p is set by settle_values only. */
struct values {
    struct field *fields;
    size_t *starts;
    size_t n, cap;
    struct buf text;
};
struct above { /* an inherited slot: its values in the scope that is open */
    struct values values;
    uint64_t records_before; /* records of its kind before the scope began */
};
struct open_element {
    uint32_t state;
    size_t text; /* where its text begins */
    struct xml_place at;
};
/* A state at a glance. */
struct plan {
    bool wants_text, begins, ends;
    uint16_t only; /* all that happens to its text is that it goes to this slot of the record; SLOT_NONE: something else */
};
enum verdict { FITS_NOT, UNDECIDED, FITS };

/* What the documents of one source share. */
struct extract_source {
    const struct extract_input *in;
    struct frame_sink *sink;
    struct map told;         /* names that something unknown was told of */
    bool too_many;           /* of those */
    uint64_t records, notes; /* of the documents that ended */
};

#define RECENT_NAMES 64

struct extract {
    struct extract_source *whole;
    const struct profile_set *set;
    const struct profile *profile; /* NULL while choosing */
    const struct states *states;
    struct frame_sink *sink;
    const char *file;
    struct xml_parser *parser;
    bool given;
    /* the walk */
    const struct read_limits *limits;
    struct open_element *stack; /* depth + 1 of them: the first stands for the document itself */
    size_t stack_cap, depth, skip; /* skip: depth inside something unknown */
    struct names names;
    const char *uri;
    bool any_uri, root_ended;
    bool columns; /* the source was no XML: columns.c read it */
    struct plan *plan; /* by state */
    struct buf text;
    struct values record, message;
    struct xml_place record_at, row_at[2];
    struct buf row[2];
    struct above *above; /* by slot */
    bool *inherits;      /* by record: some above slot is its own */
    uint64_t *records_of, records, notes;
    const char *recent[RECENT_NAMES][3]; /* names that were told not long ago */
    bool marked;
    /* choosing between several profiles of one root */
    bool choosing, decided, judged;
    enum verdict *verdict; /* by profile */
    size_t undecided;
    struct states marks;
    size_t chosen;
};

/* One document of the source, from its MESSAGE_FILE to its end. */
int extract_document(struct extract_source *whole, struct source *document, struct error *err);

/* The root element: which profile? Called once, from extract_start. */
int extract_root(struct extract *x, const char *name, const char *uri, struct xml_place at, struct error *err);
/* The profile x->chosen is the document's: said, and everything made ready. */
int extract_take_profile(struct extract *x, struct error *err);
/* -1 (and `decided`) where choosing is over. */
int extract_go_on(struct extract *x, struct error *err);

/* Tells of the file how much was read. */
int extract_progress(struct extract *x, struct error *err);
/* A value is longer than --max-text. */
int extract_too_long(const struct extract *x, struct xml_place at, struct error *err);
/* More room on x->stack. */
int extract_stack(struct extract *x, struct error *err);
int extract_start(void *ctx, const char *name, const char *uri, const struct xml_attr *attrs, size_t n, struct xml_place at,
                  struct error *err);
int extract_text(void *ctx, struct span text, struct error *err);
int extract_end(void *ctx, const char *name, const char *uri, struct error *err);

/* The same for a tokeniser without elements (columns.c): a record of path `path`, one that is none, a value of the document. */
void extract_begin_record(struct extract *x, struct xml_place at);
int extract_value(struct extract *x, uint16_t slot, struct span text, struct xml_place at, struct error *err);
int extract_end_record(struct extract *x, uint16_t path, struct error *err);
int extract_bad_record(struct extract *x, struct span why, struct xml_place at, struct error *err);
int extract_document_value(struct extract *x, uint16_t slot, struct span text, struct xml_place at, struct error *err);
#endif
