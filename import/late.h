/* import/late.h: records that wait for values which stand behind them, until the element that holds both ends.
 *
 *     late_record(l, &record, &err);                  // 1: it waits
 *     late_value(l, slot, &field, &err);
 *     late_scope_end(l, scope, on_record, ctx, &err); // hands out those that are complete, the late values behind their own
 */
#ifndef IMPORT_LATE_H
#define IMPORT_LATE_H

#include "import/profile.h"
#include "import/spool.h"

struct late;
struct late *late_new(const struct profile *profile, const char *temp_dir, struct error *err);
void late_free(struct late *l);
/* 1: kept until its scope ends; 0: it waits for nothing; -1. */
int late_record(struct late *l, const struct record *record, struct error *err);
/* Whether a record waits for a scope to end: never so at the end of a document that was read to its end. */
bool late_waits(const struct late *l);
int late_value(struct late *l, const struct field *value, struct error *err);
int late_scope_end(struct late *l, uint16_t scope, spool_fn *fn, void *ctx, struct error *err);
#endif
