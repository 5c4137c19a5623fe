/* base/ascii.h: digits and letters of ASCII, whatever the locale says. Nothing of other scripts: base/utf8.h. */
#ifndef BASE_ASCII_H
#define BASE_ASCII_H

#include <stdbool.h>

static inline bool ascii_is_digit(char c) { return c >= '0' && c <= '9'; }
static inline bool ascii_is_lower(char c) { return c >= 'a' && c <= 'z'; }
static inline bool ascii_is_letter(char c) { return ascii_is_lower(c) || (c >= 'A' && c <= 'Z'); }
#endif
