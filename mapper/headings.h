/* mapper/headings.h: which column a heading means. Headings are compared after trimming, width and case folding against the
 * canonical names and the vocabularies of share/columns (platform.tsv, rs.tsv, zh.tsv), and a file of the hospital's own.
 *
 *     struct headings *h = headings_new(share_dir, columns_file, text, &err);
 *     headings_find(h, heading, &column, &reversed);     // COLUMN_NONE: nothing knows it */
#ifndef MAPPER_HEADINGS_H
#define MAPPER_HEADINGS_H

#include "base/text.h"
#include "mapper/column.h"

struct headings;

/* `columns_file` may be NULL; what it says wins. `text` must outlive the headings. NULL with err (ERROR_USAGE: a file is wrong). */
struct headings *headings_new(const char *share_dir, const char *columns_file, struct text *text, struct error *err);
void headings_free(struct headings *h);
/* *column COLUMN_NONE: nothing knows the heading. *reversed: a yes in that column means no (停用标志). false: memory is out. */
bool headings_find(struct headings *h, struct span heading, enum column *column, bool *reversed);
/* The known heading (folded) that is most like one that is not known, of columns that are not among `besides` (a bit each); absent: none is.
 * Lives as long as the headings. */
struct span headings_near(struct headings *h, struct span heading, uint64_t besides);
#endif
