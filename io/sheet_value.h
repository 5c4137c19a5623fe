/* io/sheet_value.h: what a cell of a workbook holds, as text: numbers without binary noise, serial days as ISO dates, references.
 *
 * Workbooks keep numbers as binary fractions with 15 digits that count; what is written beyond those is noise (0.30000000000000004). All of
 * this is done on decimal text. */
#ifndef IO_SHEET_VALUE_H
#define IO_SHEET_VALUE_H

#include "base/buf.h"
#include "base/date.h"

#define SHEET_ROWS_MOST    1048576u
#define SHEET_COLUMNS_MOST 16384u
#define SHEET_DIGITS       15 /* of a number that a workbook keeps */

/* How a number format shows a number, as far as that changes what it is. */
enum sheet_format { SHEET_PLAIN, SHEET_DATE, SHEET_TIME, SHEET_DATETIME };
struct sheet_style {
    unsigned char format; /* enum sheet_format */
    unsigned char zeros;  /* a format of zeros only ("000000"): so many digits at least, else 0 */
};

/* By number: the formats that every workbook has. */
struct sheet_style sheet_style_builtin(unsigned number);
/* By the text of a format: yyyy"年"m"月"d"日", [h]:mm, 000000, G/通用格式 … */
struct sheet_style sheet_style_of(struct span code);

/* Appends the number as a person reads it: 1.86E1 and 18.600000000000001 are 18.6; at most SHEET_DIGITS digits that count, no exponent where that
 * can be. *lost: it has more digits before the point than a workbook keeps. false: no number; nothing is appended. */
bool sheet_number(struct span written, struct buf *out, bool *lost);
/* The same as a day, a time, or both, in ISO form, as the format shows it: "2026-07-01", "08:30:00", "2026-07-01 08:30:00". false: no number, or
 * outside what a workbook can show as a date; nothing is appended. */
bool sheet_day(struct span written, enum sheet_format format, bool from_1904, struct buf *out);

/* "BC12": row and column from 1 and 0; a reference without a row, or beyond a sheet, is false. */
bool sheet_reference(struct span s, uint32_t *row, uint32_t *column);
/* A whole number of at most 9 digits; false where it is none. */
bool sheet_unsigned(struct span s, uint32_t *out);
#endif
