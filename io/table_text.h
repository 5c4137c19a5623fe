/* io/table_text.h: a hospital's table file as UTF-8 text that can be read at any offset.
 *
 * Encoding: the one given; else a byte order mark; else UTF-8 where the whole file is that, or has twice as many good characters above
 * ASCII as bad sequences; else UTF-8 or GB18030, whichever makes fewer bad sequences. Transcoding is lenient: a bad sequence becomes U+FFFD, which a reader of cells finds and reports. A regular file that
 * is good UTF-8 is read where it lies; everything else goes once through an unnamed file in temp_dir.
 * A workbook, told by its bytes and not by its name, is read by io/sheet, and its text is that of one sheet.
 * What is no table (empty, zip, gz, XML, PDF, binary; a workbook where none is asked for) is refused: ERROR_INPUT, what it looks like and what to do.
 *
 *     struct table_text *t = table_text_open(path, NULL, temp_dir, &err);
 *     n = table_text_read(t, offset, p, sizeof p, &err);
 *     table_text_free(t); */
#ifndef IO_TABLE_TEXT_H
#define IO_TABLE_TEXT_H

#include "base/error.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sheet_request;
struct table_text;

/* `path` may be "-"; `encoding` NULL: found. NULL with err. The caller frees it. */
struct table_text *table_text_open(const char *path, const char *encoding, const char *temp_dir, struct error *err);
struct table_text_options {
    const char *encoding, *temp_dir;
    unsigned jobs; /* more than one: two threads look through a large file */
    /* Called with every byte of the file as it lies there, in order, before anything of it is understood; NULL: nobody wants them. */
    void (*bytes)(void *ctx, const char *p, size_t n);
    void *ctx;
    const struct sheet_request *sheet; /* how a workbook is read: sheet, other_will_do, fits, ctx; NULL: none is read */
};
struct table_text *table_text_open_with(const char *path, const struct table_text_options *options, struct error *err);
void table_text_free(struct table_text *t);

/* Up to n bytes of the UTF-8 text (no byte order mark) from `offset` on: the number read, less than n only at the end; -1 with
 * err. Keeps no place: several readers may share a text. */
int64_t table_text_read(const struct table_text *t, uint64_t offset, char *p, size_t n, struct error *err);
/* Bytes of the text. */
uint64_t table_text_size(const struct table_text *t);
/* For messages: the path, or "standard input". */
const char *table_text_name(const struct table_text *t);
/* What it was read as: "UTF-8", "GB18030" …; of a workbook "XLSX", "XLS", "XML" (of Excel 2003), "HTML". Static memory. */
const char *table_text_encoding(const struct table_text *t);
/* U+FFFD stands somewhere in the text: bytes that were no text, now or when the file was made. */
bool table_text_has_bad(const struct table_text *t);
/* It is a sheet: io/sheet.h says how its text is written. */
bool table_text_is_sheet(const struct table_text *t);
/* Of a sheet: its name (NULL: none), and what was noticed while it was read, one sentence a line ("": nothing). */
const char *table_text_sheet(const struct table_text *t);
const char *table_text_notes(const struct table_text *t);
#endif
