/* base/date.h: calendar days as whole numbers yyyymmdd (20260701), which sort and compare; DATE_NONE is "not said".
 * Gregorian, years 1 to 9999, no time, no zone. */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include "base/span.h"
#include <stdint.h>

typedef int32_t date;
#define DATE_NONE 0
#define DATE_TEXT 11 /* bytes of "YYYY-MM-DD" and its NUL */

bool date_is_valid(int year, int month, int day);
/* YYYY-MM-DD only, the whole span (trimmed). false: not such a day. */
bool date_parse_iso(struct span s, date *out);
/* ISO, also YYYYMMDD, YYYY/M/D, YYYY.M.D, YYYY年M月D日, each with an optional time behind it that is dropped
 * ("2026-07-01 12:00:00", "2026/7/1 0:00", "…T12:00:00"). */
bool date_parse_loose(struct span s, date *out);
/* By a strptime-like pattern: %Y %m %d (1 or 2 digits) %H %M %S and literal characters. */
bool date_parse_format(struct span s, const char *format, date *out);
/* "2026-07-01" into out; "" for DATE_NONE. Returns out. */
const char *date_text(date d, char out[DATE_TEXT]);
/* d plus a number of days (may be negative); DATE_NONE for DATE_NONE, and outside years 1 to 9999. */
date date_add_days(date d, int days);
#endif
