/* mapper/codes.h: how codes are formed (share/codes.tsv), and whether this catalog's codes are formed so.
 *
 * A pattern blames a code only where at least 99 % of the catalog's own codes of that kind and first letter (of the kind, where
 * no code has that letter) fit it: an older or foreign catalog is never blamed. The shares are counted when first asked for.
 * One for all threads; a lock guards it. */
#ifndef MAPPER_CODES_H
#define MAPPER_CODES_H

#include "catalog/view.h"

struct codes;

struct codes *codes_new(const char *share_dir, const struct view *view, struct error *err);
void codes_free(struct codes *c);
/* 1: the code (not empty) breaks the patterns of every kind in `kinds`, and those that have a catalog may blame it; 0: not so; -1: err. */
int codes_malformed(struct codes *c, unsigned kinds, struct span code, struct error *err);
#endif
