/* base/buf.h: a growing byte buffer.
 *
 * A failed allocation is remembered (`failed`), later additions do nothing, and the caller asks once at the end:
 *
 *     struct buf b = BUF_INIT;
 *     buf_addf(&b, "%d rows", rows);
 *     if (buf_check(&b, err) < 0) ...
 *     buf_release(&b);
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/error.h"
#include "base/span.h"
#include <stdarg.h>
#include <stdint.h>

struct buf {
    char *p;  /* not NUL-terminated unless buf_str was asked */
    size_t n; /* bytes in use */
    size_t cap;
    bool failed;
};
#define BUF_INIT { NULL, 0, 0, false }

void buf_init(struct buf *b);
void buf_release(struct buf *b); /* frees; the buffer can be used again */
void buf_clear(struct buf *b);   /* empties, keeps the memory, forgets a failure */
char *buf_room(struct buf *b, size_t n); /* n writable bytes behind the end, or NULL; then b->n += what was written */
void buf_add(struct buf *b, const void *p, size_t n);
void buf_addc(struct buf *b, char c);
void buf_adds(struct buf *b, const char *text);
void buf_addspan(struct buf *b, struct span s);
void buf_addf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_addfv(struct buf *b, const char *format, va_list args) __attribute__((format(printf, 2, 0)));
void buf_adduchar(struct buf *b, uint32_t code_point); /* as UTF-8 */
struct span buf_span(const struct buf *b);
const char *buf_str(struct buf *b); /* NUL-terminated; "" where memory failed. Valid until the next change. */
int buf_check(const struct buf *b, struct error *err); /* 0, or -1 with ERROR_MEMORY */
#endif
