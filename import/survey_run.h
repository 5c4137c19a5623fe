/* import/survey_run.h: what the two sides of a survey agree on: the child that reads (survey.c), the parent that understands
 * (survey_take.c), and what one text looks like (survey_look.c). Private to import/survey*.c. */
#ifndef IMPORT_SURVEY_RUN_H
#define IMPORT_SURVEY_RUN_H

#include "import/survey.h"
#include "io/child.h"
#include "io/source.h"

enum survey_message { SURVEY_HEAD, SURVEY_NODE };
/* Fields of a SURVEY_HEAD. */
enum { HEAD_URI, HEAD_ENCODING, HEAD_NUMBERS };
/* Its numbers. */
enum { HEAD_BEYOND, HEAD_WIDTH, HEAD_SEPARATOR, HEAD_ODD, HEAD_OTHERS, HEAD_NUMBERS_COUNT };
/* Fields of a SURVEY_NODE, in this order; numbers are decimal, a blank between. */
enum { NODE_NAME, NODE_NUMBERS, NODE_WITHIN, NODE_LOOKS, NODE_SAMPLE };
/* The numbers of a node, in the order in which they travel. */
enum {
    NUMBER_PARENT, NUMBER_DEPTH, NUMBER_LINE, NUMBER_ATTRIBUTE, NUMBER_FOREIGN, NUMBER_BEHIND, NUMBER_COUNT, NUMBER_FILLED, NUMBER_PARENTS,
    NUMBER_MOST, NUMBER_SHORTEST, NUMBER_LONGEST, NUMBER_DISTINCT, NUMBER_NUMBERS
};

struct survey_input {
    struct source *source;
    size_t chunk;
    struct read_limits limits;
};
/* A frame_producer; ctx is a struct survey_input. */
int survey_produce(void *ctx, struct frame_sink *sink, struct error *err);

/* Adds one to each look that the text has. It is trimmed and not empty. false: it is no value but a word for none. */
bool survey_look(struct span text, uint64_t looks[LOOK_COUNT]);
#endif
