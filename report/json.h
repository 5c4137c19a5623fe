/* report/json.h: the little JSON that reports write. Text goes out as UTF-8; what is not UTF-8 becomes U+FFFD. */
#ifndef REPORT_JSON_H
#define REPORT_JSON_H

#include "base/buf.h"

/* "text" with its quotes. (Not json_string: jansson has one, and the linker knows no rooms.) */
void json_text(struct buf *out, struct span s);
/* ,"name":"text" and the like; the comma is left out behind an opening brace. Absent and empty text adds nothing. */
void json_text_member(struct buf *out, const char *name, struct span s);
/* A word of ASCII letters, digits and hyphens, which needs no looking at. */
void json_word_member(struct buf *out, const char *name, const char *word);
/* As text of 16 hexadecimal digits. */
void json_hex_member(struct buf *out, const char *name, uint64_t n);
/* Each byte as two of them. */
void json_bytes_member(struct buf *out, const char *name, const unsigned char *bytes, size_t n);
void json_number_member(struct buf *out, const char *name, uint64_t n);
void json_bool_member(struct buf *out, const char *name, bool b);
#endif
