/* base/pinyin.h: the pinyin initials of a Chinese text, as people type them to look a name up: 阿莫西林胶囊 is "amxljn".
 *
 *     struct pinyin *p = pinyin_new(share_dir, &err);
 *     pinyin_initials(p, SPAN("丹参片"), &out);      // "dcp\ndsp": 参 is read in two ways
 *     pinyin_free(p);
 */
#ifndef BASE_PINYIN_H
#define BASE_PINYIN_H

#include "base/buf.h"

struct pinyin;
/* Reads share/pinyin.tsv. NULL with err (ERROR_USAGE: configuration). */
struct pinyin *pinyin_new(const char *share_dir, struct error *err);
void pinyin_free(struct pinyin *p);
/* Fills out (emptied) with the initials of a text that text_key made, every way to read it on a line of its own, no line end behind the last: Chinese
 * characters give their letter, ASCII letters and digits stay, everything else drops. At most 16 ways; of a long text the first 64 letters.
 * false, and nothing in out: the text has no Chinese character whose reading is known. Memory running out shows in buf_check(out). */
bool pinyin_initials(const struct pinyin *p, struct span key, struct buf *out);
#endif
