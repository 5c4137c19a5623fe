/* report/shown.h: the values of an entry's fields as people read them, in the language of the run: 甲类 for A, "12.60, hospitals of level 3".
 * For programs there is entry_field_add (catalog/field.h). */
#ifndef REPORT_SHOWN_H
#define REPORT_SHOWN_H

#include "catalog/field.h"

/* Appends the field, several items parted by a semicolon. false: the entry does not have it, and nothing is appended. */
bool entry_field_shown(const struct entry *e, enum entry_field f, struct buf *out);

/* One item, appended, its amount with at least `places` decimals. */
void shown_ceiling(const struct ceiling *c, int places, struct buf *out);
void shown_self_pay(const struct self_pay *s, int places, struct buf *out);
void shown_successor(const struct successor *s, bool old, struct buf *out); /* old: the code that is succeeded */
/* A word in the language of the run; NULL: nothing is said, or no limit. */
const char *shown_sex(enum sex sex);
const char *shown_visit(enum visit visit);
const char *shown_approval(int approval);

#endif
