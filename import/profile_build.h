/* import/profile_build.h: what a profile is while it is being read: lists that grow. Private to import/profile*.c. */
#ifndef IMPORT_PROFILE_BUILD_H
#define IMPORT_PROFILE_BUILD_H

#include "import/profile.h"
#include "io/xml.h"

/* A growing list of equal things. Places change when it grows: keep numbers, not pointers. */
struct list {
    char *p;
    size_t n, cap;
};
/* A new element at the end, zeroed; NULL: memory (err). */
void *list_add(struct list *l, size_t size, struct error *err);
/* The list's content in the arena. NULL: memory (err). */
void *list_keep(const struct list *l, size_t size, struct arena *memory, struct error *err);

struct reading_draft {
    struct reading r;
    struct list rewrites, absent, map;
};
struct build {
    struct profile *p;
    const char *file;
    uint32_t line; /* of the element being read */
    struct list requirements, slots, scopes, records, record_paths, tables, regexes, columns;
    /* the record being read */
    struct list fields, cases;
    uint32_t *nodes; /* a state for each alternative of its path */
};

int build_error(const struct build *b, struct error *err, const char *format, ...) __attribute__((format(printf, 3, 4)));
int profile_hash(struct profile *p, const char *path, struct error *err); /* of the file, into p */
struct span build_keep(struct build *b, struct span s, struct error *err);

/* profile_bind.c: paths to slots and states. Each 0 or -1 with err naming file and line. */
int bind_paths(struct build *b, struct span text, struct path_list *out, struct error *err);
int bind_document(struct build *b, struct span paths, const char *field, struct origin *out, struct error *err);
int bind_mark(struct build *b, struct error *err);
int bind_row(struct build *b, uint16_t table, struct span path, struct span key, struct span value, struct error *err);
int bind_record(struct build *b, struct span path, struct error *err);
int bind_field(struct build *b, struct span paths, bool late, const char *field, struct origin *out, struct error *err);
/* A group: its anchor, and a path inside it. */
int bind_anchor(struct build *b, struct span path, const char *field, uint16_t *out, struct error *err);
int bind_member(struct build *b, struct span anchor, uint16_t anchor_slot, struct span paths, const char *field,
                struct origin *out, struct error *err);

/* profile_case.c: the fields of one kind, checked: code and name are there, nothing single twice. `fields` are all of the record. */
int case_settle(struct build *b, size_t number, struct record_case *c, const struct profile_field *fields, struct error *err);

/* profile_columns.c: what only profiles of columns say. */
struct attributes;
int columns_match(struct build *b, struct attributes *a, struct span width, struct error *err);
int columns_column(struct build *b, struct attributes *a, struct error *err);
/* The column that a path names. */
int columns_of_path(const struct build *b, const struct path *path, uint16_t *out, struct error *err);
int columns_record(struct build *b, struct error *err);
int columns_settle(struct build *b, struct error *err);

/* profile_value.c: the attributes that say how text is read. */
struct attributes {
    const struct xml_attr *at;
    size_t n;
    uint64_t used;
};
/* Its value, marked as known; absent where it is not there. */
struct span attribute(struct attributes *a, const char *name);
/* An error where an attribute was not asked for. */
int attributes_done(const struct build *b, const struct attributes *a, const char *element, struct error *err);
int reading_begin(struct build *b, struct attributes *a, struct reading_draft *d, struct error *err);
int reading_absent(struct build *b, struct reading_draft *d, struct span text, struct error *err);
int reading_map(struct build *b, struct reading_draft *d, struct span from, struct span to, struct error *err);
int reading_rewrite(struct build *b, struct reading_draft *d, struct span match, struct span to, struct error *err);
int reading_end(struct build *b, struct reading_draft *d, struct reading *out, struct error *err);
void reading_release(struct reading_draft *d);
struct regex *build_regex(struct build *b, struct span pattern, struct error *err);
#endif
