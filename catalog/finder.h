/* catalog/finder.h: an index of one version for `duima find`: every name in it, folded, one behind the other, so that a search reads a few
 * megabytes in one go instead of every row of the store.
 *
 * The index is bytes: made once from the version's rows (seconds for a million entries), kept where the caller likes, and read where it lies (a
 * mapped file) without parsing. It belongs to a content, not to a store: version.hash and the readings it was made with stand in it, so one that
 * does not fit is never taken for one that does. Its integers are the machine's own; bytes from elsewhere are refused or find nothing,
 * and never make a search read outside them.
 *
 *     finder_build(s, &v, text, pinyin, readings, &bytes, &err);
 *     if (finder_open(&f, buf_span(&bytes), &v, readings))
 *         finder_search(&f, text, SPAN("amxl"), &hits, &err);
 *     finder_hits_release(&hits);
 */
#ifndef CATALOG_FINDER_H
#define CATALOG_FINDER_H

#include "base/pinyin.h"
#include "base/text.h"
#include "catalog/store.h"

/* In the order of their rank. */
enum finder_match { FINDER_EXACT, FINDER_PREFIX, FINDER_INSIDE };
enum finder_field { FINDER_CODE, FINDER_NAME, FINDER_GENERIC, FINDER_BRAND, FINDER_ALIAS, FINDER_FIELD_COUNT };

/* `readings`: what the caller knows the pinyin data by (a hash of the file). */
int finder_build(struct store *s, const struct version_info *v, struct text *text, const struct pinyin *pinyin, uint64_t readings,
                 struct buf *out, struct error *err);

struct finder {
    struct span bytes;
    const struct finder_head *head;
};
/* false: these bytes are no whole index of this content. `bytes` must begin at an address divisible by 8, and outlive f. */
bool finder_open(struct finder *f, struct span bytes, const struct version_info *v, uint64_t readings);

/* How its names are folded, without what text_new costs. NULL: the index is damaged (ERROR_INPUT), or no memory. */
struct text *finder_text(const struct finder *f, struct error *err);

struct finder_hit {
    struct span code; /* to the letter, into the index */
    enum finder_match match;
    enum finder_field field;
    bool initials;    /* the field's pinyin initials matched, not its text */
    uint32_t length;  /* bytes of what matched: of equal matches the shorter text is the better one */
};
struct finder_hits {
    struct finder_hit *items; /* best first: match, text before initials, field, length, code */
    size_t count;
};
#define FINDER_HITS_INIT { NULL, 0 }
/* Adds every entry in which the text is found, each once, in its best way. Names, generic names, brands and other names are compared as text_key
 * folds them, anywhere in them; codes folded by text_fold_code, from their beginning; pinyin initials for a query of ASCII letters and digits
 * with a letter in it, anywhere from two characters on. A text that folds to nothing finds nothing. */
int finder_search(const struct finder *f, struct text *text, struct span query, struct finder_hits *out, struct error *err);
void finder_hits_release(struct finder_hits *hits);
/* The order in which hits stand: <0: a is the better one. */
int finder_compare(const struct finder_hit *a, const struct finder_hit *b);
#endif
