/* mapper/spool.h: the findings of rows, in line order, until the whole table was seen. A bounded buffer that spills into an
 * unnamed file. Entries are kept by address: the view and the resolver must outlive the spool.
 *
 *     struct spool *s = spool_new(temp_dir, &err);
 *     spool_add(s, &record, &err);                        // once a row that has findings
 *     spool_rewind(s, &err);
 *     while ((got = spool_next(s, &record, &err)) > 0) ...
 *     spool_free(s); */
#ifndef MAPPER_SPOOL_H
#define MAPPER_SPOOL_H

#include "base/buf.h"
#include "mapper/row.h"
#include "mapper/finding.h"

struct spool;
struct spool_record {
    uint64_t offset; /* of the row in the table's text */
    uint32_t line;
    const struct view_entry *entry;
    enum kind kind;
    bool kind_known;
    bool mapped; /* in use, with a code, and checked */
    struct span catalog_code;
    uint64_t present;         /* COLUMN_BITs of the cells kept */
    const struct span *cells; /* [COLUMN_COUNT], so that the row need not be read again; NULL where present is 0 */
    struct finding *findings;
    size_t count;
};

/* `memory` bytes stay in memory, 0: the default (4 MiB). NULL: memory. */
struct spool *spool_new(const char *temp_dir, size_t memory, struct error *err);
void spool_free(struct spool *s);
int spool_add(struct spool *s, const struct spool_record *record, struct error *err);
/* The same in two steps, the first without the spool: records packed one behind the other may be added together. */
int spool_pack(struct buf *to, const struct spool_record *record, struct error *err);
int spool_add_packed(struct spool *s, struct span packed, struct error *err);
int spool_rewind(struct spool *s, struct error *err);
/* 1: a record, valid until the next call; 0: the end; -1: err. */
int spool_next(struct spool *s, struct spool_record *out, struct error *err);
#endif
