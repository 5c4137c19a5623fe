/* import/value.h: how a profile reads the text of one value (struct reading): rewrites, absent words, look-up, value map. And the
 * look-up tables of a document, which fill while it is read.
 *
 *     enum value_found found = value_read(&reader, &reading, text, amount, &out, &why, &err);
 */
#ifndef IMPORT_VALUE_H
#define IMPORT_VALUE_H

#include "import/profile.h"

enum value_found {
    VALUE_FATAL = -1, /* err */
    VALUE_ABSENT,
    VALUE_READ,
    VALUE_BAD,  /* *why says why, translated */
    VALUE_WAIT, /* its key may still come */
};

struct value_reader {
    const struct profile *profile;
    struct map *tables;      /* by table: key -> number in texts */
    struct span *texts;      /* SPAN_NONE: the key is known, and has no value */
    size_t text_count, text_cap;
    struct arena kept;       /* texts */
    struct arena scratch;    /* what was made of values; the owner clears it */
    struct buf work, why;
    bool complete;           /* every row of every table was seen */
};

int value_reader_init(struct value_reader *v, const struct profile *profile, struct error *err);
void value_reader_release(struct value_reader *v);
/* A row of look-up table `table`. 1: the key was there already with another value, which stays; 0; -1. */
int value_add_row(struct value_reader *v, size_t table, struct span key, struct span value, struct error *err);
/* `amount`: absent words also fit as numbers ("0" fits 0.00). *out lives until the text or scratch goes. */
enum value_found value_read(struct value_reader *v, const struct reading *r, struct span text, bool amount, struct span *out,
                            const char **why, struct error *err);

/* What shapes need: each NULL, or why the text is not such a thing (translated). */
const char *why_not_date(const struct reading *r, struct span text, date *out);
const char *why_not_amount(const struct reading *r, struct span text, int64_t *out);
const char *why_not_code(struct span text); /* 1 to 64 visible characters */
const char *why_not_word(struct span text, size_t most); /* visible characters */
#endif
