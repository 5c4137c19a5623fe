/* report/markup.h: text between tags and in double-quoted values of XML 1.0. */
#ifndef REPORT_MARKUP_H
#define REPORT_MARKUP_H

#include "base/buf.h"

/* Appends s with & < > " escaped, and line ends and TAB kept as they are (markup_text) or as references (markup_value). What XML 1.0 cannot hold,
 * and bytes that are not UTF-8, become U+FFFD; so do C1 controls. */
void markup_text(struct buf *out, struct span s);
void markup_value(struct buf *out, struct span s);
/* ` name="value"` */
void markup_attribute(struct buf *out, const char *name, struct span value);
#endif
