/* base/text.h: Unicode text, by ICU. All text in and out is UTF-8.
 *
 * struct text holds what ICU needs (normaliser, a table of folded characters made once); one for a thread.
 *
 *     struct text *text = text_new(&err);
 *     text_key(text, name, &key);          // comparison key
 *     text_free(text);
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/buf.h"

struct text;

struct text *text_new(struct error *err);
/* Another one, for another thread, a hundred times sooner. */
struct text *text_copy(const struct text *from, struct error *err);
void text_free(struct text *t);
/* What text_new worked out, as bytes for a file on this machine, appended to out; and a struct text from such bytes, which are copied: a hundred
 * times sooner than text_new too. It folds as the one that was written, whatever ICU says today. NULL: not such bytes (ERROR_INPUT), or no memory. */
void text_write(const struct text *t, struct buf *out);
struct text *text_read(struct span bytes, struct error *err);

/* The comparison key of the rules ("Text is compared after Unicode NFKC, case folding, traditional->simplified, and dropping
 * blanks and punctuation. Catalog marks (甲)(乙)(集)(基)※▲★◇□ do not count."): out is emptied and filled. Characters of
 * general category P, S (but + and %, which tell drugs apart, stay), Z, Cc, Cf and combining marks Mn drop; private-use and
 * unassigned characters stay, since hospital systems keep rare Han characters there. Bytes that are not UTF-8 drop. -1: memory. */
int text_key(struct text *t, struct span s, struct buf *out);
/* NFKC, case folding and traditional->simplified, but punctuation and blanks stay: for parsers of amounts, names, makers. */
int text_fold(struct text *t, struct span s, struct buf *out);
/* For codes: width and case folded, blanks (Z*, C*) dropped, nothing else. ASCII upper case. */
int text_fold_code(struct text *t, struct span s, struct buf *out);

/* Valid UTF-8, strictly: no overlong, no surrogate, nothing above U+10FFFF. */
bool utf8_is_valid(struct span s);
/* Bytes of the longest valid beginning of s. */
size_t utf8_valid_prefix(struct span s);
/* The code point at *at, which moves behind it; U+FFFD and one byte on for a bad one. Requires *at < s.n. */
uint32_t utf8_next(struct span s, size_t *at);
/* Characters in s. */
size_t utf8_count(struct span s);
/* Bytes of the first `chars` characters of s (all of s where it has fewer). */
size_t utf8_first(struct span s, size_t chars);
bool utf8_is_han(uint32_t code_point);
/* Columns on a terminal: East Asian wide and fullwidth count 2, combining marks and controls 0. */
int text_width(struct span s);
/* Bytes of the longest beginning of s at most `columns` wide. */
size_t text_fit(struct span s, int columns);
#endif
