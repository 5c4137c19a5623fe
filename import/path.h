/* import/path.h: the plainest part of XPath, as profiles use it: names, @attribute, "..", "." and "|".
 *
 *     struct path_list list;
 *     path_parse("../strength | @strength", &memory, &list, &err);
 *
 * Only the form is judged here; which names a document has is the profile's business. */
#ifndef IMPORT_PATH_H
#define IMPORT_PATH_H

#include "base/arena.h"
#include "base/error.h"

#define PATH_STEPS_MOST 64
#define PATH_ALTERNATIVES_MOST 16

struct path {
    unsigned up;              /* leading ".." */
    const struct span *steps; /* element names downwards */
    size_t count;
    struct span attribute;    /* absent: the element's own text */
    struct span text;         /* as written, for messages */
};
struct path_list {
    const struct path *paths; /* in order of preference */
    size_t count;
};

/* A name as paths have it: not empty, none of the characters that mean something in XPath. */
bool path_is_name(struct span s);
/* Everything in `out` lives in memory. -1: ERROR_USAGE saying what is wrong with which path. */
int path_parse(struct span text, struct arena *memory, struct path_list *out, struct error *err);
#endif
