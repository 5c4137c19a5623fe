/* io/sniff.h: what do the first bytes of a file look like? For error messages that say what was given instead of what was
 * wanted; and to tell workbooks, whatever their name, from tables of text. */
#ifndef IO_SNIFF_H
#define IO_SNIFF_H

#include "base/span.h"

#define SNIFF_BYTES 1024 /* that many of the first bytes are enough */

enum sniff {
    SNIFF_EMPTY,  /* nothing, or only blanks */
    SNIFF_XML,    /* begins with an XML declaration or a tag */
    SNIFF_HTML,
    SNIFF_JSON,
    SNIFF_TABLE,  /* text whose first line has commas, tabs or semicolons */
    SNIFF_TEXT,   /* other text */
    SNIFF_XLSX,   /* a zip that holds an Office document */
    SNIFF_ZIP,
    SNIFF_OLE,    /* XLS, DOC */
    SNIFF_GZIP,
    SNIFF_XZ,
    SNIFF_ZSTD,
    SNIFF_BZIP2,
    SNIFF_SEVENZIP,
    SNIFF_RAR,
    SNIFF_PDF,
    SNIFF_SQLITE,
    SNIFF_DBF,
    SNIFF_MHT,    /* a page with everything in it, as mail */
    SNIFF_BINARY, /* NUL bytes without being UTF-16 */
};

/* Looks at the beginning of a file, whatever its encoding (UTF-16 with or without a mark is text). */
enum sniff sniff(struct span head);
/* Does a file that looks like XML begin as the XML of Excel 2003 does, or as a piece of an HTML page with a table? */
bool sniff_is_excel_xml(struct span head);
bool sniff_is_html_piece(struct span head);
/* A noun phrase for a sentence, translated: "an XLSX workbook". */
const char *sniff_name(enum sniff what);
#endif
