/* import/problem.h: the kinds of what an import has to say, so that many of one kind can be told as a few and a number.
 *
 * The reading process names a kind by its number in the notes that it sends. The words are stable: what people see of a kind is
 * problem_title, in their language. */
#ifndef IMPORT_PROBLEM_H
#define IMPORT_PROBLEM_H

enum problem {
    PROBLEM_OTHER,      /* a warning, none of those below; each is told */
    PROBLEM_RECORD,     /* a fault of a record */
    PROBLEM_INVALID,    /* a fault by the native document's own schema, where that was asked for */
    /* warnings */
    PROBLEM_ELEMENT,    /* a name of an element that the profile does not know */
    PROBLEM_ATTRIBUTE,
    PROBLEM_VALUE,      /* a value that does not fit its field and is left out */
    PROBLEM_COUNT,      /* of records, or of pages: another one than declared */
    PROBLEM_KIND,       /* records of kinds that were not asked for */
    PROBLEM_TABLE,      /* a look-up table with two values for one key */
    PROBLEM_TEXT,       /* text that was read in the wrong encoding before it came here */
    PROBLEM_SCHEMA,     /* a fault by a schema that the user gave */
    PROBLEM_MEMBER,     /* a member of an archive that is no catalog */
    PROBLEM_TYPES,
};

#define PROBLEMS_TOLD 10 /* warnings of one kind that are told; more are counted */

/* Those two are errors. */
static inline int problem_is_error(enum problem kind)
{
    return kind == PROBLEM_RECORD || kind == PROBLEM_INVALID;
}

/* "unknown elements", translated. */
const char *problem_title(enum problem kind);
#endif
