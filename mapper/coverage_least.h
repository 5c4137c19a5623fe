/* mapper/coverage_least.h: the least shares of one kind of institution, as share/coverage.tsv or a file like it has them. */
#ifndef MAPPER_COVERAGE_LEAST_H
#define MAPPER_COVERAGE_LEAST_H

#include "base/text.h"
#include "mapper/coverage.h"

struct coverage_least {
    int64_t share[COVERAGE_MEASURES][COVERAGE_TYPES]; /* AMOUNT_NONE: nothing asked */
    struct buf otc; /* words, each between two blanks, folded: " otc 非处方药 " */
};

/* `path` NULL: DIR/coverage.tsv. Fills out (released by the caller even after a failure). -1: ERROR_USAGE with file and line, or with the institutions
 * that there are. */
int coverage_least_read(const char *dir, const char *path, struct span institution, struct text *text, struct coverage_least *out, struct error *err);
void coverage_least_release(struct coverage_least *l);
/* Is one of the flags (words parted by blanks) a word for what needs no prescription? -1: memory. */
int coverage_least_is_otc(const struct coverage_least *l, struct text *text, struct span flags, struct buf *scratch);
#endif
