/* base/error.h: what went wrong, as a code and a sentence fit to print.
 *
 * A function that can fail takes `struct error *err` as its last argument and returns 0, or -1 (pointer functions: NULL)
 * with err filled in. err is left untouched on success. The sentence is UTF-8, already translated, names file, line,
 * value and remedy where there are any, and has no newline at its end.
 *
 *     struct error err;
 *     if (store_open(&store, path, STORE_READ, &err) < 0)
 *         return fail(&err);
 */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include <stdarg.h>

enum error_code {
    ERROR_NONE = 0,
    ERROR_USAGE,   /* usage or configuration: exit 2 */
    ERROR_INPUT,   /* a stranger's file cannot be read: exit 3 */
    ERROR_CATALOG, /* no catalog in force, expired, unverified: exit 4 */
    ERROR_STORE,   /* the store cannot be read or written: exit 5 */
    ERROR_REFUSED, /* refused for its content (a gate, a taken label, no hit): exit 1 */
    ERROR_MEMORY,  /* an allocation failed: exit 5 */
    ERROR_STOPPED, /* SIGINT, SIGTERM: exit 130 */
};

struct error {
    enum error_code code;
    char text[2048];
};

/* Fills err (which may be NULL) and returns -1, so that `return error_set(...)` reads well. Cuts at a whole character. */
int error_set(struct error *err, enum error_code code, const char *format, ...) __attribute__((format(printf, 3, 4)));
int error_setv(struct error *err, enum error_code code, const char *format, va_list args)
    __attribute__((format(printf, 3, 0)));

/* Puts "PREFIX: " before the text already there; the code stays. Returns -1. */
int error_prefix(struct error *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* "out of memory". Allocates nothing. Returns -1. */
int error_memory(struct error *err);

/* TEXT: strerror(errno_value), with the code given (ERROR_MEMORY for ENOMEM). Returns -1. */
int error_errno(struct error *err, enum error_code code, int errno_value, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
#endif
