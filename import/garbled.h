/* import/garbled.h: finds names that are valid text and yet nonsense, since something before this program read their bytes in a wrong encoding.
 *
 * Four sorts, column by column: UTF-8 or GBK that was read as Latin-1 ("å¯¹ä¹™é…°"), UTF-8 that was read as GBK ("瀵逛箼閰"), characters of
 * the private area, and U+FFFD, where a character is lost already. A column is garbled where most of its values are; of U+FFFD one is enough. Names
 * with accents are none of that: their letters are few among others.
 *
 *     struct garbled *g = garbled_new(&err);
 *     garbled_look(g, &entry, line, &err);         // every entry
 *     garbled_tell(g, say, ctx, &err);             // at the end of the document: a sentence a sort */
#ifndef IMPORT_GARBLED_H
#define IMPORT_GARBLED_H

#include "catalog/entry.h"

struct garbled;
struct garbled *garbled_new(struct error *err);
void garbled_free(struct garbled *g);
int garbled_look(struct garbled *g, const struct entry *e, uint32_t line, struct error *err);
/* Hands each sentence, without the file's name, to say. */
int garbled_tell(struct garbled *g, int (*say)(void *ctx, const char *sentence, struct error *err), void *ctx, struct error *err);
#endif
